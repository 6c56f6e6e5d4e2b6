"""canevas expliquer: what a figure counts, or where a household counts, with the cells
of the workbook.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import File, Text, opened, say_open, say_uncounted
from pipeline.model.text import counted


@click.command(
    help="Explique un chiffre (2.7.1, 2.7.1 RIS, budgets 2022 Marolles) : qui y est ; ou un ménage."
)
@click.argument("classeur", type=File)
@click.argument("chiffre", nargs=-1, type=Text, metavar="[CHIFFRE [LIGNE...]]")
@click.option(
    "--menage",
    type=Text,
    metavar="CODE",
    help="Dans quels chiffres ce ménage est, et pourquoi pas dans les autres.",
)
def expliquer(classeur: Path, chiffre: tuple[str, ...], menage: str | None) -> None:
    """List the records behind a figure, or the figures in which a household is."""
    from pipeline.explain.explanations import (
        explain,
        explain_household,
        explanation_lines,
        household_lines,
    )
    from pipeline.model.explained import UnknownName
    from pipeline.run import look

    if bool(chiffre) == bool(menage):
        raise click.UsageError(
            "Donnez un chiffre à expliquer, ou un ménage avec --menage."
        )
    outcome = opened(classeur, look)
    say_open(outcome)
    if outcome.answers is None:
        say_uncounted(classeur, outcome)
        sys.exit(1)
    if outcome.errors:
        errors = counted(len(outcome.errors), "erreur")
        click.echo(f"{errors} : les lignes fautives ne sont pas comptées.", err=True)
    report = outcome.form, outcome.facts, outcome.answers
    try:
        if menage:
            lines = household_lines(explain_household(*report, menage))
        else:
            lines = explanation_lines(
                explain(*report, chiffre[0], " ".join(chiffre[1:]))
            )
    except UnknownName as unknown:
        raise click.BadParameter(
            str(unknown), param_hint="--menage" if menage else "CHIFFRE"
        ) from unknown
    for line in lines:
        click.echo(line)
