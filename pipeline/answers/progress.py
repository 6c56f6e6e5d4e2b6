"""What is still to do for a complete report: each chapter of the form with its answers,
and the incomplete records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.answers.draft import sheets_at_fault
from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Chapter, Form
from pipeline.edition.questions import Question
from pipeline.findings.messages import is_error
from pipeline.model.problem import Problem
from pipeline.model.submission import Answers, Row
from pipeline.model.text import counted, listed
from pipeline.rules.registry import Registry

_Open = Mapping[
    str, Sequence[str]
]  # a question that is open -> the titles of the sheets at fault


@dataclass(frozen=True)
class State:
    """How far a chapter is: how many of its questions are answered for good, and what
    is to do for the others.
    """

    title: str
    who: str
    asked: int
    answered: int
    to_do: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.to_do


def chapters(
    form: Form, rows: CheckedRows, problems: Sequence[Problem], answers: Answers
) -> Iterator[State]:
    """A state for each chapter, with those who fill it in according to the form."""
    open_ = sheets_at_fault(form, rows, problems)
    for chapter in form.chapters:
        yield _state(form, chapter, rows, open_, answers)


def answered(
    form: Form, rows: CheckedRows, problems: Sequence[Problem], answers: Answers
) -> tuple[int, int]:
    """How many questions are answered for good, and how many are asked."""
    states = list(chapters(form, rows, problems, answers))
    return sum(state.answered for state in states), sum(state.asked for state in states)


def _state(
    form: Form, chapter: Chapter, rows: CheckedRows, open_: _Open, answers: Answers
) -> State:
    questions = [form.questions[name] for name in chapter.questions]
    to_do = [
        (question, _missing(form, question, rows, open_, answers))
        for question in questions
    ]
    told = tuple(
        f"{question.label}, {question.title} : {what}"
        for question, what in to_do
        if what
    )
    return State(
        chapter.title, chapter.who, len(questions), len(questions) - len(told), told
    )


def _missing(
    form: Form, question: Question, rows: CheckedRows, open_: _Open, answers: Answers
) -> str:
    """What is to do for a question; a count of 0 is an answer, and a text that nothing
    calls for may stay empty.
    """
    if question.id in open_:
        return _still_open(open_[question.id])
    empty = not any(
        rows.sound.get(key) or rows.faulty.get(key) for key in question.sheets
    )
    if empty or (not question.may_be_empty and not answers.is_answered(question.id)):
        return "rien n'est encore rempli"
    return ""


def _still_open(titles: Sequence[str]) -> str:
    """What is to do, in the sheets that hold what is at fault."""
    return f"il reste à compléter ou à corriger dans {listed(f'« {title} »' for title in titles)}"


def compared(
    form: Form,
    rows: CheckedRows,
    problems: Sequence[Problem],
    facts: Any,
    sets: Registry[Any],
) -> Iterator[str]:
    """What the register says of each number that is given beside the report, to be
    compared with it.
    """
    open_ = sheets_at_fault(form, rows, problems)
    for question in form.questions.values():
        if question.compared:
            counted_set = sets[question.compared]
            at_fault = open_.get(question.id)
            number = (
                _still_open(at_fault) if at_fault else len(counted_set.members(facts))
            )
            yield f"{counted_set.reference} : {number} ({counted_set.label})"


def incomplete(form: Form, rows: CheckedRows, problems: Sequence[Problem]) -> list[str]:
    """A line for each record with something at fault or missing: its key, where it
    stands, how many points.
    """
    found: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.ref and problem.ref.row:
            found[problem.ref.sheet, problem.ref.row].append(problem)
    return [
        _line(
            row,
            str(row.values.get(sheet.key_field, "sans code")),
            found[row.title, row.number],
        )
        for sheet in form.sheets.values()
        if sheet.key_field
        for row in sorted(
            [*rows.sound[sheet.key], *rows.faulty[sheet.key]],
            key=lambda row: row.number,
        )
        if (row.title, row.number) in found
    ]


def _line(row: Row, name: str, found: Sequence[Problem]) -> str:
    errors = sum(is_error(problem) for problem in found)
    cells = ", ".join(
        dict.fromkeys(
            f"{problem.ref.column}{problem.ref.row}" for problem in found if problem.ref
        )
    )
    told = counted(errors, "erreur") if errors else counted(len(found), "avertissement")
    return f"{row.title}, ligne {row.number}, {name} : {told} ({cells})"
