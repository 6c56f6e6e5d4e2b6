"""How the figures of a report differ from those of the year before, as data."""

from __future__ import annotations

from typing import NamedTuple

# Beyond both, the proof names who is behind it.
_MOST_SHARE, _MOST_RECORDS = 0.2, 3


class Evolved(NamedTuple):
    """A figure of both years: its question and line as people name them, how many
    records it counts, who came in and who went out. ``is_whole``: the question has no
    other line.
    """

    question: str
    title: str
    line: str
    before: int
    now: int
    more: tuple[str, ...]
    less: tuple[str, ...]
    is_whole: bool

    @property
    def is_large(self) -> bool:
        change = abs(self.now - self.before)
        return change > _MOST_RECORDS and change > _MOST_SHARE * self.before


class Evolution(NamedTuple):
    """The figures of a year beside those of the year before."""

    before: str
    now: str
    figures: tuple[Evolved, ...]
