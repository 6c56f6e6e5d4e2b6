"""What a document has that its wording has not, and the other way round."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple

from pipeline.align.chains import Chains, Text, Title
from pipeline.align.instructions import asks_otherwise
from pipeline.align.keys import PROMPT
from pipeline.align.labels import Labels
from pipeline.align.likeness import Likeness
from pipeline.align.passages import Passage, Passages
from pipeline.align.phrases import Phrase
from pipeline.align.placed import FormText, Role, Status
from pipeline.align.sections import Sections
from pipeline.align.years import OfAnotherYear, of_other_years
from pipeline.word_files.reading import Block

Pairs = tuple[tuple[str, str], ...]
_FIGURE = "nombre"  # which a chapter asks for
SENTENCE = re.compile(r"[.:,;](?:\s|$)")  # ends what is no title


class There(NamedTuple):
    """What a text of the form is in the document."""

    passage: Passage
    text: str
    status: Status = Status.EQUAL
    more: tuple[Passage, ...] = ()  # the paragraphs behind the first


class Remains:
    """The passages of a document that are places or texts of the form. ``texts``: those
    of the form, in its order; ``there``: the number of each in them -> what it is in the
    document.
    """

    def __init__(
        self, form: Chains, passages: Passages, divided: Sections, likeness: Likeness
    ) -> None:
        self.form, self.passages, self.divided = form, passages, divided
        self.likeness = likeness
        self.used: set[int] = set()
        self.texts = form.texts
        self.there: dict[int, There] = {}
        self._find_headings()
        self._find_others()

    def use(self, numbers: Iterable[int]) -> None:
        """These passages are places."""
        self.used.update(numbers)

    @property
    def found(self) -> list[tuple[Phrase, str]]:
        """Each text of the form with the text that it is in the document."""
        return [
            (self.texts[number].phrase, there.text)
            for number, there in self.there.items()
            if there.status is Status.EQUAL
        ]

    def mark_other_years(self) -> dict[int, list[OfAnotherYear]]:
        """What is of another year than the document is reworded; by question."""
        other = {one.phrase: one for one in of_other_years(self.found)}
        marked: defaultdict[int, list[OfAnotherYear]] = defaultdict(list)
        for number, there in self.there.items():
            text = self.texts[number]
            one = other.get(text.phrase)
            if one and one.there == there.text:
                self.there[number] = there._replace(status=Status.REWORDED)
                marked[text.question].append(one)
        return marked

    def _missing(self) -> list[tuple[int, Text]]:
        return [(n, one) for n, one in enumerate(self.texts) if n not in self.there]

    def _find_headings(self) -> None:
        for number, text in enumerate(self.texts):
            if text.role is Role.HEADING:
                for section in self.divided.of.get(text.question, []):
                    passage, status = section.found.passage, section.found.status
                    self.used.add(passage.number)
                    self.there[number] = There(passage, passage.text, status)

    def _find_others(self) -> None:
        """The other texts of the form, each in the section of its question."""
        inside: dict[int, Labels] = {-1: Labels(self.divided.first)}
        for number, sections in self.divided.of.items():
            inside[number] = Labels(
                [passage for section in sections for passage in section.passages]
            )
        for number, (phrase, question, role) in enumerate(self.texts):
            if role is Role.HEADING or question not in inside:
                continue
            labels = inside[question].of(phrase)
            free = [one for one in labels if one.passage.number not in self.used]
            for label in (free or labels)[:1]:
                self.use(passage.number for passage in label.passages)
                first, *more = label.passages
                self.there[number] = There(first, label.text, more=(*more,))

    def of(self, phrase: Phrase, question: int) -> There | None:
        """What a text of the form is in the document; None where it is not there."""
        return self.there.get(self._at.get((phrase, question), -1))

    def reword(self, phrase: Phrase, question: int, there: Passage) -> None:
        """A passage stands in the place of a text of the form."""
        number = self._at[phrase, question]
        if number not in self.there:
            self.used.add(there.number)
            self.there[number] = There(there, there.text, Status.REWORDED)

    @cached_property
    def _at(self) -> dict[tuple[Phrase, int], int]:
        return {text[:2]: number for number, text in enumerate(self.texts)}

    def find_reworded(self) -> None:
        """The texts of the form that stand elsewhere, or are reworded."""
        self._find_moved()
        self._pair_reworded()

    def over_questions(self) -> Iterator[tuple[Title, str]]:
        """The titles that are reworded, and the instructions of chapters that may ask
        for something else, each with what the document says.
        """
        for title in self.form.titles:
            there = self.of(title.phrase, title.question)
            if there is None or there.status is not Status.REWORDED:
                continue
            words = title.phrase.words
            known = words.split()
            more = " ".join(one for one in there.text.split() if one not in known)
            is_other = (asks_otherwise(t, [words, _FIGURE]) for t in (there.text, more))
            if not SENTENCE.search(words) or any(is_other):
                yield title, there.text

    def told(
        self, names: Callable[[int], str]
    ) -> tuple[tuple[Block, ...], tuple[str, ...], Pairs, tuple[FormText, ...]]:
        """What is more, what is missing, the pairs that are reworded, and every text.
        ``names``: the number of a heading -> its name.
        """
        missing = tuple(one.phrase.words for _, one in self._missing())
        texts = tuple(self._told_texts(names))
        reworded = (one for one in texts if one.status is Status.REWORDED)
        pairs = tuple((one.words, one.there) for one in reworded)
        return tuple(self._extra()), missing, pairs, texts

    def _told_texts(self, names: Callable[[int], str]) -> Iterator[FormText]:
        for number, (phrase, question, role) in enumerate(self.texts):
            name = names(question)
            if number in self.there:
                passage, text, status, _ = self.there[number]
                said, path = text.replace(PROMPT, " "), passage.paragraph.path
                yield FormText(name, role, phrase.words, status, said, path)
            else:
                yield FormText(name, role, phrase.words, Status.ABSENT)

    def left(self) -> Iterator[Passage]:
        """The passages that are neither places nor texts of the form."""
        for passage in self.passages.all:
            used = passage.number in self.used or passage.is_contents
            if passage.key and not used:
                yield passage

    def _find_moved(self) -> None:
        """The texts of the form that stand elsewhere in the document."""
        left: dict[str, list[Passage]] = defaultdict(list)
        for passage in self.left():
            left[passage.key].append(passage)
        for number, text in self._missing():
            if there := left.get(text.phrase.key):
                passage = there.pop(0)
                self.used.add(passage.number)
                self.there[number] = There(passage, passage.text)

    def _pair_reworded(self) -> None:
        left = {passage.number: passage for passage in self.left()}
        by_question: dict[int, list[int]] = defaultdict(list)
        for number, text in self._missing():
            by_question[text.question].append(number)
        for question, numbers in by_question.items():
            below = [s.passages for s in self.divided.of.get(question, [])]
            there: Sequence[Passage] = (
                self.divided.first if question < 0 else [p for s in below for p in s]
            )
            free = [passage for passage in there if passage.number in left][:60]
            keys = [self.texts[number].phrase.key for number in numbers]
            pairs = self.likeness.pairs(keys, [p.key for p in free])
            for one, other in pairs.items():
                self.used.add(free[other].number)
                found = There(free[other], free[other].text, Status.REWORDED)
                self.there[numbers[one]] = found

    def _extra(self) -> Iterator[Block]:
        """Whole tables where nothing in them is of the form, else paragraphs."""
        rows: set[int] = set()
        tables: dict[int, bool] = defaultdict(bool)
        for passage in self.passages.all:
            if passage.cell is not None:
                tables[id(passage.cell.rows)] |= passage.number in self.used
        for passage in self.left():
            cell = passage.cell
            if cell is None or tables[id(cell.rows)]:
                yield passage.paragraph
            elif id(cell.rows) not in rows:
                rows.add(id(cell.rows))
                yield cell.table
        yield from self.passages.left
