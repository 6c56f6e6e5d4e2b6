"""canevas classeur --reprendre: the workbook of the next period from that of this one."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import (
    THERE,
    File,
    exit_on_failure,
    missing_file,
    misuse,
    opened,
    password,
)
from pipeline.cli.terminal import (
    bold,
    good,
    link,
    plain,
    quoted,
    say,
    show,
    visible,
    warn,
)
from pipeline.deliver.delivery import replace_known
from pipeline.findings.listing import listing
from pipeline.findings.sentences import carry_over as said

if TYPE_CHECKING:
    from pipeline.carry_over.old import OldWorkbook
    from pipeline.edition.form import Form
    from pipeline.run import Outcome


_OWN_TOO = (
    "Une colonne à vous se reprend aussi avec --avec-colonne, suivi de son titre."
)


def carry_over(
    form: Form, old: Path, year: int | None, own: tuple[str, ...], target: Path
) -> None:
    """Write the workbook of ``form`` that the ``old`` one is carried over to, with its
    ``own`` columns of these headings, and say what went along.
    """
    from pipeline.carry_over.account import account
    from pipeline.carry_over.new_workbook import new_workbook
    from pipeline.carry_over.old import CannotCarry
    from pipeline.workbook.admission import is_encrypted

    read = opened_old(old, "--reprendre")
    try:
        made = new_workbook(read, form, year, own, date.today())
    except CannotCarry as why:
        raise misuse(visible(why), why.option) from why
    # Who may not read the old workbook may not read the new one.
    mode = (old.stat().st_mode & 0o666) | 0o600
    with exit_on_failure():
        if not replace_known(target, made.data, None, mode):
            raise misuse(THERE.format(plain(quoted(target))), "-o")
    show(f"{good(said.created(made.period))} : {link(target)}")
    for heading, lines in account(made):
        if lines:
            show(f"{bold(heading)} :")
        for line in lines:
            show(f"  {visible(line)}")
    if made.own_left:
        show(_OWN_TOO)
    if is_encrypted(old):
        warn(said.NOT_ENCRYPTED)


FORMER = click.option(
    "--annee-precedente",
    type=File,
    metavar="ANCIEN.xlsx",
    help="Le classeur de l'année précédente : ce qui y a été corrigé depuis la reprise, et ce"
    " qui le contredit.",
)


def beside_old(
    path: Path, avec: Sequence[Path] = ()
) -> Callable[[Path, str | None], Outcome]:
    """What looks at a workbook beside that of the year before."""
    from pipeline.carry_over.late import OPTION, beside_former
    from pipeline.carry_over.old import CannotCarry
    from pipeline.run import look

    old = opened_old(path, OPTION)

    def compare(outcome: Outcome) -> Outcome:
        return beside_former(old, outcome)

    def stage(classeur: Path, secret: str | None) -> Outcome:
        try:
            return look(classeur, secret, further=compare, others=avec)
        except CannotCarry as why:
            raise misuse(visible(why), why.option) from why

    return stage


def produce_beside(
    path: Path | None, avec: Sequence[Path] = ()
) -> Callable[[Path, str | None], Outcome] | None:
    """What produces a report, with what the year before says against its workbook; None
    where that is not given.
    """
    if path is None:
        return None
    from pipeline.run import completed

    look_beside = beside_old(path, avec)
    return lambda classeur, secret: completed(look_beside(classeur, secret))


def with_evolution(outcome: Outcome, path: Path | None) -> Outcome:
    """A finished outcome with its figures beside those of the year before, which are
    counted in the workbook at ``path``, if there is one.
    """
    if path is None:
        return outcome
    from pipeline.carry_over.evolution import evolution
    from pipeline.carry_over.late import OPTION, refuse_other
    from pipeline.carry_over.old import CannotCarry
    from pipeline.run import look

    old = opened_old(path, OPTION)
    try:
        refuse_other(old, outcome)
    except CannotCarry as why:
        raise misuse(visible(why), why.option) from why
    before = opened(path, look)
    if before.answers is None:
        raise misuse(said.NOT_COUNTED, OPTION)
    if before.errors:
        warn(said.with_errors(plain(path.name)))
    return replace(outcome, evolution=evolution(before, outcome))


def opened_old(path: Path, option: str) -> OldWorkbook:
    """The workbook of the former period, its password asked for where it needs one;
    where it cannot be carried over, the command ends here with its faults.
    """
    from pipeline.carry_over.old import CannotCarry, OldWorkbook

    missing_file(path, option)
    try:
        return OldWorkbook(path, password())
    except CannotCarry as why:
        failed = why
    codes = [problem.code for problem in failed.problems]
    if codes == ["mot-de-passe-requis"] and sys.stdin.isatty():
        asked = click.prompt(said.PASSWORD, hide_input=True, err=True)
        try:
            return OldWorkbook(path, asked)
        except CannotCarry as why:
            failed = why
    if not failed.problems:
        raise misuse(visible(failed), option)
    say(visible(failed), listing(failed.problems))
    sys.exit(1)
