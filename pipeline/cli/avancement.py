"""canevas avancement: what is still to do for a complete report."""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.cli.common import File, opened, uncounted
from pipeline.text import agreed, counted


@click.command(help="Dit ce qui reste à faire pour un rapport complet.")
@click.argument("classeur", type=File)
def avancement(classeur: Path) -> None:
    """A line a chapter, then the records that are incomplete."""
    from pipeline.progress import chapters, incomplete
    from pipeline.run import look

    outcome = opened(classeur, look)
    if outcome.answers is None or outcome.rows is None:
        uncounted(classeur, outcome)
    for state in chapters(outcome.form, outcome.rows, outcome.problems, outcome.answers):
        click.echo(f"{state.title} ({state.who})")
        asked = counted(state.asked, "réponse")
        click.echo(f"  {state.answered} sur {asked}{', complet' if state.is_complete else ''}")
        for line in state.to_do:
            click.echo(f"  à faire : {line}")
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
