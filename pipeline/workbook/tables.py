"""An admitted package -> its sheets, its texts, and what its styles say: which show
dates, which are bold or raised.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from sys import getsizeof
from typing import Any, NamedTuple
from xml.etree.ElementTree import Element

from pipeline.findings.sentences import size
from pipeline.model.text import StyledText, is_blank, looks_of
from pipeline.office.budget import Budget, Refused, too_large
from pipeline.office.excel import BUILT_IN_DATES, BUILT_IN_FORMATS, is_date_format
from pipeline.workbook.xml_parts import Parts

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REL_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT = "http://purl.oclc.org/ooxml/"
# Titles are compared with each other; what is beyond this length is not looked at.
MOST_SHEETS, _LONGEST_TITLE = 1_000, 255
_LONGEST_FORMAT = 255  # characters, as in Excel
_AS_IT_IS = ("", "general", "@")
# Bytes that a stretch of a text takes beside its letters, if any of its text looks
# otherwise.
_STRETCH = 800

# The look of a run of text: "" says nothing of itself and looks as its cell does,
# "Normal" is neither bold nor raised.
_TAGS = ("si", "t", "r", "rPr", "strike")
_ITEM, _TEXT, _RUN, _RUN_LOOKS, _STRIKE = (MAIN + tag for tag in _TAGS)
_MORE = {
    MAIN + "b": {"Normal": "Gras", "Exposant": "GrasExposant"},
    MAIN + "vertAlign": {"Normal": "Exposant", "Gras": "GrasExposant"},
}
_MEANT = ("1", "true", "on", "superscript")
YES = ("1", "true")


class Texts(NamedTuple):
    """The table of texts: each as stored, one with looks of its own as a StyledText;
    and the places of those whose runs are all struck through.
    """

    all: list[str | StyledText]
    struck: set[int]


class Styles(NamedTuple):
    """Which of the cell styles, by their numbers, show a date, are bold or raised, have
    a format of numbers, are struck through.
    """

    dates: set[str]
    looks: dict[str, str]
    formats: dict[str, str]
    struck: set[str]


@dataclass(frozen=True)
class Workbook:
    """``sheets``: (title, part) in order; ``hidden``: the parts of the sheets that
    Excel does not show; ``shown``: kept by cell_values.py, the texts that it has
    resolved.
    """

    sheets: tuple[tuple[str, str], ...]
    texts: Texts
    styles: Styles
    since_1904: bool
    hidden: frozenset[str] = frozenset()
    shown: dict[tuple[int, str], Any] = field(default_factory=dict)
    budget: Budget = field(default_factory=Budget)


def scan_workbook(parts: Parts) -> Workbook:
    """The workbook's own parts. Refused where it is strict OOXML, whose dates and names
    other readers take wrong, or where no sheet is in it.
    """
    mains = dict(reversed(parts.relations("").values()))
    main = mains.get("officeDocument", "")
    kinds = parts.relations(main)
    root = parts.tree(main)
    if root.tag.startswith(_STRICT):
        raise Refused("classeur-strict")
    nodes = [*root.iter(MAIN + "sheet")]
    if len(nodes) > MOST_SHEETS:
        raise too_large(size.SHEETS, MOST_SHEETS)
    targets = ((node, *kinds.get(node.get(_REL_ID, ""), ("", ""))) for node in nodes)
    found = [(node, part) for node, kind, part in targets if kind == "worksheet"]
    if not found:
        raise Refused("classeur-sans-feuille")
    others = {kind: part for kind, part in kinds.values() if part in parts}
    hidden = (part for node, part in found if node.get("state", "visible") != "visible")
    return Workbook(
        tuple((node.get("name", "")[:_LONGEST_TITLE], part) for node, part in found),
        _texts(parts, others.get("sharedStrings", "")),
        _styles(parts.tree(others["styles"]) if "styles" in others else Element("")),
        any(node.get("date1904") in YES for node in root.iter(MAIN + "workbookPr")),
        frozenset(hidden),
        budget=parts.budget,
    )


# ---- texts


def text_of(item: Element) -> tuple[str | StyledText, bool]:
    """The text of a cell or of the table of texts, with the looks of its runs where one
    has any; and whether all that is seen of it is struck through by its runs. Phonetic
    hints are no text.
    """
    if len(item) == 1 and item[0].tag == _TEXT:
        return item[0].text or "", False
    runs: list[tuple[str, str, bool]] = []
    for child in item:
        if child.tag == _TEXT:
            runs.append((child.text or "", "", False))
        elif child.tag == _RUN:
            text = "".join(part.text or "" for part in child if part.tag == _TEXT)
            looks = next((part for part in child if part.tag == _RUN_LOOKS), None)
            runs.append((text, *(("", False) if looks is None else _look(looks))))
    is_struck = any(struck for _, _, struck in runs) and all(
        struck or is_blank(text) for text, _, struck in runs
    )
    if any(look for _, look, _ in runs):
        return StyledText.of((text, look) for text, look, _ in runs), is_struck
    return "".join(text for text, _, _ in runs), is_struck


def _look(font: Element) -> tuple[str, bool]:
    """The look of a font, of a cell or of a run, and whether it is struck through."""
    look, is_struck = "Normal", False
    for child in font:
        is_meant = child.get("val", "1") in _MEANT
        if child.tag == _STRIKE:
            is_struck = is_meant
        elif is_meant and child.tag in _MORE:
            look = _MORE[child.tag].get(look, look)
    return look, is_struck


def hold(budget: Budget, text: str | StyledText) -> None:
    """Count what a text to keep takes in memory. Raises Refused."""
    stretches = len(looks_of(text)) if isinstance(text, StyledText) else 0
    budget.take("bytes", getsizeof(str(text)) + _STRETCH * stretches)


def _texts(parts: Parts, name: str) -> Texts:
    """The table of texts that cells point into."""
    found = Texts([], set())
    for items in parts.open(name).finished("") if name else ():
        for item in (item for item in items if item.tag == _ITEM):
            text, is_struck = text_of(item)
            hold(parts.budget, text)
            if is_struck:
                found.struck.add(len(found.all))
            found.all.append(text)
    return found


# ---- styles


def _styles(root: Element) -> Styles:
    """What the cells' styles say."""
    own = {
        int(node.attrib["numFmtId"]): node.attrib["formatCode"]
        for node in root.iter(MAIN + "numFmt")
    }
    formats = BUILT_IN_FORMATS | own
    fonts = [_look(font) for font in entries(root, "fonts")]

    @cache
    def is_dated(number: int) -> bool:
        code = own.get(number, "")
        is_short = len(code) <= _LONGEST_FORMAT
        return is_short and is_date_format(code) if code else number in BUILT_IN_DATES

    found = Styles(set(), {}, {}, set())
    for at, xf in enumerate(entries(root, "cellXfs")):
        style, number, font = (
            str(at),
            int(xf.get("numFmtId", 0)),
            int(xf.get("fontId", 0)),
        )
        code = formats.get(number, "")
        look, is_struck = fonts[font] if 0 <= font < len(fonts) else ("Normal", False)
        if is_dated(number):
            found.dates.add(style)
        if look != "Normal":
            found.looks[style] = look
        if code.casefold() not in _AS_IT_IS:
            found.formats[style] = code
        if is_struck:
            found.struck.add(style)
    return found


def entries(root: Element, name: str) -> list[Element]:
    """What stands in the tables of this name; columns may have several."""
    return [node for table in root if table.tag == MAIN + name for node in table]
