"""Stages of the product, of a workbook in a folder or of its rows alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.model.problem import Problem
from pipeline.model.submission import Submission
from pipeline.run import Outcome, build_records, check_rows, produce
from tests.support.faults import Finding


def examine(
    form: Form, submission: Submission
) -> tuple[CheckedRows, Any, list[Problem]]:
    """Every check on the rows of a workbook; gives the family's records too, None where
    it is not known as at which day they count.
    """
    outcome = build_records(check_rows(Outcome(form, (), submission)))
    assert outcome.rows is not None
    return outcome.rows, outcome.facts, [*outcome.problems]


def written(folder: Path, data: bytes) -> Path:
    """A workbook in a folder."""
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return path


def outcome_of(folder: Path, data: bytes, password: str | None = None) -> Outcome:
    """What comes of a workbook."""
    return produce(written(folder, data), password)


def findings(outcome: Outcome) -> list[Finding]:
    """What is told of it, each with its place."""
    return [(problem.code, str(problem.ref or "")) for problem in outcome.problems]
