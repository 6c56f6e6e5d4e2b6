"""An answer at a place of a Word file: dots, cells and nothing at all. Each file is
filled, goes through the gate and is read again.
"""

from __future__ import annotations

import re

import pytest

from pipeline.align.placed import Spot
from pipeline.word_files.reading import paragraphs
from pipeline.writing.at_spots import OfficialFile, Written, written
from tests.support.hostile import zipped
from tests.support.official import (
    at,
    behind,
    blank,
    cell_of,
    fill,
    read,
    report_of,
    texts,
)
from tests.support.word_files import cell, paragraph, run, table, word_parts

PLAIN = "word/document.xml"


def body_of(file: OfficialFile, *found: Written) -> str:
    return report_of(file, *found)[PLAIN].decode()


@pytest.mark.parametrize(
    ("runs", "replaced", "text"),
    [
        (["Nombre : ......... jours"], ".........", "Nombre : 12 jours"),
        (["Nombre : ", "....", ".....", " jours"], ".........", "Nombre : 12 jours"),
        (["Nombre : ..", "....", "... jours"], ".........", "Nombre : 12 jours"),
        (["Nombre :", "<w:r><w:tab/></w:r>"], "\t", "Nombre :\t12"),
        (["Nombre_______euros"], "_______", "Nombre 12 euros"),
        (["Le (......)"], "......", "Le (12)"),
        (
            ["Nombre : ", "...", '<w:bookmarkStart w:id="1" w:name="a"/>', "..."],
            "......",
            "Nombre : 12",
        ),
        (["Nombre : ", "...", "<w:proofErr/>", "... jours"], "......", "Nombre : 12 jours"),
        (
            ["Nombre : ", "<w:hyperlink>" + run("......") + "</w:hyperlink>"],
            "......",
            "Nombre : 12",
        ),
        (
            ["Nombre : ", "<w:smartTag>" + run("...") + "</w:smartTag>", "..."],
            "......",
            "Nombre : 12",
        ),
        (["<w:r><w:t>Nombre ..... </w:t></w:r>"], ".....", "Nombre 12"),
        (["<w:r><w:t> .....</w:t></w:r>", " jours"], ".....", "12 jours"),
        (["Nombre ... ", run('<w:footnoteReference w:id="2"/>')], "...", "Nombre 12 \1note\2"),
    ],
)  # fmt: skip
def test_dots_make_room_for_an_answer(
    runs: list[str], replaced: str, text: str
) -> None:
    file = blank(paragraph(*runs))
    assert texts(fill(file, at(file, replaced), "12")) == [text]


def test_an_answer_stands_behind_a_label() -> None:
    file = blank(paragraph("Nombre de ", "jours :"), paragraph("fin"))
    assert texts(fill(file, behind(file, "jours :"), "12")) == [
        "Nombre de jours : 12",
        "fin",
    ]


def test_a_line_break_of_an_answer_is_one() -> None:
    file = blank(paragraph("......"))
    assert texts(fill(file, at(file, "......"), "un\ndeux")) == ["un\ndeux"]


def test_further_lines_of_dots_are_left_empty() -> None:
    file = blank(paragraph("Texte :"), *[paragraph("......")] * 3)
    paths = [one.path for one in file.reading.body]
    spot = Spot(paths[1], 0, 6, more=(paths[2], paths[3]))
    assert texts(fill(file, spot, "dit")) == ["Texte :", "dit", "", ""]


@pytest.mark.parametrize(
    "inside",
    [
        "<w:p/>",
        "<w:p></w:p>",
        paragraph(),
        paragraph(""),
        "<w:p><w:pPr/><w:r/></w:p>",
        paragraph() + paragraph(),
        paragraph("........"),
        paragraph("…"),
        paragraph('<w:bookmarkStart w:id="1" w:name="a"/>'),
        table([""]) + paragraph(),
    ],
)
def test_an_empty_cell_takes_an_answer_or_a_tick(inside: str) -> None:
    file = blank(table(["Oui", cell(inside)]))
    for answer, is_tick in (("12", False), ("X", True)):
        filled = fill(file, cell_of(file, 0, 1), answer, is_tick)
        assert [one for one in texts(filled) or () if one] == ["Oui", answer]


def test_a_cell_that_is_filled_takes_none() -> None:
    file = blank(table(["Oui", "7"]))
    assert fill(file, cell_of(file, 0, 1), "12") is None


