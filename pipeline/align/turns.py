"""The turns of the loops of a wording, read back from a document.

A paragraph or row belongs to the nearest part of the wording that it can be, going on
from where the last one stood: forward in the turn at hand, then a new turn, then further
out. It is known by its words, else by its style. What can be none of them is more than
the wording has. Of parts that look the same, the one that is open already takes it: the
remarks of an objective go on with the text before them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import chain
from typing import Any

from pipeline.align.contents import with_contents
from pipeline.align.keys import key
from pipeline.align.known_by import (
    as_merged,
    has_heads,
    has_most_heads,
    in_order,
    row_by_places,
    row_by_words,
    row_by_words_alone,
    style_of,
)
from pipeline.align.likeness import Likeness
from pipeline.align.passages import Passage
from pipeline.align.pattern_texts import PatternText, texts_of
from pipeline.align.patterns import (
    LoopPart,
    Part,
    Pattern,
    RowPart,
    TablePart,
    TextPart,
    columns_of,
    pattern,
)
from pipeline.align.placed import Alignment, FormText, FoundPlaces, FoundText, Status
from pipeline.align.struck import struck_words
from pipeline.edition.wording import Document
from pipeline.findings.sentences import documents
from pipeline.findings.sentences import places as say
from pipeline.model.text import is_blank, shortened
from pipeline.word_files.reading import (
    Block,
    Cell,
    Paragraph,
    Reading,
    Table,
    paragraphs,
)

MOST_BLOCKS = 10_000  # laid beside the wording; a plan of 200 pages has 3 000
_NORMAL = "normal"
_ABSENT = FoundText(Status.ABSENT, say.HEAD)
Path = list[tuple[LoopPart, int]]
Fits = Callable[[Part, Any], bool]


@dataclass(eq=False)
class Turn:
    """A turn of a loop as it is being read. ``taken``: parts of its body, by id."""

    loop: LoopPart | None = None
    taken: set[int] = field(default_factory=set)
    texts: dict[str, FoundText] = field(default_factory=dict)
    rows: dict[str, list[Turn]] = field(default_factory=dict)

    def missing(self) -> list[str]:
        """The heads of the tables that are not there, of this turn and those in it."""
        inner = chain.from_iterable(self.rows.values())
        own = self.loop.tables_without(self.taken) if self.loop else ()
        return [*own, *chain.from_iterable(turn.missing() for turn in inner)]

    def found(self) -> FoundPlaces:
        rows = {
            name: tuple(one.found() for one in turns)
            for name, turns in self.rows.items()
        }
        absent = self.loop.names_without(self.taken) if self.loop else ()
        return FoundPlaces({**dict.fromkeys(absent, _ABSENT), **self.texts}, rows)


@dataclass(eq=False)
class Frame:
    """A turn that is open. ``at``: the part of its body that may come next."""

    body: Sequence[Part]
    turn: Turn
    loop: LoopPart | None = None
    at: int = 0

    @property
    def is_full(self) -> bool:
        """Whether a turn that has one of several parts has it."""
        return self.loop is not None and self.loop.is_choice and self.at > 0


class Walk:
    """Blocks, or the rows of a table, through the parts of a wording. ``around``: the
    frames that are open around a table.
    """

    def __init__(
        self, parts: Sequence[Part], turn: Turn, around: Sequence[Frame] = ()
    ) -> None:
        self.frames = [Frame(parts, turn)]
        self.around = around
        self.taken: set[int] = set()

    def step(self, item: Any, kinds: Sequence[Fits]) -> Part | None:
        """The part that an item is; None where it is none. ``kinds``: whether a part
        fits, from the surest way to know it.
        """
        for fits in kinds:
            if (part := self._step(item, fits)) is not None:
                return part
        return None

    def scope(self) -> list[Frame]:
        return [*self.around, *self.frames]

    def open(self, path: Path) -> None:
        """Begin a turn of each loop of a path."""
        for loop, index in path:
            turn = Turn(
                loop, {id(loop.body[index])}, rows={name: [] for name in loop.lists}
            )
            owner, name = owner_of(loop.entries, self.scope())
            owner.rows.setdefault(name, []).append(turn)
            self.frames.append(Frame(loop.body, turn, loop, index + 1))

    def _step(self, item: Any, fits: Fits) -> Part | None:
        for depth in reversed(range(len(self.frames))):
            frame = self.frames[depth]
            loop = frame.loop if frame.loop and not frame.loop.once else None
            if loop and loop.by_heading and (path := self._enter(loop, item, fits)):
                return self._again(depth, path)
            if not frame.is_full:
                part = self._forward(
                    depth, range(frame.at, len(frame.body)), item, fits
                )
                if part is not None:
                    return part
            if loop and not loop.by_heading and (path := self._enter(loop, item, fits)):
                return self._again(depth, path)
        return self._forward(0, range(self.frames[0].at), item, fits)

    def _again(self, depth: int, path: Path) -> Part:
        del self.frames[depth:]
        self.open(path)
        loop, index = path[-1]
        return loop.body[index]

    def _forward(
        self, depth: int, indices: range, item: Any, fits: Fits
    ) -> Part | None:
        """The next part of a turn that an item is."""
        frame = self.frames[depth]
        for index in indices:
            part = frame.body[index]
            path = self._enter(part, item, fits) if isinstance(part, LoopPart) else None
            alone = not isinstance(part, LoopPart) and fits(part, item)
            if not path and (not alone or id(part) in self.taken):
                continue
            del self.frames[depth + 1 :]
            frame.at = index + 1
            if path:
                self.open(path)
                return path[-1][0].body[path[-1][1]]
            taken = self.taken if frame.loop is None else frame.turn.taken
            taken.add(id(part))
            return part
        return None

    def _enter(
        self, loop: LoopPart, item: Any, fits: Fits, by_heading: bool = False
    ) -> Path | None:
        """Through which loops an item begins a turn of this one. A part that is no loop
        cannot be passed over.
        """
        by_heading = by_heading or loop.by_heading
        for index, part in enumerate(loop.body):
            if isinstance(part, LoopPart):
                if path := self._enter(part, item, fits, by_heading):
                    return [(loop, index), *path]
            else:
                begins = (part.level > 0 or not by_heading) and fits(part, item)
                return [(loop, index)] if begins else None
        return None


def owner_of(name: str, frames: Sequence[Frame]) -> tuple[Turn, str]:
    """The turn that a list or a place belongs to, and its name there."""
    holder, _, inner = name.partition(".")
    for frame in reversed(frames):
        if inner and frame.loop is not None and frame.loop.name == holder:
            return frame.turn, inner
    return frames[0].turn, name


class Reader:
    """A document through the pattern of its wording."""

    def __init__(self, parts: Pattern) -> None:
        self.pattern = parts
        self.root = Turn(rows={name: [] for name in parts.lists})
        self.walk = Walk(parts.parts, self.root)
        self.extra: list[Block] = []
        self.there: dict[int, FoundText] = {}  # by the id of a part
        self.above = say.HEAD
        # Of what is read now: a heading without its look, a table without its heads,
        # are not surely what they seem.
        self.status = Status.EQUAL

    def read(self, blocks: Sequence[Block]) -> None:
        for block in with_contents(blocks[:MOST_BLOCKS]):
            if isinstance(block, Paragraph):
                self._paragraph(block)
            else:
                self._table(block)
        self.extra += blocks[MOST_BLOCKS:]

    def _paragraph(self, paragraph: Paragraph) -> None:
        passage = Passage(paragraph, 0)
        kinds = [self._by_words, self._by_style, self._by_words_alone, self._as_text]
        part = self.walk.step(passage, kinds)
        if isinstance(part, TextPart):
            if paragraph.level:
                self.above = documents.QUOTED.format(shortened(paragraph.text))
            is_unlike = part.level > 0 and part.style != passage.style
            self.status = Status.REWORDED if is_unlike else Status.EQUAL
            self._take(part, paragraph, self.above, self.walk.scope())
        elif not passage.is_blank:
            self.extra.append(paragraph)

    # ---- by what a paragraph is known, from the surest on

    def _by_words(self, part: Part, passage: Passage) -> bool:
        return (
            isinstance(part, TextPart)
            and part.style == passage.style
            and part.has_words
            and passage.holds(part.phrase)
        )

    def _by_style(self, part: Part, passage: Passage) -> bool:
        """A blank one is a place that has its own style, such as an empty subtitle."""
        return (
            isinstance(part, TextPart)
            and part.style == passage.style
            and not part.has_words
            and (part.level > 0 or part.is_fixed or not passage.is_blank)
        )

    def _by_words_alone(self, part: Part, passage: Passage) -> bool:
        return (
            isinstance(part, TextPart)
            and len(part.phrase.key) > 5
            and passage.holds(part.phrase)
        )

    def _as_text(self, part: Part, passage: Passage) -> bool:
        """A text in a style that the wording has not is plain text."""
        return (
            isinstance(part, TextPart)
            and part.style == _NORMAL
            and not part.has_words
            and passage.paragraph.level == 0
            and passage.style not in self.pattern.styles
            and not passage.is_blank
        )

    # ---- tables

    def _table(self, table: Table) -> None:
        part = self.walk.step(table, [has_heads, has_most_heads])
        if isinstance(part, TablePart):
            self._rows(part, table)
        else:
            self.extra.append(table)

    def _rows(self, part: TablePart, table: Table) -> None:
        """The rows of a table; two with nothing between them are one for programs."""
        heads, *rows = table.rows
        columns = columns_of(part.head, heads.cells)
        self.status = Status.REWORDED if columns is None else Status.EQUAL
        scope = self.walk.scope()
        self._take_row(part.head, in_order(heads, columns), self.above, scope)
        walk = Walk(part.body, scope[-1].turn, scope)
        looks = frozenset(style_of(cell) for row in rows for cell in row.cells)
        by_words = partial(row_by_words, looks)
        is_merged = any(cell.continues for row in rows for cell in row.cells)
        for number, row in enumerate(rows, 2):
            cells = in_order(row, columns)
            cells = cells if is_merged else as_merged(cells)
            found = walk.step(cells, [by_words, row_by_places, row_by_words_alone])
            if isinstance(found, RowPart):
                where = say.ROW.format(self.above, number)
                self._take_row(found, cells, where, walk.scope())
            elif any(not is_blank(cell.text) for cell in cells):
                alone = Table((row,), table.path)
                below = self.walk.step(alone, [has_heads])
                if isinstance(below, TablePart):
                    rest = table.rows[number - 1 :]
                    return self._rows(below, Table(rest, table.path))
                self.extra.append(alone)
        return None

    def _take_row(
        self, part: RowPart, cells: Sequence[Cell], where: str, frames: list[Frame]
    ) -> None:
        for own, cell in part.parted(cells):
            if isinstance(own, TextPart):
                self._take(own, cell, where, frames)
                continue
            turn = Turn()
            owner, name = owner_of(own.entries, frames)
            owner.rows.setdefault(name, []).append(turn)
            for inner in own.body:
                if isinstance(inner, TextPart):
                    frame = Frame((), turn, own)
                    self._take(inner, cell, where, [*frames, frame])

    def _take(
        self,
        part: TextPart,
        there: Paragraph | Cell,
        where: str,
        frames: Sequence[Frame],
    ) -> None:
        """What stands at the places of a paragraph or a cell."""
        text, path = there.text, there.path
        several = [there] if isinstance(there, Paragraph) else paragraphs(there.blocks)
        words = " ".join(struck_words(part.phrase, several))
        status = Status.REWORDED if words else self.status
        values = part.phrase.values(text) or ()
        for name, value in zip(part.phrase.names, values, strict=False):
            owner, inner = owner_of(name, frames)
            owner.texts[inner] = FoundText(status, where, value, path)
        is_same = part.phrase.is_in(text) and not words
        status = Status.EQUAL if is_same else Status.REWORDED
        said = say.STRUCK.format(text, words) if words else text
        self.there.setdefault(id(part), FoundText(status, where, said, path))

    # ---- what comes of it

    def alignment(self, likeness: Likeness) -> Alignment:
        for part in self.pattern.fixed:
            for name in part.phrase.names:
                self.root.texts.setdefault(name, _ABSENT)
        texts = texts_of(self.pattern.parts)
        missing = [one.part for one in texts if id(one.part) not in self.there]
        left = [one for one in self.extra if isinstance(one, Paragraph)][:60]
        keys = [part.phrase.key for part in missing]
        pairs = likeness.pairs(keys, [key(one.text) for one in left])
        for one, other in pairs.items():
            found = FoundText(Status.REWORDED, "", left[other].text, left[other].path)
            self.there[id(missing[one])] = found
            self.extra.remove(left[other])
        told = tuple(self._told(one) for one in texts)
        fixed = {id(part) for part in self.pattern.fixed}
        gone = [p.phrase.words for p in missing if id(p) in fixed - self.there.keys()]
        gone += self.root.missing()
        changed = (one for one in told if one.status is Status.REWORDED)
        reworded = tuple((one.words, one.there) for one in changed)
        return Alignment(
            self.root.found(), tuple(self.extra), tuple(gone), reworded, told
        )

    def _told(self, text: PatternText) -> FormText:
        part, question, role = text
        found = self.there.get(id(part), _ABSENT)
        words = part.phrase.words
        return FormText(question, role, words, found.status, found.text, found.path)


def align_turns(document: Document, reading: Reading) -> Alignment:
    """The places of a wording whose blocks repeat."""
    reader = Reader(pattern(document))
    reader.read(reading.body)
    return reader.alignment(Likeness())
