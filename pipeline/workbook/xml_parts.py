"""The XML parts of an Office package, streamed: no part is held as a tree, none may
declare entities.

An XML part of a few kilobytes can ask for hours and for all the memory of a computer.
What all parts read together may weigh is therefore counted while they are read, never
taken from what the package says of itself.
"""

from __future__ import annotations

import io
import posixpath
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from xml.parsers import expat
from zipfile import ZipFile

MOST_MARKUP = 3_000_000  # tags that expat reads, beside those that are taken quickly
MOST_SLOW = 32 << 20  # bytes that expat reads
MOST_BYTES = 384 << 20
_MOST_NAMES = 20_000  # in a part: expat keeps each
_CHUNK = 1 << 20

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]
Feed = Callable[[str], None]

_ODD = re.compile(
    "[\x00-\x08\x0b-\x1f\ufffe\uffff]|]]>"
)  # no XML, or (\r) changed by a parser
_ENTITY = re.compile(
    r"&(?:(amp|lt|gt|quot|apos)|#(?:x([0-9a-fA-F]{1,6})|([0-9]{1,7})));|&"
)
# A namespace declared in more than a few letters: expat spells it out again for each
# element and each attribute in it.
_LONG_NAMESPACE = re.compile(
    r"""xmlns(?:[^\s=<>"']{100}|[^\s=<>"']*\s*=?\s*(?:\s{10}|"[^"]{300}|'[^']{300}))"""
)
_LONGEST = 1_000  # bytes, of what it has to see at once
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}


class Refused(Exception):
    """Reading stops here: ``code`` and ``facts`` of the one finding to give. Caught
    where the package is opened.
    """

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


@dataclass(frozen=True)
class Quick:
    """What takes the children of an element of a part faster than expat, where they are
    written as programs write them.

    ``parent``: the element, as expat names it; ``child``: the tag of its children, as
    written. ``take`` gets some children (the ends of their tags aside) and what expat
    may be asked about; it takes them in their order, up to one that it draws and does
    not take, and tells how many it has taken. That one is expat's, as everything
    outside the element.
    """

    parent: str
    child: str
    take: Callable[[Iterator[str], Feed], int]


def clean_text(written: str) -> str | None:
    """The text that is written so between two tags; None where only a parser may tell."""
    if (not written.isprintable() and _ODD.search(written)) or "]]>" in written:
        return None
    if "&" not in written:
        return written
    try:
        return _ENTITY.sub(_meant, written)
    except ValueError:
        return None


def _meant(entity: re.Match[str]) -> str:
    if entity[1]:
        return _NAMED[entity[1]]
    character = chr(int(entity[2], 16) if entity[2] else int(entity[3] or 0))
    if character not in "\t\n\r" and (
        _ODD.search(character) or "\ud800" <= character <= "\udfff"
    ):
        raise ValueError(character)
    return character


