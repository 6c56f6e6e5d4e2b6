"""A draft: the answers as they would be printed today, with what is missing or may still change left to be completed.

A figure that a faulty row could change is not shown: the draft never passes for the report.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.check import CheckedRows
from pipeline.form import Form, Question
from pipeline.messages import is_error
from pipeline.problem import Problem
from pipeline.submission import Answers, Figure, Part
from pipeline.text import StyledText

DRAFT, TO_DO = "BROUILLON", "À COMPLÉTER"


def draft_answers(form: Form, rows: CheckedRows, problems: Sequence[Problem], answers: Answers) -> Answers:
    """The answers of a draft, from those counted on the sound rows and all that was found."""
    open_ = {question.id for question in form.questions.values() if is_open(form, rows, problems, question)}
    figures = {
        name: _to_do(form.questions[name], given) if name in open_ else given for name, given in answers.figures.items()
    }
    parts = {
        name: tuple(_part_to_do(part) for part in given) if name in open_ else given
        for name, given in answers.parts.items()
    }
    gone = [name for name in open_ & answers.parts.keys() if not answers.parts[name]]  # nowhere to say so but the title
    missing = any(rows.faulty.get(name) for name in gone)
    mark = StyledText.of([(f"{DRAFT}, {TO_DO} · " if missing else f"{DRAFT} · ", "Gras")])
    return replace(answers, head={**answers.head, "brouillon": mark}, figures=figures, parts=parts)


def is_open(form: Form, rows: CheckedRows, problems: Sequence[Problem], question: Question) -> bool:
    """Whether an answer is missing, or rests on a sheet in which something is at fault; on the answers sheet, only what
    is at fault in the question's own rows counts."""
    lines = {
        row.number
        for sheet in (rows.sound, rows.faulty)
        for row in sheet.get("reponses", ())
        if _is_of(question, row.values)
    }
    for problem in problems:
        asked = problem.facts.get("texte") or problem.facts.get("question", "")
        if asked == question.label and (is_error(problem) or problem.code == "texte-manquant"):
            return True
        if problem.ref is None or not is_error(problem):
            continue
        for key in question.sheets:
            if problem.ref.sheet == form.sheets[key].title and (key != "reponses" or problem.ref.row in {0, *lines}):
                return True
    return False


def _is_of(question: Question, values: Mapping[str, object]) -> bool:
    return values.get("question") in {question.id, question.of}


def _to_do(question: Question, figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """The figures of a question that is open; of ticks the first line says so, precisions say nothing."""
    if question.kind == "ticks":
        shown = [key for key in figures if not key.endswith(("_precision", "_texte")) and key != "noms"][:1]
    else:
        shown = [key for key in figures if not key.endswith("_precision") and (not key or key != question.none)]
    return {key: Figure(TO_DO) if key in shown else Figure("") for key in figures}


def _part_to_do(part: Part) -> Part:
    """A repeated part that is open: its first text says so (an equipment's name stays, its first box says so)."""
    keys = [key for key in part.figures if key != "nom"] or list(part.figures)
    if keys:
        told = f"{part.figures[keys[0]].value} {TO_DO}".strip()
        return replace(part, figures={**part.figures, keys[0]: Figure(told)})
    name = next((name for name, inner in part.parts.items() if inner), "")
    inner = part.parts.get(name, ())
    return replace(part, parts={**part.parts, name: (_part_to_do(inner[0]), *inner[1:])}) if inner else part
