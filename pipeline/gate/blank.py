"""A part of the blank, cut at its places and loops into the nodes of the walk."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache, partial
from itertools import chain
from typing import Any

from pipeline.gate.addresses import (
    RUN_HOLDERS,
    Address,
    Attribute,
    Loop,
    Number,
    OnlyInBlank,
    OnlyInReport,
    Sentence,
    Text,
)
from pipeline.gate.events import (
    Piece,
    ends,
    followed,
    is_text,
    read,
    read_run,
    read_runs,
    tag,
    without_names,
)
from pipeline.gate.texts import Texts, width
from pipeline.gate.walk import UNITS, Fixed, Made, Node, Repeated, Runs, Unit


@lru_cache(maxsize=32)  # a few of our own forms, and of files of the authority
def cut(raw: bytes, addresses: tuple[Address, ...]) -> Sequence[Node]:
    """The nodes of a part. Raises LookupError for an address of another blank."""
    blank = _Blank(read(raw), addresses)
    nodes = blank.inside(0, len(blank.events), "", [])
    if blank.left:
        raise LookupError(*blank.left)
    events = without_names(blank.events, blank.numbered) if blank.repeated else []
    if events and events != blank.events:
        copy = _Blank(events, addresses)
        copy.inside(0, len(events), "", [])
        for repeated, copied in zip(blank.repeated, copy.repeated, strict=True):
            repeated.copied = copied.nodes
    return nodes


class _Blank:
    """The events of the part, where each element ends, and the addresses by the element
    of each.

    ``left``: the addresses that were not met yet; ``on_way``: the paths that lead to
    one; ``counters``: the paragraphs that are numbered; ``numbered``: where an element
    with a number begins; ``repeated``: the nodes of loops, as they were met.
    """

    def __init__(self, events: list[str], addresses: Sequence[Address]) -> None:
        self.events, self.ends = events, ends(events)
        self.left: defaultdict[str, list[Address]] = defaultdict(list)
        self.counters: dict[str, str] = {}
        self.on_way: set[str] = set()
        self.numbered: set[int] = set()
        self.repeated: list[Repeated] = []
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
        if Number in map(type, here):
            self.numbered.add(at)
        return _merged(
            [_start(self.events[at], here), *inner, Fixed([self.events[end]])]
        )

    def inside(
        self, at: int, end: int, path: str, here: Sequence[Address]
    ) -> list[Node]:
        """What stands between two events, with the places and loops among the
        addresses.
        """
        texts = Texts(one for one in here if isinstance(one, Text))
        in_runs = path.rpartition("/")[2].partition("[")[0] in RUN_HOLDERS
        added: defaultdict[str, list[Node]] = defaultdict(list)
        for one in here:
            if isinstance(one, OnlyInReport):
                added[one.before].append(Fixed(read(one.markup.encode())[:-1]))
        groups: list[list[Node]] = []
        position: dict[str, int] = {}
        numbers = Counter[str]()
        while at < end:
            event, behind = self.events[at], self.ends.get(at, at) + 1
            name = tag(event)
            if texts.left and in_runs and name == "w:r":
                nodes, behind = self.runs(at, path, texts, numbers)
                groups.append(nodes)
            elif name:
                child = _numbered(path, name, numbers)
                groups.append(added.pop(child, []))
                position[child] = len(groups)
                groups.append(self.element(at, child))
            elif texts.left and not in_runs and is_text(event):
                groups.append([_text(texts, [("", event[1:])], [event], in_runs)])
            else:
                groups.append([Fixed([event])])
            at = behind
        if texts.left:  # an empty cell has no run yet
            groups.append([_text(texts, [], [], in_runs)])
        groups.append(added.pop("", []))
        if texts.left or added:
            raise LookupError(path)
        for loop in [one for one in here if isinstance(one, Loop)][::-1]:
            self.repeated.append(_repeat(loop, groups, position))
        return [*chain.from_iterable(groups)]

    def runs(
        self, at: int, path: str, texts: Texts, numbers: Counter[str]
    ) -> tuple[list[Node], int]:
        """The neighbouring runs that stand there, with the places in them, or a run
        around a text box; and where what follows stands. A run with addresses of its
        own is one piece.
        """
        first, (_, behind) = at, read_runs(self.events, at)
        if behind == at:
            before = texts.left[0][1] <= texts.passed
            nodes = [_text(texts, [], [], True)] if before else []
            texts.passed += sum(width(one) for _, one in read_run(self.events, at)[0])
            nodes += self.element(at, _numbered(path, "w:r", numbers))
            return nodes, self.ends[at] + 1
        pieces: list[Piece] = []
        while at < behind:
            if tag(self.events[at]):
                child = _numbered(path, "w:r", numbers)
                run, _ = read_run(self.events, at)
                if child in self.on_way:
                    size = sum(width(one) for _, one in run)
                    run = [("", self.element(at, child)), *[("", None)] * (size - 1)]
                    if not size:
                        raise LookupError(child)
                pieces += run
            at = self.ends.get(at, at) + 1
        return [_text(texts, pieces, self.events[first:behind], True)], behind


def _numbered(path: str, name: str, numbers: Counter[str]) -> str:
    """The path of the next child of that tag."""
    numbers[name] += 1
    return f"{path}/{name}[{numbers[name]}]"


def _repeat(
    loop: Loop, groups: list[list[Node]], position: Mapping[str, int]
) -> Repeated:
    """Put what a loop repeats into one node. ``position``: path -> its place in the
    groups.
    """
    repeated = slice(position[loop.path], position[loop.last] + 1)
    nodes = _merged(chain.from_iterable(groups[repeated]))
    node = Repeated(loop, nodes)
    groups[repeated] = [[node], *([] for _ in groups[repeated][1:])]
    return node


def _text(texts: Texts, pieces: list[Piece], events: list[str], in_runs: bool) -> Node:
    """Runs or an own text, with the places in it; as it is where it has none."""
    items = texts.put(pieces)
    if items is None:
        return Fixed(events)
    if in_runs:
        return Runs(items, frozenset(look for look, _ in [*items, *pieces]))
    return Made(["\0", *(content for _, content in items)])


def _start(event: str, addresses: Sequence[Address]) -> Node:
    """The start of an element, with answers and numbers as values of attributes."""
    parts: list[Any] = event.split("\0")
    values = {name: 2 * at + 2 for at, name in enumerate(parts[1::2])}
    kinds = Attribute | Number | Sentence
    changed = [one for one in addresses if isinstance(one, kinds)]
    for address in changed:
        parts[values[address.attribute]] = address
    pieces = [piece for part in parts for piece in (part, "\0")]
    return Made(pieces[:-1]) if changed else Fixed([event])


def _merged(nodes: Iterable[Node]) -> list[Node]:
    """The same with neighbours that are fixed as one."""
    found: list[Node] = []
    for node in nodes:
        if isinstance(node, Fixed) and found and isinstance(found[-1], Fixed):
            found[-1] = Fixed(followed(found[-1].events, node.events))
        else:
            found.append(node)
    return found
