"""canevas chiffres: the figures of allowance files, to be sent instead of their rows."""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import click

from pipeline.cli.common import File, misuse, opened, say_findings, write
from pipeline.cli.terminal import good, link, plain, quoted, show, warn
from pipeline.findings.sentences import several_files as said
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
    from pipeline.run import look
    from pipeline.workbook.figures import (
        SUFFIX,
        NoFigures,
        counted_figures,
        figures_file,
        labelled,
    )

    if sortie.suffix.lower() != SUFFIX:
        raise misuse(said.NO_JSON(plain(quoted(sortie))), "-o")
    outcome = opened(classeur, look)
    form, submission = outcome.form, outcome.submission
    say_findings(outcome)
    if outcome.errors or outcome.facts is None:
        warn(f"{counted(len(outcome.errors), 'faute')} : {said.NO_COUNT}")
        sys.exit(1)
    today = date.today().isoformat()
    try:
        received = counted_figures(form, submission, outcome.facts, today)
    except NoFigures as why:
        if not why.at_fault:
            raise misuse(str(why), "CLASSEUR") from why
        warn(str(why))
        sys.exit(1)
    write(sortie, figures_file(form, submission, received))
    show(f"{good(said.MADE)} : {link(sortie)}")
    for line in labelled(form, received):
        show(f"  {line}")
    show(said.SEND(plain(quoted(sortie.name))))
