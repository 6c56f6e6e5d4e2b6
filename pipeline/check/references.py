"""What a row must be beside the others: its key stands once, what it refers to is
there, and no text that it prints holds a code of the workbook.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from pipeline.check.total_row import total_in
from pipeline.edition.form import Field, Form, Sheet
from pipeline.edition.row_schema import is_code
from pipeline.model.printed_codes import code_finder
from pipeline.model.problem import Problem
from pipeline.model.submission import TEXTS, Row, Submission
from pipeline.model.text import code_key, even_out, unquoted

_DIGIT = re.compile(r"\d")  # a household's code has one


@dataclass(frozen=True)
class Book:
    """What the rows of a workbook are held against. ``typed``: sheet key -> each key as
    typed -> evened out; ``keys``: the latter alone; ``known``: the sheets of which
    every key can be read; ``codes``: the keys to look for in texts.
    """

    typed: Mapping[str, Mapping[str, str]]
    keys: Mapping[str, frozenset[str]]
    known: frozenset[str]
    codes: Mapping[str, str]


def book_of(form: Form, submission: Submission) -> Book:
    """What the rows of this workbook are held against."""
    keyed = [sheet for sheet in form.sheets.values() if sheet.key_field]
    typed = {
        sheet.key: _keys(sheet, submission.rows.get(sheet.key, ())) for sheet in keyed
    }
    keys = {key: frozenset(evened.values()) for key, evened in typed.items()}
    known = {
        sheet.key
        for sheet in keyed
        if _all_keys_readable(sheet, submission.rows.get(sheet.key))
    }
    coded = [
        sheet.key for sheet in keyed if sheet.fields[sheet.key_field].type == "code"
    ]
    codes = {
        code: evened
        for key in coded
        for code, evened in typed[key].items()
        if _looks_like_code(evened)
    }
    return Book(typed, keys, frozenset(known), codes)


def looks_beside(
    form: Form, sheet: Sheet, book: Book
) -> list[Callable[[Row], Iterable[Problem]]]:
    """What is asked of a row beside its schema; only what its sheet has."""
    seen: dict[object, Row] = {}
    referring = [field for field in sheet.fields.values() if field.refers in book.known]
    printed = [field for field in sheet.fields.values() if field.printed]
    looks: list[Callable[[Row], Iterable[Problem]]] = []
    if sheet.key_field:
        looks.append(lambda row: _key_faults(sheet, row, seen, book))
    if referring:
        looks.append(_referring(form, referring, book))
    if sheet.is_answers:
        looks.append(lambda row: _line_faults(form, row, seen))
    if printed and book.codes:
        looks.append(_printing(printed, book.codes))
    return looks


def evener(sheet: Sheet) -> Callable[[str], str]:
    """How the keys of a sheet are compared."""
    return code_key if sheet.fields[sheet.key_field].type == "code" else even_out


def _keys(sheet: Sheet, rows: Iterable[Row]) -> dict[str, str]:
    """The keys of a sheet as typed, each with its evened-out one."""
    typed = dict.fromkeys(
        str(row.values[sheet.key_field])
        for row in rows
        if sheet.key_field in row.values
    )
    evened = evener(sheet)
    return {key: evened(key) for key in typed}


def _key_faults(
    sheet: Sheet, row: Row, seen: dict[object, Row], book: Book
) -> list[Problem]:
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
    if line not in [item.key for item in question.answer_lines(form.lists)]:
        return [Problem("ligne-inconnue", row.ref("ligne"), {"valeur": unquoted(line)})]
    first = seen.setdefault((question.id, line), row)
    if first is row:
        return []
    return [
        Problem(
            "ligne-double",
            row.ref("ligne"),
            {"question": question.label, "premier": str(first.ref("ligne"))},
        )
    ]


def _referring(
    form: Form, fields: Iterable[Field], book: Book
) -> Callable[[Row], Iterable[Problem]]:
    """Tells codes and names that point at no row; only fields whose sheet can be read
    whole are looked at.
    """
    sheets = [(field, form.sheets[field.refers]) for field in fields]
    known = [
        (field, target, book.typed[target.key], cache(evener(target)))
        for field, target in sheets
    ]

    def faults(row: Row) -> Iterable[Problem]:
        found: list[Problem] = []
        for field, target, typed, evened in known:
            value = row.values.get(field.key, ())
            for one in value if isinstance(value, tuple) else (value,):
                if (
                    one not in typed
                    and _is_key(target, one)
                    and evened(str(one)) not in book.keys[target.key]
                ):
                    code = (
                        "reference-inconnue"
                        if field.type == "reference"
                        else "code-inconnu"
                    )
                    facts = {
                        "valeur": str(one),
                        "feuille": target.title,
                        "colonne": field.heading,
                    }
                    found.append(Problem(code, row.ref(field.key), facts))
        return found

    return faults


def _all_keys_readable(sheet: Sheet, rows: tuple[Row, ...] | None) -> bool:
    """Whether the sheet is there, long enough, and every row of it has a readable key,
    but for rows of totals.
    """
    return (
        rows is not None
        and len(rows) >= sheet.least
        and all(_readable_key(sheet, r) or total_in(r) for r in rows)
    )


def _readable_key(sheet: Sheet, row: Row) -> bool:
    value, field = row.values.get(sheet.key_field), sheet.fields[sheet.key_field]
    if not isinstance(value, str) or (
        field.pattern and not re.fullmatch(field.pattern, value)
    ):
        return False
    return field.type != "code" or is_code(value)


def _is_key(sheet: Sheet, value: object) -> bool:
    """Whether a reference can be looked up in the sheet: a code is no bare number (told
    already), a name may be.
    """
    return isinstance(value, str) and (
        sheet.fields[sheet.key_field].type != "code" or not value.isdecimal()
    )


def _looks_like_code(key: str) -> bool:
    """A letter and a digit; a faulty code (a bare number, a word) would be found in
    every text.
    """
    return any(c.isalpha() for c in key) and any(c.isdecimal() for c in key)


def _printing(
    fields: Iterable[Field], codes: Mapping[str, str]
) -> Callable[[Row], Iterable[Problem]]:
    """Tells a household's code inside a text that is printed: it would leave the
    commune with the report.
    """
    printed = {field.key: field.heading for field in fields}
    finder = cache(lambda: code_finder(codes))  # texts with a number are few

    def faults(row: Row) -> Iterable[Problem]:
        found: list[Problem] = []
        for key, text in row.values.items():
            if key in printed and isinstance(text, TEXTS) and _DIGIT.search(str(text)):
                codes = [*finder()(str(text))]
                for code in sorted(codes, key=lambda code: not code.is_sure)[:1]:
                    facts = {
                        "valeur": code.written,
                        "colonne": printed[key],
                        "code": code.code,
                    }
                    found.append(
                        Problem(
                            "code-dans-texte" if code.is_sure else "code-possible",
                            row.ref(key),
                            facts,
                        )
                    )
        return found

    return faults
