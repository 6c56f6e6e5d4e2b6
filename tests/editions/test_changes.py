"""An edition that extends another gives what a whole copy with the same changes gives,
and each mistake in its changes is refused at its place.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from pipeline.cli import main
from pipeline.editions.homes import VARIABLE
from pipeline.editions.loader import known_forms, load_form
from pipeline.editions.reading import FormFileError
from tests.support.cases import cases
from tests.support.editions import declared, make_files, write_edition
from tests.support.faults import BASE, filled
from tests.support.paths import ROOT

PAGE = (ROOT / "docs" / "editions.md").read_text(encoding="utf-8")
NAME = "dics-2027"
FORM, WORDING = (
    re.search(rf"<!-- {name} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)[1]  # type: ignore[index]
    for name in ("form.yaml", "formulaire.json")
)


def write(folder: Path, name: str, form: str, wording: str) -> None:
    """The two files of an edition as people write them."""
    (folder / name).mkdir(parents=True)
    (folder / name / "form.yaml").write_text(form, encoding="utf-8")
    (folder / name / "formulaire.json").write_text(wording, encoding="utf-8")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the editions of a test are."""
    monkeypatch.setenv(VARIABLE, str(tmp_path / "editions"))
    (tmp_path / "editions").mkdir()
    return tmp_path / "editions"


def run(*words: object) -> str:
    """What a command says, without the place of the edition."""
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert "Défaut du programme" not in result.output, result.output
    return re.sub(r"Formulaire dics-2027, lu dans .*\n", "", result.output)


# ---- next year's form


def test_the_form_of_next_year_is_under_twenty_lines() -> None:
    lines = [*FORM.splitlines(), *WORDING.splitlines()]
    assert len(lines) < 20
    sentence = re.compile(r'"\d[^"]{60,}"')  # of the official form
    assert all(len(sentence.sub('""', line)) <= 100 for line in lines)


def changed_by_hand() -> tuple[dict[str, Any], dict[str, Any]]:
    """A whole copy of dics-2023 with what the page changes, done to its content."""
    text = json.dumps(declared("dics-2023")[1], ensure_ascii=False)
    text = text.replace("{annee=2023}", "{annee=2027}")
    text = text.replace("{annee_precedente=2022}", "{annee_precedente=2026}")
    wording, form = json.loads(text), declared("dics-2023")[0]
    del form["wording"]
    form |= {"title": "Plan HP, rapport d'activités 2027 (DiCS)", "years": ["2027"]}
    items = form["lists"]["problemes"]["items"]
    number = next(n for n, item in enumerate(items) if item["key"] == "isolement")
    items[number]["label"] = "Isolement, solitude"
    items.insert(number + 1, {"key": "numerique", "label": "Accès au numérique"})
    motifs = form["lists"]["motifs"]["items"]
    del motifs[next(n for n, item in enumerate(motifs) if item["key"] == "antenne")]
    asked = form["questions"]
    number = next(n for n, each in enumerate(asked) if each["id"] == "3.10")
    asked.insert(number + 1, yaml.safe_load(NEW_QUESTION))
    asked[:] = [each for each in asked if each["id"] != "2-3.10"]
    form["chapters"][1]["questions"].remove("2-3.10")
    form["chapters"][2]["questions"].append("3.11")
    wording["form"] = "DiCS, Plan HP, rapport d'activités 2027"
    blocks = wording["blocks"]
    at = {block["id"]: n for n, block in enumerate(blocks) if "id" in block}
    blocks[at["2.5"]]["p"] = (
        "2.5. Combien de ménages de résidents permanents avez-vous rencontrés[^rencontre] en"
        " {annee=2027} ?"
    )
    rows = blocks[at["2.8/tableau"]]["t"]
    number = next(n for n, row in enumerate(rows) if row[0] == "Isolement")
    rows[number][0] = "Isolement, solitude"
    places = [f"{{q2_8.numerique{end}}}" for end in ("", "_relayes", "_non_relayes")]
    rows.insert(number + 1, ["Accès au numérique", *places])
    rows = blocks[at["2.9/tableau"]]["t"]
    del rows[next(n for n, row in enumerate(rows) if "{q2_9.antenne}" in row)]
    heading = (
        "3.11. Combien de ces ménages vous ont été signalés par une autre commune en"
        " {annee=2027} ?"
    )
    blocks[at["3.10"] + 2 : at["3.10"] + 2] = [
        {"p": heading, "style": "Heading2", "id": "3.11"},
        {"t": [["{q3_11}"]], "look": "nombre", "widths": ["3"]},
    ]
    del blocks[at["2-3.10"] : at["3"]]
    return form, wording


NEW_QUESTION = (
    '{id: "3.11", title: Signalés, kind: count, sheets: [menages], set: suivis_confies}'
)


