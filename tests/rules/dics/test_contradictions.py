"""Figures of a DiCS report that comes in, one changed by hand: which do not agree then,
and which say nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from pipeline.document.places import fill_places
from pipeline.editions.loader import load_form
from pipeline.model.received import cents_of, figure_of, ticked
from pipeline.model.submission import Places
from pipeline.rules.families import FAMILIES
from tests.support.cases import beside, cases
from tests.support.marks import slow_after
from tests.support.received import random_answers

FORM = load_form("dics-2023")
SOUND: dict[str, str] = beside(__file__)["sound"]


def told(changes: Mapping[str, str]) -> list[str]:
    texts: dict[str, str] = dict.fromkeys(all_places(), "0") | SOUND | dict(changes)
    return [
        one.sentence
        for one in FAMILIES[FORM.family].contradictions(FORM, Places(texts))
    ]


def all_places() -> list[str]:
    """The places of every figure."""
    return [
        f"q{question.id.replace('.', '_')}{'.' if line.key else ''}{line.key}"
        for question in FORM.questions.values()
        for line in question.counted(FORM.lists)
    ]


def test_a_sound_report_holds_together() -> None:
    assert told({}) == []


@cases(__file__, "changed")
def test_one_figure_is_changed(changes: dict[str, str], expected: list[str]) -> None:
    found = told(changes)
    assert len(found) == len(expected), found
    for sentence, start in zip(found, expected, strict=True):
        assert sentence.startswith(start)


@pytest.mark.parametrize("number", slow_after(4, range(1, 121, 2)))
def test_what_is_counted_never_contradicts_itself(number: int) -> None:
    """Of any register, but that 3.7 may be more than 3.6."""
    form, answers = random_answers(number)
    places = fill_places(form.document, answers)
    found = FAMILIES[form.family].contradictions(form, places)
    assert [one for one in found if one.places != ("q3_7", "q3_6")] == []


def test_a_contradiction_names_its_places() -> None:
    texts = dict.fromkeys(all_places(), "0") | SOUND | {"q3_10": "6"}
    (found,) = FAMILIES[FORM.family].contradictions(FORM, Places(texts))
    assert found.places == ("q3_10", "q3_1")


def test_what_is_a_figure() -> None:
    for text, figure in {
        "0": 0,
        " 12\n": 12,
        "1\u202f234": 1234,
        "1 234 567": 1234567,
    }.items():
        assert figure_of(text) == figure
    no_figures = (
        "",
        "/",
        "-",
        "douze",
        "12 ménages",
        "1.234",
        "12,5",
        "-3",
        "12 34",
        "½",
        "٣",
        "X",
    )
    assert [*map(figure_of, no_figures)] == [None] * len(no_figures)
    assert figure_of("9" * 5_000) is None


def test_what_is_an_amount() -> None:
    amounts = {
        "50.000,00 €": 5_000_000,
        "- €": 0,
        "50 000 €": 5_000_000,
        "7": 700,
        "-1,05 €": -105,
    }
    assert {text: cents_of(text) for text in amounts} == amounts
    assert [*map(cents_of, ("", "50.00", "mille", "1,5 €", "12 €/mois"))] == [None] * 5


def test_what_is_a_tick() -> None:
    assert [*map(ticked, ("X", " x ", "☒", "✓", "", "☐", "oui", "1"))] == [
        *(True, True, True, True),
        *(False, False, None, None),
    ]
