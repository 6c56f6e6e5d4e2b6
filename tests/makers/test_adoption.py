"""The form of a next edition, adopted: what differs is declared, what only a person can
say waits for her, and the workbook of before goes through every command.
"""

from __future__ import annotations

import difflib
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from lxml import etree

from pipeline.align.placed import Status
from pipeline.cli import main
from pipeline.editions import loader
from pipeline.editions.loader import load_form
from pipeline.makers.adoption import cleaned
from pipeline.office.package import read_parts
from pipeline.official.adopted import adopted
from pipeline.official.refusal import NotOfficial
from pipeline.run import look, produce
from tests.support.blanks import edition as edits
from tests.support.blanks.around import traces_of_word
from tests.support.blanks.blank import Blank, changed_words, found_in
from tests.support.blanks.form import Fate, Grid, Line, form, with_words
from tests.support.blanks.kinds import KINDS
from tests.support.blanks.word import Writer
from tests.support.hostile import zipped
from tests.support.paths import ROOT
from tests.support.retouches import Report

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
PLAN = ROOT / "inputs" / "marolles-anneessens-2022.xlsx"
NEW = "dics-2023-2"
OPEN, YES = 'choice: "à choisir"', "choice: oui"
COUNTED = '"kind": "count", "set": "contactes", "sheets": ["menages", "contacts"]'
WRITTEN = '"kind": "text", "sheets": ["reponses"]'


