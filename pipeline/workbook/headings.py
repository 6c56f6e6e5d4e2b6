"""The row of headings of a sheet: which it is, where the form's columns stand, whose
headings they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cache
from itertools import islice

from pipeline.edition.form import Field, Sheet
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import TEXTS
from pipeline.model.text import even_out
from pipeline.office.excel import column_letters
from pipeline.workbook.cell_values import Cell

HEADING_ROWS = 60  # how far down a heading row is looked for
LONGEST_NAME = 300  # characters of a heading, of an edition's name
_MOST_TEXTS, _LONGEST_TEXT = (
    60,
    80,
)  # texts of a row that are compared in sheets of people's own, their characters

Lines = Sequence[Sequence[Cell]]


@cache
def _headings(sheet: Sheet) -> Mapping[str, Field]:
    """Evened-out heading -> its field."""
    return {even_out(field.heading): field for field in sheet.fields.values()}


def _as_heading(value: Cell) -> str:
    """The evened-out text of a cell; empty where it is none, or too long for a heading."""
    text = str(value or "")
    return even_out(text) if len(text) < LONGEST_NAME else ""


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
    told = ({"colonne": heading, "piste": meant.get(heading, "")} for heading in absent)
    problems += [Problem("colonne-absente", CellRef(title), facts) for facts in told]
    return at, found, problems


def _heading_row(wanted: Set[str], cells: Lines) -> tuple[int, list[str]]:
    """The row with most of these headings, and its texts evened out."""
    best: tuple[int, int, list[str]] = (-1, 0, [])
    for at, row in enumerate(cells[:HEADING_ROWS]):
        head = [_as_heading(value) for value in row]
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
