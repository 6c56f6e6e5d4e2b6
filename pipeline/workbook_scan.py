"""An admitted package -> its sheets, its texts, and which of its styles show dates."""

from __future__ import annotations

from dataclasses import dataclass

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format

from pipeline.xml_parts import Parts, Refused

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main "
_REL_ID = "http://schemas.openxmlformats.org/officeDocument/2006/relationships id"
_STRICT = "http://purl.oclc.org/ooxml/"
_LONGEST_FORMAT = 255  # characters, as in Excel


@dataclass(frozen=True)
class Workbook:
    """``sheets``: (title, part) in order; ``dates``: numbers of the cell styles that show a date."""

    sheets: tuple[tuple[str, str], ...]
    texts: tuple[str, ...]
    dates: frozenset[int]
    since_1904: bool


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
            names.append((attributes.get("name", ""), attributes.get(_REL_ID, "")))

    parts.walk(main, start)
    sheets = tuple((title, kinds[rel][1]) for title, rel in names if kinds.get(rel, ("",))[0] == "worksheet")
    if not sheets:
        raise Refused("classeur-sans-feuille")
    others = {kind: part for kind, part in kinds.values() if part in parts}
    texts = _texts(parts, others["sharedStrings"]) if "sharedStrings" in others else ()
    dates = _date_styles(parts, others["styles"]) if "styles" in others else frozenset[int]()
    return Workbook(sheets, texts, dates, settings.get("date1904") in ("1", "true"))


def _texts(parts: Parts, part: str) -> tuple[str, ...]:
    """The table of texts that cells point into; phonetic hints are no text."""
    texts: list[str] = []
    current: list[str] = []
    inside = phonetic = False

    def start(name: str, _: dict[str, str]) -> None:
        nonlocal inside, phonetic
        inside = name == MAIN + "t"
        phonetic = phonetic or name == MAIN + "rPh"

    def end(name: str) -> None:
        nonlocal inside, phonetic
        inside = False
        if name == MAIN + "rPh":
            phonetic = False
        elif name == MAIN + "si":
            texts.append("".join(current))
            current.clear()

    def text(data: str) -> None:
        if inside and not phonetic:
            current.append(data)

    parts.walk(part, start, end, text)
    return tuple(texts)


def _date_styles(parts: Parts, part: str) -> frozenset[int]:
    formats = dict(BUILTIN_FORMATS)
    styles: list[int] = []
    inside = False

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal inside
        if name == MAIN + "numFmt":
            formats[int(attributes["numFmtId"])] = attributes["formatCode"]
        elif name == MAIN + "cellXfs":
            inside = True
        elif inside and name == MAIN + "xf":
            styles.append(int(attributes.get("numFmtId", 0)))

    def end(name: str) -> None:
        nonlocal inside
        inside = inside and name != MAIN + "cellXfs"

    parts.walk(part, start, end)
    shown = {number: formats.get(number, "") for number in set(styles)}
    dates = {number for number, code in shown.items() if len(code) <= _LONGEST_FORMAT and is_date_format(code)}
    return frozenset(style for style, number in enumerate(styles) if number in dates)
