"""An answer in a content control: its text, its prompt, its list, what it is bound to."""

from __future__ import annotations

import pytest

from pipeline.office.package import pack
from pipeline.word_files.reading import Reading
from pipeline.writing.at_spots import OfficialFile, written
from pipeline.writing.drafts import clashing
from tests.support.blanks.controls import add_store
from tests.support.official import (
    at,
    behind,
    blank,
    cell_of,
    fill,
    fill_mark,
    read,
    report_of,
    texts,
)
from tests.support.word_files import (
    cell,
    control,
    paragraph,
    run,
    table,
    word_parts,
)

MAIN = "word/document.xml"
PROMPT = "Cliquez ici pour entrer du texte."
ASKS = "<w:showingPlcHdr/>"
GREY = "<w:rStyle w:val='Invite'/><w:color w:val='808080'/>"
STYLES = (
    "<w:style w:type='character' w:styleId='Invite'>"
    "<w:name w:val='Placeholder Text'/></w:style>"
)
LIST = (
    "<w:dropDownList><w:listItem w:displayText='Oui' w:value='1'/>"
    "<w:listItem w:value='Non'/></w:dropDownList>"
)
ITEM = "{6F1C0D34-2B43-4E52-9A55-1D7F20F7A1B2}"
BINDING = f"<w:dataBinding w:xpath='/d:r[1]/d:a[1]' w:storeItemID='{ITEM}'/>"


def prompt(properties: str = "", text: str = PROMPT) -> str:
    """A control in a paragraph that shows its prompt."""
    return control(run(text, GREY), ASKS + properties)


def marks(reading: Reading | None) -> list[str]:
    return [one.kind for one in reading.marks] if reading else ["nothing"]


@pytest.mark.parametrize(
    "body",
    [
        paragraph("Nom : ", prompt()),
        paragraph("Nom : ", prompt("<w:text/>"), ""),
        paragraph("Nom : ", control(prompt())),
        paragraph("Nom : ", prompt("<w:rPr><w:b/></w:rPr>")),
        paragraph("Nom : ", prompt("<w:lock w:val='sdtLocked'/>")),
        paragraph("Nom : ", prompt("<w:comboBox/>")),
        paragraph("Nom : ", control(run("Cliquez ", GREY) + run("ici pour entrer du texte."), ASKS)),
    ],
)  # fmt: skip
def test_the_prompt_of_a_control_goes_with_its_grey(body: str) -> None:
    file = blank(body, styles=STYLES)
    found = written(file, at(file, PROMPT), "place", "Mons", is_tick=False)
    assert found is not None
    xml = report_of(file, found)[MAIN].decode()
    assert "showingPlcHdr" not in xml
    assert xml.count("<w:sdt>") == body.count("<w:sdt>")
    before = xml.partition("Mons")[0].rpartition("<w:sdtContent>")[2]
    assert "Invite" not in before and "808080" not in before
    assert ("<w:b/>" in before or "<w:b />" in before) == ("<w:b/>" in body)
    filled = fill(file, at(file, PROMPT), "Mons")
    assert texts(filled) == ["Nom : Mons"]
    assert marks(filled) == []


@pytest.mark.parametrize(
    "content",
    [
        control(paragraph(run(PROMPT, GREY)), ASKS),  # around a paragraph
        paragraph(prompt()),
        control(paragraph()),
        paragraph(control("")),
        paragraph(control("<w:r><w:rPr><w:b/></w:rPr></w:r>")),
        control(control(paragraph(run(PROMPT, GREY)), ASKS), "<w:group/>"),
    ],
)
def test_controls_in_cells(content: str) -> None:
    file = blank(table(["Nom", cell(content + paragraph())]), styles=STYLES)
    filled = fill(file, cell_of(file, 0, 1), "Mons")
    assert texts(filled) == ["Nom", "Mons", ""]
    assert marks(filled) == []


def test_a_control_around_a_cell_or_a_row() -> None:
    one = cell(paragraph(run(PROMPT, GREY)))
    around_cell = f"<w:tr>{cell('Nom')}{control(one, ASKS)}</w:tr>"
    around_row = control(f"<w:tr>{cell('Nom')}{one}</w:tr>", "<w:alias w:val='a'/>")
    for row in (around_cell, around_row):
        file = blank(f"<w:tbl><w:tblPr/>{row}</w:tbl>", styles=STYLES)
        filled = fill(file, cell_of(file, 0, 1), "Mons")
        assert texts(filled) == ["Nom", "Mons"]
        assert marks(filled) == []


@pytest.mark.parametrize("lock", ["contentLocked", "sdtContentLocked"])
def test_a_locked_control_takes_nothing(lock: str) -> None:
    locked = f"<w:lock w:val='{lock}'/>"
    for body in (
        paragraph("Nom : ", prompt(locked)),
        control(paragraph("Nom : ", prompt()), locked),
        control(table(["Nom", cell(paragraph(prompt()))]), locked),
    ):
        file = blank(body)
        assert fill(file, at(file, PROMPT), "Mons") is None


