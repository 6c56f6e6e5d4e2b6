"""Rows of a sheet as Excel, LibreOffice, openpyxl and XlsxWriter write them -> their
values, without a parser.

A row is cut at its own number: what is left between two places (A5, B5) is written like
many others of the sheet, so it is looked at once, then known. Whatever is not exactly
in this shape is left to the parser; tests hold both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from operator import itemgetter
from typing import NamedTuple

from pipeline.office.excel import column_letters
from pipeline.workbook.cell_values import Cell, cell_value
from pipeline.workbook.tables import Workbook
from pipeline.workbook.xml_parts import Refused, clean_text

# What all sheets may cost: a cell that is written like another, and so is the place of
# the next, counts for one (0.4 microseconds), one with another place behind it for
# five, any other for ten more; eight places of a row with gaps for one, four where no
# row had the same gaps; a row that is not as the one before for five more.
MOST_WORK = 14_000_000
_NEW, _NEW_PLACE, _ANEW = 10, 4, 5
_MOST_KNOWN = 200_000
_MOST_STARTS, _MOST_FIRST, _MOST_SHAPES = (
    1_000,
    10,
    1_000,
)  # ways that rows start, first columns, shapes of each
_LONGEST_KNOWN = 120  # characters of a piece, of the attributes of a row

_HEAD = re.compile(
    r'((?:<row [^<>]*/>)*)<row r="([1-9][0-9]{0,6})"((?: [^<>]*[^<>/])?)>'
)
_FORMULA = (
    r'<f(?: aca="(?:false|true)")?(?: t="[a-zA-Z]+")?(?: ref="[A-Z0-9:]+")?(?:'
    r' si="[0-9]+")?(?:/>|>([^<]*)</f>)'
)
_VALUE = r'<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>'
_CELL = re.compile(
    rf'(?: s="([0-9]{{1,9}})")?(?: t="([a-zA-Z]{{1,9}})")?(?: ?/>|>({_FORMULA})?(?:{_VALUE}|<v'
    r" ?/>)?</c>)"
)
# What stands behind the place of most cells, and the column of the next.
_STORED = re.compile(
    r'(?: s="([0-9]{1,9})")?(?: t="(s)")?><v>([0-9]{1,9})</v></c>(?:<c r="([A-Z]{1,3}))?'
)

Cells = tuple[Cell, ...]
# Whether a cell (type, style, what is stored, formula) is one of which more is noted
# than its value.
Noted = Callable[[str, str, "str | None", "str | None"], bool]
_ROW, _PLACE, _END = '<row r="', '<c r="', -1


@cache
def _columns(number: int) -> Mapping[str, int]:
    """The letters of the first columns, each with its place from 0 on."""
    return {column_letters(at + 1): at for at in range(number)}


class Block(NamedTuple):
    """Rows that follow each other and have the same attributes. ``empty``: the empty
    rows before them as written; ``number``: of the first; ``attributes``: the others,
    as written; ``rows``: the values of each up to its last.
    """

    empty: str
    number: int
    attributes: str
    rows: list[Cells]


class OddShape(ValueError):
    """What only the parser can read."""


class QuickRows:
    """What is known of the rows of one sheet."""

    def __init__(self, book: Workbook, columns: int, is_noted: Noted) -> None:
        self._book, self._columns = book, _columns(columns)
        self._pieces = _Pieces(book, self._columns, is_noted)
        self._starts: dict[
            str, tuple[str, _Shapes]
        ] = {}  # of a row, between its number and its first cell's
        self._shapes: dict[int, _Shapes] = {}  # first column -> shapes

    def blocks(self, written: Iterator[str]) -> Iterator[Block]:
        """Rows as written, the ends of their tags aside, up to the first that is not in
        shape.
        """
        number, block = 0, Block("", 1, "", [])
        known, starts, rows = self._pieces, self._starts, block.rows
        for row in written:
            number += 1
            try:
                before, start, *pieces = row.split(f'{number}"')
                attributes, shapes = starts[start]
                values, columns = zip(*map(known.__getitem__, pieces), strict=True)
                pick = shapes[columns]
                cells = pick((*values, None)) if pick else values
                known.work += len(values) + (len(cells) >> 3 if pick else 0)
                if before != _ROW:
                    raise OddShape
            except (KeyError, ValueError):
                try:
                    empty, number, attributes, cells = self._anew(row)
                except OddShape:
                    break
                if empty or number != block.number + len(rows):
                    yield from self._weighed(block)
                    block = Block(empty, number, attributes, [])
                    rows = block.rows
            if attributes != block.attributes:
                yield from self._weighed(block)
                block = Block("", number, attributes, [])
                rows = block.rows
            if cells and cells[-1] is None:
                cells = _trimmed(cells)
            rows.append(cells)
        yield from self._weighed(block)

    def _weighed(self, block: Block) -> Iterator[Block]:
        """The block, if it has rows; what was looked at for it counts in the whole
        workbook.
        """
        if block.rows:
            spent = self._book.spent
            spent["work"] += self._pieces.work
            self._pieces.work = 0
            if spent["work"] > MOST_WORK:
                raise Refused(
                    "classeur-trop-grand", cause="ses feuilles ont trop de cellules"
                )
            yield block

    def _anew(self, row: str) -> tuple[str, int, str, Cells]:
        """A row that does not follow the one before, or has its number elsewhere too;
        it is known how it starts then. Raises OddShape.
        """
        head, *written = row.split(_PLACE)
        self._pieces.work += len(written) + _ANEW
        if not (found := _HEAD.fullmatch(head)):
            raise OddShape
        empty, number, attributes = found[1], found[2], found[3]
        letters, rests = [], []
        for cell in written:
            place, _, rest = cell.partition(f'{number}"')
            letters.append(place)
            rests.append(rest)
        if not written:
            return empty, int(number), attributes, ()
        first = self._columns.get(letters[0])
        if first is None:
            raise OddShape
        if len(self._starts) >= _MOST_STARTS or len(self._shapes) >= _MOST_FIRST:
            self._starts.clear()
            self._shapes.clear()
        shapes = self._shapes.setdefault(first, _Shapes(first, self._pieces))
        if len(attributes) <= _LONGEST_KNOWN:
            self._starts[f"{attributes}>{_PLACE}{letters[0]}"] = attributes, shapes
        pieces = [
            f"{rest}{_PLACE}{place}"
            for rest, place in zip(rests, letters[1:], strict=False)
        ] + rests[-1:]
        values, columns = zip(*map(self._pieces.__getitem__, pieces), strict=True)
        pick = shapes[columns]
        cells = pick((*values, None)) if pick else values
        self._pieces.work += len(cells) >> 3 if pick else 0
        return empty, int(number), attributes, cells


class _Pieces(dict[str, tuple[Cell, int]]):
    """What stands between two places -> the value of the first one's cell, and the
    column of the second.
    """

    def __init__(
        self, book: Workbook, columns: Mapping[str, int], is_noted: Noted
    ) -> None:
        super().__init__()
        self._book, self._columns, self._is_noted = book, columns, is_noted
        self._values: dict[str, Cell] = {}  # of those that are not as most are
        self.work = 0

    def __missing__(self, piece: str) -> tuple[Cell, int]:
        if stored := _STORED.fullmatch(piece):
            style, kind, digits, letters = stored.groups()
            value = self._value(kind, style, digits, None)
            self.work += _NEW
        else:
            rest, more, letters = piece.partition(_PLACE)
            value = self._values[rest] if rest in self._values else self._new(rest)
            letters = letters if more else None
            self.work += _NEW_PLACE
        column = _END if letters is None else self._columns.get(letters)
        if column is None:
            raise OddShape
        found = value, column
        if len(piece) <= _LONGEST_KNOWN:
            if len(self) >= _MOST_KNOWN:
                self.clear()
            self[piece] = found
        return found

    def _new(self, rest: str) -> Cell:
        """The value of a cell that is not known yet by what stands behind its place."""
        value = self._read(rest)
        self.work += _NEW
        if len(rest) <= _LONGEST_KNOWN:
            if len(self._values) >= _MOST_KNOWN:
                self._values.clear()
            self._values[rest] = value
        return value

    def _read(self, rest: str) -> Cell:
        found = _CELL.fullmatch(rest)
        if not found:
            raise OddShape
        style, kind, formula, inside, value, text = found.groups()
        stored = value if value is not None else text
        if inside and (inside := clean_text(inside)) is None:
            raise OddShape
        if stored is None and "<v" in rest:
            stored = ""
        elif stored and (stored := clean_text(stored)) is None:
            raise OddShape
        return self._value(
            kind, style, stored, None if formula is None else inside or formula
        )

    def _value(
        self,
        kind: str | None,
        style: str | None,
        stored: str | None,
        formula: str | None,
    ) -> Cell:
        """The value of a cell, unless more than that is noted of it. ``formula``: what
        it says, or the tag of one that is said elsewhere.
        """
        kind, style = kind or "n", style or "0"
        value = cell_value(self._book, kind, style, stored, formula is not None)
        if value is not None and self._is_noted(kind, style, stored, formula):
            raise OddShape
        return value


class _Shapes(dict[tuple[int, ...], Callable[[tuple[Cell, ...]], Cells] | None]):
    """The columns of a row's cells but the first -> what puts their values, and None
    behind them, where they stand; None where the values stand so.
    """

    def __init__(self, first: int, pieces: _Pieces) -> None:
        super().__init__()
        self._first, self._pieces = first, pieces

    def __missing__(
        self, columns: tuple[int, ...]
    ) -> Callable[[tuple[Cell, ...]], Cells] | None:
        *others, end = columns
        places = [self._first, *others]
        if end != _END or places != sorted({*places}):
            raise OddShape
        at = {place: number for number, place in enumerate(places)}
        width = places[-1] + 1
        self._pieces.work += width >> 2
        pick = (
            None
            if len(places) == width
            else itemgetter(*(at.get(place, len(places)) for place in range(width)))
        )
        if len(self) >= _MOST_SHAPES:
            self.clear()
        self[columns] = pick
        return pick


def _trimmed(cells: Cells) -> Cells:
    """The cells up to the last that is filled."""
    last = next((at for at in range(len(cells), 0, -1) if cells[at - 1] is not None), 0)
    return cells[:last]
