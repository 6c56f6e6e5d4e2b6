"""Where an answer is written: in which cell, or for which characters of a paragraph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.align.keys import Sign, is_sign
from pipeline.align.passages import GridCell, Passage
from pipeline.align.placed import Spot

_Stretch = tuple[Passage, int, int]


def spot_between(
    passages: Sequence[Passage], start: int, end: int, is_empty: bool
) -> Spot | None:
    """For these characters of the text of some paragraphs, a line each: in the first one
    that is not blank. None where one of several has other words. ``is_empty``: nothing
    is said there yet, so that the blanks before it are of it.
    """
    found: list[_Stretch] = []
    at = 0
    for passage in passages:
        length = len(passage.text)
        if start <= at + length and end >= at:
            found.append((passage, max(start - at, 0), min(end - at, length)))
        at += length + 1
    filled = [one for one in found if one[0].text[one[1] : one[2]].strip(" \u00a0")]
    first, *others = filled or _inmost(found)[:1]
    passage, begin, stop = first
    is_whole = all((a, b) == (0, len(one.text)) for one, a, b in others)
    if not passage.paragraph.path or (
        others and not (is_whole and stop == len(passage.text))
    ):
        return None
    if is_empty:
        begin = _with_blanks(passage.text, begin)
    more = tuple(one.paragraph.path for one, _, _ in others)
    return Spot(passage.paragraph.path, begin, stop, more=more)


def _inmost(found: list[_Stretch]) -> list[_Stretch]:
    """The paragraph in a box, where one of them holds it; else all of them."""
    holders = tuple(f"{one.paragraph.path}/" for one, _, _ in found)
    inside = [one for one in found if one[0].paragraph.path.startswith(holders)]
    return inside or found


def _with_blanks(text: str, start: int) -> int:
    """Where the blanks and tabs before an answer begin; one of them stays behind its
    label.
    """
    before = text[:start]
    begin = len(before.rstrip(" \t\u00a0"))
    is_joined = before[:begin].endswith((":", "=")) and before[begin:].startswith("\t")
    return begin if is_joined or not begin else min(begin + 1, start)


def sign_spot(passage: Passage, sign: Sign) -> Spot:
    """For the sign of a tick beside its label."""
    return Spot(passage.paragraph.path, sign.start, sign.end, is_sign=True)


def goes_further(cell: GridCell, label: GridCell | None) -> bool:
    """Whether a cell is also of another row than the label beside it."""
    if label is None or not any(one.cell.continues for one in cell.below(cell.row + 1)):
        return False
    return not any(one.cell.continues for one in label.below(label.row + 1))


def cell_spot(cell: GridCell) -> Spot | None:
    """For a whole cell, or the sign of a tick that it holds. None where it holds a
    table, or goes on with the cell above.
    """
    if cell.cell.continues or not cell.is_plain:
        return None
    for passage in cell.passages:
        if is_sign(passage.text) and is_sign(cell.text):
            sign = passage.text.strip()
            start = passage.text.index(sign)
            path = passage.paragraph.path
            return Spot(path, start, start + len(sign), is_sign=True)
    return Spot(cell.cell.path, is_cell=True) if cell.cell.path else None


def in_conflict(spots: Iterable[tuple[str, Spot | None]]) -> set[str]:
    """The places of which two would be written at one spot."""
    taken: dict[str, list[tuple[int, int, str]]] = {}
    for name, spot in spots:
        if spot is not None:
            whole = -1 if spot.is_cell else spot.start
            taken.setdefault(spot.path, []).append((whole, spot.end, name))
            for path in spot.more:
                taken.setdefault(path, []).append((-1, 0, name))
    found: set[str] = set()
    for path, there in taken.items():
        there.sort()
        for here, behind in pairwise(there):
            is_apart = -1 < here[0] < behind[0] and here[1] <= behind[0]
            if not is_apart:
                found |= {here[2], behind[2]}
        for holder in _holders(path):
            names = [name for start, _, name in taken.get(holder, ()) if start < 0]
            if names:
                found |= {*names, *(name for _, _, name in there)}
    return found


def _holders(path: str) -> Iterator[str]:
    """The paths of what an element stands in."""
    while path := path.rpartition("/")[0]:
        yield path