@pytest.mark.parametrize(
    ("answer", "shown"),
    [("Oui", "Oui"), ("oui", "Oui"), ("Non", "Non"), ("Peut-être", None)],
)
def test_a_list_takes_one_of_its_entries(answer: str, shown: str | None) -> None:
    file = blank(paragraph("Réponse : ", prompt(LIST, "Choisissez un élément.")))
    filled = fill(file, at(file, "Choisissez un élément."), answer)
    assert texts(filled) == (shown and [f"Réponse : {shown}"])


def test_an_answer_is_no_part_of_what_is_chosen_or_bound() -> None:
    for properties in (ASKS, LIST, BINDING, "<w:date/>"):
        file = blank(paragraph(control(run("Nombre : ......"), properties)))
        spot = at(file, "......")
        assert fill(file, spot, "12") is None


def test_an_answer_is_a_part_of_a_plain_control() -> None:
    for body in (
        paragraph(control(run("Nombre : ......"), "<w:text/>")),
        control(paragraph("Nombre : ......") + paragraph("autre")),
    ):
        file = blank(body)
        filled = fill(file, at(file, "......"), "12")
        assert (texts(filled) or [])[0] == "Nombre : 12"


def bound(properties: str, content: str = "<d:a/>", text: str = PROMPT) -> OfficialFile:
    parts: dict[str, str | bytes] = {
        **word_parts(paragraph("Nom : ", prompt(properties, text)))
    }
    add_store(parts, f'<d:r xmlns:d="urn:r">{content}</d:r>')
    raw = {n: one.encode() if isinstance(one, str) else one for n, one in parts.items()}
    return OfficialFile(pack(raw))


@pytest.mark.parametrize("content", ["<d:a/>", "<d:a></d:a>", "<d:a>avant</d:a><d:b/>"])
def test_what_a_control_is_bound_to_gets_the_text(content: str) -> None:
    file = bound(BINDING + "<w:text/>", content)
    found = written(file, at(file, PROMPT), "place", "Mons & <Co>", is_tick=False)
    assert found is not None
    store = report_of(file, found)["customXml/item1.xml"].decode()
    assert "<d:a>Mons &amp; &lt;Co&gt;</d:a>" in store
    assert marks(fill(file, at(file, PROMPT), "Mons & <Co>")) == []


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        (LIST, "Oui", "1"),
        (LIST, "Non", "Non"),
        ("<w:date/>", "31/12/2023", "2023-12-31T00:00:00"),
        ("<w:date><w:storeMappedDataAs w:val='date'/></w:date>", "31/12/2023", "2023-12-31"),
        ("<w:date><w:storeMappedDataAs w:val='text'/></w:date>", "31/12/2023", "31/12/2023"),
        ("<w:date/>", "fin 2023", None),
    ],
)  # fmt: skip
def test_a_list_or_a_day_is_bound_by_its_value(
    kind: str, answer: str, kept: str | None
) -> None:
    file = bound(BINDING + kind)
    found = written(file, at(file, PROMPT), "place", answer, is_tick=False)
    if kept is None:
        assert found is None
        return
    assert found is not None
    parts = report_of(file, found)
    assert f"<d:a>{kept}</d:a>" in parts["customXml/item1.xml"].decode()
    assert texts(fill(file, at(file, PROMPT), answer)) == [f"Nom : {answer}"]


@pytest.mark.parametrize(
    "properties",
    [
        BINDING.replace("d:a", "d:z"),
        BINDING.replace("/d:a[1]", "/@d:a"),
        BINDING.replace("w:dataBinding", "w15:dataBinding"),
        "<w:picture/>",
    ],
)
def test_what_is_bound_to_no_text_takes_nothing(properties: str) -> None:
    file = bound(properties)
    assert fill(file, at(file, PROMPT), "Mons") is None


def test_a_property_of_the_file_that_is_bound_gets_the_text() -> None:
    core = "{6C3C8BC8-F283-45AE-878A-BAB7291924A1}"
    binding = f"<w:dataBinding w:xpath='/c:coreProperties[1]/d:title[1]' w:storeItemID='{core}'/>"
    file = blank(paragraph(prompt(binding)), core="<dc:title></dc:title>")
    filled = fill(file, at(file, PROMPT), "Mons")
    assert filled is not None
    assert filled.properties["title"] == "Mons"
    assert marks(filled) == []


def test_a_control_that_is_bound_to_no_part_of_the_file_takes_text() -> None:
    file = blank(paragraph("Nom : ", prompt(BINDING)))
    assert texts(fill(file, at(file, PROMPT), "Mons")) == ["Nom : Mons"]


