"""The sums of a CLSS plan that comes in: what adds up says nothing, what does not is
named with its amounts.
"""

from __future__ import annotations

from typing import Any

import pytest

from pipeline.editions.loader import load_form
from pipeline.model.submission import Places
from pipeline.rules.families import FAMILIES
from tests.support.random_plans import produced

FORM = load_form("clss-2022-2025")
# 1000 = 300 + 200 + 500, of which two halves; the detail is the CPAS amount.
QUARTER = {
    "quartier": "Marolles",
    "referent": "300,00 €",
    "cpas": "200,00 €",
    "appel": "500,00 €",
    "moitie_1": "250,00 €",
    "moitie_2": "250,00 €",
}
ROWS = [
    {"quartier": "Marolles", "activites": "2", "personnes": "30", "nouvelles": "5"},
    {"quartier": "Anneessens", "activites": "1", "personnes": "10", "nouvelles": ""},
    {"quartier": "Ensemble", "activites": "3", "personnes": "40", "nouvelles": "5"},
]


def told(
    detail: tuple[str, ...] = ("150,00 €", "50,00 €"),
    total: str = "1.000,00 €",
    detail_total: str = "200,00 €",
    rows: list[dict[str, str]] = ROWS,
    **quarter: str,
) -> list[str]:
    """What does not add up in a plan of one budget and one follow-up."""
    lines = tuple(Places({"intitule": "Poste", "montant": amount}) for amount in detail)
    below = Places({"quartier": "Marolles", "total": detail_total}, {"lignes": lines})
    lists: dict[str, Any] = {
        "quartiers": (Places({**QUARTER, **quarter}),),
        "egal": (Places({"montant": total}),),
        "inegal": (),
        "detail": (Places({}, {"quartiers": (below,)}),),
    }
    follow_up = tuple(Places({"vise": "1.1.1", "annee": "2023", **row}) for row in rows)
    plan = Places(
        {},
        {
            "budgets": (Places({"annee": "2022"}, lists),),
            "suivi": (Places({}, {"lignes": follow_up}),),
        },
    )
    found = FAMILIES[FORM.family].contradictions(FORM, plan)
    return [one.sentence for one in found]


def test_a_sound_plan_adds_up() -> None:
    assert told() == []


@pytest.mark.parametrize("seed", range(12))
def test_plans_that_are_made_add_up(seed: int) -> None:
    _, places, _ = produced(seed)
    assert list(FAMILIES[FORM.family].contradictions(FORM, places)) == []


def test_the_budget_of_a_quarter() -> None:
    sums = "2022, Marolles : référent + CPAS + appel à projets"
    assert told(total="1.100,00 €") == [
        f"{sums} : 1.000,00 €, mais budget par quartier : 1.100,00 €."
    ]
    assert told(referent="301 €") == [
        f"{sums} : 1.001,00 €, mais budget par quartier : 1.000,00 €."
    ]
    assert told(moitie_2="240,00 €") == [
        "2022, Marolles : première moitié + seconde moitié : 490,00 €, mais appel à projets"
        " : 500,00 €."
    ]


def test_the_detail_of_the_cpas() -> None:
    assert told(detail=("150,00 €", "60,00 €")) == [
        "2022, Marolles : lignes du détail CPAS : 210,00 €, mais total du détail CPAS : 200,00 €."
    ]
    assert told(detail_total="210,00 €", detail=("150,00 €", "60,00 €")) == [
        "2022, Marolles : total du détail CPAS : 210,00 €, mais CPAS : 200,00 €."
    ]


@pytest.mark.parametrize(
    "table, where",
    [
        ("quartiers", "le budget"),
        ("inegal", "les budgets par quartier"),
        ("detail", "le détail des actions du CPAS"),
    ],
)
def test_a_quarter_that_stands_twice(table: str, where: str) -> None:
    twice = (Places({"quartier": "Marolles"}), Places({"quartier": "Marolles"}))
    turns = (Places({}, {"quartiers": twice}),) if table == "detail" else twice
    totals = {"egal": (Places({"montant": ""}),)} if table == "quartiers" else {}
    year = Places({"annee": "2022"}, {table: turns, **totals})
    plan = Places({}, {"budgets": (year,)})
    found = FAMILIES[FORM.family].contradictions(FORM, plan)
    assert [one.sentence for one in found] == [
        f"2022, Marolles : ce quartier est deux fois dans {where}."
    ]


