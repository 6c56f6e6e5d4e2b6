"""Changes of the small sound plan of the CLSS."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from pipeline.model.submission import Value
from tests.support.faults import CLSS, Change, at, filled

FORM, PLAN = CLSS.form, CLSS.base
Rows = Mapping[str, Sequence[Mapping[str, Value]]]


def plan_workbook(*changes: Change, rows: Rows = PLAN) -> bytes:
    """The plan with the changes, as a file."""
    return filled(FORM, rows, changes)


plan, quartier = partial(at, "plan"), partial(at, "quartiers")
texte, action = partial(at, "textes"), partial(at, "actions")
budget, suivi = partial(at, "budget"), partial(at, "suivi")


def new_suivi(row: int, day: str, vise: str) -> Change:
    people = {"personnes": 4, "nouvelles": 1}
    return suivi(row, date=day, vise=vise, quartier="Nord", **people)