@pytest.mark.parametrize("kind", [LIST, "<w:text/>"])
@pytest.mark.parametrize("label", ["précisez :", "précisez ici"])
def test_a_blank_parts_a_label_from_its_control(label: str, kind: str) -> None:
    """The control holds the answer, and not the blank."""
    file = blank(paragraph(label, prompt(kind, "Choisissez")))
    found = written(file, at(file, "Choisissez"), "place", "Oui", is_tick=False)
    assert found is not None
    xml = report_of(file, found)[MAIN].decode()
    assert xml.index(f"{label} <") < xml.index("<w:sdt>") < xml.index(">Oui<")


def test_a_label_that_is_no_plain_text_has_no_blank_before_its_control() -> None:
    label = control(run("Nom :"), "<w:lock w:val='sdtContentLocked'/>")
    file = blank(paragraph(label, prompt(LIST, "Choisissez")))
    assert texts(fill(file, at(file, "Choisissez"), "Oui")) == ["Nom :Oui"]


def test_the_empty_control_behind_a_label_is_filled() -> None:
    file = blank(paragraph("Nom :", control("<w:r/>", "<w:text/>")))
    found = written(file, behind(file, "Nom :"), "place", "Mons", is_tick=False)
    assert found is not None
    assert "sdtContent" in found.addresses[0][1].path


def test_blanks_before_a_control_are_no_part_of_it() -> None:
    file = blank(paragraph("Nom :    ", prompt()))
    assert texts(fill(file, at(file, "    "), "Mons")) == [f"Nom : Mons {PROMPT}"]


@pytest.mark.parametrize(
    ("kind", "answer", "kept"),
    [
        (LIST.replace("<w:dropDownList", "<w:dropDownList w:lastValue=''"), "non", "Non"),
        ("<w:comboBox w:lastValue='a'/>", "Mons", "Mons"),
        ("<w:date w:fullDate='2020-01-01T00:00:00Z'/>", "31/12/2023", "2023-12-31T00:00:00Z"),
        ("<w:date w:fullDate='2020-01-01T00:00:00Z'/>", "fin 2023", "2020-01-01T00:00:00Z"),
    ],
)  # fmt: skip
def test_a_list_or_a_date_says_once_more_what_was_chosen(
    kind: str, answer: str, kept: str
) -> None:
    file = blank(paragraph("Réponse : ", prompt(kind, "Choisissez")))
    found = written(file, at(file, "Choisissez"), "place", answer, is_tick=False)
    assert found is not None
    xml = report_of(file, found)[MAIN].decode().replace("'", '"')
    assert f'Value="{kept}"' in xml or f'Date="{kept}"' in xml


def test_a_control_of_dates_takes_no_figure() -> None:
    """Else Word would show 12 and keep the day that it had."""
    date = "<w:date w:fullDate='2023-01-01T00:00:00Z'/>"
    file = blank(paragraph("Nombre : ", prompt(date, "Choisissez")))
    assert fill(file, at(file, "Choisissez"), "12") is None
    alone = blank(paragraph(prompt(date, "Choisissez")))
    assert texts(fill_mark(alone, at(alone, "Choisissez"))) == [
        "Choisissez À COMPLÉTER À LA MAIN"
    ]


def test_two_controls_that_are_bound_to_one_element_cannot_have_two_answers() -> None:
    parts: dict[str, str | bytes] = {
        **word_parts(
            paragraph(prompt(BINDING, "Un")) + paragraph(prompt(BINDING, "Deux"))
        )
    }
    add_store(parts, '<d:r xmlns:d="urn:r"><d:a/></d:r>')
    raw = {n: one.encode() if isinstance(one, str) else one for n, one in parts.items()}
    file = OfficialFile(pack(raw))
    for answers, expected in ((("Mons", "Ath"), 2), (("Mons", "Mons"), 0)):
        found = [
            written(file, at(file, words), words, answer, is_tick=False)
            for words, answer in zip(("Un", "Deux"), answers, strict=True)
        ]
        assert len(clashing([*filter(None, found)])) == expected
    assert texts(read(file, *filter(None, found))) == ["Mons", "Mons"]


def test_what_is_bound_to_a_damaged_part_takes_nothing() -> None:
    file = bound(BINDING, "<d:a>")
    assert fill(file, at(file, PROMPT), "Mons") is None
    assert texts(fill_mark(file, at(file, PROMPT))) == [
        f"Nom : À COMPLÉTER À LA MAIN {PROMPT}"
    ]


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        ("<w:text/>", "Mons sur Haine"),
        ("<w:text w:multiLine='0'/>", "Mons sur Haine"),
        ("<w:text w:multiLine='1'/>", "Mons\nsur Haine"),
        ("", "Mons\nsur Haine"),  # a rich text
    ],
)
def test_a_control_of_one_line_has_blanks_for_breaks(kind: str, shown: str) -> None:
    """Word leaves them out there, and two words run together."""
    file = bound(BINDING + kind)
    found = written(file, at(file, PROMPT), "place", "Mons\nsur Haine", is_tick=False)
    assert found is not None
    store = report_of(file, found)["customXml/item1.xml"].decode()
    assert f"<d:a>{shown}</d:a>" in store
    assert texts(read(file, found)) == [f"Nom : {shown}"]
