"""Editions beside those of the project: what a declaration changes, all commands
follow, without the engine.
"""

from __future__ import annotations

import json
import re
from functools import cache
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pipeline.cli import main
from pipeline.editions import loader
from pipeline.editions.homes import VARIABLE, homes
from pipeline.editions.loader import load_form
from pipeline.editions.reading import FormFileError
from pipeline.explain.dashboard import dashboard
from pipeline.findings.sentences.answers import PROVISIONAL
from pipeline.model.submission import Figure
from pipeline.rules.dics.guard import guard
from pipeline.rules.dics.records import SETS, Facts, Menage
from pipeline.rules.dics.sets import accompagnes_pre
from pipeline.rules.families import FAMILIES
from pipeline.run import look, produce, produce_draft
from tests.rules.dics.test_cases import answers_of, check_line
from tests.support.cases import cases
from tests.support.clss_faults import PLAN
from tests.support.editions import (
    Change,
    declared,
    with_line,
    with_question,
    without_column,
    without_question,
    write_edition,
    write_extension,
)
from tests.support.faults import BASE, filled
from tests.support.paths import TESTS

CASES = TESTS / "cases"
ROWS: dict[str, dict[str, list[dict[str, Any]]]] = {
    "dics-2023": dict(BASE),
    "clss-2022-2025": dict(PLAN),
}
QUESTIONS = [
    (edition, question["id"])
    for edition in ROWS
    for question in declared(edition)[0]["questions"]
]
SOME = {"2.7", "tableaux"}
_numbers = count(9001)


@pytest.mark.parametrize("edition", homes())
def test_every_edition_has_its_cases(edition: str) -> None:
    assert list((CASES / edition).glob("*.yaml")), f"no cases in tests/cases/{edition}"


