"""What all texts of a Word file share while they are read, and how its elements are
found: styles, numbers, comments, and what the reading has noted so far.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import islice
from xml.etree.ElementTree import Element

from pipeline.align.reading import Mark
from pipeline.align.signs import TICKED, UNTICKED, sign
from pipeline.align.word_elements import child, is_on, number_of
from pipeline.align.word_numbers import Numbers
from pipeline.align.word_parts import MOST_DEPTH, NotReadable, Tree, WordFile
from pipeline.align.word_styles import Styles
from pipeline.findings.sentences import word_files as say

_FIRST = 200  # elements of a control that are searched for its prompt or its tick
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


def control_content(
    control: Element, note: Callable[[str, str], None]
) -> Element | None:
    """What a content control holds; ``note`` gets the marks of the control itself: its
    text is none but the prompt, or its tick is not what it says.
    """
    content, properties = None, None
    for one in control:
        if one.tag == "w:sdtContent":
            content = one
        elif one.tag == "w:sdtPr":
            properties = one
    for one in properties if properties is not None and content is not None else ():
        if one.tag == "w:showingPlcHdr" and is_on(one):
            note("placeholder", _words(content))
        elif one.tag == "w14:checkbox":
            _check_tick(one, content, note)
    return content


def _check_tick(
    box: Element, content: Element | None, note: Callable[[str, str], None]
) -> None:
    state = child(box, "w14:checked")
    is_ticked = state is not None and state.get("w14:val", "1") in ("1", "true", "on")
    for text in _words(content):
        if text in (UNTICKED if is_ticked else TICKED):
            note("tick", text)
        if text in UNTICKED or text in TICKED:
            return


def _words(content: Element | None) -> str:
    """The first words below an element, and its signs, whatever becomes of them."""
    found = []
    for one in islice(content.iter() if content is not None else (), _FIRST):
        if one.tag == "w:t":
            found.append((one.text or "")[:_FIRST])
        elif one.tag == "w:sym":
            code = number_of(one.get("w:char", ""), 16)
            found.append(sign(one.get("w:font", ""), code))
    return "".join(found)
