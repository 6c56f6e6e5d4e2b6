"""What is done to a workbook: by someone in Excel, or to the parts of its package."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any

from openpyxl import Workbook, load_workbook

from tests.corpus.case import Step
from tests.support.hostile import Edit, edited

InExcel = Callable[[Workbook], object]


def in_excel(*edits: InExcel) -> Step:
    """Opened, edited and saved again, bold words and all."""

    def step(data: bytes) -> bytes:
        book: Workbook = pickle.loads(_opened(data))
        for edit in edits:
            edit(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return step


@lru_cache(8)
def _opened(data: bytes) -> bytes:
    """A workbook opened, ready for any number of copies: opening one takes far longer."""
    return pickle.dumps(load_workbook(io.BytesIO(data), rich_text=True))


def in_parts(*edits: Edit) -> Step:
    """The XML of its parts edited."""
    return lambda data: edited(*edits, base=data)


def typed(sheet: str, **cells: object) -> Step:
    """Cells typed anew: ``typed("Contacts", C9="Téléphone")``; a text that begins with
    = is a formula, as in Excel.
    """
    return in_excel(typing(sheet, **cells))


def typing(sheet: str, **cells: object) -> InExcel:
    def edit(book: Workbook) -> None:
        for place, value in cells.items():
            book[sheet][place].value = value

    return edit


def looking(sheet: str, place: str, number_format: str) -> InExcel:
    """Another number format."""

    def edit(book: Workbook) -> None:
        book[sheet][place].number_format = number_format

    return edit


def quoted(sheet: str, place: str, text: str) -> InExcel:
    """A text typed behind an apostrophe, whatever it begins with."""

    def edit(book: Workbook) -> None:
        cell = book[sheet][place]
        cell.value, cell.data_type = text, "s"
        cell.quotePrefix = True

    return edit


def on(sheet: str, edit: Callable[[Any], object]) -> Step:
    """Something done to a sheet."""
    return in_excel(lambda book: edit(book[sheet]))


Content = list[tuple[Any, Any]]  # of cells side by side: value and style


def line(page: Any, row: int, first: int = 1) -> Content:
    """What stands in a row from a column on."""
    return [(cell.value, copy(cell._style)) for cell in page[row][first - 1 :]]


def put(page: Any, row: int, content: Content, first: int = 1) -> None:
    """The same laid into another row."""
    for column, (value, style) in enumerate(content, first):
        cell = page.cell(row, column)
        cell.value, cell._style = value, style


def again(sheet: str, source: int, target: int) -> Step:
    """A row copied to another place."""
    return on(sheet, lambda page: put(page, target, line(page, source)))


def in_order(
    sheet: str, order: Callable[[list[Content]], list[Content]], first: int = 1
) -> Step:
    """The rows of a table in another order; where that starts in a later column, those
    before it stay as they were.
    """

    def edit(page: Any) -> None:
        rows = range(5, page.max_row + 1)
        for row, content in zip(
            rows, order([line(page, row, first) for row in rows]), strict=True
        ):
            put(page, row, content, first)

    return on(sheet, edit)


def by(sheet: str, column: int, first: int = 1) -> Step:
    """A table sorted by a column."""
    return in_order(
        sheet,
        lambda rows: sorted(rows, key=lambda cells: str(cells[column - first][0])),
        first,
    )


def backwards(sheet: str) -> Step:
    """The rows of a table in reverse order."""
    return in_order(sheet, lambda rows: rows[::-1])
