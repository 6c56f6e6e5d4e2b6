"""Which texts of two documents belong together, and which were moved."""

from __future__ import annotations

import difflib
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest
from typing import NamedTuple

# Pairs of equal texts, as often as difflib may come back to them.
_MOST_TRIED = 20_000_000


class Match(NamedTuple):
    """Two texts that belong together and differ, or of which one was moved; None: there
    is none. ``more``: as many texts behind it were moved together with it.
    """

    wanted: int | None
    found: int | None
    is_moved: bool = False
    more: int = 0


_Gap = tuple[list[int], list[int]]


def matches(
    wanted: Sequence[str],
    found: Sequence[str],
    wanted_labels: Sequence[str],
    found_labels: Sequence[str],
) -> list[Match]:
    """Whatever differs between two sequences of texts, in their order. ``labels``: what
    a text is known by when it has changed.
    """
    everything = [*range(len(wanted))], [*range(len(found))]
    gaps = [*_gaps(wanted, found, everything)]
    moved = dict(_moved(wanted, found, gaps))
    there, gone = {*moved.values()}, moved
    others: list[Match] = []
    for mine, theirs in gaps:
        kept = (
            [at for at in mine if at not in gone],
            [at for at in theirs if at not in there],
        )
        for inner in _gaps(wanted_labels, found_labels, kept, with_equal=True):
            others += [Match(*pair) for pair in zip_longest(*inner)]
    return sorted([*others, *_together(moved)], key=_order)


def _order(match: Match) -> tuple[int, int]:
    at = match.found if match.wanted is None else match.wanted
    return at or 0, match.found or 0


def _moved(
    wanted: Sequence[str], found: Sequence[str], gaps: list[_Gap]
) -> Iterator[tuple[int, int]]:
    """The texts of the gaps that stand in another gap, with where they are: of several
    places behind the text before it.
    """
    elsewhere = defaultdict(list)
    for _, theirs in gaps:
        for at in theirs:
            elsewhere[found[at]].append(at)
    last = -1
    for mine, _ in gaps:
        for at in mine:
            if places := elsewhere[wanted[at]]:
                last = places.pop(places.index(last + 1) if last + 1 in places else 0)
                yield at, last


def _together(moved: Mapping[int, int]) -> Iterator[Match]:
    """What was moved: neighbours that are neighbours still are one."""
    begun, more = -1, 0
    for at, there in moved.items():
        if begun >= 0 and (at, there) == (begun + more + 1, moved[begun] + more + 1):
            more += 1
            continue
        if begun >= 0:
            yield Match(begun, moved[begun], True, more)
        begun, more = at, 0
    if begun >= 0:
        yield Match(begun, moved[begun], True, more)


def _gaps(
    wanted: Sequence[str], found: Sequence[str], places: _Gap, with_equal: bool = False
) -> Iterator[_Gap]:
    """The stretches in which two sequences differ, at these places of both.
    ``with_equal``: what is equal comes too, pair by pair.
    """
    mine, theirs = places
    first = [wanted[at] for at in mine]
    second = [found[at] for at in theirs]
    for equal, i1, i2, j1, j2 in _laid_out(first, second):
        if not equal:
            yield mine[i1:i2], theirs[j1:j2]
        elif with_equal:
            yield from (
                ([one], [other])
                for one, other in zip(mine[i1:i2], theirs[j1:j2], strict=True)
            )


def _laid_out(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[bool, int, int, int, int]]:
    """The stretches of two sequences, and whether they are equal. Where too many texts
    are alike the first of the one belongs to the first of the other, and so on.
    """
    shortest = min(len(first), len(second))
    head = next((at for at in range(shortest) if first[at] != second[at]), shortest)
    rest = shortest - head
    tail = next((at for at in range(rest) if first[-1 - at] != second[-1 - at]), rest)
    ends = len(first) - tail, len(second) - tail
    yield True, 0, head, 0, head
    inner = first[head : ends[0]], second[head : ends[1]]
    times = Counter(inner[1])
    pairs = sum(times[text] for text in inner[0])
    keys = [*inner]
    if pairs * min(map(len, inner)) > _MOST_TRIED:
        keys = [_numbered(texts) for texts in inner]
    matcher = difflib.SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, *places in matcher.get_opcodes():
        i1, i2, j1, j2 = (head + place for place in places)
        yield kind == "equal", i1, i2, j1, j2
    yield True, ends[0], len(first), ends[1], len(second)


def _numbered(texts: Sequence[str]) -> Sequence[str]:
    """Each text with how often it came before, so that no two are alike."""
    times = Counter[str]()
    found = []
    for text in texts:
        found.append(f"{text}\0{times[text]}")
        times[text] += 1
    return found
