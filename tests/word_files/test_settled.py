"""What is to be settled before a document is sent: tracked changes, comments, hidden and
struck text, and what of them is text.
"""

from __future__ import annotations

import pytest

from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Reading, paragraphs
from tests.support.hostile import zipped
from tests.support.word_files import (
    cell,
    control,
    paragraph,
    run,
    table,
    text_field,
    word_file,
    word_parts,
)

BY = "w:id='1' w:author='Anne'"
STYLES = (
    '<w:style w:type="character" w:styleId="Cache"><w:name w:val="Caché"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="character" w:styleId="Plus"><w:basedOn w:val="Cache"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Masque"><w:name w:val="Masqué"/>'
    "<w:rPr><w:vanish/></w:rPr></w:style>"
    '<w:style w:type="paragraph" w:styleId="Barre"><w:rPr><w:dstrike/></w:rPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Boucle"><w:basedOn w:val="Boucle"/>'
    "<w:rPr><w:strike/></w:rPr></w:style>"
)


def read(*blocks: str, **parts: str) -> Reading:
    return read_document(word_file("".join(blocks), **parts))


def texts(reading: Reading) -> list[str]:
    return [one.text for one in paragraphs(reading.body)]


def marks(reading: Reading) -> list[tuple[str, ...]]:
    return [one[:4] for one in reading.marks]


def inserted(text: str) -> str:
    return f"<w:ins {BY}>{run(text)}</w:ins>"


def deleted(text: str) -> str:
    return f"<w:del {BY}>{run(f'<w:delText>{text}</w:delText>')}</w:del>"


def test_inserted_text_counts_and_deleted_does_not() -> None:
    reading = read(
        paragraph("Il y a ", deleted("5"), inserted("1"), inserted("2"), " cas")
    )
    assert texts(reading) == ["Il y a 12 cas"]
    assert marks(reading) == [
        ("deletion", "Il y a 12 cas", "5", "Anne"),
        ("insertion", "Il y a 12 cas", "12", "Anne"),
    ]


def test_a_change_of_a_change() -> None:
    """What one person added and another deleted again is no text."""
    taken_back = f"<w:ins w:author='Bob'>{deleted('x')}</w:ins>"
    reading = read(paragraph("a", taken_back, "b"))
    assert texts(reading) == ["ab"]
    assert marks(reading) == [("deletion", "ab", "x", "Anne")]


def test_a_moved_text_stands_where_it_was_moved_to() -> None:
    reading = read(
        paragraph("a ", f"<w:moveFrom {BY}>{run('parti')}</w:moveFrom>"),
        paragraph("b ", f"<w:moveTo {BY}>{run('parti')}</w:moveTo>"),
    )
    assert texts(reading) == ["a ", "b parti"]
    assert marks(reading) == [
        ("move", "a", "parti", "Anne"),
        ("move", "b parti", "parti", "Anne"),
    ]


def test_a_deleted_paragraph_mark_joins_two_paragraphs() -> None:
    gone = f"<w:rPr><w:del {BY}/></w:rPr>"
    reading = read(
        paragraph("un ", properties=gone),
        "<w:bookmarkStart w:id='7' w:name='x'/>",
        paragraph("deux", properties='<w:outlineLvl w:val="0"/>'),
        paragraph(deleted("trois"), properties=gone),
        paragraph("quatre", properties=gone),
        table(["cinq", paragraph("six", properties=gone)]),
    )
    assert texts(reading) == ["un deux", "quatre", "cinq", "six"]
    joined = paragraphs(reading.body)[0]
    assert (joined.level, joined.path) == (1, "/w:document[1]/w:body[1]/w:p[2]")
    assert [one.kind for one in reading.marks] == ["deletion"] * 4


def test_an_inserted_paragraph() -> None:
    new = f"<w:rPr><w:ins {BY}/></w:rPr>"
    reading = read(paragraph("un"), paragraph(inserted("deux"), properties=new))
    assert texts(reading) == ["un", "deux"]
    assert marks(reading) == [("insertion", "deux", "deux", "Anne")]


