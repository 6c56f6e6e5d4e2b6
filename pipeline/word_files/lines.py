"""What stands in a paragraph: its text as it is seen, and what is no text."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from pipeline.findings.sentences import word_files as say
from pipeline.word_files import drawings
from pipeline.word_files.controls import content_of, shows_prompt, title_of
from pipeline.word_files.document import REMOVED, WordDocument
from pipeline.word_files.elements import alternative, child, number_of, value
from pipeline.word_files.fields import (
    Field,
    computed_by,
    drawn,
    help_of,
    is_button,
    is_chosen,
    may_change,
    shown_for,
    typed_by_itself,
    with_token,
)
from pipeline.word_files.parts import Tree
from pipeline.word_files.pieces import Pieces
from pipeline.word_files.reading import (
    COMMENT,
    LOWERED,
    PROMPT,
    RAISED,
    STRUCK,
    UNSEEN,
    token,
)
from pipeline.word_files.signs import sign, signs_of
from pipeline.word_files.styles import PLAIN, Looks, look_of

_BLANKS = " \t\n\r"
_BLANK = str.maketrans("\n\r", "  ")
_PRESERVE = "xml:space"
# What a run may hold beside its text, and what is seen for it.
_SEEN = {
    "w:tab": "\t",
    "w:ptab": "\t",
    "w:cr": "\n",
    "w:noBreakHyphen": "\u2011",
    "w:pgNum": token(say.PAGE),
    **dict.fromkeys(
        [
            f"w:{unit}{size}"
            for unit in ("day", "month", "year")
            for size in ("Short", "Long")
        ],
        token(say.DATE),
    ),
}
_NO_TEXT = {"w:pPr", "w:rPr", "w:sdtPr", "w:sdtEndPr", "w:delInstrText"}


class Line(Pieces):
    """The paragraph that is being read, and what goes on from one to the next: a field,
    or a paragraph whose own mark is deleted.
    """

    def __init__(self, document: WordDocument, tree: Tree) -> None:
        super().__init__(document.marks)
        self.document, self.tree = document, tree
        # Text boxes to be read behind the paragraph; a text for letters that are drawn.
        self.boxes: list[Element | str] = []
        self.style, self.dark = "", False
        self._looks = self._plain = PLAIN
        # The tracked changes around, kind and author: that add text, and that remove it.
        self._added: list[tuple[str, str]] = []
        self._removed: list[tuple[str, str]] = []
        self._swallowed: list[str] = []  # by a field that has no result yet
        self._fields: list[Field] = []
        self._silent = 0  # how many of the fields show nothing now
        self.at: Element | None = None  # what is being read

    # ---- what the reader of blocks asks for

    def read(self, paragraph: Element, style: str, dark: bool) -> None:
        """Read a paragraph behind what is already there. Raises NotReadable."""
        self.style, self.dark = style, dark
        self._looks = self._plain = self.document.styles.looks(style, "", {})
        for one in paragraph:
            self.inside(one)

    def swallowed(self) -> str:
        """What a field took for its code that has ended nowhere."""
        return "".join(self._swallowed) if self._fields else ""

    def note_end(self, change: Element) -> None:
        """Note a tracked change of a paragraph's own mark, behind its text."""
        self._piece += 1
        self.note(CHANGES[change.tag], "", change.get("w:author", ""))

    # ---- what a paragraph holds

    def inside(self, element: Element) -> None:
        """Read one thing in a paragraph; what is not known is read through."""
        if element.tag == "w:r":
            self._run(element)
        elif handler := _IN_PARAGRAPHS.get(element.tag):
            handler(self, element)
        elif element.tag == "w:t":
            self._typed(element, self._plain)
        elif element.tag not in _NO_TEXT and len(element):
            self._all_inside(element)

    def _all_inside(self, element: Element) -> None:
        self.document.go_down()
        for one in element:
            self.inside(one)
        self.document.depth -= 1

    def _change(self, element: Element) -> None:
        around = self._removed if element.tag in REMOVED else self._added
        around.append((CHANGES[element.tag], element.get("w:author", "")))
        self._all_inside(element)
        around.pop()

    def _control(self, element: Element) -> None:
        content = content_of(element, self.document.file, self.note_alone)
        if content is not None:
            start = len(self.text)
            self.document.unfilled += (is_prompt := shows_prompt(element))
            self._all_inside(content)
            self.document.unfilled -= is_prompt
            self.hint(start, title_of(element))

    def _alternative(self, element: Element) -> None:
        if (branch := alternative(element)) is not None:
            self._all_inside(branch)

    def _simple_field(self, element: Element) -> None:
        code = element.get("w:instr", "")
        if instead := shown_for(code):
            self.add(instead, self._plain)
            return
        start = len(self.text)
        self._all_inside(element)
        if self._is_unseen():
            return
        if computed := computed_by(code):
            with_token(self.text, start, computed)
        self._note_field(code, start)

    def _is_unseen(self) -> bool:
        return bool(self._removed or self._silent)

    def _equation(self, element: Element) -> None:
        texts = (one.text or "" for one in element.iter() if one.tag in ("m:t", "w:t"))
        self.add(
            token(" ".join([say.EQUATION, "".join(texts).strip()]).strip()), self._plain
        )

    def _other_file(self, element: Element) -> None:
        self.add(token(say.INSERTED_FILE), self._plain)

    # ---- what a run holds

    def _run(self, run: Element) -> None:
        self._looks = self._plain
        self._all_of_run(run)

    def _all_of_run(self, run: Element) -> None:
        looks = self._looks
        for one in run:
            tag, self.at = one.tag, one
            if tag == "w:t":
                self._typed(one, looks)
            elif tag == "w:rPr":
                looks = self._looks = self._looks_of(one)
            elif tag in _SEEN:
                self.add(_SEEN[tag], looks)
            elif tag in _IN_RUNS:
                _IN_RUNS[tag](self, one)
            elif tag not in _NO_TEXT and len(one):
                self.inside(one)
                self._looks = looks

    def _alternative_in_run(self, element: Element) -> None:
        if (branch := alternative(element)) is not None:
            self.document.go_down()
            self._all_of_run(branch)
            self.document.depth -= 1

    def _looks_of(self, properties: Element) -> Looks:
        style, direct = "", look_of(properties)
        for one in properties:
            if one.tag == "w:rStyle":
                style = value(one)
            elif one.tag == "w:rPrChange":
                self.note("format", "", one.get("w:author", ""))
        return self.document.styles.looks(self.style, style, direct)

    def _typed(self, element: Element, looks: Looks) -> None:
        """A text. Word drops its outer blanks where they are not marked to count."""
        text = element.text or ""
        if "\n" in text or "\r" in text:
            text = text.translate(_BLANK)
        outer = text[:1] + text[-1:]
        if outer.strip(_BLANKS) != outer and element.get(_PRESERVE) != "preserve":
            text = text.strip(_BLANKS)
        if text:
            self.add(signs_of(looks.font, text) if looks.font else text, looks)

    def add(self, text: str, looks: Looks) -> None:
        """Text goes on, as far as it is seen."""
        self._piece += 1
        if self._removed:
            self.note(self._removed[-1][0], text, self._removed[-1][1])
        elif self._silent:
            self._swallowed.append(text)
        else:
            for kind, author in self._added[-2:]:  # one may be moved and inserted
                self.note(kind, text, author)
            if looks is PLAIN or self._is_seen(text, looks):
                self._set_apart(len(self.text), looks)
                self.text.append(text)

    def _set_apart(self, at: int, looks: Looks) -> None:
        """Keep what a piece is, beside its text; its number may have been another's."""
        if self.document.unfilled:
            self._apart[at] = PROMPT
        elif looks.struck or self._is_faint(looks):
            self._apart[at] = STRUCK if looks.struck else UNSEEN
        elif looks.raised or looks.lowered:
            self._apart[at] = RAISED if looks.raised else LOWERED
        elif self._apart:
            self._apart.pop(at, None)

    def _is_seen(self, text: str, looks: Looks) -> bool:
        if looks.hidden:
            self.note("hidden", text)
        elif text.strip():
            if looks.struck:
                self.note("struck", text)
            if self._is_faint(looks):
                self.note("unseen", text)
        return not looks.hidden

    def _is_faint(self, looks: Looks) -> bool:
        return looks.tiny or looks.covered or (looks.white and not self.dark)

    def _break(self, element: Element) -> None:
        if element.get("w:type", "textWrapping") == "textWrapping":
            self.add("\n", self._looks)

    def _deleted(self, element: Element) -> None:
        if self._removed:
            self.add(element.text or "", self._looks)

    def _symbol(self, element: Element) -> None:
        code = number_of(element.get("w:char", ""), 16, 0)
        self.add(sign(element.get("w:font", ""), code), self._looks)

    def _note_mark(self, element: Element) -> None:
        kind = "footnote" if element.tag == "w:footnoteReference" else "endnote"
        if not (self._is_unseen() or self._looks.hidden):
            self.document.note_marks[kind].append(element.get("w:id", ""))
        self.add(token(say.NOTE if kind == "footnote" else say.ENDNOTE), self._looks)

    def _comment(self, element: Element) -> None:
        if found := self.document.comments.pop(element.get("w:id", ""), None):
            self.note_alone(COMMENT, found[1], found[0])

    def _drawing(self, element: Element) -> None:
        tokens, boxes = drawings.seen(element, self.document.file, self.tree.part)
        gone = self._is_unseen() or self._looks.hidden
        for kind in tokens:
            self.add(token(kind), self._looks)
        for box in boxes:
            if gone:
                self.add(drawings.words(box), self._looks)
            else:
                self.boxes.append(box)

    # ---- fields

    def _field_mark(self, element: Element) -> None:
        kind = element.get("w:fldCharType", "")
        if kind == "begin":
            self._begin_field(element)
        elif kind == "separate" and self._fields:
            begun = self._fields[-1]
            begun.has_result = True
            if not self._show_for(begun) and not begun.is_drawn:
                self._silent -= begun.is_silent
                begun.is_silent = False
                begun.paragraph, begun.start = self._paragraph, len(self.text)
                begun.computed = computed_by("".join(begun.code))
        elif kind == "end" and self._fields:
            ended = self._fields.pop()
            self._silent -= ended.is_silent
            is_here = ended.paragraph == self._paragraph
            self.hint(ended.start if is_here else 0, ended.hint)
            if not ended.has_result:
                ended.is_silent = False
                self._show_for(ended)
            elif not self._is_unseen():
                start = ended.start if ended.paragraph == self._paragraph else 0
                if ended.computed:
                    with_token(self.text, start, ended.computed)
                elif ended.is_unfilled("".join(self.text[start:])):
                    self._note_prompt(start)
                self._note_field("".join(ended.code), start)
            if not self._fields:
                self._swallowed.clear()

    def _begin_field(self, element: Element) -> None:
        about = child(element, "w:ffData")
        state, start = drawn(about), len(self.text)
        if state is not None:
            self.add(state, self._looks)
            if not is_chosen(about) and not self._is_unseen():
                self._note_prompt(start)
        if not self.document.has_broken_fields(self.tree):
            default = typed_by_itself(about)
            begun = Field(state is not None, default=default, hint=help_of(about))
            begun.paragraph, begun.start = self._paragraph, start
            self._fields.append(begun)
            self._silent += 1

    def _note_prompt(self, start: int) -> None:
        """The pieces from here on are none that anyone has typed."""
        self._apart |= dict.fromkeys(range(start, len(self.text)), PROMPT)
        if text := "".join(self.text[start:]).strip():
            self.note_alone("placeholder", text)

    def _note_field(self, code: str, start: int) -> None:
        """A text that Word may replace by itself."""
        if may_change(code):
            text = "".join(self.text[start:])
            self.note_alone("field", " : ".join([" ".join(code.split()), text]))

    def _show_for(self, begun: Field) -> bool:
        """Show what is seen instead of the result, if anything is."""
        instead = shown_for(code := "".join(begun.code))
        if instead:
            silent, self._silent = self._silent, self._silent - begun.is_silent
            start = len(self.text)
            self.add(instead, self._looks)
            if is_button(code) and not self._is_unseen():
                self._note_prompt(start)
            self._silent = silent
        return bool(instead)

    def _field_code(self, element: Element) -> None:
        if self._fields:
            self._fields[-1].code.append(element.text or "")


# The kind of mark that each tracked change is.
CHANGES = {
    "w:ins": "insertion",
    "w:del": "deletion",
    "w:moveTo": "move",
    "w:moveFrom": "move",
}
_IN_PARAGRAPHS: dict[str, Callable[[Line, Element], None]] = {
    **dict.fromkeys(CHANGES, Line._change),
    "w:sdt": Line._control,
    "mc:AlternateContent": Line._alternative,
    "w:fldSimple": Line._simple_field,
    "m:oMath": Line._equation,
    "w:subDoc": Line._other_file,
    "w:altChunk": Line._other_file,
}
_IN_RUNS: dict[str, Callable[[Line, Element], None]] = {
    "w:br": Line._break,
    "w:delText": Line._deleted,
    "w:sym": Line._symbol,
    "w:fldChar": Line._field_mark,
    "w:instrText": Line._field_code,
    "w:footnoteReference": Line._note_mark,
    "w:endnoteReference": Line._note_mark,
    "w:commentReference": Line._comment,
    "w:drawing": Line._drawing,
    "w:pict": Line._drawing,
    "w:object": Line._drawing,
    "w:contentPart": Line._drawing,
    "mc:AlternateContent": Line._alternative_in_run,
}
