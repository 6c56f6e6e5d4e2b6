"""A sentence of the form beside the one that a file has in its place."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.new_form.words import Stretches, is_negated, stretches
from pipeline.official.agreements import digest
from pipeline.word_files.reading import words


class Sentences(NamedTuple):
    """``own``: as the form has it; ``there``: as the file does. Where several labels of
    one place differ, each has a line.
    """

    own: str
    there: str

    @property
    def digest(self) -> str:
        """The mark under which the two are known again."""
        return digest(*(" ".join(words(text).split()) for text in self))

    @property
    def by_word(self) -> tuple[Stretches, Stretches]:
        """Both in stretches that the other has, or has not."""
        own, there = map(words, self)
        return stretches(own, there)

    @property
    def is_negated(self) -> bool:
        """Whether one may say the contrary of the other: then its answers stay out,
        whoever accepts it.
        """
        return is_negated(words(self.own), words(self.there))
