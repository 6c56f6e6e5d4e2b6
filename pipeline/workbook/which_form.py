"""Which edition a workbook is of: the one that it names, else the one whose sheets it
has, or nearly has.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice

from pipeline.edition.form import Form
from pipeline.model.problem import Problem
from pipeline.model.submission import TEXTS
from pipeline.model.text import as_code, even_out, listed
from pipeline.workbook.headings import LONGEST_NAME, alike, find_columns, meant_names
from pipeline.workbook.sheets import SheetCells


def sheet_titles(forms: Iterable[Form]) -> set[str]:
    """The titles of the sheets of these forms, as they are compared."""
    return {even_out(sheet.title) for form in forms for sheet in form.sheets.values()}


def find_edition(
    sheets: Mapping[str, SheetCells], forms: Sequence[Form]
) -> Form | None:
    """The edition that a workbook's own stamp names, or that of its year which extends
    it; without a sound stamp, that of its year in the family of the (latest) edition
    that has most of its sheets there; None where none has any. Sheets that were renamed
    count where no edition has half of its sheets.
    """
    there = {form: _titles_there(form, sheets) for form in reversed(forms)}
    if not any(are_enough(names, form.sheets) for form, names in there.items()):
        with_renamed = {
            form: names | renamed(form, sheets, forms) for form, names in there.items()
        }
        there = {
            form: names
            for form, names in with_renamed.items()
            if there[form] or are_enough(names, form.sheets)
        }
    for form, names in there.items():
        if names and _is_stamped(form, sheets, names):
            later = (one for one in there if one.extends == form.edition)
            return _of_the_year(form, [form, *later], sheets)
    likely = max(there, key=lambda form: len(there[form]), default=None)
    if not likely or not there[likely]:
        return None
    family = [form for form in there if form.family == likely.family]
    return _of_the_year(likely, family, sheets)


def _titles_there(form: Form, sheets: Mapping[str, SheetCells]) -> dict[str, str]:
    """The titles of a form's sheets that are there, each as it is there."""
    return {
        sheet.title: sheets[even_out(sheet.title)].title
        for sheet in form.sheets.values()
        if even_out(sheet.title) in sheets
    }


def _of_the_year(
    likely: Form, forms: Sequence[Form], sheets: Mapping[str, SheetCells]
) -> Form:
    """Of these editions that of the workbook's year, or the nearest; one that extends
    another takes its years from it.
    """
    if len(forms) == 1 or (year := _year(likely, sheets)) is None:
        return likely
    away = {form: min(abs(year - served) for served in form.years) for form in forms}
    return min(forms, key=lambda form: (away[form], not form.extends))


def _year(form: Form, sheets: Mapping[str, SheetCells]) -> int | None:
    """The year that a workbook is of, where it says a year."""
    sheet, key = form.sheets[form.as_at[0]], form.as_at[1]
    found = sheets.get(even_out(sheet.title))
    if found is None or sheet.fields[key].type != "year":
        return None
    at, columns, _ = find_columns(sheet, found.title, found.rows)
    for row in islice(found.rows, at + 1, None) if key in columns else ():
        typed = str(row[columns[key]]) if columns[key] < len(row) else ""
        if year := re.fullmatch(r"\s*(\d{4})(\.0)?\s*", typed):
            return int(year[1])
    return None


def are_enough(names: Collection[str], titles: Collection[str]) -> bool:
    """Whether so many of a form's sheets show which form it is."""
    return 2 * len(names) >= len(titles)


def _is_stamped(
    form: Form, sheets: Mapping[str, SheetCells], names: Mapping[str, str]
) -> bool:
    """Whether this edition stands in the sheet where it would be stamped. ``names``:
    the titles of the form's sheets, each as it is there.
    """
    stamped = [
        sheet.title
        for sheet in form.sheets.values()
        if any(f.type == "edition" for f in sheet.fields.values())
    ]
    found = [sheets[even_out(names[title])] for title in stamped if title in names]
    cells = (value for sheet in found for row in sheet.rows for value in row)
    texts = (
        str(value)
        for value in cells
        if isinstance(value, TEXTS) and len(value) < LONGEST_NAME
    )
    return any(as_code(text).strip() == form.edition for text in texts)


def renamed(
    form: Form, sheets: Mapping[str, SheetCells], forms: Iterable[Form]
) -> dict[str, str]:
    """The titles of absent sheets of a form, each as it probably is there: one of
    people's own titles that comes near, else the title of the only sheet that has its
    headings.
    """
    absent = [
        sheet.title
        for sheet in form.sheets.values()
        if even_out(sheet.title) not in sheets
    ]
    known = sheet_titles(forms)
    own = [found for key, found in sheets.items() if key not in known] if absent else []
    names = meant_names(absent, [found.title for found in own])
    like: dict[str, list[str]] = {}
    for found in own:
        sheet, _ = alike(form.sheets.values(), found.rows)
        if sheet and found.title not in names.values():
            like.setdefault(sheet.title, []).append(found.title)
    return {
        title: like[title][0] for title in absent if len(like.get(title, ())) == 1
    } | names


def unknown_form(
    source: str, sheets: Mapping[str, SheetCells], forms: Iterable[Form]
) -> Problem:
    """A workbook of something else: what it has, and what would be known."""
    titles = listed((f"« {found.title:.40} »" for found in sheets.values()), 5)
    expected = " ; ".join(
        f"{', '.join(s.title for s in islice(form.sheets.values(), 3))}… pour"
        f" « {form.title} », {form.span}"
        for form in forms
    )
    return Problem(
        "formulaire-inconnu",
        None,
        {"fichier": source, "feuilles": titles, "attendu": expected},
    )


def other_forms(
    form: Form, source: str, sheets: Collection[str], forms: Iterable[Form]
) -> Iterator[Problem]:
    """The other forms whose sheets are all in the workbook too: one workbook is for one
    report.
    """
    for other in forms:
        if other.family != form.family and sheet_titles([other]) <= {*sheets}:
            yield Problem(
                "autre-formulaire",
                None,
                {"fichier": source, "titre": other.title, "lu": form.title},
            )
