"""canevas verifier: the findings by sheet, or by household."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from pipeline.cli import main
from pipeline.marked_copy.marking import annotate
from pipeline.page.findings import findings
from pipeline.run import look
from tests.support.clss_faults import plan_workbook, quartier
from tests.support.faults import at, contact, menage, workbook

FAULTY = (
    menage(8, statut="astronaute"),
    contact(8, codes=("H-001", "H-099"), mode="pigeon"),
    contact(9, date="vers Pâques", codes=("H-004",), mode="telephone"),
)


def groups(data: bytes, folder: Path, *options: str) -> dict[str, list[str]]:
    """Heading -> the places of the lines below it, of the errors."""
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    words = ["verifier", str(path), "--sans-copie", *options]
    said = CliRunner().invoke(main, words).output.split("Avertissements")[0]
    found: dict[str, list[str]] = {}
    for line in said.splitlines()[2:]:
        if heading := re.fullmatch(r"  (\S.*)", line):
            found[heading[1]] = []
        elif place := re.match(r"    (\S+) : ", line):
            [*found.values()][-1].append(place[1])
    return found


def test_the_findings_stand_by_sheet_unless_households_are_asked_for(
    tmp_path: Path,
) -> None:
    by_sheet = {
        "Ménages": ["Ménages!C8"],
        "Contacts": ["Contacts!B8", "Contacts!C8", "Contacts!A9"],
    }
    data = workbook(*FAULTY)
    assert groups(data, tmp_path) == by_sheet
    assert groups(data, tmp_path, "--par", "feuille") == by_sheet


def test_by_household_each_code_has_its_own_and_a_common_contact_is_of_all(
    tmp_path: Path,
) -> None:
    assert groups(workbook(*FAULTY), tmp_path, "--par", "menage") == {
        "H-001": ["Contacts!B8", "Contacts!C8"],
        "H-004": ["Ménages!C8", "Contacts!A9"],
        "H-099": ["Contacts!B8", "Contacts!C8"],
    }


def test_what_is_of_no_household_has_its_own_heading(tmp_path: Path) -> None:
    data = workbook(*FAULTY[:1], at("identification", 5, annee=2050))
    found = groups(data, tmp_path, "--par", "menage")
    assert found == {"Sans ménage": ["Identification!C5"], "H-004": ["Ménages!C8"]}


def test_a_plan_has_no_households_and_stays_by_sheet(tmp_path: Path) -> None:
    data = plan_workbook(quartier(7, extension="peut-être"))
    for options in ((), ("--par", "menage")):
        assert groups(data, tmp_path, *options) == {"Quartiers": ["Quartiers!B7"]}


def test_the_page_has_the_same_groups(tmp_path: Path) -> None:
    listed = groups(workbook(*FAULTY), tmp_path, "--par", "menage")
    outcome = look(tmp_path / "classeur.xlsx")
    page = findings(outcome, ["H-001", "H-004"])["errors"]["household"]
    assert [group["heading"] for group in page] == [*listed]
    assert [len(group["lines"]) for group in page] == [2, 2, 2]


@pytest.mark.parametrize(
    "data",
    [
        workbook(*FAULTY, at("identification", 5, annee=2050)),
        plan_workbook(quartier(7, extension="peut-être", nom=None)),
    ],
    ids=["dics", "clss"],
)
def test_the_list_the_page_and_the_marked_copy_say_the_same(
    data: bytes, tmp_path: Path
) -> None:
    by_sheet = places(groups(data, tmp_path))
    outcome = look(tmp_path / "classeur.xlsx")
    assert len(by_sheet) == len(outcome.errors) > 1
    assert places(groups(data, tmp_path, "--par", "menage")) == by_sheet
    for found in findings(outcome, ["H-001", "H-004"])["errors"].values():
        lines = (line for group in found for line in group["lines"])
        assert {line.split(" : ")[0] for line in lines} == by_sheet
    copy = load_workbook(io.BytesIO(annotate(data, outcome.problems)))
    rows = [*copy["À corriger"].iter_rows(5, values_only=True)]
    assert {row[1] for row in rows if row[0] == "Faute"} == by_sheet
    marked = {
        f"{sheet.title}!{cell.coordinate}"
        for sheet in copy.worksheets
        for line in sheet.iter_rows()
        for cell in line
        if cell.comment and "Faute : " in cell.comment.text
    }
    assert marked == by_sheet


def places(grouped: dict[str, list[str]]) -> set[str]:
    return {place for found in grouped.values() for place in found}
