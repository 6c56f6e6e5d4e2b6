"""Answers -> who is in a figure and by which cells; and for a household, where it
counts and why not elsewhere.

How a figure is asked for: a question by its number or name, then a line of it, by keys
or labels in any case, step by step: ``2.7.1``, ``2.7.1 RIS``, ``2.8 Santé relayés``,
``budgets 2022 Marolles appel`` (each family tells its steps). What names no question is
looked for as a line of all of them: ``RIS``, or the objective ``1.1.1 A2``.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import groupby
from typing import Any

from pipeline.findings.sentences import explain as said
from pipeline.model.explained import Explained, Household, UnknownName, places
from pipeline.model.submission import Answers
from pipeline.model.text import code_key, even_out
from pipeline.rules.families import FAMILIES

_WIDTH = 110
_SHOWN = 200  # characters of a printed text


def explain(
    facts: Any, answers: Answers, question: str, line: str = ""
) -> list[Explained]:
    """The lines of the report that are asked for, with who is in them. Raises
    UnknownName.
    """
    found = list(FAMILIES[facts.form.family].explain(facts, answers))
    own = [
        one
        for one in found
        if even_out(question) in (even_out(one.id), even_out(one.question))
    ]
    asked = line if own else f"{question} {line}".strip()
    named = [one for one in own or found if one.answers_to(asked)]
    if named and (own or asked):
        return named
    if not own:
        questions = list(dict.fromkeys(one.question for one in found))
        raise UnknownName(said.NO_LINE, asked, questions)
    firsts = list(dict.fromkeys(one.path[0][-1] for one in own if one.path))
    names = [" ".join(step[-1] for step in one.path) for one in own]
    raise UnknownName(said.no_line_of(own[0].question), line, firsts, names)


def explain_household(facts: Any, answers: Answers, code: str) -> Household:
    """Every line of the report that a household is in, and why it is not in the others.
    Raises UnknownName.
    """
    family = FAMILIES[facts.form.family]
    households, key = family.households(facts), code_key(code)
    if key not in households:
        codes = list(households.values())
        raise UnknownName(said.NO_HOUSEHOLD, code, [], codes, even=code_key)
    figures = []
    for explained in family.explain(facts, answers):
        own = tuple(entry for entry in explained.entries if entry.household == key)
        if own:
            figures.append(replace(explained, behind=partial(tuple, own)))
    return Household(
        households[key], tuple(figures), tuple(family.absences(facts, key))
    )


# ---- as French text


def explanation_lines(found: Sequence[Explained]) -> Iterator[str]:
    """What ``explain`` found, as lines to print: the question, then each line with its
    rule and its records.
    """
    for heading, group in groupby(
        found, key=lambda one: f"{one.question}  {one.title}"
    ):
        yield heading
        rule = ""
        for one in group:
            yield from _figure(one, shown=rule)
            rule = one.rule


def _figure(one: Explained, shown: str) -> Iterator[str]:
    """A line with its records, and its rule unless it was shown with the line above."""
    value = textwrap.shorten(one.value, _SHOWN, placeholder=" …") or said.EMPTY
    yield f"  {one.line} : {value}" if one.path else f"  {value}"
    if (one.entries or one.unit) and one.rule != shown:
        yield from _wrapped(said.rule(one.rule, one.reference), "    ")
    yield from _entries(one)


def _entries(one: Explained, household: str = "") -> Iterator[str]:
    """The records of a figure with their cells; the ``household`` itself needs no name."""
    for entry in one.entries:
        who = "" if entry.who == household else f"{entry.who}  "
        yield from _wrapped(f"{who}{places(entry.cells)}", "      ")


def household_lines(found: Household) -> Iterator[str]:
    """What ``explain_household`` found, as lines to print; questions missed for one
    reason share a line.
    """
    yield said.counts(found.who, bool(found.figures))
    for one in found.figures:
        named = ", ".join(filter(None, (one.title, one.line)))
        yield from _wrapped(f"{one.question}  {named}", "  ")
        yield from _entries(one, found.who)
    if found.absences:
        yield said.counts_not(found.who)
    for reason, group in groupby(found.absences, key=lambda absence: absence.reason):
        yield f"  {', '.join(absence.question for absence in group)} : {reason}"


def _wrapped(text: str, indent: str) -> list[str]:
    return textwrap.wrap(
        text,
        _WIDTH,
        initial_indent=indent,
        subsequent_indent=f"{indent}  ",
        break_on_hyphens=False,
    )
