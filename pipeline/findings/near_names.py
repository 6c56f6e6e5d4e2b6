"""Which label, name or title a text may have been meant to be. Where nothing is near, or
two are equally near, there is none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.questions import Item
from pipeline.model.text import bare, even_out

LONGEST = 200  # characters of a text that may be a near miss
_FAR = 1_000  # letters
_MOST_NAMES = 2_000  # names that another is compared with
MOST_LABELS = 3  # that are suggested together
_LONG = 8  # letters of a synonym that a slip still leaves no other word
# Words that tell nothing apart.
_SMALL = re.compile("l[ae]?|les|une?|d[eu]?|des|aux?|en|et|ou|par|sur|leur")
_WORDS = re.compile(r"[^\W\d_]+|\d+")  # "Contacts_2023" has two
_NUMBERS = re.compile(r"\d+")  # "1.12" has others than "1.1.2"
_LACKS_A_STEP = re.compile(r"[\d.]*(?:^\.|\.\.)[\d.]*", re.ASCII)


def letters_apart(one: str, other: str, most: int) -> int:
    """How many letters are wrong, missing, too many or exchanged; far where they are
    more than ``most``.
    """
    from rapidfuzz.distance import OSA  # here, since a sound workbook does without it

    distance = OSA.distance(one, other, score_cutoff=most)
    return distance if distance <= most else _FAR


def only(found: Iterable[str]) -> str:
    """The one that there is, "" where there are none or several."""
    return first[0] if len(first := [*found]) == 1 else ""


# ---- names


def closest(typed: str, choices: Sequence[str]) -> str:
    """The only choice that the typed text comes near, "" where there is none: the same
    but for accents and case, or but for a few letters (never a digit: "Quartier 2" is
    no slip for "Quartier 1"), or one that has all its words. A number like "1..1" comes
    near none, and of very many choices none is looked at.
    """
    plain = _plain(typed)
    if not 0 < len(plain) <= LONGEST or _LACKS_A_STEP.fullmatch(plain):
        return ""
    if len(choices) > _MOST_NAMES:
        return ""
    rivals = {choice: _plain(choice) for choice in choices}
    apart = {choice: _distance(plain, rival) for choice, rival in rivals.items()}
    least = min(apart.values(), default=_FAR)
    return only(c for c in apart if apart[c] == least < _FAR) or only(
        choice for choice, rival in rivals.items() if _has_words(rival, plain)
    )


@lru_cache(maxsize=4_096)
def _plain(text: str) -> str:
    return bare(even_out(text))


def _distance(one: str, other: str) -> int:
    """How many letters are apart; far where they are too many for a slip."""
    if _NUMBERS.findall(one) != _NUMBERS.findall(other):
        return _FAR
    shorter = min(len(one), len(other))
    return letters_apart(
        one, other, min(shorter // 4, 6) if shorter > 3 else shorter // 3
    )


def _has_words(rival: str, typed: str) -> bool:
    """Whether every word of the typed text, one of three letters or more among them, is
    in the other, but for slips.
    """
    there, words = _WORDS.findall(rival), _WORDS.findall(typed)
    return max(map(len, words), default=0) >= 3 and all(
        word in there
        or (len(word) > 3 and any(_distance(word, other) < _FAR for other in there))
        for word in words
    )


def pairs(missing: Sequence[str], others: Sequence[str]) -> dict[str, str]:
    """Names that are missing -> the other name (title of a sheet, heading) that each
    has probably got.
    """
    meant = {other: closest(other, missing) for other in others}
    found = {
        name: closest(name, others) or only(o for o in others if meant[o] == name)
        for name in missing
    }
    times = Counter(found.values())
    return {name: other for name, other in found.items() if other and times[other] == 1}


# ---- labels of a list


class _Said(NamedTuple):
    """A text without accents and case: its words, and those that mean something."""

    words: tuple[str, ...]
    content: tuple[str, ...]


@lru_cache(maxsize=4_096)
def _said(text: str) -> _Said:
    words = tuple(re.findall(r"[^\W_]+", bare(text)))
    return _Said(words, tuple(word for word in words if not _SMALL.fullmatch(word)))


@lru_cache(maxsize=1_024)
def _called(item: Item) -> tuple[_Said, ...]:
    """What an item of a list is called: its label, or a whole part of it (beside a
    stroke, before or inside brackets), what the official form calls it, and the long
    ones of its synonyms, for which another word is hardly a slip.
    """
    names = [item.label] + ([] if item.precision else [item.form])
    names += [word for word in item.synonymes if len(word) >= _LONG]
    head, _, inside = item.label.partition("(")
    names += [head, *inside.rstrip(")").split(","), *re.split(r"(?<!\d)/(?!\d)", head)]
    return tuple(said for said in map(_said, names) if said.content)


@cache
def words_of(form: Form) -> frozenset[str]:
    """The words of the lists of a form."""
    items = [item for choices in form.lists.values() for item in choices.items]
    synonyms = [_said(word) for item in items for word in item.synonymes]
    called = chain(synonyms, *map(_called, items))
    return frozenset(word for said in called for word in said.words)


def is_said(typed: str, words: Iterable[str]) -> bool:
    """Whether a text is one of these words or phrases, but for accents, case, small
    words and the s of a plural.
    """
    return len(typed) <= LONGEST and _plain_words(typed) in map(_plain_words, words)


@lru_cache(maxsize=4_096)
def _plain_words(text: str) -> str:
    return "".join(word.removesuffix("s") for word in _said(text).content)


def near_labels(
    typed: str, items: Sequence[Item], words: frozenset[str]
) -> tuple[str, ...]:
    """The labels that a text may stand for, three at most: those that have it as a
    synonym, else those that are called so, else the only one that it differs from by
    slips of its words, else those that begin so. ``words``: those of the form, which
    are no slips: who types "mobilier" does not mean "Mobilité".
    """
    said = _said(typed)
    if len(typed) > LONGEST or not said.content:
        return ()
    meant = [item.label for item in items if is_said(typed, item.synonymes)]
    if meant:
        return tuple(meant[:MOST_LABELS])
    called = {item.label: _called(item) for item in items}
    glued = "".join(said.words)
    same = [
        label
        for label, names in called.items()
        if glued in ["".join(name.words) for name in names]
    ]
    if same:
        return tuple(same[:MOST_LABELS])
    for part in (0, 1):
        near = [
            label
            for label, names in called.items()
            if any(_slips(said[part], name[part], words, part == 1) for name in names)
        ]
        if len(near) == 1:
            return (near[0],)
    return _beginning(said.content, [*called])


def _slips(
    ours: tuple[str, ...],
    others: tuple[str, ...],
    known: frozenset[str],
    small_are_out: bool,
) -> bool:
    """Whether every word is the other's, or a slip for it: a word that the form has is
    none, nor is one that stands alone where small words were left out.
    """
    alone = len(others) == 1
    if len(ours) != len(others) or (alone and small_are_out):
        return ours == others
    return all(
        one == other or (one not in known and _is_slip(one, other, alone))
        for one, other in zip(ours, others, strict=True)
    )


def _is_slip(one: str, other: str, alone: bool) -> bool:
    """Whether a letter is wrong, missing, too many or exchanged; or two, in a long word
    or among others.
    """
    shorter = min(len(one), len(other))
    if shorter < 3 or _NUMBERS.search(one + other):
        return one == other
    most = 1 if shorter < (8 if alone else 6) else 2
    return letters_apart(one, other, most) <= most


def _beginning(content: tuple[str, ...], labels: Sequence[str]) -> tuple[str, ...]:
    """The labels that begin with these words: two or three of them, or the only one
    where the words are several.
    """
    number = len(content)
    begun = [label for label in labels if _said(label).content[:number] == content]
    is_telling = number > 1 or len(begun) > 1
    return tuple(begun) if is_telling and len(begun) <= MOST_LABELS else ()
