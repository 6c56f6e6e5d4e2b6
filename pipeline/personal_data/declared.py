"""A declaration -> the entry for the register of processing, and the notice to the
households: what is noted of them, what for, who sees it.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import NamedTuple

from pipeline.edition.form import CODES, Field, Form, PersonalData, Sheet
from pipeline.findings.sentences import personal_data as said
from pipeline.model.text import listed


class Section(NamedTuple):
    """A part of the notice: its heading, and its paragraphs."""

    heading: str
    lines: tuple[str, ...]


def made_pages(form: Form) -> dict[str, str]:
    """The pages of an edition, in Markdown, by the names of their files; none where its
    workbooks name no households.
    """
    data = form.personal_data
    if data is None:
        return {}
    made = said.MADE(form.edition)
    entry = [f"# {said.ENTRY(form.title)}", made, *_entry(form, data)]
    notice = [f"# {said.NOTICE(form.title)}", made]
    for heading, lines in notice_sections(form, data):
        notice += [f"## {heading}", *lines]
    return {
        "registre-traitement.md": "\n\n".join(entry) + "\n",
        "notice-menages.md": "\n\n".join(notice) + "\n",
    }


# ---- the register of processing


def _entry(form: Form, data: PersonalData) -> Iterator[str]:
    kept = ", ".join(_groups(form, data))
    rows = [
        said.CONTROLLER,
        (said.PURPOSES, "<br>".join(data.sheets.values())),
        said.BASES,
        (said.SUBJECTS, data.subjects),
        (said.CATEGORIES, kept),
        (said.HEALTH, f"{_health(form, data)}. {said.FREE}"),
        (said.SOURCES, "<br>".join(data.sources)),
        (said.RECIPIENTS, "<br>".join(data.recipients)),
        *(said.TRANSFERS, said.KEPT, said.SECURITY),
    ]
    yield "\n".join(
        ["| | |", "|---|---|", *(f"| **{head}** | {text} |" for head, text in rows)]
    )
    yield said.EVERY_COLUMN
    for sheet in _sheets(form, data):
        columns = (_column(form, field) for field in sheet.fields.values())
        yield f"### {sheet.title}"
        yield "\n".join([said.COLUMNS, *columns])


def _column(form: Form, field: Field) -> str:
    labels = listed(_health_labels(form, field))
    stays = field.private or field.type in ("text", *CODES)
    goes = said.STAYS if stays else said.COUNTED
    if field.printed:
        goes = said.PRINTED
    return f"| {field.heading} | {field.help} | {labels} | {goes} |"


def _groups(form: Form, data: PersonalData) -> Iterator[str]:
    """What the sheets hold, by their groups of columns where they have some."""
    for sheet in _sheets(form, data):
        groups = [group.title for group in sheet.groups.values()]
        yield f"{sheet.title} ({listed(groups or [*_headings(sheet)])})"


# ---- the notice


def notice_sections(form: Form, data: PersonalData) -> Iterator[Section]:
    """The notice, part by part."""
    yield Section(said.WHO, said.WHO_TEXT)
    yield Section(said.WHAT_FOR, (*data.sheets.values(), said.BASIS))
    columns = (
        f"{sheet.title} : {listed(_headings(sheet))}." for sheet in _sheets(form, data)
    )
    yield Section(said.WHAT, (said.NO_NAME, *columns))
    yield Section(said.AND_HEALTH, (said.health(_health(form, data)), said.FREE))
    yield Section(said.FROM_WHOM, data.sources)
    yield Section(said.TO_WHOM, (*data.recipients, said.NO_ABROAD))
    yield Section(said.HOW_LONG, said.HOW_LONG_TEXT)
    yield Section(said.RIGHTS, said.RIGHTS_TEXT)


def _headings(sheet: Sheet) -> Iterator[str]:
    """The headings of a sheet, those of precisions in a word."""
    for is_more, fields in groupby(
        sheet.fields.values(), key=lambda field: bool(field.precision_of)
    ):
        if not is_more:
            yield from (field.heading for field in fields)


# ---- what both say


def _sheets(form: Form, data: PersonalData) -> Iterator[Sheet]:
    return (form.sheets[key] for key in data.sheets)


def _health(form: Form, data: PersonalData) -> str:
    """The columns of which a line says something of health, with these lines."""
    found: dict[str, list[str]] = {}
    for sheet in _sheets(form, data):
        for field in sheet.fields.values():
            if labels := _health_labels(form, field):
                found.setdefault(listed(labels), []).append(f"« {field.heading} »")
    return " ; ".join(
        f"{listed(columns)} ({labels})" for labels, columns in found.items()
    )


def _health_labels(form: Form, field: Field) -> list[str]:
    if not field.list:
        return []
    return [item.label for item in form.lists[field.list].items if item.health]
