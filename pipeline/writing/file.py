"""The authority's file: its parts, its text as it is read, and the elements behind it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from xml.etree.ElementTree import Element

from pipeline.office.package import in_order, read_parts
from pipeline.word_files.elements import child
from pipeline.word_files.parts import Tree, WordFile
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Reading
from pipeline.word_files.traced import Traced, TracedDocument, TracedReader


class NoPlace(LookupError):
    """An answer cannot be written there."""


class OfficialPart:
    """A part with texts: the body's, a header's. Paths are those of the gate
    (gate/addresses.py).
    """

    def __init__(self, file: WordFile, tree: Tree) -> None:
        self.file, self.tree, self.name = file, tree, tree.part
        self._elements: dict[str, Element] = {tree.root_path: tree.root}

    @cached_property
    def document(self) -> TracedDocument:
        """Its paragraphs, with what each piece of them was read from."""
        document, body = TracedDocument(self.file), child(self.tree.root, "w:body")
        holder = self.tree.root if body is None else body
        TracedReader(document, self.tree).story(holder, self.tree.path(holder))
        return document

    def read_box(self, path: str) -> None:
        """Read the other half of a text box, which no reader of the file sees."""
        TracedReader(self.document, self.tree).story(self.element(path), path)

    def element(self, path: str) -> Element:
        """The element of a path. Raises NoPlace where there is none."""
        if path not in self._elements:
            holder, _, step = path.rpartition("/")
            name, _, number = step.rstrip("]").partition("[")
            if not (holder and number.isdecimal()):
                raise NoPlace(path)
            alike = [one for one in self.element(holder) if one.tag == name]
            if not 0 < int(number) <= len(alike):
                raise NoPlace(path)
            self._elements[path] = alike[int(number) - 1]
        return self._elements[path]

    def around(self, path: str, tag: str) -> list[str]:
        """The paths of the elements of a tag that a path leads through, from the outermost
        on; itself among them.
        """
        steps = path.split("/")
        return [
            "/".join(steps[: at + 1])
            for at, step in enumerate(steps)
            if step.startswith(f"{tag}[")
        ]

    def paragraph(self, path: str) -> Traced:
        """Raises NoPlace where no paragraph was read there."""
        if path not in self.document.paragraphs:
            raise NoPlace(path)
        return self.document.paragraphs[path]

    def paragraphs_in(self, path: str) -> Iterator[tuple[str, Traced]]:
        """The paragraphs that an element holds."""
        for its_path, traced in self.document.paragraphs.items():
            if its_path.startswith(f"{path}/"):
                yield its_path, traced

    def paragraphs_around(self, path: str) -> Iterator[tuple[str, Traced]]:
        """The paragraphs that an element holds, or the one in which it stands."""
        for its_path, traced in self.document.paragraphs.items():
            if its_path.startswith(f"{path}/") or path.startswith(f"{its_path}/"):
                yield its_path, traced


class OfficialFile:
    """A Word file that is to be filled. ``parts``: name -> bytes, in the order of a package
    that is written; ``reading``: its text.
    """

    def __init__(self, content: bytes) -> None:
        """Raises NotReadable, whose text is a French sentence."""
        self.reading: Reading = read_document(content)
        parts = read_parts(content)
        self.parts = {name: parts[name] for name in in_order(parts)}
        self.word_file = WordFile(content)
        self._read: dict[str, OfficialPart] = {}

    def part(self, name: str = "") -> OfficialPart:
        """A part by its name, "" for the body's. Raises NoPlace where there is none, or
        its names are not written as Word writes them, or comments stand in it: a path
        and a number of characters must say the same to every reader of it.
        """
        name = name or self.reading.part
        if name not in self._read:
            tree, raw = self.word_file.tree(name), self.parts.get(name, b"")
            if (
                tree is None
                or tree.is_rewritten
                or b"<!" in raw
                or raw.count(b"<?") > 1
            ):
                raise NoPlace(name)
            self._read[name] = OfficialPart(self.word_file, tree)
        return self._read[name]
