"""What a dashboard shows, as frozen data: sections of figures, each with its drawings
and its table. No markup here.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple


class Table(NamedTuple):
    """The data of a figure in words and numbers; the first column names the row.
    ``foot``: a last row of totals.
    """

    head: Sequence[str]
    rows: Sequence[Sequence[object]]
    foot: Sequence[object] = ()


class Bar(NamedTuple):
    """One horizontal bar: lengths of its stretches, what stands at its right, a smaller
    line under its label.

    ``target``: where a mark stands on the bar's scale.
    """

    label: str
    amounts: Sequence[int]
    value: str
    note: str = ""
    target: int | None = None


class Bars(NamedTuple):
    """Horizontal bars on one scale; ``series`` names their stretches, where there are
    several.
    """

    bars: Sequence[Bar]
    series: Sequence[str] = ()

    @property
    def longest(self) -> int:
        """What is as long as the drawing is wide."""
        return max(max(sum(bar.amounts), bar.target or 0) for bar in self.bars)


class Columns(NamedTuple):
    """Upright columns, one a label, each a stack of counts. ``name``: it is one of a row
    of small multiples, headed so, on their common scale up to ``top``.
    """

    labels: Sequence[str]
    stacks: Sequence[Sequence[int]]
    series: Sequence[str] = ()
    name: str = ""
    top: int = 0

    @property
    def total(self) -> int:
        return sum(map(sum, self.stacks))

    @property
    def highest(self) -> int:
        """What is as high as the drawing."""
        return self.top or max(map(sum, self.stacks))


class Flow(NamedTuple):
    """Amounts that go from sources to targets: ``bands`` are (source, target, amount),
    places counted from 0.
    """

    sources: Sequence[str]
    targets: Sequence[str]
    bands: Sequence[tuple[int, int, int]]


class Span(NamedTuple):
    """One line of a timeline, with the years in which it runs. ``mark``: a word that
    sets it apart.
    """

    label: str
    running: Sequence[str]
    mark: str = ""


class Timeline(NamedTuple):
    years: Sequence[str]
    spans: Sequence[Span]


Drawing = Bars | Columns | Flow | Timeline


class Chart(NamedTuple):
    """A figure of the page: a title, its drawings, and their data as a table.
    ``about``: the question it answers; ``mark``: a word that sets it apart; ``lead``
    and ``note``: sentences over and under the drawings; ``wide``: it takes the page's
    whole width.
    """

    title: str
    drawings: Sequence[Drawing]
    table: Table
    about: str = ""
    mark: str = ""
    lead: str = ""
    note: str = ""
    wide: bool = False


class Tile(NamedTuple):
    """A number that stands out."""

    value: object
    label: str
    about: str = ""


class Section(NamedTuple):
    """A part of the page, perhaps of several ``parts``. ``figures``: a table that is
    seen, not one behind a drawing.
    """

    title: str
    intro: str = ""
    figures: Table | None = None
    charts: Sequence[Chart] = ()
    mark: str = ""
    parts: Sequence[Section] = ()


class Page(NamedTuple):
    """``kind``: which form; ``title``: whose and of when; ``lead``: a sentence or two
    on what is shown.
    """

    kind: str
    title: str
    lead: str
    tiles: Sequence[Tile]
    sections: Sequence[Section]
