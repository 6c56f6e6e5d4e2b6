"""The sheets of an admitted package -> rows of values, each row and cell where it
stands. Cells without a value are nothing, wherever they stand.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from xml.etree.ElementTree import Element

from pipeline.findings.sentences import size, unlike_excel
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import even_out
from pipeline.office.budget import Budget, Refused, damage_refused, too_large
from pipeline.workbook.cell_values import BadCell, Cell
from pipeline.workbook.row_cells import MOST_COLUMNS, RowCells, place_of
from pipeline.workbook.tables import MAIN, YES, Workbook, scan_workbook
from pipeline.workbook.xml_parts import Parts, Watch, unwatched

MOST_ROWS = 1_048_576  # as in Excel
# Each range is compared with the others over its columns.
MOST_MERGED = 10_000
# Other sheets that are looked at, their first rows that may have headings of a form,
# and the rows that are counted where they have.
MOST_GLANCED, _FIRST_ROWS, MOST_COUNTED = 60, 60, 20_000
_NEVER = 1 << 30  # no row has this number

Lines = list[tuple[Cell, ...]]
Noted = Mapping[int, Collection[int]]

_ROWS, _ROW, _COLUMNS, _MERGES = (
    MAIN + tag for tag in ("sheetData", "row", "cols", "mergeCells")
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
    faults: tuple[Problem, ...] = ()
    hidden: frozenset[int] = frozenset()
    filled: int = 0
    hidden_columns: frozenset[int] = frozenset()
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
            sheets[key] = replace(sheets[key], faults=(*sheets[key].faults, double))
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


class _Scan:
    """The state of one sheet while its rows go by, up to the ``last`` that is asked
    for.
    """

    def __init__(self, book: Workbook, title: str, last: int = _NEVER) -> None:
        self.book, self.title, self.last = book, title, last
        self.cells = RowCells(book, title)
        self.rows: Lines = []
        self.hidden: set[int] = set()
        self.number = 0

    def read(self, parts: Parts, name: str) -> SheetCells:
        """The rows of a part."""
        part = parts.open(name, self.title)
        for rows in part.finished(_ROWS):
            if not self._take(rows):
                break
        _spoil_merged(self.title, self.rows, _entries(part.root, _MERGES))
        return SheetCells(
            self.title,
            self.rows,
            tuple(self.cells.faults),
            frozenset(self.hidden),
            0,
            frozenset(_hidden_columns(_entries(part.root, _COLUMNS))),
            name in self.book.hidden,
            self.cells.struck,
            self.cells.elsewhere,
        )

    def _take(self, rows: Iterable[Element]) -> bool:
        """Keep rows; whether more are asked for."""
        before, read = len(self.rows), self.cells.read
        for row in rows:
            if row.tag != _ROW:
                raise Refused("classeur-anormal", cause=unlike_excel.CELLS)
            said = row.get("r", "")
            self.number = (
                int(said) if said.isdecimal() and len(said) < 9 else self.number + 1
            )
            if self.number > self.last:
                return False
            if len(row) and (cells := read(row, self.number)):
                self._keep(row, cells)
        new = self.rows[before:]
        self.book.budget.take("rows", len(new) - new.count(()), self.title)
        self.book.budget.take("places", sum(map(len, new)), self.title)
        return True

    def _keep(self, row: Element, cells: tuple[Cell, ...]) -> None:
        """Keep a row that is filled: each once, and below the one before."""
        if not 0 < self.number <= MOST_ROWS:
            raise too_large(size.ROW_TOO_FAR, MOST_ROWS, self.title)
        if self.number <= len(self.rows):
            return self.cells.fault("place-double", self.number)
        self.rows.extend([()] * (self.number - 1 - len(self.rows)))
        self.rows.append(cells)
        if row.get("hidden") in YES or row.get("ht") in _NO_SIZE:
            self.hidden.add(self.number)


def _entries(root: Element, name: str) -> list[Element]:
    """What stands in the tables of this name; columns may have several."""
    return [node for table in root if table.tag == name for node in table]


def _hidden_columns(columns: Iterable[Element]) -> set[int]:
    """The columns that the sheet's looks for columns hide, but for folded groups."""
    hidden: set[int] = set()
    for node in columns:
        first, last = node.get("min", ""), node.get("max", "")
        is_hidden = node.get("hidden") in YES or node.get("width") in _NO_SIZE
        is_folded = node.get("outlineLevel", "0") != "0"
        if is_hidden and not is_folded and (first + last).isdecimal():
            hidden.update(range(int(first or 0), min(int(last or 0), MOST_COLUMNS) + 1))
    return hidden


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
