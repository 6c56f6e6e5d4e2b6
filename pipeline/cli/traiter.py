"""canevas FICHIER: what dropping workbooks or a folder on the program does. They are
verified, then produced.
"""

from __future__ import annotations

import sys
from pathlib import Path

import click

from pipeline.cli.common import (
    Given,
    given_workbooks,
    one_by_one,
    opened,
    password,
    say_aside,
    say_no_report,
    say_refusal,
)
from pipeline.cli.many import many
from pipeline.cli.produire import deliver_report
from pipeline.cli.verifier import list_and_mark


class _AsTheProgram(click.Context):
    """Nobody types the name of this command: its lines of usage begin as those of the
    program.
    """

    @property
    def command_path(self) -> str:
        return self.parent.command_path if self.parent else ""


class _Nameless(click.Command):
    context_class = _AsTheProgram


_HELP = (
    "Vérifie des classeurs, puis produit à côté d'eux les rapports de ceux qui n'ont pas"
    " de faute."
)


@click.command(cls=_Nameless, help=_HELP)
@click.argument("classeurs", nargs=-1, required=True, type=Given, metavar="FICHIER...")
def traiter(classeurs: tuple[Path, ...]) -> None:
    """Verify and produce; the reports, like the marked copies, stand beside the
    workbooks.
    """
    try:
        given = given_workbooks(classeurs, "FICHIER...")
        if len(given.workbooks) == 1:
            code = one_by_one(given.workbooks, _one)
        else:
            code = max(one_by_one(given.workbooks, _verify), _produce(given.workbooks))
        sys.exit(max(code, say_aside(given)))
    finally:
        # The window that a dropped file opens would close at once; not tried there.
        if sys.platform == "win32":
            click.pause("Appuyez sur une touche pour fermer cette fenêtre.")


def _one(classeur: Path) -> int:
    from pipeline.run import completed, look

    outcome = opened(classeur, look)
    if code := list_and_mark(classeur, outcome, classeur.parent):
        return code
    outcome = completed(outcome)
    say_refusal(outcome)
    if outcome.report is None:
        say_no_report(classeur)
        return 1
    deliver_report([classeur], outcome, classeur.parent)
    return 0


def _verify(classeur: Path) -> int:
    from pipeline.run import look

    outcome = opened(classeur, look)
    return list_and_mark(classeur, outcome, classeur.parent, adopted=None)


def _produce(workbooks: list[Path]) -> int:
    """The reports of all, those of each folder together, since one folder of outputs is
    for one workbook.
    """
    from pipeline.deliver.batch import Wish

    folders: dict[Path, list[Path]] = {}
    for path in workbooks:
        folders.setdefault(path.parent, []).append(path)
    return max(
        many(inside, Wish(folder, password=password()))
        for folder, inside in folders.items()
    )