def test_the_look_is_that_of_the_dots_or_of_the_paragraphs_mark() -> None:
    mark = "<w:rPr><w:b/><w:sz w:val='18'/></w:rPr>"
    file = blank(
        paragraph(run("......", "<w:i/>")),
        paragraph(properties=mark),
        paragraph(properties="<w:rPr><w:ins w:id='1' w:author='A'/><w:i/></w:rPr>"),
    )
    paths = [one.path for one in file.reading.body]
    found = [
        written(file, Spot(path, 0, end), path, "12", is_tick=False)
        for path, end in zip(paths, (6, 0, 0), strict=True)
    ]
    xml = body_of(file, *filter(None, found))
    runs = [one.partition("</w:r>")[0] for one in xml.split("<w:r>")[1:]]
    looks = [re.findall(r"<w:([bi])\W", one) for one in runs]
    assert looks == [["i"], ["b"], ["i"]]
    assert xml.count("<w:ins") == 1


@pytest.mark.parametrize(
    "look",
    [
        "<w:vertAlign w:val='superscript'/>",
        "<w:color w:val='FFFFFF'/>",
        "<w:sz w:val='2'/>",
        "<w:rStyle w:val='Invite'/><w:color w:val='808080'/>",
        "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>",
        "<w:rStyle w:val='Haut'/>",
        "<w:strike/>",
    ],
)
def test_no_answer_is_hidden_grey_raised_or_in_signs(look: str) -> None:
    styles = (
        "<w:style w:type='character' w:styleId='Invite'>"
        "<w:name w:val='Placeholder Text'/></w:style>"
        "<w:style w:type='character' w:styleId='Haut'><w:name w:val='Haut'/>"
        "<w:rPr><w:vertAlign w:val='superscript'/></w:rPr></w:style>"
    )
    file = blank(paragraph("Nombre ", run("\u2002\u2002", look)), styles=styles)
    first = paragraphs(file.reading.body)[0]
    spot = Spot(first.path, 7, len(first.text))
    found = written(file, spot, "place", "12", is_tick=False)
    assert found is not None
    xml = body_of(file, found)
    written_run = xml[: xml.index("12</w:t>")].rpartition("<w:r>")[2]
    assert not any(
        word in written_run
        for word in ("vertAlign", "color", "w:sz", "rStyle", "rFonts", "strike")
    )


@pytest.mark.parametrize(
    "inside",
    [
        run("<w:footnoteReference w:id='2'/>"),
        "<w:fldSimple w:instr='PAGE'>" + run("......") + "</w:fldSimple>",
        run("<w:drawing/>"),
    ],
)
def test_what_is_no_dots_is_not_written_over(inside: str) -> None:
    file = blank(paragraph("Nombre ", inside, " fin"))
    first = paragraphs(file.reading.body)[0]
    spot = Spot(first.path, 7, len(first.text) - 4)
    assert fill(file, spot, "12") is None


def test_a_place_that_is_not_there_takes_nothing() -> None:
    file = blank(paragraph("Nombre : ..."))
    path = file.reading.body[0].path
    for spot in (
        Spot(path, 9, 99),
        Spot(path.replace("[1]", "[7]"), 0, 0),
        Spot("", 0, 0),
        Spot("/w:p[x]", is_cell=True),
        Spot(path, 0, 0, part="word/rien.xml"),
    ):
        assert fill(file, spot, "12") is None


def test_an_empty_answer_writes_nothing() -> None:
    file = blank(paragraph("Nombre : ..."))
    found = written(file, at(file, "..."), "place", "", is_tick=False)
    assert found == ((), {})


def test_dots_of_a_tracked_insertion_go_and_the_answer_stands_beside_it() -> None:
    added = f"<w:ins w:id='1' w:author='A'>{run('......')}</w:ins>"
    file = blank(paragraph("Nombre : ", added, " jours"))
    found = written(file, at(file, "......"), "place", "12", is_tick=False)
    assert found is not None
    reading = read(file, found)
    assert texts(reading) == ["Nombre : 12 jours"]
    assert [one.kind for one in reading.marks if one.text] == []


def test_an_answer_of_the_header_is_in_its_part() -> None:
    header = paragraph("Commune : ......")
    section = (
        "<w:sectPr><w:headerReference w:type='default' r:id='header1'/></w:sectPr>"
    )
    file = blank(paragraph("texte"), section, header1=header)
    reading = fill(file, at(file, "......"), "Mons")
    assert reading is not None
    assert paragraphs(reading.headers[0].blocks)[0].text == "Commune : Mons"


