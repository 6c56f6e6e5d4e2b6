"""records -> answers: each question of the form from its set, its ticks or its text.
Nothing is computed elsewhere.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping
from typing import Any, Protocol

from pipeline.edition.form import Form, Question
from pipeline.model.submission import Answers, Figure, Part, Row
from pipeline.model.text import distinct
from pipeline.rules.registry import Registry

TICK = "X"
Figures = dict[str, Figure]


class Reponse(Protocol):
    """What was ticked and written on one line of the answers sheet."""

    @property
    def coche(self) -> bool: ...
    @property
    def precision(self) -> str: ...
    @property
    def texte(self) -> str: ...


class Facts(Protocol):
    """What the kinds of question that read ticks, texts and equipments ask of a
    family's records.
    """

    @property
    def equipements(self) -> tuple[Row, ...]: ...
    @property
    def reponses(self) -> Mapping[tuple[str, str], Reponse]: ...


def tally(
    form: Form, facts: Any, sets: Registry[Any], head: Mapping[str, str]
) -> Answers:
    """Every answer of the report. ``facts``: the records that the family's ``sets``
    count; ``head``: what stands in its title.
    """
    figures: dict[str, Mapping[str, Figure]] = {}
    parts: dict[str, tuple[Part, ...]] = {}
    for question in form.questions.values():
        if question.kind == "ticks":
            figures[question.id] = _ticks(form, question, facts, sets)
        elif question.kind == "ticked_texts":
            figures[question.id] = _texts_of_ticked(form, question, facts)
        elif question.kind == "text":
            figures[question.id] = {
                "": Figure(_text(facts.reponses.get((question.id, ""))))
            }
        elif question.kind == "count":
            figures[question.id] = {"": _number(sets[question.set].members(facts))}
        elif question.kind == "breakdown":
            figures[question.id] = _breakdown(form, question, facts, sets)
        elif question.kind == "lines":
            figures[question.id] = _lines(question, facts, sets)
        elif question.kind == "equipments":
            parts[question.id] = _equipments(form, question, facts)
        elif question.kind == "parts":
            parts[question.id] = tuple(sets[question.set].members(facts))
    return Answers(head, figures, parts)


def _number(members: Iterable[Hashable]) -> Figure:
    """The size of a set; a line with nothing in it shows 0."""
    records = frozenset(members)
    return Figure(str(len(records)), records)


def _text(answer: Reponse | None) -> str:
    return answer.texte if answer else ""


def _ticks(form: Form, question: Question, facts: Any, sets: Registry[Any]) -> Figures:
    figures: Figures = {}
    for item in form.lists[question.list].items:
        answer = facts.reponses.get((question.id, item.key))
        figures[item.key] = Figure(TICK if answer and answer.coche else "")
        if item.precision:
            figures[f"{item.key}_precision"] = Figure(
                answer.precision if answer and answer.coche else ""
            )
        if question.text == question.id:
            figures[f"{item.key}_texte"] = Figure(_text(answer))
    if question.names:
        named = sets[question.names].members(facts)
        names = [
            " ".join(str(row.values["nom"]).split())
            for row in facts.equipements
            if row.values["nom"] in named
        ]
        figures["noms"] = Figure("\n".join(names))
    return figures


def _texts_of_ticked(form: Form, question: Question, facts: Facts) -> Figures:
    """1.2.2: the texts of the ticked axes of 1.2.1, in the form's order."""
    items = form.lists[form.questions[question.of].list].items
    answers = [facts.reponses.get((question.of, item.key)) for item in items]
    ticked = [answer.texte for answer in answers if answer and answer.coche]
    return {
        f"axe_{n + 1}": Figure(ticked[n] if n < len(ticked) else "")
        for n in range(question.slots)
    }


def _breakdown(
    form: Form, question: Question, facts: Any, sets: Registry[Any]
) -> Figures:
    figures: Figures = {}
    for column, name in (question.columns or {}).items():
        records: dict[str, list[Hashable]] = defaultdict(list)
        for record in sets[name].members(facts):
            records[getattr(record, question.by)].append(record)
        for item in form.lists[question.list].items:
            if item.off_form:
                continue
            figure = _number(records.get(item.key, ()))
            figures[f"{item.key}_{column}" if column else item.key] = figure
            if item.precision and not column:
                figures[f"{item.key}_precision"] = Figure(
                    _precisions(question, figure.records)
                )
    if question.total:
        figures["total"] = _number(sets[question.total].members(facts))
    return figures


def _precisions(question: Question, records: Iterable[Any]) -> str:
    """The precisions given by those who are counted on a line, each once, in French
    order.
    """
    given: list[str] = []
    for record in records:
        texts = getattr(record, f"{question.by}_precision")
        given += [texts] if isinstance(texts, str) else texts
    return " ; ".join(
        distinct([" ".join(text.split()) for text in given if text.strip()])
    )


def _lines(question: Question, facts: Any, sets: Registry[Any]) -> Figures:
    """Named lines; where all are empty the line ``none`` is ticked (4.2: "Pas de
    dossiers").
    """
    figures = {
        key: _number(sets[name].members(facts))
        for key, name in (question.lines or {}).items()
    }
    if question.none:
        figures[question.none] = Figure(
            "" if any(figure.records for figure in figures.values()) else TICK
        )
    return figures


def _equipments(form: Form, question: Question, facts: Facts) -> tuple[Part, ...]:
    """One row an equipment: its name and its ticks. A column is a value of a list
    (cells) or a field (marks).
    """
    columns = [
        (field, item.key)
        for field, name in (question.cells or {}).items()
        for item in form.lists[name].items
        if item.key not in question.without
    ]
    columns += [(mark, "x") for mark in question.marks]
    return tuple(
        Part(
            {"nom": Figure(str(row.values["nom"]))}
            | {
                field if key == "x" else key: Figure(
                    TICK if row.values.get(field) == key else ""
                )
                for field, key in columns
            }
        )
        for row in facts.equipements
    )
