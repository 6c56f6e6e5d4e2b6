"""What the commands share: opening a workbook, saying what was found in it, delivering
files.
"""

from __future__ import annotations

import errno
import os
import stat
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.terminal import bad, caution, plain, quoted, say, show, visible, warn
from pipeline.deliver.delivery import DeliveryError, put_in_place
from pipeline.deliver.outputs import marked_copy
from pipeline.editions.homes import homes
from pipeline.editions.loader import unmade
from pipeline.editions.reading import FormFileError
from pipeline.findings.installation import incomplete
from pipeline.findings.sentences import parts
from pipeline.findings.sentences import several_files as several
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


THERE = "{} existe déjà. Donnez un autre nom, pour ne rien perdre."
HERE = Path("editions")  # beside the files of the folder in which a command runs
Edition = _Edition()
Text = _Text()
# Whether a file can be read is told when it is read, of it alone: the library would
# refuse the whole command.
Folder = click.Path(file_okay=False, readable=False, path_type=Path)
Given = click.Path(readable=False, path_type=Path)
CLASSEURS = click.argument(
    "classeurs", nargs=-1, required=True, type=Given, metavar="CLASSEUR..."
)
AVEC = click.option(
    "--avec",
    multiple=True,
    type=click.Path(dir_okay=False, readable=False, path_type=Path),
    metavar="FICHIER.xlsx",
    help="Un autre fichier du même rapport, tenu à part : ses lignes s'ajoutent ; à répéter.",
)
INTO: dict[str, Any] = {"type": Folder, "metavar": "DOSSIER", "show_default": True}
File = click.Path(dir_okay=False, readable=False, path_type=Path)
# name of the variable that holds the password of an encrypted workbook
PASSWORD = "CANEVAS_MOT_DE_PASSE"
_MOST_NAMES = 10  # of things left aside that a line repeats


def misuse(why: str, argument: str) -> click.BadParameter:
    """That an argument cannot be used: the command ends with it."""
    return click.BadParameter(why, param_hint=argument)


def absence(path: Path) -> str:
    """Why there is no such file; empty where there is one."""
    try:
        if stat.S_ISREG(os.stat(path).st_mode):
            return ""
    except (FileNotFoundError, NotADirectoryError):
        pass
    except OSError as error:
        if error.errno == errno.ENAMETOOLONG:
            return _out_of_reach(path, "son nom est trop long")
        why = "un de ses dossiers est protégé, ou son disque ne répond pas"
        return _out_of_reach(path, why)
    from pipeline.cli.near_files import question

    return (
        f"{plain(quoted(path))} n'existe pas, ou n'est pas un fichier.{question(path)}"
    )


def _out_of_reach(
    path: Path, why: str = "ce dossier est protégé, ou son disque ne répond pas"
) -> str:
    return f"{plain(quoted(path))} est hors d'atteinte : {why}."


def missing_file(path: Path, argument: str) -> None:
    """End here where there is no such file."""
    if why := absence(path):
        raise misuse(why, argument)


def word_document(path: Path, argument: str) -> bytes:
    """The bytes of a Word document, none where it is anything else. End here where it
    cannot be read, or is larger than any report.
    """
    from pipeline.findings.messages import sentence
    from pipeline.findings.sentences.received import INSTEAD
    from pipeline.workbook.admission import TOO_LARGE, admit_document

    document, unread = admit_document(path)
    if unread and unread[0].code == TOO_LARGE:
        raise misuse(f"{plain(path.name)} : {INSTEAD['abime']}", argument)
    if unread:
        raise misuse(visible(sentence(unread[0])), argument)
    return document


def given_workbooks(given: Iterable[Path], argument: str = "CLASSEUR...") -> Gathered:
    """The workbooks of these files and folders. The command ends here where there is
    none.
    """
    from pipeline.deliver.folder import gather

    return _some(gather, [*given], "aucun classeur (.xlsx, .xlsm)", argument)


def given_reports(given: Iterable[Path]) -> Gathered:
    """The same for the Word documents of these files and folders."""
    from pipeline.deliver.folder import gather_reports

    return _some(gather_reports, [*given], "aucun rapport (.docx)", "RAPPORT...")


