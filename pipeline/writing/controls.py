"""An answer in a content control: its text, and what the control says of it."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from xml.etree.ElementTree import Element

from pipeline.gate.addresses import Attribute, OnlyInBlank, OnlyInReport, Text
from pipeline.model.text import even_out, is_blank
from pipeline.word_files.controls import bound_to, shows_prompt, store_of
from pipeline.word_files.elements import OFF, child, children
from pipeline.word_files.elements import value as value_of
from pipeline.writing.characters import pieces_in
from pipeline.writing.drafts import Draft
from pipeline.writing.file import NoPlace, OfficialPart
from pipeline.writing.targets import Target

# Controls whose content is no text that a person types.
_NO_TEXT = {"w:picture", "w:equation", "w:citation", "w:bibliography"}
_NO_TEXT |= {"w14:checkbox", "w15:dataBinding"}
_LISTS = ("w:dropDownList", "w:comboBox")
# Controls of which an answer is all or nothing.
_WHOLE = {"w:dataBinding", *_LISTS, "w:date"}
_LOCKED = {"contentLocked", "sdtContentLocked"}
_CHECKED = '<w14:checked w14:val="1"/>'


def is_locked(part: OfficialPart, path: str) -> bool:
    """Whether a control around an element lets nobody change what it holds."""
    return any(
        value_of(child(part.element(one), "w:sdtPr", "w:lock")) in _LOCKED
        for one in part.around(path, "w:sdt")
    )


def controls_at(target: Target) -> list[str]:
    """The controls that an answer stands in, from the outermost on: those around all
    that it replaces; where it replaces nothing, the empty one there.
    """
    part = target.part
    replaced = pieces_in(target.traced.pieces, target.start, target.end)
    paths = [
        part.around(part.tree.path(piece.element), "w:sdt")
        for piece, _, _ in replaced
        if piece.element is not None and not is_blank(piece.text)
    ]
    if paths:
        return [one for one in paths[0] if all(one in others for others in paths)]
    here = [
        part.tree.path(one)
        for at, one in target.traced.holders
        if one.tag == "w:sdt" and target.start <= at <= target.end
    ]
    empty = [one for one in here if is_blank(_left(target, one))]
    return [*part.around(target.path, "w:sdt"), *empty[:1]]


def filled_by(target: Target, controls: list[str]) -> list[str]:
    """Those of them whose whole text goes. Raises NoPlace for one of which an answer
    would be a part, where it takes whole answers only.
    """
    whole = []
    for path in controls:
        control = target.part.element(path)
        if is_blank(_left(target, path)):
            whole.append(path)
        elif shows_prompt(control) or _WHOLE & {*_kinds(control)}:
            raise NoPlace(path)
    return whole


def _left(target: Target, path: str) -> str:
    """What would be left of a control's text."""
    part, found = target.part, []
    for its_path, traced in part.paragraphs_around(path):
        if its_path in target.more:
            continue
        here = its_path == target.path
        start, end = (target.start, target.end) if here else (0, 0)
        kept = [*pieces_in(traced.pieces, 0, start)]
        kept += pieces_in(traced.pieces, end, len(traced.text))
        for piece, first, last in kept:
            if (
                piece.element is not None
                and f"{part.tree.path(piece.element)}/".startswith(f"{path}/")
            ):
                found.append(piece.text[first:last])
    return "".join(found)


def _kinds(control: Element) -> dict[str, Element]:
    properties = child(control, "w:sdtPr")
    return {one.tag: one for one in (properties if properties is not None else ())}


def fill_control(part: OfficialPart, path: str, draft: Draft, answer: str) -> str:
    """Say in a control that it is filled, and in what it is bound to; the text that it
    shows then. Raises NoPlace where it does not take that answer.
    """
    kinds = _kinds(part.element(path))
    if _NO_TEXT & {*kinds}:
        raise NoPlace(path)
    entry, day = _entry(kinds, answer), _day(answer)
    if "w:date" in kinds and answer.isdecimal():
        raise NoPlace(path)
    value = shown = _in_lines(kinds, answer)
    if entry is not None:
        value = entry.get("w:value", answer)
        shown = entry.get("w:displayText", value)
    end_prompt(part, path, draft)
    for kind in _LISTS:
        _keep(part, kinds.get(kind), "w:lastValue", value, draft)
    _keep(part, kinds.get("w:date"), "w:fullDate", day and f"{day}Z", draft)
    if "w:dataBinding" in kinds:
        bound = _mapped(kinds["w:date"], answer, day) if "w:date" in kinds else value
        _fill_store(part, kinds["w:dataBinding"], draft, bound)
    return shown


