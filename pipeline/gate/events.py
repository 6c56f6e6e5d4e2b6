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
_BOX = "w:txbxContent\0"  # what a text box holds
_SHOWN = {"w:br\0": "\n", "w:tab\0": "\t"}
# What Word drops or changes: tabs, line breaks, and outer blanks that are not marked to
# count.
_DROPPED = {
    "w:t\0": re.compile(r"[\0\t\n\r]|^ | $"),
    "w:t\0xml:space\0preserve": re.compile(r"[\0\t\n\r]"),
}
# What names a thing once in a file, as elements and as attributes: a copy has it not.
_ONCE = {
    *("w:bookmarkStart", "w:bookmarkEnd", "w:permStart", "w:permEnd", "w:id"),
    *("w:commentRangeStart", "w:commentRangeEnd"),
}
_NAME = re.compile(r"\0w14:(?:paraId|textId)\0[^\0]*")


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


def is_text(event: str) -> bool:
    """Whether it is a text, not a comment or instruction."""
    return event[0] == "\0" != event[1:2]


def followed(events: list[str], others: list[str]) -> list[str]:
    """Events and those that follow, what is a text together as one."""
    if events and others and is_text(events[-1]) and is_text(others[0]):
        return [*events[:-1], events[-1] + others[0][1:], *others[1:]]
    return events + others


def without_names(events: list[str], numbered: set[int]) -> list[str]:
    """Events without what names a thing once in a file, but for what has a number."""
    found: list[str] = []
    at = 0
    while at < len(events):
        event = events[at]
        if tag(event) in _ONCE and "\0" in event and at not in numbered:
            at = events.index(tag(event), at)
        elif is_text(event) and is_text(found[-1]):
            found[-1] += event[1:]
        elif "\0w14:" in event:
            name, mark, attributes = event.partition("\0")
            found.append(name + mark + _NAME.sub("", f"\0{attributes}")[1:])
        else:
            found.append(event)
        at += 1
    return found


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


def children(events: Sequence[str]) -> Iterator[str]:
    """The tags of the elements that stand in an element."""
    depth = 0
    for event in events:
        if "\0" not in event:
            depth -= 1
        elif event[0] != "\0":
            if depth == 1:
                yield tag(event)
            depth += 1


def rows_and_cells(events: Sequence[str]) -> Iterator[str]:
    """The tags of the rows and cells that begin in a table, but for those in cells."""
    depth = 0
    for event in events:
        name, is_start = tag(event), "\0" in event
        if name in ("w:tr", "w:tc") and is_start and not depth:
            yield name
        if name == "w:tc":
            depth += 1 if is_start else -1


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
    """The neighbouring runs that stand there, as pieces, and where what follows stands.
    A run around a text box is none of them.
    """
    pieces: list[Piece] = []
    while tag(events[at]) == "w:r" != events[at]:
        run, behind = read_run(events, at)
        if any(_BOX in content for _, content in run if type(content) is tuple):
            break
        pieces += run
        at = behind
    return pieces, at


def read_run(events: Sequence[str], at: int) -> tuple[list[Piece], int]:
    """The run that begins there, and where what follows stands."""
    look, at = events[at], at + 1
    start = at + events[at][1:].isspace()
    if events[start] == "w:rPr\0":
        end = events.index("w:rPr", start) + 1
        while events[end] == "w:rPrChange":  # the properties before a change
            end = events.index("w:rPr", end) + 1
        look, at = "\1".join([look, *events[at:end]]), end
    pieces: list[Piece] = []
    while events[at] != "w:r":
        content, at = _content(events, at)
        pieces.append((look, content))
    return pieces or [(look, "")], at + 1


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
    name, end = tag(event), at + 1
    while name and events[at:end].count(name) < _starts(events[at:end], name):
        end = events.index(name, end) + 1
    return tuple(events[at:end]), end


def _starts(events: Sequence[str], name: str) -> int:
    """How many elements of a name begin."""
    return sum(event.startswith(f"{name}\0") for event in events)


def look_of(properties: str) -> str:
    """The look of a run with these properties, as they are written."""
    return "\1".join(["w:r\0", *(read(properties.encode())[:-1] if properties else [])])


def text_of(content: Any) -> str | None:
    """The text of a piece, also of a ``w:t`` that Word shows otherwise than it is
    written; None for all else.
    """
    if type(content) is tuple and len(content) == 3 and content[0] in _DROPPED:
        return content[1][1:] if is_text(content[1]) else None
    return content if isinstance(content, str) else None


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