def test_what_is_no_amount_takes_part_in_no_sum() -> None:
    assert told(cpas="deux cents euros", detail=("150,00 €", "")) == []
    assert told(cpas="", referent="1.200,00 €") == [
        "2022, Marolles : référent + CPAS + appel à projets : 1.700,00 €, mais budget par"
        " quartier : 1.000,00 €."
    ]


def test_the_follow_up() -> None:
    more = [*ROWS[:2], {**ROWS[2], "personnes": "41"}]
    assert told(rows=more) == [
        "1.1.1, 2023, Ensemble : personnes : 40, mais personnes : 41."
    ]
    new = [{**ROWS[0], "nouvelles": "31"}]
    assert told(rows=new) == [
        "1.1.1, 2023, Marolles : 31 nouvelles, mais 30 personnes touchées."
    ]


def plan_of(**lists: tuple[Places, ...]) -> list[str]:
    found = FAMILIES[FORM.family].contradictions(FORM, Places({}, lists))
    return [one.sentence for one in found]


def budget(**lists: Any) -> tuple[Places, ...]:
    return (Places({"annee": "2022"}, {"quartiers": (Places(QUARTER),), **lists}),)


TOTAL = Places({"montant": "1.000,00 €"})
OF_MAROLLES = Places({"quartier": "Marolles", "montant": "1.000,00 €"})


@pytest.mark.parametrize(
    ("lists", "sentence"),
    [
        ({"egal": (TOTAL,)}, ""),
        ({"inegal": (OF_MAROLLES,)}, ""),
        (
            {"egal": (TOTAL, TOTAL)},
            "2022 : « Budget par quartier » est deux fois dans le budget.",
        ),
        (
            {"egal": (TOTAL,), "inegal": (OF_MAROLLES,)},
            "2022 : « Budget par quartier » est deux fois dans le budget.",
        ),
        ({}, "2022, Marolles : « Budget par quartier » manque dans le budget."),
    ],
)
def test_a_row_of_totals_stands_once(lists: Any, sentence: str) -> None:
    assert plan_of(budgets=budget(**lists)) == [*filter(None, [sentence])]


def test_a_line_of_the_detail_that_stands_twice() -> None:
    line = Places({"intitule": "Mena", "montant": "- €"})
    quarter = Places(
        {"quartier": "Marolles", "total": "200,00 €"}, {"lignes": (line,) * 2}
    )
    detail = (Places({}, {"quartiers": (quarter,)}),)
    assert (
        "2022, Marolles : « Mena, - € » est deux fois dans le détail des actions du CPAS."
        in plan_of(budgets=budget(egal=(TOTAL,), detail=detail))
    )


def test_a_year_and_a_row_of_the_follow_up_that_stand_twice() -> None:
    row = Places({"vise": "1.1.1", "annee": "2023", **ROWS[0]})
    assert plan_of(
        budgets=budget(egal=(TOTAL,)) * 2, suivi=(Places({}, {"lignes": (row, row)}),)
    ) == [
        "2022 : cette année a deux budgets.",
        "1.1.1, 2023, Marolles : cette ligne est deux fois dans le suivi.",
    ]


def test_an_objective_and_an_action_that_stand_twice() -> None:
    title = Places({"titre": "1.1 (OI). Relier"})
    objectives = (Places({}, {"oi": (title,)}),) * 2

    def row(kind: str, oo: str, action: str) -> Places:
        texts = {"og": "", "oi": "", "oo": oo, "action": action}
        return Places({}, {kind: (Places(texts),)})

    lines = (
        row("oo", "1.1.1 Tenir un relevé", "Créer"),
        row("action", "", "Créer"),
        row("oo", "1.1.2 Relayer", "Créer"),
        row("oo", "1.1.2 Relayer", "Former"),
        row("action", "", ""),
        row("action", "", ""),
    )
    table = Places({}, {"lignes": lines})
    assert plan_of(objectifs=objectives, tableaux=(table,)) == [
        "1.1 : cet objectif est deux fois dans les objectifs.",
        "1.1.2 : cet objectif est deux fois dans les tableaux.",
        "1.1.1 Tenir un relevé : « Créer » est deux fois dans un tableau.",
    ]
