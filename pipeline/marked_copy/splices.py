"""Small edits of an XML part, byte for byte: what is not named by an edit stays as its
author wrote it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from xml.parsers import expat

from pipeline.office.budget import Budget
from pipeline.office.xml_text import PRESERVE, escape, in_quotes

MOST_LETTERS = 32_767  # in a cell or comment, as in Excel
_LONGEST = 1 << 20  # bytes from one < to the next, of which expat gives all at once
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
TYPES_SPACE, RELATIONS_SPACE = f"{_PACKAGE}content-types", f"{_PACKAGE}relationships"

_ATTRIBUTE = rb"""\s+[^\s=<>/]+\s*=\s*(?:"[^"<]*"|'[^'<]*')"""
_TAG = re.compile(rb"""<([^\s<>/="']+)(?:%s)*\s*/?>""" % _ATTRIBUTE)
_ENDLESS = re.compile(rb"<[^<]{%d}" % _LONGEST)
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_ESCAPE_OF_EXCEL = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Unusual(ValueError):
    """A part is not as office programs write it, so that no place in it is certain."""


@dataclass(slots=True, eq=False)
class Node:
    """An element and where it stands: its tag from ``start`` to ``inner``, its content
    to ``close``, its end.
    """

    # The local name; that of another namespace than the root's is "namespace local",
    # and so is the name of an attribute with a namespace.
    name: str
    attributes: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    children: list[Node] = field(default_factory=list)

    def child(self, name: str) -> Node | None:
        return next(iter(self.named(name)), None)

    def named(self, name: str) -> list[Node]:
        return [child for child in self.children if child.name == name]

    def number(self, name: str) -> int:
        """An attribute that is a number, 0 where it is not there."""
        return int(self.attributes.get(name, 0))


def children(node: Node | None) -> list[Node]:
    return node.children if node else []


class Xml:
    """A part in UTF-8, as a tree of places, and the edits to make in it. ``skip``:
    element whose content is not kept.

    Raises Unusual where places cannot be told for certain.
    """

    def __init__(self, data: bytes, budget: Budget, skip: str = "") -> None:
        self.data, self.budget, self._skip = data, budget, skip
        self._open: list[Node] = []
        self._edits: list[tuple[int, int, bytes]] = []
        self._appended: dict[int, tuple[Node, list[bytes]]] = {}
        self._space = ""
        budget.take("bytes", len(data))
        budget.take("tags", data.count(b"<"))
        if data[:2] in (b"\xff\xfe", b"\xfe\xff") or _ENDLESS.search(data):
            raise Unusual
        self._parser = expat.ParserCreate(namespace_separator=" ")
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.XmlDeclHandler = _declared
        self._parser.StartDoctypeDeclHandler = _no_doctype
        try:
            self._parser.Parse(data, True)
        finally:
            # it holds this object in a circle, which would keep the whole tree after
            # its use
            del self._parser
        name = self.name(self.root)
        self.prefix = name[: name.index(b":") + 1] if b":" in name else b""

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._open:
            self._space = name.rpartition(" ")[0]
            if self._space not in (MAIN, TYPES_SPACE, RELATIONS_SPACE):
                raise Unusual
        local = name.removeprefix(f"{self._space} ")
        self.budget.take("held", 1 + len(attributes))
        at = self._parser.CurrentByteIndex
        node = Node(local, attributes, at, _tag(self.data, at).end())
        if self._open:
            self._open[-1].children.append(node)
        else:
            self.root = node
        self._open.append(node)
        if local == self._skip:  # expat need not even gather the attributes in it
            self._skipped = name
            self._parser.StartElementHandler = None

    def _end(self, name: str) -> None:
        if not self._parser.StartElementHandler:
            if name != self._skipped:
                return
            self._parser.StartElementHandler = self._start
        node = self._open.pop()
        if self.closed(node):
            node.close = node.end = node.inner
        else:
            node.close = self._parser.CurrentByteIndex
            node.end = self.data.index(b">", node.close) + 1

    def closed(self, node: Node) -> bool:
        """Whether the element is one tag: <c/>."""
        return self.data[node.inner - 2 : node.inner] == b"/>"

    def raw(self, node: Node) -> bytes:
        return self.data[node.start : node.end]

    def fit(self, xml: str) -> bytes:
        """New elements with the prefix that this part gives to its own."""
        return (
            re.sub(rb"<(/?)(?=\w)", rb"<\g<1>" + self.prefix, xml.encode())
            if self.prefix
            else xml.encode()
        )

    def replace(self, start: int, end: int, new: bytes) -> None:
        self._edits.append((start, end, new))

    def before(self, node: Node, new: bytes) -> None:
        self.replace(node.start, node.start, new)

    def remove(self, node: Node) -> None:
        self.replace(node.start, node.end, b"")

    def append(self, node: Node, new: bytes) -> None:
        """Behind the last child."""
        self._appended.setdefault(node.start, (node, []))[1].append(new)

    def set(self, node: Node, name: str, value: str) -> None:
        """Give an attribute (without namespace) its value; an empty one takes it away."""
        self.replace(*_setting(self.data, name, value, node.start, node.inner))

    def name(self, node: Node) -> bytes:
        """The name as written in the tag, with its prefix."""
        return _tag(self.data, node.start)[1]

    def done(self) -> bytes:
        """The part with all its edits."""
        for node, added in self._appended.values():
            new = b"".join(added)
            if self.closed(node):
                self.replace(
                    node.inner - 2,
                    node.inner,
                    b">" + new + b"</" + self.name(node) + b">",
                )
            else:
                self.replace(node.close, node.close, new)
        pieces: list[bytes] = []
        at = 0
        for start, end, edit in sorted(self._edits, key=lambda one: one[:2]):
            pieces += [self.data[at:start], edit]
            at = end
        return b"".join([*pieces, self.data[at:]])


