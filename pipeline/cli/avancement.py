"""canevas avancement: what is still to do for a complete report."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import (
    Given,
    given_workbooks,
    one_by_one,
    opened,
    plain,
    say_aside,
    say_open,
    say_uncounted,
)
from pipeline.model.text import agreed, counted


@click.command(help="Dit ce qui reste à faire pour un rapport complet.")
@click.argument("classeurs", nargs=-1, required=True, type=Given, metavar="CLASSEUR...")
def avancement(classeurs: tuple[Path, ...]) -> None:
    """For each workbook a line a chapter, then the records that are incomplete."""
    given = given_workbooks(classeurs)

    def tell(classeur: Path) -> int:
        if len(given.workbooks) > 1:
            click.echo(f"=== {plain(classeur.name)}")
        return _tell(classeur)

    code = one_by_one(given.workbooks, tell)
    sys.exit(max(code, say_aside(given)))


def _tell(classeur: Path) -> int:
    """What is still to do in one workbook. Gives the exit code."""
    from pipeline.answers.progress import chapters, compared, incomplete
    from pipeline.rules.families import FAMILIES
    from pipeline.run import look

    outcome = opened(classeur, look)
    say_open(outcome)
    if outcome.answers is None or outcome.rows is None:
        say_uncounted(classeur, outcome)
        return 1
    for state in chapters(
        outcome.form, outcome.rows, outcome.problems, outcome.answers
    ):
        click.echo(f"{state.title} ({state.who})")
        asked = counted(state.asked, "réponse")
        click.echo(
            f"  {state.answered} sur {asked}{', complet' if state.is_complete else ''}"
        )
        for line in state.to_do:
            click.echo(f"  à faire : {line}")
    sets = FAMILIES[outcome.form.family].sets
    beside = list(
        compared(outcome.form, outcome.rows, outcome.problems, outcome.facts, sets)
    )
    for number, line in enumerate(beside):
        if number == 0:
            click.echo("À comparer, sans être imprimé")
        click.echo(f"  {line}")
    records = incomplete(outcome.form, outcome.rows, outcome.problems)
    for number, line in enumerate(records):
        if number == 0:
            click.echo("Lignes à compléter")
        click.echo(f"  {line}")
    if errors := len(outcome.errors):
        hold = agreed(errors, "empêche", "empêchent")
        click.echo(f"{counted(errors, 'erreur')} {hold} encore le rapport.")
    else:
        click.echo("Le rapport peut être produit.")
    return 0
