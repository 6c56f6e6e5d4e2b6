"""The kinds of question: what each says of its answer is what the stages make of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.edition.questions import KINDS, Breakdown, Ticks
from pipeline.editions.loader import load_form
from pipeline.run import look
from tests.examples import EXAMPLES
from tests.support.paths import ROOT


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_answer_has_the_lines_that_its_kind_says(example: str) -> None:
    outcome = look(ROOT / example)
    assert outcome.answers is not None
    form, answers = outcome.form, outcome.answers
    for question in form.questions.values():
        keys = [*answers.figures.get(question.id, {})]
        assert keys == [*question.keys(form.lists)], question.id
        assert (question.id in answers.parts) == question.repeats
        for part in answers.parts.get(question.id, ()):
            named = question.columns_of_parts(form.lists)
            assert not named or part.figures.keys() == named


def test_a_question_names_its_sets() -> None:
    asked = load_form("dics-2023").questions
    named = {key: asked[key].named_sets for key in ("1.1", "2.4", "2.5", "3.10")}
    assert named == {
        "1.1": [],
        "2.4": ["non_prioritaires"],
        "2.5": ["rencontres"],
        "3.10": ["suivis_confies"],
    }


def test_a_breakdown_counts_each_line_in_each_column() -> None:
    form = load_form("dics-2023")
    (asked,) = (one for one in form.asked(Breakdown) if one.id == "2.9")
    assert {line.set for line in asked.counted(form.lists)} == {"motifs_de_non_relais"}
    assert {line.by for line in asked.counted(form.lists)} == {"motif"}


def test_the_text_beside_a_tick_may_be_of_another_question() -> None:
    own, other, *_ = load_form("dics-2023").asked(Ticks)
    item = load_form("dics-2023").lists[own.list].items[0]
    assert (own.id, own.printed_fields(item)) == ("1.1", ("coche", "texte"))
    assert (other.id, other.printed_fields(item)) == ("1.2.1", ("coche",))
    assert other.answer_fields(item) == {"coche", "texte"}


def test_every_kind_stands_in_the_page_on_editions() -> None:
    page = Path(ROOT, "docs/editions.md").read_text(encoding="utf-8")
    table = page.partition("| kind | its keys |")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `(\w+)` \|", table, re.M) == [*KINDS]
