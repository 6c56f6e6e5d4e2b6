"""canevas verifier: every fault of some workbooks, and a copy in which they are marked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.common import (
    AVEC,
    CLASSEURS,
    Folder,
    given_workbooks,
    misuse,
    one_by_one,
    opened,
    say_aside,
    say_lacking,
    together,
)
from pipeline.cli.reprendre import FORMER, beside_old
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
)
from pipeline.cli.working_copy import ADOPT, mark
from pipeline.findings.sentences.carry_over import ONE_WORKBOOK
from pipeline.findings.sentences.seen import folded
from pipeline.model.text import counted
from pipeline.workbook.figures import SUFFIX

if TYPE_CHECKING:
    from pipeline.model.problem import Problem
    from pipeline.run import Outcome


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
@AVEC
@FORMER
@ADOPT
def verifier(
    classeurs: tuple[Path, ...],
    as_json: bool,
    sans_copie: bool,
    par: str,
    sortie: Path | None,
    avec: tuple[Path, ...],
    annee_precedente: Path | None,
    adopter_copie: bool,
) -> None:
    """List the findings of each workbook, grouped by sheet or by household, and mark them in a copy
    beside it; of such a copy, in itself.
    """
    given = given_workbooks(classeurs)
    listed: list[dict[str, Any]] = []
    stage = together(classeurs, avec, {"--adopter-copie": adopter_copie})
    if annee_precedente is not None:
        if len(given.workbooks) > 1:
            raise misuse(ONE_WORKBOOK, "--annee-precedente")
        stage = beside_old(annee_precedente, avec)

    def verify(classeur: Path) -> int:
        outcome = opened(classeur, stage)
        codes = [1 if outcome.errors else 0]
        for path, own in outcome.of_files([classeur, *avec]):
            has_copy = not sans_copie and path.suffix.lower() != SUFFIX
            folder = (sortie or path.parent) if has_copy else None
            if as_json:
                listed.append(_for_program(path, own))
            else:
                codes.append(list_and_mark(path, own, folder, par, adopter_copie))
        say_lacking(outcome)
        return max(codes)

    code = one_by_one(given.workbooks, verify)
    if as_json:
        click.echo(in_utf8(json.dumps(listed, ensure_ascii=False, indent=1)))
    sys.exit(max(code, say_aside(given, err=as_json)))


def _for_program(classeur: Path, outcome: Outcome) -> dict[str, Any]:
    """The findings of a workbook as a program reads them."""
    from pipeline.findings.listing import as_json

    return as_json(classeur.name, outcome.form.edition, outcome.problems)


def list_and_mark(
    classeur: Path,
    outcome: Outcome,
    folder: Path | None,
    par: str = "feuille",
    adopted: bool | None = False,
) -> int:
    """List the findings of a workbook, and mark them in its copy in this folder, if one
    is given; ``adopted`` as ``mark`` says. Gives the exit code.
    """
    _list(classeur, outcome, par)
    written = folder is None or mark(classeur, outcome, folder, adopted)
    return 2 if not written else 1 if outcome.errors else 0


def _list(classeur: Path, outcome: Outcome, par: str) -> None:
    warnings = outcome.warnings
    errors = counted(len(outcome.errors), "faute")
    both = f"{errors}, {counted(len(warnings), 'avertissement')}"
    show(f"{link(classeur, bold(plain(classeur.name)))} : {both}")
    ways = (bad("Fautes"), outcome.errors), (caution("Avertissements"), warnings)
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
