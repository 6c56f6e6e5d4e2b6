"""The form in a workbook: its edition, which the workbook names, or whose sheets it has,
or nearly has; its sheets; of a sheet the row of headings, and where the columns stand.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence, Set
from functools import cache
from itertools import islice

from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import TEXTS
from pipeline.model.text import as_code, even_out, listed
from pipeline.office.excel import column_letters
from pipeline.workbook.cell_values import Cell
from pipeline.workbook.sheets import SheetCells

Sheets = Mapping[str, SheetCells]  # by evened-out title
HEADING_ROWS = 60  # how far down a heading row is looked for
LONGEST_NAME = 300  # characters of a heading, of an edition's name
# Texts of a row that are compared in sheets of people's own, their characters.
_MOST_TEXTS, _LONGEST_TEXT = 60, 80

Lines = Sequence[Sequence[Cell]]


@cache
def _headings(sheet: Sheet) -> Mapping[str, Field]:
    """Evened-out heading -> its field."""
    return {even_out(field.heading): field for field in sheet.fields.values()}


def find_columns(
    sheet: Sheet, title: str, cells: Lines
) -> tuple[int, dict[str, int], list[Problem]]:
    """The heading row (the one with most of the known headings) and the place of each
    column.
    """
    wanted = _headings(sheet)
    at, head = _heading_row(wanted.keys(), cells)
    found: dict[str, int] = {}
    problems = []
    for index, text in enumerate(head):
        field = wanted.get(text)
        if field and field.key in found:
            ref = CellRef(title, at + 1, column_letters(index + 1))
            problems.append(Problem("colonne-double", ref, {"colonne": field.heading}))
        elif field:
            found[field.key] = index
    absent = [
        field.heading
        for field in sheet.fields.values()
        if field.key not in found and not field.private
    ]
    # One heading alone may be the title of a group, or a word in a note.
    if len(found) < min(2, len(wanted) - 1):
        facts = {
            "feuille": title,
            "nombre": str(HEADING_ROWS),
            "attendu": ", ".join(absent[:3]),
        }
        return 0, {}, [Problem("titres-absents", CellRef(title), facts)]
    own = [
        str(value)
        for value, text in zip(cells[at], head, strict=True)
        if text and text not in wanted
    ]
    meant = meant_names(absent, own)
    for heading in absent:
        facts = {"colonne": heading, "piste": meant.get(heading, "")}
        problems.append(Problem("colonne-absente", CellRef(title), facts))
    return at, found, problems


def _heading_row(wanted: Set[str], cells: Lines) -> tuple[int, list[str]]:
    """The row with most of these headings, and its texts evened out."""
    best: tuple[int, int, list[str]] = (-1, 0, [])
    for at, row in enumerate(cells[:HEADING_ROWS]):
        texts = (str(value or "") for value in row)
        head = [even_out(text) if len(text) < LONGEST_NAME else "" for text in texts]
        known = len(wanted & {*head})
        if known > best[0]:
            best = known, at, head
        if known == len(wanted):  # no other row can have more
            break
    return best[1:]


def meant_names(absent: Sequence[str], there: Sequence[str]) -> dict[str, str]:
    """Names that are missing -> the one that each has probably got."""
    if not absent:
        return {}
    from pipeline.findings.near_names import pairs  # of no use to a sound workbook

    return pairs(absent, there)


def alike(sheets: Iterable[Sheet], cells: Lines) -> tuple[Sheet | None, int]:
    """The sheet whose headings stand in a row of these, and the number of that row;
    (None, 0) where there is none.

    Two thirds of the required headings are needed, and two headings in all, since one
    may be a word in a note. Of several sheets it is the one most of whose headings are
    there.
    """
    short = (
        (str(v) for v in row if isinstance(v, TEXTS) and len(v) <= _LONGEST_TEXT)
        for row in cells[:HEADING_ROWS]
    )
    heads = [{even_out(text) for text in islice(texts, _MOST_TEXTS)} for texts in short]
    best: tuple[float, Sheet | None, int] = (0.0, None, 0)
    for sheet in sheets:
        wanted = _headings(sheet)
        required = {heading for heading, field in wanted.items() if field.required}
        for number, head in enumerate(heads, 1):
            found = wanted.keys() & head
            share = len(found) / len(wanted)
            if (
                len(found) > 1
                and 3 * len(found & required) >= 2 * len(required)
                and share > best[0]
            ):
                best = share, sheet, number
    return best[1:]


# ---- the edition and its sheets


def sheet_titles(forms: Iterable[Form]) -> set[str]:
    """The titles of the sheets of these forms, as they are compared."""
    return {even_out(sheet.title) for form in forms for sheet in form.sheets.values()}


def find_edition(
    sheets: Sheets, forms: Sequence[Form], as_stamped: bool = False
) -> Form | None:
    """The edition that a workbook's own stamp names, or (unless ``as_stamped``) that of
    its year which extends it; without a sound stamp, that of its year in the family of
    the (latest) edition that has most of its sheets there; None where none has any.
    Sheets that were renamed count where no edition has half of its sheets.
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
            if as_stamped:
                return form
            later = (one for one in there if one.extends == form.edition)
            return _of_the_year(form, [form, *later], sheets)
    likely = max(there, key=lambda form: len(there[form]), default=None)
    if not likely or not there[likely]:
        return None
    family = [form for form in there if form.family == likely.family]
    return _of_the_year(likely, family, sheets)


def _titles_there(form: Form, sheets: Sheets) -> dict[str, str]:
    """The titles of a form's sheets that are there, each as it is there."""
    return {
        sheet.title: sheets[even_out(sheet.title)].title
        for sheet in form.sheets.values()
        if even_out(sheet.title) in sheets
    }


def _of_the_year(likely: Form, forms: Sequence[Form], sheets: Sheets) -> Form:
    """Of these editions that of the workbook's year, or the nearest; one that extends
    another takes its years from it.
    """
    if len(forms) == 1 or (year := _year(likely, sheets)) is None:
        return likely
    away = {form: min(abs(year - served) for served in form.years) for form in forms}
    return min(forms, key=lambda form: (away[form], not form.extends))


def _year(form: Form, sheets: Sheets) -> int | None:
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


def _is_stamped(form: Form, sheets: Sheets, names: Mapping[str, str]) -> bool:
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


def renamed(form: Form, sheets: Sheets, forms: Iterable[Form]) -> dict[str, str]:
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


def unknown_form(source: str, sheets: Sheets, forms: Iterable[Form]) -> Problem:
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
