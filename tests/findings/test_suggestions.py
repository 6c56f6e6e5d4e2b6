"""Near misses: what is suggested, and above all what is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline.check.sound_rows import check
from pipeline.findings import suggestions as suggest
from pipeline.findings.near_names import closest, pairs
from pipeline.findings.near_values import closest_code, meant_amount, meant_day
from pipeline.findings.suggestions import MOST_HINTS, with_hints
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Submission
from pipeline.workbook.read import load_cells, read
from tests.support.cases import cases
from tests.support.clss_faults import plan_workbook
from tests.support.faults import FORM, cells, changes_of, contact, in_file, workbook
from tests.support.stages import outcome_of, written
from tests.support.systems import python


@cases(__file__, "choices")
def test_the_only_near_choice_is_suggested(
    typed: str, choices: list[str], meant: str
) -> None:
    assert closest(typed, choices) == meant


@cases(__file__, "codes")
def test_the_only_near_code_is_suggested(
    typed: str, codes: list[str], meant: str
) -> None:
    assert closest_code(typed, tuple(codes)) == meant


@cases(__file__, "days")
def test_a_text_that_says_a_day(text: str, day: str) -> None:
    assert meant_day(text) == day


@cases(__file__, "amounts")
def test_a_text_that_says_an_amount(text: str, amount: str) -> None:
    assert meant_amount(text) == amount


def test_renamed_sheets_and_headings_are_paired_once() -> None:
    assert pairs(["Ménages", "Contacts"], ["Menages", "Contacts (2)", "Notes"]) == {
        "Ménages": "Menages",
        "Contacts": "Contacts (2)",
    }
    assert pairs(["Date de départ du HP"], ["Date départ HP"]) == {
        "Date de départ du HP": "Date départ HP"
    }
    assert pairs(["Réseau social"], ["Statut"]) == {}
    assert pairs(["Total", "Totaux"], ["Totau"]) == {}  # it may be either


# ---- in a workbook


def hints(folder: Path, data: bytes) -> dict[str, str]:
    """Place -> what is suggested there."""
    return {
        str(problem.ref): problem.facts["piste"]
        for problem in outcome_of(folder, data).problems
        if "piste" in problem.facts
    }


@cases(__file__, "register")
def test_what_a_register_is_told(
    changes: dict[str, Any], place: str, hint: str, tmp_path: Path
) -> None:
    assert hints(tmp_path, workbook(*changes_of(changes))).get(place, "") == hint


def test_what_a_plan_is_told(tmp_path: Path) -> None:
    typed = cells("budget", C5="100.000,00 €", B6="Sud.", C6="4.760")
    found = hints(tmp_path, plan_workbook(typed))
    assert {
        place: found.get(place) for place in ("Budget!C5", "Budget!B6", "Budget!C6")
    } == {
        "Budget!C5": "100000",
        "Budget!B6": "Sud",
        "Budget!C6": None,
    }


def test_a_renamed_sheet_is_recognised_but_not_one_of_another_edition(
    tmp_path: Path,
) -> None:
    def renamed(title: str) -> bytes:
        return workbook(in_file(lambda book: setattr(book["Contacts"], "title", title)))

    assert hints(tmp_path, renamed("Contact 2023")) == {"Contacts": "Contact 2023"}
    assert hints(tmp_path, renamed("Suivi")) == {"Contacts": ""}


# ---- what it costs


def test_each_value_is_looked_at_once_and_not_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def meant(text: str) -> str:
        seen.append(text)
        return "01/02/2023"

    monkeypatch.setattr(suggest, "meant_day", meant)
    typed = [f"« jour {n // 2} »" for n in range(5000)]
    faults = [
        Problem(
            "date-illisible",
            CellRef("Contacts", n, "A"),
            {"colonne": "Date", "valeur": value},
        )
        for n, value in enumerate(typed)
    ]
    told = with_hints(FORM, Submission("", {}), faults)
    assert seen == [f"jour {n}" for n in range(MOST_HINTS)]
    assert [("piste" in problem.facts) for problem in told] == [
        n < 2 * MOST_HINTS for n in range(5000)
    ]
    assert [problem.ref for problem in told] == [fault.ref for fault in faults]


def test_a_sound_workbook_does_without_the_library(tmp_path: Path) -> None:
    path = written(tmp_path, workbook())
    told = "import sys; from pathlib import Path; from pipeline.run import produce; "
    told += "print(produce(Path(sys.argv[1])).problems, 'rapidfuzz' in sys.modules)"
    said = python(told, path, check=True).stdout
    assert said.strip() == "() False"


def test_a_fault_that_nothing_comes_near_keeps_its_facts(tmp_path: Path) -> None:
    path = written(tmp_path, workbook(contact(8, date="vers Pâques")))
    submission, _ = read(FORM, path.name, load_cells(path)[0])
    (problem,) = check(FORM, submission, "2023-12-31")[1]
    assert problem.facts == {"colonne": "Date", "valeur": "« vers Pâques »"}
