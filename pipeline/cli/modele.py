"""canevas modele: for the makers of editions."""

from __future__ import annotations

import sys
from pathlib import Path
from zipfile import BadZipFile

import click

from pipeline.cli import WholeHelp
from pipeline.cli.common import (
    HERE,
    INTO,
    Edition,
    File,
    Folder,
    Text,
    missing_file,
    misuse,
    word_document,
    write,
)
from pipeline.cli.terminal import link, plain, quoted, show, visible, warn
from pipeline.findings.sentences import adoption as say
from pipeline.model.text import counted


@click.group(cls=WholeHelp, subcommand_metavar="COMMANDE ...")
def modele() -> None:
    """The group of commands for makers of editions."""


@modele.command(
    help=(
        "Fabrique le formulaire vierge, le modèle, les schémas et le livre des codes d'un"
        " formulaire."
    )
)
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
@click.option("-o", "--sortie", default=".", help="La racine du projet.", **INTO)
def fabriquer(formulaire: str, sortie: Path) -> None:
    """Write every file that is made from form.yaml and formulaire.json; an edition of
    one's own has them in its own folder.
    """
    from pipeline.editions.loader import load_form
    from pipeline.makers.adoption import placed_files
    from pipeline.makers.derived import derived_files
    from pipeline.official.saved_places import OFFICIAL, PLACES

    form = load_form(formulaire, HERE)
    own = Path(form.origin, formulaire) if form.origin else None
    for name, data in derived_files(form).items():
        if own and formulaire not in Path(name).parts:
            continue  # a page of the project, which is not of this edition
        file = own / Path(name).name if own else sortie / name
        write(file, data)
        show(link(file) if own else link(file, quoted(name)))
    if own and (own / PLACES).is_file():
        for name, data in placed_files(form, (own / OFFICIAL).read_bytes()).items():
            write(own / name, data)
            show(link(own / name))


@modele.command(
    help="Vérifie les étiquettes du modèle d'un formulaire, dans toutes ses parties."
)
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
@click.option(
    "--modele",
    "fichier",
    type=File,
    metavar="FICHIER",
    help="Un autre modèle que celui du programme.",
)
def verifier(formulaire: str, fichier: Path | None) -> None:
    """List the unknown, missing and doubled tags of a template."""
    from pipeline.editions.loader import load_form
    from pipeline.makers.template_check import tag_faults

    documents = load_form(formulaire, HERE).documents
    faults: list[str] = []
    for document in documents[:1] if fichier else documents:
        source = fichier or document.template
        try:
            faults += tag_faults(document, word_document(source, "--modele"))
        except (BadZipFile, SyntaxError, ValueError) as error:
            why = f"{plain(quoted(source))} n'est pas un document Word lisible."
            raise misuse(why, "--modele") from error
    for fault in faults:
        show(visible(fault))
    show(
        f"{counted(len(faults), 'faute')} dans les étiquettes du modèle de {formulaire}."
    )
    sys.exit(1 if faults else 0)


@modele.command(
    help=(
        "Compare un formulaire vierge reçu à un formulaire connu : ce qui est nouveau,"
        " disparu, déplacé, reformulé, question par question."
    )
)
@click.argument("vierge", metavar="VIERGE.docx", type=File)
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
def comparer(vierge: Path, formulaire: str) -> None:
    """Say in a word whether a blank is that of an edition, then every change by
    question.
    """
    from pipeline.cli.adopter import is_taken_over
    from pipeline.editions.loader import known_forms, load_form
    from pipeline.findings.sentences.changes import IDENTICAL
    from pipeline.new_form.blank import compared_blank
    from pipeline.new_form.listing import lines
    from pipeline.official.admission import borne
    from pipeline.received.admission import admitted
    from pipeline.received.refusal import Unread
    from pipeline.word_files.read_document import read_document

    missing_file(vierge, "VIERGE.docx")
    try:
        data = admitted(vierge)
        if is_taken_over(data, formulaire):
            show(IDENTICAL)
            show(say.SAME_FILE.format(formulaire))
            return
        found = compared_blank(data, formulaire, known_forms(HERE))
    except Unread as why:
        raise misuse(f"{plain(vierge.name)} : {visible(why)}", "VIERGE.docx") from why
    if borne(load_form(formulaire, HERE), read_document(data)).is_filled:
        warn(say.FILLED)
    for line in lines(found, formulaire):
        show(visible(line))
    sys.exit(1 if found.changes else 0)


@modele.command(
    help=(
        "Reprend un formulaire vierge reçu comme nouveau formulaire, dans editions/ : ce qui"
        " diffère d'un formulaire connu, et ce qu'une personne doit choisir."
    )
)
@click.argument("vierge", metavar="VIERGE.docx", type=File)
@click.argument("edition", metavar="NOUVEAU-FORMULAIRE", type=Text)
@click.option(
    "--depuis",
    required=True,
    type=Edition,
    metavar="FORMULAIRE",
    help="Le formulaire connu dont le nouveau ne diffère que par ce qui a changé.",
)
def adopter(vierge: Path, edition: str, depuis: str) -> None:
    """Write an edition that extends a known one, and list what a person has to choose."""
    from pipeline.cli.adopter import adopted

    missing_file(vierge, "VIERGE.docx")
    form = adopted(vierge, edition, depuis)
    show(say.ADOPTED.format(form.edition, link(HERE / form.edition)))
    for decision in form.decisions:
        show(visible(f"  {decision.about} : {decision.says}"))
        show(visible(f"    {decision.proposes}"))
    show(say.next_steps(form.edition, len(form.decisions)))


@modele.command(
    help="Construit la page : Canevas en un fichier HTML, qui s'ouvre par un double clic."
)
@click.option(
    "-o",
    "--sortie",
    default="dist/canevas.html",
    type=File,
    metavar="FICHIER",
    show_default=True,
    help="Le fichier HTML à écrire.",
)
@click.option(
    "--intranet",
    type=Folder,
    metavar="DOSSIER",
    help="Aussi un dossier à poser sur un serveur https à vous.",
)
@click.option(
    "--pyodide",
    type=Folder,
    metavar="DOSSIER",
    help="Le paquet npm pyodide, déjà là ; sinon npm l'apporte.",
)
def page(sortie: Path, intranet: Path | None, pyodide: Path | None) -> None:
    """Build the page, and print its digest: the same parts give the same file."""
    import hashlib
    from tempfile import TemporaryDirectory

    from pipeline.page import build

    with TemporaryDirectory() as folder:
        try:
            packages = {} if pyodide is None else {"pyodide": pyodide}
            missing = [name for name in build.PINNED if name not in packages]
            packages |= build.fetch(Path(folder), missing)
            made = {sortie: build.page_file(packages)}
            if intranet is not None:
                made[intranet / "index.html"] = build.page_file(packages, served=True)
                made[intranet / build.SERVICE_WORKER] = build.service_worker()
        except build.BuildError as error:
            raise click.ClickException(visible(error)) from error
    for file, data in made.items():
        write(file, data)
        show(f"{hashlib.sha256(data).hexdigest()}  {link(file)}")
