"""The one copy of a workbook in which its faults are marked: renewed, and made the
workbook once all is mended.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.terminal import link, plain, quoted, show, visible, warn
from pipeline.deliver.delivery import DeliveryError, adopt, replace_known
from pipeline.deliver.outputs import adopted_as, copy_of, marked_copy

if TYPE_CHECKING:
    from pipeline.marked_copy.content import Content
    from pipeline.run import Outcome

ADOPT = click.option(
    "--adopter-copie",
    is_flag=True,
    help="D'une copie sans plus de faute, fait le classeur ; l'ancien est gardé.",
)
_MARKED = "Copie où les cellules à corriger sont marquées : {}"
_MENDED = "Copie sans plus aucune marque : {}"
_PROTECTED = "Pas de copie marquée : elle ne serait pas protégée par le mot de passe."
_NONE = "Pas de copie marquée : {}"
_NAMED_SO = (
    "ce classeur porte le nom d'une copie, sans en être une. Donnez-lui un autre nom, puis"
    " relancez."
)
_WORKED_IN = (
    "« {0} » n'est pas touchée : quelqu'un y a travaillé. Pour continuer dans cette copie :"
    " canevas verifier {1}. Si elle ne sert plus, effacez-la, puis relancez."
)
_USELESS = "« {} » ne sert plus : il n'y a plus de faute dans le classeur. Effacez-la."
_SAVED_MEANWHILE = (
    "« {} » n'est pas touchée : elle a été enregistrée pendant ce temps. Relancez."
)
_QUESTION = "Tout est corrigé : faites de cette copie votre classeur ? [o/N]"
_YES = ("o", "oui")
_HOW = "{}. Pour en faire votre classeur : canevas verifier --adopter-copie {}"
_ALL, _WARNINGS = "Tout est corrigé", "Il ne reste que des avertissements"
_CHANGED = (
    "« {0} » a changé depuis que la copie en a été faite : elle ne prend pas sa place. Reportez"
    " dans la copie ce qui a changé, renommez « {0} », puis relancez."
)
_ADOPTED, _KEPT = "Votre classeur : {}", "L'ancien est gardé : {}"
_OF_COPIES = (
    "--adopter-copie se donne avec la copie : canevas verifier --adopter-copie {}"
)
_NOT_YET = "Il reste des fautes : la copie ne devient pas encore votre classeur."
_LEFT_OUT = "vus-sans-compter"  # of what someone has seen, and wants so


def mark(
    classeur: Path, outcome: Outcome, folder: Path, adopted: bool | None = False
) -> bool:
    """Mark the findings of a workbook in its copy in this folder; in itself, where it
    is one. Without an error left it is ``adopted`` as the workbook, else a person is
    asked, unless that is None. Of an encrypted workbook there is no copy, since it
    would stand there in clear. Gives False where it could not be written.
    """
    from pipeline.marked_copy.marking import CannotMark
    from pipeline.workbook.admission import is_encrypted

    target = folder / copy_of(classeur).name
    is_copy = marked_copy(classeur.stem) is not None
    has_faults = bool(outcome.problems or outcome.seen)
    if adopted and not is_copy:
        warn(_OF_COPIES.format(quoted(target)))
        return False
    if outcome.rows is None or not (has_faults or is_copy or os.path.lexists(target)):
        return True
    if is_encrypted(classeur):
        show(_PROTECTED)
        return True
    try:
        if is_copy:
            return _renew(classeur, outcome, target, adopted)
        return _put(classeur, outcome, target)
    except CannotMark as reason:
        show(_NONE.format(visible(reason)))
    except DeliveryError as error:
        warn(visible(error))
        return False
    return True


def renew(classeur: Path, outcome: Outcome, adopted: bool = False) -> None:
    """Of a workbook that is a marked copy, the marks in itself; of others, nothing."""
    if adopted or marked_copy(classeur.stem):
        mark(classeur, outcome, classeur.parent, adopted)


def renewing(
    avec: Sequence[Path], adopted: bool = False
) -> Callable[[Path, Outcome], None]:
    """What renews the marks of each file that is a marked copy, of a workbook and those
    that were read with it.
    """

    def renew_each(classeur: Path, outcome: Outcome) -> None:
        for path, own in outcome.of_files([classeur, *avec]):
            renew(path, own, adopted)

    return renew_each


def _put(classeur: Path, outcome: Outcome, target: Path) -> bool:
    """Write the copy where none is, or where nobody has worked in the one that is."""
    from pipeline.marked_copy.content import content_of

    known = target.read_bytes() if target.is_file() else None
    if known is not None:
        there = content_of(target)
        if there is None or not there.is_as_written(outcome.submission.seen):
            show(_WORKED_IN.format(plain(target), quoted(target)))
            return True
    if not outcome.problems:
        show(_USELESS.format(plain(target)))
        return True
    content = content_of(classeur)
    _, copy = _annotated(classeur, outcome, content.cells if content else "")
    # Who may not read the workbook may not read its copy.
    mode = (classeur.stat().st_mode & 0o666) | 0o600
    return _written(target, copy, known, mode, _MARKED)


def _annotated(classeur: Path, outcome: Outcome, made_of: str) -> tuple[bytes, bytes]:
    """A workbook as it stands, and its copy."""
    from pipeline.marked_copy.marking import annotate
    from pipeline.workbook.admission import admit

    package = admit(classeur)[0] or b""
    return package, annotate(package, outcome.problems, outcome.seen, made_of)


def _written(
    target: Path, copy: bytes, known: bytes | None, mode: int, what: str
) -> bool:
    """Write the copy in the place of what is known of it, unless it is just that, and
    say ``what`` it is.
    """
    if copy != known and not replace_known(target, copy, known, mode):
        warn(_SAVED_MEANWHILE.format(plain(target)))
        return False
    if what:
        show(what.format(link(target)))
    return True


def _renew(
    classeur: Path, outcome: Outcome, target: Path, adopted: bool | None
) -> bool:
    """The marks of a copy that was given, in itself."""
    from pipeline.marked_copy.content import content_of

    content = content_of(classeur)
    if content is None or not content.is_marked:
        if outcome.problems:
            show(_NONE.format(_NAMED_SO))
        return True
    if target.parent.resolve() != classeur.parent.resolve():
        return _put(classeur, outcome, target)
    package, copy = _annotated(classeur, outcome, content.origin_of_copy(True))
    what = _MARKED if outcome.problems else _MENDED
    if adopted and not outcome.errors:
        what = ""  # the copy is gone once it is adopted
    if not _written(classeur, copy, package, 0o600, what):
        return False
    if outcome.errors:
        if adopted:
            show(_NOT_YET)
        return True
    return _offer(classeur, copy, outcome, content, adopted)


def _offer(
    classeur: Path,
    copy: bytes,
    outcome: Outcome,
    content: Content,
    adopted: bool | None,
) -> bool:
    """Make the copy the workbook, where that is asked for or answered; else say how."""
    from pipeline.marked_copy.content import content_of
    from pipeline.marked_copy.marking import annotate

    workbook, kept = adopted_as(classeur)
    is_all = all(problem.code == _LEFT_OUT for problem in outcome.problems)
    former = content_of(workbook) if os.path.lexists(workbook) else content
    if former is None or former.cells not in (content.origin, content.cells):
        show(_CHANGED.format(plain(workbook)))
        return not adopted
    if not (adopted or (is_all and adopted is not None and _is_wanted())):
        state = _ALL if is_all else _WARNINGS
        show(_HOW.format(state, quoted(classeur)))
        return True
    had_one = os.path.lexists(workbook)
    plain_one = annotate(copy, (), outcome.seen)
    if not adopt(classeur, copy, plain_one, workbook, kept):
        warn(_SAVED_MEANWHILE.format(plain(classeur)))
        return False
    show(_ADOPTED.format(link(workbook)))
    if had_one:
        show(_KEPT.format(link(kept)))
    return True


def _is_wanted() -> bool:
    """The answer of a person at a terminal; where there is none, no."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    said = click.prompt(_QUESTION, default="", show_default=False, prompt_suffix=" ")
    return str(said).strip().casefold() in _YES
