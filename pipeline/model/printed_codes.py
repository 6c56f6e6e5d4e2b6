"""Household codes inside texts that are printed: however they are spelled, and what
only looks like one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from pipeline.model.text import bare, in_usual_digits, to_the_eye

_PART = re.compile(r"[^\W\d_]+|\d+")  # letters or digits
_MOST_PARTS = 6
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[\W_]+(?=\d)")
_SIGN = r"(?:[^\w\s]|_)"
# Three signs, since "…" is as "...".
_SURE = re.compile(rf"[\s\u2010-\u2015\u2212-]*|{_SIGN}{{1,3}}")
_DOUBTFUL = re.compile(rf"\s*(?![,;!?()]){_SIGN}\s*")  # "H. 017", but not "rue H, 17"
# Words and abbreviations that stand before a number in French, without accents.
_WORDS = """
    a n p y ai an ans apres art as au aupres aux av avant avec bd ce ces cet cette chap chez ch
    dans de depuis des deux dont du elle elles en encore entre env environ est et ete etc eu eux
    fig fin il ils jour jours la le les leur leurs lu lui ma mais me mes moins mois ne ni no non
    nos notre nous num on ont ou pag page par parmi pas peu pl plus pour pp pres puis qu quand
    que qui rue sa sans se selon semaine ses si soit son sont sous sur te tel tes ton tous tout
    toute toutes tres un une vers via vol voir vos votre vous janvier fevrier mars avril mai
    juin juillet aout septembre octobre novembre decembre janv fevr fev avr juil sept oct nov
    dec lundi mardi mercredi jeudi vendredi samedi dimanche hiver printemps automne
"""
_FRENCH = frozenset(_WORDS.split())
_HOUSEHOLD = re.compile("menage|famille|code")
_ABBREVIATED = re.compile("art|av|bd|ch|chap|fig|n|no|num|p|pag|pp|t|tel|v|vol")
_POINT = re.compile(r"\s*[.°]\s*")


class Found(NamedTuple):
    """A code as a text has it, and the code of the register. Not ``is_sure``: it may be
    a word and a number.
    """

    written: str
    code: str
    is_sure: bool


class _Parts(NamedTuple):
    """A text in parts of letters or digits: each as it is compared, where it stands,
    and what is before it.
    """

    text: str
    parts: list[str]
    spans: list[tuple[int, int]]
    gaps: list[str]


def code_finder(codes: Mapping[str, str]) -> Callable[[str], Iterator[Found]]:
    """What finds these codes (as typed -> as compared) in a text; the first spelling of
    a code stands for it.
    """
    known: dict[str, str] = {}
    for code, key in codes.items():
        for spelled in (
            {key}
            if key.isalnum() and key.isascii()
            else _without_signs(to_the_eye(key))
        ):
            known.setdefault(spelled, code)
    begun = {found[0] for found in map(_PART.match, known) if found}
    firsts = {
        part[:length] for part in begun for length in range(1, len(part) + 1)
    }  # EST-H-017 begins with EST

    def find(text: str) -> Iterator[Found]:
        divided = _divided(text)
        for first, part in enumerate(divided.parts):
            if (divided.gaps[first] or not first) and _without_zeros(part) in firsts:
                yield from _from(divided, first, known)

    return find


def _without_signs(key: str) -> set[str]:
    """A code with signs of its own (H/017) as it is looked for: without them, those
    between numbers kept or not.
    """
    kept = "".join(re.findall(r"[^\W_]+|\.", _BETWEEN_DIGITS.sub(".", key)))
    inside = re.sub(r"(?<!\d)\.|\.(?!\d)", "", kept)
    return {_without_zeros(inside), _without_zeros(inside.replace(".", ""))}


def _from(divided: _Parts, first: int, known: dict[str, str]) -> Iterator[Found]:
    """The codes that begin with a part of a text. Letters that are glued behind its
    number do not hide a code.
    """
    text, parts, spans, gaps = divided
    joined, is_certain = parts[first], True
    for last in range(first, min(first + _MOST_PARTS, len(parts))):
        if last > first:
            certain = _SURE.fullmatch(gaps[last])
            if not certain and not _DOUBTFUL.fullmatch(gaps[last]):
                return
            is_certain = is_certain and certain is not None
            joined += _between(parts[last - 1], gaps[last], parts[last])
        ends = parts[last].isdecimal() or last + 1 == len(parts) or gaps[last + 1]
        if ends and (code := known.get(_without_zeros(joined))):
            written = text[spans[first][0] : spans[last][1]]
            is_sure = is_certain and not _is_phrase(divided, first, last)
            yield Found(written, code, is_sure)


def _between(before: str, gap: str, part: str) -> str:
    """The next part of a code; between two numbers a sign counts, or "annexe A1.2"
    would be A-12.
    """
    is_sign = (
        before.isdecimal()
        and part.isdecimal()
        and not re.fullmatch(r"[\s\u2010-\u2015\u2212-]*", gap)
    )
    return f".{part}" if is_sign else part


def _is_phrase(divided: _Parts, first: int, last: int) -> bool:
    """Whether it is written apart and may be French: words before a number ("le 15
    mars", "chalet 12B"), or the time ("9 h 30").
    """
    gaps = divided.gaps[first + 1 : last + 1]
    if len(gaps) > 1 and not gaps[-1]:  # a letter glued behind its number
        last, gaps = last - 1, gaps[:-1]
    parts = divided.parts[first : last + 1]
    words = [bare(part) for part in parts if not part.isdecimal()]
    if (
        words == ["h"]
        and first
        and divided.parts[first - 1].isdecimal()
        and len(divided.parts[first - 1]) < 3
    ):
        return all(map(str.isspace, [*gaps, divided.gaps[first]]))
    written = [divided.text[slice(*span)] for span in divided.spans[first : last + 1]]
    if all(map(_is_word, written)) and all(any(map(str.isspace, gap)) for gap in gaps):
        return True
    return all(map(_ABBREVIATED.fullmatch, words)) and all(map(_POINT.fullmatch, gaps))


def _is_word(written: str) -> bool:
    """Whether a part is a number, a word of the list, or three letters or more in lower
    case, but perhaps for the first, as only a word is written: "Parc 1", not "PARC 1".
    What names a household itself is its code ("ménage 3").
    """
    plain = bare(written)
    if written[0].isdecimal() or plain in _FRENCH:
        return True
    return (
        len(written) > 2 and written[1:].islower() and not _HOUSEHOLD.fullmatch(plain)
    )


def _without_zeros(spelled: str) -> str:
    """As codes are compared: zeros before a number aside."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", spelled) if "0" in spelled else spelled


def _divided(text: str) -> _Parts:
    text = to_the_eye(text)
    found = list(_PART.finditer(text))
    usual = in_usual_digits(text)
    spans = [part.span() for part in found]
    gaps = ["", *(text[one.end() : other.start()] for one, other in pairwise(found))]
    return _Parts(text, [usual[slice(*span)].upper() for span in spans], spans, gaps)
