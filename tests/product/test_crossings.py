"""How many packages one value crosses on its way: a contact's date, a free text, a
fault.

A value that passes many hands must be understood by many people. It is followed through
a whole run, by what each function of the product receives and gives back.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from pipeline.findings.listing import as_json, listing
from pipeline.marked_copy.marking import annotate
from pipeline.model.problem import Problem
from pipeline.run import Outcome, look, produce
from tests.support.faults import answer, contact, workbook

DAY, TEXT = date(2023, 6, 17), "Une phrase de l'essai qui ne vient nulle part ailleurs."


def is_day(value: Any) -> bool:
    """Whether it is the contact's day, as a date or as it is written in a cell or a
    row.
    """
    if isinstance(value, str):
        return value in (DAY.isoformat(), str((DAY - date(1899, 12, 30)).days))
    return isinstance(value, date) and value.isoformat()[:10] == DAY.isoformat()


def is_text(value: Any) -> bool:
    return isinstance(value, str) and TEXT in value and len(value) < 2 * len(TEXT)


def is_fault(value: Any) -> bool:
    return (
        isinstance(value, Problem) and getattr(value, "code", "") == "hors-liste"
    )  # none while it is being made


def crossed(run: Callable[[], Any], is_it: Callable[[Any], bool]) -> set[str]:
    """The packages of which a function received the value, or gave it back, while this
    ran.
    """
    found: set[str] = set()

    def watch(frame: FrameType, event: str, given: Any) -> None:
        module = str(frame.f_globals.get("__name__", ""))
        if module.startswith("pipeline.") and event in ("call", "return"):
            values = [*frame.f_locals.values()] if event == "call" else [given]
            if any(is_it(value) for value in values):
                found.add(module.split(".")[1])

    sys.setprofile(watch)
    try:
        run()
    finally:
        sys.setprofile(None)
    return found


def told(file: Path) -> Outcome:
    """What ``verifier`` says and makes of a workbook."""
    outcome = look(file)
    listing(outcome.problems)
    as_json(file.name, outcome.form.edition, outcome.problems)
    annotate(file.read_bytes(), outcome.problems)
    return outcome


@pytest.mark.parametrize(
    ("is_it", "most", "least"),
    [(is_day, 7, {"workbook", "check"}), (is_text, 10, {"workbook", "document"})],
)
def test_a_value_crosses_few_packages(
    is_it: Callable[[Any], bool], most: int, least: set[str], tmp_path: Path
) -> None:
    file = tmp_path / "classeur.xlsx"
    told = contact(6, date=DAY.isoformat()), answer("1.1", "communication", texte=TEXT)
    file.write_bytes(workbook(*told))
    assert produce(file).report
    found = crossed(lambda: produce(file), is_it)
    assert least <= found and len(found) <= most, found


def test_a_fault_crosses_few_packages(tmp_path: Path) -> None:
    file = tmp_path / "classeur.xlsx"
    file.write_bytes(workbook(contact(6, mode="Pigeon")))
    found = crossed(lambda: told(file), is_fault)
    assert {"check", "findings", "marked_copy"} <= found and len(found) <= 7, found
