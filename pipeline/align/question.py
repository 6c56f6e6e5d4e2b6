"""Where the answers of a question stand below its heading: in cells, behind labels,
beside them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from pipeline.align.area import (
    ABSENT,
    Area,
    are_numbers,
    area_behind,
    area_inside,
    cell_area,
    doubtful,
    is_free,
    paragraphs_area,
    sign_area,
)
from pipeline.align.below import Below
from pipeline.align.chains import Chain
from pipeline.align.constants import Rows
from pipeline.align.keys import figure_start, is_sign, key
from pipeline.align.labels import Label, Labels, located
from pipeline.align.likeness import Likeness
from pipeline.align.other_words import OtherWords
from pipeline.align.passages import MOST_HEADS, GridCell, Passage
from pipeline.align.phrases import Phrase, phrase
from pipeline.align.placed import Status
from pipeline.align.sections import Section
from pipeline.align.units import counted, with_its_unit
from pipeline.align.yes_no import yes_area


@dataclass(eq=False)
class Question:
    """The places of a question, and the texts of the form below its heading. ``texts``:
    the keys of the headings, and of those texts, which are no answers; ``heading``: its
    own words; ``alone``: the cells of the questions with one answer and no label;
    ``year``: the document's.
    """

    section: Section
    places: Sequence[Chain]
    texts: frozenset[str]
    heading: Phrase
    likeness: Likeness
    alone: Sequence[GridCell]
    year: str
    found: Mapping[Phrase, list[Label]] = field(default_factory=dict)
    lines: Mapping[int, Passage] = field(default_factory=dict)
    columns: Mapping[str, list[Label]] = field(default_factory=dict)

    def areas(self) -> dict[str, Area]:
        """Where each place of the question is."""
        found: dict[str, Area] = {}
        self.labels = Labels(self.section.passages)
        phrases = dict.fromkeys(one.label for one in self.places if one.label)
        self.found = located([*phrases], self.labels, self.likeness)
        heads = dict.fromkeys(one.column for one in self.places if one.column)
        self.columns = {head: self.labels.of(phrase(head)) for head in heads}
        self.labelled = {
            passage.number
            for labels in self.found.values()
            for label in labels
            for passage in label.passages
        }
        labelled = frozenset(self.labelled)
        self.sides = self._sides()
        self.lines = self._lines_below()
        said = self.labelled | {one.number for one in self.lines.values()}
        self.others = self.other_words(said, [*self.columns])
        self.below = Below(
            *(self.section, self.texts, self.heading, labelled, self.alone, self.others)
        )
        there = [label for label, several in self.found.items() if several]
        is_its_table = 2 * len(there) >= len(phrases)
        for place in self.places:
            if place.label is None:
                found[place.name] = self.below.answer(place.is_number)
            elif not is_its_table:
                found[place.name] = doubtful(
                    one.text for one in self.found[place.label]
                )
            else:
                found[place.name] = self._labelled(place, self.found[place.label])
            area = self._with_its_unit(place, found[place.name])
            found[place.name] = self.others.prompted(area)
        return found

    def other_words(self, said: Collection[int], heads: Sequence[str]) -> OtherWords:
        """``said``: the numbers of what is known below the heading; ``heads``: of its
        columns.
        """
        words = [self.heading.words, *heads]
        return OtherWords(self.section, self.texts, said, words, self.year)

    def _with_its_unit(self, place: Chain, area: Area) -> Area:
        texts = [place.column, place.label.words if place.label else ""]
        is_figure = place.is_number or (place.inside < 0 and not place.below)
        unit = counted([*texts, self.heading.words]) if is_figure else ""
        there = [self.section.found.passage, *self.section.passages]
        return with_its_unit(area, there, unit)

    def _labelled(self, place: Chain, labels: Sequence[Label]) -> Area:
        if len(labels) != 1:
            return doubtful(label.text for label in labels) if labels else ABSENT
        (label,) = labels
        if place.inside >= 0:
            area = self._inside(place, label)
        elif place.below:
            area = self.below.of_label(label)
        elif label.cell is None or (label.rest and not label.is_open):
            area = self._in_paragraph(place, label)
        elif place.column:
            area = self._in_column(place, label)
        else:
            area = self._beside(place, label)
        has_figure = place.inside < 0 and self._has_figure(place, label)
        if area.status is Status.DOUBTFUL and (label.is_open or has_figure):
            area = self._in_paragraph(place, label)
        elif label.is_dotted and not self.columns.get(place.column):
            area = _or_dots(area)
        if not any(one.label is None or one.below for one in self.places):
            area = self.others.captioned(area, label.passage)
        if label.status is Status.EQUAL:
            return area
        return area.reworded(place.label.words if place.label else "", label.text)

    # ---- answers in the text of a label

    def _inside(self, place: Chain, label: Label) -> Area:
        if label.status is not Status.EQUAL:
            return doubtful([label.text])
        assert place.label is not None
        if label.spans and self._has_figure(place, label):
            start, end = label.spans[-1]
            at = figure_start(label.text[start:end])
            if at is None:
                return doubtful([label.text])
            spans = (*label.spans[:-1], (start, start + at))
            label = replace(label, spans=spans)
        return area_inside(label, place.label, place.inside)

    def _has_figure(self, place: Chain, label: Label) -> bool:
        """Whether a figure stands behind the words that are asked for in its label: of
        one question, in one paragraph, without a box or a cell of its own.
        """
        mine = [one.inside < 0 for one in self.places if one.label == place.label]
        if label.sign or sorted(mine) != [False, True] or self._line_below(label):
            return False
        others = (
            [one for one in label.cell.beside if one is not label.cell]
            if label.cell
            else []
        )
        return not any(map(self._is_free, others))

    def _in_paragraph(self, place: Chain, label: Label) -> Area:
        """Behind a label that shares its paragraph with its answer, or a tick beside
        it.
        """
        mine = [one for one in self.places if one.label == place.label]
        if sum(one.inside < 0 for one in mine) > 1:
            return doubtful([label.text])
        if label.sign:
            return sign_area(label, label.sign)
        if label.spans and self._has_figure(place, label):
            start, end = label.spans[-1]
            at = figure_start(label.text[start:end])
            rest_at = None if at is None else start + at
            label = replace(label, rest_at=rest_at)
        if line := self._line_below(label):
            return paragraphs_area([line])
        if label.rest is None:
            return doubtful([label.text])
        return area_behind(label, "figure" if label.spans else "text")

    def _line_below(self, label: Label) -> Passage | None:
        """The line of the answer below a label that is a paragraph of its own."""
        return self.lines.get(label.passages[-1].number)

    def _lines_below(self) -> dict[int, Passage]:
        """Label -> the paragraph below it, where each label of the question has one, and
        no more of them.
        """
        labels = [label for several in self.found.values() for label in several]
        if any(one.cell or one.sign or one.rest is not None for one in labels):
            return {}
        if len(labels) < 2 or any(one.below for one in self.places):
            return {}
        said = [one for one in self.section.passages if not one.is_blank]
        at = {passage.number: n for n, passage in enumerate(said)}
        found = {}
        for label in labels:
            last = label.passages[-1].number
            line, *behind = said[at[last] + 1 : at[last] + 3] or [label.passage]
            known = [
                one.number in self.labelled or one.key in self.texts
                for one in (line, *behind)
            ]
            if line.cell or known not in ([False], [False, True]):
                return {}
            found[last] = line
        return found

    # ---- answers in cells

    def _in_column(self, place: Chain, label: Label) -> Area:
        """In the row of a label, below the head of the column."""
        cell = label.cell
        assert cell is not None
        heads: Sequence[GridCell] = [
            head.cell
            for head in self.columns[place.column]
            if head.cell is not None
            and head.cell.rows is cell.rows
            and head.cell.row < cell.row
        ] or [*self._stacked(place.column, cell), *self._apart(place.column, cell)]
        if len(heads) > 1:
            heads = self._rows(cell).own_head(cell, heads)
        spans = {(head.cell.column, head.cell.span) for head in heads}
        if len(spans) == 1:
            area = self._under(heads[0], cell, place.column)
            is_more = key(place.column) in heads[0].key != key(place.column)
            return area.reworded(place.column, heads[0].text) if is_more else area
        if spans:
            return doubtful(head.text for head in heads)
        if label.sign:
            return self._in_paragraph(place, label)
        return self._without_head(place, cell, label.is_open)

    def _under(self, head: GridCell, label: GridCell, column: str) -> Area:
        """The cell below a head in the row of a label."""
        cells = [one for one in label.beside if one is not label and one.overlap(head)]
        if len(cells) != 1 or not self._is_free(cells[0]):
            return doubtful(one.text for one in cells)
        is_stacked = head.row == label.row
        own = head.heads(self._first_row(label.rows)) if is_stacked else [head]
        return self._below_others(cells[0], label, own, column)

    def _below_others(
        self,
        cell: GridCell,
        label: GridCell,
        own: Sequence[GridCell] = (),
        column: str = "",
    ) -> Area:
        """A cell as the place of an answer, where nothing beside or above it asks for
        another figure. ``own``: the heads that are the wording's.
        """
        if self._rows(label).ask_other(label, cell):
            return doubtful([label.text])
        return self.others.marked(cell_area(cell, label), cell, label, own, column)

    def _rows(self, label: GridCell) -> Rows:
        """The table that a label is in."""
        found = [one.cell for several in self.found.values() for one in several]
        labels = [one for one in found if one is not None and one.rows is label.rows]
        columns = [head.cell for heads in self.columns.values() for head in heads]
        heads = [one for one in columns if one is not None and one.rows is label.rows]
        is_one = len(self.columns) < 2
        return Rows(labels, heads, is_one, self.texts, self.year)

    def _first_row(self, table: list[list[GridCell]]) -> int:
        """The first row of a table with a label: above it are the heads."""
        labels = [label for several in self.found.values() for label in several]
        cells = [label.cell for label in labels if label.cell is not None]
        return min(cell.row for cell in cells if cell.rows is table)

    def _stacked(self, head: str, label: GridCell) -> list[GridCell]:
        """A head that is divided into cells one above the other."""
        wanted, first = key(head), self._first_row(label.rows)
        found = []
        for cell in label.beside:
            above = cell.heads(first)
            if cell is not label and "".join(one.key for one in above) == wanted:
                found.append(cell)
        return found

    def _apart(self, head: str, label: GridCell) -> list[GridCell]:
        """A head in the table before that of a label, which goes on without heads."""
        found = [one.cell for one in self.columns[head] if one.cell is not None]
        is_cut = len(found) == 1 and self._first_row(label.rows) == 0
        return found if is_cut and found[0].goes_on_in(label) else []

    def _without_head(self, place: Chain, label: GridCell, is_open: bool) -> Area:
        """Where the head of a column is not there as the wording has it: the only cell
        of the row, or the only head that is alike.
        """
        first = self._first_row(label.rows)
        known = {id(head.cell) for heads in self.columns.values() for head in heads}
        heads = [
            cell
            for row in label.rows[max(0, first - MOST_HEADS) : first]
            for cell in row
            if cell.key and id(cell) not in known and not cell.overlap(label)
        ]
        missing = [head for head, there in self.columns.items() if not there]
        pairs = self.likeness.pairs(
            [key(head) for head in missing], [cell.key for cell in heads[:30]]
        )
        best = (
            pairs.get(missing.index(place.column)) if place.column in missing else None
        )
        if best is not None:
            area = self._under(heads[best], label, place.column)
            return area.reworded(place.column, heads[best].text)
        free = self._free_beside(label)
        if is_open and not self._are_beside(label.rows):
            free = []  # the cell beside is of no label here
        if len(self.columns) > 1 or len(free) != 1:
            return doubtful(one.text for one in free)
        above = [one.text for one in heads if one.overlap(free[0])]
        if not above:
            return self._below_others(free[0], label)
        return cell_area(free[0], label).reworded(place.column, " ".join(above))

    def _free_beside(self, label: GridCell) -> list[GridCell]:
        """The cells of its row that hold no text of the form, nor one with its heads."""
        heads = [key(head) for head in self.columns]
        others = [
            one for one in label.beside if one is not label and self._is_free(one)
        ]
        return [one for one in others if not any(head in one.key for head in heads)]

    def _are_beside(self, table: list[list[GridCell]]) -> bool:
        """Whether each label of a table has a free cell in its row."""
        labels = [label.cell for several in self.found.values() for label in several]
        cells = [cell for cell in labels if cell is not None and cell.rows is table]
        return all(map(self._free_beside, cells))

    def _sides(self) -> dict[int, int]:
        """Table -> on which side of its labels the answers stand: -1 before, 1 behind.

        It is the side on which every label has a cell of its own that is free; of two
        such sides that of the ticks.
        """
        tables: dict[int, list[GridCell]] = {}
        for place in self.places:
            labels = self.found[place.label] if place.label else []
            plain = place.inside < 0 and not place.below and not place.column
            cell = labels[0].cell if plain and len(labels) == 1 else None
            if cell is not None and (labels[0].is_open or not labels[0].rest):
                tables.setdefault(id(cell.rows), []).append(cell)
        sides: dict[int, int] = {}
        for table, cells in tables.items():
            fits = {}
            for side in (-1, 1):
                beside = [cell.next_to(side) for cell in cells]
                there = [one for one in beside if one and self._is_free(one)]
                if len(there) == len(beside) and not are_numbers(there):
                    fits[side] = there
            signs = {
                s: [is_sign(c.text) for c in there if c.text.strip()]
                for s, there in fits.items()
            }
            ticked = [side for side, there in signs.items() if any(there)]
            open_ = [side for side, there in signs.items() if all(there)]
            for chosen in (ticked, open_, [*fits]):
                if len(chosen) == 1:
                    sides.setdefault(table, chosen[0])
        return sides

    def _beside(self, place: Chain, label: Label) -> Area:
        """In the cell before or behind a label, or a tick in its own."""
        cell = label.cell
        assert cell is not None
        if label.sign:
            return self._in_paragraph(place, label)
        first = self._first_row(cell.rows)
        rows = cell.rows[max(0, first - MOST_HEADS) : first]
        heads = [one for row in rows for one in row if self.holds([one])]
        yes = yes_area(self._free_beside(cell), cell, heads)
        if yes is not None:
            return yes
        side = self.sides.get(id(cell.rows))
        free = cell.next_to(side) if side else None
        if free is None:
            return doubtful([label.text])
        scale = self.others.scale(free, self._free_beside(cell), first)
        return doubtful(scale) if scale else self._below_others(free, cell)

    def _is_free(self, cell: GridCell) -> bool:
        is_label = any(one.number in self.labelled for one in cell.passages)
        return not is_label and is_free(cell, self.texts)

    def holds(self, cells: Sequence[GridCell]) -> bool:
        """Whether a row stands below the heading, and before the next one."""
        own = self.section.numbers
        return all(one.number in own for cell in cells for one in cell.passages)


def _or_dots(area: Area) -> Area:
    """A cell beside a label with dots: either may be the place, as long as it is empty."""
    is_unsure = area.spot is not None and area.spot.is_cell and not area.text
    return area._replace(spot=None) if is_unsure else area
