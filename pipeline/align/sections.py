"""Where the chapters and questions of a wording begin in a document, and how far each
goes.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from pipeline.align.chains import Chains
from pipeline.align.keys import typed_number
from pipeline.align.likeness import Likeness
from pipeline.align.passages import Passage
from pipeline.align.phrases import rest_start
from pipeline.align.placed import Status
from pipeline.model.text import bare, is_blank

_BEGIN = 8  # letters by which the questions that a text may begin with are found
_MOST_BETWEEN = 60  # texts between two known headings that may be a reworded one
_LONGEST_GAP = 2_000  # paragraphs between them


class Found(NamedTuple):
    """A heading in a document. ``rest``: what stands behind it in its paragraph."""

    heading: int
    passage: Passage
    rest: str = ""
    status: Status = Status.EQUAL


@dataclass(eq=False)
class Section:
    """What stands below a heading, as far as the next one. ``chapter``: the number of
    the chapter in which it stands, -1 for none that is known; ``chapter_at``: the
    number of the passage that begins it.
    """

    found: Found
    chapter: int
    chapter_at: int
    passages: list[Passage] = field(default_factory=list)

    @property
    def has_answer(self) -> bool:
        """Whether an answer may stand in it: a list of contents has none."""
        below = any(one.cell or not one.is_blank for one in self.passages)
        return below or bool(self.found.rest)

    @cached_property
    def numbers(self) -> frozenset[int]:
        return frozenset(passage.number for passage in self.passages)


class Sections(NamedTuple):
    """``of``: heading -> its sections, several where it stands more than once; ``first``:
    what stands before all of them.
    """

    of: dict[int, list[Section]]
    first: list[Passage]

    def numbers(self, heading: int) -> frozenset[int]:
        """Of the passages below a heading."""
        several = (section.numbers for section in self.of.get(heading, ()))
        return frozenset[int]().union(*several)


def sections(
    chains: Chains, passages: Sequence[Passage], likeness: Likeness
) -> Sections:
    """The sections of a document."""
    known = _known_headings(chains, passages)
    known += _reworded(chains, passages, known, likeness)
    known.sort(key=lambda found: found.passage.number)
    divided = _divided(chains, passages, known)
    _leave_contents(chains, divided.of)
    return divided


def _leave_contents(chains: Chains, sections: dict[int, list[Section]]) -> None:
    """Of a heading that stands twice, leave out what is but a line of a list of
    contents: a question without an answer, a chapter without such questions.
    """
    questions = [n for n in sections if not chains.headings[n].is_chapter]
    for number in questions:
        answered = [section for section in sections[number] if section.has_answer]
        if len(answered) == 1:
            sections[number] = answered
    used = {
        section.chapter_at
        for number in questions
        for section in sections[number]
        if section.has_answer
    }
    for number in sections.keys() - questions:
        with_answers = [
            section
            for section in sections[number]
            if section.found.passage.number in used
        ]
        if len(with_answers) == 1:
            sections[number] = with_answers


def _known_headings(chains: Chains, passages: Sequence[Passage]) -> list[Found]:
    """The headings that stand in the document as they stand in the wording."""
    by_key: dict[str, list[int]] = defaultdict(list)
    begins: dict[str, list[int]] = defaultdict(list)
    for number, heading in enumerate(chains.headings):
        by_key[heading.phrase.key].append(number)
        begins[heading.phrase.key[:_BEGIN]].append(number)
    whole: list[Found] = []
    begun: list[Found] = []
    for passage in passages:
        if not passage.key or passage.is_contents:
            continue
        if passage.key in by_key:
            whole += [Found(number, passage) for number in by_key[passage.key]]
            continue
        for number in begins.get(passage.key[:_BEGIN], ()):
            heading = chains.headings[number]
            if heading.is_chapter or not passage.key.startswith(heading.phrase.key):
                continue
            at = rest_start(heading.phrase, passage.text)
            if at is not None:
                rest = passage.text[at:]
                begun.append(Found(number, passage, "" if is_blank(rest) else rest))
    return _of_its_chapter(chains, _outside_first([*whole, *begun]))


def _outside_first(found: list[Found]) -> list[Found]:
    """A heading that stands outside tables is not one where a cell repeats its words."""
    outside = {one.heading for one in found if one.passage.cell is None}
    return [
        one for one in found if one.passage.cell is None or one.heading not in outside
    ]


def _of_its_chapter(chains: Chains, found: list[Found]) -> list[Found]:
    """Of questions that have the same words, that of the chapter at hand."""
    same: dict[int, list[Found]] = defaultdict(list)
    for one in found:
        same[one.passage.number].append(one)
    kept, chapter = [], -1
    for number in sorted(same):
        here = same[number]
        if len(here) > 1:
            own = [one for one in here if chains.chapter_of(one.heading) == chapter]
            here = own if len(own) == 1 else here[:1]
        if chains.headings[here[0].heading].is_chapter:
            chapter = here[0].heading
        kept += here
    return kept


def _reworded(
    chains: Chains,
    passages: Sequence[Passage],
    known: Sequence[Found],
    likeness: Likeness,
) -> list[Found]:
    """The headings that only a reworded text can be, between two that are known."""
    texts = known_texts(chains)
    where = {one.heading: one.passage.number for one in known}
    marks = sorted({one.passage.number for one in known})
    in_tables = 2 * sum(one.passage.cell is not None for one in known) > len(known)
    gaps: dict[tuple[int, ...], list[int]] = defaultdict(list)
    for number in range(len(chains.headings)):
        if number not in where:
            gaps[
                _gap(number, where, marks, len(passages), len(chains.headings))
            ].append(number)
    found = []
    known_keys = [chains.headings[number].phrase.key for number in where]
    for (start, end, again, last), missing in gaps.items():
        if max(end - start, last - again) > _LONGEST_GAP:
            continue
        numbers = sorted({*range(start + 1, end), *range(again + 1, last)})
        between = [
            passages[number]
            for number in numbers
            if (passages[number].cell is not None) == in_tables
            and len(passages[number].key) >= _BEGIN
            and passages[number].key not in texts
        ]
        if len(between) <= _MOST_BETWEEN:
            keys = [chains.headings[number].phrase.key for number in missing]
            there = [passage.key for passage in between]
            pairs = likeness.pairs(keys, there, known_keys)
            found += [
                Found(missing[one], between[other], status=Status.REWORDED)
                for one, other in pairs.items()
            ]
    return found


def _gap(
    number: int, where: dict[int, int], marks: list[int], end: int, headings: int
) -> tuple[int, int, int, int]:
    """Between which passages a missing heading may stand: behind the one before it in
    the wording, or before the one behind it.
    """
    before = next((where[n] for n in range(number - 1, -1, -1) if n in where), -1)
    behind = next((where[n] for n in range(number + 1, headings) if n in where), end)
    following = bisect_left(marks, before + 1)
    preceding = bisect_left(marks, behind) - 1
    stop = marks[following] if following < len(marks) else end
    start = marks[preceding] if preceding >= 0 else -1
    return before, stop, start, behind


def known_texts(chains: Chains) -> set[str]:
    """The keys of all texts of the form."""
    headings = {heading.phrase.key for heading in chains.headings}
    return headings | {text.key for text, _ in chains.others}


def _divided(
    chains: Chains, passages: Sequence[Passage], known: Sequence[Found]
) -> Sections:
    """The passages below each heading. A heading that the wording has not ends what
    stands above it.
    """
    texts = known_texts(chains)
    begins = {one.passage.number: one for one in known}
    outside = [one.passage.paragraph for one in known if one.passage.cell is None]
    plain = {
        bare(passage.paragraph.style)
        for passage in passages
        if passage.key in texts and passage.number not in begins
    }
    styles = {bare(one.style) for one in outside} - {"", "normal", "standard", *plain}
    levels: dict[bool, set[int]] = {True: set(), False: {0}}
    for one in known:
        is_chapter = chains.headings[one.heading].is_chapter
        levels[is_chapter].add(one.passage.paragraph.level)
    divided = Sections(defaultdict(list), [])
    at, chapter, chapter_at = divided.first, -1, -1
    for passage in passages:
        if found := begins.get(passage.number):
            if chains.headings[found.heading].is_chapter:
                chapter, chapter_at = found.heading, passage.number
            section = Section(found, chapter, chapter_at)
            divided.of[found.heading].append(section)
            at = section.passages
        elif passage.cell is None and passage.key and passage.key not in texts:
            if _is_heading(passage, styles):
                at = []
                if passage.paragraph.level in levels[True] - levels[False]:
                    chapter = -1
            at.append(passage)
        else:
            at.append(passage)
    return divided


def _is_heading(passage: Passage, styles: set[str]) -> bool:
    """Whether an unknown text begins a question that the wording has not."""
    paragraph = passage.paragraph
    return (
        paragraph.level > 0
        or "." in paragraph.number.rstrip(".")
        or "." in typed_number(paragraph.text)
        or bare(paragraph.style) in styles
    )
