"""Two wordings of a sentence, word by word: which words differ, and whether the sense may
be the contrary one.
"""

from __future__ import annotations

import re
from collections import Counter
from difflib import SequenceMatcher
from itertools import groupby
from operator import itemgetter

from pipeline.align.keys import key, numbering_end, years
from pipeline.model.text import bare

Stretches = tuple[tuple[str, bool], ...]  # a text in pieces, and whether each differs
_YEAR_LETTER = re.compile(r"\bn\b(?!['’])")  # "en N", which negates nothing
_MOST = 600  # words of a sentence that are compared
_NEGATIONS = {
    *("ne", "n", "non", "pas", "aucun", "aucune", "aucuns", "aucunes", "ni", "jamais"),
    *("sans", "sauf", "hors", "hormis", "excepte", "exclu", "exclus", "exclue"),
    *("exclues", "exclusion", "exception", "dehors", "absence", "contraire"),
    *("autre qu", "autres qu"),
}
_PAIRS = (
    *(("moins", "plus"), ("minimum", "maximum"), ("min", "max"), ("avant", "apres")),
    *(("<", ">"), ("≤", "≥"), ("inferieur", "superieur"), ("premier", "dernier")),
    *(("pre", "post"), ("octroi", "rejet"), ("debut", "fin"), ("tous", "certains")),
    *(("entree", "sortie"), ("entrees", "sorties"), ("anterieur", "posterieur")),
)
_OPPOSITES = {a: b for pair in _PAIRS for a, b in (pair, pair[::-1])}
_PREFIXES = ("in", "im", "ir", "il", "de", "des", "mal", "mes", "anti")


def stretches(old: str, new: str) -> tuple[Stretches, Stretches]:
    """Both sentences, each in stretches that the other has, or has not. Typography and
    numbering are no difference; a year is one where nothing else is.
    """
    both = [_words(text) for text in (old, new)]
    keys = [[_key(word) for word in words] for words in both]
    if keys[0] == keys[1]:
        keys = [["".join(years(word)) for word in words] for words in both]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    same = [set[int](), set[int]()]
    for block in matcher.get_matching_blocks():
        for side, start in enumerate((block.a, block.b)):
            same[side] |= {*range(start, start + block.size)}
    first, second = (
        _joined(words, keys[side], same[side]) for side, words in enumerate(both)
    )
    return first, second


def _words(text: str) -> list[str]:
    words = text[numbering_end(text) :].split()
    return [*words[:_MOST], *([" ".join(words[_MOST:])] if words[_MOST:] else [])]


def _key(word: str) -> str:
    """What is compared of a word; "" for signs alone."""
    return key(f"a {word}")[1:]


def _joined(words: list[str], keys: list[str], same: set[int]) -> Stretches:
    """Neighbours of a kind as one stretch; signs alone never differ."""
    marked = [
        (word, bool(keys[at]) and at not in same) for at, word in enumerate(words)
    ]
    return tuple(
        (" ".join(word for word, _ in group), differs)
        for differs, group in groupby(marked, key=itemgetter(1))
    )


def is_negated(old: str, new: str) -> bool:
    """Whether one of two wordings may say the contrary of the other, as far as its words
    tell: a negation more or less, "au plus" for "au moins", "inconnu" for "connu".
    """
    before, after = _counted(old), _counted(new)
    gone, come = before - after, after - before
    return (
        not _NEGATIONS.isdisjoint({*gone, *come})
        or any(_OPPOSITES.get(word) in come for word in gone)
        or any(_are_contrary(one, other) for one in gone for other in come)
    )


def _counted(text: str) -> Counter[str]:
    plain = _YEAR_LETTER.sub("", bare(text))
    return Counter(re.findall(r"autres? qu|[^\W_]+|[<>≤≥]", plain))


def _are_contrary(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) > 3 and any(long == f"{prefix}{short}" for prefix in _PREFIXES)
