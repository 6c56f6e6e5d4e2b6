"""New texts of a document that govern places: under a title, between a question and its
box, a row between lines, another head of their labels. Each reaches over a stretch of
the document, and what stands there may be asked for otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from pipeline.align.area import Area
from pipeline.align.chains import Chain, Chains
from pipeline.align.instructions import (
    asks_no_answer,
    begins_like_instruction,
    is_harmless,
)
from pipeline.align.keys import PROMPT, key, number_of
from pipeline.align.marks import TITLE, Mark, Marks
from pipeline.align.notes import other_notes
from pipeline.align.passages import GridCell, Passage
from pipeline.align.question import Question
from pipeline.align.remains import Remains
from pipeline.align.sub_heads import is_sub_head

_OWN_DOTS = re.compile(rf"[._…*{PROMPT}]{{4,}}|…\s*$|[☐□▢]")

_MOST_NEW = 2_000  # new texts that are looked at; a document with more is no form
_MOST_BETWEEN = 50  # passages between a text and its own box


class Governing(NamedTuple):
    """A text over places: ``wording``: that of the form in whose place it stands, "" for
    a new one; ``questions``: those whose places it is over, as far as their labels or
    boxes are among the passages from ``first`` to ``last``.
    """

    wording: str
    there: str
    questions: Collection[int]
    first: int = 0
    last: int = 10**9


class Surroundings:
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

    # ---- heads of labels

    def corners(self) -> Iterator[Governing]:
        """The heads of labels that are in other words."""
        for number, question in self.questions.items():
            found = {one.corner for one in self.asked.get(number, ()) if one.corner}
            for corner in found:
                for labels in self._tables(number):
                    there = [*self._other_corner(corner.key, labels, question)]
                    texts = [one.text for one in there]
                    said = self._said(number)
                    if there and not all(is_harmless(one, [said]) for one in texts):
                        self.remains.reword(corner, number, there[0])
                        yield Governing(
                            *(corner.words, " ".join(texts), {number}),
                            *_stretch(labels[0].rows),
                        )

    def _other_corner(
        self, corner: str, labels: Sequence[GridCell], question: Question
    ) -> Iterator[Passage]:
        """What stands above the labels of a table and is not their head; nothing where
        that is there too.
        """
        rows, first = labels[0].rows, min(one.row for one in labels)
        above = [cell for row in rows[:first] for cell in row]
        inside = [one for cell in above for one in cell.passages]
        here = [one for one in inside if one.number in question.section.numbers]
        if any(one.key == corner for one in here) or corner in map(_key_of, above):
            return
        beside = [one for label in labels for one in label.beside if one not in labels]
        for one in here:
            cell = one.cell
            assert cell is not None
            is_over = any(map(cell.overlap, labels))
            is_free = one.number not in self.remains.used and one.key
            if is_over and is_free and not any(map(cell.overlap, beside)):
                yield one

    # ---- notes

    def notes(self, there: Mapping[int, Sequence[str]]) -> Iterator[Governing]:
        """The notes that are others; ``there``: passage -> those that it calls."""
        for number, passage, own, note in other_notes(self.form, self.remains, there):
            over = [number]
            if number not in self.answered:
                mark = self.marks.before(passage.number + 1)
                over = self.marks.questions(mark.number, self.marks.end(mark))
            said = [f"{own} {self._said(one)}" for one in over]
            if over and (own or not is_harmless(note, said)):
                line = self._line_at(passage, number)
                yield Governing(own, note, {*over}, *line)

    def _line_at(self, passage: Passage, question: int) -> tuple[int, ...]:
        """The stretch that a text is over: of a label, its row."""
        is_label = passage.number in self._anchors(question)
        return (passage.number, passage.number) if is_label else ()

    # ---- new texts

    def new(self) -> Iterator[Governing]:
        """The new texts that may ask for something else."""
        for passage in islice(self.remains.left(), _MOST_NEW):
            at = self.marks.heading(passage.number)
            if at is None:
                continue
            labels = self._labels_beside(passage, at.question)
            if self._is_in_listing(passage, at.question):
                continue
            if labels:
                yield from self._in_table(passage, labels, at.question)
            elif self._is_below(passage, at.question):
                yield from self._outside(passage, at.question)
            elif passage.cell is None:
                yield from self._as_heading(passage)

    def _in_table(
        self, passage: Passage, labels: Sequence[GridCell], question: int
    ) -> Iterator[Governing]:
        """A text above the labels of a table, or between them."""
        cell = passage.cell
        assert cell is not None
        rows = {one.row for one in labels}
        if cell.row in rows or not any(map(cell.overlap, labels)):
            return
        is_question = "." in number_of(passage.text) or "?" in passage.text
        if is_question or is_harmless(passage.text, [self._said(question)]):
            return
        first, last, known = self._table(cell, rows, question)
        is_head = self._is_sub_head(passage, labels, question)
        if cell.row < min(rows):
            found = self.questions[question].columns.values()
            heads = [label.cell for several in found for label in several]
            own = [one.row for one in heads if one and one.rows is cell.rows]
            is_over = cell.row <= min(own, default=-1)  # no line of the list
            if is_over or is_head or begins_like_instruction(passage.text):
                yield Governing("", passage.text, {question}, first, last)
        elif is_head:
            at = bisect_right(known, passage.number)
            last = min([last, *known[at : at + 1]])
            yield Governing("", passage.text, {question}, passage.number, last)

    def _table(
        self, cell: GridCell, rows: Collection[int], question: int
    ) -> tuple[int, int, list[int]]:
        """From which passage to which the table of a cell goes, and the texts of the form
        in it that are not in ``rows``, those of the labels of a question.
        """
        at = id(cell.rows), question
        if at not in self._stretches:
            texts = self.questions[question].texts
            others = (each for row in cell.rows for each in row if each.row not in rows)
            known = (
                o.number for each in others for o in each.passages if o.key in texts
            )
            self._stretches[at] = *_stretch(cell.rows), sorted(known)
        return self._stretches[at]

    def _is_sub_head(
        self, passage: Passage, labels: Sequence[GridCell], question: int
    ) -> bool:
        own = next((o.corner for o in self.asked[question] if o.corner), None)
        said = [one.text for one in labels]
        cell = passage.cell
        assert cell is not None
        beside = [one for label in labels for one in label.beside if one not in labels]
        boxes = [
            o for o in cell.beside if o is not cell and any(map(o.overlap, beside))
        ]
        heads = self.questions[question].columns
        return is_sub_head(
            *(passage.text, bool(boxes), said),
            own.words if own else "",
            [*heads, self.form.headings[question].phrase.words],
            self.year,
        )

    def _outside(self, passage: Passage, question: int) -> Iterator[Governing]:
        """A text between a question or a title and the next one."""
        before = self.marks.before(passage.number)
        behind = self.marks.behind(passage.number)
        end = behind.number if behind else len(self.passages)
        if self._has_own_box(passage, end):
            return
        text = passage.text
        if not self._any_claimed(before.number, passage.number):
            yield from self._under(before, passage)
            return
        labels = [n for n in self._anchors(question) if passage.number < n < end]
        if labels:
            if self._is_line_between(passage, question):
                yield Governing("", text, {question}, passage.number, end)
            return
        is_its = question in self.answered and before.level != TITLE
        if is_its and self._is_instruction(text, question):
            yield Governing("", text, {question})
        if behind and not self._any_known(passage.number, end):
            if behind.question in self.answered:
                if self._is_instruction(text, behind.question):
                    yield Governing("", text, {behind.question})
            else:
                yield from self._under(behind, passage)

    def _under(self, mark: Mark, passage: Passage) -> Iterator[Governing]:
        """A text that stands first below a heading or a title, or right above it."""
        over = [mark.question]
        if mark.question not in self.answered:
            over = self.marks.questions(
                max(mark.number, passage.number), self.marks.end(mark)
            )
        said = [f"{mark.words} {self._said(one)}" for one in over]
        if over and not is_harmless(passage.text, said):
            yield Governing("", passage.text, {*over})

    def _as_heading(self, passage: Passage) -> Iterator[Governing]:
        """A heading that the form has not, over those of deeper levels behind it."""
        level, behind = passage.paragraph.level, self.marks.behind(passage.number)
        if not level or behind is None or self._has_own_box(passage, behind.number):
            return
        if self._any_known(passage.number, behind.number):
            return
        over: list[int] = []
        for mark in self.marks.all[self.marks.all.index(behind) :]:
            if 0 < self.passages[mark.number].paragraph.level <= level:
                break
            over += [mark.question] * (mark.question in self.answered)
        if over and not is_harmless(passage.text, [self._said(one) for one in over]):
            yield Governing("", passage.text, {*over})

    def _is_instruction(self, text: str, question: int) -> bool:
        """Whether a text behind or before a question may say how it is answered, and
        otherwise than it asks.
        """
        if "?" in text or text.rstrip().endswith(":"):
            return asks_no_answer(text)
        said = [self._said(question)]
        return begins_like_instruction(text) and not is_harmless(text, said)

    def _is_line_between(self, passage: Passage, question: int) -> bool:
        """Whether a paragraph between lines is over those below it."""
        found = self.questions[question]
        said = [label.text for several in found.found.values() for label in several]
        has_box = "\t" in passage.text or bool(found.lines)
        heads = [*found.columns, self.form.headings[question].phrase.words]
        is_own = is_harmless(passage.text, [self._said(question)])
        return not is_own and is_sub_head(
            passage.text, has_box, said, "", heads, self.year
        )

    # ---- what stands where

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


def anchor(question: Question, place: Chain, area: Area) -> int:
    """The number of the passage by which a place is known, or in which it is."""
    labels = question.found.get(place.label, ()) if place.label else ()
    if labels:
        return labels[0].passage.number
    own = question.section.found.passage.number
    return max((number for number, _ in area.claims), default=own)


def _key_of(cell: GridCell) -> str:
    return key(cell.text)


def _stretch(rows: Sequence[Sequence[GridCell]]) -> tuple[int, int]:
    """From which passage to which a table goes."""
    numbers = [one.number for row in rows for cell in row for one in cell.passages]
    return min(numbers), max(numbers)
