"""Which texts of a document are those of a wording, reworded: alike, and each the only
one for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

_ENOUGH, _ENOUGH_SHORT = 0.55, 0.7  # of the letters in threes
_SHORT = 12  # letters
_CLEAR = 0.1  # by as much the best one is better than the next
_LONGEST = 400  # letters of a text that are compared
MOST_TRIED = 5_000  # pairs of texts in one document


class Likeness:
    """How alike two keys are, for as many pairs as there may be; beyond, none are."""

    def __init__(self) -> None:
        self.left = MOST_TRIED

    def of(self, one: str, other: str) -> float:
        """From 0 to 1; 0 below what makes two texts one, reworded."""
        if not one or not other or self.left <= 0:
            return 0
        self.left -= 1
        threes, others = _threes(one[:_LONGEST]), _threes(other[:_LONGEST])
        ratio = 2 * len(threes & others) / (len(threes) + len(others))
        short = min(len(one), len(other)) < _SHORT
        return ratio if ratio >= (_ENOUGH_SHORT if short else _ENOUGH) else 0

    def pairs(
        self, wanted: Sequence[str], found: Sequence[str], known: Sequence[str] = ()
    ) -> dict[int, int]:
        """Which of the found ones each of the wanted ones is: the clearly best for it,
        as it is for that one. What is more like a text that is there already
        (``known``) is something new beside that.
        """
        alike = [[self.of(one, other) for other in found] for one in wanted]
        pairs = {}
        for number, row in enumerate(alike):
            best = _clearly_best(row)
            if best is not None and _clearly_best([r[best] for r in alike]) == number:
                others = (self.of(one, found[best]) for one in known)
                if max(others, default=0) <= row[best]:
                    pairs[number] = best
        return pairs


@lru_cache(maxsize=2_000)
def _threes(text: str) -> frozenset[str]:
    padded = f"  {text} "
    return frozenset(padded[at : at + 3] for at in range(len(text) + 1))


def _clearly_best(row: Sequence[float]) -> int | None:
    """The number of the best one; None where none is alike, or another nearly as much."""
    best = max(range(len(row)), key=row.__getitem__, default=None)
    if best is None or not row[best]:
        return None
    others = [value for number, value in enumerate(row) if number != best]
    return best if row[best] - max(others, default=0) >= _CLEAR else None