def test_no_cases_are_of_an_edition_that_is_gone() -> None:
    assert {path.name for path in CASES.iterdir()} == set(homes())


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the editions of a test are."""
    home = tmp_path / "editions"
    home.mkdir()
    monkeypatch.setenv(VARIABLE, str(home))
    return home


def made(folder: Path, base: str, *changes: Change, **said: Any) -> str:
    """An edition that extends another with these changes; its name, which no other of
    this process has.
    """
    name = f"{base.partition('-')[0]}-{next(_numbers)}"
    write_extension(folder, base, name, *changes, **said)
    return name


def workbook(
    folder: Path, edition: str, base: str, **more: list[dict[str, Any]]
) -> Path:
    """A sound workbook of the edition: that of its base, without what it does not
    declare, with ``more`` rows.
    """
    form = load_form(edition)
    rows = {
        sheet.key: [
            {key: value for key, value in row.items() if key in sheet.fields}
            for row in [*ROWS[base][sheet.key], *more.get(sheet.key, [])]
            if row.get("question", next(iter(form.questions))) in form.questions
        ]
        for sheet in form.sheets.values()
    }
    for row in (
        row for records in rows.values() for row in records if "edition" in row
    ):
        row["edition"] = edition
    path = folder.parent / "classeur.xlsx"
    path.write_bytes(filled(form, rows, ()))
    return path


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert "Défaut du programme" not in result.output, result.output
    return result


def sound(*words: object) -> str:
    """What a command says that does what it is asked for."""
    result = run(*words)
    assert result.exit_code == 0, result.output
    return result.output


def all_commands(path: Path, edition: str) -> str:
    """Every command over a sound workbook; what expliquer says of all questions."""
    out, form = path.parent / "sorties", load_form(edition)
    sound("verifier", path)
    sound("avancement", path)
    sound("produire", path, "-o", out)
    (report,) = out.glob("*/*.docx")
    sound("controler", report, path)
    sound("produire", path, "--brouillon", "-o", out)
    asked: list[list[object]] = [
        [question.label] for question in form.questions.values()
    ]
    if form.family == "dics":
        asked += [["--menage", row["code"]] for row in BASE["menages"]]
    with pytest.MonkeyPatch.context() as patch:  # the workbook is read once for all
        patch.setattr("pipeline.run.look", cache(look))
        return "".join(sound("expliquer", path, *words) for words in asked)


def test_an_edition_with_a_question_less(folder: Path) -> None:
    edition = made(folder, "dics-2023", without_question("dics-2023", "3.10"))
    told = all_commands(workbook(folder, edition, "dics-2023"), edition)
    assert "3.9" in told and "\n3.10  " not in told


@pytest.mark.slow
def test_an_edition_with_a_counted_question_more(folder: Path) -> None:
    """One that counts a set which another question counts too."""
    question = {
        "id": "3.11",
        "title": "Encore les relogés",
        "kind": "count",
        "sheets": ["menages"],
        "set": "reloges",
    }
    blocks = (
        {"p": "3.11. Encore ?", "style": "Heading2"},
        {"t": [["{q3_11}"]], "look": "nombre", "widths": [3]},
    )
    edition = made(folder, "dics-2023", with_question("3.10", question, *blocks))
    path = workbook(folder, edition, "dics-2023")
    all_commands(path, edition)
    assert "H-002" in sound("expliquer", path, "3.11")
    absent = sound("expliquer", path, "--menage", "H-001")
    why = "n'a pas quitté l'équipement avant le 31/12/2023"
    assert f"  3.1, 3.11 : {why}\n" in absent


def test_a_new_counted_question_is_its_rule_and_its_declaration(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What stands beside the rule is all that figures, cases, cells, reasons of absence,
    the guard, a draft and the dashboard need.
    """
    sets = FAMILIES["dics"].sets  # with all modules that register one
    monkeypatch.setitem(SETS, "accompagnes_pre_au_ris", sets["reloges"])
    del SETS["accompagnes_pre_au_ris"]  # as it will be after this test

    @SETS.add(
        "parmi 2.7, au RIS",
        "2.10",
        ("statut",),
        within=(accompagnes_pre,),
        unless="statut autre que le RIS",
    )
    def accompagnes_pre_au_ris(facts: Facts) -> frozenset[Menage]:
        return frozenset(
            menage for menage in accompagnes_pre(facts) if menage.statut == "ris"
        )

    question = {
        "id": "2.10",
        "title": "Au RIS",
        "kind": "count",
        "sheets": ["menages"],
        "set": "accompagnes_pre_au_ris",
    }
    blocks = (
        {"p": "2.10. Au RIS ?", "style": "Heading2"},
        {"t": [["{q2_10}"]], "look": "nombre", "widths": [3]},
    )
    edition = made(folder, "dics-2023", with_question("2.9", question, *blocks))
    support = {
        "accompagnement_pre": "entame",
        "raison": "choix",
        "reseau": "oui",
        "probleme_1": "sante",
        "relais_1": "oui",
    }
    added = [
        {"code": "H-011", "equipement": "Les Pins", "statut": "ris", **support},
        {"code": "H-012", "equipement": "Les Pins", "statut": "travail", **support},
        {"code": "H-013", "equipement": "Les Pins", "statut": "ris"},
    ]
    met = {
        "date": "2023-05-05",
        "codes": ("H-011", "H-012", "H-013"),
        "mode": "telephone",
    }
    path = workbook(folder, edition, "dics-2023", menages=added, contacts=[met])
    all_commands(path, edition)
    counted = sound("expliquer", path, "2.10")
    assert (
        "H-011" in counted
        and "Contacts!" in counted
        and "H-012" not in counted
        and "H-013" not in counted
    )
    assert "  2.10 : statut autre que le RIS\n" in sound(
        "expliquer", path, "--menage", "H-012"
    )
    assert "2.10 : pas dans 2.7\n" in sound("expliquer", path, "--menage", "H-013")
    outcome = produce(path)
    assert outcome.answers and outcome.contradictions == ()
    stranger = frozenset({outcome.facts.menages["H13"]})
    figures = {**outcome.answers.figures, "2.10": {"": Figure("1", stranger)}}
    told = map(
        str,
        guard(outcome.facts, outcome.answers._replace(figures=figures)),
    )
    assert list(told) == ["2.10 dans 2.7 : « H-013 » est en trop"]
    page = dashboard(outcome.facts, outcome.answers).decode()
    assert "2.10 Au RIS 1" in " ".join(re.sub("<[^>]*>", " ", page).split())
    unknown = {"date": "2023-05-06", "codes": ("H-099",), "mode": "site"}
    logs: list[tuple[list[dict[str, Any]], str]] = [
        ([met, unknown], "1"),  # whoever else it may be is none of 2.10
        ([unknown], f"0 {PROVISIONAL}"),
    ]
    for log, value in logs:
        doubtful = workbook(folder, edition, "dics-2023", menages=added, contacts=log)
        draft = produce_draft(doubtful).answers
        assert draft and draft.figures["2.10"][""].value == value
    menages = [{**added[0], "code": "H-1"}, {**added[2], "code": "H-2"}]
    case = {"menages": menages, "contacts": [{**met, "codes": "H-1;H-2"}]}
    check_line(answers_of(outcome.form, case), "2.10", "", ["H-1"])


