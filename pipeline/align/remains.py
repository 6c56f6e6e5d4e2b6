"""What a document has that its wording has not, and the other way round."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from pipeline.align.chains import Chains
from pipeline.align.keys import Phrase
from pipeline.align.labels import Labels
from pipeline.align.likeness import Likeness
from pipeline.align.passages import Passage, Passages
from pipeline.align.placed import Status
from pipeline.align.sections import Sections
from pipeline.word_files.reading import Block

Pairs = tuple[tuple[str, str], ...]


class Remains:
    """The passages of a document that are places or texts of the form. ``found``: each
    text of the form with the text that it is in the document.
    """

    def __init__(
        self, form: Chains, passages: Passages, divided: Sections, likeness: Likeness
    ) -> None:
        self.form, self.passages, self.divided = form, passages, divided
        self.likeness = likeness
        self.used: set[int] = set()
        self.missing: list[tuple[Phrase, int]] = []
        self.found: list[tuple[Phrase, str]] = []
        self.reworded: list[tuple[str, str]] = []
        self._find_headings()
        self._find_others()

    def use(self, numbers: Iterable[int]) -> None:
        """These passages are places."""
        self.used.update(numbers)

    def _find_headings(self) -> None:
        for number, heading in enumerate(self.form.headings):
            sections = self.divided.of.get(number, [])
            for section in sections:
                passage = section.found.passage
                self.used.add(passage.number)
                if section.found.status is Status.REWORDED:
                    self.reworded.append((heading.phrase.words, passage.text))
                else:
                    self.found.append((heading.phrase, passage.text))
            if not sections:
                self.missing.append((heading.phrase, number))

    def _find_others(self) -> None:
        """The other texts of the form, each in the section of its question."""
        inside: dict[int, Labels] = {-1: Labels(self.divided.first)}
        for number, sections in self.divided.of.items():
            inside[number] = Labels(
                [passage for section in sections for passage in section.passages]
            )
        for phrase, question in self.form.others:
            labels = inside[question].of(phrase) if question in inside else []
            free = [one for one in labels if one.passage.number not in self.used]
            if not labels:
                self.missing.append((phrase, question))
            for label in free[:1]:
                self.use(passage.number for passage in label.passages)
                self.found.append((phrase, label.text))

    def told(self) -> tuple[tuple[Block, ...], tuple[str, ...], Pairs]:
        """What is more, what is missing, and the pairs that are reworded."""
        self._find_moved()
        self._pair_reworded()
        missing = tuple(phrase.words for phrase, _ in self.missing)
        return tuple(self._extra()), missing, tuple(self.reworded)

    def _left(self) -> Iterator[Passage]:
        for passage in self.passages.all:
            used = passage.number in self.used or passage.is_contents
            if passage.key and not used:
                yield passage

    def _find_moved(self) -> None:
        """The texts of the form that stand elsewhere in the document."""
        left: dict[str, list[Passage]] = defaultdict(list)
        for passage in self._left():
            left[passage.key].append(passage)
        missing = []
        for phrase, question in self.missing:
            if there := left.get(phrase.key):
                passage = there.pop(0)
                self.used.add(passage.number)
                self.found.append((phrase, passage.text))
            else:
                missing.append((phrase, question))
        self.missing = missing

    def _pair_reworded(self) -> None:
        left = {passage.number: passage for passage in self._left()}
        by_question: dict[int, list[Phrase]] = defaultdict(list)
        for phrase, question in self.missing:
            by_question[question].append(phrase)
        for question, phrases in by_question.items():
            below = [s.passages for s in self.divided.of.get(question, [])]
            there: Sequence[Passage] = (
                self.divided.first if question < 0 else [p for s in below for p in s]
            )
            free = [passage for passage in there if passage.number in left][:60]
            pairs = self.likeness.pairs([p.key for p in phrases], [p.key for p in free])
            for one, other in pairs.items():
                self.used.add(free[other].number)
                self.reworded.append((phrases[one].words, free[other].text))
                self.missing.remove((phrases[one], question))

    def _extra(self) -> Iterator[Block]:
        """Whole tables where nothing in them is of the form, else paragraphs."""
        rows: set[int] = set()
        tables: dict[int, bool] = defaultdict(bool)
        for passage in self.passages.all:
            if passage.cell is not None:
                tables[id(passage.cell.rows)] |= passage.number in self.used
        for passage in self._left():
            cell = passage.cell
            if cell is None or tables[id(cell.rows)]:
                yield passage.paragraph
            elif id(cell.rows) not in rows:
                rows.add(id(cell.rows))
                yield cell.table
        yield from self.passages.left
