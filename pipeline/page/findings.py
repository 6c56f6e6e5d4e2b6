"""The findings of a workbook as the page lists them: by sheet, by household, by what is
wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pipeline.findings.listing import grouped, listing
from pipeline.findings.messages import CATALOGUE, is_error, with_names
from pipeline.model.problem import Problem
from pipeline.run import Outcome

Data = dict[str, Any]


def findings(outcome: Outcome, households: Sequence[str]) -> Data:
    """The findings of a workbook, errors apart from warnings, and how many of each; of
    the warnings that were seen away the line and the reason. ``households``: the codes.
    """
    warnings = [problem for problem in outcome.problems if not is_error(problem)]
    codes, known = _codes_of_rows(outcome), frozenset(households)
    return {
        "codes": [problem.code for problem in outcome.problems],
        "errors": _listed(outcome.errors, codes, known),
        "warnings": _listed(warnings, codes, known),
        "seen": [
            _group(reason, listing([problem])) for problem, reason in outcome.seen
        ],
        "counts": [len(outcome.errors), len(warnings)],
    }


def _listed(
    problems: Sequence[Problem],
    codes: Mapping[tuple[str, int], tuple[str, ...]],
    known: Collection[str],
) -> dict[str, list[Data]]:
    """The findings three ways, each as groups with a heading and lines: by sheet, by
    household, by what is wrong. ``codes``: title and row -> the codes in it; ``known``:
    those that are a household's.
    """
    of_households: dict[str, list[Problem]] = {}
    of_kinds: dict[str, list[Problem]] = {}
    for problem in problems:
        place = (problem.ref.sheet, problem.ref.row) if problem.ref else ("", 0)
        for code in codes.get(place, ("",)):
            of_households.setdefault(code, []).append(problem)
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
            for code, found in sorted(of_households.items())
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
    *("personnes", "lignes", "autres"),
}


def _without_facts(problem: Problem) -> Problem:
    """A finding as it may be shown to others: its place and what is wrong, without
    what was typed.
    """
    facts = {
        name: fact if name in _SHOWN_TO_OTHERS else "…"
        for name, fact in problem.facts.items()
        if name not in ("piste", "conseil")
    }
    return replace(problem, facts=facts)


def _codes_of_rows(outcome: Outcome) -> dict[tuple[str, int], tuple[str, ...]]:
    """Title and row -> the codes of households that stand in it."""
    found = {}
    for key, rows in outcome.submission.rows.items():
        fields = outcome.form.sheets[key].fields.values()
        names = [field.key for field in fields if field.type in ("code", "codes")]
        for row in rows:
            values = [row.values.get(name) for name in names]
            codes = [str(value) for value in values if isinstance(value, str)]
            codes += [
                str(code)
                for value in values
                if isinstance(value, tuple)
                for code in value
            ]
            if codes:
                found[row.title, row.number] = tuple(codes)
    return found
