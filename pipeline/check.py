"""rows -> sound rows + problems: what each cell, each row and each reference must be, whatever the form says of it.

A row is first seen as it stands at the report's day (31 December of its year, or a date): later facts do not exist for
the report, so only their readability is checked. Checks that need the form's own reasoning are in rules/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from pipeline.form import Form, Sheet
from pipeline.problem import CellRef, Problem
from pipeline.row_check import row_faults, unused_facts
from pipeline.row_schema import is_code, is_date
from pipeline.submission import Row, Submission, Value
from pipeline.suggest import with_hints
from pipeline.text import code_key, even_out, find_codes


@dataclass(frozen=True)
class CheckedRows:
    """``sound``: rows without a fault, as at the report's day; ``faulty``: rows with one, as far as they can be read.

    ``keys``: sheet key -> evened-out key of every row, sound or not.
    """

    sound: Mapping[str, tuple[Row, ...]]
    faulty: Mapping[str, tuple[Row, ...]]
    keys: Mapping[str, frozenset[str]]


def report_day(form: Form, submission: Submission) -> str | None:
    """The day (ISO) as at which the workbook reports: the one that it names, or 31/12 of the year that it names. None
    where that is no date, or none of the edition's years."""
    sheet, key = form.as_at
    for row in submission.rows.get(sheet, ()):
        value = row.values.get(key)
        if form.sheets[sheet].fields[key].type == "year" and value in form.years:
            return f"{value}-12-31"
        if isinstance(value, str) and is_date(value):
            return value
    return None


def check(form: Form, submission: Submission, day: str | None) -> tuple[CheckedRows, list[Problem]]:
    """Check every row. Without a sound ``day`` (ISO) nothing counts as later."""
    keys = {sheet.key: _keys(sheet, submission) for sheet in form.sheets.values() if sheet.key_field}
    coded = [key for key in keys if form.sheets[key].fields[form.sheets[key].key_field].type == "code"]
    codes = frozenset(code for key in coded for code in keys[key] if _looks_like_code(code))
    known = {
        key: found for key, found in keys.items() if _all_keys_readable(form.sheets[key], submission.rows.get(key))
    }
    sound: dict[str, tuple[Row, ...]] = {}
    faulty: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    for sheet in form.sheets.values():
        rows = submission.rows.get(sheet.key)
        problems += _extent(sheet, rows) if rows is not None else ()
        seen: dict[object, Row] = {}
        good, bad = [], _unknown_rows(sheet, rows)
        for row in rows or ():
            now = as_at(sheet, row, day)
            faults = list(row_faults(form, sheet, row, now))
            if now is not None:
                faults += _key_faults(sheet, now, seen)
                faults += _reference_faults(form, sheet, now, known)
                faults += _line_faults(form, now, seen)
                faults += _code_in_text_faults(sheet, now, codes)
            problems += faults
            if now is not None and (faults or row.unreadable):
                bad.append(now)
            elif now is not None:
                good.append(now)
                problems += unused_facts(form, sheet, now)
        sound[sheet.key], faulty[sheet.key] = tuple(good), tuple(bad)
    return CheckedRows(sound, faulty, keys), with_hints(form, submission, problems)


def _extent(sheet: Sheet, rows: tuple[Row, ...]) -> Iterator[Problem]:
    """Too few or too many rows in a sheet."""
    bounds = {"feuille": sheet.title, "nombre": str(len(rows))}
    if len(rows) < sheet.least:
        yield Problem("trop-peu-de-lignes", CellRef(sheet.title), bounds | {"attendu": str(sheet.least)})
    if sheet.most and len(rows) > sheet.most:
        yield Problem("trop-de-lignes", rows[sheet.most].ref(), bounds | {"attendu": str(sheet.most)})


def _unknown_rows(sheet: Sheet, rows: tuple[Row, ...] | None) -> list[Row]:
    """A sheet that is absent or too short counts as one faulty row: what should stand there may be anything."""
    unknown = rows is None or len(rows) < sheet.least
    return [Row(sheet.key, sheet.title, 0, {}, {})] if unknown else []


def as_at(sheet: Sheet, row: Row, day: str | None) -> Row | None:
    """The row without the facts dated after the day (ISO); None where it did not exist then, that is where
    its required facts are later (a file's opening dates the file, even if an earlier decision stands beside it)."""
    later = {key for key, field in sheet.fields.items() if day and _is_after(row.values.get(field.dated_by), day)}
    if any(sheet.fields[key].required for key in later):
        return None
    return replace(row, values={key: value for key, value in row.values.items() if key not in later})


