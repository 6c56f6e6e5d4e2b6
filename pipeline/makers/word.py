"""Word's XML: the lean base package, paragraphs, headings that can be jumped to,
sections and footnotes; tables, their looks, and the marks by which a template repeats
their rows and cells.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib.resources import files
from typing import Any

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.enum.text import WD_BREAK
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm, Twips
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml import etree

_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPES = (
    f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
    ' ContentType="application/xml"/><Default Extension="rels" ContentType="application/'
    'vnd.openxmlformats-package.relationships+xml"/>'
)
TWIPS = 1440 / 2.54  # of a centimetre
# A column's width in cm; or the width of a zone of columns, and into how many units it
# is cut.
Width = str | Sequence[str]


def open_base(name: str) -> WordDocument:
    """An empty document with the page, styles, header and footer of a family of forms
    (templates_docx/<name>.xml).
    """
    # In one file, "Flat OPC", what Word calls an XML document.
    flat = (files("pipeline.templates_docx") / f"{name}.xml").read_bytes()
    types, out = _TYPES, io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in etree.fromstring(flat).findall(f"{_PKG}part"):
            name, kind = (part.get(f"{_PKG}{key}") for key in ("name", "contentType"))
            if not name.endswith(".rels"):
                types += f'<Override PartName="{name}" ContentType="{kind}"/>'
            root = copy.deepcopy(part[0][0])
            etree.cleanup_namespaces(root)  # the one-file form's own
            content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
            package.writestr(name.lstrip("/"), content)
        package.writestr("[Content_Types].xml", f"{types}</Types>")
    return Document(out)


def save(document: WordDocument) -> bytes:
    """The document's bytes, as python-docx writes them (dates not yet fixed)."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _element(tag: str, *children: Any, **attributes: str) -> Any:
    """An element of Word's own namespace, as its attributes are."""
    made = OxmlElement(f"w:{tag}")
    for name, value in attributes.items():
        made.set(qn(f"w:{name}"), value)
    made.extend(children)
    return made


# ---- paragraphs


def write_text(paragraph: Paragraph, pieces: Iterable[tuple[str, bool]]) -> None:
    """Write (text, is the number of a footnote) pieces into a paragraph, a run each; a
    newline is a line break.

    Without any piece there still is a run, so that a place looks the same empty and
    filled.
    """
    for piece, is_note in pieces:
        if is_note:
            run = paragraph.add_run()
            run.style = "footnote reference"
            run._r.append(_element("footnoteReference", id=piece))
        elif piece:
            paragraph.add_run(piece)
    if not paragraph.runs:
        paragraph.add_run()._r.append(_element("t"))


def keep_blanks(paragraph: Paragraph) -> None:
    """Say that all blanks count, as docxtpl does of the text before a tag: the heading of
    a table, or the end of the table above it, stands before its description.
    """
    for text in paragraph._p.iter(qn("w:t")):
        text.set(_SPACE, "preserve")


def mark_heading(paragraph: Paragraph, number: int) -> None:
    """Put a bookmark around a heading's runs, for the table of contents to jump to."""
    start = _element("bookmarkStart", id=str(number), name=f"_Toc{number}")
    paragraph.runs[0]._r.addprevious(start)
    paragraph._p.append(_element("bookmarkEnd", id=str(number)))


