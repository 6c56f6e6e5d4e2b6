"""What the commands share: opening a workbook, saying what was found in it, delivering files."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import deliver
from pipeline.form_file import editions

if TYPE_CHECKING:
    from pipeline.run import Outcome

Edition = click.Choice(editions())
Folder = click.Path(file_okay=False, path_type=Path)
INTO: dict[str, Any] = {"type": Folder, "metavar": "DOSSIER", "show_default": True}
File = click.Path(dir_okay=False, path_type=Path)
PASSWORD = "CANEVAS_MOT_DE_PASSE"  # name of the variable that holds the password of an encrypted workbook


def missing_file(path: Path, argument: str) -> None:
    """End here where there is no such file."""
    if not path.is_file():
        raise click.BadParameter(f"{path} n'existe pas, ou n'est pas un fichier.", param_hint=argument)


def opened(classeur: Path, stage: Callable[[Path, str | None], Outcome]) -> Outcome:
    """What a stage makes of a workbook, its password asked for where it needs one."""
    missing_file(classeur, "CLASSEUR")
    outcome = stage(classeur, os.environ.get(PASSWORD))
    if [problem.code for problem in outcome.problems] == ["mot-de-passe-requis"] and is_terminal():
        outcome = stage(classeur, click.prompt("Mot de passe du classeur", hide_input=True, err=True))
    return outcome


def is_terminal() -> bool:
    """Whether someone is there to be asked."""
    return sys.stdin.isatty()


def finished(classeur: Path) -> Outcome:
    """The finished report of a workbook, its findings printed; where there is none, the command ends here."""
    from pipeline.run import produce

    outcome = opened(classeur, produce)
    say_findings(outcome)
    if outcome.errors:
        click.echo(f"{len(outcome.errors)} erreur(s) dans {classeur.name} : aucun rapport n'est produit.", err=True)
        click.echo(f'Pour une copie où les cellules à corriger sont marquées : canevas verifier "{classeur}"', err=True)
    if outcome.report is None:
        sys.exit(1)
    return outcome


def say_findings(outcome: Outcome) -> None:
    """Warnings, then errors, then what the gate refused."""
    from pipeline.findings import listing
    from pipeline.messages import is_error

    say("Avertissements", listing(problem for problem in outcome.problems if not is_error(problem)))
    say("Erreurs", listing(outcome.errors))
    say("Des chiffres du rapport se contredisent", outcome.contradictions)
    say("Le document produit n'est pas conforme au formulaire officiel", outcome.differences)
    if outcome.contradictions or outcome.differences:
        click.echo("Aucun rapport n'est produit. Le classeur n'y est pour rien : signalez-le.", err=True)


def say(heading: str, lines: Iterable[object]) -> None:
    """Findings go to the error stream, so that the summary can be redirected alone."""
    for number, line in enumerate(lines):
        if number == 0:
            click.echo(f"{heading} :", err=True)
        click.echo(f"  {line}", err=True)


def deliver_set(folder: Path, files: Mapping[str, bytes], last: str) -> None:
    """Put the files of a run in place, after a word on those of the former run that are not as it left them."""
    for name in deliver.strangers(folder):
        other = "ne vient pas de la même production que les autres fichiers du dossier"
        click.echo(f"« {name} » manque, {other}, ou a été modifié depuis.", err=True)
    with _exit_on_failure():
        deliver.deliver(folder, files, last)


def write(target: Path, data: bytes) -> None:
    """Put one file in place."""
    with _exit_on_failure():
        deliver.put_in_place(target, data)


@contextmanager
def _exit_on_failure() -> Iterator[None]:
    try:
        yield
    except deliver.DeliveryError as error:
        click.echo(str(error), err=True)
        sys.exit(2)