@pytest.mark.slow
def test_an_edition_with_a_line_more(folder: Path) -> None:
    """A status, counted before relocation and after it; a destination that the form has
    is a relocation in Wallonia.
    """
    coop = {"key": "cooperative", "label": "Coopérative", "form": "Coopérative"}
    asbl = {"key": "asbl", "label": "Indépendant"}
    edition = made(
        folder,
        "dics-2023",
        with_line("dics-2023", "2.7.1/travail", asbl),
        with_line("dics-2023", "3.8.2/prive", coop),
    )
    moved = {
        **{
            "code": "H-005",
            "equipement": "Les Pins",
            "statut": "asbl",
            "reseau": "oui",
        },
        **{
            "date_relogement": "2023-04-04",
            "destination": "cooperative",
            "localisation": "origine",
        },
        **{"accompagnement_post": "entame", "contenu_1": "droits"},
    }
    seen = {"date": "2023-05-05", "codes": ("H-005",), "mode": "visite"}
    path = workbook(folder, edition, "dics-2023", menages=[moved], contacts=[seen])
    all_commands(path, edition)
    for line in ("3.1", "3.8.1 Indépendant", "3.8.2 Coopérative"):
        assert "H-005" in sound("expliquer", path, *line.split(" ", 1))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "asked"),
    [
        pytest.param(base, asked, marks=[] if asked in SOME else [pytest.mark.slow])
        for base, asked in QUESTIONS
    ],
)
def test_any_question_may_be_left_out(base: str, asked: str, folder: Path) -> None:
    edition = made(folder, base, without_question(base, asked))
    all_commands(workbook(folder, edition, base), edition)


# List -> an address of a line of it.
LISTS = {
    (edition, field["list"]): f"{sheet}.{column}/"
    + declared(edition)[0]["lists"][field["list"]]["items"][0]["key"]
    for edition in ROWS
    for sheet, declared_sheet in declared(edition)[0]["sheets"].items()
    for column, field in declared_sheet["fields"].items()
    if "list" in field
} | {("dics-2023", "presence_generale"): "2.1.1/peu"}
COLUMNS = [
    (edition, sheet, column)
    for edition in ROWS
    for sheet, declared_sheet in declared(edition)[0]["sheets"].items()
    for column in declared_sheet["fields"]
]
ENOUGH = {
    "fin_suivi",
    "decision",
    "notice_tableau",
    "sens",
    "nouvelles",
}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("base", "sheet", "column"),
    [
        pytest.param(*place, marks=[] if place[2] in ENOUGH else [pytest.mark.slow])
        for place in COLUMNS
    ],
)
def test_any_column_may_be_left_out_or_is_asked_for(
    base: str, sheet: str, column: str, folder: Path
) -> None:
    """An edition without it is refused with the line that needs it, or every command
    does without it.
    """
    try:
        edition = made(folder, base, sheets=without_column(base, sheet, column))
    except FormFileError as refused:
        assert column in str(refused) and "form.yaml, ligne " in str(refused)
        return
    path, out = workbook(folder, edition, base), folder.parent / "sorties"
    for words in (
        ["verifier", path],
        ["avancement", path],
        ["produire", path, "-o", out],
    ):
        run(*words)
    run("produire", path, "--brouillon", "-o", out)
    for question in load_form(edition).questions.values():
        run("expliquer", path, question.label)
    for row in BASE["menages"] if base == "dics-2023" else ():
        run("expliquer", path, "--menage", row["code"])


