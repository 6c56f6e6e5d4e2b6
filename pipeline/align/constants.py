"""Words of a row, its label aside, that say which figure is asked for: a year, a sex."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

from pipeline.align.area import is_free
from pipeline.align.keys import PROMPT, is_lead_in, is_sign, key, years
from pipeline.align.passages import GridCell

_SHORT = 15  # letters of a cell that says a year and no more
_NUMBER = key("Nombre")
# An answer to come and its unit; a precision that is there may have any.
_ASKED = re.compile(rf"(?:…|[._]{{2}}|{PROMPT})\s*[%€]")
_UNITS = {"%", "€", *map(key, ("en %", "euros", "EUR", "pour cent"))}


class Rows(NamedTuple):
    """The rows of a table. ``labels``: their labels; ``heads``: of the columns with
    answers; ``is_one``: whether there is one such column; ``texts``: the keys of the
    form's texts; ``year``: the document's, "" where it says none.
    """

    labels: Sequence[GridCell]
    heads: Sequence[GridCell]
    is_one: bool
    texts: Collection[str]
    year: str

    def own_head(
        self, label: GridCell, heads: Sequence[GridCell]
    ) -> Sequence[GridCell]:
        """Of several equal heads that of a label, the first one behind it, where each is
        that of some labels: of two lists side by side. Else all of them.
        """
        own = {id(one): self._first_behind(one, heads) for one in self.labels}
        is_each = {*map(id, heads)} == {id(head) for head in own.values()}
        head = own.get(id(label))
        return [head] if head is not None and is_each else heads

    def _first_behind(
        self, label: GridCell, heads: Sequence[GridCell]
    ) -> GridCell | None:
        behind = [one for one in heads if one.cell.column > label.cell.column]
        return min(behind, key=lambda one: one.cell.column, default=None)

    def ask_other(self, label: GridCell, cell: GridCell) -> bool:
        """Whether a cell in the row of a label may be for another figure than that of the
        label: for one of several rows that it has, of another year, of men alone, in
        per cent, which its own cell may say too.
        """
        others = [
            one
            for one in label.beside
            if one not in (label, cell)
            and not any(head.overlap(one) for head in self.heads)
        ]
        columns = sorted(one.cell.column for one in (label, cell))
        between = [one for one in others if columns[0] < one.cell.column < columns[1]]
        return (
            (label.key not in self.texts and _ASKED.search(label.text) is not None)
            or any({*_years(one)} - {self.year} for one in others)
            or any(one.key in _UNITS for one in others)
            or (self.is_one and any(map(self._is_constant, between)))
            or self._has_more_rows(label, cell, between)
        )

    def _is_constant(self, column: GridCell) -> bool:
        """Whether each label has words there, years aside."""
        rows = [
            [one for one in own.beside if one.overlap(column)] for own in self.labels
        ]
        return all(any(map(self._has_words, cells)) for cells in rows)

    def _has_words(self, cell: GridCell) -> bool:
        text = _origin(cell).text
        is_said = bool(key(text)) and not text.strip().isdecimal() and not years(text)
        is_of_form = key(text) in self.texts or key(text).startswith(_NUMBER)
        return is_said and not (is_of_form or is_sign(text) or is_lead_in(text))

    def _has_more_rows(
        self, label: GridCell, cell: GridCell, between: Sequence[GridCell]
    ) -> bool:
        """Whether the next row is of the label too, and has a cell of its own for it."""
        own, there = (one.below(label.row + 1) for one in (label, cell))
        if len(own) != 1 or len(there) != 1 or there[0].cell.continues:
            return False
        if not is_free(there[0], frozenset(self.texts)):
            return False
        said = [
            one for of in between for one in (of, *of.below(label.row + 1)) if one.key
        ]
        return own[0].cell.continues or (not own[0].text.strip() and len(said) > 1)


def _origin(cell: GridCell) -> GridCell:
    """The cell with the text of one that goes on with those above."""
    for row in range(cell.row - 1, -1, -1):
        if not cell.cell.continues:
            break
        cell = next(iter(cell.below(row)), cell)
    return cell


def _years(cell: GridCell) -> list[str]:
    """The years of a cell that says no more, "N" for the document's aside."""
    text = _origin(cell).text.strip()
    return [one for one in years(text) if one != "N" and len(text) <= _SHORT]