def test_rows_and_cells() -> None:
    def row(change: str, *texts: str) -> str:
        return f"<w:tr><w:trPr>{change}</w:trPr>{''.join(map(cell, texts))}</w:tr>"

    gone = cell("y", f"<w:cellDel {BY}/>")
    reading = read(
        paragraph("au-dessus"),
        "<w:tbl>"
        + row("", "a", gone, cell("b", f"<w:cellIns {BY}/>"))
        + row(f"<w:del {BY}/>", "x")
        + row(f"<w:ins {BY}/>", "c")
        + "</w:tbl>",
    )
    assert texts(reading) == ["au-dessus", "a", "b", "c"]
    assert marks(reading) == [
        ("deletion", "b", "y", "Anne"),
        ("insertion", "b", "", "Anne"),
        ("deletion", "c", "x", "Anne"),
        ("insertion", "c", "", "Anne"),
    ]


def test_rows_and_cells_that_nobody_sees() -> None:
    """A hidden row, one that is too low to be read, and a cell below the one that it is
    merged with.
    """

    def row(properties: str, text: str, merge: str = "") -> str:
        merged = cell(text, f"<w:vMerge{merge}/>" if merge else "")
        return f"<w:tr><w:trPr>{properties}</w:trPr>{merged}</w:tr>"

    reading = read(
        "<w:tbl>"
        + row("<w:trHeight w:val='400' w:hRule='exact'/>", "a", " w:val='restart'")
        + row("<w:hidden w:val='0'/>", "b", " w:val='continue'")
        + row("<w:hidden/>", "c")
        + row("<w:trHeight w:val='20' w:hRule='exact'/>", "d")
        + row("<w:trHeight w:val='20'/>", "e")
        + "</w:tbl>"
    )
    assert texts(reading) == ["a", "b", "d", "e"]
    assert [(kind, text) for kind, _, text, _ in marks(reading)] == [
        ("hidden", "b"),
        ("hidden", "c"),
        ("unseen", "d"),
    ]


def test_what_is_noted_in_a_cell_without_a_word_names_row_and_column() -> None:
    hidden = paragraph(run("56", "<w:vanish/>"))
    reading = read(
        paragraph("Budget"),
        table(
            ["Article", "2023", "Montant"],
            ["CPAS", cell(hidden), cell(paragraph(run("7", "<w:strike/>")))],
            [cell(table([cell(hidden)])), "", "Loyer"],
        ),
        table([cell(hidden)]),
        table(["a", cell(paragraph("mot ", run("3", "<w:strike/>")))]),
    )
    assert [
        (kind, where, where_in) for kind, where, _, _, where_in in reading.marks
    ] == [
        ("hidden", "Budget", ("CPAS", "2023")),
        ("struck", "Budget", ("CPAS", "Montant")),
        ("hidden", "Budget", ("Loyer", "Article")),
        ("hidden", "Budget", ("", "")),
        ("struck", "mot 3", ("", "")),
    ]


def test_a_table_whose_rows_are_all_deleted_is_none() -> None:
    row = f"<w:tr><w:trPr><w:del {BY}/></w:trPr>{cell('x')}</w:tr>"
    reading = read(paragraph("un"), f"<w:tbl>{row}</w:tbl>")
    assert len(reading.body) == 1
    assert marks(reading) == [("deletion", "un", "x", "Anne")]


@pytest.mark.parametrize(
    "block",
    [
        paragraph(run("a", f"<w:b/><w:rPrChange {BY}/>")),
        paragraph("a", properties=f"<w:pPrChange {BY}/>"),
        paragraph("a", properties=f"<w:rPr><w:rPrChange {BY}/></w:rPr>"),
        paragraph("a", properties=f"<w:sectPr><w:sectPrChange {BY}/></w:sectPr>"),
        f"<w:tbl><w:tblPr><w:tblPrChange {BY}/></w:tblPr><w:tr>{cell('a')}</w:tr></w:tbl>",
        f"<w:tbl><w:tr><w:trPr><w:trPrChange {BY}/></w:trPr>{cell('a')}</w:tr></w:tbl>",
        table([cell("a", f"<w:tcPrChange {BY}/>")]),
        paragraph("a") + f"<w:sectPr><w:sectPrChange {BY}/></w:sectPr>",
    ],
)
def test_a_tracked_change_of_the_look(block: str) -> None:
    reading = read(block)
    assert texts(reading) == ["a"]
    assert marks(reading) == [("format", "a", "", "Anne")]


def test_comments_with_their_place_and_author() -> None:
    def comment(number: int, text: str) -> str:
        inside = paragraph(run("<w:annotationRef/>"), text)
        return f'<w:comment w:id="{number}" w:author="Bob">{inside}</w:comment>'

    reading = read(
        paragraph("Combien ? ", run('<w:commentReference w:id="2"/>')),
        comments=comment(1, "perdu") + comment(2, "à vérifier"),
    )
    assert texts(reading) == ["Combien ? "]
    assert marks(reading) == [
        ("comment", "Combien ?", "à vérifier", "Bob"),
        ("comment", "", "perdu", "Bob"),
    ]


