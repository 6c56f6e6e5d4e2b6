"""canevas produire: the report of a workbook, or a draft of it; of one, or of many."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    INTO,
    Given,
    Text,
    absence,
    deliver_set,
    exit_on_failure,
    finished,
    given_workbooks,
    opened,
    password,
    plain,
    say_aside,
    say_findings,
    visible,
    write,
)
from pipeline.editions.loader import remade
from pipeline.model.text import counted, french_number

if TYPE_CHECKING:
    from pipeline.deliver.batch import Batch, Told, Wish
    from pipeline.run import Outcome

SLOWLY = "Le modèle a été modifié : il est rempli plus lentement."
# How many workbooks ended so, one and several.
ENDS = {
    "produit": ("produit", "produits"),
    "refusé": ("refusé", "refusés"),
    "laissé de côté": ("laissé de côté", "laissés de côté"),
    "mot de passe": ("protégé par un mot de passe", "protégés par un mot de passe"),
}

NO_PROOF = (
    "Pas de justificatif : il serait trop long. « canevas expliquer » dit qui est dans un"
    " chiffre."
)
LEFT = "vient d'une production précédente et ne va plus avec ce rapport : effacez-le."


def _number(
    context: click.Context, option: click.Parameter, value: str | None
) -> int | None:
    """A number from 1 on; the library's own type speaks English of it."""
    if value is None:
        return None
    if not value.isdecimal() or not int(value):
        raise click.BadParameter(
            f"« {value} » n'est pas un nombre entier à partir de 1."
        )
    return int(value)


@click.command(
    help="Produit le rapport Word d'un classeur rempli, de plusieurs, ou de tous ceux d'un dossier."
)
@click.argument("classeurs", nargs=-1, required=True, type=Given, metavar="CLASSEUR...")
@click.option(
    "-o", "--sortie", default="outputs", help="Le dossier des rapports.", **INTO
)
@click.option(
    "--rapport-seul",
    is_flag=True,
    help="Le rapport Word seul, sans justificatif ni tableau de bord.",
)
@click.option(
    "--brouillon",
    is_flag=True,
    help="Un brouillon, malgré les fautes : ce qui manque y est À COMPLÉTER.",
)
@click.option(
    "--coeurs",
    type=Text,
    callback=_number,
    metavar="N",
    help="Pour plusieurs : au plus N à la fois.",
)
def produire(
    classeurs: tuple[Path, ...],
    sortie: Path,
    rapport_seul: bool,
    brouillon: bool,
    coeurs: int | None,
) -> None:
    """Make the report of a workbook, or list its faults; of many, print a table of what
    came of each.
    """
    if len(classeurs) > 1 or os.path.isdir(classeurs[0]):
        from pipeline.deliver.batch import Wish

        given = given_workbooks(classeurs)
        code = many(
            given.workbooks, Wish(sortie, rapport_seul, brouillon, password()), coeurs
        )
        sys.exit(max(code, say_aside(given)))
    elif brouillon:
        _draft(classeurs[0], sortie)
    else:
        _one(classeurs[0], sortie, rapport_seul)


def _one(classeur: Path, sortie: Path, alone: bool) -> None:
    """The report of one workbook, or the list of its faults."""
    deliver_report(classeur, finished(classeur), sortie, alone)


def deliver_report(
    classeur: Path, outcome: Outcome, sortie: Path, alone: bool = False
) -> None:
    """Put the files of a report in place, and say where they are."""
    from pipeline.deliver.outputs import (
        DASHBOARD,
        PROOF,
        beside,
        documents,
        left_over,
        report_file,
    )

    assert outcome.report is not None
    with exit_on_failure():
        report = report_file(sortie, outcome, classeur)
    made = documents(outcome)
    files = {**({} if alone else beside(outcome)), **made}
    left = left_over(report.parent, files)
    deliver_set(report.parent, files, report.name)
    _summary(outcome)
    click.echo(f"Rapport : {plain(report)}")
    for name in made:
        if name != report.name:
            click.echo(f"Avec le rapport : {plain(name)}")
    if PROOF in files:
        click.echo(
            f"Pour vous : {PROOF} (chaque chiffre et ce qu'il compte ; il reste dans la maison)"
            f" et {DASHBOARD}"
        )
    elif not alone:
        click.echo(f"Pour vous : {DASHBOARD}. {NO_PROOF}")
    if outcome.caution:
        click.echo(outcome.caution)
    for name in left:
        click.echo(f"« {plain(name)} » {LEFT}", err=True)


