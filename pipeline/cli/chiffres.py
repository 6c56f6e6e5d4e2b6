"""canevas chiffres: the figures of allowance files, to be sent instead of their rows."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import File, misuse, opened, say_findings, write
from pipeline.cli.terminal import good, link, plain, quoted, show, warn
from pipeline.findings.sentences import several_files as said
from pipeline.model.problem import first_cells
from pipeline.model.text import counted


@click.command()
@click.argument("classeur", type=File)
@click.option(
    "-o",
    "--sortie",
    required=True,
    type=File,
    metavar="FICHIER.json",
    help="Le fichier des chiffres : chapitre-4.json.",
)
def chiffres(classeur: Path, sortie: Path) -> None:
    """Write the figures of the sheet that its form lets be sent so: counts, and the tick
    that goes with them; nothing of a household or a file.
    """
    from pipeline.model.submission import Received
    from pipeline.rules.families import FAMILIES
    from pipeline.run import look
    from pipeline.workbook.figures import SUFFIX, ticking, written

    if sortie.suffix.lower() != SUFFIX:
        raise misuse(said.NO_JSON(plain(quoted(sortie))), "-o")
    outcome = opened(classeur, look)
    form, family = outcome.form, FAMILIES[outcome.form.family]
    sheet = family.sent.sheet
    say_findings(outcome)
    if outcome.errors or outcome.facts is None or outcome.rows is None:
        warn(f"{counted(len(outcome.errors), 'faute')} : {said.NO_COUNT}")
        sys.exit(1)
    if not sheet:
        raise misuse(said.NO_FIGURES, "CLASSEUR")
    if sheet not in outcome.submission.rows:
        raise misuse(said.NOT_THERE(form.sheets[sheet].title), "CLASSEUR")
    if cells := family.undated(outcome.facts):
        warn(said.WITHOUT_DATE(first_cells(cells)))
        sys.exit(1)
    facts = outcome.facts
    counts = {name: len(family.sets[name].members(facts)) for name in family.sent.sets}
    ticks = {
        asked: line
        for asked in ticking(form)
        for line in facts.chosen(form.questions[asked])
    }
    head = outcome.submission.rows[form.head.key][0].values
    received = Received("", date.today().isoformat(), sheet, counts, ticks)
    write(sortie, written(form, {key: head[key] for key in form.whose}, received))
    show(f"{good(said.MADE)} : {link(sortie)}")
    for name, count in counts.items():
        show(said.COUNTED(family.sets[name].label, count))
    show(said.SEND(plain(quoted(sortie.name))))
