"""Reports that are dropped on the page: what they say, as groups of lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.received.admission import report_of
from pipeline.received.listing import Group, by_question, heading, to_see, verdict
from pipeline.received.report import Received, Unread


def read_report(path: Path) -> dict[str, Any]:
    """What a report says without its workbook: what is to be seen, then its answers by
    question.
    """
    return _own_verdict(path, by_question)


def control_report(path: Path) -> dict[str, Any]:
    """Whether a report stands by itself: what is to be seen of it alone."""
    return _own_verdict(path, lambda report: ())


def _own_verdict(
    path: Path, more: Callable[[Received], Iterable[Group]]
) -> dict[str, Any]:
    try:
        report = report_of(path)
    except Unread as why:
        return _told(f"{path.name} : {why}")
    said = f"{heading(report)}. {verdict(report)}"
    return _told(said, report.is_faultless, chain(to_see(report), more(report)))


def _told(
    said: str, fine: bool = False, groups: Iterable[Group] = ()
) -> dict[str, Any]:
    """A sentence, whether it is good news, and groups of lines."""
    found = [{"heading": heading, "lines": lines} for heading, lines in groups]
    return {"said": said, "fine": fine, "groups": found}
