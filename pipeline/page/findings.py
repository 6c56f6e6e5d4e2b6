"""The findings of a workbook as the page lists them: by sheet, by household, by what is
wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.findings.listing import grouped, listing, of_households
from pipeline.findings.messages import CATALOGUE, is_error, with_names
from pipeline.model.problem import Problem
from pipeline.run import Outcome

Data = dict[str, Any]


def findings(outcome: Outcome, households: Sequence[str]) -> Data:
    """The findings of a workbook, errors apart from warnings, and how many of each; of
    the warnings that were seen away the line and the reason. ``households``: the codes.
    """
    warnings = [problem for problem in outcome.problems if not is_error(problem)]
    known = frozenset(households)

    def listed(problems: Sequence[Problem]) -> dict[str, list[Data]]:
        found = of_households(outcome.form, outcome.submission, problems)
        return _listed(problems, found, known)

    return {
        "codes": [problem.code for problem in outcome.problems],
        "errors": listed(outcome.errors),
        "warnings": listed(warnings),
        "seen": [
            _group(reason, listing([problem])) for problem, reason in outcome.seen
        ],
        "counts": [len(outcome.errors), len(warnings)],
    }


def _listed(
    problems: Sequence[Problem],
    households: Mapping[str, Sequence[Problem]],
    known: Collection[str],
) -> dict[str, list[Data]]:
    """The findings three ways, each as groups with a heading and lines: by sheet, by
    household, by what is wrong. ``households``: those of each code; ``known``: the
    codes that are a household's.
    """
    of_kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        of_kinds.setdefault(problem.code, []).append(problem)
    return {
        "sheet": [_group(sheet, lines) for sheet, lines in grouped(problems)],
        "household": [
            {
                **_group(code, listing(found)),
                "copied": [
                    *([code] if code in known else []),
                    *listing(map(_without_facts, found)),
                ],
            }
            for code, found in households.items()
        ],
        "kind": [
            _group(f"{_kind(code)} ({len(found)})", listing(found))
            for code, found in of_kinds.items()
        ],
    }


def _kind(code: str) -> str:
    """What is wrong in each finding of a kind: its sentence without its facts."""
    return with_names(CATALOGUE[code].sentence, lambda fact: "…")


def _group(heading: str, lines: list[str]) -> Data:
    return {"heading": heading, "lines": lines}


# Facts that say where and how many, and nothing of what was typed.
_SHOWN_TO_OTHERS = {
    *("colonne", "colonnes", "feuille", "feuilles", "question", "titre", "nombre"),
    *("annee", "annees", "periode", "attendu", "premier", "premiere", "cellules"),
    *("personnes", "lignes", "autres", "phrase", "voulu"),
}


def _without_facts(problem: Problem) -> Problem:
    """A finding as it may be shown to others: its place and what is wrong, without
    what was typed.
    """
    facts = {
        name: fact if name in _SHOWN_TO_OTHERS else "…"
        for name, fact in problem.facts.items()
        if name not in ("piste", "conseil", "a_faire", "trouve")
    }
    return replace(problem, facts=facts)
