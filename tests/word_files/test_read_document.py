"""A Word file as a person reads it: small documents, one for each kind of thing that a
text may stand in.
"""

from __future__ import annotations

import pytest

from pipeline.word_files.read_document import NotReadable, read_document
from pipeline.word_files.reading import (
    Block,
    Paragraph,
    Reading,
    Table,
    paragraphs,
    shown,
)
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
        ("<w:t>é\né</w:t>", "aé éb"),
        ("<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>", "a[équation x]b"),
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
        (text_field("PAGE", "BROUILLON 3"), "aBROUILLON 3c"),
        (text_field("PAGE", "xii"), "a[n° de page]c"),
        (text_field("PAGE", "BROUILLON"), "aBROUILLONc"),
        (text_field("PAGEREF x", "Titre", "<w:tab/>", "3"), "aTitre\t[n° de page]c"),
        (text_field("PAGEREF x", "Budget 2022"), "aBudget 2022c"),
        (text_field("PAGEREF x", "Budget ", "2022"), "aBudget 2022c"),
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


def test_a_field_that_does_not_end_hides_no_tick() -> None:
    begun = run('<w:fldChar w:fldCharType="begin"/>')
    box = form_box("<w:checkBox><w:default w:val='1'/></w:checkBox>")
    assert body(paragraph("a", box, begun, "b")) == ["a☒b"]


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


# ---- text boxes, and what is drawn in two ways


def box(text: str) -> str:
    return f"<w:txbxContent>{paragraph(text)}</w:txbxContent>"


def drawn(*inside: str) -> str:
    return run(f"<w:drawing><wp:inline>{''.join(inside)}</wp:inline></w:drawing>")


def shape(text: str) -> str:
    return f"<wps:wsp><wps:txbx>{box(text)}</wps:txbx></wps:wsp>"


def vml(inside: str) -> str:
    return f"<w:pict><v:shape>{inside}</v:shape></w:pict>"


def in_two_ways(choice: str, fallback: str, requires: str = "wps") -> str:
    return run(
        f"<mc:AlternateContent><mc:Choice Requires='{requires}'>{choice}</mc:Choice>"
        f"<mc:Fallback>{fallback}</mc:Fallback></mc:AlternateContent>"
    )


@pytest.mark.parametrize(
    ("inside", "texts"),
    [
        (drawn(shape("un"), shape("deux")), ["un", "deux"]),
        (run(vml(f"<v:textbox>{box('un')}</v:textbox>")), ["un"]),
        (run(vml("<v:textpath string='BROUILLON'/>")), ["BROUILLON"]),
        (drawn("<a:p><a:r><a:t>un</a:t></a:r></a:p>"), ["un"]),
        (
            drawn(f"<wps:wsp><wps:txbx>{box('un')}</wps:txbx></wps:wsp><pic:pic/>"),
            ["un"],
        ),
        (
            in_two_ways(
                f"<w:drawing>{shape('un')}</w:drawing>",
                vml(f"<v:textbox>{box('un')}</v:textbox>"),
            ),
            ["un"],
        ),
        (
            in_two_ways(
                "<w:drawing/>", vml(f"<v:textbox>{box('un')}</v:textbox>"), "zz"
            ),
            ["un"],
        ),
    ],
)
def test_text_boxes_stand_behind_their_paragraph_once(
    inside: str, texts: list[str]
) -> None:
    before, *boxes, after = body(paragraph("a ", inside, "b"), paragraph("c"))
    assert str(before).replace("[image]", "") == "a b"
    assert (boxes, after) == (texts, "c")


def test_a_text_box_in_a_cell_and_one_in_a_text_box() -> None:
    inner = f"<w:txbxContent>{paragraph('un', drawn(shape('deux')))}</w:txbxContent>"
    found = read_document(
        word_file(
            table([paragraph("a", run(vml(f"<v:textbox>{inner}</v:textbox>"))), "b"])
        )
    )
    assert seen(found.body) == [[["a\nun\ndeux", "b"]]]
    last = paragraphs(found.body)[2]
    assert last.path.endswith(
        "/w:drawing[1]/wp:inline[1]/wps:wsp[1]/wps:txbx[1]/w:txbxContent[1]/w:p[1]"
    )


@pytest.mark.parametrize(
    "gone",
    ["<w:del w:author='A'>{}</w:del>", "<w:moveFrom w:author='A'>{}</w:moveFrom>"],
)
def test_a_text_box_that_is_deleted_is_no_text(gone: str) -> None:
    reading = read_document(word_file(paragraph("a", gone.format(drawn(shape("un"))))))
    assert seen(reading.body) == ["a"]
    assert [one.text for one in reading.marks] == ["un"]


