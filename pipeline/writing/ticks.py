"""A tick in the file's own way: the sign of a box becomes that of a ticked one."""

from __future__ import annotations

from functools import partial

from pipeline.gate.addresses import Attribute
from pipeline.word_files.elements import child, number_of
from pipeline.word_files.signs import UNTICKED
from pipeline.writing.characters import Stretch, Unit, pieces_in, stretches, unit_of
from pipeline.writing.controls import tick_state
from pipeline.writing.drafts import Draft
from pipeline.writing.file import NoPlace
from pipeline.writing.looks import font_of, with_font
from pipeline.writing.targets import Target

# The sign of a ticked box in the fonts of signs, by that of one that is not.
_PARTNERS = {
    "wingdings": {0xA8: 0xFE, 0x6F: 0x78, 0x70: 0x78, 0x71: 0x78, 0x72: 0x78},
    "wingdings 2": {0xA3: 0x52, 0xA4: 0x52, 0xA5: 0x52},
    "webdings": {0x63: 0x61},
}
_PRIVATE = 0xF000  # from here on a file may have the signs of these fonts
_OPEN_SIGNS = UNTICKED | frozenset("❏○◯")
_TICKED = "☒"
_BRACKETS = {"[]": "[X]", "()": "(X)"}


def is_open_sign(text: str) -> bool:
    """Whether a text is the sign of a box that nobody has ticked."""
    sign = "".join(text.split())
    return sign in _OPEN_SIGNS or sign in _BRACKETS


def tick_sign(target: Target, draft: Draft) -> None:
    """Tick a box that is a sign: of brackets, of a font of signs, or any other. Raises
    NoPlace where nobody knows its partner.
    """
    brackets = _BRACKETS.get("".join(target.text.split()))
    found = stretches(target.part, target.traced.pieces, *_bounds(target))
    if brackets is not None:
        _put(draft, found, brackets)
        return
    unit, raw = _unit(target, found)
    if unit.element.tag == "w:sym":
        old = unit.element.get("w:char", "")
        code = _partner(unit.element.get("w:font", ""), number_of(old, 16))
        path = target.part.tree.path(unit.element)
        draft.put(f"{code:0{len(old)}X}", partial(Attribute, path, "w:char"))
    elif not raw:
        raise NoPlace(target.path)
    elif raw in _OPEN_SIGNS:
        _put(draft, found, _TICKED)
    else:
        font = font_of(target.part.document, target.paragraph, unit.run)
        _put(draft, found, chr(_partner(font, ord(raw))))


def tick_box(target: Target, path: str, draft: Draft) -> None:
    """Tick a control: its state, and the sign that it says it has then."""
    found = stretches(target.part, target.traced.pieces, *_bounds(target))
    unit, _ = _unit(target, found)
    font, code = tick_state(target.part, path, draft)
    number = number_of(code, 16)
    if unit.element.tag == "w:sym":
        at = target.part.tree.path(unit.element)
        draft.put(font, partial(Attribute, at, "w:font"))
        draft.put(code, partial(Attribute, at, "w:char"))
        return
    if font.casefold() in _PARTNERS and number < _PRIVATE:
        number += _PRIVATE
    _put(draft, found, chr(number), with_font(child(unit.run, "w:rPr"), font))


def _bounds(target: Target) -> tuple[int, int]:
    """The characters of the sign, without blanks around it."""
    text = target.text
    start = target.start + len(text) - len(text.lstrip())
    return start, start + len(text.strip())


def _unit(target: Target, found: list[Stretch]) -> tuple[Unit, str]:
    """What a sign is in its run, and the letter that stands for it there."""
    start, end = _bounds(target)
    pieces = [*pieces_in(target.traced.pieces, start, end)]
    if len(pieces) != 1 or len(found) != 1 or end - start != 1:
        raise NoPlace(target.path)
    _, unit = unit_of(target.part, pieces[0][0])
    at = found[0].first - unit.first
    return unit, (unit.element.text or "")[at : at + 1]


def _partner(font: str, code: int) -> int:
    """The number of the ticked sign in a font. Raises NoPlace where it has none."""
    private = _PRIVATE if code >= _PRIVATE else 0
    try:
        return _PARTNERS[font.casefold()][code - private] + private
    except KeyError:
        raise NoPlace(font) from None


def _put(
    draft: Draft, found: list[Stretch], value: str, look: str | None = None
) -> None:
    """A sign takes the place of another, and looks as it unless ``look`` says how."""
    for one in found:
        draft.put(value, partial(one.text, look))
        value, look = "", None
