"""A tick in the file's own way: typed signs, signs of Wingdings, boxes that are controls."""

from __future__ import annotations

import pytest

from pipeline.align.placed import Spot
from pipeline.word_files.reading import paragraphs
from pipeline.writing.at_spots import OfficialFile, written
from tests.support.official import at, blank, cell_of, fill, read, report_of, texts
from tests.support.word_files import cell, control, paragraph, run, table

MAIN = "word/document.xml"
WINGDINGS = "<w:rFonts w:ascii='Wingdings' w:hAnsi='Wingdings'/>"
STATES = (
    "<w14:checkedState w14:val='{}' w14:font='{}'/>"
    "<w14:uncheckedState w14:val='2610' w14:font='MS Gothic'/>"
)


def first_sign(file: OfficialFile) -> Spot:
    """The sign that the first paragraph begins with."""
    one = paragraphs(file.reading.body)[0]
    return Spot(one.path, 0, 1, is_sign=True)


def tick(file: OfficialFile, spot: Spot) -> list[str] | None:
    return texts(fill(file, spot, "X", is_tick=True))


def xml_of(file: OfficialFile, spot: Spot) -> str:
    found = written(file, spot, "place", "X", is_tick=True)
    assert found is not None
    return report_of(file, found)[MAIN].decode().replace("'", '"')


@pytest.mark.parametrize(
    ("sign", "ticked"),
    [
        *((one, "☒") for one in "☐□◻▢❑❒○◯"),
        ("[ ]", "[X]"),
        ("[]", "[X]"),
        ("( )", "(X)"),
    ],
)
def test_a_sign_that_is_typed(sign: str, ticked: str) -> None:
    for runs in ([f"{sign} Oui"], ["Oui ", sign], [*sign, " Oui"]):
        file = blank(paragraph(*runs))
        whole = "".join(runs)
        expected = [whole.replace(sign, ticked)]
        assert tick(file, at(file, sign, is_sign=True)) == expected
        assert fill(file, at(file, sign, is_sign=True), "12") is None
    file = blank(table(["Oui", sign]))
    assert tick(file, cell_of(file, 0, 1)) == ["Oui", ticked]


@pytest.mark.parametrize("sign", ["☒", "☑", "o", "\1dessin\2"])
def test_what_is_no_open_box_takes_no_tick(sign: str) -> None:
    shown = run("<w:drawing/>") if "\1" in sign else sign
    file = blank(paragraph(shown, " Oui"))
    assert tick(file, at(file, sign, is_sign=True)) is None


@pytest.mark.parametrize(
    ("font", "code", "ticked", "seen"),
    [
        ("Wingdings", "F0A8", "F0FE", "☑"),
        ("Wingdings", "F06F", "F078", "☒"),
        ("Wingdings", "F071", "F078", "☒"),
        ("Wingdings", "A8", "FE", "☑"),
        ("Wingdings 2", "F0A3", "F052", "☑"),
        ("Webdings", "F063", "F061", "✓"),
    ],
)
def test_a_sign_of_a_font_of_signs(
    font: str, code: str, ticked: str, seen: str
) -> None:
    sym = f"<w:sym w:font='{font}' w:char='{code}'/>"
    file = blank(paragraph(run(sym), " Oui"))
    assert tick(file, first_sign(file)) == [f"{seen} Oui"]
    xml = xml_of(file, first_sign(file))
    assert f'w:font="{font}" w:char="{ticked}"' in xml
    letter = f"&#x{code};"
    look = f"<w:rFonts w:ascii='{font}' w:hAnsi='{font}'/>"
    file = blank(paragraph(run(letter, look), " Oui"))
    assert tick(file, first_sign(file)) == [f"{seen} Oui"]
    xml = xml_of(file, first_sign(file))
    assert f'w:ascii="{font}"' in xml.partition(chr(int(ticked, 16)))[0]


