"""The commands, in French; each a few lines over the stages. Exit codes: 0 done, 1
faults in the workbook, 2 misuse.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

# A workbook makes millions of small records that live to the end and are in no cycle,
# and so do the modules: they are rarely searched for one.
gc.set_threshold(5_000_000, 20, 20)

from pipeline.cli.french import speak_french  # noqa: E402
from pipeline.findings.installation import incomplete  # noqa: E402

try:
    import click
except ImportError as missing:
    print(incomplete(missing), file=sys.stderr)
    sys.exit(2)

speak_french()

# Each command and its help, so that a command is imported when it is called, and no
# other.
COMMANDS = {
    "classeur": "Crée le classeur vide d'un formulaire, à remplir dans Excel.",
    "verifier": (
        "Vérifie des classeurs : dit toutes les fautes, et marque les cellules dans une copie."
    ),
    "avancement": "Dit ce qui reste à faire pour un rapport complet.",
    "produire": (
        "Produit le rapport Word d'un classeur rempli, de plusieurs, ou de tous ceux d'un"
        " dossier."
    ),
    "expliquer": (
        "Explique un chiffre (2.7.1, 2.7.1 RIS, budgets 2022 Marolles) : qui y est ; ou un"
        " ménage."
    ),
    "chiffres": (
        "Compte les dossiers d'allocation d'un classeur, pour envoyer des chiffres et non des"
        " lignes."
    ),
    "fiche-menage": (
        "Écrit tout ce qui est noté sur un ménage, pour une demande d'accès (RGPD)."
    ),
    "lire": (
        "Lit les réponses de rapports Word sans leur classeur : à l'écran, en JSON, ou côte à"
        " côte dans un classeur."
    ),
    "controler": (
        "Compare un rapport Word, peut-être retouché, à son formulaire et à son classeur ;"
        " sans classeur, dit s'il se tient par lui-même."
    ),
    "modele": "Prépare les documents d'un formulaire.",
}


def command(name: str) -> click.Command:
    """A command of that name, from the module of that name."""
    own = name.replace("-", "_")
    found: click.Command = getattr(import_module(f"pipeline.cli.{own}"), own)
    found.help = COMMANDS.get(name, found.help)
    return found


# The command of files that are given without one, as a system does where they are
# dropped on the program.
_DROPPED = "traiter"


class WholeHelp(click.Group):
    """A group whose help has the whole sentence of each command: the library cuts it."""

    def format_commands(
        self, ctx: click.Context, formatter: click.HelpFormatter
    ) -> None:
        with formatter.section("Commandes"):
            formatter.write_dl(
                (name, found.help or "")
                for name, found in sorted(self.commands.items())
            )


class _Commands(WholeHelp):
    """A group whose commands are names with a help until one is called."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        word = args[0] if args else ""
        if word and word not in self.commands and self._is_file(word):
            return _DROPPED, command(_DROPPED), args
        from pipeline.model.text import decoded

        name, known, rest = super().resolve_command(
            ctx, [*map(decoded, args[:1]), *args[1:]]
        )
        return name, command(known.name) if known and known.name else None, rest

    def _is_file(self, word: str) -> bool:
        """Whether no command is meant, but a workbook, or a file or folder that is there
        or has nearly this name.
        """
        if word.lower().endswith((".xlsx", ".xlsm")) or os.path.exists(word):
            return True
        from difflib import get_close_matches

        from pipeline.cli.near_files import near_file

        is_near = not get_close_matches(word, self.commands)
        return is_near and near_file(Path(word)) is not None

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run the command. What it did not foresee ends in a sentence and never in a
        traceback, whose last line may say what stands in a workbook; a character that
        the terminal cannot show ends nothing.
        """
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="replace")
        from pipeline.cli.terminal import program, refuse, warn

        extra.setdefault("prog_name", program())
        try:
            sys.exit(super().main(*args, **{**extra, "standalone_mode": False}))
        except click.ClickException as error:
            refuse(error)
            sys.exit(error.exit_code)
        except click.Abort:
            warn("Abandon.")
            sys.exit(1)
        except Exception as error:
            from pipeline.cli.common import unforeseen

            said, code = unforeseen(error)
            if isinstance(error, OSError):
                _let_go()
            with suppress(OSError):
                warn(said)
            sys.exit(code)


def _let_go() -> None:
    """Give up an output that cannot be written (a full disk): it would fail once more
    at the end, in English.
    """
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    name="canevas",
    cls=_Commands,
    help="Canevas : du classeur Excel au rapport officiel en Word. "
    "Sans commande, un classeur ou un dossier est vérifié, puis produit s'il n'a pas de faute.",
    subcommand_metavar="COMMANDE ...",
    context_settings={"max_content_width": 100},
    commands=[click.Command(name, help=text) for name, text in COMMANDS.items()],
)
@click.version_option(package_name="canevas", prog_name="canevas")
def main() -> None:
    """The group of commands."""
