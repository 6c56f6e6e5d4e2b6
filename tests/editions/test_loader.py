"""form.yaml is read strictly: text only, no repeated key, no name that points nowhere."""

from __future__ import annotations

import gc
import json
import shutil
import weakref
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from pipeline.edition.form import Form
from pipeline.editions import homes as places
from pipeline.editions import loader, strict
from pipeline.editions.build import build
from pipeline.editions.homes import homes
from pipeline.editions.loader import (
    form_json,
    known_forms,
    load_form,
)
from pipeline.editions.reading import FormFileError, read
from pipeline.findings.messages import CATALOGUE
from pipeline.rules.registry import Registry


def declared(edition: str) -> str:
    """form.yaml of an edition."""
    return (homes()[edition].declared / "form.yaml").read_text(encoding="utf-8")


def parse_form(text: str) -> Form:
    """The Form that a form.yaml declares, without its wordings."""
    raw = read(text, "form.yaml")
    return build({"form": strict._whole_form(raw, None, strict.Faults(raw))})


SOUND, SOUND_PLAN = declared("dics-2023"), declared("clss-2022-2025")


def test_scalars_are_text() -> None:
    assert read("{a: 3.10, b: no, c: 2023-01-02}", "form.yaml") == {
        "a": "3.10",
        "b": "no",
        "c": "2023-01-02",
    }


def test_a_repeated_key_is_refused() -> None:
    with pytest.raises(
        FormFileError, match=r"^form.yaml, ligne 3 : la clé « a » est là deux fois$"
    ):
        read("a: 1\nb: 2\na: 3\n", "form.yaml")


