"""The pieces of the text of a paragraph that is being read, and what was noted of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import accumulate
from xml.etree.ElementTree import Element

from pipeline.model.text import shortened
from pipeline.word_files.reading import Apart, Hint, Mark, shown, where_of

_LONGEST = 300  # letters of what is said beside a text


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
    """``hints``: of the text that was taken last, what is said beside it;
    ``text``: the pieces so far; ``marks``: where what was noted goes; ``apart``: of
    the text that was taken last, what is not simply text.
    """

    def __init__(self, marks: list[Mark]) -> None:
        self.marks = marks
        self.text: list[str] = []
        self.apart: tuple[Apart, ...] = ()
        self.hints: tuple[Hint, ...] = ()
        self._hints: list[Hint] = []  # from which piece, to which
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
        self.hints = tuple(self._hinted()) if self._hints else ()
        if text and not text.isspace():
            self._above = text
        where = where_of(self._above) if self._noted else ""
        for one in self._noted:
            words = shown("".join(one.pieces))
            mark = Mark(one.kind, shortened(where), words, one.author)
            self.marks.append(mark)
        self.text.clear()
        self._noted.clear()
        self._latest.clear()
        self._apart.clear()
        self._hints.clear()
        self._paragraph += 1
        return text

    def _stretches(self) -> Iterator[Apart]:
        """What of the text is not simply text."""
        start = 0
        for number, piece in enumerate(self.text):
            if number in self._apart and piece:
                yield Apart(start, start + len(piece), self._apart[number])
            start += len(piece)

    def _hinted(self) -> Iterator[Hint]:
        """What is said beside the text, by its characters."""
        at = [0, *accumulate(map(len, self.text))]
        for start, end, text in self._hints:
            yield Hint(at[min(start, len(at) - 1)], at[end], text)

    def hint(self, start: int, text: str) -> None:
        """Keep what is said of the pieces from here on; "" for nothing."""
        if text:
            self._hints.append(Hint(start, len(self.text), text[:_LONGEST]))

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
