"""canevas controler: a report, perhaps retouched, against its form and its workbook, or
by itself.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    AVEC,
    File,
    finished,
    missing_file,
    misuse,
    word_document,
)
from pipeline.cli.terminal import plain, show, visible, warn
from pipeline.model.text import counted

if TYPE_CHECKING:
    from pipeline.compare.control import Control

_WORKBOOK, _REPORT = (".xlsx", ".xlsm"), (".docx", ".docm")
_MOST_SHOWN = 500  # lines of each kind


@click.command()
@click.argument("rapport", type=File)
@click.argument("classeur", type=File, required=False)
@click.option(
    "--officiel",
    type=File,
    metavar="FICHIER.docx",
    help="Le fichier Word de l'administration, si c'est lui qui a été rempli.",
)
@AVEC
def controler(
    rapport: Path,
    classeur: Path | None,
    officiel: Path | None,
    avec: tuple[Path, ...],
) -> None:
    """Say whether a report still is the official form, still says what the workbook
    says, and can be sent; without a workbook, whether it holds together by itself.
    """
    if classeur is None:
        if officiel is not None:
            raise misuse("--officiel demande aussi le classeur.", "--officiel")
        if avec:
            raise misuse("--avec demande aussi le classeur.", "--avec")
        missing_file(rapport, "RAPPORT")
        sys.exit(_stands_alone(rapport))
    from pipeline.office.package import fingerprint
    from pipeline.run import controlled

    if _is_swapped(rapport, classeur):
        rapport, classeur = classeur, rapport
    if twice := _twice(rapport, classeur):
        raise click.UsageError(twice)
    if officiel is None:
        outcome = finished(classeur, avec=avec)
    else:
        from pipeline.cli.officiel import officially

        outcome = officially(classeur, officiel, beside=rapport.parent, avec=avec)
    missing_file(rapport, "RAPPORT")
    document = word_document(rapport, "RAPPORT")
    found = controlled(outcome, document)
    _say_control(found, plain(rapport.name))
    if not found.is_faultless:
        sys.exit(1)
    show(f"Numéro de contrôle : {fingerprint(document)}")


def _stands_alone(rapport: Path) -> int:
    """What is to be seen of a report by itself, and the verdict on it. Gives the exit
    code.
    """
    from pipeline.received.admission import report_of
    from pipeline.received.listing import heading, indented, to_see, verdict
    from pipeline.received.refusal import TooLarge, Unread

    try:
        report = report_of(rapport)
    except Unread as why:
        warn(visible(f"{plain(rapport.name)} : {why}"))
        return 2 if isinstance(why, TooLarge) else 1
    for line in (heading(report), *indented(to_see(report)), verdict(report)):
        show(visible(line))
    return 0 if report.is_faultless else 1


def _say_control(found: Control, name: str) -> None:
    """The damages, the differences, what is to be settled, and the verdict."""
    from pipeline.findings.sentences import control as say
    from pipeline.findings.sentences.damage import DAMAGED

    if found.damages:
        show(DAMAGED)
    _say_each(found.damages)
    _say_each(found.differences)
    if found.differences:
        differences = counted(len(found.differences), "différence")
        show(f"{differences} entre {name} et le formulaire ou le classeur.")
    for line in (found.unread, *found.to_settle[:_MOST_SHOWN]):
        if line:
            show(visible(line))
    if found.saved_by:
        show(visible(say.SAVED_BY.format(found.saved_by)))
    if found.verdict:
        show(found.verdict)


def _say_each(lines: Sequence[object]) -> None:
    for line in lines[:_MOST_SHOWN]:
        show(f"  {visible(line)}")
    if len(lines) > _MOST_SHOWN:
        show("  …")


def _is_swapped(rapport: Path, classeur: Path) -> bool:
    """Whether the workbook is given first, as far as the two names say so."""
    first, second = rapport.suffix.lower(), classeur.suffix.lower()
    says_so = first in _WORKBOOK or second in _REPORT
    return says_so and first not in _REPORT and second not in _WORKBOOK


def _twice(rapport: Path, classeur: Path) -> str:
    """What to say where both files are of one kind: two Word documents by their names,
    or two workbooks, of which the first is one by what is in it, whatever its name.
    """
    from pipeline.workbook.admission import admit

    both = f"« {plain(rapport.name)} » et « {plain(classeur.name)} » sont deux"
    if rapport.suffix.lower() in _REPORT and classeur.suffix.lower() in _REPORT:
        return (
            f"{both} documents Word. L'un des deux doit être le classeur Excel (.xlsx)."
        )
    package, problems = admit(rapport)
    locked = any(problem.code.startswith("mot-de-passe") for problem in problems)
    if package is not None or (locked and rapport.suffix.lower() in _WORKBOOK):
        return f"{both} classeurs. L'un des deux doit être le rapport Word (.docx)."
    return ""
