"""The last guard of a DiCS report: what the form implies between its figures, on the
finished answers.

With sets as rules all of it holds by construction; where it ever does not, the
households are named and nothing is delivered. What is implied stands with each set
(sets.py): what it lies within, comes after and completes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from typing import Any, NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.questions import Breakdown, Question
from pipeline.findings.sentences import dics as said
from pipeline.model.problem import Difference
from pipeline.model.submission import Answers
from pipeline.rules.dics.records import SETS, Facts, OfMenage
from pipeline.rules.registry import CountingSet

Records = frozenset[Any]
Counted = CountingSet[Facts]


class Shown(NamedTuple):
    """Records that are counted together, and how the report calls their place."""

    name: str
    records: Records


Place = Callable[[Counted], Shown | None]  # where a set is shown, if it is


def guard(facts: Facts, answers: Answers) -> Iterator[Difference]:
    """Each household or file by which two figures contradict each other; nothing on
    sound answers. What the edition does not ask is compared with nothing.
    """
    figures = _Figures(facts.form, answers)
    yield from _relations(cache(figures.of_set))
    for question in facts.form.questions.values():
        if question.counted(facts.form.lists):
            yield from figures.values(question)
    for question in facts.form.asked(Breakdown):
        yield from figures.lines(question)


def _relations(of_set: Place) -> Iterator[Difference]:
    """What stands with the sets: those that come after one another are apart, lie
    within others together, and complete others.
    """
    earlier = {one for counted in SETS for one in counted.after}
    for last in SETS:
        parts = [] if last in earlier else list(filter(None, map(of_set, last.chain)))
        yield from _apart(parts)
        within, completed = _all(of_set, last.within), _all(of_set, last.completes)
        if parts and within:
            yield from _outside(said.inside, _together(parts), within)
        if len(parts) == len(last.chain) and completed:
            yield from _same(_together(parts), completed)


def _all(of_set: Place, sets: Iterable[Counted]) -> Shown | None:
    """These sets together; None where one of them is shown nowhere, or there is none."""
    found = list(map(of_set, sets))
    return _together(list(filter(None, found))) if found and all(found) else None


def _together(parts: Iterable[Shown]) -> Shown:
    records = frozenset[Any]().union(*(part.records for part in parts))
    return Shown(" + ".join(part.name for part in parts), records)


def _apart(parts: Iterable[Shown]) -> Iterator[Difference]:
    """Nobody is in two of these."""
    for one, other in combinations(parts, 2):
        both = Shown(one.name, one.records & other.records)
        yield from _outside(said.at_once, both, Shown(other.name, frozenset()))


def _same(one: Shown, other: Shown) -> Iterator[Difference]:
    """Two sets that must be one: who is missing from the first, who is too many."""
    for difference in _outside(said.both, other, one):
        yield Difference(said.both(one.name, other.name), wanted=difference.found)
    yield from _outside(said.both, one, other)


def _outside(
    where: Callable[[str, str], str], found: Shown, wanted: Shown
) -> Iterator[Difference]:
    """Who is too many, by households where these are of several kinds."""
    too_many = found.records - wanted.records
    if too_many and len({*map(type, too_many | wanted.records)}) > 1:
        too_many = _menages(found.records) - _menages(wanted.records)
    for who in sorted({str(record.who) for record in too_many}):
        yield Difference(where(found.name, wanted.name), found=who)


def _menages(records: Records) -> Records:
    """The households of some records; a file stands for itself."""
    return frozenset(
        record.menage if isinstance(record, OfMenage) else record for record in records
    )


def _word(column: str) -> str:
    return said.COLUMNS.get(column, column).lower() if column else ""


@dataclass(frozen=True)
class _Figures:
    """The finished answers, and where they show each set."""

    form: Form
    answers: Answers

    def _figure(self, question: Question, line: str = "", *words: str) -> Shown:
        """A figure; ``words``: how its line is called, where that is not the line's own
        name.
        """
        records = self.answers.figures[question.id][line].records
        words = words or (said.LINES.get(line, line),)
        return Shown(said.figure(question.label, *words), records)

    def _lines(self, question: Breakdown, column: str) -> dict[str, Shown]:
        """The label of each line that the form has -> what a column shows there."""
        return {
            line.item.label: self._figure(
                question, line.key, line.item.label, _word(column)
            )
            for line in question.counted(self.form.lists)
            if line.item and line.column == column
        }

    def _column(self, question: Breakdown, column: str) -> Shown:
        records = _together(self._lines(question, column).values()).records
        return Shown(said.figure(question.label, _word(column)), records)

    def of_set(self, counted: Counted) -> Shown | None:
        """The figure that is the size of a set; else what it completes by itself, else
        a column that divides it.
        """
        if counting := self.form.counting(counted.name):
            return self._figure(*counting)
        completed = None if counted.after else _all(self.of_set, counted.completes)
        if completed:
            return completed
        for question in self.form.asked(Breakdown):
            for column, name in question.columns.items():
                if name == counted.name:
                    return self._column(question, column)
        return None

    def values(self, question: Question) -> Iterator[Difference]:
        """A figure says how many records are in it; a precision may be a number too,
        and is none.
        """
        for line, figure in self.answers.figures[question.id].items():
            number, value = len(figure.records), figure.value
            is_number = value.isdecimal() and not line.endswith("_precision")
            if is_number and int(value) != number:
                records: Records = figure.records
                who = ", ".join(sorted(str(one.who) for one in records))
                where = f"{self._figure(question, line).name} ({who})"
                yield Difference(where, str(number), value)

    def lines(self, question: Breakdown) -> Iterator[Difference]:
        """What a question divides stands on one line each, in its total too, and on
        each line its columns are as their sets are.
        """
        columns = {
            SETS[name]: self._lines(question, column)
            for column, name in question.columns.items()
        }
        for column, name in question.columns.items():
            whole = self._column(question, column)
            yield from _apart(columns[SETS[name]].values())
            yield from _same(whole, self.of_set(SETS[name]) or whole)
        if question.total and (divided := self.of_set(SETS[question.total])):
            yield from _same(self._figure(question, "total"), divided)
        for label in next(iter(columns.values())) if len(columns) > 1 else ():
            on_line = {counted: shown[label] for counted, shown in columns.items()}
            yield from _relations(on_line.get)
