"""What explains a figure of the report, as frozen data: its rule, who is in it, the
cells that put them there.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from pipeline.findings.sentences import explain as say
from pipeline.model.problem import CellRef
from pipeline.model.submission import Figure
from pipeline.model.text import even_out

NUMBER, CENTS = "nombre", "centimes"
# What a figure in cents is of the sum of its entries: the whole, the larger half, the
# smaller half.
WHOLE, LARGER_HALF, SMALLER_HALF = "tout", "première moitié", "seconde moitié"

# What a step of a line's name may be called; the last one is what people read.
Step = tuple[str, ...]


class Entry(NamedTuple):
    """One record behind a figure. ``who``: a household's code, a file's number..., ""
    for a tick or a text; ``cells``: what puts it there; ``adds``: what each of these
    cells adds to the figure (0 where none is given, but 1 for the first: a record
    counts once); ``household``: the key of its code, where it is one's.
    """

    who: str
    cells: tuple[CellRef, ...]
    household: str = ""
    adds: tuple[int, ...] = ()

    @property
    def shares(self) -> tuple[tuple[CellRef, int], ...]:
        """Each cell with what it adds."""
        adds = self.adds or (1, *[0] * (len(self.cells) - 1))
        return tuple(zip(self.cells, adds, strict=True))


@dataclass(frozen=True)
class Explained:
    """One line of the report. ``question``: id and label; ``path``: the steps of the
    line's name, none where the question has a single box; ``value``: as printed;
    ``unit``: NUMBER or CENTS where it is counted, else ""; ``behind``: finds its
    entries, which takes a while, when they are asked for; ``printed``: the figures of
    the answers that it explains.
    """

    id: str
    question: str
    title: str
    path: tuple[Step, ...]
    rule: str
    reference: str
    value: str
    behind: Callable[[], Iterable[Entry]]
    unit: str = ""
    share: str = WHOLE
    printed: tuple[Figure, ...] = ()

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """The records behind the figure."""
        return tuple(self.behind())

    @property
    def line(self) -> str:
        """The line's label."""
        return ", ".join(step[-1] for step in self.path)

    @property
    def number(self) -> int:
        """The printed figure as a number, or as cents; zero may be printed as "- €"."""
        digits = "".join(filter(str.isdigit, self.value))
        return int(digits or "0") * (-1 if self.value.startswith("-") else 1)

    def answers_to(self, asked: str) -> bool:
        """Whether the line is meant by ``asked``: its steps from the first on, by key
        or label, in any case.
        """
        return _follows(self.path, even_out(asked))


def _follows(path: tuple[Step, ...], asked: str) -> bool:
    if not asked or not path:
        return not asked
    names = {even_out(name) for name in path[0]}
    return any(
        asked == name
        or (asked.startswith(f"{name} ") and _follows(path[1:], asked[len(name) + 1 :]))
        for name in names
    )


class Absence(NamedTuple):
    """A question in which a household does not count, and which condition of its rule
    fails.
    """

    question: str
    title: str
    reason: str


class Household(NamedTuple):
    """Where a household counts (with its own entries only), and where not."""

    who: str
    figures: tuple[Explained, ...]
    absences: tuple[Absence, ...] = ()


class UnknownName(ValueError):
    """A question, a line or a household that is not there. Says so in French, with the
    names in ``known`` and those of ``known`` and ``names`` that come ``near`` what was
    asked, evened out by ``even``.
    """

    def __init__(
        self,
        what: str,
        asked: str,
        known: list[str],
        names: Sequence[str] = (),
        even: Callable[[str], str] = even_out,
    ) -> None:
        evened = {even(name): name for name in reversed([*known, *names])}
        self.known = known
        self.near = [evened[one] for one in get_close_matches(even(asked), evened)]
        super().__init__(say.unknown(asked, what, self.near, known))


def places(cells: tuple[CellRef, ...]) -> str:
    """Cells as people read them, a sheet named once: ``Ménages!A5, C5 ; Contacts!A12``."""
    sheets = groupby(cells, key=lambda cell: CellRef(cell.sheet, file=cell.file))
    return " ; ".join(
        sheet.with_file("!".join(filter(None, (sheet.sheet, _cells(found)))))
        for sheet, found in sheets
    )


def _cells(found: Iterable[CellRef]) -> str:
    return ", ".join(cell.cell for cell in found)
