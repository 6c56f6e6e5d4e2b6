"""A head that the wording has not, above the figures of a table, or more words in a head:
other figures may be asked for there.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.align.placed import Status
from pipeline.word_files.reading import Paragraph, Row
from tests.align.layouts import cell, row
from tests.align.test_other_forms import aligned, form, of, unlike, with_table

REWORDED = Status.REWORDED


@pytest.mark.parametrize(
    "words", ["(en %)", "en 2022", "2022", "Total cumulé", "(rempli par la DiCS)"]
)
@pytest.mark.parametrize("label", ["", "Unité"])
def test_a_second_head_above_the_figures(words: str, label: str) -> None:
    if words == "2022" and label:
        return  # a line of the table, and its figure

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
