"""The account of a carry-over: how many rows of each sheet went along, what did not and
why, and what of the rest is at fault.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from pipeline.carry_over.new_workbook import NewWorkbook
from pipeline.findings.listing import listing
from pipeline.findings.messages import is_error
from pipeline.findings.sentences import carry_over as said
from pipeline.model.submission import Row


def account(made: NewWorkbook) -> Iterator[tuple[str, list[str]]]:
    """Headings, each with its lines; a heading without lines is a line itself."""
    old, carried = made.old, made.carried
    yield said.ROWS, [*_rows(made)]
    behind = [*_left_behind(made)]
    if made.gone:
        behind.append(said.GONE_AGAIN)
    yield said.LEFT, behind
    yield said.LOST, [said.cell(ref, text) for ref, text in carried.lost]
    yield said.UNREAD, [str(ref) for ref in carried.unread]
    faults = [one for one in old.problems if is_error(one) and one.ref in carried.kept]
    yield said.FAULTS, listing(faults)
    own = [said.own_columns(made.own_left)] if made.own_left else []
    yield (
        said.OWN,
        [*own, *([said.own_sheets(old.own_sheets)] if old.own_sheets else [])],
    )
    if made.to_confirm:
        yield said.CONFIRM, [said.to_confirm(made.to_confirm)]


def _rows(made: NewWorkbook) -> Iterator[str]:
    for sheet in made.old.form.sheets.values():
        there = len(made.old.submission.rows.get(sheet.key, ()))
        kept = len(made.carried.of(sheet.key))
        if there and not sheet.is_answers:
            yield said.carried(sheet.title, kept, there - kept)


def _left_behind(made: NewWorkbook) -> Iterator[str]:
    """The rows that stay for a reason of their own, by sheet and reason."""
    rows = {
        (row.sheet, row.number): row
        for found in made.old.submission.rows.values()
        for row in found
    }
    who: dict[tuple[str, str], list[str]] = defaultdict(list)
    for at, why in made.carried.left.items():
        who[rows[at].title, why].append(_name(rows[at]))
    for (title, why), names in who.items():
        yield said.left_behind(title, why, names)


def _name(row: Row) -> str:
    """What people know a row by: its code, number or name, else its place."""
    known = (row.text(key).strip() for key in ("code", "numero", "nom"))
    return next(filter(None, known), str(row.ref()))
