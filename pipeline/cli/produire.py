"""canevas produire: the report of a workbook, or a draft of it."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import deliver
from pipeline.cli.common import INTO, File, deliver_set, finished, opened, say_findings, write

if TYPE_CHECKING:
    from pipeline.run import Outcome

PROOF, DASHBOARD = "justificatif.xlsx", "tableau-de-bord.html"


@click.command(help="Produit le rapport Word d'un classeur rempli.")
@click.argument("classeur", type=File)
@click.option("-o", "--sortie", default="outputs", help="Le dossier des rapports.", **INTO)
@click.option("--rapport-seul", is_flag=True, help="Le rapport Word seul, sans justificatif ni tableau de bord.")
@click.option("--brouillon", is_flag=True, help="Un brouillon, malgré les fautes : ce qui manque y est À COMPLÉTER.")
def produire(classeur: Path, sortie: Path, rapport_seul: bool, brouillon: bool) -> None:
    """Make the report of a workbook, or list its faults."""
    if brouillon:
        _draft(classeur, sortie)
        return
    outcome = finished(classeur)
    assert outcome.report is not None
    folder = sortie / deliver.folder_name(outcome.folder)
    name = f"{deliver.file_name(outcome.title)}.docx"
    files = {} if rapport_seul else _beside(outcome)
    deliver_set(folder, {**files, name: outcome.report}, name)
    _summary(outcome)
    click.echo(f"Rapport : {folder / name}")
    if files:
        click.echo(f"Pour vous : {PROOF} (chaque chiffre et ce qu'il compte ; il reste dans la maison) et {DASHBOARD}")


def _beside(outcome: Outcome) -> dict[str, bytes]:
    """What stands beside the report: the proof of each figure, and the page to look at."""
    from pipeline.dashboard import dashboard
    from pipeline.proof import proof_workbook

    assert outcome.answers is not None
    return {
        PROOF: proof_workbook(outcome.form, outcome.facts, outcome.answers),
        DASHBOARD: dashboard(outcome.form, outcome.facts, outcome.answers),
    }


def _draft(classeur: Path, sortie: Path) -> None:
    """A draft stands beside the report's files and is none of them."""
    from pipeline.run import produce_draft

    outcome = opened(classeur, produce_draft)
    say_findings(outcome)
    if outcome.report is None:
        click.echo(f"{classeur.name} ne permet pas encore de brouillon.", err=True)
        sys.exit(1)
    target = sortie / deliver.folder_name(outcome.folder) / f"{deliver.file_name(outcome.title)}.docx"
    write(target, outcome.report)
    click.echo(f"Brouillon, à ne pas envoyer : {target}")


def _summary(outcome: Outcome) -> None:
    """A few lines that tell the clerk what went into the report."""
    rows, answers = outcome.rows, outcome.answers
    if rows is None or answers is None:
        return
    questions = [*answers.figures, *answers.parts]
    answered = sum(answers.is_answered(question) for question in questions)
    click.echo(outcome.title)
    for sheet in outcome.form.sheets.values():
        if sheet.rows > 1:
            click.echo(f"  {sheet.title:<23}{len(rows.sound[sheet.key])}")
    click.echo(f"  {'questions répondues':<23}{answered} sur {len(questions)}")
    click.echo(f"  {'avertissements':<23}{len(outcome.problems)}")
    if outcome.own_template:
        click.echo("  Le modèle a été modifié : il est rempli plus lentement.")
