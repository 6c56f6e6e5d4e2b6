"""The register of named sets of a form: a set is declared once, under its function's name."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Generic, TypeVar

Facts = TypeVar("Facts")
Member = TypeVar("Member", bound=Hashable)


@dataclass(frozen=True)
class CountingSet(Generic[Facts]):
    """One rule: its name, what it counts in plain French, the text that it applies, and how."""

    name: str
    label: str
    reference: str
    members: Callable[[Facts], frozenset[Hashable]]


class Registry(Generic[Facts]):
    """The sets of one form; unknown and double names are refused."""

    def __init__(self) -> None:
        self._sets: dict[str, CountingSet[Facts]] = {}

    def add(
        self, label: str, reference: str
    ) -> Callable[[Callable[[Facts], frozenset[Member]]], Callable[[Facts], frozenset[Member]]]:
        """Decorator: register a rule under its function's name. Raises ValueError where the name stands already."""

        def register(rule: Callable[[Facts], frozenset[Member]]) -> Callable[[Facts], frozenset[Member]]:
            name = rule.__name__
            if name in self._sets:
                raise ValueError(f"the set {name} is declared twice")
            self._sets[name] = CountingSet(name, label, reference, rule)
            return rule

        return register

    def __getitem__(self, name: str) -> CountingSet[Facts]:
        return self._sets[name]

    def __contains__(self, name: str) -> bool:
        return name in self._sets

    def names(self) -> list[str]:
        return sorted(self._sets)
