"""The columns of a sheet -> the values of their fields, each by a function chosen once
for its column. Each text and each date of a column is converted once, and counted in the
budget of the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import date, datetime, time
from functools import cache, partial
from itertools import zip_longest
from typing import Any

from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.submission import TEXTS, Text, Value
from pipeline.model.text import (
    StyledText,
    as_code,
    as_value,
    even_out,
    is_blank,
    looks_of,
    ordinals,
    quoted,
)
from pipeline.office.excel import ShownNumber
from pipeline.workbook.cell_values import LONGEST_TEXT, BadCell, Cell

LONGEST_ENTRY = (
    1_000  # characters of what is no free text: a code or several, a date, a choice
)
_NAMES = ("list", "question", "line", "reference")  # types of fields
_MOST_YEARS = 20  # in a cell
_YEARS = re.compile(r"\s*((?:19|20)\d\d)(?:\s*-\s*((?:19|20)\d\d))?\s*")
_AMOUNT = re.compile(
    r"\d{1,12}([.,]\d{1,2})?"
)  # "4.760" is no amount: it may be four or four thousand
_WHOLE = re.compile(r"\d{1,12}")

Convert = Callable[[Any], Value]


def converter(form: Form, field: Field) -> Convert:
    """What makes the value of a field; what does not fit stays for the checks to tell:
    texts that are no date and no label of their list quoted, all else as typed. Only a
    free text keeps what nobody sees, and its odd spaces; a name keeps its dashes, since
    that which it names does.
    """
    convert: Convert = _words if field.pattern else _stripped
    if is_free_text(field):
        return _rich if field.rich else _text
    if field.type == "date":
        convert = _date
    elif field.type == "codes":
        convert = _codes
    elif field.type == "code":
        convert = partial(_code, field.pattern)
    elif field.type == "list":
        convert = partial(_key, _list_keys(form, field.list))
    elif field.type == "edition" and form.extends:
        convert = partial(_edition, form)
    elif field.type == "question":
        convert = partial(_key, _question_keys(form))
    elif field.type in ("amount", "whole", "year", "years"):
        convert = partial(_number, field.type)
    even = as_value if field.type in _NAMES else as_code
    return lambda typed: convert(
        even(str(typed)) if isinstance(typed, TEXTS) else typed
    )


def is_free_text(field: Field) -> bool:
    """Whether people write what they want in it, as long as they want."""
    return field.type == "text" and not field.pattern


def _keys_of(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Label, as it is and evened out -> key; of two alike the first."""
    keys: dict[str, str] = {}
    for key, label in labels:
        keys.setdefault(label, keys.setdefault(even_out(label), key))
    return keys


@cache
def _list_keys(form: Form, name: str) -> dict[str, str]:
    return _keys_of((item.key, item.label) for item in form.lists[name].items)


@cache
def _question_keys(form: Form) -> dict[str, str]:
    return _keys_of(
        (question.id, question.label) for question in form.questions.values()
    )


@cache
def line_keys(form: Form, question: str) -> dict[str, str]:
    """The lines that a question has on the answers sheet: label, as it is and evened
    out -> key.
    """
    return _keys_of(
        (item.key, item.label)
        for item in form.questions[question].answer_lines(form.lists)
    )


def _date(typed: Any) -> Value:
    """The day; a text or number that is none stays, a text quoted."""
    if isinstance(typed, datetime):
        return typed.date().isoformat()
    return _whole(typed) if isinstance(typed, int | float) else quoted(_as_text(typed))


def _whole(typed: Any) -> Any:
    """A number without its format, whole where it is."""
    if not isinstance(typed, float):
        return typed
    return int(typed) if typed.is_integer() else float(typed)


def _is_number(typed: Any) -> bool:
    return isinstance(typed, int | float) and not isinstance(typed, bool)


def _code(pattern: str, typed: Any) -> Value:
    number = _whole(typed)
    if _is_number(number):
        return number  # type: ignore[no-any-return]  # a bare number, told later
    return _words(typed) if pattern else _stripped(typed)


def _codes(typed: Any) -> Value:
    number = _whole(typed)
    if _is_number(number):
        return (number,)
    return tuple(
        part.strip() for part in _as_text(number).split(";") if not is_blank(part)
    )


def _edition(form: Form, typed: Any) -> Value:
    """A workbook of the edition that this one extends serves this one too."""
    named = _stripped(typed)
    return form.edition if named == form.extends else named


def _key(keys: dict[str, str], typed: Any) -> Value:
    text = _text(typed)
    return keys.get(text) or keys.get(even_out(text)) or quoted(text)


def _text(typed: Any) -> str:
    return _as_text(_whole(typed))


def _rich(typed: Any) -> Value:
    return typed if isinstance(typed, StyledText) else _text(typed)


def _stripped(typed: Any) -> Value:
    return _text(typed).strip()


def _words(typed: Any) -> Value:
    return " ".join(_text(typed).split())


def _number(kind: str, typed: Any) -> Value:
    """Cents from euros, a whole number, a year, several years; a number that is none of
    these stays one.
    """
    typed = _whole(typed)
    text = _as_text(typed).strip()
    if kind == "years":
        return _years(text) or text
    if kind == "amount" and _AMOUNT.fullmatch(bare := re.sub(r"\s|€", "", text)):
        typed = float(bare.replace(",", "."))
    if isinstance(typed, bool) or not isinstance(typed, int | float):
        return int(text) if kind != "amount" and _WHOLE.fullmatch(text) else text
    cents = round(typed * 100)
    # Below zero it is no amount; a sum of Excel may end on ...0000001.
    is_amount = kind == "amount" and typed >= 0 and abs(typed * 100 - cents) < 1e-4
    return cents if is_amount else typed


