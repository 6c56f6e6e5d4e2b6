"""Rows of a CLSS plan for tests: sheet -> its rows as typed, a row a mapping of field
to text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from pipeline.check.sound_rows import CheckedRows
from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.submission import Row, Submission, Text, Value
from pipeline.model.text import StyledText, looks_of
from pipeline.rules.clss.records import Facts, build_facts

Typed = Mapping[str, str]
Sheets = Mapping[str, Sequence[Typed]]
FIRST = 5  # the row below the headings
FAULTY = "faulty"  # a row that has this key is at fault
_LOOKS = {"": "{}", "Gras": "**{}**", "Exposant": "^({})", "GrasExposant": "**^({})**"}


def marked(text: Text) -> str:
    """A text with its looks in signs: ``**bold**``, ``^(raised)``."""
    return "".join(_LOOKS[look].format(stretch) for stretch, look in looks_of(text))


def styled(written: str) -> StyledText:
    """A text from its signs."""
    pieces = []
    for bold in re.split(r"(\*\*.*?\*\*)", written, flags=re.DOTALL):
        look = "Gras" if bold.startswith("**") else ""
        for piece in re.split(r"(\^\([^)]*\))", bold.strip("*") if look else bold):
            raised = piece.startswith("^(")
            pieces.append((piece[2:-1], look + "Exposant") if raised else (piece, look))
    return StyledText.of(pieces)


def rows_of(form: Form, sheets: Sheets) -> dict[str, tuple[Row, ...]]:
    """All rows, those at fault included."""
    return {
        key: tuple(_rows(sheet, sheets.get(key, ())))
        for key, sheet in form.sheets.items()
    }


def facts_of(form: Form, sheets: Sheets) -> tuple[Facts, Submission]:
    """The records of the rows that are not at fault, as at the day of the plan."""
    rows = rows_of(form, sheets)
    bad = {
        key: {n for n, row in enumerate(sheets.get(key, ()), FIRST) if FAULTY in row}
        for key in rows
    }
    sound = {
        key: tuple(row for row in found if row.number not in bad[key])
        for key, found in rows.items()
    }
    faulty = {
        key: tuple(row for row in found if row.number in bad[key])
        for key, found in rows.items()
    }
    day = next(
        (row["situation"] for row in sheets.get("plan", ()) if FAULTY not in row), None
    )
    return build_facts(form, CheckedRows(sound, faulty, {}), day), Submission(
        "test", rows
    )


def _rows(sheet: Sheet, typed: Sequence[Typed]) -> list[Row]:
    columns = {key: chr(ord("A") + place) for place, key in enumerate(sheet.fields)}
    made = []
    for number, row in enumerate(typed, FIRST):
        values = {
            key: _value(sheet.fields[key], text)
            for key, text in row.items()
            if key != FAULTY
        }
        made.append(Row(sheet.key, sheet.title, number, values, columns))
    return made


def _value(field: Field, text: str) -> Value:
    """What reading makes of a cell; amounts are written with two decimals."""
    if field.type in ("year", "whole"):
        return int(text)
    if field.type == "amount":
        return int(text.replace(".", ""))
    if field.type == "years":
        return tuple(int(year) for year in text.split(";"))
    return styled(text) if field.rich else text
