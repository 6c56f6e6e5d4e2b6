"""Which element each piece of a paragraph's text is read from."""

from __future__ import annotations

from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.word_files.blocks import BlockReader
from pipeline.word_files.document import WordDocument
from pipeline.word_files.lines import Line
from pipeline.word_files.parts import Tree, WordFile
from pipeline.word_files.styles import Looks


class Piece(NamedTuple):
    """A piece of a text. ``element``: what stands for it in its run; ``field``: the
    beginning of the field whose result it is part of, None outside fields.
    """

    text: str
    element: Element | None
    field: Element | None


class Traced(NamedTuple):
    """A paragraph's text. ``holders``: the controls and the beginnings of fields in it,
    each with the number of characters before it: those that are empty have no piece.
    """

    pieces: tuple[Piece, ...]
    holders: tuple[tuple[int, Element], ...]

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


class TracedDocument(WordDocument):
    """A document that keeps the pieces of each paragraph by its path."""

    def __init__(self, file: WordFile) -> None:
        super().__init__(file)
        self.paragraphs: dict[str, Traced] = {}


class _TracedLine(Line):
    """A line that keeps what each piece of its text was read from."""

    def __init__(self, document: WordDocument, tree: Tree) -> None:
        super().__init__(document, tree)
        self._sources: list[tuple[Element | None, Element | None]] = []
        self._holders: list[tuple[int, Element]] = []
        self._begun: list[Element] = []  # one for each field that has not ended

    def traced(self) -> Traced:
        pieces = zip(self.text, self._sources, strict=False)
        found = tuple(Piece(text, *source) for text, source in pieces)
        return Traced(found, tuple(self._holders))

    def take(self) -> str:
        self._sources.clear()
        self._holders.clear()
        return super().take()

    def inside(self, element: Element) -> None:
        self.at = element
        if element.tag == "w:sdt":
            self._hold(element)
        super().inside(element)

    def add(self, text: str, looks: Looks) -> None:
        del self._sources[len(self.text) :]  # a token may stand for several pieces
        super().add(text, looks)
        del self._begun[len(self._fields) :]
        field = self._begun[-1] if self._begun else None
        self._sources += [(self.at, field)] * (len(self.text) - len(self._sources))

    def _begin_field(self, element: Element) -> None:
        self._hold(element)
        super()._begin_field(element)
        del self._begun[max(len(self._fields) - 1, 0) :]
        self._begun += [element] * (len(self._fields) - len(self._begun))

    def _hold(self, element: Element) -> None:
        self._holders.append((sum(map(len, self.text)), element))


class TracedReader(BlockReader):
    """Reads as a BlockReader; the pieces of what it reads go to the document."""

    _lines = _TracedLine

    def __init__(
        self, document: TracedDocument, tree: Tree, is_dark: bool = False
    ) -> None:
        super().__init__(document, tree, is_dark)
        self._traced = document.paragraphs

    def _add_paragraph(self, path: str, style: str, level: int, number: str) -> None:
        assert isinstance(self._line, _TracedLine)
        self._traced[path] = self._line.traced()
        super()._add_paragraph(path, style, level, number)
