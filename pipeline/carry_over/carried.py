"""The rows of an old workbook -> those of the new one: what of each goes along, as its
declaration says, under the keys of the new form.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import sha256

from pipeline.carry_over.old import CannotCarry, OldWorkbook
from pipeline.edition.form import CONFIRM, LASTING, NEW, SHOWN, Field, Form, Sheet
from pipeline.edition.row_schema import is_date
from pipeline.findings.sentences import carry_over as said
from pipeline.model.carried import FormerText
from pipeline.model.problem import CellRef
from pipeline.model.submission import Row, Value
from pipeline.model.text import even_out, french_day, unquoted
from pipeline.rules.families import FAMILIES

_LONGEST_NOTE = 2_000  # characters of a comment
_OF_THE_FORM = ("question", "line")  # types of fields that no person fills in

Record = dict[str, Value | FormerText]


@dataclass
class Carried:
    """What goes into the new workbook. ``rows``: sheet key -> each row of the old one
    that goes along, with its record; ``left``: those that stay for a reason of their
    own, by sheet and number; ``lost``: cells without a place in the new form, with what
    they say; ``unread``: cells that hold no value to trust; ``kept``: the cells that
    went along, and those that must be filled.
    """

    rows: dict[str, list[tuple[Row, Record]]] = field(default_factory=dict)
    left: Mapping[tuple[str, int], str] = field(default_factory=dict)
    lost: list[tuple[CellRef, str]] = field(default_factory=list)
    unread: list[CellRef] = field(default_factory=list)
    kept: set[CellRef] = field(default_factory=set)

    def of(self, sheet: str) -> list[Row]:
        """The old rows of a sheet that go along."""
        return [row for row, _ in self.rows.get(sheet, ())]


def carry(old: OldWorkbook, form: Form, shift: int) -> Carried:
    """Everything that goes along into a workbook of ``form`` whose period is ``shift``
    years later; 0: the same period, all of which goes along.
    """
    found = Carried()
    if shift:
        family = FAMILIES[old.form.family]
        found.left = family.left_behind(old.form, old.submission.rows, old.day)
    for sheet in old.form.sheets.values():
        kept = found.rows[sheet.key] = []
        for row in old.submission.rows.get(sheet.key, ()):
            if (sheet.key, row.number) not in found.left:
                record = _record(old, form, sheet, row, shift, found)
                if _holds_something(form, sheet, record):
                    kept.append((row, record))
    return found


def mark(value: Value | None) -> str:
    """A mark by which a changed cell is told from one that was not; "" for nothing."""
    return "" if value is None else sha256(repr(value).encode()).hexdigest()[:6]


def goes_along(form: Form, row: Row, key: str, day: str) -> bool:
    """Whether a cell of a row that goes along is copied."""
    own = form.sheets[row.sheet].fields[key]
    return how(form, row, own) in (LASTING, CONFIRM) or _is_later(form, row, own, day)


def how(form: Form, row: Row, own: Field) -> str:
    """What becomes of a cell: as its question says, else as its column does."""
    asked = form.questions.get(row.text("question"))
    answers = own.type not in _OF_THE_FORM and asked and asked.carried
    return answers or own.carried


def _is_later(form: Form, row: Row, own: Field, day: str) -> bool:
    """Whether what a cell says is dated after the day, or may be: a log's row whose date
    is missing or is none.
    """
    if not own.dated_by:
        return False
    date, dating = row.values.get(own.dated_by), form.sheets[row.sheet].fields
    if date is None:
        return dating[own.dated_by].required or own.dated_by in row.unreadable
    return not (isinstance(date, str) and is_date(date)) or date > day


def _holds_something(form: Form, sheet: Sheet, record: Record) -> bool:
    """Whether a row is to be written: of the answers sheet it stands there anyway."""
    return bool(record) and (
        sheet.is_answers
        or any(not isinstance(value, FormerText) for value in record.values())
    )


def _record(
    old: OldWorkbook, form: Form, sheet: Sheet, row: Row, shift: int, found: Carried
) -> Record:
    """What of a row goes along."""
    record: Record = {}
    if sheet.is_answers and not _is_asked(form, row):
        _lose(old.form, row, [*row.values.keys() - {"question", "ligne"}], found)
        return record
    for key, own in sheet.fields.items():
        is_copied = not shift or goes_along(old.form, row, key, old.day)
        if key in row.unreadable and key in row.columns and is_copied:
            found.unread.append(row.ref(key))
        elif own.carried == NEW:
            record |= _made_anew(form, own, row.values.get(key), shift)
        elif is_copied:
            if key in row.values or own.required:
                found.kept.add(row.ref(key))
            if key in row.values and _has_place(form, sheet, own, row.values[key]):
                record[key] = _as_typed(old.form, own, row.values[key])
            elif key in row.values:
                _lose(old.form, row, [key], found)
        elif key in row.values and how(old.form, row, own) == SHOWN:
            record[key] = _former(old, row, own)
    return record


def _made_anew(form: Form, own: Field, value: Value | None, shift: int) -> Record:
    if own.type == "edition":
        return {own.key: form.edition}
    return {own.key: value + shift} if isinstance(value, int) else {}


def _lose(form: Form, row: Row, keys: list[str], found: Carried) -> None:
    for key in keys:
        found.lost.append((row.ref(key), label(form, row.sheet, key, row.values[key])))


def _is_asked(form: Form, row: Row) -> bool:
    """Whether the new form has a line of the answers sheet."""
    asked = form.questions.get(row.text("question"))
    lines = asked.answer_lines(form.lists) if asked else ()
    return row.text("ligne") in [item.key for item in lines]


def _has_place(form: Form, sheet: Sheet, own: Field, value: Value) -> bool:
    """Whether the new form has the column, and the line of its list. What is no line of
    the old list goes along as it was typed, and is told there.
    """
    there = form.sheets.get(sheet.key)
    new = there and there.fields.get(own.key)
    if not new:
        return False
    is_key = new.type == "list" and not str(value).startswith("« ")
    return not is_key or value in form.lists[new.list].by_key


def _as_typed(form: Form, own: Field, value: Value) -> Value:
    """A value as a person would type it again: what is no date and no line of its list
    without the quotes that reading put around it.
    """
    if own.type not in ("date", "list") or not isinstance(value, str):
        return value
    return unquoted(value)


def label(form: Form, sheet: str, key: str, value: Value) -> str:
    """What a cell says, as people know it."""
    own = form.sheets[sheet].fields[key]
    items = form.lists[own.list].by_key if own.list else {}
    if own.type == "date" and is_date(str(value)):
        return french_day(str(value))
    if isinstance(value, tuple):
        return " ; ".join(map(str, value))
    return items[str(value)].label if str(value) in items else unquoted(str(value))


def _former(old: OldWorkbook, row: Row, own: Field) -> FormerText:
    """The old text of a cell that is emptied."""
    text = label(old.form, row.sheet, own.key, row.values[own.key])
    if len(text) > _LONGEST_NOTE:
        text = said.cut(text[:_LONGEST_NOTE], row.ref(own.key))
    return FormerText(said.former(old.period, text))


# ---- columns of people's own


def wanted_columns(
    old: OldWorkbook, asked: tuple[str, ...], every: bool
) -> Iterator[tuple[str, str]]:
    """Sheet key and heading of each column of people's own that goes along: those
    ``asked`` for by heading, or ``every`` one. Raises CannotCarry for a heading that is
    none of these.
    """
    there = [(key, one) for key, own in old.own.items() for one in own.columns]
    evened = {even_out(heading) for heading in asked}
    for heading in asked:
        if even_out(heading) not in {even_out(one) for _, one in there}:
            names = [*dict.fromkeys(one for _, one in there)]
            raise CannotCarry(
                said.no_such_column(heading, names), option="--avec-colonne"
            )
    yield from (pair for pair in there if every or even_out(pair[1]) in evened)
