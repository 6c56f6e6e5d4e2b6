"""What goes along -> the new workbook, with its sheets « À confirmer » and « Reprise »."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from pipeline.blank.answers_sheet import answer_rows
from pipeline.blank.further import Further, ListPage, OwnColumn
from pipeline.blank.sheets import letters_of
from pipeline.blank.workbook import build_workbook
from pipeline.carry_over.carried import (
    Carried,
    carry,
    goes_along,
    label,
    mark,
    wanted_columns,
)
from pipeline.carry_over.old import CannotCarry, OldWorkbook, extends
from pipeline.edition.form import CONFIRM, Form
from pipeline.findings.sentences import carry_over as said
from pipeline.model.carried import ToConfirm
from pipeline.model.problem import CellRef
from pipeline.model.submission import Row
from pipeline.model.text import code_key
from pipeline.office.excel import FormattedDay, FormattedNumber, FormattedTime
from pipeline.office.looks import FIRST_ROW
from pipeline.rules.families import FAMILIES
from pipeline.workbook.cell_values import BadCell, Cell


@dataclass(frozen=True)
class NewWorkbook:
    """The new workbook with the account of it: its ``period``, what was ``carried``,
    ``to_confirm`` in how many rows, the codes ``gone`` just now, the own columns that
    stayed.
    """

    data: bytes
    period: str
    old: OldWorkbook
    carried: Carried
    to_confirm: int
    gone: list[str]
    own_left: list[str]


def new_workbook(
    old: OldWorkbook,
    form: Form,
    year: int | None,
    own: tuple[str, ...],
    today: date,
) -> NewWorkbook:
    """The workbook of ``form`` for the period that begins with ``year`` (None: the
    next), with the ``own`` columns of these headings. Raises CannotCarry.
    """
    shift = _shift(old, form, year)
    carried = carry(old, form, shift)
    wanted = [*wanted_columns(old, own, every=not shift)]
    confirm = [*_to_confirm(old, carried)] if shift else []
    gone = _gone(old, carried)
    pages = [
        _record_page(old, carried, gone, today, len(form.sheets) + 1 + bool(shift))
    ]
    if shift:
        pages.insert(0, _confirm_page(form, carried, confirm))
    columns = _own_columns(old, carried, wanted)
    rows = {key: [record for _, record in kept] for key, kept in carried.rows.items()}
    data = build_workbook(
        form,
        {key: found for key, found in rows.items() if key in form.sheets},
        Further(pages, columns),
    )
    left = [one for table in old.own.values() for one in table.columns]
    taken = {heading for _, heading in wanted}
    own_left = [*dict.fromkeys(one for one in left if one not in taken)]
    first, last = old.first + shift, old.last + shift
    period = str(first) if first == last else f"{first}-{last}"
    return NewWorkbook(data, period, old, carried, len(confirm), gone, own_left)


def _shift(old: OldWorkbook, form: Form, year: int | None) -> int:
    """How many years the new period is later. Raises CannotCarry."""
    if not extends(form, old.form):
        why = said.other_form(old.form.edition, old.form.title, form.edition)
        raise CannotCarry(why)
    following = old.last + 1
    if year not in (None, following, old.first):
        why = said.other_year(old.period, following, year)
        raise CannotCarry(why, option="--annee")
    shift = (following if year is None else year) - old.first
    if old.first + shift not in form.years:
        why = said.not_covered(form.edition, form.span)
        raise CannotCarry(why, option="--annee")
    return shift


def _to_confirm(old: OldWorkbook, carried: Carried) -> Iterator[ToConfirm]:
    rows = {key: carried.of(key) for key in carried.rows}
    yield from FAMILIES[old.form.family].to_confirm(old.form, rows, old.day)
    for sheet in old.form.sheets.values():
        for row in rows[sheet.key] if sheet.is_answers else ():
            question = old.form.questions[row.text("question")]
            filled = [key for key in row.values if key not in _NAMES]
            if question.carried == CONFIRM and filled:
                line = label(old.form, sheet.key, "ligne", row.values["ligne"])
                items = {one.key: one for one in question.answer_lines(old.form.lists)}
                what = items[line].label if line in items else line
                yield ToConfirm(row, filled[0], question.name, what, said.AS_LAST_TIME)


_NAMES = ("question", "ligne")


def _gone(old: OldWorkbook, carried: Carried) -> list[str]:
    """The codes of the households that stay behind, as they were written."""
    kept = {code_key(row.text("code")) for row in carried.of("menages")}
    left = (
        row.text("code")
        for row in old.submission.rows.get("menages", ())
        if ("menages", row.number) in carried.left
    )
    return [code for code in left if code and code_key(code) not in kept]


def _place(form: Form, carried: Carried, one: ToConfirm) -> CellRef:
    """Where a cell of the old workbook stands in the new one."""
    sheet = form.sheets[one.row.sheet]
    column = letters_of(sheet)[one.field]
    if sheet.is_answers:
        line = one.row.text("question"), one.row.text("ligne")
        return CellRef(sheet.title, answer_rows(form)[line], column)
    at = carried.of(sheet.key).index(one.row)
    return CellRef(sheet.title, FIRST_ROW + at, column)


def _confirm_page(
    form: Form, carried: Carried, confirm: Sequence[ToConfirm]
) -> ListPage:
    rows = [
        (_place(form, carried, one), one.who, one.what, one.why)
        for one in confirm
        if one.field in form.sheets[one.row.sheet].fields
    ]
    return ListPage(said.CONFIRM, said.CONFIRM_INTRO, said.CONFIRM_COLUMNS, rows, 1)


def _record_page(
    old: OldWorkbook, carried: Carried, gone: list[str], today: date, at: int
) -> ListPage:
    """From what the workbook was made, the codes that went (of the years before too),
    and a mark of each cell that was copied.
    """
    former = old.submission.record
    codes = [*(former.gone.values() if former else ()), *gone]
    rows: list[tuple[str, ...]] = [
        (said.DAY, f"{today:%d/%m/%Y}"),
        (said.PERIOD, old.period),
        (said.DIGEST, old.digest),
        *((said.GONE, code) for code in dict.fromkeys(codes)),
    ]
    for sheet in old.form.sheets.values():
        for row in carried.of(sheet.key):
            if who := FAMILIES[old.form.family].identity(row):
                rows.append((said.ROW.format(sheet.title), who, marks(old, row)))
    widths = dict(zip(said.RECORD_COLUMNS, said.RECORD_WIDTHS, strict=True))
    return ListPage(said.RECORD, said.RECORD_INTRO, widths, rows, at, False)


def marks(old: OldWorkbook, row: Row) -> str:
    """The marks of the cells of a row that go along."""
    return " ".join(
        f"{key}={mark(row.values[key])}"
        for key in old.form.sheets[row.sheet].fields
        if key in row.values and goes_along(old.form, row, key, old.day)
    )


def _own_columns(
    old: OldWorkbook, carried: Carried, wanted: Sequence[tuple[str, str]]
) -> dict[str, list[OwnColumn]]:
    found: dict[str, list[OwnColumn]] = {}
    for sheet, heading in wanted:
        cells = [old.own[sheet].cell(row, heading) for row in carried.of(sheet)]
        values = [(_plain(cell), getattr(cell, "code", "")) for cell in cells]
        for row, cell in zip(carried.of(sheet), cells, strict=True):
            if isinstance(cell, BadCell):
                carried.unread.append(old.own[sheet].ref(row, heading))
        found.setdefault(sheet, []).append(OwnColumn(heading, values))
    return found


def _plain(cell: Cell) -> object:
    """A cell without its format, which stands beside; nothing where none is to trust."""
    if isinstance(cell, FormattedDay):
        return datetime.combine(cell.date(), cell.time())
    if isinstance(cell, FormattedTime):
        return time(cell.hour, cell.minute, cell.second)
    if isinstance(cell, FormattedNumber):
        return float(cell)
    return None if isinstance(cell, BadCell) else cell
