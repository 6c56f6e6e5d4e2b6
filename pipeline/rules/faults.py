"""What is at fault in the rows of a workbook, cell by cell, and what is sure of the
figures of a draft all the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from string import ascii_uppercase
from typing import Any, NamedTuple

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.questions import Equipments, Ticks
from pipeline.edition.row_schema import requirements
from pipeline.findings.messages import is_error
from pipeline.model.problem import Problem
from pipeline.model.submission import Row, Submission

# Rows of totals are no records: to mend one changes no figure.
_NO_RECORD = frozenset({"ligne-total"})
_Place = tuple[str, int]  # key of a sheet, number of a row


class Advice(NamedTuple):
    """What the advice of a finding lets change beside the cell that it names. ``own``:
    fields of the same row; ``noted``: those of it that may change where they hold
    something; ``other``: those of the row that it names as the first; ``every``: those
    of each equipment. A table of equipments, by its set, stands for all its fields.
    ``ticks``: questions, by their list or the set of their names.
    """

    own: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    every: tuple[str, ...] = ()
    ticks: tuple[str, ...] = ()
    noted: tuple[str, ...] = ()


class Faults(NamedTuple):
    """What is at fault in the rows. ``named``: (sheet key, number of a row) -> each field
    at fault, with the codes of what is told of it; ``advised``: the fields that the
    advice lets change beside them; ``free``: both, and those that may be asked for once
    they are mended; ``questions``: those of which the ticks are at fault as a whole;
    ``sheets``: those of which something else is at fault, so that any row may be
    wanting; ``first``: the rows that a finding names as the first of several.
    """

    named: Mapping[_Place, Mapping[str, frozenset[str]]]
    advised: Mapping[_Place, frozenset[str]]
    free: Mapping[_Place, frozenset[str]]
    questions: frozenset[str]
    sheets: frozenset[str]
    first: Mapping[_Place, frozenset[str]]

    def of(self, row: Row) -> frozenset[str]:
        """The free fields of a row."""
        return self.free.get((row.sheet, row.number), frozenset())

    def at(self, row: Row) -> Mapping[str, frozenset[str]]:
        """The fields at fault of a row."""
        return self.named.get((row.sheet, row.number), {})

    def open_in(self, row: Row) -> frozenset[str]:
        """The fields of a row that are at fault, or that the advice lets change."""
        place = row.sheet, row.number
        return self.advised.get(place, frozenset()) | self.at(row).keys()

    def told(self, row: Row) -> frozenset[str]:
        """The codes of all that is told of a row."""
        return frozenset[str]().union(*self.at(row).values())

    def told_beside(self, row: Row) -> frozenset[str]:
        """The codes of all that is told of a row, or of another one beside it."""
        return self.told(row) | self.first.get((row.sheet, row.number), frozenset())


def _nothing(question: str, said: Mapping[str, str]) -> Mapping[str, bool]:
    return {}


def _nowhere(
    facts: Any, rows: Mapping[str, Sequence[Row]], question: str, at: int
) -> bool:
    return False


class Provisional(NamedTuple):
    """What is sure of the figures, and what is not. ``added``: (question, line) -> what
    the rows at fault surely add to what is counted on the sound ones; ``texts``: the
    precisions that they surely add; ``unsure``: the lines that a mending may change, each
    with how many of those that are counted it may take away;
    ``counted``: the sheets whose rows all this is of;
    ``changed_in``: the figures that a mending may change in a part that repeats, of a
    question and of what the part and those around it say, each with whether it may be
    the cell at fault; ``lacking_in``: whether a row that has no place, or of which
    something is left out, may belong into a part, of the records, these rows, a question
    and the part's number.
    """

    faults: Faults
    counted: frozenset[str]
    added: dict[tuple[str, str], int]
    texts: dict[tuple[str, str], list[str]]
    unsure: dict[tuple[str, str], int]
    changed_in: Callable[[str, Mapping[str, str]], Mapping[str, bool]] = _nothing
    lacking_in: Callable[[Any, Mapping[str, Sequence[Row]], str, int], bool] = _nowhere


def faults_in(
    form: Form,
    rows: CheckedRows,
    submission: Submission,
    problems: Iterable[Problem],
    advice: Mapping[str, Advice] | None = None,
    calls: Mapping[str, tuple[str, ...]] | None = None,
) -> Faults:
    """What the errors say is at fault. ``advice``: by the code of a finding; ``calls``:
    field -> those that it may ask for, beside what its sheet says.
    """
    noted = {_place(row) for found in submission.rows.values() for row in found}
    named, advised = _named(form, rows), _Advised(form, rows, advice or {})
    placed = advised.placed
    questions, sheets = set[str](), {sheet for sheet, number in placed if not number}
    for problem, place in _errors(form, problems):
        asked = problem.facts.get("question", "")
        if asked in form.questions:
            questions.add(asked)
        advised.add(problem, place)
        if place in placed:
            named[place][_field(problem, placed[place])].add(problem.code)
        elif place not in noted and asked not in form.questions:
            # Of a row that is noted nothing is known yet on the report's day.
            sheets.add(place[0])
    _name_every_field(form, rows, named)
    return Faults(
        {
            at: {k: frozenset(v) for k, v in own.items()}
            for at, own in named.items()
            if own
        },
        {place: frozenset(own) for place, own in advised.fields.items()},
        _free(form, placed, named, advised.fields, calls or {}),
        frozenset(questions | advised.questions),
        frozenset(sheets),
        {place: frozenset(codes) for place, codes in advised.first.items()},
    )


class _Advised:
    """What the advice of findings lets change beside the cells that they name."""

    def __init__(
        self, form: Form, rows: CheckedRows, advice: Mapping[str, Advice]
    ) -> None:
        self._form, self._rows, self._advice = form, rows, advice
        self.placed = {_place(row): row for key in form.sheets for row in rows.of(key)}
        self.fields: dict[_Place, set[str]] = defaultdict(set)
        self.questions = set[str]()
        self.first: dict[_Place, set[str]] = defaultdict(set)
        # A file -> what the numbers of its rows are above those that people see.
        every = (row for key in form.sheets for row in rows.of(key))
        self._before = {row.file: row.number - row.ref().line for row in every}
        self._tables = {
            question.set: (*question.cells, *question.marks)
            for question in form.asked(Equipments)
            if question.set
        }

    def add(self, problem: Problem, place: _Place) -> None:
        """Take in the advice of a finding at a place."""
        found = self._advice.get(problem.code, Advice())
        self.fields[place].update(self._named(found.own))
        if place in self.placed:
            own = self.placed[place].values
            self.fields[place].update(key for key in found.noted if key in own)
        named = problem.facts.get("premier", "").partition("!")[2]
        cell, _, file = named.lstrip(ascii_uppercase).partition(" ")
        if cell.isdecimal():
            first = place[0], int(cell) + self._before.get(file[1:-1], 0)
            self.fields[first].update(self._named(found.other))
            self.first[first].add(problem.code)
        for row in self._rows.of("equipements") if found.every else ():
            self.fields[_place(row)].update(self._named(found.every))
        self.questions.update(
            question.id
            for question in self._form.asked(Ticks)
            if {question.list, question.names} & {*found.ticks}
        )

    def _named(self, names: Iterable[str]) -> Iterator[str]:
        for name in names:
            yield from self._tables.get(name, (name,))


def _named(form: Form, rows: CheckedRows) -> dict[_Place, dict[str, set[str]]]:
    """The fields of rows at fault that cannot be read, and more to come."""
    named: dict[_Place, dict[str, set[str]]] = defaultdict(partial(defaultdict, set))
    for key in form.sheets:
        for row in rows.faulty[key]:
            named[_place(row)].update((field, {""}) for field in row.unreadable)
    return named


def _name_every_field(
    form: Form, rows: CheckedRows, named: dict[_Place, dict[str, set[str]]]
) -> None:
    """A row whose faults are not told one by one is at fault in each field."""
    for row in (row for found in rows.faulty.values() for row in found):
        if not named[_place(row)]:
            fields = form.sheets[row.sheet].fields
            named[_place(row)].update((key, {""}) for key in fields)


def _free(
    form: Form,
    placed: Mapping[_Place, Row],
    named: Mapping[_Place, Mapping[str, set[str]]],
    advised: Mapping[_Place, set[str]],
    calls: Mapping[str, tuple[str, ...]],
) -> dict[_Place, frozenset[str]]:
    """The free fields of each row that has any."""
    open_ = {
        place: {*named.get(place, ()), *advised.get(place, ())} for place in placed
    }
    return {
        place: _with_calls(form, placed[place], own, calls)
        for place, own in open_.items()
        if own
    }


def _errors(
    form: Form, problems: Iterable[Problem]
) -> Iterator[tuple[Problem, _Place]]:
    """The errors at a place of a sheet of the form."""
    by_title = {sheet.title: sheet.key for sheet in form.sheets.values()}
    for problem in filter(is_error, problems):
        if problem.ref and problem.sheet in by_title and problem.code not in _NO_RECORD:
            yield problem, (by_title[problem.sheet], problem.ref.row)


def _field(problem: Problem, row: Row) -> str:
    """The field at which a problem of a row is told."""
    names = {column: key for key, column in row.columns.items()}
    return names.get(problem.ref.column, "") if problem.ref else ""


def _place(row: Row) -> _Place:
    return row.sheet, row.number


def _with_calls(
    form: Form,
    row: Row,
    own: set[str],
    calls: Mapping[str, tuple[str, ...]],
) -> frozenset[str]:
    """The free fields of a row, with the empty ones that their mending may call for."""
    sheet, found = form.sheets[row.sheet], set(own)
    asked = [(frozenset(one.when), one.then) for one in requirements(form, sheet)]
    asked += [(frozenset({key}), called) for key, called in calls.items()]
    size = 0
    while size < len(found):
        size = len(found)
        for when, then in asked:
            if when & found:
                found |= {key for key in then if key not in row.values}
    return frozenset(found & sheet.fields.keys())
