"""A workbook -> all that is noted in it on one household, for a request of access: the
rows that are its own, and elsewhere each cell and comment that names it.

A row is that of the households in its column of codes; where a sheet has none, of those
in its first cell that holds codes alone. The codes of other households are left out of
every text.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, time
from functools import cache
from typing import NamedTuple

from pipeline.check.references import codes_noted
from pipeline.edition.form import CODES, Form, Sheet
from pipeline.findings.sentences import explain
from pipeline.findings.sentences import personal_data as said
from pipeline.model.explained import UnknownName
from pipeline.model.printed_codes import Found, code_finder
from pipeline.model.submission import Submission
from pipeline.model.text import code_key, even_out, to_the_eye
from pipeline.office.excel import column_letters
from pipeline.office.number_format import shown_number
from pipeline.workbook.cell_values import BadCell, Cell
from pipeline.workbook.comments import Comments
from pipeline.workbook.form_in import Sheets, find_columns
from pipeline.workbook.sheets import SheetCells

_BESIDE_CODES = re.compile(r"[\W_]|\b(?:et|ou|puis|avec)\b")
_NUMBERS = (int, float, datetime, time)


class Noted(NamedTuple):
    """What a cell says, below which heading, and its comment."""

    heading: str
    text: str
    comment: str


class Line(NamedTuple):
    """Cells of one row of a sheet."""

    row: int
    cells: tuple[Noted, ...]


class SheetNotes(NamedTuple):
    """``own``: the household's rows; ``beside``: cells of other rows that name it."""

    title: str
    own: tuple[Line, ...]
    beside: tuple[Line, ...]

    @property
    def headings(self) -> list[str]:
        """The headings of its own rows, each once."""
        return [*dict.fromkeys(one.heading for line in self.own for one in line.cells)]


class HouseholdNotes(NamedTuple):
    """``shared``: how many of these lines name other households too."""

    code: str
    sheets: tuple[SheetNotes, ...]
    shared: int


def has_households(form: Form) -> bool:
    """Whether a form asks for codes of households."""
    return any(field.type in CODES for _, field in form.fields())


def household_notes(
    form: Form,
    submission: Submission,
    sheets: Sheets,
    comments: Mapping[str, Comments],
    code: str,
) -> HouseholdNotes:
    """What is noted on the household. ``submission``: the rows as read, which say what
    codes there are; ``sheets``: every cell of the workbook. Raises UnknownName.
    """
    known: dict[str, str] = {}  # as compared -> as first typed
    for typed, key in codes_noted(form, submission).items():
        known.setdefault(key, typed)
    known = _without_several(form, submission, known)
    if code_key(code) not in known:
        codes = [*known.values()]
        raise UnknownName(explain.NO_HOUSEHOLD, code, [], codes, even=code_key)
    search = _Search(form, known, code_key(code))
    found = [
        search.of_sheet(found, comments.get(title, {}))
        for title, found in sheets.items()
    ]
    told = tuple(one for one in found if one.own or one.beside)
    return HouseholdNotes(known[code_key(code)], told, search.shared)


def _without_several(
    form: Form, submission: Submission, known: Mapping[str, str]
) -> dict[str, str]:
    """The codes without what is several in one ("H-017/H-016"), which no register has."""
    own = {
        code_key(row.text(sheet.key_field))
        for sheet, field in form.fields()
        for row in submission.rows.get(sheet.key, ())
        if field.type in CODES and field.key == sheet.key_field
    }
    find = code_finder({code: key for key, code in known.items() if key in own})

    def is_several(code: str) -> bool:
        found = [*find(code)]
        return len({one.code for one in found}) > 1 and _is_all(code, found)

    return {
        key: code for key, code in known.items() if key in own or not is_several(code)
    }


