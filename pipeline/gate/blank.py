"""A part of the blank, cut at its places and loops into the nodes of the walk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, partial
from itertools import chain
from typing import Any

from pipeline.gate.addresses import Address, Attribute, Loop, Number, OnlyInBlank, Text
from pipeline.gate.events import EMPTY, Piece, ends, joined, read, read_runs, tag
from pipeline.gate.walk import UNITS, Fixed, Made, Node, Repeated, Runs, Unit


@cache
def cut(raw: bytes, addresses: tuple[Address, ...]) -> Sequence[Node]:
    """The nodes of a part. Raises LookupError for an address of another blank."""
    blank = _Blank(read(raw), addresses)
    nodes = blank.inside(0, len(blank.events), "", [])
    if blank.left:
        raise LookupError(*blank.left)
    return nodes


class _Blank:
    """The events of the part, where each element ends, and the addresses by the element
    of each.

    ``left``: the addresses that were not met yet; ``on_way``: the paths that lead to
    one; ``counters``: the paragraphs that are numbered.
    """

    def __init__(self, events: list[str], addresses: Sequence[Address]) -> None:
        self.events, self.ends = events, ends(events)
        self.left: defaultdict[str, list[Address]] = defaultdict(list)
        self.counters: dict[str, str] = {}
        self.on_way: set[str] = set()
        for address in addresses:
            holder = address.path.rpartition("/")[0]
            path = holder if isinstance(address, Loop) else address.path
            self.left[path].append(address)
            if isinstance(address, Number):
                self.counters[holder] = address.counter
            while path not in self.on_way:
                self.on_way.add(path)
                path = path.rpartition("/")[0]

    def element(self, at: int, path: str) -> list[Node]:
        """The element that begins there. A unit is divided; what differs inside a cell is
        the cell's difference.
        """
        name, end = tag(self.events[at]), self.ends[at]
        here = self.left.pop(path, [])
        if OnlyInBlank in map(type, here):
            return []
        holder = path.rpartition("/")[0]
        is_unit = name in UNITS and "/w:tc[" not in holder
        if holder and path not in self.on_way:
            fixed = Fixed(self.events[at : end + 1])
            if not is_unit:
                return [fixed]
            divided = partial(self.divided, at, path, here)
            return [Unit(name, [fixed], "", divided if name != "w:p" else None)]
        nodes = self.divided(at, path, here)
        return [Unit(name, nodes, self.counters.get(path, ""))] if is_unit else nodes

    def divided(self, at: int, path: str, here: Sequence[Address]) -> list[Node]:
        """The nodes of the element that begins there."""
        end = self.ends[at]
        inner = self.inside(at + 1, end, path, here)
        return _merged(
            [_start(self.events[at], here), *inner, Fixed([self.events[end]])]
        )

    def inside(
        self, at: int, end: int, path: str, here: Sequence[Address]
    ) -> list[Node]:
        """What stands between two events, with the places and loops among the
        addresses.
        """
        places = [one for one in here if isinstance(one, Text)]
        in_runs = path.rpartition("/")[2].startswith(("w:p[", "w:hyperlink["))
        groups: list[list[Node]] = []
        position: dict[str, int] = {}
        numbers, passed = Counter[str](), 0
        while at < end:
            event, behind = self.events[at], self.ends.get(at, at) + 1
            name = tag(event)
            if places and name == ("w:r" if in_runs else ""):
                pieces: list[Piece] = [("", event[1:])]
                if in_runs:
                    pieces, behind = read_runs(self.events, at)
                node, passed = _filled(
                    pieces, self.events[at:behind], places, passed, in_runs
                )
                groups.append([node])
            elif name:
                numbers[name] += 1
                child = f"{path}/{name}[{numbers[name]}]"
                position[child] = len(groups)
                groups.append(self.element(at, child))
            else:
                groups.append([Fixed([event])])
            at = behind
        if places:  # an empty cell has no run yet
            groups.append([_filled([], [], places, passed, in_runs)[0]])
        if places:
            raise LookupError(path)
        for loop in [one for one in here if isinstance(one, Loop)][::-1]:
            _repeat(loop, groups, position)
        return [*chain.from_iterable(groups)]


def _repeat(loop: Loop, groups: list[list[Node]], position: Mapping[str, int]) -> None:
    """Put what a loop repeats into one node. ``position``: path -> its place in the
    groups.
    """
    repeated = slice(position[loop.path], position[loop.last] + 1)
    nodes = _merged(chain.from_iterable(groups[repeated]))
    groups[repeated] = [[Repeated(loop, nodes)], *([] for _ in groups[repeated][1:])]


def _filled(
    pieces: list[Piece],
    events: list[str],
    places: list[Text],
    passed: int,
    in_runs: bool,
) -> tuple[Node, int]:
    """Runs or an own text behind ``passed`` characters, with the places in it, which
    are taken from the list; as it is where it has none. And how many characters are
    passed then.

    A place looks as what it replaces, else as the text behind which it stands, else as
    the one before which it stands.
    """
    texts = [(look, [one] if isinstance(one, tuple) else one) for look, one in pieces]
    letters: list[Piece] = [
        (look, letter) for look, content in texts for letter in content
    ]
    end = passed + len(letters)
    here = [place for place in places if place.end <= end]
    if not here:
        return Fixed(events), end
    del places[: len(here)]
    for place in reversed(here):
        own = slice(place.start - passed, place.end - passed)
        near = [
            *letters[own],
            *letters[: own.start][::-1],
            *letters[own.stop :],
            *pieces,
            EMPTY,
        ]
        letters[own] = [
            (next(look for look, one in near if not isinstance(one, tuple)), place)
        ]
    items = joined(letters, frozenset())
    usual = frozenset(look for look, one in pieces or [EMPTY] if isinstance(one, str))
    return Runs(items, usual) if in_runs else Made(
        ["\0", *(content for _, content in items)]
    ), end


def _start(event: str, addresses: Sequence[Address]) -> Node:
    """The start of an element, with answers and numbers as values of attributes."""
    parts: list[Any] = event.split("\0")
    values = {name: 2 * at + 2 for at, name in enumerate(parts[1::2])}
    changed = [one for one in addresses if isinstance(one, Attribute | Number)]
    for address in changed:
        parts[values[address.attribute]] = address
    pieces = [piece for part in parts for piece in (part, "\0")]
    return Made(pieces[:-1]) if changed else Fixed([event])


def _merged(nodes: Iterable[Node]) -> list[Node]:
    """The same with neighbours that are fixed as one."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Fixed) and found and isinstance(found[-1], Fixed):
            found[-1] = Fixed(found[-1].events + node.events)
        else:
            found.append(node)
    return found
