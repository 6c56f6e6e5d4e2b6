"""canevas controler: a report, perhaps retouched, against its form and its workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import File, finished, missing_file, plain, visible
from pipeline.model.text import counted

_WORKBOOK, _REPORT = (".xlsx", ".xlsm"), (".docx", ".docm")
_MOST_SHOWN = 500  # differences that are listed


@click.command(help="Compare un rapport Word, peut-être retouché, à son formulaire et à son classeur.")
@click.argument("rapport", type=File)
@click.argument("classeur", type=File)
def controler(rapport: Path, classeur: Path) -> None:
    """Say whether a report still is the official form and still says what the workbook says."""
    from pipeline.align.compare import text_differences
    from pipeline.findings.messages import sentence
    from pipeline.office.package import fingerprint
    from pipeline.workbook.admission import admit_document

    if _is_swapped(rapport, classeur):
        rapport, classeur = classeur, rapport
    outcome = finished(classeur)
    missing_file(rapport, "RAPPORT")
    document, unread = admit_document(rapport)
    if unread:
        raise click.BadParameter(visible(sentence(unread[0])), param_hint="RAPPORT")
    found = text_differences(outcome.form.edition, outcome.places, document) if outcome.places else []
    for difference in found[:_MOST_SHOWN]:
        click.echo(f"  {visible(difference)}")
    if len(found) > _MOST_SHOWN:
        click.echo("  …")
    if found:
        click.echo(f"{counted(len(found), 'différence')} entre {plain(rapport.name)} et le formulaire ou le classeur.")
        sys.exit(1)
    same = outcome.report is not None and fingerprint(document) == fingerprint(outcome.report)
    click.echo(
        "Le rapport est exactement celui que ce classeur produit."
        if same
        else "Le rapport dit ce que disent le formulaire et le classeur. Seule sa mise en forme a changé."
    )
    click.echo(f"Empreinte : {fingerprint(document)}")


def _is_swapped(rapport: Path, classeur: Path) -> bool:
    """Whether the workbook is given first, as far as the two names say so."""
    first, second = rapport.suffix.lower(), classeur.suffix.lower()
    return (first in _WORKBOOK or second in _REPORT) and first not in _REPORT and second not in _WORKBOOK
