"""New texts of a document that govern places: under a title, between a question and its
box, a row between lines, another head of their labels. Each reaches over a stretch of
the document, and what stands there may be asked for otherwise.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.align.area import Area
from pipeline.align.chains import Chain
from pipeline.align.instructions import (
    FIGURE,
    asks_no_answer,
    asks_other_figures,
    asks_otherwise,
    begins_like_instruction,
    is_harmless,
)
from pipeline.align.keys import key, number_of
from pipeline.align.marks import TITLE, Mark
from pipeline.align.notes import other_notes
from pipeline.align.passages import GridCell, Passage
from pipeline.align.placed import Status
from pipeline.align.question import Question
from pipeline.align.scope import (
    chapters,
    named,
    neighbours,
    redefines,
    refers_back,
    speaks_of_all,
)
from pipeline.align.standing import Standing
from pipeline.align.struck import struck_words
from pipeline.align.sub_heads import is_sub_head
from pipeline.findings.sentences import places as say
from pipeline.model.text import bare

_MOST_NEW = 2_000  # new texts that are looked at; a document with more is no form


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


class Surroundings(Standing):
    """The texts over places of a document, each kind by itself."""

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

    # ---- words that are struck out

    def struck(self) -> Iterator[Governing]:
        """The texts of the form of which words are struck out: who reads them cannot
        tell whether the rest asks for the same.
        """
        for number, one in [*self.remains.there.items()]:
            text = self.remains.texts[number]
            there = [part.paragraph for part in (one.passage, *one.more)]
            if words := " ".join(struck_words(text.phrase, there)):
                said = say.STRUCK.format(one.text, words)
                self.remains.there[number] = one._replace(
                    text=said, status=Status.REWORDED
                )
                over = self.form.over(text) & self.answered
                line = self._line_at(one.passage, text.question)
                yield Governing(text.phrase.words, said, over, *line)

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
        """The new texts that may ask for something else; a note of the form that stands
        among them, perhaps behind its number, is none.
        """
        own = [key(note) for note in self.form.footnotes]
        for passage in islice(self.remains.left(), _MOST_NEW):
            said = passage.key
            if any(said.endswith(one) and len(said) < len(one) + 4 for one in own):
                continue
            at = self.marks.heading(passage.number)
            if at is None:
                yield from self.over_all(passage.text)
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
                is_question = number_of(passage.text)
                if not is_question and self._is_first_unknown(passage, at.question):
                    yield from self._outside(passage, at.question)

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
        said = [self._said(question)]
        if is_question or is_harmless(passage.text, said):
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
        elif cell.row > max(rows) and asks_other_figures(passage.text, said):
            yield Governing("", passage.text, {question}, first, last)

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
        yield from self._over_named(passage)
        if not self._any_claimed(before.number, passage.number):
            yield from self._under(before, passage)
            return
        labels = [n for n in self._anchors(question) if passage.number < n < end]
        if labels:
            if self._is_line_between(passage, question):
                yield Governing("", text, {question}, passage.number, end)
            return
        is_its = question in self.answered and before.level != TITLE
        if is_its and (
            self._is_instruction(text, question)
            or (refers_back(text) and asks_otherwise(text, [self._said(question)]))
        ):
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

    def over_all(self, text: str) -> Iterator[Governing]:
        """A text beside or before all questions, over those whose figures it may change."""
        over = self._redefined(text)
        numbers = chapters(text)
        for number in self.answered:
            said, chapter = [self._said(number)], self.form.chapter_of(number)
            is_named = chapter >= 0 and self.form.headings[chapter].name in numbers
            if asks_other_figures(text, said) or (
                is_named and asks_otherwise(text, said)
            ):
                over.add(number)
            if numbers and not is_named:
                over.discard(number)
        if over:
            yield Governing("", text, over)

    def _redefined(self, text: str) -> set[int]:
        """The questions for figures of which a text may say what they count."""
        thing = redefines(text)
        if thing is None:
            return set()
        asked = {n: bare(self._said(n)) for n in self.answered}
        return {n for n, said in asked.items() if FIGURE.search(said) and thing in said}

    def _over_named(self, passage: Passage) -> Iterator[Governing]:
        """A text over the questions that it names by their numbers, or over all."""
        text = passage.text
        if number_of(text):  # a question of its own
            return
        is_last = self.marks.behind(passage.number) is None
        is_of_all = speaks_of_all(text) or redefines(text) is not None
        if is_last or is_of_all or chapters(text):
            yield from self.over_all(text)
        names = {n: self.form.headings[n].name for n in self.answered}
        over = [*named(text, names), *self._neighbours(passage)]
        said = [self._said(one) for one in over]
        if over and not is_harmless(text, said):
            yield Governing("", text, {*over})

    def _neighbours(self, passage: Passage) -> Iterator[int]:
        """The questions of its chapter before and behind it that a text speaks of."""
        several, own = neighbours(passage.text), self.marks.heading(passage.number)
        marks = [one for one in self.marks.all if one.question in self.answered]
        chapter = self.form.chapter_of(own.question) if own else -1
        here = [m for m in marks if self.form.chapter_of(m.question) == chapter]
        before = [one.question for one in here if one.number < passage.number]
        behind = [one.question for one in here if one.number > passage.number]
        yield from before[::-1][: several[0]]
        yield from behind[: several[1]]

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
