"""An admitted package -> its sheets, its texts, and what its styles say: which show dates, which are bold or raised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from sys import getsizeof
from typing import Any

from pipeline.excel import BUILT_IN_DATES, BUILT_IN_FORMATS, is_date_format
from pipeline.text import StyledText, french_number, looks_of
from pipeline.xml_parts import Parts, Quick, Refused, clean_text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REL_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT = "http://purl.oclc.org/ooxml/"
MOST_SHEETS = 1_000
_LONGEST_TITLE = 255  # characters, of which Excel allows 31; what is beyond is not looked at
_LONGEST_FORMAT = 255  # characters, as in Excel
_AS_IT_IS = ("", "general", "@")
_MOST_STYLES = 65_536  # of cells, and fonts; Excel has 65,490 at most
_MOST_FORMATS = 5_000  # Excel has 250 at most
MOST_HELD = 160 << 20  # bytes that texts take in memory: one smiley makes four of each letter beside it
_STRETCH = 800  # bytes that a stretch of a text takes beside its letters, if any of its text looks otherwise

# The look of a run of text: "" says nothing of itself and looks as its cell does, "Normal" is neither bold nor raised.
_RUN, _RUN_LOOKS, _FONT = MAIN + "r", MAIN + "rPr", MAIN + "font"
_MORE = {
    MAIN + "b": {"Normal": "Gras", "Exposant": "GrasExposant"},
    MAIN + "vertAlign": {"Normal": "Exposant", "Gras": "GrasExposant"},
}
_MEANT = ("1", "true", "on", "superscript")
LOOK_TAGS = frozenset({_RUN, _RUN_LOOKS, _FONT, *_MORE})
_ITEM = re.compile(r'<si><t(?: xml:space="preserve")?>([^<]*)</t>')  # of the table of texts, as nearly all are


@dataclass(frozen=True)
class Workbook:
    """``sheets``: (title, part) in order; ``texts``: as stored, one with looks of its own as a StyledText;
    ``dates``: numbers of the cell styles that show a date; ``looks``: number of each style (as in the file) that is
    bold or raised -> its look; ``formats``: number of each style -> its format of numbers, if it has one; ``shown``:
    kept by cell_values.py, the texts that it has resolved; ``spent``: kept by those who read its sheets, what they
    have cost so far."""

    sheets: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    dates: frozenset[int]
    looks: Mapping[str, str]
    formats: Mapping[str, str]
    since_1904: bool
    shown: dict[tuple[int, str], Any] = field(default_factory=dict)
    spent: Counter[str] = field(default_factory=Counter)


def scan_workbook(parts: Parts) -> Workbook:
    """The workbook's own parts. Refused where it is strict OOXML, whose dates and names other readers take wrong, or
    where no sheet is in it."""
    main = next((part for kind, part in parts.relations("").values() if kind == "officeDocument"), "")
    kinds = parts.relations(main)
    names: list[tuple[str, str]] = []
    settings: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.startswith(_STRICT):
            raise Refused("classeur-strict")
        if name == MAIN + "workbookPr":
            settings.update(attributes)
        elif name == MAIN + "sheet":
            names.append((attributes.get("name", "")[:_LONGEST_TITLE], attributes.get(_REL_ID, "")))
            if len(names) > MOST_SHEETS:
                raise Refused("classeur-trop-grand", cause=f"il a plus de {french_number(MOST_SHEETS)} feuilles")

    parts.walk(main, start)
    sheets = tuple((title, kinds[rel][1]) for title, rel in names if kinds.get(rel, ("",))[0] == "worksheet")
    if not sheets:
        raise Refused("classeur-sans-feuille")
    others = {kind: part for kind, part in kinds.values() if part in parts}
    spent: Counter[str] = Counter()
    texts = _texts(parts, others["sharedStrings"], spent) if "sharedStrings" in others else ()
    dates, looks, shown = _styles(parts, others["styles"]) if "styles" in others else (frozenset[int](), {}, {})
    return Workbook(sheets, texts, dates, looks, shown, settings.get("date1904") in ("1", "true"), spent=spent)


def look_after(name: str, attributes: Mapping[str, str], look: str) -> str:
    """The look of a run of text, or of a font, after one more of the LOOK_TAGS that say it."""
    if name in _MORE:
        return _MORE[name].get(look, look) if attributes.get("val", "1") in _MEANT else look
    return "" if name == _RUN else "Normal"


def joined(pieces: list[str], looks: list[str]) -> str:
    """The text of these pieces, as they go by, with the looks of its runs where one has any."""
    return StyledText.of(zip(pieces, looks, strict=True)) if any(looks) else "".join(pieces)


def hold(spent: Counter[str], texts: list[str]) -> None:
    """Count what texts to keep take in memory. Raises Refused."""
    spent["held"] += sum(map(getsizeof, texts))
    if any(issubclass(kind, StyledText) for kind in {*map(type, texts)}):
        spent["held"] += _STRETCH * sum(len(looks_of(text)) for text in texts)
    if spent["held"] > MOST_HELD:
        raise Refused("classeur-trop-grand", cause="ses textes sont trop lourds")


def _texts(parts: Parts, part: str, spent: Counter[str]) -> tuple[str, ...]:
    """The table of texts that cells point into; phonetic hints are no text."""
    texts: list[str] = []
    pieces: list[str] = []
    looks: list[str] = []
    look, inside, phonetic = "", False, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal look, inside, phonetic
        inside = name == MAIN + "t"
        if name in LOOK_TAGS:
            look = look_after(name, attributes, look)
        phonetic = phonetic or name == MAIN + "rPh"

    def end(name: str) -> None:
        nonlocal look, inside, phonetic
        inside = False
        if name == MAIN + "rPh":
            phonetic = False
        elif name == MAIN + "si":
            texts.append(joined(pieces, looks))
            hold(spent, texts[-1:])
            pieces.clear()
            looks.clear()
            look = ""

    def text(data: str) -> None:
        if inside and not phonetic:
            pieces.append(data)
            looks.append(look)

    def take(items: Iterator[str], _: object) -> int:
        before = len(texts)
        texts.extend(_plain_texts(items))
        hold(spent, texts[before:])
        return len(texts) - before

    parts.walk(part, start, end, text, Quick(MAIN + "sst", "si", take))
    return tuple(texts)


def _plain_texts(items: Iterator[str]) -> Iterator[str]:
    """The texts of these items as written, up to the first that only a parser may tell."""
    for item in items:
        found = _ITEM.fullmatch(item)
        plain = clean_text(found[1]) if found else None
        if plain is None:
            return
        yield plain


def _styles(parts: Parts, part: str) -> tuple[frozenset[int], Mapping[str, str], Mapping[str, str]]:
    """Which of the cells' styles show a date, the look of those that are bold or raised, and the format of numbers of
    those that have one."""
    formats: dict[int, str] = {}
    fonts: list[str] = []
    styles: list[tuple[int, int]] = []  # number format and font
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == MAIN + "numFmt":
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name in (MAIN + "fonts", MAIN + "cellXfs"):
            inside = name
        elif inside == MAIN + "cellXfs" and name == MAIN + "xf":
            styles.append((int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0))))
        elif inside == MAIN + "fonts" and name in LOOK_TAGS:
            if name == _FONT:
                fonts.append("")
            fonts[-1] = look_after(name, attributes, fonts[-1])
        if max(len(fonts), len(styles)) > _MOST_STYLES or len(formats) > _MOST_FORMATS:
            raise Refused("classeur-trop-grand", cause="il a trop de styles")

    def end(name: str) -> None:
        nonlocal inside
        inside = "" if name == inside else inside

    parts.walk(part, start, end)
    own = {number: formats[number] for number, _ in styles if number in formats}
    dates = {number for number, code in own.items() if len(code) <= _LONGEST_FORMAT and is_date_format(code)}
    dates |= BUILT_IN_DATES - own.keys()
    looks = {str(at): fonts[font] for at, (_, font) in enumerate(styles) if 0 <= font < len(fonts)}
    return (
        frozenset(style for style, (number, _) in enumerate(styles) if number in dates),
        {style: look for style, look in looks.items() if look != "Normal"},
        _codes(styles, BUILT_IN_FORMATS | own),
    )


def _codes(styles: Iterable[tuple[int, int]], codes: Mapping[int, str]) -> Mapping[str, str]:
    """Number of each style -> its format, those aside that show a number as it is."""
    found = ((str(style), codes.get(number, "")) for style, (number, _) in enumerate(styles))
    return {style: code for style, code in found if code.casefold() not in _AS_IT_IS}
