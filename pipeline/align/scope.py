"""Of which questions a sentence of a form speaks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from pipeline.model.text import bare

_SEVERAL = (
    r"(?:chiffre|donnee|nombre|reponse|question|rapport|formulaire|tableau|rubrique)"
)
_ALL = re.compile(
    rf"\b(?:tou[st]\w*|l'ensemble|chaque|ce|du present|le present)"
    rf" (?:les |des |de ces |ces )?{_SEVERAL}"
)
_BACK = re.compile(
    r"\W*[*(\d]|\W*(?:sans|hors|hormis|sauf|dont|excepte|uniquement|seule?s?|seulement"
    r"|(?:y|non) compris)\b"
)
_NAME = r"(\d+(?:\.\d+)+)\.?"
_RANGE = re.compile(rf"{_NAME}\s*(?:a|au|-|–|jusqu'a)\s*{_NAME}")
_NAMED = re.compile(_NAME)


def speaks_of_all(text: str) -> bool:
    """Whether a text speaks of all figures of a form."""
    return _ALL.search(bare(text)) is not None


def refers_back(text: str) -> bool:
    """Whether a text goes on with what stands before it: "* Sans …", "(hors …)"."""
    return _BACK.match(bare(text)) is not None


def named(text: str, names: Mapping[int, str]) -> Iterator[int]:
    """The questions that a text names, "2.5 à 2.9" or "2.5 et 2.6". ``names``: question
    -> the number by which people know it.
    """
    said = bare(text)
    single = {*_NAMED.findall(said)}
    if not single:
        return
    spans = [(_order(first), _order(last)) for first, last in _RANGE.findall(said)]
    for question, name in names.items():
        at = _order(name)
        within = (
            first <= at and at[: len(last)] <= last for first, last in spans if at
        )
        if name in single or any(within):
            yield question


def _order(name: str) -> tuple[int, ...]:
    return tuple(int(one) for one in re.findall(r"\d+", name))
