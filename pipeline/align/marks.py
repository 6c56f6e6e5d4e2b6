"""The headings and titles of a form in a document, in its order, and what is below each."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterator
from typing import NamedTuple

from pipeline.align.chains import Chains
from pipeline.align.remains import SENTENCE, Remains

TITLE = 1  # the level of a title without a number; of a chapter 0, of 2.1 2


class Mark(NamedTuple):
    """Where a heading or a title stands: its passage; ``question``: -1 for a title."""

    number: int
    level: int
    question: int
    words: str


class Marks:
    """``answered``: the numbers of the questions with places."""

    def __init__(
        self, form: Chains, remains: Remains, answered: Collection[int]
    ) -> None:
        self.form, self.remains, self.answered = form, remains, answered
        self.all = sorted([*self._headings(), *self._titles()])
        self.numbers = [one.number for one in self.all]

    def _headings(self) -> Iterator[Mark]:
        for number, several in self.remains.divided.of.items():
            heading = self.form.headings[number]
            level = 0 if heading.is_chapter else 1 + len(heading.name.split("."))
            for one in several:
                at = one.found.passage.number
                yield Mark(at, level, number, heading.phrase.words)

    def _titles(self) -> Iterator[Mark]:
        for title in self.form.titles:
            words = title.phrase.words
            there = self.remains.of(title.phrase, title.question)
            if there is not None and not SENTENCE.search(words):
                yield Mark(there.passage.number, TITLE, -1, words)

    def heading(self, number: int) -> Mark | None:
        """The last heading before a passage."""
        before = self.all[: bisect_left(self.numbers, number)]
        return next((one for one in reversed(before) if one.question >= 0), None)

    def before(self, number: int) -> Mark:
        return self.all[bisect_left(self.numbers, number) - 1]

    def behind(self, number: int) -> Mark | None:
        at = bisect_left(self.numbers, number + 1)
        return self.all[at] if at < len(self.all) else None

    def end(self, mark: Mark) -> int:
        """Where what stands below a heading or a title ends."""
        behind = self.all[self.all.index(mark) + 1 :]
        ends = (one.number for one in behind if one.level <= mark.level)
        return next(ends, len(self.remains.passages.all))

    def questions(self, first: int, last: int) -> list[int]:
        """The questions with places between two passages."""
        inside = (one for one in self.all if first < one.number < last)
        return [one.question for one in inside if one.question in self.answered]
