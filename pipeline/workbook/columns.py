"""The columns of a sheet -> the values of their fields. Each text and each date of a
column is converted once, and counted in the budget of the workbook.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence, Set
from datetime import datetime, time
from itertools import zip_longest
from typing import Any

from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.submission import TEXTS, Text, Value
from pipeline.model.text import StyledText, looks_of, ordinals
from pipeline.office.excel import ShownNumber
from pipeline.workbook.cell_values import LONGEST_TEXT, BadCell, Cell
from pipeline.workbook.field_values import LONGEST_ENTRY, converter, is_free_text

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
    value = _reader(form, field)
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


def _reader(form: Form, field: Field) -> Callable[[Cell], Value | BadCell | None]:
    """What makes the value of each cell of a column."""
    convert = converter(form, field)
    longest = LONGEST_TEXT if is_free_text(field) else LONGEST_ENTRY

    def value(typed: Cell) -> Value | BadCell | None:
        if typed is None or isinstance(typed, BadCell | ShownNumber):
            return typed
        if isinstance(typed, TEXTS) and len(typed) > longest:
            return BadCell("valeur-trop-longue", str(typed))
        found = convert(typed)
        return None if found == () else found

    return value
