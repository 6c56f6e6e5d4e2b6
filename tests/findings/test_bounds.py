"""Of findings alike a bounded number is told, and how many more there are."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.findings import bounds as told
from pipeline.findings.bounds import bounded
from pipeline.model.problem import CellRef, Problem
from pipeline.run import Outcome, produce
from tests.support.faults import Change, contact, workbook

# Contacts from row 9 on: more than are told.
TEXTS = [
    contact(row, date="2023", codes="H-001", mode="E-mail") for row in range(9, 14)
]
TWINS = [
    contact(row, date="2023-03-01", codes="H-001", mode="E-mail")
    for row in range(9, 14)
]


@pytest.fixture(autouse=True)
def three(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(told, "MOST_ALIKE", 3)


def outcome(folder: Path, *changes: Change) -> Outcome:
    path = folder / "classeur.xlsx"
    path.write_bytes(workbook(*changes))
    return produce(path)


def test_of_each_kind_in_each_sheet_the_first_are_kept() -> None:
    here, there = CellRef("Contacts", 5, "A"), CellRef("Ménages", 5, "A")
    given = (
        [Problem("hors-liste", here)] * 5
        + [Problem("hors-liste", there)] * 3
        + [Problem("contact-double", here)] * 4
    )
    kept, notes = [*bounded(given)][:9], [*bounded(given)][9:]
    assert (
        kept
        == [Problem("hors-liste", here)] * 3
        + [Problem("hors-liste", there)] * 3
        + [Problem("contact-double", here)] * 3
    )
    assert [(note.code, str(note.ref), note.facts) for note in notes] == [
        ("erreurs-omises", "Contacts", {"nombre": "2"}),
        ("avertissements-omis", "Contacts", {"nombre": "1"}),
    ]


def test_what_is_wrong_with_the_file_itself_is_always_told() -> None:
    assert [*bounded([Problem("fichier-illisible")] * 5)] == [
        Problem("fichier-illisible")
    ] * 5


def test_a_column_full_of_faults(tmp_path: Path) -> None:
    found = outcome(tmp_path, *TEXTS)
    dates = [
        str(problem.ref)
        for problem in found.problems
        if problem.code == "date-illisible"
    ]
    assert dates == ["Contacts!A9", "Contacts!A10", "Contacts!A11"]
    assert [
        (p.code, str(p.ref), p.facts) for p in found.errors if "omis" in p.code
    ] == [("erreurs-omises", "Contacts", {"nombre": "2"})]
    assert found.report is None and found.rows is not None
    assert [row.number for row in found.rows.faulty["contacts"]] == [
        9,
        10,
        11,
        12,
        13,
    ]  # told or not


def test_a_flood_of_warnings_holds_nothing_back(tmp_path: Path) -> None:
    found = outcome(tmp_path, *TWINS)
    assert [
        str(problem.ref)
        for problem in found.problems
        if problem.code == "contact-double"
    ] == [
        "Contacts!A10",
        "Contacts!A11",
        "Contacts!A12",
    ]
    assert [(p.code, p.facts) for p in found.problems if "omis" in p.code] == [
        ("avertissements-omis", {"nombre": "1"})
    ]
    assert found.report is not None
