"""Documents of the product, of python-docx and of LibreOffice, read as they are seen."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import docx
import pytest
from lxml import etree

from pipeline.findings.sentences import word_files as say
from pipeline.run import produce
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import (
    Block,
    Paragraph,
    Reading,
    paragraphs,
    shown,
    token,
)
from tests.cli.test_cli import EXAMPLE, PLAN
from tests.support import docx_text
from tests.support.docx_text import W
from tests.support.soffice import soffice
from tests.support.word_files import cell, paragraph, run, table, text_field, word_file

NAMESPACES = {"w": W.strip("{}")}


@pytest.fixture(scope="module", params=[EXAMPLE, PLAN], ids=["report", "plan"])
def report(request: pytest.FixtureRequest) -> bytes:
    made = produce(request.param).report
    assert made is not None
    return made


def seen(block: Block) -> docx_text.Block:
    """A block as the tests' own reader has it, notes and tabs aside."""

    def plain(text: str) -> str:
        return text.replace(token(say.NOTE), "").replace("\t", "")

    if isinstance(block, Paragraph):
        return plain(block.text)
    return [[plain(cell.text) for cell in row.cells] for row in block.rows]


def test_a_report_is_read_as_lxml_reads_it(report: bytes, tmp_path: Path) -> None:
    path = tmp_path / "rapport.docx"
    path.write_bytes(report)
    reading, number = read_document(report), re.compile(r"\[\^[0-9]+\]")
    assert [found for block in reading.body if (found := seen(block))] == [
        number.sub("", block)
        if isinstance(block, str)
        else [[number.sub("", text) for text in row] for row in block]
        for block in docx_text.blocks(path)
    ]
    notes = [one.blocks[0] for one in reading.footnotes]
    assert [seen(one) for one in notes] == [
        f" {text}" for text in docx_text.footnotes(path)
    ]
    assert reading.marks == ()


def test_each_path_names_its_element(report: bytes) -> None:
    """A path is read by lxml as what it is: an XPath."""
    reading = read_document(report)
    parts = {
        one.part: one.blocks
        for one in (*reading.headers, *reading.footers, *reading.footnotes)
        if one.part  # of pages without one
    }
    parts[reading.part] = reading.body
    files = docx_parts(report)
    for part, blocks in parts.items():
        root = etree.fromstring(files[part])
        for one in paragraphs(blocks):
            [element] = root.xpath(one.path, namespaces=NAMESPACES)
            assert element.tag == f"{W}p"
            texts = element.iter(f"{W}t")
            assert one.text.startswith(next((text.text or "" for text in texts), ""))


def docx_parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_document_of_python_docx() -> None:
    written = docx.Document()
    written.core_properties.author = "Anne"
    written.add_heading("Mission", 1)
    first = written.add_paragraph("Il y a ")
    written.add_comment(first.add_run("douze"), text="Sûr ?", author="Bob")
    written.add_paragraph("un point", style="List Bullet")
    written.add_paragraph("un pas", style="List Number")
    table = written.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "a"
    table.cell(0, 2).merge(table.cell(1, 2)).text = "b"
    table.cell(1, 0).text = "c\nd"
    section = written.sections[0]
    section.header.paragraphs[0].text = "haut"
    section.different_first_page_header_footer = True
    section.first_page_footer.paragraphs[0].text = "bas"
    out = io.BytesIO()
    written.save(out)
    reading = read_document(out.getvalue())
    lines = [one for one in reading.body if isinstance(one, Paragraph)]
    assert [(one.text, one.style, one.level, one.number) for one in lines] == [
        ("Mission", "heading 1", 1, ""),
        ("Il y a douze", "Normal", 0, ""),
        ("un point", "List Bullet", 0, "•"),
        ("un pas", "List Number", 0, "1."),
    ]
    [grid] = [one for one in reading.body if not isinstance(one, Paragraph)]
    assert [
        [(one.text, one.column, one.span, one.continues) for one in row.cells]
        for row in grid.rows
    ] == [
        [("a", 0, 2, False), ("b", 2, 1, False)],
        [("c\nd", 0, 1, False), ("", 1, 1, False), ("", 2, 1, True)],
    ]
    assert [
        (one.name, seen(one.blocks[0])) for one in reading.headers if one.blocks
    ] == [
        ("en-tête", "haut"),
    ]
    assert ("pied de page de la première page", "bas") in [
        (one.name, seen(one.blocks[0])) for one in reading.footers if one.blocks
    ]
    assert [one[:4] for one in reading.marks] == [
        ("comment", "Il y a douze", "Sûr ?", "Bob")
    ]
    assert reading.properties["creator"] == "Anne"


