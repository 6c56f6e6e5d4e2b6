""".xlsx -> rows + problems: sheets are found by their titles, columns by their headings, wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import islice, repeat
from pathlib import Path
from typing import Any

from pipeline.cell_values import BadCell, Cell
from pipeline.excel import column_letters
from pipeline.field_values import LONGEST_ENTRY, line_keys
from pipeline.form import Field, Form, Sheet
from pipeline.form_file import load_form, sheet_titles
from pipeline.intake import NOT_OF_THE_FILE, admit
from pipeline.problem import CellRef, Problem
from pipeline.read_columns import Room, read_columns
from pipeline.sheet_scan import Lines, SheetCells, scan
from pipeline.submission import Row, Submission, Value
from pipeline.text import even_out, french_number, quoted
from pipeline.told import bounded
from pipeline.xml_parts import Refused

Rows = tuple[Row, ...]
_HEADING_ROWS = 15  # how far down a heading row is looked for
_LONGEST_NAME = 300  # characters of a heading, of an edition's name


def load_cells(
    path: Path, password: str | None = None, titles: Collection[str] | None = None
) -> tuple[Mapping[str, SheetCells], list[Problem]]:
    """The sheets of a workbook by evened-out title; those without one of the (evened-out) ``titles``, if given, without
    rows. The findings are about the file; with an error among them there are no sheets."""
    package, problems = admit(path, password)
    if package is None:
        return {}, problems
    try:
        sheets, faults = scan(package, lambda title: titles is None or title in titles)
    except NOT_OF_THE_FILE:
        raise
    except Exception:  # parts that are missing, cut off or nonsense raise nearly anything
        sheets, faults = {}, [Problem("fichier-illisible")]
    named = [replace(fault, facts={"fichier": path.name, **fault.facts}) for fault in faults]
    return sheets, [*problems, *named]


def find_edition(sheets: Mapping[str, SheetCells], known: Sequence[str]) -> str:
    """The edition that a workbook's own stamp names; without a sound stamp, the (latest) edition that has most of its
    sheets there; empty where none has any."""
    titles = sheet_titles()
    there = {edition: sum(even_out(title) in sheets for title in titles[edition]) for edition in reversed(known)}
    forms = [load_form(edition) for edition, found in there.items() if found]
    stamped = (form.edition for form in forms if _is_stamped(form, sheets))
    likely = max(there, key=lambda edition: there[edition], default="")
    return next(stamped, likely if there.get(likely) else "")


def _is_stamped(form: Form, sheets: Mapping[str, SheetCells]) -> bool:
    """Whether this edition stands in the sheet where it would be stamped."""
    stamped = [sheet for sheet in form.sheets.values() if any(f.type == "edition" for f in sheet.fields.values())]
    found = [sheets[even_out(sheet.title)] for sheet in stamped if even_out(sheet.title) in sheets]
    cells = (value for sheet in found for row in sheet.rows for value in row)
    texts = (value for value in cells if isinstance(value, str) and len(value) < _LONGEST_NAME)
    return any(text.strip() == form.edition for text in texts)


def read(form: Form, source: str, sheets: Mapping[str, SheetCells]) -> tuple[Submission, list[Problem]]:
    """The rows of every sheet of the form; the cells of unknown sheets and columns are people's own and stay unread.

    A sheet without any heading of the form is as one that is absent; where all are so, that is the only finding."""
    rows: dict[str, Rows] = {}
    problems = _absent_sheets(form, sheets)
    room = Room()
    for sheet in form.sheets.values():
        if (found := sheets.get(even_out(sheet.title))) is None:
            continue
        try:
            records, faults = _read_sheet(form, sheet, found, room)
        except Refused as refusal:
            return Submission(source, {}), [Problem(refusal.code, None, {"fichier": source, **refusal.facts})]
        problems += [*found.faults, *faults]
        rows |= {} if records is None else {sheet.key: records}
    return Submission(source, rows), problems if rows else [_unknown_form(source, sheets)]


def _absent_sheets(form: Form, sheets: Mapping[str, SheetCells]) -> list[Problem]:
    """The sheets that are not there, each with the title that it has now, if one of people's own comes near."""
    absent = [sheet.title for sheet in form.sheets.values() if even_out(sheet.title) not in sheets]
    known = {even_out(title) for titles in sheet_titles().values() for title in titles}
    meant = _meant(absent, [found.title for key, found in sheets.items() if key not in known])
    facts = ({"feuille": title, "piste": meant.get(title, "")} for title in absent)
    return [Problem("feuille-absente", CellRef(fact["feuille"]), fact) for fact in facts]


def _meant(absent: list[str], there: list[str]) -> dict[str, str]:
    """Names that are missing -> the one that each has probably got."""
    if not absent:
        return {}
    from pipeline.suggest import pairs  # of no use to a sound workbook

    return pairs(absent, there)


