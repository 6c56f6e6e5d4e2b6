"""canevas verifier: every fault of some workbooks, and a copy in which they are marked."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import File, Folder, opened, write

if TYPE_CHECKING:
    from pipeline.run import Outcome


_COPY = re.compile(r" - à corriger( (?P<turn>\d{1,4}))?$")


@click.command(help="Vérifie des classeurs : dit toutes les fautes, et marque les cellules dans une copie.")
@click.argument("classeurs", nargs=-1, required=True, type=File, metavar="CLASSEUR...")
@click.option("--json", "as_json", is_flag=True, help="La liste pour un programme, en JSON, sans copie.")
@click.option("--sans-copie", is_flag=True, help="Sans copie où les cellules sont marquées.")
@click.option("-o", "--sortie", type=Folder, metavar="DOSSIER", help="Le dossier des copies, sinon celui du classeur.")
def verifier(classeurs: tuple[Path, ...], as_json: bool, sans_copie: bool, sortie: Path | None) -> None:
    """List the findings of each workbook, grouped by sheet, and mark them in a copy beside it."""
    from pipeline.run import look

    outcomes = [(classeur, opened(classeur, look)) for classeur in classeurs]
    if as_json:
        from pipeline.findings import as_json as for_programs

        told = [for_programs(path.name, outcome.form.edition, outcome.problems) for path, outcome in outcomes]
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for classeur, outcome in outcomes:
            _list(classeur, outcome)
            if not sans_copie:
                _mark(classeur, outcome, sortie or classeur.parent)
    sys.exit(1 if any(outcome.errors for _, outcome in outcomes) else 0)


def _list(classeur: Path, outcome: Outcome) -> None:
    from pipeline.findings import grouped

    warnings = [problem for problem in outcome.problems if problem not in outcome.errors]
    click.echo(f"{classeur.name} : {len(outcome.errors)} erreur(s), {len(warnings)} avertissement(s)")
    for heading, found in (("Erreurs", list(outcome.errors)), ("Avertissements", warnings)):
        if found:
            click.echo(heading)
        for sheet, lines in grouped(found):
            click.echo(f"  {sheet or 'Le fichier'}")
            for line in lines:
                click.echo(f"    {line}")


def _mark(classeur: Path, outcome: Outcome, folder: Path) -> None:
    """The marked copy; of an encrypted workbook there is none, since it would stand there in clear."""
    from pipeline.annotate import CannotMark, annotate
    from pipeline.intake import admit, is_encrypted

    marked = _COPY.search(classeur.stem)
    if outcome.rows is None or not (outcome.problems or marked):
        return
    if is_encrypted(classeur):
        click.echo("Pas de copie marquée : elle ne serait pas protégée par le mot de passe.")
        return
    package, _ = admit(classeur)
    try:
        copy = annotate(package or b"", outcome.problems)
    except CannotMark as reason:
        click.echo(f"Pas de copie marquée : {reason}")
        return
    suffix = ".xlsm" if classeur.suffix.lower() == ".xlsm" else ".xlsx"
    target = folder / f"{_next_name(classeur.stem, bool(outcome.problems))}{suffix}"
    write(target, copy)
    what = "Copie où les cellules à corriger sont marquées" if outcome.problems else "Copie sans plus aucune marque"
    click.echo(f"{what} : {target}")


def _next_name(stem: str, at_fault: bool) -> str:
    """The name of the copy: never that of the workbook itself, which may be an earlier copy."""
    marked = _COPY.search(stem)
    bare = stem[: marked.start()] if marked else stem
    if not at_fault:
        return f"{bare} - corrigé"
    return f"{bare} - à corriger" + (f" {int(marked['turn'] or 1) + 1}" if marked else "")
