"""canevas classeur: the empty workbook of an edition."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import THERE, File, Text, misuse, write
from pipeline.cli.terminal import good, link, plain, quoted, show

if TYPE_CHECKING:
    from pipeline.model.submission import Value

_SITE, _QUARTER = "DiCS : un équipement ; à répéter.", "CLSS : un quartier ; à répéter."


@click.command()
@click.argument("formulaire", metavar="FORMULAIRE", type=Text)
@click.option(
    "--commune",
    required=True,
    type=Text,
    metavar="NOM",
    help="La commune, ou le CPAS pour un plan CLSS.",
)
@click.option(
    "--annee",
    required=True,
    type=int,
    metavar="ANNEE",
    help="L'année du rapport, ou la première du plan.",
)
@click.option(
    "--equipement", "equipements", multiple=True, type=Text, metavar="NOM", help=_SITE
)
@click.option(
    "--quartier", "quartiers", multiple=True, type=Text, metavar="NOM", help=_QUARTER
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
    commune: str,
    annee: int,
    equipements: tuple[str, ...],
    quartiers: tuple[str, ...],
    sortie: Path,
) -> None:
    """Write the empty workbook of an edition, as .xlsx whatever name is given; an
    existing file is never replaced.
    """
    from pipeline.blank.start import Unfit, first_rows
    from pipeline.blank.workbook import build_workbook
    from pipeline.editions.homes import beside, homes
    from pipeline.editions.loader import load_form

    further, context = beside(sortie), click.get_current_context()
    known = click.Choice([*homes(further)])
    form = load_form(
        known.convert(formulaire, context.command.params[0], context), further
    )
    given: dict[str, tuple[Value, ...]] = {
        "annee": (annee,),
        "commune": (commune,),
        "equipement": equipements,
        "quartier": quartiers,
    }
    try:
        rows = first_rows(form, given)
    except Unfit as unfit:
        raise misuse(str(unfit), f"--{unfit.option}") from unfit
    # What cannot be looked at cannot be written either: that is said below.
    with suppress(OSError):
        if sortie.suffix.lower() != ".xlsx" and not sortie.is_dir():
            sortie = sortie.with_name(f"{sortie.name}.xlsx")
        if sortie.exists():
            raise misuse(THERE.format(plain(quoted(sortie))), "-o")
    write(sortie, build_workbook(form, rows))
    show(f"{good('Classeur créé')} : {link(sortie)}")
