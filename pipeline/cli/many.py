"""The reports of many workbooks: a bar while they are made, then a table."""

from __future__ import annotations

import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from pipeline.cli.common import absence
from pipeline.cli.terminal import (
    bad,
    bold,
    caution,
    good,
    link,
    plain,
    show,
    visible,
    warn,
)
from pipeline.findings.sentences.batch import ASIDE, DONE, ENDS, REFUSED
from pipeline.model.text import counted

if TYPE_CHECKING:
    from pipeline.deliver.batch import Batch, Wish

# How an end of the closing table looks; any other is bad.
_LOOKS = {DONE: good, ASIDE: caution}
SLOWLY = "Le modèle a été modifié : il est rempli plus lentement."


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
