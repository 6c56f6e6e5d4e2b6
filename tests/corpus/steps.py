"""What is done to a workbook: by someone in Excel, or to the parts of its package."""

from __future__ import annotations

import io
import pickle
from collections.abc import Callable
from copy import copy
from functools import lru_cache
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font

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


def of_book(edit: Callable[..., object]) -> Callable[..., bytes]:
    """What is done to a workbook with some words, as a step of a page."""
    return lambda data, *words: in_excel(lambda book: edit(book, *words))(data)


def of_parts(edit: Callable[..., None]) -> Callable[..., bytes]:
    """The same of what is done to the parts of its package."""
    return lambda data, *words: in_parts(lambda content: edit(content, *words))(data)


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


def again(page: Any, source: int, target: int) -> None:
    """A row copied to another place."""
    put(page, target, line(page, source))


def in_order(
    page: Any, order: Callable[[list[Content]], list[Content]], first: int = 1
) -> None:
    """The rows of a table in another order; where that starts in a later column, those
    before it stay as they were.
    """
    rows = range(5, page.max_row + 1)
    contents = order([line(page, row, first) for row in rows])
    for row, content in zip(rows, contents, strict=True):
        put(page, row, content, first)


def by(page: Any, column: int, first: int) -> None:
    """A table sorted by a column."""
    in_order(
        page,
        lambda rows: sorted(rows, key=lambda cells: str(cells[column - first][0])),
        first,
    )


def backwards(page: Any) -> None:
    in_order(page, lambda rows: rows[::-1])


def moved(page: Any, column: int, to: int) -> None:
    """A column cut and inserted elsewhere, from the headings down."""
    for row in range(4, page.max_row + 1):
        content = line(page, row)
        content.insert(to - 1, content.pop(column - 1))
        put(page, row, content)


def copied(page: Any, column: int, to: int) -> None:
    """A column copied to another place, with its heading."""
    for row in range(4, page.max_row + 1):
        put(page, row, line(page, row)[column - 1 : column], to)


def above(page: Any, *rows: int) -> None:
    """These rows copied above the headings."""
    copies = [line(page, row) for row in rows]
    page.insert_rows(4, len(rows))
    for number, content in enumerate(copies, 4):
        put(page, number, content)


def struck(page: Any, row: int, *but: str) -> None:
    """A row struck through, but for these columns."""
    for one in page[row]:
        if one.column_letter not in but:
            one.font = Font(strike=True)


def hide(page: Any, *columns: str, level: int = 0) -> None:
    for column in columns:
        page.column_dimensions[column].hidden = True
        page.column_dimensions[column].outlineLevel = level


def fold(page: Any, level: int, *columns: str) -> None:
    hide(page, *columns, level=level)
