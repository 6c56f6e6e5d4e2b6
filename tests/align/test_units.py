"""What stands beside the dots of a blank stays, and says whether they are the answer's."""

from __future__ import annotations

import pytest

from pipeline.align.placed import FoundText, Spot, Status
from pipeline.word_files.reading import Paragraph, Row
from tests.align.layouts import row
from tests.align.test_other_forms import aligned, at, form, with_table
from tests.align.test_spots import with_status

EQUAL, DOUBTFUL = Status.EQUAL, Status.DOUBTFUL


def below(number: str, text: str) -> FoundText:
    """What is found of a question whose answer is this paragraph."""
    blocks = form()
    here = at(blocks, number) + 1
    blocks[here : here + 1] = [Paragraph(text)]
    name = f"q{number.rstrip('.').replace('.', '_')}"
    return aligned(blocks).places.texts[name]


@pytest.mark.parametrize(
    ("number", "text", "dots"),
    [
        ("2.5.", "…… ménages", (0, 2)),
        ("2.5.", "( …… ménage(s) )", None),
        ("3.2.", "____ ménage(s)", (0, 4)),
        ("4.2.1.", ".... dossiers.", (0, 4)),
        ("2.5.", "(……)", (1, 3)),
        ("2.5.", "|__|__|", (0, 7)),
        ("2.5.", "…… %", None),
        ("2.5.", "…… personnes", None),
        ("4.2.1.", "…… ménages", None),
        ("4.2.2.", "…… €", None),
        ("3.8.4.", "…/…", None),
        ("2.6.", "…… ménages sur ……", None),
        ("2.6.", "…… jours", None),
    ],
)
def test_a_figure_goes_to_the_dots_of_what_is_counted(
    number: str, text: str, dots: tuple[int, int] | None
) -> None:
    found = below(number, text)
    here = at(form(), number) + 1
    if dots is None:
        assert (found.status, found.spot) == (DOUBTFUL, None)
        assert found.there == text
        assert found.wording == ("dossiers" if number.startswith("4") else "ménages")
    else:
        assert (found.status, found.text) == (EQUAL, "")
        assert found.spot == Spot(f"/b/{here}", *dots)


@pytest.mark.parametrize(
    ("text", "is_sure"),
    [("…… ménages", True), ("…… chefs de ménage", True), ("…… %", False), ("%", False)],
)
def test_a_cell_with_what_is_counted(text: str, is_sure: bool) -> None:
    def dotted(rows: list[Row]) -> None:
        rows[1] = row("Travail", text)

    blocks = with_table(form(), "2.7.1.", dotted)
    found = aligned(blocks).places.texts["q2_7_1.travail"]
    path = f"/b/{at(blocks, '2.7.1.') + 1}/r1c1/0"
    assert found.spot == (Spot(path, 0, 2) if is_sure else None)
    assert (found.status, found.text) == (EQUAL if is_sure else DOUBTFUL, "")


@pytest.mark.parametrize(
    ("last", "spot"), [("…… ménages", (20, 22)), ("…… %", None), ("… euros", None)]
)
def test_dots_with_a_unit_behind_a_label(
    last: str, spot: tuple[int, int] | None
) -> None:
    blocks = with_status("Autre, précisez ici un cousin : 2")
    blocks[at(blocks, "2.7.1.") + 5] = Paragraph(f"Pension/prépension: {last}")
    found = aligned(blocks).places.texts["q2_7_1.pension"]
    path = f"/b/{at(blocks, '2.7.1.') + 5}"
    assert found.spot == (spot and Spot(path, *spot))


def test_a_precision_keeps_the_unit_behind_it() -> None:
    found = aligned(with_status("Autre, précisez ici…******** : …… %")).places.texts
    for name in ("q2_7_1.autre", "q2_7_1.autre_precision"):
        assert (found[name].status, found[name].spot) == (DOUBTFUL, None)