def _draft(classeur: Path, sortie: Path) -> None:
    """A draft stands beside the report's files and is none of them."""
    from pipeline.deliver.outputs import documents, report_file
    from pipeline.run import produce_draft

    outcome = opened(classeur, produce_draft)
    say_findings(outcome)
    if outcome.report is None:
        click.echo(
            f"{plain(classeur.name)} ne permet pas encore de brouillon.", err=True
        )
        sys.exit(1)
    with exit_on_failure():
        draft = report_file(sortie, outcome, classeur)
    for name, content in documents(outcome).items():
        write(draft.with_name(name), content)
        click.echo(f"Brouillon, à ne pas envoyer : {plain(draft.with_name(name))}")
    if outcome.caution:
        click.echo(outcome.caution)


def _summary(outcome: Outcome) -> None:
    """A few lines that tell the clerk what went into the report."""
    from pipeline.answers.progress import answered

    rows, answers = outcome.rows, outcome.answers
    if rows is None or answers is None:
        return
    done, asked = answered(outcome.form, rows, outcome.problems, answers)
    click.echo(outcome.title)
    for sheet in outcome.form.sheets.values():
        if sheet.rows > 1:
            click.echo(
                f"  {sheet.title:<23}{french_number(len(rows.sound[sheet.key]))}"
            )
    click.echo(f"  {'questions répondues':<23}{done} sur {asked}")
    click.echo(f"  {'avertissements':<23}{len(outcome.problems)}")
    if outcome.own_template:
        click.echo(f"  {remade(outcome.form) or SLOWLY}")


# ---- many


def _cores() -> int:
    """The processors that this process may use."""
    return (
        len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1
    )


def many(paths: list[Path], wish: Wish, cores: int | None = None) -> int:
    """The reports of many workbooks, a bar while they are made, then the table. Gives
    the exit code.
    """
    from pipeline.deliver.batch import ASIDE, DONE, REFUSED, Batch, Told

    cores = cores or _cores()
    absent = {
        number: why for number, path in enumerate(paths) if (why := absence(path))
    }
    batch = Batch(
        paths, wish, told={number: Told(REFUSED, why) for number, why in absent.items()}
    )
    if sys.stderr.isatty():
        with click.progressbar(
            length=len(paths) - len(absent),
            file=sys.stderr,
            item_show_func=lambda name: name,
        ) as bar:

            def begun(path: Path) -> None:
                bar.current_item = plain(path.name)[:40]
                bar.render_progress()

            batch.begun, batch.ended = begun, lambda: bar.update(1)
            batch.run(cores)
    else:
        batch.run(cores)
    _table(batch)
    done = len(batch.told) == len(paths) and all(
        told.end in (DONE, ASIDE) for told in batch.told.values()
    )
    return 2 if absent else 0 if done else 1


def _table(batch: Batch) -> None:
    """What came of each workbook, in their order."""
    single = len({path.name for path in batch.paths}) == len(batch.paths)
    names = [plain(path.name if single else path) for path in batch.paths]
    told = [(names[number], batch.told[number]) for number in sorted(batch.told)]
    width = min(max(map(len, names)), 60)
    for name, result in told:
        for stranger in result.strangers:
            click.echo(
                f"{name} : « {plain(stranger)} » manquait, ou avait été modifié.",
                err=True,
            )
        for other in result.left:
            click.echo(f"{name} : « {plain(other)} » {LEFT}", err=True)
        if result.opened:
            click.echo(visible(result.opened), err=True)
        if result.unproved:
            click.echo(f"{name} : {NO_PROOF}", err=True)
        click.echo(f"{name:<{width}}  {result.end:<12}  {visible(_line(result))}")
    ends = Counter(result.end for _, result in told)
    came = ", ".join(counted(number, *ENDS[end]) for end, number in ends.items())
    click.echo(f"{counted(len(told), 'classeur')}{f' : {came}' if came else ''}")
    for caution, number in Counter(
        result.caution for _, result in told if result.caution
    ).items():
        click.echo(f"{counted(number, 'rapport')} : {caution}")
    for origin, number in Counter(
        result.origin for _, result in told if result.origin
    ).items():
        click.echo(f"{counted(number, 'rapport')} : {visible(origin)}")
    if any(result.own_template for _, result in told):
        click.echo(SLOWLY)
    if len(told) < len(names):
        click.echo(
            f"Interrompu : {len(told)} sur {len(names)}. Tout fichier écrit est entier.",
            err=True,
        )


def _line(told: Told) -> str:
    """Where the report is, or why there is none."""
    warnings = f" ({counted(told.warnings, 'avertissement')})" if told.warnings else ""
    return told.line or f"{told.report}{warnings}"
