"""What of a text is a figure, where some of its signs are none of it."""

from __future__ import annotations

from pipeline.findings.sentences import word_files as say
from pipeline.word_files.reading import (
    LOWERED,
    RAISED,
    STRUCK,
    UNSEEN,
    Apart,
    Paragraph,
    token,
)

_DIGITS = "0123456789"
_ASIDE = {
    RAISED: str.maketrans(_DIGITS, "⁰¹²³⁴⁵⁶⁷⁸⁹"),
    LOWERED: str.maketrans(_DIGITS, "₀₁₂₃₄₅₆₇₈₉"),
}


def as_figure(paragraph: Paragraph, start: int = 0, end: int | None = None) -> str:
    """The characters of a paragraph as a figure is read: digits that stand raised or
    lowered beside others, as the number of a note does, are signs of their own, and what
    is struck out or not seen is a token.
    """
    text, end = paragraph.text, len(paragraph.text) if end is None else end
    stretches = [
        one._replace(start=max(one.start, start), end=min(one.end, end))
        for one in paragraph.apart
        if one.start < end and one.end > start
    ]
    found, at = [], start
    for one in stretches:
        found += [text[at : one.start], _aside(text[one.start : one.end], one)]
        at = one.end
    whole = "".join([*found, text[at:end]])
    has_others = any(sign in _DIGITS for sign in whole)
    is_lifted = {one.kind for one in stretches} <= {*_ASIDE}
    return whole if has_others or not is_lifted else text[start:end]


def _aside(text: str, stretch: Apart) -> str:
    if stretch.kind in (STRUCK, UNSEEN) and text.strip():
        return token(f"{say.MARKS[stretch.kind][0]} {text.strip()}")
    return text.translate(_ASIDE.get(stretch.kind, {}))
