"""What an edition changes of the one that it extends: ``reword``, ``insert`` (after) and
``remove``, each at an address of that one.

An address is a question (``2.8``), a line of it (``2.8/isolement``), a column
(``menages.statut``) or, in a wording, a block by its id. All addresses are found before
anything is changed, so that the order of the changes does not matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any, NamedTuple, Protocol

from pipeline.editions.reading import Place
from pipeline.findings.sentences import editions as sentences

Fault = tuple[Place, str]  # where, and what, in French
VERBS = ("reword", "insert", "remove")


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


class Target(Protocol):
    """What is changed: a declaration or a wording."""

    def spots(self) -> Mapping[str, Spot]:
        """Each address, with what it leads to."""

    def reword(self, spot: Spot, given: Any) -> None:
        """Put other words there. Raises Unfit."""

    def entries(self, spot: Spot, given: Any) -> Any:
        """What is to be inserted there, as its holder takes it. Raises Unfit."""

    def inserted(self, spot: Spot, entries: Any) -> None:
        """Whatever else follows from an insertion."""

    def removed(self, spot: Spot) -> None:
        """Whatever else follows from a removal."""


def apply(target: Target, changes: Mapping[str, Any]) -> Iterator[Fault]:
    """Apply all changes; gives what is wrong with them, before any is applied where an
    address is wrong.
    """
    spots = target.spots()
    wrong = list(_wrong_addresses(spots, changes))
    yield from wrong
    if wrong:
        return
    for verb, put in (("reword", target.reword), ("insert", _insert(target))):
        for address, given in changes.get(verb, {}).items():
            try:
                put(spots[address], given)
            except Unfit as reason:
                yield given.place, sentences.unfit(verb, address, str(reason))
    for address in changes.get("remove", ()):
        _take_out(spots[address])
        target.removed(spots[address])


def _wrong_addresses(
    spots: Mapping[str, Spot], changes: Mapping[str, Any]
) -> Iterator[Fault]:
    """Addresses that lead nowhere, and what is changed though it is removed."""
    removed = list(changes.get("remove", ()))
    for verb in VERBS:
        given = changes.get(verb, {})
        for number, address in enumerate(given):
            place = given[address if isinstance(given, dict) else number].place
            if address not in spots:
                near = get_close_matches(address, spots, 1)
                yield place, sentences.nowhere(verb, address, near)
            whole = address.partition("/")[0]
            if verb == "remove":
                twice = address in removed[:number] or (
                    whole != address and whole in removed
                )
            else:
                twice = whole in removed or (verb == "reword" and address in removed)
                twice = twice and not (verb == "insert" and whole == address)
            if twice:
                yield place, sentences.removed_too(verb, address)


def _insert(target: Target) -> Any:
    def put(spot: Spot, given: Any) -> None:
        entries = target.entries(spot, given)
        if isinstance(spot.holder, dict):
            found = list(spot.holder.items())
            at = 1 + list(spot.holder).index(spot.members[-1])
            found[at:at] = entries.items()
            spot.holder.clear()
            spot.holder.update(found)
        else:
            at = 1 + _index(spot.holder, spot.members[-1])
            spot.holder[at:at] = entries
        target.inserted(spot, entries)

    return put


def _take_out(spot: Spot) -> None:
    for member in spot.members:
        del spot.holder[
            member if isinstance(spot.holder, dict) else _index(spot.holder, member)
        ]


def _index(holder: list[Any], member: Any) -> int:
    """Where that very member is: others may be equal to it."""
    return next(at for at, entry in enumerate(holder) if entry is member)
