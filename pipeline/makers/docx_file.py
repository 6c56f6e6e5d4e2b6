"""Word's XML: the lean base package, paragraphs, headings that can be jumped to,
sections and footnotes.
"""

from __future__ import annotations

import copy
import io
import zipfile
from collections.abc import Iterable, Sequence
from importlib.resources import files

from docx import Document
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENT
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.text.paragraph import Paragraph
from lxml import etree

_PKG = "{http://schemas.microsoft.com/office/2006/xmlPackage}"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


def open_base(name: str) -> WordDocument:
    """An empty document with the page, styles, header and footer of a family of forms
    (templates_docx/<name>.xml).
    """
    return Document(
        io.BytesIO(
            _from_flat_opc(
                (files("pipeline.templates_docx") / f"{name}.xml").read_bytes()
            )
        )
    )


def _from_flat_opc(flat: bytes) -> bytes:
    """A package from its one-file form ("Flat OPC", what Word calls an XML document)."""
    parts = etree.fromstring(flat).findall(f"{_PKG}part")
    types = etree.Element(f"{{{_TYPES}}}Types", nsmap={None: _TYPES})
    etree.SubElement(
        types, f"{{{_TYPES}}}Default", Extension="xml", ContentType="application/xml"
    )
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
                attributes = {
                    "PartName": name,
                    "ContentType": part.get(f"{_PKG}contentType", ""),
                }
                etree.SubElement(types, f"{{{_TYPES}}}Override", attributes)
            root = copy.deepcopy(part[0][0])
            etree.cleanup_namespaces(root)  # the one-file form's own
            package.writestr(
                name.lstrip("/"),
                etree.tostring(root, xml_declaration=True, encoding="UTF-8"),
            )
        package.writestr(
            "[Content_Types].xml",
            etree.tostring(types, xml_declaration=True, encoding="UTF-8"),
        )
    return out.getvalue()


def save(document: WordDocument) -> bytes:
    """The document's bytes, as python-docx writes them (dates not yet fixed)."""
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def write_text(paragraph: Paragraph, pieces: Iterable[tuple[str, bool]]) -> None:
    """Write (text, is the number of a footnote) pieces into a paragraph, a run each; a
    newline is a line break.

    Without any piece there still is a run, so that a place looks the same empty and
    filled.
    """
    for piece, is_note in pieces:
        if is_note:
            reference = OxmlElement("w:footnoteReference")
            reference.set(qn("w:id"), piece)
            run = paragraph.add_run()
            run.style = "footnote reference"
            run._r.append(reference)
        elif piece:
            paragraph.add_run(piece)
    if not paragraph.runs:
        paragraph.add_run()._r.append(OxmlElement("w:t"))


def mark_heading(paragraph: Paragraph, number: int) -> None:
    """Put a bookmark around a heading's runs, for the table of contents to jump to."""
    start, end = OxmlElement("w:bookmarkStart"), OxmlElement("w:bookmarkEnd")
    for mark in (start, end):
        mark.set(qn("w:id"), str(number))
    start.set(qn("w:name"), f"_Toc{number}")
    paragraph.runs[0]._r.addprevious(start)
    paragraph._p.append(end)


def link_heading(paragraph: Paragraph, number: int) -> None:
    """Make a paragraph's runs a link to the heading of that number."""
    link = OxmlElement("w:hyperlink")
    link.set(qn("w:anchor"), f"_Toc{number}")
    link.set(qn("w:history"), "1")
    for run in paragraph.runs:
        link.append(run._r)
    paragraph._p.append(link)


def begin_field(paragraph: Paragraph, code: str) -> None:
    """Begin a field whose result follows in the next paragraphs (a table of contents)."""
    paragraph.add_run()._r.append(_field_char("begin"))
    instruction = OxmlElement("w:instrText")
    instruction.text = f" {code} "
    instruction.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
    paragraph.add_run()._r.append(instruction)
    paragraph.add_run()._r.append(_field_char("separate"))


def end_field(paragraph: Paragraph) -> None:
    paragraph.add_run()._r.append(_field_char("end"))


def _field_char(kind: str) -> etree._Element:
    character = OxmlElement("w:fldChar")
    character.set(qn("w:fldCharType"), kind)
    return character


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
        footnote = etree.SubElement(root, qn("w:footnote"), {qn("w:id"): str(number)})
        footnote.append(_footnote_paragraph(note))
    part._blob = etree.tostring(
        root, xml_declaration=True, encoding="UTF-8", standalone=True
    )


def _footnote_paragraph(note: str) -> etree._Element:
    paragraph = Paragraph(OxmlElement("w:p"), None)  # type: ignore[arg-type]  # styles are set by id below
    properties = paragraph._p.get_or_add_pPr()
    etree.SubElement(properties, qn("w:pStyle"), {qn("w:val"): "FootnoteText"})
    mark = paragraph.add_run()._r
    etree.SubElement(
        mark.get_or_add_rPr(), qn("w:rStyle"), {qn("w:val"): "FootnoteReference"}
    )
    mark.append(OxmlElement("w:footnoteRef"))
    paragraph.add_run(f" {note}")
    return paragraph._p


def paragraph_texts(part: bytes) -> list[str]:
    """The text of each paragraph of a part, runs joined; of a part without paragraphs,
    each element's own text.
    """
    root = etree.fromstring(
        part, etree.XMLParser(resolve_entities=False, no_network=True, encoding="utf-8")
    )
    paragraphs: list[
        list[str]
    ] = []  # in the order of their beginnings: one in another's text box follows that one
    for element in root.iter(qn("w:p"), qn("w:t")):
        if element.tag == qn("w:p"):
            paragraphs.append([])
        elif paragraphs:
            paragraphs[-1].append(element.text or "")
    return ["".join(texts) for texts in paragraphs] or [
        element.text for element in root.iter() if element.text
    ]
