"""The places of a wording with their chains: chapter, question, row label, column head.

A label alone is not unique; the chain is. A wording whose blocks repeat (a plan) has no
chains: its turns are read by turns.py.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from typing import Any, NamedTuple

from pipeline.align.keys import typed_number
from pipeline.align.phrases import Phrase, phrase
from pipeline.align.placed import Role
from pipeline.edition.wording import FOOTNOTE_MARK, Document, cell_text, is_loop
from pipeline.model.text import shortened


class Heading(NamedTuple):
    """A chapter or a question. ``chapter``: the number of its chapter among the
    headings, its own for a chapter, -1 before the first.
    """

    phrase: Phrase
    is_chapter: bool
    chapter: int

    @property
    def name(self) -> str:
        """Its number as people call it, else its words."""
        number = typed_number(self.phrase.words)
        return number or shortened(self.phrase.words)


@dataclass(frozen=True)
class Chain:
    """Where a place stands in the wording. ``question``: the number of its heading, -1
    before the first; ``label``: the words of its row, or those in whose text it stands
    (``inside``), or below which (``below``), None for an answer that has none;
    ``column``: the head of its column, ``corner``: that of the labels beside it;
    ``is_number``: a number goes there, on one line.
    """

    name: str
    question: int
    label: Phrase | None = None
    column: str = ""
    own: str = ""
    corner: Phrase | None = None
    inside: int = -1
    below: bool = False
    is_number: bool = False


@dataclass(frozen=True)
class Listing:
    """A table whose rows repeat. ``columns``: place -> the head of its column."""

    entries: str
    loop: str
    question: int
    columns: Mapping[str, Phrase]


class Text(NamedTuple):
    """A text of the form. ``question``: the number of its heading, or its own."""

    phrase: Phrase
    question: int
    role: Role


class Title(NamedTuple):
    """A text over several questions: a title without a number, an instruction of a
    chapter. ``question``: the number of the heading that it stands below; ``style``: that
    of its like, of which the next one ends what it is over.
    """

    phrase: Phrase
    question: int
    style: str


@dataclass
class Chains:
    """``others``: the texts that are no heading and no label of a place: instructions,
    heads; each with the number of its question; ``titles``: those over several questions;
    ``notes``: a text with the number of its question -> the footnotes that it calls.
    """

    headings: list[Heading] = field(default_factory=list)
    places: list[Chain] = field(default_factory=list)
    listings: list[Listing] = field(default_factory=list)
    others: list[tuple[Phrase, int]] = field(default_factory=list)
    titles: list[Title] = field(default_factory=list)
    footnotes: Sequence[str] = ()
    notes: dict[tuple[Phrase, int], list[str]] = field(default_factory=dict)

    def below(self, title: Title) -> range:
        """The numbers of the headings that a title is over."""
        chapter = self.chapter_of(title.question)
        ends = [one.question for one in self.titles if one.style == title.style]
        ends = [one for one in ends if one > title.question]
        last = title.question
        while last + 1 < len(self.headings) and self.chapter_of(last + 1) == chapter:
            last += 1
        return range(title.question + 1, min([last, *ends]) + 1)

    def over(self, text: Text) -> set[int]:
        """The numbers of the headings that a text is over: its own, what stands below
        that by its chapter or its number, and what a title is over.
        """
        own = text.question
        titles = (t for t in self.titles if (t.phrase, t.question) == text[:2])
        found = {own}.union(*map(self.below, titles))
        if text.role is Role.HEADING:
            name = f"{self.headings[own].name}."
            found |= {
                number
                for number, heading in enumerate(self.headings)
                if heading.chapter == own or heading.name.startswith(name)
            }
        return found

    def chapter_of(self, question: int) -> int:
        return self.headings[question].chapter if question >= 0 else -1

    @cached_property
    def texts(self) -> list[Text]:
        """Every text of the form, in its order."""
        found = [
            Text(heading.phrase, number, Role.HEADING)
            for number, heading in enumerate(self.headings)
        ]
        found += [Text(text, at, self._role(text, at)) for text, at in self.others]
        return sorted(found, key=lambda text: text.question)

    def _role(self, text: Phrase, question: int) -> Role:
        """What a text below a heading is to the places of that question."""
        listed = (one for one in self.listings if one.question == question)
        heads = {head.key for one in listed for head in one.columns.values()}
        here = [place for place in self.places if place.question == question]
        heads |= {phrase(place.column).key for place in here}
        if text.key in heads:
            return Role.COLUMN
        is_label = question >= 0 and any(place.label == text for place in here)
        return Role.LINE if is_label else Role.TEXT

    def add_text(self, text: str, question: int) -> None:
        """A text that holds words of the form, with the places in it."""
        read = phrase(text)
        if not read.words:
            return
        self.others.append((read, question))
        self.call(text, read, question)
        self.places += [
            Chain(name, question, read, own=read.owns[at], inside=at)
            for at, name in enumerate(read.names)
        ]

    def call(self, text: str, read: Phrase, question: int) -> None:
        """Keep the notes that a text calls."""
        if numbers := FOOTNOTE_MARK.findall(text):
            called = [self.footnotes[int(number) - 1] for number in numbers]
            self.notes[read, question] = called


@cache
def chains(document: Document) -> Chains:
    """The places of a wording whose blocks do not repeat."""
    found, chapter, question, before = Chains(), -1, -1, {}
    found.footnotes = document.wording["footnotes"]
    for block in document.wording["blocks"]:
        style = block.get("style", "")
        if "t" in block:
            places = len(found.places)
            _add_table(found, block["t"], question)
            if block.get("look") == "nombre":
                numbers = found.places[places:]
                found.places[places:] = [replace(p, is_number=True) for p in numbers]
        elif style.startswith("Heading"):
            question = len(found.headings)
            chapter = question if style == "Heading1" else chapter
            heading = Heading(phrase(block["p"]), style == "Heading1", chapter)
            found.headings.append(heading)
            found.call(block["p"], heading.phrase, question)
        elif "p" in block:
            found.add_text(block["p"], question)
            text = phrase(block["p"])
            is_title = (question == chapter >= 0) or "t" in before
            if is_title and text.words and not text.names:
                found.titles.append(Title(text, question, style))
        before = block
    return found


def _add_table(found: Chains, rows: Sequence[Any], question: int) -> None:
    grid: list[list[str]] = []
    for row in rows:
        if is_loop(row):
            _add_listing(found, row, grid, question)
        else:
            cells = [cell_text(cell) for cell in row]
            for column, text in enumerate(cells):
                if phrase(text).words:
                    found.add_text(text, question)
                elif text:
                    chain = _of_cell(grid, cells, column, question)
                    found.places.append(chain)
            grid.append(cells)


def _of_cell(
    above: Sequence[Sequence[str]], row: Sequence[str], column: int, question: int
) -> Chain:
    """The chain of a cell that is a place and nothing else."""
    place = phrase(row[column])
    beside = [*row[:column][::-1], *row[column + 1 :]]
    label = next(filter(lambda text: phrase(text).words, beside), "")
    head = next(_heads(above, column), "")
    name, own = place.names[0], place.owns[0]
    if label:
        words = phrase(above[0][row.index(label)]) if head else None
        corner = words if words and words.words and not words.names else None
        return Chain(name, question, phrase(label), head, own, corner)
    return Chain(name, question, phrase(head) if head else None, "", own, below=True)


def _heads(above: Sequence[Sequence[str]], column: int) -> Iterator[str]:
    """The texts above in the column, from the nearest on."""
    for cells in reversed(above):
        text = cells[column] if column < len(cells) else ""
        if phrase(text).words and not phrase(text).names:
            yield text


def _add_listing(
    found: Chains, loop: Mapping[str, Any], grid: list[list[str]], question: int
) -> None:
    """The rows of a loop: each place of one is known by the head of its column."""
    columns = {
        phrase(cell_text(cell)).names[0].partition(".")[2]: phrase(head)
        for cell, head in zip(loop["do"][0], grid[-1], strict=True)
    }
    found.listings.append(Listing(loop["in"], loop["for"], question, columns))
