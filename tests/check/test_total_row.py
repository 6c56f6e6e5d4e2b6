"""A row of totals is told as one wherever its cells say so, is in no figure and holds
nothing back.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from pipeline.run import Outcome
from tests.corpus.case import REGISTER, example
from tests.corpus.steps import in_excel
from tests.support.cases import cases
from tests.support.stages import findings, outcome_of

Typed = Mapping[str, Any]


def with_cells(folder: Path, base: str, sheet: str, typed: Typed) -> Outcome:
    def edit(book: Workbook) -> None:
        for place, value in typed.items():
            title, _, cell = place.rpartition("!")
            book[title or sheet][cell].value = value

    return outcome_of(folder, in_excel(edit)(example(base)))


def printed(outcome: Outcome) -> Any:
    """Whatever the report would print, and whom it counts."""
    assert outcome.answers
    lines = [
        (q, line, f.value, len(f.records))
        for q, fs in outcome.answers.figures.items()
        for line, f in fs.items()
    ]
    return lines, outcome.answers.parts


@cases(__file__, "totals")
def test_a_row_of_totals_is_told_and_in_no_figure(
    base: str, sheet: str, typed: Typed, cell: str, tmp_path: Path
) -> None:
    sound, outcome = (
        with_cells(tmp_path, base, sheet, {}),
        with_cells(tmp_path, base, sheet, typed),
    )
    assert (
        findings(outcome) == [("ligne-total", f"{sheet}!{cell}"), *findings(sound)]
        and outcome.report is None
    )
    assert printed(outcome) == printed(sound)


@cases(__file__, "records")
def test_a_text_that_has_the_word_is_none(
    base: str, sheet: str, typed: Typed, tmp_path: Path
) -> None:
    assert "ligne-total" not in [
        code for code, _ in findings(with_cells(tmp_path, base, sheet, typed))
    ]


def test_an_equipment_may_be_called_so_and_have_households(tmp_path: Path) -> None:
    typed = {"A99": "Total Parc", "Ménages!A99": "VF99", "Ménages!B99": "Total Parc"}
    assert findings(with_cells(tmp_path, REGISTER, "Équipements", typed)) == [
        ("presence-incomplete", "Équipements!C99")
    ]


def test_the_other_rows_are_checked_as_if_the_totals_were_not_there(
    tmp_path: Path,
) -> None:
    typed = {
        "A99": "Total",
        "Ménages!A99": "Total 2023",
        "Ménages!B99": "Les Bruyères",
        "Contacts!B5": "VF999",
    }
    places = [
        ("ligne-total", "Équipements!A99"),
        ("ligne-total", "Ménages!A99"),
        ("code-inconnu", "Contacts!B5"),
    ]
    errors = with_cells(tmp_path, REGISTER, "Équipements", typed).errors
    assert [(problem.code, str(problem.ref)) for problem in errors] == places
