"""The sheets of the form, ready to be filled in: tables of records, with prepared room
and the records already known.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise

from openpyxl.comments import Comment
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import Outline
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.styles import (
    FORMATS,
    MOST_PROMPTED,
    dress,
    dress_like,
    is_centred,
    mark_filled_rows,
    note,
    put,
    set_page,
    set_top,
    set_view,
    validation,
)
from pipeline.edition.asked import asked
from pipeline.edition.form import Field, Form, Group, Sheet
from pipeline.model.carried import FormerText
from pipeline.model.submission import Value
from pipeline.office.looks import (
    FIRST_ROW,
    GROUP_ROW,
    HEADING_ROW,
    INTRO_ROW,
    PAPER,
    TITLE_ROW,
    height,
    tone,
)

Record = Mapping[str, Value | FormerText]
Records = Sequence[Record]

_NARROW = 20  # characters
_BUTTON = 10  # points, under a heading, for the filter's button


def last_room_row(sheet: Sheet, records: Records = ()) -> int:
    """The last row that is prepared for records."""
    return FIRST_ROW - 1 + max(sheet.rows, len(records), 1)


def heading_text(sheet: Sheet, field: Field) -> str:
    """A column's heading as written: a star marks what is always required."""
    star = " *" if sheet.always_required(field.key) else ""
    return f"{field.heading}{star}"


def letters_of(sheet: Sheet) -> dict[str, str]:
    """Field key -> the letter of its column."""
    return {
        key: get_column_letter(number) for number, key in enumerate(sheet.fields, 1)
    }


def _opens_group(sheet: Sheet) -> set[str]:
    """The fields where a new group of columns begins, the sheet's first excepted."""
    pairs = pairwise(sheet.fields.values())
    return {field.key for before, field in pairs if field.group != before.group}


def _kept_columns(sheet: Sheet) -> int:
    """How many columns stay in sight: up to the one that says which record, which
    household, or which line, this is.
    """
    fields = enumerate(sheet.fields.values(), 1)
    saying = ("line", "code", "codes")
    kept = (n for n, f in fields if f.key == sheet.key_field or f.type in saying)
    return max(kept, default=0)


def _fold(page: Worksheet, sheet: Sheet) -> None:
    """Let the groups of columns fold, all open. What begins a group, is required or says
    when something was stays in sight, so that groups side by side fold apart.
    """
    page.sheet_properties.outlinePr = Outline(summaryRight=False)
    page.column_dimensions.max_outline = 1  # openpyxl counts it too late
    opening = _opens_group(sheet)
    for key, letter in letters_of(sheet).items():
        field = sheet.fields[key]
        if key not in opening and not field.required and field.type != "date":
            page.column_dimensions[letter].outlineLevel = 1


def write_heading(
    page: Worksheet, form: Form, sheet: Sheet, colour: str, last_row: int, year: str
) -> None:
    """Rows 1 to 4, the columns' widths, and how the sheet is seen, filtered and
    printed.
    """
    fields, kept = list(sheet.fields.values()), _kept_columns(sheet)
    # Long texts begin after a narrow kept column: it would cut them as soon as one
    # moves to the right.
    start = kept if 0 < sum(field.width for field in fields[:kept]) < _NARROW else 0
    opening = _opens_group(sheet)
    titled = opening | {fields[start].key}
    for key, letter in letters_of(sheet).items():
        for row in (TITLE_ROW, INTRO_ROW):  # else the column's style would show here
            dress(page[f"{letter}{row}"], wrap=False)
        field, side = sheet.fields[key], "left" if key in opening else ""
        page.column_dimensions[letter].width = field.width
        if group := sheet.groups.get(field.group):
            _put_band(page, letter, group, side, titled=key in titled)
        put(
            page,
            f"{letter}{HEADING_ROW}",
            heading_text(sheet, field),
            bold=True,
            fill=tone(group.colour if group else colour, 0.8),
            align="center" if is_centred(form, field) else "",
            rules="left top bottom",
            rule_colour=PAPER,  # headings side by side are told apart
        )
    set_top(page, sheet.title, sheet.intro, colour, get_column_letter(start + 1))
    page.row_dimensions[GROUP_ROW].height = 20 if sheet.groups else 6
    headings = ((heading_text(sheet, field), field.width - 1) for field in fields)
    page.row_dimensions[HEADING_ROW].height = _BUTTON + height(*headings)
    if sheet.folds:
        _fold(page, sheet)
    for key, letter in letters_of(sheet).items():
        if words := _asked_words(form, sheet.fields[key], year):
            page[f"{letter}{HEADING_ROW}"].comment = note("\n\n".join(words))
    _set_use(page, form, sheet, kept, last_row)


