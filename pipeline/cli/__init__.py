"""The commands, in French; each a few lines over the stages. Exit codes: 0 done, 1 faults in the workbook, 2 misuse."""

from __future__ import annotations

import click

from pipeline.cli.avancement import avancement
from pipeline.cli.classeur import classeur
from pipeline.cli.controler import controler
from pipeline.cli.expliquer import expliquer
from pipeline.cli.modele import modele
from pipeline.cli.produire import produire
from pipeline.cli.verifier import verifier
from pipeline.french import speak_french

speak_french()


@click.group(
    help="Canevas : du classeur Excel au rapport officiel en Word.",
    subcommand_metavar="COMMANDE ...",
    context_settings={"max_content_width": 120},
    commands=[classeur, verifier, avancement, produire, expliquer, controler, modele],
)
@click.version_option(package_name="canevas", prog_name="canevas")
def main() -> None:
    """The group of commands."""
