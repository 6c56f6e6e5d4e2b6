"""canevas classeur: the empty workbook of an edition."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import Edition, File, Text, plain, write

if TYPE_CHECKING:
    from pipeline.edition.form import Form
    from pipeline.model.submission import Value

_SITE, _QUARTER = "DiCS : un équipement ; à répéter.", "CLSS : un quartier ; à répéter."
_UNWRITABLE = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


@click.command(help="Crée le classeur vide d'un formulaire, à remplir dans Excel.")
@click.argument("formulaire", metavar="FORMULAIRE", type=Edition)
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
    """Write the empty workbook of an edition; an existing file is never replaced."""
    from pipeline.blank.workbook import build_workbook
    from pipeline.editions.loader import load_form

    form = load_form(formulaire)
    if annee not in form.years:
        covered = f"{formulaire} couvre les années {form.years[0]} à {form.years[-1]}."
        raise click.BadParameter(covered, param_hint="--annee")
    with suppress(
        OSError
    ):  # what cannot be looked at cannot be written either: that is told below
        if sortie.exists():
            there = f"{plain(sortie)} existe déjà. Donnez un autre nom, pour ne rien perdre."
            raise click.BadParameter(there, param_hint="-o")
    given: dict[str, tuple[Value, ...]] = {
        "commune": (commune,),
        "annee": (annee,),
        "equipement": equipements,
        "quartier": quartiers,
    }
    write(sortie, build_workbook(form, _first_rows(form, given)))
    click.echo(f"Classeur créé : {plain(sortie)}")


def _first_rows(
    form: Form, given: Mapping[str, Sequence[Value]]
) -> dict[str, list[dict[str, Value]]]:
    """What a new workbook is told at once, where the edition wants it, one row a value;
    and the edition's own name.
    """
    fields = [
        (sheet.key, field)
        for sheet in form.sheets.values()
        for field in sheet.fields.values()
    ]
    told: list[tuple[tuple[str, str], Sequence[Value]]] = []
    told += [
        ((sheet, field.key), (form.edition,))
        for sheet, field in fields
        if field.type == "edition"
    ]
    for option, values in given.items():
        if option in form.start:
            _check(form, option, values)
            told.append((form.start[option], values))
        elif values:
            raise click.BadParameter(
                f"{form.edition} ne prend pas cette option.", param_hint=f"--{option}"
            )
    rows: dict[str, list[dict[str, Value]]] = {}
    for (sheet, key), values in told:
        records = rows.setdefault(sheet, [])
        for place, value in enumerate(values):
            records += [{}] if place == len(records) else []
            records[place][key] = value
    return rows


def _check(form: Form, option: str, values: Sequence[Value]) -> None:
    """Refuse a name that a workbook cannot hold, or that the form finds too long."""
    sheet, key = form.start[option]
    longest = form.sheets[sheet].fields[key].longest
    for name in (value for value in values if isinstance(value, str)):
        if _UNWRITABLE.search(name):
            told = "ce nom contient un caractère invisible qu'aucun document ne peut porter."
        elif longest and len(name) > longest:
            told = f"ce nom dépasse {longest} caractères."
        else:
            continue
        raise click.BadParameter(told, param_hint=f"--{option}")
