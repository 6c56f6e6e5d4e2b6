"""The last guard between figures: answers broken by hand, each check failing with the
right households.
"""

from __future__ import annotations

from dataclasses import replace
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
from tests.support.paths import ROOT
from tests.support.stages import examine

SUPPORTED = {
    "accompagnement_pre": "entame",
    "statut": "ris",
    "raison": "choix",
    "reseau": "oui",
}
KEPT = {"probleme_1": "sante", "relais_1": "non", "motif_1": "antenne"}
RELAYED = {"probleme_1": "sante", "relais_1": "oui"}
AFTER = {
    "destination": "ais",
    "localisation": "origine",
    "accompagnement_post": "entame",
    "contenu_1": "loyer",
}
GRANTED = {"decision": "octroi", "date_decision": "2023-05-05"}
# H-1 is in 2.5 and not relayed, H-2 in 2.6 and relayed, H-3 in 2.6 only; H-4 was
# relocated in the year and visited, H-5 the year before; both are supported. One file
# was granted, the other is under way.
CASE = {
    "menages": [
        {"code": "H-1", **SUPPORTED, **KEPT},
        {"code": "H-2", **SUPPORTED, **RELAYED},
        {"code": "H-3"},
        {
            "code": "H-4",
            "statut": "ris",
            "reseau": "oui",
            "date_relogement": "2023-02-01",
            **AFTER,
        },
        {
            "code": "H-5",
            "statut": "travail",
            "reseau": "non",
            "date_relogement": "2022-02-01",
            **AFTER,
        },
    ],
    "contacts": [
        {"date": "2023-03-01", "codes": "H-1", "mode": "site"},
        {"date": "2023-03-01", "codes": "H-2;H-3", "mode": "telephone"},
        {"date": "2023-03-02", "codes": "H-4;H-5", "mode": "visite"},
    ],
    "dossiers": [
        {"numero": "D1", "menage": "H-4", "ouverture": "2023-02-05", **GRANTED},
        {"numero": "D2", "menage": "H-5", "ouverture": "2023-01-05"},
    ],
}


@pytest.fixture(scope="module")
def sound() -> Known:
    form = load_form("dics-2023")
    rows = {sheet.key: rows_of(form, sheet, CASE) for sheet in form.sheets.values()}
    _, facts, _ = examine(form, Submission("case", rows))
    assert facts is not None
    return facts, tally(facts)


def broken(
    answers: Answers, question: str, line: str, records: frozenset[Any]
) -> Answers:
    """The same answers with other records, and their number, at one place."""
    figures = {**answers.figures[question], line: Figure(str(len(records)), records)}
    return replace(answers, figures={**answers.figures, question: figures})


def told(known: Known, answers: Answers) -> set[str]:
    facts, _ = known
    return {str(difference) for difference in guard(facts, answers)}


@pytest.mark.parametrize("workbook", EXAMPLES)
def test_nothing_is_told_of_sound_answers(workbook: str) -> None:
    facts, answers = known(ROOT / Path(workbook), "dics-2023")
    assert list(guard(facts, answers)) == []


def test_nothing_is_told_of_the_sound_case(sound: Known) -> None:
    assert told(sound, sound[1]) == set()


LOYER = "Impossibilité de trouver un logement à loyer modéré"
# Place that is broken, records added there and taken away from there -> what is told,
# among others.
ADDED: list[tuple[str, str, str, str, str]] = [
    ("2.7", "", "H-5", "", "2.7 dans 2.5 + 2.6 : « H-5 » est en trop"),
    ("2.5", "", "H-3", "", "2.5 et 2.6 à la fois : « H-3 » est en trop"),
    ("2.5", "", "", "H-1", "2.7 dans 2.5 + 2.6 : « H-1 » est en trop"),
    ("2.7.1", "total", "", "H-2", "2.7.1 (Total) et 2.7 : « H-2 » manque"),
    ("2.7.2", "total", "H-3", "", "2.7.2 (Total) et 2.7 : « H-3 » est en trop"),
    ("2.7.1", "ris", "", "H-1", "2.7.1 et 2.7 : « H-1 » manque"),
    (
        "2.7.2",
        "loyer",
        "H-2",
        "",
        f"2.7.2 ({LOYER}) et 2.7.2 (Par choix réel) à la fois : « H-2 » est en trop",
    ),
    ("2.7.3", "", "H-3", "", "2.7.3 dans 2.7 : « H-3 » est en trop"),
    ("3.2", "", "H-5", "", "3.2 + 3.3 + 3.4 dans 3.1 : « H-5 » est en trop"),
    ("3.3", "", "H-4", "", "3.2 et 3.3 à la fois : « H-4 » est en trop"),
    ("3.4", "", "H-1", "", "3.2 + 3.3 + 3.4 dans 3.1 : « H-1 » est en trop"),
    ("3.1", "", "", "H-4", "3.2 + 3.3 + 3.4 dans 3.1 : « H-4 » est en trop"),
    ("3.10", "", "H-5", "", "3.10 dans 3.1 : « H-5 » est en trop"),
    ("3.8.1", "total", "", "H-5", "3.8.1 (Total) et 3.5 + 3.7 : « H-5 » manque"),
    ("3.8.2", "total", "H-1", "", "3.8.2 (Total) et 3.5 + 3.7 : « H-1 » est en trop"),
    ("3.8.3", "origine", "", "H-4", "3.8.3 et 3.5 + 3.7 : « H-4 » manque"),
    (
        "3.8.2",
        "prive",
        "H-5",
        "",
        "3.8.2 (Logement privé en Wallonie) et 3.8.2 (AIS) à la fois : « H-5 » est en trop",
    ),
    ("3.8.4", "", "H-1", "", "3.8.4 dans 3.5 + 3.7 : « H-1 » est en trop"),
]


@pytest.mark.parametrize(("question", "line", "more", "less", "expected"), ADDED)
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
        "2.7": {"": replace(answers.figures["2.7"][""], value="3")},
    }
    assert told(sound, replace(answers, figures=figures)) == {
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
