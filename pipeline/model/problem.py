"""A finding about a file: what is wrong, and where. A fault is a value, never an
exception.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.findings.sentences import documents as say
from pipeline.model.text import agreed, around_difference, listed

_MOST_CELLS = 5  # named in one finding
_MOST_SHOWN = 80  # characters of a text that differs
# From one file to the next the rows of a sheet are numbered on from a multiple of this,
# which is more than a sheet of Excel can have.
ROWS_OF_A_FILE = 1 << 21


class CellRef(NamedTuple):
    """A place in a workbook, printed as people read it: ``Ménages!C14``.

    ``row`` and ``column`` are empty where the place is a whole sheet or a whole column.
    ``file``: which workbook it is in, where several are read together; ``row`` is then
    a number over all of them, and ``line`` the one that people see.
    """

    sheet: str
    row: int = 0
    column: str = ""
    file: str = ""

    def __str__(self) -> str:
        return self.with_file(f"{self.sheet}!{self.cell}" if self.cell else self.sheet)

    def with_file(self, shown: str) -> str:
        """What is shown of some places of its file, with the file where one is named."""
        return f"{shown} ({self.file})" if self.file else shown

    @property
    def line(self) -> int:
        """The number of the row in its own file."""
        return self.row % ROWS_OF_A_FILE

    @property
    def cell(self) -> str:
        """The place inside its sheet: C14, a column C, "" for the sheet itself."""
        return f"{self.column}{self.line or ''}"

    @property
    def alone(self) -> CellRef:
        """The same place where its file is the only one."""
        return CellRef(self.sheet, self.line, self.column)


def first_cells(refs: Sequence[CellRef]) -> str:
    """The first of some cells of a sheet, and how many others there are: ``A7, B9 et 4
    autres cellules``.
    """
    places = [ref.with_file(ref.cell) for ref in refs[:_MOST_CELLS]]
    more = len(refs) - len(places)
    others = f"{more} {agreed(more, *say.OTHER_CELLS)}"
    return listed([*places, others] if more else places)


@dataclass(frozen=True)
class Problem:
    """One finding. ``code`` names an entry of the catalogue in messages.txt, which holds
    its severity and sentence; ``facts`` fill that sentence; a warning is known again in
    another run by its ``mark`` (findings/seen.py).
    """

    code: str
    ref: CellRef | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
    mark: str = field(default="", compare=False)

    @property
    def sheet(self) -> str:
        """The title of its sheet, "" where the file itself is at fault."""
        return self.ref.sheet if self.ref else ""

    @property
    def file(self) -> str:
        """The file of its place, "" where a single one is read."""
        return self.ref.file if self.ref else ""


Findings = Iterator[Problem]


@dataclass(frozen=True)
class Difference:
    """Where a document departs from what it must be; ``wanted`` and ``found`` may be
    empty: the place says it.
    """

    where: str
    wanted: str = ""
    found: str = ""

    def __str__(self) -> str:
        """In French, of long texts what fits a line, where they begin to differ."""
        wanted, found = (
            say.QUOTED.format(around_difference(text, other, _MOST_SHOWN))
            for text, other in (
                (self.wanted, self.found),
                (self.found, self.wanted),
            )
        )
        if self.wanted and self.found:
            return say.INSTEAD.format(self.where, found, wanted)
        if self.wanted:
            return say.MISSING.format(self.where, wanted)
        sentence = say.TOO_MUCH if self.found else say.DIFFERS
        return sentence.format(self.where, found)


@dataclass(frozen=True)
class Moved(Difference):
    """What must stand elsewhere was found in this place, ``more`` others behind it."""

    more: int = 0

    def __str__(self) -> str:
        found = say.QUOTED.format(around_difference(self.found, "", _MOST_SHOWN))
        behind = agreed(self.more, *say.MOVED_WITH).format(self.more)
        return say.MOVED.format(self.where, found) + behind * bool(self.more)
