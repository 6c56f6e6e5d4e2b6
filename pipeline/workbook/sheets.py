"""The sheets of an admitted package -> rows of values, each row and cell where it
stands.

A sheet is streamed: cells without a value cost their tags and nothing more, wherever
they stand.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice

from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import even_out, french_number
from pipeline.office.excel import column_letters, column_number, is_from_elsewhere
from pipeline.workbook.admission import NOT_OF_THE_FILE
from pipeline.workbook.cell_values import BadCell, Cell, cell_value, is_struck
from pipeline.workbook.quick_rows import QuickRows
from pipeline.workbook.tables import MAIN, RUN_TAGS, Runs, Workbook, scan_workbook
from pipeline.workbook.xml_parts import Feed, Parts, Quick, Refused

MOST_ROWS = 1_048_576  # as in Excel
MOST_COLUMNS = 200
MOST_FILLED_ROWS = 700_000  # in all the sheets read
MOST_PLACES = (
    20_000_000  # in the rows kept, up to the last cell of each: 8 bytes a place
)
MOST_KNOWN = 1_000  # attributes of rows
MOST_MERGED = 10_000  # ranges in a sheet
MOST_TOLD = 1_000  # findings about places in a sheet
# rows of a sheet with cells of which something is noted; each is left to the parser
MOST_NOTED = 1_000
MOST_GLANCED, MOST_COUNTED = (
    60,
    20_000,
)  # other sheets that are glanced at, rows of such a sheet that are counted
_NEVER = 1 << 30  # no row has this number
_FIRST_ROWS, _FIRST_BYTES = (
    60,
    64 << 10,
)  # rows of such a sheet that may have headings, what is unpacked at once

Lines = list[tuple[Cell, ...]]
Noted = Mapping[int, Collection[int]]

_TAGS = ("c", "v", "t", "f", "row", "rPh", "mergeCell", "col")
_C, _V, _T, _F, _ROW, _RPH, _MERGE, _COL = (MAIN + tag for tag in _TAGS)
_YES, _NO_SIZE = ("1", "true"), ("0", "0.0")
_SHARED = re.compile(r'<f [^>]*?si="([0-9]+)"')
_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")


@dataclass(frozen=True)
class SheetCells:
    """A sheet as read: its rows from 1 on, what is wrong with its places, and what is
    to be noted of it.

    ``hidden``: the rows that Excel does not show; ``hidden_columns``: the columns, but
    for those of a folded group; ``is_hidden``: whether it shows nothing of the sheet;
    ``struck`` and ``elsewhere``: row -> the columns whose cell is struck through, or
    takes its value from another workbook, of MOST_NOTED rows each.

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
) -> tuple[dict[str, SheetCells], list[Problem]]:
    """The sheets by evened-out title. One whose title is not wanted is people's own and
    stays without rows, unless ``heading_row`` finds headings of a form in its first
    rows; nor where the title is ``known``.
    """
    sheets: dict[str, SheetCells] = {}
    others: dict[str, str] = {}
    try:
        parts = Parts(package)
        book = scan_workbook(parts)
        for title, part in book.sheets:
            key, room = (
                even_out(title),
                MOST_FILLED_ROWS - sum(sheet.filled for sheet in sheets.values()),
            )
            if not wanted(key):
                sheets.setdefault(key, SheetCells(title, []))
                if key not in known:
                    others.setdefault(key, part)
            elif key in sheets:
                double = Problem(
                    "feuille-double", CellRef(title), {"feuille": sheets[key].title}
                )
                sheets[key] = replace(sheets[key], faults=(*sheets[key].faults, double))
            else:
                sheets[key] = _Scan(book, title, room).read(parts, part)
    except Refused as refusal:
        return {}, [Problem(refusal.code, None, refusal.facts)]
    if heading_row:
        _glance(book, parts, sheets, others, heading_row)
    return sheets, []


def _glance(
    book: Workbook,
    parts: Parts,
    sheets: dict[str, SheetCells],
    others: Mapping[str, str],
    heading_row: Callable[[Lines], int],
) -> None:
    """Look for headings of a form in the other sheets (evened-out title -> part), as
    far as what the form's own sheets have left of the workbook's budgets goes. What
    cannot be read is people's own, and no finding.
    """
    for key, part in islice(others.items(), MOST_GLANCED):
        try:
            first = _Scan(book, sheets[key].title, _FIRST_ROWS, _FIRST_ROWS).read(
                parts, part, _FIRST_BYTES
            )
            if not (at := heading_row(first.rows)):
                continue
            last = at + MOST_COUNTED
            whole = _Scan(book, first.title, last, last).read(parts, part, _FIRST_BYTES)
        except NOT_OF_THE_FILE:
            raise
        except (
            Exception
        ):  # a part that is missing, cut off or nonsense raises nearly anything
            continue
        sheets[key] = SheetCells(
            first.title, first.rows, filled=sum(map(bool, whole.rows[at:]))
        )


def _place(ref: str) -> tuple[int, int]:
    """Row and column of a reference; (0, 0) where it is none."""
    found = _REF.fullmatch(ref)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


