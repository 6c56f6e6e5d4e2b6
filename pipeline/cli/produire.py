"""canevas produire: the report of a workbook, or a draft of it; of one, or of many."""

from __future__ import annotations

import os
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    CLASSEURS,
    INTO,
    File,
    Text,
    absence,
    exit_on_failure,
    finished,
    given_workbooks,
    misuse,
    opened,
    password,
    say_aside,
    say_findings,
    write,
)
from pipeline.cli.reprendre import FORMER, produce_beside, with_evolution
from pipeline.cli.terminal import (
    bad,
    bold,
    caution,
    good,
    link,
    plain,
    quoted,
    show,
    visible,
    warn,
)
from pipeline.cli.working_copy import ADOPT, renew
from pipeline.deliver.delivery import deliver, strangers
from pipeline.deliver.pdf import soffice
from pipeline.findings.sentences.batch import (
    ASIDE,
    DONE,
    ENDS,
    LEFT,
    NO_PROOF,
    REFUSED,
)
from pipeline.findings.sentences.carry_over import ONE_WORKBOOK
from pipeline.findings.sentences.delivery import WITHOUT_SOFFICE
from pipeline.model.text import counted, french_number

if TYPE_CHECKING:
    from pipeline.deliver.batch import Batch, Wish
    from pipeline.run import Outcome

# How an end of the closing table looks; any other is bad.
_LOOKS = {DONE: good, ASIDE: caution}
SLOWLY = "Le modèle a été modifié : il est rempli plus lentement."
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
    annee_precedente: Path | None,
    adopter_copie: bool,
) -> None:
    """Make the report of a workbook, or list its faults; of many, print a table of what
    came of each.
    """
    if officiel is not None or accepter:
        _refuse_misuse(classeurs, brouillon, officiel)
    _refuse_former(classeurs, brouillon, annee_precedente)
    if _are_several(classeurs):
        from pipeline.deliver.batch import Wish

        several = given_workbooks(classeurs)
        wish = Wish(sortie, rapport_seul, brouillon, password(), with_pdf)
        sys.exit(max(many(several.workbooks, wish, coeurs), say_aside(several)))
    if brouillon:
        _draft(classeurs[0], sortie, with_pdf)
        return
    if officiel is None:
        outcome = finished(classeurs[0], renew, produce_beside(annee_precedente))
    else:
        outcome = _officially(classeurs[0], officiel, accepter, sortie)
    if outcome.official is not None:
        from pipeline.cli.officiel import say_official

        say_official(outcome)
    given = [one for one in (*classeurs, officiel, annee_precedente) if one is not None]
    evolved = with_evolution(outcome, annee_precedente)
    deliver_report(given, evolved, sortie, rapport_seul, with_pdf)
    renew(classeurs[0], outcome, adopter_copie)
    sys.exit(0 if outcome.official is None or outcome.official.is_faultless else 1)


def _officially(
    classeur: Path, officiel: Path, accepter: tuple[str, ...], sortie: Path
) -> Outcome:
    from pipeline.cli.officiel import officially

    return officially(classeur, officiel, accepter, into=sortie)


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


def _draft(classeur: Path, sortie: Path, with_pdf: bool) -> None:
    """A draft stands beside the report's files and is none of them."""
    from pipeline.deliver.report_set import report_files
    from pipeline.run import produce_draft

    outcome = opened(classeur, produce_draft)
    say_findings(outcome)
    if outcome.report is None:
        warn(f"{plain(classeur.name)} ne permet pas encore de brouillon.")
        sys.exit(1)
    with exit_on_failure():
        report, files = report_files(sortie, outcome, [classeur], True, with_pdf)
    for name, content in files.items():
        draft = report.with_name(name)
        write(draft, content)
        show(f"{caution('Brouillon, à ne pas envoyer')} : {link(draft)}")
    if outcome.caution:
        show(outcome.caution)
    renew(classeur, outcome)


