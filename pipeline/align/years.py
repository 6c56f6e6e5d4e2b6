"""The years that the texts of a document say, beside those of the wording."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.align.keys import OPEN_YEAR, YEARS, years
from pipeline.align.phrases import Phrase

# Of a year that a letter says: none of all steps between two years.
_SAME, _OTHER = 10_000, 20_000


class OfAnotherYear(NamedTuple):
    """A text of the wording, as it would be in the document's year, and as it is there."""

    phrase: Phrase
    words: str
    there: str


def said_years(found: Iterable[tuple[Phrase, str]]) -> Iterator[tuple[str, str]]:
    """Each place that is a year, with what a text of the document says there."""
    for phrase, text in found:
        there = years(text)
        if len(there) == len(phrase.year_names):
            named = zip(phrase.year_names, there, strict=True)
            yield from ((name, year) for name, year in named if year.isdecimal())


def of_other_years(found: Iterable[tuple[Phrase, str]]) -> Iterator[OfAnotherYear]:
    """The texts whose years are not the document's: its year is the one by which most
    of its texts differ from the wording. A question of another year asks for other
    figures.
    """
    several = [*found]
    last = max((year for phrase, _ in several for year in _named(phrase)), default=0)
    dated = []
    for phrase, text in several:
        own, there = years(phrase.words), years(text)
        if own and len(own) == len(there) == len(phrase.year_names):
            named = zip(phrase.year_names, own, there, strict=True)
            steps = [_step(int(a), b, last) for name, a, b in named if name]
            dated.append((phrase, text, steps))
    said = Counter(n for _, _, steps in dated for n in steps if n < _SAME)
    most = said.most_common(1)[0][0] if said else 0
    for phrase, text, steps in dated:
        if any(step not in (most, _SAME) for step in steps):
            yield OfAnotherYear(phrase, _with_years(phrase, most), text)


def _named(phrase: Phrase) -> Iterator[int]:
    """The years of a text of the wording that are the document's, as the wording has
    them.
    """
    own = years(phrase.words)
    if len(own) == len(phrase.year_names):
        named = zip(phrase.year_names, own, strict=True)
        yield from (int(year) for name, year in named if name)


def _step(own: int, there: str, last: int) -> int:
    """By how many years they differ; ``_SAME`` where a letter says the same one, of which
    ``last`` is "N", or where the blank leaves it open.
    """
    if there.isdecimal():
        return int(there) - own
    if re.fullmatch(OPEN_YEAR, there):
        return _SAME
    letter = f"N-{last - own}" if last > own else "N"
    return _SAME if there == letter else _OTHER


def _with_years(phrase: Phrase, step: int) -> str:
    """Its own words, with the years that are places so many later."""
    names = iter(phrase.year_names)

    def later(year: re.Match[str]) -> str:
        return str(int(year[0]) + step) if next(names, "") else year[0]

    return YEARS.sub(later, phrase.words)
