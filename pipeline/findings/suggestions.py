"""What the values at fault in a workbook may have been meant to be. A suggestion is
asked, never taken. A sound workbook costs nothing here.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.questions import ChoiceList
from pipeline.findings.basis import questions_of_rows
from pipeline.findings.messages import LONGEST_VALUE, OR
from pipeline.findings.near_names import closest, is_said, near_labels, words_of
from pipeline.findings.near_values import (
    closest_code,
    meant_amount,
    meant_day,
    several_codes,
)
from pipeline.findings.sentences.suggestions import which
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
        self.found: dict[tuple[str, ...], Mapping[str, str]] = {}
        self.called: dict[str, tuple[str, ...]] = {}  # key of a sheet -> its own keys
        self.asked = questions_of_rows(form, submission)

    def added(self, problem: Problem) -> Problem:
        """The problem, with its hint where there is one."""
        ref, title = problem.ref, problem.sheet
        row = ref.row if ref and problem.code == "ligne-inconnue" else 0
        asked = self.asked.get((title, row), "")
        key = (problem.code, title, asked, *problem.facts.values())
        if key not in self.found:
            is_looked_at = len(self.found) < MOST_HINTS
            self.found[key] = self.hints(problem, title, asked) if is_looked_at else {}
        if not self.found[key]:
            return problem
        return replace(problem, facts={**problem.facts, **self.found[key]})

    def hints(self, problem: Problem, title: str, asked: str) -> Mapping[str, str]:
        """The facts ``piste``, the values that may be meant, ``conseil``, where these
        are told apart in words, and ``a_faire``, where the word means none; only those
        that there are. ``asked``: the question in its row, whose line is unknown.
        """
        choices = self.choices(problem, title, asked)
        if not choices:
            near = self.near(problem, title)
            return {"piste": near} if near else {}
        typed = to_the_eye(problem.facts["valeur"])
        for no_value in choices.no_values:
            if is_said(typed, no_value.words):
                return {"a_faire": no_value.say}
        labels = near_labels(typed, choices.items, words_of(self.form))
        found = {"piste": OR.join(labels)} if labels else {}
        advice = _advice(typed, choices, labels)
        return {**found, "conseil": advice} if advice else found

    def choices(self, problem: Problem, title: str, asked: str) -> ChoiceList | None:
        """The list of whose lines the value is none."""
        lists, code = self.form.lists, problem.code
        if asked:
            items = self.form.questions[asked].answer_lines(lists)
            return ChoiceList("", "", items)
        if code != "hors-liste":
            return None
        return lists.get(self.field(title, problem.facts["colonne"]).list)

    def near(self, problem: Problem, title: str) -> str:
        """What a value that is of no list comes near; "" where there is nothing."""
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
        if code == "ligne-inconnue":
            lists, questions = self.form.lists, self.form.questions.values()
            return closest(typed, [q.label for q in questions if q.answer_lines(lists)])
        return ""

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


def _advice(typed: str, choices: ChoiceList, labels: Sequence[str]) -> str:
    """What tells the lines apart that may be meant; "" where there is nothing to say."""
    meanings = {item.label: item.meaning for item in choices.items}
    meant = {label: meanings[label] for label in labels}
    if len(meant) < 2 or not any(meant.values()):
        return ""
    return which(typed[:LONGEST_VALUE], meant)
