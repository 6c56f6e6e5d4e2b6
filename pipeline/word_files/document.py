"""What all texts of a Word file share while they are read, and how its elements are
found: styles, numbers, comments, and what the reading has noted so far.
"""

from __future__ import annotations

from xml.etree.ElementTree import Element

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.numbers import Numbers
from pipeline.word_files.parts import MOST_DEPTH, NotReadable, Tree, WordFile
from pipeline.word_files.reading import Mark
from pipeline.word_files.styles import Styles

# Tracked changes whose text is gone.
REMOVED = ("w:del", "w:moveFrom")


class WordDocument:
    """A file with its styles and lists, and what was noted of it so far."""

    def __init__(self, file: WordFile) -> None:
        """Raises NotReadable."""
        self.file = file
        self.styles = Styles(_root(file, "styles"))
        self.numbers = Numbers(_root(file, "numbering"), self.styles)
        # id -> author and text, of those whose place is not found yet
        self.comments: dict[str, tuple[str, str]] = {}
        self.marks: list[Mark] = []
        self.note_marks: dict[str, list[str]] = {"footnote": [], "endnote": []}
        self.depth = 0
        self.unfilled = 0  # how many controls around show but their prompt
        self.titles: tuple[str, ...] = ()  # of the controls around
        self._broken: dict[Tree, bool] = {}

    def go_down(self) -> None:
        """Go into an element. Raises NotReadable where too many stand in each other."""
        self.depth += 1
        if self.depth > MOST_DEPTH:
            raise NotReadable(say.TOO_DEEP.format(MOST_DEPTH))

    def has_broken_fields(self, tree: Tree) -> bool:
        """Whether a part has fields that do not end: all their text is seen then."""
        if tree not in self._broken:
            kinds = [one.get("w:fldCharType") for one in tree.root.iter("w:fldChar")]
            self._broken[tree] = kinds.count("begin") != kinds.count("end")
        return self._broken[tree]


def _root(file: WordFile, kind: str) -> Element | None:
    tree = file.related(kind)
    return None if tree is None else tree.root
