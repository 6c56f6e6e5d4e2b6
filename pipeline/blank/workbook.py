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

from pipeline.blank.answers_sheet import keep_questions_whole, write_answers
from pipeline.blank.further import (
    NOTHING_MORE,
    Further,
    write_own_columns,
    write_page,
)
from pipeline.blank.shared_texts import with_shared_texts
from pipeline.blank.sheets import (
    Records,
    last_room_row,
    letters_of,
    write_heading,
    write_table,
)
from pipeline.blank.styles import (
    dress_like,
    keep_whole,
    put,
    set_page,
    set_top,
    set_view,
)
from pipeline.edition.form import Form
from pipeline.edition.questions import ChoiceList
from pipeline.findings.sentences.blank import LISTS_INTRO, LISTS_TITLE
from pipeline.office.looks import (
    FIRST_ROW,
    GROUP_ROW,
    HEADING_ROW,
    QUIET_TAB,
    TABS,
    height,
    tone,
)
from pipeline.office.package import pack, read_parts

README, LISTS = "Lisez-moi", "Listes"

_MADE = datetime.datetime(
    2023, 1, 1
)  # the same workbook has the same bytes, whenever it is made
_INDENT, _README_WIDTH = 3, 95
_HEADINGS = tone(TABS[1], 0.3)


def build_workbook(
    form: Form, rows: Mapping[str, Records], further: Further = NOTHING_MORE
) -> bytes:
    """The .xlsx of an edition, with the rows already known laid in.

    ``rows``: sheet key -> records (field key -> value). A list item is given by its key
    and written as its label, a date as ISO text and written as a date, codes or years
    as a tuple and written joined, an amount in cents and written in euros, a StyledText
    written with its looks; what fits none of these is written as it is. A record of the
    answers sheet goes to its line, by ``question`` (the id) and ``ligne`` (the item's
    key). ``further``: what stands beside the form.
    """
    parts = unshared_parts(form, rows, year_of(form, rows), further)
    return pack(with_shared_texts(parts))


def unshared_parts(
    form: Form,
    rows: Mapping[str, Records],
    year: str,
    further: Further = NOTHING_MORE,
) -> dict[str, bytes]:
    """Its parts, with each text in its cell. ``year``: that of the report, "" where it
    is not known.
    """
    book = Workbook()
    if book.active is not None:
        book.remove(book.active)
    _write_readme(book.create_sheet(README), form)
    for place, sheet in enumerate(form.sheets.values()):
        page, colour = book.create_sheet(sheet.title), TABS[place % len(TABS)]
        records = rows.get(sheet.key, ())
        if sheet.is_answers:
            last_row = write_answers(page, form, sheet, records, year)
            write_heading(page, form, sheet, colour, last_row, year)
            keep_questions_whole(page, form, sheet, year)
        else:
            write_table(page, form, sheet, colour, records, year)
            write_own_columns(page, sheet, further.own.get(sheet.key, ()))
    _write_lists(book.create_sheet(LISTS), book, form)
    _name_keys(book, form, rows)
    for one in further.pages:
        write_page(book, form, one)
    properties = book.properties
    properties.title, properties.creator = form.title, "Canevas"
    properties.language = "fr"
    properties.created = properties.modified = _MADE
    out = io.BytesIO()  # openpyxl's own save() would stamp the present moment
    ExcelWriter(book, zipfile.ZipFile(out, "w")).save()
    return read_parts(out.getvalue())


def year_of(form: Form, rows: Mapping[str, Records]) -> str:
    """The year of the report, where it is known and the form says one."""
    sheet, key = form.as_at
    is_year = form.sheets[sheet].fields[key].type == "year"
    known = (str(row[key]) for row in rows.get(sheet, ()) if key in row)
    year = next(known, "") if is_year else ""
    return year if year.isdecimal() else ""


