"""rows -> sound rows + problems: what each cell, each row and each reference must be, whatever the form says of it.

A row is first seen as it stands at the report's day (31 December of its year, or a date): later facts do not exist for
the report, so only their readability is checked. Checks that need the form's own reasoning are in rules/.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.form import Field, Form, Sheet
from pipeline.problem import CellRef, Problem
from pipeline.row_check import row_check
from pipeline.row_schema import is_code, is_date
from pipeline.submission import Row, Submission, Value
from pipeline.text import code_key, even_out, find_codes
from pipeline.told import bounded

_DIGIT = re.compile(r"\d")  # a household's code has one


@dataclass(frozen=True)
class CheckedRows:
    """``sound``: rows without a fault, as at the report's day; ``faulty``: rows with one, as far as they can be read;
    ``keys``: sheet key -> evened-out key of every row, sound or not."""

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
    book = _book(form, submission)
    sound, faulty = dict[str, tuple[Row, ...]](), dict[str, tuple[Row, ...]]()
    problems: list[Problem] = []
    for sheet in form.sheets.values():
        rows = submission.rows.get(sheet.key)
        problems += _extent(sheet, rows) if rows is not None else ()
        good, bad = list[Row](), _unknown_rows(sheet, rows)
        problems += bounded(_check_rows(form, sheet, rows or (), day, book, good, bad))
        sound[sheet.key], faulty[sheet.key] = tuple(good), tuple(bad)
    if problems:
        from pipeline.suggest import with_hints  # of no use to a sound workbook

        problems = with_hints(form, submission, problems)
    return CheckedRows(sound, faulty, book.keys), problems


def _check_rows(
    form: Form, sheet: Sheet, rows: Iterable[Row], day: str | None, book: _Book, good: list[Row], bad: list[Row]
) -> Iterator[Problem]:
    """The findings of the rows of a sheet; those without a fault go to ``good``, the others to ``bad``."""
    alone, beside = row_check(form, sheet), _beside(form, sheet, book)
    for row in rows:
        now = as_at(sheet, row, day)
        faults = alone.faults(row, now)
        if now is not None:
            for look in beside:
                faults += look(now)
            if faults or row.unreadable:
                bad.append(now)
            else:
                good.append(now)
                faults = alone.unused(now)
        yield from faults


@dataclass(frozen=True)
class _Book:
    """What the rows of a workbook are held against. ``typed``: sheet key -> each key as typed -> evened out; ``keys``:
    the latter alone; ``known``: the sheets of which every key can be read; ``codes``: those to look for in texts."""

    typed: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, frozenset[str]]
    known: frozenset[str]
    codes: frozenset[str]


def _book(form: Form, submission: Submission) -> _Book:
    keyed = [sheet for sheet in form.sheets.values() if sheet.key_field]
    typed = {sheet.key: _keys(sheet, submission.rows.get(sheet.key, ())) for sheet in keyed}
    keys = {key: frozenset(evened.values()) for key, evened in typed.items()}
    known = {sheet.key for sheet in keyed if _all_keys_readable(sheet, submission.rows.get(sheet.key))}
    coded = [sheet.key for sheet in keyed if sheet.fields[sheet.key_field].type == "code"]
    codes = frozenset(code for key in coded for code in keys[key] if _looks_like_code(code))
    return _Book(typed, keys, frozenset(known), codes)


def _beside(form: Form, sheet: Sheet, book: _Book) -> list[Callable[[Row], Iterable[Problem]]]:
    """What is asked of a row beside its schema; only what its sheet has."""
    seen: dict[object, Row] = {}
    referring = [field for field in sheet.fields.values() if field.refers in book.known]
    printed = [field for field in sheet.fields.values() if field.printed]
    looks: list[Callable[[Row], Iterable[Problem]]] = []
    if sheet.key_field:
        looks.append(lambda row: _key_faults(sheet, row, seen, book))
    if referring:
        looks.append(lambda row: _reference_faults(form, referring, row, book))
    if sheet.is_answers:
        looks.append(lambda row: _line_faults(form, row, seen))
    if printed and book.codes:
        looks.append(lambda row: _code_in_text_faults(printed, row, book.codes))
    return looks


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
    values = row.values
    later: set[str] = set()
    for date, dated in _dated(sheet):
        if day and date in values and _is_after(values[date], day):
            later |= dated
    if not later:
        return row
    if any(sheet.fields[key].required for key in later):
        return None
    return row._replace(values={key: value for key, value in values.items() if key not in later})


@cache
def _dated(sheet: Sheet) -> list[tuple[str, frozenset[str]]]:
    """Each field that dates facts, with the fields of these facts."""
    dates = {field.dated_by for field in sheet.fields.values() if field.dated_by}
    return [(date, frozenset(key for key, field in sheet.fields.items() if field.dated_by == date)) for date in dates]


def _is_after(date: Value, day: str) -> bool:
    """Whether a date is readable and after the day (an unreadable one is no later fact, it is a fault)."""
    return isinstance(date, str) and date > day and is_date(date)


# ------------------------------------------------------------------ keys, references, printed texts


def _evener(sheet: Sheet) -> Callable[[str], str]:
    return code_key if sheet.fields[sheet.key_field].type == "code" else even_out


def _keys(sheet: Sheet, rows: Iterable[Row]) -> dict[str, str]:
    """The keys of a sheet as typed, each with its evened-out one."""
    typed = (str(row.values[sheet.key_field]) for row in rows if sheet.key_field in row.values)
    evened = _evener(sheet)
    return {key: evened(key) for key in typed}


def _key_faults(sheet: Sheet, row: Row, seen: dict[object, Row], book: _Book) -> list[Problem]:
    """A key stands once: the second row is at fault and names the first."""
    if sheet.key_field not in row.values:
        return []
    value = str(row.values[sheet.key_field])
    first = seen.setdefault(book.typed[sheet.key][value], row)
    if first is row:
        return []
    facts = {"valeur": value, "premier": str(first.ref(sheet.key_field))}
    return [Problem("cle-double", row.ref(sheet.key_field), facts)]


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


def _reference_faults(form: Form, referring: Iterable[Field], row: Row, book: _Book) -> list[Problem]:
    """Codes and names that point at no row; only fields whose sheet can be read whole are looked at."""
    faults = []
    for field in referring:
        value, target = row.values.get(field.key, ()), form.sheets[field.refers]
        typed, keys = book.typed[target.key], book.keys[target.key]
        for one in value if isinstance(value, tuple) else (value,):
            if one not in typed and _is_key(target, one) and _evener(target)(str(one)) not in keys:
                code = "reference-inconnue" if field.type == "reference" else "code-inconnu"
                facts = {"valeur": str(one), "feuille": target.title, "colonne": field.heading}
                faults.append(Problem(code, row.ref(field.key), facts))
    return faults


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


def _code_in_text_faults(printed: Iterable[Field], row: Row, codes: frozenset[str]) -> list[Problem]:
    """A household's code inside a text that is printed would leave the commune with the report."""
    faults = []
    for field in printed:
        text = row.values.get(field.key)
        if isinstance(text, str) and _DIGIT.search(text):
            for code in find_codes(text, codes)[:1]:
                facts = {"valeur": code, "colonne": field.heading}
                faults.append(Problem("code-dans-texte", row.ref(field.key), facts))
    return faults
