"""Boxes above their questions: each looks like the one below the question before it, so
that it shows only where none is left over below the last question.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from pipeline.align.area import Area
from pipeline.align.passages import Passage
from pipeline.align.placed import Status


class BoxesAbove:
    """``passages``: of the document; ``claimed``: the numbers of those that are places;
    ``texts``: the keys of those that are of the form.
    """

    def __init__(
        self,
        passages: Sequence[Passage],
        claimed: Collection[int],
        texts: Collection[str],
    ) -> None:
        self.passages, self.claimed, self.texts = passages, claimed, texts

    def questions(
        self, headings: Mapping[int, int], areas: Mapping[int, Area]
    ) -> set[int]:
        """Those whose box may be the one above. ``headings``: each question that has
        places -> the number of its passage, in the order of the document; ``areas``: the
        answer of each that has one and no label.
        """
        found: set[int] = set()
        order = [*headings]
        begins = {*headings.values()}
        for number, last in enumerate(order):
            area = areas.get(last)
            if area is None or area.status is Status.DOUBTFUL or self._has_box(area):
                continue
            run: list[int] = []
            for question in reversed(order[: number + 1]):
                own = areas.get(question)
                if own is None or (run and not self._has_box(own)):
                    break
                run.append(question)
                if self._is_below_box(headings[question], begins):
                    found.update(run)
                    break
        return found

    def _has_box(self, area: Area) -> bool:
        """Whether a place is more than a blank line of the document."""
        there = [self.passages[number] for number, _ in area.claims]
        return any(one.cell or not one.is_blank for one in there)

    def _is_below_box(self, heading: int, begins: Collection[int]) -> bool:
        """Whether a box that is no place stands right above a heading."""
        for passage in reversed(self.passages[:heading]):
            if passage.number in self.claimed or passage.number in begins:
                return False
            if passage.key in self.texts or (passage.is_blank and not passage.cell):
                continue
            if passage.cell is None:
                return passage.is_dotted or passage.text.strip().isdecimal()
            own, rows = self.passages[heading].cell, passage.cell.rows
            return (own is not None and own.rows is rows) or all(
                one.number not in self.claimed and one.key not in self.texts
                for cells in rows
                for cell in cells
                for one in cell.passages
            )
        return False