def test_a_sign_without_a_ticked_partner_takes_no_tick() -> None:
    for sym in (
        "<w:sym w:font='Wingdings' w:char='F0A7'/>",
        "<w:sym w:font='Arial' w:char='2610'/>",
    ):
        file = blank(paragraph(run(sym), " Oui"))
        assert tick(file, first_sign(file)) is None


def test_a_sign_and_dots_of_one_paragraph() -> None:
    sym = "<w:sym w:font='Wingdings' w:char='F0A8'/>"
    file = blank(paragraph(run("...... "), run(sym), " Oui : ......"))
    one = paragraphs(file.reading.body)[0]
    spots = [
        Spot(one.path, 0, 6),
        Spot(one.path, 7, 8, is_sign=True),
        Spot(one.path, 15, 21),
    ]
    found = [
        written(file, spot, f"p{number}", answer, is_tick)
        for number, (spot, answer, is_tick) in enumerate(
            zip(spots, ("a", "X", "b"), (False, True, False), strict=True)
        )
    ]
    assert None not in found
    assert texts(read(file, *filter(None, found))) == ["a ☑ Oui : b"]


# ---- controls


@pytest.mark.parametrize(
    ("state", "code", "font", "sign"),
    [
        ("<w14:checked w14:val='0'/>", "2612", "MS Gothic", "☒"),
        ("", "2612", "MS Gothic", "☒"),
        ("<w14:checked w14:val='0'/>", "2611", "Segoe UI Symbol", "☑"),
        ("<w14:checked w14:val='0'/>", "00FE", "Wingdings", "☑"),
    ],
)
def test_a_box_has_its_state_and_its_sign(
    state: str, code: str, font: str, sign: str
) -> None:
    box = f"<w14:checkbox>{state}{STATES.format(code, font)}</w14:checkbox>"
    shown = run("☐", "<w:rFonts w:ascii='MS Gothic' w:hAnsi='MS Gothic'/><w:b/>")
    for body in (
        paragraph(control(shown, box), " Oui"),
        control(paragraph(shown, " Oui"), "").replace(shown, control(shown, box)),
        paragraph(control(shown, box + "<w:showingPlcHdr/>"), " Oui"),
    ):
        file = blank(body)
        filled = fill(file, first_sign(file), "X", is_tick=True)
        assert texts(filled) == [f"{sign} Oui"]
        assert filled is not None and filled.marks == ()
        xml = xml_of(file, first_sign(file))
        assert xml.index('<w14:checked w14:val="1"/>') < xml.index("<w14:checkedState")
        assert f'w:ascii="{font}"' in xml
        assert "<w:b/>" in xml.replace(" />", "/>").partition("</w14:checkbox>")[2]


def test_a_box_whose_sign_is_of_wingdings() -> None:
    box = f"<w14:checkbox><w14:checked w14:val='0'/>{STATES.format('F0FE', 'Wingdings')}</w14:checkbox>"
    sym = run("<w:sym w:font='Wingdings 2' w:char='F0A3'/>")
    file = blank(table(["Oui", cell(paragraph(control(sym, box)))]))
    filled = fill(file, cell_of(file, 0, 1), "X", is_tick=True)
    assert texts(filled) == ["Oui", "☑"]
    assert filled is not None and filled.marks == ()


def test_a_box_that_says_no_signs_has_the_usual_one() -> None:
    file = blank(paragraph(control(run("☐"), "<w14:checkbox/>"), " Oui"))
    assert tick(file, first_sign(file)) == ["☒ Oui"]
    assert fill(file, first_sign(file), "12") is None


def test_a_box_that_is_locked_or_ticked_takes_no_tick() -> None:
    ticked = "<w14:checkbox><w14:checked w14:val='1'/></w14:checkbox>"
    locked = "<w:lock w:val='contentLocked'/><w14:checkbox/>"
    for properties in (ticked, locked):
        file = blank(paragraph(control(run("☐"), properties), " Oui"))
        assert tick(file, first_sign(file)) is None
