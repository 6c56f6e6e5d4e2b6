"""What the styles of a Word file say of a paragraph and of its runs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from pipeline.word_files.elements import OFF, child, children, is_on, number_of, value

# Their values in the styles of a paragraph and of a run cancel each other.
_TOGGLES = ("w:vanish", "w:strike", "w:dstrike")
_VALUES = ("w:sz", "w:highlight", "w:vertAlign", "w:position", "w:w", "w:spacing")
_PAINTS = ("w14:textFill", "w14:textOutline")  # they go before w:color
_NO_PAINT, _PAPER, _INK = "none", "FFFFFF", "000000"
_THEMED = {"bg1": _PAPER, "lt1": _PAPER, "tx1": _INK, "dk1": _INK}
_MOST_CLEAR = 90_000  # thousandths of a percent: what is clearer is not seen
_HEADING = re.compile(r"(?:heading|titre|kop|überschrift) ([1-9])", re.IGNORECASE)
_BODY_LEVEL = 9  # what outlineLvl says of a text that is no heading
_SYMBOLIC = re.compile(r"Wingdings(?: [23])?|Webdings|Symbol", re.IGNORECASE)
_TINY = 6  # half points: nobody reads what is three points high
_USUAL_SIZE = 20  # of a file that names none
_NARROW = 20  # percent of the width of letters that nobody reads any more
_BLACK, _NO_LINE = re.compile("(?:[0-5][0-9A-Fa-f]){3}"), ("", "nil", "none")
_WHITE = re.compile("(?:F.){3}")  # or nearly so
_DARK = re.compile("(?:[0-2].){6}")  # of a colour and the one behind it: nearly black
_MARKERS = {
    **{"black": "000000", "blue": "0000FF", "cyan": "00FFFF", "green": "00FF00"},
    **{"magenta": "FF00FF", "red": "FF0000", "yellow": "FFFF00"},
}
Look = dict[str, bool | str]


class Looks(NamedTuple):
    """How the text of a run is seen. ``raised``: as a superscript, ``lowered``: as a
    subscript; ``font``: of symbols, "" for any other.
    """

    hidden: bool = False
    struck: bool = False
    white: bool = False
    tiny: bool = False
    covered: bool = False
    raised: bool = False
    lowered: bool = False
    font: str = ""


PLAIN = Looks()


@dataclass
class Style:
    """``number``: the list and the level of its paragraphs ("" for none)."""

    name: str = ""
    level: int = 0
    number: tuple[str, str] = ("", "")
    look: Look = field(default_factory=dict)
    shaded: bool = False


NO_STYLE = Style()


def look_of(properties: Element | None) -> Look:
    """What the properties of a run say of how it is seen."""
    found: Look = {}
    for one in properties if properties is not None else ():
        tag = one.tag
        if tag in _TOGGLES:
            found[tag] = is_on(one)
        elif tag in _VALUES:
            found[tag] = value(one)
        elif tag == "w:color":
            is_paper = one.get("w:themeColor") in ("background1", "light1")
            found[tag] = _PAPER if is_paper else value(one)
        elif tag == "w:rFonts":
            font = one.get("w:ascii") or one.get("w:hAnsi") or ""
            found[tag] = font if _SYMBOLIC.fullmatch(font) else ""
        elif tag == "w:shd":
            found[tag] = is_dark(one)
            found["fill"] = one.get("w:fill", "auto").upper()
        elif tag in _PAINTS:
            found[tag] = _paint(one)
    return found


def _paint(effect: Element) -> str:
    """The colour that letters are filled or drawn with, _NO_PAINT for none, "" for
    several, which are seen.
    """
    fill = next((one for one in effect if one.tag.endswith("Fill")), None)
    if fill is None or fill.tag == "w14:noFill":
        return _NO_PAINT
    color = next(iter(fill), None) if fill.tag == "w14:solidFill" else None
    if color is None:
        return ""
    clear = child(color, "w14:alpha")
    if clear is not None and number_of(clear.get("w14:val", "")) > _MOST_CLEAR:
        return _NO_PAINT
    name = color.get("w14:val", "")
    is_plain = child(color, "w14:lumMod") is None and child(color, "w14:shade") is None
    is_themed = color.tag == "w14:schemeClr" and is_plain
    return _THEMED.get(name, "") if is_themed else name.upper()


def is_dark(shading: Element | None) -> bool:
    """Whether white text would be seen on this shading, or might be."""
    if shading is None:
        return False
    plain = value(shading) in ("", "clear", "nil")
    fill = shading.get("w:fill", "auto").upper()
    themed = shading.get("w:themeFill") is not None
    return (
        not plain or themed or (not _WHITE.fullmatch(fill) and fill not in ("AUTO", ""))
    )


def is_black(shading: Element) -> bool:
    """Whether nothing that is written on this shading would be seen."""
    fill = shading.get("w:fill", "")
    is_painted = value(shading) == "solid" or _BLACK.fullmatch(fill) is not None
    return is_painted and not _WHITE.fullmatch(shading.get("w:color", ""))


def is_crossed(borders: Element) -> bool:
    """Whether a line goes through a cell from corner to corner."""
    lines = (child(borders, name) for name in ("w:tl2br", "w:tr2bl"))
    return any(one is not None and value(one) not in _NO_LINE for one in lines)


class Styles:
    """The styles of a file by id, each with what it takes from those it is based on."""

    def __init__(self, root: Element | None) -> None:
        self._elements: dict[str, Element] = {}
        self._styles: dict[str, Style] = {"": NO_STYLE}
        self._looks: dict[tuple[object, ...], Looks] = {}
        self._defaults: Look = {}
        self.default = ""  # the style of a paragraph that names none
        if root is None:
            return
        for one in children(root, "w:style"):
            self._elements.setdefault(name := one.get("w:styleId", ""), one)
            of_paragraphs = one.get("w:type") == "paragraph"
            if of_paragraphs and one.get("w:default", "0") not in OFF:
                self.default = name
        defaults = child(root, "w:docDefaults", "w:rPrDefault", "w:rPr")
        self._defaults = look_of(defaults)

    def style(self, name: str) -> Style:
        """A style by its id; one without a word where there is none."""
        chain: list[str] = []
        while name not in self._styles and name in self._elements:
            chain.append(name)
            self._styles[name] = NO_STYLE  # a style that is based on itself
            name = value(child(self._elements[name], "w:basedOn"))
        found = self._styles.get(name, NO_STYLE)
        for name in reversed(chain):
            found = _derived(self._elements[name], found)
            self._styles[name] = found
        return found

    def paints(self, name: str) -> bool:
        """Whether a style of tables shades any of their cells."""
        shadings = self._elements[name].iter("w:shd") if name in self._elements else ()
        return any(map(is_dark, shadings))

    def looks(self, paragraph: str, run: str, direct: Look) -> Looks:
        """How a run is seen, by the styles of its paragraph and its own, and by what
        itself says.
        """
        key = paragraph, run, *direct.items()
        if key not in self._looks:
            self._looks[key] = self._combined(paragraph, run, direct)
        return self._looks[key]

    def _combined(self, paragraph: str, run: str, direct: Look) -> Looks:
        above, own = self.style(paragraph).look, self.style(run).look
        look = {**self._defaults, **above, **own}
        for toggle in _TOGGLES:
            look[toggle] = (
                above.get(toggle, False) != own.get(toggle, False)
            ) or self._defaults.get(toggle, False)
        look |= direct
        fill, outline = (str(look.get(paint, "")) for paint in _PAINTS)
        is_drawn = outline not in ("", _NO_PAINT) and not _WHITE.fullmatch(outline)
        if fill:
            look["w:color"] = fill
        is_white = _WHITE.fullmatch(str(look.get("w:color", "")).upper()) is not None
        position, align = str(look.get("w:position", "")), look.get("w:vertAlign")
        lifted = number_of(position)
        highlight = look.get("w:highlight", "none")
        seen_behind = look.get("w:shd") or highlight not in ("none", "white")
        return Looks(
            hidden=bool(look["w:vanish"]),
            struck=bool(look["w:strike"] or look["w:dstrike"]),
            white=is_white and not seen_behind and not is_drawn,
            tiny=_is_tiny(look),
            covered=(fill == _NO_PAINT or _is_covered(look)) and not is_drawn,
            raised=align == "superscript" or lifted > 0,
            lowered=align == "subscript" or lifted < 0,
            font=str(look.get("w:rFonts", "")),
        )


def _is_tiny(look: Look) -> bool:
    """Whether letters are too small, too narrow or too near to each other to be read:
    by a third of their size, so that they stand one on the other.
    """
    size = number_of(str(look.get("w:sz", "")), default=_USUAL_SIZE)
    width = number_of(str(look.get("w:w", "")).rstrip("%"), default=100)
    apart = number_of(str(look.get("w:spacing", "")))  # in twentieths of a point
    return size <= _TINY or width < _NARROW or -3 * apart >= 10 * size


def _is_covered(look: Look) -> bool:
    """Whether a text has the colour of what is right behind it, or nearly so: words
    that were blacked out.
    """
    color = str(look.get("w:color", "")).upper().replace("AUTO", "") or "000000"
    marker = _MARKERS.get(str(look.get("w:highlight", "")), "")
    is_own = look.get("w:color", "auto") != "auto"  # Word turns no colour of one's own
    behind = marker or (str(look.get("fill", "")) if is_own else "")
    return bool(behind) and (color == behind or bool(_DARK.fullmatch(color + behind)))


def _derived(element: Element, base: Style) -> Style:
    name = value(child(element, "w:name"))
    properties = child(element, "w:pPr")
    level, number, shaded = base.level, base.number, base.shaded
    if properties is not None:
        level = outline(properties, level)
        number = numbering_of(properties, number)
        shaded = shaded or is_dark(child(properties, "w:shd"))
    if heading := _HEADING.fullmatch(name):
        level = int(heading[1])
    look = {**base.look, **look_of(child(element, "w:rPr"))}
    return Style(name, level, number, look, shaded)


def outline(properties: Element, default: int) -> int:
    """The level of a heading that a paragraph's properties give it, 0 for none."""
    level = value(child(properties, "w:outlineLvl"))
    if not (level.isascii() and level.isdecimal()) or len(level) > 1:
        return default
    return (int(level) + 1) % (_BODY_LEVEL + 1)


def numbering_of(properties: Element, default: tuple[str, str]) -> tuple[str, str]:
    """The list and the level in it that a paragraph's properties name."""
    found = child(properties, "w:numPr")
    if found is None:
        return default
    return (
        value(child(found, "w:numId"), default[0]),
        value(child(found, "w:ilvl"), default[1]),
    )
