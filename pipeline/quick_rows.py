"""A row of a sheet as Excel, LibreOffice, openpyxl and XlsxWriter write it -> its values, without a parser.

Most cells of a register are written like many others: what stands behind the place of a cell is looked at once, then
known. Whatever is not exactly in this shape is left to the parser; tests hold both against each other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.cell_values import BadCell, CellValue, cell_value
from pipeline.excel import column_letters
from pipeline.workbook_scan import Workbook
from pipeline.xml_parts import Refused, clean_text

# What all sheets may cost: a cell that is written like another counts for one (0.4 microseconds), a new one for ten.
MOST_WORK = 14_000_000
_NEW = 10
_MOST_KNOWN = 200_000
_LONGEST_KNOWN = 120  # characters

_HEAD = re.compile(r'((?:<row [^<>]*/>)*)<row r="([1-9][0-9]{0,6})"((?: [^<>]*[^<>/])?)>')
_FORMULA = r'<f(?: aca="(?:false|true)")?(?: t="[a-zA-Z]+")?(?: ref="[A-Z0-9:]+")?(?: si="[0-9]+")?(?:/>|>([^<]*)</f>)'
_VALUE = r'<v>([^<]*)</v>|<is><t(?: xml:space="preserve")?>([^<]*)</t></is>'
_CELL = re.compile(
    rf'(?: s="([0-9]{{1,9}})")?(?: t="([a-zA-Z]{{1,9}})")?(?: ?/>|>({_FORMULA})?(?:{_VALUE}|<v ?/>)?</c>)'
)

Cell = CellValue | BadCell
Cells = tuple[Cell, ...]
_UNKNOWN = object()


class QuickRows:
    """What is known of the cells of one sheet."""

    def __init__(self, book: Workbook, columns: int) -> None:
        self._book = book
        self._columns = {column_letters(number): number - 1 for number in range(1, columns + 1)}
        self._known: dict[str, Cell] = {}

    def rows(self, written: Iterator[str]) -> Iterator[tuple[str, int, str, Cells]]:
        """Rows as written, the ends of their tags aside, up to the first that is not in shape: of each the empty rows
        before it as written, its number, its other attributes as written, its values up to the last."""
        number, attributes = 0, ""
        for row in written:
            head, *pieces = row.split('<c r="')
            number, empty = number + 1, ""
            if head != f'<row r="{number}"{attributes}>':  # as most are that follow another one
                if not (found := _HEAD.fullmatch(head)):
                    return
                empty, attributes, number = found[1], found[3], int(found[2])
            if (cells := self._cells(pieces, f'{number}"')) is None:
                return
            yield empty, number, attributes, cells

    def _cells(self, pieces: list[str], number: str) -> Cells | None:
        """The values of a row's cells, each piece what stands behind the start of a cell's tag and its place; None
        where one is not in shape. ``number`` ends each place."""
        known, columns = self._known, self._columns
        cells: list[Cell] = []
        self._weigh(len(pieces))
        for piece in pieces:
            letters, _, rest = piece.partition(number)
            value = known.get(rest, _UNKNOWN)
            if value is _UNKNOWN:
                value = self._value(rest)
            column = columns.get(letters)
            if column is None or value is _UNKNOWN:
                return None
            if value is not None:
                if column != len(cells):
                    if column < len(cells):
                        return None
                    cells += [None] * (column - len(cells))
                cells.append(value)  # type: ignore[arg-type]  # never _UNKNOWN here
        return tuple(cells)

    def _value(self, rest: str) -> object:
        """The value of a cell that is not known yet, by what stands behind its place; _UNKNOWN if out of shape."""
        found = _CELL.fullmatch(rest)
        if not found:
            return _UNKNOWN
        style, kind, formula, inside, value, text = found.groups()
        stored = value if value is not None else text
        if inside and clean_text(inside) is None:
            return _UNKNOWN
        if stored is None and "<v" in rest:
            stored = ""
        elif stored and (stored := clean_text(stored)) is None:
            return _UNKNOWN
        read = cell_value(self._book, kind or "n", style or "0", stored, formula is not None)
        if isinstance(read, str) and not read.strip():
            read = None
        self._weigh(_NEW)
        if len(rest) <= _LONGEST_KNOWN:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[rest] = read
        return read

    def _weigh(self, work: int) -> None:
        """Count what has been looked at in the whole workbook."""
        spent = self._book.spent
        spent["work"] += work
        if spent["work"] > MOST_WORK:
            raise Refused("classeur-trop-grand", cause="ses feuilles ont trop de cellules")
