"""canevas produire: the report of a workbook, or a draft of it; of one, or of many."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    AVEC,
    CLASSEURS,
    INTO,
    File,
    Text,
    completing,
    exit_on_failure,
    finished,
    given_workbooks,
    misuse,
    opened,
    password,
    say_aside,
    say_findings,
    together,
    write,
)
from pipeline.cli.many import SLOWLY, many
from pipeline.cli.reprendre import FORMER, produce_beside, with_evolution
from pipeline.cli.terminal import (
    bold,
    caution,
    good,
    link,
    plain,
    quoted,
    show,
    warn,
)
from pipeline.cli.working_copy import ADOPT, renewing
from pipeline.deliver.delivery import deliver, strangers
from pipeline.deliver.pdf import soffice
from pipeline.findings.sentences.batch import (
    LEFT,
    NO_PROOF,
)
from pipeline.findings.sentences.carry_over import ONE_WORKBOOK
from pipeline.findings.sentences.delivery import WITHOUT_SOFFICE
from pipeline.model.text import french_number

if TYPE_CHECKING:
    from pipeline.run import Outcome

_STRANGER = (
    "manque, ne vient pas de la même production que les autres fichiers du dossier, ou a été"
    " modifié depuis."
)
_ACCEPTED = "(ce qui a été accepté du fichier de l'administration)"
_IN_HOUSE = "(chaque chiffre et ce qu'il compte ; à garder dans votre service)"


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


def _if_there(context: click.Context, option: click.Parameter, wish: bool) -> bool:
    """Whether a PDF is asked for; it is not without what makes it."""
    if wish and not soffice():
        raise click.BadParameter(WITHOUT_SOFFICE)
    return wish


@click.command()
@CLASSEURS
@click.option(
    "-o", "--sortie", default="outputs", help="Le dossier des rapports.", **INTO
)
@click.option(
    "--rapport-seul",
    is_flag=True,
    help="Le rapport Word seul, sans justificatif ni chiffres en images.",
)
@click.option(
    "--brouillon",
    is_flag=True,
    help="Un brouillon, malgré les fautes : ce qui manque y est À COMPLÉTER.",
)
@click.option(
    "--pdf",
    "with_pdf",
    is_flag=True,
    callback=_if_there,
    help="Le rapport en PDF aussi, fait par LibreOffice, qui doit être installé.",
)
@click.option(
    "--coeurs",
    type=Text,
    callback=_number,
    metavar="N",
    help="Pour plusieurs : au plus N à la fois.",
)
@click.option(
    "--officiel",
    type=File,
    metavar="FICHIER.docx",
    help="Remplit ce fichier Word de l'administration, au lieu d'en écrire un.",
)
@click.option(
    "--accepter",
    type=Text,
    multiple=True,
    metavar="N",
    help="Avec --officiel : accepte la question reformulée de ce numéro (2.7.3), ou l'équipement"
    " que le fichier écrit ainsi.",
)
@AVEC
@FORMER
@ADOPT
def produire(
    classeurs: tuple[Path, ...],
    sortie: Path,
    rapport_seul: bool,
    brouillon: bool,
    with_pdf: bool,
    coeurs: int | None,
    officiel: Path | None,
    accepter: tuple[str, ...],
    avec: tuple[Path, ...],
    annee_precedente: Path | None,
    adopter_copie: bool,
) -> None:
    """Make the report of a workbook, or list its faults; of many, print a table of what
    came of each.
    """
    if officiel is not None or accepter:
        _refuse_misuse(classeurs, brouillon, officiel)
    _refuse_former(classeurs, brouillon, annee_precedente)
    stage = together(classeurs, avec, {"--adopter-copie": adopter_copie})
    if _are_several(classeurs):
        sys.exit(_several(classeurs, coeurs, sortie, rapport_seul, brouillon, with_pdf))
    if brouillon:
        _draft(classeurs[0], sortie, with_pdf, stage, avec)
        return
    if officiel is None:
        produce = produce_beside(annee_precedente, avec) or completing(stage)
        outcome = finished(classeurs[0], renewing(avec), produce, avec)
    else:
        outcome = _officially(classeurs[0], officiel, accepter, sortie, avec)
    _say_official(outcome)
    beside = (*classeurs, *avec, officiel, annee_precedente)
    given = [one for one in beside if one is not None]
    evolved = with_evolution(outcome, annee_precedente)
    deliver_report(given, evolved, sortie, rapport_seul, with_pdf)
    renewing(avec, adopter_copie)(classeurs[0], outcome)
    sys.exit(0 if outcome.official is None or outcome.official.is_faultless else 1)


def _several(
    classeurs: tuple[Path, ...],
    coeurs: int | None,
    sortie: Path,
    alone: bool,
    draft: bool,
    with_pdf: bool,
) -> int:
    """The reports of several workbooks. Gives the exit code."""
    from pipeline.deliver.batch import Wish

    given = given_workbooks(classeurs)
    wish = Wish(sortie, alone, draft, password(), with_pdf)
    return max(many(given.workbooks, wish, coeurs), say_aside(given))


def _officially(
    classeur: Path,
    officiel: Path,
    accepter: tuple[str, ...],
    sortie: Path,
    avec: Sequence[Path],
) -> Outcome:
    from pipeline.cli.officiel import officially

    return officially(classeur, officiel, accepter, into=sortie, avec=avec)


def _say_official(outcome: Outcome) -> None:
    """What is filled in the authority's own file, where the report is that."""
    if outcome.official is not None:
        from pipeline.cli.officiel import say_official

        say_official(outcome)


