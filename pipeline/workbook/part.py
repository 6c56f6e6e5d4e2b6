"""A workbook that is a part: it names the sheets that it has, another has the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from pipeline.edition.form import PARTS, Form
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Submission
from pipeline.model.text import even_out, listed

_BETWEEN = re.compile(r"[;,\n]")


def absent_sheets(
    form: Form,
    there: Mapping[str, Any],
    names: Mapping[str, str],
    submission: Submission,
) -> Iterator[Problem]:
    """The sheets that a workbook lacks, those of a part alone, and what it names that is
    no sheet. ``there``: its sheets by evened-out title; ``names``: the title of an absent
    sheet -> as which it probably is there.
    """
    known = {even_out(sheet.title): sheet for sheet in form.sheets.values()}
    named = {even_out(form.head.title)}
    rows = submission.rows.get(form.head.key, ())
    firsts = {row.text(PARTS): row for row in reversed(rows)}  # of one text, once
    typed = {text: titles_in(text) for text in firsts}
    titles = listed(f"« {sheet.title} »" for sheet in form.sheets.values())
    for text, found in typed.items():
        named |= set(map(even_out, found))
        if unknown := [title for title in found if even_out(title) not in known]:
            said = "; ".join(unknown)
            row = firsts[text]
            yield row.problem("partie-inconnue", PARTS, valeur=said, attendu=titles)
    is_whole = not any(typed.values())
    for even, sheet in known.items():
        if even not in there and (even in named or is_whole):
            facts = {"feuille": sheet.title, "piste": names.get(sheet.title, "")}
            yield Problem("feuille-absente", CellRef(sheet.title), facts)


def titles_in(text: str) -> list[str]:
    """The titles that a text names, separated by semicolons or commas."""
    return [title for part in _BETWEEN.split(text) if (title := part.strip())]


def missing(form: Form, submission: Submission) -> list[str]:
    """The titles of the sheets that none of the files read has."""
    return [
        sheet.title
        for sheet in form.sheets.values()
        if sheet.key not in submission.rows
    ]


def held_back(
    form: Form, submission: Submission, problems: Iterable[Problem]
) -> list[Problem]:
    """The problems without those that another part answers: what a part leaves empty in
    the head, but for whose it is.
    """
    asked = {form.head.fields[key].heading for key in form.whose}
    titles = {row.title for row in submission.rows.get(form.head.key, ())}
    if not missing(form, submission):
        return [*problems]
    return [
        problem
        for problem in problems
        if problem.code != "valeur-manquante"
        or problem.sheet not in titles
        or problem.facts.get("colonne") in asked
    ]
