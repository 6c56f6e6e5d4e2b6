"""What is sure of the rows of a CLSS plan that are at fault, or that name something
that is not there.

A finding that such a row could change is held back: it is told once the row is mended.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import TypeVar

from pipeline.edition.form import Form
from pipeline.edition.row_schema import is_date
from pipeline.model.submission import Row
from pipeline.model.text import even_out
from pipeline.rules.clss.text import Numero, Vise, numero_of, vise_of

Key = TypeVar("Key", bound=Hashable)
One = TypeVar("One")
_ANYTHING = object()
_Rows = Mapping[str, tuple[Row, ...]]
# The cells that say what a row is about; what such a cell tells, once it is sure, in
# the order of the row's key.
_ABOUT = ("annee", "date", "quartier", "numero", "objectif", "code", "vise")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "objectifs": ("suite", "numero"),
    "actions": ("oo", "code"),
    "budget": ("annee", "quartier"),
}


@dataclass(frozen=True)
class Doubt:
    """A row of which only ``sure`` is certain; what is not in it may be anything."""

    number: int
    sure: Mapping[str, object]


class Doubts:
    """The doubtful rows of a sheet; what they may be is looked up, not searched."""

    def __init__(self, rows: Iterable[Doubt]) -> None:
        self.rows = tuple(rows)
        self._sure: dict[tuple[str, ...], set[tuple[object, ...]]] = {}

    def may_hold(self, **values: object) -> bool:
        """Whether one of the rows, once mended, may be one of these values."""
        names = tuple(values)
        if names not in self._sure:
            self._sure[names] = {
                tuple(row.sure.get(name, _ANYTHING) for name in names)
                for row in self.rows
            }
        return any(
            one in self._sure[names]
            for one in product(*((value, _ANYTHING) for value in values.values()))
        )


@dataclass(frozen=True)
class Known:
    """What the plan names: its years, or those of the edition where the period is
    unknown; its quarters, evened-out name to name; its objectives and their actions.
    """

    annees: frozenset[int]
    quartiers: Mapping[str, str]
    numeros: frozenset[Numero]
    codes: frozenset[tuple[Numero, str]]

    @cached_property
    def suites(self) -> Mapping[Numero, tuple[int, ...]]:
        """What the numbers of a sequence begin with -> how they end."""
        return grouped((numero[:-1], numero[-1]) for numero in self.numeros)

    @cached_property
    def codes_of(self) -> Mapping[Numero, tuple[int, ...]]:
        """Number of an objective -> those of its actions, 2 of A2."""
        return grouped(
            (numero, int(code[1:]))
            for numero, code in self.codes
            if code[1:].isdecimal()
        )


def grouped(pairs: Iterable[tuple[Key, One]]) -> Mapping[Key, tuple[One, ...]]:
    """All that has a key, by that key, in the order in which it came."""
    found: dict[Key, list[One]] = {}
    for key, one in pairs:
        found.setdefault(key, []).append(one)
    return {key: tuple(ones) for key, ones in found.items()}


def known_of(form: Form, annees: tuple[int, ...], sound: _Rows, faulty: _Rows) -> Known:
    """What is named by rows, be they at fault elsewhere."""
    rows = {key: [*sound.get(key, ()), *faulty.get(key, ())] for key in form.sheets}
    names = [
        str(row.values["nom"]).strip()
        for row in rows["quartiers"]
        if "nom" in row.values
    ]
    numeros = [numero_of(row.values.get("numero")) for row in rows["objectifs"]]
    actions = [
        (numero_of(row.values.get("objectif")), row.values.get("code"))
        for row in rows["actions"]
    ]
    return Known(
        frozenset(annees or form.years),
        {even_out(name): name for name in reversed(names)},
        frozenset(numero for numero in numeros if numero),
        frozenset((oo, str(code).strip()) for oo, code in actions if oo and code),
    )


def doubts_of(
    form: Form, known: Known, sound: _Rows, faulty: _Rows
) -> Mapping[str, Doubts]:
    """The doubtful rows of each sheet: those at fault, those about something unknown,
    those that repeat a key.
    """
    return {
        key: Doubts(_doubts(key, known, sound.get(key, ()), faulty.get(key, ())))
        for key in form.sheets
    }


def _doubts(
    sheet: str, known: Known, sound: Iterable[Row], faulty: Iterable[Row]
) -> Iterable[Doubt]:
    seen: set[tuple[object, ...]] = set()
    at_fault = {row.number for row in faulty}
    for row in sorted([*sound, *faulty], key=lambda row: row.number):
        about = {name: _sure(name, row, known) for name in _ABOUT if name in row.values}
        if (
            sheet == "suivi"
            and isinstance(vise := about.get("vise", {}).get("vise"), Vise)
            and len(vise.numero) < 3
        ):
            about["vise"] = {}  # it is mended to something below
        sure = {name: value for told in about.values() for name, value in told.items()}
        names = _KEYS.get(sheet, ())
        key = tuple(sure.get(name) for name in names)
        repeated = bool(key) and None not in key and key in seen
        seen.add(key)
        if repeated:  # it may have been meant for another one beside it
            del sure[names[-1]]
        if repeated or row.number in at_fault or not all(about.values()):
            yield Doubt(row.number, sure)


def _sure(name: str, row: Row, known: Known) -> Mapping[str, object]:
    """What one cell tells for sure, nothing where it may yet change."""
    value = row.values[name]
    if name in ("annee", "date"):
        year = int(value[:4]) if isinstance(value, str) and is_date(value) else value
        return {"annee": year} if year in known.annees else {}
    if name == "quartier":
        nom = known.quartiers.get(even_out(str(value)))
        return {"quartier": nom} if nom else {}
    if name == "vise":
        vise = vise_of(value)
        there = (
            vise
            and vise.numero in known.numeros
            and (not vise.code or (vise.numero, vise.code) in known.codes)
        )
        return {"vise": vise} if there else {}
    if name == "code":
        return (
            {"code": str(value).strip()}
            if re.fullmatch(r"\s*A[1-9]\d?\s*", str(value))
            else {}
        )
    numero = numero_of(value)
    if numero is None or numero not in known.numeros:
        return {}
    if name == "numero":
        return {"numero": numero, "suite": numero[:-1]}
    return {"oo": numero} if len(numero) == 3 else {}
