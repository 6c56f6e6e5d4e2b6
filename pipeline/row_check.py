"""One row against its JSON Schema (row_schema.py): a schema error becomes a problem at its cell."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from pipeline.form import Field, Form, Sheet, Trigger
from pipeline.problem import Problem
from pipeline.row_schema import row_schema, values_schema
from pipeline.submission import Row, Value

_DATES = Draft202012Validator.FORMAT_CHECKER


@cache
def _validators(form: Form, sheet: Sheet) -> tuple[Draft202012Validator, Draft202012Validator]:
    return (
        Draft202012Validator(row_schema(form, sheet), format_checker=_DATES),
        Draft202012Validator(values_schema(form, sheet), format_checker=_DATES),
    )


def row_faults(form: Form, sheet: Sheet, row: Row, now: Row | None) -> Iterator[Problem]:
    """What its schema says of a row, a finding a cell. ``now``: the row as at the report's day, None if later."""
    whole, values_only = _validators(form, sheet)
    present = now.values if now else {}
    later = {key: value for key, value in row.values.items() if key not in present}
    told: set[str] = set()
    errors = [*values_only.iter_errors(_as_json(later))]
    if now is not None:
        errors += whole.iter_errors(_as_json(present))
    # What a condition asks waits where a cell that it looks at cannot be read.
    waiting = {
        name for condition in sheet.conditions if row.unreadable & set(condition.when) for name in condition.then
    }
    for error in errors:
        problem, field = _as_problem(form, sheet, row, error)
        asked = error.validator == "required" and problem.code != "valeur-manquante" and field in waiting
        if field not in told and field not in row.unreadable and not asked:
            told.add(field)
            yield problem


def _as_json(values: Mapping[str, Value]) -> dict[str, Any]:
    return {key: list(value) if isinstance(value, tuple) else value for key, value in values.items()}


def _as_problem(form: Form, sheet: Sheet, row: Row, error: ValidationError) -> tuple[Problem, str]:
    """A schema error as a problem at its cell; gives the field too."""
    present: Any = error.instance
    failed: Any = error.schema
    if error.validator == "required":
        key = next(name for name in failed["required"] if name not in present)
        facts = {"colonne": sheet.fields[key].heading}
        asking = sheet.fields[key].precision_of
        if failed["x-code"] == "precision-manquante":
            facts["choix"] = _shown(form, sheet.fields[asking], row.values.get(asking))
        return Problem(failed["x-code"], row.ref(key), facts), key
    key = str(error.absolute_path[0])
    field = sheet.fields[key]
    pattern = error.validator == "pattern" and "x-code" in failed
    code = failed["x-code"] if pattern else _value_code(field, error.instance)
    facts = {"colonne": field.heading, "valeur": _shown(form, field, error.instance)}
    if field.longest:
        facts["attendu"] = str(field.longest)
    if field.type == "year":
        facts["attendu"] = f"de {form.years[0]} à {form.years[-1]}"
    if field.type == "edition":
        facts["attendu"] = form.edition
    return Problem(code, row.ref(key), facts), key


def _value_code(field: Field, value: Any) -> str:
    if field.type in ("code", "codes"):
        bare = not isinstance(value, str) or value.strip().isdecimal()
        return "code-nombre" if bare else "code-illisible"
    return {
        "amount": "montant-illisible",
        "date": "date-illisible",
        "edition": "edition-autre",
        "text": "valeur-trop-longue",
        "question": "ligne-inconnue",
        "whole": "entier-illisible",
        "year": "annee-refusee",
        "years": "annees-illisibles",
    }.get(field.type, "hors-liste")


def _shown(form: Form, field: Field, value: Any) -> str:
    """A value as people know it: the label of a list's key, a number with its comma."""
    if field.list and value in form.lists[field.list].by_key:
        return form.lists[field.list].by_key[str(value)].label
    return str(value).replace(".", ",") if isinstance(value, float) else str(value)


def unused_facts(form: Form, sheet: Sheet, row: Row) -> Iterator[Problem]:
    """Facts of a sound row that no figure uses: a precision beside another choice, a problem without support..."""
    for field in sheet.fields.values():
        if field.key not in row.values:
            continue
        needs: Trigger | None = field.only_with
        if field.precision_of:
            needs = {field.precision_of: form.lists[sheet.fields[field.precision_of].list].asking_precision}
        if needs and not holds(needs, row):
            asked = ", ".join(sheet.fields[key].heading for key in needs)
            yield Problem("fait-inutilise", row.ref(field.key), {"colonne": field.heading, "attendu": asked})


def holds(when: Trigger, row: Row) -> bool:
    """Whether a trigger of form.yaml holds in a row."""
    for key, met in when.items():
        value = row.values.get(key)
        if isinstance(met, str):
            if (value is None) != (met == "absent"):
                return False
        elif value not in met:
            return False
    return True
