"""The paragraphs and tables of a text of a Word file, in reading order."""

from __future__ import annotations

from collections.abc import Callable
from xml.etree.ElementTree import Element

from pipeline.align import word_drawings
from pipeline.align.reading import Block, Cell, Paragraph, Row, Table
from pipeline.align.word_document import REMOVED, WordDocument, control_content
from pipeline.align.word_elements import alternative, child, is_on, number_of, value
from pipeline.align.word_lines import CHANGES, Line
from pipeline.align.word_parts import Tree
from pipeline.align.word_styles import is_dark, numbering_of, outline

# What of a table, a row or a cell is none of its content.
_PROPERTIES = {
    *("w:tblPr", "w:tblGrid", "w:tblPrEx", "w:trPr", "w:tcPr", "w:sectPr"),
    *("w:sdtPr", "w:sdtEndPr", "w:smartTagPr", "w:customXmlPr"),
}
_MARKS_THAT_GO = ("w:del", "w:moveFrom", "w:vanish", "w:specVanish")
_MOST_SPAN = 63  # columns of a table of Word
_LAYOUT_CHANGES = ("w:pPrChange", "w:sectPrChange", "w:tblPrChange", "w:trPrChange")
Reader = Callable[[Element, str], None]


class BlockReader:
    """Reads what holds paragraphs and tables: a body, a header, a note, a text box."""

    def __init__(self, document: WordDocument, tree: Tree) -> None:
        self._document, self._tree = document, tree
        self._line = Line(document, tree)
        self._blocks: list[Block] = []
        # The last paragraph whose own mark is gone: its text goes on in the next one.
        self._unended = ""
        self._dark = False

    def blocks(self, holder: Element, path: str) -> tuple[Block, ...]:
        """The blocks of an element. Raises NotReadable."""
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
        if tag == "w:sdt":
            inner = control_content(element, self._line.note_alone)
        elif tag == "mc:AlternateContent":
            inner = alternative(element)
        elif tag in CHANGES:
            inner = element
            self._line.change(
                CHANGES[tag], element, lambda: self._through(element, path, read)
            )
            return True
        elif tag in ("w:customXml", "w:smartTag"):
            inner = element
        else:
            return False
        if inner is not None:
            at = path if inner is element else self._tree.path(inner)
            self._through(inner, at, read)
        return True

    # ---- paragraphs

    def _block(self, element: Element, path: str) -> None:
        tag = element.tag
        if tag == "w:p":
            self._paragraph(element, path)
        elif tag == "w:tbl":
            self._end_line()
            self._table(element, path)
        elif tag in _PROPERTIES or self._wrapped(element, path, self._block):
            return
        elif tag in ("w:tr", "w:tc"):  # in no table
            self._through(element, path, self._block)
        else:
            self._line.inside(element)
            if self._line.text or self._line.boxes:
                self._add_paragraph(path, "", 0, "")

    def _paragraph(self, element: Element, path: str) -> None:
        styles, properties = self._document.styles, child(element, "w:pPr")
        name, own, ends = styles.default, None, True
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
                ends = self._note_paragraph_mark(one)
            elif tag in _LAYOUT_CHANGES:
                self._line.note_alone("format", "", one.get("w:author", ""))
        style = styles.style(name)
        self._line.read(element, name, dark or style.shaded)
        if not ends:
            self._unended = path
            return
        depth, listed = style.level, style.number
        if own is not None:
            depth, listed = outline(own, depth), numbering_of(own, listed)
        shown = self._document.numbers.next(*listed, name) if listed[0] else ""
        self._add_paragraph(path, style.name, depth, shown)

    def _note_paragraph_mark(self, properties: Element) -> bool:
        """Note what was done to a paragraph's own mark; whether it is still there."""
        ends = True
        for one in properties:
            if one.tag in CHANGES:
                author = one.get("w:author", "")
                self._line.note(CHANGES[one.tag], "", author)
            if one.tag in _MARKS_THAT_GO:
                ends = ends and one.tag not in REMOVED and not is_on(one)
        return ends

    def _add_paragraph(self, path: str, style: str, level: int, number: str) -> None:
        boxes = [*self._line.boxes]
        self._line.boxes.clear()
        text = self._line.take()
        self._blocks.append(Paragraph(text, path, style, level, number))
        self._unended = ""
        for box in boxes:
            if isinstance(box, str):
                self._blocks.append(Paragraph(box, path))
            else:
                inside = BlockReader(self._document, self._tree)
                self._blocks += inside.blocks(box, self._tree.path(box))

    def _end_line(self) -> None:
        """A text whose paragraph does not end goes on in no table."""
        if self._unended and (self._line.text or self._line.boxes):
            self._add_paragraph(self._unended, "", 0, "")
        self._unended = ""

    # ---- tables

    def _table(self, table: Element, path: str) -> None:
        rows: list[Row] = []
        dark, properties = self._dark, child(table, "w:tblPr")
        if properties is not None:
            style = value(child(properties, "w:tblStyle"))
            shading = child(properties, "w:shd")
            self._dark = dark or is_dark(shading) or self._document.styles.paints(style)
        self._through(table, path, lambda one, at: self._row(one, at, rows))
        self._dark = dark
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
        if self._is_gone(properties, element):
            return
        before = number_of(value(child(properties, "w:gridBefore")))
        at = min(before, _MOST_SPAN)
        into_row: Reader = lambda one, path: self._cell(one, path, cells, at)  # noqa: E731
        self._through(element, path, into_row)
        heads = is_on(child(properties, "w:tblHeader"))
        rows.append(Row(tuple(cells), path, heads))

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
        dark = self._dark
        self._dark = dark or is_dark(child(properties, "w:shd"))
        blocks = self.blocks(element, path)
        self._dark = dark
        column = cells[-1].column + cells[-1].span if cells else first
        span = min(
            max(number_of(value(child(properties, "w:gridSpan"))), 1), _MOST_SPAN
        )
        merged = child(properties, "w:vMerge")
        below = merged is not None and value(merged, "continue") == "continue"
        if value(child(properties, "w:hMerge"), "restart") == "continue" and cells:
            left = cells.pop()
            blocks, span = left.blocks + _with_text(blocks), left.span + span
            column, below, path = left.column, left.continues, left.path
        cells.append(Cell(blocks, column, span, below, path))

    def _is_gone(self, properties: Element | None, holder: Element) -> bool:
        """Whether a row or a cell was taken away by a tracked change, which is noted."""
        for one in properties if properties is not None else ():
            author = one.get("w:author", "")
            if one.tag in ("w:del", "w:cellDel"):
                self._line.note_alone("deletion", word_drawings.words(holder), author)
                return True
            if one.tag in ("w:ins", "w:cellIns"):
                text = word_drawings.words(holder)
                self._line.note_alone("insertion", text, author)
            elif one.tag in (*_LAYOUT_CHANGES, "w:cellMerge", "w:tcPrChange"):
                self._line.note_alone("format", "", author)
        return False


def _with_text(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    return tuple(one for one in blocks if not isinstance(one, Paragraph) or one.text)
