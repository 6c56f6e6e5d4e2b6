"""What the commands share: opening a workbook, saying what was found in it, delivering
files.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.deliver import delivery as deliver
from pipeline.editions.homes import homes
from pipeline.editions.loader import remade, unmade
from pipeline.editions.reading import FormFileError
from pipeline.findings.installation import incomplete
from pipeline.findings.sentences.editions import origin
from pipeline.model.text import counted, decoded, listed

if TYPE_CHECKING:
    from pipeline.deliver.folder import Gathered
    from pipeline.run import Outcome


class _Edition(click.ParamType):  # type: ignore[type-arg]  # of one type in former versions
    """The name of an edition: one of those that there are when it is asked for."""

    name = "formulaire"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        return click.Choice([*homes(HERE)]).convert(value, param, ctx)


class _Text(click.types.StringParamType):
    """A name or a word as it was typed, whatever language the system is set to."""

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Any:
        return decoded(super().convert(value, param, ctx))


HERE = Path("editions")  # beside the files of the folder in which a command runs
Edition = _Edition()
Text = _Text()
# Whether a file can be read is told when it is read, of it alone: the library would
# refuse the whole command.
Folder = click.Path(file_okay=False, readable=False, path_type=Path)
Given = click.Path(readable=False, path_type=Path)
INTO: dict[str, Any] = {"type": Folder, "metavar": "DOSSIER", "show_default": True}
File = click.Path(dir_okay=False, readable=False, path_type=Path)
# name of the variable that holds the password of an encrypted workbook
PASSWORD = "CANEVAS_MOT_DE_PASSE"
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")
_MOST_NAMES = 10  # of things left aside that a line repeats
_LONGEST = 300  # characters of a name that a sentence repeats


def visible(text: object) -> str:
    """What was typed, or stands in a file, in one line and with nothing that a terminal
    would take for an order.
    """
    return _UNSEEN.sub("?", " / ".join(decoded(str(text)).splitlines()))


def plain(path: object) -> str:
    """A name as a sentence repeats it: visible, and not of any length."""
    shown = visible(path)
    return shown if len(shown) <= _LONGEST else f"{shown[:_LONGEST]}…"


def absence(path: Path) -> str:
    """Why there is no such file; empty where there is one."""
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            return ""
        why = "n'existe pas, ou n'est pas un fichier."
    except (FileNotFoundError, NotADirectoryError):
        why = "n'existe pas, ou n'est pas un fichier."
    except OSError as error:
        too_long = error.errno == errno.ENAMETOOLONG
        why = f"est hors d'atteinte : {'son nom' if too_long else 'un de ses dossiers'} est "
        why += "trop long." if too_long else "protégé, ou son disque ne répond pas."
    return f"{plain(path)} {why}"


def missing_file(path: Path, argument: str) -> None:
    """End here where there is no such file."""
    if why := absence(path):
        raise click.BadParameter(why, param_hint=argument)


def word_document(path: Path, argument: str) -> bytes:
    """The bytes of a Word document, none where it is anything else. End here where it
    cannot be read.
    """
    from pipeline.findings.messages import sentence
    from pipeline.workbook.admission import admit_document

    document, unread = admit_document(path)
    if unread:
        raise click.BadParameter(visible(sentence(unread[0])), param_hint=argument)
    return document


def given_workbooks(given: Iterable[Path], argument: str = "CLASSEUR...") -> Gathered:
    """The workbooks of these files and folders. The command ends here where there is
    none.
    """
    from pipeline.deliver.folder import gather

    given = list(given)
    gathered = gather(given)
    if not gathered.workbooks:
        if gathered.unread:
            raise click.BadParameter(
                " / ".join(map(_out_of_reach, gathered.unread)), param_hint=argument
            )
        say_aside(gathered, err=True)
        none = f"aucun classeur (.xlsx, .xlsm) dans {listed(map(plain, given), _MOST_NAMES)}."
        raise click.BadParameter(none, param_hint=argument)
    return gathered


def _out_of_reach(folder: Path) -> str:
    return (
        f"{plain(folder)} est hors d'atteinte : ce dossier est protégé, ou son disque ne répond"
        " pas."
    )


def say_aside(gathered: Gathered, err: bool = False) -> int:
    """What stands in the folders given and was not read, a line for each reason, and
    the folders that cannot be read. Gives the exit code.
    """
    for number, (why, names) in enumerate(gathered.aside.items()):
        if number == 0:
            click.echo("Laissé de côté :", err=err)
        shown = listed(map(plain, names), _MOST_NAMES)
        click.echo(f"  {shown} ({why})", err=err)
    for folder in gathered.unread:
        click.echo(_out_of_reach(folder), err=True)
    return 2 if gathered.unread else 0


def one_by_one(workbooks: Iterable[Path], do: Callable[[Path], int]) -> int:
    """Do this with every workbook, whatever comes of those before it; gives the highest
    exit code.
    """
    worst = 0
    for path in workbooks:
        try:
            code = do(path) if not (why := absence(path)) else 2
            if why:
                click.echo(why, err=True)
        except (
            ImportError,
            FormFileError,
            click.ClickException,
            click.Abort,
            click.exceptions.Exit,
        ):
            raise
        except Exception as error:
            if isinstance(error, OSError) and not error.filename:
                raise  # what is said cannot be written: it concerns all
            said, code = unforeseen(error)
            click.echo(f"{plain(path.name)} : {said}", err=True)
        worst = max(worst, code)
    return worst


def unforeseen(error: Exception) -> tuple[str, int]:
    """What is known of an exception, without its message unless that is the system's;
    and the exit code.
    """
    from pipeline.deliver.batch import place_in_program

    if isinstance(error, FormFileError):
        return f"La déclaration d'un formulaire est fautive :\n{error}", 2
    if isinstance(error, OSError):
        if said := unmade(error):
            return said, 2
        where = f" pour « {plain(error.filename)} »" if error.filename else ""
        return (
            f"Le système répond « {error.strerror or type(error).__name__} »{where}.",
            2,
        )
    if isinstance(error, MemoryError):
        return (
            "Il n'y a pas assez de mémoire. Fermez d'autres programmes, puis relancez.",
            2,
        )
    if isinstance(error, ImportError):
        return incomplete(error), 2
    return (
        f"Faute du programme ({type(error).__name__}, {place_in_program(error)}) : signalez-la.",
        1,
    )


def opened(classeur: Path, stage: Callable[[Path, str | None], Outcome]) -> Outcome:
    """What a stage makes of a workbook, its password asked for where it needs one."""
    missing_file(classeur, "CLASSEUR")
    outcome = stage(classeur, password())
    if [problem.code for problem in outcome.problems] == [
        "mot-de-passe-requis"
    ] and is_terminal():
        outcome = stage(
            classeur,
            click.prompt("Mot de passe du classeur", hide_input=True, err=True),
        )
    if outcome.form.origin:
        click.echo(visible(origin(outcome.form.edition, outcome.form.origin)), err=True)
    return outcome


def password() -> str | None:
    """The password of encrypted workbooks, where the surroundings hold it."""
    given = os.environ.get(PASSWORD)
    return None if given is None else decoded(given)


def is_terminal() -> bool:
    """Whether someone is there to be asked."""
    return sys.stdin.isatty()


def finished(classeur: Path) -> Outcome:
    """The finished report of a workbook, its findings printed; where there is none, the
    command ends here.
    """
    from pipeline.run import produce

    outcome = opened(classeur, produce)
    say_findings(outcome)
    if outcome.errors:
        name = plain(classeur.name)
        click.echo(
            f"{counted(len(outcome.errors), 'erreur')} dans {name} : aucun rapport n'est produit.",
            err=True,
        )
        if can_be_marked(classeur, outcome):
            marked = f'canevas verifier "{visible(classeur)}"'
            click.echo(
                f"Pour une copie où les cellules à corriger sont marquées : {marked}",
                err=True,
            )
    elif outcome.report is None:
        click.echo(
            f"Aucun rapport n'est produit pour {plain(classeur.name)}.", err=True
        )
    if outcome.report is None:
        sys.exit(1)
    return outcome


def say_open(outcome: Outcome) -> None:
    """That a workbook is open, for a command that does not list its findings."""
    from pipeline.findings.listing import while_open

    say("Avertissements", while_open(outcome.problems))


def can_be_marked(classeur: Path, outcome: Outcome) -> bool:
    """Whether a copy with marks can come of a workbook: it was read, and is not
    encrypted, since the copy would stand there in clear.
    """
    from pipeline.workbook.admission import is_encrypted

    return outcome.rows is not None and not is_encrypted(classeur)


def say_uncounted(classeur: Path, outcome: Outcome) -> None:
    """The errors of a workbook of which nothing can be counted."""
    from pipeline.findings.listing import listing

    say("Erreurs", listing(outcome.errors))
    errors = counted(len(outcome.errors), "erreur")
    click.echo(
        f"{errors} dans {plain(classeur.name)} : rien n'est encore compté.", err=True
    )


def say_findings(outcome: Outcome) -> None:
    """Errors, then warnings, then what the gate refused."""
    from pipeline.findings.listing import listing
    from pipeline.findings.messages import is_error

    say("Erreurs", listing(outcome.errors))
    say(
        "Avertissements",
        listing(problem for problem in outcome.problems if not is_error(problem)),
    )
    say_refusal(outcome)


def say_refusal(outcome: Outcome) -> None:
    """What the guard or the gate refused."""
    say("Des chiffres du rapport se contredisent", outcome.contradictions)
    say(
        "Le document produit n'est pas conforme au formulaire officiel",
        outcome.differences,
    )
    if outcome.contradictions or outcome.differences:
        edition, made_anew = outcome.form.edition, remade(outcome.form)
        own = f"Le modèle a été modifié : « canevas modele verifier {edition} » dit où."
        other = (
            own
            if outcome.own_template
            else "Le classeur n'y est pour rien : signalez-le."
        )
        click.echo((outcome.differences and made_anew) or other, err=True)


def say(heading: str, lines: Iterable[object]) -> None:
    """Findings go to the error stream, so that the summary can be redirected alone."""
    for number, line in enumerate(lines):
        if number == 0:
            click.echo(f"{heading} :", err=True)
        click.echo(f"  {visible(line)}", err=True)


def deliver_set(folder: Path, files: Mapping[str, bytes], last: str) -> None:
    """Put the files of a run in place, after a word on those of the former run that are
    not as it left them.
    """
    for name in deliver.strangers(folder):
        other = "ne vient pas de la même production que les autres fichiers du dossier"
        click.echo(
            f"« {plain(name)} » manque, {other}, ou a été modifié depuis.", err=True
        )
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
