"""A draft's figures: what is printed without a mark is the same however the faults are
mended.
"""

from __future__ import annotations

from collections import Counter
from copy import deepcopy
from pathlib import Path

import pytest

from pipeline.answers.tally import tally
from pipeline.findings.sentences.answers import PROVISIONAL, TO_DO
from pipeline.model.submission import Answers
from pipeline.run import produce_draft
from tests.examples import example_bytes, plan_bytes
from tests.examples.estinnes import estinnes
from tests.examples.marolles import marolles
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


@pytest.mark.slow
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


def drafted(folder: Path, package: bytes) -> Answers:
    path = folder / "classeur.xlsx"
    path.write_bytes(package)
    answers = produce_draft(path).answers
    assert answers is not None
    return answers


def marked(answers: Answers) -> set[tuple[str, str]]:
    """The figures of a draft that have a mark, by question and line."""
    return {
        (name, line)
        for name, figures in answers.figures.items()
        for line, figure in figures.items()
        if PROVISIONAL in figure.value
    }


def test_support_without_a_contact_marks_what_that_household_may_change(
    tmp_path: Path,
) -> None:
    """H-012, a pensioner whose reason is a second residence, was met by nobody: with a
    contact it is in 2.5 or 2.6 and on its own lines, without support on none.
    """
    rows = deepcopy(estinnes())
    household = next(one for one in rows["menages"] if one["code"] == "H-012")
    household["accompagnement_pre"] = "entame"
    total = {("2.7.1", "total"), ("2.7.2", "total")}
    assert marked(drafted(tmp_path, example_bytes(rows))) == total | {
        *(("2.5", ""), ("2.6", ""), ("2.7", "")),
        *(("2.7.1", "pension"), ("2.7.2", "seconde_residence")),
    }


def test_a_visit_before_the_relocation_leaves_who_the_households_are(
    tmp_path: Path,
) -> None:
    """A visit of January at H-001, which left in May: the day, the mode or the code is
    wrong, or the departure. As a visit of another one it is in chapter 3 alone.
    """
    rows = deepcopy(estinnes())
    visit = {"date": "2023-01-05", "codes": "H-001", "mode": "visite"}
    rows["contacts"].append(visit)
    found = marked(drafted(tmp_path, example_bytes(rows)))
    assert {("3.1", ""), ("3.2", ""), ("3.6", ""), ("4.2", "annee")} <= found
    assert {name for name, _ in found} <= {
        *("2.5", "2.6", "3.1", "3.2", "3.3", "3.4", "3.6", "4.2")
    }


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        # The two quarters have the same total, on one line; with one of them at fault
        # there are two, which may come to be one again.
        ("total", ["À COMPLÉTER", "344.000,00 € (p)"]),
        # That of the CPAS changes no total.
        ("cpas", ["344.000,00 €"]),
    ],
)
def test_a_total_of_a_plan_is_marked_where_a_total_is_at_fault(
    column: str, expected: list[str], tmp_path: Path
) -> None:
    rows = deepcopy(marolles())
    budget = next(one for one in rows["budget"] if one["quartier"] == "Anneessens")
    budget[column] = "?"
    year = drafted(tmp_path, plan_bytes(rows)).parts["budgets"][0].parts
    totals = [*year.get("egal", ()), *year.get("inegal", ())]
    assert [one.text("montant") for one in totals] == expected