@pytest.fixture(scope="module")
def saved(report: bytes, tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A report that LibreOffice opened and saved."""
    folder = tmp_path_factory.mktemp("saved")
    (folder / "rapport.docx").write_bytes(report)
    convert(folder, folder / "rapport.docx", "docx")
    return (folder / "out" / "rapport.docx").read_bytes()


def convert(folder: Path, source: Path, kind: str) -> None:
    target = ["--convert-to", kind, "--outdir", str(folder / "out"), str(source)]
    soffice(folder / "profile", *target)


def texts_of(reading: Reading) -> list[str]:
    """The texts of a document but the numbers of pages, which LibreOffice adds to a
    table of contents, and the empty paragraph of a section, which it takes away.
    """
    found = (shown(one.text) for one in paragraphs(reading.body) if one.text)
    return [re.sub(r"\t?\[n° de page\]$", "", text) for text in found]


@pytest.mark.office
def test_a_report_saved_by_libreoffice_reads_the_same(
    report: bytes, saved: bytes
) -> None:
    before, after = read_document(report), read_document(saved)
    assert texts_of(after) == texts_of(before)
    assert [texts_of(Reading(one.blocks)) for one in after.footnotes] == [
        texts_of(Reading(one.blocks)) for one in before.footnotes
    ]
    for mine, theirs in (
        (before.headers, after.headers),
        (before.footers, after.footers),
    ):
        texts = {line for one in mine for line in texts_of(Reading(one.blocks))}
        assert {
            line for one in theirs for line in texts_of(Reading(one.blocks))
        } == texts
    assert [(one.level, one.text) for one in paragraphs(after.body) if one.level] == [
        (one.level, one.text) for one in paragraphs(before.body) if one.level
    ]
    assert after.marks == ()


EVERYTHING = [
    paragraph(
        "a",
        "<w:ins w:id='1' w:author='A' w:date='2024-01-01T00:00:00Z'>"
        + run("b")
        + "</w:ins>",
        "<w:del w:id='2' w:author='B' w:date='2024-01-01T00:00:00Z'>"
        + run("<w:delText>c</w:delText>")
        + "</w:del>",
        run("d", "<w:vanish/>"),
        run("e", "<w:strike/>"),
    ),
    paragraph("f", run('<w:commentReference w:id="1"/>')),
    paragraph(
        "g",
        run("<w:sym w:font='Wingdings' w:char='F0FE'/>"),
        run("<w:noBreakHyphen/>"),
        "h",
    ),
    paragraph("i", text_field("PAGE", "1")),
    paragraph(
        "k",
        run(
            "<w:pict><v:shape style='width:90pt;height:40pt'><v:textbox><w:txbxContent>"
            + paragraph("boîte")
            + "</w:txbxContent></v:textbox></v:shape></w:pict>"
        ),
    ),
    paragraph("l", run('<w:footnoteReference w:id="2"/>')),
    table(
        [
            paragraph("m") + table(["n"]) + paragraph("o"),
            cell("p", "<w:vMerge w:val='restart'/>"),
        ],
        ["q", cell("", "<w:vMerge/>")],
    ),
]


@pytest.mark.office
def test_what_libreoffice_writes_of_most_things(tmp_path: Path) -> None:
    """Changes, comments, signs, notes and text boxes come back as they went."""
    sound = word_file(
        "".join(EVERYTHING),
        comments="<w:comment w:id='1' w:author='C'>" + paragraph("k") + "</w:comment>",
        footnotes="<w:footnote w:id='2'>"
        + paragraph(run("<w:footnoteRef/>"), "n")
        + "</w:footnote>",
    )
    (tmp_path / "tout.docx").write_bytes(sound)
    convert(tmp_path, tmp_path / "tout.docx", "docx")
    before, after = (
        read_document(sound),
        read_document((tmp_path / "out" / "tout.docx").read_bytes()),
    )
    assert [shown(one.text) for one in paragraphs(after.body)] == [
        shown(one.text) for one in paragraphs(before.body)
    ]
    assert sorted(after.marks) == sorted(before.marks)
    assert [one.text for one in paragraphs(after.footnotes[0].blocks)] == ["n"]
