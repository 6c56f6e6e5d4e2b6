"""rows -> sound rows + problems: what each cell, each row and each reference must be,
whatever the form says of it.

A row is first seen as it stands at the report's day (31 December of its year, or a
date): later facts do not exist for the report, so only their readability is checked.
Checks that need the form's own reasoning are in rules/.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from pipeline.check.references import KnownKeys, cross_row_checks, known_keys
from pipeline.check.row_rules import row_rules
from pipeline.check.total_row import total_in, total_problem
from pipeline.edition.form import Form, Sheet
from pipeline.edition.row_schema import is_date
from pipeline.findings.bounds import bounded
from pipeline.findings.messages import is_error
from pipeline.model.problem import CellRef, Findings, Problem
from pipeline.model.submission import Row, Submission


class CheckedRows(NamedTuple):
    """``sound``: rows without a fault, as at the report's day; ``faulty``: rows with
    one, as far as they can be read; ``keys``: sheet key -> evened-out key of every row,
    sound or not.
    """

    sound: Mapping[str, tuple[Row, ...]]
    faulty: Mapping[str, tuple[Row, ...]]
    keys: Mapping[str, frozenset[str]]

    def of(self, sheet: str) -> tuple[Row, ...]:
        """The rows of a sheet, sound or not."""
        return (*self.sound.get(sheet, ()), *self.faulty.get(sheet, ()))


def report_day(form: Form, submission: Submission) -> str | None:
    """The day (ISO) as at which the workbook reports: the one that it names, or 31/12
    of the year that it names. None where that is no date, or none of the edition's
    years.
    """
    sheet, key = form.as_at
    for row in submission.rows.get(sheet, ()):
        value = row.values.get(key)
        if form.sheets[sheet].fields[key].type == "year" and value in form.years:
            return f"{value}-12-31"
        if isinstance(value, str) and is_date(value):
            return value
    return None


def check(
    form: Form, submission: Submission, day: str | None
) -> tuple[CheckedRows, list[Problem]]:
    """Check every row. Without a sound ``day`` (ISO) nothing counts as later."""
    known = known_keys(form, submission)
    sound, faulty = dict[str, tuple[Row, ...]](), dict[str, tuple[Row, ...]]()
    problems: list[Problem] = []
    for sheet in form.sheets.values():
        rows = submission.rows.get(sheet.key)
        problems += _extent(sheet, rows) if rows is not None else ()
        good, bad = list[Row](), _unknown_rows(sheet, rows)
        problems += bounded(_check_rows(form, sheet, rows or (), day, known, good, bad))
        sound[sheet.key] = tuple(good[: sheet.most or None])
        faulty[sheet.key] = tuple(bad)
    if problems:
        # Of no use to a sound workbook.
        from pipeline.findings.suggestions import with_hints

        problems = with_hints(form, submission, problems)
    return CheckedRows(sound, faulty, known.keys), problems


def _check_rows(
    form: Form,
    sheet: Sheet,
    rows: Iterable[Row],
    day: str | None,
    known: KnownKeys,
    good: list[Row],
    bad: list[Row],
) -> Findings:
    """The findings of the rows of a sheet; those without a fault go to ``good``, the
    others to ``bad``.
    """
    alone, seen = row_rules(form, sheet), seen_at(sheet, day)
    beside = cross_row_checks(form, sheet, known)
    for row in rows:
        now = seen(row)
        faults = alone.problems(row, now)
        if now is not None:
            for check_beside in beside:
                faults += check_beside(now)
            key = total_in(now) if faults and not sheet.is_answers else ""
            if key:  # no record, so nothing waits for it
                faults = [total_problem(now, key)]
            elif row.unreadable or (faults and any(map(is_error, faults))):
                bad.append(now)
            else:
                good.append(now)
                faults += alone.unused(now)
        if faults:
            yield from faults


def _extent(sheet: Sheet, rows: tuple[Row, ...]) -> Findings:
    """Too few or too many rows in a sheet."""
    facts = {"feuille": sheet.title, "nombre": str(len(rows))}
    if len(rows) < sheet.least:
        facts["attendu"] = str(sheet.least)
        yield Problem("trop-peu-de-lignes", CellRef(sheet.title), facts)
    elif sheet.most and len(rows) > sheet.most:
        facts["attendu"] = str(sheet.most)
        yield Problem("trop-de-lignes", rows[sheet.most].ref(), facts)


def _unknown_rows(sheet: Sheet, rows: tuple[Row, ...] | None) -> list[Row]:
    """A sheet that is absent, too short or too long counts as one faulty row: what
    belongs there may be anything.
    """
    unknown = rows is None or len(rows) < sheet.least or 0 < sheet.most < len(rows)
    return [Row(sheet.key, sheet.title, 0, {}, {})] if unknown else []


def seen_at(sheet: Sheet, day: str | None) -> Callable[[Row], Row | None]:
    """Each row without the facts dated after the day (ISO); None where it did not exist
    then, that is where its required facts are later (a file's opening dates the file,
    even if an earlier decision stands beside it).
    """
    dated: dict[str, set[str]] = defaultdict(set)
    for key, field in sheet.fields.items():
        if day and field.dated_by:
            dated[field.dated_by].add(key)

    def seen(row: Row) -> Row | None:
        values = row.values
        unknown: set[str] = set()
        for key, facts in dated.items():
            date = values.get(key)
            # An unreadable date is no later fact, it is a fault.
            if isinstance(date, str) and date > (day or "") and is_date(date):
                unknown |= facts
        if not unknown:
            return row
        if any(sheet.fields[key].required for key in unknown):
            return None
        known = {key: value for key, value in values.items() if key not in unknown}
        return row._replace(values=known)

    return seen
