"""How the texts of two documents are compared: typography, numbering and years aside.

The key of a text is its letters and digits, and the signs that say something, without
case and accents; every year is one sign, and so is an equation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from pipeline.findings.sentences import word_files as say
from pipeline.model.text import bare, is_blank
from pipeline.word_files.signs import TICKED, UNTICKED

Span = tuple[int, int]
_YEAR_KEY = "\x03"
# Each character of the prompt of a control that nobody filled in; no file has it.
PROMPT = "\x04"
_TOKEN = "\1[^\2]*\2"
_EQUATION_KEY = "\x05"
# A year may be said by a letter: "N", the one before it "N-1"; or its end left open, "20..".
OPEN_YEAR = r"20(?:\.{2,4}|…|_{2,4}|[xX]{2})"
_YEAR = (
    rf"(?<!\d)(?:19|20)\d\d(?!\d)|(?<![\w.,]){OPEN_YEAR}(?!\w)"
    r"|(?<![\w'’])N(?:\s?[-–]\s?\d)?(?![\w'’°º])"
)
# Between digits, but not beside a year: "2.5" is not "25".
_POINT = r"(?<=\d)(?<!19\d\d)(?<!20\d\d)\s?[.,/]\s?(?=\d)(?!(?:19|20)\d\d(?!\d))"
_PIECE = re.compile(
    rf"(?P<token>{_TOKEN})|(?P<year>{_YEAR})|(?P<point>{_POINT})|.", re.DOTALL
)
YEARS, _TOKENS = re.compile(_YEAR), re.compile(_TOKEN)
_POINTS, _POINT_KEY = re.compile(_POINT), "\x06"
# An equation, a sign that no font has a letter for, and what strikes out a sign: "≠".
_EQUATIONS = re.compile(f"\1(?:{say.EQUATION}|{say.SYMBOL})[^\2]*\2|≠|\u0338")
# Signs that say something, of mathematics, money, persons and warning, letters in
# circles; not dashes, dots and bullets, arrows, ticks and stars, which are typography.
_SAYING = (
    "<>%+$¢£¥¬±÷†‡‰‱⁺\u20a0-\u20cf\u2100-\u2115\u2117-\u2121\u2123-\u214f"
    "\u2200-\u2211\u2213-\u2216\u2218\u221a-\u229f\u22a1-\u22c4\u22c6-\u22ff"
    "\u249c-\u24e9\u2602-\u2604\u2620-\u265f\u267f-\u269f\u26a2-\u26a9\u26ac-\u26ff"
    "\u271d-\u271f\u2795-\u2797"
    "\U0001f300-\U0001f5f4\U0001f5f6\U0001f5f8\U0001f5fa-\U0001faff"
)
_NO_SIGN = re.compile(rf"[^\w{_SAYING}{_YEAR_KEY}{_EQUATION_KEY}{_POINT_KEY}]|_")
_NUMBERING = re.compile(
    r"[\s·•▪‣*–—-]*(?:(?:chapitre|partie|section|rubrique|question)\s+\d{1,2}(?:\.\d{1,2})*\s*[.:)–—-]?\s*"
    r"|\d{1,2}(?:\.\d{1,2})+(?![\d,%/])\.?\s*|\d{1,2}[.)]\s*(?!\d)|[IVX]{1,5}[.)]\s+|[A-Za-z][.)]\s+)?"
    r"[\s·•▪‣*–—-]*",
    re.IGNORECASE,
)
# A blank's dots, stars and lines, which no one has written over yet.
_LEADER = re.compile(rf"[\s.…_*·{PROMPT}]+")
_LINE_LEADER = re.compile(rf"\s*[-–•·]?[\s.…_*·{PROMPT}]*")
_LONG_LEADER = re.compile(rf"\s*(?:[._*·…{PROMPT}]{{4,}}|…{{2,}}|{PROMPT}+)\s*")
_PLACEHOLDER = re.compile(
    r"(?:cliquez|tapez|appuyez|choisissez|click|tap|choose)\b.{0,40}"
    r"\b(?:texte|text|date|élément|item)\.?",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"\s*(?:(?:votre|la)\s+)?(?:réponse|nombre|texte|commentaire|précision)s?\s*:?\s*",
    re.IGNORECASE,
)
_SIGNS = "".join(sorted(TICKED | UNTICKED | frozenset("■❏○●◯◉")))
_BOX = rf"[{_SIGNS}]|[\[(]\s*[xX✓✗]?\s*[\])]"
_SIGN_BEFORE = re.compile(rf"\s*({_BOX}|[xX](?=\s))\s*(?=\S)")
_SIGN_BEHIND = re.compile(rf"(?<=\S)\s*({_BOX}|(?<=\s)[xX])\s*$")
# What is counted, behind a figure.
_UNIT = re.compile(
    r"\s*(?:(?:chefs? de )?ménage|personne|dossier|logement|visite|contact|heure|jour)"
    r"(?:s|\(s\))?\s*\.?\s*$",
    re.IGNORECASE,
)
# What ends a text that has dots of its own, and a figure behind it.
_FIGURE_BEHIND = re.compile(rf"\s*[:=\t][\s.…_*{PROMPT}]*(?:\d[\d\s]*)?$")
_LONGEST_FIGURE = 200  # letters, with its dots
_SHORT = 500  # letters of a text that is kept
LONGEST = 20_000  # letters of a text that are compared; none of a form has as many


class Sign(NamedTuple):
    """A tick that shares a paragraph with its label: its characters there; ``label``: the
    text without it; ``label_at``: where that begins.
    """

    start: int
    end: int
    label: str
    label_at: int = 0


def key(text: str) -> str:
    """A text as compared. Its numbering is no part of it."""
    return key_within(text[numbering_end(text) :])


def key_within(text: str) -> str:
    """A part of a text as compared, in which a number is no numbering."""
    return _known(text) if len(text) < _SHORT else _compared(text)


@lru_cache(maxsize=2_000)
def _known(text: str) -> str:
    """The same of a short text, as those of a form are: each is asked for many times."""
    return _compared(text)


def _compared(text: str) -> str:
    plain = _EQUATIONS.sub(_EQUATION_KEY, text[:LONGEST])
    plain = YEARS.sub(_YEAR_KEY, _TOKENS.sub("", plain))
    return _NO_SIGN.sub("", bare(_POINTS.sub(_POINT_KEY, plain)))


@lru_cache(maxsize=1_000)
def _length(piece: str) -> int:
    """How many letters of the key a piece of the text is."""
    return len(key_within(piece))


def _lengths(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """The pieces of a text, each with how many letters of its key it is."""
    for piece in _PIECE.finditer(text):
        yield piece, 1 if piece["point"] else _length(piece[0])


def numbering_end(text: str) -> int:
    """Where the words of a text begin, behind its bullet and typed number."""
    found = _NUMBERING.match(text)
    end = found.end() if found else 0
    return end if end < len(text) else 0


def typed_number(text: str) -> str:
    """The number that a text begins with, "2.7.1"; "" where it has none."""
    found = re.match(r"\s*(\d{1,2}(?:\.\d{1,2})*)\.?\s", text)
    return found[1] if found else ""


def number_of(text: str) -> str:
    """The number in the numbering of a text, "Question 2.7.1 -" too; "" without one."""
    found = re.search(r"\d{1,2}(?:\.\d{1,2})*", text[: numbering_end(text)])
    return found[0] if found else ""


def years(text: str) -> list[str]:
    """The years of a text, in their order; "N", "N-1" where a letter stands for one."""
    found = YEARS.findall(text)
    return ["".join(one.split()).replace("–", "-") for one in found]


def is_empty_line(text: str) -> bool:
    """Whether a line of a list holds nothing but the dash and dots of a blank."""
    return is_blank(text) or _LINE_LEADER.fullmatch(text) is not None


def is_lead_in(text: str) -> bool:
    """Whether a text says no more than that an answer follows: "Réponse :"."""
    return _LEAD_IN.fullmatch(text) is not None


def behind_lead_in(text: str) -> str:
    """A text without the words that say no more than that an answer follows."""
    found = _LEAD_IN.match(text)
    return text[found.end() :] if found and ":" in found[0] else text


def leads_in(text: str) -> bool:
    """Whether the words of a cell that an answer follows, "Réponse :", are the form's:
    others may be of the answer.
    """
    words = text[: len(text) - len(behind_lead_in(text))]
    is_open = not without_leader(text[len(words) :], "…")
    return bool(words) and (is_open or "réponse" in words.casefold())


def without_leader(text: str, own: str = "") -> str:
    """What stands at a place, "" for the dots of a blank or a control's placeholder.

    ``own``: what the wording prints there. Where it prints nothing, an answer may be a
    few dots.
    """
    if is_blank(text) or _PLACEHOLDER.fullmatch(text.strip()):
        return ""
    leader = _LEADER if own else _LONG_LEADER
    return "" if leader.fullmatch(text) else text


def sign_beside(text: str) -> Sign | None:
    """The tick before or behind a label in one paragraph."""
    if before := _SIGN_BEFORE.match(text):
        return Sign(*before.span(1), text[before.end() :], before.end())
    if behind := _SIGN_BEHIND.search(text):
        return Sign(*behind.span(1), text[: behind.start()])
    return None


def is_sign(text: str) -> bool:
    """Whether a text is a tick, set or not, and nothing else."""
    return re.fullmatch(rf"\s*(?:{_BOX}|[xX])\s*", text) is not None


def raw_end(text: str, length: int) -> int:
    """Behind which character of a text its key has so many characters."""
    if not length:
        return 0
    passed = 0
    for piece, found in _lengths(text):
        passed += found
        if passed >= length:
            return piece.end()
    return len(text)


def raw_start(text: str, length: int) -> int:
    """Before which character of a text so many characters of its key are passed."""
    passed = 0
    for piece, found in _lengths(text):
        if found and passed + found > length:
            return piece.start()
        passed += found
    return len(text)


def without_unit(text: str) -> str:
    """A figure, or the dots for one, without the word that says what is counted."""
    found = _UNIT.search(text[-_LONGEST_FIGURE:])
    words = text[: -len(found[0])] if found else text
    is_figure = words.strip().isdecimal() or not without_leader(words, "…")
    return words if is_figure else text


def figure_start(text: str) -> int | None:
    """Behind which words of an answer those of a figure in the same paragraph begin, with
    what joins it to them: "un cousin : 12"; None where there is none.
    """
    shift = max(len(text) - _LONGEST_FIGURE, 0)
    found = _FIGURE_BEHIND.search(text, shift)
    return found.start() if found else None
