"""What of a workbook looks like the form's and is not read, and what nobody sees and is
read all the same.

Above the headings of a sheet a title, a note, a date or a sum is people's own. A record
of several cells has two values at least that its columns take, or nearly take: a date
typed as a text, what has the shape of a household's code, a reference or a label that
comes near. One of them tells: a date, a code, a choice, a reference or a year, since a
text or a number may be anything. One stands in a required column, in one that tells
where the sheet has such, or is a date. Texts count in required columns only, and in a
sheet of texts alone; a number of one word in the first column counts too.

A single cell is a record where it is a code in the column of the sheet's key. Two
dates, or two texts that stand in a required column which is not the first, are records;
so are three names in rows one after the other in the first column. Fewer may be a title
and a note.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import NamedTuple

from pipeline.check.references import KnownKeys, evener, known_keys
from pipeline.check.row_rules import row_rules
from pipeline.edition.form import Field, Form, Sheet
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import TEXTS, Row, Submission
from pipeline.model.text import bare, counted, even_out, listed
from pipeline.office.excel import column_letters
from pipeline.workbook.cell_values import BadCell, Cell
from pipeline.workbook.columns import LONGEST_ENTRY, converter, is_free_text
from pipeline.workbook.form_in import Sheets, alike
from pipeline.workbook.sheets import MOST_COUNTED, SheetCells

_MOST_NAMED = 5  # sheets or columns that a finding names
_NOTHING = ((), (None,))  # a place of a row that is not filled
_MOST_PLACES = 3  # rows, or runs of rows, that it names
# Fields that are filled before anybody fills a workbook in.
_PREPARED = ("edition", "question", "line")


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
    they are not read.
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


# ---- what the records of a sheet look like

# Fields that take what stands in any note, or in any sum above a column.
_UNTELLING = ("line", "amount", "whole")
_MONTH = r"(?:janv|fevr|mars|avr|mai|juin|juil|aout|sept|oct|nov|dec)[a-z]*\.?"
_DAY = re.compile(
    rf"(?:le )?(?:\d{{1,2}}[/. -]\d{{1,2}}(?:[/. -]\d{{2,4}})?|\d{{1,2}}(?:er)? {_MONTH}(?:"
    r" \d{4})?)"
)
_CODE = re.compile(r"[a-z]{1,6}[-./_]?[0-9]{1,6}[a-z]?")
_BETWEEN_CODES = re.compile(r"\s*[;,+]\s*|\s+et\s+|\s+/\s+")
_NUMBER = re.compile(r"[^\W_]*[0-9][\w./-]*")
_NAME = re.compile(r"[^:.!?0-9]{2,60}")


class Records:
    """What the records of a sheet look like."""

    def __init__(
        self, form: Form, sheet: Sheet, columns: Mapping[str, int], beside: KnownKeys
    ) -> None:
        self.form, self.sheet, self.columns, self.beside = form, sheet, columns, beside
        self.rules = row_rules(form, sheet)
        fields = [sheet.fields[key] for key in columns if not sheet.fields[key].private]
        free = {field.key for field in fields if is_free_text(field)}
        self.required = {field.key for field in fields if field.required}
        dates = {field.key for field in fields if field.type == "date"}
        told = {field.key for field in fields if field.type not in _UNTELLING}
        self.telling = told - free
        uncounted = free - self.required if self.telling else set()
        self.counting = {field.key for field in fields} - uncounted
        self.naming = (self.required & self.telling or self.required) | dates

    def has(self, line: Sequence[Cell]) -> bool:
        """Whether a row of several cells looks like one of them."""
        fields = self.sheet.fields
        seen = {key for key in self.counting if self.fits(fields[key], line)}
        first = next(iter(fields.values()))
        typed = str(self.typed(first, line) or "")
        if is_free_text(first) and _NUMBER.fullmatch(typed):
            seen.add(first.key)
        tells = bool(seen & self.telling) or not self.telling
        return len(seen) > 1 and tells and bool(seen & self.naming)

    def alone(self, lines: Sequence[tuple[int, Sequence[Cell], int]]) -> set[int]:
        """The numbers of those rows of a single cell that are records. ``lines``:
        number, row, place of its cell.
        """
        if self.sheet.most == 1 or self.sheet.is_answers:
            return set()
        keys = {at: key for key, at in self.columns.items()}
        found, alike = set[int](), dict[str, list[int]]()
        for number, line, at in lines:
            field = self.sheet.fields[keys[at]]
            is_day = field.type == "date" and self.fits(field, line)
            is_text = is_free_text(field) and isinstance(line[at], TEXTS)
            is_code = field.type == "code" and field.key == self.sheet.key_field
            if is_code and self.nearly(field, line):
                found.add(number)
            elif field.key in self.required and (is_day or is_text):
                alike.setdefault(field.key, []).append(number)
        texts = {number: str(line[at]) for number, line, at in lines}
        first = next(iter(self.sheet.fields.values()))
        for key, numbers in alike.items():
            if key == first.key and first.type != "date":
                found |= _names(numbers, texts)
            elif len(numbers) > 1:
                found |= {*numbers}
        return found

    def fits(self, field: Field, line: Sequence[Cell]) -> bool:
        """Whether a column takes what stands in it, or nearly."""
        return self.takes(field, line) or self.nearly(field, line)

    def typed(self, field: Field, line: Sequence[Cell]) -> Cell:
        """What stands in the column of a field; None where nothing can be read."""
        at = self.columns.get(field.key, len(line))
        value = line[at] if at < len(line) else None
        is_read = not isinstance(value, BadCell) and len(str(value)) <= LONGEST_ENTRY
        return value if is_read else None

    def takes(self, field: Field, line: Sequence[Cell]) -> bool:
        """Whether a column takes what stands in it, as it stands."""
        if is_free_text(field):
            at = self.columns[field.key]
            return at < len(line) and isinstance(line[at], TEXTS)
        if (typed := self.typed(field, line)) is None:
            return False
        value = converter(self.form, field)(typed)
        if self.rules.of_values({field.key: value}):
            return False
        keys = self.beside.keys.get(field.refers)
        even = evener(self.form.sheets[field.refers]) if field.refers else str
        return keys is None or all(
            even(str(key)) in keys
            for key in (value if isinstance(value, tuple) else (value,))
        )

    def nearly(self, field: Field, line: Sequence[Cell]) -> bool:
        """Whether what stands in a column comes near what it takes."""
        typed = self.typed(field, line)
        if not isinstance(typed, TEXTS) or not (said := bare(str(typed)).strip()):
            return False
        if field.type == "date":
            return _DAY.fullmatch(said) is not None
        if field.type in ("code", "codes"):
            return all(map(_CODE.fullmatch, _BETWEEN_CODES.split(said)))
        labels: list[str] = []
        if field.type == "list":
            labels = [bare(item.label) for item in self.form.lists[field.list].items]
        elif field.type == "reference":
            labels = [bare(key) for key in self.beside.typed.get(field.refers, ())]
        return len(said) > 2 and (
            any(x.startswith(said) for x in labels)
            or bool(get_close_matches(said, labels, 1, 0.8))
        )


def _names(numbers: Sequence[int], texts: Mapping[int, str]) -> set[int]:
    """Those of these rows that stand three or more one after the other and may be
    names.
    """
    found, run = set[int](), list[int]()
    for number in numbers:
        if not _NAME.fullmatch(texts[number]):
            continue
        run = [*run, number] if run and run[-1] == number - 1 else [number]
        found |= {*run} if len(run) > 2 else set()
    return found


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
