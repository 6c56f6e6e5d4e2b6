"""What a row must be beside the others: its key stands once, what it refers to is
there, and no text that it prints holds a code of the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Set
from functools import cache
from typing import NamedTuple

from pipeline.check.total_row import total_in
from pipeline.edition.form import CODES, Field, Form, Sheet
from pipeline.edition.row_schema import is_code
from pipeline.model.printed_codes import code_finder
from pipeline.model.problem import Findings, Problem
from pipeline.model.submission import TEXTS, Row, Submission
from pipeline.model.text import code_key, even_out, unquoted

_DIGIT = re.compile(r"\d")  # a household's code has one
_Check = Callable[[Row], Iterable[Problem]]


class KnownKeys(NamedTuple):
    """What the rows of a workbook are held against. ``typed``: sheet key -> each key as
    typed -> evened out; ``keys``: the latter alone; ``sheets``: those of which
    every key can be read; ``codes``: the keys to look for in texts; ``gone``: those
    that stayed behind in the workbook that this one was made from.
    """

    typed: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, frozenset[str]]
    sheets: frozenset[str]
    codes: Mapping[str, str]
    gone: Set[str] = frozenset()


def known_keys(form: Form, submission: Submission) -> KnownKeys:
    """What the rows of this workbook are held against."""
    typed, sheets = dict[str, dict[str, str]](), set()
    codes = codes_noted(form, submission)
    for sheet in form.sheets.values():
        if sheet.key_field:
            rows = submission.rows.get(sheet.key)
            own = typed[sheet.key] = _keys(sheet, rows or ())
            if _all_keys_readable(sheet, rows):
                sheets.add(sheet.key)
            if sheet.fields[sheet.key_field].type == "code":
                codes |= {key: own[key] for key in own if _looks_like_code(own[key])}
    keys = {key: frozenset(evened.values()) for key, evened in typed.items()}
    gone = submission.record.gone.keys() if submission.record else frozenset[str]()
    return KnownKeys(typed, keys, frozenset(sheets), codes, gone)


def cross_row_checks(form: Form, sheet: Sheet, known: KnownKeys) -> list[_Check]:
    """What is asked of a row beside its schema; only what its sheet has."""
    referring = [
        field for field in sheet.fields.values() if field.refers in known.sheets
    ]
    printed = [field for field in sheet.fields.values() if field.printed]
    checks: list[_Check] = []
    if sheet.key_field:
        checks.append(_standing_once(sheet, known.typed[sheet.key]))
        if known.gone and sheet.fields[sheet.key_field].type == "code":
            checks.append(_given_again(sheet.key_field, known))
    if referring:
        checks.append(_referring(form, referring, known))
    if sheet.is_answers:
        checks.append(_answering(form))
    if printed and known.codes:
        checks.append(_printing(printed, known.codes))
    return checks


# ---- keys


def evener(sheet: Sheet) -> Callable[[str], str]:
    """How the keys of a sheet are compared."""
    return code_key if sheet.fields[sheet.key_field].type == "code" else even_out


def _keys(sheet: Sheet, rows: Iterable[Row]) -> dict[str, str]:
    """The keys of a sheet as typed, each with its evened-out one."""
    key, evened = sheet.key_field, evener(sheet)
    typed = dict.fromkeys(str(row.values[key]) for row in rows if key in row.values)
    return {key: evened(key) for key in typed}


def codes_noted(form: Form, submission: Submission) -> dict[str, str]:
    """The codes of a workbook as typed, each with its evened-out one: those by which
    rows refer to a household too, since its own row may be at fault, or its sheet gone;
    and those of the households that stayed behind in the workbook of the year before.
    """
    gone = submission.record.gone if submission.record else {}
    noted: dict[str, None] = {}
    for sheet, field in form.fields():
        for row in submission.rows.get(sheet.key, ()) if field.type in CODES else ():
            value = row.values.get(field.key, ())
            noted.update(
                dict.fromkeys(map(str, value if isinstance(value, tuple) else (value,)))
            )
    found = {typed: key for key, typed in gone.items()}
    return found | {one: code_key(one) for one in noted if is_code(one)}


def _all_keys_readable(sheet: Sheet, rows: tuple[Row, ...] | None) -> bool:
    """Whether the sheet is there, long enough, and every row of it has a readable key,
    but for rows of totals.
    """
    if rows is None or len(rows) < sheet.least:
        return False
    return all(_has_readable_key(sheet, row) or total_in(row) for row in rows)


def _has_readable_key(sheet: Sheet, row: Row) -> bool:
    value, field = row.values.get(sheet.key_field), sheet.fields[sheet.key_field]
    if not isinstance(value, TEXTS):
        return False
    if field.pattern and not re.fullmatch(field.pattern, str(value)):
        return False
    return field.type != "code" or is_code(str(value))


def _looks_like_code(key: str) -> bool:
    """A letter and a digit; a faulty code (a bare number, a word) would be found in
    every text.
    """
    return any(map(str.isalpha, key)) and any(map(str.isdecimal, key))


# ---- what is asked of a row


def _standing_once(sheet: Sheet, typed: Mapping[str, str]) -> _Check:
    """A key stands once: the second row is at fault and names the first."""
    seen: dict[str, Row] = {}
    key = sheet.key_field

    def faults(row: Row) -> Findings:
        if key in row.values:
            value = str(row.values[key])
            first = seen.setdefault(typed[value], row)
            if first is not row:
                yield row.problem(
                    "cle-double", key, valeur=value, premier=first.ref(key)
                )

    return faults


def _given_again(key: str, known: KnownKeys) -> _Check:
    """The code of a household that stayed behind is not another one's."""

    def faults(row: Row) -> Findings:
        if code_key(row.text(key)) in known.gone:
            yield row.problem("code-parti", key, valeur=row.text(key))

    return faults


