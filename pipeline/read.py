""".xlsx -> rows + problems: sheets are found by their titles, columns by their headings, wherever they stand."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl.utils import get_column_letter

from pipeline.cell_values import BadCell
from pipeline.form import Field, Form, Sheet
from pipeline.form_file import editions, load_form
from pipeline.intake import admit
from pipeline.problem import CellRef, Problem
from pipeline.sheet_scan import Cells, SheetCells, scan
from pipeline.submission import Row, Submission, Value
from pipeline.suggest import pairs
from pipeline.text import StyledText, even_out
from pipeline.xml_parts import Refused

Rows = tuple[Row, ...]
_HEADING_ROWS = 15  # how far down a heading row is looked for
MOST_CELLS = 80_000  # filled cells in columns of the form; a full register has some 40,000
MOST_LETTERS = 2_000_000  # in these cells
_MOST_YEARS = 20  # in a cell
_YEARS = re.compile(r"\s*((?:19|20)\d\d)(?:\s*[-\u2010-\u2013]\s*((?:19|20)\d\d))?\s*")
_AMOUNT = re.compile(r"\d{1,12}([.,]\d{1,2})?")  # "4.760" is no amount: it may be four or four thousand
_WHOLE = re.compile(r"\d{1,12}")


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
    except Exception:  # parts that are missing, cut off or nonsense raise nearly anything
        sheets, faults = {}, [Problem("fichier-illisible")]
    named = [replace(fault, facts={"fichier": path.name, **fault.facts}) for fault in faults]
    return sheets, [*problems, *named]


def find_edition(sheets: Mapping[str, SheetCells], known: Sequence[str]) -> str:
    """The edition that a workbook's own stamp names; without a sound stamp, the (latest) edition that has most of its
    sheets there; empty where none has any."""
    forms = [load_form(edition) for edition in reversed(known)]
    stamped = (form.edition for form in forms for value in _stamps(form, sheets) if value == form.edition)
    there = {form.edition: sum(even_out(sheet.title) in sheets for sheet in form.sheets.values()) for form in forms}
    likely = max(there, key=lambda edition: there[edition], default="")
    return next(stamped, likely if there.get(likely) else "")


def _stamps(form: Form, sheets: Mapping[str, SheetCells]) -> list[str]:
    """Whatever stands in the sheet where this edition would be stamped."""
    stamped = [sheet for sheet in form.sheets.values() if any(f.type == "edition" for f in sheet.fields.values())]
    found = [sheets[even_out(sheet.title)] for sheet in stamped if even_out(sheet.title) in sheets]
    return [str(value).strip() for sheet in found for row in sheet.rows for value in row if value is not None]


def read(form: Form, source: str, sheets: Mapping[str, SheetCells]) -> tuple[Submission, list[Problem]]:
    """The rows of every sheet of the form; the cells of unknown sheets and columns are people's own and stay unread.

    A sheet without any heading of the form is as one that is absent; where all are so, that is the only finding."""
    rows: dict[str, Rows] = {}
    problems = _absent_sheets(form, sheets)
    room = _Room()
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
    known = {even_out(sheet.title) for edition in editions() for sheet in load_form(edition).sheets.values()}
    meant = pairs(absent, [found.title for key, found in sheets.items() if key not in known]) if absent else {}
    facts = ({"feuille": title, "piste": meant.get(title, "")} for title in absent)
    return [Problem("feuille-absente", CellRef(fact["feuille"]), fact) for fact in facts]


def _unknown_form(source: str, sheets: Mapping[str, SheetCells]) -> Problem:
    """A workbook of something else: what it has, and what would be known."""
    titles = ", ".join(f"« {found.title:.40} »" for found in list(sheets.values())[:5]) + "…" * (len(sheets) > 5)
    firsts = {edition: [sheet.title for sheet in load_form(edition).sheets.values()][:3] for edition in editions()}
    expected = " ; ".join(f"{', '.join(names)}… pour {edition}" for edition, names in firsts.items())
    return Problem("formulaire-inconnu", None, {"fichier": source, "feuilles": titles, "attendu": expected})


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


def _read_sheet(form: Form, sheet: Sheet, found: SheetCells, room: _Room) -> tuple[Rows | None, list[Problem]]:
    """The rows of a sheet; None where it has none of the form's headings."""
    title = found.title
    at, columns, problems = _find_columns(sheet, title, found.rows)
    if not columns:
        return None, problems
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
    absent = [field.heading for field in sheet.fields.values() if field.key not in found and not field.private]
    if not found:
        facts = {"feuille": title, "nombre": str(_HEADING_ROWS), "attendu": ", ".join(absent[:3])}
        return 0, {}, [Problem("titres-absents", CellRef(title), facts)]
    own = [str(value) for value in cells[at] if _filled(value) and even_out(str(value)) not in wanted]
    meant = pairs(absent, own) if absent else {}
    told = ({"colonne": heading, "piste": meant.get(heading, "")} for heading in absent)
    problems += [Problem("colonne-absente", CellRef(title), facts) for facts in told]
    return at, found, problems


