"""Which texts of a document are those of a wording, reworded: alike, and each the only
one for the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher

_ENOUGH = 0.6  # of two sentences, as SequenceMatcher counts
_SHORT, _ENOUGH_SHORT = 12, 0.75
_CLEAR = 0.1  # by as much the best one is better than the next
_LONGEST = 400  # letters of a text that are compared
MOST_TRIED = 3_000  # pairs of texts in one document


class Likeness:
    """How alike two keys are, for as many pairs as there may be; beyond, none are."""

    def __init__(self) -> None:
        self.left = MOST_TRIED

    def of(self, one: str, other: str) -> float:
        """From 0 to 1; 0 below what makes two texts one, reworded."""
        if not one or not other or self.left <= 0:
            return 0
        self.left -= 1
        one, other = one[:_LONGEST], other[:_LONGEST]
        short = min(len(one), len(other)) < _SHORT
        enough = _ENOUGH_SHORT if short else _ENOUGH
        matcher = SequenceMatcher(None, one, other, autojunk=False)
        if matcher.real_quick_ratio() < enough or matcher.quick_ratio() < enough:
            return 0
        ratio = matcher.ratio()
        return ratio if ratio >= enough else 0

    def pairs(self, wanted: Sequence[str], found: Sequence[str]) -> dict[int, int]:
        """Which of the found ones each of the wanted ones is: the clearly best for it,
        as it is for that one.
        """
        alike = [[self.of(one, other) for other in found] for one in wanted]
        pairs = {}
        for number, row in enumerate(alike):
            best = _clearly_best(row)
            if best is not None and _clearly_best([r[best] for r in alike]) == number:
                pairs[number] = best
        return pairs


def _clearly_best(row: Sequence[float]) -> int | None:
    """The number of the best one; None where none is alike, or another nearly as much."""
    if not row:
        return None
    best = max(range(len(row)), key=row.__getitem__)
    others = [value for number, value in enumerate(row) if number != best]
    clear = not others or row[best] - max(others) >= _CLEAR
    return best if row[best] and clear else None
