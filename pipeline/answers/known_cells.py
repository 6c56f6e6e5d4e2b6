"""Rows at fault, as far as they are known: what is at fault in them is left out, or to
be completed.
"""

from __future__ import annotations

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Form, Sheet
from pipeline.findings.sentences.answers import TO_DO
from pipeline.model.submission import Row, Value
from pipeline.rules.faults import Faults, Provisional

_NUMBERS = ("amount", "whole")
# What is told of a cell that is right in itself: it is printed all the same.
_RIGHT_IN_ITSELF = frozenset(
    {
        *("cle-double", "equipement-deux-tableaux", "approche-sans-frequence"),
        *("presence-incomplete", "presence-vide", "presence-en-trop"),
        *("canaux-vides", "canaux-en-trop"),
        *("non-prioritaires-vides", "non-prioritaire-en-trop"),
        *("non-prioritaire-sans-raison", "raison-sans-equipement"),
        *("nombre-de-cases", "rien-avec-autre"),
        *("explication-sans-coche", "difficulte-sans-axe"),
    }
)


def with_known_cells(form: Form, rows: CheckedRows, sure: Provisional) -> CheckedRows:
    """The rows with those at fault of which what the rules need is known, but for the
    sheets of which it is said what their rows add.
    """
    sound, faulty = dict(rows.sound), dict(rows.faulty)
    for key, sheet in form.sheets.items():
        if key in sure.counted:
            continue
        known = [_known_cells(sheet, row, sure.faults) for row in rows.of(key)]
        good = {row.number: row for row in known if row is not None}
        bad = tuple(row for row in rows.of(key) if row.number not in good)
        ordered = tuple(good[number] for number in sorted(good))
        sound[key], faulty[key] = ordered[: sheet.most or None], bad
    return rows._replace(sound=sound, faulty=faulty)


def _known_cells(sheet: Sheet, row: Row, faults: Faults) -> Row | None:
    """A row without what is at fault in it: a text is to be completed, another cell is
    left out. None where the row cannot be placed then.
    """
    at = faults.at(row)
    if not row.number:
        return None
    left_out = {key for key in at if not at[key] <= _RIGHT_IN_ITSELF}
    values: dict[str, Value] = {
        k: v for k, v in row.values.items() if k not in left_out
    }
    for key in at.keys() & sheet.fields.keys():
        field = sheet.fields[key]
        if field.printed and not field.pattern and key not in values:
            values[key] = TO_DO
    required = (key for key, field in sheet.fields.items() if field.required)
    is_known = all(key in values for key in required)
    is_known = is_known and not (at.keys() - values.keys() - _optional(sheet))
    return row._replace(values=values) if is_known else None


def _optional(sheet: Sheet) -> frozenset[str]:
    """The fields that may be empty in a sound row."""
    return frozenset(
        key
        for key, field in sheet.fields.items()
        if not field.required and (field.list or field.type in _NUMBERS)
    )