# What stands in form.yaml, what is put there instead, and what is said of it.
UNSOUND = [
    (
        "type: list, list: natures",
        "type: list, list: nature",
        "la liste « nature » n'existe pas. Serait-ce « natures » ?",
    ),
    (
        "refers: equipements",
        "refers: equipement",
        "la feuille « equipement » n'existe pas",
    ),
    (
        "precision_of: statut,",
        "precision_of: statu,",
        "la colonne « statu » n'existe pas",
    ),
    (
        "precision_of: statut,",
        "precision_of: code,",
        "la colonne « code » n'est pas une liste",
    ),
    (
        "dated_by: fin_suivi, width: 14",
        "dated_by: fin, width: 14",
        "la colonne « fin » n'existe pas",
    ),
    (
        "dated_by: fin_suivi, width: 14",
        "dated_by: raison, width: 14",
        "la colonne « raison » n'est pas une date",
    ),
    (
        "group: apres, dated_by: fin_suivi, width: 14",
        "group: fin, width: 14",
        "le groupe « fin » n'existe pas",
    ),
    ("then: [approche]", "then: [aproche]", "la colonne « aproche » n'existe pas"),
    (
        "accompagnement_post: [entame, poursuivi]}",
        "accompagnement_post: [entamé]}",
        "n'a pas la forme voulue",
    ),
    (
        "accompagnement_post: [entame, poursuivi]}",
        "accompagnement_post: [commence]}",
        "la ligne « commence » n'existe",
    ),
    (
        "code: destination-sans-date",
        "code: destination-sans",
        "le message « destination-sans » n'existe pas",
    ),
    ("key: nom", "key: non", "la colonne « non » n'existe pas"),
    (
        "as_at: identification.annee",
        "as_at: identification.an",
        "la colonne « identification.an » n'existe pas",
    ),
    (
        "equipement: equipements.nom}",
        "equipement: equipement.nom}",
        "la colonne « equipement.nom » n'existe pas",
    ),
    (
        "file: \"Rapport d'activités {annee}",
        "file: \"Rapport d'activités {an}",
        "dans un titre, « an » n'existe pas",
    ),
    (
        "family: dics",
        "family: disc",
        "la famille « disc » n'existe pas. Serait-ce « dics » ?",
    ),
    (
        "  dossiers:\n",
        "  fichiers:\n",
        "la feuille « dossiers » n'existe pas",
    ),
    (
        "      mode: {heading",
        "      moyen: {heading",
        "les règles de la famille dics demandent la colonne « contacts.mode »",
    ),
    (
        "set: rencontres}",
        "set: rencontrees}",
        "l'ensemble « rencontrees » n'existe pas. Serait-ce « rencontres » ?",
    ),
    (
        "total: accompagnes_pre}",
        "total: accompagnes}",
        "l'ensemble « accompagnes » n'existe pas",
    ),
    (
        "relayes: problemes_relayes,",
        "relayes: relayes,",
        "l'ensemble « relayes » n'existe pas",
    ),
    (
        "annee: dossiers_relogement_annee}",
        "annee: dossiers_annee}",
        "l'ensemble « dossiers_annee » n'existe pas",
    ),
    (
        "names: non_prioritaires",
        "names: prioritaires",
        "l'ensemble « prioritaires » n'existe pas",
    ),
    (
        "list: statuts, columns",
        "list: statut, columns",
        "la liste « statut » n'existe pas",
    ),
    (
        "by: statut,",
        "by: statu,",
        "ce que compte « accompagnes_pre » n'a pas de « statu »",
    ),
    (
        "by: motif}",
        "by: probleme}",
        "ce que compte « motifs_de_non_relais » n'a pas de « probleme »",
    ),
    (
        "by: statut,",
        "by: raison,",
        "la colonne « raison » ne prend pas ses valeurs dans la liste « statuts »",
    ),
    ('of: "1.2.1"', 'of: "1.2.3"', "la question « 1.2.3 » n'existe pas"),
    ('of: "1.2.1"', 'of: "2.5"', "la question « 2.5 » n'a pas de cases à cocher"),
    ('text: "1.2.2"', 'text: "1.2.4"', "la question « 1.2.4 » n'existe pas"),
    (
        "sheets: [menages, contacts], set: rencontres",
        "sheets: [menage], set: rencontres",
        "la feuille « menage »",
    ),
    (
        "cells: {presence: presences",
        "cells: {presense: presences",
        "la colonne « presense » n'existe pas",
    ),
    (
        "approche: approches}",
        "approche: approche}",
        "la liste « approche » n'existe pas",
    ),
    ("without: [moins]", "without: [jamais]", "la ligne « jamais » n'existe pas"),
    (
        "marks: [courriers_personnalises,",
        "marks: [courriers,",
        "la colonne « courriers » n'existe pas",
    ),
    (
        '"3.9", "3.10"]}',
        '"3.9", "3.11"]}',
        "la question « 3.11 » n'existe pas. Serait-ce « 3.1 » ?",
    ),
    (
        "suivi_confie: {heading",
        "suivi_donne: {heading",
        "l'ensemble « suivis_confies » se lit dans la colonne « suivi_con",
    ),
    (
        "sheets: [menages, contacts], set: rencontres",
        "sheets: [menages, contacts]",
        "une clé manque (« set »)",
    ),
    (
        "sheets: [menages, contacts], set: rencontres",
        "sheets: [menages, contacts], set: rencontres, list: statuts",
        "une clé est inconnue (« list »)",
    ),
    ("type: year", "type: yaer", "cette valeur n'est pas permise (« yaer »)"),
    ('{id: "2.6"', '{id: "2.5"', "« 2.5 » est là deux fois"),
    (
        '{id: "3.10", ',
        '{id: "3.10", label: "3.9", ',
        "« 3.9 » est là deux fois",
    ),
    (
        "key: permanence, label: Rencontré",
        "key: site, label: Rencontré",
        "« site » est là deux fois",
    ),
    (
        "label: Pension/prépension,",
        "label: 'Ris ',",
        "« Ris  » est là deux fois",
    ),
    (
        '"2.5", "2.6", ',
        '"2.5", "2.5", ',
        "« 2.5 » est là deux fois",
    ),
    (
        '["4.1", "4.2", ',
        '["4.1", "2.5", "4.2", ',
        "« 2.5 » est là deux fois",
    ),
    (
        "    title: Dossiers d'allocation\n",
        '    title: " contacts"\n',
        "«  contacts » est là deux fois",
    ),
    (
        "heading: Réseau social,",
        "heading: STATUT du chef de ménage *,",
        "« STATUT du chef de ménage * » est là deux",
    ),
    (
        "key: mail, label: E-mail",
        "key: sms, label: SMS",
        "la ligne « sms » n'est pas connue : les règles de la famille",
    ),
    (
        "{key: aucun, label: aucun}",
        "{key: rien, label: aucun}",
        "pour « menages.accompagnement_pre » connaissent",
    ),
    (
        "{key: octroi, ",
        "{key: accord, ",
        "pour « dossiers.decision » connaissent octroi, refus_temporaire et refus_def",
    ),
    (
        "{key: moins, ",
        "{key: jamais, label: Jamais}\n      - {key: moins, ",
        "pour « equipements.presence » connaissent",
    ),
    (
        "{key: peu, ",
        "{key: ailleurs, ",
        "pour « presence_generale » connaissent chaque, certains, autres_canaux et peu",
    ),
    ("{key: x, label: X}", "{key: v, label: V}", "la ligne « v » n'est pas connue"),
    (
        "title: Statut (2.7.1, 3.8.1)",
        "title: Statut\n    titre: Statut",
        "une clé est inconnue (« titre »)",
    ),
    (
        "title: Statut (2.7.1, 3.8.1)",
        "title: ''",
        "il n'y a rien ici, or il faut quelque chose",
    ),
    ("then: [approche]", "then: []", "il n'y a rien ici, or il faut quelque chose"),
    (
        "then: [approche]",
        "then: approche",
        "ce n'est pas ce qui est attendu ici : il faut une liste",
    ),
    (", private: true", ", pattern: x", "une clé manque (« fault »)"),
    ("title: Équipements\n", f"title: {'É' * 32}\n", "ce texte dépasse 31 caractères"),
    (
        "only_with: {probleme_1: present}",
        "only_with: {probleme_1: peut-être}",
        "cette valeur n'a pas la forme voulue",
    ),
    (
        "only_with: {probleme_1: present}",
        "only_with: {}",
        "il n'y a rien ici, or il faut quelque chose",
    ),
    (
        "  raisons:\n",
        "  Raisons:\n",
        "cette valeur n'a pas la forme voulue (« Raisons »)",
    ),
]
UNSOUND_PLAN = [
    (
        "{key: au_plus, label: au plus}",
        "{key: exactement, label: exactement}",
        "« cibles.sens » connaissent au_moins et au_plus",
    ),
    (
        "{key: en_tout, label: en tout}",
        "{key: par_mois, label: par mois}",
        "pour « cibles.duree » connaissent",
    ),
    ("{key: ensemble, ", "{key: par_rue, ", "pour « cibles.etendue » connaissent"),
    (
        "{key: en_partie, label: en partie}",
        "{key: bientot, label: bientôt}",
        "pour « objectifs.cpas » connaissent",
    ),
    (
        "{key: en_ligne, ",
        "{key: note, ",
        "pour « objectifs.constats_place » connaissent",
    ),
    (
        '{key: "non", label: non}',
        "{key: inconnu, label: inconnu}",
        "pour « quartiers.extension » connaissent oui et non",
    ),
    (
        "questions: [objectifs, tableaux]",
        "questions: [objectifs]",
        "question tableaux : elle n'est dans aucun chapitre",
    ),
]


