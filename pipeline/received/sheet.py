"""Reports that came in, side by side in a workbook: a row a question and line, a column
a report, as an authority compares them.

What people wrote stands there as text and never as a formula; a figure is a number, and
what is none, is missing or is not sure has a colour.
"""

from __future__ import annotations

import io
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import xlsxwriter
from xlsxwriter.format import Format

from pipeline.findings.sentences import received as say
from pipeline.model.received import CENTS, TICKS
from pipeline.office.looks import GREY, INK, MISSING, RULE, TABS
from pipeline.office.package import repack
from pipeline.received.answers import Answer
from pipeline.received.listing import indented, to_see, verdict
from pipeline.received.report import Received

_LONGEST = 32_767  # characters of a cell
_WIDTHS = (11, 38, 44, 30)  # question, title, line, each report
_CELL = {
    **{"font_name": "Calibri", "font_size": 11, "font_color": f"#{INK}"},
    **{"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": f"#{RULE}"},
}
_HEADING = {**_CELL, "bold": True, "bg_color": f"#{GREY}"}
_WRONG = {"bg_color": f"#{MISSING}"}
_EUROS = {"num_format": '#,##0.00 "€"'}


class _Row(NamedTuple):
    question: str
    title: str
    line: str


class _Sheet:
    """The sheet: what is not simply read has a colour, an amount its cents."""

    def __init__(self, book: xlsxwriter.Workbook) -> None:
        self.page = book.add_worksheet(say.SHEET)
        self.heading = book.add_format(_HEADING)
        self.looks = {
            (is_wrong, unit): book.add_format(
                {**_CELL, **(_WRONG if is_wrong else {}), **(_EUROS if unit else {})}
            )
            for is_wrong in (False, True)
            for unit in ("", CENTS)
        }

    def put(self, row: int, column: int, text: str, look: Format | None = None) -> None:
        if len(text) > _LONGEST:
            text = f"{text[: _LONGEST - 1]}…"
        self.page.write_string(row, column, text, look or self.looks[False, ""])

    def answer(self, row: int, column: int, answer: Answer) -> None:
        """A number, else the words that stand there, else why there is nothing."""
        fault, unit = answer.fault, answer.about.unit
        look = self.looks[bool(fault), CENTS if unit == CENTS else ""]
        if unit == TICKS or answer.figure is None:
            self.put(row, column, answer.text or (fault and say.nothing(fault)), look)
        else:
            number = answer.figure / 100 if unit == CENTS else answer.figure
            self.page.write_number(row, column, number, look)

    def set_use(self, columns: int) -> None:
        for column in range(columns):
            width = _WIDTHS[min(column, len(_WIDTHS) - 1)]
            self.page.set_column(column, column, width)
        self.page.freeze_panes(1, len(say.COLUMNS))
        self.page.set_tab_color(f"#{TABS[0]}")


def comparison(reports: Sequence[Received]) -> bytes:
    """The .xlsx of these reports. Same reports, same bytes."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    book.set_properties({"created": datetime(1980, 1, 1, tzinfo=UTC)})
    sheet = _Sheet(book)
    for column, name in enumerate((*say.COLUMNS, *(one.name for one in reports))):
        sheet.put(0, column, name, sheet.heading)
    rows = _rows(reports)
    named = [*(_Row("", "", title) for title in say.TOP), *rows.values()]
    for row, about in enumerate(named, 1):
        for column, text in enumerate(about):
            sheet.put(row, column, text)
    for column, report in enumerate(reports, len(say.COLUMNS)):
        seen = "\n".join(indented(to_see(report)))
        for row, text in enumerate((report.form.title, verdict(report), seen), 1):
            sheet.put(row, column, text)
        by_place = {answer.place: answer for answer in report.answers}
        for row, place in enumerate(rows, 1 + len(say.TOP)):
            if place in by_place:
                sheet.answer(row, column, by_place[place])
    sheet.set_use(len(say.COLUMNS) + len(reports))
    book.close()
    return repack(out.getvalue())


def _rows(reports: Sequence[Received]) -> Mapping[str, _Row]:
    """Place -> what its row is called, in the order of the reports: a place that only a
    later one has stands behind the one that it follows there.
    """
    named: dict[str, _Row] = {}
    following: defaultdict[str, list[str]] = defaultdict(list)
    for report in reports:
        before = ""
        for place, about, line, *_ in report.answers:
            if place not in named:
                named[place] = _Row(about.question, about.title, line)
                following[before].append(place)
            before = place
    order, left = [], following[""]
    while left:
        order.append(left.pop())
        left += following[order[-1]]
    return {place: named[place] for place in order}
