"""The families of forms: for each the named rules that its editions share. An edition
names its family in form.yaml.

A family's modules are imported when it is first asked for, those that few commands need
when they are called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.check.sound_rows import CheckedRows
    from pipeline.edition.form import Form
    from pipeline.model.explained import Absence, Explained
    from pipeline.model.problem import Difference, Problem
    from pipeline.model.submission import Answers, Submission
    from pipeline.rules.registry import Registry


@dataclass(frozen=True)
class Family:
    """``heads``: the names of what stands in the title; ``needs``: the columns, by
    sheet, that its rules cannot miss. ``closed``: a column ("sheet.field") or a
    question -> the keys of its list that the rules know, and no other; ``build_facts``:
    sound rows as at a day (ISO) -> records; ``findings``: what does not hold between
    them; ``head``: what stands in the report's title; ``sets``: what its questions
    count; ``explain``: every line of the report with the cells behind it; ``guard``:
    where finished answers contradict each other; ``households``: their keys and codes;
    ``absences``: where a household, by its key, does not count and why.
    """

    heads: tuple[str, ...]
    needs: Mapping[str, tuple[str, ...]]
    closed: Mapping[str, tuple[str, ...]]
    sets: Registry[Any]
    build_facts: Callable[[Form, CheckedRows, str], Any]
    findings: Callable[[Form, Any, Submission], Iterator[Problem]]
    head: Callable[[Any], Mapping[str, str]]
    explain: Callable[[Form, Any, Answers], Iterator[Explained]]
    guard: Callable[[Form, Any, Answers], Iterator[Difference]] = (
        lambda form, facts, answers: iter(())
    )
    households: Callable[[Any], Mapping[str, str]] = lambda facts: {}
    absences: Callable[[Form, Any, str], Iterator[Absence]] = lambda form, facts, key: (
        iter(())
    )


def _dics() -> Family:
    from pipeline.rules.dics import file_sets, sets  # noqa: F401 : each set is registered where it is written
    from pipeline.rules.dics import records as dics_records

    return Family(
        dics_records.HEADS,
        dics_records.NEEDS,
        dics_records.CLOSED,
        dics_records.SETS,
        dics_records.build_facts,
        _dics_findings,
        dics_records.head,
        _dics_explain,
        _dics_guard,
        _dics_households,
        _dics_absences,
    )


def _dics_findings(form: Form, facts: Any, submission: Submission) -> Iterator[Problem]:
    from pipeline.rules.dics import answer_checks as dics_answers
    from pipeline.rules.dics import checks as dics_checks
    from pipeline.rules.dics import files as dics_files

    found = chain(
        dics_checks.check_register(facts, submission),
        dics_files.check_files(facts, submission),
        dics_checks.check_outside_year(submission, facts.year),
        dics_checks.check_far_ahead(form, submission, facts.year),
        dics_answers.check_answers(form, facts),
    )
    return dics_checks.of_this_form(form, found)


def _dics_explain(form: Form, facts: Any, answers: Answers) -> Iterator[Explained]:
    from pipeline.rules.dics.explain import explain_answers

    return explain_answers(form, facts, answers)


def _dics_guard(form: Form, facts: Any, answers: Answers) -> Iterator[Difference]:
    from pipeline.rules.dics.guard import guard

    return guard(form, facts, answers)


def _dics_households(facts: Any) -> Mapping[str, str]:
    return {key: menage.who for key, menage in facts.menages.items()}


def _dics_absences(form: Form, facts: Any, key: str) -> Iterator[Absence]:
    from pipeline.rules.dics.absences import absences

    return absences(form, facts, key)


def _clss() -> Family:
    from pipeline.rules.clss import budget, narrative, suivi, tableaux  # noqa: F401 : each set is registered here
    from pipeline.rules.clss import checks as clss_checks
    from pipeline.rules.clss import records as clss_records

    return Family(
        clss_records.HEADS,
        clss_records.NEEDS,
        clss_records.CLOSED,
        clss_records.SETS,
        clss_records.build_facts,
        clss_checks.check_plan,
        clss_records.head,
        _clss_explain,
    )


def _clss_explain(form: Form, facts: Any, answers: Answers) -> Iterator[Explained]:
    from pipeline.rules.clss.explain import explain_plan

    return explain_plan(form, facts, answers)


class _Families(dict[str, Family]):
    """Each family once it was asked for."""

    def __missing__(self, name: str) -> Family:
        return self.setdefault(name, _MAKERS[name]())


_MAKERS = {"dics": _dics, "clss": _clss}
NAMES = tuple(_MAKERS)
FAMILIES: Mapping[str, Family] = _Families()
