"""canevas controler: a report, perhaps retouched, against its form and its workbook."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import (
    File,
    finished,
    missing_file,
    plain,
    visible,
    word_document,
)
from pipeline.model.text import counted

_WORKBOOK, _REPORT = (".xlsx", ".xlsm"), (".docx", ".docm")
_SAME = "Le rapport est exactement celui que ce classeur produit."
_ALIKE = (
    "Le rapport dit ce que disent le formulaire et le classeur."
    " Seule sa mise en forme a changé."
)
_MOST_SHOWN = 500  # differences that are listed


@click.command()
@click.argument("rapport", type=File)
@click.argument("classeur", type=File)
def controler(rapport: Path, classeur: Path) -> None:
    """Say whether a report still is the official form and still says what the workbook
    says.
    """
    from pipeline.align.compare import text_differences
    from pipeline.office.package import fingerprint

    if _is_swapped(rapport, classeur):
        rapport, classeur = classeur, rapport
    if twice := _twice(rapport, classeur):
        raise click.UsageError(twice)
    outcome = finished(classeur)
    missing_file(rapport, "RAPPORT")
    document = word_document(rapport, "RAPPORT")
    # of several documents it is the one that it differs least from
    found, made = min(
        (
            (text_differences(one.document, one.places, document), one.content)
            for one in outcome.filled
        ),
        key=lambda compared: len(compared[0]),
    )
    for difference in found[:_MOST_SHOWN]:
        click.echo(f"  {visible(difference)}")
    if len(found) > _MOST_SHOWN:
        click.echo("  …")
    if found:
        differences = counted(len(found), "différence")
        between = f"{plain(rapport.name)} et le formulaire ou le classeur"
        click.echo(f"{differences} entre {between}.")
        sys.exit(1)
    is_same = made is not None and fingerprint(document) == fingerprint(made)
    click.echo(_SAME if is_same else _ALIKE)
    click.echo(f"Empreinte : {fingerprint(document)}")


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