def _in_lines(kinds: dict[str, Element], answer: str) -> str:
    """An answer as a control takes it: one of a single line has blanks for its breaks,
    which Word leaves out there.
    """
    text = kinds.get("w:text")
    is_line = text is not None and text.get("w:multiLine", "0") in OFF
    return " ".join(answer.splitlines()) if is_line else answer


def _keep(
    part: OfficialPart, element: Element | None, name: str, kept: str, draft: Draft
) -> None:
    """Say once more in a list or a date what was chosen, where it said so before."""
    if element is not None and name in element.attrib and kept:
        draft.put(kept, partial(Attribute, part.tree.path(element), name))


def end_prompt(part: OfficialPart, path: str, draft: Draft) -> None:
    """A control that is filled shows its prompt no more."""
    if shows_prompt(part.element(path)):
        draft.fix(OnlyInBlank(f"{path}/w:sdtPr[1]/w:showingPlcHdr[1]"))


def _entry(kinds: dict[str, Element], answer: str) -> Element | None:
    """The entry of a control's list that an answer is. Raises NoPlace where a list that
    takes no other has it not.
    """
    for kind in _LISTS:
        for one in children(kinds.get(kind), "w:listItem"):
            shown = one.get("w:displayText", one.get("w:value", ""))
            if even_out(shown) == even_out(answer):
                return one
    if "w:dropDownList" in kinds:
        raise NoPlace(answer)
    return None


def _day(answer: str) -> str:
    """A French day as XML has it, with its time; "" for what is none."""
    try:
        return datetime.strptime(answer, "%d/%m/%Y").isoformat()
    except ValueError:
        return ""


def _mapped(date: Element, answer: str, day: str) -> str:
    """A day as a control of dates has it in what it is bound to. Raises NoPlace."""
    kind = value_of(child(date, "w:storeMappedDataAs"), "dateTime")
    if kind != "text" and not day:
        raise NoPlace(answer)
    return {"text": answer, "date": day[:10]}.get(kind, day)


def _fill_store(
    part: OfficialPart, binding: Element, draft: Draft, answer: str
) -> None:
    """Write an answer where a control is bound to, as far as the file has that part: Word
    shows what stands there.
    """
    store = store_of(part.file, binding)
    if store is None:
        return
    bound = bound_to(part.file, binding)
    if bound is None or len(bound):
        raise NoPlace(store.part)
    path, size = store.path(bound), len(bound.text or "")
    draft.put(answer, lambda name: Text(path, 0, size, name), store.part)


def item_around(part: OfficialPart, row: str) -> str:
    """The item of a control of repeated rows that holds a row and no other, else the
    row: people take each item out by itself.
    """
    for path in part.around(row, "w:sdt")[::-1]:
        rows = [*children(child(part.element(path), "w:sdtContent"), "w:tr")]
        is_item = "w15:repeatingSectionItem" in _kinds(part.element(path))
        if is_item and rows == [part.element(row)]:
            return path
    return row


# ---- boxes


def box_at(target: Target, controls: list[str]) -> str | None:
    """The innermost of some controls, where it is a box to tick."""
    boxed = [
        one for one in controls if "w14:checkbox" in _kinds(target.part.element(one))
    ]
    return boxed[-1] if boxed else None


def tick_state(part: OfficialPart, path: str, draft: Draft) -> tuple[str, str]:
    """Say in a box that it is ticked; the sign that it shows then: its font and number.
    Raises NoPlace where it is ticked.
    """
    kinds = _kinds(part.element(path))
    box, state = kinds["w14:checkbox"], child(kinds["w14:checkbox"], "w14:checked")
    at = f"{path}/w:sdtPr[1]/w14:checkbox[1]"
    if state is None:
        before = part.tree.path(box[0]) if len(box) else ""
        draft.fix(OnlyInReport(at, before, _CHECKED))
    elif state.get("w14:val", "1") in ("1", "true", "on"):
        raise NoPlace(path)
    else:
        make = partial(Attribute, f"{at}/w14:checked[1]", "w14:val")
        draft.put("1", make)
    end_prompt(part, path, draft)
    if "w:dataBinding" in kinds:
        _fill_store(part, kinds["w:dataBinding"], draft, "true")
    sign = child(box, "w14:checkedState")
    if sign is None:
        return "MS Gothic", "2612"
    return sign.get("w14:font", "MS Gothic"), sign.get("w14:val", "2612")
