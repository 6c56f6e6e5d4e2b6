"""What is stored in a cell -> its value, as Excel takes it; what readers get silently
wrong is a ``BadCell``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from pipeline.model.text import StyledText, is_blank, looks_of
from pipeline.office.excel import formatted
from pipeline.workbook.tables import Workbook, hold

LONGEST_TEXT = 32_767  # characters, as in Excel
# Characters of a text that weighs no more than its cell, which counts already.
_SHORT = 32
_ESCAPE = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NUMBER = re.compile(r"\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,4})?\s*")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_EXACT = 15  # digits that Excel keeps of a number
_DAY_0, _DAY_0_OF_1904 = date(1899, 12, 30).toordinal(), date(1904, 1, 1).toordinal()
_FIRST, _LAST = date(1900, 1, 1), date(2100, 12, 31)

CellValue = str | StyledText | int | float | bool | date | time | None


@dataclass(frozen=True)
class BadCell:
    """A cell that has no value to trust: the code of its finding, and what it holds."""

    code: str
    shown: str = ""


Cell = CellValue | BadCell


def cell_value(
    book: Workbook,
    kind: str,
    style: str,
    stored: str | StyledText | None,
    formula: bool,
) -> Cell:
    """The value of a cell by its type (attribute t), its style (s) and its stored text;
    None where it is blank.
    """
    if stored is None or (not stored and kind not in ("str", "inlineStr")):
        return BadCell("formule-sans-valeur") if formula else None
    look = book.styles.looks.get(style, "")
    if kind in ("str", "inlineStr"):
        return _text(book, stored, look)
    stored = str(stored)
    if kind == "n":
        return _number(book, style, stored)
    if kind == "s":
        return _shared_text(book, _place_of(stored), look)
    if kind == "e":
        return BadCell("valeur-erreur", stored[:20])
    if kind == "b" and stored.strip() in ("0", "1"):
        return stored.strip() == "1"
    return _iso_date(book, stored) if kind == "d" else BadCell("cellule-illisible")


def is_struck(
    book: Workbook, kind: str, style: str, stored: str | StyledText | None
) -> bool:
    """Whether a cell is struck through, by its style or in all the runs of its text in
    the workbook's table.
    """
    in_table = _place_of(str(stored or "")) if kind == "s" else -1
    return style in book.styles.struck or in_table in book.texts.struck


def _place_of(stored: str) -> int:
    """The place in the workbook's table that a cell names; -1 where it names none."""
    return int(stored) if stored.strip().isdecimal() and len(stored) < 10 else -1


def _shared_text(book: Workbook, at: int, font: str) -> Cell:
    """A text of the workbook's table, resolved once: a long one may stand in any number
    of cells, and be blank.
    """
    if not 0 <= at < len(book.texts.all):
        return BadCell("cellule-illisible")
    if (at, font) not in book.shown:
        book.shown[at, font] = _text(book, book.texts.all[at], font)
    shown: Cell = book.shown[at, font]
    return shown


def _text(book: Workbook, stored: str | StyledText, font: str) -> Cell:
    """A text in a cell whose font looks so: plain, or a StyledText where a run or the
    font is bold or raised.
    """
    plain = _plain(str(stored))
    if isinstance(plain, str) and is_blank(plain):
        return None
    looks = font or isinstance(stored, StyledText)
    if isinstance(plain, BadCell) or (not looks and len(plain) <= _SHORT):
        return plain
    shown = _styled(stored, font, plain) if looks else plain
    if not isinstance(shown, BadCell):
        hold(book.budget, shown)
    return shown


def _styled(
    stored: str | StyledText, font: str, plain: str
) -> str | StyledText | BadCell:
    runs = [(_plain(run), look or font) for run, look in looks_of(stored)]
    if bad := next((run for run, _ in runs if isinstance(run, BadCell)), None):
        return bad
    styled = StyledText.of(
        (str(run), "" if look == "Normal" else look) for run, look in runs
    )
    return styled if any(look for _, look in styled.looks) else plain


def _plain(stored: str) -> str | BadCell:
    """A text with Excel's escapes resolved: _x000D_ is a carriage return, _x005F_ an
    underscore.
    """
    # As nearly all are.
    if stored.isprintable() and "_x" not in stored and len(stored) <= LONGEST_TEXT:
        return stored
    text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), stored)
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if len(text) > LONGEST_TEXT:
        return BadCell("texte-trop-long")
    if not _UNPRINTABLE.search(text):
        return text
    # Two escapes may be one character.
    spelled = text.encode("utf-16-le", "surrogatepass")
    joined = spelled.decode("utf-16-le", "replace")
    is_lone = "\ufffd" in joined and "\ufffd" not in text
    is_bad = is_lone or _UNPRINTABLE.search(joined)
    return BadCell("caractere-interdit") if is_bad else joined


def _number(book: Workbook, style: str, stored: str) -> Cell:
    value: int | float
    if stored.isdecimal() and len(stored) <= _EXACT:  # as most are
        value = int(stored)
    elif not _NUMBER.fullmatch(stored) or abs(number := float(stored)) == float("inf"):
        return BadCell("nombre-impossible", stored[:20])
    else:
        is_whole = number.is_integer() and abs(number) < 10**_EXACT
        value = int(number) if is_whole else number
    is_dated = style in book.styles.dates
    shown = _serial(value, book.since_1904) if is_dated else value
    code = book.styles.formats.get(style, "")
    return formatted(shown, code, value) if code else shown


def _serial(number: int | float, since_1904: bool) -> int | float | datetime | time:
    """A date of Excel: days since its epoch. What is no day from 1900 to 2100 stays the
    number that it is.
    """
    whole = int(number)
    hour = timedelta(milliseconds=round((number - whole) * 86_400_000))
    if 0 <= number < 1 and not since_1904:
        return (datetime.min + hour).time()
    # Excel has a 29 February 1900.
    if not 0 <= number < 100_000 or (whole == 60 and not since_1904):
        return number
    first = _DAY_0_OF_1904 if since_1904 else _DAY_0 + (whole < 60)
    day = datetime.fromordinal(first + whole) + hour
    return day if _FIRST <= day.date() <= _LAST else number


def _iso_date(book: Workbook, stored: str) -> Cell:
    text = stored.strip()
    try:
        day = datetime.fromisoformat(text)
    except ValueError:
        return _text(book, text, "")
    return day.replace(tzinfo=None) if _FIRST <= day.date() <= _LAST else text