def link_heading(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph's runs a link to the heading of that number."""
    runs = [run._r for run in paragraph.runs]
    link = _element("hyperlink", *runs, anchor=f"_Toc{number}", history="1")
    paragraph._p.append(link)


def begin_field(paragraph: Paragraph, code: str) -> None:
    """Begin a field whose result follows in the next paragraphs (a table of contents)."""
    instruction = _element("instrText")
    instruction.text = f" {code} "
    instruction.set(_SPACE, "preserve")
    begin, separate = (
        _element("fldChar", fldCharType=kind) for kind in ("begin", "separate")
    )
    for content in (begin, instruction, separate):
        paragraph.add_run()._r.append(content)


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(_element("fldChar", fldCharType="end"))


# Words across a page, as Word's own watermarks are made: grey, behind the text.
_WATERMARK = (
    f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:o="urn:schemas-microsoft-com:office:office"><w:rPr><w:noProof/></w:rPr><w:pict>'
    '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"'
    ' path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
    '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
    '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
    '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/><v:f eqn="mid @5 @6"/>'
    '<v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/><v:f eqn="mid @6 @7"/>'
    '<v:f eqn="sum @6 0 @5"/></v:formulas><v:path textpathok="t" o:connecttype="custom"'
    ' o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800" o:connectangles="270,180,90,0"/>'
    '<v:textpath on="t" fitshape="t"/></v:shapetype>'
    '<v:shape id="Filigrane" o:spid="_x0000_s2049" type="#_x0000_t136" alt="{words}"'
    ' style="position:absolute;margin-left:0;margin-top:0;width:470pt;height:94pt;'
    "rotation:315;z-index:-251658240;mso-position-horizontal:center;"
    "mso-position-horizontal-relative:margin;mso-position-vertical:center;"
    'mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#d9d9d9"'
    ' stroked="f"><v:fill opacity=".5"/>'
    '<v:textpath style="font-family:&quot;Calibri&quot;;font-size:1pt" string="{words}"/>'
    "</v:shape></w:pict></w:r>"
)


def add_watermark(paragraph: Paragraph, words: str) -> None:
    """Words across the page, anchored in a paragraph of its header."""
    paragraph._p.append(parse_xml(_WATERMARK.format(words=words)))


def break_page(paragraph: Paragraph) -> None:
    """What follows stands on the next page."""
    paragraph.add_run().add_break(WD_BREAK.PAGE)


def start_page(paragraph: Paragraph) -> None:
    """A paragraph at the top of a page, whatever its style leaves above it."""
    paragraph.paragraph_format.space_before = 0


def turn_page(document: WordDocument) -> None:
    """What follows stands on landscape pages, with the same header and footer."""
    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    section.different_first_page_header_footer = False


def add_footnotes(document: WordDocument, notes: Sequence[str]) -> None:
    """Number the form's footnotes from 1 and put them into the footnotes part, behind
    the two separators.
    """
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    root = parse_xml(part.blob)
    for number, note in enumerate(notes, 1):
        paragraph = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]  # styles are set by id
        style = _element("pStyle", val="FootnoteText")
        paragraph._p.get_or_add_pPr().append(style)
        mark = paragraph.add_run()._r
        mark.get_or_add_rPr().append(_element("rStyle", val="FootnoteReference"))
        mark.append(_element("footnoteRef"))
        paragraph.add_run(f" {note}")
        root.append(_element("footnote", paragraph._p, id=str(number)))
    part._blob = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )


def paragraph_texts(part: bytes) -> list[str]:
    """The text of each paragraph of a part, runs joined; of a part without paragraphs,
    each element's own text.
    """
    root = etree.fromstring(
        part, etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    )
    # In the order of their beginnings: one in another's text box follows that one.
    paragraphs: list[list[str]] = []
    for element in root.iter(qn("w:p"), qn("w:t")):
        if element.tag == qn("w:p"):
            paragraphs.append([])
        elif paragraphs:
            paragraphs[-1].append(element.text or "")
    return ["".join(texts) for texts in paragraphs] or [
        element.text for element in root.iter() if element.text
    ]


# ---- tables


def add_table(
    document: WordDocument, rows: int, columns: Sequence[Width]
) -> list[_Row]:
    """A ruled table of fixed column widths; gives its rows."""
    widths = list(
        _in_twips([each if isinstance(each, str) else each[0] for each in columns])
    )
    table = document.add_table(rows, len(widths), style="Grille")
    table.autofit = False
    made = list(table.rows)
    for place, width in enumerate(widths):
        table.columns[place].width = width
        for row in made:
            row.cells[place].width = width
    properties = table._tbl.tblPr
    whole = sum(column.width.twips for column in table.columns if column.width)
    total = _element("tblW", w=str(whole), type="dxa")
    properties.replace(properties.find(qn("w:tblW")), total)
    _drop(properties, "w:tblLook")
    for column, zone in zip(list(table.columns), columns, strict=True):
        if not isinstance(zone, str):
            _cut(column._gridCol, int(zone[1]))
    return made


def describe(
    row: _Row, title: str, description: str, has_heads: bool, has_labels: bool
) -> None:
    """Say, to who does not see the table of a row, what it is, and whether its first
    row and its first column name what stands below and beside them.
    """
    flags = {"firstRow": has_heads, "firstColumn": has_labels}
    flags |= {"noHBand": True, "noVBand": True, "lastRow": False, "lastColumn": False}
    written = {name: str(int(flag)) for name, flag in flags.items()}
    row.table._tbl.tblPr.extend(
        [
            _element("tblLook", **written),
            _element("tblCaption", val=title),
            _element("tblDescription", val=description),
        ]
    )


def _in_twips(centimetres: Sequence[str]) -> Iterator[Twips]:
    """Widths in whole twips whose sum is the whole width, rounded once: tables of one
    width end at one place.
    """
    passed, at = 0.0, 0
    for width in centimetres:
        passed += float(width)
        end = round(passed * TWIPS)
        yield Twips(end - at)
        at = end


