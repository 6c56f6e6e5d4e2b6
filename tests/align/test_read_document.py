"""A Word file as a person reads it: small documents, one for each kind of thing that a
text may stand in.
"""

from __future__ import annotations

import pytest

from pipeline.align.read_document import NotReadable, read_document
from pipeline.align.reading import Block, Paragraph, Reading, Table, shown
from tests.support.word_files import (
    cell,
    control,
    paragraph,
    run,
    table,
    text_field,
    word_file,
)

Seen = str | list[list[str]]


def seen(blocks: tuple[Block, ...]) -> list[Seen]:
    """The texts of paragraphs, and the rows of tables."""
    return [
        shown(block.text)
        if isinstance(block, Paragraph)
        else [[shown(one.text) for one in row.cells] for row in block.rows]
        for block in blocks
    ]


def body(*blocks: str, **parts: str) -> list[Seen]:
    return seen(read_document(word_file("".join(blocks), **parts)).body)


def first_table(reading: Reading) -> Table:
    return next(block for block in reading.body if isinstance(block, Table))


def test_paragraphs_and_tables_in_their_order() -> None:
    found = body(
        paragraph("un"), table(["a", "b"], ["c", "d"]), paragraph("deux", " et trois")
    )
    assert found == ["un", [["a", "b"], ["c", "d"]], "deux et trois"]


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        ("<w:br/>", "a\nb"),
        ("<w:cr/>", "a\nb"),
        ("<w:br w:type='page'/>", "ab"),
        ("<w:br w:type='column'/>", "ab"),
        ("<w:tab/>", "a\tb"),
        ("<w:ptab w:alignment='right'/>", "a\tb"),
        ("<w:noBreakHyphen/>", "a\u2011b"),
        ("<w:softHyphen/>", "ab"),
        ("<w:lastRenderedPageBreak/>", "ab"),
        ("<w:t> c </w:t>", "acb"),  # Word drops blanks that are not marked to count
        ("<w:t xml:space='preserve'> c </w:t>", "a c b"),
        ("<w:t>c\n  d</w:t>", "ac   db"),
        ("<w:pgNum/>", "a[n° de page]b"),
        ("<w:drawing/>", "a[dessin]b"),
        ("<w:object><o:OLEObject/></w:object>", "a[objet]b"),
        ("<w:drawing><a:graphic><c:chart/></a:graphic></w:drawing>", "a[graphique]b"),
        ("<w:drawing><pic:pic/></w:drawing>", "a[image]b"),
        ("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>", "a[image]b"),
    ],
)
def test_what_a_run_holds(inside: str, text: str) -> None:
    assert body(paragraph("a", run(inside), "b")) == [text]


def test_controls_of_all_levels() -> None:
    """Around blocks, rows, cells and runs, also in each other."""
    row = f"<w:tr>{control(cell('a'))}{cell(control(paragraph('b')))}</w:tr>"
    found = body(
        control(control(paragraph("un"))),
        f"<w:tbl>{control(control(row))}<w:tr>{cell('c')}</w:tr></w:tbl>",
        paragraph("deux ", control(run("et ") + control(run("trois")))),
    )
    assert found == ["un", [["a", "b"], ["c"]], "deux et trois"]


@pytest.mark.parametrize(
    "wrapping",
    [
        "<w:smartTag w:element='x'>{}</w:smartTag>",
        "<w:customXml w:element='x'><w:customXmlPr/>{}</w:customXml>",
        "<w:hyperlink w:anchor='x'>{}</w:hyperlink>",
        "<w:fldSimple w:instr=' TITLE '>{}</w:fldSimple>",
        "<w:dir w:val='ltr'>{}</w:dir>",
        "<w:ins w:author='A'>{}</w:ins>",
        "<w:moveTo w:author='A'>{}</w:moveTo>",
        "<w:unknown>{}</w:unknown>",
    ],
)
def test_what_is_read_through(wrapping: str) -> None:
    wrapped = wrapping.format(run("b"))
    assert body(paragraph("a", wrapped, "c")) == ["abc"]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (text_field("TITLE", "b"), "abc"),
        (text_field("TITLE", "b", "", "d"), "abdc"),
        (text_field("TITLE"), "ac"),
        (text_field("PAGE", "12"), "a[n° de page]c"),
        (text_field(" NUMPAGES \\* MERGEFORMAT", "1", "2"), "a[nombre de pages]c"),
        (text_field("PAGE", "BROUILLON 3"), "aBROUILLON [n° de page]c"),
        (text_field("PAGE", "BROUILLON"), "aBROUILLONc"),
        (text_field("PAGEREF _Toc1", "Titre\t3"), "aTitre\t[n° de page]c"),
        (text_field("MACROBUTTON Rien [cliquez ici]"), "a[cliquez ici]c"),
        (text_field('SYMBOL 254 \\f "Wingdings" \\s 11', "x"), "a☑c"),
        (text_field("EQ \\f(1;2)"), "a[équation \\f(1;2)]c"),
        (text_field("IF " + text_field("PAGE", "1") + " = 1", "b"), "abc"),
    ],
)
def test_of_a_field_the_result_is_seen(field: str, text: str) -> None:
    assert body(paragraph("a", field, "c")) == [text]


def test_a_field_goes_on_through_paragraphs() -> None:
    begin, separate, end = (
        run(f'<w:fldChar w:fldCharType="{kind}"/>')
        for kind in ("begin", "separate", "end")
    )
    code = run("<w:instrText>TOC</w:instrText>")
    found = body(
        paragraph(begin, code, "code", separate, "un"), paragraph("deux", end, "trois")
    )
    assert found == ["un", "deuxtrois"]


def test_a_field_that_does_not_end_hides_no_text() -> None:
    begun = run('<w:fldChar w:fldCharType="begin"/>')
    assert body(paragraph("a", begun, "b"), paragraph("c")) == ["ab", "c"]


def test_notes_in_the_order_of_their_marks() -> None:
    def mark(kind: str, number: int) -> str:
        return run(f'<w:{kind}Reference w:id="{number}"/>')

    def note(kind: str, number: int, text: str) -> str:
        return f'<w:{kind} w:id="{number}">{paragraph(text)}</w:{kind}>'

    reading = read_document(
        word_file(
            paragraph("a", mark("footnote", 3), mark("endnote", 1))
            + table(["b", paragraph("c", mark("footnote", 2))]),
            footnotes=note("footnote", 1, "nulle part")
            + note("footnote", 2, "deux")
            + note("footnote", 3, "trois"),
            endnotes=note("endnote", 1, "fin"),
        )
    )
    assert seen(reading.body) == ["a[note][note de fin]", [["b", "c[note]"]]]
    assert [(one.name, seen(one.blocks)) for one in reading.footnotes] == [
        ("note 1", ["trois"]),
        ("note 2", ["deux"]),
    ]
    assert [(one.name, one.part, seen(one.blocks)) for one in reading.endnotes] == [
        ("note de fin 1", "word/endnotes.xml", ["fin"])
    ]


def test_what_is_no_document() -> None:
    for content in (b"", b"PK", b"%PDF-1.7", word_file("")[:-30]):
        with pytest.raises(NotReadable):
            read_document(content)
