"""Where a document has the places of a wording, and what stands at each, as plain data."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum
from itertools import chain
from typing import NamedTuple

from pipeline.word_files.reading import Block


class Status(Enum):
    """How sure it is that a place of a document is that of the wording."""

    EQUAL = "equal"  # its whole chain is equal, once here and once there
    REWORDED = "reworded"  # its question is, or a label of its chain
    DOUBTFUL = "doubtful"  # several candidates, or none but by order
    ABSENT = "absent"


class Spot(NamedTuple):
    """Where an answer is written in a document, in the words of its reading.

    ``path``: the paragraph, or the cell that the answer fills; ``start``, ``end``: in a
    paragraph, the characters of its text, as it is read, that the answer takes the place
    of: dots, blanks, the sign of a box; equal where it goes between two. ``is_cell``:
    the path is a cell's, and these count nothing. ``is_sign``: they are the sign of a
    tick. ``more``: paths of further paragraphs that are left empty: lines of dots.
    ``part``: of the file, where it is not the body's: a header's.
    """

    path: str
    start: int = 0
    end: int = 0
    is_cell: bool = False
    is_sign: bool = False
    more: tuple[str, ...] = ()
    part: str = ""


class Role(Enum):
    """What a text of a wording is to its places."""

    HEADING = "heading"  # of a chapter or a question
    LINE = "line"  # the label of a place
    COLUMN = "column"  # the head of a column of places
    TEXT = "text"  # an instruction, a title


class FormText(NamedTuple):
    """A text of the wording, and what it is in a document. ``question``: the name of the
    heading that it is, or stands below ("2.7.1"); ``there``, ``path``: what stands there
    for it, and the paragraph; "" where it is absent.
    """

    question: str
    role: Role
    words: str
    status: Status
    there: str = ""
    path: str = ""


class FoundText(NamedTuple):
    """What stands at one place. ``where``: how people find it ("2.7.1, ligne « RIS »");
    ``text``: what stands there beside the wording's own words, "" for nothing;
    ``path``: the paragraph or cell, as in gate/addresses.py; ``wording`` and
    ``there``: the label of the chain that differs, as here and as there, of several each
    on a line; ``spot``: where its answer is written, None where that is not known.
    """

    status: Status
    where: str
    text: str = ""
    path: str = ""
    wording: str = ""
    there: str = ""
    spot: Spot | None = None


@dataclass(frozen=True)
class FoundPlaces:
    """As Places (model/submission.py): the places of a document with what stands at
    each, and the turns of its loops. ``empty_rows``: the rows of a table for the turns
    of a loop that hold no text yet, in their order, all below a table that was found;
    ``path``: of a turn that is a row, that row.
    """

    texts: Mapping[str, FoundText]
    rows: Mapping[str, tuple[FoundPlaces, ...]] = field(default_factory=dict)
    empty_rows: Mapping[str, tuple[FoundPlaces, ...]] = field(default_factory=dict)
    path: str = ""

    def each(self) -> Iterator[tuple[str, FoundText]]:
        """Every place, those of what repeats too."""
        yield from self.texts.items()
        for turn in chain.from_iterable(self.rows.values()):
            yield from turn.each()


class Alignment(NamedTuple):
    """``extra``: the blocks of the document that the wording has not; ``missing``: the
    texts of the wording that the document has not; ``reworded``: both sentences of
    each that was reworded, as the wording and as the document has it; ``texts``: every
    text of the wording, in its order.
    """

    places: FoundPlaces
    extra: tuple[Block, ...] = ()
    missing: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()
    texts: tuple[FormText, ...] = ()
