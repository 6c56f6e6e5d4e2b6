"""The XML parts of an Office package, streamed: no part is held as a tree, none may declare entities.

An XML part of a few kilobytes can ask for hours and for all the memory of a computer. What all parts read together
may weigh is therefore counted while they are read, never taken from what the package says of itself.
"""

from __future__ import annotations

import io
import posixpath
from collections.abc import Callable, Iterator
from xml.parsers import expat
from zipfile import ZipFile

MOST_MARKUP = 3_000_000  # tags; a full register of 500 households and 5,000 contacts has some 200,000
MOST_BYTES = 32 << 20
_CHUNK = 1 << 20

Start = Callable[[str, dict[str, str]], None]
End = Callable[[str], None]
Text = Callable[[str], None]


class Refused(Exception):
    """Reading stops here: ``code`` and ``facts`` of the one finding to give. Caught where the package is opened."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(code)
        self.code = code
        self.facts = facts


class Parts:
    """The parts of an admitted package, by name (case aside, as Office has it)."""

    def __init__(self, package: bytes) -> None:
        self._zip = ZipFile(io.BytesIO(package))
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self._markup = self._bytes = 0

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def walk(self, name: str, start: Start, end: End | None = None, text: Text | None = None) -> None:
        """Call the handlers through a part. An element is named ``namespace local``, an attribute without namespace
        by its name alone."""
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = start
        parser.EndElementHandler = end
        parser.CharacterDataHandler = text
        parser.StartDoctypeDeclHandler = _no_doctype
        for chunk in self._chunks(name):
            parser.Parse(chunk, False)
        parser.Parse(b"", True)

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._zip.open(self._names[name.casefold()]) as stream:
            while chunk := stream.read(_CHUNK):
                tags = chunk.count(b"<")
                self._markup += tags
                self._bytes += len(chunk)
                if self._markup > MOST_MARKUP or self._bytes > MOST_BYTES:
                    raise Refused("classeur-trop-grand", cause="ses feuilles sont trop lourdes")
                if not tags and len(chunk) == _CHUNK:  # no text of Excel is that long, and expat would swallow it whole
                    raise Refused("classeur-trop-grand", cause="un de ses textes est trop long")
                yield chunk

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part ("" for the package) points at: id -> (last word of the type, name of the part)."""
        folder, _, file = name.rpartition("/")
        rels = posixpath.join(folder, "_rels", f"{file}.rels")
        found: dict[str, tuple[str, str]] = {}

        def start(_: str, attributes: dict[str, str]) -> None:
            if "Id" in attributes and attributes.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, attributes.get("Target", "")))
                found[attributes["Id"]] = (attributes.get("Type", "").rpartition("/")[2], target.lstrip("/"))

        if rels in self:
            self.walk(rels, start)
        return found


def _no_doctype(*_: object) -> None:
    raise Refused("classeur-anormal", cause="il contient une déclaration DOCTYPE, qu'Excel n'écrit jamais")