@cache
def blank() -> Blank:
    """With ten changes: three questions reworded or turned round, one gone, two new,
    a line new and one reworded; a heading over four questions reworded, a title over
    two turned round.
    """
    made = form()
    made.reword("2.5", "rencontrés", "vus", Fate.REWORDED)
    made.reword("2.7.1", "accompagnés", "suivis", Fate.REWORDED)
    made.reword("2.7.3", "n'ont aucun réseau", "ont un réseau", Fate.NEGATED)
    profile = "(relogements de 2023 et des années antérieures)"
    made.reword("3.8", profile, "(relogements de 2023 uniquement)", Fate.REWORDED)
    before = made.at("relogements_anterieurs")
    title = "Relogements des années antérieures", "Pas des relogements antérieurs"
    made.blocks[before] = with_words(made.blocks[before], *title)
    made.became(Fate.GONE, made.names_below("3.3.1"))
    del made.blocks[made.span("3.3.1")]
    told = "2.3.2. Quel était l’objet", "2.3.3. Quel était l’effet"
    edits._repeat(made, "2.3.2", "2.3.3", *told)
    called = "contactés par téléphone/mail", "contactés par courrier"
    edits._repeat(made, "2.6", "2.6bis", *called)
    made.blocks.insert(made.at("4.3") + 1, Line(("En euros",), "Consigne"))
    garden = "Education à l’entretien du jardin"
    made.map_grid("3.9", lambda grid: edits._with_row(grid, 6, garden))

    def bills(grid: Grid) -> Grid:
        changed = with_words(grid, "du loyer et des charges", "des factures")
        assert isinstance(changed, Grid)
        return changed

    made.map_grid("3.9", bills)
    made.became(Fate.REWORDED, ["q3_9.loyer"])
    return Writer(made).blank("next year", traces_of_word(1))


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Run in a folder, as another process would."""
    before = Path.cwd()
    os.chdir(folder)
    loader._load.cache_clear()
    try:
        yield
    finally:
        os.chdir(before)


def run(*words: object) -> Result:
    result = CliRunner().invoke(main, [str(word) for word in words])
    assert "Défaut du programme" not in result.output, result.output
    return result


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the workbook and the edition, as it is adopted; not to be changed."""
    folder = tmp_path_factory.mktemp("maison")
    shutil.copy(EXAMPLE, folder)
    (folder / "vierge.docx").write_bytes(blank().content)
    with inside(folder):
        result = run("modele", "adopter", "vierge.docx", NEW, "--depuis", "dics-2023")
    assert result.exit_code == 0, result.output
    (folder / "dit.txt").write_text(result.output, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def filled() -> bytes:
    """The report of a whole year."""
    return produce(EXAMPLE).report or b""


@pytest.fixture
def copy(home: Path, tmp_path: Path) -> Iterator[Path]:
    """The same, to be changed: the folder in which commands run."""
    shutil.copytree(home, tmp_path / "maison")
    with inside(tmp_path / "maison"):
        yield Path("editions") / NEW


def decide(folder: Path) -> int:
    """All decisions are taken, and the counted question gets its rule. Gives how many
    lines a person typed.
    """
    file = folder / "form.yaml"
    before = file.read_text(encoding="utf-8")
    counted, others = [*re.findall(r'.*"id": "nouvelle_\d".*', before)], []
    after = before.replace(OPEN, YES)
    (line,) = counted
    after = after.replace(line, line.replace(WRITTEN, COUNTED))
    file.write_text(after, encoding="utf-8")
    loader._load.cache_clear()  # as in another run
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    others = [one for one in lines if one.startswith("+ ")]
    return len(others)


def test_what_is_written_and_what_waits(home: Path) -> None:
    names = {one.name for one in (home / "editions" / NEW).iterdir()}
    assert {"form.yaml", "formulaire.json", "officiel.docx", "places.json"} <= names
    assert {"modele.docx", "codebook.md", "form.json", "menages.schema.json"} <= names
    assert {one.name for one in home.iterdir()} == {
        *("dit.txt", "editions", "vierge.docx", "estinnes-2023.xlsx")
    }
    form = load_form(NEW, home / "editions")
    assert form.extends == "dics-2023" and form.years == (2023,)
    assert [(one.about, one.places) for one in form.decisions] == [
        ("2.3.3", ("q2_3_3",)),
        ("2.5", ("q2_5",)),
        (
            "2.6. Nombre de ménages de résidents permanents contactés par…",
            ("nouvelle_2",),
        ),
        ("2.7.1", ("q2_7_1",)),
        ("2.7.3", ("q2_7_3",)),
        ("3.3.1", ()),
        ("3.5", ("q3_6", "q3_7")),
        ("3.8", ("q3_8_1", "q3_8_2", "q3_8_3", "q3_8_4")),
        ("3.9", ("q3_9.loyer",)),
        ("3.9", ("q3_9.education_a_l_entretien_du_jar",)),
        ("4.3", ("q4_3",)),
    ]
    assert form.decisions[-1].says == (
        "phrase nouvelle, qui demande peut-être autre chose : « En euros »"
    )
    assert "3.3.1" not in form.questions


def test_the_wording_is_that_of_the_blank(home: Path) -> None:
    with inside(home):
        result = run("modele", "comparer", "vierge.docx", NEW)
    assert (result.output.splitlines()[0], result.exit_code) == ("identique", 0)


@pytest.mark.slow
def test_ten_changes_are_a_few_typed_lines_and_all_commands_go(copy: Path) -> None:
    assert decide(copy) <= 20
    for words in (
        ["modele", "fabriquer", NEW],
        ["modele", "verifier", NEW],
        ["verifier", "estinnes-2023.xlsx", "--sans-copie"],
        ["avancement", "estinnes-2023.xlsx"],
        ["produire", "estinnes-2023.xlsx", "-o", "sorties"],
        ["produire", "estinnes-2023.xlsx", "-o", "sorties", "--brouillon"],
        ["expliquer", "estinnes-2023.xlsx", "2.5"],
        ["classeur", NEW, "--commune", "Essai", "--annee", "2023", "-o", "essai.xlsx"],
    ):
        result = run(*words)
        assert result.exit_code == 0, (words, result.output)
    (report,) = Path("sorties").glob("*/Rapport*.docx")
    for given in (["controler", report, "estinnes-2023.xlsx"], ["lire", report]):
        read = run(*given)
        assert read.exit_code == 0, (given, read.output)
    compared = run("modele", "comparer", "vierge.docx", NEW)
    assert (compared.output.splitlines()[0], compared.exit_code) == ("identique", 0)
    by_letter = run("expliquer", "estinnes-2023.xlsx", "nouvelle_2")
    assert by_letter.exit_code == 0, by_letter.output


def test_what_is_undecided_blocks_itself_alone(copy: Path) -> None:
    form = load_form(NEW, copy.parent)
    found = adopted(form)
    assert found is not None
    unsure = {
        n for n, one in found.places.texts.items() if one.status is not Status.EQUAL
    }
    whole = {"q2_7_1", "q3_6", "q3_7", "q3_8_1", "q3_8_2", "q3_8_3", "q3_8_4"}
    statuses = {name for name in unsure if name.partition(".")[0] in whole}
    assert {name.partition(".")[0] for name in statuses} == whole
    assert unsure - statuses == {
        *("q2_3_3", "q2_5", "nouvelle_2", "q2_7_3", "q3_9.loyer"),
        *("q3_9.education_a_l_entretien_du_jar", "q4_3"),
    }
    told = run("avancement", "estinnes-2023.xlsx").output
    assert "À choisir" in told and "  2.7.3 : question reformulée" in told
    first, *others = re.findall(r"(\d+) sur (\d+) réponses(, complet)?", told)
    assert first == ("3", "3", ", complet")
    assert [bool(complete) for _, _, complete in others] == [False, False, False]
    assert re.search(r"à faire : 2\.3\.3, .* : à choisir", told)
    assert "à faire : 3.8.4, " in told and "à faire : 3.3.1 : à choisir" in told
    assert "mais 11 décisions attendent" in told


@pytest.mark.slow
def test_what_a_decision_holds_back_is_told(copy: Path) -> None:
    """No answer waits for the new question 2.3.3; 3.8 holds 23 households back."""
    file = copy / "form.yaml"
    raw = file.read_text(encoding="utf-8")
    about = re.compile(rf'(about: "3\.8"(?:(?!about).)*){OPEN}', re.DOTALL)
    file.write_text(about.sub(r"\1choice: non", raw), encoding="utf-8")
    loader._load.cache_clear()
    run("modele", "fabriquer", NEW)
    loader._load.cache_clear()
    result = run("produire", "estinnes-2023.xlsx", "-o", "sorties")
    assert result.exit_code == 1
    told = [line.strip() for line in result.output.splitlines()]
    here = f"editions/{NEW}/form.yaml"
    assert f"2.5 : « 56 » (une décision attend : {here}, 2.5)" in told
    assert f"2.3.3 (une décision attend : {here}, 2.3.3)" in told
    assert f"3.8.1, Total : « 23 » (une décision a dit non : {here}, 3.8)" in told
    assert f"3.6 : « 14 » (une décision attend : {here}, 3.5)" in told
    assert "sa place n'est pas sûre" not in result.output
    assert sum("2.3.3" in line for line in told) == 1
    (report,) = Path("sorties").glob("*/Rapport*.docx")
    control = run("controler", report, "estinnes-2023.xlsx")
    assert control.exit_code == 1 and "exactement" not in control.output
    assert "3.8.1, Total : « (rien) » au lieu de « 23 »" in control.output


def test_a_workbook_goes_on_where_a_question_is_gone(copy: Path) -> None:
    problems = look(Path("estinnes-2023.xlsx")).problems
    assert ("reponse-sans-place", "Réponses!E57") in [
        (one.code, str(one.ref)) for one in problems
    ]


# ---- the authority's file


def test_the_file_is_cleaned_of_what_word_leaves_and_nothing_else(home: Path) -> None:
    before = read_parts(blank().content)
    after = read_parts((home / "editions" / NEW / "officiel.docx").read_bytes())
    assert list(before) == list(after)
    assert b"w:rsid" in before["word/document.xml"]
    for name, raw in before.items():
        if not name.endswith(".xml"):
            assert after[name] == raw
            continue
        root = etree.fromstring(raw)
        for one in root.iter():
            for key in [key for key in one.attrib if "}rsid" in str(key)]:
                del one.attrib[key]
            if etree.QName(one).localname in ("proofErr", "lastRenderedPageBreak"):
                one.getparent().remove(one)
        assert _plain(etree.fromstring(after[name])) == _plain(root), name


def _plain(root: etree._Element) -> bytes:
    return bytes(etree.tostring(root, method="c14n"))


def test_a_text_that_speaks_of_revisions_is_left() -> None:
    text = '<w:p w:rsidR="00AB"><w:t>a w:rsidR="00AB" b</w:t><w:proofErr w:type="x"/></w:p>'
    raw = f'<w:document xmlns:w="urn:w">{text}</w:document>'.encode()
    (made,) = read_parts(cleaned(zipped([("word/document.xml", raw)]))).values()
    kept = '<w:p><w:t>a w:rsidR="00AB" b</w:t></w:p>'
    assert made.decode() == f'<w:document xmlns:w="urn:w">{kept}</w:document>'


def test_a_tag_stands_at_each_place_where_one_can(home: Path) -> None:
    made = blank()
    model = (home / "editions" / NEW / "modele.docx").read_bytes()
    new = {"new.q2_3_2": "q2_3_3", "new.q2_6": "nouvelle_2"}
    found = {new.get(name, name): text for name, text in found_in(made, model).items()}
    row = re.compile(r"(q2_[23]_1)\.(\d+)\.(\w+)")
    expected = {
        name: f"{{{{ {row.sub(_turn, name)} }}}}"
        for name, text in found.items()
        if text and not name.startswith("new.")
    }
    tagged = {name: found[name].strip(" -") for name in expected}
    assert tagged == expected
    empty = {name for name, text in found.items() if not text}
    assert len(expected) >= 0.9 * len(found), sorted(empty)
    official = (home / "editions" / NEW / "officiel.docx").read_bytes()
    assert changed_words(replace(made, content=official), model) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["more", "less", "split and merged", "all edits"])
