"""What a form that the authority sent changes of a known one, question by question.

The verdict: *identical*, where every place is equal and no text differs; *to reread*,
where texts were reworded, moved or renumbered, or fixed texts and notes came or went, so
that no place is lost; *wait*, where a question, a line or a column is new, gone, split or
merged, where a sentence may say the contrary, or where a place is not surely found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import NamedTuple

from pipeline.align.keys import key
from pipeline.align.likeness import Likeness


class What(Enum):
    """What became of a part of the form."""

    NEW = "new"
    GONE = "gone"
    MOVED = "moved"
    RENUMBERED = "renumbered"
    REWORDED = "reworded"
    NEGATED = "negated"  # reworded, perhaps into the contrary
    OTHERWISE = "otherwise"  # new, and asks perhaps for no answer, or for another
    REPLACED = "replaced"  # a line, by one that is not like it
    SPLIT = "split"
    MERGED = "merged"
    LOST = "lost"  # a place that is not surely found, though nothing else says why


class Part(Enum):
    QUESTION = "question"
    LINE = "line"
    COLUMN = "column"
    TEXT = "text"
    NOTE = "note"
    HEADER = "header"


_WAITING = {What.NEW, What.GONE, What.REPLACED, What.SPLIT, What.MERGED}
_OF_PLACES = {Part.QUESTION, Part.LINE, Part.COLUMN}


class Change(NamedTuple):
    """``question``: the name of the question, in the known form where it is there;
    ``old``, ``new``: what stands in the known form, and in the new one. ``at``: its
    place in the order of both, for sorting; ``path``: of its paragraph in the new one;
    ``asked``: the tags of the questions whose answers wait for an instruction.
    """

    question: str
    what: What
    part: Part
    old: str = ""
    new: str = ""
    at: tuple[int, int] = (0, 0)
    path: str = ""
    asked: tuple[str, ...] = ()

    @property
    def is_heading(self) -> bool:
        return self.part is Part.QUESTION

    @property
    def is_lost(self) -> bool:
        return self.what is What.LOST

    @property
    def waits(self) -> bool:
        """Whether a place may be lost, so that nobody should fill the file yet."""
        if self.what in (What.NEGATED, What.OTHERWISE, What.LOST):
            return True
        return self.what in _WAITING and self.part in _OF_PLACES


@dataclass(frozen=True)
class Compared:
    """``changes``: in the form's order; ``titles``: question -> how it is called."""

    changes: tuple[Change, ...]
    titles: dict[str, str]

    @property
    def waits(self) -> bool:
        return any(change.waits for change in self.changes)


def divided(told: Sequence[Change]) -> Iterator[Change]:
    """The changes, where a question that is gone is rather split into new ones, or
    merged with others into one: a new one, or one that became more like it.
    """
    alike = Likeness()

    def likeness(old: str, new: str) -> float:
        return alike.of(key(old), key(new))

    heads = [one for one in told if one.is_heading]
    gone = [one for one in heads if one.what is What.GONE]
    new = [one for one in heads if one.what is What.NEW]
    others = [one for one in heads if one.what in (What.REWORDED, What.NEGATED)]
    into = {a: [b for b in new if likeness(a.old, b.new)] for a in gone}
    merged = {b: [a for a in gone if into[a] == [b]] for b in new}
    merged = {b: several for b, several in merged.items() if len(several) > 1}
    for b in others:
        nearer = [a for a in gone if likeness(a.old, b.new) > likeness(a.old, b.old)]
        merged |= {b: nearer} if nearer else {}
    for one in told:
        where = [b.new for b, several in merged.items() if one in several]
        if len(into.get(one, ())) > 1:
            joined = " ; ".join(b.new for b in into[one])
            yield one._replace(what=What.SPLIT, new=joined)
        elif where or (one in merged and one.old):
            yield one._replace(what=What.MERGED, new=one.new or where[0])
        else:
            yield one
