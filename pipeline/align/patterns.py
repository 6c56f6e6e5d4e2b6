"""A wording whose blocks repeat, as what its paragraphs, rows and cells are known by."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any

from pipeline.align.keys import key
from pipeline.align.passages import style_key
from pipeline.align.phrases import Phrase, phrase
from pipeline.edition.wording import Document, cell_text, is_loop
from pipeline.edition.wording import loops as loops_in
from pipeline.word_files.reading import Cell


@dataclass(eq=False)
class TextPart:
    """A paragraph, or a cell. ``is_fixed``: it stands in no loop; ``merge``: "first",
    "more" or "", as of cells that are merged downwards.
    """

    phrase: Phrase
    style: str = ""
    level: int = 0
    is_fixed: bool = False
    merge: str = ""

    @property
    def has_words(self) -> bool:
        return bool(self.phrase.key)


@dataclass(eq=False)
class RowPart:
    """A row: its cells, among them perhaps a loop over cells."""

    cells: Sequence[TextPart | LoopPart]
    level: int = 0
    is_fixed: bool = False

    @property
    def texts(self) -> list[TextPart]:
        return [cell for cell in self.cells if isinstance(cell, TextPart)]

    @cached_property
    def has_words(self) -> bool:
        return any(cell.has_words for cell in self.texts)

    def parted(self, cells: Sequence[Cell]) -> list[tuple[TextPart | LoopPart, Cell]]:
        """Each cell of a row with its part; none where they are too few or too many."""
        many = len(cells) - len(self.texts)
        if many < 0 or (many and len(self.texts) == len(self.cells)):
            return []
        parts: list[TextPart | LoopPart] = []
        for part in self.cells:
            parts += [part] if isinstance(part, TextPart) else [part] * many
        return [*zip(parts, cells, strict=True)]


@dataclass(eq=False)
class TablePart:
    """A table: its row of heads, and the rows below it."""

    head: RowPart
    body: Sequence[Part]
    level: int = 0
    is_fixed: bool = False
    has_words: bool = True


@dataclass(eq=False)
class LoopPart:
    """What comes once for each entry of a list. ``lists``: those that its entries have.

    ``once``: it is one paragraph or row in a loop that holds nothing but loops, so that
    it comes once a turn at most; ``is_choice``: it holds nothing but such ones, so that
    a turn has one of them; ``by_heading``: its turns begin with a heading.
    """

    name: str
    entries: str
    body: Sequence[Part]
    lists: Sequence[str]
    once: bool = False
    has_words: bool = False

    def names_without(self, taken: Container[int]) -> list[str]:
        """The places of a turn whose rows, or paragraphs with words, are not there, and
        the list of each table that is not.
        """
        gone = [part for part in self.body if id(part) not in taken]
        texts = [part for part in gone if isinstance(part, TextPart) and part.has_words]
        texts += [
            cell for part in gone if isinstance(part, RowPart) for cell in part.texts
        ]
        names = [name.partition(".") for text in texts for name in text.phrase.names]
        tables = [part for part in gone if isinstance(part, TablePart)]
        loops = [[one for one in t.body if isinstance(one, LoopPart)] for t in tables]
        names += [first.entries.partition(".") for first, *_ in filter(None, loops)]
        return [inner for holder, _, inner in names if holder == self.name]

    def tables_without(self, taken: Container[int]) -> list[str]:
        """The heads of the tables of a turn that are not there."""
        tables = [part for part in self.body if isinstance(part, TablePart)]
        gone = [table.head.texts for table in tables if id(table) not in taken]
        return [" | ".join(cell.phrase.words for cell in texts) for texts in gone]

    @cached_property
    def is_choice(self) -> bool:
        return all(isinstance(part, LoopPart) and part.once for part in self.body)

    @cached_property
    def by_heading(self) -> bool:
        for part in self.body:
            if isinstance(part, LoopPart):
                if part.by_heading:
                    return True
            else:
                return part.level > 0
        return False


Part = TextPart | RowPart | TablePart | LoopPart


@dataclass(eq=False)
class Pattern:
    """The parts of a document, and the names of the styles in them."""

    parts: Sequence[Part]
    lists: Sequence[str]

    @cached_property
    def fixed(self) -> list[TextPart]:
        return [part for part in self.parts if isinstance(part, TextPart)]

    @cached_property
    def styles(self) -> frozenset[str]:
        found: set[str] = set()
        left = [*self.parts]
        for part in left:
            if isinstance(part, TextPart):
                found.add(part.style)
            elif isinstance(part, LoopPart):
                left += part.body
        return frozenset(found)


@cache
def pattern(document: Document) -> Pattern:
    """The pattern of a wording."""
    blocks = document.wording["blocks"]
    outer = [loop["in"] for loop in loops_in(blocks) if "." not in loop["in"]]
    return Pattern(_parts(blocks, is_fixed=True), outer)


def _parts(
    content: Sequence[Any], is_fixed: bool = False, in_loops_only: bool = False
) -> list[Part]:
    """The parts of blocks or rows; what shows nothing is none."""
    found: list[Part] = []
    for entry in content:
        if is_loop(entry):
            found.append(_loop(entry, in_loops_only))
        elif isinstance(entry, list):
            found.append(RowPart([_cell(cell) for cell in entry]))
        elif "t" in entry:
            head, *rows = _parts(entry["t"])
            assert isinstance(head, RowPart)
            found.append(TablePart(head, rows))
        elif entry.get("p"):
            level = int(entry.get("level", 0))
            style = style_key(entry["style"])
            found.append(TextPart(phrase(entry["p"]), style, level, is_fixed))
    return found


def _loop(loop: Mapping[str, Any], in_loops_only: bool) -> LoopPart:
    body = _parts(loop["do"], in_loops_only=all(map(is_loop, loop["do"])))
    inner = [one["in"].partition(".") for one in loops_in(loop["do"])]
    lists = [name for holder, _, name in inner if holder == loop["for"]]
    single = len(body) == 1 and not isinstance(body[0], LoopPart)
    return LoopPart(loop["for"], loop["in"], body, lists, in_loops_only and single)


def _cell(cell: Any) -> TextPart | LoopPart:
    if is_loop(cell):
        return LoopPart(cell["for"], cell["in"], [_cell(one) for one in cell["do"]], ())
    look = {} if isinstance(cell, str) else cell
    style = style_key(look.get("style", ""))
    return TextPart(phrase(cell_text(cell)), style, merge=look.get("merge", ""))


def columns_of(head: RowPart, cells: Sequence[Cell]) -> list[int] | None:
    """In which columns of a table the columns of the wording stand, by their heads;
    None where a head is not there, or twice.
    """
    keys = [key(cell.text) for cell in cells]
    wanted = [part.phrase.key for part in head.texts]
    if any(keys.count(one) != 1 for one in wanted):
        return None
    others = [
        cell.column for cell, one in zip(cells, keys, strict=True) if one not in wanted
    ]
    columns: list[int] = []
    for part in head.cells:
        if isinstance(part, TextPart):
            columns.append(cells[keys.index(part.phrase.key)].column)
        else:
            columns += others
    return columns
