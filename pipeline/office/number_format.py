"""How Excel, set to Belgian French, shows the number or the date of a cell.

A format is followed where each of its signs is known here. Of any other, the number is
given without its format, and whoever prints it has to say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pipeline.findings.sentences.dashboard import MONTHS, SHORT_MONTHS
from pipeline.office.excel import ShownNumber, is_date_format

_DAYS = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"]
_SHORT_DAYS = ["lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."]
# The formats that follow the settings of the system, and what they are in Belgian
# French.
_OF_THE_SYSTEM = {
    **dict.fromkeys(("f800", "x-sysdate"), "dddd d mmmm yyyy"),
    **dict.fromkeys(("f400", "x-systime"), "hh:mm:ss"),
}
_LONGEST_CODE = 255
_LEAST, _MOST = 1e-9, 1e15  # General numbers outside are shown as powers of ten

_ASIDE = r'(?P<quoted>"[^"]*")|(?P<escaped>\\.)|(?P<room>_.)|(?P<fill>\* )|(?P<symbol>\[\$[^\]]*\])'
_OF_NUMBERS = re.compile(
    rf"{_ASIDE}|(?P<percent>%)"
    r"|(?P<digits>[#0?](?:[#0?,]*[#0?])?(?:\.[#0?]{0,15})?|\.[#0?]{1,15}|General)"
    r"|(?P<sign>[-+() €$':\u00a0\u202f])",
    re.IGNORECASE,
)
_OF_DATES = re.compile(
    rf"{_ASIDE}|(?P<elapsed>\[(?:h+|m+|s+)\])|(?P<half>AM/PM|A/P)|(?P<part>y+|m+|d+|h+|s+)"
    r"|(?P<sign>[-/:.,()' \u00a0\u202f])",
    re.IGNORECASE,
)

Token = tuple[str, str]  # its kind and how it is written
Number = int | float | datetime | time


def shown_number(cell: Number) -> ShownNumber:
    """The number or date of a cell as a text."""
    code, plain = getattr(cell, "code", ""), _plain(cell)
    if code and (text := _in_format(code, cell)):
        return ShownNumber.of(text, True, plain)
    exact = not isinstance(cell, int | float) or not cell or _LEAST <= abs(cell) < _MOST
    return ShownNumber.of(plain, exact and not code, plain)


def _plain(cell: Number) -> str:
    """A number with at most fifteen digits, as Excel keeps them; a date and, if it is
    not midnight, its hour.
    """
    if isinstance(cell, datetime):
        if re.search(
            r"\[[hms]", getattr(cell, "code", ""), re.IGNORECASE
        ):  # a duration
            return _moment("[h]:mm:ss", None, getattr(cell, "serial", 0.0))
        return cell.strftime("%d/%m/%Y" if cell.time() == time() else "%d/%m/%Y %H:%M")
    if isinstance(cell, time):
        return cell.strftime("%H:%M:%S" if cell.second else "%H:%M")
    if cell and not _LEAST <= abs(cell) < _MOST:
        return f"{cell:.15G}".replace(".", ",")
    return _general(_exact(cell))


def _exact(number: float) -> Decimal:
    return Decimal(f"{number:.15g}")


def _general(number: Decimal) -> str:
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")


def _in_format(code: str, cell: Number) -> str:
    """The text of a cell in its format, empty where that is not followed."""
    serial = getattr(cell, "serial", -1.0)
    if len(code) > _LONGEST_CODE or re.search(r"\[[<>=]", code):  # a condition
        return ""
    sections = _sections(code)
    text = ""
    if not is_date_format(sections[0]):
        text = _number(sections, _exact(serial)) if abs(serial) < _MOST else ""
    elif serial >= 0:
        day = cell if isinstance(cell, datetime) else None
        text = _moment(sections[0], day, serial)
    return re.sub(" {2,}", " ", text).strip(" ")


@lru_cache(maxsize=1_000)
def _sections(code: str) -> tuple[str, ...]:
    """The parts of a format: for positive numbers, for negative ones, for zero, for
    texts.
    """
    kept = re.sub(r'"[^"]*"|\\.', lambda found: found[0].replace(";", "\0"), code)
    return tuple(part.replace("\0", ";") for part in kept.split(";"))


@lru_cache(maxsize=1_000)
def _tokens(pattern: re.Pattern[str], section: str) -> tuple[Token, ...]:
    """The signs of a part of a format; none where one of them is not known."""
    found = [(match.lastgroup or "", match[0]) for match in pattern.finditer(section)]
    return (
        tuple(found)
        if sum(len(written) for _, written in found) == len(section)
        else ()
    )


def _literal(kind: str, written: str) -> str:
    """What stands for itself: a text in quotes, a sign, the room of a sign, a currency."""
    if kind == "quoted":
        return written[1:-1]
    if kind == "symbol":
        return written[2:-1].partition("-")[0]
    return {"escaped": written[1:], "room": " ", "fill": ""}.get(kind, written)


# ---- numbers


def _number(sections: Sequence[str], number: Decimal) -> str:
    """A number in the part of the format that is for it; a format of one part shows the
    minus by itself.
    """
    below = number < 0
    at = 1 if below else 0 if number else 2
    at = at if at < len(sections) else 0
    tokens = _tokens(_OF_NUMBERS, sections[at])
    kinds = [kind for kind, _ in tokens]
    if max(kinds.count("digits"), kinds.count("percent")) > 1 or len(sections) > 4:
        return ""
    value = abs(number) * (100 if "percent" in kinds else 1)
    pieces = [
        _digits(written, value) if kind == "digits" else _literal(kind, written)
        for kind, written in tokens
    ]
    return "".join(["-" * (below and not at), *pieces]) if pieces else ""


def _digits(pattern: str, value: Decimal) -> str:
    """The digits of a number that is not below zero."""
    if pattern.casefold() == "general":
        return _general(value)
    whole_pattern, comma, decimals_pattern = pattern.partition(".")
    rounded = value.quantize(Decimal(1).scaleb(-len(decimals_pattern)), ROUND_HALF_UP)
    whole, _, decimals = f"{rounded:f}".partition(".")
    least = _from_zero(whole_pattern.replace(",", ""))
    whole = whole.lstrip("0").zfill(least) if least else whole.lstrip("0")
    if "," in whole_pattern:
        whole = re.sub(r"(?<=\d)(?=(?:\d{3})+$)", ".", whole)
    kept = _from_zero(decimals_pattern[::-1])
    decimals = decimals[:kept] + decimals[kept:].rstrip("0")
    return f"{whole},{decimals}" if comma else whole


def _from_zero(pattern: str) -> int:
    """How many digits are always shown: from the first 0 of the pattern to its end."""
    return len(pattern) - pattern.index("0") if "0" in pattern else 0


# ---- dates, hours, durations


def _moment(section: str, day: datetime | None, serial: float) -> str:
    """A date, an hour or a duration. ``day``: None where Excel's number is none."""
    tokens = _dated_tokens(section)
    seconds = int(serial * 86_400 + 0.5)
    rounded = day + timedelta(milliseconds=500) if day else None
    halves = any(kind == "half" for kind, _ in tokens)
    if not rounded and any(kind == "date" for kind, _ in tokens):
        return ""
    pieces = []
    for kind, written in tokens:
        if kind == "date" and rounded:
            pieces.append(_date_part(written.casefold(), rounded))
        elif kind in ("hour", "elapsed"):
            pieces.append(_hour_part(written.casefold(), seconds, halves))
        elif kind == "half":
            pieces.append(("AM", "PM")[seconds // 43_200 % 2][: written.index("/")])
        else:
            pieces.append(_literal(kind, written))
    return "".join(pieces)


def _date_part(written: str, day: datetime) -> str:
    if written[0] == "y":
        return f"{day:%y}" if len(written) < 3 else str(day.year)
    month = written[0] == "m"
    if month and len(written) == 5:
        return MONTHS[day.month - 1][0].upper()
    number, short, name = (
        (day.month, SHORT_MONTHS[day.month - 1], MONTHS[day.month - 1])
        if month
        else (day.day, _SHORT_DAYS[day.weekday()], _DAYS[day.weekday()])
    )
    return (str(number), f"{number:02}", short, name)[min(len(written), 4) - 1]


def _hour_part(written: str, seconds: int, halves: bool) -> str:
    """Hours, minutes or seconds of a day, or in brackets of all the time."""
    letter = written.strip("[]")[0]
    unit, most = {"h": (3_600, 24), "m": (60, 60), "s": (1, 60)}[letter]
    if written.startswith("["):
        return str(seconds // unit).zfill(len(written) - 2)
    number = seconds // unit % most
    return str((number % 12 or 12) if halves and letter == "h" else number).zfill(
        min(len(written), 2)
    )


@lru_cache(maxsize=1_000)
def _dated_tokens(section: str) -> tuple[Token, ...]:
    """The signs of a format of dates, what is of a date told from what is of an hour;
    none where one of them is not known, or where the names of days and months are those
    of another language.
    """
    symbols = [symbol.casefold() for symbol in re.findall(r"\[\$-?([^\]]*)\]", section)]
    for name, whole in _OF_THE_SYSTEM.items():
        section = whole if name in symbols else section
    tokens = [*_tokens(_OF_DATES, section)]
    parts = [at for at, (kind, _) in enumerate(tokens) if kind in ("part", "elapsed")]
    letters = ["", *(tokens[at][1].strip("[]")[0].casefold() for at in parts), ""]
    for place, at in enumerate(parts, 1):
        before, letter, after = letters[place - 1 : place + 2]
        kind, written = tokens[at]
        is_minute = letter == "m" and (before == "h" or after == "s")
        is_hour = letter in "hs" or (is_minute and len(written) < 3)
        if kind == "part":
            tokens[at] = "hour" if is_hour else "date", written
    named = any(
        kind == "half" or (kind == "date" and written[2:] and written[0] not in "yY")
        for kind, written in tokens
    )
    foreign = named and not all(map(_is_french, symbols))
    return () if foreign else tuple(tokens)


def _is_french(locale: str) -> bool:
    """Whether a locale is French (80c is that of Belgium), or just that of the system."""
    number = re.fullmatch(r"[0-9a-f]{1,8}", locale)
    return (
        (int(locale, 16) & 0x3FF in (0, 0x0C))
        if number
        else not locale or locale.startswith(("fr", "x-sys"))
    )
