"""canevas expliquer: what a figure counts, or where a household counts, with the cells
of the workbook.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import AVEC, File, Text, is_counted, misuse, opened, together
from pipeline.cli.terminal import show, warn
from pipeline.model.text import counted


@click.command()
@click.argument("classeur", type=File)
@click.argument("chiffre", nargs=-1, type=Text, metavar="[CHIFFRE [LIGNE...]]")
@click.option(
    "--menage",
    type=Text,
    metavar="CODE",
    help="Dans quels chiffres ce ménage est, et pourquoi pas dans les autres.",
)
@AVEC
def expliquer(
    classeur: Path, chiffre: tuple[str, ...], menage: str | None, avec: tuple[Path, ...]
) -> None:
    """List the records behind a figure, or the figures in which a household is."""
    from pipeline.explain.explanations import (
        explain,
        explain_household,
        explanation_lines,
        household_lines,
    )
    from pipeline.model.explained import UnknownName

    if bool(chiffre) == bool(menage):
        one = "Donnez un chiffre à expliquer, ou un ménage avec --menage."
        raise click.UsageError(one)
    outcome = opened(classeur, together([classeur], avec))
    if not is_counted(classeur, outcome):
        sys.exit(1)
    assert outcome.answers is not None
    if outcome.errors:
        errors = counted(len(outcome.errors), "faute")
        warn(f"{errors} : les lignes fautives ne sont pas comptées.")
    report = outcome.facts, outcome.answers
    try:
        if menage:
            lines = household_lines(explain_household(*report, menage))
        else:
            found = explain(*report, chiffre[0], " ".join(chiffre[1:]))
            lines = explanation_lines(found)
    except UnknownName as unknown:
        argument = "--menage" if menage else "CHIFFRE"
        raise misuse(str(unknown), argument) from unknown
    for line in lines:
        show(line)
