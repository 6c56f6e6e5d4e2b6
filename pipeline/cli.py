"""The commands, in French; each a few lines over the stages. Exit codes: 0 done, 1 faults in the workbook, 2 misuse."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
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
PASSWORD = "CANEVAS_MOT_DE_PASSE"  # name of the variable that holds the password of an encrypted workbook


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
    outcome = _counted(classeur)
    if outcome.report is None or outcome.answers is None:
        return
    folder = sortie / deliver.folder_name(outcome.commune, outcome.answers.year)
    name = f"{deliver.file_name(outcome.title)}.docx"
    _deliver(folder, {name: outcome.report}, name)
    _summary(outcome)
    click.echo(f"Rapport : {folder / name}")


def _counted(classeur: Path) -> Outcome:
    """The outcome of a workbook, its findings printed; where an error stands, the command ends here."""
    from pipeline.messages import is_error, listing
    from pipeline.run import produce

    if not classeur.is_file():
        raise click.BadParameter(f"{classeur} n'existe pas, ou n'est pas un fichier.", param_hint="CLASSEUR")
    outcome = produce(classeur, os.environ.get(PASSWORD))
    if [problem.code for problem in outcome.problems] == ["mot-de-passe-requis"] and _is_terminal():
        outcome = produce(classeur, click.prompt("Mot de passe du classeur", hide_input=True, err=True))
    errors = [problem for problem in outcome.problems if is_error(problem)]
    _print("Avertissements", listing(problem for problem in outcome.problems if not is_error(problem)))
    _print("Erreurs", listing(errors))
    _print("Le document produit n'est pas conforme au formulaire officiel", outcome.differences)
    if errors:
        click.echo(f"{len(errors)} erreur(s) dans {classeur.name} : aucun rapport n'est produit.", err=True)
    elif outcome.differences:
        click.echo("Aucun rapport n'est produit. Le classeur n'y est pour rien : signalez-le.", err=True)
    if outcome.report is None:
        sys.exit(1)
    return outcome


def _is_terminal() -> bool:
    """Whether someone is there to be asked."""
    return sys.stdin.isatty()


def _deliver(folder: Path, files: Mapping[str, bytes], last: str) -> None:
    """Put the files of a run in place, after a word on those of the former run that are not as it left them."""
    for name in deliver.strangers(folder):
        other = "ne vient pas de la même production que les autres fichiers du dossier"
        click.echo(f"« {name} » manque, {other}, ou a été modifié depuis.", err=True)
    with _exit_on_failure():
        deliver.deliver(folder, files, last)


def _write(target: Path, data: bytes) -> None:
    with _exit_on_failure():
        deliver.put_in_place(target, data)


@contextmanager
def _exit_on_failure() -> Iterator[None]:
    try:
        yield
    except deliver.DeliveryError as error:
        click.echo(str(error), err=True)
        sys.exit(2)


def _print(heading: str, lines: Iterable[object]) -> None:
    """Findings go to the error stream, so that the summary can be redirected alone."""
    for number, line in enumerate(lines):
        if number == 0:
            click.echo(f"{heading} :", err=True)
        click.echo(f"  {line}", err=True)


def _summary(outcome: Outcome) -> None:
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
    click.echo(f"  avertissements         {len(outcome.problems)}")


@main.command(help="Compare un rapport Word, peut-être retouché, à son formulaire et à son classeur.")
@click.argument("rapport", type=File)
@click.argument("classeur", type=File)
def controler(rapport: Path, classeur: Path) -> None:
    """Say whether a report still is the official form and still says what the workbook says."""
    from pipeline.compare import text_differences
    from pipeline.package import fingerprint

    outcome = _counted(classeur)
    if not rapport.is_file():
        raise click.BadParameter(f"{rapport} n'existe pas, ou n'est pas un fichier.", param_hint="RAPPORT")
    document = rapport.read_bytes()
    found = text_differences(outcome.form.edition, outcome.places, document) if outcome.places else []
    for difference in found:
        click.echo(f"  {difference}")
    if found:
        click.echo(f"{len(found)} différence(s) avec le formulaire ou le classeur.")
        sys.exit(1)
    same = outcome.report is not None and fingerprint(document) == fingerprint(outcome.report)
    click.echo(
        "Le rapport est exactement celui que ce classeur produit."
        if same
        else "Le rapport dit ce que disent le formulaire et le classeur. Seule sa mise en forme a changé."
    )
    click.echo(f"Empreinte : {fingerprint(document)}")


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


@modele.command(help="Vérifie les étiquettes du modèle d'un formulaire, dans toutes ses parties.")
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
@click.option("--modele", "fichier", type=File, metavar="FICHIER", help="Un autre modèle que celui du programme.")
def verifier(formulaire: str, fichier: Path | None) -> None:
    """List the unknown, missing and doubled tags of a template."""
    from zipfile import BadZipFile

    from pipeline.template import template_file
    from pipeline.template_check import tag_faults

    source = fichier or template_file(formulaire, "modele.docx")
    try:
        faults = tag_faults(formulaire, source.read_bytes())
    except (OSError, BadZipFile, SyntaxError) as error:
        raise click.BadParameter(f"{source} n'est pas un document Word lisible.", param_hint="--modele") from error
    for fault in faults:
        click.echo(str(fault))
    click.echo(f"{len(faults)} faute(s) dans les étiquettes du modèle de {formulaire}.")
    sys.exit(1 if faults else 0)
