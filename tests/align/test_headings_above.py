"""A heading without an answer of its own says what those below it are about."""

from __future__ import annotations

import pytest

from pipeline.align.placed import Status
from pipeline.word_files.reading import Paragraph
from tests.align.edits import map_texts
from tests.align.test_other_forms import aligned, at, form, of, unlike

REWORDED = Status.REWORDED


@pytest.mark.parametrize(
    ("number", "old", "new", "below"),
    [
        ("3.8.", "accompagnés", "non accompagnés", ["q3_8_1", "q3_8_2", "q3_8_3", "q3_8_4"]),
        ("3.8.", "et des années antérieures", "uniquement", ["q3_8_1", "q3_8_2", "q3_8_3", "q3_8_4"]),
        ("3.8.", "2023", "2022", ["q3_8_1", "q3_8_2", "q3_8_3", "q3_8_4"]),
        ("2.1.", "permanents", "permanents et saisonniers", ["q2_1_1"]),
        ("2.3.", "régulière", "irrégulière", ["q2_3_2"]),
        ("1.2.", "Mise en œuvre", "Préparation", ["q1_2_1", "q1_2_2"]),
    ],
)  # fmt: skip
def test_what_stands_below_a_reworded_heading_waits(
    number: str, old: str, new: str, below: list[str]
) -> None:
    def other(text: str) -> str:
        return text.replace(old, new, 1) if text.startswith(f"{number} ") else text

    found = aligned(map_texts(block, other) for block in form())
    others = unlike(found)
    others.pop("annee", None)  # which is told apart
    assert others == {k: s for q in below for k, s in of(q, REWORDED).items()}
    for entries, turns in found.places.rows.items():
        waits = {one.status for row in turns for one in row.texts.values()}
        is_below = number == "2.3." and entries == "q2_3_1"
        assert waits == {REWORDED if is_below else Status.EQUAL}


def test_a_heading_that_is_another_one_altogether() -> None:
    blocks = form()
    blocks[at(blocks, "3.8.")] = Paragraph("3.8. Tout autre chose")
    assert set(unlike(aligned(blocks)).values()) == {REWORDED}


@pytest.mark.parametrize(
    ("title", "old", "new", "below"),
    [
        ("Relogements 2023", "2023", "2022", ["3_1", "3_2", "3_3", "3_3_1", "3_4", "3_4_1", "3_5"]),
        ("Relogements des", "antérieures", "suivantes", ["3_6", "3_7"]),
        ("Focus sur", "accompagnés", "non accompagnés", ["3_8_1", "3_8_2", "3_8_3", "3_8_4", "3_9", "3_10"]),
        ("Rubrique à compléter par un agent", "compléter", "compléter en pourcentage", ["4_1", "4_2", "4_2_1", "4_2_2", "4_2_3", "4_3"]),
        ("Rubrique à compléter par le chef", "par le", "avec les chiffres de 2022 par le", ["1_1", "1_2_1", "1_2_2"]),
        ("Rubrique à compléter par un agent", "un agent", "le travailleur social", []),
    ],
)  # fmt: skip
def test_what_stands_below_a_reworded_title_waits(
    title: str, old: str, new: str, below: list[str]
) -> None:
    def other(text: str) -> str:
        return text.replace(old, new, 1) if text.startswith(title) else text

    others = unlike(aligned(map_texts(block, other) for block in form()))
    others.pop("annee", None)  # which is told apart
    waiting = [of(f"q{one}", REWORDED) for one in below]
    assert others == {name: one for found in waiting for name, one in found.items()}
