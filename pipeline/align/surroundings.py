"""New texts of a document that govern places: under a title, between a question and its
box, a row between lines, another head of their labels. Each reaches over a stretch of
the document, and what stands there may be asked for otherwise.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from pipeline.align.area import Area
from pipeline.align.chains import Chain, Chains
from pipeline.align.instructions import (
    asks_no_answer,
    begins_like_instruction,
    is_harmless,
)
from pipeline.align.keys import PROMPT, key
from pipeline.align.passages import GridCell, Passage
from pipeline.align.question import Question
from pipeline.align.remains import SENTENCE, Remains
from pipeline.align.sub_heads import is_sub_head

_OWN_DOTS = re.compile(rf"[._…*{PROMPT}]{{4,}}|…\s*$|[☐□▢]")
_TITLE = 1  # the level of a title without a number; of a chapter 0, of 2.1 2


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


class _Mark(NamedTuple):
    """Where a heading or a title stands: its passage; ``question``: -1 for a title."""

    number: int
    level: int
    question: int
    words: str


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
        listed = {one.question for one in form.listings}
        self.answered = {n for n in questions if asked.get(n) or n in listed}
        self.marks = sorted(self._headings())
        self.marks = sorted([*self.marks, *self._titles()])

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

    # ---- new texts

    def new(self) -> Iterator[Governing]:
        """The new texts that may ask for something else."""
        for passage in self.remains.left():
            at = self._mark_before(passage)
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
        if is_harmless(passage.text, [self._said(question)]):
            return
        first, last = _stretch(cell.rows)
        if cell.row < min(rows):
            yield Governing("", passage.text, {question}, first, last)
        elif self._is_sub_head(passage, labels, question):
            known = (
                one.number
                for row in cell.rows[cell.row + 1 :]
                for each in row
                for one in each.passages
                if each.row not in rows and one.key in self.questions[question].texts
            )
            last = min([last, *known])
            yield Governing("", passage.text, {question}, passage.number, last)

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
        before = self._before(passage)
        behind = self._behind(passage)
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
        is_its = question in self.answered and before.level != _TITLE
        if is_its and self._is_instruction(text, question):
            yield Governing("", text, {question})
        if behind and not self._any_known(passage.number, end):
            if behind.question in self.answered:
                if self._is_instruction(text, behind.question):
                    yield Governing("", text, {behind.question})
            else:
                yield from self._under(behind, passage)

    def _under(self, mark: _Mark, passage: Passage) -> Iterator[Governing]:
        """A text that stands first below a heading or a title, or right above it."""
        over = [mark.question]
        if mark.question not in self.answered:
            over = self._questions(max(mark.number, passage.number), self._end(mark))
        said = [f"{mark.words} {self._said(one)}" for one in over]
        if over and not is_harmless(passage.text, said):
            yield Governing("", passage.text, {*over})

    def _as_heading(self, passage: Passage) -> Iterator[Governing]:
        """A heading that the form has not, over those of deeper levels behind it."""
        level, behind = passage.paragraph.level, self._behind(passage)
        if not level or behind is None or self._has_own_box(passage, behind.number):
            return
        if self._any_known(passage.number, behind.number):
            return
        over: list[int] = []
        for mark in self.marks[self.marks.index(behind) :]:
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

    def _headings(self) -> Iterator[_Mark]:
        for number, several in self.remains.divided.of.items():
            heading = self.form.headings[number]
            level = 1 + len(heading.name.split("."))
            for one in several:
                words = heading.phrase.words
                yield _Mark(
                    *(one.found.passage.number, 0 if heading.is_chapter else level),
                    *(number, words),
                )

    def _titles(self) -> Iterator[_Mark]:
        for title in self.form.titles:
            words = title.phrase.words
            there = self.remains.of(title.phrase, title.question)
            if there is not None and not SENTENCE.search(words):
                yield _Mark(there.passage.number, _TITLE, -1, words)

    def _mark_before(self, passage: Passage) -> _Mark | None:
        """The last heading before a passage."""
        at = bisect_left(self.marks, (passage.number,))
        return next((m for m in self.marks[:at][::-1] if m.question >= 0), None)

    def _before(self, passage: Passage) -> _Mark:
        return self.marks[bisect_left(self.marks, (passage.number,)) - 1]

    def _behind(self, passage: Passage) -> _Mark | None:
        at = bisect_left(self.marks, (passage.number + 1,))
        return self.marks[at] if at < len(self.marks) else None

    def _end(self, mark: _Mark) -> int:
        """Where what stands below a heading or a title ends."""
        behind = self.marks[self.marks.index(mark) + 1 :]
        ends = (one.number for one in behind if one.level <= mark.level)
        return next(ends, len(self.passages))

    def _questions(self, first: int, last: int) -> list[int]:
        """The questions with places between two passages."""
        inside = (one for one in self.marks if first < one.number < last)
        return [one.question for one in inside if one.question in self.answered]

    def _is_below(self, passage: Passage, question: int) -> bool:
        return passage.number in self.remains.divided.numbers(question)

    def _any_claimed(self, first: int, last: int) -> bool:
        """Whether a place stands between two passages."""
        at = bisect_right(self.claimed, first)
        return at < len(self.claimed) and self.claimed[at] < last

    def _any_known(self, first: int, last: int) -> bool:
        """Whether a text of the form, or a place, stands between two passages."""
        known = self.remains.used
        return self._any_claimed(first, last) or any(
            one in known for one in range(first + 1, last)
        )

    def _has_own_box(self, passage: Passage, end: int) -> bool:
        """Whether a text asks for an answer of its own."""
        text = passage.text
        if asks_no_answer(text):
            return False
        if _OWN_DOTS.search(text) or passage.sign or "?" in text:
            return True
        for one in self.passages[passage.number + 1 : end]:
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
