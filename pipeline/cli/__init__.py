"""The commands, in French; each a few lines over the stages. Exit codes: 0 done, 1 faults in the workbook, 2 misuse."""

from __future__ import annotations

import gc
from importlib import import_module

import click

from pipeline.french import speak_french

speak_french()

# Each command and its help, so that a command is imported when it is called, and no other.
COMMANDS = {
    "classeur": "Crée le classeur vide d'un formulaire, à remplir dans Excel.",
    "verifier": "Vérifie des classeurs : dit toutes les fautes, et marque les cellules dans une copie.",
    "avancement": "Dit ce qui reste à faire pour un rapport complet.",
    "produire": "Produit le rapport Word d'un classeur rempli, de plusieurs, ou de tous ceux d'un dossier.",
    "expliquer": "Explique un chiffre (2.7.1, 2.7.1 RIS, budgets 2022 Marolles) : qui y est ; ou un ménage.",
    "controler": "Compare un rapport Word, peut-être retouché, à son formulaire et à son classeur.",
    "modele": "Prépare les documents d'un formulaire.",
}


def command(name: str) -> click.Command:
    """A command of that name, from the module of that name."""
    found: click.Command = getattr(import_module(f"pipeline.cli.{name}"), name)
    return found


class _Commands(click.Group):
    """A group whose commands are names with a help until one is called."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        name, known, rest = super().resolve_command(ctx, args)
        return name, command(known.name) if known and known.name else None, rest


@click.group(
    cls=_Commands,
    help="Canevas : du classeur Excel au rapport officiel en Word.",
    subcommand_metavar="COMMANDE ...",
    context_settings={"max_content_width": 120},
    commands=[click.Command(name, help=text) for name, text in COMMANDS.items()],
)
@click.version_option(package_name="canevas", prog_name="canevas")
def main() -> None:
    """The group of commands. A workbook makes many small records that live to the end: they are looked through less."""
    gc.set_threshold(100_000, 20, 20)
