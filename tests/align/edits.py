"""Edits of a form's structure, as those of a next edition or of a hand in Word. What is
new says ``WRONG``, so that it shows where it is taken for an answer.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.word_files.reading import Block, Cell, Paragraph, Row, Table

WRONG = "<wrong>"
Blocks = list[Block]
Edit = Callable[[random.Random, Blocks], Blocks]


def level_of(block: Block) -> int:
    """Of a heading, by its style or its typed number, in a box too."""
    if isinstance(block, Table):
        is_box = len(block.rows) == 1 and block.rows[0].cells[0].blocks
        return level_of(block.rows[0].cells[0].blocks[0]) if is_box else 0
    typed = re.match(r"\d+(\.\d+)*\.? ", block.text)
    return block.level or (typed[0].rstrip(". ").count(".") + 1 if typed else 0)


def groups(blocks: Sequence[Block], most: int = 9) -> list[Blocks]:
    """Headings of at most that level, each with what stands below it."""
    found: list[Blocks] = [[]]
    for block in blocks:
        if 0 < level_of(block) <= most:
            found.append([])
        found[-1].append(block)
    return found


def joined(parts: Sequence[Blocks]) -> Blocks:
    return [block for part in parts for block in part]


def map_texts(block: Block, change: Callable[[str], str]) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, text=change(block.text))
    rows = [
        replace(row, cells=tuple(_cell_with(cell, change) for cell in row.cells))
        for row in block.rows
    ]
    return replace(block, rows=tuple(rows))


def _cell_with(cell: Cell, change: Callable[[str], str]) -> Cell:
    return replace(cell, blocks=tuple(map_texts(one, change) for one in cell.blocks))


def _heading_with(block: Block, change: Callable[[str], str]) -> Block:
    """A heading changed, in a box or beside its answer too."""
    if isinstance(block, Paragraph):
        return replace(block, text=change(block.text))
    (row,) = block.rows
    cell = row.cells[0]
    first = _heading_with(cell.blocks[0], change)
    changed = replace(cell, blocks=(first, *cell.blocks[1:]))
    return replace(block, rows=(replace(row, cells=(changed, *row.cells[1:])),))


def wrong(text: str) -> str:
    """An answer of what was not in the form."""
    return WRONG if text.startswith("<") else text


def reworded(draw: random.Random, text: str) -> str:
    """A text with a word gone, changed or more. A "non" stays: without it a head says
    what another says.
    """
    words = text.split(" ")
    at = draw.choice([n for n, word in enumerate(words) if word != "non"])
    change = draw.choice(
        [[], ["autres"], [words[at], "jamais"], ["sans", words[at]], [words[at], "bis"]]
    )
    return " ".join([*words[:at], *change, *words[at + 1 :]])


# ---- questions


def _question(draw: random.Random, parts: list[Blocks]) -> int:
    return draw.randrange(1, len(parts))


def exchange_questions(draw: random.Random, blocks: Blocks) -> Blocks:
    parts = groups(blocks)
    numbers = [
        n
        for n in range(1, len(parts) - 1)
        if level_of(parts[n][0]) > 1 and level_of(parts[n + 1][0]) > 1
    ]
    if not numbers:  # each in a box
        return blocks
    at = draw.choice(numbers)
    parts[at : at + 2] = parts[at : at + 2][::-1]
    return joined(parts)


def exchange_chapters(draw: random.Random, blocks: Blocks) -> Blocks:
    parts = groups(blocks, 1)
    at = draw.randrange(1, len(parts) - 1)
    parts[at : at + 2] = parts[at : at + 2][::-1]
    return joined(parts)


def new_question(draw: random.Random, blocks: Blocks) -> Blocks:
    """One like its neighbour, before or behind it."""
    parts = groups(blocks)
    at = _question(draw, parts)
    group = [map_texts(block, wrong) for block in parts[at]]
    group[0] = _heading_with(group[0], lambda text: reworded(draw, text))
    parts.insert(at + draw.randrange(2), group)
    return joined(parts)


def repeat_question(draw: random.Random, blocks: Blocks) -> Blocks:
    parts = groups(blocks)
    at = _question(draw, parts)
    parts.insert(draw.choice([at, at + 1, 1]), [map_texts(b, wrong) for b in parts[at]])
    return joined(parts)


def drop_question(draw: random.Random, blocks: Blocks) -> Blocks:
    parts = groups(blocks)
    del parts[_question(draw, parts)]
    return joined(parts)


def drop_heading(draw: random.Random, blocks: Blocks) -> Blocks:
    parts = groups(blocks)
    del parts[_question(draw, parts)][0]
    return joined(parts)


def reword_heading(draw: random.Random, blocks: Blocks) -> Blocks:
    parts = groups(blocks)
    at = _question(draw, parts)
    parts[at][0] = _heading_with(parts[at][0], lambda text: reworded(draw, text))
    return joined(parts)


def put_between(draw: random.Random, blocks: Blocks) -> Blocks:
    """A sentence anywhere, with or without an answer of its own."""
    at = draw.randrange(len(blocks))
    answer = Table((Row((Cell((Paragraph(WRONG),)),)),))
    new = Paragraph("Précisez le nombre d'enfants concernés :")
    return [*blocks[:at], new, *([answer] if draw.randrange(2) else []), *blocks[at:]]


def drop_table(draw: random.Random, blocks: Blocks) -> Blocks:
    return _with_table(draw, blocks, lambda table: None)


# ---- rows and columns


def _with_table(
    draw: random.Random, blocks: Blocks, change: Callable[[Table], Table | None]
) -> Blocks:
    numbers = [at for at, block in enumerate(blocks) if isinstance(block, Table)]
    at = draw.choice(numbers)
    table = blocks[at]
    assert isinstance(table, Table)
    changed = change(table)
    return [*blocks[:at], *([changed] if changed else []), *blocks[at + 1 :]]


def exchange_columns(draw: random.Random, blocks: Blocks) -> Blocks:
    def change(table: Table) -> Table:
        width = len(table.rows[0].cells)
        order = draw.sample(range(width), width)
        rows = []
        for row in table.rows:
            cells = [replace(row.cells[n], column=at) for at, n in enumerate(order)]
            rows.append(replace(row, cells=tuple(cells)))
        return replace(table, rows=tuple(rows))

    return _with_table(draw, blocks, change)


def _with_rows(
    draw: random.Random, blocks: Blocks, change: Callable[[list[Row], int], object]
) -> Blocks:
    def changed(table: Table) -> Table | None:
        rows = [*table.rows]
        change(rows, draw.randrange(len(rows)))
        return replace(table, rows=tuple(rows)) if rows else None

    return _with_table(draw, blocks, changed)


def drop_row(draw: random.Random, blocks: Blocks) -> Blocks:
    return _with_rows(draw, blocks, lambda rows, at: rows.pop(at))


def exchange_rows(draw: random.Random, blocks: Blocks) -> Blocks:
    """A row with its label goes elsewhere; an answer below its label stays there, and
    an equipment, which is of the table that it is in.
    """

    def change(rows: list[Row], at: int) -> None:
        texts = [cell.text for cell in rows[at].cells if cell.text]
        of_table = any(text.startswith(("<q2_2_1.", "<q2_3_1.")) for text in texts)
        if len({text.startswith("<") for text in texts}) == 2 and not of_table:
            rows.insert(draw.randrange(len(rows)), rows.pop(at))

    return _with_rows(draw, blocks, change)


def repeat_row(draw: random.Random, blocks: Blocks) -> Blocks:
    def change(rows: list[Row], at: int) -> None:
        cells = tuple(_cell_with(cell, wrong) for cell in rows[at].cells)
        rows.insert(
            draw.choice([at, at + 1, len(rows)]), replace(rows[at], cells=cells)
        )

    return _with_rows(draw, blocks, change)


def new_row(draw: random.Random, blocks: Blocks) -> Blocks:
    """A row like another, not like the heads."""

    def change(rows: list[Row], at: int) -> None:
        at = max(at, 1) if len(rows) > 1 else at

        def new(text: str) -> str:
            is_label = len(text) > 2 and not text.startswith("<")
            return reworded(draw, text) if is_label else wrong(text)

        cells = tuple(_cell_with(cell, new) for cell in rows[at].cells)
        rows.insert(at + draw.randrange(2), replace(rows[at], cells=cells))

    return _with_rows(draw, blocks, change)


def reword_row(draw: random.Random, blocks: Blocks) -> Blocks:
    def change(rows: list[Row], at: int) -> None:
        def new(text: str) -> str:
            return text if "<" in text or len(text) < 3 else reworded(draw, text)

        cells = tuple(_cell_with(cell, new) for cell in rows[at].cells)
        rows[at] = replace(rows[at], cells=cells)

    return _with_rows(draw, blocks, change)


MOVES: tuple[Edit, ...] = (
    *(exchange_questions, exchange_chapters, exchange_columns, exchange_rows),
)
# What is new beside what is gone is the same as what is reworded: never both.
MORE: tuple[Edit, ...] = (
    *(new_question, repeat_question, put_between, repeat_row, new_row),
)
LESS: tuple[Edit, ...] = (
    *(drop_question, drop_heading, reword_heading, drop_table, drop_row, reword_row),
)
