"""canevas verifier: every fault of some workbooks, and a copy in which they are marked."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.common import (
    CLASSEURS,
    Folder,
    given_workbooks,
    one_by_one,
    opened,
    say_aside,
)
from pipeline.cli.terminal import (
    bad,
    bold,
    caution,
    in_utf8,
    indented,
    link,
    plain,
    show,
    visible,
    warn,
)
from pipeline.deliver.delivery import DeliveryError, put_in_place
from pipeline.deliver.outputs import copy_names, marked_copy
from pipeline.findings.sentences.seen import folded
from pipeline.model.text import counted

if TYPE_CHECKING:
    from pipeline.model.problem import Problem
    from pipeline.run import Outcome


_COPY = "Copie où les cellules à corriger sont marquées"
_MENDED = "Copie sans plus aucune marque"


@click.command()
@CLASSEURS
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="La liste pour un programme, en JSON, sans copie.",
)
@click.option(
    "--sans-copie", is_flag=True, help="Sans copie où les cellules sont marquées."
)
@click.option(
    "--par",
    type=click.Choice(["feuille", "menage"]),
    default="feuille",
    help="L'ordre de la liste : par feuille, ou par ménage (les codes se voient à l'écran).",
)
@click.option(
    "-o",
    "--sortie",
    type=Folder,
    metavar="DOSSIER",
    help="Le dossier des copies, sinon celui du classeur.",
)
def verifier(
    classeurs: tuple[Path, ...],
    as_json: bool,
    sans_copie: bool,
    par: str,
    sortie: Path | None,
) -> None:
    """List the findings of each workbook, grouped by sheet or by household, and mark them in a copy
    beside it.
    """
    from pipeline.run import look

    given = given_workbooks(classeurs)
    listed: list[dict[str, Any]] = []

    def verify(classeur: Path) -> int:
        outcome = opened(classeur, look)
        if as_json:
            from pipeline.findings.listing import as_json as for_programs

            edition = outcome.form.edition
            listed.append(for_programs(classeur.name, edition, outcome.problems))
            return 1 if outcome.errors else 0
        folder = None if sans_copie else sortie or classeur.parent
        return list_and_mark(classeur, outcome, folder, par)

    code = one_by_one(given.workbooks, verify)
    if as_json:
        click.echo(in_utf8(json.dumps(listed, ensure_ascii=False, indent=1)))
    sys.exit(max(code, say_aside(given, err=as_json)))


def list_and_mark(
    classeur: Path, outcome: Outcome, folder: Path | None, par: str = "feuille"
) -> int:
    """List the findings of a workbook, and mark them in a copy in this folder, if one
    is given. Gives the exit code.
    """
    _list(classeur, outcome, par)
    written = folder is None or _mark(classeur, outcome, folder)
    return 2 if not written else 1 if outcome.errors else 0


def _list(classeur: Path, outcome: Outcome, par: str) -> None:
    warnings = outcome.warnings
    errors = counted(len(outcome.errors), "erreur")
    both = f"{errors}, {counted(len(warnings), 'avertissement')}"
    show(f"{link(classeur, bold(plain(classeur.name)))} : {both}")
    ways = (bad("Erreurs"), outcome.errors), (caution("Avertissements"), warnings)
    for heading, found in ways:
        if found:
            show(heading)
        for group, lines in _groups(outcome, found, par):
            show(f"  {bold(visible(group))}")
            for shown in chain.from_iterable(map(indented, lines)):
                show(f"    {shown}")
    if outcome.seen:
        show(folded(len(outcome.seen)))


def _groups(
    outcome: Outcome, problems: Sequence[Problem], par: str
) -> Iterator[tuple[str, list[str]]]:
    """The lines of the findings, by household where that is asked and any has one, else
    by sheet.
    """
    from pipeline.findings.listing import grouped, listing, of_households

    found = of_households(outcome.form, outcome.submission, problems)
    if par == "feuille" or not any(found):
        for sheet, lines in grouped(problems):
            yield sheet or "Le fichier", lines
    else:
        for code, own in found.items():
            yield code or "Sans ménage", listing(own)


def _mark(classeur: Path, outcome: Outcome, folder: Path) -> bool:
    """The marked copy; of an encrypted workbook there is none, since it would stand
    there in clear. Gives False where it could not be written.
    """
    from pipeline.marked_copy.marking import CannotMark, annotate
    from pipeline.workbook.admission import admit, is_encrypted

    marked = marked_copy(classeur.stem)
    if outcome.rows is None or not (outcome.problems or outcome.seen or marked):
        return True
    if is_encrypted(classeur):
        show("Pas de copie marquée : elle ne serait pas protégée par le mot de passe.")
        return True
    package, _ = admit(classeur)
    try:
        copy = annotate(package or b"", outcome.problems, outcome.seen)
    except CannotMark as reason:
        show(f"Pas de copie marquée : {visible(reason)}")
        return True
    # Who may not read the workbook may not read its copy.
    mode = (classeur.stat().st_mode & 0o666) | 0o600
    names = copy_names(classeur, bool(outcome.problems))
    try:
        target, is_new = _put(folder, names, copy, mode)
    except DeliveryError as error:
        warn(visible(error))
        return False
    what = _COPY if outcome.problems else _MENDED
    show(f"{what}{'' if is_new else ', déjà là'} : {link(target)}")
    return True


def _put(
    folder: Path, names: Iterable[str], copy: bytes, mode: int
) -> tuple[Path, bool]:
    """Write the copy under the first name that is free, since people mend in those of
    before. Where one of them is just this copy, it is the one, and nothing is written.
    """
    for target in (folder / name for name in names):
        with suppress(OSError):
            if target.is_file() and target.read_bytes() == copy:
                return target, False
        if not os.path.lexists(target) and put_in_place(
            target, copy, anew=True, mode=mode
        ):
            return target, True
    raise AssertionError("names without end")
