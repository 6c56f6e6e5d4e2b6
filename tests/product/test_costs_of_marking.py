"""What a small file may cost `canevas verifier`, which reads it and marks it, however
it is made: each in a process of its own, under watch.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

import pytest

from tests.product.test_promises import OUT, run
from tests.support import watch
from tests.support.hostile import (
    CONTACTS,
    LISTS,
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
FAULT = text(CONTACTS, "A8", "x")
OURS = "── Canevas ──"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ENTRY = '<{tag} xmlns:r="{space}" name="{name}" sheetId="9{at}" r:id="{link}"/>'
_LINK = '<Relationship Id="{}" Type="{}/{}" Target="/{}"/>'
_FILL = '<fill><patternFill patternType="solid"><fgColor rgb="FFFFCBD2"/>{}</patternFill></fill>'
_XF = '<xf numFmtId="0" fontId="0" fillId="{}" borderId="0"/>'
_STYLE = ' s="12"'


# ---- edits


def everywhere(edit: Callable[[str], Edit]) -> list[Edit]:
    """The same edit in each sheet that is read."""
    return [edit(name) for name in FORM]


def put(name: str, data: str) -> Edit:
    return lambda content: content.update({name: data})


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
    count: int,
    attributes: str = "",
    cell: str = '<c r="A#" t="str"><v>§</v></c>',
    start: int = 100,
) -> str:
    """Rows with a fault."""
    numbers = map(str, range(start, start + count))
    return "".join(
        f'<row r="{row}"{attributes}>{cell.replace("#", row)}</row>' for row in numbers
    )


def empty(count: int) -> str:
    return "".join(f'<row r="{row}"></row>' for row in range(9, 9 + count))


def merges(name: str, ranges: str) -> Edit:
    return swap(name, "</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")


def columns(xml: str) -> Edit:
    def edit(content: dict[str, str]) -> None:
        before, _, behind = content[CONTACTS].partition("<cols>")
        content[CONTACTS] = f"{before}<cols>{xml}{behind}"

    return edit


def relations(sheet: str, xml: str) -> Edit:
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
        relations(CONTACTS, links)(content)
        swap(
            CONTACTS,
            "</worksheet>",
            f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rV"/></worksheet>',
        )(content)

    return edit


def comment(inner: str) -> str:
    return f'<comment ref="B8" authorId="0"><text>{inner}</text></comment>'


def looks(fills: Iterable[str], styles: Callable[[int], Iterable[str]]) -> Edit:
    """More fills, and styles made of the number of the first of them."""
    known = parts()[STYLES].partition("</fills>")[0].count("<fill>")

    def edit(content: dict[str, str]) -> None:
        swap(STYLES, "</fills>", "".join(fills) + "</fills>")(content)
        swap(STYLES, "</cellXfs>", "".join(styles(known)) + "</cellXfs>")(content)

    return edit


# ---- the table


def _long_style(content: dict[str, str]) -> None:
    """The first style has 13 MB."""
    before, tables, behind = content[STYLES].partition("<cellXfs")
    _, _, others = behind.partition("/>")
    long = f"<extLst>{('x' * 900_000 + '<!---->') * 15}</extLst>"
    content[STYLES] = f"{before}{tables}>{_XF.format(0)[:-2]}>{long}</xf>{others}"


def _sheets_with(xml: str) -> list[Edit]:
    """Thirty sheets more, each with these relations."""
    names = [f"xl/worksheets/own{at}.xml" for at in range(30)]
    links = (
        _LINK.format(f"own{at}", RELATIONS, "worksheet", name)
        for at, name in enumerate(names)
    )
    targets = swap(TARGETS, "</Relationships>", "".join(links) + "</Relationships>")
    own = chain.from_iterable(
        (put(name, "<x/>"), relations(name, xml)) for name in names
    )
    return [FAULT, targets, entries(30, "Own#", "own#"), *own]


def _far_rows() -> list[Edit]:
    """Three thousand merged ranges whose first row is not there, below 300,000 empty
    rows.
    """
    numbers = range(300_010, 306_000, 2)
    hidden = "".join(
        f'<row r="{row}"><c r="B{row}"><v>1</v></c></row>' for row in numbers
    )
    return [
        rows(CONTACTS, empty(300_000) + hidden),
        merges(
            CONTACTS,
            "".join(f'<mergeCell ref="A{row - 1}:C{row}"/>' for row in numbers),
        ),
    ]


_MANY = "".join(f'<comment ref="B{row}" authorId="0"/>' for row in range(100_000))
_NO_CELLS = '<mergeCell ref="H1:I2"/>' * 9_999 + '<mergeCell ref="A90:Z90000"/>'
_TYPED = swap(
    TYPES,
    "</Types>",
    '<Override PartName="/x.xml" ContentType="a/b"/>' * 149_000 + "</Types>",
)
_STRANGE = faulty(
    3_000, cell='<c r="A#" s="5#"><v>-1</v></c><c r="B#" t="str"><v>H-001</v></c>'
)

COSTS: dict[str, Callable[[], list[Edit]]] = {
    "980 sheets of one part full of styles": lambda: [
        FAULT,
        entries(980, "Own#", "rId8"),
        put(LISTS, _STYLE * 300_000),
    ],
    "a sheet of 60 MB of styles": lambda: [FAULT, put(LISTS, _STYLE * 8_900_000)],
    "980 sheets of one title": lambda: [
        FAULT,
        rows(CONTACTS, empty(20_000)),
        entries(980, "Contacts", "rId5"),
    ],
    "30,000 such, and 30,000 faults": lambda: [
        *everywhere(lambda name: rows(name, faulty(5_000))),
        entries(30_000, "Own#", "rId8", "other"),
    ],
    "149,000 columns": lambda: [
        rows(CONTACTS, faulty(3_000)),
        columns('<col min="9999" max="9999" width="0"/>' * 149_000),
    ],
    "rows of no height": lambda: everywhere(
        lambda name: rows(name, faulty(5_000, ' ht="0"'))
    ),
    "all under the last of 10,000 ranges": lambda: [
        *everywhere(lambda name: rows(name, faulty(5_000))),
        *everywhere(lambda name: merges(name, _NO_CELLS)),
    ],
    "3,000 rows that are not there": _far_rows,
    "a million empty rows, and a fault": lambda: [
        FAULT,
        rows(CONTACTS, empty(1_000_000)),
    ],
    "two million cells in a row": lambda: [
        FAULT,
        beside(CONTACTS, 8, "<c/>" * 2_000_000),
    ],
    "a comment in 40,000 pieces": lambda: [
        FAULT,
        commented(
            comment(f"<r><t>{'a' * 700}</t></r>" * 40_000 + f"<r><t>{OURS}</t></r>")
        ),
    ],
    "an element of two million attributes": lambda: [
        FAULT,
        commented("<c" + "".join(f' a{at:x}=""' for at in range(2_000_000)) + "/>"),
    ],
    "an author of 30 MB": lambda: [
        FAULT,
        commented(_MANY, f"<author>{'x<!---->' * 4_000_000}</author>"),
    ],
    "shapes without end": lambda: [
        FAULT,
        commented(comment(f"<t>{OURS}</t>"), drawing="<v:shape " * 1_000_000),
    ],
    "five million numbers of shapes": lambda: [
        FAULT,
        commented("", drawing="_x0000_s9999 " * 5_000_000),
    ],
    "60,000 styles to be undone": lambda: [
        FAULT,
        looks(
            [_FILL.format("")],
            lambda known: [_XF.format(0), *[_XF.format(known)] * 60_000],
        ),
        rows(CONTACTS, faulty(20_000, cell='<c r="H#" s="3"/>' * 10, start=9)),
        rows(CONTACTS, '<row r="30000"><c r="H30000" s="66"/></row>'),
    ],
    "30,000 fills to be undone": lambda: [
        FAULT,
        looks(
            [_FILL.format("")] * 30_000,
            lambda known: (_XF.format(known + at) for at in range(30_000)),
        ),
    ],
    "a colour of a million letters": lambda: [
        FAULT,
        looks(
            [_FILL.format(f'<bgColor x="{"x" * 1_000_000}"/>')],
            lambda known: [_XF.format(known)] * 40_000,
        ),
    ],
    "3,000 styles that are not there": lambda: [_long_style, rows(CONTACTS, _STRANGE)],
    "relations in thirty sheets": lambda: _sheets_with("<Relationship/>" * 148_000),
    "types of parts, and faults in all sheets": lambda: [
        *everywhere(lambda name: rows(name, faulty(4_000))),
        _TYPED,
    ],
    "relations in all sheets": lambda: [
        *everywhere(lambda name: rows(name, faulty(10))),
        *everywhere(lambda name: relations(name, "<Relationship/>" * 140_000)),
    ],
}


@pytest.mark.skipif(not watch.HELD, reason="what a process cost is read from Linux")
@pytest.mark.parametrize("edits", COSTS.values(), ids=COSTS)
def test_no_small_file_costs_marking_more_than_twenty_seconds_or_1_gb(
    edits: Callable[[], list[Edit]], tmp_path: Path
) -> None:
    """Whether there is a marked copy or not: the findings are told."""
    given = tmp_path / "classeur.xlsx"
    given.write_bytes(edited(*edits()))
    assert given.stat().st_size < 20 << 20
    seen = run(tmp_path, "verifier", given, *OUT)
    assert seen.code == 1 and "Traceback" not in seen.said
    assert seen.seconds < 20 and seen.megabytes < 1_000