def test_of_what_is_written_in_two_ways_one_is_read() -> None:
    """Around runs, paragraphs, rows and cells too."""

    def two(one: str, other: str) -> str:
        return (
            f"<mc:AlternateContent><mc:Choice Requires='w14'>{one}</mc:Choice>"
            f"<mc:Fallback>{other}</mc:Fallback></mc:AlternateContent>"
        )

    row = f"<w:tr>{two(cell('a'), cell('x'))}</w:tr>"
    found = body(
        two(paragraph("un"), paragraph("x")),
        paragraph(two(run("deux"), run("x")), in_two_ways("<w:t>!</w:t>", "", "w14")),
        f"<w:tbl>{two(row, row + row)}</w:tbl>",
    )
    assert found == ["un", "deux!", [["a"]]]


def test_equations_ruby_and_other_files() -> None:
    equation = "<m:oMath><m:r><m:t>x=</m:t></m:r><m:r><m:t>75</m:t></m:r></m:oMath>"
    ruby = f"<w:ruby><w:rt>{run('haut')}</w:rt><w:rubyBase>{run('bas')}</w:rubyBase></w:ruby>"
    found = body(
        paragraph("a ", equation),
        paragraph(f"<m:oMathPara>{equation}</m:oMathPara>"),
        paragraph(run(ruby)),
        "<w:altChunk r:id='x'/>",
        paragraph("<w:subDoc r:id='x'/>"),
    )
    assert found == [
        "a [équation x=75]",
        "[équation x=75]",
        "hautbas",
        "[document inséré]",
        "[document inséré]",
    ]


# ---- ticks and signs


def form_box(properties: str) -> str:
    begin = (
        "<w:fldChar w:fldCharType='begin'>"
        f"<w:ffData>{properties}</w:ffData></w:fldChar>"
    )
    field = text_field(" FORMCHECKBOX ", "")
    return run(begin) + field.partition("</w:r>")[2]


def check_box(state: str, sign: str) -> str:
    states = (
        f"<w14:checkbox><w14:checked w14:val='{state}'/>"
        "<w14:checkedState w14:val='2612'/><w14:uncheckedState w14:val='2610'/>"
        "</w14:checkbox>"
    )
    return control(run(sign), states)


WINGDINGS = "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>"


@pytest.mark.parametrize(
    ("inside", "text"),
    [
        (run("<w:sym w:font='Wingdings' w:char='F0FE'/>"), "☑"),
        (run("<w:sym w:font='Wingdings' w:char='F0FD'/>"), "☒"),
        (run("<w:sym w:font='Wingdings' w:char='F0A8'/>"), "☐"),
        (run("<w:sym w:font='Wingdings' w:char='FC'/>"), "✓"),
        (run("<w:sym w:font='Wingdings 2' w:char='F052'/>"), "☑"),
        (run("<w:sym w:font='Symbol' w:char='F0B3'/>"), "≥"),
        (run("<w:sym w:font='MS Gothic' w:char='2612'/>"), "☒"),
        (run("<w:sym w:font='Wingdings' w:char='F04A'/>"), "[symbole Wingdings 4A]"),
        (run("<w:sym w:font='Calibri' w:char='D800'/>"), "[symbole]"),
        (run("<w:sym/>"), "[symbole]"),
        (run("þ", WINGDINGS), "☑"),
        (run("\uf0fd ", WINGDINGS), "☒ "),
        (run("☒☑☐"), "☒☑☐"),
        (form_box("<w:checkBox><w:default w:val='1'/></w:checkBox>"), "☒"),
        (form_box("<w:checkBox><w:default w:val='0'/></w:checkBox>"), "☐"),
        (form_box("<w:checkBox><w:default w:val='0'/><w:checked/></w:checkBox>"), "☒"),
        (form_box("<w:checkBox><w:default/><w:checked w:val='0'/></w:checkBox>"), "☐"),
        (
            form_box(
                "<w:ddList><w:result w:val='1'/><w:listEntry w:val='oui'/>"
                "<w:listEntry w:val='non'/></w:ddList>"
            ),
            "non",
        ),
        (form_box("<w:ddList/>"), ""),
        (text_field("FORMTEXT", "douze"), "douze"),
        (check_box("1", "☒"), "☒"),
        (check_box("0", "☐"), "☐"),
    ],
)
def test_ticks_however_they_are_made(inside: str, text: str) -> None:
    reading = read_document(word_file(paragraph("a", inside, "b")))
    assert (seen(reading.body), reading.marks) == ([f"a{text}b"], ())


