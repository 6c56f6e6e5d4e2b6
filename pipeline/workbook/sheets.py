"""The sheets of an admitted package -> rows of values, each row and cell where it
stands, and what is to be noted of them. Cells without a value are nothing, wherever they
stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import (
    Callable,
    Collection,
    Iterable,
    Iterator,
    Mapping,
    Sequence,
)
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cache
from itertools import accumulate, islice
from xml.etree.ElementTree import Element

from pipeline.findings.bounds import MOST_ALIKE
from pipeline.findings.sentences import size, unlike_excel
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import StyledText, even_out
from pipeline.model.watch import Watch, unwatched
from pipeline.office.budget import Budget, Refused, damage_refused, too_large
from pipeline.office.excel import column_letters, is_from_elsewhere, place_of
from pipeline.workbook.cell_values import BadCell, Cell, cell_value, is_struck
from pipeline.workbook.tables import (
    MAIN,
    YES,
    Workbook,
    entries,
    scan_workbook,
    text_of,
)
from pipeline.workbook.xml_parts import Parts

MOST_ROWS = 1_048_576  # as in Excel
MOST_COLUMNS, _LAST_COLUMN = 200, 16_384
_KNOWN, _LONGEST_KNOWN = 300_000, 100  # cells whose value is remembered, their letters
# Each range is compared with the others over its columns.
MOST_MERGED = 10_000
# Other sheets that are looked at, their first rows that may have headings of a form,
# and the rows that are counted where they have.
MOST_GLANCED, _FIRST_ROWS, MOST_COUNTED = 60, 60, 20_000
_NEVER = 1 << 30  # no row has this number

Lines = list[tuple[Cell, ...]]
Noted = dict[int, set[int]]

_ROWS, _ROW = MAIN + "sheetData", MAIN + "row"
_CELL, _VALUE, _INLINE, _FORMULA, _MORE = (
    MAIN + tag for tag in ("c", "v", "is", "f", "extLst")
)
_NO_SIZE = ("0", "0.0")


@dataclass(frozen=True)
class SheetCells:
    """A sheet as read: its rows from 1 on, what is wrong with its places, and what is
    to be noted of it.

    ``hidden``: the rows that Excel does not show; ``hidden_columns``: the columns, but
    for those of a folded group; ``is_hidden``: whether it shows nothing of the sheet;
    ``struck`` and ``elsewhere``: row -> the columns whose cell is struck through, or
    takes its value from another workbook.

    Of a sheet that is not the form's, but has headings of a form, ``rows`` are the
    first ones, and ``filled`` is how many are filled below the headings.
    """

    title: str
    rows: Lines
    faults: list[Problem] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    filled: int = 0
    hidden_columns: set[int] = field(default_factory=set)
    is_hidden: bool = False
    struck: Noted = field(default_factory=dict)
    elsewhere: Noted = field(default_factory=dict)


def scan(
    package: bytes,
    wanted: Callable[[str], bool],
    heading_row: Callable[[Lines], int] | None = None,
    known: Collection[str] = (),
    watch: Watch = unwatched,
) -> dict[str, SheetCells]:
    """The sheets by evened-out title. One whose title is not wanted is people's own and
    stays without rows, unless ``heading_row`` finds headings of a form in its first
    rows; nor where the title is ``known``. Raises Refused.
    """
    sheets: dict[str, SheetCells] = {}
    others: dict[str, str] = {}
    parts = Parts(package, Budget(), watch)
    book = scan_workbook(parts)
    for title, part in book.sheets:
        key = even_out(title)
        if not wanted(key):
            sheets.setdefault(key, SheetCells(title, []))
            if key not in known:
                others.setdefault(key, part)
        elif key in sheets:
            facts = {"feuille": sheets[key].title}
            double = Problem("feuille-double", CellRef(title), facts)
            sheets[key].faults.append(double)
        else:
            sheets[key] = _Scan(book, title).read(parts, part)
    if heading_row:
        _glance(book, parts, sheets, others, heading_row)
    return sheets


def _glance(
    book: Workbook,
    parts: Parts,
    sheets: dict[str, SheetCells],
    others: Mapping[str, str],
    heading_row: Callable[[Lines], int],
) -> None:
    """Look for headings of a form in the other sheets (evened-out title -> part), as
    far as what the form's own sheets have left of the budget goes. What cannot be read
    is people's own, and no finding.
    """
    for key, part in islice(others.items(), MOST_GLANCED):
        title = sheets[key].title
        with suppress(Refused), damage_refused():
            first = _Scan(book, title, _FIRST_ROWS).read(parts, part)
            if at := heading_row(first.rows):
                whole = _Scan(book, title, at + MOST_COUNTED).read(parts, part)
                filled = sum(map(bool, whole.rows[at:]))
                sheets[key] = SheetCells(title, first.rows, filled=filled)


@cache
def _columns() -> dict[str, int]:
    """The letters of the columns that are read, with their numbers."""
    return {column_letters(number): number for number in range(1, MOST_COLUMNS + 1)}


class _Scan:
    """What is known of one sheet while its rows go by, up to the ``last`` that is asked
    for.
    """

    def __init__(self, book: Workbook, title: str, last: int = _NEVER) -> None:
        self._book, self._title, self._last = book, title, last
        self._columns = _columns()
        self._known: dict[tuple[str | None, ...], Cell] = {}
        self._may_be_struck = bool(book.styles.struck or book.texts.struck)
        # Formulas of many cells that look into another workbook.
        self._shared: set[str] = set()
        self._beyond = 0  # the last row with a cell beyond the last column
        self._number = 0  # of the row at hand
        self.sheet = SheetCells(title, [])
        self._rows = self.sheet.rows

    def read(self, parts: Parts, name: str) -> SheetCells:
        """The rows of a part."""
        part = parts.open(name, self._title)
        for rows in part.finished(_ROWS):
            if not self._take(rows):
                break
        _spoil_merged(self._title, self._rows, entries(part.root, "mergeCells"))
        self.sheet.hidden_columns.update(_hidden(entries(part.root, "cols")))
        return replace(self.sheet, is_hidden=name in self._book.hidden)

    def _take(self, rows: Iterable[Element]) -> bool:
        """Keep rows; whether more are asked for."""
        before, read = len(self._rows), self._read
        for row in rows:
            if row.tag != _ROW:
                raise Refused("classeur-anormal", cause=unlike_excel.CELLS)
            said = row.get("r", "")
            is_number = said.isdecimal() and len(said) < 9
            self._number = int(said) if is_number else self._number + 1
            if self._number > self._last:
                return False
            if not len(row) or not (cells := read(row)):
                continue
            if not 0 < self._number <= MOST_ROWS:
                raise too_large(size.ROW_TOO_FAR, MOST_ROWS, self._title)
            gap = self._number - 1 - len(self._rows)
            if gap < 0:  # each row stands once, and below the one before
                self._fault("place-double")
                continue
            self._rows.extend([()] * gap)
            self._rows.append(cells)
            if row.get("hidden") in YES or row.get("ht") in _NO_SIZE:
                self.sheet.hidden.add(self._number)
        new = self._rows[before:]
        self._book.budget.take("rows", len(new) - new.count(()), self._title)
        self._book.budget.take("places", sum(map(len, new)), self._title)
        return True

    def _fault(self, code: str, column: int = 0) -> None:
        """Tell of a place, as far as such findings are told."""
        if len(self.sheet.faults) < MOST_ALIKE:
            letters = column_letters(column) if column else ""
            ref = CellRef(self._title, self._number, letters)
            self.sheet.faults.append(Problem(code, ref))

    def _read(self, row: Element) -> tuple[Cell, ...]:
        """The values of a row, up to the last that is filled."""
        digits, columns, known = str(self._number), self._columns, self._known
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
                self._misplaced(cell, at, column, values)
                continue
            if not (parts := len(cell)):
                continue
            first = cell[0]
            if parts > 1 or first.tag != _VALUE or self._may_be_struck:
                value = self._any_value(cell, column)
            else:
                key = cell.get("t", "n"), cell.get("s", "0"), first.text or ""
                value = known[key] if key in known else self._new_value(*key)
            if value is None:
                continue
            if column == len(values) + 1 <= MOST_COLUMNS:
                values.append(value)
            else:
                self._put(values, column, value)
        return tuple(values)

    def _misplaced(
        self, cell: Element, at: int, column: int, values: list[Cell]
    ) -> None:
        """Tell of a cell that says another row, no place that Excel writes, or a column
        beyond the last that is read.
        """
        value = self._any_value(cell, column)
        if value is not None and column:
            is_here = at == self._number
            self._put(values, column, value if is_here else BadCell("place-double"))
        elif value is not None:
            self._fault("place-double")

    def _put(self, values: list[Cell], column: int, value: Cell) -> None:
        """Put a value behind those before it; one that stands further back is misplaced,
        and of those beyond the last column the first of a row is told.
        """
        gap = column - 1 - len(values)
        if column > MOST_COLUMNS:
            if self._beyond != self._number:
                self._fault("hors-limites", min(column, _LAST_COLUMN))
            self._beyond = self._number
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

    def _any_value(self, cell: Element, column: int) -> Cell:
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
            self._note(self.sheet.struck, value, column)
        if formula is not None and self._is_from_elsewhere(formula):
            self._note(self.sheet.elsewhere, value, column)
        return value

    def _note(self, noted: Noted, value: Cell, column: int) -> None:
        if value is not None and column <= MOST_COLUMNS:
            noted.setdefault(self._number, set()).add(column)

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


def _hidden(nodes: Iterable[Element]) -> Iterator[int]:
    """The columns that are hidden, but for those of a folded group: neighbours of one
    outline, of which none is shown.
    """
    hidden: dict[int, bool] = {}
    levels: dict[int, str] = {}
    for node in nodes:
        first, last = node.get("min", ""), node.get("max", "")
        if (first + last).isdecimal():
            span = range(int(first or 0), min(int(last or 0), MOST_COLUMNS) + 1)
            is_hidden = node.get("hidden") in YES or node.get("width") in _NO_SIZE
            hidden |= dict.fromkeys(span, is_hidden)
            levels |= dict.fromkeys(span, node.get("outlineLevel", "0"))
    for column, is_hidden in hidden.items():
        if is_hidden and not _is_folded(column, hidden, levels):
            yield column


def _is_folded(
    column: int, hidden: Mapping[int, bool], levels: Mapping[int, str]
) -> bool:
    level, group = levels[column], {column}
    if level == "0":
        return False
    for step in (-1, 1):
        at = column + step
        while levels.get(at, "0") >= level:
            group.add(at)
            at += step
    return all(hidden[one] for one in group)


def _check_part(part: Element) -> None:
    """Refuse what no program writes among cells, since another may read it as one."""
    if part.tag != _MORE:
        raise Refused("classeur-anormal", cause=unlike_excel.CELLS)


def _spoil_merged(title: str, rows: Lines, merges: Sequence[Element]) -> None:
    """A value under merged cells is in the file and nobody sees it: only the first cell
    of a range may have one.
    """
    if len(merges) > MOST_MERGED:
        raise too_large(size.MERGED, MOST_MERGED, title)
    spans: dict[int, list[tuple[int, int]]] = {}  # column -> covered rows, from and to
    for merge in merges:
        first, _, last = merge.get("ref", "").partition(":")
        (top, left), (bottom, right) = place_of(first), place_of(last or first)
        for column in range(left, min(right, MOST_COLUMNS) + 1):
            spans.setdefault(column, []).append((top + (column == left), bottom))
    under = {column: _within(sorted(covered)) for column, covered in spans.items()}
    hidden = BadCell("valeur-masquee")
    for number, cells in enumerate(rows if under else (), 1):
        lost = {
            at
            for at, cell in enumerate(cells, 1)
            if cell is not None and at in under and under[at](number)
        }
        if lost:
            rows[number - 1] = tuple(
                hidden if at in lost else cell for at, cell in enumerate(cells, 1)
            )


def _within(spans: list[tuple[int, int]]) -> Callable[[int], bool]:
    """Whether a row is in one of these spans of rows, which are sorted."""
    starts = [start for start, _ in spans]
    lowest = [*accumulate((end for _, end in spans), max)]

    def within(number: int) -> bool:
        at = bisect_right(starts, number) - 1
        return at >= 0 and number <= lowest[at]

    return within
