"""Whether a new line between the lines of a question is over those below it, or one more
of them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.align.keys import years
from pipeline.align.units import counted
from pipeline.model.text import bare

_OF_SOME = re.compile(r"\W*(?:parmi|concernant|s'agissant)\b")
_IN_A_YEAR = re.compile(
    r"\W*(?:(?:en|annee|fin|debut|avant|apres|depuis|pour)\b.*|\d{4}\W*)"
)
_PART = re.compile(r"\W*dont\b")  # of the line above
_SHORT = 6  # letters of an abbreviation


def is_sub_head(
    text: str,
    has_box: bool,
    lines: Sequence[str],
    head: str,
    asked: Sequence[str],
    year: str,
) -> bool:
    """Whether a new line is a head of those below it: it has no box of its own, or says
    so by its words. ``lines``: the labels of the form, none where the
    lines are names; ``head``: theirs; ``asked``: what
    is asked of them; ``year``: the document's.
    """
    if not has_box:
        return True
    said = text.strip()
    if _PART.match(bare(said)):
        return False
    is_capital = bool(lines) and len(said) > _SHORT and said.isupper()
    ends = [one.strip().endswith(":") for one in lines]
    is_led = said.endswith(":") and 2 * sum(ends) <= len(ends)
    is_said = bool(lines) or _IN_A_YEAR.fullmatch(bare(said)) is not None
    is_other_year = is_said and bool({*years(said)} - {year})
    names = {*_words(head)[:1], *_words(counted(asked))[:1]} - {""}
    is_named = not names.isdisjoint(_words(said))
    is_one = is_capital or is_led or is_other_year or is_named
    return is_one or _OF_SOME.match(bare(said)) is not None


def _words(text: str) -> list[str]:
    """The words of a text, none of them in the plural."""
    return [one.rstrip("s") or one for one in re.findall(r"\w+", bare(text))]
