"""What a row must hold by itself: the rules of its sheet's schema (row_schema.py),
compiled once into plain functions, and their faults as problems, each at its cell.

Most of a row's conditions are settled by which of its fields are filled: what is left
to ask of rows filled alike is kept, and so are texts (lists' keys, dates, codes) known
to be sound.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Set
from datetime import date
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pipeline.edition.form import Field, Form, Sheet, Trigger
from pipeline.edition.row_schema import (
    NO_PRECISION,
    PRECISION,
    SAYS,
    requirements,
    row_schema,
)
from pipeline.model.problem import Problem
from pipeline.model.submission import TEXTS, Row
from pipeline.model.text import french_day, listed, unquoted

# Dates and codes of a field found sound, ways of filling a row: how many of each are
# remembered.
_KEPT = 200_000
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
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


class Fault(NamedTuple):
    """What a schema says of one value, or of one that is missing: the schema word that
    fails, and the x-code beside it. ``value``: the value at fault as JSON has it, of
    several in a cell the one; None where it is missing.
    """

    field: str
    word: str
    code: str
    value: Any = None


Test = Callable[[Any], Any]
_Met = tuple[tuple[str, Test], ...]


# ---- what a value may be


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


def _pattern(pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda value: not isinstance(value, TEXTS) or search(str(value))


_TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, TEXTS),
    "integer": lambda value: (
        _is_number(value) and (isinstance(value, int) or value.is_integer())
    ),
    "array": lambda value: isinstance(value, tuple),
}
# Each word of a value's schema -> its argument -> whether a value meets it. A word
# minds its own kind of value only.
_WORDS: dict[str, Callable[[Any], Test]] = {
    "type": _TYPES.__getitem__,
    "enum": lambda options: frozenset(options).__contains__,
    "const": lambda only: frozenset([only]).__contains__,
    "pattern": _pattern,
    "format": lambda _: lambda value: not isinstance(value, str) or _is_day(value),
    "maxLength": lambda most: (
        lambda value: not isinstance(value, TEXTS) or len(value) <= most
    ),
    "minItems": lambda least: (
        lambda value: not isinstance(value, tuple) or len(value) >= least
    ),
    "minimum": lambda least: lambda value: not _is_number(value) or not value < least,
}


class _Values:
    """The values of a field. ``sound`` holds some of those known to be sound.

    Dates, codes and keys of lists found sound are remembered, since the same ones come
    again and again; only texts and tuples of texts, since nothing but a text equals a
    text, while True equals 1.
    """

    def __init__(self, field: str, schema: Mapping[str, Any]) -> None:
        self._field, self._code = field, schema.get("x-code", "")
        words = [word for word in schema if word in _WORDS]
        self._tests = [(word, _WORDS[word](schema[word])) for word in words]
        self._items = _Values(field, schema["items"]) if "items" in schema else None
        self._remembers = bool(schema.keys() & {"enum", "format", "items"})
        self.sound: set[Any] = set()

    def faults(self, value: Any) -> list[Fault]:
        """What is wrong with a value."""
        found = []
        items = value if isinstance(value, tuple) else (value,)
        for word, holds in self._tests:
            if not holds(value):
                shown = [*value] if isinstance(value, tuple) else value
                found.append(Fault(self._field, word, self._code, shown))
        if self._items and isinstance(value, tuple):
            for item in items:
                found += self._items.faults(item)
        if self._remembers and not found and {*map(type, items)} <= {str}:
            if len(self.sound) >= _KEPT:
                self.sound.clear()
            self.sound.add(value)
        return found


# ---- what a row must hold


class _Rule(NamedTuple):
    """Where these fields are filled, those are not and the values meet the tests, there
    must not be this fault: that a field is missing, or that its value is none of those
    asked for.
    """

    present: Set[str]
    absent: Set[str]
    met: _Met
    fault: Fault


def _rules(form: Form, sheet: Sheet) -> Iterator[_Rule]:
    """A rule for each field that is required, always or under a condition."""
    says = _pattern(SAYS)
    for code, when, then in requirements(form, sheet):
        absent = {key for key in when if when[key] == "absent"}
        present = when.keys() - absent
        met = tuple(
            (key, frozenset(keys).__contains__)
            for key, keys in when.items()
            if not isinstance(keys, str)
        )
        for field in then:
            fault = Fault(field, "required", code)
            yield _Rule(present, absent | {field}, met, fault)
            if code == PRECISION:
                fails = (*met, (field, lambda text: not says(text)))
                fault = Fault(field, "pattern", NO_PRECISION)
                yield _Rule(present | {field}, absent, fails, fault)


@cache
def row_rules(form: Form, sheet: Sheet) -> RowRules:
    """The rules of the rows of a sheet, prepared once."""
    return RowRules(form, sheet)


class RowRules:
    """What is asked of each row of a sheet by itself."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        self._form, self._sheet = form, sheet
        values = row_schema(form, sheet)["properties"]
        self._values = {field: _Values(field, part) for field, part in values.items()}
        self._rules = [*_rules(form, sheet)]
        self._asked = lru_cache(_KEPT)(self._asked_of)
        fields = sheet.fields.values()
        # What is of use only beside others -> what it needs there.
        self._needs = {own.key: own.only_with for own in fields if own.only_with}
        for code, when, then in requirements(form, sheet):
            if code == PRECISION:
                self._needs |= dict.fromkeys(then, when)

    def of_row(self, values: Mapping[str, Any]) -> list[Fault]:
        """The faults of a whole row: field -> value, several values as a tuple."""
        found = self.of_values(values)
        for met, fault in self._asked(tuple(values)):
            for field, test in met:
                if not test(values[field]):
                    break
            else:
                found.append(fault._replace(value=values.get(fault.field)))
        return found

    def of_values(self, values: Mapping[str, Any]) -> list[Fault]:
        """The faults of the values alone, whatever else the row should hold."""
        found: list[Fault] = []
        for field, value in values.items():
            if value not in self._values[field].sound:
                found += self._values[field].faults(value)
        if found:
            fields = [*self._values]
            found.sort(key=lambda fault: fields.index(fault.field))
        return found

    def _asked_of(self, fields: tuple[str, ...]) -> list[tuple[_Met, Fault]]:
        """The faults that rows with just these fields filled may have, and the tests
        that are left to ask of their values.
        """
        filled = frozenset(fields)
        return [
            (rule.met, rule.fault)
            for rule in self._rules
            if rule.present <= filled and not rule.absent & filled
        ]

    def problems(self, row: Row, now: Row | None) -> list[Problem]:
        """What is wrong with a row, the first fault of each cell that can be read.
        ``now``: the row as at the report's day, None if later.
        """
        if now is row:
            faults = self.of_row(row.values)
        else:
            present = now.values if now else {}
            later = row.values.keys() - present.keys()
            faults = self.of_values({key: row.values[key] for key in later})
            faults += self.of_row(present) if now else []
        found: dict[str, Problem] = {}
        unclear = row.unreadable.union(
            fault.field for fault in faults if fault.word != "required"
        )
        for fault in faults:
            if fault.field not in found and not self._waits(row, unclear, fault):
                found[fault.field] = self._problem(row, fault)
        return [*found.values()]

    def unused(self, row: Row) -> list[Problem]:
        """Facts of a sound row that no figure uses: a precision beside another choice,
        a problem without support...
        """
        found: list[Problem] = []
        fields = self._sheet.fields
        for key in row.values if self._needs else ():
            needs = self._needs.get(key)
            if needs and not _holds(needs, row):
                wanted = listed(f"« {fields[other].heading} »" for other in needs)
                facts = {"colonne": fields[key].heading, "attendu": wanted}
                found.append(row.problem("fait-inutilise", key, **facts))
        return found

    def _waits(self, row: Row, unclear: Set[str], fault: Fault) -> bool:
        """Whether the cell cannot be read, or a condition asks for it that looks at a
        cell which says nothing ``unclear``.
        """
        if fault.field in row.unreadable:
            return True
        conditional = fault.word == "required" and fault.code != "valeur-manquante"
        return conditional and any(
            fault.field in condition.then and unclear & set(condition.when)
            for condition in self._sheet.conditions
        )

    def _problem(self, row: Row, fault: Fault) -> Problem:
        """A fault as a problem at its cell."""
        key, word, code, value = fault
        form, field = self._form, self._sheet.fields[key]
        facts = {"colonne": field.heading}
        if code in (PRECISION, NO_PRECISION):
            choice = self._sheet.fields[field.precision_of]
            facts["choix"] = shown_value(form, choice, row.values.get(choice.key))
        elif word != "required":
            facts |= _expected(form, field)
        if word != "required":
            facts["valeur"] = shown_value(form, field, value)
            code = code if word == "pattern" and code else value_code(field, value)
        return row.problem(code, key, **facts)


