"""Why a household is not in a figure of the DiCS report: the first condition of the
rule's text that fails, in French.

What is asked of whom, and what a set's text asks beside the sets that it builds on,
stands with the set (sets.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pipeline.edition.form import Form
from pipeline.edition.questions import Lines, Question
from pipeline.model.explained import Absence
from pipeline.model.text import listed
from pipeline.rules.dics.contacts import why_not_reached
from pipeline.rules.dics.records import SETS, Dossier, Facts, Menage
from pipeline.rules.registry import CountingSet, See

Counted = CountingSet[Facts]


def absences(form: Form, facts: Facts, key: str) -> Iterator[Absence]:
    """The questions in which the household with this key does not count, in the form's
    order, each with its reason.
    """
    reasons = _Reasons(form, facts, facts.menages[key])
    for question in form.questions.values():
        if reason := reasons.of(question):
            yield Absence(question.label, question.title, reason)


@dataclass(frozen=True)
class _Reasons:
    """Why a household is not in the sets that the questions count; "" where it is, or
    where nothing is asked of it.
    """

    form: Form
    facts: Facts
    menage: Menage

    def of(self, question: Question) -> str:
        if not question.main_set:
            return ""
        counted = SETS[question.main_set]
        asked = counted.asked_of(self.facts, self.menage)
        divided = question.divided_by and self.form.counting(counted.name)
        reasons = [
            self._outside(counted) if divided else self._why_not(counted, record)
            for record in asked
        ]
        return listed(dict.fromkeys(reasons)) if reasons and all(reasons) else ""

    def _why_not(self, counted: Counted, record: Any) -> str:
        """The first that fails: to be in a set that it lies within, and in none that
        comes before it, then its own.
        """
        if self._inside(counted, record):
            return ""
        if outside := self._outside(*counted.within):
            return outside
        for earlier in counted.chain[:-1]:
            if earlier.already and self._inside(earlier, record):
                label = self._label(earlier)
                return f"{earlier.already} ({label})" if label else earlier.already
        said = (
            counted.unless(self.facts, record)
            if callable(counted.unless)
            else counted.unless
        )
        if isinstance(said, See):
            label = self._label(SETS[said.name])
            return f"{said.said} : voir {label}" if label else said.said
        if not said and counted.evidence:
            return why_not_reached(self.facts, self.menage, counted.evidence[0].side)
        return str(said)

    def _outside(self, *outer: Counted) -> str:
        """That it is in none of these sets; the reason for that, where no question
        counts them.
        """
        if not outer or any(self._inside(one, self.menage) for one in outer):
            return ""
        if not any(map(self._label, outer)):
            return self._why_not(outer[0], self.menage)
        names = [self._label(one) or f"les {one.label}" for one in outer]
        return (
            f"pas dans {names[0]}"
            if len(names) == 1
            else " ".join(f"ni dans {name}" for name in names)
        )

    def _inside(self, counted: Counted, record: Menage | Dossier) -> bool:
        members = counted.members(self.facts)
        return record in members or any(
            getattr(one, "menage", None) is record for one in members
        )

    def _label(self, counted: Counted) -> str:
        """How the report calls the question that counts a set, "" where none does."""
        lines = (
            question
            for question in self.form.asked(Lines)
            if counted.name in question.lines.values()
        )
        asked = self.form.counting(counted.name) or next(lines, None)
        return asked.label if asked else ""
