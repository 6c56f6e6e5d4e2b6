"""The years that the texts of a document say, beside those of the wording."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.align.keys import Phrase, with_years, years


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
            yield from zip(phrase.year_names, there, strict=True)


def of_other_years(found: Iterable[tuple[Phrase, str]]) -> Iterator[OfAnotherYear]:
    """The texts whose years are not the document's: its year is the one by which most
    of its texts differ from the wording. A question of another year asks for other
    figures.
    """
    dated = []
    for phrase, text in found:
        own, there = years(phrase.words), years(text)
        if own and len(own) == len(there) == len(phrase.year_names):
            steps = [int(b) - int(a) for a, b in zip(own, there, strict=True)]
            named = zip(phrase.year_names, steps, strict=True)
            dated.append((phrase, text, [step for name, step in named if name]))
    most = Counter(step for _, _, steps in dated for step in steps).most_common(1)
    for phrase, text, steps in dated:
        if any(step != most[0][0] for step in steps):
            yield OfAnotherYear(phrase, with_years(phrase, most[0][0]), text)
