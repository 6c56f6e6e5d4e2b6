"""Which codes, day or amount a text may have been meant to be: "" where it is none, or
may be several.
"""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pipeline.findings.near_names import LONGEST, letters_apart, only
from pipeline.model.text import bare, code_key, in_usual_digits, to_the_eye

_LONGEST_DAY = 60
_PARTS = re.compile(r"[^\W\d_]+|\d+")
# Letters that pass for digits in a code, in upper case, where they touch one.
_PASSING_FOR_DIGITS = re.compile(r"(?<=\d)[OIL]+(?![^\W\d_])|(?<![^\W_])[OIL]+(?=\d)")
_LOOKALIKES = str.maketrans("OIL", "011")
_MARKS = r"[,;；+&|\r\n]|\b(?i:et|ou|puis|avec)\b"
_DASHES = (r"\s+-\s+", r"(?<=\d)[\W_]*(?=[^\W\d_])")  # "H-001-H-002"
_BETWEEN_CODES = (_MARKS, rf"{_MARKS}|/", rf"{_MARKS}|[/\s]", *_DASHES)
_MONTHS = [
    *("janvier", "fevrier", "mars", "avril", "mai", "juin"),
    *("juillet", "aout", "septembre", "octobre", "novembre", "decembre"),
]
_WEEKDAY = r"(?:le\s+)?(?:(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\s+)?"
_HOUR = r"(?:[t\s]+\d{1,2}[:h]\d\d(?::\d\d(?:\.\d+)?)?)?"
_SIGN = r"\s*[-/.\s\u2010-\u2013]\s*"
_DAY, _MONTH, _YEAR = r"(?P<d>\d{1,2})", r"(?P<m>\d{1,2})", r"(?P<y>\d{4}|\d\d)"
_DAYS = [
    re.compile(pattern, re.ASCII)
    for pattern in (
        f"{_DAY}{_SIGN}{_MONTH}{_SIGN}{_YEAR}{_HOUR}",
        rf"(?P<y>\d{{4}}){_SIGN}{_MONTH}{_SIGN}{_DAY}{_HOUR}",
        rf"{_WEEKDAY}{_DAY}(?:er)?[\s.-]*(?P<m>[a-z]{{3,}})[\s.-]*{_YEAR}",
    )
]
_THOUSANDS = [
    re.compile(rf"(\d{{1,3}}(?:\{group}\d{{3}})+)(?:\{decimal}(\d{{1,2}}))?", re.ASCII)
    for group, decimal in (".,", ",.")
]
_BARE_AMOUNT = re.compile(r"(\d{1,12})(?:[.,](\d{1,2}))?", re.ASCII)

# The letters that a code begins with, and its numbers with the letters behind.
_Code = tuple[str, tuple[str, ...]]


# ---- codes


def closest_code(typed: str, codes: tuple[str, ...]) -> str:
    """The only code with the same numbers, zeros before them aside, whose first letters
    are those typed but for a slip, or end on what is typed of them. Another number is
    another household and never a slip.
    """
    if len(typed) > LONGEST:
        return ""
    first, rest = _read(typed)
    alike = _by_numbers(codes).get(rest, {})
    return alike.get(first) or only(
        code
        for letters, code in alike.items()
        if letters.endswith(first) or letters_apart(first, letters, 1) <= 1
    )


def _read(code: str) -> _Code:
    """A code in its parts, its numbers without the zeros before them. A letter that
    looks like a digit and touches one is that digit.
    """
    usual = in_usual_digits(to_the_eye(code)).upper()
    digits = _PASSING_FOR_DIGITS.sub(
        lambda found: found[0].translate(_LOOKALIKES), usual
    )
    parts = _PARTS.findall(digits)
    begins = next((at for at, part in enumerate(parts) if part.isdecimal()), len(parts))
    numbers = tuple(part.lstrip("0") or part[:1] for part in parts[begins:])
    return "".join(parts[:begins]), numbers


@lru_cache(maxsize=4)
def _by_key(codes: tuple[str, ...]) -> dict[str, str]:
    """Key of a code -> the code, of two spellings the first."""
    return {code_key(code): code for code in reversed(codes)}


@lru_cache(maxsize=4)
def _by_numbers(codes: tuple[str, ...]) -> dict[tuple[str, ...], dict[str, str]]:
    """Numbers of codes -> their first letters -> the code, "" where there are two."""
    alike: dict[tuple[str, ...], dict[str, str]] = {}
    for code in _by_key(codes).values():
        letters, rest = _read(code)
        if any(map(str.isalpha, (letters, *rest))):  # else they pass for digits ("L3")
            rivals = alike.setdefault(rest, {})
            rivals[letters] = "" if letters in rivals else code
    return alike


def several_codes(typed: str, codes: tuple[str, ...]) -> str:
    """The codes of a text that sets them apart otherwise ("H-003 et H-005"), as they
    must be typed; "" where one of them is none. Two with a dash between them may mean
    all from one to the other, unless they follow each other.
    """
    known = _by_key(codes)
    for between in _BETWEEN_CODES:
        pieces = [piece for piece in re.split(between, typed) if piece.strip()]
        found = [known.get(code_key(piece), "") for piece in pieces]
        if len(found) > 1 and all(found):
            is_span = between in _DASHES and len(found) == 2 and _are_apart(*found)
            return "" if is_span else " ; ".join(dict.fromkeys(found))
    return ""


def _are_apart(one: str, other: str) -> bool:
    """Whether numbers lie between those of two codes that have nothing but their
    numbers apart.
    """
    (letters, (first, *behind)), (others, (last, *after)) = _read(one), _read(other)
    if (letters, behind) != (others, after):
        return False
    return first.isdecimal() and last.isdecimal() and int(last) - int(first) > 1


# ---- days and amounts


def meant_day(text: str) -> str:
    """The day (15/03/2023) of a text that says one, as Belgians write it: day first. An
    impossible one is no day, and day and month are never exchanged. A year of two
    digits is taken as Excel takes it.
    """
    plain = bare(text.strip()) if len(text) <= _LONGEST_DAY else ""
    found = next(filter(None, (way.fullmatch(plain) for way in _DAYS)), None)
    if not found:
        return ""
    months = [at for at, name in enumerate(_MONTHS, 1) if name.startswith(found["m"])]
    if found["m"].isdecimal():
        months = [int(found["m"])]
    year = int(found["y"])
    if len(found["y"]) == 2:
        year += 2000 if year < 30 else 1900
    try:
        (month,) = months  # of two that begin so it may be either
        day = date(year, month, int(found["d"]))
    except ValueError:
        return ""
    return day.strftime("%d/%m/%Y") if 1900 <= year < 2100 else ""


def meant_amount(text: str) -> str:
    """The amount as it must be typed (50000 or 4760,50) of a text with thousands apart
    or a currency. "4.760" alone is none: it may be four or four thousand.
    """
    plain = re.sub(r"[\s'’]|€|eur(?:os?)?", "", text.casefold())
    plain = re.sub(r",[-–—]+$", ",00", plain)
    found = _BARE_AMOUNT.fullmatch(plain)
    for pattern in _THOUSANDS:
        grouped = pattern.fullmatch(plain)
        if grouped and (grouped[2] or len(grouped[1]) > len("999.999")):
            found = grouped
    if not found:
        return ""
    euros, cents = re.sub(r"[.,]", "", found[1]), (found[2] or "").ljust(2, "0")
    return str(int(euros)) + (f",{cents}" if int(cents) else "")
