"""What a finding about one cell rests on: the sentence of the form that asks for it, and
what may stand there, both as declared.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from textwrap import shorten

from pipeline.edition.asked import asked
from pipeline.edition.form import Field, Form
from pipeline.findings.sentences import basis as sentences
from pipeline.model.problem import Problem
from pipeline.model.submission import Submission
from pipeline.model.text import even_out

_LONGEST_SENTENCE = 180  # characters of the form's sentence that are repeated
_LONGEST_LIST = 160  # characters of the lines of a list that are all named
# Beside what the sheets declare: what a value is that is no line of its list, and what
# the rules miss.
_CODES = {"hors-liste", "valeur-manquante", "precision-manquante", "post-incomplet"}


def with_basis(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> list[Problem]:
    """The problems; those about a value of a list, or a cell that must be filled, with
    the facts ``phrase`` (of the form, where it has one) and ``voulu``.
    """
    year = _year(form, submission)
    codes, in_rows = _codes(form), questions_of_rows(form, submission)
    found = []
    for problem in problems:
        if problem.code in codes and problem.ref:
            question = in_rows.get((problem.sheet, problem.ref.row), "")
            heading = problem.facts.get("colonne", "")
            facts = _facts(form, problem.sheet, heading, question, year)
            problem = replace(problem, facts={**problem.facts, **facts})
        found.append(problem)
    return found


def questions_of_rows(form: Form, submission: Submission) -> dict[tuple[str, int], str]:
    """Title and row -> the question that a row of the answers sheet names."""
    return {
        (row.title, row.number): str(row.values["question"])
        for rows in submission.rows.values()
        for row in rows
        if row.values.get("question") in form.questions
    }


@cache
def _codes(form: Form) -> frozenset[str]:
    sheets = form.sheets.values()
    return frozenset(_CODES).union(
        condition.code for sheet in sheets for condition in sheet.conditions
    )


def _year(form: Form, submission: Submission) -> str:
    """The year of the workbook; "" where it has none that its form knows."""
    sheet, field = form.as_at
    rows = submission.rows.get(sheet, ())
    known = {str(year) for year in form.years}
    typed = (str(row.values.get(field)) for row in rows)
    return next((year for year in typed if year in known), "")


@cache
def _facts(
    form: Form, title: str, heading: str, question: str, year: str
) -> Mapping[str, str]:
    """What the cells of a column rest on, in a row of the answers sheet with its
    ``question``.
    """
    field = _field(form, title, heading)
    if field is None:
        return {}
    found = {"voulu": _wanted(form, field)}
    texts = asked(form, year)
    named = (question, *field.asked_in)
    words = [text for one in named if one in texts for text in texts[one].words]
    if words:
        found["phrase"] = shorten(words[0], _LONGEST_SENTENCE, placeholder=" …")
    return found


def _field(form: Form, title: str, heading: str) -> Field | None:
    for sheet, field in form.fields():
        if even_out(sheet.title) == even_out(title) and field.heading == heading:
            return field
    return None


def _wanted(form: Form, field: Field) -> str:
    """What may stand in a column: the lines of its list, else what its help says."""
    if not field.list:
        return field.help
    labels = [item.label for item in form.lists[field.list].items]
    said = sentences.one_of(labels)
    return said if len(said) <= _LONGEST_LIST else sentences.of_many(labels)
