"""Whatever people may have written in a part of a Word file, seen or not: texts by
paragraph, names, descriptions of pictures, addresses, authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple
from xml.parsers.expat import ExpatError, ParserCreate

from pipeline.office.package import plain_xml

_TEXTS = ("t", "delText")
# Attributes that hold words, whatever has them; elements whose value is words.
_WORDS = {
    *("descr", "title", "alt", "string", "tooltip", "author", "initials", "name"),
    *("Target", "anchor", "displayText", "filename", "userId"),
}
_VALUES = {
    *("alias", "tag", "docVar", "helpText", "statusText", "listEntry", "listItem"),
    *("default", "caption", "attachedSchema"),
}


# Longer texts are taken piece by piece, which overlap by more than a code has letters.
_LONGEST, _OVERLAP = 50_000, 200


class Written(NamedTuple):
    """``root``: the local name of the part's root, "" for what is no XML; ``texts``:
    each text -> the texts of the runs that a paragraph is made of, none for any other.
    """

    root: str
    texts: Mapping[str, tuple[str, ...]]


def written(raw: bytes) -> Written:
    """Each text once, its blanks evened out; none of what is no XML."""
    reader = _Reader()
    try:
        reader.read(raw)
    except (ExpatError, ValueError):
        return Written("", {})
    return Written(reader.root, reader.found)


class _Reader:
    """``pieces``: of the paragraphs at hand, one in the other for text boxes: their
    texts, and those that are deleted.
    """

    def __init__(self) -> None:
        self.root, self.name = "", ""
        self.found: dict[str, tuple[str, ...]] = {}
        self.pieces: list[dict[str, list[str]]] = []

    def read(self, raw: bytes) -> None:
        parser = ParserCreate("utf-8")
        parser.buffer_text = True
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.text
        parser.Parse(plain_xml(raw), True)

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self.name = tag.rpartition(":")[2]
        self.root = self.root or self.name
        if self.name == "p":
            self.pieces.append({tag: [] for tag in _TEXTS})
        for key, value in attributes.items():
            name = key.rpartition(":")[2]
            if name in _WORDS or (name in ("val", "value") and self.name in _VALUES):
                self.add((value,))

    def end(self, tag: str) -> None:
        self.name = ""
        if tag.rpartition(":")[2] == "p" and self.pieces:
            for texts in self.pieces.pop().values():
                self.add(texts, tuple(texts))

    def text(self, text: str) -> None:
        if self.pieces and self.name in _TEXTS:
            self.pieces[-1][self.name].append(text)
        else:
            self.add((text,))

    def add(self, texts: Iterable[str], runs: tuple[str, ...] = ()) -> None:
        whole = "".join(texts)
        for start in range(0, len(whole), _LONGEST):
            text = " ".join(whole[start : start + _LONGEST + _OVERLAP].split())
            if text:
                self.found[text] = runs
