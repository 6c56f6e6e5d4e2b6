"""Stages of the product without a file."""

from __future__ import annotations

from typing import Any

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.model.problem import Problem
from pipeline.model.submission import Submission
from pipeline.run import Outcome, build_records, check_rows


def examine(
    form: Form, submission: Submission
) -> tuple[CheckedRows, Any, list[Problem]]:
    """Every check on the rows of a workbook; gives the family's records too, None where
    it is not known as at which day they count.
    """
    outcome = build_records(check_rows(Outcome(form, (), submission)))
    assert outcome.rows is not None
    return outcome.rows, outcome.facts, [*outcome.problems]