@pytest.mark.slow
@cases(__file__, "faults", every=3)
def test_a_declaration_at_fault_is_told_with_file_and_line(
    file: str, sound: str, faulty: str, said: str, folder: Path
) -> None:
    edition, (form, wording) = f"dics-{next(_numbers)}", declared("dics-2023")
    write_edition(folder, edition, {**form, "years": ["2090"]}, wording)
    path = folder.parent / "classeur.xlsx"
    path.write_bytes(filled(load_form(edition), ROWS["dics-2023"], ()))
    text = (folder / edition / file).read_text(encoding="utf-8")
    (folder / edition / file).write_text(
        text.replace(sound, faulty, 1), encoding="utf-8"
    )
    forget()
    line = text.count("\n", 0, text.index(sound)) + 1
    for words in (
        ["produire", path],
        ["produire", path, path.parent],
        ["verifier", path],
        ["modele", "fabriquer", edition],
    ):
        result = run(*words)
        assert (
            result.exit_code != 0 and said in result.output and edition in result.output
        )
        assert f"{file}, ligne {line}" in result.output or "JSON" in said
    forget()


def forget() -> None:
    loader._load.cache_clear()


def test_a_folder_of_editions_that_is_not_there_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, str(tmp_path / "nulle part"))
    result = run(
        "classeur",
        "dics-2023",
        "--commune",
        "X",
        "--annee",
        "2023",
        "-o",
        tmp_path / "x.xlsx",
    )
    assert (
        result.exit_code == 2
        and "CANEVAS_EDITIONS" in result.output
        and "n'est pas un dossier" in result.output
    )


@pytest.mark.slow
def test_an_edition_that_is_not_fabricated_says_how(folder: Path) -> None:
    edition = made(folder, "dics-2023")
    path = workbook(folder, edition, "dics-2023")
    for name in ("modele.docx", "officiel.docx"):
        kept = (folder / edition / name).read_bytes()
        (folder / edition / name).unlink()
        forget()
        for words in (["produire", path], ["produire", path, path.parent]):
            result = run(*words, "-o", folder.parent / "sorties")
            assert (
                result.exit_code != 0
                and f"canevas modele fabriquer {edition}" in result.output
            )
            assert "No such file" not in result.output
        (folder / edition / name).write_bytes(kept)


@pytest.mark.slow
def test_an_edition_changed_since_it_was_fabricated_says_to_fabricate_it_anew(
    folder: Path,
) -> None:
    edition = made(folder, "dics-2023")
    path, home = workbook(folder, edition, "dics-2023"), folder / edition
    wording = json.loads((home / "formulaire.json").read_text(encoding="utf-8"))
    wording["changes"] = {"reword": {"2.5": "2.5. Combien ?"}}
    (home / "formulaire.json").write_text(json.dumps(wording), encoding="utf-8")
    forget()
    for words in (["produire", path], ["produire", path, path.parent]):
        result = run(*words, "-o", folder.parent / "sorties")
        assert (
            result.exit_code == 1
            and f"canevas modele fabriquer {edition}" in result.output
        )
        assert "e modèle a été modifié" not in result.output
    assert run("modele", "fabriquer", edition).exit_code == 0
    forget()
    assert run("produire", path, "-o", folder.parent / "sorties").exit_code == 0


@pytest.mark.slow
def test_an_edition_has_the_name_of_its_folder(folder: Path) -> None:
    edition = made(folder, "dics-2023")
    text = (folder / edition / "form.yaml").read_text(encoding="utf-8")
    other = text.replace(f"edition: {edition}", "edition: dics-1999")
    (folder / edition / "form.yaml").write_text(other, encoding="utf-8")
    forget()
    with pytest.raises(
        FormFileError,
        match=rf"{edition}/form.yaml, ligne 1 : le formulaire « dics-1999 »",
    ):
        load_form(edition)


@cases(__file__, "lists", every=3)
def test_a_line_that_no_rule_knows_is_refused(
    base: str, name: str, folder: Path
) -> None:
    with pytest.raises(
        FormFileError,
        match=r"form.yaml, ligne \d+ : la ligne « inconnue » n'est pas connue",
    ):
        new = {"key": "inconnue", "label": "Inconnue"}
        made(folder, base, ({"insert": {LISTS[base, name]: new}}, {}))


def test_a_line_of_equipments_without_a_column_in_the_document_is_refused(
    folder: Path,
) -> None:
    with pytest.raises(
        FormFileError,
        match=r"question 2\.2\.1 : la colonne « ailleurs » n'est pas dans le tableau",
    ):
        made(
            folder,
            "dics-2023",
            ({"insert": {"2.2.1/spontanee": {"key": "ailleurs", "label": "Là"}}}, {}),
        )
