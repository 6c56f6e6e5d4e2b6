"""What a cell holds -> the value of its field, by a function chosen once for each
column.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import cache, partial
from typing import Any

from pipeline.edition.form import Field, Form
from pipeline.model.submission import TEXTS, Value
from pipeline.model.text import (
    StyledText,
    as_code,
    as_value,
    even_out,
    is_blank,
    quoted,
)

LONGEST_ENTRY = (
    1_000  # characters of what is no free text: a code or several, a date, a choice
)
_NAMES = ("list", "question", "line", "reference")  # types of fields
_MOST_YEARS = 20  # in a cell
_YEARS = re.compile(r"\s*((?:19|20)\d\d)(?:\s*-\s*((?:19|20)\d\d))?\s*")
_AMOUNT = re.compile(
    r"\d{1,12}([.,]\d{1,2})?"
)  # "4.760" is no amount: it may be four or four thousand
_WHOLE = re.compile(r"\d{1,12}")

Convert = Callable[[Any], Value]


def converter(form: Form, field: Field) -> Convert:
    """What makes the value of a field; what does not fit stays for the checks to tell:
    texts that are no date and no label of their list quoted, all else as typed. Only a
    free text keeps what nobody sees, and its odd spaces; a name keeps its dashes, since
    that which it names does.
    """
    convert, even = (
        _converter(form, field),
        as_value if field.type in _NAMES else as_code,
    )
    if is_free_text(field):
        return convert
    return lambda typed: convert(
        even(str(typed)) if isinstance(typed, TEXTS) else typed
    )


def _converter(form: Form, field: Field) -> Convert:
    if field.type == "date":
        return _date
    if field.type in ("code", "codes"):
        return _codes if field.type == "codes" else partial(_code, field.pattern)
    if field.type == "list":
        return partial(_key, _list_keys(form, field.list))
    if field.type == "question":
        return partial(_key, _question_keys(form))
    if field.type in ("amount", "whole", "year", "years"):
        return partial(_typed_number, field.type)
    if is_free_text(field):
        return _rich if field.rich else _text
    return _words if field.pattern else _stripped


def is_free_text(field: Field) -> bool:
    """Whether people write what they want in it, as long as they want."""
    return field.type == "text" and not field.pattern


def _keys_of(labels: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Label, as it is and evened out -> key; of two alike the first."""
    keys: dict[str, str] = {}
    for key, label in labels:
        keys.setdefault(label, keys.setdefault(even_out(label), key))
    return keys


@cache
def _list_keys(form: Form, name: str) -> dict[str, str]:
    return _keys_of((item.key, item.label) for item in form.lists[name].items)


@cache
def _question_keys(form: Form) -> dict[str, str]:
    return _keys_of(
        (question.id, question.label) for question in form.questions.values()
    )


@cache
def line_keys(form: Form, question: str) -> dict[str, str]:
    """The lines that a question has on the answers sheet: label, as it is and evened
    out -> key.
    """
    return _keys_of(
        (item.key, item.label)
        for item in form.questions[question].answer_lines(form.lists)
    )


def _date(typed: Any) -> Value:
    """The day; a text or number that is none stays, a text quoted."""
    if isinstance(typed, datetime):
        return typed.date().isoformat()
    return _whole(typed) if isinstance(typed, int | float) else quoted(_as_text(typed))


def _whole(typed: Any) -> Any:
    """A number without its format, whole where it is."""
    if not isinstance(typed, float):
        return typed
    return int(typed) if typed.is_integer() else float(typed)


def _is_number(typed: Any) -> bool:
    return isinstance(typed, int | float) and not isinstance(typed, bool)


def _code(pattern: str, typed: Any) -> Value:
    number = _whole(typed)
    if _is_number(number):
        return number  # type: ignore[no-any-return]  # a bare number, told later
    return _words(typed) if pattern else _stripped(typed)


def _codes(typed: Any) -> Value:
    number = _whole(typed)
    if _is_number(number):
        return (number,)
    return tuple(
        part.strip() for part in _as_text(number).split(";") if not is_blank(part)
    )


def _key(keys: dict[str, str], typed: Any) -> Value:
    text = _text(typed)
    return keys.get(text) or keys.get(even_out(text)) or quoted(text)


def _text(typed: Any) -> str:
    return _as_text(_whole(typed))


def _rich(typed: Any) -> Value:
    return typed if isinstance(typed, StyledText) else _text(typed)


def _stripped(typed: Any) -> Value:
    return _text(typed).strip()


def _words(typed: Any) -> Value:
    return " ".join(_text(typed).split())


def _typed_number(kind: str, typed: Any) -> Value:
    number = _whole(typed)
    return _number(kind, number, _as_text(number).strip())


def _number(kind: str, typed: Any, text: str) -> Value:
    """Cents from euros, a whole number, a year, several years; a number that is none of
    these stays one.
    """
    if kind == "years":
        return _years(text) or text
    if kind == "amount" and _AMOUNT.fullmatch(bare := re.sub(r"\s|€", "", text)):
        typed = float(bare.replace(",", "."))
    if isinstance(typed, bool) or not isinstance(typed, int | float):
        return int(text) if kind != "amount" and _WHOLE.fullmatch(text) else text
    cents = round(typed * 100)
    # Below zero it is no amount; a sum of Excel may end on ...0000001.
    is_amount = kind == "amount" and typed >= 0 and abs(typed * 100 - cents) < 1e-4
    return cents if is_amount else typed


def _years(text: str) -> tuple[int, ...]:
    """The years of "2022 ; 2024" or "2022-2025" (from first to last), rising, each
    once; () where one is unreadable.
    """
    years: set[int] = set()
    for part in filter(str.strip, text.split(";")):
        found = _YEARS.fullmatch(part)
        span = (
            range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
        )
        if not span or len(span) > _MOST_YEARS:
            return ()
        years.update(span)
    return tuple(sorted(years)) if len(years) <= _MOST_YEARS else ()


def _as_text(typed: Any) -> str:
    if isinstance(typed, bool):
        return "VRAI" if typed else "FAUX"
    if isinstance(typed, date):
        return typed.strftime("%d/%m/%Y")
    return str(typed).replace(".", ",") if isinstance(typed, float) else str(typed)