def _unknown_form(source: str, sheets: Mapping[str, SheetCells]) -> Problem:
    """A workbook of something else: what it has, and what would be known."""
    titles = ", ".join(f"« {found.title:.40} »" for found in list(sheets.values())[:5]) + "…" * (len(sheets) > 5)
    firsts = {edition: titles[:3] for edition, titles in sheet_titles().items()}
    expected = " ; ".join(f"{', '.join(names)}… pour {edition}" for edition, names in firsts.items())
    return Problem("formulaire-inconnu", None, {"fichier": source, "feuilles": titles, "attendu": expected})


def _read_sheet(form: Form, sheet: Sheet, found: SheetCells, room: Room) -> tuple[Rows | None, list[Problem]]:
    """The rows of a sheet; None where it has none of the form's headings."""
    at, columns, problems = _find_columns(sheet, found.title, found.rows)
    if not columns:
        return None, problems
    letters = {key: column_letters(index + 1) for key, index in columns.items()}
    absent = frozenset(key for key, field in sheet.fields.items() if key not in columns and not field.private)
    numbers = [number for number, line in enumerate(islice(found.rows, at + 1, None), at + 2) if line]
    lines = [found.rows[number - 1] for number in numbers]
    read, bad = read_columns(form, sheet, columns, lines, room)
    values = [
        {key: value for key, value in zip(read, row) if value is not None}  # noqa: B905 - the keyword costs a third
        for row in zip(*read.values(), strict=True)
    ]
    if "ligne" in read:
        _name_lines(form, values)
    unreadable = [absent.union(bad[at]) if at in bad else absent for at in range(len(lines))] if bad else repeat(absent)
    problems += bounded(
        Problem(cell.code, CellRef(found.title, numbers[at], letters[key]), _facts(sheet.fields[key], cell))
        for at, cells in sorted(bad.items())
        for key, cell in sorted(cells.items())
    )
    rows = [
        Row(sheet.key, found.title, number, row, letters, unread)
        for number, line, row, unread in zip(numbers, lines, values, unreadable, strict=False)
        if row or unread is not absent or _typed(line, columns)
    ]
    if hidden := [row for row in rows if row.number in found.hidden]:
        problems.append(Problem("lignes-masquees", hidden[0].ref(), {"nombre": str(len(hidden))}))
    return tuple(rows), problems


def _name_lines(form: Form, rows: list[dict[str, Value]]) -> None:
    """On the answers sheet a row's line is a line of its question's list: its label gives way to its key, and any other
    text is quoted."""

    @cache
    def named(asked: str, text: str) -> str:
        keys = line_keys(form, asked) if asked in form.questions else {}
        return keys.get(even_out(text), quoted(text))

    for values in rows:
        if "ligne" in values:
            values["ligne"] = named(str(values.get("question")), str(values["ligne"]))


def _facts(field: Field, cell: BadCell) -> dict[str, str]:
    return {"valeur": cell.shown, "colonne": field.heading, "attendu": french_number(LONGEST_ENTRY)}


def _typed(line: Sequence[Any], columns: Mapping[str, int]) -> bool:
    """Whether anything is typed in these columns."""
    return any(line[index] is not None for index in columns.values() if index < len(line))


@cache
def _headings(sheet: Sheet) -> Mapping[str, Field]:
    """Evened-out heading -> its field."""
    return {even_out(field.heading): field for field in sheet.fields.values()}


def _as_heading(value: Cell) -> str:
    """The evened-out text of a cell; empty where it is none, or too long for a heading."""
    text = str(value or "")
    return even_out(text) if len(text) < _LONGEST_NAME else ""


def _find_columns(sheet: Sheet, title: str, cells: Lines) -> tuple[int, dict[str, int], list[Problem]]:
    """The heading row (the one with most of the known headings) and the place of each column."""
    wanted = _headings(sheet)
    heads: list[list[str]] = []
    for row in cells[:_HEADING_ROWS]:
        heads.append([_as_heading(value) for value in row])
        if wanted.keys() <= {*heads[-1]}:  # no other row can have more
            break
    at = max(range(len(heads)), key=lambda number: len(wanted.keys() & {*heads[number]}), default=0)
    found: dict[str, int] = {}
    problems = []
    for index, text in enumerate(heads[at] if heads else []):
        field = wanted.get(text)
        if field and field.key in found:
            ref = CellRef(title, at + 1, column_letters(index + 1))
            problems.append(Problem("colonne-double", ref, {"colonne": field.heading}))
        elif field:
            found[field.key] = index
    absent = [field.heading for field in sheet.fields.values() if field.key not in found and not field.private]
    if len(found) < min(2, len(wanted) - 1):  # one alone may be the title of a group, or a word in a note
        facts = {"feuille": title, "nombre": str(_HEADING_ROWS), "attendu": ", ".join(absent[:3])}
        return 0, {}, [Problem("titres-absents", CellRef(title), facts)]
    own = [str(value) for value, text in zip(cells[at], heads[at], strict=True) if text and text not in wanted]
    meant = _meant(absent, own)
    told = ({"colonne": heading, "piste": meant.get(heading, "")} for heading in absent)
    problems += [Problem("colonne-absente", CellRef(title), facts) for facts in told]
    return at, found, problems
