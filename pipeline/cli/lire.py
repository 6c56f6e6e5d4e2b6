"""canevas lire: the answers of reports without their workbooks."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from pipeline.cli.common import (
    THERE,
    File,
    Given,
    given_reports,
    misuse,
    one_by_one,
    say_aside,
    write,
)
from pipeline.cli.terminal import (
    good,
    in_utf8,
    link,
    plain,
    quoted,
    show,
    visible,
    warn,
)

if TYPE_CHECKING:
    from pipeline.received.report import Received


@click.command()
@click.argument("rapports", nargs=-1, required=True, type=Given, metavar="RAPPORT...")
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="Les réponses pour un programme, en JSON.",
)
@click.option(
    "--xlsx",
    type=File,
    metavar="FICHIER",
    help="Les réponses dans un classeur à créer, une colonne par rapport.",
)
def lire(rapports: tuple[Path, ...], as_json: bool, xlsx: Path | None) -> None:
    """List the answers of each report by question and line, and what is not simply
    read; an existing file is never replaced.
    """
    from pipeline.received.admission import report_of
    from pipeline.received.listing import as_json as for_programs
    from pipeline.received.listing import lines, unread
    from pipeline.received.refusal import TooLarge, Unread

    if xlsx and xlsx.exists():
        raise misuse(THERE.format(plain(quoted(xlsx))), "--xlsx")
    given = given_reports(rapports)
    found: list[Received] = []
    entries: list[dict[str, Any]] = []

    def read(path: Path) -> int:
        try:
            report = report_of(path)
        except Unread as why:
            warn(visible(f"{plain(path.name)} : {why}"))
            entries.append(unread(path.name, str(why)))
            return 2 if isinstance(why, TooLarge) else 1
        found.append(report)
        entries.append(for_programs(report))
        for line in () if as_json else lines(report):
            show(visible(line))
        return 0 if report.is_read else 1

    code = one_by_one(given.workbooks, read)
    if as_json:
        click.echo(in_utf8(json.dumps(entries, ensure_ascii=False, indent=1)))
    if xlsx and found:
        from pipeline.received.sheet import comparison

        write(xlsx, comparison(found))
        show(f"{good('Classeur créé')} : {link(xlsx)}", err=as_json)
    sys.exit(max(code, say_aside(given, err=as_json)))
