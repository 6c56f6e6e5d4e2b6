"""The commands, in French; each a few lines over the stages. Exit codes: 0 done, 1 faults in the workbook, 2 misuse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline import deliver
from pipeline.form_file import editions

if TYPE_CHECKING:
    from pipeline.run import Outcome


@click.group(help="Canevas : du classeur Excel au rapport officiel en Word.")
@click.version_option(package_name="canevas", prog_name="canevas")
def main() -> None:
    """The group of commands."""


@main.command(help="Crée le classeur vide d'une édition, à remplir dans Excel.")
@click.argument("edition", type=click.Choice(editions()))
@click.option("--commune", required=True, help="Le nom de la commune.")
@click.option("--annee", required=True, type=int, help="L'année du rapport.")
@click.option("--equipement", "equipements", multiple=True, help="Un équipement de la commune ; à répéter.")
@click.option("-o", "--sortie", required=True, type=click.Path(dir_okay=False, path_type=Path), help="Le fichier .xlsx à créer.")
def classeur(edition: str, commune: str, annee: int, equipements: tuple[str, ...], sortie: Path) -> None:
    """Write the empty workbook of an edition; an existing file is never replaced."""
    from pipeline.blank import build_workbook
    from pipeline.form_file import load_form

    form = load_form(edition)
    if annee not in form.years:
        raise click.BadParameter(f"l'édition {edition} couvre les années {form.years[0]} à {form.years[-1]}.", param_hint="--annee")
    if sortie.exists():
        raise click.BadParameter(f"{sortie} existe déjà. Donnez un autre nom, pour ne rien perdre.", param_hint="--sortie")
    rows = {
        "identification": [{"edition": edition, "commune": commune, "annee": annee}],
        "equipements": [{"nom": name} for name in equipements],
    }
    _write(sortie, build_workbook(form, rows))
    click.echo(f"Classeur créé : {sortie}")


@main.command(help="Produit le rapport Word d'un classeur rempli.")
@click.argument("fichier", type=click.Path(path_type=Path))
@click.option("-o", "--sortie", default="outputs", show_default=True, type=click.Path(file_okay=False, path_type=Path), help="Le dossier des rapports.")
def produire(fichier: Path, sortie: Path) -> None:
    """Make the report of a workbook, or list its faults."""
    from pipeline.messages import is_error, listing
    from pipeline.run import produce

    if not fichier.is_file():
        raise click.BadParameter(f"{fichier} n'existe pas, ou n'est pas un fichier.", param_hint="FICHIER")
    outcome = produce(fichier)
    errors = [problem for problem in outcome.problems if is_error(problem)]
    warnings = [problem for problem in outcome.problems if not is_error(problem)]
    _print("Avertissements", listing(warnings))
    if outcome.report is None or outcome.answers is None:
        _print("Erreurs", listing(errors), to_stderr=True)
        click.echo(f"{len(errors)} erreur(s) dans {fichier.name} : aucun rapport n'est produit.", err=True)
        sys.exit(1)
    folder = sortie / deliver.folder_name(outcome.commune, outcome.answers.year)
    target = folder / f"{deliver.file_name(outcome.title)}.docx"
    _write(target, outcome.report)
    _summary(outcome, len(warnings))
    click.echo(f"Rapport : {target}")


def _write(target: Path, data: bytes) -> None:
    try:
        deliver.put_in_place(target, data)
    except deliver.DeliveryError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _print(heading: str, lines: list[str], to_stderr: bool = False) -> None:
    if lines:
        click.echo(f"{heading} :", err=to_stderr)
        for line in lines:
            click.echo(f"  {line}", err=to_stderr)


def _summary(outcome: Outcome, warnings: int) -> None:
    """A few lines that tell the clerk what went into the report."""
    facts, answers = outcome.facts, outcome.answers
    if facts is None or answers is None:
        return
    questions = [*answers.figures, *answers.equipments]
    answered = sum(answers.is_answered(question) for question in questions)
    click.echo(f"{outcome.commune}, {answers.year}")
    click.echo(f"  ménages                {len(facts.menages)}")
    click.echo(f"  contacts               {len(facts.contacts)}")
    click.echo(f"  questions répondues    {answered} sur {len(questions)}")
    click.echo(f"  avertissements         {warnings}")


@main.group(help="Pour qui prépare une édition : le formulaire vierge, le modèle et les fichiers qui en découlent.")
def modele() -> None:
    """The group of commands for makers of editions."""


@modele.command(help="Fabrique le formulaire vierge, le modèle, les schémas et le livre des codes d'une édition.")
@click.argument("edition", type=click.Choice(editions()))
@click.option("-o", "--sortie", default=".", show_default=True, type=click.Path(file_okay=False, path_type=Path), help="La racine du projet, ou un autre dossier.")
def fabriquer(edition: str, sortie: Path) -> None:
    """Write every file that is made from form.yaml and formulaire.json."""
    from pipeline.derived import derived_files
    from pipeline.form_file import load_form

    for name, data in derived_files(load_form(edition)).items():
        _write(sortie / name, data)
        click.echo(name)
