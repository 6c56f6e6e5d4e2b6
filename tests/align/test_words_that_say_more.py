"""Words of the form that are struck out, and signs and points in them: what is asked for
may be another thing, so its places wait.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.align.placed import Status
from pipeline.word_files.reading import STRUCK, Apart, Paragraph, Table, token
from tests.align.edits import Blocks
from tests.align.test_other_forms import aligned, at, form, unlike


def struck(paragraph: Paragraph, words: str) -> Paragraph:
    start = paragraph.text.index(words)
    apart = (Apart(start, start + len(words), STRUCK),)
    return replace(paragraph, text=paragraph.text, apart=apart)


def with_heading(number: str, change: dict[str, str]) -> Blocks:
    """The form, in a heading of which some words are others."""
    blocks = form()
    where = at(blocks, number)
    heading = blocks[where]
    assert isinstance(heading, Paragraph)
    for old, new in change.items():
        assert old in heading.text
        heading = replace(heading, text=heading.text.replace(old, new))
    blocks[where] = heading
    return blocks


def with_first_cell(number: str, row: int, cell: int, words: str) -> Blocks:
    """The form, in whose table below a question the words of a cell are struck out."""
    blocks = form()
    where = at(blocks, number) + 1
    table = blocks[where]
    assert isinstance(table, Table)
    rows = [*table.rows]
    cells = [*rows[row].cells]
    paragraph = cells[cell].blocks[0]
    assert isinstance(paragraph, Paragraph)
    cells[cell] = replace(cells[cell], blocks=(struck(paragraph, words),))
    rows[row] = replace(rows[row], cells=tuple(cells))
    blocks[where] = replace(table, rows=tuple(rows))
    return blocks


def held_by_struck(number: str, words: str) -> dict[str, Status]:
    blocks = form()
    where = at(blocks, number)
    heading = blocks[where]
    assert isinstance(heading, Paragraph)
    blocks[where] = struck(heading, words)
    return unlike(aligned(blocks))


def test_a_word_struck_out_of_a_question_holds_it_back() -> None:
    assert held_by_struck("2.5.", "ménages") == {"q2_5": Status.REWORDED}


def test_a_question_struck_out_holds_back_what_stands_below_it() -> None:
    blocks = form()
    heading = blocks[at(blocks, "3.8.")]
    assert isinstance(heading, Paragraph)
    found = held_by_struck("3.8.", heading.text)
    assert found and all(name.startswith("q3_8") for name in found)
    assert {*found.values()} == {Status.REWORDED}


def test_a_line_struck_out_holds_back_its_own_place() -> None:
    found = unlike(aligned(with_first_cell("2.7.1.", 1, 0, "Travail")))
    assert found == {"q2_7_1.travail": Status.REWORDED}


def test_the_words_that_are_struck_out_are_told() -> None:
    blocks = form()
    where = at(blocks, "2.5.")
    heading = blocks[where]
    assert isinstance(heading, Paragraph)
    blocks[where] = struck(heading, "ménages")
    there = aligned(blocks).places.texts["q2_5"].there
    assert there == f"{heading.text} (barré : « ménages »)"


def test_an_answer_struck_out_is_no_word_of_the_form() -> None:
    blocks = form()
    where = at(blocks, "2.5.") + 1
    answer = blocks[where]
    blocks[where] = (
        struck(answer, answer.text)
        if isinstance(answer, Paragraph)
        else with_first_cell("2.5.", 0, 0, "q2_5")[where]
    )
    assert unlike(aligned(blocks)) == {}


@pytest.mark.parametrize(
    "change",
    [
        {"2.5": "25", "2.6": "26"},
        {"2.5": "2.5 ±"},
        {"(": "(≠ "},
        {"(": "(¬ "},
        {"(": "(♀ "},
        {"(": "(‰ "},
        {"(": "(Ⓕ "},
        {"(": "(🚫 "},
        {"(": f"({token('équation ≥2')} "},
        {"(": f"({token('symbole Symbol 5C')} "},
    ],
    ids=str,
)
def test_a_point_or_a_sign_in_a_question_holds_it_back(change: dict[str, str]) -> None:
    found = unlike(aligned(with_heading("2.7.", change)))
    assert {*found.values()} == {Status.REWORDED} and "q2_7" in found


@pytest.mark.parametrize(
    "change",
    [
        {"2.5": "2,5", "2.6": "2,6"},
        {"(": "→ ("},
        {"(": "• ("},
        {"(": f"{token('note')} ("},
        {"(": f"{token('image')} ("},
    ],
    ids=str,
)
def test_other_points_bullets_and_notes_say_nothing(change: dict[str, str]) -> None:
    assert unlike(aligned(with_heading("2.7.", change))) == {}
