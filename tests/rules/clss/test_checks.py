"""Each finding of a CLSS plan: alone at its cell, absent just beside it, held back
while a row may change it.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from re import findall
from typing import Any

from pipeline.editions.loader import load_form
from pipeline.findings.messages import CATALOGUE, sentence
from pipeline.model.problem import Problem
from pipeline.rules.clss import checks as clss_checks
from pipeline.rules.clss.checks import check_plan
from tests.support.cases import beside, cases, load_cases
from tests.support.clss_rows import FIRST, facts_of

PAGE = beside(__file__, load_cases)
Changes = Mapping[str, Any]


def problems(changes: Changes) -> list[Problem]:
    """What is told of the sound plan with these rows filled, the next free one included,
    or without some.
    """
    rows = deepcopy(PAGE["sound"])
    for place, cells in changes.items():
        if place != "without":
            sheet, number = place.split()
            there = slice(int(number) - FIRST, int(number) - FIRST + 1)
            row = {**(rows[sheet][there] or [{}])[0], **cells}
            rows[sheet][there] = [{key: cell for key, cell in row.items() if cell}]
    for place in changes.get("without", ()):
        sheet, _, number = place.partition(" ")
        del rows[sheet][int(number) - FIRST if number else slice(None)]
    return list(check_plan(*facts_of(load_form("clss-2022-2025"), rows)))


def found(changes: Changes) -> list[tuple[str, str]]:
    told = problems(changes)
    assert not any("{" in sentence(problem) for problem in told)
    return [(problem.code, str(problem.ref)) for problem in told]


def test_a_sound_plan_has_no_finding() -> None:
    assert found({}) == []


@cases(__file__, "faults", load_cases)
def test_fault_alone_at_its_cell(code: str, place: str, changes: Changes) -> None:
    assert found(changes) == [(code, place)]


def test_a_follow_up_that_is_too_long() -> None:
    """156 targets for each of 99 quarters: 15,444 rows, and 15,000 are the most."""
    each = {"nombre": "1", "etendue": "par_quartier"}
    actions = [("1.1.1", n) for n in range(3, 100)] + [
        ("1.1.2", n) for n in range(2, 61)
    ]
    crowded = {"plan 5": {"situation": "2022-06-30"}}  # no year is over
    for n in range(97):
        crowded[f"quartiers {8 + n}"] = {"nom": f"Quartier {n}"}
    for at, (objectif, n) in enumerate(actions):
        action = {"objectif": objectif, "code": f"A{n}", "texte_recit": "z"}
        crowded[f"actions {11 + at}"] = action
        crowded[f"cibles {7 + at}"] = {"vise": f"{objectif} A{n}", **each}
    assert found(crowded) == [("suivi-trop-long", "Cibles")]


def test_every_code_is_provoked() -> None:
    files = Path(clss_checks.__file__).parent.glob("*.py")
    named = {
        word
        for file in files
        for word in findall(r'"([a-z-]+)"', file.read_text(encoding="utf-8"))
    }
    named &= set(CATALOGUE)
    provoked = {code for code, *_ in PAGE["faults"][1:]} | {"suivi-trop-long"}
    assert named == provoked


@cases(__file__, "just_sound", load_cases)
def test_just_sound(changes: Changes) -> None:
    assert found(changes) == []


def test_a_wrong_half_of_an_odd_cent_is_told_twice() -> None:
    swapped = {"moitie_1": "25000.00", "moitie_2": "25000.01", "total": "100000.01"}
    assert found({"budget 6": swapped}) == [
        ("montant-contredit", "Budget!J6"),
        ("montant-contredit", "Budget!L6"),
    ]


@cases(__file__, "facts", load_cases)
def test_what_findings_name(facts: Mapping[str, str], changes: Changes) -> None:
    (problem,) = problems(changes)
    assert problem.facts == facts


@cases(__file__, "held", load_cases)
def test_held_back(changes: Changes) -> None:
    assert found(changes) == []


@cases(__file__, "beside", load_cases)
def test_told_beside_a_fault_that_cannot_change_it(
    code: str, place: str, changes: Changes
) -> None:
    assert found(changes) == [(code, place)]


@cases(__file__, "once", load_cases)
def test_one_cause_is_told_once(code: str, place: str, changes: Changes) -> None:
    assert found(changes) == [(code, place)]
