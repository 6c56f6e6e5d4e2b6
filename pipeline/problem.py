"""A finding about a user's file: what is wrong, and in which cell. A fault is a value, never an exception."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, order=True)
class CellRef:
    """A place in a workbook, printed as people read it: ``Ménages!C14``.

    ``row`` and ``column`` are empty where the place is a whole sheet or a whole column.
    """

    sheet: str
    row: int = 0
    column: str = ""

    def __str__(self) -> str:
        cell = f"{self.column}{self.row or ''}"
        return f"{self.sheet}!{cell}" if cell else self.sheet


@dataclass(frozen=True)
class Problem:
    """One finding. ``code`` names an entry of the catalogue in messages.py, which holds its severity and sentence;
    ``facts`` fill that sentence."""

    code: str
    ref: CellRef | None = None
    facts: Mapping[str, str] = field(default_factory=dict)
