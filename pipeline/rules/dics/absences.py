"""Why a household is not in a figure of the DiCS report: the first condition of the
rule's text that fails, in French.

What is asked of whom, and what a set's text asks beside the sets that it builds on,
stands with the set (sets.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pipeline.edition.questions import Question
from pipeline.findings.sentences import dics as said
from pipeline.model.explained import Absence
from pipeline.model.text import listed
from pipeline.rules.dics.contacts import why_not_reached
from pipeline.rules.dics.records import SETS, Facts, Menage
from pipeline.rules.registry import CountingSet, See

Counted = CountingSet[Facts]


def absences(facts: Facts, key: str) -> Iterator[Absence]:
    """The questions in which the household with this key does not count, in the form's
    order, each with its reason.
    """
    reasons = _Reasons(facts, facts.menages[key])
    for question in facts.form.questions.values():
        if reason := reasons.of(question):
            yield Absence(question.label, question.title, reason)


class _Reasons(NamedTuple):
    """Why a household is not in the sets that the questions count; "" where it is, or
    where nothing is asked of it.
    """

    facts: Facts
    menage: Menage

    def of(self, question: Question) -> str:
        if not question.main_set:
            return ""
        counted = SETS[question.main_set]
        divided = question.divided_by and self._label(counted)
        reasons = [
            self._outside(counted) if divided else self._why_not(counted, record)
            for record in counted.asked_of(self.facts, self.menage)
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
        reason = counted.unless
        if callable(reason):
            reason = reason(self.facts, record)
        if isinstance(reason, See):
            label = self._label(SETS[reason.name])
            return f"{reason.said} : voir {label}" if label else reason.said
        if not reason and counted.evidence:
            return why_not_reached(self.facts, self.menage, counted.evidence[0].side)
        return str(reason)

    def _outside(self, *outer: Counted) -> str:
        """That it is in none of these sets; the reason for that, where no question
        counts them.
        """
        if not outer or any(self._inside(one, self.menage) for one in outer):
            return ""
        if not any(map(self._label, outer)):
            return self._why_not(outer[0], self.menage)
        return said.in_none([self._label(one) or f"les {one.label}" for one in outer])

    def _inside(self, counted: Counted, record: Any) -> bool:
        members = counted.members(self.facts)
        return record in members or any(
            getattr(one, "menage", None) is record for one in members
        )

    def _label(self, counted: Counted) -> str:
        """How the report calls the question that counts a set, "" where none does."""
        asked = self.facts.form.counting(counted.name)
        return asked[0].label if asked else ""
