"""A small sound workbook, and how to plant faults in it: tables of mutations, each with
the findings it must give.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial

from openpyxl import Workbook, load_workbook

from pipeline.edition.form import Form
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.model.submission import Value
from tests.support.quick_workbook import quick_workbook, typed_over

FORM = load_form("dics-2023")
TITLES = {
    sheet.key: sheet.title
    for edition in homes()
    for sheet in load_form(edition).sheets.values()
}
FIRST_ROW = 5
Rows = dict[str, list[dict[str, Value]]]
Finding = tuple[str, str]  # code, place

BASE: Rows = {
    "identification": [{"edition": "dics-2023", "commune": "Clairbois", "annee": 2023}],
    "equipements": [
        {
            "nom": "Les Pins",
            "nature": "hp",
            "presence": "une_semaine",
            "approche": "spontanee",
        },
        {"nom": "Les Bouleaux", "nature": "hp"},
    ],
    "menages": [
        {
            **{
                "code": "H-001",
                "equipement": "Les Pins",
                "statut": "pension",
                "raison": "choix",
                "reseau": "oui",
            },
            **{
                "accompagnement_pre": "entame",
                "probleme_1": "sante",
                "relais_1": "oui",
            },
        },
        {
            **{
                "code": "H-002",
                "equipement": "Les Bouleaux",
                "statut": "ris",
                "raison": "separation",
                "reseau": "non",
            },
            **{
                "date_relogement": "2023-05-04",
                "destination": "ais",
                "localisation": "origine",
            },
            **{"accompagnement_post": "entame", "contenu_1": "droits"},
        },
        {
            **{
                "code": "H-003",
                "equipement": "Les Pins",
                "statut": "travail",
                "raison": "choix",
                "reseau": "oui",
            },
            **{
                "date_relogement": "2022-09-12",
                "destination": "slsp",
                "localisation": "limitrophe",
            },
            **{"accompagnement_post": "poursuivi", "contenu_1": "loyer"},
        },
        {"code": "H-004", "equipement": "Les Bouleaux"},
    ],
    "contacts": [
        {"date": "2023-03-15", "codes": ("H-001", "H-004"), "mode": "site"},
        {"date": "2023-06-06", "codes": ("H-002",), "mode": "visite"},
        {"date": "2023-02-07", "codes": ("H-003",), "mode": "telephone"},
        {"date": "2023-10-10", "codes": ("H-001",), "mode": "telephone"},
    ],
    "dossiers": [
        {
            **{"numero": "D-1", "menage": "H-002", "ouverture": "2023-06-01"},
            **{"decision": "octroi", "date_decision": "2023-07-03"},
        },
        {"numero": "D-2", "menage": "H-003", "ouverture": "2023-01-10"},
    ],
    "reponses": [
        {
            "question": "1.1",
            "ligne": "communication",
            "coche": "x",
            "texte": "Une lettre par saison.",
        },
        {
            "question": "1.2.1",
            "ligne": "entrees",
            "coche": "x",
            "texte": "Peu de relais sur place.",
        },
        {"question": "2.1.1", "ligne": "certains", "coche": "x"},
        {"question": "4.1", "ligne": "commune", "coche": "x"},
    ],
}


@dataclass
class Draft:
    """A workbook in the making: its rows, then what is done to the file itself."""

    rows: Rows = field(default_factory=lambda: deepcopy(BASE))
    after: list[Callable[[bytes], bytes]] = field(default_factory=list)


Change = Callable[[Draft], None]


@dataclass(frozen=True)
class Fault:
    """One code provoked alone; ``beside`` holds the findings that no workbook can spare
    it.
    """

    code: str
    place: str
    changes: tuple[Change, ...]
    beside: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.place}"


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


def general(sheet: str, place: str) -> Change:
    """A cell without a date's format: Excel shows, and stores, a bare number."""

    def edit(book: Workbook) -> None:
        book[TITLES[sheet]][place].number_format = "General"

    return in_file(edit)


def in_format(
    sheet: str, place: str, value: float | datetime, number_format: str
) -> Change:
    """A number or a date pasted with its format."""

    def edit(book: Workbook) -> None:
        book[TITLES[sheet]][place].value = value
        book[TITLES[sheet]][place].number_format = number_format

    return in_file(edit)


def without(sheet: str) -> Change:
    """A workbook without this sheet."""
    return in_file(lambda book: book.remove(book[TITLES[sheet]]))


def option(ligne: str) -> tuple[Change, ...]:
    """The answer to 2.1.1 changed, with no equipment in 2.2.1."""
    nowhere = equipement(5, presence=None, approche=None)
    return (untick("2.1.1", "certains"), tick("2.1.1", ligne), nowhere)


CHAQUE = (untick("2.1.1", "certains"), tick("2.1.1", "chaque"))
BOTH_PRESENT = equipement(6, presence="une_quinzaine", approche="permanence")
LOW_PRIORITY = (equipement(6, non_prioritaire="x"), tick("2.4", "connus"))
CHANNELS = (
    equipement(6, valves="x"),
    answer("2.3.2", texte="Les aides au relogement."),
)
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
