"""The catalogue of findings (messages.txt): code -> severity and French sentence. A
sentence says what is wrong, then what to do.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from pipeline.findings.sentences import basis as sentences
from pipeline.model.problem import Problem
from pipeline.model.text import agreed, french_number, looks_like, unquoted

ERROR, WARNING = "erreur", "avertissement"
OR = " » ou « "  # between two suggestions for one value
LONGEST_VALUE = 80  # characters of a typed value that a sentence repeats


class Message(NamedTuple):
    severity: str
    sentence: str
    remedy: str


_MESSAGE = re.compile(r"\[([a-z-]+)\] (\w+)\n(.*?)\n-> (.*?)\n(?:\n|\Z)", re.DOTALL)


def _catalogue() -> Iterator[tuple[str, Message]]:
    written = Path(__file__).with_name("messages.txt").read_text(encoding="utf-8")
    for code, severity, wrong, remedy in _MESSAGE.findall(written):
        yield code, Message(severity, *(s.replace("\n", " ") for s in (wrong, remedy)))


CATALOGUE = dict(_catalogue())


def is_error(problem: Problem) -> bool:
    """Whether no report is made while this stands."""
    return CATALOGUE[problem.code].severity == ERROR


def wrong(problem: Problem) -> str:
    """What is wrong, without the place."""
    return CATALOGUE[problem.code].sentence.format(**_shown(problem))


def remedy(problem: Problem) -> str:
    """What to do; of a word that is no value of its list, what its list says of it."""
    shown = _shown(problem)
    return shown.get("a_faire") or CATALOGUE[problem.code].remedy.format(**shown)


def hint(problem: Problem) -> str:
    """What the value may have been meant to be, as a question; empty where nothing
    comes near. What looks the same as the value is no question: it says what to do.
    Where a sentence says more of the word, it is this one.
    """
    shown = _shown(problem)
    meant, advice = shown.get("piste", ""), shown.get("conseil", "")
    if advice:
        return advice
    if not meant:
        return ""
    typed = (
        problem.facts.get("valeur")
        or problem.facts.get("feuille")
        or problem.facts.get("colonne", "")
    )
    if not looks_like(meant, unquoted(typed)):
        return f"Serait-ce « {meant} » ?"
    if problem.code == "date-illisible":
        return f"Ici, retapez {meant}."
    return (
        "Retapez ce qui est là : un de ses signes en imite un autre, ou ne se voit pas."
    )


def sentence(problem: Problem) -> str:
    """What is wrong, what to do and what may have been meant, on one line, without the
    place.
    """
    return f"{wrong(problem)} {remedy(problem)} {hint(problem)}".rstrip()


def basis(problem: Problem) -> str:
    """The form's sentence that it rests on and what is expected, on one line; "" where
    the declaration says neither.
    """
    facts = problem.facts
    said = (
        (sentences.FORM, facts.get("phrase")),
        (sentences.EXPECTED, facts.get("voulu")),
    )
    return " ".join(form.format(fact) for form, fact in said if fact)


def found(problem: Problem) -> str:
    """What stands in the cell, where what is wrong does not say it; else ""."""
    there = problem.facts.get("trouve", "")
    is_said = (
        not there or there in f"{wrong(problem)} {problem.facts.get('valeur', '')}"
    )
    return "" if is_said else sentences.FOUND.format(there)


def with_names(sentence: str, name: Callable[[str], str]) -> str:
    """A sentence of the catalogue with a name in place of each fact, and in the plural
    where it agrees with one.
    """
    named = re.sub(r"\{(\w+)\}", lambda fact: name(fact[1]), sentence)
    return re.sub(r"\{\w+:[^{}|]*\|([^{}]*)\}", r"\1", named)


class _Fact(str):
    """A fact as a sentence has it: itself, or the words that agree with it."""

    def __format__(self, words: str) -> str:
        one, _, several = words.partition("|")
        return (
            agreed(int("".join(filter(str.isdecimal, self))), one, several)
            if words
            else str(self)
        )


# Facts that are numbers, but for amounts, which are written already.
_COUNTED = ("nombre", "personnes", "somme")


def _shown(problem: Problem) -> dict[str, _Fact]:
    """The facts as they fit a line: a typed value may have lines of its own, and any
    length.
    """
    facts = dict(problem.facts)
    value = facts.get("valeur", "")
    if len(value) > LONGEST_VALUE:
        facts["valeur"] = (
            f"{value[:LONGEST_VALUE].rstrip()}…{' »' if value.endswith(' »') else ''}"
        )
    for name in _COUNTED:
        if facts.get(name, "").isdecimal():
            facts[name] = french_number(int(facts[name]))
    return {
        name: _Fact(" ".join(re.split(r"[\r\n\t]+", fact)))
        for name, fact in facts.items()
    }
