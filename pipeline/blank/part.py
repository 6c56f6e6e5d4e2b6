"""The part of a form that one of several hands keeps: some of its sheets, and nothing
that speaks of the others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.edition.form import Field, Form, ReadmePart, Sheet
from pipeline.findings.sentences import parts as said
from pipeline.model.text import even_out
from pipeline.rules.families import FAMILIES


class UnknownSheet(ValueError):
    """A title that is none of the form's sheets, in French with those that there are."""


def part_of(form: Form, titles: Sequence[str]) -> Form:
    """The form with its head and the sheets of these titles alone, which refer to one
    another alone. Raises UnknownSheet.
    """
    known = {even_out(sheet.title): key for key, sheet in form.sheets.items()}
    for title in titles:
        if even_out(title) not in known:
            every = [sheet.title for sheet in form.sheets.values()]
            raise UnknownSheet(said.unknown_sheet(title, every))
    wanted = {known[even_out(title)] for title in titles} | {form.head.key}
    sheets = {
        key: _alone(sheet, wanted)
        for key, sheet in form.sheets.items()
        if key in wanted
    }
    sends = FAMILIES[form.family].sent.sheet in sheets
    own = [sheet.title for sheet in sheets.values() if sheet.key != form.head.key]
    return replace(
        form,
        sheets=sheets,
        readme=tuple(ReadmePart(*part) for part in said.readme(own, sends)),
    )


def named(part: Form) -> str:
    """What a part says of its sheets, in its head."""
    own = (s.title for s in part.sheets.values() if s.key != part.head.key)
    return " ; ".join(own)


def _alone(sheet: Sheet, wanted: set[str]) -> Sheet:
    """The sheet whose fields refer to no sheet that is kept elsewhere."""
    fields = {
        key: field if field.refers in wanted else _free(field)
        for key, field in sheet.fields.items()
    }
    return replace(sheet, fields=fields)


def _free(field: Field) -> Field:
    kind = "text" if field.type == "reference" else field.type
    return field._replace(refers="", type=kind)
