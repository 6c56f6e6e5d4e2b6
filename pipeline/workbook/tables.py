"""An admitted package -> its sheets, its texts, and what its styles say: which show
dates, which are bold or raised.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import getsizeof
from types import MappingProxyType
from typing import Any, NamedTuple

from pipeline.model.text import StyledText, french_number, is_blank, looks_of
from pipeline.office.excel import BUILT_IN_DATES, BUILT_IN_FORMATS, is_date_format
from pipeline.workbook.xml_parts import Parts, Quick, Refused, clean_text

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REL_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT = "http://purl.oclc.org/ooxml/"
MOST_SHEETS = 1_000
_LONGEST_TITLE = (
    255  # characters, of which Excel allows 31; what is beyond is not looked at
)
_LONGEST_FORMAT = 255  # characters, as in Excel
_AS_IT_IS = ("", "general", "@")
_MOST_STYLES = 65_536  # of cells, and fonts; Excel has 65,490 at most
_MOST_FORMATS = 5_000  # Excel has 250 at most
MOST_HELD = (
    160 << 20
)  # bytes that texts take in memory: one smiley makes four of each letter beside it
# bytes that a stretch of a text takes beside its letters, if any of its text looks
# otherwise
_STRETCH = 800

# The look of a run of text: "" says nothing of itself and looks as its cell does,
# "Normal" is neither bold nor raised.
_RUN, _RUN_LOOKS, _FONT = MAIN + "r", MAIN + "rPr", MAIN + "font"
_MORE = {
    MAIN + "b": {"Normal": "Gras", "Exposant": "GrasExposant"},
    MAIN + "vertAlign": {"Normal": "Exposant", "Gras": "GrasExposant"},
}
_MEANT = ("1", "true", "on", "superscript")
_LOOK_TAGS = frozenset({_RUN, _RUN_LOOKS, _FONT, *_MORE})
_STRIKE = MAIN + "strike"
RUN_TAGS = _LOOK_TAGS | {_STRIKE}
_ITEM = re.compile(
    r'<si><t(?: xml:space="preserve")?>([^<]*)</t>'
)  # of the table of texts, as nearly all are


class _Texts(NamedTuple):
    all: tuple[str | StyledText, ...] = ()
    struck: frozenset[int] = frozenset()


class _Styles(NamedTuple):
    dates: frozenset[int] = frozenset()
    looks: Mapping[str, str] = MappingProxyType({})
    formats: Mapping[str, str] = MappingProxyType({})
    struck: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Workbook:
    """``sheets``: (title, part) in order; ``texts``: as stored, one with looks of its
    own as a StyledText; ``dates``: numbers of the cell styles that show a date;
    ``looks``: number of each style (as in the file) that is bold or raised -> its look;
    ``formats``: number of each style -> its format of numbers, if it has one;
    ``struck``: the numbers of the styles that are struck through; ``struck_texts``: the
    places of texts whose runs all are; ``hidden``: the parts of the sheets that Excel
    does not show; ``shown``: kept by cell_values.py, the texts that it has resolved;
    ``spent``: kept by those who read its sheets, what they have cost so far.
    """

    sheets: tuple[tuple[str, str], ...]
    texts: tuple[str | StyledText, ...]
    dates: frozenset[int]
    looks: Mapping[str, str]
    formats: Mapping[str, str]
    since_1904: bool
    struck: frozenset[str] = frozenset()
    struck_texts: frozenset[int] = frozenset()
    hidden: frozenset[str] = frozenset()
    shown: dict[tuple[int, str], Any] = field(default_factory=dict)
    spent: Counter[str] = field(default_factory=Counter)


def scan_workbook(parts: Parts) -> Workbook:
    """The workbook's own parts. Refused where it is strict OOXML, whose dates and names
    other readers take wrong, or where no sheet is in it.
    """
    main = next(
        (
            part
            for kind, part in parts.relations("").values()
            if kind == "officeDocument"
        ),
        "",
    )
    kinds = parts.relations(main)
    names: list[tuple[str, str]] = []
    unseen: set[str] = set()
    settings: dict[str, str] = {}

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.startswith(_STRICT):
            raise Refused("classeur-strict")
        if name == MAIN + "workbookPr":
            settings.update(attributes)
        elif name == MAIN + "sheet":
            names.append(
                (
                    attributes.get("name", "")[:_LONGEST_TITLE],
                    attributes.get(_REL_ID, ""),
                )
            )
            if attributes.get("state") in ("hidden", "veryHidden"):
                unseen.add(names[-1][1])
            if len(names) > MOST_SHEETS:
                raise Refused(
                    "classeur-trop-grand",
                    cause=f"il a plus de {french_number(MOST_SHEETS)} feuilles",
                )

    parts.walk(main, start)
    sheets = tuple(
        (title, kinds[rel][1])
        for title, rel in names
        if kinds.get(rel, ("",))[0] == "worksheet"
    )
    if not sheets:
        raise Refused("classeur-sans-feuille")
    others = {kind: part for kind, part in kinds.values() if part in parts}
    spent: Counter[str] = Counter()
    texts = (
        _texts(parts, others["sharedStrings"], spent)
        if "sharedStrings" in others
        else _Texts()
    )
    styles = _styles(parts, others["styles"]) if "styles" in others else _Styles()
    since_1904 = settings.get("date1904") in ("1", "true")
    hidden = frozenset(kinds[rel][1] for rel in unseen & kinds.keys())
    looks = (
        styles.dates,
        styles.looks,
        styles.formats,
        since_1904,
        styles.struck,
        texts.struck,
    )
    return Workbook(sheets, texts.all, *looks, hidden, spent=spent)


def _look_after(name: str, attributes: Mapping[str, str], look: str) -> str:
    """The look of a run of text, or of a font, after one more of the tags that say it."""
    if name in _MORE:
        return (
            _MORE[name].get(look, look)
            if attributes.get("val", "1") in _MEANT
            else look
        )
    return "" if name == _RUN else "Normal"


def _strike_after(name: str, attributes: Mapping[str, str], strike: bool) -> bool:
    """Whether a run of text, or a font, is struck through after one more tag; each run
    says so for itself.
    """
    if name == _STRIKE:
        return attributes.get("val", "1") in _MEANT
    return strike and name != _RUN


class Runs:
    """The runs of a text as their tags go by."""

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self._looks: list[str] = []  # of each piece
        self._strikes: list[bool] = []
        self._look, self._strike = "", False

    def clear(self) -> None:
        """Begin another text."""
        if self._pieces:
            self._pieces, self._looks, self._strikes = [], [], []
        self._look, self._strike = "", False

    def tag(self, name: str, attributes: Mapping[str, str]) -> None:
        """One of the RUN_TAGS begins."""
        if name in _LOOK_TAGS:
            self._look = _look_after(name, attributes, self._look)
        self._strike = _strike_after(name, attributes, self._strike)

    def add(self, piece: str) -> None:
        """More of the text."""
        self._pieces.append(piece)
        self._looks.append(self._look)
        self._strikes.append(self._strike)

    def text(self) -> str | StyledText:
        """The text, with the looks of its runs where one has any."""
        if any(self._looks):
            return StyledText.of(zip(self._pieces, self._looks, strict=True))
        return "".join(self._pieces)

    def is_struck(self) -> bool:
        """Whether all that is seen of the text is struck through by its own runs."""
        return any(self._strikes) and all(
            s or is_blank(p) for p, s in zip(self._pieces, self._strikes, strict=True)
        )


def hold(spent: Counter[str], texts: Sequence[str | StyledText]) -> None:
    """Count what texts to keep take in memory. Raises Refused."""
    spent["held"] += sum(getsizeof(str(text)) for text in texts)
    if StyledText in {*map(type, texts)}:
        spent["held"] += _STRETCH * sum(len(looks_of(text)) for text in texts)
    if spent["held"] > MOST_HELD:
        raise Refused("classeur-trop-grand", cause="ses textes sont trop lourds")


def _texts(parts: Parts, part: str, spent: Counter[str]) -> _Texts:
    """The table of texts that cells point into; phonetic hints are no text."""
    texts: list[str | StyledText] = []
    struck: set[int] = set()
    runs = Runs()
    inside, phonetic = False, False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside, phonetic
        inside = name == MAIN + "t"
        if name in RUN_TAGS:
            runs.tag(name, attributes)
        phonetic = phonetic or name == MAIN + "rPh"

    def end(name: str) -> None:
        nonlocal inside, phonetic
        inside = False
        if name == MAIN + "rPh":
            phonetic = False
        elif name == MAIN + "si":
            if runs.is_struck():
                struck.add(len(texts))
            texts.append(runs.text())
            hold(spent, texts[-1:])
            runs.clear()

    def text(data: str) -> None:
        if inside and not phonetic:
            runs.add(data)

    def take(items: Iterator[str], _: object) -> int:
        before = len(texts)
        texts.extend(_plain_texts(items))
        hold(spent, texts[before:])
        return len(texts) - before

    parts.walk(part, start, end, text, Quick(MAIN + "sst", "si", take))
    return _Texts(tuple(texts), frozenset(struck))


def _plain_texts(items: Iterator[str]) -> Iterator[str]:
    """The texts of these items as written, up to the first that only a parser may tell."""
    for item in items:
        found = _ITEM.fullmatch(item)
        plain = clean_text(found[1]) if found else None
        if plain is None:
            return
        yield plain


def _styles(parts: Parts, part: str) -> _Styles:
    """What the cells' styles say."""
    formats: dict[int, str] = {}
    fonts: list[str] = []
    struck: set[int] = set()  # fonts
    styles: list[tuple[int, int]] = []  # number format and font
    inside = ""

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == MAIN + "numFmt":
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name in (MAIN + "fonts", MAIN + "cellXfs"):
            inside = name
        elif inside == MAIN + "cellXfs" and name == MAIN + "xf":
            styles.append(
                (int(attributes.get("numFmtId", 0)), int(attributes.get("fontId", 0)))
            )
        elif inside == MAIN + "fonts" and name in _LOOK_TAGS:
            if name == _FONT:
                fonts.append("")
            fonts[-1] = _look_after(name, attributes, fonts[-1])
        elif inside == MAIN + "fonts" and _strike_after(name, attributes, False):
            struck.add(len(fonts) - 1)
        if max(len(fonts), len(styles)) > _MOST_STYLES or len(formats) > _MOST_FORMATS:
            raise Refused("classeur-trop-grand", cause="il a trop de styles")

    def end(name: str) -> None:
        nonlocal inside
        inside = "" if name == inside else inside

    parts.walk(part, start, end)
    own = {number: formats[number] for number, _ in styles if number in formats}
    dates = {
        number
        for number, code in own.items()
        if len(code) <= _LONGEST_FORMAT and is_date_format(code)
    }
    dates |= BUILT_IN_DATES - own.keys()
    looks = {
        str(at): fonts[font]
        for at, (_, font) in enumerate(styles)
        if 0 <= font < len(fonts)
    }
    return _Styles(
        frozenset(style for style, (number, _) in enumerate(styles) if number in dates),
        {style: look for style, look in looks.items() if look != "Normal"},
        _codes(styles, BUILT_IN_FORMATS | own),
        frozenset(
            str(style) for style, (_, font) in enumerate(styles) if font in struck
        ),
    )


def _codes(
    styles: Iterable[tuple[int, int]], codes: Mapping[int, str]
) -> Mapping[str, str]:
    """Number of each style -> its format, those aside that show a number as it is."""
    found = (
        (str(style), codes.get(number, "")) for style, (number, _) in enumerate(styles)
    )
    return {style: code for style, code in found if code.casefold() not in _AS_IT_IS}
