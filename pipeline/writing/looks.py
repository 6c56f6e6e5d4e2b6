"""How an answer looks: as what it replaces or stands beside, as far as that is seen."""

from __future__ import annotations

from xml.etree.ElementTree import Element, tostring

from pipeline.word_files.document import WordDocument
from pipeline.word_files.elements import child, value
from pipeline.word_files.styles import PLAIN, look_of
from pipeline.writing.file import NoPlace

# What the properties of a run or of a paragraph's mark say of tracked changes.
_CHANGES = {"w:rPrChange", "w:ins", "w:del", "w:moveFrom", "w:moveTo"}
# What makes a text look so, by the name of it in Looks.
_PAINT = {"w:color", "w14:textFill", "w14:textOutline"}
_MAKERS = {
    "hidden": {"w:vanish", "w:specVanish"},
    "struck": {"w:strike", "w:dstrike"},
    "white": _PAINT,
    "tiny": {"w:sz", "w:w", "w:spacing"},
    "covered": {*_PAINT, "w:shd", "w:highlight"},
    "raised": {"w:position"},
    "lowered": {"w:position"},
    "font": {"w:rFonts"},
}
# What is never an answer's own: of a tracked change, of a web page alone, of one figure
# among words, of as many letters as its dots.
_NEVER = _CHANGES | {"w:webHidden", "w:vertAlign", "w:fitText"}
_PLACEHOLDER = "placeholder text"


def seen_look(
    document: WordDocument,
    paragraph: Element,
    properties: Element | None,
    is_prompt: bool = False,
) -> str:
    """The markup of the ``w:rPr`` of an answer that looks as this one says, without what
    hides a text, shows it as a prompt or raises it. ``is_prompt``: it is the look of one,
    whatever its style. Raises NoPlace where its paragraph hides it.
    """
    style = value(child(paragraph, "w:pPr", "w:pStyle"), document.styles.default)
    dropped = {*_NEVER}
    if is_prompt or _is_placeholder(document, properties):
        dropped |= {"w:rStyle", "w:color"}
    for more in (set[str](), set[str](), {"w:rStyle"}):
        kept = _without(properties, dropped | more)
        own = value(child(kept, "w:rStyle"))
        looks = document.styles.looks(style, own, look_of(kept))
        if looks == PLAIN:
            return markup(kept) if len(kept) else ""
        for name, makers in _MAKERS.items():
            dropped |= makers if getattr(looks, name) else set()
    raise NoPlace(style)


def _is_placeholder(document: WordDocument, properties: Element | None) -> bool:
    """Whether a run has the style of a control's prompt."""
    style = document.styles.style(value(child(properties, "w:rStyle")))
    return style.name.casefold() == _PLACEHOLDER


def font_of(document: WordDocument, paragraph: Element, run: Element) -> str:
    """The font of signs of a run, "" for any other."""
    properties = child(run, "w:rPr")
    style = value(child(paragraph, "w:pPr", "w:pStyle"), document.styles.default)
    own = value(child(properties, "w:rStyle"))
    return document.styles.looks(style, own, look_of(properties)).font


def with_font(properties: Element | None, font: str) -> str | None:
    """The markup of these properties with another font; None where it is theirs."""
    fonts = child(properties, "w:rFonts")
    if fonts is not None and fonts.get("w:ascii") == font:
        return None
    kept = _without(properties, {"w:rFonts"} | _CHANGES)
    names = ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs")
    at = 1 if len(kept) and kept[0].tag == "w:rStyle" else 0
    kept.insert(at, Element("w:rFonts", dict.fromkeys(names, font)))
    return markup(kept)


def is_kept(look: str, run: Element | None) -> bool:
    """Whether a look is that of a run."""
    properties = child(run, "w:rPr")
    if properties is None or not len(properties):
        return not look
    return look == markup(properties)


def markup(element: Element) -> str:
    """An element as it is written."""
    text = tostring(element, encoding="unicode")
    return text[: text.rindex(">") + 1]


def _without(properties: Element | None, dropped: set[str]) -> Element:
    kept = Element("w:rPr")
    kept.extend(
        one
        for one in (properties if properties is not None else ())
        if one.tag not in dropped
    )
    return kept
