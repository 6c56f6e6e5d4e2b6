"""The rows that may yet change: those at fault, each with what is sure of it.

What such a row could change is held back: a finding is told, and a figure of a draft
shown, once the row is mended. Each family says what is sure of its rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from itertools import product
from typing import Any, NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.questions import Question
from pipeline.model.submission import Row
from pipeline.rules.registry import Registry

_ANYTHING = object()
Sure = Mapping[str, object]


class Doubt(NamedTuple):
    """A row of which only ``sure`` is certain; what is not in it may be anything."""

    number: int
    sure: Sure


class Doubts:
    """The doubtful rows of a sheet; what they may be is looked up, not searched."""

    def __init__(self, rows: Iterable[Doubt]) -> None:
        self.rows = tuple(rows)
        self._sure: dict[tuple[str, ...], set[tuple[object, ...]]] = {}

    def may_hold(self, **values: object) -> bool:
        """Whether one of the rows, once mended, may be one of these values."""
        names = tuple(values)
        if names not in self._sure:
            self._sure[names] = {
                tuple(row.sure.get(name, _ANYTHING) for name in names)
                for row in self.rows
            }
        return any(
            one in self._sure[names]
            for one in product(*((value, _ANYTHING) for value in values.values()))
        )


def doubts_of(
    rows: Mapping[str, Iterable[Row]], sure: Callable[[Row], Iterable[Sure]]
) -> Mapping[str, Doubts]:
    """The doubtful rows of each sheet. ``sure``: what each of them may be about."""
    return {
        key: Doubts(Doubt(row.number, about) for row in found for about in sure(row))
        for key, found in rows.items()
    }


def question_of(form: Form, row: Row) -> Sure:
    """What is sure of a row of the answers sheet: the question that it names, if it is
    one. A row of another sheet may be of any.
    """
    named = row.values.get("question")
    return {"question": named} if named in form.questions else {}


def in_doubt(
    question: Question, sets: Registry[Any], doubts: Mapping[str, Doubts]
) -> list[str]:
    """The sheets in which a doubtful row may change the answer to a question: those
    that it names, and those that its sets read.
    """
    read = frozenset[str]().union(*(sets[name].sheets for name in question.shown_sets))
    return [
        key
        for key in doubts
        if key in read.union(question.sheets)
        and (
            doubts[key].may_hold(question=question.id)
            or doubts[key].may_hold(question=question.source)
        )
    ]
