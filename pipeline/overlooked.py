"""What of a workbook looks like the form's and is not read, and what nobody sees and is read all the same."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from pipeline.form import Form
from pipeline.headings import alike
from pipeline.problem import CellRef, Problem
from pipeline.sheet_scan import MOST_COUNTED, SheetCells
from pipeline.text import counted, even_out

_MOST_NAMED = 5  # sheets that a finding names


def unread_sheets(form: Form, sheets: Mapping[str, SheetCells], renamed: Collection[str]) -> Iterator[Problem]:
    """One finding for all sheets that have rows below the headings of one of the form's sheets, and are none of them by
    their title: a copy, last year's, one that was put aside. ``renamed``: those that another finding names already."""
    ours = {even_out(sheet.title) for sheet in form.sheets.values()}
    others = [found for key, found in sheets.items() if key not in ours and found.title not in renamed]
    like = [(found, alike(form.sheets.values(), found.rows)[0]) for found in others if found.filled]
    told = [(found.title, sheet.title, _rows(found.filled)) for found, sheet in like if sheet]
    if not told:
        return
    (first, as_first, rows), *more = told
    same = [f"« {title} » (titres de « {as_other} », {number})" for title, as_other, number in more]
    named = "".join(f" ; de même {other}" for other in same[: _MOST_NAMED - 1]) + "…" * (len(told) > _MOST_NAMED)
    yield Problem("feuille-non-lue", CellRef(first), {"feuille": as_first, "lignes": rows, "autres": named})


def _rows(number: int) -> str:
    """How many rows there are, as far as they were counted."""
    return f"plus de {counted(number, 'ligne')}" if number >= MOST_COUNTED else counted(number, "ligne")
