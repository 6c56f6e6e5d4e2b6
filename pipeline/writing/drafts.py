"""The addresses of one answer, while they are gathered."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.gate.addresses import Address, OnlyInBlank, OnlyInReport, Text
from pipeline.model.submission import Text as Answer


class Written(NamedTuple):
    """Where an answer stands in the XML of a file: the name of a part and an address in
    it; ``values``: what stands at each, by the name in the address.
    """

    addresses: tuple[tuple[str, Address], ...] = ()
    values: Mapping[str, Answer] = {}


@dataclass
class Draft:
    """The addresses of one answer so far, in the part ``part`` but for those that name
    another.
    """

    name: str
    part: str
    addresses: list[tuple[str, Address]] = field(default_factory=list)
    values: dict[str, Answer] = field(default_factory=dict)

    def put(
        self, value: str, address: Callable[[str], Address], part: str = ""
    ) -> None:
        """Add a place of a value; ``address``: its address by its name."""
        number = len(self.values) + 1
        name = f"{self.name}~{number}" if self.values else self.name
        self.addresses.append((part or self.part, address(name)))
        self.values[name] = value

    def fix(self, address: OnlyInBlank | OnlyInReport) -> None:
        """Add what only one of blank and report has."""
        self.addresses.append((self.part, address))

    def written(self) -> Written:
        return Written(tuple(self.addresses), dict(self.values))


def clashing(several: Sequence[Written]) -> list[Written]:
    """Those of several answers that stand where another one writes another text: two
    controls that are bound to one element, of which Word would show the same in both.
    """
    said: dict[object, set[str]] = {}
    for one in several:
        for key, name in _texts(one):
            said.setdefault(key, set()).add(str(one.values[name]))
    return [one for one in several if any(len(said[key]) > 1 for key, _ in _texts(one))]


def _texts(one: Written) -> Iterator[tuple[object, str]]:
    for part, address in one.addresses:
        if isinstance(address, Text):
            yield (part, address.path, address.start, address.end), address.name


def together(
    several: Iterable[Written],
) -> tuple[dict[str, tuple[Address, ...]], dict[str, Answer]]:
    """The addresses of many answers by part, those of one element in their order, and
    the values of all.

    What two controls are bound to is written once.
    """
    parts: dict[str, list[Address]] = {}
    values: dict[str, Answer] = {}
    for one in several:
        values.update(one.values)
        for part, address in one.addresses:
            parts.setdefault(part, []).append(address)
    return {
        part: tuple(sorted(_once(found, values), key=_order))
        for part, found in parts.items()
    }, values


def _once(
    addresses: Iterable[Address], values: Mapping[str, Answer]
) -> Iterable[Address]:
    seen = set()
    for one in addresses:
        if isinstance(one, Text):
            key = one.path, one.start, one.end, str(values[one.name])
            if key in seen:
                continue
            seen.add(key)
        yield one


def _order(address: Address) -> tuple[str, int, int]:
    if isinstance(address, Text):
        return address.path, address.start, address.end
    return address.path, 0, 0
