"""A part of a report beside the blank's, event by event, and how a difference is said.

The blank is made of nodes (blank.py). Each says whether the report goes on as it must,
and moves the walk behind it. Where it does not, the smallest paragraph, cell, row or
table around differs, and the walk goes on behind that one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, zip_longest

from pipeline.findings.sentences import documents as say
from pipeline.gate.addresses import Attribute, Loop, Number, Sentence, Text
from pipeline.gate.events import (
    Piece,
    children,
    ends,
    joined,
    look_of,
    read_runs,
    rows_and_cells,
    shown,
)
from pipeline.model.problem import Difference
from pipeline.model.submission import Scope
from pipeline.model.text import counted, looks_of, shortened
from pipeline.office.xml_text import RUN_PROPERTIES

DOCUMENT = say.PART.format("word/document.xml")

# What differs by itself, and the name of what it holds.
UNITS = {
    "w:body": say.BLOCKS,
    "w:tbl": ("ligne",),
    "w:tr": ("cellule",),
    "w:tc": ("paragraphe",),
    "w:p": (),
}


# How a stretch of an answer that is not plain looks, as the look of a piece.
LOOKS = {
    look: look_of(properties) for look, properties in RUN_PROPERTIES.items() if look
}


class Walk:
    """Where the walk stands in the events of a part, what it has passed, and what it
    has found.
    """

    def __init__(
        self, part: str, events: Sequence[str], found: list[Difference]
    ) -> None:
        self.part, self.events, self.at, self.found = part, events, 0, found
        self.numbers = Counter[str]()
        self.blocks: list[
            tuple[Unit, Scope, int]
        ] = []  # that it came by, and where they begin
        # What should have stood where the walk stopped, and what does.
        self.stopped = ("", "")

    @cached_property
    def ends(self) -> Mapping[int, int]:
        return ends(self.events)

    def meets(self, events: Sequence[str]) -> bool:
        """Whether these events stand here; the walk is behind them then."""
        end = self.at + len(events)
        there = self.events[self.at : end]
        if there == events:
            self.at = end
            return True
        self.stopped = next(
            pair for pair in zip(events, there, strict=False) if pair[0] != pair[1]
        )
        return False

    def add_difference(self, unit: Unit, scope: Scope, start: int) -> None:
        """The unit that begins there differs: in its size, its text, or where the walk
        stopped.
        """
        both = unit.expected(scope), self.events[start : self.ends[start] + 1]
        sizes = [sum(name in UNITS for name in children(events)) for events in both]
        said = [shown(events) for events in both]
        if UNITS[unit.tag] and sizes[0] != sizes[1]:
            said = [counted(size, *UNITS[unit.tag]) for size in sizes]
        elif unit.tag not in ("w:p", "w:tc") or said[0] == said[1]:
            said = [*map(markup, self.stopped)]
        self.found.append(Difference(self.place(unit, scope, start), *said))

    def place(self, unit: Unit, scope: Scope, start: int) -> str:
        """Where a unit is, as people find it: by the words above, in a table by row and
        column.
        """
        if unit.tag == "w:body":
            return say.THE_DOCUMENT
        part = "" if self.part == DOCUMENT else f"{self.part}, "
        blocks = [block for block in self.blocks if block[2] <= start]
        block, _, first = blocks[-1]
        labels = (one.label(around) for one, around, _ in reversed(blocks))
        above = next(filter(None, labels), "")
        if block.tag == "w:p":
            quoted = say.QUOTED.format(above)
            return part + (quoted if unit.label(scope) else say.AFTER.format(quoted))
        passed = [*rows_and_cells(self.events[first : start + 1])]
        where = part + say.TABLE_BELOW.format(above)
        if unit.tag != "w:tbl":
            where += say.ROW.format(passed.count("w:tr"))
        if unit.tag == "w:tc":
            where += say.COLUMN.format(passed[::-1].index("w:tr"))
        return where


def markup(events: str) -> str:
    """Some events as people read them: ``w:b``, ``/w:b`` for an end."""
    found = [one for one in events.split("\1") if one]
    named = [one.strip("\0") if "\0" in one else f"/{one}" for one in found]
    return " ".join(named).replace("\0", " ")


# A node tells whether it stands where the walk is, which then is behind it, and which
# events are expected there.


@dataclass(eq=False)
class Fixed:
    """What is the blank's own."""

    events: list[str]

    def passes(self, walk: Walk, scope: Scope) -> bool:
        return walk.meets(self.events)

    def expected(self, scope: Scope) -> list[str]:
        return self.events