def _cut(grid_column: etree._Element, units: int) -> None:
    """A zone that a row fills with as many equal cells as it has, each spanning its
    share of the units.
    """
    whole = int(grid_column.get(qn("w:w"), "0"))
    for number in range(units - 1, -1, -1):
        width = whole * (number + 1) // units - whole * number // units
        grid_column.addnext(_element("gridCol", w=str(width)))
    grid_column.getparent().remove(grid_column)


def span(cell: _Cell, units: int) -> None:
    """The cell spans so many units of a zone, whose widths count, not its own."""
    properties = cell._tc.get_or_add_tcPr()
    own = properties.get_or_add_tcW()
    own.set(qn("w:type"), "auto")
    own.set(qn("w:w"), "0")
    properties.get_or_add_gridSpan().val = units


def merge(cell: _Cell, is_first: bool) -> None:
    """The cell is one with those below it that are no first ones."""
    cell._tc.vMerge = "restart" if is_first else "continue"


def _drop(parent: etree._Element, name: str) -> None:
    for element in parent.findall(qn(name)):
        parent.remove(element)


def keep_row_whole(row: _Row) -> None:
    """The row does not break across pages."""
    row._tr.get_or_add_trPr().append(_element("cantSplit"))


def repeat_row(row: _Row) -> None:
    """The row is repeated at the top of each page that the table reaches."""
    row._tr.get_or_add_trPr().append(_element("tblHeader"))


def set_height(row: _Row, centimetres: float, exact: bool = False) -> None:
    """At least this high, or exactly."""
    rules = WD_ROW_HEIGHT_RULE
    row.height = Cm(centimetres)
    row.height_rule = rules.EXACTLY if exact else rules.AT_LEAST


def shade(cell: _Cell, colour: str) -> None:
    """Background of a cell, RRGGBB."""
    shading = _element("shd", val="clear", color="auto", fill=colour)
    cell._tc.get_or_add_tcPr().append(shading)


def open_sides(cell: _Cell, sides: Sequence[str]) -> None:
    """No rule at these sides of a cell."""
    in_order = [side for side in ("top", "left", "bottom", "right") if side in sides]
    borders = _element("tcBorders", *(_element(side, val="nil") for side in in_order))
    cell._tc.get_or_add_tcPr().append(borders)


def keep_with_next(row: _Row) -> None:
    """The row on one page with the one below it: each of its paragraphs says so."""
    for cell in row.cells:
        for paragraph in cell.paragraphs:
            paragraph.paragraph_format.keep_with_next = True


def rule_off(cell: _Cell) -> None:
    """A stronger rule above the cell, as above a sum."""
    rule = _element("top", val="single", sz="12", space="0", color="595959")
    cell._tc.get_or_add_tcPr().append(_element("tcBorders", rule))


def centre_vertically(cell: _Cell) -> None:
    cell._tc.get_or_add_tcPr().append(_element("vAlign", val="center"))


def without_sides(cell: _Cell) -> None:
    """The text of a centred cell may fill its width: a year fits on one line where six of
    them share a column.
    """
    sides = (_element(side, w="0", type="dxa") for side in ("left", "right"))
    margins = _element("tcMar", *sides)
    cell._tc.get_or_add_tcPr().find(qn("w:vAlign")).addprevious(margins)


def mark_row(row: _Row, before: Sequence[str], after: Sequence[str]) -> None:
    """Put rows that hold a template mark before and after this one (docxtpl replaces
    such a row by its mark).
    """
    for mark in before:
        row._tr.addprevious(_marked(row._tr, mark))
    for mark in reversed(after):
        row._tr.addnext(_marked(row._tr, mark))


def wrap_cell(cell: _Cell, before: str, after: str) -> None:
    """Put a cell that holds a template mark before and after this one; in a zone each
    takes a unit of its span.
    """
    twins = [_marked(cell._tc, mark) for mark in (before, after)]
    cell._tc.addprevious(twins[0])
    cell._tc.addnext(twins[1])
    if cell.grid_span > 2:
        span(cell, cell.grid_span - 2)
        for twin in twins:
            _drop(twin.tcPr, "w:gridSpan")


def _marked(element: etree._Element, mark: str) -> etree._Element:
    """A twin of a row or a cell, with a template mark as its only text."""
    twin = copy.deepcopy(element)
    texts = list(twin.iter(qn("w:t")))
    for text, written in zip(texts, (mark, *[""] * len(texts)), strict=False):
        text.text = written
    return twin
