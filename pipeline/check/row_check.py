"""One row against its schema (row_schema.py, row_rules.py): a fault becomes a problem
at its cell.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from pipeline.check.row_rules import RowRules
from pipeline.check.schema_words import Fault
from pipeline.edition.form import Field, Form, Sheet, Trigger
from pipeline.edition.row_schema import row_schema
from pipeline.model.problem import Problem
from pipeline.model.submission import Row
from pipeline.model.text import french_day, listed, unquoted

_CODES = {
    "amount": "montant-illisible",
    "date": "date-illisible",
    "edition": "edition-autre",
    "text": "valeur-trop-longue",
    "question": "ligne-inconnue",
    "whole": "entier-illisible",
    "year": "annee-refusee",
    "years": "annees-illisibles",
}
# A field, what a finding says where it is missing, and what one says beside any value
# of it.
_ConstantFacts = tuple[Field, dict[str, str], dict[str, str]]


@cache
def row_check(form: Form, sheet: Sheet) -> RowCheck:
    """The checks of the rows of a sheet, prepared once."""
    return RowCheck(form, sheet)


class RowCheck:
    """What is asked of each row of a sheet by itself."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        self._form, self._sheet = form, sheet
        self._rules = RowRules(row_schema(form, sheet))
        self._constant = {
            key: _constant_facts(form, field) for key, field in sheet.fields.items()
        }
        self._needs = _needs(form, sheet)

    def faults(self, row: Row, now: Row | None) -> list[Problem]:
        """What its schema says of a row, a finding a cell. ``now``: the row as at the
        report's day, None if later.
        """
        if now is row:
            faults = self._rules.of_row(row.values)
        else:
            present = now.values if now else {}
            faults = self._rules.of_values(
                {key: value for key, value in row.values.items() if key not in present}
            )
            faults += self._rules.of_row(present) if now else []
        return self._told(row, faults) if faults else []

    def _told(self, row: Row, faults: list[Fault]) -> list[Problem]:
        """The first fault of each field that can be read, as a problem."""
        told: dict[str, Problem] = {}
        for fault in faults:
            if fault.field not in told and not (
                row.unreadable and _waits(self._sheet, row, fault)
            ):
                constant = self._constant[fault.field]
                told[fault.field] = _as_problem(
                    self._form, self._sheet, row, fault, constant
                )
        return [*told.values()]

    def unused(self, row: Row) -> list[Problem]:
        """Facts of a sound row that no figure uses: a precision beside another choice,
        a problem without support...
        """
        found: list[Problem] = []
        for key in row.values if self._needs else ():
            needs = self._needs.get(key)
            if needs and not holds(needs, row):
                fields = self._sheet.fields
                facts = {
                    "colonne": fields[key].heading,
                    "attendu": listed(
                        f"« {fields[other].heading} »" for other in needs
                    ),
                }
                found.append(Problem("fait-inutilise", row.ref(key), facts))
        return found


def _waits(sheet: Sheet, row: Row, fault: Fault) -> bool:
    """Whether the cell cannot be read, or a condition asks for it that looks at a cell
    which cannot.
    """
    if fault.field in row.unreadable:
        return True
    conditional = fault.code == "precision-illisible" or (
        fault.word == "required" and fault.code != "valeur-manquante"
    )
    return conditional and any(
        fault.field in condition.then and row.unreadable & set(condition.when)
        for condition in sheet.conditions
    )


def _as_problem(
    form: Form, sheet: Sheet, row: Row, fault: Fault, constant: _ConstantFacts
) -> Problem:
    """A fault as a problem at its cell."""
    key, word, code, value = fault
    field, missing, beside = constant
    if code in ("precision-manquante", "precision-illisible"):
        choice = _shown(
            form, sheet.fields[field.precision_of], row.values.get(field.precision_of)
        )
        typed = {"valeur": _shown(form, field, value)} if word == "pattern" else {}
        return Problem(code, row.ref(key), {**missing, "choix": choice, **typed})
    if word == "required":
        return Problem(code, row.ref(key), missing)
    facts = {**beside, "valeur": _shown(form, field, value)}
    return Problem(
        code if word == "pattern" and code else _value_code(field, value),
        row.ref(key),
        facts,
    )


def _constant_facts(form: Form, field: Field) -> _ConstantFacts:
    missing = {"colonne": field.heading}
    facts = missing | ({"attendu": str(field.longest)} if field.longest else {})
    if field.type == "year":
        facts["attendu"] = f"de {form.years[0]} à {form.years[-1]}"
    if field.type == "edition":
        facts["attendu"] = form.edition
    return field, missing, facts


def _value_code(field: Field, value: Any) -> str:
    if field.type in ("code", "codes"):
        bare = not isinstance(value, str) or value.strip().isdecimal()
        return "code-nombre" if bare else "code-illisible"
    return (
        "date-improbable"
        if _day(field, value)
        else _CODES.get(field.type, "hors-liste")
    )


def _day(field: Field, value: Any) -> str:
    """A date as people write it; "" where it is none."""
    try:
        return (
            french_day(value)
            if field.type == "date" and isinstance(value, str) and len(value) == 10
            else ""
        )
    except ValueError:
        return ""


def _shown(form: Form, field: Field, value: Any) -> str:
    """A value as people know it: the label of a list's key, a date, a number with its
    comma.
    """
    if field.list and isinstance(value, str) and value in form.lists[field.list].by_key:
        return form.lists[field.list].by_key[value].label
    text = str(value).replace(".", ",") if isinstance(value, float) else str(value)
    return _day(field, value) or (
        unquoted(text) if field.type in ("list", "question") else text
    )


def _needs(form: Form, sheet: Sheet) -> dict[str, Trigger]:
    """The fields that are of use only beside others, and what they need there."""
    needs: dict[str, Trigger] = {}
    for field in sheet.fields.values():
        trigger = field.only_with
        if field.precision_of:
            trigger = {
                field.precision_of: form.lists[
                    sheet.fields[field.precision_of].list
                ].asking_precision
            }
        if trigger:
            needs[field.key] = trigger
    return needs


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