class _Search:
    """The search for one household, ``key``, among the ``known`` codes."""

    def __init__(self, form: Form, known: Mapping[str, str], key: str) -> None:
        find = code_finder({code: key for key, code in known.items()})
        self.find = cache(lambda text: (*find(text),))
        self.printed = {
            *(line for part in form.readme for line in part.lines),
            *(sheet.intro for sheet in form.sheets.values()),
        }
        self.sheets = {even_out(one.title): one for one in form.sheets.values()}
        self.known, self.key, self.shared = known, key, 0

    def of_sheet(self, found: SheetCells, comments: Comments) -> SheetNotes:
        """What a sheet says of it."""
        heading, owner = self._columns(found)
        heads = [as_text(cell) for cell in found.rows[heading]] if heading >= 0 else []
        own, beside = [], []
        rows = max([len(found.rows), *(row for row, _ in comments)])
        for number in range(1, rows + 1):
            line = found.rows[number - 1] if number <= len(found.rows) else ()
            cells = [*self._cells(number, line, heads, comments)]
            owners = self._owners(line, owner) if number - 1 != heading else set()
            if self.key in owners:
                own.append(self._line(number, cells))
            elif naming := [one for one in cells if self._names(one)]:
                beside.append(self._line(number, naming))
        return SheetNotes(self._without(found.title), (*own,), (*beside,))

    def _columns(self, found: SheetCells) -> tuple[int, int]:
        """Where the row of headings and the column of codes are; -1 where there is none."""
        sheet = self.sheets.get(even_out(found.title))
        if sheet is not None:
            at, columns, _ = find_columns(sheet, found.title, found.rows)
            if columns:
                return at, columns.get(_owning(sheet), -1)
        for at, line in enumerate(found.rows):
            texts = [cell for cell in line if isinstance(cell, str)]
            if len(texts) > 1:
                return (-1 if any(map(self._codes, texts)) else at), -1
        return -1, -1

    def _cells(
        self, row: int, line: Sequence[Cell], heads: Sequence[str], comments: Comments
    ) -> Iterator[Noted]:
        """The cells of a row that are filled, or have a comment."""
        last = max([len(line), *(at for number, at in comments if number == row)])
        for at in range(last):
            text = as_text(line[at]) if at < len(line) else ""
            comment = comments.get((row, at + 1), "")
            if text or comment:
                head = heads[at].rstrip(" *") if at < len(heads) else ""
                yield Noted(head or said.column(column_letters(at + 1)), text, comment)

    def _owners(self, line: Sequence[Cell], owner: int) -> set[str]:
        """The households whose row it is."""
        if owner >= 0:
            return self._owning(as_text(line[owner])) if owner < len(line) else set()
        texts = map(as_text, line)
        alone = (self._owning(text) for text in texts if _is_all(text, self.find(text)))
        return next(alone, set())

    def _owning(self, text: str) -> set[str]:
        """The households of a cell that is codes; one that is a code as a whole is that."""
        whole = code_key(text)
        return {whole} if whole in self.known else self._codes(text)

    def _codes(self, text: str) -> set[str]:
        return {code_key(one.code) for one in self.find(text)}

    def _names(self, cell: Noted) -> bool:
        """Whether it names the household; an example in the form's own texts does not."""
        if cell.text in self.printed:
            return False
        return self.key in self._codes(cell.text) | self._codes(cell.comment)

    def _line(self, number: int, cells: Sequence[Noted]) -> Line:
        """A row without the codes of the others."""
        texts = [text for one in cells for text in (one.text, one.comment)]
        self.shared += any(self._codes(text) - {self.key} for text in texts)
        return Line(number, tuple(Noted(*map(self._without, one)) for one in cells))

    def _without(self, text: str) -> str:
        others = [one for one in self.find(text) if code_key(one.code) != self.key]
        return _replaced(text, others, said.OTHER)


def _is_all(text: str, codes: Collection[Found]) -> bool:
    """Whether a text is these codes, and nothing else."""
    left = _replaced(text, codes, "")
    return left != text and not _BESIDE_CODES.sub("", left)


def _replaced(text: str, codes: Collection[Found], by: str) -> str:
    """A text with something else where these codes stand in it."""
    if not codes:
        return text
    written = sorted({one.written for one in codes}, key=len, reverse=True)
    any_of = "|".join(map(re.escape, written))
    return re.sub(rf"(?<![^\W_])(?:{any_of})(?!\d)", by, to_the_eye(text))


def _owning(sheet: Sheet) -> str:
    """The field that says whose a row is."""
    fields = sheet.fields.values()
    return next((one.key for one in fields if one.type in CODES), "")


def as_text(cell: Cell) -> str:
    """What a cell shows."""
    if cell is None:
        return ""
    if isinstance(cell, BadCell):
        return cell.shown or said.UNREADABLE
    if isinstance(cell, bool):
        return said.TRUE if cell else said.FALSE
    return str(shown_number(cell) if isinstance(cell, _NUMBERS) else cell)
