"""How Excel names columns, and which of its number formats show a date."""

from __future__ import annotations

import re
from functools import lru_cache

# The formats that Excel knows by number, without a code in the file: dates, hours, minutes.
BUILT_IN_DATES = frozenset({*range(14, 23), *range(45, 48)})
_ASIDE = re.compile(r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]')  # quoted, or a colour, a locale, a condition
_OF_DATES = re.compile(r"(?<![_\\])[dmhysDMHYS]")


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """A -> 1, XFD -> 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


@lru_cache(maxsize=20_000)
def column_letters(number: int) -> str:
    """1 -> A, 16,384 -> XFD."""
    before, last = divmod(number - 1, 26)
    return (column_letters(before) if before else "") + chr(65 + last)


def is_date_format(code: str) -> bool:
    """Whether a format shows a date or an hour; the part for positive numbers decides."""
    return _OF_DATES.search(_ASIDE.sub("", code.split(";")[0])) is not None
