"""canevas FICHIER: what dropping workbooks or a folder on the program does. They are verified, then produced."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import click

from pipeline.cli.common import PASSWORD, Given, given_workbooks, one_by_one, opened, plain, say_aside, say_refusal
from pipeline.cli.produire import deliver_report, many
from pipeline.cli.verifier import list_and_mark


@click.command(help="Vérifie des classeurs, puis produit à côté d'eux les rapports de ceux qui n'ont pas d'erreur.")
@click.argument("classeurs", nargs=-1, required=True, type=Given, metavar="CLASSEUR...")
def traiter(classeurs: tuple[Path, ...]) -> None:
    """Verify and produce; the reports, like the marked copies, stand beside the workbooks."""
    try:
        given = given_workbooks(classeurs)
        if len(given.workbooks) == 1:
            code = one_by_one(given.workbooks, _one)
        else:
            code = max(one_by_one(given.workbooks, _verify), _produce(given.workbooks))
        say_aside(given)
        sys.exit(code)
    finally:
        if sys.platform == "win32":  # the window that a dropped file opens would close at once; not tried there
            click.pause("Appuyez sur une touche pour fermer cette fenêtre.")


def _one(classeur: Path) -> int:
    from pipeline.run import completed, look

    outcome = opened(classeur, look)
    if code := list_and_mark(classeur, outcome, classeur.parent):
        return code
    outcome = completed(outcome)
    say_refusal(outcome)
    if outcome.report is None:
        click.echo(f"Aucun rapport n'est produit pour {plain(classeur.name)}.", err=True)
        return 1
    deliver_report(classeur, outcome, classeur.parent)
    return 0


def _verify(classeur: Path) -> int:
    from pipeline.run import look

    return list_and_mark(classeur, opened(classeur, look), classeur.parent)


def _produce(workbooks: list[Path]) -> int:
    """The reports of all, those of each folder together, since one folder of outputs is for one workbook."""
    from pipeline.deliver.batch import Wish

    folders: dict[Path, list[Path]] = {}
    for path in workbooks:
        folders.setdefault(path.parent, []).append(path)
    return max(many(inside, Wish(folder, password=os.environ.get(PASSWORD))) for folder, inside in folders.items())