def _answering(form: Form) -> _Check:
    """On the answers sheet a row is a line of its question, and stands once."""
    seen: dict[tuple[str, str], Row] = {}

    def faults(row: Row) -> Findings:
        question = form.questions.get(str(row.values.get("question")))
        if question is None or "ligne" not in row.values:
            return
        line = str(row.values["ligne"])
        if line not in [item.key for item in question.answer_lines(form.lists)]:
            yield row.problem("ligne-inconnue", "ligne", valeur=unquoted(line))
            return
        first = seen.setdefault((question.id, line), row)
        if first is not row:
            facts = {"question": question.label, "premier": first.ref("ligne")}
            yield row.problem("ligne-double", "ligne", **facts)

    return faults


def _referring(form: Form, fields: Iterable[Field], known: KnownKeys) -> _Check:
    """Codes and names point at a row; only of sheets that can be read whole."""
    targets = [(field, form.sheets[field.refers]) for field in fields]
    asked = [
        (field, target, known.typed[target.key], cache(evener(target)))
        for field, target in targets
    ]

    def faults(row: Row) -> Findings:
        for field, target, typed, evened in asked:
            value = row.values.get(field.key, ())
            for one in value if isinstance(value, tuple) else (value,):
                if one in typed or not _is_key(target, one):
                    continue
                if evened(str(one)) not in known.keys[target.key]:
                    is_name = field.type == "reference"
                    code = "reference-inconnue" if is_name else "code-inconnu"
                    facts = {"feuille": target.title, "colonne": field.heading}
                    yield row.problem(code, field.key, valeur=one, **facts)

    return faults


def _is_key(sheet: Sheet, value: object) -> bool:
    """Whether a reference can be looked up in the sheet: a code is no bare number (told
    already), a name may be.
    """
    is_code = sheet.fields[sheet.key_field].type == "code"
    return isinstance(value, str) and not (is_code and value.isdecimal())


def _printing(fields: Iterable[Field], codes: Mapping[str, str]) -> _Check:
    """No household's code stands inside a text that is printed: it would leave the
    commune with the report.
    """
    finder = cache(lambda: code_finder(codes))  # texts with a number are few

    def faults(row: Row) -> Findings:
        for field in fields:
            text = row.values.get(field.key)
            if not isinstance(text, TEXTS) or not _DIGIT.search(str(text)):
                continue
            found = min(
                finder()(str(text)), key=lambda one: not one.is_sure, default=None
            )
            if found:
                code = "code-dans-texte" if found.is_sure else "code-possible"
                facts = {"colonne": field.heading, "code": found.code}
                yield row.problem(code, field.key, valeur=found.written, **facts)

    return faults
