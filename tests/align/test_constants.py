"""Words between a label and its figure that ask for another figure than the label."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from pipeline.align.placed import Status
from pipeline.word_files.reading import Row
from tests.align.edits import Blocks
from tests.align.layouts import cell, row
from tests.align.test_other_forms import aligned, form, of, unlike, with_table

DOUBTFUL = of("q3_8_3", Status.DOUBTFUL)


def with_rows(
    lines: Callable[[str, str], Sequence[Row]], head: str = "Année"
) -> Blocks:
    """3.8.3 with a column between its labels and its figures; ``lines``: the label and
    the figure of a row -> the rows that they become.
    """

    def changed(rows: list[Row]) -> None:
        first, *own = [[one.text for one in one.cells] for one in rows]
        rows[:] = [row(first[0], head, first[1])]
        rows.extend(made for label, said in own for made in lines(label, said))

    return with_table(form(), "3.8.3.", changed)


@pytest.mark.parametrize(
    "said", ["2022", "en 2021", "fin 2022", "31/12/2022", "2024", "Hommes", "Femmes"]
)
def test_what_every_row_says_besides(said: str) -> None:
    found = unlike(aligned(with_rows(lambda label, own: [row(label, said, own)])))
    assert found == DOUBTFUL


@pytest.mark.parametrize("said", ["2023", "en 2023", "Nombre :", "", "4"])
def test_what_says_nothing_else(said: str) -> None:
    """The document's own year, words for a figure, one of last year's form."""
    found = aligned(with_rows(lambda label, own: [row(label, said, own)]))
    assert unlike(found) == {}


def test_another_year_behind_the_figures() -> None:
    found = aligned(with_rows(lambda label, own: [row(label, own, "2022")]))
    assert not [n for n in DOUBTFUL if found.places.texts[n].text]


def test_a_year_that_is_merged_over_the_rows() -> None:
    lines: list[str] = []

    def merged(label: str, own: str) -> list[Row]:
        lines.append(label)
        year = "2022" if len(lines) == 1 else ""
        middle = cell(year, column=1, continues=len(lines) > 1)
        return [Row((cell(label), middle, cell(own, column=2)))]

    assert unlike(aligned(with_rows(merged))) == DOUBTFUL


@pytest.mark.parametrize("constants", [("2022", "2023"), ("2023", "2022"), "HF"])
@pytest.mark.parametrize("is_merged", [True, False])
def test_a_label_of_two_rows(constants: Sequence[str], is_merged: bool) -> None:
    def two(label: str, own: str) -> list[Row]:
        first, second = row(label, constants[0], own), row("", constants[1], "9")
        below = (cell("", continues=is_merged), *second.cells[1:])
        return [first, replace(second, cells=below)]

    found = aligned(with_rows(two))
    assert unlike(found) == DOUBTFUL
    assert not [n for n in DOUBTFUL if found.places.texts[n].text]


def test_a_label_and_a_figure_merged_over_the_same_rows() -> None:
    def two(label: str, own: str) -> list[Row]:
        below = cell("", continues=True), cell("b", column=1)
        return [
            row(label, "a", own),
            Row((*below, cell("", column=2, continues=True))),
        ]

    assert unlike(aligned(with_rows(two, "Code"))) != {}
    plain = aligned(with_rows(lambda label, own: [row(label, "", own)]))
    assert unlike(plain) == {}


def test_a_remark_in_one_row_is_no_constant() -> None:
    def one(label: str, own: str) -> list[Row]:
        return [row(label, "à vérifier" if label == "Total" else "", own)]

    assert unlike(aligned(with_rows(one, "Remarque"))) == {}


def test_a_unit_in_the_cell_of_the_label() -> None:
    """The empty cell beside it is not for a number of households then."""

    def asked(rows: list[Row]) -> None:
        rows[-2] = row("Autre, précisez ici…**** : …… %", "")

    found = unlike(aligned(with_table(form(), "2.7.1.", asked)))
    assert found["q2_7_1.autre"] is Status.DOUBTFUL