def _are_several(classeurs: tuple[Path, ...]) -> bool:
    return len(classeurs) > 1 or os.path.isdir(classeurs[0])


def _refuse_former(
    classeurs: tuple[Path, ...], brouillon: bool, former: Path | None
) -> None:
    """End here where the year before is given with several workbooks, or a draft."""
    if former is not None and (brouillon or _are_several(classeurs)):
        raise misuse(ONE_WORKBOOK, "--annee-precedente")


def _refuse_misuse(
    classeurs: tuple[Path, ...], brouillon: bool, officiel: Path | None
) -> None:
    """End here where the authority's file is given with what it does not go with."""
    if officiel is None:
        raise misuse("--accepter va avec --officiel FICHIER.docx.", "--accepter")
    if brouillon:
        why = "un brouillon n'est pas écrit dans le fichier de l'administration."
        raise misuse(f"{why} Donnez --officiel ou --brouillon.", "--officiel")
    if _are_several(classeurs):
        why = "le fichier de l'administration est celui d'une commune."
        raise misuse(f"{why} Donnez un seul classeur.", "--officiel")


def deliver_report(
    given: Sequence[Path],
    outcome: Outcome,
    sortie: Path,
    alone: bool = False,
    with_pdf: bool = False,
) -> None:
    """Put the files of a report in place, after a word on those of the former run that
    are not as it left them, and say where they are. ``given``: those that it is made of.
    """
    from pipeline.deliver.outputs import DASHBOARD, PROOF
    from pipeline.deliver.report_set import left_over, report_files
    from pipeline.official.agreements import AGREEMENTS

    with exit_on_failure():
        report, files = report_files(sortie, outcome, given, alone, with_pdf)
    folder = report.parent
    left = left_over(folder, files)
    for name in strangers(folder):
        warn(f"« {plain(name)} » {_STRANGER}")
    with exit_on_failure():
        deliver(folder, files, report.name)
    _summary(outcome)
    show(f"{good('Rapport')} : {link(report)}")
    for name in files:
        if name not in (report.name, PROOF, DASHBOARD, AGREEMENTS):
            show(f"Avec le rapport : {link(folder / name, quoted(name))}")
    if PROOF in files:
        shown = link(folder / PROOF, PROOF), link(folder / DASHBOARD, DASHBOARD)
        show(f"Pour vous : {shown[0]} {_IN_HOUSE} et {shown[1]}")
    elif not alone:
        show(f"Pour vous : {link(folder / DASHBOARD, DASHBOARD)}. {NO_PROOF}")
    if AGREEMENTS in files:
        show(f"Pour la prochaine fois : {AGREEMENTS} {_ACCEPTED}")
    if outcome.caution:
        show(outcome.caution)
    for name in left:
        warn(LEFT.format(plain(name)))


def _draft(
    classeur: Path,
    sortie: Path,
    with_pdf: bool,
    stage: Callable[[Path, str | None], Outcome],
    avec: Sequence[Path],
) -> None:
    """A draft stands beside the report's files and is none of them."""
    from pipeline.deliver.report_set import report_files
    from pipeline.run import drafted

    outcome = opened(classeur, lambda path, secret: drafted(stage(path, secret)))
    say_findings(outcome)
    if outcome.report is None:
        warn(f"{plain(classeur.name)} ne permet pas encore de brouillon.")
        sys.exit(1)
    with exit_on_failure():
        given = [classeur, *avec]
        report, files = report_files(sortie, outcome, given, True, with_pdf)
    for name, content in files.items():
        draft = report.with_name(name)
        write(draft, content)
        show(f"{caution('Brouillon, à ne pas envoyer')} : {link(draft)}")
    if outcome.caution:
        show(outcome.caution)
    renewing(avec)(classeur, outcome)


def _summary(outcome: Outcome) -> None:
    """A few lines that tell the clerk what went into the report."""
    from pipeline.answers.progress import answered
    from pipeline.findings.sentences.seen import SEVERAL
    from pipeline.findings.sentences.several_files import FIGURES_RECEIVED

    form, rows, answers = outcome.form, outcome.rows, outcome.answers
    assert rows is not None and answers is not None
    done, asked = answered(form, rows, outcome.problems, answers)
    received = outcome.submission.received
    lines = [
        (sheet.title, french_number(len(rows.sound[sheet.key])))
        for sheet in form.sheets.values()
        if sheet.rows > 1
    ]
    if received is not None:
        title = form.sheets[received.sheet].title
        lines[[name for name, _ in lines].index(title)] = title, FIGURES_RECEIVED
    lines.append(("questions répondues", f"{done} sur {asked}"))
    lines.append(("avertissements", str(len(outcome.problems))))
    if outcome.seen:
        lines.append((SEVERAL, str(len(outcome.seen))))
    show(bold(outcome.title))
    for label, value in lines:
        show(f"  {label:<23}{value}")
    if outcome.own_template:
        show(f"  {SLOWLY}")
