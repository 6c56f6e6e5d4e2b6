"""The words of a JSON Schema that say what a value may be, each as a plain function;
others are refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from pipeline.model.submission import TEXTS

_NOTES = {"$schema", "title", "x-code"}
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class Fault(NamedTuple):
    """What a schema says of one value, or of one that is missing: the schema word that
    fails, and the x-code beside it. ``value``: the value at fault as JSON has it, of
    several in a cell the one; None where it is missing.
    """

    field: str
    word: str
    code: str
    value: Any = None


Faults = tuple[Fault, ...]
Test = Callable[[Any], Any]
Check = Callable[[Any], Faults]


class SchemaError(ValueError):
    """The schema of a row says something that cannot be checked here. A developer's
    fault.
    """


def refuse_others(schema: Mapping[str, Any], *known: str) -> None:
    """Raise SchemaError where a schema has a word that is none of these."""
    if unknown := schema.keys() - {*known} - _NOTES:
        raise SchemaError(f"not known here: {', '.join(sorted(unknown))}")


def value_check(field: str, schema: Mapping[str, Any]) -> Check:
    """The faults of a value of the field, by the words of its schema in their order."""
    refuse_others(schema, *_WORDS, "items")
    code = schema.get("x-code", "")
    checks = [
        _items_check(field, argument)
        if word == "items"
        else _word_check(field, word, argument, code)
        for word, argument in schema.items()
        if word not in _NOTES
    ]
    if len(checks) == 1:
        return checks[0]

    def check(value: Any) -> Faults:
        found: Faults = ()
        for each in checks:
            found += each(value)
        return found

    return check


def _word_check(field: str, word: str, argument: Any, code: str) -> Check:
    holds = _WORDS[word](argument)

    def check(value: Any) -> Faults:
        return (
            ()
            if holds(value)
            else (
                Fault(
                    field, word, code, [*value] if isinstance(value, tuple) else value
                ),
            )
        )

    return check


def _items_check(field: str, schema: Mapping[str, Any]) -> Check:
    one = value_check(field, schema)
    return lambda value: (
        tuple(fault for item in value for fault in one(item))
        if isinstance(value, tuple)
        else ()
    )


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_day(value: str) -> bool:
    try:
        return bool(_DAY.fullmatch(value) and date.fromisoformat(value))
    except ValueError:
        return False


_TYPES: dict[str, Test] = {
    "string": lambda value: isinstance(value, TEXTS),
    "integer": lambda value: (
        _is_number(value) and (isinstance(value, int) or value.is_integer())
    ),
    "array": lambda value: isinstance(value, tuple),
}


def _type(name: str) -> Test:
    if name not in _TYPES:
        raise SchemaError(f"not known here: type {name}")
    return _TYPES[name]


def one_of(options: list[Any]) -> Test:
    """Whether a value is one of these texts, or of these numbers; True is not 1."""
    texts = all(isinstance(option, str) for option in options)
    if not texts and not all(_is_number(option) for option in options):
        raise SchemaError("not known here: a list of anything but texts, or of numbers")
    keys = frozenset(options)
    return (
        keys.__contains__
        if texts
        else lambda value: _is_number(value) and value in keys
    )


def _format(name: str) -> Test:
    if name != "date":
        raise SchemaError(f"not known here: format {name}")
    return lambda value: not isinstance(value, str) or _is_day(value)


def _pattern(pattern: str) -> Test:
    search = re.compile(pattern).search
    return lambda value: not isinstance(value, TEXTS) or search(str(value))


# Each word of a value's schema -> its argument -> whether a value meets it. A word
# minds its own kind of value only.
_WORDS: dict[str, Callable[[Any], Test]] = {
    "type": _type,
    "enum": one_of,
    "const": lambda only: one_of([only]),
    "pattern": _pattern,
    "format": _format,
    "maxLength": lambda most: (
        lambda value: not isinstance(value, TEXTS) or len(value) <= most
    ),
    "minItems": lambda least: (
        lambda value: not isinstance(value, tuple) or len(value) >= least
    ),
    "minimum": lambda least: lambda value: not _is_number(value) or not value < least,
}
