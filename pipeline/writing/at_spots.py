"""An answer and its spot -> addresses in the XML of the authority's file."""

from __future__ import annotations

from itertools import zip_longest
from xml.etree.ElementTree import Element

from pipeline.align.placed import Spot
from pipeline.findings.sentences import official as say
from pipeline.model.submission import Text as Answer
from pipeline.model.text import is_blank
from pipeline.word_files.elements import child
from pipeline.word_files.parts import NotReadable
from pipeline.word_files.signs import UNTICKED
from pipeline.writing.boxes import halves
from pipeline.writing.controls import (
    box_at,
    controls_at,
    fill_control,
    filled_by,
    is_locked,
)
from pipeline.writing.drafts import Draft, Written, together
from pipeline.writing.file import NoPlace, OfficialFile
from pipeline.writing.form_fields import (
    check_length,
    choose,
    data_of,
    field_at,
    result_of,
    tick_field,
)
from pipeline.writing.plain import (
    append,
    as_list,
    empty,
    part_from_label,
    spread,
    write_plain,
    write_stretches,
)
from pipeline.writing.room import check_room
from pipeline.writing.targets import Target, paragraph_of, target_of
from pipeline.writing.ticks import is_open_sign, tick_box, tick_sign

__all__ = ["OfficialFile", "Written", "marked", "together", "written"]


def written(
    file: OfficialFile, spot: Spot, name: str, answer: Answer, is_tick: bool
) -> Written | None:
    """Where an answer is written, under the name of its place; nothing for an empty one,
    or a box that is not ticked. None where it cannot be written there.
    """
    text = str(answer)
    if is_blank(text) or (is_tick and text in UNTICKED):
        return Written()
    try:
        target = target_of(file, spot)
        draft = Draft(name, target.part.name)
        for half in halves(target):
            first, *lines = spread(half, text)
            _write(half, draft, first, is_tick)
            for path, line in zip_longest(half.more, lines, fillvalue=""):
                if line:
                    _write(half.line(path), draft, line, is_tick)
                else:
                    empty(half.part, path, draft)
        _check_locks(target, draft)
    except (NoPlace, NotReadable):  # the latter: what a control is bound to is damaged
        return None
    return draft.written()


def marked(file: OfficialFile, spot: Spot, name: str = "") -> Written | None:
    """The same for a place that could not be filled: what says so goes behind the text of
    its paragraph, or into its cell. ``name``: of the mark, that of its path by default.
    """
    try:
        path = paragraph_of(file.part(spot.part), spot)
        end = len(file.part(spot.part).paragraph(path).text)
        target = Target(file.part(spot.part), path, end, end)
        draft = Draft(name or path, target.part.name)
        check_room(target, say.BY_HAND)
        for half in halves(target):
            append(half, draft, say.BY_HAND)
        _check_locks(target, draft)
    except (NoPlace, NotReadable):  # the latter: what a control is bound to is damaged
        return None
    return draft.written()


def _check_locks(target: Target, draft: Draft) -> None:
    for name, address in draft.addresses:
        if name == target.part.name and is_locked(target.part, address.path):
            raise NoPlace(address.path)


def _write(target: Target, draft: Draft, answer: str, is_tick: bool) -> None:
    """Write an answer in the file's own way at one place."""
    controls, mark = controls_at(target), field_at(target)
    box = box_at(target, controls)
    is_sign = target.is_sign or is_open_sign(target.text)
    if (box or (is_sign and mark is None)) and not is_tick:
        raise NoPlace(target.path)
    if box:
        tick_box(target, box, draft)
    elif mark is not None:
        _fill_field(target, mark, draft, answer, is_tick)
    elif is_sign:
        tick_sign(target, draft)
    else:
        _fill_text(target, controls, draft, answer)


def _fill_field(
    target: Target, mark: Element, draft: Draft, answer: str, is_tick: bool
) -> None:
    data = data_of(mark)
    if child(data, "w:ddList") is not None:
        choose(target.part, mark, draft, answer)
        part_from_label(target, draft)
    elif child(data, "w:checkBox") is None:
        check_length(data, answer)
        place = result_of(target.part, mark)
        write_stretches(target, draft, [place], answer)
        part_from_label(target, draft)
    elif is_tick:
        tick_field(target.part, mark, draft)
    else:
        raise NoPlace(target.path)


def _fill_text(target: Target, controls: list[str], draft: Draft, answer: str) -> None:
    answer = as_list(target.text, answer)
    filled = filled_by(target, controls)
    check_room(target, answer)
    shown = answer
    for path in filled:
        shown = fill_control(target.part, path, draft, shown)
    write_plain(target, draft, shown, filled[-1] if filled else "")
