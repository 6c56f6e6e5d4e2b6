"""records -> answers: each question of the form from its set, its ticks or its text.
Nothing is computed elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass
from functools import singledispatch
from itertools import chain, repeat
from typing import Any, NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.questions import (
    TICK,
    Breakdown,
    Equipments,
    Item,
    Lines,
    Parts,
    Question,
    Text,
    TickedTexts,
    Ticks,
)
from pipeline.model.submission import Answers, Figure, Part
from pipeline.model.text import distinct
from pipeline.rules.families import FAMILIES
from pipeline.rules.registry import Registry

Figures = dict[str, Figure]


class _Unwritten(NamedTuple):
    """A line of the answers sheet on which nothing stands."""

    coche: bool = False
    precision: str = ""
    texte: str = ""


@dataclass(frozen=True)
class _Source:
    """Where answers come from: the records of a family, and its sets of them."""

    form: Form
    facts: Any
    sets: Registry[Any]

    def members(self, name: str) -> Iterable[Any]:
        members: Iterable[Any] = self.sets[name].members(self.facts)
        return members

    def written(self, question: str, item: Item) -> Any:
        """What was ticked and written on a line of the answers sheet."""
        return self.facts.reponses.get((question, item.key), _Unwritten())


def tally(facts: Any) -> Answers:
    """Every answer of the report, from the records of its family."""
    family = FAMILIES[facts.form.family]
    source = _Source(facts.form, facts, family.sets)
    figures: dict[str, Figures] = {}
    parts: dict[str, tuple[Part, ...]] = {}
    for name, question in facts.form.questions.items():
        answer = _answer(question, source)
        if isinstance(answer, tuple):
            parts[name] = answer
        elif question.is_printed:
            figures[name] = answer
    return Answers(family.head(facts), figures, parts)


def _number(records: Iterable[Hashable]) -> Figure:
    """The size of a set; a line with nothing in it shows 0."""
    members = frozenset(records)
    return Figure(str(len(members)), members)


def _tick(ticked: bool) -> Figure:
    return Figure(TICK if ticked else "")


@singledispatch
def _answer(question: Question, source: _Source) -> Figures | tuple[Part, ...]:
    """The answer of a question, by its kind; here the sizes of sets."""
    return _sizes(question, source)


def _sizes(question: Question, source: _Source) -> Figures:
    return {
        line.key: _number(source.members(line.set))
        for line in question.counted(source.form.lists)
    }


@_answer.register
def _(question: Text, source: _Source) -> Figures:
    (item,) = question.answer_lines(source.form.lists)
    return {"": Figure(source.written(question.id, item).texte)}


@_answer.register
def _(question: Ticks, source: _Source) -> Figures:
    figures: Figures = {}
    for item in source.form.lists[question.list].items:
        answer = source.written(question.id, item)
        figures[item.key] = _tick(answer.coche)
        if item.precision:
            figures[f"{item.key}_precision"] = Figure(
                answer.precision if answer.coche else ""
            )
        if question.prints_texts:
            figures[f"{item.key}_texte"] = Figure(answer.texte)
    if question.names:
        named = source.members(question.names)
        names = [row.values["nom"] for row in source.facts.equipements]
        shown = [" ".join(str(name).split()) for name in names if name in named]
        figures["noms"] = Figure("\n".join(shown))
    return figures


@_answer.register
def _(question: TickedTexts, source: _Source) -> Figures:
    """1.2.2: the texts of the ticked axes of 1.2.1, in the form's order."""
    lists = source.form.lists
    lines = source.form.questions[question.of].answer_lines(lists)
    answers = [source.written(question.of, item) for item in lines]
    ticked = [answer.texte for answer in answers if answer.coche]
    texts = map(Figure, chain(ticked, repeat("")))
    return dict(zip(question.keys(lists), texts, strict=False))


@_answer.register
def _(question: Breakdown, source: _Source) -> Figures:
    divided: dict[str, dict[str, list[Any]]] = {}
    for name in question.columns.values():
        lines = divided[name] = defaultdict(list)
        for record in source.members(name):
            lines[getattr(record, question.by)].append(record)
    figures: Figures = {}
    for line in question.counted(source.form.lists):
        if line.item is None:
            figures[line.key] = _number(source.members(line.set))
            continue
        records = divided[line.set].get(line.item.key, [])
        figures[line.key] = _number(records)
        if line.asks_precision:
            said = _precisions(question.by, records)
            figures[f"{line.key}_precision"] = Figure(said)
    return figures


def _precisions(by: str, records: Iterable[Any]) -> str:
    """The precisions given by those who are counted on a line, each once, in French
    order.
    """
    given: list[str] = []
    for record in records:
        texts = getattr(record, f"{by}_precision")
        given += [texts] if isinstance(texts, str) else texts
    return " ; ".join(
        distinct([" ".join(text.split()) for text in given if text.strip()])
    )


@_answer.register
def _(question: Lines, source: _Source) -> Figures:
    """Where all lines are empty, "Pas de dossiers" is ticked (4.2)."""
    figures = _sizes(question, source)
    if question.none:
        some = any(figure.records for figure in figures.values())
        figures[question.none] = _tick(not some)
    return figures


@_answer.register
def _(question: Equipments, source: _Source) -> tuple[Part, ...]:
    """One row an equipment: its name and its ticks."""
    columns = [
        (item.key, field, item.key)
        for field, item in question.columns(source.form.lists)
    ]
    columns += [(mark, mark, "x") for mark in question.marks]
    return tuple(
        Part(
            {"nom": Figure(str(row.values["nom"]))}
            | {
                column: _tick(row.values.get(field) == key)
                for column, field, key in columns
            }
        )
        for row in source.facts.equipements
    )


@_answer.register
def _(question: Parts, source: _Source) -> tuple[Part, ...]:
    return tuple(source.members(question.set))
