"""What a command makes of several files of one report is what it makes of one workbook."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.test_cli import EXAMPLE, REPORT, run
from tests.cli.test_officiel import FORM
from tests.official.test_report import BLANK

SHEETS = {"Identification", "Équipements", "Ménages", "Contacts", "Réponses"}
DOSSIERS = "Dossiers d'allocation"


def without(source: Path, target: Path, *titles: str) -> Path:
    """The example as a part without these sheets."""
    book = load_workbook(source)
    for title in titles:
        del book[title]
    own = [one for one in (*SHEETS, DOSSIERS) if one in book.sheetnames]
    book["Identification"]["D5"] = " ; ".join(own)
    book.save(target)
    return target


@pytest.fixture
def parts(tmp_path: Path) -> list[object]:
    """The example as a register, a log and the figures of the CPAS, as they are given."""
    figures = tmp_path / "chapitre-4.json"
    assert run("chiffres", EXAMPLE, "-o", figures).exit_code == 0
    register = without(EXAMPLE, tmp_path / "registre.xlsx", "Contacts", DOSSIERS)
    others = (SHEETS | {DOSSIERS}) - {"Identification", "Contacts"}
    log = without(EXAMPLE, tmp_path / "journal.xlsx", *others)
    return [register, "--avec", log, "--avec", figures]


@pytest.mark.slow
@pytest.mark.parametrize("options", [(), ("--officiel",)], ids=["ours", "official"])
def test_the_report_of_parts_is_made_and_controlled(
    options: tuple[str, ...], parts: list[object], tmp_path: Path
) -> None:
    given: list[object] = []
    if options:
        (tmp_path / FORM).write_bytes(BLANK)
        given = [*options, tmp_path / FORM]
    one = run("produire", EXAMPLE, *given, "-o", tmp_path / "entier")
    other = run("produire", *parts, *given, "-o", tmp_path / "parties")
    assert one.exit_code == other.exit_code == 0, other.output
    report = tmp_path / "parties" / REPORT
    assert report.read_bytes() == (tmp_path / "entier" / REPORT).read_bytes()
    control = run("controler", report, *parts, *given)
    assert control.exit_code == 0, control.output
    alone = run("controler", report, parts[0], *given)
    assert alone.exit_code == 1 and "est une partie" in alone.stderr


@pytest.mark.slow
def test_a_draft_of_parts_is_made(parts: list[object], tmp_path: Path) -> None:
    made = run("produire", *parts, "--brouillon", "-o", tmp_path / "sortie")
    assert made.exit_code == 0, made.output
    assert [*tmp_path.glob("sortie/*/BROUILLON*.docx")]


@pytest.mark.slow
def test_parts_stand_beside_the_year_before(tmp_path: Path) -> None:
    """The example carried over, then one file of it corrected in the old workbook, and
    the next year's contacts kept apart.
    """
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    shutil.copy(EXAMPLE, old)
    carried = run("classeur", "dics-2023", "--reprendre", old, "-o", new)
    assert carried.exit_code == 0, carried.output
    book = load_workbook(old)
    book["Ménages"]["E5"] = "Divorce / séparation"
    book.save(old)
    register = without(new, tmp_path / "registre.xlsx", "Contacts")
    others = (SHEETS | {DOSSIERS}) - {"Identification", "Contacts"}
    log = without(new, tmp_path / "journal.xlsx", *others)
    said = [
        run("verifier", *files, "--annee-precedente", old, "--sans-copie").stdout
        for files in ((new,), (register, "--avec", log))
    ]
    told = [
        [line for line in text.splitlines() if "2023" in line and "!" in line]
        for text in said
    ]
    assert told[0] and [*map(str.strip, told[0])] == [*map(str.strip, told[1])]
