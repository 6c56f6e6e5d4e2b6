"""The register of named sets of a form: a set is declared once, under its function's name, and found once a report."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import wraps
from typing import Any, Generic, TypeVar

Facts = TypeVar("Facts")
Found = TypeVar("Found")
Members = TypeVar("Members", bound=Collection[Any])


@dataclass(frozen=True)
class CountingSet(Generic[Facts]):
    """One rule: its name, what it counts in plain French, the text that it applies, the columns without which it has
    nothing to go by, and how it is found."""

    name: str
    label: str
    reference: str
    columns: tuple[str, ...]
    members: Callable[[Facts], Collection[Any]]


class Registry(Generic[Facts]):
    """The sets of one form; unknown and double names are refused."""

    def __init__(self) -> None:
        self._sets: dict[str, CountingSet[Facts]] = {}

    def add(
        self, label: str, reference: str, columns: tuple[str, ...] = ()
    ) -> Callable[[Callable[[Facts], Members]], Callable[[Facts], Members]]:
        """Decorator: register a rule under its function's name; it is applied once to the same facts. Raises ValueError
        where the name stands already."""

        def register(rule: Callable[[Facts], Members]) -> Callable[[Facts], Members]:
            name = rule.__name__
            if name in self._sets:
                raise ValueError(f"the set {name} is declared twice")
            counted = once(rule)
            self._sets[name] = CountingSet(name, label, reference, columns, counted)
            return counted

        return register

    def __getitem__(self, name: str) -> CountingSet[Facts]:
        return self._sets[name]

    def __contains__(self, name: str) -> bool:
        return name in self._sets

    def names(self) -> list[str]:
        return sorted(self._sets)


def once(rule: Callable[[Facts], Found]) -> Callable[[Facts], Found]:
    """The rule, applied once to the same facts: what it found is kept in the facts themselves and goes with them."""

    @wraps(rule)
    def kept_or_found(facts: Facts) -> Found:
        kept: dict[str, Found] = vars(facts).setdefault("_sets", {})
        if rule.__name__ not in kept:
            kept[rule.__name__] = rule(facts)
        return kept[rule.__name__]

    return kept_or_found
