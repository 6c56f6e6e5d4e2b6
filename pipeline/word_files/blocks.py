"""The paragraphs and tables of a text of a Word file, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from pipeline.model.text import shortened
from pipeline.word_files import drawings
from pipeline.word_files.controls import content_of, shows_prompt, title_of
from pipeline.word_files.document import REMOVED, WordDocument
from pipeline.word_files.elements import (
    alternative,
    child,
    children,
    is_on,
    number_of,
    value,
)
from pipeline.word_files.lines import CHANGES, Line
from pipeline.word_files.parts import Tree
from pipeline.word_files.reading import (
    Block,
    Cell,
    Hint,
    Paragraph,
    Row,
    Table,
    paragraphs,
    shown,
)
from pipeline.word_files.styles import (
    is_black,
    is_crossed,
    is_dark,
    numbering_of,
    outline,
)

# What of a table, a row or a cell is none of its content.
_PROPERTIES = {
    *("w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr", "w:sectPr"),
    *("w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr"),
}
# What stands in paragraphs; whatever else holds anything is a wrapping, known or not.
_IN_LINES = {
    *("w:r", "w:t", "w:hyperlink", "w:fldSimple", "w:dir", "w:bdo"),
    *("m:oMath", "m:oMathPara"),
}
_NO_WRAPPINGS = {"w:p", "w:tbl", "w:tr", "w:tc", *_IN_LINES}
_MOST_SPAN = 63  # columns of a table of Word
_HIGH_ENOUGH = 160  # the same: a line of eight points, to write an answer on
_LOWEST = 60  # twentieths of a point: in a row of three points nothing is read
_LAYOUT_CHANGES = ("w:trPrChange", "w:tcPrChange", "w:cellMerge")
Reader = Callable[[Element, str], None]


class BlockReader:
    """Reads what holds paragraphs and tables: a body, a header, a note, a text box."""

    _lines: type[Line] = Line

    def __init__(
        self, document: WordDocument, tree: Tree, is_dark: bool = False
    ) -> None:
        """``is_dark``: white text may be seen, as in a box of any colour."""
        self._document, self._tree = document, tree
        self._line = self._lines(document, tree)
        self._blocks: list[Block] = []
        # The last paragraph whose own mark is gone: its text goes on in the next one.
        self._unended = ""
        self._dark = is_dark
        self._is_low = False  # the row at hand
        # What was noted in cells without a word of the row at hand: from which mark to
        # which, in which cell; and the text above the table.
        self._unplaced: list[tuple[int, int, int]] = []
        self._above = ""

    def story(self, holder: Element, path: str) -> tuple[Block, ...]:
        """The blocks of a whole text. Raises NotReadable."""
        found = self.blocks(holder, path)
        left = self._line.swallowed()
        return (*found, Paragraph(left, path)) if left else found

    def blocks(self, holder: Element, path: str) -> tuple[Block, ...]:
        """The blocks of a part of a text: of a cell. Raises NotReadable."""
        outer, self._blocks = self._blocks, []
        self._through(holder, path, self._block)
        self._end_line()
        found, self._blocks = self._blocks, outer
        return tuple(found)

    def _through(self, holder: Element, path: str, read: Reader) -> None:
        """Read each child, those in controls and other wrappings of it too."""
        self._document.go_down()
        for one, its_path in self._tree.children(holder, path):
            read(one, its_path)
        self._document.depth -= 1

    def _wrapped(self, element: Element, path: str, read: Reader) -> bool:
        """Read what a wrapping holds as if it stood outside; whether it is one."""
        tag = element.tag
        inner: Element | None = element
        if tag == "w:sdt":
            inner = content_of(element, self._document.file, self._line.note_alone)
        elif tag == "mc:AlternateContent":
            inner = alternative(element)
        elif tag in REMOVED:
            words, author = drawings.words(element), element.get("w:author", "")
            self._line.note_alone(CHANGES[tag], words, author)
            return True
        elif tag in _NO_WRAPPINGS or not len(element) or element[0].tag in _IN_LINES:
            return False
        self._document.unfilled += (
            is_prompt := tag == "w:sdt" and shows_prompt(element)
        )
        titles = self._document.titles
        self._document.titles += (title_of(element),) if tag == "w:sdt" else ()
        if inner is element:
            self._through(element, path, read)
        for one, its_path in self._tree.children(element, path):
            if one is inner:
                self._through(one, its_path, read)
        self._document.unfilled -= is_prompt
        self._document.titles = titles
        return True

    # ---- paragraphs

    def _block(self, element: Element, path: str) -> None:
        tag = element.tag
        if tag == "w:p":
            self._paragraph(element, path)
        elif tag == "w:tbl":
            self._end_line()
            self._table(element, path)
        elif tag == "w:sectPr":
            self._note_section(element)
        elif tag in _PROPERTIES or self._wrapped(element, path, self._block):
            return
        elif tag in ("w:tr", "w:tc"):  # in no table
            self._through(element, path, self._block)
        else:
            line = self._line
            before = len(line.text) + len(line.boxes)
            line.inside(element)
            if len(line.text) + len(line.boxes) > before:
                self._add_paragraph(path, "", 0, "")

    def _paragraph(self, element: Element, path: str) -> None:
        styles, properties = self._document.styles, child(element, "w:pPr")
        name, own = styles.default, None
        mark: Element | None = None  # the looks of the paragraph's own mark
        dark = self._dark
        for one in properties if properties is not None else ():
            tag = one.tag
            if tag == "w:pStyle":
                name = value(one)
            elif tag in ("w:numPr", "w:outlineLvl"):
                own = properties
            elif tag == "w:shd":
                dark = dark or is_dark(one)
            elif tag == "w:rPr":
                mark = one
            elif tag == "w:pPrChange":
                self._line.note_format(one)
            elif tag == "w:sectPr":
                self._note_section(one)
        style = styles.style(name)
        self._line.read(element, name, dark or style.shaded)
        if not self._ends(mark, styles.looks(name, "", {}).hidden):
            self._unended = path
            return
        depth, listed = style.level, style.number
        if own is not None:
            depth, listed = outline(own, depth), numbering_of(own, listed)
        shown = self._document.numbers.next(*listed, name) if listed[0] else ""
        self._add_paragraph(path, style.name, depth, shown)

    def _ends(self, mark: Element | None, is_hidden: bool) -> bool:
        """Whether a paragraph's own mark is still there; what was done to it is noted.
        ``is_hidden``: by its style.
        """
        is_gone = False
        for one in mark if mark is not None else ():
            tag = one.tag
            if tag in CHANGES:
                self._line.note_end(one)
                is_gone = is_gone or tag in REMOVED
            elif tag == "w:rPrChange":
                self._line.note_format(one)
            elif tag == "w:vanish":
                is_hidden = is_on(one)
            elif tag == "w:specVanish":
                is_hidden = is_hidden or is_on(one)
        return not (is_gone or is_hidden)

    def _note_section(self, section: Element) -> None:
        for one in children(section, "w:sectPrChange"):
            self._line.note_format(one)

    def _add_paragraph(self, path: str, style: str, level: int, number: str) -> None:
        boxes = [*self._line.boxes]
        self._line.boxes.clear()
        text = self._line.take()
        titles = filter(None, self._document.titles)
        hints = *self._line.hints, *(Hint(0, len(text), one) for one in titles)
        apart = self._line.apart
        self._blocks.append(Paragraph(text, path, style, level, number, apart, hints))
        self._unended = ""
        for box in boxes:
            if isinstance(box, str):
                self._blocks.append(Paragraph(box, path))
            else:
                inside = type(self)(self._document, self._tree, is_dark=True)
                self._blocks += inside.story(box, self._tree.path(box))

    def _end_line(self) -> None:
        """A text whose paragraph does not end goes on in no table; what was noted last
        belongs to the paragraph above.
        """
        line = self._line
        if line.text or line.boxes:
            self._add_paragraph(self._unended, "", 0, "")
        elif line.has_marks:
            line.take()
        self._unended = ""

    # ---- tables

    def _table(self, table: Element, path: str) -> None:
        rows: list[Row] = []
        above = self._above
        texts = (one.text for one in self._blocks[::-1] if isinstance(one, Paragraph))
        self._above = next(filter(has_words, texts), above)
        dark, properties = self._dark, child(table, "w:tblPr")
        if properties is not None:
            for one in children(properties, "w:tblPrChange"):
                self._line.note_format(one)
            style = value(child(properties, "w:tblStyle"))
            shading = child(properties, "w:shd")
            self._dark = dark or is_dark(shading) or self._document.styles.paints(style)
        self._through(table, path, lambda one, at: self._row(one, at, rows))
        self._dark, self._above = dark, above
        if rows:
            self._blocks.append(Table(tuple(rows), path))

    def _row(self, element: Element, path: str, rows: list[Row]) -> None:
        if element.tag in _PROPERTIES:
            return
        if element.tag != "w:tr":
            into: Reader = lambda one, at: self._row(one, at, rows)  # noqa: E731
            if not self._wrapped(element, path, into):
                self._stray(element, path, rows)
            return
        properties, cells = child(element, "w:trPr"), list[Cell]()
        if self._is_gone(properties, element) or self._is_hidden(properties, element):
            return
        before = number_of(value(child(properties, "w:gridBefore")))
        at = min(before, _MOST_SPAN)
        into_row: Reader = lambda one, path: self._cell(one, path, cells, at)  # noqa: E731
        outer, self._unplaced = self._unplaced, []
        self._through(element, path, into_row)
        heads = is_on(child(properties, "w:tblHeader"))
        rows.append(Row(tuple(cells), path, heads))
        self._place_marks(rows)
        self._unplaced = outer

    def _place_marks(self, rows: list[Row]) -> None:
        """Say of what was noted in the last row where it is, if no word of its own cell
        does.
        """
        marks, cells = self._document.marks, rows[-1].cells
        where = shortened(" ".join(shown(self._above).split()))
        for start, end, number in self._unplaced:
            beside = [*cells[:number][::-1], *cells[number + 1 :]]
            label = next(filter(has_words, (one.text for one in beside)), "")
            column = cells[number].column
            above = [c for row in rows[:-1] for c in row.cells if c.column == column]
            head = next(filter(str.strip, (one.text for one in above)), "")
            for at in range(start, end):
                cell = shortened(label), shortened(head)
                marks[at] = marks[at]._replace(where=where, cell=cell)

    def _stray(self, element: Element, path: str, rows: list[Row]) -> None:
        """What stands in a table and in none of its rows."""
        outer, self._blocks = self._blocks, []
        self._block(element, path)
        found, self._blocks = self._blocks, outer
        if found:
            rows.append(Row((Cell(tuple(found), path=path),), path))

    def _cell(self, element: Element, path: str, cells: list[Cell], first: int) -> None:
        if element.tag in _PROPERTIES:
            return
        if element.tag != "w:tc":
            into: Reader = lambda one, at: self._cell(one, at, cells, first)  # noqa: E731
            if not self._wrapped(element, path, into):
                rows: list[Row] = []
                self._stray(element, path, rows)
                cells += [cell for row in rows for cell in row.cells]
            return
        properties = child(element, "w:tcPr")
        if self._is_gone(properties, element):
            return
        span, below, is_right_part, dark = 1, False, False, self._dark
        is_closed = self._is_low
        for one in properties if properties is not None else ():
            if one.tag == "w:gridSpan":
                span = min(max(number_of(value(one)), 1), _MOST_SPAN)
            elif one.tag == "w:vMerge":
                below = value(one, "continue") == "continue"
            elif one.tag == "w:hMerge":
                is_right_part = value(one, "continue") == "continue" and bool(cells)
            elif one.tag == "w:shd":
                self._dark, is_closed = dark or is_dark(one), is_closed or is_black(one)
            elif one.tag == "w:tcBorders":
                is_closed = is_closed or is_crossed(one)
        if below and (words := drawings.words(element)):
            self._line.note_alone("hidden", words)
        before = len(self._document.marks)
        blocks = self.blocks(element, path)
        noted = before, len(self._document.marks), len(cells)
        if noted[1] > before and not any(has_words(p.text) for p in paragraphs(blocks)):
            self._unplaced.append(noted)
        self._dark = dark
        column = cells[-1].column + cells[-1].span if cells else first
        if is_right_part and cells[-1].span < _MOST_SPAN:
            left = cells.pop()
            blocks, span = left.blocks + _with_text(blocks), left.span + span
            column, below, path = left.column, left.continues, left.path
        cells.append(Cell(blocks, column, span, below, path, is_closed))

    def _is_hidden(self, properties: Element | None, row: Element) -> bool:
        """Whether a row is hidden, which is noted, as is one that is too low to be read."""
        if is_on(child(properties, "w:hidden")):
            self._line.note_alone("hidden", drawings.words(row))
            return True
        height = child(properties, "w:trHeight")
        is_exact = height is not None and height.get("w:hRule") == "exact"
        high = number_of(value(height)) if is_exact else _HIGH_ENOUGH
        self._is_low = high < _HIGH_ENOUGH
        if high <= _LOWEST:
            self._line.note_alone("unseen", drawings.words(row))
        return False

    def _is_gone(self, properties: Element | None, holder: Element) -> bool:
        """Whether a row or a cell was taken away by a tracked change, which is noted."""
        for one in properties if properties is not None else ():
            author = one.get("w:author", "")
            if one.tag in ("w:del", "w:cellDel"):
                self._line.note_alone("deletion", drawings.words(holder), author)
                return True
            if one.tag in ("w:ins", "w:cellIns"):
                self._line.note_alone("insertion", "", author)
            elif one.tag in _LAYOUT_CHANGES:
                self._line.note_format(one)
        return False


def has_words(text: str) -> bool:
    return any(map(str.isalpha, text))


def _with_text(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(one for one in blocks if not isinstance(one, Paragraph) or one.text)
