"""The pieces of the text of a paragraph that is being read, and what was noted of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from pipeline.model.text import shortened
from pipeline.word_files.reading import Apart, Mark, shown


@dataclass
class _Noted:
    """A mark of the paragraph at hand. ``last``: the piece that it holds last, since
    the next one may belong to it.
    """

    kind: str
    author: str
    last: int
    pieces: list[str] = field(default_factory=list)


class Pieces:
    """``text``: the pieces so far; ``marks``: where what was noted goes; ``apart``: of
    the text that was taken last, what is not simply text.
    """

    def __init__(self, marks: list[Mark]) -> None:
        self.marks = marks
        self.text: list[str] = []
        self.apart: tuple[Apart, ...] = ()
        self._noted: list[_Noted] = []
        self._latest: dict[tuple[str, str], _Noted] = {}
        self._apart: dict[int, str] = {}  # the pieces that are not simply text: kind
        self._piece = 0
        self._above = ""  # the last text with a word in it
        self._paragraph = 0

    def take(self) -> str:
        """The text so far; what was noted of it goes to the marks."""
        text = "".join(self.text)
        self.apart = tuple(self._stretches()) if self._apart else ()
        if text and not text.isspace():
            self._above = text
        where = " ".join(shown(self._above[:200]).split()) if self._noted else ""
        for one in self._noted:
            words = shown("".join(one.pieces))
            mark = Mark(one.kind, shortened(where), words, one.author)
            self.marks.append(mark)
        self.text.clear()
        self._noted.clear()
        self._latest.clear()
        self._apart.clear()
        self._paragraph += 1
        return text

    def _stretches(self) -> Iterator[Apart]:
        """What of the text is not simply text."""
        start = 0
        for number, piece in enumerate(self.text):
            if number in self._apart and piece:
                yield Apart(start, start + len(piece), self._apart[number])
            start += len(piece)

    @property
    def has_marks(self) -> bool:
        return bool(self._noted)

    def note(self, kind: str, text: str, author: str = "") -> None:
        """Note what is to be settled; neighbours of one kind and author are one."""
        latest = self._latest.get((kind, author))
        if latest is None or latest.last < self._piece - 1:
            latest = _Noted(kind, author, 0)
            self._latest[kind, author] = latest
            self._noted.append(latest)
        latest.last = self._piece
        latest.pieces.append(text)

    def note_alone(self, kind: str, text: str = "", author: str = "") -> None:
        """Note what belongs to no neighbour."""
        self._noted.append(_Noted(kind, author, 0, [text]))

    def note_format(self, changed: Element) -> None:
        """Note that a look was changed."""
        self.note_alone("format", "", changed.get("w:author", ""))
