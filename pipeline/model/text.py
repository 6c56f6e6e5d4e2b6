"""How texts are compared, ordered and shown: what people type is kept as typed, and
evened out only to compare.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import Literal

# Stretches of a text, each with its look.
Looks = tuple[tuple[str, str], ...]

# What nobody sees, the default ignorable characters of Unicode: soft hyphens, spaces of
# no width, marks of direction, selectors of variants, fillers of Hangul.
_IGNORABLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufff8"
    "\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e01ef"
)
_SPANS = re.findall("(.)(?:-(.))?", _IGNORABLE)
_UNSEEN = dict.fromkeys(
    code for first, last in _SPANS for code in range(ord(first), ord(last or first) + 1)
)
# The empty cell of Braille is printed as a blank.
_NOTHING_SEEN = re.compile(rf"[\s\u2800{_IGNORABLE}]*")
_MARK = r"(?:[^\w\x00-\u02ff]|[\uff9e\uff9f])"  # accents are among these
_MANY_MARKS = re.compile(rf"{_MARK}{{30}}(?={_MARK})")
_ALIKE = _UNSEEN | str.maketrans(
    {"\u2800": " ", "’": "'", "‘": "'", "ʼ": "'", "´": "'"}
)
_HYPHENS = dict.fromkeys(
    map(ord, "\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63\uff0d"), "-"
)
_SPACES = dict.fromkeys(
    map(ord, "\u00a0\u1680\u2028\u2029\u202f\u205f\u2800\u3000"), " "
)
_SPACES |= dict.fromkeys(range(0x2000, 0x200B), " ")
_VALUE, _CODE = _UNSEEN | _SPACES, _UNSEEN | _SPACES | _HYPHENS
_PASSING = _ALIKE | _HYPHENS | str.maketrans({"`": "'"})
_PASSING |= str.maketrans(
    "АВЕКМНОРСТХаеорсухіΑΒΕΖΗΙΚΜΝΟΡΤΥΧο", "ABEKMHOPCTXaeopcyxiABEZHIKMNOPTYXo"
)
_LIGATURES = str.maketrans({"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE"})
# Any spaces and dashes.
_BETWEEN = re.compile(r"[\s\u02d7\u058a\u2010-\u2015\u2043\u2212-]+")
_RUN = re.compile(r"[^\W\d_]+|[0-9]+")
_DEGREE = re.compile("[°º]")
_CALLED_NUMBER = re.compile(
    r"(?:dossier\W*)?(?:(?:numero|num|nr|no|n)\b[\W_]*)?(?=[0-9])"
)
_ZEROS, _OTHER_DIGIT = re.compile(r"(?<!\d)0+(?=\d)"), re.compile(r"(?![0-9])\d")
_RAW = re.compile("[\udc80-\udcff]+")
_USUAL_CODE = re.compile(r"([A-Za-z]+)[ -]?0*([1-9][0-9]*|0)")


def normal(kind: Literal["NFC", "NFD", "NFKC"], text: str) -> str:
    """A text in a normal form of Unicode. To put thousands of accents in order takes
    minutes; so after thirty of them (or of dashes and other signs) an unseen mark
    begins anew (UAX #15, stream-safe text).
    """
    if len(text) > 30 and not unicodedata.is_normalized(kind, text):  # as few are
        text = _MANY_MARKS.sub("\\g<0>\u034f", text)
    return unicodedata.normalize(kind, text)


def even_out(text: str) -> str:
    """A heading, list value or name for comparing: NFC, one kind of space and
    apostrophe, case and star aside.
    """
    alike = text if text.isascii() else normal("NFC", text).translate(_ALIKE)
    words = alike.replace("`", "'").casefold().split()
    return " ".join(words).removesuffix("*").rstrip()


def as_value(text: str) -> str:
    """A text that is a value without what nobody sees, and with one kind of space."""
    return text if text.isascii() else text.translate(_VALUE)


def as_code(text: str) -> str:
    """The same with one kind of hyphen: a code, a number or a span of years may have
    another.
    """
    return text if text.isascii() else text.translate(_CODE)


def decoded(text: str) -> str:
    """A name or a word as it was typed: where the system's language is set to plain
    ASCII, what is beyond it comes as lone bytes, which are read as UTF-8 wherever they
    are.
    """
    return _RAW.sub(_read_as_utf8, text)


def _read_as_utf8(raw: re.Match[str]) -> str:
    try:
        return raw[0].encode("ascii", "surrogateescape").decode()
    except UnicodeDecodeError:
        return raw[0]


def is_blank(text: str) -> bool:
    """Whether nobody sees anything of a text: it is empty, or has blanks and unseen
    characters alone.
    """
    if not text or text.isspace():
        return True
    return not text.isascii() and _NOTHING_SEEN.fullmatch(text) is not None


def quoted(typed: str) -> str:
    """A text that is no value of its field. So it passes for none: neither for a date
    nor for a list's internal key.
    """
    return f"« {typed.strip()} »"


def unquoted(value: str) -> str:
    """What was typed, of a text that may be quoted so."""
    return value[2:-2] if value.startswith("« ") and value.endswith(" »") else value


def code_key(code: str) -> str:
    """A household code for comparing: case, spaces, hyphens and leading zeros aside, so
    that h17 is H-017.
    """
    if usual := _USUAL_CODE.fullmatch(code):
        return usual[1].upper() + usual[2]
    return _ZEROS.sub("", in_usual_digits(_BETWEEN.sub("", _plainly(code))).upper())


def number_key(number: str) -> str:
    """A file's number for comparing: case, what nobody sees, and which dashes, spaces
    and digits stand in it aside.
    """
    return _BETWEEN.sub("-", in_usual_digits(to_the_eye(number))).strip("-*").casefold()


def number_signs(number: str) -> tuple[str, str]:
    """What may be the same of two numbers spelled otherwise: their runs of letters and
    of digits without leading zeros, and the same where nothing stands between the runs.
    "N°", "dossier" before the number is no part of it.
    """
    said = bare(number_key(_DEGREE.sub(" ", number)))
    if said[:1] in "dn":
        said = _CALLED_NUMBER.sub("", said, count=1)
    runs = _RUN.findall(said)
    return _counted_runs(runs), _counted_runs(_RUN.findall("".join(runs)))


def _counted_runs(runs: Iterable[str]) -> str:
    return " ".join(run.lstrip("0") or "0" for run in runs)


def in_usual_digits(text: str) -> str:
    """A text with the digits of any script as 0 to 9, each where it stands."""
    if text.isascii():
        return text
    return _OTHER_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def _plainly(text: str) -> str:
    """A text in its usual letters (full-width ones are not), without what nobody sees."""
    if text.isascii():
        return text
    return normal("NFKC", text.translate(_ALIKE)).translate(_UNSEEN)


def looks_like(one: str, other: str) -> bool:
    """Whether nobody can tell the one from the other: they differ by what nobody sees,
    or what passes for another.
    """
    return to_the_eye(one).split() == to_the_eye(other).split()


def to_the_eye(text: str) -> str:
    """A text as it is read: what nobody sees aside, and signs that pass for others as
    those.
    """
    return _plainly(text).translate(_PASSING)


def french_number(number: int) -> str:
    """A whole number as people read it: 2 000 000, its spaces narrow and unbroken."""
    return f"{number:,}".replace(",", "\u202f")


def counted(number: int, one: str, several: str = "") -> str:
    """A number and what it counts, as people write them: 0 faute, 1 faute, 2 000
    fautes.
    """
    return f"{french_number(number)} {agreed(number, one, several or f'{one}s')}"


def agreed(number: int, one: str, several: str) -> str:
    """The words that agree with a number: in French the plural begins at two."""
    return several if number > 1 else one


def listed(names: Iterable[str], most: int = 0) -> str:
    """Names as a French enumeration, "A, B et C"; of more than ``most`` (0: no bound)
    the first ones: "A, B…".
    """
    names = [*names]
    if 0 < most < len(names):
        return f"{', '.join(names[:most])}…"
    return " et ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))


def french_day(day: str) -> str:
    """An ISO date as people write it: 15/03/2023. Raises ValueError where it is none."""
    return date.fromisoformat(day).strftime("%d/%m/%Y")


def bare(text: str) -> str:
    """A text without accents and case, in the letters of the alphabet."""
    if text.isascii():
        return text.lower()
    letters = normal("NFD", text).translate(_LIGATURES)
    return "".join(c for c in letters if not unicodedata.combining(c)).casefold()


def has_word(text: str) -> bool:
    """Whether a text has a letter or a digit: "-", "…" or "****" say nothing."""
    return any(map(str.isalnum, text))


def french_order(text: str) -> tuple[str, str, str]:
    """Sort key of the French alphabet, by letters and digits as in a dictionary: signs,
    spaces, accents and case count only between texts otherwise alike.
    """
    return "".join(filter(str.isalnum, bare(text))), even_out(text), text


def distinct(texts: list[str]) -> list[str]:
    """Each text once, compared evened out, in French order; of two spellings the one
    that sorts first.
    """
    kept: dict[str, str] = {}
    for text in sorted(texts, key=french_order):
        kept.setdefault(even_out(text), text)
    return list(kept.values())


def shortened(text: str) -> str:
    """What of a text fits a line of a message."""
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"


def around_difference(text: str, other: str, most: int) -> str:
    """What of a text fits so many characters, where it begins to differ from another."""
    if len(text) <= most:
        return text
    same = next(
        (
            at
            for at, (one, two) in enumerate(zip(text, other, strict=False))
            if one != two
        ),
        min(len(text), len(other)),
    )
    start = 0 if same < most // 2 else min(same - most // 4, len(text) - most)
    before, behind = "…" if start else "", "…" if start + most < len(text) else ""
    return f"{before}{text[start : start + most]}{behind}"


@dataclass(frozen=True)
class StyledText:
    """A text some of whose stretches look otherwise.

    ``looks``: the stretches from first to last, each with its look: "" plain, "Gras",
    "Exposant" or "GrasExposant". ``str`` of it is the plain text.
    """

    text: str
    looks: Looks

    @classmethod
    def of(cls, looks: Iterable[tuple[str, str]]) -> StyledText:
        """The text of these (text, look) stretches; neighbours of one look become one,
        empty ones none.
        """
        kept = [stretch for stretch in looks if stretch[0]]
        joined = tuple(
            ("".join(text for text, _ in group), look)
            for look, group in groupby(kept, key=itemgetter(1))
        )
        return cls("".join(text for text, _ in joined), joined)

    def __str__(self) -> str:
        return self.text

    def __len__(self) -> int:
        return len(self.text)


def looks_of(text: str | StyledText) -> Looks:
    """The stretches of a text with their looks; a plain text is one plain stretch, an
    empty one none.
    """
    return text.looks if isinstance(text, StyledText) else ((text, ""),) if text else ()


_ORDINAL = re.compile(
    r"(?<=\d)(?:ers?|(?:è|e\u0300)?res?|(?:è|e\u0300)mes?|es?|nde?)(?![\w\u0300-\u036f])"
)
_RAISED = {"": "Exposant", "Gras": "GrasExposant"}


def ordinals(text: str) -> int:
    """How many endings of ordinals a text has."""
    return len(_ORDINAL.findall(text))


def raise_ordinals(text: str | StyledText) -> StyledText:
    """The text with the ending of its ordinals raised: 1er, 1ère, 2e, 3ème, 2nd, bold
    or not.
    """
    places = [range(*found.span()) for found in _ORDINAL.finditer(str(text))]
    raised = {place for span in places for place in span}
    characters = (
        (character, look) for stretch, look in looks_of(text) for character in stretch
    )
    return StyledText.of(
        (character, _RAISED.get(look, look) if place in raised else look)
        for place, (character, look) in enumerate(characters)
    )
