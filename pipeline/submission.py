"""What a workbook says, as data: rows as read, records for the rules, answers for the report. Frozen, no I/O."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

from pipeline.problem import CellRef

# A cell as read: text, whole number, ISO date ("2023-03-15"), key of a list, or several codes.
Value = str | int | float | tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """One filled row of a sheet: field key -> value; an empty cell is an absent key.

    ``unreadable`` names the fields whose cell holds a fault already told (an Excel error value)."""

    sheet: str
    title: str
    number: int
    values: Mapping[str, Value]
    columns: Mapping[str, str]
    unreadable: frozenset[str] = frozenset()

    def ref(self, field_key: str = "") -> CellRef:
        """The cell of a field in this row; without a field, the row's first known cell."""
        return CellRef(self.title, self.number, self.columns.get(field_key) or next(iter(self.columns.values()), "A"))


@dataclass(frozen=True)
class Submission:
    """One workbook as read: sheet key -> its filled rows."""

    source: str
    rows: Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True)
class Figure:
    """One place of the report: what is printed there and, for a number, the records it counts."""

    value: str
    records: frozenset[Hashable] = frozenset()


@dataclass(frozen=True)
class Answers:
    """Everything that is counted and written: the report's heading data, and question id -> line key -> figure.

    ``equipments``: question id -> one row an equipment, its ``nom`` and its ticks.
    """

    commune: str
    year: int
    figures: Mapping[str, Mapping[str, Figure]]
    equipments: Mapping[str, tuple[Mapping[str, str], ...]]

    def is_answered(self, question: str) -> bool:
        """Whether anything stands in the report at this question."""
        ticks = any(value for row in self.equipments.get(question, ()) for key, value in row.items() if key != "nom")
        return ticks or any(figure.value.strip() for figure in self.figures.get(question, {}).values())
