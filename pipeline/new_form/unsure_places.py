"""The places of a new form that are not simply where they were, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from pipeline.align.keys import key, years
from pipeline.align.placed import FoundPlaces, FoundText, Status
from pipeline.edition.wording import Document
from pipeline.new_form.changes import Change, Part, What


@dataclass(frozen=True)
class UnsurePlaces:
    """``order``: the names of the questions and headings, as these follow each other;
    ``gone``: those that are not there.
    """

    document: Document
    places: FoundPlaces
    order: Sequence[str]
    gone: Set[str]

    def held(self, told: Iterable[Change]) -> Iterator[Change]:
        """What places wait for and no change says: the title of a control, its help.
        ``told``: the changes of the texts.
        """
        said = [key(line) for one in told for line in one.new.split("\n")]
        said = [*filter(None, said)]
        for _, found in self.places.each():
            for line in found.there.split("\n"):
                own = key(line)
                is_said = any(one in own or own in one for one in said)
                if found.status is Status.REWORDED and not is_said:
                    said.append(own)
                    yield self._change(asked(found, self.order), What.OTHERWISE, line)

    def lost(self, waiting: Set[str]) -> Iterator[Change]:
        """The places that are not surely found, in a question of which nothing else
        says so (``waiting``: those of which something does).
        """
        if self.document.repeats and waiting:
            return
        own = self.document.own_characters
        lost: dict[str, list[str]] = {}
        for name, found in self.places.each():
            is_year = years(own.get(name, "")) == [own.get(name)]
            if found.status in (Status.EQUAL, Status.REWORDED) or is_year:
                continue
            question = asked(found, self.order)
            if name != "brouillon" and question not in waiting | self.gone:
                lost.setdefault(question, []).append(found.where)
        for question, places in lost.items():
            said = " ; ".join(dict.fromkeys(places))
            yield self._change(question, What.LOST, old=said)

    def _change(
        self, question: str, what: What, new: str = "", old: str = ""
    ) -> Change:
        rank = self.order.index(question) if question in self.order else 0
        part = Part.LINE if old else Part.TEXT
        return Change(question, what, part, old, new, (rank, 10**6))


def asked(found: FoundText, order: Sequence[str]) -> str:
    """The question that a place is of."""
    where = f"{found.where},"
    return next((one for one in order if where.startswith(f"{one},")), found.where)
