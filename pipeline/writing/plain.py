"""An answer in the place of dots, of blanks, of a prompt, or of nothing."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace
from functools import partial

from pipeline.model.text import is_blank
from pipeline.word_files.controls import shows_prompt
from pipeline.word_files.elements import child, children, value
from pipeline.writing.characters import (
    TRACKED,
    Stretch,
    behind,
    inner_tags,
    passed,
    stretches,
    units,
)
from pipeline.writing.drafts import Draft
from pipeline.writing.file import NoPlace, OfficialPart
from pipeline.writing.looks import is_kept, seen_look
from pipeline.writing.targets import Target

# What stands behind all runs of a paragraph, and has a text.
_FOLLOWING = {"w:sdt", "w:hyperlink", "w:fldSimple", "w:smartTag", "w:ins"}
_LEFT = ("left", "start", "num")  # tab stops at which a text begins
_DASH = re.compile(r"\s*([-–•·])\s*[.…_]")  # of a line of a list, before its dots
_STRIKING = '<w:rPr><w:b/><w:highlight w:val="yellow"/></w:rPr>'


def spread(target: Target, answer: str) -> list[str]:
    """The lines of an answer for the lines of a list, each a paragraph; the last one has
    those that are left. Elsewhere the answer is one.
    """
    is_numbered = child(target.paragraph, "w:pPr", "w:numPr") is not None
    if not (is_numbered or _DASH.match(target.text)):
        return [answer]
    lines = answer.split("\n")
    return [*lines[: len(target.more)], "\n".join(lines[len(target.more) :])]


def as_list(dots: str, answer: str) -> str:
    """An answer in the place of these dots: where a dash stands before them, each of its
    lines has one.
    """
    dash = _DASH.match(dots)
    if not dash:
        return answer
    return "\n".join(f"{dash[1]} {line}" for line in answer.split("\n"))


def write_plain(target: Target, draft: Draft, answer: str, control: str = "") -> None:
    """The answer takes the place of a range, or goes between two characters; ``control``:
    the innermost one that it fills.
    """
    part, pieces = target.part, target.traced.pieces
    has_marks = next(target.paragraph.iter("w:fldChar"), None) is not None
    if has_marks and part.document.has_broken_fields(part.tree):
        raise NoPlace(target.path)
    found = stretches(part, pieces, target.start, target.end)
    if _is_column(target, answer, found):
        target, found = replace(target, start=target.end), []
    if not found and control.startswith(f"{target.path}/"):
        content = f"{control}/w:sdtContent[1]"
        run = child(part.element(content), "w:r")
        found = [Stretch(content, 0, 0, run)]
    elif not found:
        found = [behind(part, target.path, pieces, target.start)]
    before, following = _beside(target)
    shown = answer if control else f"{before}{answer}{following}"
    write_stretches(target, draft, found, shown, control)
    if control:
        part_from_label(target, draft)


def part_from_label(target: Target, draft: Draft) -> None:
    """Put a blank between a label and what holds the answer and nothing else, a control or
    a field; a label that is no plain text stays as it is.
    """
    before, _ = _beside(target)
    with suppress(NoPlace):
        pieces = target.traced.pieces
        place = behind(target.part, target.path, pieces, target.start)
        if before and place.holder == target.path:
            draft.put(before, partial(place.text, None))


def _is_column(target: Target, answer: str, found: list[Stretch]) -> bool:
    """Whether an answer is to stand behind a tab, in its column: not where the tab draws
    a line to write on.
    """
    if not is_blank(target.text) or "\t" not in target.text:
        return False
    stops = [*children(child(target.paragraph, "w:pPr", "w:tabs"), "w:tab")]
    drawn = [one for one in stops if "w:leader" in one.attrib]
    is_line = any(value(one) in _LEFT for one in drawn) or not answer.isdecimal()
    runs = (child(one.run, "w:rPr", "w:u") for one in found)
    return not (drawn and is_line) and all(one is None for one in runs)


def _beside(target: Target) -> tuple[str, str]:
    """What parts an answer from the words before and behind it: a blank, or nothing."""
    text = target.traced.text
    before, following = text[: target.start][-1:], text[target.end :][:1]
    is_close = before and not (before.isspace() or before in "([«")
    return " " * bool(is_close), " " * following.isalnum()


def write_stretches(
    target: Target,
    draft: Draft,
    found: list[Stretch],
    answer: str,
    control: str = "",
) -> None:
    """The answer takes the place of the first of some stretches, and the others go."""
    first, *others = found
    beside, look = _beside_change(target, first), _look(target, first, control)
    as_it_is = beside is None and first.is_text and is_kept(look, first.run)
    draft.put(answer, partial((beside or first).text, None if as_it_is else look))
    for one in found if beside else others:
        draft.put("", partial(one.text, None))


def _beside_change(target: Target, dots: Stretch) -> Stretch | None:
    """The place before a tracked change whose text begins with the dots; None where they
    are in none. Raises NoPlace where its own words would come to stand behind the answer.
    """
    tags = inner_tags(dots.holder)
    if not TRACKED & {*tags}:
        return None
    path = dots.holder.rpartition("/")[0]
    inside = units(target.part.element(dots.holder))
    before = passed(target.part, dots.holder)
    is_all = dots.end == max((one.end for one in inside), default=0)
    if len(tags) > 1 or dots.first or not (before or is_all):
        raise NoPlace(dots.holder)
    return Stretch(path, before, before)


def _look(target: Target, place: Stretch, control: str) -> str:
    """The look of an answer there, as the markup of its properties: that of its run, of
    the paragraph's own mark where it has no run, of the control that showed a prompt.
    """
    part, paragraph = target.part, target.paragraph
    properties = child(place.run, "w:rPr")
    if place.run is None:
        properties = child(paragraph, "w:pPr", "w:rPr")
    is_prompt = bool(control) and shows_prompt(part.element(control))
    if is_prompt:
        own = child(part.element(control), "w:sdtPr", "w:rPr")
        properties = properties if own is None else own
    return seen_look(part.document, paragraph, properties, is_prompt)


def append(target: Target, draft: Draft, words: str) -> None:
    """Words that nobody overlooks, behind all runs of a paragraph."""
    inside = units(target.paragraph)
    end = max((one.end for one in inside), default=0)
    before = (inside[-1].element.text or "")[-1:] if inside else ""
    place = Stretch(target.path, end, end)
    is_alone = is_blank(target.traced.text) or before.isspace()
    apart = words if is_alone else f" {words}"
    if inside and target.paragraph[-1].tag in _FOLLOWING:
        apart = f"{apart} "
    draft.put(apart, partial(place.text, _STRIKING))


def empty(part: OfficialPart, path: str, draft: Draft) -> None:
    """Take the dots out of a further paragraph, as far as they are plain text."""
    traced = part.document.paragraphs.get(path)
    try:
        found = stretches(part, traced.pieces, 0, len(traced.text)) if traced else []
    except NoPlace:
        return
    for one in found:
        draft.put("", partial(one.text, None))