@pytest.mark.parametrize(
    "hidden",
    [
        run("x", "<w:vanish/>"),
        run("x", "<w:vanish w:val='true'/>"),
        run("x", "<w:rStyle w:val='Cache'/>"),
        run("x", "<w:rStyle w:val='Plus'/>"),
    ],
)
def test_hidden_text_is_no_text(hidden: str) -> None:
    reading = read(paragraph("a", hidden, "b"), styles=STYLES)
    assert texts(reading) == ["ab"]
    assert marks(reading) == [("hidden", "ab", "x", "")]


@pytest.mark.parametrize(
    "seen",
    [
        run("x", "<w:vanish w:val='0'/>"),
        run("x", "<w:rStyle w:val='Cache'/><w:vanish w:val='false'/>"),
        run("x", "<w:webHidden/>"),
    ],
)
def test_what_is_not_hidden_is_text(seen: str) -> None:
    reading = read(paragraph("a", seen), styles=STYLES)
    assert (texts(reading), marks(reading)) == (["ax"], [])


def test_a_hidden_paragraph_is_not_there() -> None:
    hidden = "<w:pStyle w:val='Masque'/>"
    mark = "<w:rPr><w:vanish/></w:rPr>"
    reading = read(
        paragraph("a"),
        paragraph("x", properties=hidden),
        paragraph(run("y", "<w:vanish/>"), properties=mark),
        # A hidden style of a hidden paragraph shows its text: they cancel each other.
        paragraph(run("b ", "<w:rStyle w:val='Cache'/>"), properties=hidden),
        paragraph("c"),
        styles=STYLES,
    )
    assert texts(reading) == ["a", "b c"]
    assert marks(reading) == [("hidden", "b c", "xy", "")]


@pytest.mark.parametrize(
    "struck",
    [
        paragraph(run("a", "<w:strike/>")),
        paragraph(run("a", "<w:dstrike/>")),
        paragraph("a", properties="<w:pStyle w:val='Barre'/>"),
        paragraph("a", properties="<w:pStyle w:val='Boucle'/>"),
    ],
)
def test_struck_text_is_text(struck: str) -> None:
    reading = read(struck, styles=STYLES)
    assert (texts(reading), marks(reading)) == (["a"], [("struck", "a", "a", "")])


WHITE = "<w:color w:val='FFFFFF'/>"


def filled(color: str) -> str:
    """Letters with the paint of an effect, which goes before their colour."""
    fill = f"<w14:solidFill>{color}</w14:solidFill>"
    return f"<w14:textFill>{fill}</w14:textFill>"


@pytest.mark.parametrize(
    "look",
    [
        WHITE,
        f"{WHITE}<w:highlight w:val='white'/>",
        "<w:color w:val='FEFEFE'/>",
        "<w:sz w:val='2'/>",
        "<w:sz w:val='6'/>",
        "<w:color w:val='auto' w:themeColor='background1'/>",
        "<w:highlight w:val='black'/>",
        "<w:color w:val='1F1F1F'/><w:highlight w:val='black'/>",
        "<w:color w:val='FF0000'/><w:highlight w:val='red'/>",
        "<w:color w:val='000000'/><w:shd w:val='clear' w:fill='000000'/>",
        filled("<w14:srgbClr w14:val='ffffff'/>"),
        filled("<w14:schemeClr w14:val='bg1'/>"),
        filled(
            "<w14:schemeClr w14:val='tx1'><w14:alpha w14:val='100000'/></w14:schemeClr>"
        ),
        "<w:color w:val='FF0000'/>" + filled("<w14:srgbClr w14:val='FFFFFF'/>"),
        filled("<w14:srgbClr w14:val='FF0000'/>") + "<w:highlight w:val='red'/>",
        "<w14:textFill><w14:noFill/></w14:textFill>",
        "<w14:textFill><w14:noFill/></w14:textFill>"
        "<w14:textOutline><w14:noFill/></w14:textOutline>",
        "<w:w w:val='1'/>",
        "<w:w w:val='10%'/>",
        "<w:spacing w:val='-200'/>",
        "<w:sz w:val='40'/><w:spacing w:val='-140'/>",
    ],
)
def test_text_that_nobody_can_see_is_text(look: str) -> None:
    reading = read(paragraph(run("a", look), run(" ", look)))
    assert (texts(reading), marks(reading)) == (["a "], [("unseen", "a", "a", "")])


