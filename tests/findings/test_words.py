"""The words that people read: plurals that agree with their number, numbers as they are
written, French terms.
"""

from __future__ import annotations

import ast
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import CliRunner
from openpyxl import Workbook

from pipeline.cli import main
from pipeline.editions.homes import homes
from pipeline.findings.messages import CATALOGUE, remedy, sentence, wrong
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import agreed, counted
from tests.support.cases import cases
from tests.support.clss_faults import action, budget, plan, plan_workbook, quartier
from tests.support.faults import answer, contact, menage, workbook
from tests.support.paths import ROOT

# What people read besides the program's own sentences.
MESSAGES = ROOT / "pipeline/findings/messages.txt"
PAGES = [*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "SECURITY.md"]
EITHER_NUMBER = re.compile(r"\w\((?:s|x|e|es|nt|ent|aux|le|la|les|ne|te)\)")
A_HEADING = "Code(s)"  # of a column: the workbooks in use are read by it


def own_sentences() -> Iterator[tuple[str, str]]:
    """Every text in the program, with the module that holds it, what the code itself
    says of it aside.
    """
    for module in sorted((ROOT / "pipeline").rglob("*.py")):
        tree = ast.parse(module.read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield module.name, node.value


def test_no_text_leaves_the_number_open() -> None:
    texts = list(own_sentences())
    texts += [(page.name, page.read_text(encoding="utf-8")) for page in PAGES]
    texts.append((MESSAGES.name, MESSAGES.read_text(encoding="utf-8")))
    texts += [
        (name, (home.declared / "form.yaml").read_text(encoding="utf-8"))
        for name, home in homes().items()
    ]
    open_ = {
        (where, found[0])
        for where, text in texts
        for found in EITHER_NUMBER.finditer(
            text.replace(A_HEADING, "").replace(' (s)?"', "")
        )
    }
    assert not open_


def test_what_was_entered_is_encode() -> None:
    """As Belgium says it; "typé" is said of a variable."""
    texts = [
        *own_sentences(),
        *((page.name, page.read_text(encoding="utf-8")) for page in PAGES),
    ]
    assert not [where for where, text in texts if re.search(r"\btypée?s?\b", text)]


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "0 case cochée"),
        (1, "1 case cochée"),
        (2, "2 cases cochées"),
        (1_000, "1\u202f000 cases cochées"),
        (2_345_678, "2\u202f345\u202f678 cases cochées"),
    ],
)
def test_a_number_and_what_it_counts(number: int, said: str) -> None:
    assert counted(number, "case cochée", "cases cochées") == said


def test_a_plural_without_its_own_word_ends_in_s() -> None:
    assert (counted(1, "faute"), counted(3, "faute")) == ("1 faute", "3 fautes")
    assert (agreed(1, "empêche", "empêchent"), agreed(2, "empêche", "empêchent")) == (
        "empêche",
        "empêchent",
    )


@cases(__file__, "agreed")
def test_a_message_agrees_with_its_number(
    code: str, facts: dict[str, str], said: str
) -> None:
    assert wrong(Problem(code, None, facts)) == said


def test_the_remedy_agrees_too() -> None:
    few, many = (
        Problem("lignes-masquees", CellRef("Ménages", 9), {"nombre": number})
        for number in ("1", "7")
    )
    assert remedy(few) == "Affichez-la, et effacez-la si elle ne compte pas."
    assert remedy(many) == "Affichez-les, et effacez celles qui ne comptent pas."


@pytest.mark.parametrize("number", ["0", "1", "2", "1000"])
def test_every_message_that_agrees_can_be_said_of_any_number(number: str) -> None:
    for code, message in CATALOGUE.items():
        names = re.findall(r"\{(\w+)", message.sentence + message.remedy)
        if re.search(r"\{\w+:", message.sentence + message.remedy):
            said = sentence(Problem(code, None, dict.fromkeys(names, number)))
            assert "|" not in said and "{" not in said and "  " not in said


def test_every_message_that_is_written_is_read_and_stands_once() -> None:
    written = MESSAGES.read_text(encoding="utf-8")
    assert re.findall(r"(?m)^\[([^]]*)\]", written) == [*CATALOGUE]
    assert written.count("\n-> ") == len(CATALOGUE) > 150


