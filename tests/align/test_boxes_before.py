"""The box of a question that stands before it in its row, above it, or with others in
one row: never another question's.
"""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from pipeline.align.placed import Alignment, Status
from pipeline.word_files.reading import Block, Paragraph, Row
from tests.align.edits import Blocks
from tests.align.layouts import row, table
from tests.align.test_other_forms import (
    aligned,
    at,
    form,
    misplaced,
    of,
    unlike,
    with_table,
)

EQUAL, DOUBTFUL = Status.EQUAL, Status.DOUBTFUL
NUMBERS = ("2.5.", "2.6.", "2.7.")
PLACES = ("q2_5", "q2_6", "q2_7")


def laid_out(*rows: Sequence[str]) -> Blocks:
    """2.5 to 2.7 in one table: their numbers in these rows stand for the questions."""
    blocks = form()
    begin, end = at(blocks, "2.5."), at(blocks, "2.7.1.")
    words = {one: blocks[at(blocks, one)] for one in NUMBERS}
    texts = {n: one.text for n, one in words.items() if isinstance(one, Paragraph)}
    made = table(*([texts.get(cell, cell) for cell in row] for row in rows))
    return [*blocks[:begin], made, *blocks[end:]]


def cells(found: Alignment) -> dict[str, str]:
    """Question -> the row and the cell of its answer."""
    spots = {name: found.places.texts[name].spot for name in PLACES}
    return {n: s.path.rpartition("/")[2] for n, s in spots.items() if s}


def statuses(found: Alignment) -> set[Status]:
    return {found.places.texts[name].status for name in PLACES}


@pytest.mark.parametrize("head", [(), (("Nombre", "Question"),)])
def test_the_box_before_a_question_is_its_own(head: tuple[Sequence[str], ...]) -> None:
    found = aligned(laid_out(*head, *(("", one) for one in NUMBERS)))
    first = len(head)
    assert cells(found) == {n: f"r{first + k}c0" for k, n in enumerate(PLACES)}
    assert statuses(found) == {EQUAL}


def test_the_figures_before_the_questions_are_read() -> None:
    answers = ("56", "5", "43")
    found = aligned(laid_out(*zip(answers, NUMBERS, strict=True)))
    assert tuple(found.places.texts[name].text for name in PLACES) == answers
    assert statuses(found) == {EQUAL}


def test_the_dots_before_a_question() -> None:
    found = aligned(laid_out(*(("……", one) for one in NUMBERS)))
    assert cells(found) == {n: f"r{k}c0" for k, n in enumerate(PLACES)}


@pytest.mark.parametrize(
    ("rows", "there"),
    [
        # Before each, where the first has one behind it too.
        ([("", "2.5.", "", "2.6."), ("", "2.7.", "-", "-")], ("r0c0", "r0c2", "r1c0")),
        # Numbers before, boxes behind or between.
        ([(str(n), one, "") for n, one in enumerate(NUMBERS, 1)], "r0c2 r1c2 r2c2"),
        ([(str(n), "", one) for n, one in enumerate(NUMBERS, 1)], "r0c1 r1c1 r2c1"),
        ([("Thème", "", one) for one in NUMBERS], "r0c1 r1c1 r2c1"),
        # Behind each, several in a row.
        ([("2.5.", "", "2.6.", "", "2.7.", "")], "r0c1 r0c3 r0c5"),
        ([("2.5.", "", "2.6.", ""), ("2.7.", "", "", "")], "r0c1 r0c3 r1c1"),
        ([("2.5.", "…", "2.6.", "…"), ("2.7.", "…", "-", "-")], "r0c1 r0c3 r1c1"),
        (
            [("1", "2.5.", "", "2", "2.6.", ""), ("3", "2.7.", "", "", "", "")],
            "r0c2 r0c5 r1c2",
        ),
        # Below each, several in a row, where one has a cell behind it too.
        ([("2.5.", "2.6."), ("", ""), ("2.7.", ""), ("", "")], "r1c0 r1c1 r3c0"),
        # Below each, in one column.
        ([("2.5.",), ("",), ("2.6.",), ("",), ("2.7.",), ("",)], "r1c0 r3c0 r5c0"),
    ],
)
def test_boxes_of_one_side(
    rows: list[Sequence[str]], there: str | tuple[str, ...]
) -> None:
    found = aligned(laid_out(*rows))
    wanted = there.split() if isinstance(there, str) else there
    assert cells(found) == dict(zip(PLACES, wanted, strict=True))


