"""Answers written at their addresses into the parts of a file, by its bytes: whatever
else stands there stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from pipeline.gate.addresses import (
    RUN_HOLDERS,
    Address,
    Attribute,
    Loop,
    OnlyInBlank,
    OnlyInReport,
    Text,
)
from pipeline.model.submission import Places, Scope
from pipeline.office.xml_text import escape, in_quotes
from pipeline.writing.elements import Element, parse
from pipeline.writing.runs import CHARACTER, Cut, Line, Run

_ATTRIBUTE = re.compile(rb"""([^\s=<>/]+)\s*=\s*("[^"]*"|'[^']*')""")
_AROUND_PARAGRAPHS = {"w:p", "w:tbl", "w:tr", "w:tc"}  # what a holder of runs has not
# What a copied row has not, since it names a thing once in a file; and what it cannot
# have twice.
_ONCE = re.compile(
    rb"<(w:(?:bookmark|perm|commentRange)(?:Start|End)|w:id)(?:\s[^<>]*)?"
    rb"(?:/>|>\s*</\1\s*>)"
    rb"""|\s+w14:(?:paraId|textId)\s*=\s*(?:"[^"]*"|'[^']*')(?=[^<>]*>)"""
)
_NEVER_TWICE = re.compile(
    rb"<(?:w:(?:(?:footnote|endnote|comment)Reference|drawing|pict|object)"
    rb"|\w+:dataBinding)\b"
)


def filled(
    parts: Mapping[str, bytes],
    addresses: Mapping[str, tuple[Address, ...]],
    answers: Places,
) -> dict[str, bytes]:
    """The parts with the answers at their addresses.

    Raises LookupError for an address that its part has not or where nothing can be
    written, and for a place without an answer; ValueError or ExpatError for a part that
    is no plain XML.
    """
    written = {
        name: _Filling(parts[name], here).written(Scope(answers))
        for name, here in addresses.items()
    }
    return {**parts, **written}


# Gives what is written by the scope and the number of its edit, behind which those
# inside it come.
_Write = Callable[[Scope, int], bytes]


class _Edit(NamedTuple):
    """The bytes from ``start`` to before ``end``, and what is written for them."""

    start: int
    end: int
    write: _Write
    loop: Loop | None = None


