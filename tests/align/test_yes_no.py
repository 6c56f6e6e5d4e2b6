"""Choices as rows with a column for a yes and one for a no: the tick is the yes."""

from __future__ import annotations

import pytest

from pipeline.align.placed import Alignment, Spot, Status
from pipeline.word_files.reading import Paragraph, Row
from tests.align.edits import Blocks
from tests.align.layouts import row
from tests.align.test_other_forms import aligned, at, form, of, unlike, with_table

CHOICES = ("commune", "cpas", "cpas_partiel", "cpas_signature", "non_defini")


def choices(heads: tuple[str, ...], *ticked: int) -> Blocks:
    """4.1 with its labels first, and a column of boxes for each head; ``ticked``: the
    columns that bear an X in the first row.
    """

    def changed(rows: list[Row]) -> None:
        labels = [one.cells[1].text for one in rows if one.cells[1].text]
        boxes = ["X" if n in ticked else "" for n in range(len(heads))]
        blank = [""] * len(heads)
        rows[:] = [row("", *heads)]
        rows += [row(one, *(blank if n else boxes)) for n, one in enumerate(labels)]

    return with_table(form(), "4.1.", changed)


@pytest.mark.parametrize(
    ("heads", "column"),
    [(("Non", "Oui"), 2), (("Oui", "Non"), 1), (("NON", "oui :"), 2)],
)
def test_the_tick_goes_under_the_yes(heads: tuple[str, ...], column: int) -> None:
    blocks = choices(heads)
    found = aligned(blocks)
    assert unlike(found) == {}
    table = at(blocks, "4.1.") + 1
    while isinstance(blocks[table], Paragraph):
        table += 1
    spots = [found.places.texts[f"q4_1.{one}"].spot for one in CHOICES]
    paths = [f"/b/{table}/r{n}c{column}" for n in range(1, 6)]
    assert spots == [Spot(path, is_cell=True) for path in paths]


@pytest.mark.parametrize(
    ("ticked", "text"), [((), ""), ((0,), ""), ((1,), "X"), ((0, 1), "X")]
)
def test_a_tick_under_the_no_is_read_as_none(
    ticked: tuple[int, ...], text: str
) -> None:
    found = aligned(choices(("Non", "Oui"), *ticked))
    assert text_of(found) == text


def text_of(found: Alignment) -> str:
    return found.places.texts["q4_1.commune"].text


@pytest.mark.parametrize(
    "heads",
    [
        ("Non",),
        ("Oui / Non",),
        ("Oui", "Sans objet"),
        ("Oui", "Non", "Sans objet"),
        ("Non", "Oui", "Oui"),
    ],
)
def test_other_columns_of_that_kind_are_doubtful(heads: tuple[str, ...]) -> None:
    found = aligned(choices(heads, 0))
    assert unlike(found) == of("q4_1", Status.DOUBTFUL)
    assert text_of(found) == ""


def test_a_box_on_each_side_of_a_label() -> None:
    """ "Non" before it and "Oui" behind it, the first one ticked."""

    def changed(rows: list[Row]) -> None:
        labels = [one.cells[1].text for one in rows if one.cells[1].text]
        rows[:] = [row("Non", "", "Oui"), row("X", labels[0], "")]
        rows += [row("", one, "") for one in labels[1:]]

    found = aligned(with_table(form(), "4.1.", changed))
    assert text_of(found) == ""
    assert unlike(found) == {}


def test_boxes_that_say_it_themselves_are_doubtful() -> None:
    def changed(rows: list[Row]) -> None:
        labels = [one.cells[1].text for one in rows if one.cells[1].text]
        rows[:] = [row(one, "☒ Non", "☐ Oui") for one in labels]

    found = aligned(with_table(form(), "4.1.", changed))
    assert unlike(found) == of("q4_1", Status.DOUBTFUL)
