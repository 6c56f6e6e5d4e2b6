"""Form -> the workbook that people fill in: Lisez-moi, the sheets of the form, Listes."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Mapping

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from pipeline.blank.answers_sheet import write_answers
from pipeline.blank.styles import dress, put, set_page, set_top, set_view
from pipeline.blank.table_sheet import (
    Records,
    last_room_row,
    letters_of,
    write_heading,
    write_table,
)
from pipeline.edition.form import Form
from pipeline.edition.questions import ChoiceList
from pipeline.office.looks import (
    FIRST_ROW,
    GROUP_ROW,
    HEADING_ROW,
    QUIET_TAB,
    TABS,
    height,
    tone,
)
from pipeline.office.package import repack

README, LISTS = "Lisez-moi", "Listes"

_MADE = datetime.datetime(
    2023, 1, 1
)  # the same workbook has the same bytes, whenever it is made
_INDENT, _README_WIDTH = 3, 95
_HEADINGS = tone(TABS[1], 0.3)


def build_workbook(form: Form, rows: Mapping[str, Records]) -> bytes:
    """The .xlsx of an edition, with the rows already known laid in.

    ``rows``: sheet key -> records (field key -> value). A list item is given by its key
    and written as its label, a date as ISO text and written as a date, codes or years
    as a tuple and written joined, an amount in cents and written in euros, a StyledText
    written with its looks; what fits none of these is written as it is. A record of the
    answers sheet goes to its line, by ``question`` (the id) and ``ligne`` (the item's
    key).
    """
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _write_readme(book.create_sheet(README), form)
    for place, sheet in enumerate(form.sheets.values()):
        page, colour = book.create_sheet(sheet.title), TABS[place % len(TABS)]
        records = rows.get(sheet.key, ())
        if sheet.is_answers:
            write_heading(
                page, form, sheet, colour, write_answers(page, form, sheet, records)
            )
        else:
            write_table(page, form, sheet, colour, records)
    _write_lists(book.create_sheet(LISTS), book, form)
    _name_keys(book, form, rows)
    return _save(book, form)


def _write_readme(page: Worksheet, form: Form) -> None:
    set_top(page, form.title, "", QUIET_TAB)
    page.column_dimensions["A"].width, page.column_dimensions["B"].width = (
        _INDENT,
        _README_WIDTH,
    )
    row = GROUP_ROW
    for part in form.readme:
        put(page, f"A{row}", part.heading)
        for letter in "AB":
            dress(
                page[f"{letter}{row}"],
                size=13,
                bold=True,
                colour=_HEADINGS,
                wrap=False,
                rules="bottom",
            )
        page.row_dimensions[row].height = 22
        for line in part.lines:
            row += 1
            dress(put(page, f"B{row}", line), vertical="center")
            page.row_dimensions[row].height = height((line, _README_WIDTH), least=20)
        row += 2
    page.sheet_view.showGridLines = False
    set_page(page, form, _INDENT + _README_WIDTH, portrait=True)


def _write_lists(page: Worksheet, book: Workbook, form: Form) -> None:
    """One column a list, and the name by which drop-downs find it (a literal drop-down
    holds 255 characters).
    """
    set_top(
        page,
        "Ne pas modifier",
        "Ces listes alimentent les menus déroulants du classeur.",
        QUIET_TAB,
    )
    widths = [_list_width(choices) for choices in form.lists.values()]
    for number, choices in enumerate(form.lists.values(), 1):
        letter, last_row = get_column_letter(number), FIRST_ROW - 1 + len(choices.items)
        page.column_dimensions[letter].width = widths[number - 1]
        heading = put(page, f"{letter}{HEADING_ROW}", choices.title)
        dress(
            heading,
            bold=True,
            fill=tone(QUIET_TAB, 0.88),
            vertical="center",
            rules="top bottom",
        )
        for row, item in enumerate(choices.items, FIRST_ROW):
            dress(put(page, f"{letter}{row}", item.label))
        name = f"liste_{choices.key}"
        area = f"{quote_sheetname(LISTS)}!${letter}${FIRST_ROW}:${letter}${last_row}"
        book.defined_names[name] = DefinedName(name, attr_text=area)
    for row in range(HEADING_ROW, page.max_row + 1):
        texts = [str(cell.value or "") for cell in page[row]]
        page.row_dimensions[row].height = height(*zip(texts, widths, strict=True))
    set_view(page, f"A{FIRST_ROW}")
    set_page(page, form, sum(widths))
    page.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _list_width(choices: ChoiceList) -> float:
    return min(
        56,
        3
        + max(
            len(text)
            for text in (choices.title, *(item.label for item in choices.items))
        ),
    )


def _name_keys(book: Workbook, form: Form, rows: Mapping[str, Records]) -> None:
    """For each sheet that others refer to, a name over its keys, down to the last
    filled one: no blanks to scroll.
    """
    fields = [
        field for sheet in form.sheets.values() for field in sheet.fields.values()
    ]
    for sheet in (
        form.sheets[key]
        for key in sorted(
            {field.refers for field in fields if field.type == "reference"}
        )
    ):
        letter, last_row = (
            letters_of(sheet)[sheet.key_field],
            last_room_row(sheet, rows.get(sheet.key, ())),
        )
        first = f"{quote_sheetname(sheet.title)}!${letter}${FIRST_ROW}"
        room = f"{first}:${letter}${last_row}"
        filled = f'MAX(1,SUMPRODUCT(MAX(({room}<>"")*(ROW({room})-ROW({first})+1))))'
        name = f"cles_{sheet.key}"
        book.defined_names[name] = DefinedName(
            name, attr_text=f"{first}:INDEX({room},{filled})"
        )


def _save(book: Workbook, form: Form) -> bytes:
    """The file's bytes. openpyxl's own save() would stamp the present moment."""
    book.properties.title, book.properties.creator, book.properties.language = (
        form.title,
        "Canevas",
        "fr",
    )
    book.properties.created = book.properties.modified = _MADE
    out = io.BytesIO()
    ExcelWriter(book, zipfile.ZipFile(out, "w")).save()
    return repack(out.getvalue())
