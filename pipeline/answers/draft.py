"""A draft: the answers as they would be printed today, with what is missing or may
still change left to be completed.

A figure that a faulty row could change is not shown: the draft never passes for the
report.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.findings.messages import is_error
from pipeline.findings.sentences.answers import DRAFT, TO_DO
from pipeline.model.problem import Problem
from pipeline.model.submission import Answers, Figure, Part
from pipeline.rules.doubts import Doubt, Doubts, in_doubt, question_of
from pipeline.rules.families import FAMILIES


def draft_answers(
    form: Form, rows: CheckedRows, problems: Sequence[Problem], answers: Answers
) -> Answers:
    """The answers of a draft, from those counted on the sound rows and all that was
    found.
    """
    open_ = sheets_at_fault(form, rows, problems).keys()
    figures, parts = dict(answers.figures), dict(answers.parts)
    for name in open_ & figures.keys():
        shown = form.questions[name].to_complete(form.lists)
        figures[name] = {
            key: Figure(TO_DO if key in shown else "") for key in figures[name]
        }
    for name in open_ & parts.keys():
        parts[name] = tuple(map(_part_to_do, parts[name]))
    # Where an open question has no part, the title alone can say so.
    gone = [name for name in open_ & parts.keys() if not parts[name]]
    wanting = {key for key in rows.faulty if rows.faulty[key] and not rows.sound[key]}
    missing = any(wanting & {*form.questions[name].sheets} for name in gone)
    mark = f"{DRAFT}, {TO_DO} · " if missing else f"{DRAFT} · "
    head = {**answers.head, "brouillon": mark}
    return answers._replace(head=head, figures=figures, parts=parts)


def sheets_at_fault(
    form: Form, rows: CheckedRows, problems: Sequence[Problem]
) -> Mapping[str, tuple[str, ...]]:
    """The open questions, each with the titles of the sheets in which something is
    missing or at fault; on the answers sheet, only what is at fault in the question's
    own rows counts.
    """
    told: dict[str, set[str]] = defaultdict(set)  # label of a question -> sheets
    at_fault: dict[str, set[int]] = defaultdict(set)  # title of a sheet -> its rows
    for problem in problems:
        if is_error(problem) or problem.code == "texte-manquant":
            label = problem.facts.get("texte") or problem.facts.get("question", "")
            told[label].add(problem.sheet)
        if is_error(problem) and problem.ref:
            at_fault[problem.ref.sheet].add(problem.ref.row)
    doubts = {
        key: Doubts(_doubts(form, key, rows, at_fault[sheet.title]))
        for key, sheet in form.sheets.items()
    }
    sets = FAMILIES[form.family].sets
    found: dict[str, tuple[str, ...]] = {}
    for question in form.questions.values():
        own = {form.sheets[key].title for key in in_doubt(question, sets, doubts)}
        own |= told[question.label]
        titles = [sheet.title for sheet in form.sheets.values() if sheet.title in own]
        if own:
            found[question.id] = tuple(titles)
    return found


def _doubts(
    form: Form, key: str, rows: CheckedRows, numbers: Collection[int]
) -> Iterator[Doubt]:
    """The rows of these numbers, each with the question that it answers where it names
    one; what is no row may be of any.
    """
    named = {row.number: question_of(form, row) for row in rows.of(key)}
    return (Doubt(number, named.get(number, {})) for number in numbers)


def _part_to_do(part: Part) -> Part:
    """A repeated part that is open: its first text says so (an equipment's name stays,
    its first box says so).
    """
    keys = [key for key in part.figures if key != "nom"] or list(part.figures)
    if keys:
        told = f"{part.figures[keys[0]].value} {TO_DO}".strip()
        return part._replace(figures={**part.figures, keys[0]: Figure(told)})
    for name, inner in part.parts.items():
        if inner:
            parts = {**part.parts, name: (_part_to_do(inner[0]), *inner[1:])}
            return part._replace(parts=parts)
    return part
