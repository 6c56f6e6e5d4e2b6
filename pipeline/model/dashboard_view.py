"""What a dashboard shows, as frozen data: sections of figures, each with its drawings
and its table. No markup here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Table:
    """The data of a figure in words and numbers; the first column names the row.
    ``foot``: a last row of totals.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    foot: tuple[str, ...] = ()


@dataclass(frozen=True)
class Bar:
    """One horizontal bar: lengths of its stretches, what stands at its right, a smaller
    line under its label.

    ``target``: where a mark stands on the bar's scale.
    """

    label: str
    amounts: tuple[int, ...]
    value: str
    note: str = ""
    target: int | None = None


@dataclass(frozen=True)
class Bars:
    """Horizontal bars on one scale; ``series`` names their stretches, where there are
    several.
    """

    bars: tuple[Bar, ...]
    series: tuple[str, ...] = ()

    @property
    def longest(self) -> int:
        """What is as long as the drawing is wide."""
        return max(max(sum(bar.amounts), bar.target or 0) for bar in self.bars)


@dataclass(frozen=True)
class Columns:
    """Upright columns, one a label, each a stack of counts, on a scale up to ``top``
    (the same in small multiples).

    ``small``: one of a row of small multiples, headed by its ``name``.
    """

    name: str
    labels: tuple[str, ...]
    stacks: tuple[tuple[int, ...], ...]
    top: int
    series: tuple[str, ...] = ()
    small: bool = False

    @property
    def total(self) -> int:
        return sum(map(sum, self.stacks))


@dataclass(frozen=True)
class Flow:
    """Amounts that go from sources to targets: ``bands`` are (source, target, amount),
    places counted from 0.
    """

    sources: tuple[str, ...]
    targets: tuple[str, ...]
    bands: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True)
class Span:
    """One line of a timeline: in which of the years it runs. ``mark``: a word that sets
    it apart.
    """

    label: str
    runs: tuple[bool, ...]
    mark: str = ""

    def running(self, years: Sequence[str]) -> list[str]:
        """Those of the years in which it runs."""
        return [year for year, runs in zip(years, self.runs, strict=True) if runs]


@dataclass(frozen=True)
class Timeline:
    years: tuple[str, ...]
    spans: tuple[Span, ...]


Drawing = Bars | Columns | Flow | Timeline


@dataclass(frozen=True)
class Chart:
    """A figure of the page: a title, its drawings, and their data as a table.
    ``about``: the question it answers; ``mark``: a word that sets it apart; ``lead``
    and ``note``: sentences over and under the drawings; ``wide``: it takes the page's
    whole width.
    """

    title: str
    drawings: tuple[Drawing, ...]
    table: Table
    about: str = ""
    mark: str = ""
    lead: str = ""
    note: str = ""
    wide: bool = False


@dataclass(frozen=True)
class Tile:
    """A number that stands out."""

    value: str
    label: str
    about: str = ""


@dataclass(frozen=True)
class Section:
    """A part of the page, perhaps of several ``parts``. ``figures``: a table that is
    seen, not one behind a drawing.
    """

    title: str
    intro: str = ""
    figures: Table | None = None
    charts: tuple[Chart, ...] = ()
    mark: str = ""
    parts: tuple[Section, ...] = ()


@dataclass(frozen=True)
class Page:
    """``kind``: which form; ``title``: whose and of when; ``lead``: a sentence or two
    on what is shown.
    """

    kind: str
    title: str
    lead: str
    tiles: tuple[Tile, ...]
    sections: tuple[Section, ...]
