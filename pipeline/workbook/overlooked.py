"""What of a workbook looks like the form's and is not read, and what nobody sees and is
read all the same.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from pipeline.check.references import known_keys
from pipeline.edition.form import Form, Sheet
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Row, Submission
from pipeline.model.text import counted, even_out, listed
from pipeline.office.excel import column_letters
from pipeline.workbook.above import Records
from pipeline.workbook.form_in import Sheets, alike
from pipeline.workbook.sheets import MOST_COUNTED, SheetCells

_MOST_NAMED = 5  # sheets or columns that a finding names
_NOTHING = ((), (None,))  # a place of a row that is not filled
_MOST_PLACES = 3  # rows, or runs of rows, that it names
_PREPARED = (
    "edition",
    "question",
    "line",
)  # fields that are filled before anybody fills a workbook in


class Table(NamedTuple):
    """A sheet of the form as it was read: its cells, where among them the row of
    headings is, where each column is, and its rows.
    """

    sheet: Sheet
    found: SheetCells
    heading: int
    columns: Mapping[str, int]
    rows: tuple[Row, ...]

    @property
    def typed(self) -> list[str]:
        """The fields that people fill in and that are not for themselves alone."""
        fields = self.sheet.fields
        return [
            key
            for key in self.columns
            if not fields[key].private and fields[key].type not in _PREPARED
        ]


# ---- not read


def unread_sheets(
    form: Form, sheets: Sheets, renamed: Collection[str]
) -> Iterator[Problem]:
    """One finding for all sheets that have rows below the headings of one of the form's
    sheets, and are none of them by their title: a copy, last year's, one that was put
    aside. ``renamed``: those that another finding names already.
    """
    ours = {even_out(sheet.title) for sheet in form.sheets.values()}
    others = [
        found
        for key, found in sheets.items()
        if found.filled and key not in ours and found.title not in renamed
    ]
    told = [
        (found.title, sheet.title, _rows(found.filled))
        for found in others
        if (sheet := alike(form.sheets.values(), found.rows)[0])
    ]
    if not told:
        return
    (first, as_first, rows), *more = told
    named = _also(
        f"« {title} » (titres de « {as_other} », {number})"
        for title, as_other, number in more
    )
    yield Problem(
        "feuille-non-lue",
        CellRef(first),
        {"feuille": as_first, "lignes": rows, "autres": named},
    )


def _rows(number: int) -> str:
    """How many rows there are, as far as they were counted."""
    rows = counted(number, "ligne")
    return f"plus de {rows}" if number >= MOST_COUNTED else rows


def rows_above(
    form: Form, tables: Sequence[Table], submission: Submission
) -> Iterator[Problem]:
    """One finding a sheet for the rows above its headings that look like its records:
    they are not read. What a record looks like there is said in above.py.
    """
    known = cache(lambda: known_keys(form, submission))
    for table in tables:
        wanted = sorted({*table.columns.values()})
        filled = [
            (number, line, places)
            for number, line in enumerate(table.found.rows[: table.heading], 1)
            if (places := [at for at in wanted if line[at : at + 1] not in _NOTHING])
        ]
        if not filled:
            continue
        records = Records(form, table.sheet, table.columns, known())
        found = {n for n, line, at in filled if len(at) > 1 and records.has(line)}
        found |= records.alone(
            [(n, line, at[0]) for n, line, at in filled if len(at) == 1]
        )
        if found:
            number, place = next((n, at[0]) for n, _, at in filled if n in found)
            ref = CellRef(table.found.title, number, column_letters(place + 1))
            yield Problem("lignes-au-dessus", ref, _many(sorted(found)))


# ---- read, though nobody sees it


def hidden_sheets(tables: Iterable[Table]) -> Iterator[Problem]:
    """One finding for the sheets with rows that Excel does not show."""
    hidden = [one.found.title for one in tables if one.found.is_hidden and one.rows]
    if hidden:
        others = _also(f"« {title} »" for title in hidden[1:])
        yield Problem("feuilles-masquees", CellRef(hidden[0]), {"autres": others})


def unseen_cells(table: Table) -> Iterator[Problem]:
    """What of a sheet's rows is read and counted, though nobody sees it or someone has
    crossed it out.
    """
    found, rows = table.found, table.rows
    if hidden := [row for row in rows if row.number in found.hidden]:
        yield hidden[0].problem("lignes-masquees", nombre=len(hidden))
    keys = [
        key for key in table.typed if table.columns[key] + 1 in found.hidden_columns
    ]
    if filled := [key for key in keys if any(key in row.values for row in rows)]:
        row = next(row for row in rows if filled[0] in row.values)
        names = [f"« {table.sheet.fields[key].heading} »" for key in filled]
        named = {"nombre": len(filled), "colonnes": listed(names, _MOST_NAMED)}
        yield row.problem("colonnes-masquees", filled[0], **named)
    if found.struck and (struck := [row for row in rows if _is_struck(table, row)]):
        many = _many([row.number for row in struck])
        yield struck[0].problem("lignes-barrees", **many)
    typed = {table.columns[key] + 1 for key in table.typed}
    cells = [
        (row.number, at)
        for row in (rows if found.elsewhere else ())
        for at in sorted(typed.intersection(found.elsewhere.get(row.number, ())))
    ]
    if cells:
        ref = CellRef(found.title, cells[0][0], column_letters(cells[0][1]))
        yield Problem("valeurs-d-ailleurs", ref, {"nombre": str(len(cells))})


def _is_struck(table: Table, row: Row) -> bool:
    """Whether every cell that is filled in is struck through, or the one that says
    which record this is.
    """
    struck, named = table.found.struck.get(row.number, ()), table.sheet.key_field
    filled = [key for key in table.typed if key in row.values] if struck else []
    asked = (
        [named] if named in filled and table.columns[named] + 1 in struck else filled
    )
    return bool(filled) and all(table.columns[key] + 1 in struck for key in asked)


# ---- how many, and where


def _also(names: Iterable[str]) -> str:
    """The others of which the same is told."""
    first, more = (names := [*names])[: _MOST_NAMED - 1], names[_MOST_NAMED - 1 :]
    return "".join(f" ; de même {name}" for name in first) + " …" * bool(more)


def _many(numbers: Sequence[int]) -> dict[str, str]:
    """How many rows, and the first of them: 5 à 9, 12, 14…, or 5 et 6."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    pieces = [
        [f"{run[0]} à {run[-1]}"] if len(run) > 2 else [*map(str, run)] for run in runs
    ]
    told = [piece for run in pieces for piece in run]
    first = sum(map(len, pieces[:_MOST_PLACES]))
    return {"nombre": str(len(numbers)), "lieux": listed(told, first)}
