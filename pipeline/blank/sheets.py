"""The sheets of the form, ready to be filled in: tables of records, with prepared room
and the records already known; and the answers sheet, the form's own lines to be ticked or
written on, where what does not apply is grey.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import NamedTuple

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.styles import (
    FORMATS,
    dress,
    dress_like,
    is_centred,
    mark_filled_rows,
    put,
    set_page,
    set_top,
    set_view,
    validation,
)
from pipeline.edition.form import Field, Form, Group, Sheet
from pipeline.edition.questions import Item, Question
from pipeline.findings.sentences import blank as said
from pipeline.model.submission import Value
from pipeline.office.looks import (
    BAND,
    FIRST_ROW,
    GREY,
    GROUP_ROW,
    HEADING_ROW,
    INK,
    INTRO_ROW,
    MUTED,
    RULE,
    TITLE_ROW,
    height,
    tone,
)

Records = Sequence[Mapping[str, Value]]

_NARROW = 20  # characters
_BUTTON = 10  # points, under a heading, for the filter's button


def last_room_row(sheet: Sheet, records: Records = ()) -> int:
    """The last row that is prepared for records."""
    return FIRST_ROW - 1 + max(sheet.rows, len(records), 1)


def heading_text(field: Field) -> str:
    """A column's heading as written: a star marks what is required."""
    return f"{field.heading} *" if field.required else field.heading


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
    """How many columns stay in sight: up to the one that says which record, or which
    line, this is.
    """
    fields = enumerate(sheet.fields.values(), 1)
    kept = (n for n, f in fields if f.key == sheet.key_field or f.type == "line")
    return max(kept, default=0)


def write_heading(
    page: Worksheet, form: Form, sheet: Sheet, colour: str, last_row: int
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
            heading_text(field),
            bold=True,
            fill=tone(group.colour if group else colour, 0.8),
            align="center" if is_centred(form, field) else "",
            rules=f"{side} top bottom",
        )
    set_top(page, sheet.title, sheet.intro, colour, get_column_letter(start + 1))
    page.row_dimensions[GROUP_ROW].height = 20 if sheet.groups else 6
    headings = ((heading_text(field), field.width - 1) for field in fields)
    page.row_dimensions[HEADING_ROW].height = _BUTTON + height(*headings)
    _set_use(page, form, sheet, kept, last_row)


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
    page: Worksheet, form: Form, sheet: Sheet, colour: str, records: Records
) -> None:
    """A sheet of records: every column of the prepared room has its style, its check
    and its prompt.
    """
    last_row, letters = last_room_row(sheet, records), letters_of(sheet)
    opening = _opens_group(sheet)
    write_heading(page, form, sheet, colour, last_row)
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
                dress_like(put(page, f"{letter}{row}", value), column)
        check = validation(form, field)
        check.add(f"{letter}{FIRST_ROW}:{letter}{last_row}")
        page.add_data_validation(check)
    _fit_rows(page, sheet, len(records))
    required = [letter for key, letter in letters.items() if sheet.fields[key].required]
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


def written(form: Form, field: Field, value: Value | None) -> object:
    """A value as Excel gets it."""
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


# ---- the answers sheet


class _Line(NamedTuple):
    """One row of the sheet: a line of the form, and how it stands among the others."""

    question: Question
    item: Item
    row: int
    opens: bool
    fill: str


def write_answers(page: Worksheet, form: Form, sheet: Sheet, records: Records) -> int:
    """Write a row for every line of the form that people answer, with the answers
    already known; gives the last row.

    Raises ValueError for a record that names no line of the form.
    """
    known = {
        (record.get("question"), record.get("ligne", "")): record for record in records
    }
    lines = _lines(form)
    for line in lines:
        answer = known.pop((line.question.id, line.item.key), {})
        named = {"question": line.question.label, "ligne": line.item.label}
        _write_line(page, form, sheet, line, {**answer, **named})
    if known:
        raise ValueError(f"no such line of the form: {sorted(map(str, known))}")
    return lines[-1].row


def _lines(form: Form) -> list[_Line]:
    """The rows in order; the questions are told apart by an alternating band."""
    lines: list[_Line] = []
    fill = ""
    for question in form.questions.values():
        items = question.answer_lines(form.lists)
        if items:
            fill = "" if fill else BAND
        for place, item in enumerate(items):
            row = FIRST_ROW + len(lines)
            lines.append(_Line(question, item, row, opens=not place, fill=fill))
    return lines


def _write_line(
    page: Worksheet, form: Form, sheet: Sheet, line: _Line, values: Mapping[str, Value]
) -> None:
    takes = {"question", "ligne", *line.question.answer_fields(line.item)}
    for key, letter in letters_of(sheet).items():
        field, value = sheet.fields[key], values.get(key)
        is_question = field.type == "question"
        is_number = key == "texte" and line.question.takes_number
        cell = put(
            page,
            f"{letter}{line.row}",
            written(form, field, value),
            bold=line.opens and is_question,
            colour=MUTED if is_question and not line.opens else INK,
            fill=line.fill if key in takes else GREY,
            align="center" if is_centred(form, field) else "left",
            number_format="0" if is_number else "@",
            rules="top bottom",
            rule_colour=MUTED if line.opens else RULE,
        )
        if key in takes:
            kind = "number" if is_number else ""
            check = validation(form, field, *_prompt(field, line), kind)
            _shared(page, check).add(cell.coordinate)
    texts = [
        (str(values.get(key, "")), sheet.fields[key].width - 4)
        for key in ("ligne", "precision", "texte")
    ]
    least = line.question.height if "texte" in takes else 0
    page.row_dimensions[line.row].height = height(*texts, least=least)


def _shared(page: Worksheet, check: DataValidation) -> DataValidation:
    """The check of the page with this prompt: cells that share theirs share one."""
    checks: list[DataValidation] = page.data_validations.dataValidation
    for other in checks:
        if (other.promptTitle, other.prompt) == (check.promptTitle, check.prompt):
            return other
    checks.append(check)
    return check


def _prompt(field: Field, line: _Line) -> tuple[str, str]:
    """Title and text of the prompt: what this very cell is for."""
    question = line.question
    title, text = said.question(question.label), f"{question.title}. {field.help}"
    if field.type in ("question", "line"):
        return title, text
    if field.key != "texte":
        return "", ""
    if question.takes_number:
        return title, said.number(question.title)
    if question.beside:
        text = said.beside_tick(line.item.label, question.beside == question.id)
        return said.question(question.beside), text
    return title, text
