"""Where an answer stands that no cell or line of its own is for: behind its heading,
beside it or below it.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import takewhile

from pipeline.align.area import (
    ABSENT,
    Area,
    are_numbers,
    area_behind,
    asks,
    cell_area,
    doubtful,
    is_answer,
    is_free,
    paragraphs_area,
    without_lead_ins,
)
from pipeline.align.instructions import is_plain_instruction
from pipeline.align.keys import is_lead_in, key, years
from pipeline.align.labels import Label
from pipeline.align.other_words import OtherWords
from pipeline.align.passages import GridCell, Passage, cells_of
from pipeline.align.phrases import Phrase, rest_start
from pipeline.align.placed import Spot, Status
from pipeline.align.sections import Section
from pipeline.align.spots import goes_further


@dataclass(eq=False)
class Below:
    """What stands below the heading of a section. ``texts``: the keys of those of the
    form, which are no answers; ``heading``: its words; ``labelled``: the numbers of the
    passages that are labels; ``alone``: the cells of the questions with one answer and
    no label; ``others``: what stands above them.
    """

    section: Section
    texts: frozenset[str]
    heading: Phrase
    labelled: frozenset[int]
    alone: Sequence[GridCell]
    others: OtherWords

    def answer(self, is_number: bool) -> Area:
        """The answer of a question that has one and no label."""
        found = self.section.found
        if found.rest:
            rest_at = len(found.passage.text) - len(found.rest)
            area = area_behind(Label((found.passage,), rest_at=rest_at))
        else:
            area = self._or_behind(
                self._in_table(found.passage, found.passage.cell)
                if found.passage.cell
                else self._following(self.section.passages)
            )
        said = area.text.strip()
        is_one = "\n" not in said and years(said) != [said]
        return area if is_one or not is_number else doubtful([area.text])

    def _in_table(self, passage: Passage, cell: GridCell) -> Area:
        """The answer of a question in a table: before it, around it, or below the table;
        a box of another row is that of the question there.
        """
        if found := self._before(passage, cell) or self._around(passage):
            return found
        area = self._following(self.section.passages)
        numbers = {one.number for row in cell.rows for c in row for one in c.passages}
        is_other = any(number in numbers for number, _ in area.claims)
        return doubtful([area.text]) if is_other else area

    def _before(self, passage: Passage, cell: GridCell) -> Area | None:
        """The box before a question in its row, where each question of the table has one
        there and nowhere else; None where its answer is behind it or below.
        """
        before = cell.next_to(-1)
        is_said = any(one.number > passage.number and one.key for one in cell.passages)
        if before is None or is_said or not self._is_free(before):
            return None
        if not self._is_box(before, cell):
            return cell_area(before, cell) if self._are_before(cell) else None
        others = [one for one in self.alone if one.rows is cell.rows]
        boxes = [(one.next_to(-1), one) for one in others]
        if are_numbers([box for box, _ in boxes if box]):
            return None
        fits = all(box and self._is_box(box, one) for box, one in boxes)
        behind = all(self._has_free([one.next_to(1)]) for one in others)
        below = all(self._has_free(one.below(one.row + 1)) for one in others)
        if not fits and (behind or before.next_to(-1) in others):
            return None
        own = self._has_free([cell.next_to(1)])
        own = own or self._has_free(cell.below(cell.row + 1))
        is_only = not (behind or below if fits else own)
        first = min(one.row for one in others)
        above = before.below(first - 1) if first else []
        is_other = any(one.key and not is_lead_in(one.text) for one in above)
        if not is_only or is_other:
            return doubtful([before.text])
        area = cell_area(before, cell)
        return self.others.over_box(area, before, cell, self.alone)

    def _are_before(self, cell: GridCell) -> bool:
        """Whether most of the other questions have their boxes before them and nowhere
        else in their rows, so that a text before this one is its answer.
        """
        others = [one for one in self.alone if one is not cell]
        pairs = [(one.next_to(-1), one) for one in others]
        left = [
            one
            for box, one in pairs
            if box and self._is_box(box, one) and not self._has_free([one.next_to(1)])
        ]
        return len(left) > 3 and 2 * len(left) > len(others)

    def _is_box(self, cell: GridCell, beside: GridCell) -> bool:
        """Whether a cell beside a question is a box of its row, blank or with a figure."""
        text = cell.inmost.cell.text.strip()
        is_merged = cell.cell.continues or goes_further(cell, beside)
        return (
            not is_merged
            and self._is_free(cell)
            and (not key(text) or text.isdecimal())
        )

    def _has_free(self, cells: Sequence[GridCell | None]) -> bool:
        return len(cells) == 1 and cells[0] is not None and self._is_free(cells[0])

    def _or_behind(self, area: Area) -> Area:
        """The dots or the gap behind the words of a heading, where nothing else below it
        may be the place of its answer; no spot where both may be it.
        """
        passage = self.section.found.passage
        at = rest_start(self.heading, passage.text)
        rest = "" if at is None else passage.text[at:]
        has_dots = bool(rest.strip(" \t\n\u00a0:="))
        is_gap = "\t" in rest or rest.endswith("   ")
        is_line = area.spot is not None and area.spot == Spot(area.path)
        is_absent = area.status is Status.ABSENT
        is_open = is_absent and rest.rstrip(" \u00a0").endswith((":", "\n"))
        if area.text or not (has_dots or is_gap or is_open):
            return area
        if is_absent or is_line:
            return area_behind(Label((passage,), rest_at=at))
        # Three dots end a sentence; more are a place too.
        is_place = len("".join(rest.split()).replace("…", "...")) > 3
        return area._replace(spot=None) if has_dots and is_place else area

    def of_label(self, label: Label) -> Area:
        """The answer below its label."""
        if label.rest and label.rest.strip() != ":":
            return area_behind(label)
        last = label.passages[-1].number
        if label.cell is None:
            behind = [one for one in self.section.passages if one.number > last]
            return self._following(behind)
        return self._around(label.passages[-1], below=True) or doubtful([label.text])

    def _around(self, passage: Passage, below: bool = False) -> Area | None:
        """What stands behind a heading in its cell, beside it or below it, and which of
        these comes first.
        """
        cell = passage.cell
        assert cell is not None
        behind = [one for one in cell.passages if one.number > passage.number]
        if any(one.text.strip() for one in behind):
            own = [one for one in behind if one.key not in self.texts]
            return paragraphs_area(own) if own == behind else doubtful([cell.text])
        nested = [one for one in cells_of(self.section.passages) if one.holder is cell]
        right, down = self._behind(cell), cell.below(cell.row + 1)
        is_down = below or self._are_below(cell)
        for cells in (nested, *((down, right) if is_down else (right, down))):
            cells = without_lead_ins(cells)
            free = [one for one in cells if self._is_free(one)]
            if len(free) == len(cells) == 1:
                asks = not below and not is_answer(free[0].passages)
                is_one = free[0] not in down or (self._is_last(free[0]) and not asks)
                if not is_one:
                    return doubtful([free[0].text])
                area = cell_area(free[0])
                is_beside = not below and free[0].rows is cell.rows
                over = self.others.over_box
                return over(area, free[0], cell, self.alone) if is_beside else area
            if free:
                return doubtful(one.text for one in free)
        return paragraphs_area(behind) if behind else None

    def _behind(self, cell: GridCell) -> list[GridCell]:
        """The cells behind a question in its row, before the next one: it, its number,
        or where they stand in other rows.
        """
        others = [one for one in self.alone if one.rows is cell.rows]
        before = [one for one in (other.next_to(-1) for other in others) if one]
        asked = [*others, *(before if are_numbers(before) else ())]
        columns = {one.cell.column for one in asked} - {cell.cell.column}
        right = (one for one in cell.beside if one.cell.column > cell.cell.column)
        return [*takewhile(lambda one: self._is_own(one, columns), right)]

    def _is_own(self, cell: GridCell, columns: Collection[int]) -> bool:
        """Whether a cell is of this question. ``columns``: of the others."""
        numbers = {one.number for one in cell.passages}
        return cell.cell.column not in columns and numbers <= self.section.numbers

    def _are_below(self, cell: GridCell) -> bool:
        """Whether the questions of a table have their boxes below them, and not behind."""
        others = [one for one in self.alone if one.rows is cell.rows]
        behind = all(self._has_free([one.next_to(1)]) for one in others)
        below = all(self._has_free(one.below(one.row + 1)) for one in others)
        return len(others) > 1 and below and not behind

    def _is_last(self, cell: GridCell) -> bool:
        """Whether nothing stands below a cell before the next text of the form."""
        for row in range(cell.row + 1, len(cell.rows)):
            cells = cell.below(row)
            if not cells or not all(map(self._is_free, cells)):
                return True
            if any(asks(one.text) for one in cells):
                return True
            if any(one.key for one in cells):
                return False
        return True

    def _following(self, passages: Sequence[Passage]) -> Area:
        """The one cell, else the paragraphs, that follow a heading."""
        before: list[Passage] = []
        inside: list[Passage] = []
        passed: list[Passage] = []
        for passage in passages:
            if passage.cell is not None:
                inside.append(passage)
            elif passage.key in self.texts:
                is_said = any(not one.is_blank for one in before)
                if inside or is_said or (before and passage.number in self.labelled):
                    break
                passed, before = passed or before, []
            elif inside and passage.key:
                break
            elif asks(passage.text) and any(one.is_dotted for one in before):
                break  # a question that the wording has not, behind this answer's dots
            elif not inside:
                before.append(passage)
        there = [*cells_of(inside)]
        outer = [one for one in there if one.holder not in there]
        cells = without_lead_ins(outer)
        before = [one for one in before if cells == [] or not self._leads(one)]
        if (
            before
            and (cells or not is_answer(before))
            and any(one.key for one in before)
        ):
            said = [one.text for one in before]
            return doubtful([*said, *(one.text for one in cells)])
        if cells:
            if len(cells) > 1 or not self._is_free(cells[0]):
                return doubtful(one.text for one in cells)
            is_one = not any(one.is_dotted for one in before)
            area = cell_area(cells[0])
            return area if is_one else area._replace(spot=None)
        return paragraphs_area(before or passed) if before or passed else ABSENT

    def _leads(self, passage: Passage) -> bool:
        """Whether a text says no more than that, and how, the answer below is given."""
        text, asked = passage.text, [self.heading.words]
        return is_lead_in(text) or is_plain_instruction(text, asked)

    def _is_free(self, cell: GridCell) -> bool:
        return is_free(cell, self.texts)
