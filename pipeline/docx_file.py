"""Word's XML: the only room that touches it. Opens the lean base package, adds paragraphs, tables and footnotes."""

from __future__ import annotations

import copy
import io
import re
import zipfile
from collections.abc import Sequence
from importlib.resources import files

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph
from lxml import etree

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
FOOTNOTE_MARK = re.compile(r"\[\^(\d+)\]")


def open_base() -> WordDocument:
    """An empty document with the page, styles, header and footer of an official form (templates_docx/base.xml)."""
    return Document(io.BytesIO(_from_flat_opc((files("pipeline.templates_docx") / "base.xml").read_bytes())))


def _from_flat_opc(flat: bytes) -> bytes:
    """A package from its one-file form ("Flat OPC", what Word calls an XML document)."""
    parts = etree.fromstring(flat).findall(f"{_PKG}part")
    types = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    etree.SubElement(types, f"{{{_TYPES}}}Default", Extension="xml", ContentType="application/xml")
    etree.SubElement(
        types,
        f"{{{_TYPES}}}Default",
        Extension="rels",
        ContentType="application/vnd.openxmlformats-package.relationships+xml",
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for part in parts:
            name = part.get(f"{_PKG}name", "")
            if not name.endswith(".rels"):
                attributes = {"PartName": name, "ContentType": part.get(f"{_PKG}contentType", "")}
                etree.SubElement(types, f"{{{_TYPES}}}Override", attributes)
            root = copy.deepcopy(part[0][0])
            etree.cleanup_namespaces(root)  # the one-file form's own
            package.writestr(name.lstrip("/"), etree.tostring(root, xml_declaration=True, encoding="UTF-8"))
        package.writestr("[Content_Types].xml", etree.tostring(types, xml_declaration=True, encoding="UTF-8"))
    return out.getvalue()


def save(document: WordDocument) -> bytes:
    """The document's bytes, as python-docx writes them (dates not yet fixed)."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_text(paragraph: Paragraph, text: str) -> None:
    """Write text into a paragraph: a run a stretch, ``[^n]`` as a footnote mark, a newline as a line break.

    An empty text still leaves a run, so that a place looks the same empty and filled.
    """
    for position, piece in enumerate(FOOTNOTE_MARK.split(text)):
        if position % 2:
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), piece)
            run = paragraph.add_run()
            run.style = "footnote reference"
            run._r.append(reference)
        elif piece:
            paragraph.add_run(piece)
        elif not text:
            paragraph.add_run()._r.append(OxmlElement("w:t"))


def add_footnotes(document: WordDocument, notes: Sequence[str]) -> None:
    """Number the form's footnotes from 1 and put them into the footnotes part, behind the two separators."""
    part = document.part.part_related_by(RELATIONSHIP_TYPE.FOOTNOTES)
    root = parse_xml(part.blob)
    for number, note in enumerate(notes, 1):
        footnote = etree.SubElement(root, qn("w:footnote"), {qn("w:id"): str(number)})
        footnote.append(_footnote_paragraph(note))
    part._blob = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)


def _footnote_paragraph(note: str) -> etree._Element:
    paragraph = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]  # styles are set by id below
    properties = paragraph._p.get_or_add_pPr()
    etree.SubElement(properties, qn("w:pStyle"), {qn("w:val"): "FootnoteText"})
    mark = paragraph.add_run()._r
    etree.SubElement(mark.get_or_add_rPr(), qn("w:rStyle"), {qn("w:val"): "FootnoteReference"})
    mark.append(OxmlElement("w:footnoteRef"))
    paragraph.add_run(f" {note}")
    return paragraph._p


def add_table(document: WordDocument, rows: int, widths: Sequence[float]) -> list[_Row]:
    """A ruled table of fixed column widths (in cm); gives its rows."""
    table = document.add_table(rows, len(widths), style="Grille")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    total = etree.SubElement(table._tbl.tblPr, qn("w:tblW"))
    for old in table._tbl.tblPr.findall(qn("w:tblW"))[:-1]:
        table._tbl.tblPr.replace(old, total)
    total.set(qn("w:w"), str(sum(column.width.twips for column in table.columns if column.width)))
    total.set(qn("w:type"), "dxa")
    _drop(table._tbl.tblPr, "w:tblLook")
    listed = list(table.rows)
    for row in listed:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    return listed


def _drop(parent: etree._Element, name: str) -> None:
    for element in parent.findall(qn(name)):
        parent.remove(element)


def keep_row_whole(row: _Row) -> None:
    """The row does not break across pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_row(row: _Row) -> None:
    """The row is repeated at the top of each page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def set_height(row: _Row, centimetres: float, exact: bool = False) -> None:
    """At least this high, or exactly."""
    row.height = Cm(centimetres)
    row.height_rule = WD_ROW_HEIGHT_RULE.EXACTLY if exact else WD_ROW_HEIGHT_RULE.AT_LEAST


def shade(cell: _Cell, colour: str) -> None:
    """Background of a cell, RRGGBB."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def open_sides(cell: _Cell, sides: Sequence[str]) -> None:
    """No rule at these sides of a cell."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):  # the schema's order
        if side in sides:
            etree.SubElement(borders, qn(f"w:{side}")).set(qn("w:val"), "nil")
    cell._tc.get_or_add_tcPr().append(borders)


def keep_together(rows: Sequence[_Row]) -> None:
    """All rows on one page: every paragraph but the last row's is kept with the next."""
    for row in rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def centre_vertically(cell: _Cell) -> None:
    alignment = OxmlElement("w:vAlign")
    alignment.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(alignment)


def wrap_rows(row: _Row, before: str, after: str) -> None:
    """Put a row that holds a template mark before and after this one (docxtpl replaces such a row by its mark)."""
    for mark, place in ((before, row._tr.addprevious), (after, row._tr.addnext)):
        twin = copy.deepcopy(row._tr)
        for text in twin.iter(qn("w:t")):
            text.text = ""
        first = next(twin.iter(qn("w:t")))
        first.text = mark
        place(twin)


def paragraph_texts(part: bytes) -> list[str]:
    """The text of each paragraph of a part, runs joined; of a part without paragraphs, each element's own text."""
    root = etree.fromstring(part, etree.XMLParser(resolve_entities=False, no_network=True))
    paragraphs = list(root.iter(qn("w:p")))
    if paragraphs:
        return ["".join(text.text or "" for text in paragraph.iter(qn("w:t"))) for paragraph in paragraphs]
    return [element.text for element in root.iter() if element.text]