def everything(folder: Path, out: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """All that comes of an edition: what is made of it, the workbook, what each command
    says of a filled one, and the files of its report.
    """
    monkeypatch.setenv(VARIABLE, str(folder))
    make_files(folder, NAME)
    home = folder / NAME
    out.mkdir()
    monkeypatch.chdir(out)
    new = ("--commune", "Clairbois", "--annee", 2027, "-o", "vide.xlsx")
    said = [run("classeur", NAME, *new)]
    rows = {key: [dict(row) for row in found] for key, found in BASE.items()}
    rows["identification"] = [{**rows["identification"][0], "edition": NAME}]
    text = json.dumps(rows, default=list).replace('"2023-', '"2027-')
    rows = json.loads(text.replace('"annee": 2023', '"annee": 2027'))
    for contact in rows["contacts"]:
        contact["codes"] = tuple(contact["codes"])
    rows["reponses"] = [r for r in rows["reponses"] if r["question"] != "2-3.10"]
    rows["menages"][0] |= {"probleme_2": "numerique", "relais_2": "oui"}
    Path("plein.xlsx").write_bytes(filled(load_form(NAME), rows, ()))
    said += [run(*words, "plein.xlsx") for words in (["verifier"], ["avancement"])]
    said += [run("produire", "plein.xlsx", "-o", "sorties")]
    said += [run("produire", "plein.xlsx", "-o", "sorties", "--brouillon")]
    for asked in load_form(NAME).questions:
        said.append(run("expliquer", "plein.xlsx", asked))
    made = {p.name: p.read_bytes() for p in home.iterdir() if p.name not in WRITTEN}
    found = {p.name: p.read_bytes() for p in out.rglob("*.*") if p.is_file()}
    assert any(name.startswith("Rapport") for name in found), said
    return made, found, said


WRITTEN = {"form.yaml", "formulaire.json", "form.json"}


@pytest.mark.slow
def test_an_extension_gives_what_a_whole_copy_gives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short, whole = tmp_path / "short", tmp_path / "whole"
    write(short, NAME, FORM, WORDING)
    whole.mkdir()
    monkeypatch.setenv(VARIABLE, str(whole))
    write_edition(whole, NAME, *changed_by_hand())
    ours = everything(short, tmp_path / "a", monkeypatch)
    theirs = everything(whole, tmp_path / "b", monkeypatch)
    for mine, other in zip(ours, theirs, strict=True):
        assert mine == other
    assert (
        len(ours[1]) == 8
    )  # two workbooks, a marked copy, the set, a draft, an example


@pytest.mark.slow
def test_a_workbook_is_read_in_the_edition_of_its_year(folder: Path) -> None:
    """That of 2023 stamps its workbooks too: they are kept from year to year."""
    write(folder, NAME, FORM, WORDING)
    make_files(folder, NAME)
    for year, edition in ((2026, "dics-2023"), (2027, NAME), (2028, NAME)):
        rows = {
            **BASE,
            "identification": [{**BASE["identification"][0], "annee": year}],
        }
        path = folder.parent / f"{year}.xlsx"
        path.write_bytes(filled(load_form("dics-2023"), rows, ()))
        result = CliRunner().invoke(main, ["verifier", str(path), "--json"])
        assert json.loads(result.stdout)[0]["formulaire"] == edition
        assert ("lu dans" in result.stderr) == (edition == NAME)


# ---- what is refused


@cases(__file__, "faults", every=3)
def test_a_mistake_in_the_changes_is_refused_at_its_place(
    file: str, sound: str, faulty: str, said: str, folder: Path
) -> None:
    texts = {"form.yaml": FORM, "formulaire.json": WORDING}
    assert sound in texts[file]
    texts[file] = texts[file].replace(sound, faulty, 1)
    write(folder, NAME, *texts.values())
    with pytest.raises(FormFileError) as refused:
        load_form(NAME)
    told = str(refused.value)
    assert said in told, told
    place = re.compile(rf"{re.escape(str(folder / NAME))}/\w+\.\w+, ligne \d+ : ")
    assert all(place.match(line) for line in told.splitlines()), told


def test_what_a_removal_breaks_is_told_at_the_removal(folder: Path) -> None:
    form = FORM.replace("2.9/antenne", "menages.statut")
    write(folder, NAME, form, WORDING)
    with pytest.raises(FormFileError) as refused:
        load_form(NAME)
    line = form[: form.index("menages.statut")].count("\n") + 1
    first = str(refused.value).splitlines()[0]
    assert first.startswith(f"{folder / NAME}/form.yaml, ligne {line} : avec ces chan")
    assert "dics-2023/form.yaml, ligne " in first


def test_one_that_extends_an_extension_is_refused(folder: Path) -> None:
    write(folder, NAME, FORM, WORDING)
    later = FORM.replace("dics-2023", NAME).replace(
        "edition: dics-2027", "edition: x-1"
    )
    write(folder, "x-1", later, WORDING)
    with pytest.raises(FormFileError, match=r"x-1/form.yaml, ligne 2 : .*étend lui"):
        load_form("x-1")


@pytest.mark.slow
def test_two_editions_of_one_year_are_refused(folder: Path) -> None:
    form, wording = declared("dics-2023")
    write_edition(folder, "dics-2090", {**form, "years": ["2090"]}, wording)
    assert len(known_forms()) == 3
    write_edition(folder, "dics-2091", {**form, "years": ["2091", "2026"]}, wording)
    with pytest.raises(FormFileError, match=r"2091/form.yaml, ligne \d+ : .*dics-2023"):
        known_forms()


# ---- several documents

ANNEX: dict[str, Any] = {
    "form": "Annexe",
    "base": "dics",
    "header": "{*brouillon}Annexe {annee=2023}",
    "title": "Annexe {annee=2023} - {commune=X}",
    "blocks": [
        {"p": "{*brouillon}Annexe {annee=2023}", "style": "Title"},
        {"t": [["Ménages rencontrés", "{q2_5}"]], "look": "lignes", "widths": [14, 3]},
    ],
}


@pytest.fixture
def annexed(folder: Path) -> Path:
    """A workbook of an edition with a second, small document."""
    names = {"wording": "annexe.json", "blank": "vide.docx", "template": "plein.docx"}
    document = {"file": "Annexe {annee} - {nom}", **names}
    form = {"extends": "dics-2023", "documents": {"annexe": document}}
    home = folder / "dics-2024"
    home.mkdir()
    text = yaml.safe_dump({"edition": "dics-2024", **form}, sort_keys=False)
    (home / "form.yaml").write_text(text, encoding="utf-8")
    (home / "formulaire.json").write_text('{"extends": "dics-2023"}')
    (home / "annexe.json").write_text(json.dumps(ANNEX), encoding="utf-8")
    make_files(folder, "dics-2024")
    path = folder.parent / "classeur.xlsx"
    path.write_bytes(filled(load_form("dics-2023"), BASE, ()))
    return path


def test_all_documents_of_an_edition_are_delivered(annexed: Path) -> None:
    out = annexed.parent / "sorties"
    said = run("produire", annexed, "-o", out)
    names = {path.name for path in out.rglob("*.docx")}
    assert names == {
        "Rapport d'activités 2023 - Clairbois.docx",
        "Annexe 2023 - Clairbois.docx",
    }
    assert 'Avec le rapport : "Annexe 2023 - Clairbois.docx"' in said
    for report in out.rglob("*.docx"):
        assert "exactement celui" in run("controler", report, annexed)
    drafts = run("produire", annexed, "--brouillon", "-o", out)
    assert drafts.count("Brouillon, à ne pas envoyer") == 2
    told = run("produire", annexed, annexed.parent, "-o", out / "tous")
    assert "1 rapport : Formulaire dics-2024, lu dans" in told
    assert len([*(out / "tous").rglob("*.docx")]) == 2


@pytest.mark.slow
def test_no_document_is_delivered_where_one_is_refused(annexed: Path) -> None:
    home = annexed.parent / "editions" / "dics-2024"
    (home / "vide.docx").write_bytes((home / "officiel.docx").read_bytes())
    said = run("produire", annexed, "-o", annexed.parent / "sorties")
    assert "n'est pas conforme au formulaire officiel" in said
    assert not (annexed.parent / "sorties").exists()


# ---- where editions are


@pytest.mark.slow
def test_an_edition_beside_the_workbook(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "editions", NAME, FORM, WORDING)
    monkeypatch.chdir(tmp_path)
    assert "officiel.docx" in run("modele", "fabriquer", NAME)
    new = ("--commune", "Clairbois", "--annee", 2027, "-o", tmp_path / "neuf.xlsx")
    assert "Classeur créé" in run("classeur", NAME, *new)
    result = CliRunner().invoke(main, ["avancement", str(tmp_path / "neuf.xlsx")])
    assert f"Formulaire {NAME}, lu dans {tmp_path / 'editions'}" in result.stderr
    monkeypatch.chdir(ROOT)
    assert NAME not in {form.edition for form in known_forms()}


def test_a_name_counts_where_it_is_found_first(folder: Path) -> None:
    form, wording = declared("dics-2023")
    form["title"] = "Un autre"
    home = folder / "dics-2023"
    home.mkdir()
    (home / "form.yaml").write_text(yaml.safe_dump(form), encoding="utf-8")
    (home / "formulaire.json").write_text(json.dumps(wording), encoding="utf-8")
    assert load_form("dics-2023").title != "Un autre"