@pytest.mark.parametrize(
    "block",
    [
        paragraph(run("a", f"{WHITE}<w:shd w:fill='000080'/>")),
        paragraph(run("a", f"{WHITE}<w:highlight w:val='black'/>")),
        paragraph(run("a", "<w:shd w:val='clear' w:fill='000000'/>")),
        paragraph(run("a", "<w:highlight w:val='yellow'/>")),
        paragraph(run("a", "<w:color w:val='000000'/><w:shd w:fill='auto'/>")),
        paragraph(run("a", f"{WHITE}<w:highlight w:val='blue'/>")),
        paragraph(run("a", WHITE), properties="<w:shd w:fill='000080'/>"),
        table([cell(paragraph(run("a", WHITE)), "<w:shd w:fill='000080'/>")]),
        paragraph(run("a", "<w:sz w:val='16'/>")),
        paragraph(run("a", filled("<w14:srgbClr w14:val='FF0000'/>"))),
        paragraph(run("a", WHITE + filled("<w14:srgbClr w14:val='FF0000'/>"))),
        paragraph(
            run(
                "a",
                "<w14:textFill><w14:noFill/></w14:textFill><w14:textOutline>"
                "<w14:solidFill><w14:schemeClr w14:val='tx1'/></w14:solidFill>"
                "</w14:textOutline>",
            )
        ),
        paragraph(run("a", "<w14:textFill><w14:gradFill/></w14:textFill>")),
        paragraph(run("a", "<w:w w:val='80'/><w:spacing w:val='-10'/>")),
        table(
            [
                cell(
                    paragraph(run("a", filled("<w14:schemeClr w14:val='bg1'/>"))),
                    "<w:shd w:fill='000080'/>",
                )
            ]
        ),
    ],
)
def test_white_text_on_a_colour_is_seen(block: str) -> None:
    reading = read(block)
    assert (texts(reading), marks(reading)) == (["a"], [])


def test_a_control_that_was_not_filled() -> None:
    prompt = control(run("Cliquez ici"), "<w:showingPlcHdr/>")
    reading = read(paragraph("Nom : ", prompt))
    assert texts(reading) == ["Nom : Cliquez ici"]
    assert marks(reading) == [("placeholder", "Nom : Cliquez ici", "Cliquez ici", "")]


def of_form(about: str, result: str = "") -> str:
    """A form's field with its result."""
    data = f'<w:fldChar w:fldCharType="begin"><w:ffData>{about}</w:ffData></w:fldChar>'
    return text_field("FORMTEXT", result).replace(
        '<w:fldChar w:fldCharType="begin"/>', data
    )


ZERO = "<w:textInput><w:default w:val='0'/></w:textInput>"
TWO = "<w:listEntry w:val='0'/><w:listEntry w:val='12'/>"


@pytest.mark.parametrize(
    ("block", "text"),
    [
        (paragraph("Nom : ", control(run("0"), "<w:showingPlcHdr/>"), "."), "0"),
        (control(paragraph("Cliquez ici"), "<w:showingPlcHdr/>"), "Cliquez ici"),
        (
            "<w:tbl><w:tr>"
            + control(cell("0"), "<w:showingPlcHdr/>")
            + "</w:tr></w:tbl>",
            "0",
        ),
        (paragraph("Nom : ", of_form(ZERO, "0")), "0"),
        (paragraph("Nom : ", of_form("<w:ddList>" + TWO + "</w:ddList>")), "0"),
        (paragraph(text_field("MACROBUTTON Rien [0]"), "a"), "[0]"),
    ],
)
def test_what_nobody_has_filled_in_is_a_prompt(block: str, text: str) -> None:
    reading = read(block, paragraph("suite"))
    found = paragraphs(reading.body)[0]
    assert [found.text[start:end] for start, end in found.prompts] == [text]
    assert [(one.kind, one.text) for one in reading.marks] == [("placeholder", text)]
    assert paragraphs(reading.body)[1].prompts == ()
    assert found.without_prompts().text == found.text.replace(text, " " * len(text))


