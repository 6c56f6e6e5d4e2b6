"""Warnings that someone has seen and left as they are: noted in the marked copy, known
again by what they are about, listed in the proof.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.deliver.outputs import PROOF, beside
from pipeline.findings.messages import CATALOGUE
from pipeline.findings.seen import OF_WHAT_IS_LEFT_OUT
from pipeline.marked_copy.marking import annotate
from pipeline.model.problem import CellRef
from pipeline.run import Outcome, look, produce
from tests.support.faults import Change, contact, menage, workbook

REASON = "voulu, CM, 12/01"
# Contacts of another year: far away, and of the year before.
OLD = contact(9, date="2021-05-02", codes="H-001", mode="site")
LAST_YEAR = contact(9, date="2022-05-02", codes="H-001", mode="site")
FAR, UNCOUNTED = "à plus de 13 mois", "hors de 2023"


def opened(folder: Path, package: bytes) -> Outcome:
    path = folder / "registre.xlsx"
    path.write_bytes(package)
    return look(path)


def list_of(copy: bytes) -> Worksheet:
    return load_workbook(io.BytesIO(copy))["À corriger"]


def noted(
    copy: bytes, code_words: str, edit: Callable[[Workbook], None] | None = None
) -> bytes:
    """The marked copy with a reason beside each warning whose sentence has these words,
    saved by another program.
    """
    book = load_workbook(io.BytesIO(copy))
    page = book["À corriger"]
    for row in page.iter_rows(min_row=5):
        if code_words in str(row[2].value):
            row[4].value = REASON
    if edit:
        edit(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def copy_of(folder: Path, *changes: Change) -> bytes:
    package = workbook(*changes)
    outcome = opened(folder, package)
    assert outcome.errors == ()
    return annotate(package, outcome.problems, outcome.seen)


def test_a_warning_with_a_reason_is_folded_away(tmp_path: Path) -> None:
    outcome = opened(tmp_path, noted(copy_of(tmp_path, OLD), FAR))
    assert [(seen.problem.code, seen.reason) for seen in outcome.seen] == [
        ("contact-lointain", REASON)
    ]
    assert [problem.code for problem in outcome.problems] == ["vus-sans-compter"]


def test_what_is_not_counted_stays_one_line(tmp_path: Path) -> None:
    outcome = opened(tmp_path, noted(copy_of(tmp_path, LAST_YEAR), UNCOUNTED))
    assert [(one.code, one.facts) for one in outcome.problems if not one.ref] == [
        ("vus-sans-compter", {"nombre": "1"})
    ]


def test_a_row_inserted_above_changes_nothing(tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        book["Contacts"].move_range("A5:F9", rows=1)

    outcome = opened(tmp_path, noted(copy_of(tmp_path, OLD), FAR, insert))
    assert [(seen.problem.ref, seen.reason) for seen in outcome.seen] == [
        (CellRef("Contacts", 10, "A"), REASON)
    ]


def test_it_comes_back_when_its_facts_change(tmp_path: Path) -> None:
    def later(book: Workbook) -> None:
        book["Contacts"]["A9"].value = datetime(2021, 5, 3)

    outcome = opened(tmp_path, noted(copy_of(tmp_path, OLD), FAR, later))
    assert outcome.seen == ()
    assert "contact-lointain" in {problem.code for problem in outcome.problems}


def test_an_error_cannot_be_seen_away(tmp_path: Path) -> None:
    package = workbook(menage(5, statut="Chomage"))
    outcome = opened(tmp_path, package)
    copy = annotate(package, outcome.problems)
    again = opened(tmp_path, noted(copy, "Chomage"))
    assert again.seen == () and len(again.errors) == len(outcome.errors) == 1


def test_a_new_copy_keeps_the_reason_and_the_proof_lists_it(tmp_path: Path) -> None:
    first = noted(copy_of(tmp_path, OLD), FAR)
    outcome = opened(tmp_path, first)
    second = annotate(first, outcome.problems, outcome.seen)
    page = list_of(second)
    folded = [
        (page.cell(number, 5).value, page.row_dimensions[number].hidden)
        for number in range(5, page.max_row + 1)
        if page.cell(number, 5).value
    ]
    assert folded == [(REASON, True)]
    assert [seen.reason for seen in opened(tmp_path, second).seen] == [REASON]
    path = tmp_path / "registre.xlsx"
    path.write_bytes(second)
    proof = load_workbook(io.BytesIO(beside(produce(path))[PROOF]))
    told = [[cell.value for cell in row] for row in proof["Vus"].iter_rows()]
    assert any(REASON in row for row in told)


@pytest.mark.parametrize("code", sorted(OF_WHAT_IS_LEFT_OUT))
def test_what_is_left_out_is_a_warning(code: str) -> None:
    assert CATALOGUE[code].severity == "avertissement"
