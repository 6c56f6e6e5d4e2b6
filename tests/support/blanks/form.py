"""The form as its makers have it: lines and grids with places in them, and what became
of each place since the edition of the wording.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Any

from tests.support.plain_forms import wording

_PIECE = re.compile(
    r"\{\*?(?P<name>[a-z][a-z0-9_.]*)(?:=(?P<own>[^{}]*))?\}|\[\^(?P<note>\w+)\]"
)
EDITION = "dics-2023"
COMMUNE, YEAR = "ESTINNES", 2023
SITES = ("Domaine de Pincemaille", "Chêne-Houdiez")


class Fate(Enum):
    """What became of a place: by whoever made the blank, not by what reads it."""

    UNCHANGED = "unchanged"  # its question, row and column are worded as they were
    REWORDED = "reworded"
    NEGATED = "negated"
    SPLIT = "split"
    MERGED = "merged"
    GONE = "gone"


@dataclass(frozen=True)
class Place:
    """``own``: what the wording prints there."""

    name: str
    own: str = ""
    is_tick: bool = False


@dataclass(frozen=True)
class Note:
    name: str


Text = tuple[str | Place | Note, ...]


@dataclass(frozen=True)
class Line:
    text: Text
    style: str
    id: str = ""

    @property
    def level(self) -> int:
        return int(self.style[-1]) if self.style.startswith("Heading") else 0


@dataclass(frozen=True)
class Grid:
    """``entries``: the listing whose rows these are, "" for none; ``heads``: how many of
    the rows are heads.
    """

    look: str
    rows: tuple[tuple[Text, ...], ...]
    widths: tuple[float, ...]
    entries: str = ""

    @property
    def heads(self) -> int:
        return int(self.look in ("chiffres", "equipements", "axes"))


Block = Line | Grid


def words(text: Text) -> str:
    """Its own words, without places and notes."""
    return "".join(one for one in text if isinstance(one, str))


def places_of(text: Text) -> list[Place]:
    return [one for one in text if isinstance(one, Place)]


def is_place(text: Text) -> bool:
    return len(text) == 1 and isinstance(text[0], Place)


@dataclass
class Form:
    """``fates``: name of a place -> what became of it; a place of a row of a listing is
    ``q2_2_1.0.une_semaine``.
    """

    blocks: list[Block]
    fates: dict[str, Fate]
    notes: dict[str, str] = field(default_factory=dict)
    year: int = YEAR

    @property
    def places(self) -> list[Place]:
        return [one for block in self.blocks for one in places_in(block)]

    def at(self, id: str) -> int:
        """Where the heading of that id stands."""
        return next(
            n
            for n, one in enumerate(self.blocks)
            if isinstance(one, Line) and one.id == id
        )

    def span(self, id: str) -> slice:
        """A heading with what stands below it, up to the next one."""
        start = self.at(id)
        behind = range(start + 1, len(self.blocks))
        heads = (n for n in behind if _is_heading(self.blocks[n]))
        return slice(start, next(heads, len(self.blocks)))

    def names_below(self, id: str) -> list[str]:
        found = self.blocks[self.span(id)]
        return [place.name for block in found for place in places_in(block)]

    def became(self, fate: Fate, names: Sequence[str]) -> None:
        self.fates |= dict.fromkeys(names, fate)

    def map_grid(self, id: str, change: Callable[[Grid], Grid]) -> None:
        """Change the first grid below a heading."""
        span = self.span(id)
        at = next(
            n for n in range(span.start, span.stop) if isinstance(self.blocks[n], Grid)
        )
        grid = self.blocks[at]
        assert isinstance(grid, Grid)
        self.blocks[at] = change(grid)

    def reword(self, id: str, old: str, new: str, fate: Fate | None) -> None:
        """Change the words of a heading."""
        at = self.at(id)
        self.blocks[at] = with_words(self.blocks[at], old, new)
        if fate is not None:
            self.became(fate, self.names_below(id))


def _is_heading(block: Block) -> bool:
    return isinstance(block, Line) and (block.level > 0 or block.style == "Intertitre")


def texts_in(block: Block) -> Iterator[Text]:
    if isinstance(block, Line):
        yield block.text
    else:
        yield from (text for row in block.rows for text in row)


def places_in(block: Block) -> Iterator[Place]:
    for text in texts_in(block):
        yield from places_of(text)


def with_words(block: Block, old: str, new: str) -> Block:
    """A block in which some words are others, once at least."""
    assert any(old in words(text) for text in texts_in(block)), old
    return map_words(block, lambda text: text.replace(old, new))


def map_words(block: Block, change: Callable[[str], str]) -> Block:
    """A block with its words changed."""

    def changed(text: Text) -> Text:
        return tuple(change(one) if isinstance(one, str) else one for one in text)

    if isinstance(block, Line):
        return replace(block, text=changed(block.text))
    rows = tuple(tuple(changed(text) for text in row) for row in block.rows)
    return replace(block, rows=rows)


# ---- from the wording


def form(
    year: int = YEAR,
    sites: Sequence[str] = SITES,
    commune: str = COMMUNE,
) -> Form:
    """The form as the wording has it; ``sites``: the names in its listings, "" for a row
    without one; ``commune``: "" where it is to be filled in, after dots.
    """
    declared = wording(EDITION)
    heads = {
        **{"annee": str(year), "annee_precedente": str(year - 1)},
        **{"commune": commune, "brouillon": ""},
    }
    blocks = [_block(one, heads, sites) for one in declared["blocks"]]
    made = Form(blocks, {}, declared["footnotes"], year)
    made.became(Fate.UNCHANGED, [place.name for place in made.places])
    return made


def _block(block: dict[str, Any], heads: dict[str, str], sites: Sequence[str]) -> Block:
    if "p" in block:
        text = _text(block["p"], heads)
        return Line(text, block["style"], block.get("id", ""))
    look, entries = block["look"], ""
    rows: list[tuple[Text, ...]] = []
    for row in block["t"]:
        if isinstance(row, dict):
            entries = row["in"]
            for number, site in enumerate(sites):
                named = [
                    re.sub(
                        rf"\{{{row['for']}\.(\w+)",
                        rf"{{{entries}.{number}.\1",
                        cell,
                    )
                    for cell in row["do"][0]
                ]
                named[0] = named[0].replace("}", f"={site}}}")
                rows.append(_row(named, heads, look))
        else:
            rows.append(_row(row, heads, look))
    return Grid(look, tuple(rows), tuple(block["widths"]), entries)


def _row(row: Sequence[str], heads: dict[str, str], look: str) -> tuple[Text, ...]:
    """A row; which of its places is a tick follows from the look of its table."""
    texts = [_text(cell, heads) for cell in row]
    ticks = {
        "cases": [0],
        "axes": [1],
        "equipements": range(1, len(row)),
        "lignes": [1] if "{q4_2.aucun}" in row else [],
    }.get(look, [])
    for at in ticks:
        if is_place(texts[at]):
            (place,) = places_of(texts[at])
            texts[at] = (replace(place, is_tick=True),)
    return tuple(texts)


def _text(text: str, heads: dict[str, str]) -> Text:
    found: list[str | Place | Note] = []
    at = 0
    for piece in _PIECE.finditer(text):
        found.append(text[at : piece.start()])
        if piece["note"]:
            found.append(Note(piece["note"]))
        elif piece["name"] == "commune" and not heads["commune"]:
            found.append(Place("commune", "…" * 12))
        elif piece["name"] in heads:
            found.append(heads[piece["name"]])
        else:
            found.append(Place(piece["name"], piece["own"] or ""))
        at = piece.end()
    found.append(text[at:])
    return _joined(found)


def _joined(pieces: list[str | Place | Note]) -> Text:
    """Neighbouring words as one."""
    found: list[str | Place | Note] = []
    for one in pieces:
        before = found[-1] if found else None
        if isinstance(one, str) and isinstance(before, str):
            found[-1] = before + one
        elif one != "":
            found.append(one)
    return tuple(found)
