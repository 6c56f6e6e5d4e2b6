"""What is told of a damaged file, and how the list of findings reads."""

from __future__ import annotations

from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.findings.listing import listing
from pipeline.findings.messages import sentence
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Value
from pipeline.run import produce
from tests.product.test_faults import findings, outcome_of
from tests.support.faults import DICS, LEFT, UNMET, Change, contact, menage, workbook


@pytest.mark.parametrize("kept", [2, 100, 5000])
def test_a_damaged_file_is_one_finding(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook()[:kept])
    assert findings(produce(path)) == [("fichier-illisible", "")]


def test_a_damaged_sheet_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    broken = tmp_path / "broken.xlsx"
    path.write_bytes(workbook())
    with ZipFile(path) as package, ZipFile(broken, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            copy.writestr(name, data[:-99] if name.endswith("sheet3.xml") else data)
    assert findings(produce(broken)) == [("fichier-illisible", "")]


# ---- the list that people read


def test_a_message_that_repeats_stands_once_with_its_count_and_first_place() -> None:
    pins = [
        Problem(
            "valeur-manquante", CellRef("Ménages", row, "B"), {"colonne": "Équipement"}
        )
        for row in (7, 9, 12)
    ]
    other = Problem(
        "valeur-manquante", CellRef("Contacts", 6, "A"), {"colonne": "Équipement"}
    )
    lines = listing([pins[0], other, *pins[1:]])
    assert len(lines) == 2
    assert lines[0] == f"Ménages!B7, B9, B12 (3 fois) : {sentence(pins[0])}"
    assert lines[1] == f"Contacts!A6 : {sentence(other)}"


def test_a_finding_about_the_whole_file_has_no_place() -> None:
    problem = Problem("fichier-illisible", None, {"fichier": "classeur.xlsx"})
    assert listing([problem]) == [sentence(problem)]


def test_the_reason_for_no_contact_is_told(tmp_path: Path) -> None:
    day: dict[str, Value] = {"date": "2023-08-08", "codes": ("H-004",)}
    left = menage(8, **LEFT, localisation="origine")
    ways: list[tuple[Change, ...]] = [
        (),
        (contact(9, **day, mode="site", courtoisie="oui"),),
        (contact(9, **day, mode="courrier"),),
        (left, contact(9, **{**day, "date": "2023-09-20"}, mode="visite")),
        (menage(8, fin_suivi="2023-03-01"), contact(9, **day, mode="site")),
    ]
    told = [outcome_of(tmp_path, DICS, *UNMET, *way).problems for way in ways]
    assert all(
        [(p.code, str(p.ref)) for p in problems] == [("pre-sans-contact", "Ménages!H8")]
        for problems in told
    )
    assert len({problems[0].facts["cause"] for problems in told}) == len(ways)