def _years(text: str) -> tuple[int, ...]:
    """The years of "2022 ; 2024" or "2022-2025" (from first to last), rising, each
    once; () where one is unreadable.
    """
    years: set[int] = set()
    for part in filter(str.strip, text.split(";")):
        found = _YEARS.fullmatch(part)
        span = range(int(found[1]), int(found[2] or found[1]) + 1) if found else ()
        if not 0 < len(span) <= _MOST_YEARS:
            return ()
        years.update(span)
    return tuple(sorted(years)) if len(years) <= _MOST_YEARS else ()


def _as_text(typed: Any) -> str:
    if isinstance(typed, bool):
        return "VRAI" if typed else "FAUX"
    if isinstance(typed, date):
        return typed.strftime("%d/%m/%Y")
    return str(typed).replace(".", ",") if isinstance(typed, float) else str(typed)


# ---- whole columns

# What each counts for: a letter of a printed text, since it is searched for codes and
# laid out; a line of it, a number in a format; each further code of a cell; and a
# foreign letter, which Unicode may spell out as eighteen.
_PRINTED, _LINE, _CODE, _FOREIGN = 5, 100, 10, 3
_NOTHING = {type(None)}
_TEXTS = {*_NOTHING, str, StyledText, BadCell}
_NUMBERS = (int, float, datetime, time)
_EQUAL_IF_ALIKE = {
    *_NOTHING,
    str,
    datetime,
}  # 1 and True are equal too, and a text is equal to a styled one

Column = tuple[Cell, ...]
Bad = dict[int, dict[str, BadCell]]  # line -> its cells without a value to trust


def _letters(field: Field, column: Column, distinct: Collection[Cell]) -> int:
    """What a column counts for, ``distinct`` cells of which are different: each is
    evened out once, and each cell of a printed text is laid out.
    """
    if field.printed:
        return sum(_laid_out(text) for text in column if isinstance(text, TEXTS))
    if is_free_text(field):
        return 0
    texts = [str(text) for text in distinct if isinstance(text, TEXTS)]
    return sum(len(text) * (1 if text.isascii() else _FOREIGN) for text in texts)


def _laid_out(text: Text) -> int:
    """Every line, tab and stretch of a text is an element of the document."""
    plain = str(text)
    stretches = len(looks_of(text)) - 1 + 2 * ordinals(plain)
    lines = plain.count("\n") + plain.count("\t") + stretches
    return _PRINTED * len(text) + _LINE * lines


def read_columns(
    form: Form,
    sheet: Sheet,
    columns: Mapping[str, int],
    lines: Sequence[Column],
    take: Callable[[int], None],
) -> tuple[dict[str, list[Value | None]], Bad]:
    """The values of each column that is there (``columns``: field -> its place in the
    lines), in the order of the form, None for a cell without one; and the cells that
    have none to trust. ``take``: counts letters.
    """
    wanted = {*columns.values()}
    typed = {
        index: column
        for index, column in enumerate(zip_longest(*lines))
        if index in wanted
    }
    read: dict[str, list[Value | None]] = {}
    bad: Bad = {}
    for key, field in sheet.fields.items():
        column = typed.get(columns.get(key, -1), ())
        kinds = {*map(type, column)}
        if kinds <= _NOTHING:
            continue
        values, faulty = _values(form, field, column, kinds, take)
        read[key] = values
        for at, cell in faulty:
            bad.setdefault(at, {})[key] = cell
    return read, bad


def _as_shown(column: Column, take: Callable[[int], None]) -> Column:
    """The cells of a column whose texts are printed, its numbers and dates as Excel
    shows them.
    """
    from pipeline.office.number_format import shown_number  # few texts hold a number

    numbers = {
        id(cell): cell
        for cell in column
        if isinstance(cell, _NUMBERS) and not isinstance(cell, bool)
    }
    take(_LINE * sum(type(cell) not in (int, float) for cell in numbers.values()))
    shown = {key: shown_number(cell) for key, cell in numbers.items()}
    return tuple(shown.get(id(cell), cell) for cell in column)


def _values(
    form: Form,
    field: Field,
    column: Column,
    kinds: Set[type],
    take: Callable[[int], None],
) -> tuple[list[Value | None], list[tuple[int, BadCell]]]:
    """The values of a column with cells of these kinds, None where there is none to
    trust; and line by line the cells that have none.
    """
    convert = converter(form, field)
    longest = LONGEST_TEXT if is_free_text(field) else LONGEST_ENTRY

    def value(typed: Cell) -> Value | BadCell | None:
        if typed is None or isinstance(typed, BadCell | ShownNumber):
            return typed
        if isinstance(typed, TEXTS) and len(typed) > longest:
            return BadCell("valeur-trop-longue", str(typed))
        found = convert(typed)
        return None if found == () else found

    if field.printed and is_free_text(field) and not kinds <= _TEXTS:
        column = _as_shown(column, take)
        kinds = {*map(type, column)}
    alike = kinds <= _EQUAL_IF_ALIKE
    keys = column if alike else [*map(id, column)]
    distinct = {*column} if alike else dict(zip(keys, column, strict=True)).values()
    take(_letters(field, column, distinct))
    known: dict[Any, Any] = {
        typed if alike else id(typed): value(typed) for typed in distinct
    }
    bad = {key: found for key, found in known.items() if isinstance(found, BadCell)}
    known |= dict.fromkeys(bad)
    values = [*map(known.__getitem__, keys)]
    if field.type == "codes":
        take(_CODE * sum(len(each) - 1 for each in values if isinstance(each, tuple)))
    faulty = (
        [(at, bad[key]) for at, key in enumerate(keys) if key in bad] if bad else []
    )
    return values, faulty
