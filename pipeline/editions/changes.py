"""What an edition changes of the one that it extends: ``reword``, ``insert`` (after) and
``remove``, each at an address of that one.

An address is a question (``2.8``), a line of it (``2.8/isolement``), a column
(``menages.statut``) or, in a wording, a block by its id. All addresses are found before
anything is changed, so that the order of the changes does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, NamedTuple

from pipeline.editions.reading import Fault
from pipeline.findings.sentences import editions as sentences

Raw = Mapping[str, Any]


class Spot(NamedTuple):
    """What an address leads to: ``members``, neighbours in a list, or keys of a mapping
    (the columns of a sheet).
    """

    holder: Any
    members: list[Any]
    kind: str


class Unfit(Exception):
    """What a change gives is not what its address takes; the message says, in French,
    what it takes.
    """


class Changed:
    """The content of a declaration, or of a wording, that is changed. ``kept_out``: the
    keys at the top that say something of the changes alone.
    """

    schema: ClassVar[str]
    kept_out: ClassVar[tuple[str, ...]]

    def __init__(self, raw: Any) -> None:
        self.raw = raw

    def merge(self, own: Raw) -> None:
        """What the new edition says itself at the top stands over what the other says:
        texts and lists anew, all else by its names.
        """
        for key, said in own.items():
            if isinstance(said, dict) and isinstance(self.raw.get(key), dict):
                self.raw[key].update(said)
            elif key not in self.kept_out:
                self.raw[key] = said

    def spots(self) -> dict[str, Spot]:
        """Each address, with what it leads to."""
        raise NotImplementedError

    def reword(self, spot: Spot, given: Any) -> None:
        """Put other words there. Raises Unfit."""
        raise NotImplementedError

    def entries(self, spot: Spot, given: Any) -> Any:
        """What is to be inserted there, as its holder takes it. Raises Unfit."""
        raise NotImplementedError

    def insert(self, spot: Spot, given: Any) -> None:
        """Put it behind what stands there. Raises Unfit."""
        new, holder, last = self.entries(spot, given), spot.holder, spot.members[-1]
        if isinstance(holder, dict):
            columns = list(holder.items())
            at = 1 + list(holder).index(last)
            columns[at:at] = new.items()
            holder.clear()
            holder.update(columns)
        else:
            at = 1 + _index(holder, last)
            holder[at:at] = new

    def remove(self, spot: Spot) -> None:
        """Take out what stands there."""
        for member in spot.members:
            in_list = isinstance(spot.holder, list)
            del spot.holder[_index(spot.holder, member) if in_list else member]

    def apply(self, changes: Raw) -> Iterator[Fault]:
        """Apply all changes; gives what is wrong with them, before any is applied where
        an address is wrong.
        """
        spots = self.spots()
        wrong = list(_wrong_addresses(spots, changes))
        yield from wrong
        if wrong:
            return
        for verb, put in (("reword", self.reword), ("insert", self.insert)):
            for address, given in changes.get(verb, {}).items():
                try:
                    put(spots[address], given)
                except Unfit as reason:
                    yield given, sentences.unfit(verb, address, str(reason))
        for address in changes.get("remove", ()):
            self.remove(spots[address])


def _wrong_addresses(spots: Mapping[str, Spot], changes: Raw) -> Iterator[Fault]:
    """Addresses that lead nowhere, and what is changed though it is removed."""
    removed = list(changes.get("remove", ()))
    for verb in ("reword", "insert", "remove"):
        for number, address in enumerate(changes.get(verb, ())):
            if address not in spots:
                yield address, sentences.nowhere(verb, address, spots)
            whole = address.partition("/")[0]
            is_line = whole != address
            twice = is_line and whole in removed
            if verb != "insert":  # what is new may stand behind what is removed
                others = removed[:number] if verb == "remove" else removed
                twice = twice or address in others
            if twice:
                yield address, sentences.removed_too(verb, address)


def _index(holder: list[Any], member: Any) -> int:
    """Where that very member is: others may be equal to it."""
    return next(at for at, entry in enumerate(holder) if entry is member)
