"""An answer in a text box, in both halves of it; and what says that a place is to be
filled by hand.
"""

from __future__ import annotations

import pytest

from pipeline.align.placed import Spot
from pipeline.word_files.reading import paragraphs
from pipeline.writing.at_spots import marked, written
from tests.support.official import (
    at,
    blank,
    cell_of,
    fill,
    fill_mark,
    read,
    report_of,
    texts,
)
from tests.support.word_files import cell, control, paragraph, run, table

MAIN = "word/document.xml"
BY_HAND = "À COMPLÉTER À LA MAIN"


def box(
    choice: str, fallback: str | None = None, size: str = "", grows: str = ""
) -> str:
    """A paragraph with a text box, as Word writes one."""
    second = choice if fallback is None else fallback
    content = "<w:txbxContent>{}</w:txbxContent>"
    shape = f"<wps:wsp><wps:txbx>{content.format(choice)}</wps:txbx>{grows}</wps:wsp>"
    drawing = f"<w:drawing><wp:inline>{size}<a:graphic>{shape}</a:graphic></wp:inline></w:drawing>"
    pict = f"<w:pict><v:shape><v:textbox>{content.format(second)}</v:textbox></v:shape></w:pict>"
    if not second:
        pict = ""
    return run(
        f"<mc:AlternateContent><mc:Choice Requires='wps'>{drawing}</mc:Choice>"
        f"<mc:Fallback>{pict}</mc:Fallback></mc:AlternateContent>"
    )


@pytest.mark.parametrize("empty", ["......", "", "\u2002"])
def test_both_halves_of_a_text_box_have_the_answer(empty: str) -> None:
    inside = paragraph("Avis :") + paragraph(empty)
    file = blank(paragraph("Avant", box(inside)), paragraph("Après"))
    path = [one.path for one in paragraphs(file.reading.body)][2]
    found = written(file, Spot(path, 0, len(empty)), "place", "Bon", is_tick=False)
    assert found is not None
    xml = report_of(file, found)[MAIN].decode()
    assert xml.count("Bon") == 2
    assert xml.index("Bon") < xml.index("<mc:Fallback>") < xml.rindex("Bon")
    assert texts(read(file, found)) == ["Avant", "Avis :", "Bon", "Après"]


def test_an_empty_paragraph_with_an_empty_box_has_the_answer_in_the_box() -> None:
    file = blank(paragraph("Avis :"), paragraph(box(paragraph())))
    path = paragraphs(file.reading.body)[1].path
    assert texts(fill(file, Spot(path), "Bon")) == ["Avis :", "", "Bon"]
    file = blank(table(["Avis", cell(paragraph(box(paragraph("...."))))]))
    assert texts(fill(file, cell_of(file, 0, 1), "Bon")) == ["Avis", "", "Bon"]


@pytest.mark.parametrize(
    "fallback", [paragraph("Autre"), paragraph("......") * 2, "", None]
)
def test_halves_that_differ_take_no_answer(fallback: str | None) -> None:
    file = blank(paragraph(box(paragraph("......"), fallback)))
    filled = fill(file, at(file, "......"), "Bon")
    assert texts(filled) == (["", "Bon"] if not fallback else None)


def test_a_text_box_of_a_fixed_size_takes_what_fits() -> None:
    size = "<wp:extent cx='1905000' cy='508000'/>"  # 15 by 4 cm: 3 lines of 28 letters
    long = "des mots " * 20
    for grows, fits in (("", False), ("<wps:bodyPr><a:spAutoFit/></wps:bodyPr>", True)):
        file = blank(paragraph(box(paragraph("......"), size=size, grows=grows)))
        assert texts(fill(file, at(file, "......"), "Bon")) == ["", "Bon"]
        assert (fill(file, at(file, "......"), long) is not None) is fits


# ---- what cannot be filled


def test_a_place_that_is_to_be_filled_by_hand_says_so() -> None:
    locked = control(run("......"), "<w:lock w:val='contentLocked'/>")
    file = blank(paragraph("Nom : ", locked), paragraph("fin"))
    spot = at(file, "......")
    assert fill(file, spot, "Mons") is None
    assert texts(fill_mark(file, spot)) == [f"Nom : {BY_HAND} ......", "fin"]


def test_the_mark_stands_in_a_cell_or_behind_a_field() -> None:
    file = blank(
        table(["Nom", cell(paragraph(run("<w:drawing/>")))], ["Âge", ""]),
        paragraph("Le ", "<w:fldSimple w:instr='DATE'>" + run("1") + "</w:fldSimple>", "."),
    )  # fmt: skip
    found = [
        marked(file, cell_of(file, 0, 1), "a"),
        marked(file, cell_of(file, 1, 1), "b"),
        marked(file, Spot(paragraphs(file.reading.body)[-1].path, 3, 4), "c"),
    ]
    assert None not in found
    assert texts(read(file, *filter(None, found))) == [
        *("Nom", f"\1dessin\2 {BY_HAND}", "Âge", BY_HAND),
        f"Le 1. {BY_HAND}",
    ]


def test_no_mark_goes_where_nothing_may_be_written() -> None:
    lock = "<w:lock w:val='sdtContentLocked'/>"
    file = blank(control(paragraph("Nom : ......"), lock))
    assert fill_mark(file, at(file, "......")) is None
    assert marked(file, Spot("/w:document[1]/w:body[1]/w:p[9]")) is None
