"""What the form implies between the figures of a DiCS report, as data.

It follows from what stands with each set (sets.py): what it lies within, comes after
and completes, and from how the questions divide the sets over their lines. The guard
holds the records of a finished report to it, contradictions.py the figures of a report
that comes in.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache
from typing import NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.questions import Breakdown, Question
from pipeline.findings.sentences import dics as said
from pipeline.rules.dics.records import SETS, Facts, Menage, OfMenage
from pipeline.rules.registry import CountingSet

Counted = CountingSet[Facts]


class Kind(Enum):
    """What holds between some figures and a whole."""

    APART = "apart"  # no record is in two of the parts
    WITHIN = "within"  # the records of the parts are of those of the whole
    USUALLY = "usually"  # the same, but that a record outside is no fault
    SAME = "same"  # the parts together are the whole
    ON_LINE = "on line"  # each household of the whole is on this line once at most
    ADDED = "added"  # the lines of a table and its total


class Shown(NamedTuple):
    """Figures that are counted together, each a question's id and its line, and how
    the report calls them.
    """

    name: str
    places: tuple[tuple[str, str], ...]


class Relation(NamedTuple):
    """``most``: of each record of the whole at most so many are in the parts; where
    they are the same, of each in the parts at most so many of the whole.
    """

    kind: Kind
    parts: tuple[Shown, ...]
    whole: Shown
    most: int = 1


Place = Callable[[Counted], Shown | None]  # where a set is shown, if it is


def together(parts: Iterable[Shown]) -> Shown:
    parts = [*parts]
    places = tuple(place for part in parts for place in part.places)
    return Shown(" + ".join(part.name for part in parts), places)


@cache
def relations(form: Form) -> tuple[Relation, ...]:
    """All that holds between the figures of an edition. What it does not ask is
    compared with nothing.
    """
    return tuple(_relations(form))


def _relations(form: Form) -> Iterator[Relation]:
    shown = _Shown(form)
    of_set = cache(shown.of_set)
    yield from _of_sets(of_set)
    for question in form.asked(Breakdown):
        yield from shown.divided(question)
        for column, name in question.columns.items():
            counted = SETS[name]
            within = _all(of_set, counted.within)
            of_menages = {outer.kind for outer in counted.within} == {Menage}
            if within and of_menages and issubclass(counted.kind, OfMenage):
                for line in shown.lines(question, column).values():
                    yield Relation(Kind.ON_LINE, (line,), within)


def _of_sets(of_set: Place) -> Iterator[Relation]:
    """What stands with the sets: those that come after one another are apart, lie
    within others together, and complete others.
    """
    earlier = {one for counted in SETS.values() for one in counted.after}
    for last in SETS.values():
        chain = () if last in earlier else last.chain
        parts = tuple(filter(None, map(of_set, chain)))
        for apart in (parts, tuple(filter(None, map(of_set, last.completes)))):
            if len(apart) > 1:
                yield Relation(Kind.APART, apart, apart[0])
        if not parts:
            continue
        for kind, outer in (
            (Kind.WITHIN, last.within),
            (Kind.USUALLY, last.usually),
            (Kind.SAME, last.completes if len(parts) == len(chain) else ()),
        ):
            if whole := _all(of_set, outer):
                yield Relation(kind, parts, whole, _most(last, outer, kind))


def _most(counted: Counted, outer: Sequence[Counted], kind: Kind) -> int:
    """How many records one may have, by what the rules say that they count: a household
    has two problems at most, and a reason for each of those that were not relayed.
    """
    kinds = {one.kind for one in outer}
    if kinds == {counted.kind} or not issubclass(counted.kind, OfMenage):
        return 1
    return counted.kind.most if kind is Kind.SAME or kinds == {Menage} else 1


def _all(of_set: Place, sets: Iterable[Counted]) -> Shown | None:
    """These sets together; None where one of them is shown nowhere, or there is none."""
    found = list(map(of_set, sets))
    return together(filter(None, found)) if found and all(found) else None


def _word(column: str) -> str:
    return said.COLUMNS.get(column, column).lower() if column else ""


@dataclass(frozen=True)
class _Shown:
    """Where the report of an edition shows each set."""

    form: Form

    def figure(self, question: Question, line: str = "", *words: str) -> Shown:
        """A figure; ``words``: how its line is called, where that is not the line's own
        name.
        """
        words = words or (said.LINES.get(line, line),)
        return Shown(said.figure(question.label, *words), ((question.id, line),))

    def lines(self, question: Breakdown, column: str) -> dict[str, Shown]:
        """The label of each line that the form has -> what a column shows there."""
        return {
            line.item.label: self.figure(
                question, line.key, line.item.label, _word(column)
            )
            for line in question.counted(self.form.lists)
            if line.item and line.column == column
        }

    def column(self, question: Breakdown, column: str) -> Shown:
        places = together(self.lines(question, column).values()).places
        return Shown(said.figure(question.label, _word(column)), places)

    def of_set(self, counted: Counted) -> Shown | None:
        """The figure that is the size of a set; else what it completes by itself, else
        a column that divides it.
        """
        if counting := self.form.counting(counted.name):
            return self.figure(*counting)
        completed = None if counted.after else _all(self.of_set, counted.completes)
        if completed:
            return completed
        for question in self.form.asked(Breakdown):
            for column, name in question.columns.items():
                if name == counted.name:
                    return self.column(question, column)
        return None

    def divided(self, question: Breakdown) -> Iterator[Relation]:
        """What a question divides stands on one line each, in its total too, and on
        each line its columns are as their sets are.
        """
        columns = {
            SETS[name]: self.lines(question, column)
            for column, name in question.columns.items()
        }
        for column, name in question.columns.items():
            whole, lines = self.column(question, column), columns[SETS[name]]
            counted = SETS[name]
            most = _most(counted, counted.completes or (counted,), Kind.SAME)
            yield Relation(Kind.APART, tuple(lines.values()), whole)
            yield Relation(Kind.SAME, (whole,), self.of_set(counted) or whole, most)
        if question.total and (divided := self.of_set(SETS[question.total])):
            total = self.figure(question, "total")
            yield Relation(Kind.SAME, (total,), divided)
            yield Relation(Kind.ADDED, (self.column(question, ""),), total)
        for label in next(iter(columns.values())) if len(columns) > 1 else ():
            on_line = {counted: shown[label] for counted, shown in columns.items()}
            yield from _of_sets(on_line.get)