def _write_readme(page: Worksheet, form: Form) -> None:
    set_top(page, form.title, "", QUIET_TAB)
    page.column_dimensions["A"].width = _INDENT
    page.column_dimensions["B"].width = _README_WIDTH
    row = GROUP_ROW
    parts: list[range] = []
    for part in form.readme:
        parts.append(range(row, row + 1 + len(part.lines)))
        looks = {"size": 13, "bold": True, "colour": _HEADINGS, "rules": "bottom"}
        heading = put(page, f"A{row}", part.heading, wrap=False, **looks)
        dress_like(page[f"B{row}"], heading)
        page.row_dimensions[row].height = 22
        for line in part.lines:
            row += 1
            put(page, f"B{row}", line, vertical="center")
            page.row_dimensions[row].height = height((line, _README_WIDTH), least=20)
        row += 2
    page.sheet_view.showGridLines = False
    set_page(page, form, _INDENT + _README_WIDTH, portrait=True)
    keep_whole(page, _INDENT + _README_WIDTH, parts, portrait=True)


def _write_lists(page: Worksheet, book: Workbook, form: Form) -> None:
    """One column a list, and the name by which drop-downs find it (a literal drop-down
    holds 255 characters).
    """
    set_top(page, LISTS_TITLE, LISTS_INTRO, QUIET_TAB)
    lists = _lists_of(form)
    widths = [_list_width(choices) for choices in lists]
    for number, choices in enumerate(lists, 1):
        letter, last_row = get_column_letter(number), FIRST_ROW - 1 + len(choices.items)
        page.column_dimensions[letter].width = widths[number - 1]
        put(
            page,
            f"{letter}{HEADING_ROW}",
            choices.title,
            bold=True,
            fill=tone(QUIET_TAB, 0.88),
            vertical="center",
            rules="top bottom",
        )
        for row, item in enumerate(choices.items, FIRST_ROW):
            put(page, f"{letter}{row}", item.label, size=11)
        area = f"${letter}${FIRST_ROW}:${letter}${last_row}"
        _define(book, f"liste_{choices.key}", f"{quote_sheetname(LISTS)}!{area}")
    for row in range(HEADING_ROW, page.max_row + 1):
        texts = [str(cell.value or "") for cell in page[row]]
        page.row_dimensions[row].height = height(*zip(texts, widths, strict=True))
    set_view(page, f"A{FIRST_ROW}")
    set_page(page, form, sum(widths))
    page.print_title_rows = f"{HEADING_ROW}:{HEADING_ROW}"


def _lists_of(form: Form) -> list[ChoiceList]:
    """The lists that its sheets take values from: a part shows no others."""
    if all({*one.sheets} <= form.sheets.keys() for one in form.questions.values()):
        return [*form.lists.values()]
    used = {field.list for _, field in form.fields()}
    return [choices for key, choices in form.lists.items() if key in used]


def _list_width(choices: ChoiceList) -> float:
    texts = (choices.title, *(item.label for item in choices.items))
    return min(100, 3 + max(map(len, texts)))


def _name_keys(book: Workbook, form: Form, rows: Mapping[str, Records]) -> None:
    """For each sheet that others refer to, a name over its keys, down to the last
    filled one: no blanks to scroll.
    """
    referred = {
        field.refers
        for _, field in form.fields()
        if field.refers and field.type in ("code", "reference")
    }
    for key in sorted(referred):
        sheet = form.sheets[key]
        letter = letters_of(sheet)[sheet.key_field]
        last_row = last_room_row(sheet, rows.get(key, ()))
        first = f"{quote_sheetname(sheet.title)}!${letter}${FIRST_ROW}"
        room = f"{first}:${letter}${last_row}"
        filled = f'MAX(1,SUMPRODUCT(MAX(({room}<>"")*(ROW({room})-ROW({first})+1))))'
        _define(book, f"cles_{key}", f"{first}:INDEX({room},{filled})")


def _define(book: Workbook, name: str, area: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=area)
