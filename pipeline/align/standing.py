"""What stands where in a document in which the questions of a form were found."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Mapping, Sequence
from functools import cached_property

from pipeline.align.chains import Chain, Chains
from pipeline.align.instructions import asks_no_answer
from pipeline.align.keys import PROMPT
from pipeline.align.marks import Marks
from pipeline.align.passages import GridCell, Passage
from pipeline.align.question import Question
from pipeline.align.remains import Remains

_OWN_DOTS = re.compile(rf"[._…*{PROMPT}]{{4,}}|…\s*$|[☐□▢]")
_MOST_BETWEEN = 50  # passages between a text and its own box


class Standing:
    """``questions``: those that were found; ``asked``: number of a question with places
    -> these; ``claimed``: the passages that are places; ``year``: the document's.
    """

    def __init__(
        self,
        form: Chains,
        remains: Remains,
        questions: Mapping[int, Question],
        asked: Mapping[int, Sequence[Chain]],
        claimed: Collection[int],
        year: str,
    ) -> None:
        self.form, self.remains, self.questions = form, remains, questions
        self.asked, self.year = asked, year
        self.passages = remains.passages.all
        self.claimed = sorted(claimed)
        self._stretches: dict[tuple[int, int], tuple[int, int, list[int]]] = {}
        self._below: dict[int, frozenset[int]] = {}
        listed = {one.question for one in form.listings}
        self.answered = {n for n in questions if asked.get(n) or n in listed}

    def _is_first_unknown(self, passage: Passage, question: int) -> bool:
        """Whether a text that is below no question of the form stands right behind what
        is.
        """
        before = next(
            (o for o in self.passages[passage.number - 1 :: -1] if o.key or o.cell),
            None,
        )
        return before is not None and (
            before.number in self.remains.used
            or before.cell is not None
            or self._is_below(before, question)
        )

    @cached_property
    def marks(self) -> Marks:
        return Marks(self.form, self.remains, self.answered)

    def _is_below(self, passage: Passage, question: int) -> bool:
        if question not in self._below:
            self._below[question] = self.remains.divided.numbers(question)
        return passage.number in self._below[question]

    def _any_claimed(self, first: int, last: int) -> bool:
        """Whether a place stands between two passages."""
        at = bisect_right(self.claimed, first)
        return at < len(self.claimed) and self.claimed[at] < last

    def _any_known(self, first: int, last: int) -> bool:
        """Whether a text of the form, or a place, stands between two passages."""
        at = bisect_right(self._known, first)
        is_known = at < len(self._known) and self._known[at] < last
        return is_known or self._any_claimed(first, last)

    @cached_property
    def _known(self) -> list[int]:
        return sorted(self.remains.used)

    def _has_own_box(self, passage: Passage, end: int) -> bool:
        """Whether a text asks for an answer of its own."""
        text = passage.text
        if asks_no_answer(text):
            return False
        if _OWN_DOTS.search(text) or passage.sign or "?" in text:
            return True
        last = min(end, passage.number + _MOST_BETWEEN)
        for one in self.passages[passage.number + 1 : last]:
            if one.number in self.remains.used:
                return False
            is_box = one.cell not in (None, passage.cell) and not one.key
            if is_box or one.is_dotted:
                return True
        return False

    def _tables(self, question: int) -> list[list[GridCell]]:
        """The labels of a question, by tables."""
        found: dict[int, list[GridCell]] = {}
        for several in self.questions[question].found.values():
            for label in several[:1]:
                if label.cell is not None:
                    found.setdefault(id(label.cell.rows), []).append(label.cell)
        return [*found.values()]

    def _labels_beside(self, passage: Passage, question: int) -> list[GridCell]:
        """The labels of a question in the table of a passage."""
        if passage.cell is None or question not in self.questions:
            return []
        tables = self._tables(question)
        rows = passage.cell.rows
        return next((one for one in tables if one[0].rows is rows), [])

    def _is_in_listing(self, passage: Passage, question: int) -> bool:
        """Whether a text stands in a table whose rows come once for each entry, where
        it is over columns or rows; the head of the names is over all.
        """
        heads = [one for one in self.form.listings if one.question == question]
        if not heads or passage.cell is None:
            return False
        names = next(iter(heads[0].columns.values()))
        there = self.remains.of(names, question)
        head = there.passage.cell if there else None
        if head is None or head.rows is not passage.cell.rows:
            return False
        is_over = passage.cell.row <= head.row and passage.cell.overlap(head)
        return not is_over

    def _anchors(self, question: int) -> list[int]:
        found = self.questions.get(question)
        several = found.found.values() if found else ()
        return [label.passage.number for labels in several for label in labels]

    def _said(self, question: int) -> str:
        """All that a question says, and the year of the document."""
        return f"{self._texts.get(question, '')} {self.year}"

    @cached_property
    def _texts(self) -> dict[int, str]:
        said: dict[int, str] = {}
        for text in self.form.texts:
            said[text.question] = f"{said.get(text.question, '')} {text.phrase.words}"
        return said
