"""A draft's figures: what is printed without a mark is the same however the faults are
mended.
"""

from __future__ import annotations

from collections import Counter

import pytest

from pipeline.answers.tally import tally
from pipeline.findings.sentences.answers import PROVISIONAL, TO_DO
from pipeline.model.submission import Answers
from tests.support.mended import mendings, spoilt
from tests.support.properties import DICS, draft_of, outcome_of


def figures(answers: Answers) -> dict[tuple[str, str], str]:
    """The counted lines of a report."""
    return {
        (question.id, line.key): answers.figures[question.id][line.key].value
        for question in DICS.questions.values()
        if question.is_printed
        for line in question.counted(DICS.lists)
    }


def measured(numbers: range) -> Counter[str]:
    """How many figures are printed, and as sure, of drawn registers with faults; each
    sure one is the same in the reports of drawn mendings.
    """
    seen: Counter[str] = Counter()
    for number in numbers:
        case = spoilt(number)
        if case is None:
            continue
        outcome = outcome_of(DICS, case.rows)
        if outcome.facts is None or not outcome.errors:
            continue
        answers = draft_of(outcome, case.rows)
        shown = figures(answers)
        seen["registers"] += 1
        seen["all"] += len(shown)
        seen["printed"] += sum(TO_DO not in value for value in shown.values())
        sure = {place: value for place, value in shown.items() if value.isdecimal()}
        seen["sure"] += len(sure)
        seen["marked"] += sum(PROVISIONAL in value for value in shown.values())
        for rows in mendings(case, number):
            mended = outcome_of(DICS, rows)
            assert not mended.errors
            seen["mended"] += rows is not case.sound
            final = figures(tally(mended.facts))
            changed = {
                place: (value, final[place])
                for place, value in sure.items()
                if final[place] != value
            }
            assert not changed, (number, case.cells, changed)
    return seen


def test_what_is_sure_of_a_draft_stands_however_it_is_mended() -> None:
    seen = measured(range(20))
    assert seen["registers"] >= 10 and seen["mended"] >= 40
    assert seen["printed"] >= 0.8 * seen["all"]
    assert seen["sure"] >= 0.5 * seen["printed"]


@pytest.mark.slow
@pytest.mark.properties
@pytest.mark.parametrize("batch", range(10))
def test_what_is_sure_of_300_drafts_stands_however_they_are_mended(batch: int) -> None:
    seen = measured(range(1000 + 40 * batch, 1040 + 40 * batch))
    assert seen["registers"] >= 30
    assert seen["printed"] >= 0.8 * seen["all"]
    assert seen["sure"] >= 0.5 * seen["printed"]