@pytest.mark.parametrize(
    ("text", "sound", "faulty", "said"),
    [
        *((SOUND, *case) for case in UNSOUND),
        *((SOUND_PLAN, *case) for case in UNSOUND_PLAN),
    ],
    ids=[said for _, _, said in (*UNSOUND, *UNSOUND_PLAN)],
)
def test_an_unsound_declaration_is_refused_with_its_line(
    text: str, sound: str, faulty: str, said: str
) -> None:
    assert sound in text
    made = text.replace(sound, faulty, 1)
    with pytest.raises(FormFileError) as refused:
        parse_form(made)
    lines = [line for line in str(refused.value).splitlines() if said in line]
    assert lines, str(refused.value)
    place, _, _ = lines[0].partition(" : ")
    number = int(place.removeprefix("form.yaml, ligne "))
    changed = text.count("\n", 0, text.index(sound)) + 1
    whole = {
        "question tableaux",
        "une clé est inconnue",
        "cette valeur n'a pas la forme voulue (« Raisons »)",
        "les règles",
        "la feuille « dossiers »",
        "l'ensemble « suivis_confies »",
    }  # said of what stands above it, or relies on it
    assert number == changed or any(said.startswith(begin) for begin in whole)


def test_every_fault_is_told_at_once() -> None:
    made = (
        SOUND.replace("set: rencontres}", "set: x}")
        .replace("precision_of: statut,", "precision_of: y,")
        .replace("list: natures", "list: z")
    )
    with pytest.raises(FormFileError) as refused:
        parse_form(made)
    told = str(refused.value)
    assert len(told.splitlines()) == 5  # two conditions lose the line they look at
    assert all(f"« {name} »" in told for name in ("x", "y", "z"))


def test_what_is_no_yaml_is_refused_with_its_line() -> None:
    with pytest.raises(
        FormFileError, match=r"^form.yaml, ligne 3 : ce n'est pas du YAML"
    ):
        parse_form("edition: dics-2023\nfamily: [dics\nas_at: x\n")
    with pytest.raises(FormFileError, match=r"^form.yaml, ligne 1 : "):
        parse_form("")


