"""What is sure of the rows of a CLSS plan that are at fault, that name something that
is not there, or that repeat a key.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form
from pipeline.edition.row_schema import is_date
from pipeline.model.submission import Row
from pipeline.model.text import even_out
from pipeline.rules.clss.text import Numero, Vise, numero_of, vise_of
from pipeline.rules.doubts import Doubt, Doubts, Sure

Key = TypeVar("Key", bound=Hashable)
One = TypeVar("One")
# The cells that say what a row is about; what such a cell tells, once it is sure, in
# the order of the row's key.
_ABOUT = ("annee", "date", "quartier", "numero", "objectif", "code", "vise")
_KEYS: Mapping[str, tuple[str, ...]] = {
    "objectifs": ("suite", "numero"),
    "actions": ("oo", "code"),
    "budget": ("annee", "quartier"),
}


@dataclass(frozen=True)
class Known:
    """What the plan names: its years, or those of the edition where the period is
    unknown; its quarters, evened-out name to name; its objectives and their actions.
    """

    annees: frozenset[int]
    quartiers: Mapping[str, str]
    numeros: frozenset[Numero]
    codes: frozenset[tuple[Numero, str]]

    def has(self, vise: Vise) -> bool:
        """Whether the plan has this objective or action, be its row at fault
        elsewhere.
        """
        named = not vise.code or (vise.numero, vise.code) in self.codes
        return named and vise.numero in self.numeros

    @cached_property
    def suites(self) -> Grouped[Numero, int]:
        """What the numbers of a sequence begin with -> how they end."""
        return Grouped((numero[:-1], numero[-1]) for numero in self.numeros)

    @cached_property
    def codes_of(self) -> Grouped[Numero, int]:
        """Number of an objective -> those of its actions, 2 of A2."""
        numbers = ((numero, code[1:]) for numero, code in self.codes)
        return Grouped((numero, int(of)) for numero, of in numbers if of.isdecimal())


class Grouped(dict[Key, tuple[One, ...]]):
    """All that has a key, by that key, in the order in which it came; nothing has any
    other key.
    """

    def __init__(self, pairs: Iterable[tuple[Key, One]]) -> None:
        found: dict[Key, list[One]] = {}
        for key, one in pairs:
            found.setdefault(key, []).append(one)
        super().__init__((key, tuple(ones)) for key, ones in found.items())

    def __missing__(self, key: Key) -> tuple[One, ...]:
        return ()


def known_of(form: Form, annees: tuple[int, ...], rows: CheckedRows) -> Known:
    """What is named by rows, be they at fault elsewhere."""

    names = [row.text("nom").strip() for row in rows.of("quartiers")]
    numeros = (numero_of(row.text("numero")) for row in rows.of("objectifs"))
    actions = (
        (numero_of(row.text("objectif")), row.text("code").strip())
        for row in rows.of("actions")
    )
    return Known(
        frozenset(annees or form.years),
        {even_out(name): name for name in reversed(names) if name},
        frozenset(filter(None, numeros)),
        frozenset((oo, code) for oo, code in actions if oo and code),
    )


def doubts_of_plan(
    known: Known,
    sound: Mapping[str, Iterable[Row]],
    faulty: Mapping[str, Iterable[Row]],
) -> Mapping[str, Doubts]:
    """The doubtful rows of each sheet: those at fault, those about something unknown,
    those that repeat a key.
    """
    return {
        key: Doubts(_doubts(key, known, rows, faulty.get(key, ())))
        for key, rows in sound.items()
    }


def _doubts(
    sheet: str, known: Known, sound: Iterable[Row], faulty: Iterable[Row]
) -> Iterator[Doubt]:
    seen: set[tuple[object, ...]] = set()
    at_fault, names = {row.number for row in faulty}, _KEYS.get(sheet, ())
    for row in sorted([*sound, *faulty], key=lambda row: row.number):
        about = [_sure(name, row, known) for name in _ABOUT if name in row.values]
        sure = sure_of(row, known)
        key = tuple(sure.get(name) for name in names)
        repeated = bool(key) and None not in key and key in seen
        seen.add(key)
        if repeated:  # it may have been meant for another one beside it
            del sure[names[-1]]
        if repeated or row.number in at_fault or not all(about):
            yield Doubt(row.number, sure)


def sure_of(row: Row, known: Known) -> dict[str, object]:
    """What a row is about, as far as the plan has it."""
    told = (_sure(name, row, known) for name in _ABOUT if name in row.values)
    return {name: value for one in told for name, value in one.items()}


def _sure(name: str, row: Row, known: Known) -> Sure:
    """What one cell tells for sure, nothing where it may yet change."""
    value = row.values[name]
    told = str(value).strip()
    if name in ("annee", "date"):
        year = int(told[:4]) if is_date(told) else value
        return {"annee": year} if year in known.annees else {}
    if name == "quartier":
        nom = known.quartiers.get(even_out(told))
        return {"quartier": nom} if nom else {}
    if name == "vise":
        vise = vise_of(told)
        # Follow-up of an objective that is no operational one is mended to one below.
        above = row.sheet == "suivi" and vise and len(vise.numero) < 3
        return {"vise": vise} if vise and known.has(vise) and not above else {}
    if name == "code":
        return {"code": told} if re.fullmatch(r"A[1-9]\d?", told) else {}
    numero = numero_of(told) or ()
    if numero not in known.numeros:
        return {}
    if name == "numero":
        return {"numero": numero, "suite": numero[:-1]}
    return {"oo": numero} if len(numero) == 3 else {}