class _Enough(Exception):
    """No further row is asked for."""


class _Scan:
    """The state of one sheet while its tags go by."""

    def __init__(
        self, book: Workbook, title: str, room: int, last: int = _NEVER
    ) -> None:
        self.book, self.title, self.room, self.last = book, title, room, last
        self.quick = QuickRows(book, MOST_COLUMNS, self.is_noted)
        self.known_rows: dict[
            str, dict[str, str]
        ] = {}  # attributes of rows as written -> as read
        self.rows: Lines = []
        self.filled = 0
        self.faults: list[Problem] = []
        self.hidden: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.struck: dict[int, set[int]] = {}
        self.elsewhere: dict[int, set[int]] = {}
        self.shared: set[str] = (
            set()
        )  # formulas of many cells that look into another workbook
        self.merged: list[str] = []
        self.row = self.column = 0
        self.row_attributes: dict[str, str] = {}
        self.current: dict[int, Cell] = {}
        self.cell: dict[str, str] = {}
        self.known_ref, self.since_ref = (
            "",
            0,
        )  # the last cell that says where it is, and how many came after it
        self.runs = Runs()  # of what is stored
        self.formula: list[str] | None = None
        self.formula_id = ""
        self.is_stored = self.inside = self.in_formula = self.phonetic = self.beyond = (
            False
        )

    def read(self, parts: Parts, part: str, chunk: int = 0) -> SheetCells:
        """The rows of a part, up to the last that is asked for. ``chunk``: bytes of it
        to unpack at once.
        """
        quick = Quick(MAIN + "sheetData", "row", self.take)
        with suppress(_Enough):
            parts.walk(part, self.start, self.end, self.text, quick, chunk)
        _spoil_merged(self.rows, self.merged)
        return SheetCells(
            self.title,
            self.rows,
            tuple(self.faults),
            frozenset(self.hidden),
            self.filled,
            frozenset(self.hidden_columns),
            part in self.book.hidden,
            self.struck,
            self.elsewhere,
        )

    def take(self, written: Iterator[str], ask: Feed) -> int:
        """Take rows as programs write them; how many there are before any other."""
        taken = 0
        for empty, number, attributes, rows in self.quick.blocks(written):
            if empty:
                ask(empty)
            if attributes not in self.known_rows:
                ask(f'<row r="{number}"{attributes}></row>')
                if len(self.known_rows) > MOST_KNOWN:
                    self.known_rows.clear()
                self.known_rows[attributes] = self.row_attributes
            taken += len(rows)
            self.row, self.row_attributes = (
                number + len(rows) - 1,
                self.known_rows[attributes],
            )
            self.keep(number, rows)
        return taken

    def start(self, name: str, attributes: dict[str, str]) -> None:
        if name == _C:
            self.cell, self.is_stored, self.formula, self.formula_id = (
                attributes,
                False,
                None,
                "",
            )
            self.runs.clear()
            self.since_ref += 1
            if "r" in attributes:
                self.known_ref, self.since_ref = attributes["r"], 0
        elif name in (_V, _T):
            self.inside = not self.phonetic
            self.is_stored = self.is_stored or self.inside
        elif name == _ROW:
            number = attributes.get("r", "")
            self.row = (
                int(number) if number.isdecimal() and len(number) < 9 else self.row + 1
            )
            if self.row > self.last:
                raise _Enough
            self.row_attributes, self.current, self.beyond = attributes, {}, False
            self.known_ref, self.since_ref, self.column = "", 0, 0
        elif name == _F:
            self.formula, self.in_formula, self.formula_id = (
                [],
                True,
                attributes.get("si", ""),
            )
        elif name == _RPH:
            self.phonetic = True
        elif name in RUN_TAGS:
            self.runs.tag(name, attributes)
        elif name == _MERGE:
            self.merged.append(attributes.get("ref", ""))
        elif name == _COL:
            self.hidden_columns.update(_hidden_columns(attributes))

    def text(self, data: str) -> None:
        if self.inside:
            self.runs.add(data)
        elif self.in_formula and self.formula is not None:
            self.formula.append(data)

    def end(self, name: str) -> None:
        if name == _C:
            if self.is_stored or self.formula is not None:
                self.end_cell()
        elif name == _RPH:
            self.phonetic = False
        elif name == _ROW and self.current:
            self.end_row()
        self.inside = self.in_formula = False

    def end_cell(self) -> None:
        """Keep a cell that is filled, where it stands."""
        stored = self.runs.text() if self.is_stored else None
        kind, style = self.cell.get("t", "n"), self.cell.get("s", "0")
        value = cell_value(self.book, kind, style, stored, self.formula is not None)
        if value is None:
            return
        row, column = _place(self.known_ref) if self.known_ref else (self.row, 0)
        column += self.since_ref
        if self.known_ref and not row:  # no place that Excel writes
            if len(self.faults) < MOST_TOLD:
                self.faults.append(
                    Problem("place-double", CellRef(self.title, self.row))
                )
            return
        if row != self.row or column <= self.column:
            value = BadCell("place-double")
        self.column = column
        if column > MOST_COLUMNS:
            self.tell_beyond(column)
        elif column:
            self.current[column] = value
            self.note(
                column,
                is_struck(self.book, kind, style, stored) or self.runs.is_struck(),
            )

    def note(self, column: int, struck: bool) -> None:
        """Keep what is noted of a cell beside its value."""
        formula = "".join(self.formula or ())
        elsewhere = (
            is_from_elsewhere(formula) if formula else self.formula_id in self.shared
        )
        if elsewhere and self.formula_id:
            self.shared.add(self.formula_id)
        for found, noted in ((struck, self.struck), (elsewhere, self.elsewhere)):
            if found and (self.row in noted or len(noted) < MOST_NOTED):
                noted.setdefault(self.row, set()).add(column)

    def is_noted(
        self, kind: str, style: str, stored: str | None, formula: str | None
    ) -> bool:
        """Whether something of a cell is noted beside its value. ``formula``: what it
        says, or the tag of one that is said elsewhere.
        """
        if formula is not None and len(self.elsewhere) < MOST_NOTED:
            tag = _SHARED.match(formula)
            if tag[1] in self.shared if tag else is_from_elsewhere(formula):
                return True
        return len(self.struck) < MOST_NOTED and is_struck(
            self.book, kind, style, stored
        )

    def tell_beyond(self, column: int) -> None:
        """The first cell of a row that stands beyond the last column read."""
        if not self.beyond and len(self.faults) < MOST_TOLD:
            ref = CellRef(self.title, self.row, column_letters(min(column, 16_384)))
            self.faults.append(Problem("hors-limites", ref))
        self.beyond = True

    def end_row(self) -> None:
        current = self.current
        self.keep(
            self.row,
            [tuple(current.get(column) for column in range(1, max(current) + 1))],
        )

    def keep(self, number: int, rows: Lines) -> None:
        """Keep rows from this number on, those that are filled: each once, and below
        the one before.
        """
        while rows and not rows[-1]:
            rows.pop()
        if not rows:
            return
        if not 0 < number <= MOST_ROWS - len(rows) + 1:
            raise Refused(
                "classeur-trop-grand", cause="il a plus de lignes qu'Excel n'en permet"
            )
        if number > self.last:
            raise _Enough
        if number + len(rows) > self.last:
            rows = rows[: self.last - number + 1]
        if (skipped := number - 1 - len(self.rows)) < 0:
            return self.keep_below(number, rows)
        filled = len(rows) - rows.count(())
        if self.filled + filled > self.room:
            cause = f"il a plus de {french_number(MOST_FILLED_ROWS)} lignes remplies"
            raise Refused("classeur-trop-grand", cause=cause)
        self.book.spent["places"] += sum(map(len, rows))
        if self.book.spent["places"] > MOST_PLACES:
            raise Refused("classeur-trop-grand", cause="ses lignes sont trop longues")
        self.rows.extend([()] * skipped)
        self.rows.extend(rows)
        self.filled += filled
        if (
            self.row_attributes.get("hidden") in _YES
            or self.row_attributes.get("ht") in _NO_SIZE
        ):
            self.hidden.update(at for at, cells in enumerate(rows, number) if cells)

    def keep_below(self, number: int, rows: Lines) -> None:
        """Keep those of the rows that stand below the one before; of the others it is
        told that they do not.
        """
        for at, cells in enumerate(rows, number):
            if at > len(self.rows):
                self.keep(at, [cells])
            elif cells and len(self.faults) < MOST_TOLD:
                self.faults.append(Problem("place-double", CellRef(self.title, at)))


