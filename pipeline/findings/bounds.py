"""Findings as they come: of one kind in one sheet a bounded number is kept, the others
are counted.

A column that was pasted one row too low, or a hostile file, has a fault in each of half
a million rows. Nobody reads them all, and each costs memory.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from pipeline.findings.messages import is_error
from pipeline.model.problem import CellRef, Findings, Problem
from pipeline.model.text import french_number

MOST_ALIKE = 5_000  # findings of one code in a sheet


def bounded(problems: Iterable[Problem]) -> Findings:
    """The findings, up to MOST_ALIKE of a code in a sheet; then of each sheet how many
    errors and how many warnings are left out.
    """
    seen: Counter[tuple[str, str]] = Counter()
    left_out: Counter[tuple[str, str]] = Counter()
    for problem in problems:
        sheet = problem.sheet
        seen[problem.code, sheet] += 1
        if not sheet or seen[problem.code, sheet] <= MOST_ALIKE:
            yield problem
        else:
            code = "erreurs-omises" if is_error(problem) else "avertissements-omis"
            left_out[code, sheet] += 1
    for (code, sheet), number in left_out.items():
        yield Problem(code, CellRef(sheet), {"nombre": french_number(number)})
