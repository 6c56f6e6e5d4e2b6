"""Reports that are dropped on the page: what they say, as groups of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.findings.sentences import page as said
from pipeline.findings.sentences.received import DAMAGED, PENDING
from pipeline.model.text import counted
from pipeline.received.admission import admitted, report_of
from pipeline.received.listing import Group, by_question, heading, to_see, verdict
from pipeline.received.refusal import Unread
from pipeline.received.report import Received
from pipeline.run import Outcome, controlled


def read_report(path: Path) -> dict[str, Any]:
    """What a report says without its workbook: what is to be seen, then its answers by
    question.
    """
    return _own_verdict(path, by_question)


def control_report(path: Path, outcome: Outcome | None) -> dict[str, Any]:
    """Whether a report still says what the form and the workbook that is open say;
    without a finished workbook, whether it holds together by itself.
    """
    if outcome is None or outcome.report is None:
        found = _own_verdict(path, lambda report: ())
        if outcome is None:
            return found
        errors = counted(len(outcome.errors), "faute")
        first = said.ALONE.format(errors) if outcome.errors else said.NONE_MADE
        return {**found, "said": f"{first} {found['said']}", "fine": False}
    try:
        document = admitted(path)
    except Unread as why:
        return _told(f"{path.name} : {why}")
    compared = controlled(outcome, document)
    groups = [
        (DAMAGED, [*map(str, compared.damages)]),
        (said.DIFFERENCES, [*map(str, compared.differences)]),
        (PENDING, [*filter(None, (compared.unread, *compared.to_settle))]),
    ]
    differ = said.DIFFER.format(counted(len(compared.differences), "différence"))
    shown = [group for group in groups if group[1]]
    return _told(
        f"{path.name} : {compared.verdict or differ}", compared.is_faultless, shown
    )


def _own_verdict(
    path: Path, more: Callable[[Received], Iterable[Group]]
) -> dict[str, Any]:
    try:
        report = report_of(path)
    except Unread as why:
        return _told(f"{path.name} : {why}")
    told = f"{heading(report)}. {verdict(report)}"
    return _told(told, report.is_faultless, chain(to_see(report), more(report)))


def _told(
    told: str, fine: bool = False, groups: Iterable[Group] = ()
) -> dict[str, Any]:
    """A sentence, whether it is good news, and groups of lines."""
    found = [{"heading": heading, "lines": lines} for heading, lines in groups]
    return {"said": told, "fine": fine, "groups": found}
