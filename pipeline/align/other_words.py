"""Words above the answers of a question that the wording has not: a head over its heads
or below them, a caption. Other figures may be asked for there.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice, takewhile

from pipeline.align.area import Area, is_free
from pipeline.align.instructions import asks_otherwise, begins_like_instruction
from pipeline.align.keys import YEARS, is_lead_in, is_sign, key, number_of, years
from pipeline.align.passages import MOST_HEADS, GridCell, Passage
from pipeline.align.phrases import phrase
from pipeline.align.sections import Section
from pipeline.align.units import counted

_SHORTEST = 8  # letters of a head that is a part of the question's own words
_OPEN = {key("À compléter"), key("À remplir"), key("Réponse de la commune")}
_OF_THE_YEAR = {key(text) for text in ("", "en", "année", "pour", "au cours de")}
_OTHER_UNIT = re.compile(
    r"[%€]|\b(?:pour ?cents?|pourcentages?|euros?|cumul\w*|moyennes?)\b"
    r"|\ben (?:jours|heures|mois|semaines|personnes|milliers)\b"
)


def _first_beside(passage: Passage) -> Passage:
    """The first passage of the table that it stands in; outside tables itself."""
    rows = passage.cell.rows if passage.cell else []
    inside = (one for row in rows for cell in row for one in cell.passages)
    return next(inside, passage)


def is_figure(text: str) -> bool:
    """Whether a text is a number and no year."""
    return text.strip().isdecimal() and not years(text)


@dataclass(eq=False)
class OtherWords:
    """``texts``: the keys of the texts of the form; ``said``: the numbers of the passages
    that are labels of the question, or their answers; ``words``: of its heading and its heads;
    ``year``: the document's, "" where it says none.
    """

    section: Section
    texts: frozenset[str]
    said: Collection[int]
    words: Sequence[str]
    year: str
    _known: dict[tuple[int, ...], list[GridCell]] = field(default_factory=dict)
    _captions: dict[int, str] = field(default_factory=dict)

    def marked(
        self,
        area: Area,
        cell: GridCell,
        label: GridCell,
        own: Collection[GridCell] = (),
        column: str = "",
    ) -> Area:
        """A cell in the row of a label, reworded where other words stand above it. ``own``:
        the heads that are the wording's; ``column``: its words for that of the cell.
        """
        above = takewhile(lambda one: one.row < label.row, self._heads(cell, label))
        new = (one for one in above if one not in own and not self._is_own(one, column))
        said = " ".join(head.text for head in islice(new, MOST_HEADS))
        return area.reworded("", said) if said else area

    def over_box(
        self, area: Area, box: GridCell, question: GridCell, asked: Sequence[GridCell]
    ) -> Area:
        """The box of a question that stands beside it or below it in a table, reworded
        where other words stand above it. ``asked``: the cells of such questions.
        """
        asked = [one for one in asked if one.rows is box.rows]
        rows = {one.row for one in asked}
        heads: list[GridCell] = []
        is_first = True  # of all rows with words of the form
        for number, row in enumerate(box.rows[: question.row]):
            if number in rows or not all(is_free(one, self.texts) for one in row):
                is_first = False
                heads = heads if number in rows else []  # of another question
                continue
            beside = [one for one in question.below(number) if not one.overlap(box)]
            is_line = any(one.key for one in beside)
            for head in box.below(number) if is_first or beside else ():
                is_answer = not is_first or is_figure(head.text)
                if head.key and not (is_sign(head.text) or (is_line and is_answer)):
                    heads.append(head)
        new = (one.text for one in heads if not self._is_own(one, ""))
        said = " ".join(islice(new, MOST_HEADS))
        return area.reworded("", said) if said else area

    def captioned(self, area: Area, label: Passage) -> Area:
        """A place, reworded where a paragraph above its label, outside its table, names
        another year or unit.
        """
        first = _first_beside(label)
        if first.number not in self._captions:
            self._captions[first.number] = " ".join(self._captions_above(first))
        said = self._captions[first.number]
        return area.reworded("", said) if said else area

    def scale(
        self, chosen: GridCell, boxes: Sequence[GridCell], first: int
    ) -> list[str]:
        """What stands above the boxes of a row where they differ by it, as those of a
        scale do, and one cannot say that it is the chosen one where an answer goes.
        ``first``: the first row with a label.
        """
        heads = [*self._texts_above(chosen, first)]
        several = {" ".join(self._texts_above(one, first)) for one in boxes}
        is_for_all = len(several) < 2 or all(map(self._is_for_an_answer, heads))
        return [] if is_for_all else sorted(several)

    def _texts_above(self, cell: GridCell, first: int) -> Iterator[str]:
        """What the document says above a cell, in the rows before the first one with a
        label, and the form does not.
        """
        above = (head for row in range(first) for head in cell.below(row))
        mine = (one for one in above if self._is_here(one) and not is_sign(one.text))
        yield from islice(filter(str.strip, (one.text for one in mine)), MOST_HEADS)

    def _is_for_an_answer(self, head: str) -> bool:
        """Whether a head says that an answer goes below it, of this year or whichever."""
        is_own = self._says_no_more(head, key(head), "")
        return is_own or begins_like_instruction(head)

    def prompted(self, area: Area) -> Area:
        """A place, reworded where the prompt that it shows, or what Word says beside it,
        may ask for no answer, or for another.
        """
        own = (self.section.found.passage.text, *self.words)
        said = dict.fromkeys([" ".join(self._prompts_at(area)), *self._hints_at(area)])
        asked = filter(None, said)
        other = (t for t in asked if self._asks_other(t) or asks_otherwise(t, own))
        return area.reworded("", found) if (found := " ".join(other)) else area

    def _prompts_at(self, area: Area) -> Iterator[str]:
        spot = area.spot
        for one in self._passages_at(area):
            for start, end in one.paragraph.prompts:
                if spot and (spot.is_cell or (start <= spot.end and spot.start <= end)):
                    yield one.paragraph.text[start:end]

    def _hints_at(self, area: Area) -> Iterator[str]:
        spot = area.spot
        for one in self._passages_at(area):
            for start, end, text in one.paragraph.hints:
                if spot and (spot.is_cell or (start <= spot.end and spot.start <= end)):
                    yield text

    def _passages_at(self, area: Area) -> Iterator[Passage]:
        numbers = sorted({number for number, _ in area.claims})
        return (self._by_number[one] for one in numbers if one in self._by_number)

    @cached_property
    def _by_number(self) -> dict[int, Passage]:
        here = (self.section.found.passage, *self.section.passages)
        return {one.number: one for one in here}

    def right_above(self, passages: Sequence[Passage], known: Collection[int]) -> str:
        """The text right above the question, or its table, where it names another year
        or unit; "" for none. ``known``: the numbers of places and of the form's texts.
        """
        first = _first_beside(self.section.found.passage).number
        before = (passages[n] for n in range(first - 1, -1, -1))
        said = (one.number for one in before if one.cell or not one.is_blank)
        above = next(said, None)
        if above is None or above in known or passages[above].cell is not None:
            return ""
        text = passages[above].text
        is_question = bool(number_of(text)) or text.rstrip().endswith("?")
        return text if not is_question and self._asks_other(text) else ""

    def _captions_above(self, first: Passage) -> list[str]:
        found: list[str] = []
        holder = first.cell.holder if first.cell else None
        above = (one for one in self.section.passages if one.number < first.number)
        for one in reversed([*above]):
            if one.cell not in (None, holder):
                break
            is_known = one.number in self.said or one.key in self.texts
            if not is_known and self._asks_other(one.text):
                found.insert(0, one.text)
        return found

    def _heads(self, cell: GridCell, label: GridCell) -> list[GridCell]:
        """The cells of a table that may be a head of one of its columns."""
        columns = (cell.cell.column, cell.cell.span, label.cell.column)
        table = (id(cell.rows), *columns)
        if table not in self._known:
            heads: dict[str, GridCell] = {}
            for head in self._heads_in(cell, label):
                heads.setdefault(head.text, head)
            self._known[table] = [*heads.values()]
        return self._known[table]

    def _heads_in(self, cell: GridCell, label: GridCell) -> Iterator[GridCell]:
        is_below = False  # the first label
        for number, row in enumerate(label.rows):
            if any(one.number in self.said for each in row for one in each.passages):
                is_below = True
                continue
            beside = [one for one in label.below(number) if not one.overlap(cell)]
            is_line = any(one.key for one in beside)
            for head in filter(self._is_new, cell.below(number)):
                is_answer = is_below or is_figure(head.text)
                if not (is_sign(head.text) or (is_line and is_answer)):
                    yield head
            if not is_below:
                new = filter(self._is_new, beside)
                yield from (one for one in new if self._asks_other(one.text))

    def _is_new(self, head: GridCell) -> bool:
        """Whether a cell of this question has words that are not the wording's."""
        return bool(head.key) and self._is_here(head)

    def _is_here(self, head: GridCell) -> bool:
        """Whether a cell of this question has no text of the form."""
        is_here = all(one.number in self.section.numbers for one in head.passages)
        return is_here and is_free(head, self.texts)

    def _is_own(self, head: GridCell, column: str) -> bool:
        return self._says_no_more(head.text, head.key, column)

    def _says_no_more(self, text: str, said: str, column: str) -> bool:
        """Whether a head says no more than the question does, or the document's year.
        ``said``: its key.
        """
        if is_lead_in(text) or said in _OPEN:
            return True
        if years(text) == [self.year]:
            return key(YEARS.sub("", text)) in _OF_THE_YEAR
        is_part = any(said in phrase(one).key for one in (self.words[0], column))
        is_long = len(said) >= _SHORTEST
        return is_long and is_part and not self._asks_other(text)

    def _asks_other(self, text: str) -> bool:
        """Whether a text names a year that is neither the document's nor the question's,
        or a unit that is not the question's.
        """
        own = (self.section.found.passage.text, *self.words)
        known = {self.year, "N", *(year for one in own for year in years(one))}
        if {*years(text)} - known:
            return True
        unit, units = counted([text]), {counted([one]) for one in own} - {""}
        if unit and units and unit not in units:
            return True
        named = _OTHER_UNIT.search(" ".join(text.casefold().split()))
        return named is not None and named[0] not in " ".join(own).casefold()
