"""A Word document as plain data, read without the product: blocks of text and tables,
footnotes, parts.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Block = str | list[list[str]]


def part(path: Path, name: str = "word/document.xml") -> etree._Element:
    with zipfile.ZipFile(path) as package:
        return etree.fromstring(package.read(name))


def parts(path: Path) -> dict[str, bytes]:
    """Name -> canonical XML, xml:space on texts and empty runs beside others apart
    (docxtpl adds both).
    """
    canonical = {}
    with zipfile.ZipFile(path) as package:
        for name in package.namelist():
            root = etree.fromstring(package.read(name))
            for text in list(root.iter(f"{W}t")):
                text.attrib.pop(SPACE, None)
                run = text.getparent()
                if (
                    not text.text
                    and len(run) == 1
                    and len(run.getparent().findall(f"{W}r")) > 1
                ):
                    run.getparent().remove(run)
            canonical[name] = etree.tostring(root, method="c14n2")
    return canonical


def paragraph_text(paragraph: etree._Element) -> str:
    """Texts and line breaks; a footnote mark reads ``[^n]``."""
    found = []
    for element in paragraph.iter():
        if element.tag == f"{W}t":
            found.append(element.text or "")
        elif element.tag == f"{W}br":
            found.append("\n")
        elif element.tag == f"{W}footnoteReference":
            found.append(f"[^{element.get(W + 'id')}]")
    return "".join(found)


def blocks(path: Path) -> list[Block]:
    """The body in order: a paragraph's text, or a table's rows of cell texts; empty
    paragraphs are left out.
    """
    found: list[Block] = []
    for element in part(path).find(f"{W}body"):
        if element.tag == f"{W}p" and paragraph_text(element):
            found.append(paragraph_text(element))
        elif element.tag == f"{W}tbl":
            rows = element.findall(f"{W}tr")
            found.append(
                [[_cell_text(cell) for cell in row.findall(f"{W}tc")] for row in rows]
            )
    return found


def _cell_text(cell: etree._Element) -> str:
    return "\n".join(paragraph_text(paragraph) for paragraph in cell.findall(f"{W}p"))


def footnotes(path: Path) -> list[str]:
    notes = part(path, "word/footnotes.xml").findall(f"{W}footnote")
    texts = {
        int(note.get(f"{W}id")): "".join(paragraph_text(p) for p in note.iter(f"{W}p"))
        for note in notes
    }
    return [re.sub(r"^ ", "", texts[number]) for number in sorted(texts) if number > 0]
