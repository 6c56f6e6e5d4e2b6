"""What a finding about one cell rests on: the sentence of the form that asks for it, what
may stand there, both as declared, and what stands there.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cache
from itertools import chain
from textwrap import shorten

from pipeline.edition.asked import asked
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.row_schema import is_date
from pipeline.findings.messages import CATALOGUE, LONGEST_VALUE
from pipeline.findings.sentences import basis as sentences
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Row, Submission, Value
from pipeline.model.text import even_out, french_day, unquoted

_LONGEST_SENTENCE = 180  # characters of the form's sentence that are repeated
_LONGEST_LIST = 160  # characters of the lines of a list that are all named
_QUESTION = re.compile(r"\b\d(?:\.\d+)+")  # as a sentence of the catalogue names one
# What is wrong with a whole row or sheet, or with how a file holds a value.
_OF_NO_FIELD = {
    *("trop-de-lignes", "ligne-total", "colonne-double", "erreurs-omises"),
    *("avertissements-omis", "lignes-masquees", "lignes-barrees", "hors-limites"),
    *("valeurs-d-ailleurs", "place-double", "valeur-masquee", "colonnes-masquees"),
}


def with_basis(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> list[Problem]:
    """The problems; those about a cell of the form with the facts ``phrase`` (of the
    form, where it has one), ``voulu``, and ``trouve`` where something stands there.
    """
    year, in_rows = _year(form, submission), questions_of_rows(form, submission)
    rows = {
        (row.title, row.number): row
        for row in chain.from_iterable(submission.rows.values())
    }
    found = []
    for problem in problems:
        ref = problem.ref or CellRef("")
        row = rows.get((ref.sheet, ref.row))
        place = None if problem.code in _OF_NO_FIELD else _column(form, problem, row)
        if place is not None:
            sheet, field = place
            question = in_rows.get((ref.sheet, ref.row), "")
            value = row.values.get(field.key) if row else None
            if row and field.key in row.unreadable:
                value = problem.facts.get("valeur")
            stands = _shown(form, field, value)
            may_be_empty = bool(stands) and "valeur" not in problem.facts
            asked_so = question, year, problem.code
            asks = _facts(form, sheet.key, field.key, asked_so, may_be_empty)
            there = {"trouve": stands} if stands else {}
            problem = replace(problem, facts={**problem.facts, **asks, **there})
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


def _year(form: Form, submission: Submission) -> str:
    """The year of the workbook; "" where it has none that its form knows."""
    sheet, field = form.as_at
    rows = submission.rows.get(sheet, ())
    known = {str(year) for year in form.years}
    typed = (str(row.values.get(field)) for row in rows)
    return next((year for year in typed if year in known), "")


def _column(
    form: Form, problem: Problem, row: Row | None
) -> tuple[Sheet, Field] | None:
    """The column that a problem is about; None where it is about no cell of a row."""
    ref = problem.ref
    if ref is None or not (ref.row and ref.column):
        return None
    if row is not None:
        sheet = form.sheets[row.sheet]
        keys = {letters: key for key, letters in row.columns.items()}
        key = keys.get(ref.column, "")
        return (sheet, sheet.fields[key]) if key else None
    named = even_out(ref.sheet), problem.facts.get("colonne", "")
    columns = form.fields()
    return next(
        (one for one in columns if (even_out(one[0].title), one[1].heading) == named),
        None,
    )


@cache
def _facts(
    form: Form,
    sheet: str,
    key: str,
    asked_so: tuple[str, str, str],
    may_be_empty: bool,
) -> Mapping[str, str]:
    """What the cells of a column rest on. ``asked_so``: the question of a row of the
    answers sheet, the year, the code of the finding.
    """
    question, year, code = asked_so
    fields = form.sheets[sheet].fields
    field = fields[key]
    found = {"voulu": _wanted(form, field, may_be_empty)}
    texts = asked(form, year)
    owner = fields[field.precision_of or key]
    named = (question, *_QUESTION.findall(CATALOGUE[code].sentence), *owner.asked_in)
    words = [text for one in named if one in texts for text in texts[one].words if text]
    if words:
        found["phrase"] = shorten(words[0], _LONGEST_SENTENCE, placeholder=" …")
    return found


def _wanted(form: Form, field: Field, may_be_empty: bool) -> str:
    """What may stand in a column: the lines of its list, else what its help says."""
    if not field.list:
        return field.help
    labels = [item.label for item in form.lists[field.list].items]
    is_free = may_be_empty and not field.required
    said = sentences.one_of(labels, is_free)
    return said if len(said) <= _LONGEST_LIST else sentences.of_many(labels, is_free)


def _shown(form: Form, field: Field, value: Value | None) -> str:
    """What stands in a cell, as people read it; "" where nothing does."""
    if value is None:
        return ""
    if field.list:
        labels = {item.key: item.label for item in form.lists[field.list].items}
        value = labels.get(str(value), str(value))
    elif field.type == "date" and is_date(str(value)):
        value = french_day(str(value))
    elif field.type == "amount" and isinstance(value, int):
        value = f"{value / 100:.2f}".replace(".", ",")
    several = value if isinstance(value, tuple) else (value,)
    text = unquoted(" ; ".join(map(str, several)))
    # A text is divided into words slowly, and of a long one most is not shown.
    words = text[: 10 * LONGEST_VALUE].split()
    text = " ".join(words)[: LONGEST_VALUE + 1]
    return shorten(text, LONGEST_VALUE, placeholder=" …")
