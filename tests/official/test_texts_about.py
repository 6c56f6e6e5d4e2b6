"""Texts about another question that a blank has answered, or asks otherwise: each stands
under what it is about, or nowhere; and ticks that are not the workbook's.
"""

from __future__ import annotations

import pytest

from pipeline.official.result import OfficialReport
from pipeline.run import Outcome, produce
from tests.official.test_other_places import EXAMPLE, blank, filled, place, tables
from tests.support.plain_forms import Block

# Of the example: the two lines that it ticks, in the form's order, with their texts.
FIRST, SECOND = "Maîtrise des entrées", "Positionnement sur le devenir"
HELD = "la question dont il parle n'est pas remplie comme dans le classeur"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def row_of(blocks: list[Block], line: str) -> list[str]:
    rows = blocks[place(blocks, "1.2.1.") + 1]
    assert isinstance(rows, list)
    return next(row for row in rows if row[1].startswith(line))


def texts(report: OfficialReport) -> list[str]:
    """The first words in the boxes of 1.2.2, in their order."""
    (own,) = (
        t for t in tables(report) if any("axe 1 coché" in c for r in t for c in r)
    )
    at = [n for n, row in enumerate(own) if any("coché" in cell for cell in row)]
    return [own[n + 1][-1][:20].strip() for n in at]


def held(report: OfficialReport) -> list[str]:
    return [one.answer[:20] for one in report.without_place if one.why == HELD]


def test_the_texts_stand_in_the_order_of_the_lines_that_are_ticked(
    outcome: Outcome,
) -> None:
    blocks = blank()
    first, second = row_of(blocks, FIRST), row_of(blocks, SECOND)
    first[1], second[1] = second[1], first[1]
    report = filled(outcome, blocks)
    assert report.is_complete
    assert texts(report) == ["Exemple : l'étude su", "Exemple : trois parc"]


def test_the_texts_of_the_form_s_own_order_stay(outcome: Outcome) -> None:
    report = filled(outcome, blank())
    assert report.is_complete
    assert texts(report) == ["Exemple : trois parc", "Exemple : l'étude su"]


@pytest.mark.parametrize(
    "change",
    [
        {SECOND: ("", "Devenir des terrains de la Région")},
        {
            SECOND: (
                "",
                "Absence de positionnement sur le devenir de certains équipements HP",
            )
        },
        {"Reconversions": ("X", "Reconversions d’équipements")},
        {FIRST: ("X", FIRST), "Reconversions": ("X", "Reconversions d’équipements")},
    ],
    ids=["reworded", "negated", "another tick", "one of two ticks"],
)
def test_no_text_where_a_tick_is_not_the_workbook_s(
    outcome: Outcome, change: dict[str, tuple[str, str]]
) -> None:
    blocks = blank()
    for line, row in change.items():
        row_of(blocks, line)[:] = row
    report = filled(outcome, blocks)
    assert texts(report) == ["", ""]
    assert held(report) == ["Exemple : trois parc", "Exemple : l'étude su"]


def test_no_text_where_a_ticked_line_is_gone(outcome: Outcome) -> None:
    blocks = blank()
    rows = blocks[place(blocks, "1.2.1.") + 1]
    assert isinstance(rows, list)
    rows.remove(row_of(blocks, SECOND))
    report = filled(outcome, blocks)
    assert (texts(report), len(held(report))) == (["", ""], 2)


def test_the_texts_stand_beside_ticks_that_were_made_by_hand(outcome: Outcome) -> None:
    """The two of the workbook; then nothing is in doubt."""
    blocks = blank()
    for line in (FIRST, SECOND):
        row_of(blocks, line)[0] = "X"
    report = filled(outcome, blocks)
    assert texts(report) == ["Exemple : trois parc", "Exemple : l'étude su"]


def test_no_text_about_a_figure_that_is_another_in_the_file(outcome: Outcome) -> None:
    """3.3.1 says why the four of 3.3 were not met; the file has 0."""
    blocks = blank()
    blocks[place(blocks, "3.3.") + 1] = [["0"]]
    report = filled(outcome, blocks)
    held = {one.name: one.why for one in report.without_place}
    assert held == {"3.3.1": HELD}


def test_a_tick_that_the_workbook_has_not_is_told(outcome: Outcome) -> None:
    """Of an equipment that it does not tick in 2.2.1, where it ticks another one."""
    blocks = blank()
    rows = blocks[place(blocks, "2.2.1.") + 1]
    assert isinstance(rows, list)
    rows[2][1] = "X"
    report = filled(outcome, blocks)
    assert not report.is_complete
    [told] = report.otherwise
    assert (told.answer, told.there, told.why) == (
        "",
        "X",
        "le classeur ne coche pas cette case",
    )
