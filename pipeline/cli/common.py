"""What the commands share: opening a workbook, saying what was found in it, delivering files."""

from __future__ import annotations

import errno
import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from pipeline import deliver
from pipeline.form_file import editions
from pipeline.text import counted

if TYPE_CHECKING:
    from pipeline.run import Outcome


class _Edition(click.ParamType):  # type: ignore[type-arg]  # of one type in former versions
    """The name of an edition: one of those that there are when it is asked for."""

    name = "formulaire"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return click.Choice(editions()).convert(value, param, ctx)


Edition = _Edition()
Folder = click.Path(file_okay=False, path_type=Path)
INTO: dict[str, Any] = {"type": Folder, "metavar": "DOSSIER", "show_default": True}
File = click.Path(dir_okay=False, path_type=Path)
PASSWORD = "CANEVAS_MOT_DE_PASSE"  # name of the variable that holds the password of an encrypted workbook
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_LONGEST = 300  # characters of a name that a sentence repeats


def visible(text: object) -> str:
    """What was typed, or stands in a file, in one line and with nothing that a terminal would take for an order."""
    return _UNSEEN.sub("?", " / ".join(str(text).splitlines()))


def plain(path: object) -> str:
    """A name as a sentence repeats it: visible, and not of any length."""
    shown = visible(path)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def missing_file(path: Path, argument: str) -> None:
    """End here where there is no such file."""
    try:
        found, why = path.is_file(), "n'existe pas, ou n'est pas un fichier."
    except OSError as error:
        too_long = error.errno == errno.ENAMETOOLONG
        found, why = False, f"est hors d'atteinte : {'son nom' if too_long else 'un de ses dossiers'} est "
        why += "trop long." if too_long else "protégé, ou son disque ne répond pas."
    if not found:
        raise click.BadParameter(f"{plain(path)} {why}", param_hint=argument)


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
        name = plain(classeur.name)
        click.echo(f"{counted(len(outcome.errors), 'erreur')} dans {name} : aucun rapport n'est produit.", err=True)
        marked = f'canevas verifier "{visible(classeur)}"'
        click.echo(f"Pour une copie où les cellules à corriger sont marquées : {marked}", err=True)
    elif outcome.report is None:
        click.echo(f"Aucun rapport n'est produit pour {plain(classeur.name)}.", err=True)
    if outcome.report is None:
        sys.exit(1)
    return outcome


def uncounted(classeur: Path, outcome: Outcome) -> NoReturn:
    """End here with the errors of a workbook of which nothing can be counted."""
    from pipeline.findings import listing

    say("Erreurs", listing(outcome.errors))
    errors = counted(len(outcome.errors), "erreur")
    click.echo(f"{errors} dans {plain(classeur.name)} : rien n'est encore compté.", err=True)
    sys.exit(1)


def say_findings(outcome: Outcome) -> None:
    """Errors, then warnings, then what the gate refused."""
    from pipeline.findings import listing
    from pipeline.messages import is_error

    say("Erreurs", listing(outcome.errors))
    say("Avertissements", listing(problem for problem in outcome.problems if not is_error(problem)))
    say("Des chiffres du rapport se contredisent", outcome.contradictions)
    say("Le document produit n'est pas conforme au formulaire officiel", outcome.differences)
    if outcome.contradictions or outcome.differences:
        edition = outcome.form.edition
        click.echo(
            f"Le modèle a été modifié : « canevas modele verifier {edition} » dit où."
            if outcome.own_template
            else "Le classeur n'y est pour rien : signalez-le.",
            err=True,
        )


def say(heading: str, lines: Iterable[object]) -> None:
    """Findings go to the error stream, so that the summary can be redirected alone."""
    for number, line in enumerate(lines):
        if number == 0:
            click.echo(f"{heading} :", err=True)
        click.echo(f"  {visible(line)}", err=True)


def deliver_set(folder: Path, files: Mapping[str, bytes], last: str) -> None:
    """Put the files of a run in place, after a word on those of the former run that are not as it left them."""
    for name in deliver.strangers(folder):
        other = "ne vient pas de la même production que les autres fichiers du dossier"
        click.echo(f"« {plain(name)} » manque, {other}, ou a été modifié depuis.", err=True)
    with exit_on_failure():
        deliver.deliver(folder, files, last)


def write(target: Path, data: bytes) -> None:
    """Put one file in place."""
    with exit_on_failure():
        deliver.put_in_place(target, data)


@contextmanager
def exit_on_failure() -> Iterator[None]:
    """End here where something cannot be written, with what is to be done."""
    try:
        yield
    except deliver.DeliveryError as error:
        click.echo(visible(error), err=True)
        sys.exit(2)