def _some(
    gather: Callable[[list[Path]], Gathered],
    given: list[Path],
    none: str,
    argument: str,
) -> Gathered:
    gathered = gather(given)
    if gathered.workbooks:
        return gathered
    if not gathered.unread:
        say_aside(gathered, err=True)
        names = listed((plain(quoted(path)) for path in given), _MOST_NAMES)
        raise misuse(f"{none} dans {names}.", argument)
    raise misuse(" / ".join(map(_out_of_reach, gathered.unread)), argument)


def say_aside(gathered: Gathered, err: bool = False) -> int:
    """What stands in the folders given and was not read, a line for each reason, and
    the folders that cannot be read. Gives the exit code.
    """
    if gathered.aside:
        show("Laissé de côté :", err=err)
    for why, names in gathered.aside.items():
        shown = listed(map(plain, names), _MOST_NAMES)
        show(f"  {shown} ({why})", err=err)
    for folder in gathered.unread:
        warn(_out_of_reach(folder))
    return 2 if gathered.unread else 0


# What does not concern the workbook at hand alone.
_OF_ALL = (
    ImportError,
    FormFileError,
    click.ClickException,
    click.Abort,
    click.exceptions.Exit,
)


def one_by_one(workbooks: Iterable[Path], do: Callable[[Path], int]) -> int:
    """Do this with every workbook, whatever comes of those before it; gives the highest
    exit code.
    """
    worst = 0
    for path in workbooks:
        try:
            if why := absence(path):
                warn(why)
            code = 2 if why else do(path)
        except _OF_ALL:
            raise
        except Exception as error:
            if isinstance(error, OSError) and not error.filename:
                raise  # what is said cannot be written: it concerns all
            said, code = unforeseen(error)
            warn(f"{plain(path.name)} : {said}")
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
        where = f" pour « {plain(error.filename)} »" if error.filename else ""
        what = error.strerror or type(error).__name__
        return unmade(error) or f"Le système répond « {what} »{where}.", 2
    if isinstance(error, MemoryError):
        hint = "Fermez d'autres programmes, puis relancez."
        return f"Il n'y a pas assez de mémoire. {hint}", 2
    if isinstance(error, ImportError):
        return incomplete(error), 2
    place = place_in_program(error)
    return f"Défaut du programme ({type(error).__name__}, {place}) : signalez-le.", 1


def opened(classeur: Path, stage: Callable[[Path, str | None], Outcome]) -> Outcome:
    """What a stage makes of a workbook, its password asked for where it needs one."""
    missing_file(classeur, "CLASSEUR")
    outcome = stage(classeur, password())
    codes = {problem.code for problem in outcome.problems}
    if codes == {"mot-de-passe-requis"} and sys.stdin.isatty():
        asked = click.prompt("Mot de passe du classeur", hide_input=True, err=True)
        outcome = stage(classeur, asked)
    if outcome.form.origin:
        warn(visible(origin(outcome.form.edition, outcome.form.origin)))
    return outcome


def together(
    classeurs: Sequence[Path],
    avec: Sequence[Path],
    alone: Mapping[str, object] = {},
) -> Callable[[Path, str | None], Outcome]:
    """What looks at a workbook, with the other files of its report where there are any.
    The command ends here where they are given with several workbooks, twice, or with one
    of the options that read a workbook ``alone``: name -> its value.
    """
    from pipeline.run import look

    if not avec:
        return look
    if len(classeurs) > 1 or os.path.isdir(classeurs[0]):
        raise misuse(several.ONE_WORKBOOK, "--avec")
    for option, value in alone.items():
        if value:
            raise misuse(several.NOT_WITH(option), "--avec")
    given = {classeurs[0].resolve()}
    for path in avec:
        missing_file(path, "--avec")
        if path.resolve() in given:
            raise misuse(several.TWICE(plain(quoted(path))), "--avec")
        given.add(path.resolve())
    return lambda classeur, secret: look(classeur, secret, others=avec)


def completing(
    stage: Callable[[Path, str | None], Outcome],
) -> Callable[[Path, str | None], Outcome]:
    """The stage with the report, unless an error stands."""
    from pipeline.run import completed

    return lambda classeur, secret: completed(stage(classeur, secret))


