"""Blanks that other programs have written: python-docx, npm's docx, LibreOffice."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import docx
from lxml import etree

from pipeline.editions.loader import load_form
from tests.support.blanks.blank import Blank, blank_of
from tests.support.blanks.form import (
    EDITION,
    Form,
    Grid,
    Line,
    Note,
    Place,
    Text,
)
from tests.support.blanks.marks import Element, Empty, mark, tag
from tests.support.paths import TESTS
from tests.support.plain_forms import Block, blank_form, filled_in
from tests.support.retouches import Report
from tests.support.soffice import soffice


def marked_text(text: Text) -> str:
    """A text with marks at its places, without notes."""
    return "".join(
        one if isinstance(one, str) else mark(one.name)
        for one in text
        if not isinstance(one, Note)
    )


def empties_of(form: Form) -> dict[str, Empty]:
    return {place.name: Empty(place.own, place.own) for place in form.places}


def plain_blocks(form: Form) -> list[Block]:
    """The form as plain texts, as plain_forms.py has it."""
    found: list[Block] = []
    for block in form.blocks:
        if isinstance(block, Line):
            found.append(marked_text(block.text))
        else:
            found.append([[*map(marked_text, row)] for row in block.rows])
    return found


def python_docx(form: Form) -> bytes:
    """A file of marks: headings, tables, lists of python-docx' own looks."""
    document = docx.Document()
    for block in form.blocks:
        if isinstance(block, Grid):
            _table(document, block)
        elif block.level or block.style == "Title":
            document.add_heading(marked_text(block.text), block.level)
        else:
            document.add_paragraph(marked_text(block.text))
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _table(document: Any, grid: Grid) -> None:
    table = document.add_table(len(grid.rows), len(grid.widths), "Table Grid")
    for row, texts in zip(table.rows, grid.rows, strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = marked_text(text)


def typed_in(program: str, form: Form) -> bytes:
    """A file of marks: those typed into a blank of tests/documents, whose blocks are
    those of the bare wording.
    """
    blank = (TESTS / "documents" / f"{program}.docx").read_bytes()
    return filled_in(blank, blank_form(EDITION), plain_blocks(form))


def saved_again(form: Form, folder: Path) -> bytes:
    """A file of marks: the product's own blank that LibreOffice has saved again."""
    report = Report(load_form(EDITION).document.blank.read_bytes())
    [body] = report.all("/w:document/w:body")
    there = [one for one in body if one.tag in (tag("p"), tag("tbl"))]
    for element, block in zip(there, _declared(form, there), strict=True):
        if isinstance(block, Line):
            _mark_paragraph(element, block.text)
        else:
            rows = element.findall(tag("tr"))
            for row, texts in zip(rows, block.rows, strict=True):
                cells = row.findall(tag("tc"))
                for cell, text in zip(cells, texts, strict=True):
                    _mark_paragraph(cell.find(tag("p")), text)
    file = folder / "officiel.docx"
    file.write_bytes(report.content)
    return _converted(file, folder, "docx:MS Word 2007 XML")


def _declared(form: Form, there: Sequence[Element]) -> list[Line | Grid]:
    """The blocks of the form, an empty line behind each table where the blank has it."""
    blocks = iter(form.blocks)
    empty = Line((), "Normal")
    return [
        empty
        if not len([*one.iter(tag("t"))]) and one.tag == tag("p")
        else next(blocks)
        for one in there
    ]


def _mark_paragraph(paragraph: Element, text: Text) -> None:
    """Put a mark in the place of what the blank has there."""
    places = [one for one in text if isinstance(one, Place)]
    if not places:
        return
    runs = paragraph.findall(tag("r"))
    for run in runs[1:]:
        paragraph.remove(run)
    run = runs[0] if runs else etree.SubElement(paragraph, tag("r"))
    for child in [one for one in run if one.tag != tag("rPr")]:
        run.remove(child)
    written = etree.SubElement(run, tag("t"))
    written.text = marked_text(text)
    written.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _converted(file: Path, folder: Path, kind: str) -> bytes:
    target = folder / "saved"
    options = ["--convert-to", kind, "--outdir", str(target), str(file)]
    soffice(folder / "profile", *options)
    return (target / f"{file.stem}.docx").read_bytes()


def by_program(
    kind: str, form: Form, write: Callable[[Form], bytes], disturb: object = None
) -> Blank:
    """The blank that a program has written."""
    return blank_of(kind, form, write(form), empties_of(form), None, disturb)