def _hidden_columns(attributes: Mapping[str, str]) -> range:
    """The columns that one of the sheet's looks for columns hides, unless a group of
    them is folded.
    """
    first, last = attributes.get("min", ""), attributes.get("max", "")
    hidden = attributes.get("hidden") in _YES or attributes.get("width") in _NO_SIZE
    if (
        not hidden
        or attributes.get("outlineLevel", "0") != "0"
        or not (first + last).isdecimal()
    ):
        return range(0)
    return range(int(first or 0), min(int(last or 0), MOST_COLUMNS) + 1)


def _spoil_merged(rows: Lines, merged: list[str]) -> None:
    """A value under merged cells is in the file and nobody sees it: only the first cell
    of a range may have one.
    """
    if len(merged) > MOST_MERGED:
        cause = (
            f"une feuille a plus de {french_number(MOST_MERGED)} cellules fusionnées"
        )
        raise Refused("classeur-trop-grand", cause=cause)
    spans: dict[int, list[tuple[int, int]]] = {}  # column -> covered rows, from and to
    for ref in merged:
        first, _, last = ref.partition(":")
        (top, left), (bottom, right) = _place(first), _place(last or first)
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
    starts, lowest = (
        [start for start, _ in spans],
        list(accumulate((end for _, end in spans), max)),
    )

    def within(number: int) -> bool:
        at = bisect_right(starts, number) - 1
        return at >= 0 and number <= lowest[at]

    return within
