"""The cells of a row as stored -> their values, each in its column, and what is to be
noted of them.
"""

from __future__ import annotations

import re
from functools import cache
from xml.etree.ElementTree import Element

from pipeline.findings.bounds import MOST_ALIKE
from pipeline.findings.sentences import unlike_excel
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import StyledText
from pipeline.office.budget import Refused
from pipeline.office.excel import column_letters, column_number, is_from_elsewhere
from pipeline.workbook.cell_values import BadCell, Cell, cell_value, is_struck
from pipeline.workbook.tables import MAIN, Workbook, text_of

MOST_COLUMNS, _LAST_COLUMN = 200, 16_384
_KNOWN, _LONGEST_KNOWN = 300_000, 100  # cells whose value is remembered, their letters
_CELL, _VALUE, _INLINE, _FORMULA, _MORE = (
    MAIN + tag for tag in ("c", "v", "is", "f", "extLst")
)
_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


def place_of(ref: str) -> tuple[int, int]:
    """Row and column of a reference; (0, 0) where it is none."""
    found = _REF.fullmatch(ref)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


@cache
def _columns() -> dict[str, int]:
    """The letters of the columns that are read, with their numbers."""
    return {column_letters(number): number for number in range(1, MOST_COLUMNS + 1)}


class RowCells:
    """What is known of the cells of one sheet while its rows go by."""

    def __init__(self, book: Workbook, title: str) -> None:
        self._book, self._title, self._columns = book, title, _columns()
        self._known: dict[tuple[str | None, ...], Cell] = {}
        self._may_be_struck = bool(book.styles.struck or book.texts.struck)
        # Formulas of many cells that look into another workbook.
        self._shared: set[str] = set()
        self._beyond = 0  # the last row with a cell beyond the last column
        self.faults: list[Problem] = []
        self.struck: dict[int, set[int]] = {}
        self.elsewhere: dict[int, set[int]] = {}

    def fault(self, code: str, number: int, column: int = 0) -> None:
        """Tell of a place, as far as such findings are told."""
        if len(self.faults) < MOST_ALIKE:
            letters = column_letters(column) if column else ""
            self.faults.append(Problem(code, CellRef(self._title, number, letters)))

    def read(self, row: Element, number: int) -> tuple[Cell, ...]:
        """The values of a row, up to the last that is filled."""
        digits, columns, known = str(number), self._columns, self._known
        values: list[Cell] = []
        column = 0
        for cell in row:
            if cell.tag != _CELL:
                _check_part(cell)
                continue
            place = cell.get("r")
            if place is None:
                column += 1
            elif (letters := place.removesuffix(digits)) in columns:
                column = columns[letters]
            else:
                at, column = place_of(place)
                self._elsewhere(cell, number, at, column, values)
                continue
            if not (parts := len(cell)):
                continue
            first = cell[0]
            if parts > 1 or first.tag != _VALUE or self._may_be_struck:
                value = self._any_value(cell, number, column)
            else:
                key = cell.get("t", "n"), cell.get("s", "0"), first.text or ""
                value = known[key] if key in known else self._new_value(*key)
            if value is None:
                continue
            if column == len(values) + 1 <= MOST_COLUMNS:
                values.append(value)
            else:
                self._put(values, number, column, value)
        return tuple(values)

    def _elsewhere(
        self, cell: Element, number: int, at: int, column: int, values: list[Cell]
    ) -> None:
        """Tell of a cell that says another row, no place that Excel writes, or a column
        beyond the last that is read.
        """
        value = self._any_value(cell, number, column)
        if value is not None:
            if not column:
                self.fault("place-double", number)
            else:
                bad = value if at == number else BadCell("place-double")
                self._put(values, number, column, bad)

    def _put(self, values: list[Cell], number: int, column: int, value: Cell) -> None:
        """Put a value behind those before it; one that stands further back is misplaced,
        and of those beyond the last column the first of a row is told.
        """
        gap = column - 1 - len(values)
        if column > MOST_COLUMNS:
            if self._beyond != number:
                self.fault("hors-limites", number, min(column, _LAST_COLUMN))
            self._beyond = number
        elif gap < 0:
            values[column - 1] = BadCell("place-double")
        else:
            values.extend([None] * gap)
            values.append(value)

    def _new_value(self, kind: str, style: str, stored: str) -> Cell:
        """The value of a cell of a kind that is not known yet."""
        if len(self._known) > _KNOWN:
            self._known.clear()
        value = cell_value(self._book, kind, style, stored, False)
        if len(stored) <= _LONGEST_KNOWN:
            self._known[kind, style, stored] = value
        return value

    def _any_value(self, cell: Element, number: int, column: int) -> Cell:
        """The value of a cell, whatever is in it; what is to be noted of it is noted."""
        kind, style = cell.get("t", "n"), cell.get("s", "0")
        stored: str | StyledText | None = None
        formula, struck = None, False
        for part in cell:
            if part.tag == _VALUE:
                stored = part.text or ""
            elif part.tag == _INLINE:
                stored, struck = text_of(part)
            elif part.tag == _FORMULA:
                formula = part
            else:
                _check_part(part)
        value = cell_value(self._book, kind, style, stored, formula is not None)
        if struck or is_struck(self._book, kind, style, stored):
            self._note(self.struck, value, number, column)
        if formula is not None and self._is_from_elsewhere(formula):
            self._note(self.elsewhere, value, number, column)
        return value

    def _note(
        self, noted: dict[int, set[int]], value: Cell, number: int, column: int
    ) -> None:
        if value is not None and column <= MOST_COLUMNS:
            noted.setdefault(number, set()).add(column)

    def _is_from_elsewhere(self, formula: Element) -> bool:
        """Whether a formula looks into another workbook; one that many cells share is
        written in the first of them.
        """
        shared = formula.get("si", "")
        if not formula.text:
            return shared in self._shared
        found = is_from_elsewhere(formula.text)
        if found and shared:
            self._shared.add(shared)
        return found


def _check_part(part: Element) -> None:
    """Refuse what no program writes among cells, since another may read it as one."""
    if part.tag != _MORE:
        raise Refused("classeur-anormal", cause=unlike_excel.CELLS)