def test_no_tag_stands_at_a_wrong_place(kind: str, tmp_path: Path) -> None:
    """By the log of whoever made the blank; what no declaration can say is a decision."""
    made = KINDS[kind]()
    with inside(tmp_path):
        Path("vierge.docx").write_bytes(made.content)
        words = ["modele", "adopter", "vierge.docx", NEW, "--depuis", "dics-2023"]
        result = run(*words)
        assert result.exit_code == 0, result.output
        model = (Path("editions") / NEW / "modele.docx").read_bytes()
    for name, text in found_in(made, model).items():
        tag = text.strip().removeprefix("- ").strip("{} ")
        if "{{" in text and not name.startswith("new."):
            assert re.sub(r"\[(\d+)\]", r".\1", tag) == name
        elif "{{" in text:  # of a new question or line alone
            assert tag not in made.fates


def _turn(found: re.Match[str]) -> str:
    return f"{found[1]}[{found[2]}].{found[3]}"


def test_a_file_that_is_another_is_not_filled(copy: Path) -> None:
    file = copy / "officiel.docx"
    report = Report(file.read_bytes())
    report.all("//w:t")[0].text = "Autre"
    file.write_bytes(report.content)
    with pytest.raises(NotOfficial, match=r"officiel\.docx"):
        adopted(load_form(NEW, copy.parent))
    told = run("produire", "estinnes-2023.xlsx")
    assert told.exit_code == 1
    line = next(line for line in told.output.splitlines() if "n'est plus celui" in line)
    assert line.endswith("À montrer à qui tient les formulaires.")
    assert "sous un autre nom" in line
    assert "conforme" not in told.output and "en trop" not in told.output
    Path("autre.xlsx").write_bytes(b"")
    several = run("produire", "estinnes-2023.xlsx", "autre.xlsx").output
    assert "sous un autre nom" in " ".join(several.split())
    file.unlink()
    with pytest.raises(NotOfficial, match="remettez la copie"):
        adopted(load_form(NEW, copy.parent))