# ---- the commands


ONE_OF_EACH = (
    menage(8, statut="astronaute"),
    contact(9, date="2022-12-30", codes=("H-001",), mode="mail"),
)
TWO_OF_EACH = (
    menage(8, statut="astronaute"),
    contact(8, mode="pigeon"),
    *(
        contact(row, date=f"2022-12-2{row - 9}", codes=("H-001",), mode="mail")
        for row in (9, 10)
    ),
)


def said_by(command: str, data: bytes, folder: Path, *options: str) -> tuple[str, str]:
    """What a command says of a workbook, on its two streams."""
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    result = CliRunner().invoke(main, [command, str(path), *options])
    return result.stdout, result.stderr


def test_the_commands_count_as_people_write(tmp_path: Path) -> None:
    one, two = workbook(*ONE_OF_EACH), workbook(*TWO_OF_EACH)
    assert (
        "classeur.xlsx : 1 faute, 1 avertissement\n"
        in said_by("verifier", one, tmp_path, "--sans-copie")[0]
    )
    assert (
        "classeur.xlsx : 2 fautes, 1 avertissement\n"
        in said_by("verifier", two, tmp_path, "--sans-copie")[0]
    )
    assert (
        "1 faute empêche encore le rapport." in said_by("avancement", one, tmp_path)[0]
    )
    assert (
        "2 contacts hors de 2023, dont"
        in said_by("verifier", two, tmp_path, "--sans-copie")[0]
    )
    assert (
        "2 fautes empêchent encore le rapport."
        in said_by("avancement", two, tmp_path)[0]
    )
    assert (
        "Ménages, ligne 8, H-004 : 1 faute (C8)"
        in said_by("avancement", one, tmp_path)[0]
    )
    assert (
        "1 faute : les lignes fautives" in said_by("expliquer", one, tmp_path, "3.1")[1]
    )
    assert (
        "2 fautes dans classeur.xlsx"
        in said_by("produire", two, tmp_path, "-o", str(tmp_path))[1]
    )
    assert (
        "  6 sur 6 réponses, complet\n"
        in said_by("avancement", workbook(), tmp_path)[0]
    )


@pytest.mark.parametrize("options", [(), ("--brouillon",)])
def test_errors_come_before_warnings(options: tuple[str, ...], tmp_path: Path) -> None:
    said = said_by(
        "produire", workbook(*ONE_OF_EACH), tmp_path, "-o", str(tmp_path), *options
    )[1]
    assert (
        said.index("Fautes :")
        < said.index("Ménages!C8")
        < said.index("Avertissements :")
        < said.index("Contacts!A9")
    )
    plan = plan_workbook(quartier(7, extension="peut-être"), action(8, annees=None))
    said = said_by("produire", plan, tmp_path, "-o", str(tmp_path), *options)[1]
    assert (
        said.index("Fautes :")
        < said.index("Quartiers!B7")
        < said.index("Avertissements :")
        < said.index("Actions!")
    )


def test_errors_come_first_where_the_file_itself_is_at_fault(tmp_path: Path) -> None:
    """One that came after a warning of the file's is the first all the same, for
    programs too.
    """
    book, data, path = Workbook(), io.BytesIO(), tmp_path / "classeur.xlsm"
    book.save(data)
    with ZipFile(data, "a") as package:
        package.writestr("xl/vbaProject.bin", "x")
    path.write_bytes(data.getvalue())
    told = json.loads(
        CliRunner().invoke(main, ["verifier", "--json", str(path)]).stdout
    )[0]["constats"]
    assert [finding["code"] for finding in told] == [
        "formulaire-inconnu",
        "macros-ignorees",
    ]


@pytest.mark.parametrize("data", [workbook(), plan_workbook()], ids=["dics", "clss"])
def test_one_count_of_answered_questions(data: bytes, tmp_path: Path) -> None:
    """What avancement says chapter by chapter is in sum what produire says."""
    done = re.findall(
        r"(\d+) sur (\d+) réponses?", said_by("avancement", data, tmp_path)[0]
    )
    produced = said_by("produire", data, tmp_path, "-o", str(tmp_path))[0]
    (counts,) = re.findall(r"questions répondues +(\d+) sur (\d+)", produced)
    assert counts == (
        str(sum(int(n) for n, _ in done)),
        str(sum(int(n) for _, n in done)),
    )