def _convert(form: Form, field: Field, typed: Any) -> Value:
    """A cell as the value of its field; what does not fit stays as typed, for the checks to tell."""
    if field.type == "date":
        return typed.date().isoformat() if isinstance(typed, datetime) else _mistyped_date(typed)
    if isinstance(typed, float) and typed.is_integer():
        typed = int(typed)
    if field.type in ("code", "codes") and isinstance(typed, int | float) and not isinstance(typed, bool):
        return typed if field.type != "codes" else (typed,)  # type: ignore[return-value]  # a bare number, told later
    text = _as_text(typed)
    if field.type == "codes":
        return tuple(part.strip() for part in text.split(";") if part.strip())
    if field.type == "list":
        return _key_of(((item.key, item.label) for item in form.lists[field.list].items), text)
    if field.type == "question":
        return _key_of(((question.id, question.label) for question in form.questions.values()), text)
    if field.type in ("amount", "whole", "year", "years"):
        return _number(field.type, typed, text.strip())
    if field.type == "text" and not field.pattern:
        return typed if field.rich and isinstance(typed, StyledText) else text
    return " ".join(text.split()) if field.pattern else text.strip()


def _number(kind: str, typed: Any, text: str) -> Value:
    """Cents from euros, a whole number, a year, several years; a number that is none of these stays one."""
    if kind == "years":
        return _years(text) or text
    if kind == "amount" and _AMOUNT.fullmatch(bare := re.sub(r"\s|€", "", text)):
        typed = float(bare.replace(",", "."))
    if isinstance(typed, bool) or not isinstance(typed, int | float):
        return int(text) if kind != "amount" and _WHOLE.fullmatch(text) else text
    cents = round(typed * 100)
    # Below zero it is no amount; a sum of Excel may end on ...0000001.
    is_amount = kind == "amount" and typed >= 0 and abs(typed * 100 - cents) < 1e-4
    return cents if is_amount else typed


def _years(text: str) -> tuple[int, ...]:
    """The years of "2022 ; 2024" or "2022-2025" (from first to last), rising, each once; () where one is unreadable."""
    years: set[int] = set()
    for part in filter(str.strip, text.split(";")):
        found = _YEARS.fullmatch(part)
        span = range(int(found[1]), int(found[2] or found[1]) + 1) if found else range(0)
        if not span or len(span) > _MOST_YEARS:
            return ()
        years.update(span)
    return tuple(sorted(years)) if len(years) <= _MOST_YEARS else ()


def _mistyped_date(typed: Any) -> Value:
    """A text or number in a date column: quoted, so that no text passes for a date."""
    return typed if isinstance(typed, int | float) else f"« {_as_text(typed).strip()} »"


def _as_text(typed: Any) -> str:
    if isinstance(typed, bool):
        return "VRAI" if typed else "FAUX"
    if isinstance(typed, date):
        return typed.strftime("%d/%m/%Y")
    return str(typed).replace(".", ",") if isinstance(typed, float) else str(typed)


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