@pytest.mark.slow
def test_a_workbook_goes_on_with_the_lines_of_a_list_that_are_others(
    tmp_path: Path,
) -> None:
    """« Privé » is « Public » now, and « AIS » is gone; nobody has decided anything."""
    made = form()

    def changed(grid: Grid) -> Grid:
        grid = with_words(grid, "Privé", "Public")  # type: ignore[assignment]
        rows = [row for row in grid.rows if row[0] != ("AIS",)]
        assert len(rows) == len(grid.rows) - 1
        return replace(grid, rows=tuple(rows))

    made.map_grid("3.8.2", changed)
    shutil.copy(EXAMPLE, tmp_path)
    with inside(tmp_path):
        Path("vierge.docx").write_bytes(Writer(made).blank("a list").content)
        adopt = ["modele", "adopter", "vierge.docx", NEW, "--depuis", "dics-2023"]
        assert run(*adopt).exit_code == 0
        result = run("produire", "estinnes-2023.xlsx")
        decided = load_form(NEW, Path("editions")).decisions
    assert "Rapport : " in result.output, result.output
    assert "n'est pas dans la liste" not in result.output
    without = result.output.partition("Réponses sans place :")[2]
    assert "3.8.2, Logement privé en Wallonie : « 7 »" in without
    assert "3.8.2, AIS : « 3 »" in without
    held = [place for one in decided for place in one.places]
    assert sorted(held) == ["q3_8_2.ais", "q3_8_2.prive"]


@pytest.mark.slow
def test_what_stands_over_places_is_a_decision_that_a_yes_takes(tmp_path: Path) -> None:
    """A head between lines, another one of labels, an instruction below a title: each is
    one decision, and their places are filled as soon as all are taken.
    """
    made = form()
    edits.governed(made)
    edits.other_labels(made)
    shutil.copy(EXAMPLE, tmp_path)
    with inside(tmp_path):
        Path("vierge.docx").write_bytes(Writer(made).blank("governed").content)
        adopt = ["modele", "adopter", "vierge.docx", NEW, "--depuis", "dics-2023"]
        assert run(*adopt).exit_code == 0
        about = [one.about for one in load_form(NEW, Path("editions")).decisions]
        assert sorted(about) == ["2.1.1", "2.7.2", "3.5", "3.8.2", "3.8.3"]
        result = run("produire", "estinnes-2023.xlsx", "-o", "sorties")
        assert result.exit_code == 1 and "une décision attend" in result.output
        file = Path("editions", NEW, "form.yaml")
        said = file.read_text(encoding="utf-8").replace(OPEN, YES)
        file.write_text(said, encoding="utf-8")
        loader._load.cache_clear()
        assert run("modele", "fabriquer", NEW).exit_code == 0
        result = run("produire", "estinnes-2023.xlsx", "-o", "sorties")
        assert result.exit_code == 0, result.output


