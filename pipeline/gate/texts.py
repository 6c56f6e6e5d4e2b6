"""The text of an element of the blank as pieces, cut at the places in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import chain, pairwise
from typing import Any

from pipeline.gate.addresses import Text
from pipeline.gate.events import EMPTY, Piece, joined, look_of, text_of

# The characters from one number to before another, and the place that takes them; None
# for the rest of a place whose answer stands already.
Cut = tuple[int, int, Text | None]


class Texts:
    """The places that were not met yet, and how many characters were passed."""

    def __init__(self, places: Iterable[Text]) -> None:
        ordered = sorted(places, key=lambda place: (place.start, place.end))
        self.left: list[Cut] = [(one.start, one.end, one) for one in ordered]
        self.passed = 0
        if any(end > start for (_, end, _), (start, _, _) in pairwise(self.left)):
            raise LookupError("two places of one character")

    def put(self, pieces: Sequence[Piece]) -> list[Piece] | None:
        """What follows, with the places in it; None where it has none, and no nodes.

        None in a piece is a further character of the nodes, or of what else stands
        before it. Raises LookupError where a place takes a part of that.
        """
        letters: list[Piece] = []
        for look, content in pieces:
            at = self.passed + len(letters)
            letters += [(look, one) for one in self._divided(content, at)]
        cuts = self._cuts(len(letters))
        looks = [_look(letters, cut, pieces) for cut in cuts]
        for (start, end, place), look in zip(cuts[::-1], looks[::-1], strict=True):
            letters[start:end] = [] if place is None else [(look, place)]
        whole = (letter for letter in letters if letter[1] is not None)
        has_nodes = any(isinstance(content, list) for _, content in pieces)
        return joined(whole, frozenset()) if cuts or has_nodes else None

    def _divided(self, content: Any, at: int) -> Sequence[Any]:
        """What stands behind so many characters, by character. A text whose outer blanks
        Word drops is one, without them, only where a place takes some of it.
        """
        if isinstance(content, str):
            return content
        size, text = width(content), text_of(content) or "\n"
        is_cut = any(start < at + size and end > at for start, end, _ in self.left)
        if is_cut and not {*"\t\n\r"} & {*text}:
            kept = range(size - len(text.lstrip(" ")), len(text.rstrip(" ")))
            return [one if at in kept else "" for at, one in enumerate(text)]
        return [content, *[None] * (size - 1)]

    def _cuts(self, size: int) -> list[Cut]:
        """The places that begin in the next characters, of which they are passed then,
        counted from the first of these.
        """
        begin, self.passed = self.passed, self.passed + size
        found: list[Cut] = []
        while self.left:
            start, end, place = self.left[0]
            if end > self.passed <= start:
                break
            found.append((start - begin, min(end, self.passed) - begin, place))
            rest: list[Cut] = [(self.passed, end, None)] if end > self.passed else []
            self.left[:1] = rest
            if rest:
                break
        return found


def width(content: Any) -> int:
    """How many characters something in a run is."""
    text = text_of(content)
    return 1 if text is None else len(text)


def _look(letters: list[Piece], cut: Cut, pieces: Sequence[Piece]) -> str:
    """How a place looks: as what it replaces, else as the text behind which it stands,
    else as the one before which it stands, unless its address says how.
    """
    start, end, place = cut
    taken = [one for _, one in [*letters[start:end], *letters[end : end + 1]]]
    if start < 0 or None in taken or list in map(type, taken[: end - start]):
        raise LookupError("a part of what is whole")
    if place and place.properties is not None:
        return look_of(place.properties)
    near = chain(
        letters[start:end], letters[:start][::-1], letters[end:], pieces, [EMPTY]
    )
    return next(look for look, one in near if text_of(one) is not None)
