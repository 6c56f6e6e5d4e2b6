"""What stands beside the dots of a blank: the word for what a question counts is left
behind its figure; another unit asks for another figure.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.align.area import Area, doubtful
from pipeline.align.keys import PROMPT, is_sign, without_leader
from pipeline.align.passages import Passage
from pipeline.align.placed import Spot
from pipeline.findings.sentences.official import BY_HAND
from pipeline.model.text import bare, has_word

_DOTS = re.compile(rf"[.…_*|·{PROMPT}](?:[\s.…_*|·{PROMPT}]*[.…_*|·{PROMPT}])?")
# The signs that may stand around an answer to come, and say nothing of it.
_OPEN = re.compile(rf"[\s.…_*|·{PROMPT}()\[\]«»\"“”:;•–-]*")
_OTHER_SIGN = re.compile(r"[%€]|/.")  # a stroke alone is an answer
_COUNTED = re.compile(r"\b(?:nombre (?:total )?d|combien d)(?:es? |['’])(?:ces )?(.+)")
_UNIT = re.compile(r"(?:chefs? de )?([^\W\d_]+?)s?(?:\(s\))?(?![^\W\d_])")


def counted(texts: Iterable[str]) -> str:
    """What a question counts by the first of these texts of it that says so: "ménages"
    of "Nombre de chefs de ménage concernés"; "" where none does.
    """
    for text in texts:
        if found := _COUNTED.search(" ".join(text.casefold().split())):
            unit = _UNIT.match(found[1])
            return f"{unit[1]}s" if unit else ""
    return ""


def is_open(text: str) -> bool:
    """Whether a text is nothing but dots, blanks and the signs around them."""
    return _OPEN.fullmatch(text) is not None


def is_asked(text: str) -> bool:
    """Whether a text that is not all dots has dots for an answer: "…. % des dossiers"."""
    is_figure = _DOTS.sub("", text).strip().isdecimal()
    is_said = is_open(text) or is_figure or BY_HAND in text
    return not is_said and any(_dots_in(text))


def _dots_in(text: str) -> list[re.Match[str]]:
    """The dots for an answer, of which a single sign is none."""
    return [one for one in _DOTS.finditer(text) if len(one[0]) > 1 or one[0] == "…"]


def with_its_unit(area: Area, passages: Sequence[Passage], unit: str) -> Area:
    """An area whose answer takes the place of its dots alone. ``unit``: what a figure
    there counts, "" for any other answer. Where words stand beside the dots that are not
    this unit, or signs that are no dots, another answer is asked for. Before this unit
    alone goes its figure.
    """
    text = area.text
    is_tick = area.spot is not None and area.spot.is_sign
    if is_tick or is_sign(text) or not without_leader(text, "…"):
        return area
    numbers = {number for number, _ in area.claims}
    there = [one for one in passages if one.number in numbers and text in one.text]
    if area.spot and len(there) == 1 and not _dots_in(text) and _says(text, unit):
        path, at = there[0].paragraph.path, there[0].text.index(text)
        return area._replace(text="", spot=Spot(path, at, at))
    dots = _dots_in(text)
    if is_open(text) or (len(dots) == 1 and _is_unit(text, dots[0], unit)):
        said = [one for one in there if not one.is_blank]
        if len(said) != 1 or len(dots) != 1:
            return area
        on_dots = _on_dots(area, said[0], dots)
        return on_dots if unit else on_dots._replace(text=text)
    is_other = not has_word(text) and _OTHER_SIGN.search(text) is not None
    if is_other or (unit and is_asked(text)):
        return doubtful([text.replace(PROMPT, "…")])._replace(wording=unit)
    return area


def _is_unit(text: str, dots: re.Match[str], unit: str) -> bool:
    """Whether nothing but the word for what is counted stands behind the dots."""
    return _says(text[dots.end() :], unit) and is_open(text[: dots.start()])


def _says(text: str, unit: str) -> bool:
    """Whether a text is nothing but the word for what is counted."""
    found = _UNIT.fullmatch(text.casefold().strip(" .\u00a0"))
    is_same = found is not None and bare(f"{found[1]}s") == bare(unit)
    return bool(unit) and is_same


def _on_dots(area: Area, passage: Passage, dots: Sequence[re.Match[str]]) -> Area:
    start = passage.text.index(area.text)
    first, end = (start + at for at in dots[0].span())
    spot = Spot(passage.paragraph.path, first, end) if area.spot else None
    return area._replace(text="", spot=spot)
