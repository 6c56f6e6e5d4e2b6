"""The rows of a table that come once for each equipment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from pipeline.align.area import ABSENT, Area, cell_area, doubtful
from pipeline.align.chains import Listing
from pipeline.align.instructions import is_harmless
from pipeline.align.keys import key
from pipeline.align.labels import Label, Labels
from pipeline.align.other_words import OtherWords
from pipeline.align.passages import GridCell
from pipeline.align.phrases import Phrase
from pipeline.align.question import Question
from pipeline.align.sub_heads import is_sub_head
from pipeline.model.received import ticked
from pipeline.model.text import bare


class ListingRow(NamedTuple):
    """A row below the heads of a listing: ``areas``: what stands in its cells."""

    path: str
    areas: dict[str, Area]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is written in it, boxes without a tick aside."""
        texts = (area.text for area in self.areas.values())
        return not any(text and ticked(text) is not False for text in texts)

    def with_areas(self, change: Callable[[Area], Area]) -> ListingRow:
        areas = {name: change(area) for name, area in self.areas.items()}
        return self._replace(areas=areas)


def rows_of(
    listing: Listing, question: Question, texts: Collection[str]
) -> list[ListingRow] | None:
    """The rows below the heads of a listing, those without any text among them; None
    where its table is not found. ``texts``: the keys of the form's texts, which no row
    is named by.
    """
    labels = Labels(question.section.passages)
    heads = {name: labels.of(head) for name, head in listing.columns.items()}
    first = next(iter(heads.values()))
    table = first[0].cell if len(first) == 1 else None
    if table is None:
        return None
    rows = []
    own = [head for several in heads.values() for head in _in_table(several, table)]
    said = {one.number for head in own for one in head.passages}
    words = [head.words for head in listing.columns.values()]
    others = question.other_words(said, words)
    above = ""  # the last head of the rows below it
    for cells in table.rows[max(head.row for head in own) + 1 :]:
        if not question.holds(cells):
            break
        row = {
            name: _under(found, listing.columns[name], table, cells, others)
            for name, found in heads.items()
        }
        claims = [claim for area in row.values() for claim in area.claims]
        is_divided = len({*claims}) == len(claims)  # else a line across the columns
        is_row = cells and not cells[0].cell.continues
        if _is_head(cells, words[0], is_divided, question.year):
            above = cells[0].text
        elif is_row and is_divided and cells[0].key not in texts:
            if above:
                row = {name: area.reworded("", above) for name, area in row.items()}
            rows.append(ListingRow(cells[0].table.rows[cells[0].row].path, row))
    return rows


def _is_head(cells: list[GridCell], head: str, is_divided: bool, year: str) -> bool:
    """Whether a row is a head of those below it, and no equipment: a line across the
    columns, or several equipments. ``head``: of the names.
    """
    text = cells[0].text if cells else ""
    said = [cell for cell in cells if cell.key]
    is_own = (
        not said or cells[0] is not said[0] or is_harmless(text, [f"{head} {year}"])
    )
    if is_own or len(said) > 1 or cells[0].cell.continues:
        return False
    is_named = is_sub_head(text, is_divided, (), head, (), year)
    is_several = bare(text).split()[0].endswith("s")
    return not is_divided or (
        is_named and (is_several or not key(text).startswith(key(head)))
    )


def _under(
    heads: list[Label],
    own: Phrase,
    table: GridCell,
    row: list[GridCell],
    others: OtherWords,
) -> Area:
    """The cell of a row below a head."""
    above = [*_in_table(heads, table)]
    if len(above) != 1:
        return doubtful(head.text for head in heads) if heads else ABSENT
    cells = [cell for cell in row if cell.overlap(above[0])]
    if len(cells) != 1:
        return doubtful(cell.text for cell in cells) if cells else ABSENT
    area, is_more = cell_area(cells[0]), above[0].key != own.key
    area = area.reworded(own.words, above[0].text) if is_more else area
    if cells[0] is not row[0]:  # below which the names of the others stand
        area = others.marked(area, cells[0], row[0], above, own.words)
    return others.prompted(others.captioned(area, table.passages[0]))


def _in_table(heads: list[Label], table: GridCell) -> Iterator[GridCell]:
    for head in heads:
        if head.cell is not None and head.cell.rows is table.rows:
            yield head.cell
