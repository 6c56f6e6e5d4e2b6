"""A small sound workbook, and how to plant faults in it: tables of mutations, each with
the findings it must give.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from openpyxl import Workbook, load_workbook

from pipeline.edition.form import Form
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.model.submission import Value
from tests.support.cases import load_typed
from tests.support.paths import TESTS
from tests.support.quick_workbook import quick_workbook, typed_over

TITLES = {
    sheet.key: sheet.title
    for edition in homes()
    for sheet in load_form(edition).sheets.values()
}
FIRST_ROW = 5
Rows = dict[str, list[dict[str, Value]]]
Finding = tuple[str, str]  # code, place


@dataclass
class Draft:
    """A workbook in the making: its rows, then what is done to the file itself."""

    rows: Rows = field(default_factory=dict)
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)


Change = Callable[[Draft], None]


def workbook(*changes: Change) -> bytes:
    """The base with the changes, as a file."""
    return filled(FORM, BASE, changes)


def filled(
    form: Form,
    rows: Mapping[str, Sequence[Mapping[str, Value]]],
    changes: Sequence[Change],
) -> bytes:
    """The workbook of a form with these rows and the changes, as a file."""
    draft = Draft(
        {sheet: [dict(row) for row in records] for sheet, records in rows.items()}
    )
    for change in changes:
        change(draft)
    data = quick_workbook(form, draft.rows)
    for step in draft.after:
        data = step(data)
    return data


# ---- changes


def at(sheet: str, row: int, **cells: Value | None) -> Change:
    """Fill cells of a row, the next free one included; None empties a cell."""

    def change(draft: Draft) -> None:
        records = draft.rows[sheet]
        if row == FIRST_ROW + len(records):
            records.append({})
        _fill(records[row - FIRST_ROW], cells)

    return change


identification, equipement = partial(at, "identification"), partial(at, "equipements")
menage, contact, dossier = (
    partial(at, "menages"),
    partial(at, "contacts"),
    partial(at, "dossiers"),
)


def answer(question: str, ligne: str = "", **cells: Value | None) -> Change:
    """The same for a line of the answers sheet."""

    def change(draft: Draft) -> None:
        key: dict[str, Value] = {"question": question, "ligne": ligne}
        known = (
            record
            for record in draft.rows["reponses"]
            if {"ligne": "", **record}.items() >= key.items()
        )
        record = next(known, None)
        if record is None:
            record = {**key}
            draft.rows["reponses"].append(record)
        _fill(record, cells)

    return change


def _fill(record: dict[str, Value], cells: dict[str, Value | None]) -> None:
    for key, value in cells.items():
        if value is None:
            record.pop(key, None)
        else:
            record[key] = value


def tick(question: str, ligne: str, texte: str | None = None) -> Change:
    return answer(question, ligne, coche="x", texte=texte)


def untick(question: str, ligne: str) -> Change:
    return answer(question, ligne, coche=None, texte=None)


def emptied(sheet: str) -> Change:
    """A sheet without rows."""
    return lambda draft: draft.rows[sheet].clear()


def spoilt(draft: Draft) -> None:
    """A file cut off half-way."""
    draft.after.append(lambda data: data[: len(data) // 2])


def in_file(edit: Callable[[Workbook], None]) -> Change:
    """What people do in Excel and no record can hold."""

    def step(data: bytes) -> bytes:
        book = load_workbook(io.BytesIO(data))
        edit(book)
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    return lambda draft: draft.after.append(step)


def cells(sheet: str, **values: object) -> Change:
    """Cells by their place: ``cells("menages", AE4="Notes")``."""

    typed = {f"{TITLES[sheet]}!{place}": value for place, value in values.items()}
    return lambda draft: draft.after.append(lambda data: typed_over(data, typed))


def in_formats(sheet: str, values: Mapping[str, Sequence[Any]]) -> Change:
    """Cells with another number format ("General": Excel shows, and stores, a bare
    number), and a value pasted with it where one stands behind it.
    """

    def edit(book: Workbook) -> None:
        for place, (number_format, *value) in values.items():
            cell = book[TITLES[sheet]][place]
            if value:
                cell.value = value[0]
            cell.number_format = number_format

    return in_file(edit)


def in_format(
    sheet: str, place: str, value: float | datetime, number_format: str
) -> Change:
    return in_formats(sheet, {place: [number_format, value]})


def without(sheet: str) -> Change:
    """A workbook without this sheet."""
    return in_file(lambda book: book.remove(book[TITLES[sheet]]))


# ---- what tests/faults says


def changes_of(written: Mapping[str, Any]) -> tuple[Change, ...]:
    """``{"menages 8": {"statut": "lune"}, "without": "dossiers"}`` and so on."""
    return tuple(
        _change(*key.split(" "), value=value) for key, value in written.items()
    )


def _change(what: str, *where: str, value: Any) -> Change:
    if what == "cut":
        return spoilt
    if what in ("emptied", "without"):
        return {"emptied": emptied, "without": without}[what](value)
    if what == "gone":
        return in_file(partial(_record_gone, value))
    if what == "cells":
        return cells(where[0], **value)
    if what == "format":
        return in_formats(where[0], value)
    return (
        answer(*where, **value)
        if what == "reponses"
        else at(what, int(where[0]), **value)
    )


def _record_gone(codes: Sequence[str], book: Workbook) -> None:
    """What a carry-over notes of households that stayed behind."""
    page = book.create_sheet("Reprise")
    rows = [
        ("Numéro de contrôle de l'ancien classeur", "0f"),
        ("Code d'un ménage parti", ""),
    ]
    for row in (("Quoi", "Lequel"), *rows, *((rows[1][0], code) for code in codes)):
        page.append(row)


@dataclass(frozen=True)
class Planted:
    """Changes of the sound workbook, and all that is told of it then."""

    name: str
    changes: tuple[Change, ...]
    found: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def alone(cls, written: Mapping[str, Any]) -> Planted:
        """A finding with the changes that provoke it; ``beside`` holds those that no
        workbook can spare it.
        """
        (name, changes), *_ = written.items()
        told = (name, *written.get("beside", ()))
        return cls(name, changes_of(changes), tuple(map(finding, told)))

    @classmethod
    def groups(cls, written: Mapping[str, Any]) -> list[Planted]:
        return [
            cls(name, changes_of(one["changes"]), tuple(map(finding, one["found"])))
            for name, one in written.items()
        ]


def finding(told: str) -> Finding:
    code, _, place = told.partition(" ")
    return code, place


@dataclass(frozen=True)
class Exclusion:
    """Codes that never stand in one workbook with others, and why."""

    ones: frozenset[str]
    others: frozenset[str]
    reason: str


class Faults:
    """The page of an edition in tests/faults."""

    def __init__(self, edition: str) -> None:
        page = load_typed(TESTS / "faults" / f"{edition}.yaml")
        self.form = load_form(edition)
        self.base: Rows = {sheet: [*rows] for sheet, rows in page["base"].items()}
        self.alone = [*map(Planted.alone, page["alone"])]
        self.together = Planted.groups(page["together"])
        self.typed = Planted.groups(page.get("typed", {}))
        self.held = Planted.groups(page["held"])
        self.later = Planted.groups(page["later"])
        self.planted = [*map(Planted.alone, page.get("planted", ()))]
        self.told_of_marolles = [*map(finding, page.get("told_of_marolles", ()))]
        self.pairwise_exclusive: tuple[str, ...] = page["pairwise_exclusive"]
        self.exclusions = [
            Exclusion(
                frozenset(one["ones"].split()),
                frozenset(one["others"].split()),
                one["reason"],
            )
            for one in page["exclusions"]
        ]
        self.codes = {code for fault in self.alone for code, _ in fault.found[:1]}


DICS, CLSS = Faults("dics-2023"), Faults("clss-2022-2025")
FORM, BASE = DICS.form, DICS.base
CHAQUE = (untick("2.1.1", "certains"), tick("2.1.1", "chaque"))
PRE: dict[str, Value] = {
    "statut": "ris",
    "raison": "choix",
    "reseau": "oui",
    "accompagnement_pre": "entame",
    "probleme_1": "emploi",
    "relais_1": "oui",
}
UNMET = (menage(8, **PRE), contact(5, codes=("H-001",)))
LEFT: dict[str, Value] = {"date_relogement": "2023-09-01", "destination": "prive"}
