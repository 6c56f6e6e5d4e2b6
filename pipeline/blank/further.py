"""What a workbook may hold beside its form: sheets that are lists, and columns of
people's own at the right of a sheet.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname, range_boundaries
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.styles import put, set_page, set_top, set_view
from pipeline.edition.form import Form, Sheet
from pipeline.model.problem import CellRef
from pipeline.office.looks import (
    FIRST_ROW,
    HEADING_ROW,
    QUIET_TAB,
    TABS,
    height,
    tone,
)

_OWN_WIDTH = 20  # characters


class ListPage(NamedTuple):
    """A sheet of its own. ``columns``: heading -> width in characters; ``at``: its
    place among the sheets, from 0; ``is_read``: people read it, so that its rows are as
    high as their texts. A place in a row leads there.
    """

    title: str
    intro: str
    columns: Mapping[str, int]
    rows: Sequence[Sequence[str | CellRef]]
    at: int
    is_read: bool = True


class OwnColumn(NamedTuple):
    """A column of people's own: what stands in it, record by record (None: nothing),
    and the format in which Excel shows it ("" for none).
    """

    heading: str
    values: Sequence[tuple[object, str]]


class Further(NamedTuple):
    """All of it. ``own``: sheet key -> its columns."""

    pages: Sequence[ListPage] = ()
    own: Mapping[str, Sequence[OwnColumn]] = {}


NOTHING_MORE = Further()


def write_page(book: Workbook, form: Form, page: ListPage) -> None:
    """The sheet, with a filter over its rows."""
    sheet = book.create_sheet(page.title, page.at)
    set_top(sheet, page.title, page.intro, QUIET_TAB)
    widths = [*page.columns.values()]
    for number, (heading, width) in enumerate(page.columns.items(), 1):
        letter = get_column_letter(number)
        sheet.column_dimensions[letter].width = width
        _put_heading(sheet, f"{letter}{HEADING_ROW}", heading)
    for row, cells in enumerate(page.rows, FIRST_ROW):
        for number, value in enumerate(cells, 1):
            _put_entry(sheet, f"{get_column_letter(number)}{row}", value)
        texts = zip(map(str, cells), (width - 1 for width in widths), strict=False)
        sheet.row_dimensions[row].height = height(*texts) if page.is_read else height()
    last = max(FIRST_ROW, FIRST_ROW - 1 + len(page.rows))
    sheet.auto_filter.ref = f"A{HEADING_ROW}:{get_column_letter(len(widths))}{last}"
    sheet.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"
    set_view(sheet, f"A{FIRST_ROW}")
    set_page(sheet, form, sum(widths))


def _put_entry(sheet: Worksheet, place: str, value: str | CellRef) -> None:
    if isinstance(value, CellRef):
        put(sheet, place, str(value), colour=TABS[1])
        target = f"{quote_sheetname(value.sheet)}!{value.cell}"
        sheet[place].hyperlink = Hyperlink(ref=place, location=target)
    else:
        put(sheet, place, value, number_format="@")


def _put_heading(sheet: Worksheet, place: str, heading: str) -> None:
    looks: dict[str, Any] = {"bold": True, "rules": "top bottom"}
    put(sheet, place, heading, fill=tone(QUIET_TAB, 0.88), **looks)


def write_own_columns(
    page: Worksheet, sheet: Sheet, columns: Sequence[OwnColumn]
) -> None:
    """The columns at the right of the form's, within its filter, so that they are
    sorted with their rows.
    """
    for number, column in enumerate(columns, len(sheet.fields) + 1):
        letter = get_column_letter(number)
        page.column_dimensions[letter].width = _OWN_WIDTH
        _put_heading(page, f"{letter}{HEADING_ROW}", column.heading)
        for row, (value, code) in enumerate(column.values, FIRST_ROW):
            is_day = isinstance(value, datetime.date)
            looks = {"number_format": code or ("dd/mm/yyyy" if is_day else "General")}
            if value is not None:
                put(page, f"{letter}{row}", value, **looks)
    if columns and page.auto_filter.ref:
        *_, last_row = range_boundaries(page.auto_filter.ref)
        last = get_column_letter(len(sheet.fields) + len(columns))
        page.auto_filter.ref = f"A{HEADING_ROW}:{last}{last_row}"
