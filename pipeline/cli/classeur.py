"""canevas classeur: the workbook of an edition, empty or carried over from another."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import THERE, File, Text, misuse, write
from pipeline.cli.terminal import good, link, plain, quoted, show
from pipeline.edition.form import PARTS
from pipeline.findings.sentences import several_files as said
from pipeline.workbook.part import titles_in

if TYPE_CHECKING:
    from pipeline.edition.form import Form
    from pipeline.model.submission import Value

_NOT_BESIDE = "cette option ne va pas avec --reprendre : l'ancien classeur le dit."
_ONLY_BESIDE = "cette option ne va qu'avec --reprendre."
_PART = "Une partie : ces feuilles seules, pour qui les tient à part ; à répéter."
_SITE, _QUARTER = "DiCS : un équipement ; à répéter.", "CLSS : un quartier ; à répéter."


@click.command()
@click.argument("formulaire", metavar="FORMULAIRE", type=Text)
@click.option(
    "--commune",
    type=Text,
    metavar="NOM",
    help="La commune, ou le CPAS pour un plan CLSS.",
)
@click.option(
    "--annee",
    type=int,
    metavar="ANNEE",
    help="L'année du rapport, ou la première du plan. Avec --reprendre : celle qui suit.",
)
@click.option(
    "--equipement", "equipements", multiple=True, type=Text, metavar="NOM", help=_SITE
)
@click.option(
    "--quartier", "quartiers", multiple=True, type=Text, metavar="NOM", help=_QUARTER
)
@click.option(
    "--feuilles", "feuilles", multiple=True, type=Text, metavar="TITRE", help=_PART
)
@click.option(
    "--reprendre",
    "ancien",
    type=File,
    metavar="ANCIEN.xlsx",
    help="Le classeur de la période qui précède, ou de la même sous un autre formulaire :"
    " ce qui dure en est repris.",
)
@click.option(
    "--avec-colonne",
    "colonnes",
    multiple=True,
    type=Text,
    metavar="TITRE",
    help="Avec --reprendre : une colonne à vous, à reprendre aussi ; à répéter.",
)
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=File,
    metavar="FICHIER",
    help="Le fichier .xlsx à créer.",
)
def classeur(
    formulaire: str,
    commune: str | None,
    annee: int | None,
    equipements: tuple[str, ...],
    quartiers: tuple[str, ...],
    feuilles: tuple[str, ...],
    ancien: Path | None,
    colonnes: tuple[str, ...],
    sortie: Path,
) -> None:
    """Write the workbook of an edition, as .xlsx whatever name is given; an existing
    file is never replaced.
    """
    context = click.get_current_context()
    form = _form(formulaire, sortie, context)
    if ancien is not None:
        if commune or equipements or quartiers:
            raise misuse(_NOT_BESIDE, "--commune")
        if feuilles:
            raise misuse(said.NO_NEW_SHEETS, "--feuilles")
        from pipeline.cli.reprendre import carry_over  # few workbooks are made so

        carry_over(form, ancien, annee, colonnes, _free(sortie))
        return
    if colonnes:
        raise misuse(_ONLY_BESIDE, "--avec-colonne")
    if commune is None or annee is None:
        missing = 1 if commune is None else 2
        raise click.MissingParameter(ctx=context, param=context.command.params[missing])
    given: dict[str, tuple[Value, ...]] = {
        "annee": (annee,),
        "commune": (commune,),
        "equipement": equipements,
        "quartier": quartiers,
    }
    target = _free(sortie)
    write(target, _empty(form, given, feuilles))
    show(f"{good('Classeur créé')} : {link(target)}")


def _form(name: str, target: Path, context: click.Context) -> Form:
    """The edition of this name, one of those that there are beside the new workbook
    too.
    """
    from pipeline.editions.homes import beside, homes
    from pipeline.editions.loader import load_form

    further = beside(target)
    known = click.Choice([*homes(further)])
    return load_form(known.convert(name, context.command.params[0], context), further)


def _empty(
    form: Form, given: dict[str, tuple[Value, ...]], titles: tuple[str, ...] = ()
) -> bytes:
    """The empty workbook, or the part with the sheets of these titles."""
    from pipeline.blank.part import UnknownSheet, named, part_of
    from pipeline.blank.start import Unfit, first_rows
    from pipeline.blank.workbook import build_workbook

    try:
        rows = first_rows(form, given)
        if not titles:
            return build_workbook(form, rows)
        part = part_of(form, [one for title in titles for one in titles_in(title)])
    except Unfit as unfit:
        raise misuse(str(unfit), f"--{unfit.option}") from unfit
    except UnknownSheet as unknown:
        raise misuse(str(unknown), "--feuilles") from unknown
    for option, (key, _) in form.start.items():
        if given[option] and key not in part.sheets:
            raise misuse(said.NOT_IN_PART(form.sheets[key].title), f"--{option}")
    rows[form.head.key][0][PARTS] = named(part)
    return build_workbook(part, rows)


def _free(sortie: Path) -> Path:
    """The name of the file to write. What cannot be looked at cannot be written either:
    that is said then.
    """
    with suppress(OSError):
        if sortie.suffix.lower() != ".xlsx" and not sortie.is_dir():
            sortie = sortie.with_name(f"{sortie.name}.xlsx")
        if sortie.exists():
            raise misuse(THERE.format(plain(quoted(sortie))), "-o")
    return sortie
