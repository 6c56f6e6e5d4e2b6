"""What is still to do for a complete report: each chapter of the form with its answers,
and the incomplete records.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Chapter, Decision, Form
from pipeline.edition.questions import Number, Question, tag_name
from pipeline.findings.messages import is_error
from pipeline.findings.sentences import answers as said
from pipeline.model.problem import Problem
from pipeline.model.submission import Answers, Row
from pipeline.model.text import counted, listed
from pipeline.rules.doubts import Doubt, Doubts, in_doubt, question_of
from pipeline.rules.families import FAMILIES


class State(NamedTuple):
    """How far a chapter is: how many of its questions are answered for good, and what
    is to do for the others.
    """

    title: str
    who: str
    asked: int
    to_do: tuple[str, ...]

    @property
    def answered(self) -> int:
        return self.asked - len(self.to_do)

    @property
    def is_complete(self) -> bool:
        return not self.to_do


def chapters(
    form: Form,
    rows: CheckedRows,
    problems: Sequence[Problem],
    answers: Answers,
    open_: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[State]:
    """A state for each chapter, with those who fill it in according to the form.
    ``open_``: the questions that are not answered for good, each with the titles of its
    sheets at fault; by default all that these problems leave open.
    """
    if open_ is None:
        open_ = sheets_at_fault(form, rows, problems)
    for chapter in form.chapters:
        to_do = []
        for name in chapter.questions:
            question = form.questions[name]
            what = said.TO_CHOOSE if _is_undecided(form, name) else ""
            what = what or _missing(question, rows, open_.get(name), answers)
            if what:
                to_do.append(said.to_do(question.name, what))
        undeclared = [*_undeclared(form, chapter)]
        to_do += [said.to_do(one.about, said.TO_CHOOSE) for one in undeclared]
        asked = len(chapter.questions) + len(undeclared)
        yield State(chapter.title, chapter.who, asked, tuple(to_do))


def to_send(states: Iterable[State]) -> str:
    """What each of those who fill the form in still has to do, as a text to send along:
    it names questions and sheets, and no household.
    """
    found: dict[str, list[str]] = {}
    for state in states:
        lines = found.setdefault(state.who, [])
        asked = counted(state.asked, "réponse")
        lines.append(said.of_chapter(state.title, state.answered, asked))
        lines += map(said.item, state.to_do)
    return "\n\n".join("\n".join([f"{who} :", *lines]) for who, lines in found.items())


def _undeclared(form: Form, chapter: Chapter) -> Iterator[Decision]:
    """The decisions of a chapter that wait for a question or line without a place."""
    numbers = {name.partition(".")[0] for name in chapter.questions}
    for one in form.decisions:
        if one.is_open and not one.places and one.about.partition(".")[0] in numbers:
            yield one


def _is_undecided(form: Form, question: str) -> bool:
    """Whether a question, or a line of it, waits for a decision."""
    tag = tag_name(question)
    waiting = (one.places for one in form.decisions if one.is_open)
    return any(tag == place.partition(".")[0] for places in waiting for place in places)


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
    for sheet in form.sheets.values():  # one that another file has is not known here
        if any(not row.number for row in rows.of(sheet.key)):
            at_fault[sheet.title].add(0)
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


def answered(
    form: Form, rows: CheckedRows, problems: Sequence[Problem], answers: Answers
) -> tuple[int, int]:
    """How many questions are answered for good, and how many are asked."""
    states = list(chapters(form, rows, problems, answers))
    return sum(state.answered for state in states), sum(state.asked for state in states)


def _missing(
    question: Question,
    rows: CheckedRows,
    at_fault: Sequence[str] | None,
    answers: Answers,
) -> str:
    """What is to do for a question; ``at_fault``: the titles of the sheets at fault."""
    if at_fault:
        return _still_open(at_fault)
    filled = any(map(rows.of, question.sheets))
    if filled and (question.may_be_empty or answers.is_answered(question.id)):
        return ""
    return said.NOTHING_YET


def _still_open(titles: Sequence[str]) -> str:
    return said.still_open(listed(f"« {title} »" for title in titles))


def compared(
    rows: CheckedRows, problems: Sequence[Problem], facts: Any
) -> Iterator[str]:
    """What the register says of each number that is given beside the report, to be
    compared with it.
    """
    form = facts.form
    open_ = sheets_at_fault(form, rows, problems)
    sets = FAMILIES[form.family].sets
    for question in form.asked(Number):
        if question.set:
            counts, at_fault = sets[question.set], open_.get(question.id)
            number = _still_open(at_fault) if at_fault else len(counts.members(facts))
            yield said.compared(counts.reference, number, counts.label)


def incomplete(form: Form, rows: CheckedRows, problems: Sequence[Problem]) -> list[str]:
    """A line for each record with something at fault or missing: its key, where it
    stands, how many errors, or warnings where it has no error, in which cells.
    """
    found: dict[tuple[str, int], list[Problem]] = defaultdict(list)
    for problem in problems:
        if problem.ref:
            found[problem.ref.sheet, problem.ref.row].append(problem)
    lines = []
    for sheet in (sheet for sheet in form.sheets.values() if sheet.key_field):
        for row in sorted(rows.of(sheet.key), key=lambda row: row.number):
            if told := found[row.title, row.number] if row.number else []:
                name = row.text(sheet.key_field) or said.NO_CODE
                lines.append(_line(row, name, told))
    return lines


def _line(row: Row, name: str, found: Sequence[Problem]) -> str:
    errors = [problem for problem in found if is_error(problem)]
    what, points = ("faute", errors) if errors else ("avertissement", found)
    refs = (problem.ref for problem in points if problem.ref)
    cells = ", ".join(dict.fromkeys(ref.cell for ref in refs))
    own, told = row.ref(), counted(len(points), what)
    return said.record(own.with_file(row.title), own.line, name, told, cells)