# ---- what is refused


def test_what_is_refused_leaves_nothing(copy: Path) -> None:
    plan = (ROOT / "templates_docx" / "clss-2022-2025" / "officiel.docx").read_bytes()
    Path("plan.docx").write_bytes(plan)
    for words, said in (
        (["vierge.docx", NEW, "--depuis", "dics-2023"], "est déjà là"),
        (["vierge.docx", "dics-2027", "--depuis", NEW], "complète déjà"),
        (["vierge.docx", "Dics 27", "--depuis", "dics-2023"], "n'est pas le nom"),
        (["plan.docx", "dics-2027", "--depuis", "dics-2023"], "un autre formulaire"),
        (["form.yaml", "dics-2027", "--depuis", "dics-2023"], "n'existe pas"),
    ):
        result = run("modele", "adopter", *words)
        assert (result.exit_code, said in result.output) == (2, True), result.output
        assert [one.name for one in Path("editions").iterdir()] == [NEW]


@pytest.mark.slow
def test_another_year_is_told_and_those_of_another_edition_are_refused(
    copy: Path,
) -> None:
    words = ["vierge.docx", "dics-2029", "--depuis", "dics-2023"]
    result = run("modele", "adopter", *words)
    assert result.exit_code == 2
    assert "Le formulaire dit 2023, et son nom 2029" in result.output
    assert [one.name for one in Path("editions").iterdir()] == [NEW]


def test_a_report_is_no_blank(filled: bytes, tmp_path: Path) -> None:
    with inside(tmp_path):
        Path("rapport.docx").write_bytes(filled)
        result = run("modele", "adopter", "rapport.docx", NEW, "--depuis", "dics-2023")
        assert result.exit_code == 2 and "déjà rempli" in result.output
        assert not Path("editions").exists()
        result = run("modele", "comparer", "rapport.docx", "dics-2023")
        assert "déjà rempli" in result.output


def test_a_commune_is_told_before_anything_is_written(home: Path) -> None:
    told = (home / "dit.txt").read_text(encoding="utf-8")
    assert told.index("« ESTINNES »") < told.index("est repris dans")
    assert "retirez le nom de la commune" in told
    assert "Le formulaire dit" not in told


@pytest.mark.slow
def test_two_editions_have_no_year_in_common(copy: Path) -> None:
    words = ["vierge.docx", "dics-2023-3", "--depuis", "dics-2023"]
    result = run("modele", "adopter", *words)
    assert (result.exit_code, "2023" in result.output) == (2, True), result.output
    words = ["vierge.docx", "dics-2029", "--depuis", "dics-2023"]
    result = run("modele", "adopter", *words)
    said = "Le formulaire dit 2023, et son nom 2029"
    assert (result.exit_code, said in result.output) == (2, True), result.output
    assert [one.name for one in Path("editions").iterdir()] == [NEW]


# ---- the plan


@pytest.mark.slow
def test_a_plan_is_adopted_with_its_words(tmp_path: Path) -> None:
    blank_ = (ROOT / "templates_docx" / "clss-2022-2025" / "officiel.docx").read_bytes()
    report = Report(blank_)
    first = next(
        t for t in report.all("//w:t") if t.text == "Constats fondant l'objectif"
    )
    first.text = "Constats qui fondent l'objectif"
    shutil.copy(PLAN, tmp_path)
    with inside(tmp_path):
        Path("vierge.docx").write_bytes(report.content)
        name = "clss-2022-2025-2"
        words = ["modele", "adopter", "vierge.docx", name, "--depuis", "clss-2022-2025"]
        assert run(*words).exit_code == 0
        assert run("modele", "comparer", "vierge.docx", name).exit_code == 0
        new = ["--commune", "CPAS X", "--annee", "2022", "--quartier", "Q"]
        assert run("classeur", name, *new, "-o", "essai.xlsx").exit_code == 0
        assert run("modele", "fabriquer", name).exit_code == 0
        assert run("modele", "verifier", name).exit_code == 0
