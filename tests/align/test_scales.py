"""Boxes that a table divides by what stands above them: no tick goes into the first one."""

from __future__ import annotations

import pytest

from pipeline.align.placed import Status
from pipeline.word_files.reading import Cell, Paragraph, Row, Table
from tests.align.test_other_forms import aligned, at, form

TICKS = {
    "1.2.1.": ("q1_2_1.entrees", "q1_2_1.devenir"),
    "4.1.": ("q4_1.commune", "q4_1.cpas"),
}


def with_heads(number: str, heads: list[str]) -> set[Status]:
    """How sure the ticks of a question are once its table has a box below each of these
    heads, behind its labels.
    """
    blocks = form()
    where = at(blocks, number) + 1
    table = blocks[where]
    assert isinstance(table, Table)
    texts = [[cell.text for cell in row.cells] for row in table.rows]
    labels = [
        next(t for t in row if not t.startswith("<")) for row in texts if any(row)
    ]
    rows = [["Ligne", *heads], *([label, *[""] * len(heads)] for label in labels)]
    blocks[where] = Table(tuple(map(row_of, rows)))
    found = aligned(blocks).places.texts
    return {found[name].status for name in TICKS[number]}


def row_of(texts: list[str]) -> Row:
    return Row(tuple(Cell((Paragraph(t),), n) for n, t in enumerate(texts)))


@pytest.mark.parametrize("number", TICKS)
@pytest.mark.parametrize(
    "heads",
    [
        ["1", "2", "3"],
        ["0", "3"],
        ["+", "++", "-"],
        ["2021", "2022", "2023"],
        ["Un peu", "Beaucoup"],
    ],
    ids=" ".join,
)
def test_no_box_of_a_scale_is_taken(number: str, heads: list[str]) -> None:
    assert with_heads(number, heads) == {Status.DOUBTFUL}


@pytest.mark.parametrize("number", TICKS)
@pytest.mark.parametrize(
    ("heads", "status"),
    [
        (["", "Remarques"], Status.EQUAL),
        (["Réponse", "Remarques"], Status.EQUAL),
        (["2023", "2022"], Status.EQUAL),
        (["Oui", "Non"], Status.EQUAL),
        (["Cochez", "Remarques"], Status.REWORDED),
    ],
    ids=str,
)
def test_the_box_for_the_answer_is_taken(
    number: str, heads: list[str], status: Status
) -> None:
    assert with_heads(number, heads) == {status}
