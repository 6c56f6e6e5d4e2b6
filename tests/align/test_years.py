"""What is asked of another year than the document's is never simply equal."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.align.placed import Alignment, Status
from pipeline.new_form.words import is_negated, stretches
from tests.align.edits import Blocks, map_texts
from tests.align.test_other_forms import aligned, form, unlike

REWORDED = Status.REWORDED


def with_years(change: Callable[[str], str]) -> Blocks:
    """The form with its texts changed."""
    return [map_texts(block, change) for block in form()]


def questions(found: Alignment) -> set[str]:
    """The questions that wait for a person."""
    return {n.partition(".")[0] for n, s in unlike(found).items() if s is REWORDED}


def test_a_form_of_another_year_is_that_form() -> None:
    def later(text: str) -> str:
        return text.replace("2023", "2024").replace("2022", "2023")

    assert unlike(aligned(with_years(later))) == {}


@pytest.mark.parametrize(
    ("begin", "waiting"),
    [
        ("2.5. ", {"q2_5"}),
        ("3.1. ", {"q3_1"}),
        ("2.2.1. ", set()),  # its places are rows
        ("4.2. ", {"q4_2"}),
        ("4.2.3. ", {"q4_2_3"}),
        ("· Nombre total de dossiers", {"q4_2"}),
    ],
)
def test_a_question_of_another_year_waits(begin: str, waiting: set[str]) -> None:
    def earlier(text: str) -> str:
        return text.replace("2023", "2022") if text.startswith(begin) else text

    found = aligned(with_years(earlier))
    assert questions(found) == waiting
    assert len(found.reworded) == 1
    (own, there), *_ = found.reworded
    assert own.startswith(begin.strip()[:4]) and "2022" in there
    rows = found.places.rows["q2_2_1"]
    waits = {one.status for row in rows for one in row.texts.values()}
    assert waits == {REWORDED if begin == "2.2.1. " else Status.EQUAL}


def test_two_years_that_are_exchanged() -> None:
    """Of 4.2, "fin 2022" and "en 2023" are two lines."""

    def turned(text: str) -> str:
        return (
            text.replace("fin 2022", "fin 2023") if "relogement inter" in text else text
        )

    found = unlike(aligned(with_years(turned)))
    assert found == {"q4_2.annee_precedente": REWORDED}


def test_in_a_form_of_another_year_the_old_year_stands_out() -> None:
    def later(text: str) -> str:
        return text if text.startswith("2.6. ") else text.replace("2023", "2024")

    found = aligned(with_years(lambda text: later(text.replace("2022", "2023"))))
    assert "q2_6" in questions(found)


def by_letter(text: str) -> str:
    return text.replace("2022", "N-1").replace("2023", "N")


def test_a_year_may_be_said_by_a_letter() -> None:
    found = aligned(with_years(by_letter))
    assert unlike(found) == dict.fromkeys(("annee", "annee_precedente"), Status.ABSENT)


def test_a_letter_for_another_year_waits() -> None:
    def earlier(text: str) -> str:
        text = by_letter(text)
        return text.replace("N", "N - 1") if text.startswith("2.5. Nom") else text

    blocks = with_years(lambda text: earlier(text).replace("N - 1ombre", "Nombre"))
    assert questions(aligned(blocks)) == {"q2_5"}


def test_the_year_of_most_texts_is_the_document_s() -> None:
    """Last year's form under this year's title."""

    def earlier(text: str) -> str:
        is_title = text.startswith("Rapport d")
        return (
            text if is_title else text.replace("2022", "2021").replace("2023", "2022")
        )

    year = aligned(with_years(earlier)).places.texts["annee"]
    assert (year.status, year.text) == (Status.DOUBTFUL, "2022")


def test_the_letter_of_a_year_negates_nothing() -> None:
    assert not is_negated("Ménages relogés en 2023", "Ménages relogés en N")
    assert not is_negated("fin 2022 :", "fin N-1 :")
    assert is_negated("Ceux qui l'ont", "Ceux qui n’ont")


def test_the_year_is_what_is_marked_of_such_a_question() -> None:
    own, there = stretches("2.5. Au cours de 2023 ?", "2.5. Au cours de 2022 ?")
    assert own == (("Au cours de", False), ("2023", True), ("?", False))
    assert there == (("Au cours de", False), ("2022", True), ("?", False))
