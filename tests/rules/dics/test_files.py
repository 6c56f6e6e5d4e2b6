"""Allowance files: one row is one file. What stands twice is refused, and the message's
words are enough to mend it.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from pipeline.findings.messages import sentence
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Row, Submission, Value
from pipeline.rules.dics.files import check_files
from pipeline.run import Outcome, look
from tests.support.cases import beside, cases
from tests.support.faults import (
    FORM,
    Change,
    Finding,
    dossier,
    finding,
    menage,
    workbook,
)
from tests.support.stages import findings, written

FILES = "Dossiers d'allocation"
WORDS = (
    "Si c'est le même dossier rouvert : gardez la première ligne, avec sa date d'ouverture ;"
    " mettez-y la dernière décision et sa date ; effacez l'autre. Si c'est un autre dossier :"
    " donnez-lui son propre numéro (par ex. 123/2)."
)
NUMBER, DECISION, DECIDED = 1, 5, 6  # columns of the sheet

Cells = dict[str, Value]


def noted(*rows: Cells) -> tuple[Change, ...]:
    """The base with these files below its own, of H-003, which left in September 2022,
    unless they name another household.
    """
    return tuple(
        dossier(row, **{"menage": "H-003", **cells})
        for row, cells in enumerate(rows, 7)
    )


def outcome_of(folder: Path, *changes: Change) -> Outcome:
    return look(written(folder, workbook(*changes)))


def told(outcome: Outcome) -> list[Finding]:
    """What is told of files, but for those that have waited for long."""
    return [one for one in findings(outcome) if one[0] != "dossier-en-attente"]


def figures(outcome: Outcome) -> dict[str, list[str]]:
    """Who is in 4.2 and in 4.3."""
    assert outcome.answers
    places = {"4.2": "total", "4.2.1": "", "4.2.2": "", "4.2.3": "", "4.3": ""}
    found = {
        place: outcome.answers.figures[place][line].records
        for place, line in places.items()
    }
    return {
        place: sorted(str(record.who) for record in records)  # type: ignore[attr-defined]
        for place, records in found.items()
    }


# ---- mended by the message's words alone

TEMPORARY: Cells = {
    "ouverture": "2022-10-03",
    "decision": "refus_temporaire",
    "date_decision": "2022-12-05",
}
REOPENED: Cells = {
    "ouverture": "2023-02-06",
    "decision": "octroi",
    "date_decision": "2023-04-03",
}


@pytest.mark.parametrize(
    "rows",
    [
        ({"numero": "123", **TEMPORARY}, {"numero": "123", **REOPENED}),
        ({"numero": "123", **REOPENED}, {"numero": "123", **TEMPORARY}),
    ],
    ids=["in order", "the later one above"],
)
def test_a_reopened_file_is_mended_by_the_words_alone(
    rows: tuple[Cells, Cells], tmp_path: Path
) -> None:
    """Opened in 2022, refused for a while, granted in 2023: a file of 4.3, and none of
    4.2.
    """
    path = written(tmp_path, workbook(*noted(*rows)))
    (fault,) = look(path).errors
    assert sentence(fault).endswith(WORDS)
    mend_as_reopened(path, fault)
    mended = look(path)
    assert told(mended) == []
    assert figures(mended) == {
        "4.2": ["D-1", "D-2"],
        "4.2.1": ["D-1"],
        "4.2.2": [],
        "4.2.3": ["D-2"],
        "4.3": ["123"],
    }


@pytest.mark.parametrize("number", ["123", ""])
def test_another_file_is_mended_by_the_words_alone(number: str, tmp_path: Path) -> None:
    """Two files of 2023, alike to the letter: both are of 4.2, and both were granted."""
    row = {**REOPENED, **({"numero": number} if number else {})}
    path = written(tmp_path, workbook(*noted(row, row)))
    (fault,) = look(path).errors
    assert (fault.code, str(fault.ref)) == (
        "dossier-double" if number else "dossier-pareil",
        f"{FILES}!A8",
    )
    assert sentence(fault).endswith(WORDS)
    mend_as_another(path, fault, "123/2")
    mended = look(path)
    assert told(mended) == []
    files = ["123/2", number or "H-003", "D-1", "D-2"]
    assert figures(mended)["4.2"] == sorted(files)
    assert (
        figures(mended)["4.2.1"] == sorted(set(files) - {"D-2"})
        and figures(mended)["4.3"] == []
    )


def mend_as_reopened(path: Path, fault: Problem) -> None:
    """The first line keeps its opening and gets the last decision and its date; the
    other one is erased.
    """
    kept, other = first_line(fault), row_of(fault)

    def mend(sheet: Any) -> None:
        decided = {
            row: sheet.cell(row, DECIDED).value or datetime.min for row in (kept, other)
        }
        last = max(decided, key=lambda row: decided[row])
        for column in (DECISION, DECIDED):
            sheet.cell(kept, column).value = sheet.cell(last, column).value
        for column in range(NUMBER, DECIDED + 1):
            sheet.cell(other, column).value = None

    edit(path, mend)


def mend_as_another(path: Path, fault: Problem, number: str) -> None:
    """The other line gets a number of its own."""
    edit(path, lambda sheet: sheet.cell(row_of(fault), NUMBER, number))


def first_line(fault: Problem) -> int:
    """The row of the line that the message calls the first one."""
    found = re.search(rf"{FILES}!\w(\d+) \(la première ligne\)", sentence(fault))
    assert found
    return int(found[1])


def row_of(fault: Problem) -> int:
    assert isinstance(fault.ref, CellRef)
    return fault.ref.row


def edit(path: Path, mend: Any) -> None:
    book = load_workbook(path)
    mend(book[FILES])
    book.save(path)


# ---- which rows stand twice

D_7: Cells = {"numero": "D-7"}
REFUSED: Cells = {
    **D_7,
    "ouverture": "2022-10-03",
    "decision": "refus_definitif",
    "date_decision": "2023-02-06",
}


@cases(__file__, "twice")
def test_a_file_stands_twice_unless_it_was_refused_before(
    rows: tuple[Cells, ...], expected: tuple[str, ...], tmp_path: Path
) -> None:
    assert told(outcome_of(tmp_path, *noted(*rows))) == [*map(finding, expected)]


# ---- one number in several spellings


def spellings(name: str) -> pytest.MarkDecorator:
    pairs = [
        (one, other)
        for one, others in beside(__file__)[name].items()
        for other in others
    ]
    return pytest.mark.parametrize(("one", "other"), pairs)


def of_one_household(one: str, other: str, folder: Path) -> list[Finding]:
    rows: list[Cells] = [
        {"numero": one, "ouverture": "2023-02-06"},
        {"numero": other, "ouverture": "2023-02-07"},
    ]
    return told(outcome_of(folder, *noted(*rows)))


@spellings("one number")
def test_dashes_spaces_case_and_digits_make_no_other_number(
    one: str, other: str, tmp_path: Path
) -> None:
    assert of_one_household(one, other, tmp_path) == [("dossier-double", f"{FILES}!A8")]
    households = [
        dossier(7, numero=one, menage="H-002", ouverture="2023-02-06"),
        dossier(8, numero=other, menage="H-003", ouverture="2023-02-07"),
    ]
    assert told(outcome_of(tmp_path, *households)) == [("numero-double", f"{FILES}!A8")]


@spellings("maybe one")
def test_other_signs_may_be_another_number_and_are_asked_about(
    one: str, other: str, tmp_path: Path
) -> None:
    assert of_one_household(one, other, tmp_path) == [
        ("numero-ressemblant", f"{FILES}!A8")
    ]


@spellings("two numbers")
def test_what_differs_by_a_letter_or_a_digit_is_two_numbers(
    one: str, other: str, tmp_path: Path
) -> None:
    assert of_one_household(one, other, tmp_path) == []


def test_numbers_that_are_alike_are_told_once_a_household(tmp_path: Path) -> None:
    later: list[Cells] = [
        {"numero": number, "ouverture": f"2023-02-0{day}"}
        for day, number in enumerate(("D7", "D/7", "D.7"), 6)
    ]
    outcome = outcome_of(
        tmp_path,
        *noted(*later, {"numero": "D_7", "ouverture": "2023-02-01"}),
    )
    assert told(outcome) == [("numero-ressemblant", f"{FILES}!A7")] and outcome.answers
    (fault,) = [
        problem for problem in outcome.problems if problem.code == "numero-ressemblant"
    ]
    assert sentence(fault).startswith(
        f"Ce numéro de dossier ressemble à celui de {FILES}!A10, pour le même ménage"
    )
    assert len(figures(outcome)["4.2"]) == 6  # each is a file until someone decides


def test_a_file_after_a_refusal_is_another_whatever_its_number_looks_like(
    tmp_path: Path,
) -> None:
    rows: list[Cells] = [REFUSED, {"numero": "D/7", "ouverture": "2023-02-06"}]
    assert told(outcome_of(tmp_path, *noted(*rows))) == []


def test_a_number_of_two_households_is_told_once_a_household(tmp_path: Path) -> None:
    rows = (
        {**D_7, "menage": "H-002", "ouverture": "2023-06-02"},
        REFUSED,
        {**D_7, "ouverture": "2023-02-06"},
    )
    assert told(outcome_of(tmp_path, *noted(*rows))) == [
        ("numero-double", f"{FILES}!A8")
    ]


def test_the_same_number_in_many_rows_is_found_in_a_moment(tmp_path: Path) -> None:
    """A column filled down gives every row the same number: each is held against all
    before it, but not one by one.
    """
    facts = replace(outcome_of(tmp_path).facts, dossiers=())
    columns = dict.fromkeys(FORM.sheets["dossiers"].fields, "A")
    values = {"numero": "1", "menage": "H-001", "ouverture": "2023-02-06"}
    rows = tuple(
        Row("dossiers", FILES, number, values, columns) for number in range(5, 60_005)
    )
    start = datetime.now()
    found = list(check_files(facts, Submission("many", {"dossiers": rows})))
    assert sum(problem.code == "dossier-double" for problem in found) == 59_999
    assert (datetime.now() - start).total_seconds() < 10


# ---- what a file is for, how long it has waited


@cases(__file__, "unknown")
def test_a_relocation_that_the_register_does_not_know_is_told(
    row: Cells, cause: str, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, dossier(6, **row))
    causes = [
        p.facts["cause"]
        for p in outcome.problems
        if p.code == "dossier-relogement-inconnu"
    ]
    assert causes == ([cause] if cause else []) and not outcome.errors


def test_a_departure_of_january_is_known_in_december(tmp_path: Path) -> None:
    """The file is for no relocation that the two lines of 4.2 have, and that is all
    that is told of it.
    """
    left = menage(
        8, date_relogement="2024-01-15", destination="prive", localisation="origine"
    )
    own = dossier(
        7, menage="H-004", ouverture="2023-12-18", date_relogement="2024-01-15"
    )
    assert told(outcome_of(tmp_path, left, own)) == [
        ("dossier-sans-relogement", f"{FILES}!B7")
    ]


@cases(__file__, "waiting")
def test_a_file_that_waits_for_over_twelve_months_is_told(
    row: Cells, waits: bool, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, dossier(6, **row))
    assert (
        "dossier-en-attente" in {problem.code for problem in outcome.problems}
    ) == waits
    assert not outcome.errors