@dataclass(eq=False)
class Made:
    """One event in which answers or numbers stand: a start with attributes, or a text."""

    pieces: Sequence[str | Text | Attribute | Sentence | Number]

    def passes(self, walk: Walk, scope: Scope) -> bool:
        return walk.meets(self._events(scope, walk.numbers))

    def expected(self, scope: Scope) -> list[str]:
        return self._events(scope, {})

    def _events(self, scope: Scope, numbers: Mapping[str, int]) -> list[str]:
        found = []
        for piece in self.pieces:
            if isinstance(piece, str):
                found.append(piece)
            elif isinstance(piece, Number):
                found.append(f"{piece.before}{numbers.get(piece.counter, 0)}")
            elif isinstance(piece, Sentence):
                names = piece.pieces[1::2]
                found += piece.pieces[:1]
                for name, words in zip(names, piece.pieces[2::2], strict=True):
                    found += [str(scope.text(name)), words]
            elif isinstance(piece, Attribute) and piece.values is not None:
                found.append(piece.values.get(str(scope.text(piece.name)), ""))
            else:
                found.append(str(scope.text(piece.name)))
        event = "".join(found)
        return [event] if event != "\0" else []


@dataclass(eq=False)
class Runs:
    """Neighbouring runs with answers in them, and with runs that have places of their
    own, as nodes. An empty text of a look in ``usual`` is none.
    """

    pieces: Sequence[Piece]
    usual: frozenset[str]

    def passes(self, walk: Walk, scope: Scope) -> bool:
        pieces, end = read_runs(walk.events, walk.at)
        wanted, found = self.wanted(scope), joined(pieces, self.usual)
        if wanted == found:
            walk.at = end
            return True
        pairs = zip_longest(
            map(_events_of, wanted), map(_events_of, found), fillvalue=""
        )
        here, there = next(pair for pair in pairs if pair[0] != pair[1])
        walk.stopped = here, there or walk.events[end]
        return False

    def wanted(self, scope: Scope) -> list[Piece]:
        found: list[Piece] = []
        for look, piece in self.pieces:
            if isinstance(piece, Text):
                text = scope.text(piece.name)
                stretches = looks_of(text) if piece.styled else ((str(text), ""),)
                found += [
                    (LOOKS.get(kind, look), stretch) for stretch, kind in stretches
                ]
            elif isinstance(piece, list):
                found += read_runs([*_expected(piece, scope), "\0\0"], 0)[0]
            else:
                found.append((look, piece))
        return joined(found, self.usual)

    def expected(self, scope: Scope) -> list[str]:
        pieces = [piece for _, piece in self.wanted(scope)]
        texts = [
            ("w:t\0", f"\0{one}", "w:t") if isinstance(one, str) else one
            for one in pieces
        ]
        return [*chain.from_iterable(texts)]


@dataclass(eq=False)
class Repeated:
    """What comes once for each entry of a list: ``copied``, where they differ, behind
    the first.
    """

    loop: Loop
    nodes: Sequence[Node]
    copied: Sequence[Node] | None = None

    def passes(self, walk: Walk, scope: Scope) -> bool:
        return all(
            node.passes(walk, inner)
            for nodes, inner in self._turns(scope)
            for node in nodes
        )

    def expected(self, scope: Scope) -> list[str]:
        turns = self._turns(scope)
        return [*chain.from_iterable(_expected(nodes, inner) for nodes, inner in turns)]

    def _turns(self, scope: Scope) -> Iterator[tuple[Sequence[Node], Scope]]:
        """The nodes and the scope of each turn."""
        nodes = self.nodes
        for inner in scope.entries(self.loop.name, self.loop.entries):
            yield nodes, inner
            nodes = nodes if self.copied is None else self.copied


@dataclass(eq=False)
class Unit:
    """An element whose difference is said by itself. ``divided`` gives the nodes of one
    without places, which is divided only where the report differs in it.
    """

    tag: str
    nodes: Sequence[Node]
    counter: str
    divided: Callable[[], Sequence[Node]] | None = None

    def passes(self, walk: Walk, scope: Scope) -> bool:
        start, before = walk.at, len(walk.found)
        if not walk.events[start].startswith(f"{self.tag}\0"):
            walk.stopped = f"{self.tag}\0", walk.events[start]
            return False
        if self.tag in ("w:p", "w:tbl"):
            walk.blocks.append((self, scope, start))
        if self.counter:
            walk.numbers[self.counter] += 1
        if self.divided and walk.meets(self.expected(scope)):
            return True
        for node in self.divided() if self.divided else self.nodes:
            if not node.passes(walk, scope):
                del walk.found[before:]
                walk.add_difference(self, scope, start)
                walk.at = walk.ends[start] + 1
                break
        return True

    def expected(self, scope: Scope) -> list[str]:
        return _expected(self.nodes, scope)

    def label(self, scope: Scope) -> str:
        """The beginning of a paragraph's text."""
        return (
            shortened(shown(self.expected(scope), mark="")) if self.tag == "w:p" else ""
        )


Node = Fixed | Made | Runs | Repeated | Unit


def _expected(nodes: Sequence[Node], scope: Scope) -> list[str]:
    return [*chain.from_iterable(node.expected(scope) for node in nodes)]


def _events_of(piece: Piece) -> str:
    """The events of a piece, one behind the other."""
    look, content = piece
    return (
        f"{look}\1\0{content}"
        if isinstance(content, str)
        else "\1".join([*content, look])
    )
