"""The JSON Schema of a row (row_schema.py), compiled once into plain functions: the
faults of a row, in the order in which a JSON Schema validator tells them. A word of the
schema that is not known here is refused, never passed over.

Most of a row's conditions are settled by which of its fields are filled: what is left
to ask of rows filled alike is kept, and so are texts (lists' keys, dates, codes) known
to be sound.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping
from operator import contains
from typing import Any, NamedTuple

from pipeline.check.schema_words import (
    Check,
    Fault,
    Faults,
    SchemaError,
    Test,
    one_of,
    refuse_others,
    value_check,
)

# dates and codes of a field found sound, ways of filling a row: how many of each are
# remembered
_KEPT = 200_000
_Met = tuple[tuple[str, Test], ...]


class _Rule(NamedTuple):
    """Where these fields are filled, those are not and the values meet the tests, there
    must not be this fault: that a field is missing, or that its value is none of those
    asked for.
    """

    present: frozenset[str]
    absent: frozenset[str]
    met: _Met
    fault: Fault


class _Value:
    """The values of a field. ``sound`` has those known to be sound; ``check`` tells the
    faults of any other.

    Dates and codes found sound are remembered, since the same ones come again and
    again; only texts and tuples of texts, since nothing but a text equals a text, while
    True equals 1.
    """

    def __init__(self, check: Check, keeps: bool) -> None:
        self.sound: Container[Any] = set() if keeps else _Passing(check)
        self.check = (
            self._remembering(check, self.sound)
            if isinstance(self.sound, set)
            else check
        )

    @staticmethod
    def _remembering(check: Check, sound: set[Any]) -> Check:
        def remembering(value: Any) -> Faults:
            if value in sound:
                return ()
            found = check(value)
            if not found and all(
                isinstance(one, str)
                for one in (value if isinstance(value, tuple) else (value,))
            ):
                if len(sound) >= _KEPT:
                    sound.clear()
                sound.add(value)
            return found

        return remembering


class _Passing:
    """Every value without a fault, none remembered: free texts, numbers."""

    def __init__(self, check: Check) -> None:
        self._check = check

    def __contains__(self, value: object) -> bool:
        return not self._check(value)


class _Shape(NamedTuple):
    """Rows with the same fields filled: the sound values of each in the row's order,
    the fields in the schema's, and the faults that the values may still bring.
    """

    as_filled: list[Container[Any]]
    fields: list[tuple[str, _Value]]
    asked: list[tuple[_Met, Fault]]


class RowRules:
    """The compiled schema of a sheet's rows. Raises SchemaError where it holds a word
    that is not known.
    """

    def __init__(self, schema: Mapping[str, Any]) -> None:
        refuse_others(schema, "type", "additionalProperties", "properties", "allOf")
        if schema["type"] != "object" or schema["additionalProperties"] is not False:
            raise SchemaError("a row is an object of its sheet's fields")
        self._values = {
            field: _value(field, part) for field, part in schema["properties"].items()
        }
        self._rules = [
            rule for part in schema.get("allOf", ()) for rule in _rules(part)
        ]
        self._shapes: dict[tuple[str, ...], _Shape] = {}

    def of_row(self, values: Mapping[str, Any]) -> list[Fault]:
        """The faults of a whole row: field -> value, several values as a tuple."""
        filled = tuple(values)
        as_filled, fields, asked = self._shapes.get(filled) or self._shape_of(filled)
        found = (
            []
            if all(map(contains, as_filled, values.values()))
            else _faults(fields, values)
        )
        for met, fault in asked:
            for field, test in met:
                if not test(values[field]):
                    break
            else:
                found.append(
                    fault
                    if fault.word == "required"
                    else fault._replace(value=values[fault.field])
                )
        return found

    def of_values(self, values: Mapping[str, Any]) -> list[Fault]:
        """The faults of the values alone, whatever else the row should hold."""
        return _faults(self._shape_of(tuple(values)).fields, values)

    def _shape_of(self, fields: tuple[str, ...]) -> _Shape:
        filled = frozenset(fields)
        parts = {
            field: _strange(field) for field in sorted(filled - self._values.keys())
        }
        parts |= {
            field: part for field, part in self._values.items() if field in filled
        }
        asked = [
            (tuple(test for test in rule.met if test[0] in filled), rule.fault)
            for rule in self._rules
            if rule.present <= filled and not rule.absent & filled
        ]
        if len(self._shapes) >= _KEPT:
            self._shapes.clear()
        shape = self._shapes[fields] = _Shape(
            [parts[field].sound for field in fields], [*parts.items()], asked
        )
        return shape


def _faults(fields: list[tuple[str, _Value]], values: Mapping[str, Any]) -> list[Fault]:
    found: list[Fault] = []
    for field, part in fields:
        found += part.check(values[field])
    return found


def _value(field: str, schema: Mapping[str, Any]) -> _Value:
    return _Value(
        value_check(field, schema), bool(schema.keys() & {"enum", "format", "items"})
    )


def _strange(field: str) -> _Value:
    """Of a field that the sheet has not, no value is sound."""
    return _Value(
        lambda value: (Fault(field, "additionalProperties", "", value),), False
    )


# ---- what a row must hold


def _rules(schema: Mapping[str, Any]) -> Iterator[_Rule]:
    """A rule for each field that a part of allOf requires, always or under its
    condition.
    """
    if "if" not in schema:
        refuse_others(schema, "required")
        then, trigger = schema, _trigger({})
    else:
        refuse_others(schema, "if", "then")
        then, trigger = schema["then"], _trigger(schema["if"])
        refuse_others(then, "required", "properties")
    present, absent, met = trigger
    for field in then["required"]:
        yield _Rule(
            present,
            absent | {field},
            met,
            Fault(field, "required", then.get("x-code", "")),
        )
    for field, part in then.get("properties", {}).items():
        refuse_others(part, "pattern")
        meets = value_check(field, part)
        yield _Rule(
            present | {field},
            absent,
            (*met, (field, meets)),
            Fault(field, "pattern", part.get("x-code", "")),
        )


def _trigger(schema: Mapping[str, Any]) -> tuple[frozenset[str], frozenset[str], _Met]:
    """Which fields a condition wants filled, which empty, and which values of those
    that are filled.
    """
    refuse_others(schema, "required", "properties", "not")
    met = []
    for field, part in schema.get("properties", {}).items():
        refuse_others(part, "enum")
        met += [(field, one_of(part["enum"]))] if "enum" in part else []
    absent: set[str] = set()
    unwanted = schema.get("not", {"anyOf": []})
    refuse_others(unwanted, "anyOf")
    for part in unwanted["anyOf"]:
        refuse_others(part, "required")
        if len(part["required"]) != 1:
            raise SchemaError(
                "not known here: a condition on fields that are not empty together"
            )
        absent |= {*part["required"]}
    return frozenset(schema.get("required", ())), frozenset(absent), tuple(met)