def test_a_question_that_a_warning_leaves_open_is_not_answered(tmp_path: Path) -> None:
    """A reason that 3.4 calls for and nobody gave (3.4.1): the report is made, one
    answer short.
    """
    unmet = contact(6, mode="telephone")
    produced = said_by("produire", workbook(unmet), tmp_path, "-o", str(tmp_path))[0]
    assert re.search(r"questions répondues +37 sur 38\n", produced)
    assert (
        "  14 sur 15 réponses\n" in said_by("avancement", workbook(unmet), tmp_path)[0]
    )


def test_progress_names_the_sheets_at_fault_and_no_other(tmp_path: Path) -> None:
    early = said_by(
        "avancement", plan_workbook(plan(5, situation="2021-12-31")), tmp_path
    )[0]
    assert set(re.findall("à corriger dans (.*)", early)) == {"« Plan »"}
    three = plan_workbook(
        plan(5, situation="2021-12-31"),
        quartier(7, extension="peut-être"),
        budget(5, total="?"),
    )
    told = said_by("avancement", three, tmp_path)[0]
    sheets = "« Plan », « Quartiers » et « Budget »"
    assert (
        f"Budget et détail des actions CPAS : il reste à compléter ou à corriger dans {sheets}\n"
        in told
    )
    answer = said_by("avancement", workbook(menage(8, statut="xxx")), tmp_path)[0]
    assert set(re.findall("à corriger dans ([^(\n]*[^(\n ])", answer)) == {
        "« Ménages »"
    }


TYPED = (
    "quartier",
    "code",
    "choix",
    "valeur",
    "fichier",
    "feuille",
    "colonne",
    "texte",
    "titre",
)


def test_no_word_that_elides_stands_before_what_people_typed() -> None:
    """« Le détail de Anneessens »: the name is quoted, or another word stands between."""
    typed = "|".join(TYPED)
    elided = re.compile(rf"\b(?:de|que|le|la|si|ne) \{{(?:{typed})\}}", re.I)
    for code, message in CATALOGUE.items():
        assert not elided.search(f"{message.sentence} {message.remedy}"), code


@pytest.mark.parametrize("name", ["notes.csv", "a.docx", "etiquette.xlsx"])
def test_a_marked_copy_is_offered_only_where_it_can_be_made(
    name: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000)
        if name.startswith("e")
        else b"a;b\n"
    )
    for words in (
        ["produire", path, "-o", tmp_path / "out"],
        ["controler", path, path],
    ):
        result = CliRunner().invoke(main, [*map(str, words)])
        assert (
            result.exit_code and result.output and "Pour une copie" not in result.output
        )
    faulty = said_by("produire", workbook(*ONE_OF_EACH), tmp_path, "-o", str(tmp_path))[
        1
    ]
    assert "Pour une copie où les cellules à corriger sont marquées" in faulty


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["classeur", "dics-2023", "--commune", "X", "--annee", "2023", "-o", "."],
            "'.' est un dossier, or il faut un f",
        ),
        (
            ["verifier", "x.xlsx", "-o", __file__],
            "est un fichier, or il faut un dossier.",
        ),
        (
            ["classeur", "dics-2023", "--commune", "X", "--annee", "deux", "-o", "x"],
            "'deux' n'est pas un nombre entier.",
        ),
    ],
)
def test_what_the_command_line_refuses_is_french(words: list[str], said: str) -> None:
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 2 and said in " ".join(result.output.split())


def test_what_makes_a_cell_useless_is_quoted(tmp_path: Path) -> None:
    data = workbook(
        answer("1.1", "remise_en_ordre", precision="Les Pins"),
        menage(5, statut_precision="artisan"),
    )
    said = said_by("verifier", data, tmp_path, "--sans-copie")[0]
    assert (
        "« Précision » ne sert à rien, vu « Cocher (X) »." in said
        and "vu « Statut du chef de ménage »." in said
    )