class _Filling:
    """A part, and what is to be written where in it."""

    def __init__(self, raw: bytes, addresses: tuple[Address, ...]) -> None:
        self.raw, self.addresses, self.root = raw, addresses, parse(raw)
        self.edits: list[_Edit] = []
        self.added: dict[Element, list[_Write]] = {}
        ways = [self.root.way(address.path) for address in addresses]
        self.on_way = {element for way in ways for element in way}
        texts: defaultdict[Element, list[Cut]] = defaultdict(list)
        for address, way in zip(addresses, ways, strict=True):
            if isinstance(address, Text):
                texts[way[-1]].append((address.start, address.end, address))
        for element, places in texts.items():
            places.sort(key=lambda place: place[:2])
            if any(end > start for (_, end, _), (start, _, _) in pairwise(places)):
                raise LookupError("two places of one character")
            is_holder = element.tag in RUN_HOLDERS
            (self._add_runs if is_holder else self._add_own)(element, places)
            if places:
                raise LookupError(element.tag)
        for address, way in zip(addresses, ways, strict=True):
            self._add(address, way[-1])
        self.edits.sort(key=lambda one: (one.start, one.end != one.start, -one.end))

    def written(
        self, scope: Scope, start: int = 0, end: int | None = None, first: int = 0
    ) -> bytes:
        """The bytes from one to before another, with the edits in them, from that one
        on.
        """
        at, end = start, len(self.raw) if end is None else end
        pieces = []
        for number in range(first, len(self.edits)):
            edit = self.edits[number]
            if edit.start >= end:
                break
            if edit.start >= at:
                pieces += [self.raw[at : edit.start], edit.write(scope, number)]
                at = edit.end
        return b"".join([*pieces, self.raw[at:end]])

    @cached_property
    def copied(self) -> _Filling:
        """The part as a copy in it is written."""
        raw = _ONCE.sub(b"", self.raw)
        return self if raw == self.raw else _Filling(raw, self.addresses)

    # ---- edits of each kind of address

    def _add(self, address: Address, element: Element) -> None:
        start, end = element.start, element.end
        if isinstance(address, OnlyInBlank):
            self.edits.append(_Edit(start, end, lambda *_: b""))
        elif isinstance(address, OnlyInReport):
            markup = address.markup.encode()
            if address.before:
                at = self.root.way(address.before)[-1].start
                self.edits.append(_Edit(at, at, lambda *_: markup))
            else:
                self._append(element, lambda *_: markup)
        elif isinstance(address, Attribute):
            self._add_value(address, element)
        elif isinstance(address, Loop):
            last = self.root.way(address.last)[-1]
            self._add_loop(address, start, last.end)
        elif not isinstance(address, Text):
            raise LookupError("numbers that go up are of our own forms")

    def _add_value(self, address: Attribute, element: Element) -> None:
        name = address.attribute.encode()
        tags = _ATTRIBUTE.finditer(self.raw, element.start, element.inner)
        spans = [found.span(2) for found in tags if found[1] == name]
        if not spans:
            raise LookupError(address.attribute)

        def write(scope: Scope, _number: int) -> bytes:
            text = str(scope.text(address.name))
            value = text if address.values is None else address.values.get(text, "")
            return f'"{in_quotes(value)}"'.encode(errors="replace")

        self.edits.append(_Edit(*spans[0], write))

    def _add_loop(self, loop: Loop, start: int, end: int) -> None:
        def write(scope: Scope, _number: int) -> bytes:
            turns: list[bytes] = []
            for inner in scope.entries(loop.name, loop.entries):
                turns.append((self.copied if turns else self)._turn(loop, inner))
            if any(map(_NEVER_TWICE.search, turns[1:])):
                raise LookupError("what cannot stand twice")
            return b"".join(turns)

        self.edits.append(_Edit(start, end, write, loop))

    def _turn(self, loop: Loop, scope: Scope) -> bytes:
        """What a loop repeats, once."""
        number = [edit.loop for edit in self.edits].index(loop)
        edit = self.edits[number]
        return self.written(scope, edit.start, edit.end, number + 1)

    def _add_own(self, element: Element, places: list[Cut]) -> None:
        """The answers in the own text of an element."""
        raw = self.raw[element.inner : element.close]
        if b"<" in raw:
            raise LookupError(element.tag)
        letters, taken = CHARACTER.findall(raw), [*places]
        places[:] = [place for place in places if place[1] > len(letters)]

        def write(scope: Scope, _number: int) -> bytes:
            found = [*letters]
            for start, end, place in reversed(taken):
                if place:
                    text = str(scope.text(place.name))
                    found[start:end] = [escape(text).encode(errors="replace")]
            return b"".join(found)

        if element.is_empty_tag:
            self._append(element, write)
        else:
            self.edits.append(_Edit(element.inner, element.close, write))

    def _add_runs(self, element: Element, places: list[Cut]) -> None:
        """The answers in the runs of a holder; where no run is, they have their own."""
        if _AROUND_PARAGRAPHS & {child.tag for child in element.children}:
            raise LookupError(element.tag)
        passed = 0
        for runs in self._neighbours(element):
            first, last = runs[0].element, runs[-1].element
            if not runs[0].has_box:
                line = Line(runs, passed, places)
                if line.cuts:
                    self.edits.append(_Edit(first.start, last.end, self._writing(line)))
                passed = line.end
                continue
            if places and places[0][1] <= passed:
                write = self._writing(Line([], passed, places))
                self.edits.append(_Edit(first.start, first.start, write))
            passed = Line(runs, passed, []).end
        if places:
            self._append(element, self._writing(Line([], passed, places)))

    def _neighbours(self, holder: Element) -> Iterator[list[Run]]:
        """The runs of a holder, neighbours together, those around a text box alone."""
        found: list[Run] = []
        for child in holder.children:
            if child.tag != "w:r":
                continue
            run = Run(self.raw, child, child in self.on_way)
            if found and (run.has_box or found[-1].element.end != child.start):
                yield found
                found = []
            if run.has_box:
                yield [run]
            else:
                found.append(run)
        if found:
            yield found

    def _writing(self, line: Line) -> _Write:
        def write(scope: Scope, number: int) -> bytes:
            return line.written(
                scope,
                lambda run: self.written(scope, run.start, run.end, number + 1),
            )

        return write

    def _append(self, element: Element, write: _Write) -> None:
        """Write something as the last thing in an element."""
        if not element.is_empty_tag:
            self.edits.append(_Edit(element.close, element.close, write))
            return
        added = self.added.setdefault(element, [])
        added.append(write)
        if len(added) > 1:
            return

        def opened(scope: Scope, number: int) -> bytes:
            content = b"".join(one(scope, number) for one in added)
            return b">" + content + f"</{element.tag}>".encode() if content else b"/>"

        self.edits.append(_Edit(element.inner - 2, element.inner, opened))
