"""The counting rules against their cases: rows in, answers out, worked out by hand from
the rule's text.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from pipeline.answers.tally import tally
from pipeline.edition.form import Form, Sheet
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.findings.messages import is_error
from pipeline.model.submission import Answers, Row, Submission, Value
from tests.support.cases import load_cases
from tests.support.paths import TESTS
from tests.support.stages import examine

CASES = TESTS / "cases"
DEFAULTS = {"menages": {"equipement": "Les Pins"}, "equipements": {"nom": "Les Pins"}}


EDITIONS = [edition for edition in homes() if load_form(edition).family == "dics"]


def cases() -> Iterator[Any]:
    """The cases of every edition of the family."""
    for edition in EDITIONS:
        for file in sorted((CASES / edition).glob("*.yaml")):
            for case in load_cases(file):
                yield pytest.param(
                    edition, case, id=f"{edition} {file.stem}: {case['name']}"
                )


def typed(form: Form, sheet: Sheet, raw: dict[str, str]) -> dict[str, Value]:
    values: dict[str, Value] = dict(raw)
    for key, text in raw.items():
        if sheet.fields[key].type == "codes":
            values[key] = tuple(part.strip() for part in text.split(";"))
    if sheet.key == "reponses":
        values.setdefault("ligne", "")
    return values


def rows_of(form: Form, sheet: Sheet, case: dict[str, Any]) -> tuple[Row, ...]:
    if sheet.key == "identification":
        parties = {key: case[key] for key in ("parties",) if key in case}
        raw = [{"edition": form.edition, "commune": "Estinnes", **parties}]
    else:
        raw = case.get(sheet.key, [{}] if sheet.key == "equipements" else [])
    columns = {key: chr(65 + number % 26) for number, key in enumerate(sheet.fields)}
    made = []
    for number, values in enumerate(raw, 5):
        row = typed(form, sheet, {**DEFAULTS.get(sheet.key, {}), **values})
        if sheet.key == "identification":
            row["annee"] = int(case.get("year", "2023"))
        made.append(Row(sheet.key, sheet.title, number, row, columns))
    return tuple(made)


def answers_of(form: Form, case: dict[str, Any], sound: bool = True) -> Answers:
    """What is counted from the rows of a case. ``sound``: its sheets, answers apart,
    must have no error.
    """
    rows = {sheet.key: rows_of(form, sheet, case) for sheet in form.sheets.values()}
    _, facts, problems = examine(form, Submission("case", rows))
    titles = {
        form.sheets[key].title
        for key in case
        if key in form.sheets and key != "reponses"
    }
    errors = [
        problem
        for problem in problems
        if is_error(problem) and problem.ref and problem.ref.sheet in titles
    ]
    assert not sound or errors == []
    assert facts is not None
    return tally(facts)


def check_line(answers: Answers, question: str, line: str, expected: Any) -> None:
    figure = answers.figures[question][line]
    if isinstance(expected, list):
        assert sorted(record.who for record in figure.records) == sorted(expected)  # type: ignore[attr-defined]
        assert figure.value == str(len(expected))
    else:
        assert figure.value == expected


@pytest.mark.parametrize(("edition", "case"), list(cases()))
def test_dics_case(edition: str, case: dict[str, Any]) -> None:
    form = load_form(edition)
    answers = answers_of(form, case)
    assert case["answers"]
    for question, expected in case["answers"].items():
        if question in answers.parts:
            rows = [
                {name: figure.value for name, figure in part.figures.items()}
                for part in answers.parts[question]
            ]
            assert rows == expected
        elif isinstance(expected, dict):
            for line, value in expected.items():
                check_line(answers, question, line, value)
        else:
            check_line(answers, question, "", expected)


@pytest.mark.parametrize("edition", EDITIONS)
def test_every_question_has_three_cases(edition: str) -> None:
    form = load_form(edition)
    for question in form.questions.values():
        if question.is_printed:
            file = CASES / form.edition / f"{question.id}.yaml"
            assert sum(question.id in case["answers"] for case in load_cases(file)) >= 3