def test_editions() -> None:
    assert [*homes()] == sorted(
        file.parent.name for file in Path("schema").glob("*/form.yaml")
    )
    assert load_form("dics-2023").years == (2023, 2024, 2025, 2026)
    with pytest.raises(KeyError):
        load_form("dics-1999")


@pytest.mark.parametrize("edition", homes())
def test_the_kept_declaration_is_that_of_the_form_file(edition: str) -> None:
    form, text = load_form(edition), declared(edition)
    made = (homes()[edition].declared / "form.json").read_bytes()
    assert made == form_json(form)
    assert json.loads(made)["form"] == read(text, "form.yaml")
    assert outline(form) == outline(parse_form(text))


def outline(form: Form) -> object:
    """A form as plain values, to compare: two forms, and two sheets, are never equal."""
    return {
        **vars(form),
        "sheets": {key: vars(sheet) for key, sheet in form.sheets.items()},
        "documents": [(each.key, each.file) for each in form.documents],
    }


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder of editions of its own, with dics-2023 alone."""
    shutil.copytree(places.SCHEMA / "dics-2023", tmp_path / "dics-2023")
    loader._load.cache_clear()
    monkeypatch.setattr(places, "SCHEMA", tmp_path)
    yield tmp_path / "dics-2023"
    loader._load.cache_clear()


@pytest.fixture
def no_yaml(monkeypatch: pytest.MonkeyPatch) -> None:
    """A form file that must not be parsed."""
    monkeypatch.setattr(
        loader, "_strictly", lambda home: pytest.fail("form.yaml was parsed")
    )


@pytest.mark.usefixtures("no_yaml")
def test_a_sound_form_file_is_not_parsed_again(copied: Path) -> None:
    [form] = known_forms()
    assert form.edition == "dics-2023" and form.title.startswith("Plan HP")


@pytest.mark.usefixtures("no_yaml")
def test_ends_of_lines_are_no_change(copied: Path) -> None:
    declared = (copied / "form.yaml").read_bytes()
    (copied / "form.yaml").write_bytes(declared.replace(b"\n", b"\r\n"))
    assert load_form("dics-2023").edition == "dics-2023"


def test_an_edited_form_file_counts(copied: Path) -> None:
    (copied / "form.yaml").write_text(
        SOUND.replace("title: Ménages", "title: Foyers", 1), encoding="utf-8"
    )
    assert [sheet.title for sheet in load_form("dics-2023").sheets.values()].count(
        "Foyers"
    ) == 1


def test_an_edited_form_file_that_is_unsound_is_refused(copied: Path) -> None:
    (copied / "form.yaml").write_text(
        SOUND.replace("type: year", "type: yaer", 1), encoding="utf-8"
    )
    with pytest.raises(FormFileError, match="yaer"):
        load_form("dics-2023")


@pytest.mark.parametrize("kept", [None, "", "{", "{}", "[]"])
def test_without_a_readable_form_json_the_form_file_is_parsed(
    copied: Path, kept: str | None
) -> None:
    (copied / "form.json").unlink()
    if kept is not None:
        (copied / "form.json").write_text(kept)
    assert load_form("dics-2023").title.startswith("Plan HP")


def test_every_named_set_exists_and_is_used() -> None:
    from pipeline.rules.dics.records import SETS

    form = load_form("dics-2023")
    used = {name for each in form.questions.values() for name in each.named_sets}
    assert used == set(SETS.names())


def test_every_code_of_a_condition_is_in_the_catalogue() -> None:
    sheets = load_form("dics-2023").sheets.values()
    assert {
        condition.code for sheet in sheets for condition in sheet.conditions
    } <= set(CATALOGUE)


def test_a_set_is_found_once_a_report_and_goes_with_it() -> None:
    asked: list[str] = []
    sets: Registry[Counted] = Registry()

    @sets.add("x", "y")
    def first_letters(facts: Counted) -> frozenset[str]:
        asked.append(facts.text)
        return frozenset(facts.text[:1])

    one, other = Counted("un"), Counted("deux")
    assert sets["first_letters"].members(one) is first_letters(one) == {"u"}
    assert first_letters(other) == {"d"} and asked == ["un", "deux"]
    assert first_letters(replace(one, text="trois")) == {"t"}
    gone = weakref.ref(one)
    del one
    gc.collect()
    assert gone() is None


@dataclass(frozen=True)
class Counted:
    text: str


def test_a_set_is_declared_once() -> None:
    from pipeline.rules.dics.records import SETS
    from pipeline.rules.dics.sets import rencontres

    with pytest.raises(ValueError, match="rencontres is declared twice"):
        SETS.add("x", "y")(rencontres)
