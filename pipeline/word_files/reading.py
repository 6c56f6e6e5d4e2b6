"""A Word file as a person reads it, as plain data.

A text is what is seen: line breaks are ``\\n``, tabs ``\\t``, ticks ``☒`` and ``☐``
however they are made. What is no text (an image, an equation, a note's mark) is a token,
which no text of a person can be taken for. Hidden and deleted text is no text; what was
moved stands where it was moved to.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import NamedTuple

# No character of XML is \1 or \2.
_TOKEN = re.compile("\1([^\2]*)\2")


def token(kind: str) -> str:
    """What stands in a text for something that is no text; ``kind``: its French name."""
    return f"\1{kind}\2"


def shown(text: str) -> str:
    """A text with its tokens as people read them: ``[image]``."""
    return _TOKEN.sub(r"[\1]", text)


def words(text: str) -> str:
    """A text without its tokens."""
    return _TOKEN.sub("", text)


# What a stretch of a text is that is not simply text: the prompt of a control that nobody
# has filled, or what a form's field holds by itself; digits as the number of a note has
# them; text that is struck out, or that nobody can see.
PROMPT, RAISED, LOWERED = "prompt", "raised", "lowered"
STRUCK, UNSEEN = "struck", "unseen"


class Apart(NamedTuple):
    """The characters ``start`` to ``end`` of a text, and what they are."""

    start: int
    end: int
    kind: str


class Hint(NamedTuple):
    """What Word says of the characters ``start`` to ``end`` of a text beside them: the
    title of a control, the help of a form's field and the kind of what goes there.
    """

    start: int
    end: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """``number``: an automatic number, where it is simply computed ("1.1."); ``level``:
    of a heading, by its style or its outline, 0 for other text; ``style``: the name of
    its style, "" for none; ``path``: the element, as in gate/addresses.py; ``apart``:
    the stretches of its text that are not simply text; ``hints``: what is said beside
    others, which is no text.
    """

    text: str
    path: str = ""
    style: str = ""
    level: int = 0
    number: str = ""
    apart: tuple[Apart, ...] = ()
    hints: tuple[Hint, ...] = field(default=(), compare=False)

    @property
    def prompts(self) -> tuple[tuple[int, int], ...]:
        """The characters of its text, from and to, that are prompts: no answer."""
        return tuple(one[:2] for one in self.apart if one.kind == PROMPT)

    def without_prompts(self) -> Paragraph:
        """The same with as many blanks in the place of its prompts."""
        text = self.text
        for start, end in self.prompts:
            text = text[:start] + " " * (end - start) + text[end:]
        return self if text == self.text else replace(self, text=text)


@dataclass(frozen=True)
class Cell:
    """``column``: where it begins, from 0, cells before it and their spans counted;
    ``continues``: it goes on with the cell above (merged downwards); ``is_closed``: it is
    crossed out, painted dark or too low to write in.
    """

    blocks: tuple[Block, ...]
    column: int = 0
    span: int = 1
    continues: bool = False
    path: str = ""
    is_closed: bool = field(default=False, compare=False)

    @property
    def text(self) -> str:
        """Its paragraphs, those of tables in it too, a line each."""
        return "\n".join(paragraph.text for paragraph in paragraphs(self.blocks))


@dataclass(frozen=True)
class Row:
    """``is_head``: Word repeats it above each page of the table."""

    cells: tuple[Cell, ...]
    path: str = ""
    is_head: bool = False


@dataclass(frozen=True)
class Table:
    rows: tuple[Row, ...]
    path: str = ""


Block = Paragraph | Table


def paragraphs(blocks: tuple[Block, ...]) -> list[Paragraph]:
    """Every paragraph of these blocks, in reading order."""
    found: list[Paragraph] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block)
        else:
            cells = (cell for row in block.rows for cell in row.cells)
            found += [one for cell in cells for one in paragraphs(cell.blocks)]
    return found


def without_prompts(blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """These blocks with blanks in the place of the prompts."""
    if not any(one.apart for one in paragraphs(blocks)):
        return blocks
    found: list[Block] = []
    for block in blocks:
        if isinstance(block, Paragraph):
            found.append(block.without_prompts() if block.apart else block)
        else:
            rows = (replace(row, cells=_unprompted(row.cells)) for row in block.rows)
            found.append(replace(block, rows=tuple(rows)))
    return tuple(found)


def _unprompted(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    return tuple(replace(one, blocks=without_prompts(one.blocks)) for one in cells)


class Story(NamedTuple):
    """A text beside the body: a header, a footer, a note, a comment. ``name``: how
    people call it ("en-tête de la première page", "note 2")."""

    name: str
    part: str
    blocks: tuple[Block, ...]


COMMENT = "comment"  # of which kind a mark is
_LONGEST_PLACE = 200  # letters of a text that says where something stands


def where_of(text: str) -> str:
    """The text of a paragraph as it says where a mark stands."""
    return " ".join(shown(text[:_LONGEST_PLACE]).split())


class Mark(NamedTuple):
    """What is to be settled before a document is sent, and is not read as its text.

    ``kind``: a key of sentences/word_files.py: a comment, an insertion, a deletion, a
    move, hidden or struck text. ``where``: the paragraph in which it stands (its
    text, shortened), of a cell without a word the one above its table; ``text``: what it
    holds; ``author``: "" where none is named; ``cell``: the label of the row and the
    head of the column of such a cell.
    """

    kind: str
    where: str
    text: str = ""
    author: str = ""
    cell: tuple[str, str] = ("", "")


@dataclass(frozen=True)
class Reading:
    """A document. Notes are in the order of their marks in the body, which are tokens
    there; ``properties``: name -> text (``title``, ``lastModifiedBy``, …); ``part``: the
    name of the body's; ``is_strict``: saved as Strict Open XML, whose names are others.
    """

    body: tuple[Block, ...]
    headers: tuple[Story, ...] = ()
    footers: tuple[Story, ...] = ()
    footnotes: tuple[Story, ...] = ()
    endnotes: tuple[Story, ...] = ()
    marks: tuple[Mark, ...] = ()
    properties: dict[str, str] = field(default_factory=dict)
    part: str = "word/document.xml"
    is_strict: bool = False
