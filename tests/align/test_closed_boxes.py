"""Boxes that nobody is to write in: crossed out, black, too low for a line."""

from __future__ import annotations

import io

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from pipeline.align.placed import Status
from pipeline.align.placing import align
from pipeline.word_files.read_document import read_document
from tests.align.test_other_forms import DOCUMENT
from tests.official.test_other_places import blank, place
from tests.support.plain_forms import by_python_docx


def status(cell: str = "", row: str = "") -> Status:
    """How sure the place of 2.7.1, Travail, is with this look of its cell or row."""
    blocks = blank()
    rows = blocks[place(blocks, "2.7.1.") + 1]
    file = docx.Document(io.BytesIO(by_python_docx(blocks)))
    [table] = [
        t for t in file.tables if [[c.text for c in r.cells] for r in t.rows] == rows
    ][:1]
    line = table.rows[1]
    assert line.cells[0].text == "Travail"
    if cell:
        made = parse_xml(cell.replace("/>", f" {nsdecls('w')}/>", 1))
        line.cells[1]._tc.get_or_add_tcPr().append(made)
    if row:
        made = parse_xml(row.replace("/>", f" {nsdecls('w')}/>", 1))
        line._tr.get_or_add_trPr().append(made)
    saved = io.BytesIO()
    file.save(saved)
    found = align(DOCUMENT, read_document(saved.getvalue()))
    return found.places.texts["q2_7_1.travail"].status


CROSSED = f"<w:tcBorders {nsdecls('w')}><w:tl2br w:val='single'/></w:tcBorders>"


@pytest.mark.parametrize(
    "cell",
    [
        CROSSED,
        CROSSED.replace("tl2br", "tr2bl"),
        "<w:shd w:val='clear' w:color='auto' w:fill='000000'/>",
        "<w:shd w:val='solid' w:color='000000' w:fill='auto'/>",
    ],
)
def test_a_box_that_is_closed_waits(cell: str) -> None:
    assert status(cell) is Status.REWORDED


def test_a_row_too_low_for_a_line_waits() -> None:
    assert status(row="<w:trHeight w:val='100' w:hRule='exact'/>") is Status.REWORDED


@pytest.mark.parametrize(
    ("cell", "row"),
    [
        (CROSSED.replace("single", "nil"), ""),
        ("<w:shd w:val='clear' w:color='auto' w:fill='D9D9D9'/>", ""),
        ("<w:shd w:val='clear' w:color='auto' w:fill='FFF2CC'/>", ""),
        ("", "<w:trHeight w:val='300' w:hRule='exact'/>"),
        ("", "<w:trHeight w:val='100'/>"),
    ],
)
def test_other_looks_say_nothing(cell: str, row: str) -> None:
    assert status(cell, row) is Status.EQUAL