def _summary(outcome: Outcome) -> None:
    """A few lines that tell the clerk what went into the report."""
    from pipeline.answers.progress import answered
    from pipeline.findings.sentences.seen import SEVERAL

    form, rows, answers = outcome.form, outcome.rows, outcome.answers
    assert rows is not None and answers is not None
    done, asked = answered(form, rows, outcome.problems, answers)
    lines = [
        (sheet.title, french_number(len(rows.sound[sheet.key])))
        for sheet in form.sheets.values()
        if sheet.rows > 1
    ]
    lines.append(("questions répondues", f"{done} sur {asked}"))
    lines.append(("avertissements", str(len(outcome.problems))))
    if outcome.seen:
        lines.append((SEVERAL, str(len(outcome.seen))))
    show(bold(outcome.title))
    for label, value in lines:
        show(f"  {label:<23}{value}")
    if outcome.own_template:
        show(f"  {SLOWLY}")


# ---- many


def many(paths: list[Path], wish: Wish, cores: int | None = None) -> int:
    """The reports of many workbooks, a bar while they are made, then the table. Gives
    the exit code.
    """
    from pipeline.deliver.batch import Batch, Result

    reasons = enumerate(map(absence, paths))
    absent = {number: Result(REFUSED, why) for number, why in reasons if why}
    batch = Batch(paths, wish, result_of=dict(absent))
    if cores is None:  # the processors that this process may use
        is_linux = sys.platform == "linux"
        cores = len(os.sched_getaffinity(0)) if is_linux else os.cpu_count() or 1
    if sys.stderr.isatty():
        _with_bar(batch, len(paths) - len(absent), cores)
    else:
        batch.run(cores)
    _table(batch)
    if absent:
        return 2
    ends = [result.end for result in batch.result_of.values()]
    return 0 if len(ends) == len(paths) and {*ends} <= {DONE, ASIDE} else 1


def _with_bar(batch: Batch, length: int, cores: int) -> None:
    with click.progressbar(
        length=length, file=sys.stderr, item_show_func=lambda name: name
    ) as bar:

        def begun(path: Path) -> None:
            bar.current_item = plain(path.name)[:40]
            bar.render_progress()

        batch.begun, batch.ended = begun, lambda: bar.update(1)
        batch.run(cores)


def _table(batch: Batch) -> None:
    """What came of each workbook, in their order."""
    single = len({path.name for path in batch.paths}) == len(batch.paths)
    names = [plain(path.name if single else path) for path in batch.paths]
    width = min(max(map(len, names)), 60)
    came_of = [(names[n], batch.result_of[n]) for n in sorted(batch.result_of)]
    for name, result in came_of:
        for said in result.beside:
            warn(f"{name} : {visible(said)}")
        if result.opened:
            warn(visible(result.opened))
        count = result.warnings
        warnings = f" ({counted(count, 'avertissement')})" if count else ""
        report = link(result.report) if result.report else ""
        line = visible(result.line) or f"{report}{warnings}"
        end = _LOOKS.get(result.end, bad)(result.end)
        blanks = " " * (12 - len(result.end))
        show(f"{name:<{width}}  {end}{blanks}  {line}")
    results = [result for _, result in came_of]
    ends = Counter(result.end for result in results)
    came = ", ".join(counted(number, *ENDS[end]) for end, number in ends.items())
    show(bold(f"{counted(len(results), 'classeur')}{f' : {came}' if came else ''}"))
    cautions = Counter(result.caution for result in results if result.caution)
    origins = Counter(result.origin for result in results if result.origin)
    for said, number in [*cautions.items(), *origins.items()]:
        show(f"{counted(number, 'rapport')} : {visible(said)}")
    if any(result.own_template for result in results):
        show(SLOWLY)
    if len(results) < len(names):
        done = f"Interrompu : {len(results)} sur {len(names)}."
        warn(f"{done} Tout fichier écrit est entier.")
