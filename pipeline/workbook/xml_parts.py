"""The XML parts of an Office package, read as expat goes through them: of a large part
only the piece at hand is in memory, and none may declare entities.

What all parts read together may weigh is counted while they are read, never taken from
what the package says of itself.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat
from zipfile import ZipFile

from pipeline.findings.sentences import unlike_excel
from pipeline.model.watch import READING, Watch, unwatched
from pipeline.office.budget import Budget, Refused
from pipeline.office.package import relations_of, target

_CHUNK = 1 << 16
# What grows faster than the part: expat spells a namespace out for each attribute in
# it, begins a long tag again with each chunk, and keeps each name.
_LONGEST_NAMESPACE, _LONGEST_TAG, _MOST_NAMES = 300, 1 << 17, 20_000


class Parts:
    """The parts of an admitted package, by name (case aside, as Office has it).
    ``watch`` is told which share is read.
    """

    def __init__(
        self, package: bytes, budget: Budget, watch: Watch = unwatched
    ) -> None:
        self._zip = ZipFile(io.BytesIO(package))
        self._names = {name.casefold(): name for name in self._zip.namelist()}
        self.budget = budget
        self._watch, self._read = watch, 0
        entries = self._zip.infolist()
        self._size = sum(each.file_size for each in entries if _is_xml(each.filename))

    def __contains__(self, name: str) -> bool:
        return name.casefold() in self._names

    def open(self, name: str, sheet: str = "") -> Part:
        """A part to be read piece by piece; ``sheet``: whose it is."""
        return Part(self._chunks(name), self.budget, sheet)

    def _chunks(self, name: str) -> Iterator[bytes]:
        with self._zip.open(self._names[name.casefold()]) as stream:
            while chunk := stream.read(_CHUNK):
                yield chunk
                self._read += len(chunk)
                self._watch(READING, min(self._read / (self._size or 1), 1))

    def raw(self, name: str) -> bytes:
        """The bytes of a part that is parsed as a whole."""
        chunks = []
        for chunk in self._chunks(name):
            self.budget.take("bytes", len(chunk))
            self.budget.take("tags", chunk.count(b"<"))
            chunks.append(chunk)
        return b"".join(chunks)

    def tree(self, name: str) -> Element:
        """A whole part."""
        part = self.open(name)
        for _ in part.finished(None):
            pass
        return part.root

    def relations(self, name: str) -> dict[str, tuple[str, str]]:
        """The parts that a part ("" for the package) points at: id -> (last word of the
        type, name of the part).
        """
        rels = relations_of(name)
        nodes = self.tree(rels) if rels in self else ()
        return {
            node.attrib["Id"]: target(name, node.attrib)
            for node in nodes
            if "Id" in node.attrib and node.get("TargetMode") != "External"
        }


def _is_xml(name: str) -> bool:
    return name.endswith((".xml", ".rels"))


class Part:
    """One part on its way through expat, whose events build a tree.

    An element is named ``namespace local``, an attribute without namespace by its name
    alone. ``root``: all that was read so far and not handed out.
    """

    def __init__(self, chunks: Iterator[bytes], budget: Budget, sheet: str) -> None:
        self._chunks, self._budget, self._sheet = chunks, budget, sheet
        self.root = Element("")
        builder = TreeBuilder()
        self._start = builder.start
        self._parser = parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start_root
        parser.EndElementHandler = builder.end
        parser.CharacterDataHandler = builder.data
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartNamespaceDeclHandler = _check_namespace
        self._given = 0

    def _start_root(self, name: str, attributes: dict[str, str]) -> None:
        self.root = self._start(name, attributes)
        self._parser.StartElementHandler = self._start

    def finished(self, parent: str | None) -> Iterator[list[Element]]:
        """The children of the root's first child of this name ("": of the root itself;
        None: of nothing), as they are finished: each is handed out once, and is no part
        of the tree then.
        """
        held = 0
        for chunk in self._chunks:
            self._feed(chunk)
            children = self._children_of(parent)
            if len(children) > 1:
                yield (done := children[:-1])
                del children[: len(done)], done
                held = 0
            else:
                held += chunk.count(b"<") + chunk.count(b"=")
                self._budget.hold(held, self._sheet)
        self._parser.Parse(b"", True)
        yield self._children_of(parent)[:]

    def _children_of(self, parent: str | None) -> Element:
        if parent == "":
            return self.root
        return next((child for child in self.root if child.tag == parent), Element(""))

    def _feed(self, chunk: bytes) -> None:
        self._budget.take("bytes", len(chunk), self._sheet)
        self._budget.take("tags", chunk.count(b"<"), self._sheet)
        self._parser.Parse(chunk, False)
        self._given += len(chunk)
        if (
            self._given - self._parser.CurrentByteIndex > _LONGEST_TAG
            or len(self._parser.intern) > _MOST_NAMES
        ):
            raise Refused("classeur-anormal", cause=unlike_excel.NAMES)


def _check_namespace(_: str, uri: str) -> None:
    if len(uri or "") > _LONGEST_NAMESPACE:
        raise Refused("classeur-anormal", cause=unlike_excel.NAMES)


def _refuse_doctype(*_: object) -> None:
    raise Refused("classeur-anormal", cause=unlike_excel.DOCTYPE)
