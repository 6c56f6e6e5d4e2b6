"""A draft: the answers as they would be printed today. What a mending may yet change
has a mark, what cannot be known is left to be completed, and a first page says what is
missing, so that a draft never passes for the report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.answers.first_page import first_page
from pipeline.answers.known_cells import with_known_cells
from pipeline.answers.progress import chapters, sheets_at_fault
from pipeline.answers.tally import counted, tally
from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import (
    TICK,
    Equipments,
    Lines,
    Question,
    Text,
    TickedTexts,
    Ticks,
)
from pipeline.edition.wording import DRAFT_PAGE
from pipeline.findings.messages import is_error
from pipeline.findings.sentences import answers as said
from pipeline.model.problem import Problem
from pipeline.model.submission import Answers, Figure, Part, Row, Submission
from pipeline.model.text import distinct
from pipeline.rules.families import FAMILIES
from pipeline.rules.faults import Provisional

Figures = Mapping[str, Figure]


def draft_answers(
    form: Form,
    rows: CheckedRows,
    submission: Submission,
    problems: Sequence[Problem],
    facts: Any,
    day: str,
) -> Answers:
    """The answers of a draft, from all that was found in the rows. ``facts``: the records
    of the sound ones; ``day``: ISO.
    """
    family = FAMILIES[form.family]
    sure = family.provisional(form, rows, submission, problems, facts, counted)
    found = with_known_cells(form, rows, sure)
    known = family.build_facts(form, found, day)
    answers = tally(known)
    draft = _Draft(form, found, problems, known, sure)
    figures = {
        name: draft.figures(form.questions[name], own)
        for name, own in answers.figures.items()
    }
    parts = {
        name: draft.parts(form.questions[name], own)
        for name, own in answers.parts.items()
    }
    marked = answers._replace(figures=figures, parts=parts)
    open_ = draft.open_questions(marked, sheets_at_fault(form, rows, problems))
    states = [*chapters(form, rows, problems, marked, open_)]
    gone = any(
        not parts[name] and draft.is_lost(form.questions[name])
        for name in open_.keys() & parts.keys()
    )
    mark = f"{said.DRAFT}, {said.TO_DO} · " if gone else f"{said.DRAFT} · "
    errors = sum(map(is_error, problems))
    page = {DRAFT_PAGE["in"]: (first_page(states, errors),)}
    head = {**answers.head, "brouillon": mark}
    return marked._replace(head=head, parts={**parts, **page})


# ---- marks


# The row of a sheet of which any row may be wanting.
_UNKNOWN = (Row("", "", 0, {}, {}),)


class _Draft:
    """The marks of a draft's answers. ``rows``: those that the answers are made of."""

    def __init__(
        self,
        form: Form,
        rows: CheckedRows,
        problems: Sequence[Problem],
        facts: Any,
        sure: Provisional,
    ) -> None:
        self.form, self.rows, self.problems = form, rows, problems
        self.facts, self.sure, self.faults = facts, sure, sure.faults

    def open_questions(
        self, answers: Answers, at_fault: Mapping[str, tuple[str, ...]]
    ) -> Mapping[str, tuple[str, ...]]:
        """The questions of which something is marked, or of which no part can be shown,
        each with the titles of the sheets in which something is missing or at fault.
        """
        found = {}
        for name, question in self.form.questions.items():
            parts = answers.parts.get(name, ())
            shown = [*_within(Part(answers.figures.get(name, {}), {"": parts}))]
            gone = name in at_fault and question.repeats and not parts
            if gone or any(_is_marked(figure.value) for figure in shown):
                titles = (self.form.sheets[key].title for key in question.sheets)
                found[name] = at_fault.get(name) or tuple(titles)
        told = {title for titles in found.values() for title in titles}
        for name, sheets in at_fault.items():
            if not told.issuperset(sheets):  # of which no mark speaks
                found.setdefault(name, sheets)
        return found

    def is_lost(self, question: Question) -> bool:
        """Whether a sheet of the question holds nothing that is sound."""
        return any(
            (self.rows.faulty[key] or key in self.faults.sheets)
            and not self.rows.sound[key]
            for key in question.sheets
        )

    def figures(self, question: Question, figures: Figures) -> Figures:
        """The lines of a question with their marks."""
        if isinstance(question, Ticks):
            return self._ticks(question, figures)
        if isinstance(question, Text | TickedTexts):
            return self._texts(question, figures)
        shown, sure = dict(figures), self.sure
        open_ = {line for name, line in sure.unsure if name == question.id}
        for line in figures:
            place = question.id, line
            if more := sure.added.get(place, 0):
                shown[line] = Figure(str(int(figures[line].value) + more))
            if texts := sure.texts.get(place):
                own = figures[line].value
                if said.JOIN in own:  # which may be one text, or several
                    open_.add(line)
                texts = distinct([*filter(None, [own, *texts])])
                shown[line] = Figure(said.JOIN.join(texts))
        if isinstance(question, Lines) and question.none:
            shown[question.none] = self._none(question, shown, open_)
        to_do = question.to_complete(self.form.lists) if self.is_lost(question) else ()
        for line in open_ & figures.keys():
            is_lost = line in to_do
            shown[line] = Figure(said.TO_DO) if is_lost else _provisional(shown[line])
        return shown

    def _none(self, question: Lines, shown: Figures, open_: set[str]) -> Figure:
        """The tick that no line counts anything: sure where one surely does, or all are
        sure.
        """
        fewer = {line: self.sure.unsure.get((question.id, line), 0) for line in open_}
        some = any(
            int(shown[line].value or 0) > fewer.get(line, 0) for line in question.lines
        )
        if some or not open_:
            return Figure("" if some else TICK)
        return _open_tick(TICK)

    # ---- the answers sheet

    def _noted(self) -> Mapping[tuple[str, str], Row]:
        return {
            (row.text("question"), row.text("ligne")): row
            for row in self.rows.sound.get("reponses", ())
        }

    def _unplaced(self, question: str) -> bool:
        """Whether a row of the answers sheet may be any line of a question that has none."""
        rows = self.rows.faulty.get("reponses", ())
        return "reponses" in self.faults.sheets or any(
            row.values.get("question") == question
            or row.values.get("question") not in self.form.questions
            or "question" in self.faults.at(row)
            for row in rows
        )

    def _open_cells(self, question: str, line: str) -> frozenset[str]:
        """The columns of a line of the answers sheet that may yet change."""
        row = self._noted().get((question, line))
        if row is None:
            every = frozenset({"coche", "precision", "texte"})
            return every if self._unplaced(question) else frozenset()
        return self.faults.open_in(row)

    def _ticks(self, question: Ticks, figures: Figures) -> Figures:
        """Where the ticks contradict each other, each of them may be the wrong one."""
        shown = dict(figures)
        items = self.form.lists[question.list].items
        cells = {item.key: self._open_cells(question.id, item.key) for item in items}
        noted = self._noted()
        contradicted = question.id in self.faults.questions or any(
            "coche" in cells[item.key] and (question.id, item.key) in noted
            for item in items
        )
        for item in items:
            key, open_ = item.key, cells[item.key]
            if contradicted or open_ & {"coche", "ligne", "question"}:
                shown[key] = _open_tick(figures[key].value)
            for column, place in (
                ("precision", f"{key}_precision"),
                ("texte", f"{key}_texte"),
            ):
                if column in open_ and place in figures:
                    shown[place] = _open_text(figures[place])
                elif contradicted and place in figures:
                    shown[place] = _provisional(figures[place])
        if question.names and "noms" in figures:
            is_open = question.id in self.faults.questions or self._names_are_open()
            shown["noms"] = _open_text(figures["noms"]) if is_open else figures["noms"]
        return shown

    def _names_are_open(self) -> bool:
        """Whether the names of equipments that stand in a list (2.4) may change."""
        column = {"nom", "non_prioritaire"}
        rows = self.rows.of("equipements")
        return "equipements" in self.faults.sheets or any(
            self.faults.open_in(row) & column for row in rows
        )

    def _texts(self, question: Question, figures: Figures) -> Figures:
        if isinstance(question, TickedTexts):
            of = self.form.questions[question.of]
            lines = [item.key for item in of.answer_lines(self.form.lists)]
            open_ = of.id in self.faults.questions or any(
                self._open_cells(of.id, line) for line in lines
            )
        else:
            open_ = bool(self._open_cells(question.id, ""))
        asked = {
            problem.facts.get("texte")
            for problem in self.problems
            if problem.code == "texte-manquant"
        }
        empty = not any(figure.value.strip() for figure in figures.values())
        if question.label in asked or (empty and self._speaks_of_some(question)):
            return {key: Figure(said.TO_DO) for key in figures}
        if not open_:
            return figures
        return {key: _open_text(figure) for key, figure in figures.items()}

    def _speaks_of_some(self, question: Question) -> bool:
        """Whether a text is about a number that is not 0."""
        about = question.about if isinstance(question, Text) else ""
        if not about or self.form.counting(about) is None:
            return False
        return bool(FAMILIES[self.form.family].sets[about].members(self.facts))

    # ---- parts that repeat

    def parts(self, question: Question, parts: Sequence[Part]) -> tuple[Part, ...]:
        """The parts of a question with their marks."""
        if isinstance(question, Equipments):
            rows = self.rows.sound["equipements"]
            pairs = zip(parts, rows, strict=True)
            return tuple(self._equipment(question, *pair) for pair in pairs)
        marked = [self._part(question.id, part, {}) for part in parts]
        lacking = {
            key: tuple(filter(self._lacks, self.rows.of(key)))
            for key in question.sheets
        }
        lacking |= dict.fromkeys(self.faults.sheets, _UNKNOWN)
        return tuple(
            _part_to_do(part)
            if self.sure.lacking_in(self.facts, lacking, question.id, at)
            else part
            for at, part in enumerate(marked)
        )

    def _lacks(self, row: Row) -> bool:
        """Whether a row has no place, or something of it is left out."""
        is_placed = row not in self.rows.faulty[row.sheet]
        return not (is_placed and self.faults.at(row).keys() <= row.values.keys())

    def _equipment(self, question: Equipments, part: Part, row: Row) -> Part:
        open_ = self.faults.open_in(row)
        shown = dict(part.figures)
        columns = {item.key: field for field, item in question.columns(self.form.lists)}
        columns |= {mark: mark for mark in question.marks}
        for key, field in columns.items():
            if field in open_:
                shown[key] = _open_tick(shown[key].value)
        if "nom" in open_ and said.TO_DO not in shown["nom"].value:
            shown["nom"] = _provisional(shown["nom"])
        return part._replace(figures=shown)

    def _part(self, question: str, part: Part, around: Mapping[str, str]) -> Part:
        """A part whose figures may be marked. ``around``: what those around it say."""
        said_here = {**around, **{key: part.text(key) for key in part.figures}}
        figures = dict(part.figures)
        for key, is_at_fault in self.sure.changed_in(question, said_here).items():
            if part.text(key):
                figures[key] = _open_text(figures[key])
            elif key in figures:
                mark = said.TO_DO if is_at_fault else said.PROVISIONAL
                figures[key] = Figure(mark)
        inner = {
            name: tuple(self._part(question, one, said_here) for one in found)
            for name, found in part.parts.items()
        }
        return Part(figures, inner)


