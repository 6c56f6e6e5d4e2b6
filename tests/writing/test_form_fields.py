"""An answer in a field of an old form: a text, a box, a list."""

from __future__ import annotations

import pytest

from pipeline.align.placed import Spot
from pipeline.word_files.reading import paragraphs
from pipeline.writing.at_spots import OfficialFile, written
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
from tests.support.word_files import cell, paragraph, run, table, text_field

MAIN = "word/document.xml"
SPACES = "\u2002" * 5
TEXT = "<w:textInput/>"
LIST = (
    "<w:ddList>{}<w:listEntry w:val='Choisissez'/><w:listEntry w:val='Oui'/></w:ddList>"
)


def mark(kind: str, inside: str = "") -> str:
    return run(f'<w:fldChar w:fldCharType="{kind}">{inside}</w:fldChar>')


def form_field(kind: str, *result: str, about: str = "<w:enabled/>") -> str:
    """A field of a form with its data, and its result if it has one."""
    data = f"<w:ffData><w:name w:val='a'/>{about}{kind}</w:ffData>"
    code = run("<w:instrText>FORM</w:instrText>")
    shown = mark("separate") + "".join(result) if result else ""
    return mark("begin", data) + code + shown + mark("end")


def main_of(file: OfficialFile, words: str, answer: str, is_tick: bool) -> str | None:
    """The XML of the filled body; None where nothing can be written."""
    found = written(file, at(file, words), "place", answer, is_tick)
    return found and report_of(file, found)[MAIN].decode()


@pytest.mark.parametrize(
    "result",
    [
        [run(SPACES)],
        [run(SPACES[:2]), run(SPACES[2:])],
        [run(SPACES[:2]), "<w:proofErr w:type='spellStart'/>", run(SPACES[2:])],
    ],
)
def test_a_text_field_shows_the_answer_as_its_result(result: list[str]) -> None:
    file = blank(paragraph("Nom : ", form_field(TEXT, *result), " !"))
    xml = main_of(file, SPACES, "Mons", is_tick=False)
    assert xml is not None
    begin, separate, answer, end = (
        xml.index(one) for one in ('"begin"', '"separate"', "Mons", '"end"')
    )
    assert begin < separate < answer < end
    assert xml.count("w:fldChar ") == 3
    assert texts(fill(file, at(file, SPACES), "Mons")) == ["Nom : Mons !"]


def test_what_a_text_field_holds_by_itself_goes_and_its_default_stays() -> None:
    kind = "<w:textInput><w:default w:val='à remplir'/></w:textInput>"
    file = blank(paragraph("Nom : ", form_field(kind, run("à remplir"))))
    xml = main_of(file, "à remplir", "Mons", is_tick=False)
    assert xml is not None and xml.count("à remplir") == 1
    assert texts(fill(file, at(file, "à remplir"), "Mons")) == ["Nom : Mons"]


@pytest.mark.parametrize("result", [[run("")], ["<w:r/>"], [""]])
def test_an_empty_text_field_is_filled(result: list[str]) -> None:
    file = blank(
        paragraph("Nom :", form_field(TEXT, *result)),
        table(["Nom", cell(paragraph(form_field(TEXT, *result)))]),
    )
    for spot in (behind(file, "Nom :"), cell_of(file, 0, 1)):
        found = written(file, spot, "place", "Mons", is_tick=False)
        assert found is not None
        xml = report_of(file, found)[MAIN].decode()
        before, _, after = xml.partition("Mons")
        assert before.rindex('"separate"') > before.rfind('"end"')
        assert '"end"' in after


@pytest.mark.parametrize(
    "field",
    [
        form_field(TEXT),  # no result
        form_field(TEXT, run(SPACES), about="<w:enabled w:val='0'/>"),
        form_field("<w:textInput><w:maxLength w:val='3'/></w:textInput>", run(SPACES)),
        form_field(TEXT, run(SPACES), run("<w:footnoteReference w:id='2'/>")),
        form_field(TEXT, mark("begin"), mark("end"), run(SPACES)),
    ],
)
def test_a_text_field_that_takes_no_answer(field: str) -> None:
    file = blank(paragraph("Nom :", field))
    first = paragraphs(file.reading.body)[0]
    spot = behind(file, "Nom :")._replace(end=len(first.text))
    assert fill(file, spot, "Mons") is None


def test_the_result_of_any_other_field_is_not_written_over() -> None:
    field = form_field("", run("......")).replace("<w:ffData>", "<w:x>")
    field = field.replace("</w:ffData>", "</w:x>")
    file = blank(paragraph("Nom : ", field))
    assert fill(file, at(file, "......"), "Mons") is None


