"""The families of forms: for each the named rules that its editions share. An edition names its family in form.yaml."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pipeline.check import CheckedRows
from pipeline.explained import Absence, Explained
from pipeline.form import Form
from pipeline.problem import Difference, Problem
from pipeline.rules import (
    clss,
    clss_checks,
    clss_explain,
    clss_records,
    dics,
    dics_absences,
    dics_answers,
    dics_checks,
    dics_explain,
    dics_guard,
    dics_records,
)
from pipeline.rules.registry import Registry
from pipeline.submission import Answers, Submission


@dataclass(frozen=True)
class Family:
    """``build_facts``: sound rows as at a day (ISO) -> records; ``findings``: what does not hold between them;
    ``head``: what stands in the report's title; ``sets``: what its questions count; ``explain``: every line of the
    report with the cells behind it; ``guard``: where finished answers contradict each other; ``households``: their keys
    and codes; ``absences``: where a household, by its key, does not count and why."""

    sets: Registry[Any]
    build_facts: Callable[[Form, CheckedRows, str], Any]
    findings: Callable[[Form, Any, Submission], Iterator[Problem]]
    head: Callable[[Any], Mapping[str, str]]
    explain: Callable[[Form, Any, Answers], Iterator[Explained]]
    guard: Callable[[Form, Any, Answers], Iterator[Difference]] = lambda form, facts, answers: iter(())
    households: Callable[[Any], Mapping[str, str]] = lambda facts: {}
    absences: Callable[[Form, Any, str], Iterator[Absence]] = lambda form, facts, key: iter(())


def _dics_findings(form: Form, facts: dics_records.Facts, submission: Submission) -> Iterator[Problem]:
    yield from dics_checks.check_register(facts)
    yield from dics_checks.check_outside_year(submission.rows.get("contacts", ()), facts.year)
    yield from dics_answers.check_answers(form, facts)


def _dics_households(facts: dics_records.Facts) -> Mapping[str, str]:
    return {key: menage.who for key, menage in facts.menages.items()}


FAMILIES: Mapping[str, Family] = {
    "dics": Family(
        dics.SETS,
        dics_records.build_facts,
        _dics_findings,
        dics_records.head,
        dics_explain.explain_answers,
        dics_guard.guard,
        _dics_households,
        dics_absences.absences,
    ),
    "clss": Family(
        clss.SETS, clss_records.build_facts, clss_checks.check_plan, clss_records.head, clss_explain.explain_plan
    ),
}
