"""What a small file may cost `canevas verifier`, which reads it and marks it, however
it is made: each in a process of its own, under watch.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.product.test_promises import OUT, run
from tests.support import cases, watch
from tests.support.cases import joined
from tests.support.hostile import (
    CONTACTS,
    RELATIONS,
    TYPES,
    WORKBOOK,
    Edit,
    beside,
    edited,
    parts,
    rows,
    swap,
    text,
)

pytestmark = pytest.mark.slow

FORM = [
    f"xl/worksheets/sheet{number}.xml" for number in range(2, 8)
]  # the sheets that are read; LISTS is not
STYLES, TARGETS = "xl/styles.xml", "xl/_rels/workbook.xml.rels"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTRY = '<{tag} xmlns:r="{space}" name="{name}" sheetId="9{at}" r:id="{link}"/>'
_LINK = '<Relationship Id="{}" Type="{}/{}" Target="/{}"/>'
_FILL = '<fill><patternFill patternType="solid"><fgColor rgb="FFFFCBD2"/>{}</patternFill></fill>'
_XF = '<xf numFmtId="0" fontId="0" fillId="{}" borderId="0"/>'
_FAULTY = '<c r="A#" t="str"><v>§</v></c>'


# ---- edits


def put(name: str, data: str) -> Edit:
    return lambda content: content.update({name: data})


def fault() -> Edit:
    return text(CONTACTS, "A8", "x")


def entries(count: int, name: str, link: str, tag: str = "sheet") -> Edit:
    """More sheets in the workbook's list; ``#`` in their name and their link is the
    number of each.
    """
    made = (
        _ENTRY.format(tag=tag, space=RELATIONS, name=name, at="#", link=link).replace(
            "#", str(at)
        )
        for at in range(count)
    )
    return swap(WORKBOOK, "</sheets>", "".join(made) + "</sheets>")


def faulty(
    count: int, attributes: str = "", cell: str = _FAULTY, start: int = 100
) -> Edit:
    """Rows with a fault in the journal."""
    return faulty_in(CONTACTS, count, attributes, cell, start)


def faulty_in(
    part: str, count: int, attributes: str = "", cell: str = _FAULTY, start: int = 100
) -> Edit:
    numbers = map(str, range(start, start + count))
    made = (
        f'<row r="{row}"{attributes}>{cell.replace("#", row)}</row>' for row in numbers
    )
    return rows(part, "".join(made))


def empty(count: int) -> Edit:
    made = (f'<row r="{row}"></row>' for row in range(9, 9 + count))
    return rows(CONTACTS, "".join(made))


def one_row(xml: str) -> Edit:
    return rows(CONTACTS, xml)


def in_row_8(xml: str) -> Edit:
    return beside(CONTACTS, 8, xml)


def merges_in(part: str, ranges: str) -> Edit:
    return swap(part, "</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")


def types(xml: str) -> Edit:
    return swap(TYPES, "</Types>", f"{xml}</Types>")


def columns(xml: str) -> Edit:
    def edit(content: dict[str, str]) -> None:
        before, _, behind = content[CONTACTS].partition("<cols>")
        content[CONTACTS] = f"{before}<cols>{xml}{behind}"

    return edit


def relations_in(sheet: str, xml: str) -> Edit:
    """What a sheet points at, beside what it points at already."""
    name = sheet.replace("worksheets/", "worksheets/_rels/") + ".rels"

    def edit(content: dict[str, str]) -> None:
        former = content.get(
            name, f'<Relationships xmlns="{_PACKAGE}"></Relationships>'
        )
        content[name] = former.replace("</Relationships>", f"{xml}</Relationships>")

    return edit


def commented(
    comments: str, authors: str = "<author>x</author>", drawing: str = ""
) -> Edit:
    """The sheet of contacts with these comments, and this drawing."""
    links = _LINK.format("rC", RELATIONS, "comments", "xl/comments9.xml")
    links += _LINK.format("rV", RELATIONS, "vmlDrawing", "xl/vml9.vml")
    shapes = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shapetype'
        f' id="_x0000_t202"/>{drawing}</xml>'
    )
    noted = (
        "<comments"
        f' xmlns="{_MAIN}"><authors>{authors}</authors><commentList>{comments}</commentList></comments>'
    )

    def edit(content: dict[str, str]) -> None:
        content |= {"xl/comments9.xml": noted, "xl/vml9.vml": shapes}
        relations_in(CONTACTS, links)(content)
        swap(
            CONTACTS,
            "</worksheet>",
            f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rV"/></worksheet>',
        )(content)

    return edit


def noted(inner: str) -> Edit:
    return commented(f'<comment ref="B8" authorId="0"><text>{inner}</text></comment>')


def an_author(name: str) -> Edit:
    many = (f'<comment ref="B{row}" authorId="0"/>' for row in range(100_000))
    return commented("".join(many), f"<author>{name}</author>")


def shapes(comments: str, drawing: str) -> Edit:
    return commented(comments, drawing=drawing)


def attributes(count: int) -> Edit:
    written = (f' a{at:x}=""' for at in range(count))
    return commented(f"<c{''.join(written)}/>")


def looks(fills: int, inner: str, styles: int, plain: int = 0) -> Edit:
    """More fills, and styles with one of them each, or with the first; some without."""
    known = parts()[STYLES].partition("</fills>")[0].count("<fill>")
    made = [_XF.format(known + (at if fills > 1 else 0)) for at in range(styles)]

    def edit(content: dict[str, str]) -> None:
        swap(STYLES, "</fills>", _FILL.format(inner) * fills + "</fills>")(content)
        xml = _XF.format(0) * plain + "".join(made)
        swap(STYLES, "</cellXfs>", f"{xml}</cellXfs>")(content)

    return edit


# ---- the table


def long_style() -> Edit:
    """The first style has 13 MB."""

    def edit(content: dict[str, str]) -> None:
        before, tables, behind = content[STYLES].partition("<cellXfs")
        _, _, others = behind.partition("/>")
        long = f"<extLst>{('x' * 900_000 + '<!---->') * 15}</extLst>"
        xf = f"{_XF.format(0)[:-2]}>{long}</xf>"
        content[STYLES] = f"{before}{tables}>{xf}{others}"

    return edit


def sheets_with(count: int, xml: str) -> Edit:
    """So many sheets more, each with these relations."""
    names = [f"xl/worksheets/own{at}.xml" for at in range(count)]
    links = "".join(
        _LINK.format(f"own{at}", RELATIONS, "worksheet", name)
        for at, name in enumerate(names)
    )

    def edit(content: dict[str, str]) -> None:
        swap(TARGETS, "</Relationships>", f"{links}</Relationships>")(content)
        entries(count, "Own#", "own#")(content)
        for name in names:
            content[name] = "<x/>"
            relations_in(name, xml)(content)

    return edit


def far_rows() -> Edit:
    """Three thousand merged ranges whose first row is not there."""
    numbers = range(300_010, 306_000, 2)
    hidden = (f'<row r="{row}"><c r="B{row}"><v>1</v></c></row>' for row in numbers)
    ranges = (f'<mergeCell ref="A{row - 1}:C{row}"/>' for row in numbers)

    def edit(content: dict[str, str]) -> None:
        rows(CONTACTS, "".join(hidden))(content)
        merges_in(CONTACTS, "".join(ranges))(content)

    return edit


COSTS = cases.beside(__file__)


def edits_of(name: str) -> Iterator[Edit]:
    """What the page says, by the functions of this module and their words; in each sheet
    that is read, where it says so.
    """
    for verb, words in COSTS[name].items():
        said = [*map(joined, words or ())]
        if verb.endswith(" everywhere"):
            made = globals()[f"{verb.removesuffix(' everywhere')}_in"]
            yield from (made(part, *said) for part in FORM)
        else:
            yield globals()[verb](*said)


@pytest.mark.skipif(not watch.HELD, reason="what a process cost is read from Linux")
@pytest.mark.parametrize("name", COSTS)
def test_no_small_file_costs_marking_more_than_twenty_seconds_or_1_gb(
    name: str, tmp_path: Path
) -> None:
    """Whether there is a marked copy or not: the findings are told."""
    given = tmp_path / "classeur.xlsx"
    given.write_bytes(edited(*edits_of(name)))
    assert given.stat().st_size < 20 << 20
    seen = run(tmp_path, "verifier", given, *OUT)
    assert seen.code == 1 and "Traceback" not in seen.said
    assert seen.seconds < 20 and seen.megabytes < 1_000
