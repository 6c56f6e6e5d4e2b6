"""The looks of the workbook: cell styles, drop-downs and prompts, page set-up. Knows no
question.
"""

from __future__ import annotations

import datetime
import math
import textwrap
from collections.abc import Iterable
from copy import copy
from typing import Any, Literal

from openpyxl.cell import Cell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Side
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.styles.styleable import StyleableObject
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.header_footer import HeaderFooterItem
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.edition.form import Field, Form
from pipeline.findings.sentences.blank import REFUSED
from pipeline.model.text import StyledText
from pipeline.office.looks import (
    FIRST_ROW,
    GROUP_ROW,
    INK,
    INTRO_ROW,
    MISSING,
    MUTED,
    RULE,
    TITLE_ROW,
    tone,
)

FORMATS = {
    "date": "dd/mm/yyyy",
    "year": "0",
    "list": "General",
    "amount": '#,##0.00 "€"',
    "whole": "0",
}
MOST_PROMPTED = 255  # characters of an input message, as in Excel
_PAGE_CHARACTERS = 190  # what a landscape A4 page carries at 8 points and more
# The short and the long side of A4 within the margins of ``set_page``, by what they
# limit: (width, height) of a portrait page; points.
_WITHIN = {True: (537.0, 741.0), False: (784.0, 494.0)}
# As Excel counts days; 1 is 1900-01-01.
_LAST_DAY = (datetime.date(2100, 12, 31) - datetime.date(1899, 12, 30)).days


def dress(
    target: StyleableObject,
    *,
    size: int = 11,
    bold: bool = False,
    italic: bool = False,
    colour: str = INK,
    fill: str = "",
    wrap: bool = True,
    vertical: str = "top",
    align: Literal["", "left", "center"] = "",
    number_format: str = "General",
    rules: str = "",
    rule_colour: str = RULE,
) -> None:
    """Style a cell or a whole column. ``rules`` names the sides that get a thin rule:
    ``"left top bottom"``.
    """
    target.font = Font(
        name="Calibri", size=size, bold=bold, italic=italic, color=colour
    )
    target.alignment = Alignment(
        vertical=vertical, wrap_text=wrap, horizontal=align or None
    )
    target.number_format = number_format
    if fill:
        target.fill = PatternFill("solid", fgColor=fill)
    if rules:
        left, top, bottom = (
            Side("thin" if side in rules else None, color=rule_colour)
            for side in ("left", "top", "bottom")
        )
        target.border = Border(left=left, top=top, bottom=bottom)


def dress_like(target: StyleableObject, dressed: StyleableObject) -> None:
    """The same style at once: to make it anew for each cell takes openpyxl long."""
    target._style = copy(dressed._style)  # type: ignore[attr-defined]  # left out of its types


def is_centred(form: Form, field: Field) -> bool:
    """Dates, years, numbers and the lists of short words (oui, non, X) read best in the
    middle of their column; a number at its right would touch the text of the next one.
    """
    short = bool(field.list) and all(
        len(item.label) <= 3 for item in form.lists[field.list].items
    )
    return short or field.type in ("amount", "date", "whole", "year", "years")


def put(page: Worksheet, place: str, value: object, **looks: Any) -> Cell:
    """Write a value, text always as text: a person's "=1+1" must not become a formula.
    ``looks``: those of ``dress``.
    """
    cell: Cell = page[place]
    if isinstance(value, StyledText):
        runs = CellRichText()
        for text, look in value.looks:
            # Each told whole: programs differ in what they would add.
            bold = look.startswith("Gras") or None
            font = InlineFont(rFont="Calibri", sz=11, color=Color(INK), b=bold)
            font.vertAlign = "superscript" if look.endswith("Exposant") else None
            runs.append(TextBlock(font, text))
        value = runs
    cell.value = None if value == "" else value  # type: ignore[assignment]
    if isinstance(cell.value, str):
        cell.data_type = "s"
    if looks:
        dress(cell, **looks)
    return cell


