""".xlsx -> rows + problems: sheets are found by their titles, columns by their headings, wherever they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from pipeline.cell_values import BadCell
from pipeline.form import Field, Form, Sheet
from pipeline.intake import admit
from pipeline.problem import CellRef, Problem
from pipeline.sheet_scan import Cells, SheetCells, scan
from pipeline.submission import Row, Submission, Value
from pipeline.text import even_out
from pipeline.xml_parts import Refused

_HEADING_ROWS = 15  # how far down a heading row is looked for
MOST_CELLS = 80_000  # filled cells in columns of the form; a full register has some 40,000
MOST_LETTERS = 2_000_000  # in these cells


def load_cells(
    path: Path, password: str | None = None, titles: Collection[str] | None = None
) -> tuple[Mapping[str, SheetCells], list[Problem]]:
    """The sheets of a workbook by evened-out title, those with one of the (evened-out) ``titles`` only, if given.

    The findings are about the file; with an error among them there are no sheets."""
    package, problems = admit(path, password)
    if package is None:
        return {}, problems
    try:
        sheets, faults = scan(package, lambda title: titles is None or title in titles)
    except Exception:  # parts that are missing, cut off or nonsense raise nearly anything
        sheets, faults = {}, [Problem("fichier-illisible")]
    named = [replace(fault, facts={"fichier": path.name, **fault.facts}) for fault in faults]
    return sheets, [*problems, *named]


def find_edition(sheets: Mapping[str, SheetCells], known: Sequence[str]) -> str:
    """The edition that the workbook's own stamp names; empty when it names none of the known ones."""
    rows = sheets["identification"].rows if "identification" in sheets else []
    return next((str(value) for row in rows for value in row if str(value) in known), "")


def read(form: Form, source: str, sheets: Mapping[str, SheetCells]) -> tuple[Submission, list[Problem]]:
    """The rows of every sheet of the form; the cells of unknown sheets and columns are people's own and stay unread."""
    rows: dict[str, tuple[Row, ...]] = {}
    problems: list[Problem] = []
    room = _Room()
    for sheet in form.sheets.values():
        if even_out(sheet.title) not in sheets:
            problems.append(Problem("feuille-absente", CellRef(sheet.title), {"feuille": sheet.title}))
            continue
        found = sheets[even_out(sheet.title)]
        try:
            rows[sheet.key], faults = _read_sheet(form, sheet, found, room)
        except Refused as refusal:
            return Submission(source, {}), [Problem(refusal.code, None, {"fichier": source, **refusal.facts})]
        problems += [*found.faults, *faults]
    return Submission(source, rows), problems


class _Room:
    """How much may still be read: every row costs checks, and every text is searched for codes."""

    def __init__(self) -> None:
        self.cells = self.letters = 0

    def take(self, values: Iterable[Any]) -> None:
        for value in values:
            self.cells += 1
            self.letters += len(value) if isinstance(value, str) else 0
        if self.cells > MOST_CELLS:
            raise Refused("classeur-trop-grand", cause=f"plus de {MOST_CELLS} cellules du formulaire sont remplies")
        if self.letters > MOST_LETTERS:
            raise Refused("classeur-trop-grand", cause=f"ses textes ont plus de {MOST_LETTERS} caractères")


def _read_sheet(form: Form, sheet: Sheet, found: SheetCells, room: _Room) -> tuple[tuple[Row, ...], list[Problem]]:
    title = found.title
    at, columns, problems = _find_columns(sheet, title, found.rows)
    letters = {key: get_column_letter(index + 1) for key, index in columns.items()}
    absent = frozenset(key for key, field in sheet.fields.items() if key not in columns and not field.private)
    rows = []
    for number, line in enumerate(found.rows[at + 1 :], at + 2):
        typed = {key: line[index] for key, index in columns.items() if index < len(line) and _filled(line[index])}
        if not typed:
            continue
        room.take(typed.values())
        bad = {key: value for key, value in typed.items() if isinstance(value, BadCell)}
        good = [key for key in sheet.fields if key in typed.keys() - bad.keys()]
        readable = {key: _convert(form, sheet.fields[key], typed[key]) for key in good}
        values = {key: value for key, value in readable.items() if value != ()}
        row = Row(sheet.key, title, number, values, letters, frozenset(bad) | absent)
        problems += [Problem(bad[key].code, row.ref(key), {"valeur": bad[key].shown}) for key in sorted(bad)]
        rows.append(_name_line(form, row) if "ligne" in values else row)
    if hidden := [row for row in rows if row.number in found.hidden]:
        problems.append(Problem("lignes-masquees", hidden[0].ref(), {"nombre": str(len(hidden))}))
    return tuple(rows), problems


def _filled(value: Any) -> bool:
    return value is not None and (not isinstance(value, str) or bool(value.strip()))


def _find_columns(sheet: Sheet, title: str, cells: Cells) -> tuple[int, dict[str, int], list[Problem]]:
    """The heading row (the one with most of the known headings) and the place of each column."""
    wanted = {even_out(field.heading): field for field in sheet.fields.values()}
    heads = [[even_out(str(value or "")) for value in row] for row in cells[:_HEADING_ROWS]]
    at = max(range(len(heads)), key=lambda number: sum(text in wanted for text in set(heads[number])), default=0)
    found: dict[str, int] = {}
    problems = []
    for index, text in enumerate(heads[at] if heads else []):
        field = wanted.get(text)
        if field and field.key in found:
            ref = CellRef(title, at + 1, get_column_letter(index + 1))
            problems.append(Problem("colonne-double", ref, {"colonne": field.heading}))
        elif field:
            found[field.key] = index
    problems += [
        Problem("colonne-absente", CellRef(title), {"colonne": field.heading})
        for field in sheet.fields.values()
        if field.key not in found and not field.private
    ]
    return at, found, problems


def _convert(form: Form, field: Field, typed: Any) -> Value:
    """A cell as the value of its field; what does not fit stays as typed, for the checks to tell."""
    if field.type == "date":
        return typed.date().isoformat() if isinstance(typed, datetime) else _mistyped_date(typed)
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    if field.type in ("code", "codes", "year") and isinstance(typed, int | float) and not isinstance(typed, bool):
        return typed if field.type != "codes" else (typed,)  # type: ignore[return-value]  # a bare number, told later
    text = _as_text(typed)
    if field.type == "codes":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if field.type == "list":
        return _key_of(((item.key, item.label) for item in form.lists[field.list].items), text)
    if field.type == "question":
        return _key_of(((question.id, question.label) for question in form.questions.values()), text)
    if field.type == "year":
        return int(text) if text.isdecimal() else text
    return text if field.type == "text" else text.strip()


def _mistyped_date(typed: Any) -> Value:
    """A text or number in a date column: quoted, so that no text passes for a date."""
    return typed if isinstance(typed, int | float) else f"« {_as_text(typed).strip()} »"


def _as_text(typed: Any) -> str:
    if isinstance(typed, bool):
        return "VRAI" if typed else "FAUX"
    if isinstance(typed, date):
        return typed.strftime("%d/%m/%Y")
    return str(typed)


def _key_of(labels: Iterable[tuple[str, str]], text: str) -> str:
    evened = even_out(text)
    return next((key for key, label in labels if even_out(label) == evened), text)


def _name_line(form: Form, row: Row) -> Row:
    """On the answers sheet a row's line is a line of its question's list."""
    question = form.questions.get(str(row.values.get("question")))
    if question is None:
        return row
    lines = form.question_lines(question)
    key = _key_of(((item.key, item.label) for item in lines), str(row.values["ligne"]))
    return replace(row, values={**row.values, "ligne": key})
