"""Form -> JSON Schema of a row, one a sheet: what each value may be, and what a row
must hold.

An empty cell is an absent key. Beside the standard keywords, ``x-code`` names the
problem that a failing subschema means (messages.txt); validators ignore it. row_rules.py
checks rows by it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pipeline.edition.form import Condition, Field, Form, Sheet, Trigger

CODE = r"^(?=.*[A-Za-z\u00c0-\u024f])(?=.*[0-9])[A-Za-z\u00c0-\u024f0-9 ._/\u2010-\u2015-]{3,20}$"
# A code that points at a household only has to be told from a number; whether it exists
# is another check.
NOT_A_NUMBER = r"[^0-9\s]"
# Years beyond are typing mistakes, not dates.
DATE = r"^(19[5-9]|20\d)"
SAYS = r"[^\W_]"  # a precision has a letter or a digit
PRECISION, NO_PRECISION = "precision-manquante", "precision-illisible"
_CODE = re.compile(CODE)
_DAY = re.compile(DATE + r"\d-\d\d-\d\d")
DRAFT = "https://json-schema.org/draft/2020-12/schema"


def row_schema(form: Form, sheet: Sheet) -> dict[str, Any]:
    """The schema that a sound row of the sheet meets."""
    return {
        "$schema": DRAFT,
        "title": f"{form.edition}: {sheet.title}",
        "type": "object",
        "additionalProperties": False,
        "properties": {
            field.key: _value(form, field) for field in sheet.fields.values()
        },
        "allOf": [
            _implication(one, field)
            for one in requirements(form, sheet)
            for field in one.then
        ],
    }


def requirements(form: Form, sheet: Sheet) -> Iterator[Condition]:
    """What a row of the sheet must hold: its required fields, a precision (and not just
    a sign) beside a line that asks for one, and what the sheet's own conditions ask.
    """
    fields = sheet.fields.values()
    for field in fields:
        if field.required:
            when: Trigger = {field.unless: "absent"} if field.unless else {}
            yield Condition("valeur-manquante", when, (field.key,))
    for field in fields:
        if field.precision_of:
            chosen = form.lists[sheet.fields[field.precision_of].list].asking_precision
            yield Condition(PRECISION, {field.precision_of: chosen}, (field.key,))
    yield from sheet.conditions


def is_code(text: str) -> bool:
    """Whether a text has the shape of a household code."""
    return _CODE.search(text) is not None


def is_date(text: str) -> bool:
    """Whether a cell as read (an ISO date, else as typed) is a date that the schema
    accepts.
    """
    return _DAY.fullmatch(text) is not None


def _value(form: Form, field: Field) -> dict[str, Any]:
    code = {"type": "string", "pattern": NOT_A_NUMBER if field.refers else CODE}
    items = form.lists[field.list].items if field.list else ()
    asked = form.questions.values()
    kinds: dict[str, dict[str, Any]] = {
        "amount": {"type": "integer", "minimum": 0},
        "code": code,
        "codes": {"type": "array", "minItems": 1, "items": code},
        "date": {"type": "string", "format": "date", "pattern": DATE},
        "edition": {"const": form.edition},
        "line": {"type": "string"},
        "list": {"enum": [item.key for item in items]},
        "question": {"enum": [one.id for one in asked if one.answer_lines(form.lists)]},
        "reference": {"type": "string"},
        "text": {"type": "string"},
        "whole": {"type": "integer", "minimum": 0},
        "year": {"enum": list(form.years)},
        "years": {"type": "array", "minItems": 1, "items": {"type": "integer"}},
    }
    value = {"title": field.heading, **kinds[field.type]}
    if field.longest:
        value["maxLength"] = field.longest
    if field.pattern:
        value |= {"pattern": f"^(?:{field.pattern})$", "x-code": field.fault}
    return value


def _implication(condition: Condition, field: str) -> dict[str, Any]:
    """An if/then for one field that must be filled, so that an error names one cell."""
    then: dict[str, Any] = {"required": [field], "x-code": condition.code}
    if condition.code == PRECISION:
        then["properties"] = {field: {"pattern": SAYS, "x-code": NO_PRECISION}}
    return {"if": _trigger(condition.when), "then": then} if condition.when else then


def _trigger(when: Trigger) -> dict[str, Any]:
    """The schema of a row in which a trigger holds."""
    present = [key for key, met in when.items() if met != "absent"]
    absent = [{"required": [key]} for key, met in when.items() if met == "absent"]
    values = {
        key: {"enum": list(met)}
        for key, met in when.items()
        if not isinstance(met, str)
    }
    schema: dict[str, Any] = {"required": present, "properties": values}
    if absent:
        schema["not"] = {"anyOf": absent}
    return schema
