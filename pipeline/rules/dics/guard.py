"""The last guard of a DiCS report: what the form implies between its figures
(relations.py), on the finished answers.

With sets as rules all of it holds by construction; where it ever does not, the
households are named and nothing is delivered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import combinations
from typing import Any, NamedTuple

from pipeline.edition.questions import Question
from pipeline.findings.sentences import dics as said
from pipeline.model.problem import Difference
from pipeline.model.submission import Answers, Figure
from pipeline.rules.dics.records import Facts, OfMenage
from pipeline.rules.dics.relations import Kind, Shown, relations, together

Records = frozenset[Any]


class _Held(NamedTuple):
    """Records that are counted together, and how the report calls their place."""

    name: str
    records: Records


def guard(facts: Facts, answers: Answers) -> Iterator[Difference]:
    """Each household or file by which two figures contradict each other; nothing on
    sound answers. What the edition does not ask is compared with nothing.
    """

    def held(shown: Shown) -> _Held:
        figures = (answers.figures[name][line] for name, line in shown.places)
        records = frozenset[Any]().union(*(figure.records for figure in figures))
        return _Held(shown.name, records)

    for kind, parts, whole, _ in relations(facts.form):
        if kind is Kind.APART:
            yield from _apart(map(held, parts))
        elif kind is Kind.WITHIN:
            yield from _outside(said.inside, held(together(parts)), held(whole))
        elif kind is Kind.SAME:
            yield from _same(held(together(parts)), held(whole))
    for question in facts.form.questions.values():
        if question.counted(facts.form.lists):
            yield from _values(question, answers.figures[question.id])


def _apart(parts: Iterable[_Held]) -> Iterator[Difference]:
    """Nobody is in two of these."""
    for one, other in combinations(parts, 2):
        both = _Held(one.name, one.records & other.records)
        yield from _outside(said.at_once, both, _Held(other.name, frozenset()))


def _same(one: _Held, other: _Held) -> Iterator[Difference]:
    """Two sets that must be one: who is missing from the first, who is too many."""
    for difference in _outside(said.both, other, one):
        yield Difference(said.both(one.name, other.name), wanted=difference.found)
    yield from _outside(said.both, one, other)


def _outside(
    where: Callable[[str, str], str], found: _Held, wanted: _Held
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


def _values(question: Question, figures: Mapping[str, Figure]) -> Iterator[Difference]:
    """A figure says how many records are in it; a precision may be a number too, and is
    none.
    """
    for line, figure in figures.items():
        number, value = len(figure.records), figure.value
        is_number = value.isdecimal() and not line.endswith("_precision")
        if is_number and int(value) != number:
            records: Records = figure.records
            who = ", ".join(sorted(str(one.who) for one in records))
            name = said.figure(question.label, said.LINES.get(line, line))
            yield Difference(f"{name} ({who})", str(number), value)
