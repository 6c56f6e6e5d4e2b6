"""canevas fiche-menage: all that a workbook notes on one household, to hand over."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    File,
    Folder,
    Text,
    exit_on_failure,
    misuse,
    opened,
)
from pipeline.cli.terminal import bad, good, link, plain, quoted, say, show, visible
from pipeline.deliver.delivery import replace_known
from pipeline.deliver.outputs import file_name
from pipeline.findings.sentences import personal_data as said
from pipeline.findings.sentences.several_files import PAGE_OF_PART
from pipeline.workbook.part import missing

if TYPE_CHECKING:
    from pipeline.run import Outcome


@click.command()
@click.argument("classeur", type=File)
@click.argument("code", type=Text)
@click.option(
    "-o",
    "--sortie",
    type=Folder,
    metavar="DOSSIER",
    help="Le dossier de la fiche, sinon celui du classeur.",
)
def fiche_menage(classeur: Path, code: str, sortie: Path | None) -> None:
    """Write the page of a household; an existing one is never replaced, since somebody
    may have worked in it.
    """
    from pipeline.findings.listing import listing
    from pipeline.model.explained import UnknownName
    from pipeline.personal_data.household import has_households
    from pipeline.personal_data.page import household_page, notes_in
    from pipeline.run import look
    from pipeline.workbook.admission import is_encrypted

    words: list[str | None] = []

    def read(path: Path, password: str | None) -> Outcome:
        words.append(password)
        return look(path, password)

    outcome = opened(classeur, read)
    if outcome.rows is None:
        say(bad("Fautes"), listing(outcome.errors))
        sys.exit(1)
    if not has_households(outcome.form):
        raise misuse(said.NO_HOUSEHOLDS, "CLASSEUR")
    try:
        notes, faults = notes_in(classeur, words[-1], outcome, code)
    except UnknownName as unknown:
        raise misuse(visible(unknown), "CODE") from unknown
    if notes is None:
        say(bad("Fautes"), listing(faults))
        sys.exit(1)
    page = household_page(outcome.form, outcome.submission, notes)
    name = file_name(said.title(notes.code))
    target = _write(classeur, sortie or classeur.parent, f"{name}.html", page)
    show(f"{good(said.WRITTEN)} : {link(target)}")
    if missing(outcome.form, outcome.submission):
        show(PAGE_OF_PART)
    unknown_codes = sum(one.code == "code-inconnu" for one in outcome.problems)
    for line in said.to_heed(notes.shared, unknown_codes, is_encrypted(classeur)):
        show(line)


def _write(classeur: Path, folder: Path, name: str, page: bytes) -> Path:
    """Put the page in place, where none stands yet. Who may not read the workbook may not
    read it.
    """
    target = folder / name
    mode = (classeur.stat().st_mode & 0o666) | 0o600
    with exit_on_failure():
        if not replace_known(target, page, None, mode):
            raise misuse(said.there(plain(quoted(target))), "CODE")
    return target
