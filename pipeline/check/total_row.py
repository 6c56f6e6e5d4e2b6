"""A row of totals among the records: people put one below, and it is no record."""

from __future__ import annotations

import re

from pipeline.edition.row_schema import is_date
from pipeline.model.submission import Row, Value
from pipeline.model.text import bare, unquoted

_TOTAL = re.compile(r"\W*(?:sous[\s-]*|grand )?(?:total|totaux|sommes?|nombre|moyenne)\b.*")
_ALONE = re.compile(r"\W*(?:sous[\s-]*|grand )?(?:total|totaux)(?: generaux| general)?\W*")
_SUM = re.compile(r"[\d\s.,'€%-]+")
_LONGEST = 60  # characters of the words of a total


def total_in(row: Row) -> str:
    """The field in which a row says that it is a total, beside nothing but sums; "" where it is none."""
    typed = {key: shown(value) for key, value in row.values.items()}
    texts = [key for key, text in typed.items() if is_date(text) or not _SUM.fullmatch(text)]
    if len(texts) != 1 or len(typed[texts[0]]) > _LONGEST:
        return ""
    said = bare(typed[texts[0]])
    has_sum = len(typed) > 1 or any(map(str.isdecimal, said))
    is_total = _TOTAL.fullmatch(said) if has_sum else _ALONE.fullmatch(said)
    return texts[0] if is_total else ""


def shown(value: Value) -> str:
    """A value as it was typed, more or less."""
    return " ".join(map(str, value)) if isinstance(value, tuple) else unquoted(str(value))
