"""The commands, in French; each a few lines over the stages. Exit codes: 0 done, 1 faults in the workbook, 2 misuse."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline import deliver
from pipeline.form_file import editions
from pipeline.french import speak_french

if TYPE_CHECKING:
    from pipeline.run import Outcome
    from pipeline.submission import Value


speak_french()

Edition = click.Choice(editions())
Folder = click.Path(file_okay=False, path_type=Path)
INTO: dict[str, Any] = {"type": Folder, "metavar": "DOSSIER", "show_default": True}
File = click.Path(dir_okay=False, path_type=Path)


@click.group(
    help="Canevas : du classeur Excel au rapport officiel en Word.",
    subcommand_metavar="COMMANDE ...",
    context_settings={"max_content_width": 120},
)
@click.version_option(package_name="canevas", prog_name="canevas")
def main() -> None:
    """The group of commands."""


@main.command(help="Crée le classeur vide d'un formulaire, à remplir dans Excel.")
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
@click.option("--commune", required=True, metavar="NOM", help="Le nom de la commune.")
@click.option("--annee", required=True, type=int, metavar="ANNEE", help="L'année du rapport.")
@click.option("--equipement", "equipements", multiple=True, metavar="NOM", help="Un équipement ; à répéter.")
@click.option("-o", "--sortie", required=True, type=File, metavar="FICHIER", help="Le fichier .xlsx à créer.")
def classeur(formulaire: str, commune: str, annee: int, equipements: tuple[str, ...], sortie: Path) -> None:
    """Write the empty workbook of an edition; an existing file is never replaced."""
    from pipeline.blank import build_workbook
    from pipeline.form_file import load_form

    form = load_form(formulaire)
    if annee not in form.years:
        covered = f"{formulaire} couvre les années {form.years[0]} à {form.years[-1]}."
        raise click.BadParameter(covered, param_hint="--annee")
    if sortie.exists():
        raise click.BadParameter(f"{sortie} existe déjà. Donnez un autre nom, pour ne rien perdre.", param_hint="-o")
    rows: dict[str, list[dict[str, Value]]] = {
        "identification": [{"edition": formulaire, "commune": commune, "annee": annee}],
        "equipements": [{"nom": name} for name in equipements],
    }
    _write(sortie, build_workbook(form, rows))
    click.echo(f"Classeur créé : {sortie}")


@main.command(help="Produit le rapport Word d'un classeur rempli.")
@click.argument("classeur", type=File)
@click.option("-o", "--sortie", default="outputs", help="Le dossier des rapports.", **INTO)
def produire(classeur: Path, sortie: Path) -> None:
    """Make the report of a workbook, or list its faults."""
    from pipeline.messages import is_error, listing
    from pipeline.run import produce

    if not classeur.is_file():
        raise click.BadParameter(f"{classeur} n'existe pas, ou n'est pas un fichier.", param_hint="CLASSEUR")
    outcome = produce(classeur)
    errors = [problem for problem in outcome.problems if is_error(problem)]
    warnings = [problem for problem in outcome.problems if not is_error(problem)]
    _print("Avertissements", listing(warnings))
    if outcome.report is None or outcome.answers is None:
        _print("Erreurs", listing(errors))
        click.echo(f"{len(errors)} erreur(s) dans {classeur.name} : aucun rapport n'est produit.", err=True)
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


def _print(heading: str, lines: list[str]) -> None:
    """Findings go to the error stream, so that the summary can be redirected alone."""
    if lines:
        click.echo(f"{heading} :", err=True)
        for line in lines:
            click.echo(f"  {line}", err=True)


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


@main.group(help="Prépare les documents d'un formulaire.")
def modele() -> None:
    """The group of commands for makers of editions."""


@modele.command(help="Fabrique le document vierge, le modèle, les schémas et le livre des codes d'un formulaire.")
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
@click.option("-o", "--sortie", default=".", help="La racine du projet.", **INTO)
def fabriquer(formulaire: str, sortie: Path) -> None:
    """Write every file that is made from form.yaml and formulaire.json."""
    from pipeline.derived import derived_files
    from pipeline.form_file import load_form

    for name, data in derived_files(load_form(formulaire)).items():
        _write(sortie / name, data)
        click.echo(name)
