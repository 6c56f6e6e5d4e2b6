"""What goes from a workbook into that of the next period, as data."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.model.submission import Row


class ToConfirm(NamedTuple):
    """Something that goes along and may have changed: the row of the old workbook and
    its field, whose it is, what it says, and why it is to be looked at.
    """

    row: Row
    field: str
    who: str
    what: str
    why: str


class FormerText(NamedTuple):
    """What stood in a cell that is empty now: the comment of that cell."""

    text: str
