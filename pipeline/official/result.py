"""What came of the authority's file: what is filled in it, what has no place, what a
person is to read first.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import chain
from typing import NamedTuple

from pipeline.model.problem import Difference
from pipeline.new_form.changes import Change
from pipeline.official.agreements import Agreements
from pipeline.official.rewordings import Sentences


class Entry(NamedTuple):
    """An answer that is not simply placed. ``name``: its question and line; ``answer``:
    "" where the workbook has none; ``why``: why it is not, ``there``: what stands in
    the file; ``place``: as Answer.place, "" for what is no single place.
    """

    name: str
    answer: str = ""
    why: str = ""
    there: str = ""
    place: str = ""


class Rewording(NamedTuple):
    """A sentence of the form that the file has otherwise, and the answers that wait for
    it. ``name``: by which it is accepted; ``day``: (ISO) on which it was, "" before.
    """

    name: str
    sentences: Sentences
    entries: tuple[Entry, ...]
    day: str = ""


class Spelling(NamedTuple):
    """An equipment, ``name`` in the workbook, that the file spells otherwise, and what
    waits for it.
    """

    name: str
    there: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class OfficialReport:
    """``content``: the file, None where it could not be proved; then ``differences``
    say where. ``placed``: the number of answers that stand in it; ``contrary``: reworded
    sentences that nobody can accept, whose answers are ``without_place``;
    ``by_hand``: what could not be written, and whose place bears a mark; ``unmarked``:
    the same where no mark can be seen; ``filled``: places where something stood already;
    ``unanswered``: places for which the workbook has nothing; ``changes``: what is new
    in the file, or reworded and no label of an answer; ``to_check``: figures of a person
    that do not agree with the others; ``pending``: what is to be settled before the file
    is sent; ``agreements``: those of before, and of this run; ``file``: the digest of
    the blank.
    """

    content: bytes | None = None
    differences: tuple[Difference, ...] = ()
    placed: int = 0
    waiting: tuple[Rewording, ...] = ()
    accepted: tuple[Rewording, ...] = ()
    contrary: tuple[Rewording, ...] = ()
    spellings: tuple[Spelling, ...] = ()
    without_place: tuple[Entry, ...] = ()
    by_hand: tuple[Entry, ...] = ()
    unmarked: tuple[Entry, ...] = ()
    filled: tuple[Entry, ...] = ()
    unanswered: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    to_check: tuple[str, ...] = ()
    pending: str = ""
    notes: tuple[str, ...] = ()
    agreements: Agreements = field(default_factory=Agreements)
    file: str = ""

    @property
    def to_read(self) -> int:
        """How many answers wait for a person to accept something."""
        waiting = [one.entries for one in self.waiting]
        spelled = [one.entries for one in self.spellings]
        return sum(map(len, waiting + spelled))

    @property
    def otherwise(self) -> tuple[Entry, ...]:
        """The places where something else stood than the answer of the workbook."""
        return tuple(one for one in self.filled if one.why)

    @property
    def open_entries(self) -> tuple[Entry, ...]:
        """Every place that differs from the workbook's answer, each once."""
        waiting = [one.entries for one in self.waiting]
        waiting += [one.entries for one in self.spellings]
        others = [one for one in self.filled if one.why or not one.answer]
        found = chain(*waiting, self.without_place, self.by_hand, self.unmarked, others)
        return tuple(dict.fromkeys(found))

    @property
    def is_complete(self) -> bool:
        """Whether every answer has its place."""
        open_ = self.without_place, self.by_hand, self.unmarked, self.otherwise
        return not self.to_read and not any(open_)

    @property
    def is_faultless(self) -> bool:
        """Whether the file can be sent as it is."""
        return self.is_complete and not (self.to_check or self.pending)
