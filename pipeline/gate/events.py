"""A part as the flat list of what expat meets in it, each event a text:

a start      its name and its attributes, as written:   ``w:jc\\0w:val\\0left``
an end       its name:                                  ``w:jc``
a text       behind one ``\\0``
all else     behind two: comments, instructions, the declaration, marks of CDATA

No character of XML is ``\\0``, so that no event can be taken for another one. Blanks
around the root say nothing; the last event is the end of the part.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise
from typing import Any
from xml.parsers.expat import ParserCreate

from pipeline.office.package import plain_xml

# A piece of some runs: its look (the attributes and the properties of its run), and a
# text, or the events of anything else. In a blank it may be the address of a text too.
Piece = tuple[str, Any]

EMPTY: Piece = ("w:r\0", "")  # an empty run without attributes or properties
_SHOWN = {"w:br\0": "\n", "w:tab\0": "\t"}
# What Word drops or changes: tabs, line breaks, and outer blanks that are not marked to
# count.
_DROPPED = {
    "w:t\0": re.compile(r"[\0\t\n\r]|^ | $"),
    "w:t\0xml:space\0preserve": re.compile(r"[\0\t\n\r]"),
}


def read(raw: bytes) -> list[str]:
    """The events of a part. Raises ExpatError for what is no XML, ValueError for an odd
    writing.
    """
    events = ["\0\0\ufeff"] if raw.startswith(BOM_UTF8) else []
    add, join = events.append, "\0".join
    parser = ParserCreate("utf-8")
    parser.ordered_attributes = parser.buffer_text = True
    parser.buffer_size = len(raw) or 1
    parser.StartElementHandler = lambda name, attributes: add(
        f"{name}\0{join(attributes)}"
    )
    parser.EndElementHandler = add
    parser.CharacterDataHandler = lambda text: add(f"\0{text}")
    parser.XmlDeclHandler = lambda *declared: add(
        "\0\0<?xml {} {} {}?>".format(*declared)
    )
    parser.DefaultHandler = lambda other: other.isspace() or add(f"\0\0{other}")
    parser.Parse(plain_xml(raw), True)
    return [*events, "\0\0"]


def tag(event: str) -> str:
    """The tag that starts or ends; empty for all else."""
    return event.partition("\0")[0]


def ends(events: Sequence[str]) -> dict[int, int]:
    """Where each element ends: start -> end."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for at, event in enumerate(events):
        if "\0" not in event:
            found[opened.pop()] = at
        elif event[0] != "\0":
            opened.append(at)
    return found


def children(events: Sequence[str], depths: int = 1) -> Iterator[str]:
    """The tags of the elements that stand in an element, and down to more depths in
    them.
    """
    depth = 0
    for event in events:
        if "\0" not in event:
            depth -= 1
        elif event[0] != "\0":
            if 0 < depth <= depths:
                yield tag(event)
            depth += 1


def shown(events: Sequence[str], mark: str = "[…]") -> str:
    """The text that these events show, as people read it, with a mark for the number of a
    footnote.
    """
    found = []
    for before, event in pairwise(["", *events]):
        is_text = before in _DROPPED and event.startswith("\0")
        found.append(event.strip("\0") if is_text else _SHOWN.get(event, ""))
        found.append(mark * event.startswith("w:footnoteReference\0"))
    return "".join(found)


def read_runs(events: Sequence[str], at: int) -> tuple[list[Piece], int]:
    """The neighbouring runs that stand there, as pieces, and where what follows stands."""
    pieces: list[Piece] = []
    while tag(events[at]) == "w:r" != events[at]:
        look, at = events[at], at + 1
        if events[at] == "w:rPr\0":
            end = events.index("w:rPr", at) + 1
            look, at = "\1".join([look, *events[at:end]]), end
        if events[at] == "w:r":
            pieces.append((look, ""))
        while events[at] != "w:r":
            content, at = _content(events, at)
            pieces.append((look, content))
        at += 1
    return pieces, at


def _content(events: Sequence[str], at: int) -> tuple[Any, int]:
    """What stands there in a run: a text as Word shows it, else the events of an
    element.
    """
    event, following = events[at], events[at + 1]
    if event in _DROPPED:
        if following == "w:t":
            return "", at + 2
        text = following[1:]
        if (
            following[0] == "\0"
            and events[at + 2] == "w:t"
            and not _DROPPED[event].search(text)
        ):
            return text, at + 3
    elif event in _SHOWN and following == tag(event):
        return _SHOWN[event], at + 2
    end = events.index(tag(event) or event, at) + 1
    return tuple(events[at:end]), end


def joined(pieces: Iterable[Piece], usual: frozenset[str]) -> list[Piece]:
    """Neighbouring texts of one look as one text; an empty text of a usual look is
    none.
    """
    kept = [piece for piece in pieces if piece[1] or piece[0] not in usual]
    if len(kept) < 2:
        return kept
    found: list[Piece] = []
    for (look, kind), group in groupby(
        kept, key=lambda piece: (piece[0], type(piece[1]))
    ):
        contents = [content for _, content in group]
        found += [
            (look, one) for one in (["".join(contents)] if kind is str else contents)
        ]
    return found