# ---- a fault as a problem


def _expected(form: Form, field: Field) -> dict[str, str]:
    """What is said beside any value of a field."""
    if field.type == "year":
        return {"attendu": f"de {form.years[0]} à {form.years[-1]}"}
    if field.type == "edition":
        return {"attendu": form.edition}
    return {"attendu": str(field.longest)} if field.longest else {}


def value_code(field: Field, value: Any) -> str:
    """The problem that a value of a field is, which its schema refuses."""
    if field.type in ("code", "codes"):
        bare = not isinstance(value, str) or value.strip().isdecimal()
        return "code-nombre" if bare else "code-illisible"
    if _day(field, value):
        return "date-improbable"
    return _CODES.get(field.type, "hors-liste")


def _day(field: Field, value: Any) -> str:
    """A date as people write it; "" where it is none."""
    is_day = field.type == "date" and isinstance(value, str) and _is_day(value)
    return french_day(value) if is_day else ""


def shown_value(form: Form, field: Field, value: Any) -> str:
    """A value as people know it: the label of a list's key, a date, a number with its
    comma.
    """
    items = form.lists[field.list].by_key if field.list else {}
    if isinstance(value, str) and value in items:
        return items[value].label
    text = str(value).replace(".", ",") if isinstance(value, float) else str(value)
    typed = unquoted(text) if field.type in ("list", "question") else text
    return _day(field, value) or typed


def _holds(when: Trigger, row: Row) -> bool:
    """Whether a trigger of form.yaml holds in a row."""
    for key, met in when.items():
        value = row.values.get(key)
        if isinstance(met, str):
            if (value is None) != (met == "absent"):
                return False
        elif value not in met:
            return False
    return True