class Parts:
    """The parts of an admitted package, by name (case aside, as Office has it)."""

    def __init__(self, package: bytes) -> None:
        self._zip = ZipFile(io.BytesIO(package))
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self._markup = self._slow = self._bytes = 0

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def walk(
        self,
        name: str,
        start: Start,
        end: End | None = None,
        text: Text | None = None,
        quick: Quick | None = None,
        size: int = 0,
    ) -> None:
        """Call the handlers through a part, except for what ``quick`` takes. An element
        is named ``namespace local``, an attribute without namespace by its name alone.
        ``size``: bytes that are unpacked at once. A handler that wants no more of the
        part raises.
        """
        walk = _Walk(start, end, text, self._weigh)
        chunks = self._chunks(name, size or _CHUNK)
        try:
            if quick:
                walk.quickly(quick, chunks)
            for chunk in chunks:
                walk.feed(chunk)
            walk.close()
        finally:
            walk.release()

    def _weigh(self, data: bytes) -> None:
        """Count what expat is given."""
        tags = data.count(b"<")
        self._markup += tags
        self._slow += len(data)
        if self._markup > MOST_MARKUP or self._slow > MOST_SLOW:
            raise Refused("classeur-trop-grand", cause="ses feuilles sont trop lourdes")
        if (
            not tags and len(data) >= _CHUNK
        ):  # no text of Excel is that long, and expat would swallow it whole
            raise Refused("classeur-trop-grand", cause="un de ses textes est trop long")

    def _chunks(self, name: str, size: int) -> Iterator[bytes]:
        with self._zip.open(self._names[name.casefold()]) as stream:
            while chunk := stream.read(size):
                self._bytes += len(chunk)
                if self._bytes > MOST_BYTES:
                    raise Refused(
                        "classeur-trop-grand", cause="ses feuilles sont trop lourdes"
                    )
                yield chunk

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part ("" for the package) points at: id -> (last word of the
        type, name of the part).
        """
        folder, _, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(_: str, attributes: dict[str, str]) -> None:
            if "Id" in attributes and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(
                    posixpath.join("/", folder, attributes.get("Target", ""))
                )
                found[attributes["Id"]] = (
                    attributes.get("Type", "").rpartition("/")[2],
                    target.lstrip("/"),
                )

        if rels in self:
            self.walk(rels, start)
        return found


class _Walk:
    """One part on its way through expat, and past it."""

    def __init__(
        self,
        start: Start,
        end: End | None,
        text: Text | None,
        weigh: Callable[[bytes], None],
    ) -> None:
        self.parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        parser.XmlDeclHandler = self._declared
        self.start, self.end, self.weigh = start, end, weigh
        self.encoding = "utf-8"
        self.last = b""

    def _declared(self, _: str, encoding: str | None, __: int) -> None:
        self.encoding = (encoding or "utf-8").lower()

    def feed(self, data: bytes) -> None:
        self.weigh(data)
        seen = self.last + data
        self.last = seen[-_LONGEST:]
        if len(self.parser.intern) > _MOST_NAMES or any(
            map(_LONG_NAMESPACE.search, _readings(seen))
        ):
            raise Refused(
                "classeur-anormal", cause="ses balises ont des noms démesurés"
            )
        self.parser.Parse(data, False)

    def close(self) -> None:
        """The part ends here."""
        self.parser.Parse(b"", True)

    def release(self) -> None:
        """What was read of the part is no longer held: parser and walk hold each other,
        and the sheet with them.
        """
        self.parser.XmlDeclHandler = None

    def ask(self, written: str) -> None:
        """Let expat read something whole that stands here."""
        self.feed(written.encode())

    def quickly(self, quick: Quick, chunks: Iterator[bytes]) -> None:
        """Read on as long as children of the element follow each other, whole."""
        data, closing = next(chunks, b""), f"</{quick.child}>"
        opening = re.search(
            rb"<%s(?: [^<>]*[^<>/])?>" % quick.parent.rpartition(" ")[2].encode(), data
        )
        if not opening or b"\0" in data:  # in UTF-16 no byte is a letter
            return self.feed(data)
        self.feed(data[: opening.start()])
        ready = self._starts(opening[0], quick.parent) and self.encoding == "utf-8"
        data = data[opening.end() :]
        while ready and (cut := data.rfind(closing.encode()) + len(closing)) >= len(
            closing
        ):
            try:
                children = data[:cut].decode().split(closing)
            except UnicodeDecodeError:
                break
            done, ready = self._children(quick, closing, children)
            if not ready:
                data = closing.join(children[done:]).encode() + data[cut:]
                break
            data = data[cut:] + (chunk := next(chunks, b""))
            if not chunk:
                break
        return self.feed(data)

    def _children(
        self, quick: Quick, closing: str, children: list[str]
    ) -> tuple[int, bool]:
        """How many of them are read, and whether it goes on. An odd one is expat's; if
        expat does not find its end where it seems to be, all that follows is expat's
        too.
        """
        opening, last, number = f"<{quick.child}", len(children) - 1, 0
        rest = islice(children, last)  # an odd child is drawn from it too
        while (number := number + quick.take(rest, self.ask)) < last:
            child = children[number]
            if not child.startswith(opening) or child.count(opening) > 1:
                return number, False
            self.ask(child)
            number += 1
            if not self._ends(closing):
                return number, False
        return last, True

    def _starts(self, tag: bytes, name: str) -> bool:
        """Whether expat, given this tag, finds the start of that element, and not a
        comment's or other text.
        """
        seen: list[str] = []

        def start(found: str, attributes: dict[str, str]) -> None:
            seen.append(found)
            self.start(found, attributes)

        self.parser.StartElementHandler = start
        self.feed(tag)
        self.parser.StartElementHandler = self.start
        return seen == [name]

    def _ends(self, closing: str) -> bool:
        """Whether expat, given this tag, finds the end of an element."""
        seen: list[str] = []

        def end(found: str) -> None:
            seen.append(found)
            if self.end:
                self.end(found)

        self.parser.EndElementHandler = end
        self.ask(closing)
        self.parser.EndElementHandler = self.end
        return len(seen) == 1


def _readings(data: bytes) -> list[str]:
    """What bytes may say, to whom looks for letters of ASCII among them."""
    encodings = ("utf-16-le", "utf-16-be") if b"\0" in data else ("latin-1",)
    return [data.decode(encoding, "replace") for encoding in encodings]


def _no_doctype(*_: object) -> None:
    raise Refused(
        "classeur-anormal",
        cause="il contient une déclaration DOCTYPE, qu'Excel n'écrit jamais",
    )
