"""The paragraphs of a document in reading order, each with the cell that it stands in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from pipeline.align.keys import PROMPT, Sign, key, sign_beside
from pipeline.align.phrases import Phrase
from pipeline.model.text import bare, is_blank
from pipeline.word_files.reading import Block, Cell, Paragraph, Table

# As many paragraphs are laid beside a wording; what comes behind them is told as more.
MOST_PASSAGES = 20_000
MOST_COLUMNS = 100  # cells of a row: Word has 63
MOST_HEADS = 6  # rows of heads of a table


@dataclass(eq=False)
class GridCell:
    """A cell of a table: ``passages`` are its own paragraphs, those of tables in it
    apart; ``rows``: the rows of its table; ``holder``: the cell in which that stands;
    ``tables``: the rows of those in it.
    """

    table: Table
    cell: Cell
    row: int
    rows: list[list[GridCell]]
    holder: GridCell | None = None
    passages: list[Passage] = field(default_factory=list)
    tables: list[list[list[GridCell]]] = field(default_factory=list)

    @property
    def inmost(self) -> GridCell:
        """The cell of a table that is all that stands in it, else itself."""
        if len(self.tables) == 1 and all(one.is_blank for one in self.passages):
            cells = [cell for row in self.tables[0] for cell in row]
            return cells[0].inmost if len(cells) == 1 else self
        return self

    @cached_property
    def text(self) -> str:
        return "\n".join(passage.text for passage in self.passages)

    @cached_property
    def key(self) -> str:
        return key(self.text)

    @cached_property
    def is_plain(self) -> bool:
        """Whether it holds no table."""
        return all(isinstance(block, Paragraph) for block in self.cell.blocks)

    @property
    def beside(self) -> list[GridCell]:
        """The cells of its row, itself among them."""
        return self.rows[self.row]

    def overlap(self, other: GridCell) -> int:
        """How many columns two cells of a table share."""
        mine, theirs = self.cell, other.cell
        end = min(mine.column + mine.span, theirs.column + theirs.span)
        return max(0, end - max(mine.column, theirs.column))

    def next_to(self, side: int) -> GridCell | None:
        """The cell before (-1) or behind (1) it in its row."""
        at = self.beside.index(self) + side
        return self.beside[at] if 0 <= at < len(self.beside) else None

    def goes_on_in(self, other: GridCell) -> bool:
        """Whether the table of another cell with a text may go on with that of this one,
        before it, in the same columns.
        """
        is_behind = self.passages[0].number < other.passages[0].number
        is_other = self.rows is not other.rows
        columns = [
            [(one.cell.column, one.cell.span) for one in row]
            for row in (self.rows[-1], other.rows[0])
        ]
        return is_behind and is_other and columns[0] == columns[1]

    def below(self, row: int) -> list[GridCell]:
        """The cells of a row in its columns."""
        cells = self.rows[row] if row < len(self.rows) else []
        return [one for one in cells if one.overlap(self)]

    def heads(self, first: int) -> list[GridCell]:
        """The cells of its columns right above a row, from the topmost on, each once
        where it is merged.
        """
        rows = range(max(0, first - MOST_HEADS), first)
        cells = (one for row in rows for one in self.below(row))
        return [one for one in cells if not one.cell.continues]


@dataclass(eq=False)
class Passage:
    """A paragraph. ``number``: its place in the document; ``cell``: None outside tables."""

    paragraph: Paragraph
    number: int
    cell: GridCell | None = None

    @cached_property
    def text(self) -> str:
        """Its text, with other characters, as many, for the prompts in it."""
        text, at = "", 0
        for start, end in self.paragraph.prompts:
            text += self.paragraph.text[at:start] + PROMPT * (end - start)
            at = end
        return text + self.paragraph.text[at:]

    @cached_property
    def key(self) -> str:
        return key(self.text)

    @cached_property
    def sign(self) -> Sign | None:
        """The tick that shares the paragraph with a label."""
        return sign_beside(self.text)

    @cached_property
    def is_blank(self) -> bool:
        return is_blank(self.text)

    @property
    def is_dotted(self) -> bool:
        """Whether it holds nothing but the dots of a blank."""
        return not self.is_blank and not self.key

    @cached_property
    def style(self) -> str:
        """The name of its style, as compared."""
        return style_key(self.paragraph.style)

    def holds(self, phrase: Phrase) -> bool:
        """Whether it is a text of the wording."""
        if not phrase.names:
            return self.key == phrase.key
        return self.key.startswith(phrase.keys[0]) and phrase.is_in(self.text)

    @property
    def is_contents(self) -> bool:
        return is_contents(self.paragraph)


@dataclass(eq=False)
class Passages:
    """Every paragraph of a document in reading order. ``left``: the blocks that were
    too many.
    """

    all: list[Passage] = field(default_factory=list)
    left: list[Block] = field(default_factory=list)

    def add(self, blocks: Iterable[Block], cell: GridCell | None = None) -> None:
        for block in blocks:
            if len(self.all) >= MOST_PASSAGES:
                self.left.append(block)
            elif isinstance(block, Paragraph):
                passage = Passage(block, len(self.all), cell)
                self.all.append(passage)
                if cell is not None:
                    cell.passages.append(passage)
            else:
                self._add_table(block, cell)

    def _add_table(self, table: Table, holder: GridCell | None) -> None:
        if any(len(row.cells) > MOST_COLUMNS for row in table.rows):
            self.left.append(table)
            return
        if holder is None and _is_frame(table):
            for row in table.rows:
                self.add(row.cells[0].blocks)
            return
        rows: list[list[GridCell]] = []
        if holder is not None:
            holder.tables.append(rows)
        for number, row in enumerate(table.rows):
            rows.append(
                [GridCell(table, cell, number, rows, holder) for cell in row.cells]
            )
            for cell in rows[-1]:
                self.add(cell.cell.blocks or (Paragraph(""),), cell)


def _is_frame(table: Table) -> bool:
    """Whether a table is no more than a frame around paragraphs and tables."""
    if any(len(row.cells) != 1 for row in table.rows):
        return False
    blocks = (block for row in table.rows for block in row.cells[0].blocks)
    return sum(isinstance(block, Table) for block in blocks) > 1


def is_contents(paragraph: Paragraph) -> bool:
    """Whether it is a line of a table of contents, by its style."""
    style = bare(paragraph.style)
    return style.startswith(("toc", "tm ", "contents", "table of", "table des"))


def style_key(style: str) -> str:
    """The name of a style as compared: "Heading1" is "heading 1"."""
    return "".join(filter(str.isalnum, bare(style)))


def cells_of(passages: Sequence[Passage]) -> Iterator[GridCell]:
    """The cells that some passages stand in, each once, in their order."""
    seen: set[int] = set()
    for passage in passages:
        if passage.cell is not None and id(passage.cell) not in seen:
            seen.add(id(passage.cell))
            yield passage.cell
