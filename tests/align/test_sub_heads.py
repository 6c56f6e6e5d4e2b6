"""A head that the wording has not, above the figures of a table, more words in a head, or
a caption: other figures may be asked for there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.align.placed import Status
from pipeline.align.placing import align
from pipeline.word_files.reading import (
    PROMPT,
    Apart,
    Block,
    Cell,
    Paragraph,
    Reading,
    Row,
    Table,
)
from tests.align.edits import Blocks
from tests.align.layouts import cell, numbered, row
from tests.align.test_boxes_before import NUMBERS, PLACES, laid_out
from tests.align.test_other_forms import (
    DOCUMENT,
    aligned,
    at,
    form,
    of,
    unlike,
    with_table,
)

REWORDED = Status.REWORDED


@pytest.mark.parametrize(
    "words", ["(en %)", "en 2022", "2022", "Total cumulé", "(rempli par la DiCS)"]
)
@pytest.mark.parametrize("label", ["", "Unité"])
def test_a_second_head_above_the_figures(words: str, label: str) -> None:
    def second(rows: list[Row]) -> None:
        rows.insert(1, row(label, words))

    found = aligned(with_table(form(), "3.8.3.", second))
    assert unlike(found) == of("q3_8_3", REWORDED)
    one = found.places.texts["q3_8_3.total"]
    assert (one.wording, one.there) == ("", words)


def test_a_second_head_above_one_of_several_columns() -> None:
    def second(rows: list[Row]) -> None:
        rows.insert(1, row("", "", "(en %)", ""))

    found = unlike(aligned(with_table(form(), "2.8.", second)))
    assert {*found.values()} == {REWORDED}
    assert {n for n in of("q2_8", REWORDED) if n.endswith("_relayes")} >= {*found}
    assert "q2_8.sante_relayes" in found and "q2_8.sante_non_relayes" not in found


def test_a_head_above_a_table_that_has_none() -> None:
    def second(rows: list[Row]) -> None:
        rows.insert(0, row("2022", ""))

    found = unlike(aligned(with_table(form(), "2.1.1.", second)))
    assert found == of("q2_1_1", REWORDED)


@pytest.mark.parametrize("more", ["(en %)", "au 31/12", "depuis le début du Plan"])
@pytest.mark.parametrize("is_line", [True, False])
def test_a_head_with_more_words(more: str, is_line: bool) -> None:
    def longer(rows: list[Row]) -> None:
        label, head = rows[0].cells
        blocks = (*head.blocks, Paragraph(more))
        joined = cell(f"{head.text} {more}", column=1)
        head = replace(head, blocks=blocks) if is_line else joined
        rows[0] = replace(rows[0], cells=(label, head))

    found = unlike(aligned(with_table(form(), "3.8.3.", longer)))
    assert found == of("q3_8_3", REWORDED)


def test_a_head_of_equipments_with_more_words() -> None:
    def longer(rows: list[Row]) -> None:
        cells = [*rows[0].cells]
        cells[2] = replace(cells[2], blocks=(*cells[2].blocks, Paragraph("en 2022")))
        rows[0] = replace(rows[0], cells=tuple(cells))

    first, *_ = aligned(with_table(form(), "2.2.1.", longer)).places.rows["q2_2_1"]
    other = [n for n, one in first.texts.items() if one.status is not Status.EQUAL]
    assert len(other) == 1 and first.texts[other[0]].status is REWORDED


# ---- heads above the known ones, between the lines, and captions


def with_head(number: str, head: Row, at: int = 0) -> Blocks:
    return with_table(form(), number, lambda rows: rows.insert(at, head))


def across(*texts: str, spans: tuple[int, ...]) -> Row:
    """Merged cells, each over so many columns."""
    columns = [sum(spans[:at]) for at in range(len(spans))]
    cells = zip(texts, columns, spans, strict=True)
    return Row(tuple(cell(text, column=at, span=span) for text, at, span in cells))


@pytest.mark.parametrize(
    "words", ["2022", "en 2022", "(en %)", "Total cumulé", "fin 2023", "Femmes"]
)
@pytest.mark.parametrize("spans", [(1, 1), (2,)])
@pytest.mark.parametrize("label", ["", "Statut"])
def test_a_head_above_the_known_one(
    words: str, spans: tuple[int, ...], label: str
) -> None:
    head = across(*[label, words][-len(spans) :], spans=spans)
    found = aligned(with_head("2.7.1.", head))
    waits = {n: s for n, s in unlike(found).items() if not n.endswith("_precision")}
    assert {*waits.values()} == {REWORDED} and len(waits) == 7
    one = found.places.texts["q2_7_1.total"]
    assert (one.wording, one.there) == ("", words)


@pytest.mark.parametrize(
    "words", ["2023", "En 2023", "Année 2023", "À compléter :", "Nombre de chefs de ménage"]
)  # fmt: skip
def test_a_head_above_that_says_no_more(words: str) -> None:
    assert unlike(aligned(with_head("2.7.1.", row("", words)))) == {}
    assert unlike(aligned(with_head("2.7.1.", across(words, spans=(2,))))) == {}


def test_a_head_two_rows_above() -> None:
    def higher(rows: list[Row]) -> None:
        rows[:0] = [row("", "2022"), row("", "À compléter")]

    found = unlike(aligned(with_table(form(), "3.8.2.", higher)))
    figures = {n: s for n, s in of("q3_8_2", REWORDED).items() if "precision" not in n}
    assert found == figures


def test_a_head_over_some_columns_only() -> None:
    head = across("", "2022", "2023", spans=(1, 2, 1))
    waits = unlike(aligned(with_head("2.8.", head)))
    assert {*waits.values()} == {REWORDED}
    assert waits.keys() >= {"q2_8.sante", "q2_8.sante_relayes"}
    assert not [n for n in waits if n.endswith("_non_relayes")]


@pytest.mark.parametrize("head", [row("", "en 2022"), across("Femmes", spans=(2,))])
def test_a_head_between_the_lines(head: Row) -> None:
    """It is above the lines below it alone."""
    waits = unlike(aligned(with_head("2.7.1.", head, at=4)))
    assert waits == dict.fromkeys(
        [f"q2_7_1.{n}" for n in ("mutuelle", "pension", "autre", "total")], REWORDED
    )


@pytest.mark.parametrize("text", ["aucun", "12"])
def test_a_new_line_is_no_head(text: str) -> None:
    assert unlike(aligned(with_head("2.7.1.", row("Intérim", text), at=4))) == {}


def test_words_above_the_labels_that_say_another_year() -> None:
    waits = unlike(aligned(with_head("3.8.3.", row("Situation de 2022", ""))))
    assert waits == of("q3_8_3", REWORDED)
    assert unlike(aligned(with_head("3.8.3.", row("Tableau A", "")))) == {}


@pytest.mark.parametrize(
    ("caption", "waits"),
    [
        ("Chiffres de 2022", True),
        ("Montants en euros", True),
        ("(en %)", True),
        ("Pourcentage de ménages", True),
        ("Nombre de personnes", True),
        ("Un chiffre par ligne", False),
        ("Chiffres de 2023", False),
        ("Nombre de ménages", False),
    ],
)
@pytest.mark.parametrize("number", ["2.7.1.", "2.9.", "3.8.3."])
def test_a_caption_of_a_table(number: str, caption: str, waits: bool) -> None:
    blocks = form()
    blocks.insert(at(blocks, number) + 1, Paragraph(caption))
    found = unlike(aligned(blocks))
    name = f"q{number.rstrip('.').replace('.', '_')}"
    assert found == (of(name, REWORDED) if waits else {})


@pytest.mark.parametrize("words", ["en 2022", "(en %)"])
@pytest.mark.parametrize("where", ["above", "below", "each", "caption"])
def test_heads_of_equipments(where: str, words: str) -> None:
    blocks = form()
    if where == "caption":
        blocks.insert(at(blocks, "2.2.1.") + 1, Paragraph(words))
    else:
        head = (
            row("", *[words] * 5)
            if where == "each"
            else across("", words, spans=(1, 5))
        )
        blocks = with_table(blocks, "2.2.1.", lambda rows: rows.insert(where != "above", head))  # fmt: skip
    rows = aligned(blocks).places.rows
    ticks = [
        one.status
        for turn in rows["q2_2_1"]
        for name, one in turn.texts.items()
        if name != "nom" and turn.texts["nom"].text
    ]
    assert {*ticks} == {REWORDED} and len(ticks) == 10
    others = [one.status for turn in rows["q2_3_1"] for one in turn.texts.values()]
    assert {*others} == {Status.EQUAL}


@pytest.mark.parametrize("unit", ["%", "€", "en %"])
def test_a_unit_behind_the_figures(unit: str) -> None:
    def measured(rows: list[Row]) -> None:
        rows[1:] = [row(*(one.text for one in old.cells), unit) for old in rows[1:]]

    found = aligned(with_table(form(), "3.8.3.", measured))
    assert unlike(found) == of("q3_8_3", Status.DOUBTFUL)


# ---- over the boxes of questions in one table


@pytest.mark.parametrize("words", ["2022", "(en %)", "Pourcentage", "fin 2022"])
@pytest.mark.parametrize("first", ["Question", ""])
def test_a_head_over_the_boxes_of_questions(words: str, first: str) -> None:
    for rows in (
        [(first, words), *((one, "") for one in NUMBERS)],
        [(first, words, first, words), ("2.5.", "", "2.6.", ""), ("2.7.", "", "", "")],
    ):
        found = aligned(laid_out(*rows))
        assert unlike(found) == dict.fromkeys(PLACES, REWORDED)
        assert {found.places.texts[name].there for name in PLACES} == {words}


def test_a_head_over_some_boxes_of_questions() -> None:
    between = [("2.5.", ""), ("", "en 2022"), ("2.6.", ""), ("2.7.", "")]
    found = unlike(aligned(laid_out(*between)))
    assert found == dict.fromkeys(("q2_6", "q2_7"), REWORDED)
    before = [("2022",), *((one,) for number in NUMBERS for one in (number, ""))]
    found = unlike(aligned(laid_out(*before)))
    assert found == dict.fromkeys(PLACES, REWORDED)


@pytest.mark.parametrize(
    "words", ["Réponse", "Réponse de la commune", "2023", "Nombre de ménages", "Nombre :"]
)  # fmt: skip
def test_a_head_over_boxes_that_says_no_more(words: str) -> None:
    rows = [("Question", words), *((one, "") for one in NUMBERS)]
    assert unlike(aligned(laid_out(*rows))) == {}


def test_a_year_is_no_answer_of_a_question_that_counts() -> None:
    found = aligned(laid_out(NUMBERS, ("2022", "2022", "2023"), ("", "", "")))
    assert unlike(found) == dict.fromkeys(PLACES, Status.DOUBTFUL)
    assert {found.places.texts[name].text for name in PLACES} == {""}


@pytest.mark.parametrize(
    ("caption", "waits"),
    [
        ("Chiffres de 2022", True),
        ("Les chiffres sont ceux de 2022 :", True),
        ("En pour cent", True),
        ("Ci-dessous", False),
        ("2.4.1. Combien en 2022", False),  # a question of its own
        ("Et en 2022 ?", False),
    ],
)
def test_a_caption_above_questions(caption: str, waits: bool) -> None:
    """Of a table, each of its questions waits; outside tables the one below."""
    blocks = laid_out(*((one, "") for one in NUMBERS))
    table = next(n for n, one in enumerate(blocks) if text_of(one).startswith("2.5."))
    blocks[table:table] = [Paragraph(caption), Paragraph("")]
    found = unlike(aligned(blocks))
    assert found == (dict.fromkeys(PLACES, REWORDED) if waits else {})
    blocks = form()
    blocks.insert(at(blocks, "2.6."), Paragraph(caption))
    assert unlike(aligned(blocks)) == ({"q2_6": REWORDED} if waits else {})
    blocks = form()
    blocks.insert(at(blocks, "2.2.1."), Paragraph(caption))
    rows = aligned(blocks).places.rows["q2_2_1"]
    statuses = {one.status for turn in rows for one in turn.texts.values()}
    assert statuses == {REWORDED if waits else Status.EQUAL}


@pytest.mark.parametrize(
    ("prompt", "waits"),
    [
        ("Cliquez ici pour entrer du texte.", False),
        ("Nombre de ménages", False),
        ("À compléter", False),
        ("Nombre en 2022", True),
        ("Indiquez le pourcentage", True),
        ("€", True),
        ("Nombre de personnes", True),
        ("Ne rien écrire ici", True),
        ("Réservé à la DiCS", True),
    ],
)
def test_a_prompt_that_asks_for_something_else(prompt: str, waits: bool) -> None:
    asked = Paragraph(prompt, apart=(Apart(0, len(prompt), PROMPT),))
    blocks = form()
    box = at(blocks, "2.6.") + 1
    blocks[box] = Table((Row((Cell((asked,)),)),))
    read = numbered(blocks)
    table = read[box]
    assert isinstance(table, Table)
    cell = replace(table.rows[0].cells[0], blocks=(replace(asked, path="/p"),))
    one = Table((Row((cell,)),))
    found = align(DOCUMENT, Reading((*read[:box], one, *read[box + 1 :])))
    assert unlike(found) == ({"q2_6": REWORDED} if waits else {})


def test_words_over_the_box_of_a_question_are_no_caption_of_the_next_one() -> None:
    blocks = form()
    blocks.insert(at(blocks, "2.6.") + 1, Paragraph("En pour cent"))
    assert "q2_7" not in unlike(aligned(blocks))


def text_of(block: Block) -> str:
    return block.text if isinstance(block, Paragraph) else block.rows[0].cells[0].text
