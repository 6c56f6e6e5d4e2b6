"""--officiel of produire and controler: the authority's own Word file with the answers of
a workbook.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.cli.common import finished, missing_file, say_no_report, say_refusal
from pipeline.cli.terminal import bold, plain, show, visible, warn
from pipeline.cli.working_copy import renewing
from pipeline.findings.sentences import official as say

if TYPE_CHECKING:
    from pipeline.run import Outcome

_TO_ACCEPT = 'pour l\'accepter : --accepter "{}"'.format
_MOST_SHOWN = 500  # lines of each kind


def officially(
    classeur: Path,
    officiel: Path,
    names: tuple[str, ...] = (),
    *,
    into: Path | None = None,
    beside: Path | None = None,
    avec: Sequence[Path] = (),
) -> Outcome:
    """The outcome of a workbook whose report is the authority's file; the command ends
    here where there is none. ``names``: what a person accepts; what was accepted before
    stands in the folder ``beside``, or in that of the report below ``into``.
    """
    from pipeline.deliver.outputs import folder_name
    from pipeline.deliver.report_set import agreements_in
    from pipeline.official.agreements import AGREEMENTS, Acceptance, Agreements
    from pipeline.received.admission import admitted
    from pipeline.received.refusal import Unread
    from pipeline.run import into_official

    missing_file(officiel, "--officiel")
    try:
        document = admitted(officiel)
        outcome = finished(classeur, renewing(avec), avec=avec)
        folder = into / folder_name(outcome.folder) if into else beside or Path()
        agreements = agreements_in(folder)
        if agreements is None:
            warn(say.SPOILT.format(AGREEMENTS))
        day = date.today().isoformat()
        acceptance = Acceptance(agreements or Agreements(), names, day)
        outcome = into_official(outcome, classeur, document, acceptance)
    except Unread as why:
        warn(visible(f"{plain(officiel.name)} : {why}"))
        sys.exit(2)
    if outcome.report is None:
        say_refusal(outcome)
        say_no_report(classeur)
        sys.exit(1)
    return outcome


def say_official(outcome: Outcome) -> None:
    """What is filled in the authority's file, and what is not."""
    from pipeline.official.to_see import headline, to_see

    assert outcome.official is not None
    show(headline(outcome.official))
    for heading, lines in to_see(outcome.official, _TO_ACCEPT):
        show(f"{bold(heading)} :")
        for line in lines[:_MOST_SHOWN]:
            show(f"  {visible(line)}")
        if len(lines) > _MOST_SHOWN:
            show(f"  … et {say.others(len(lines) - _MOST_SHOWN)}")
