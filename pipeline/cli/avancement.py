"""canevas avancement: what is still to do for a complete report."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    AVEC,
    CLASSEURS,
    given_workbooks,
    is_counted,
    one_by_one,
    opened,
    say_aside,
    together,
)
from pipeline.cli.terminal import bold, good, link, plain, show, visible
from pipeline.findings.sentences.adoption import TO_CHOOSE, may_be_made
from pipeline.model.text import agreed, counted
from pipeline.workbook.part import missing

if TYPE_CHECKING:
    from pipeline.run import Outcome


@click.command()
@CLASSEURS
@AVEC
@click.option(
    "--a-envoyer",
    is_flag=True,
    help="La liste seule, par personne qui remplit, sans aucun code : à copier dans un message.",
)
def avancement(
    classeurs: tuple[Path, ...], avec: tuple[Path, ...], a_envoyer: bool
) -> None:
    """For each workbook a line a chapter, then the records that are incomplete."""
    given = given_workbooks(classeurs)
    stage = together(classeurs, avec)

    def state(classeur: Path) -> int:
        if len(given.workbooks) > 1:
            show(f"=== {link(classeur, bold(plain(classeur.name)))}")
        return _state_of(opened(classeur, stage), classeur, a_envoyer)

    code = one_by_one(given.workbooks, state)
    sys.exit(max(code, say_aside(given)))


def _state_of(outcome: Outcome, classeur: Path, a_envoyer: bool) -> int:
    """What is still to do in one workbook. Gives the exit code."""
    from pipeline.answers.progress import chapters, compared, incomplete, to_send

    if not is_counted(classeur, outcome):
        return 1
    assert outcome.answers is not None and outcome.rows is not None
    found = outcome.form, outcome.rows, outcome.problems
    states = [*chapters(*found, outcome.answers)]
    if a_envoyer:
        show(to_send(states))
        return 0
    for state in states:
        complete = f", {good('complet')}" if state.is_complete else ""
        show(f"{bold(state.title)} ({state.who})")
        asked = counted(state.asked, "réponse")
        show(f"  {state.answered} sur {asked}{complete}")
        for line in state.to_do:
            show(f"  à faire : {line}")
    beside = compared(outcome.rows, outcome.problems, outcome.facts)
    _say("À comparer, sans être imprimé", beside)
    _say("Lignes à compléter", incomplete(*found))
    open_ = [one for one in outcome.form.decisions if one.is_open]
    _say(TO_CHOOSE, (visible(f"{one.about} : {one.says}") for one in open_))
    if errors := len(outcome.errors):
        hold = agreed(errors, "empêche", "empêchent")
        show(f"{counted(errors, 'faute')} {hold} encore le rapport.")
    elif not missing(outcome.form, outcome.submission):
        show(may_be_made(len(open_)))
    return 0


def _say(heading: str, lines: Iterable[object]) -> None:
    for number, line in enumerate(lines):
        if number == 0:
            show(bold(heading))
        show(f"  {line}")