def note(text: str) -> Comment:
    """A comment of a cell, as high as its text; pixels."""
    lines = sum(1 + len(line) // 52 for line in text.split("\n"))
    return Comment(text, "Formulaire", height=16 * (lines + 1), width=360)


def validation(
    form: Form, field: Field, title: str = "", prompt: str = "", kind: str = ""
) -> DataValidation:
    """The drop-down or check of a field, with its input prompt; no cells yet. ``kind``:
    what it takes, where that is not its type.
    """
    kind = kind or field.type
    first, last = str(min(form.years)), str(max(form.years))
    sheet = form.sheets[field.refers].title if field.refers else ""
    error_title, error = REFUSED.get(kind, (None, None))
    rules: dict[str, tuple[Any, ...]] = {
        "list": ("list", None, f"liste_{field.list}"),
        "reference": ("list", None, f"cles_{field.refers}"),
        # A code may be noted before its household is in the register: no alert.
        "code": ("list", None, f"cles_{field.refers}") if field.refers else (),
        "date": ("date", "between", "1", str(_LAST_DAY)),
        "year": ("whole", "between", first, last),
        "amount": ("decimal", "greaterThanOrEqual", "0"),
        "whole": ("whole", "greaterThanOrEqual", "0"),
        "number": ("whole", "greaterThanOrEqual", "0"),
    }
    words = ("type", "operator", "formula1", "formula2")
    return DataValidation(
        **dict(zip(words, rules.get(kind, ()), strict=False)),
        # Blanks in the range of keys would let Excel accept anything if it were told to
        # ignore them.
        allow_blank=kind != "reference",
        errorStyle="stop",
        showErrorMessage=kind != "code",
        showInputMessage=True,
        promptTitle=textwrap.shorten(title or field.heading, 32, placeholder="…"),
        prompt=textwrap.shorten(prompt or field.help, MOST_PROMPTED, placeholder="…"),
        errorTitle=error_title,
        error=error and error.format(sheet=sheet, first=first, last=last),
    )


def mark_filled_rows(
    page: Worksheet, required: list[str], last_column: str, last_row: int
) -> None:
    """A rule under each filled row, and a light red on a required cell left empty in
    it.
    """
    filled = f"COUNTA($A{FIRST_ROW}:${last_column}{FIRST_ROW})>0"
    for letter in required:
        looks = DifferentialStyle(fill=PatternFill("solid", bgColor=MISSING))
        missing = Rule(
            "expression",
            dxf=looks,
            formula=[f"AND({filled},LEN({letter}{FIRST_ROW})=0)"],
        )
        page.conditional_formatting.add(
            f"{letter}{FIRST_ROW}:{letter}{last_row}", missing
        )
    rule = Rule(
        "expression",
        dxf=DifferentialStyle(border=Border(bottom=Side("thin", color=RULE))),
        formula=[filled],
    )
    page.conditional_formatting.add(f"A{FIRST_ROW}:{last_column}{last_row}", rule)


def set_top(
    page: Worksheet, title: str, intro: str, colour: str, column: str = "A"
) -> None:
    """Rows 1 and 2: what this sheet is. ``column`` is where the introduction begins."""
    page.sheet_properties.tabColor = colour
    looks = {"wrap": False, "vertical": "center"}
    tint = tone(colour, 0.3)
    put(page, f"A{TITLE_ROW}", title, size=16, bold=True, colour=tint, **looks)
    put(page, f"{column}{INTRO_ROW}", intro, colour=MUTED, **looks)
    page.row_dimensions[TITLE_ROW].height = 30
    page.row_dimensions[INTRO_ROW].height = 20


def set_page(page: Worksheet, form: Form, width: float, portrait: bool = False) -> None:
    """Print set-up: A4, as many pages wide as stays legible, the form's name, the
    sheet's, and page x / y.
    """
    page.page_setup.paperSize = 9
    page.page_setup.orientation = "portrait" if portrait else "landscape"
    page.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    page.page_setup.fitToWidth = max(1, math.ceil(width / _PAGE_CHARACTERS))
    page.page_setup.fitToHeight = 0
    page.page_margins.left = page.page_margins.right = 0.4
    page.page_margins.top = page.page_margins.bottom = 0.7
    page.page_margins.header = page.page_margins.footer = 0.3
    page.oddHeader, page.oddFooter = HeaderFooterItem(), HeaderFooterItem()
    page.oddHeader.left.text = form.title.replace("&", "&&")
    page.oddHeader.right.text = "&A"
    page.oddFooter.right.text = "Page &P / &N"


def keep_whole(
    page: Worksheet, width: float, blocks: Iterable[range], portrait: bool = False
) -> None:
    """Break pages so that none of these runs of rows stands on two; to be called last.
    ``width``: of all columns, in characters; it is fitted to one page.
    """
    wide, high = _WITHIN[portrait]
    scale = min(1.0, wide / (5.25 * width + 4 * page.max_column))
    heights = [0.0] + [
        page.row_dimensions[row].height or 15.0 for row in range(1, page.max_row + 1)
    ]
    repeated = sum(heights[GROUP_ROW:FIRST_ROW]) if page.print_title_rows else 0.0
    room, at, used = 0.97 * high / scale, 1, 0.0
    for block in blocks:
        needed = sum(heights[at : block.stop])
        if used + needed > room and used > repeated:
            page.row_breaks.append(Break(id=block.start - 1))
            used, needed = repeated, sum(heights[block.start : block.stop])
        used, at = used + needed, block.stop


def set_view(page: Worksheet, corner: str, zoom: int = 100) -> None:
    """Freeze what is above and left of ``corner``; the cursor waits on the first
    record.
    """
    page.freeze_panes = corner
    page.sheet_view.zoomScale = zoom
    waiting = page.sheet_view.selection[-1]
    waiting.activeCell = waiting.sqref = corner
