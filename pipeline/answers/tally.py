"""records -> answers: each question of the form from its set, its ticks or its text.
Nothing is computed elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable
from functools import singledispatch
from itertools import chain, repeat
from typing import Any

from pipeline.edition.questions import (
    TICK,
    Breakdown,
    Equipments,
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

Figures = dict[str, Figure]


def tally(facts: Any) -> Answers:
    """Every answer of the report, from the records of its family."""
    figures: dict[str, Figures] = {}
    parts: dict[str, tuple[Part, ...]] = {}
    for name, question in facts.form.questions.items():
        answer = _answer(question, facts)
        if isinstance(answer, tuple):
            parts[name] = answer
        elif question.is_printed:
            figures[name] = answer
    return Answers(FAMILIES[facts.form.family].head(facts), figures, parts)


def counted(question: Question, facts: Any) -> Figures:
    """The lines of a question that counts records."""
    figures = _answer(question, facts)
    assert isinstance(figures, dict)
    return figures


def _members(facts: Any, name: str) -> Iterable[Any]:
    members: Iterable[Any] = FAMILIES[facts.form.family].sets[name].members(facts)
    return members


def _number(records: Iterable[Hashable]) -> Figure:
    """The size of a set; a line with nothing in it shows 0."""
    members = frozenset(records)
    return Figure(str(len(members)), members)


def _tick(ticked: bool) -> Figure:
    return Figure(TICK if ticked else "")


@singledispatch
def _answer(question: Question, facts: Any) -> Figures | tuple[Part, ...]:
    """The answer of a question, by its kind; here the sizes of sets."""
    return _sizes(question, facts)


def _sizes(question: Question, facts: Any) -> Figures:
    return {
        line.key: _number(_members(facts, line.set))
        for line in question.counted(facts.form.lists)
    }


@_answer.register
def _(question: Text, facts: Any) -> Figures:
    return {"": Figure(facts.answer(question).texte)}


@_answer.register
def _(question: Ticks, facts: Any) -> Figures:
    figures: Figures = {}
    for item in facts.form.lists[question.list].items:
        answer = facts.answer(question, item.key)
        figures[item.key] = _tick(answer.coche)
        if item.precision:
            said = answer.precision if answer.coche else ""
            figures[f"{item.key}_precision"] = Figure(said)
        if question.prints_texts:
            figures[f"{item.key}_texte"] = Figure(answer.texte)
    if question.names:
        rows = facts.equipements_in(_members(facts, question.names))
        names = [" ".join(row.text("nom").split()) for row in rows]
        figures["noms"] = Figure("\n".join(names))
    return figures


@_answer.register
def _(question: TickedTexts, facts: Any) -> Figures:
    """1.2.2: the texts of the ticked axes of 1.2.1, in the form's order."""
    ticks = facts.form.questions[question.of]
    ticked = [facts.answer(ticks, line).texte for line in facts.chosen(ticks)]
    texts = map(Figure, chain(ticked, repeat("")))
    return dict(zip(question.keys(facts.form.lists), texts, strict=False))


@_answer.register
def _(question: Breakdown, facts: Any) -> Figures:
    divided: dict[str, dict[str, list[Any]]] = {}
    for name in question.columns.values():
        lines = divided[name] = defaultdict(list)
        for record in _members(facts, name):
            lines[getattr(record, question.by)].append(record)
    figures: Figures = {}
    for line in question.counted(facts.form.lists):
        if line.item is None:
            figures[line.key] = _number(_members(facts, line.set))
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
    shown = (" ".join(text.split()) for text in given)
    return " ; ".join(distinct([*filter(None, shown)]))


@_answer.register
def _(question: Lines, facts: Any) -> Figures:
    """Where all lines are empty, "Pas de dossiers" is ticked (4.2)."""
    figures = _sizes(question, facts)
    if question.none:
        some = any(figure.records for figure in figures.values())
        figures[question.none] = _tick(not some)
    return figures


@_answer.register
def _(question: Equipments, facts: Any) -> tuple[Part, ...]:
    """One row an equipment: its name and its ticks."""
    cells = question.columns(facts.form.lists)
    columns = [(item.key, field, item.key) for field, item in cells]
    columns += [(mark, mark, "x") for mark in question.marks]
    parts = []
    for row in facts.equipements:
        figures = {"nom": Figure(row.text("nom"))}
        for column, field, key in columns:
            figures[column] = _tick(row.values.get(field) == key)
        parts.append(Part(figures))
    return tuple(parts)


@_answer.register
def _(question: Parts, facts: Any) -> tuple[Part, ...]:
    return tuple(_members(facts, question.set))