def password() -> str | None:
    """The password of encrypted workbooks, where the surroundings hold it."""
    given = os.environ.get(PASSWORD)
    return None if given is None else decoded(given)


def finished(
    classeur: Path,
    at_fault: Callable[[Path, Outcome], object] | None = None,
    stage: Callable[[Path, str | None], Outcome] | None = None,
    avec: Sequence[Path] = (),
) -> Outcome:
    """The finished report of a workbook, its findings printed; where there is none, the
    command ends here, once what is to be done of one ``at_fault`` is done. ``stage``:
    what produces it, where that is not its own rows, with those of ``avec``.
    """
    from pipeline.workbook.admission import is_encrypted

    outcome = opened(classeur, stage or completing(together([classeur], avec)))
    say_findings(outcome)
    if outcome.report is not None:
        return outcome
    if outcome.errors:
        warn(f"{_errors_in(classeur, outcome)} : aucun rapport n'est produit.")
        say_lacking(outcome)
        # Of an encrypted workbook there is none, since it would stand there in clear.
        if at_fault is not None and marked_copy(classeur.stem):
            at_fault(classeur, outcome)
        elif outcome.rows is not None and not is_encrypted(classeur):
            marked = "Pour une copie où les cellules à corriger sont marquées :"
            others = "".join(f" --avec {quoted(path)}" for path in avec)
            warn(f"{marked} canevas verifier {quoted(classeur)}{others}")
    else:
        say_lacking(outcome)
        say_no_report(classeur)
    sys.exit(1)


def say_no_report(classeur: Path) -> None:
    """That the gate or the guard refused the report."""
    warn(f"Aucun rapport n'est produit pour {plain(classeur.name)}.")


def _errors_in(classeur: Path, outcome: Outcome) -> str:
    return f"{counted(len(outcome.errors), 'faute')} dans {plain(classeur.name)}"


def say_lacking(outcome: Outcome) -> None:
    """Of a part alone, what is not known of it."""
    from pipeline.workbook.part import missing

    if outcome.rows and (lacking := missing(outcome.form, outcome.submission)):
        warn(parts.held_back(lacking))
        warn(several.TOGETHER)


def is_counted(classeur: Path, outcome: Outcome) -> bool:
    """For a command that does not list the findings of a workbook: whether something
    can be counted in it. Says that it is open, and where nothing can be, its errors.
    """
    from pipeline.findings.listing import listing, while_open

    say(caution("Avertissements"), while_open(outcome.problems))
    say_lacking(outcome)
    if outcome.answers is None:
        say(bad("Fautes"), listing(outcome.errors))
        warn(f"{_errors_in(classeur, outcome)} : rien n'est encore compté.")
    return outcome.answers is not None


def say_findings(outcome: Outcome) -> None:
    """Errors, then warnings, then what the gate refused."""
    from pipeline.findings.listing import listing

    say(bad("Fautes"), listing(outcome.errors))
    say(caution("Avertissements"), listing(outcome.warnings))
    say_refusal(outcome)


def say_refusal(outcome: Outcome) -> None:
    """What the guard or the gate refused, or why nothing is filled."""
    if outcome.unfilled:
        warn(visible(outcome.unfilled))
    say(bad("Des chiffres du rapport se contredisent"), outcome.contradictions)
    not_official = "Le document produit n'est pas conforme au formulaire officiel"
    say(not_official, outcome.differences)
    if outcome.contradictions or outcome.differences:
        other = "Le classeur n'y est pour rien : signalez-le."
        if outcome.own_template:
            command = f"canevas modele verifier {outcome.form.edition}"
            other = f"Le modèle a été modifié : « {command} » dit où."
        warn(other)


def write(target: Path, data: bytes) -> None:
    """Put one file in place."""
    with exit_on_failure():
        put_in_place(target, data)


@contextmanager
def exit_on_failure() -> Iterator[None]:
    """End here where something cannot be written, with what is to be done."""
    try:
        yield
    except DeliveryError as error:
        warn(visible(error))
        sys.exit(2)
