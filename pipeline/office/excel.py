"""How Excel names columns, which of its formats show dates, which formulas look into
another workbook, and numbers with the format of their cell.
"""

from __future__ import annotations

import re
from datetime import datetime, time
from functools import lru_cache

# The formats that Excel knows by number, without a code in the file: dates, hours,
# minutes.
BUILT_IN_DATES = frozenset({*range(14, 23), *range(45, 48)})
# What they are where Excel is set to Belgian French.
_BUILT_IN = """\
1 0
2 0.00
3 #,##0
4 #,##0.00
5 #,##0 "€"
6 #,##0 "€";[Red]-#,##0 "€"
7 #,##0.00 "€"
8 #,##0.00 "€";[Red]-#,##0.00 "€"
9 0%
10 0.00%
11 0.00E+00
12 # ?/?
13 # ??/??
14 dd/mm/yyyy
15 d-mmm-yy
16 d-mmm
17 mmm-yy
18 h:mm AM/PM
19 h:mm:ss AM/PM
20 h:mm
21 h:mm:ss
22 dd/mm/yyyy h:mm
37 #,##0
38 #,##0;[Red]-#,##0
39 #,##0.00
40 #,##0.00;[Red]-#,##0.00
41 _-* #,##0_-;-* #,##0_-;_-* "-"_-
42 _-* #,##0 "€"_-;-* #,##0 "€"_-;_-* "-" "€"_-
43 _-* #,##0.00_-;-* #,##0.00_-;_-* "-"??_-
44 _-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"?? "€"_-
45 mm:ss
46 [h]:mm:ss
47 mm:ss.0
48 ##0.0E+0
"""
_LINES = (line.split(" ", 1) for line in _BUILT_IN.splitlines())
BUILT_IN_FORMATS = {int(number): code for number, code in _LINES}
_ASIDE = re.compile(
    r'".*?"|\[(?!hh?\]|mm?\]|ss?\])[^\]]*\]'
)  # quoted, or a colour, a locale, a condition
# [2]Feuil1!A1, '[2]Feuil 1'!A1, [2]!Nom; a column of a table (Table1[2]) has its table
# before it, [0] is this workbook.
_ELSEWHERE = re.compile(r"(?<![\w\].])\[(?!0\])[^\[\]]+\][^\[\]!]*!")
_IMPORTED = (
    "IMPORTRANGE("  # of a spreadsheet on the web, which exports it inside quotes
)
_REF = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_QUOTED = re.compile(r'"[^"]*"')
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


def place_of(ref: str) -> tuple[int, int]:
    """Row and column of a reference; (0, 0) where it is none."""
    found = _REF.fullmatch(ref)
    return (int(found[2]), column_number(found[1])) if found else (0, 0)


def is_date_format(code: str) -> bool:
    """Whether a format shows a date or an hour; the part for positive numbers decides."""
    return _OF_DATES.search(_ASIDE.sub("", code.split(";")[0])) is not None


def is_from_elsewhere(formula: str) -> bool:
    """Whether a formula takes something from another workbook."""
    return (
        _IMPORTED in formula.upper()
        or _ELSEWHERE.search(_QUOTED.sub("", formula)) is not None
    )


# ---- what a cell shows


class FormattedNumber(float):
    """A number with the format in which Excel shows it; equal to the plain one."""

    __slots__ = ("code", "serial")
    code: str
    serial: float


class FormattedDay(datetime):
    """A day with the format in which Excel shows it, and Excel's own number of it."""

    __slots__ = ("code", "serial")
    code: str
    serial: float


class FormattedTime(time):
    """The same for an hour without a day."""

    __slots__ = ("code", "serial")
    code: str
    serial: float


def formatted(
    value: float | datetime | time, code: str, serial: float
) -> FormattedNumber | FormattedDay | FormattedTime:
    """A number, a day or an hour with its format."""
    shown: FormattedNumber | FormattedDay | FormattedTime
    if isinstance(value, datetime):
        shown = FormattedDay.combine(value.date(), value.time())
    elif isinstance(value, time):
        shown = FormattedTime.fromisoformat(value.isoformat())
    else:
        shown = FormattedNumber(value)
    shown.code, shown.serial = code, serial
    return shown


class ShownNumber(str):
    """A number or a date of a cell as a text. ``sure``: Excel shows just that;
    ``plain``: the same without a format.
    """

    __slots__ = ("plain", "sure")
    plain: str
    sure: bool

    @classmethod
    def of(cls, text: str, sure: bool, plain: str) -> ShownNumber:
        shown = cls(text)
        shown.sure, shown.plain = sure, plain
        return shown
