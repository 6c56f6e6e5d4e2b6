"""What 200 random workbooks give, as fingerprints: the outputs are compared with these
while the code is rebuilt.

A register or plan is drawn by its number. Every second one loses the rows that hold its
errors, so that a report is made of it; of the others there are findings, a draft and a
marked copy. After a change of the outputs that is meant, ``python -m
tests.product.test_random_outputs`` writes the fingerprints anew.
"""

from __future__ import annotations

import hashlib
import json
import random
import re
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from pipeline.blank.workbook import build_workbook
from pipeline.edition.form import Form
from pipeline.editions.loader import load_form
from pipeline.explain.dashboard import dashboard
from pipeline.explain.proof import proof_workbook
from pipeline.findings.messages import is_error, sentence
from pipeline.marked_copy.marking import CannotMark, annotate
from pipeline.model.problem import Problem
from pipeline.model.submission import Value
from pipeline.office.package import fingerprint
from pipeline.run import look, produce, produce_draft
from tests.support.faults import BASE, FIRST_ROW
from tests.support.paths import TESTS
from tests.support.random_plans import random_plan
from tests.support.random_workbooks import random_workbook

GOLDEN = TESTS / "golden" / "random-outputs.json"
WORKBOOKS, BATCHES = 200, 10
PLANS = 4  # every fourth workbook is a plan
TURNS = 6  # how often rows at fault are taken out

Rows = dict[str, list[dict[str, Value]]]


def drawn(number: int) -> tuple[Form, Rows]:
    """The form and the rows of a random workbook."""
    draw = random.Random(number)
    if number % PLANS == 0:
        plan = random_plan(draw)
        rows = {sheet: [dict(row) for row in found] for sheet, found in plan.items()}
        return load_form("clss-2022-2025"), rows
    case = random_workbook(draw)
    form = load_form("dics-2023")
    given: dict[str, Sequence[Mapping[str, Value]]] = {
        **{key: case[key] for key in ("menages", "dossiers")},
        "equipements": case["equipements"]
        if number % 2
        else _visited(case["equipements"]),
        "identification": [
            {
                "edition": form.edition,
                "commune": "Clairbois",
                "annee": int(case["year"]),
            }
        ],
        "contacts": [
            {**row, "codes": tuple(row["codes"].split(" ; "))}
            for row in case["contacts"]
        ],
        "reponses": case["reponses"] if number % 2 else BASE["reponses"],
    }
    return form, {sheet: [dict(row) for row in given[sheet]] for sheet in form.sheets}


def _visited(equipements: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The equipments by name, the first of them with a regular presence, as the ticked
    answer to 2.1.1 wants.
    """
    present = {"presence": "une_semaine", "approche": "spontanee"}
    return [
        {"nom": each["nom"], **({} if at else present)}
        for at, each in enumerate(equipements)
    ]


def without_errors(form: Form, rows: Rows, file: Path) -> Rows:
    """The rows without those that hold an error, as far as a few turns find them."""
    for _ in range(TURNS):
        file.write_bytes(build_workbook(form, rows))
        at_fault = {
            (ref.sheet, ref.row)
            for problem in look(file).errors
            if (ref := problem.ref)
        }
        if not at_fault:
            break
        titles = {key: sheet.title for key, sheet in form.sheets.items()}
        rows = {
            key: [
                row
                for at, row in enumerate(found, FIRST_ROW)
                if (titles[key], at) not in at_fault
            ]
            for key, found in rows.items()
        }
    return rows


def outputs(number: int, folder: Path) -> dict[str, str]:
    """The fingerprint of each output of a random workbook."""
    form, rows = drawn(number)
    file = folder / f"{number}.xlsx"
    if number % 2 == 0:
        rows = without_errors(form, rows, file)
    package = build_workbook(form, rows)
    file.write_bytes(package)
    outcome = produce(file)
    found = {
        "workbook": fingerprint(package),
        "findings": _digest(_told(outcome.problems)),
    }
    if outcome.report and outcome.answers:
        figures = outcome.facts, outcome.answers
        text = re.sub(
            r"<style>.*?</style>|<div class=.drawings.>.*?(?=<p class=.note|<details)|<[^>]*>",
            " ",
            dashboard(*figures).decode(),
            flags=re.DOTALL,
        )
        found["report"] = fingerprint(outcome.report)
        found["proof"] = fingerprint(proof_workbook(*figures))
        found["dashboard"] = _digest(" ".join(text.split()))
    elif draft := produce_draft(file).report:
        found["draft"] = fingerprint(draft)
    try:
        found["marked"] = fingerprint(annotate(package, outcome.problems))
    except CannotMark as reason:
        found["marked"] = str(reason)
    return {name: value[:16] for name, value in found.items()}


def _told(problems: Sequence[Problem]) -> str:
    return "\n".join(
        f"{is_error(problem)} {problem.ref} {sentence(problem)}" for problem in problems
    )


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


@pytest.mark.slow
@pytest.mark.parametrize("batch", range(BATCHES))
def test_the_outputs_of_random_workbooks_are_those_committed(
    batch: int, tmp_path: Path
) -> None:
    committed = json.loads(GOLDEN.read_text(encoding="utf-8"))
    for number in range(batch, WORKBOOKS, BATCHES):
        assert outputs(number, tmp_path) == committed[str(number)], number


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made:
        found = {
            str(number): outputs(number, Path(made)) for number in range(WORKBOOKS)
        }
    lines = ",\n".join(
        f' "{number}": {json.dumps(each)}' for number, each in found.items()
    )
    GOLDEN.write_text(f"{{\n{lines}\n}}\n", encoding="utf-8")