def _asked_words(form: Form, field: Field, year: str) -> list[str]:
    """What the form says of a column: the questions that ask for it, and their notes."""
    known = asked(form, year)
    there = [known[name] for name in field.asked_in if name in known]
    words = [text for one in there for text in one.words]
    return words + list(dict.fromkeys(text for one in there for text in one.notes))


def _prompt(form: Form, field: Field) -> str:
    """The help of a column, with the notes of the form on it where there is room."""
    known = asked(form)
    notes = (n for name in field.asked_in if name in known for n in known[name].notes)
    whole = " ".join((field.help, *dict.fromkeys(notes)))
    return whole if len(whole) <= MOST_PROMPTED else field.help


def _put_band(
    page: Worksheet, letter: str, group: Group, side: str, *, titled: bool
) -> None:
    """A column's share of the band of its group."""
    put(
        page,
        f"{letter}{GROUP_ROW}",
        group.title if titled else None,
        bold=True,
        fill=group.colour,
        wrap=False,
        vertical="center",
        rules=side,
    )


def _set_use(
    page: Worksheet, form: Form, sheet: Sheet, kept: int, last_row: int
) -> None:
    """What stays in sight on the screen and on paper, and the filter."""
    set_view(page, f"{get_column_letter(kept + 1)}{FIRST_ROW}")
    set_page(page, form, sum(field.width for field in sheet.fields.values()))
    page.print_title_rows = f"{GROUP_ROW}:{HEADING_ROW}"
    if kept:
        page.print_title_cols = f"A:{get_column_letter(kept)}"
    if last_row > FIRST_ROW:
        last = get_column_letter(len(sheet.fields))
        page.auto_filter.ref = f"A{HEADING_ROW}:{last}{last_row}"


def write_table(
    page: Worksheet,
    form: Form,
    sheet: Sheet,
    colour: str,
    records: Records,
    year: str,
) -> None:
    """A sheet of records: every column of the prepared room has its style, its check
    and its prompt.
    """
    last_row, letters = last_room_row(sheet, records), letters_of(sheet)
    opening = _opens_group(sheet)
    write_heading(page, form, sheet, colour, last_row, year)
    for key, letter in letters.items():
        field = sheet.fields[key]
        column = page.column_dimensions[letter]
        # All but dates, numbers and lists are text: "1.1" is no date, "- oui" no sum.
        dress(
            column,
            bold=key == sheet.key_field,
            align="center" if is_centred(form, field) else "",
            number_format=FORMATS.get(field.type, "@"),
            rules="left" if key in opening else "",
        )
        for row, record in enumerate(records, FIRST_ROW):
            if key in record:
                value = written(form, field, record[key])
                cell = put(page, f"{letter}{row}", value)
                dress_like(cell, column)
                cell.comment = former_note(record[key])
        check = validation(form, field, prompt=_prompt(form, field))
        check.add(f"{letter}{FIRST_ROW}:{letter}{last_row}")
        page.add_data_validation(check)
    _fit_rows(page, sheet, len(records))
    required = [letter for key, letter in letters.items() if sheet.always_required(key)]
    mark_filled_rows(page, required, get_column_letter(len(letters)), last_row)


def _fit_rows(page: Worksheet, sheet: Sheet, records: int) -> None:
    """Room for what is known already. A row that fits on one line keeps no height, so
    it grows with what is typed.
    """
    widths = [field.width - 1 for field in sheet.fields.values()]
    for row in range(FIRST_ROW, FIRST_ROW + records):
        texts = (str(cell.value or "") for cell in page[row])
        needed = height(*zip(texts, widths, strict=False))
        if needed > height():
            page.row_dimensions[row].height = needed


def former_note(value: Value | FormerText | None) -> Comment | None:
    """The comment of a cell that was emptied."""
    return note(value.text) if isinstance(value, FormerText) else None


def written(form: Form, field: Field, value: Value | FormerText | None) -> object:
    """A value as Excel gets it."""
    if isinstance(value, FormerText):
        return None
    if isinstance(value, tuple):
        return _joined(value)
    if field.type == "amount" and isinstance(value, int):
        return value / 100
    if field.type == "list" and value in form.lists[field.list].by_key:
        return form.lists[field.list].by_key[str(value)].label
    if field.type == "date":
        with suppress(ValueError):
            return datetime.date.fromisoformat(str(value))
    return value


def _joined(values: tuple[str | int, ...]) -> str:
    """Codes or years one by one; three years and more from first to last, where none
    between them is missing.
    """
    years = [value for value in values if isinstance(value, int)]
    if len(years) > 2 and years == [*range(years[0], years[-1] + 1)]:
        return f"{years[0]}-{years[-1]}"
    return " ; ".join(map(str, values))
