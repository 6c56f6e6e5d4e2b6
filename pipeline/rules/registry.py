"""The register of named sets of a form: a set is declared once, under its function's
name, and found once a report.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, Generic, NamedTuple, TypeVar, get_args, get_type_hints

Facts = TypeVar("Facts")
Found = TypeVar("Found")
Members = TypeVar("Members", bound=Collection[Any])
Rule = Callable[[Facts], Collection[Any]]


class See(NamedTuple):
    """Why a record is not in a set, and the name of the set that it is in or may be in
    instead.
    """

    said: str
    name: str


@dataclass(frozen=True, eq=False)
class CountingSet(Generic[Facts]):
    """One rule with all that is known of it.

    ``label``: what it counts, in plain French; ``reference``: the text that it applies;
    ``columns``: those without which it has nothing to go by, with those of the sets
    that it lies within.

    ``reads``: the sheets that it reads, beside those of the sets that it is linked to
    and of its evidence.

    ``within``: each of its records is of somebody in one of these sets; ``after``: it
    takes nobody whom this set took; ``completes``: with the sets that it comes after it
    is all of these, which are apart. ``usually``: it should lie within these, but a
    record of it outside is no fault.

    ``evidence``: what else puts a record in it; ``asked_of``: of which records of a
    household one may ask why they are not in it; ``unless``: why a record is not, where
    nothing above says so; ``already``: why a later set does not take its members. The
    last four are words and functions of the family.
    """

    name: str
    label: str
    reference: str
    members: Rule[Facts]
    columns: tuple[str, ...] = ()
    reads: tuple[str, ...] = ()
    within: tuple[CountingSet[Facts], ...] = ()
    after: tuple[CountingSet[Facts], ...] = ()
    completes: tuple[CountingSet[Facts], ...] = ()
    usually: tuple[CountingSet[Facts], ...] = ()
    evidence: tuple[Any, ...] = ()
    asked_of: Callable[[Facts, Any], Collection[Any]] = lambda facts, record: ()
    unless: Any = ""
    already: str = ""

    @property
    def chain(self) -> tuple[CountingSet[Facts], ...]:
        """The sets that it comes after, and itself: nobody is in two of them."""
        return (*(one for earlier in self.after for one in earlier.chain), self)

    @cached_property
    def kind(self) -> type[Any]:
        """What its records are, as its rule says."""
        kind: type[Any] = get_args(get_type_hints(self.members)["return"])[0]
        return kind

    @property
    def sheets(self) -> frozenset[str]:
        """The sheets in which a faulty row may change it."""
        linked = (*self.within, *self.after, *self.completes)
        own = (*self.reads, *(ground.sheet for ground in self.evidence))
        return frozenset(own).union(*(one.sheets for one in linked))

    @property
    def grounds(self) -> tuple[Any, ...]:
        """Its evidence, or else that of the sets that it lies within."""
        return self.evidence or tuple(
            ground for outer in self.within for ground in outer.grounds
        )


class Registry(dict[str, CountingSet[Facts]]):
    """The sets of one form by their names; unknown and double names are refused."""

    def __init__(self, *reads: str) -> None:
        """``reads``: the sheets that a set reads which names no others."""
        self._reads = reads

    def add(
        self, label: str, reference: str, columns: Iterable[str] = (), **known: Any
    ) -> Callable[[Callable[[Facts], Members]], Callable[[Facts], Members]]:
        """Decorator: register a rule under its function's name, with what is known of
        it (CountingSet, whose sets are named by their rules); it is applied once to the
        same facts. Raises ValueError where the name stands already.
        """
        for link in ("within", "after", "completes", "usually"):
            known[link] = tuple(self[rule.__name__] for rule in known.get(link, ()))
        known.setdefault("reads", self._reads)
        outer = known["within"]
        inherited = (column for one in outer for column in one.columns)
        known["columns"] = tuple(dict.fromkeys([*inherited, *columns]))
        if outer:
            known.setdefault("asked_of", outer[0].asked_of)

        def register(rule: Callable[[Facts], Members]) -> Callable[[Facts], Members]:
            name = rule.__name__
            if name in self:
                raise ValueError(f"the set {name} is declared twice")
            counted = once(rule)
            self[name] = CountingSet(name, label, reference, counted, **known)
            return counted

        return register


def once(rule: Callable[[Facts], Found]) -> Callable[[Facts], Found]:
    """The rule, applied once to the same facts: what it found is kept in the facts
    themselves and goes with them.
    """

    @wraps(rule)
    def kept_or_found(facts: Facts) -> Found:
        kept: dict[str, Found] = vars(facts).setdefault("_sets", {})
        if rule.__name__ not in kept:
            kept[rule.__name__] = rule(facts)
        return kept[rule.__name__]

    return kept_or_found
