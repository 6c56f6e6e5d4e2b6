"""Workbooks as no one should write them: the package of the small sound one, with edits
to its parts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from tests.support import cases
from tests.support.faults import Finding, finding, workbook

Edit = Callable[[dict[str, str]], None]

IDENTIFICATION, EQUIPMENTS, HOUSEHOLDS, CONTACTS, FILES, ANSWERS, LISTS = SHEETS = [
    f"xl/worksheets/sheet{number}.xml" for number in range(2, 9)
]
WORKBOOK, TYPES = "xl/workbook.xml", "[Content_Types].xml"
TEXTS, STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
# What the pages call the parts.
PARTS = {
    **{
        "identification": IDENTIFICATION,
        "households": HOUSEHOLDS,
        "contacts": CONTACTS,
    },
    **{"answers": ANSWERS, "lists": LISTS},
    **{"workbook": WORKBOOK, "types": TYPES, "styles": STYLES},
}
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def _base() -> bytes:
    return workbook()


def parts(base: bytes | None = None) -> dict[str, str]:
    """The parts of a workbook, the small sound one unless another is given; each text
    of a table that the product made stands in its cell instead.
    """
    with ZipFile(io.BytesIO(_base() if base is None else base)) as package:
        content = {name: package.read(name).decode() for name in package.namelist()}
    links = "xl/_rels/workbook.xml.rels"
    content[links], ours = re.subn(
        '<Relationship Id="rIdTexts"[^>]*>', "", content[links]
    )
    if ours:
        texts = re.findall("<si>(.*?)</si>", content.pop(TEXTS), re.DOTALL)
        named = f'<Override PartName="/{TEXTS}"[^>]*>'
        content[TYPES] = re.sub(named, "", content[TYPES])
        for sheet in (name for name in content if name.startswith("xl/worksheets/s")):
            content[sheet] = re.sub(
                r't="s"><v>(\d+)</v>',
                lambda cell: f't="inlineStr"><is>{texts[int(cell[1])]}</is>',
                content[sheet],
            )
    return content


def zipped(content: Iterable[tuple[str, str | bytes]]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, data in content:
            package.writestr(name, data)
    return out.getvalue()


def edited(*edits: Edit, base: bytes | None = None) -> bytes:
    """A workbook, the small sound one unless another is given, with these edits."""
    content = parts(base)
    for edit in edits:
        edit(content)
    return zipped(content.items())


# ---- edits


def swap(part: str, old: str, new: str) -> Edit:
    def edit(content: dict[str, str]) -> None:
        assert old in content[part], old
        content[part] = content[part].replace(old, new)

    return edit


def cell(part: str, place: str, attributes: str, inner: str) -> Edit:
    """Another content for a cell that stands in the part; its style stays."""

    def edit(content: dict[str, str]) -> None:
        pattern = rf'<c r="{place}"( s="\d+")?[^>]*?(/>|>.*?</c>)'
        written = f"{attributes}>{inner}</c>"
        made, times = re.subn(
            pattern,
            lambda c: f'<c r="{place}"{c[1] or ""} {written}',
            content[part],
            flags=re.DOTALL,
        )
        assert times == 1, place
        content[part] = made

    return edit


def text(part: str, place: str, inner: str) -> Edit:
    return cell(part, place, 't="inlineStr"', f"<is><t>{inner}</t></is>")


def rows(part: str, xml: str) -> Edit:
    """Rows after the last one."""
    return swap(part, "</sheetData>", f"{xml}</sheetData>")


def beside(part: str, row: int, xml: str) -> Edit:
    """Cells after the last one of a row."""

    def edit(content: dict[str, str]) -> None:
        content[part] = re.sub(
            rf'(<row r="{row}".*?)</row>', rf"\1{xml}</row>", content[part], count=1
        )

    return edit


def merged(part: str, ref: str) -> Edit:
    return swap(
        part,
        "</sheetData>",
        f'</sheetData><mergeCells><mergeCell ref="{ref}"/></mergeCells>',
    )


def table_of_texts(items: str) -> Edit:
    """The workbook's table of texts, which it had not: the inner XML of <sst>."""

    def edit(content: dict[str, str]) -> None:
        assert TEXTS not in content
        content[TEXTS] = f'<sst xmlns="{_MAIN}">{items}</sst>'
        link = f'<Relationship Id="texts" Type="{RELATIONS}/sharedStrings" Target="/{TEXTS}"/>'
        swap(
            "xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>"
        )(content)

    return edit


def row_attribute(part: str, row: int, attribute: str) -> Edit:
    return swap(part, f'<row r="{row}"', f'<row {attribute} r="{row}"')


def doctype(part: str) -> Edit:
    """The billion laughs: an entity of entities of entities."""
    names = [f"a{number}" for number in range(10)]
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    declared = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'

    def edit(content: dict[str, str]) -> None:
        bare = re.sub(r"^<\?xml.*?\?>", "", content[part])
        content[part] = declared + bare.replace("</", "&a9;</", 1)

    return edit


def put(part: str, data: str) -> Edit:
    return lambda content: content.update({part: data})


def copied(part: str, other: str) -> Edit:
    """A part with the content of another."""
    return lambda content: content.update({part: content[PARTS[other]]})


def rewritten(part: str, pattern: str, new: str) -> Edit:
    """Whatever a regular expression finds, written anew."""

    def edit(content: dict[str, str]) -> None:
        content[part], times = re.subn(pattern, new, content[part])
        assert times, pattern

    return edit


def styled(part: str, first: int, last: int) -> Edit:
    """Rows that have nothing but a style."""
    made = (
        f'<row r="{row}"><c r="A{row}" s="1"/><c r="F{row}" s="1"/></row>'
        for row in range(first, last)
    )
    return rows(part, "".join(made))


# ---- the tables


def edits_of(written: Mapping[str, Any]) -> tuple[Edit, ...]:
    """``{"cell contacts C8": ["", "<v>NaN</v>"]}``: an edit by its name, at a part and
    perhaps a place in it; once, or several times. What must come of them stands beside.
    """
    made = []
    for key, value in written.items():
        verb, *where = key.split(" ")
        place = [int(at) if at.isdigit() else PARTS.get(at, at) for at in where]
        if verb not in ("told", "read", "noted"):
            made += [globals()[verb](*place, *words) for words in calls(value)]
    return tuple(made)


def calls(value: Any) -> tuple[tuple[Any, ...], ...]:
    """The words of each call: none, one, some, or some for each of several."""
    if not isinstance(value, tuple):
        return ((),) if value is None else ((value,),)
    return value if isinstance(value[0], tuple) else (value,)


@dataclass(frozen=True)
class Hostile:
    """A workbook that reading must not take wrong, and all its findings."""

    name: str
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.name


def _cases(name: str) -> list[Hostile]:
    return [
        Hostile(
            name,
            edits_of(one),
            (finding(one["told"]),) if "told" in one else (),
        )
        for name, one in cases.beside(__file__)[name].items()
    ]


TOLD, UNTOLD = _cases("told"), _cases("untold")
ABOUT_THE_FILE = set(cases.beside(__file__)["about_the_file"])