def _is_after(date: Value | None, day: str) -> bool:
    """Whether a date is readable and after the day (an unreadable one is no later fact, it is a fault)."""
    return isinstance(date, str) and is_date(date) and date > day


# ------------------------------------------------------------------ keys, references, printed texts


def _evener(sheet: Sheet) -> Callable[[str], str]:
    return code_key if sheet.fields[sheet.key_field].type == "code" else even_out


def _keys(sheet: Sheet, submission: Submission) -> frozenset[str]:
    rows = submission.rows.get(sheet.key, ())
    return frozenset(_evener(sheet)(str(row.values[sheet.key_field])) for row in rows if sheet.key_field in row.values)


def _key_faults(sheet: Sheet, row: Row, seen: dict[object, Row]) -> Iterator[Problem]:
    """A key stands once: the second row is at fault and names the first."""
    if sheet.key_field not in row.values:
        return
    value = str(row.values[sheet.key_field])
    first = seen.setdefault(_evener(sheet)(value), row)
    if first is not row:
        facts = {"valeur": value, "premier": str(first.ref(sheet.key_field))}
        yield Problem("cle-double", row.ref(sheet.key_field), facts)


def _line_faults(form: Form, row: Row, seen: dict[object, Row]) -> list[Problem]:
    """On the answers sheet a row is a line of its question, and stands once."""
    question = form.questions.get(str(row.values.get("question")))
    if question is None or "ligne" not in row.values:
        return []
    line = str(row.values["ligne"])
    if line not in [item.key for item in form.question_lines(question)]:
        return [Problem("ligne-inconnue", row.ref("ligne"), {"valeur": line})]
    first = seen.setdefault((question.id, line), row)
    if first is row:
        return []
    return [Problem("ligne-double", row.ref("ligne"), {"question": question.label, "premier": str(first.ref("ligne"))})]


def _reference_faults(form: Form, sheet: Sheet, row: Row, known: Mapping[str, frozenset[str]]) -> Iterator[Problem]:
    """Codes and names that point at no row. Held back where the sheet pointed at is not ``known`` whole."""
    for field in sheet.fields.values():
        if field.key not in row.values or field.refers not in known:
            continue
        value, target = row.values[field.key], form.sheets[field.refers]
        for one in value if isinstance(value, tuple) else (value,):
            if _is_key(target, one) and _evener(target)(str(one)) not in known[target.key]:
                code = "reference-inconnue" if field.type == "reference" else "code-inconnu"
                facts = {"valeur": str(one), "feuille": target.title, "colonne": field.heading}
                yield Problem(code, row.ref(field.key), facts)


def _all_keys_readable(sheet: Sheet, rows: tuple[Row, ...] | None) -> bool:
    """Whether the sheet is there, long enough, and every row of it has a readable key."""
    return rows is not None and len(rows) >= sheet.least and all(_readable_key(sheet, row) for row in rows)


def _readable_key(sheet: Sheet, row: Row) -> bool:
    value, field = row.values.get(sheet.key_field), sheet.fields[sheet.key_field]
    if not isinstance(value, str) or (field.pattern and not re.fullmatch(field.pattern, value)):
        return False
    return field.type != "code" or is_code(value)


def _is_key(sheet: Sheet, value: object) -> bool:
    """Whether a reference can be looked up in the sheet: a code is no bare number (told already), a name may be."""
    return isinstance(value, str) and (sheet.fields[sheet.key_field].type != "code" or not value.isdecimal())


def _looks_like_code(key: str) -> bool:
    """A letter and a digit; a faulty code (a bare number, a word) would be found in every text."""
    return any(c.isalpha() for c in key) and any(c.isdecimal() for c in key)


def _code_in_text_faults(sheet: Sheet, row: Row, keys: frozenset[str]) -> Iterator[Problem]:
    """A household's code inside a text that is printed would leave the commune with the report."""
    for field in sheet.fields.values():
        if field.printed and isinstance(row.values.get(field.key), str):
            for code in find_codes(str(row.values[field.key]), keys)[:1]:
                yield Problem("code-dans-texte", row.ref(field.key), {"valeur": code, "colonne": field.heading})
