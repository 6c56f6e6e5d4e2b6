"""The rows of a table that come once for each equipment."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from pipeline.align.area import ABSENT, Area, cell_area, doubtful
from pipeline.align.chains import Listing
from pipeline.align.labels import Label, Labels
from pipeline.align.passages import GridCell
from pipeline.align.question import Question


def rows_of(
    listing: Listing, question: Question, texts: Collection[str]
) -> list[dict[str, Area]] | None:
    """What stands in each row below the heads of a listing, the rows without any text
    aside; None where its table is not found. ``texts``: the keys of the form's texts,
    which no row is named by.
    """
    labels = Labels(question.section.passages)
    heads = {name: labels.of(head) for name, head in listing.columns.items()}
    first = next(iter(heads.values()))
    table = first[0].cell if len(first) == 1 else None
    if table is None:
        return None
    rows = []
    for cells in table.rows[table.row + 1 :]:
        if not question.holds(cells):
            break
        row = {name: _under(found, table, cells) for name, found in heads.items()}
        claims = [claim for area in row.values() for claim in area.claims]
        is_divided = len({*claims}) == len(claims)  # else a line across the columns
        if cells and cells[0].key in texts:
            continue
        if is_divided and any(area.text for area in row.values()):
            rows.append(row)
    return rows


def _under(heads: list[Label], table: GridCell, row: list[GridCell]) -> Area:
    """The cell of a row below a head."""
    above = [*_in_table(heads, table)]
    if len(above) != 1:
        return doubtful(head.text for head in heads) if heads else ABSENT
    cells = [cell for cell in row if cell.overlap(above[0])]
    if len(cells) != 1:
        return doubtful(cell.text for cell in cells) if cells else ABSENT
    return cell_area(cells[0])


def _in_table(heads: list[Label], table: GridCell) -> Iterator[GridCell]:
    for head in heads:
        if head.cell is not None and head.cell.rows is table.rows:
            yield head.cell
