"""The screen « Préparer l'année suivante »: the workbook that is open, carried over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from pipeline.carry_over.account import account
from pipeline.carry_over.new_workbook import new_workbook
from pipeline.carry_over.old import CannotCarry, OldWorkbook, extends
from pipeline.deliver.outputs import file_name
from pipeline.edition.form import Form
from pipeline.editions.loader import known_forms, load_form
from pipeline.findings.listing import listing
from pipeline.findings.sentences import carry_over as said
from pipeline.page.opened import Opened
from pipeline.workbook.admission import is_encrypted

Data = dict[str, Any]


def offered(opened: Opened) -> Data:
    """The forms and first years that the workbook may go to, and people's own columns;
    or why it cannot be carried over, with the faults that hold it back.
    """
    try:
        old = opened.former
    except CannotCarry as refused:
        faults = listing(refused.problems)
        return {"to": [], "columns": [], "why": str(refused), "faults": faults}
    to = [
        {"edition": form.edition, "year": year, "label": f"{form.title}, {period}"}
        for form, year, period in _periods(old)
    ]
    columns = [heading for table in old.own.values() for heading in table.columns]
    why = "" if to else said.not_covered(old.form.edition, old.form.span)
    return {"to": to, "columns": [*dict.fromkeys(columns)], "why": why, "faults": []}


def _periods(old: OldWorkbook) -> Iterator[tuple[Form, int, str]]:
    """Each form with the first year of a period, and the period as people say it: the
    next one, and in a newer form the same.
    """
    for form in known_forms():
        same = form.edition == old.form.edition
        years = (old.last + 1,) if same else (old.last + 1, old.first)
        for year in years if extends(form, old.form) else ():
            last = year + old.last - old.first
            if year in form.years:
                yield form, year, str(year) if last == year else f"{year}-{last}"


def carried(opened: Opened, edition: str, year: int, columns: list[str]) -> Data:
    """The new workbook, with the own ``columns`` of these headings, and the account of
    what went along.
    """
    form = load_form(edition)
    try:
        made = new_workbook(opened.former, form, year, tuple(columns), date.today())
    except CannotCarry as why:
        return {"files": {}, "why": str(why)}
    [head, *_] = made.old.submission.rows[made.old.form.head.key]
    fields = made.old.form.head.fields
    whose = [head.text(key) for key in form.whose if fields[key].type != "year"]
    name = f"{file_name(' '.join([*whose, made.period]))}.xlsx"
    groups = [
        {"heading": heading, "lines": lines}
        for heading, lines in account(made)
        if lines
    ]
    warned = said.NOT_ENCRYPTED if is_encrypted(opened.path) else ""
    return {"files": {name: made.data}, "groups": groups, "why": "", "warned": warned}
