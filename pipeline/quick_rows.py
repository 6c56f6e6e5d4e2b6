"""A row of a sheet as Excel, LibreOffice, openpyxl and XlsxWriter write it -> its values, without a parser.

Most cells of a register are written like many others: what stands behind the place of a cell is looked at once, then
known. Whatever is not exactly in this shape is left to the parser; tests hold both against each other.
"""

from __future__ import annotations

import re

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
_UNKNOWN = object()


class QuickRows:
    """What is known of the cells of one sheet."""

    def __init__(self, book: Workbook, columns: int) -> None:
        self._book = book
        self._columns = {column_letters(number): number - 1 for number in range(1, columns + 1)}
        self._known: dict[str, Cell] = {}

    def row(self, written: str) -> tuple[str, int, str, tuple[Cell, ...]] | None:
        """Empty rows before it as written, the number of the row, its other attributes as written, its values up to the
        last; None where it is not in shape."""
        head, *pieces = written.split('<c r="')
        found = _HEAD.fullmatch(head)
        if not found:
            return None
        empty, number, attributes = found.groups()
        known, columns = self._known, self._columns
        cells: list[Cell] = []
        self._weigh(len(pieces))
        for piece in pieces:
            place, _, rest = piece.partition('"')
            column = columns.get(place.removesuffix(number))
            value = known.get(rest, _UNKNOWN)
            if value is _UNKNOWN:
                value = self._value(rest)
            if column is None or value is _UNKNOWN:
                return None
            if value is not None:
                if column != len(cells):
                    if column < len(cells):
                        return None
                    cells += [None] * (column - len(cells))
                cells.append(value)  # type: ignore[arg-type]  # never _UNKNOWN here
        return empty, int(number), attributes, tuple(cells)

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