def _within(part: Part) -> Iterator[Figure]:
    """The figures of a part and of those inside it."""
    yield from part.figures.values()
    for inner in part.parts.values():
        for one in inner:
            yield from _within(one)


def _is_marked(text: str) -> bool:
    return text == said.TO_TICK or text.endswith((said.PROVISIONAL, said.TO_DO))


def _provisional(figure: Figure) -> Figure:
    return Figure(f"{figure.value} {said.PROVISIONAL}".strip())


def _open_text(figure: Figure) -> Figure:
    """A text that may yet change; one that is missing is to be completed."""
    if said.TO_DO in figure.value:
        return figure
    return _provisional(figure) if figure.value else Figure(said.TO_DO)


def _open_tick(value: str) -> Figure:
    """A tick that may yet change; the mark of a box that may be ticked fits its cell."""
    return Figure(f"{value} {said.PROVISIONAL}" if value else said.TO_TICK)


def _part_to_do(part: Part) -> Part:
    """A part in which something is missing that cannot be placed: its first text says so."""
    keys = [key for key in part.figures if key != "nom"] or list(part.figures)
    if keys:
        told = part.figures[keys[0]].value
        told = told if said.TO_DO in told else f"{told} {said.TO_DO}".strip()
        return part._replace(figures={**part.figures, keys[0]: Figure(told)})
    for name, inner in part.parts.items():
        if inner:
            parts = {**part.parts, name: (_part_to_do(inner[0]), *inner[1:])}
            return part._replace(parts=parts)
    return part
