"""How the texts of two documents are compared: typography, numbering and years aside.

The key of a text is its letters, digits and signs of comparison, without case and
accents; every year is one sign. Where a text of the wording begins or ends in a text of
a document is found by its key, and cut out of the text as it was written.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

from pipeline.edition.wording import FOOTNOTE_MARK, PLACE
from pipeline.findings.sentences.answers import DRAFT
from pipeline.model.text import bare, is_blank
from pipeline.word_files.signs import TICKED, UNTICKED

Span = tuple[int, int]
_YEAR_KEY = "\x03"
# Each character of the prompt of a control that nobody filled in; no file has it.
PROMPT = "\x04"
_TOKEN = "\1[^\2]*\2"
# A year may be said by a letter: "N", the one before it "N-1".
_YEAR = r"(?<!\d)(?:19|20)\d\d(?!\d)|(?<![\w'’])N(?:\s?[-–]\s?\d)?(?![\w'’°º])"
_PIECE = re.compile(rf"(?P<token>{_TOKEN})|(?P<year>{_YEAR})|.", re.DOTALL)
YEARS, _TOKENS = re.compile(_YEAR), re.compile(_TOKEN)
_NO_SIGN = re.compile(rf"[^\w<>≤≥%€+{_YEAR_KEY}]|_")
_NUMBERING = re.compile(
    r"[\s·•▪‣*–—-]*(?:(?:chapitre|partie|section|rubrique|question)\s+\d{1,2}(?:\.\d{1,2})*\s*[.:)–—-]?\s*"
    r"|\d{1,2}(?:\.\d{1,2})+(?![\d,%/])\.?\s*|\d{1,2}[.)]\s*(?!\d)|[IVX]{1,5}[.)]\s+|[A-Za-z][.)]\s+)?"
    r"[\s·•▪‣*–—-]*",
    re.IGNORECASE,
)
# A blank's dots, stars and lines, which no one has written over yet.
_LEADER = re.compile(rf"[\s.…_*·{PROMPT}]+")
_LINE_LEADER = re.compile(rf"\s*[-–•·]?[\s.…_*·{PROMPT}]*")
_DASH = re.compile(r"^\s*[-–•·]\s+")
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
# What stands between a label and the answer behind it, in one paragraph.
_SEPARATOR = re.compile(rf"\s*(?:[:=\t\n{PROMPT}]|[.…_*]{{2,}}|…|\s{{3,}})")
# What ends a label before that.
_LABEL_END = re.compile(rf"(?:[\s?)»\"”.]*(?=[:\t\n=…_*{PROMPT}]|\.\.))?")
# What is counted, behind a figure.
_UNIT = re.compile(
    r"\s*(?:(?:chefs? de )?ménage|personne|dossier|logement|visite|contact|heure|jour)"
    r"(?:s|\(s\))?\s*\.?\s*$",
    re.IGNORECASE,
)
# What ends a text that has dots of its own, and a figure behind it.
_FIGURE_BEHIND = re.compile(rf"\s*[:=\t][\s.…_*{PROMPT}]*(?:\d[\d\s]*)?$")
_FIGURE_ALONE = re.compile(r"\s+\d[\d\s]*")  # behind a question
_LONGEST_FIGURE = 200  # letters, with its dots
_LONGEST = 20_000  # letters of a text that are compared; none of a form has as many
DRAFT_MARK = re.compile(rf"{DRAFT}[^·]{{0,40}}· ")


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
    return _key(text[numbering_end(text) :])


def _key(text: str) -> str:
    plain = YEARS.sub(_YEAR_KEY, _TOKENS.sub("", text[:_LONGEST]))
    return _NO_SIGN.sub("", bare(plain))


@lru_cache(maxsize=1_000)
def _length(piece: str) -> int:
    """How many letters of the key a letter of the text is."""
    return len(_key(piece))


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


def _is_empty_line(text: str) -> bool:
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
    for piece in _PIECE.finditer(text):
        passed += _length(piece[0])
        if passed >= length:
            return piece.end()
    return len(text)


def raw_start(text: str, length: int) -> int:
    """Before which character of a text so many characters of its key are passed."""
    passed = 0
    for piece in _PIECE.finditer(text):
        found = _length(piece[0])
        if found and passed + found > length:
            return piece.start()
        passed += found
    return len(text)


@dataclass(frozen=True)
class Phrase:
    """A text of the wording with the places in it. ``fixed``: its own words before,
    between and behind its places, years among them; ``names``, ``owns``: its places,
    the years aside; ``year_names``: the places that are years, in the order of the
    years in the text, "" for a year of the text's own.
    """

    text: str
    fixed: tuple[str, ...]
    names: tuple[str, ...]
    owns: tuple[str, ...]
    year_names: tuple[str, ...]

    @cached_property
    def words(self) -> str:
        """Its own words, as people read them."""
        return " ".join(" ".join(self.fixed).split())

    @cached_property
    def key(self) -> str:
        return key("".join(self.fixed))

    @cached_property
    def keys(self) -> tuple[str, ...]:
        return (key(self.fixed[0]), *map(_key, self.fixed[1:]))

    @cached_property
    def last_signs(self) -> str:
        """The signs that its own words end in, a colon aside: "…)"."""
        return "".join(re.findall(r"[\W_]*$", self.words)[0].split()).rstrip(":")

    @cached_property
    def is_apart(self) -> bool:
        """Whether it has several places and no words about them."""
        return len(self.names) > 1 and not any(self.keys)

    def is_in(self, text: str) -> bool:
        return self.spans(text) is not None

    def values(self, text: str) -> tuple[str, ...] | None:
        """What stands at its places in a text, in their order; None where the text is
        not of this phrase.
        """
        spans = self.spans(text)
        if spans is None:
            return None
        return tuple(self.value(at, text[a:b]) for at, (a, b) in enumerate(spans))

    def value(self, number: int, text: str) -> str:
        """What is said by the characters at a place, "" for nothing."""
        if self.is_apart:
            return text
        own = self.owns[number]
        if "\n" in own:  # a line a name
            lines = [_DASH.sub("", line) for line in text.split("\n")]
            return "\n".join(line for line in lines if not _is_empty_line(line))
        return without_leader(text if self.fixed[number + 1] else text.rstrip(), own)

    def spans(self, text: str) -> tuple[Span, ...] | None:
        """Between which characters of a text its places are, in their order; None where
        the text is not of this phrase.
        """
        if not self.names:
            return () if key(text) == self.key else None
        if self.is_apart:
            return self._apart(text)
        start = numbering_end(text) if self.keys[0] else 0
        words = _key(text[start:])
        first, *between, last = self.keys
        if not words.startswith(first) or not words.endswith(last):
            return None
        if (last or between) and len(text) > _LONGEST:
            return None
        at = len(first)
        bounds: list[Span] = []
        for inner in [*between, last]:
            end = (
                len(words) - len(last)
                if len(bounds) == len(between)
                else words.find(inner, at)
            )
            if end < at:
                return None
            bounds.append((at, end))
            at = end + len(inner)
        raw, found = text[start:], []
        for number, (begin, end) in enumerate(bounds):
            stop = raw_start(raw, end) if end < len(words) else len(raw)
            a, b = self._between(number, raw[:stop], raw_end(raw, begin))
            found.append((start + a, start + b))
        return tuple(found)

    def _apart(self, text: str) -> tuple[Span, ...]:
        """Two places with no words about them: by the sign between them, else the first
        is the mark of a draft.
        """
        between = self.fixed[1]
        if between:
            at = text.find(between)
            return ((0, max(at, 0)), (at + len(between) if at >= 0 else 0, len(text)))
        mark = DRAFT_MARK.match(text)
        end = mark.end() if mark else 0
        return (0, end), (end, len(text))

    def _between(self, number: int, text: str, start: int) -> Span:
        """A place between these words and the end of a text, without the signs that
        join it to its words.
        """
        value = _behind(self.fixed[number], text[start:])
        start = len(text) - len(value)
        if not value and self.fixed[number + 1].startswith("\n"):
            start -= text.endswith("\n")  # that line break is of the words behind
        return start, start + len(_before(self.fixed[number + 1], value))


def _behind(words: str, value: str) -> str:
    """A value without what joins it to the words before it: the signs that these end
    in, else a colon.
    """
    if not words:
        return value
    for sign in "".join(re.findall(r"[\W_]*$", words)[0].split()):
        value = value.lstrip().removeprefix(sign)
    value = value.lstrip()
    return value if words.rstrip().endswith(":") else value.removeprefix(":").lstrip()


def _before(words: str, value: str) -> str:
    """A value without the signs that the words behind it begin with."""
    if words:
        for sign in "".join(re.findall(r"^[\W_]*", words)[0].split())[::-1]:
            value = value.rstrip().removesuffix(sign)
        value = value.rstrip("\n")
    return value


def rest_start(label: Phrase, text: str) -> int | None:
    """Behind which character of a paragraph its label ends; None where it is not that
    label, or its words go on.
    """
    start = numbering_end(text)
    if not label.key or not _key(text[start:]).startswith(label.key):
        return None
    at = start + raw_end(text[start:], len(label.key))
    for sign in label.last_signs:
        if text[at:].lstrip().startswith(sign):
            at = text.index(sign, at) + 1
    end = _LABEL_END.match(text, at)
    at = end.end() if end else at
    is_figure = text[:at].endswith("?") and _FIGURE_ALONE.fullmatch(text, at)
    is_apart = is_blank(text[at:]) or _SEPARATOR.match(text, at) or is_figure
    return at if is_apart else None


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


def phrase(text: str) -> Phrase:
    """A text of the wording, read once."""
    return _phrase(text)


@lru_cache(maxsize=5_000)
def _phrase(text: str) -> Phrase:
    text = FOOTNOTE_MARK.sub("", text)
    fixed, names, owns, year_names, at = [""], [], [], [], 0
    for place in PLACE.finditer(text):
        own = place["own"] or ""
        words = text[at : place.start()]
        fixed[-1] += words
        year_names += ["" for _ in years(words)]
        if years(own) == [own]:
            fixed[-1] += own
            year_names.append(place["name"])
        else:
            names.append(place["name"])
            owns.append(own)
            fixed.append("")
        at = place.end()
    fixed[-1] += text[at:]
    year_names += ["" for _ in years(text[at:])]
    return Phrase(text, tuple(fixed), tuple(names), tuple(owns), tuple(year_names))
