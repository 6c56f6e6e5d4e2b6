"""The last guard between figures: answers broken by hand, each check failing with the
right households.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.answers.tally import tally
from pipeline.editions.loader import load_form
from pipeline.model.submission import Answers, Figure, Submission
from pipeline.rules.dics.guard import guard
from pipeline.rules.dics.records import Contenu, Motif, Probleme
from tests.examples import EXAMPLES
from tests.explain.test_explanations import Known, known
from tests.rules.dics.test_cases import rows_of
from tests.support.cases import beside, cases, load_cases
from tests.support.paths import ROOT
from tests.support.stages import examine


@pytest.fixture(scope="module")
def sound() -> Known:
    form = load_form("dics-2023")
    case = beside(__file__, load_cases)["case"]
    rows = {sheet.key: rows_of(form, sheet, case) for sheet in form.sheets.values()}
    _, facts, _ = examine(form, Submission("case", rows))
    assert facts is not None
    return facts, tally(facts)


def broken(
    answers: Answers, question: str, line: str, records: frozenset[Any]
) -> Answers:
    """The same answers with other records, and their number, at one place."""
    figures = {**answers.figures[question], line: Figure(str(len(records)), records)}
    return answers._replace(figures={**answers.figures, question: figures})


def told(known: Known, answers: Answers) -> set[str]:
    facts, _ = known
    return {str(difference) for difference in guard(facts, answers)}


@pytest.mark.parametrize("workbook", EXAMPLES)
def test_nothing_is_told_of_sound_answers(workbook: str) -> None:
    facts, answers = known(ROOT / Path(workbook), "dics-2023")
    assert list(guard(facts, answers)) == []


def test_nothing_is_told_of_the_sound_case(sound: Known) -> None:
    assert told(sound, sound[1]) == set()


@cases(__file__, "added", load_cases)
def test_a_household_where_it_may_not_be(
    sound: Known, question: str, line: str, more: str, less: str, expected: str
) -> None:
    facts, answers = sound
    by_code = {menage.who: menage for menage in facts.menages.values()}
    records = answers.figures[question][line].records
    records = (records | {by_code[code] for code in [more] if code}) - {
        by_code[code] for code in [less] if code
    }
    assert expected in told(sound, broken(answers, question, line, records))


def of_line(answers: Answers, question: str, line: str) -> frozenset[Any]:
    return answers.figures[question][line].records


def test_concerned_is_relayed_and_not_relayed(sound: Known) -> None:
    answers = sound[1]
    kept = of_line(answers, "2.8", "sante_non_relayes")
    both = "2.8 ({0}, relayés) + 2.8 ({0}, non relayés) et 2.8 ({0}) : « H-1 » manque"
    assert both.format("Santé") in told(
        sound, broken(answers, "2.8", "sante_non_relayes", frozenset())
    )
    apart = "2.8 (Santé, relayés) et 2.8 (Santé, non relayés) à la fois"
    assert f"{apart} : « H-1 » est en trop" in told(
        sound, broken(answers, "2.8", "sante_relayes", of_line(answers, "2.8", "sante"))
    )
    assert both.format("Endettement") in told(
        sound, broken(answers, "2.8", "endettement", kept)
    )


def test_a_problem_is_of_a_supported_household(sound: Known) -> None:
    facts, answers = sound
    stranger = frozenset(
        Probleme(facts.menages[key], "handicap", (1,)) for key in ("H3",)
    )
    both = broken(
        broken(answers, "2.8", "handicap", stranger),
        "2.8",
        "handicap_relayes",
        stranger,
    )
    assert told(sound, both) == {"2.8 dans 2.7 : « H-3 » est en trop"}


def test_who_is_not_relayed_has_a_reason(sound: Known) -> None:
    assert told(sound, broken(sound[1], "2.9", "antenne", frozenset())) == {
        "2.9 et 2.8 (non relayés) : « H-1 » manque"
    }


def test_who_has_a_reason_is_not_relayed(sound: Known) -> None:
    facts, answers = sound
    reasons = frozenset(
        Motif(facts.menages[key], "antenne", (1,)) for key in ("H1", "H2", "H3")
    )
    assert told(sound, broken(answers, "2.9", "antenne", reasons)) == {
        "2.9 et 2.8 (non relayés) : « H-2 » est en trop",
        "2.9 et 2.8 (non relayés) : « H-3 » est en trop",
    }


def test_the_fates_of_the_files_are_all_files(sound: Known) -> None:
    answers = sound[1]
    granted, open_ = (of_line(answers, question, "") for question in ("4.2.1", "4.2.3"))
    assert {record.who for record in granted} == {"D1"} and {
        record.who for record in open_
    } == {"D2"}
    assert told(sound, broken(answers, "4.2.3", "", frozenset())) == {
        "4.2.1 + 4.2.2 + 4.2.3 et 4.2 (Total) : « D2 » manque"
    }
    assert told(sound, broken(answers, "4.2.2", "", granted)) == {
        "4.2.1 et 4.2.2 à la fois : « D1 » est en trop"
    }
    assert told(sound, broken(answers, "4.2", "total", granted)) == {
        "4.2.1 + 4.2.2 + 4.2.3 et 4.2 (Total) : « D2 » est en trop",
        "4.2 (Relogement de l'année précédente) + 4.2 (Relogement de l'année)"
        " dans 4.2 (Total) : « D2 » est en trop",
    }


def test_a_figure_is_the_number_of_its_records(sound: Known) -> None:
    answers = sound[1]
    figures = {
        **answers.figures,
        "2.7": {"": answers.figures["2.7"][""]._replace(value="3")},
    }
    assert told(sound, answers._replace(figures=figures)) == {
        "2.7 (H-1, H-2) : « 3 » au lieu de « 2 »"
    }


def test_a_problem_that_is_told_elsewhere_is_missing_in_the_total(sound: Known) -> None:
    """Of records of one kind each is looked for, of several kinds their households."""
    answers = sound[1]
    assert told(sound, broken(answers, "3.9", "total", frozenset())) >= {
        "3.9 (Total) et 3.9 : « H-4 » manque",
        "3.9 (Total) et 3.9 : « H-5 » manque",
    }
    (one,) = (one for one in of_line(answers, "3.9", "total") if one.who == "H-4")
    other = frozenset({Contenu(one.menage, "droits", (2,))})
    more = of_line(answers, "3.9", "total") | other
    assert told(sound, broken(answers, "3.9", "total", more)) == {
        "3.9 (Total) et 3.9 : « H-4 » est en trop"
    }
