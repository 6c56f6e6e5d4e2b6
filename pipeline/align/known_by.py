"""By what a table or a row of a document is known to be one of the wording's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import takewhile
from typing import Any

from pipeline.align.passages import style_key
from pipeline.align.patterns import Part, RowPart, TablePart, TextPart, columns_of
from pipeline.model.text import is_blank
from pipeline.word_files.reading import Cell, Paragraph, Row, Table


def has_heads(part: Part, table: Any) -> bool:
    """Whether a table has all heads of one of the wording."""
    if (
        not isinstance(part, TablePart)
        or not isinstance(table, Table)
        or not table.rows
    ):
        return False
    return columns_of(part.head, table.rows[0].cells) is not None


def has_most_heads(part: Part, table: Any) -> bool:
    """Whether it has more than half of them, in their columns."""
    if (
        not isinstance(part, TablePart)
        or not isinstance(table, Table)
        or not table.rows
    ):
        return False
    pairs = part.head.parted(table.rows[0].cells)
    same = sum(
        isinstance(p, TextPart) and p.phrase.is_in(cell.text) for p, cell in pairs
    )
    return 2 * same > len(part.head.texts)


def in_order(row: Row, columns: Sequence[int] | None) -> Sequence[Cell]:
    """The cells of a row as the wording has its columns."""
    by_column = {cell.column: cell for cell in row.cells}
    if columns is None or any(column not in by_column for column in columns):
        return row.cells
    return [by_column[column] for column in columns]


def as_merged(cells: Sequence[Cell]) -> Sequence[Cell]:
    """The cells of a row of a table in which nothing is merged, as if its first blank
    ones went on with those above.
    """
    blank = [*takewhile(lambda cell: is_blank(cell.text), cells)]
    return [*(replace(one, continues=True) for one in blank), *cells[len(blank) :]]


def fitting(part: Part, cells: Any) -> list[tuple[TextPart, Cell]]:
    """The cells of a row with their parts; none where it cannot be that row."""
    if not isinstance(part, RowPart):
        return []
    pairs = [(own, c) for own, c in part.parted(cells) if isinstance(own, TextPart)]
    merged = all(not p.merge or (p.merge == "more") == c.continues for p, c in pairs)
    return pairs if merged else []


def row_by_words(looks: frozenset[str], part: Part, cells: Any) -> bool:
    """A row with words of the form, in cells of their style. Of a style that no cell of
    the table has nothing can be said.
    """
    return row_by_words_alone(part, cells) and all(
        own.style in ("", style_of(cell)) or own.style not in looks
        for own, cell in fitting(part, cells)
        if own.has_words
    )


def row_by_places(part: Part, cells: Any) -> bool:
    return bool(fitting(part, cells)) and not part.has_words


def row_by_words_alone(part: Part, cells: Any) -> bool:
    worded = [pair for pair in fitting(part, cells) if pair[0].has_words]
    return bool(worded) and all(own.phrase.is_in(cell.text) for own, cell in worded)


def style_of(cell: Cell) -> str:
    first = next(iter(cell.blocks), None)
    return style_key(first.style) if isinstance(first, Paragraph) else ""
