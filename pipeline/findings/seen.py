"""Warnings that someone has seen and left as they are, for a reason noted in the sheet
« À corriger » of a marked copy.

A warning is known again by its code, what stands in its row and its facts, never by the
number of the row: it stays seen when rows are sorted or inserted, and comes back when
anything in its row changes but a private column. An error cannot be seen away.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import chain
from typing import NamedTuple

from pipeline.edition.form import Form
from pipeline.findings.messages import is_error
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Row, Submission

# Of these something is not read, not printed or not counted: however often they have
# been seen, one line says so at each production.
OF_WHAT_IS_LEFT_OUT = {
    *("avertissements-omis", "macros-ignorees", "autre-formulaire", "feuille-non-lue"),
    *("lignes-au-dessus", "fait-inutilise", "reponse-sans-place", "texte-sans-place"),
    *("contacts-hors-annee", "contacts-autre-annee", "contact-lointain"),
    *("suivi-apres-plan", "oo-hors-tableau", "action-sans-annee"),
    "cibles-sans-tableau",
}
_PLACE = re.compile(r"\S*![A-Z]{1,3}\d+(:[A-Z]{1,3}\d+)?|\b[A-Z]{1,3}\d+\b")


class Seen(NamedTuple):
    """A warning, and why it was left as it is."""

    problem: Problem
    reason: str


def known_again(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> list[Problem]:
    """The problems, each warning with the mark that it is known again by."""
    problems = [*problems]
    numbers = {problem.ref.row for problem in problems if problem.ref}
    rows = {
        (row.title, row.number): row
        for row in chain.from_iterable(submission.rows.values())
        if row.number in numbers
    }
    return [
        problem
        if is_error(problem)
        else replace(problem, mark=_mark(form, rows, problem))
        for problem in problems
    ]


def _mark(form: Form, rows: Mapping[tuple[str, int], Row], problem: Problem) -> str:
    ref = problem.ref or CellRef("")
    row = rows.get((ref.sheet, ref.row))
    facts = (
        f"{name}={_PLACE.sub('', fact)}" for name, fact in sorted(problem.facts.items())
    )
    own = _own_key(form, row, ref.column) if row else (ref.column,)
    words = (problem.code, ref.sheet, *own, *facts)
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:16]


def _own_key(form: Form, row: Row, column: str) -> tuple[str, ...]:
    """What stands in a row, private columns aside, and the field that is spoken of."""
    fields = form.sheets[row.sheet].fields
    shown = (key for key, field in fields.items() if not field.private)
    named = (key for key, letters in row.columns.items() if letters == column)
    return (*(str(row.values.get(key)) for key in shown), *named)


def parted(
    problems: Iterable[Problem], reasons: Mapping[str, str]
) -> tuple[list[Problem], list[Seen]]:
    """The problems that stand, and the warnings that were seen. ``reasons``: mark ->
    reason, as the workbook has them.
    """
    standing: list[Problem] = []
    seen: list[Seen] = []
    for problem in problems:
        reason = "" if is_error(problem) else reasons.get(problem.mark, "")
        if reason:
            seen.append(Seen(problem, reason))
        else:
            standing.append(problem)
    left_out = sum(one.problem.code in OF_WHAT_IS_LEFT_OUT for one in seen)
    if left_out:
        standing.append(Problem("vus-sans-compter", None, {"nombre": str(left_out)}))
    return standing, seen
