"""An answer in a field of an old form: FORMTEXT, FORMCHECKBOX, FORMDROPDOWN.

The field begins with a ``w:fldChar`` that holds its data (``w:ffData``). A text stands
between its marks "separate" and "end"; a box and a list have their state in the data.
"""

from __future__ import annotations

from functools import partial
from xml.etree.ElementTree import Element

from pipeline.gate.addresses import Attribute, OnlyInReport
from pipeline.model.text import even_out, is_blank
from pipeline.word_files.elements import child, children, is_on, number_of, value
from pipeline.writing.characters import Stretch, pieces_in, units
from pipeline.writing.drafts import Draft
from pipeline.writing.file import NoPlace, OfficialPart
from pipeline.writing.targets import Target

# What a result may hold beside its text.
_IN_RESULT = {"w:t", "w:tab", "w:br", "w:cr", "w:noBreakHyphen"}


def field_at(target: Target) -> Element | None:
    """The beginning of the form's field that an answer fills; None where there is none.
    Raises NoPlace where it would be a part of it.
    """
    pieces = pieces_in(target.traced.pieces, target.start, target.end)
    seen = [one for one, _, _ in pieces if not is_blank(one.text)]
    if seen:
        marks = [mark for one in seen for mark in (one.element, one.field)]
        found = [one for one in marks if one is not None and _data(one) is not None]
    else:
        found = [
            one
            for at, one in target.traced.holders
            if target.start <= at <= target.end and _takes_text(one)
        ][:1]
    if not found:
        return None
    mark, traced = found[0], target.traced
    beside = [*pieces_in(traced.pieces, 0, target.start)]
    beside += pieces_in(traced.pieces, target.end, len(traced.text))
    is_part = any(
        mark in (piece.element, piece.field) and not is_blank(piece.text[first:last])
        for piece, first, last in beside
    )
    if {*found} != {mark} or len(found) < len(seen) or is_part:
        raise NoPlace(target.path)
    return mark


def _takes_text(mark: Element) -> bool:
    data = _data(mark)
    return any(child(data, kind) is not None for kind in ("w:textInput", "w:ddList"))


def _data(mark: Element | None) -> Element | None:
    return child(mark, "w:ffData")


def data_of(mark: Element) -> Element:
    """What a form's field says of itself. Raises NoPlace where nobody may fill it in."""
    data = _data(mark)
    enabled = child(data, "w:enabled")
    if data is None or (enabled is not None and not is_on(enabled)):
        raise NoPlace("w:enabled")
    return data


def result_of(part: OfficialPart, mark: Element) -> Stretch:
    """Where the text of a field stands. Raises NoPlace where it has none, or one that
    goes on in another paragraph.
    """
    run = part.tree.path(mark).rpartition("/")[0]
    holder = run.rpartition("/")[0]
    found = units(part.element(holder))
    begin = next(n for n, one in enumerate(found) if one.element is mark)
    marks: dict[str, int] = {}
    for number, one in enumerate(found[begin + 1 :], begin + 1):
        if kind := one.element.get("w:fldCharType", ""):
            marks.setdefault(kind, number)
        if kind == "end":
            break
    if marks.keys() != {"separate", "end"}:
        raise NoPlace(holder)
    first, last = marks["separate"], marks["end"]
    inside = found[first + 1 : last]
    if not {one.element.tag for one in inside} <= _IN_RESULT:
        raise NoPlace(holder)
    filled = [one for one in inside if one.length]
    beside = [*filled, *inside, found[first]][0]
    is_text = bool(filled) and beside.is_text
    start, end = found[first].end, found[last].first
    return Stretch(holder, start, end, beside.run, is_text)


def check_length(data: Element, answer: str) -> None:
    """Raises NoPlace for an answer that is longer than its field may be."""
    most = number_of(value(child(data, "w:textInput", "w:maxLength")))
    if most and len(answer) > most:
        raise NoPlace(answer)


def tick_field(part: OfficialPart, mark: Element, draft: Draft) -> None:
    """Tick a box. Raises NoPlace where it is ticked, or is none."""
    box = child(data_of(mark), "w:checkBox")
    if box is None:
        raise NoPlace("w:checkBox")
    state, path = child(box, "w:checked"), part.tree.path(box)
    if is_on(child(box, "w:default") if state is None else state):
        raise NoPlace(path)
    if state is None:
        draft.fix(OnlyInReport(path, "", "<w:checked/>"))
    else:
        make = partial(Attribute, part.tree.path(state), "w:val")
        draft.put("1", make)


def choose(part: OfficialPart, mark: Element, draft: Draft, answer: str) -> None:
    """Choose the entry of a list that an answer is. Raises NoPlace where there is none."""
    entries = child(data_of(mark), "w:ddList")
    texts = [even_out(value(one)) for one in children(entries, "w:listEntry")]
    if entries is None or even_out(answer) not in texts:
        raise NoPlace(answer)
    number, chosen = str(texts.index(even_out(answer))), child(entries, "w:result")
    path = part.tree.path(entries)
    if chosen is None:
        before = part.tree.path(entries[0])
        draft.fix(OnlyInReport(path, before, f'<w:result w:val="{number}"/>'))
    elif "w:val" in chosen.attrib:
        make = partial(Attribute, part.tree.path(chosen), "w:val")
        draft.put(number, make)
    elif number != "0":
        raise NoPlace(path)