@pytest.mark.parametrize(("state", "sign"), [("1", "☐"), ("0", "☒"), ("true", "☐")])
def test_a_tick_that_is_not_what_its_control_says(state: str, sign: str) -> None:
    """The sign that is shown is read, and the contradiction said."""
    reading = read_document(word_file(paragraph("a", check_box(state, sign))))
    assert seen(reading.body) == [f"a{sign}"]
    assert [one[:4] for one in reading.marks] == [("tick", f"a{sign}", sign, "")]


# ---- tables


def test_columns_spans_and_merged_cells() -> None:
    def spanned(text: str, properties: str) -> str:
        return cell(text, properties)

    two = "<w:gridSpan w:val='2'/>"
    rows = [
        "<w:trPr><w:tblHeader/></w:trPr>" + spanned("a", two) + cell("b"),
        spanned("c", "<w:vMerge w:val='restart'/>") + cell("d") + cell("e"),
        spanned("", "<w:vMerge/>")
        + spanned("f", "<w:hMerge w:val='restart'/>")
        + spanned("", "<w:hMerge/>"),
        "<w:trPr><w:gridBefore w:val='2'/></w:trPr>" + cell("g"),
    ]
    inside = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    found = first_table(read_document(word_file(f"<w:tbl>{inside}</w:tbl>")))
    assert [
        [(one.text, one.column, one.span, one.continues) for one in row.cells]
        for row in found.rows
    ] == [
        [("a", 0, 2, False), ("b", 2, 1, False)],
        [("c", 0, 1, False), ("d", 1, 1, False), ("e", 2, 1, False)],
        [("", 0, 1, True), ("f", 1, 2, False)],
        [("g", 2, 1, False)],
    ]
    assert [row.is_head for row in found.rows] == [True, False, False, False]


def test_tables_in_cells() -> None:
    found = read_document(
        word_file(table([paragraph("a") + table(["b", "c"]) + paragraph("d"), "e"]))
    )
    assert seen(found.body) == [[["a\nb\nc\nd", "e"]]]
    inner = first_table(found).rows[0].cells[0].blocks[1]
    assert isinstance(inner, Table)
    path = "/w:document[1]/w:body[1]/w:tbl[1]/w:tr[1]/w:tc[1]/w:tbl[1]/w:tr[1]/w:tc[2]"
    assert inner.rows[0].cells[1].path == path


@pytest.mark.parametrize("wrapping", ["customXml", "smartTag", "ins", "inconnu"])
def test_blocks_rows_and_cells_in_any_wrapping(wrapping: str) -> None:
    def wrapped(content: str) -> str:
        return f"<w:{wrapping}>{content}</w:{wrapping}>"

    row = f"<w:tr>{wrapped(cell('a'))}{wrapped(wrapped(cell('b')))}</w:tr>"
    found = body(
        wrapped(wrapped(paragraph("un") + paragraph("deux"))),
        f"<w:tbl>{wrapped(row)}{row}</w:tbl>",
    )
    assert found == ["un", "deux", [["a", "b"], ["a", "b"]]]


def test_what_stands_where_it_may_not_is_read() -> None:
    """Word may refuse such a file; nothing in it is overlooked."""
    found = body(
        run("seul"),
        f"<w:tr>{cell('a')}</w:tr>",
        f"<w:tbl>{paragraph('b')}<w:tr>{paragraph('c')}</w:tr></w:tbl>",
    )
    assert found == ["seul", "a", [["b"], ["c"]]]


def test_texts_of_charts_and_diagrams() -> None:
    """They stand in parts of their own, and are read once."""
    chart = run("<w:drawing><c:chart r:id='chart1'/></w:drawing>")
    diagram = run("<w:drawing><dgm:relIds r:dm='data1'/></w:drawing>")
    content = word_file(
        paragraph("a", chart) + paragraph(diagram, chart),
        chart1="<a:p><a:r><a:t>Ménages relogés : 75</a:t></a:r></a:p>",
        data1="<a:t>un</a:t><a:t/><a:t>deux</a:t>",
    )
    assert seen(read_document(content).body) == [
        *("a[graphique]", "Ménages relogés : 75"),
        *("[SmartArt][graphique]", "un", "deux"),
    ]


def test_a_sign_in_two_ways() -> None:
    """Word draws it from a font of its own; what is beside it is the sign."""
    sign = in_two_ways("<w16se:symEx w16se:char='2611'/>", "<w:t>☑</w:t>", "w16se")
    assert body(f'<w:p xmlns:w16se="urn:w16se">{sign}</w:p>') == ["☑"]
