"""The elements of an XML part by their bytes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from xml.parsers.expat import ParserCreate

from pipeline.office.package import plain_xml

_TAG = re.compile(rb"""<[^<>"']*(?:"[^"]*"[^<>"']*|'[^']*'[^<>"']*)*>""")
_STEP = re.compile(r"/([^/\[]+)\[(\d+)\]")


@dataclass(eq=False, slots=True)
class Element:
    """An element, or with an empty tag a comment or instruction: its start tag from
    ``start`` to ``inner``, its content to ``close``, its end to ``end``.

    ``attributes``: names and values by turns, as written.
    """

    tag: str
    attributes: list[str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Element] = field(default_factory=list)

    @property
    def is_empty_tag(self) -> bool:
        """Whether it is written as one tag: ``<w:p/>``."""
        return self.inner == self.end

    def way(self, path: str) -> list[Element]:
        """The elements on the way of a path from here, that at its end last. Raises
        LookupError.
        """
        way = [self]
        for tag, number in _STEP.findall(path):
            same = [child for child in way[-1].children if child.tag == tag]
            if not 0 < int(number) <= len(same):
                raise LookupError(path)
            way.append(same[int(number) - 1])
        return way

    def has_inside(self, tag: str) -> bool:
        """Whether an element of that tag stands in it at any depth."""
        return any(one.tag == tag or one.has_inside(tag) for one in self.children)


@lru_cache(maxsize=8)  # a file is filled again where an answer is not found in it
def parse(raw: bytes) -> Element:
    """What holds the root of a part. Raises ExpatError or ValueError for no plain XML."""
    opened = [Element("", [], 0, 0)]
    parser = ParserCreate("utf-8")
    parser.ordered_attributes = True

    def start(tag: str, attributes: list[str]) -> None:
        at = parser.CurrentByteIndex
        found = _TAG.match(raw, at)
        if not found:
            raise ValueError("a tag of another writing")
        element = Element(tag, attributes, at, found.end())
        opened[-1].children.append(element)
        opened.append(element)

    def end(_tag: str) -> None:
        element = opened.pop()
        if raw.endswith(b"/>", element.start, element.inner):
            element.close = element.end = element.inner
        else:
            element.close = parser.CurrentByteIndex
            element.end = raw.index(b">", element.close) + 1

    def aside(closed: bytes) -> None:
        at = parser.CurrentByteIndex
        behind = raw.index(closed, at) + len(closed)
        opened[-1].children.append(Element("", [], at, behind, behind, behind))

    parser.StartElementHandler, parser.EndElementHandler = start, end
    parser.CommentHandler = lambda _text: aside(b"-->")
    parser.ProcessingInstructionHandler = lambda *_: aside(b"?>")
    parser.Parse(plain_xml(raw), True)
    return opened[0]