@pytest.mark.parametrize(
    "rows",
    [
        [("", one, "") for one in NUMBERS],  # on both sides
        [row for one in NUMBERS for row in (("", one), ("-", ""))],  # before and below
        [("Code", "Question"), *(("", one) for one in NUMBERS)],
        [(*NUMBERS, *[""] * 3)],
        [("2.5.", "", ""), ("2.6.", "", ""), ("2.7.", "", "")],
        [("",), ("2.5.",), ("",), ("2.6.",), ("",), ("2.7.",)],  # above each
    ],
)
def test_where_two_may_be_it_none_is(rows: list[Sequence[str]]) -> None:
    found = aligned(laid_out(*rows))
    assert cells(found) == {}
    assert statuses(found) <= {DOUBTFUL, Status.ABSENT}


def side_by_side(rows: list[Row]) -> None:
    """The lines of a table as two lists, each with the heads."""
    head, *lines = [[one.text for one in one.cells] for one in rows]
    half = len(lines) // 2
    more = [*lines[half:], [""] * 2]
    pairs = zip(lines[:half], more, strict=False)
    rows[:] = [row(*one, *other) for one, other in ((head, head), *pairs)]


@pytest.mark.parametrize("number", ["2.7.2.", "3.8.3.", "3.9."])
def test_two_lists_side_by_side(number: str) -> None:
    """Each place says its own name."""
    found = aligned(with_table(form(), number, side_by_side))
    assert (unlike(found), misplaced(found)) == ({}, {})


def test_a_head_twice_over_one_list() -> None:
    def twice(rows: list[Row]) -> None:
        rows[:] = [row(*(c.text for c in one.cells), one.cells[1].text) for one in rows]

    found = aligned(with_table(form(), "3.8.3.", twice))
    assert unlike(found) == of("q3_8_3", DOUBTFUL)


def test_words_before_a_question_are_no_answer_of_the_next_one() -> None:
    rows = [("56", "2.5."), ("cinq", "2.6."), ("43", "2.7.")]
    found = aligned(laid_out(*rows)).places.texts
    assert [found[name].text for name in PLACES] == ["56", "", "43"]
    assert found["q2_6"].status is DOUBTFUL


@pytest.mark.parametrize(
    "box", [table([""]), table(["56"]), Paragraph("…………"), Paragraph("56")]
)
def test_a_box_above_each_question(box: Block) -> None:
    """As many boxes as questions, the first before 2.5: each follows on a question too."""
    blocks = form()
    begin, end = at(blocks, "2.5."), at(blocks, "2.7.1.")
    asked = [blocks[at(blocks, one)] for one in NUMBERS]
    above = [one for question in asked for one in (box, question)]
    found = aligned([*blocks[:begin], *above, *blocks[end:]])
    assert statuses(found) == {DOUBTFUL}
    below = [one for question in asked for one in (question, box)]
    found = aligned([*blocks[:begin], *below, *blocks[end:]])
    assert statuses(found) == {EQUAL}


def test_a_question_without_a_box_takes_nothing_from_the_others() -> None:
    """2.7 has none; the boxes of 2.5 and 2.6 stand below them."""
    blocks = form()
    del blocks[at(blocks, "2.7.") + 1]
    found = aligned(blocks).places.texts
    status = [found[name].status for name in PLACES]
    assert status == [EQUAL, EQUAL, Status.ABSENT]
