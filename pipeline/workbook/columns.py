"""The columns of a sheet -> the values of their fields. Each text and each date of a
column is converted once; how much there may be to convert and to check is bounded.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from datetime import datetime, time
from itertools import zip_longest
from typing import Any

from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.submission import TEXTS, Text, Value
from pipeline.model.text import StyledText, french_number, looks_of, normal, ordinals
from pipeline.office.excel import ShownNumber
from pipeline.workbook.cell_values import LONGEST_TEXT, BadCell, Cell
from pipeline.workbook.field_values import LONGEST_ENTRY, converter, is_free_text
from pipeline.workbook.xml_parts import Refused

# filled cells in columns of the form; 100,000 households with 500,000 contacts have
# some 2.6
MOST_CELLS = 5_000_000
MOST_CODES = (
    1_000_000  # in cells that hold several, the first of each aside: each is looked up
)
# in the texts of these that are printed: each is searched for codes, and laid out
MOST_LETTERS = 2_000_000
# letters that a line counts for, a stretch that looks otherwise, and a number in a
# format
_STRETCH = 20
# in codes, dates, names of lists, each once a column: each is evened out
MOST_TYPED = 10_000_000
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


class Room:
    """How much may still be read of a workbook."""

    def __init__(self) -> None:
        self._cells = self._codes = self._printed = self._typed = 0

    def take_letters(
        self, field: Field, column: Column, distinct: Collection[Cell]
    ) -> None:
        """Count the texts of a column, ``distinct`` of which are different. Raises
        Refused.
        """
        if field.printed:
            self._printed += _sum(_weight, column, MOST_LETTERS)
        elif not is_free_text(field):
            self._typed += _sum(_letters, distinct, MOST_TYPED)
        self._bound_printed()
        if self._typed > MOST_TYPED:
            cause = f"ses codes, dates et choix ont plus de {french_number(MOST_TYPED)} caractères"
            raise Refused("classeur-trop-grand", cause=cause)

    def take_formats(self, formatted: int) -> None:
        """Count the numbers of printed texts that are to be shown in a format. Raises
        Refused.
        """
        self._printed += _STRETCH * formatted
        self._bound_printed()

    def _bound_printed(self) -> None:
        if self._printed > MOST_LETTERS:
            most = french_number(MOST_LETTERS)
            cause = f"ses textes ont plus de {most} caractères, {_STRETCH} comptés pour une ligne"
            raise Refused("classeur-trop-grand", cause=cause)

    def take_cells(self, filled: int, codes: int) -> None:
        """Count filled cells, and the further codes in them. Raises Refused."""
        self._cells += filled
        self._codes += codes
        if self._cells > MOST_CELLS:
            cause = f"plus de {french_number(MOST_CELLS)} cellules du formulaire sont remplies"
            raise Refused("classeur-trop-grand", cause=cause)
        if self._codes > MOST_CODES:
            cause = f"ses cellules de plusieurs codes en ont plus de {french_number(MOST_CODES)}"
            raise Refused("classeur-trop-grand", cause=cause)


def _sum(weight: Callable[[Text], int], cells: Iterable[Cell], most: int) -> int:
    """What the texts among these cells weigh; what is too long at first sight is not
    weighed.
    """
    texts = [text for text in cells if isinstance(text, TEXTS)]
    letters = sum(map(len, texts))
    return letters if letters > most else sum(map(weight, texts))


def _letters(text: Text) -> int:
    """How many letters are compared or searched: Unicode spells some out as eighteen."""
    text = str(text)
    return len(text) if text.isascii() else max(len(text), len(normal("NFKC", text)))


def _weight(text: Text) -> int:
    """What it costs to lay a text out, in letters: every line, tab and stretch is an
    element there.
    """
    stretches = (
        str(text).count("\n")
        + str(text).count("\t")
        + len(looks_of(text))
        - 1
        + 2 * ordinals(str(text))
    )
    return _letters(text) + _STRETCH * stretches


def read_columns(
    form: Form,
    sheet: Sheet,
    columns: Mapping[str, int],
    lines: Sequence[Column],
    room: Room,
) -> tuple[dict[str, list[Value | None]], Bad]:
    """The values of each column that is there (``columns``: field -> its place in the
    lines), in the order of the form, None for a cell without one; and the cells that
    have none to trust. Raises Refused.
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
        values, faulty = _values(form, field, column, kinds, room)
        read[key] = values
        for at, cell in faulty:
            bad.setdefault(at, {})[key] = cell
    return read, bad


def _as_shown(column: Column, room: Room) -> Column:
    """The cells of a column whose texts are printed, its numbers and dates as Excel
    shows them. Raises Refused.
    """
    from pipeline.office.number_format import shown_number  # few texts hold a number

    numbers = {
        id(cell): cell
        for cell in column
        if isinstance(cell, _NUMBERS) and not isinstance(cell, bool)
    }
    room.take_formats(sum(type(cell) not in (int, float) for cell in numbers.values()))
    shown = {key: shown_number(cell) for key, cell in numbers.items()}
    return tuple(shown.get(id(cell), cell) for cell in column)


def _values(
    form: Form, field: Field, column: Column, kinds: Set[type], room: Room
) -> tuple[list[Value | None], list[tuple[int, BadCell]]]:
    """The values of a column with cells of these kinds, None where there is none to
    trust; and line by line the cells that have none.
    """
    convert, longest = (
        converter(form, field),
        LONGEST_TEXT if is_free_text(field) else LONGEST_ENTRY,
    )

    def value(typed: Cell) -> Value | BadCell | None:
        if typed is None or isinstance(typed, BadCell | ShownNumber):
            return typed
        if isinstance(typed, TEXTS) and len(typed) > longest:
            return BadCell("valeur-trop-longue", str(typed))
        found = convert(typed)
        return None if found == () else found

    if field.printed and is_free_text(field) and not kinds <= _TEXTS:
        column = _as_shown(column, room)
        kinds = {*map(type, column)}
    alike = kinds <= _EQUAL_IF_ALIKE
    keys = column if alike else [*map(id, column)]
    distinct = {*column} if alike else dict(zip(keys, column, strict=True)).values()
    room.take_letters(field, column, distinct)
    known: dict[Any, Any] = {
        typed if alike else id(typed): value(typed) for typed in distinct
    }
    bad: dict[Any, BadCell] = {}
    if BadCell in {*map(type, known.values())}:
        bad = {key: found for key, found in known.items() if isinstance(found, BadCell)}
        known |= dict.fromkeys(bad)
    values = [*map(known.__getitem__, keys)]
    codes = (
        sum(len(each) - 1 for each in values if isinstance(each, tuple))
        if field.type == "codes"
        else 0
    )
    room.take_cells(len(column) - column.count(None), codes)
    return values, [
        (at, bad[key]) for at, key in enumerate(keys) if key in bad
    ] if bad else []