def test_a_row_of_a_fixed_height_takes_what_fits() -> None:
    height = "<w:trPr><w:trHeight w:val='400' w:hRule='exact'/></w:trPr>"
    narrow = "<w:tcW w:w='2100' w:type='dxa'/>"
    rows = f"<w:tr>{height}{cell('Oui')}{cell(paragraph(), narrow)}</w:tr>"
    file = blank(f"<w:tbl><w:tblPr/>{rows}</w:tbl>")
    assert texts(fill(file, cell_of(file, 0, 1), "douze")) == ["Oui", "douze"]
    assert fill(file, cell_of(file, 0, 1), "douze mots " * 10) is None


def test_dots_in_a_hidden_paragraph_take_no_answer() -> None:
    styles = (
        "<w:style w:type='paragraph' w:styleId='Blanc'><w:rPr>"
        "<w:color w:val='FFFFFF'/></w:rPr></w:style>"
    )
    file = blank(
        paragraph("......", properties="<w:pStyle w:val='Blanc'/>"), styles=styles
    )
    assert fill(file, at(file, "......"), "12") is None


def test_a_package_may_have_its_parts_in_any_order() -> None:
    parts = word_parts(paragraph("Nombre : ......"))
    file = OfficialFile(zipped(reversed(parts.items())))
    assert texts(fill(file, at(file, "......"), "12")) == ["Nombre : 12"]


@pytest.mark.parametrize(
    "unseen",
    [
        "<w:spacing w:line='20' w:lineRule='exact'/>",
        "<w:ind w:left='17000'/>",
        "<w:ind w:left='8000' w:firstLine='8000'/>",
    ],
)
def test_nothing_is_written_where_nobody_sees_it(unseen: str) -> None:
    file = blank(paragraph("......", properties=unseen))
    assert fill(file, at(file, "......"), "12") is None
    seen = unseen.replace("000'", "00'").replace("'20'", "'280'")
    file = blank(paragraph("......", properties=seen))
    assert texts(fill(file, at(file, "......"), "12")) == ["12"]


DASHES = [f"{dash}{dots}" for dash in "-–•" for dots in ("……", " _____", "…..")]


@pytest.mark.parametrize("dots", DASHES)
def test_a_line_of_a_list_keeps_its_dash(dots: str) -> None:
    lines = "\n".join([dots] * 3)
    words = f"Noms :\n{lines}\nPourquoi ?".split("\n")
    inside = "<w:br/>".join(f"<w:t>{one}</w:t>" for one in words)
    file = blank(paragraph(f"<w:r>{inside}</w:r>"))
    made = texts(fill(file, at(file, lines), "Les Pins\nLe Bois"))
    assert made == [f"Noms :\n{dots[0]} Les Pins\n{dots[0]} Le Bois\nPourquoi ?"]


@pytest.mark.parametrize(
    ("answer", "lines"),
    [
        ("un", ["- un", "", ""]),
        ("un\ndeux", ["- un", "- deux", ""]),
        ("un\ndeux\ntrois\nquatre", ["- un", "- deux", "- trois\n- quatre"]),
    ],
)
def test_each_line_of_a_list_is_a_paragraph(answer: str, lines: list[str]) -> None:
    file = blank(paragraph("Noms :"), *[paragraph("-…..")] * 3)
    paths = [one.path for one in file.reading.body]
    spot = Spot(paths[1], 0, 4, more=(paths[2], paths[3]))
    assert texts(fill(file, spot, answer)) == ["Noms :", *lines]


LINE, COLUMN = "Nombre : {}", "Nombre :\t{}"


@pytest.mark.parametrize(
    ("stop", "look", "answer", "shown"),
    [
        ("<w:tab w:val='right' w:leader='dot' w:pos='9000'/>", "", "12", COLUMN),
        ("<w:tab w:val='decimal' w:pos='9000'/>", "", "12", COLUMN),
        ("<w:tab w:val='left' w:pos='3000'/>", "", "un mot", COLUMN),
        ("<w:tab w:val='left' w:leader='dot' w:pos='9000'/>", "", "12", LINE),
        ("<w:tab w:val='right' w:leader='dot' w:pos='9000'/>", "", "un mot", LINE),
        ("<w:tab w:val='left' w:pos='9000'/>", "<w:u w:val='single'/>", "12", LINE),
    ],
)
def test_a_figure_stands_behind_the_tab_of_its_column(
    stop: str, look: str, answer: str, shown: str
) -> None:
    """A tab that draws a line to write on gives way to what is written there."""
    tab = f"<w:r><w:rPr>{look}</w:rPr><w:tab/></w:r>"
    inside = f"<w:pPr><w:tabs>{stop}</w:tabs></w:pPr>{run('Nombre :')}{tab}"
    file = blank(f"<w:p>{inside}</w:p>")
    assert texts(fill(file, at(file, "\t"), answer)) == [shown.format(answer)]