@pytest.mark.parametrize(
    "filled",
    [
        control(run("12")),
        control(run("12"), "<w:showingPlcHdr w:val='0'/>"),
        of_form(ZERO, "12"),
        of_form("<w:ddList><w:result w:val='1'/>" + TWO + "</w:ddList>"),
        of_form("<w:checkBox><w:default w:val='1'/></w:checkBox>"),
    ],
)
def test_what_is_filled_in_is_no_prompt(filled: str) -> None:
    reading = read(paragraph("Nom : ", filled))
    assert (paragraphs(reading.body)[0].prompts, reading.marks) == ((), ())


@pytest.mark.parametrize("code", ["DOCPROPERTY x", "REF Signet1", "DATE", "= 5 + 6"])
def test_a_field_that_word_computes_is_told(code: str) -> None:
    simple = f'<w:fldSimple w:instr="{code}">{run("56")}</w:fldSimple>'
    for field in (text_field(code, "56"), simple):
        reading = read(paragraph("Il y a ", field, " cas"))
        assert texts(reading) == ["Il y a 56 cas"]
        assert marks(reading) == [("field", "Il y a 56 cas", f"{code} : 56", "")]


def test_the_blanks_of_a_form_field_are_a_prompt() -> None:
    found = paragraphs(
        read(paragraph("a ", of_form("<w:textInput/>", "\u2002" * 5))).body
    )
    assert found[0].prompts == ((2, 7),)


# ---- controls that are bound to another part of the file

CORE = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
OWN = "{0A1B2C3D-0000-0000-0000-000000000001}"


def bound(text: str, xpath: str, store: str = OWN, more: str = "") -> str:
    binding = f"<w:dataBinding w:xpath='{xpath}' w:storeItemID='{store}'/>"
    return paragraph(control(run(text), binding + more))


def with_store(body: str) -> bytes:
    parts = word_parts(body, "<dc:title>Rapport</dc:title>", item1="")
    del parts["word/item1.xml"]
    rels = "word/_rels/document.xml.rels"
    parts[rels] = parts[rels].replace("relationships/item", "relationships/customXml")
    parts[rels] = parts[rels].replace('"item1.xml"', '"../customXml/item1.xml"')
    parts["customXml/item1.xml"] = (
        '<x:a xmlns:x="urn:x"><x:b>1</x:b><x:b>75 <x:c/></x:b><d xmlns="urn:y">o</d></x:a>'
    )
    parts["customXml/_rels/item1.xml.rels"] = (
        '<Relationships xmlns="urn:r"><Relationship Id="a" Type="r/customXmlProps"'
        ' Target="props.xml"/></Relationships>'
    )
    parts["customXml/props.xml"] = (
        f'<ds:datastoreItem xmlns:ds="urn:ds" ds:itemID="{OWN.lower()}"/>'
    )
    return zipped(parts.items())


LIST = "<w:dropDownList><w:listItem w:displayText='oui' w:value='o'/></w:dropDownList>"


@pytest.mark.parametrize(
    ("block", "shown_by_word"),
    [
        (bound("75", "/n:a[1]/n:b[2]"), None),
        (bound("57", "/n:a[1]/n:b[2]"), "75"),
        (bound("1", "/n:a/n:b"), None),
        (bound("non", "/n:a[1]/n:d[1]", more=LIST), "oui"),
        (bound("oui", "/n:a[1]/n:d[1]", more=LIST), None),
        (bound("x", "/n:a[1]/n:c[1]"), None),
        (bound("x", "//n:b"), None),
        (bound("x", "/n:a[1]/n:b[1]", store="{0}"), None),
        (bound("1 janvier", "/n:a[1]/n:b[1]", more="<w:date/>"), None),
        (bound("Rapport", "/c:coreProperties[1]/d:title[1]", CORE), None),
        (bound("Autre", "/c:coreProperties[1]/d:title[1]", CORE), "Rapport"),
    ],
)
def test_a_control_whose_text_word_will_replace(
    block: str, shown_by_word: str | None
) -> None:
    reading = read_document(with_store(block))
    assert [(one.kind, one.text) for one in reading.marks] == (
        [("binding", shown_by_word)] if shown_by_word else []
    )


def test_marks_are_shown_with_their_tokens() -> None:
    gone = f"<w:del {BY}>{run('<w:drawing/>')}</w:del>"
    reading = read(paragraph("a", run("<w:drawing><pic:pic/></w:drawing>"), gone))
    assert marks(reading) == [("deletion", "a[image]", "[dessin]", "Anne")]