@pytest.mark.parametrize(
    ("state", "ticked"),
    [
        ("", "<w:checked/>"),
        ("<w:default w:val='0'/>", "<w:checked/>"),
        ("<w:sizeAuto/><w:default w:val='1'/><w:checked w:val='0'/>", 'w:val="1"/>'),
    ],
)
def test_a_box_is_ticked_in_its_data(state: str, ticked: str) -> None:
    file = blank(paragraph(form_field(f"<w:checkBox>{state}</w:checkBox>"), " Oui"))
    spot = at(file, "☐", is_sign=True)
    assert texts(fill(file, spot, "X", is_tick=True)) == ["☒ Oui"]
    found = written(file, spot, "place", "X", is_tick=True)
    assert found is not None
    xml = report_of(file, found)[MAIN].decode().replace("'", '"')
    assert xml.index(ticked) < xml.index("</w:checkBox>")
    assert fill(file, spot, "12") is None
    assert written(file, spot, "place", "", is_tick=True) == ((), {})


def test_a_box_in_a_cell_is_ticked() -> None:
    box = paragraph(form_field("<w:checkBox><w:sizeAuto/></w:checkBox>"))
    file = blank(table(["Oui", cell(box)]))
    filled = fill(file, cell_of(file, 0, 1), "X", is_tick=True)
    assert texts(filled) == ["Oui", "☒"]


def test_a_box_that_is_ticked_already_takes_no_tick() -> None:
    for state in ("<w:default w:val='1'/>", "<w:checked/>"):
        file = blank(paragraph(form_field(f"<w:checkBox>{state}</w:checkBox>"), " Oui"))
        assert fill(file, at(file, "☒", is_sign=True), "X", is_tick=True) is None


@pytest.mark.parametrize(
    "chosen", ["", "<w:result w:val='0'/>", "<w:default w:val='0'/>"]
)
def test_a_list_shows_the_entry_that_is_chosen(chosen: str) -> None:
    file = blank(paragraph("Réponse : ", form_field(LIST.format(chosen))))
    spot = at(file, "Choisissez")
    assert texts(fill(file, spot, "oui")) == ["Réponse : Oui"]
    assert fill(file, spot, "Peut-être") is None


def test_a_box_and_dots_of_one_paragraph_are_both_filled() -> None:
    box = form_field("<w:checkBox><w:checked w:val='0'/></w:checkBox>")
    file = blank(paragraph(box, " Oui : ......", " ", form_field(TEXT, run(SPACES))))
    found = [
        written(file, at(file, "☐", is_sign=True), "a", "X", is_tick=True),
        written(file, at(file, "......"), "b", "12", is_tick=False),
        written(file, at(file, SPACES), "c", "mots", is_tick=False),
    ]
    assert None not in found
    assert texts(read(file, *filter(None, found))) == ["☒ Oui : 12 mots"]


def test_blanks_before_a_box_are_no_part_of_it() -> None:
    box = form_field("<w:checkBox><w:sizeAuto/></w:checkBox>")
    file = blank(paragraph("Nombre :    ", box, " Oui"))
    assert texts(fill(file, at(file, "    "), "12")) == ["Nombre : 12☐ Oui"]


def test_behind_a_box_its_field_goes_on() -> None:
    file = blank(paragraph(form_field("<w:checkBox><w:sizeAuto/></w:checkBox>"), "Oui"))
    assert fill(file, behind(file, "☐"), "12") is None


@pytest.mark.parametrize("result", [(), ("[Cliquez ici]",)])
def test_the_button_that_is_typed_over_goes_whole(result: tuple[str, ...]) -> None:
    button = text_field("MACROBUTTON Aucune [Cliquez ici]", *result)
    for one in (
        paragraph("Nom : ", button, " !"),
        table(["Nom", cell(paragraph(button))]),
    ):
        file = blank(one, paragraph("fin"))
        found = written(file, at(file, "[Cliquez ici]"), "place", "Mons", is_tick=False)
        assert found is not None
        xml = report_of(file, found)[MAIN].decode()
        assert "fldChar" not in xml and "MACROBUTTON" not in xml
        assert (texts(read(file, found)) or [])[-1] == "fin"
    assert texts(fill(file, cell_of(file, 0, 1), "Mons")) == ["Nom", "Mons", "fin"]


def test_a_sign_or_an_equation_that_is_a_field_is_no_button() -> None:
    for code in ("SYMBOL 168 \\f Wingdings", "EQ x"):
        file = blank(paragraph("Nom : ", text_field(code), " !"))
        first = paragraphs(file.reading.body)[0]
        spot = Spot(first.path, 6, len(first.text) - 2)
        assert fill(file, spot, "Mons") is None
        assert fill(file, spot._replace(is_sign=True), "X", is_tick=True) is None


def test_a_cell_with_a_field_that_holds_a_text_by_itself() -> None:
    kind = "<w:textInput><w:default w:val='à remplir'/></w:textInput>"
    for result, answered in (("à remplir", True), ("7", False)):
        field = paragraph(form_field(kind, run(result)))
        file = blank(table(["Nom", cell(field)]))
        filled = fill(file, cell_of(file, 0, 1), "Mons")
        assert texts(filled) == (["Nom", "Mons"] if answered else None)