def with_attribute(element: bytes, name: str, value: str) -> bytes:
    """An element with an attribute of its own tag set."""
    inner = _tag(element, 0).end()
    start, end, new = _setting(element, name, value, 0, inner)
    return element[:start] + new + element[end:]


def _tag(data: bytes, at: int) -> re.Match[bytes]:
    """The tag that begins there; group 1 is its name."""
    tag = _TAG.match(data, at)
    if not tag:
        raise Unusual
    return tag


def _setting(
    data: bytes, name: str, value: str, start: int, end: int
) -> tuple[int, int, bytes]:
    """The edit of a tag that gives an attribute its value; an empty one takes it away."""
    # From where its blanks begin, not from each.
    written = rb"""(?<!\s)\s+%s\s*=\s*(["'])(.*?)\1""" % name.encode()
    found = re.compile(written, re.DOTALL).search(data, start, end)
    if found and value:
        return *found.span(2), attribute(value).encode()
    if found:
        return *found.span(), b""
    at = _tag(data, start).end(1)
    return at, at, f' {name}="{attribute(value)}"'.encode() if value else b""


def clean(text: str) -> str:
    """A text as an Office part may carry it: no forbidden characters, nothing that
    Excel would decode.
    """
    return _ESCAPE_OF_EXCEL.sub("_x005F_", _ILLEGAL.sub("\ufffd", text))


def content(text: str, most: int = MOST_LETTERS) -> str:
    """A text to stand between tags, cut to what a cell or comment may hold."""
    return escape(clean(text)[:most])


def text_element(text: str, most: int = MOST_LETTERS) -> str:
    """The same in its element, outer blanks kept."""
    return f"<t{PRESERVE}>{content(text, most)}</t>"


def attribute(text: str) -> str:
    """A text to stand in quotes as the value of an attribute."""
    return in_quotes(_ILLEGAL.sub("\ufffd", text))


def _declared(_version: str, encoding: str | None, _standalone: int) -> None:
    if (encoding or "utf-8").casefold() not in ("utf-8", "us-ascii"):
        raise Unusual


def _no_doctype(*_: object) -> None:
    raise Unusual
