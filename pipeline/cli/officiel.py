"""canevas produire --officiel: the authority's own Word file with a workbook's answers."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    finished,
    missing_file,
    plain,
    say_no_report,
    say_refusal,
    visible,
    warn,
)
from pipeline.findings.sentences import official as say

if TYPE_CHECKING:
    from pipeline.official.result import OfficialReport
    from pipeline.run import Outcome

_TO_ACCEPT = 'pour l\'accepter : --accepter "{}"'.format
_MOST_SHOWN = 60  # lines of each kind


def officially(
    classeur: Path, officiel: Path, sortie: Path, names: tuple[str, ...]
) -> Outcome:
    """The outcome of a workbook whose report is the authority's file, what came of that
    on screen. The command ends here where there is none.
    """
    from pipeline.deliver.report_set import agreements_of
    from pipeline.official.admission import NotOfficial
    from pipeline.official.agreements import AGREEMENTS, Acceptance, Agreements
    from pipeline.received.admission import admitted
    from pipeline.received.report import Unread
    from pipeline.run import into_official

    missing_file(officiel, "--officiel")
    try:
        document = admitted(officiel)
        outcome = finished(classeur)
        agreements = agreements_of(sortie, outcome)
        if agreements is None:
            warn(say.SPOILT.format(AGREEMENTS))
        day = date.today().isoformat()
        acceptance = Acceptance(agreements or Agreements(), names, day)
        outcome = into_official(outcome, classeur, document, acceptance)
    except (NotOfficial, Unread) as why:
        warn(visible(f"{plain(officiel.name)} : {why}"))
        sys.exit(2)
    if outcome.report is None or outcome.official is None:
        say_refusal(outcome)
        say_no_report(classeur)
        sys.exit(1)
    _say(outcome.official)
    return outcome


def _say(report: OfficialReport) -> None:
    from pipeline.official.to_see import headline, to_see

    click.echo(headline(report))
    for heading, lines in to_see(report, _TO_ACCEPT):
        click.echo(f"{heading} :")
        for line in lines[:_MOST_SHOWN]:
            click.echo(f"  {visible(line)}")
        if len(lines) > _MOST_SHOWN:
            click.echo("  …")
