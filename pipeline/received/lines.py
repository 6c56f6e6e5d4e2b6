"""The lines of a form: what each place of its wording answers, and what may stand there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.questions import (
    Breakdown,
    Equipments,
    Item,
    Question,
    Ticks,
    tag_name,
)
from pipeline.edition.questions import Lines as NamedLines
from pipeline.findings.sentences import dics as named
from pipeline.findings.sentences import received as say
from pipeline.model.received import NUMBER, TEXT, TICKS


class Line(NamedTuple):
    """A line of a question, "" for its only one. ``unit``: what stands there
    (model/received.py).
    """

    question: str
    title: str
    line: str
    unit: str = TEXT


def lines_of(form: Form) -> Mapping[str, Line]:
    """Place -> its line, in the form's order; of what repeats, the places of one turn:
    ``q2_2_1.nom``.
    """
    found = {}
    for question in form.questions.values():
        if isinstance(question, Equipments):
            made = _columns(question, form)
        else:
            made = _lines(question, form)
        for key, label, unit in made if question.is_printed else ():
            line = Line(question.label, question.title, label, unit)
            found[tag_name(question.id, key)] = line
    return found


def _columns(question: Equipments, form: Form) -> Iterator[tuple[str, str, str]]:
    """Key, label and unit of each column of a table of equipments."""
    yield "nom", say.NAME, TEXT
    for _, item in question.columns(form.lists):
        yield item.key, item.label, TICKS
    fields = form.sheets[question.sheets[0]].fields
    for mark in question.marks:
        yield mark, fields[mark].heading, TICKS


def _lines(question: Question, form: Form) -> Iterator[tuple[str, str, str]]:
    """Key, label and unit of each line of a question, what belongs to one line of a
    table together.
    """
    counted = {line.key: line for line in question.counted(form.lists)}
    name = question.list if isinstance(question, Breakdown | Ticks) else ""
    items = form.lists[name].by_key if name else {}
    none = question.none if isinstance(question, NamedLines) else ""
    found = []
    for key in question.keys(form.lists):
        line = counted.get(key)
        of, _, beside = key.rpartition("_")
        item = (line and line.item) or items.get(key) or items.get(of)
        if line:
            column = line.column and named.COLUMNS.get(line.column, line.column).lower()
            found.append((item, key, column or "", NUMBER))
        elif key in items or (none and key == none):
            found.append((item, key, "", TICKS))
        else:
            found.append((item, key, say.BESIDE[beside] if item else "", TEXT))
    order = [*items.values(), None]
    for item, key, more, unit in sorted(found, key=lambda one: order.index(one[0])):
        yield key, _label(item, key, more), unit


def _label(item: Item | None, key: str, more: str) -> str:
    own = named.LINES.get(key, say.OTHERS.get(key, key.replace("_", " ")))
    return ", ".join(filter(None, (item.label if item else own, more)))
