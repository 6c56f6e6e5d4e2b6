"""A Word file beside the blank of a known form: every change of it, question by question."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise

from pipeline.align.area import asks
from pipeline.align.keys import PROMPT, is_lead_in, key, number_of
from pipeline.align.likeness import Likeness
from pipeline.align.passages import Passage, Passages
from pipeline.align.placed import Alignment, FormText, Role, Status
from pipeline.align.placing import align
from pipeline.edition.form import Form
from pipeline.edition.questions import tag_name
from pipeline.edition.wording import Document
from pipeline.model.text import bare, shortened
from pipeline.new_form.beside import header, notes
from pipeline.new_form.cells import KnownCells
from pipeline.new_form.changes import Change, Compared, Part, What, divided
from pipeline.new_form.instructions import Instructions, next_heading
from pipeline.new_form.repeated import is_head_row
from pipeline.new_form.unrolled import known_as, unrolled
from pipeline.new_form.unsure_places import UnsurePlaces, asked
from pipeline.new_form.words import is_negated
from pipeline.word_files.reading import Reading, paragraphs

_DOTS = re.compile(r"[._…*]{4,}|…\s*$|[☐□▢]")
_PROMPTS = re.compile(f"{PROMPT}+")
_NUMBER = re.compile(r"[\s\d.()°-]*")  # of a heading, in a cell of its own
_PLAIN = {"", "normal", "standard"}
_PART_OF = {
    Role.HEADING: Part.QUESTION,
    Role.LINE: Part.LINE,
    Role.COLUMN: Part.COLUMN,
    Role.TEXT: Part.TEXT,
}


def compared(
    form: Form, document: Document, reading: Reading, found: Alignment | None = None
) -> Compared:
    """Everything in which a Word file is not the blank of a document of an edition.
    ``found``: the two beside each other, where that is done already.
    """
    comparison = Comparison(document, reading, found)
    changes = tuple(sorted(comparison.changes(), key=lambda change: change.at))
    titles = {tag_name(one.id): one.title for one in form.questions.values()}
    heads = (text for text in comparison.texts if text.role is Role.HEADING)
    titles |= {text.question: shortened(text.words) for text in heads}
    return Compared(changes, titles)


class Comparison:
    """A document beside a wording. ``texts``: those of the wording; ``at``: path ->
    passage, of a cell its first one.
    """

    def __init__(
        self, document: Document, reading: Reading, found: Alignment | None = None
    ) -> None:
        self.document, self.reading = document, reading
        self.is_plan = document.repeats
        self.found = found or align(document, reading)
        texts, self.extra = self.found.texts, self.found.extra
        if self.is_plan:  # a blank has each part once
            once = align(unrolled(document), reading)
            texts = known_as(document, once.texts)
            self.extra = once.extra
        self.likeness = Likeness()
        passages = Passages()
        passages.add(reading.body)
        self.passages = passages.all
        self.at = {one.paragraph.path: one for one in self.passages}
        for one in self.passages:
            if one.cell is not None:
                self.at.setdefault(one.cell.cell.path, one)
        known = {(t.question, key(t.words)) for t in texts if t.path}
        self.texts = [  # a line that stands in two loops stands once
            text
            for text in texts
            if text.path or (text.question, key(text.words)) not in known
        ]
        self.order = [*dict.fromkeys(text.question for text in self.texts)]
        self.gone = {
            text.question
            for text in self.texts
            if text.role is Role.HEADING and text.status is Status.ABSENT
        }

    def changes(self) -> Iterator[Change]:
        new = [*self._new()]
        texts = [*self._of_texts(), *self._moved()]
        lines = self._replaced([*texts, *new])
        told = [*lines, *self._beside()]
        yield from divided(told)
        places = UnsurePlaces(self.document, self.found.places, self.order, self.gone)
        yield from places.held(told)
        yield from places.lost({one.question for one in told if one.waits})

    def _beside(self) -> Iterator[Change]:
        wording, body = self.document.wording, {one.key for one in self.passages}
        last = len(self.order), 0
        yield from notes(wording, self.reading, body, self.likeness, last)
        yield from header(wording, self.reading)

    def _change(self, text: FormText, what: What, new: str = "") -> Change:
        at = self.order.index(text.question), self.texts.index(text)
        part, new = _PART_OF[text.role], new or text.there
        return Change(text.question, what, part, text.words, new, at, text.path)

    @property
    def year(self) -> str:
        """The year of the document; "" where it has none, or several."""
        found = self.found.places.texts.get("annee")
        return found.text if found and found.status is Status.EQUAL else ""

    # ---- the texts of the wording

    def _of_texts(self) -> Iterator[Change]:
        for text in self.texts:
            if self._is_layout(text):
                continue
            if text.status is Status.ABSENT:
                if text.role is Role.HEADING or text.question not in self.gone:
                    yield self._change(text, What.GONE)
                continue
            if text.status is Status.REWORDED:
                yield self._reworded(text)
            if text.role is Role.HEADING and (number := self._other_number(text)):
                yield self._change(text, What.RENUMBERED, number)

    def _reworded(self, text: FormText) -> Change:
        """A text in other words, that may say the contrary."""
        change = self._change(text, What.REWORDED)
        if text.role is not Role.TEXT:
            is_denied = is_negated(text.words, text.there)
            return change._replace(what=What.NEGATED) if is_denied else change
        known = self._instructions.otherwise(text.words, text.question)
        asked = () if known else self._instructions.otherwise(text.there, text.question)
        if asked or is_negated(text.words, text.there):
            change = change._replace(what=What.NEGATED, asked=asked)
        return change

    def _is_layout(self, text: FormText) -> bool:
        """Whether a head that is not there, or is divided into cells, is but the layout
        of another program: no place of its question is another for it.
        """
        is_head = text.role is Role.COLUMN or text.words in self._corners
        is_other = is_head and text.status is not Status.EQUAL
        return is_other and not self.is_plan and text.question not in self._unsure

    @cached_property
    def _corners(self) -> set[str]:
        """The texts right before the first head of a table."""
        pairs = pairwise(self.texts)
        return {
            a.words for a, b in pairs if (a.role, b.role) == (Role.TEXT, Role.COLUMN)
        }

    @cached_property
    def _unsure(self) -> set[str]:
        """The questions that have a place which is not equal."""
        places = (found for _, found in self.found.places.each())
        return {
            asked(one, self.order) for one in places if one.status is not Status.EQUAL
        }

    def _other_number(self, text: FormText) -> str:
        """The number of a heading in the document, where both have one and it is not
        the same. One that Word computes does not repeat the form's own "3.10" in
        chapter 2.
        """
        passage, own = self.at[text.path], number_of(text.words)
        there = self._number(passage)
        is_typed = bool(number_of(passage.text))
        is_odd = not is_typed and self._chapter(text) != own.partition(".")[0]
        return there if there and own and there != own and not is_odd else ""

    def _chapter(self, text: FormText) -> str:
        """The number of the chapter of a heading, its own of a chapter."""
        before = self.texts[self.texts.index(text) :: -1]
        numbers = (number_of(t.words) for t in before if t.role is Role.HEADING)
        return next((number for number in numbers if "." not in number), "")

    def _number(self, passage: Passage) -> str:
        """A typed number before an automatic one; "" without any of digits."""
        automatic = number_of(f"{passage.paragraph.number} a")
        return number_of(passage.text) or automatic

    def _moved(self) -> Iterator[Change]:
        """The texts that stand elsewhere in the order of the document; what stands
        below a moved heading moved with it.
        """
        there = [text for text in self.texts if text.path in self.at]
        numbers = [self.at[text.path].number for text in there]
        matcher = SequenceMatcher(None, numbers, sorted(numbers), autojunk=False)
        same = {
            block.a + n
            for block in matcher.get_matching_blocks()
            for n in range(block.size)
        }
        moved = [text for at, text in enumerate(there) if at not in same]
        whole = {text.question for text in moved if text.role is Role.HEADING}
        for text in moved:
            if text.role is Role.HEADING:
                if not any(text.question.startswith(f"{one}.") for one in whole):
                    yield self._change(text, What.MOVED, self._before(text))
            elif text.question not in whole | self.gone:
                yield self._change(text, What.MOVED)

    def _before(self, text: FormText) -> str:
        """The name of the question behind which a heading stands now."""
        return self.section(self.at[text.path].number - 1)

    @cached_property
    def _headings(self) -> list[tuple[int, str]]:
        """Where each heading stands, in the order of the document."""
        there = (t for t in self.texts if t.path in self.at)
        heads = (t for t in there if t.role is Role.HEADING or self.is_plan)
        return sorted((self.at[text.path].number, text.question) for text in heads)

    def section(self, number: int) -> str:
        """The question below whose heading a passage stands."""
        at = bisect_right(self._headings, (number, "\uffff")) - 1
        return self._headings[at][1] if at >= 0 else self.order[0]

    # ---- what the wording has not

    def _new(self) -> Iterator[Change]:
        question, section, rows = "", "", set[tuple[int, int]]()
        for passage in self._extra():
            here = self.section(passage.number)
            if here != section:
                question, section = "", here
            at = self._behind(here), 10**6
            text = _PROMPTS.sub("…", passage.text.strip())
            cell, path = passage.cell, passage.paragraph.path
            if self._is_question(passage):
                number = self._number(passage)
                question = (
                    number if number not in ("", *self.order) else shortened(text)
                )
                yield Change(question, What.NEW, Part.QUESTION, "", text, at, path)
                continue
            asked = () if question else self._otherwise(passage)
            if cell is None:
                part = Part.LINE if _DOTS.search(text) else Part.TEXT
            else:
                row = (id(cell.rows), cell.row)
                if row in rows and not asked:
                    continue
                rows.add(row)
                part = self._cells.part(cell)
            what = What.OTHERWISE if asked else What.NEW
            yield Change(question or here, what, part, "", text, at, path, asked)

    def _otherwise(self, passage: Passage) -> tuple[str, ...]:
        """The tags of the questions that are not answered, or otherwise, where a new
        text is an instruction that says so.
        """
        has_box = self._cells.has_box(passage.cell)
        if self.is_plan or _DOTS.search(passage.text) or has_box:
            return self._instructions.waiting_for(passage.text)
        known = {
            self.at[text.path].number for text in self.texts if text.path in self.at
        }
        heading = next_heading(passage, self.passages, self._headings, known)
        around = self.section(passage.number), heading
        return self._instructions.about(passage.text, *around)

    @cached_property
    def _cells(self) -> KnownCells:
        return KnownCells({text.path: text.role for text in self.texts if text.path})

    @cached_property
    def _instructions(self) -> Instructions:
        places, tags = self.found.places, defaultdict[str, list[str]](list)
        waiting = defaultdict[str, list[str]](list)
        rows = {
            name: turn.texts for name, turns in places.rows.items() for turn in turns
        }
        turns = ((name, one) for name, texts in rows.items() for one in texts.values())
        for name, found in (*places.texts.items(), *turns):
            own, tag = tags[asked(found, self.order)], name.partition(".")[0]
            own += [] if tag in own else [tag]
            if found.status is Status.REWORDED:
                waiting[found.there].append(tag)
        return Instructions(self.texts, self.order, dict(tags), dict(waiting))

    def _behind(self, question: str) -> int:
        """The rank of a question, and of those that are gone behind it."""
        at = self.order.index(question)
        while self.order[at + 1 : at + 2] and self.order[at + 1] in self.gone:
            at += 1
        return at

    def _extra(self) -> list[Passage]:
        """The passages that say something of their own; notes aside."""
        extra = (one.path for one in paragraphs(self.extra))
        found = [self.at[path] for path in extra if path in self.at]
        notes = {key(note) for note in self.document.wording["footnotes"]}
        if self.is_plan:  # what repeats may stand several times
            notes |= {key(text.words) for text in self.texts}
        pieces = [t for t in self.texts if t.role is Role.COLUMN and self._is_layout(t)]
        notes |= {o.key for o in found if any(o.key in key(t.words) for t in pieces)}
        said = (one for one in found if one.key and not is_lead_in(one.text))
        said = (o for o in said if o.key not in notes and not self._is_again(o))
        kept = {one.number: one for one in said if not _NUMBER.fullmatch(one.text)}
        return [kept[number] for number in sorted(kept)]

    def _is_again(self, passage: Passage) -> bool:
        """Whether it stands in the heads of a table once more, where that is split."""
        asked = self.section(passage.number)
        heads = [text for text in self.texts if text.question == asked]
        heads = [t for t in heads if t.role is Role.COLUMN or t.words in self._corners]
        row = passage.cell.beside if passage.cell else []
        return is_head_row(row, heads) and not self._cells.roles_in(row)

    @cached_property
    def _styles(self) -> set[str]:
        """The styles of headings that no other text has."""
        heads, others = set[str](), set[str]()
        for text in self.texts:
            passage = self.at.get(text.path)
            if passage is not None and passage.cell is None:
                own = heads if text.role is Role.HEADING else others
                own.add(bare(passage.paragraph.style))
        return heads - others - _PLAIN

    def _is_question(self, passage: Passage) -> bool:
        paragraph = passage.paragraph
        if (
            paragraph.level > 0
            or "." in self._number(passage)
            or bare(paragraph.style) in self._styles
        ):
            return True
        return passage.cell is None and asks(passage.text)

    def _replaced(self, told: Sequence[Change]) -> list[Change]:
        """The changes, a line that is gone and the only one that is new in its place as
        one: nobody knows whether it counts the same.
        """
        new = [one for one in told if (one.what, one.part) == (What.NEW, Part.LINE)]
        into: dict[Change, Change] = {}
        for one in told:
            if (one.what, one.part) == (What.GONE, Part.LINE):
                first, last = self._gap(self.texts[one.at[1]])
                inside = [b for b in new if first < self.at[b.path].number < last]
                if len(inside) == 1 and inside[0].question == one.question:
                    into[one] = inside[0]
        once = Counter(into.values())
        pairs = {one: b for one, b in into.items() if once[b] == 1}
        return [
            one._replace(what=What.REPLACED, new=pairs[one].new, path=pairs[one].path)
            if one in pairs
            else one
            for one in told
            if one not in pairs.values()
        ]

    def _gap(self, text: FormText) -> tuple[int, int]:
        """Between which passages a line would stand that is not there."""
        here = [one for one in self.texts if one.question == text.question]
        at = here.index(text)
        before = [self.at[t.path].number for t in here[:at] if t.path in self.at]
        behind = [self.at[t.path].number for t in here[at + 1 :] if t.path in self.at]
        last = behind[0] if behind else len(self.passages)
        return before[-1] if before else -1, last

    # ---- places
