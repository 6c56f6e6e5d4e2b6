"""What the values at fault in a workbook may have been meant to be. A suggestion is
asked, never taken. A sound workbook costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain

from pipeline.edition.form import Field, Form, Sheet
from pipeline.findings.messages import OR
from pipeline.findings.near_names import closest, near_labels, words_of
from pipeline.findings.near_values import (
    closest_code,
    meant_amount,
    meant_day,
    several_codes,
)
from pipeline.model.problem import Problem
from pipeline.model.submission import Submission
from pipeline.model.text import even_out, to_the_eye, unquoted

MOST_HINTS = 200  # different faults of a workbook that are looked at
_HINTED = {
    "hors-liste",
    "ligne-inconnue",
    "code-inconnu",
    "reference-inconnue",
    "date-illisible",
    "montant-illisible",
}


def with_hints(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> list[Problem]:
    """The problems, those that a near miss explains with it as their fact ``piste``."""
    hints = _Hints(form, submission)
    return [
        hints.added(problem) if problem.code in _HINTED else problem
        for problem in problems
    ]


class _Hints:
    """What the values of one workbook may have been meant to be: each value is looked
    at once.
    """

    def __init__(self, form: Form, submission: Submission) -> None:
        self.form, self.submission = form, submission
        self.sheets = {even_out(sheet.title): sheet for sheet in form.sheets.values()}
        self.found: dict[tuple[str, ...], str] = {}
        self.called: dict[str, tuple[str, ...]] = {}  # key of a sheet -> its own keys
        every = chain.from_iterable(submission.rows.values())
        self.asked = {  # place of a row -> the question that it names
            (row.title, row.number): str(row.values["question"])
            for row in every
            if row.values.get("question") in form.questions
        }

    def added(self, problem: Problem) -> Problem:
        """The problem, with its hint where there is one."""
        ref, title = problem.ref, problem.sheet
        row = ref.row if ref and problem.code == "ligne-inconnue" else 0
        asked = self.asked.get((title, row), "")
        key = (problem.code, title, asked, *problem.facts.values())
        if key not in self.found:
            is_looked_at = len(self.found) < MOST_HINTS
            self.found[key] = self.hint(problem, title, asked) if is_looked_at else ""
        if not self.found[key]:
            return problem
        return replace(problem, facts={**problem.facts, "piste": self.found[key]})

    def hint(self, problem: Problem, title: str, asked: str) -> str:
        """``asked``: the question in its row, whose line is unknown."""
        code, facts = problem.code, problem.facts
        typed = to_the_eye(facts["valeur"])
        if code == "date-illisible":
            return meant_day(unquoted(typed))
        if code == "montant-illisible":
            return meant_amount(typed)
        if code == "reference-inconnue":
            return closest(typed, self.keys(facts["feuille"]))
        if code == "code-inconnu":
            codes = self.keys(facts["feuille"])
            several = self.field(title, facts["colonne"]).type == "codes"
            found = several_codes(typed, codes) if several else ""
            return found or closest_code(typed, codes)
        lists, questions = self.form.lists, self.form.questions
        if asked:
            items = questions[asked].answer_lines(lists)
        elif code == "ligne-inconnue":
            asking = [q.label for q in questions.values() if q.answer_lines(lists)]
            return closest(typed, asking)
        else:
            name = self.field(title, facts["colonne"]).list
            items = lists[name].items if name else ()
        return OR.join(near_labels(typed, items, words_of(self.form)))

    def sheet(self, title: str) -> Sheet:
        return self.sheets[even_out(title)]

    def field(self, title: str, heading: str) -> Field:
        fields = self.sheet(title).fields.values()
        return next(field for field in fields if field.heading == heading)

    def keys(self, title: str) -> tuple[str, ...]:
        """What the rows of a sheet are called, as typed there."""
        sheet = self.sheet(title)
        if sheet.key not in self.called:
            rows = self.submission.rows.get(sheet.key, ())
            typed = (row.values.get(sheet.key_field) for row in rows)
            self.called[sheet.key] = tuple(str(k) for k in typed if k is not None)
        return self.called[sheet.key]
