"""Rows and texts taken quickly, held against the parser: the same values, faults,
hidden rows and looks.
"""

from __future__ import annotations

import io
import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.parsers import expat

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string, get_column_letter

from pipeline.model.text import StyledText
from pipeline.office import excel
from pipeline.workbook import sheets as sheet_scan
from pipeline.workbook import xml_parts
from pipeline.workbook.quick_rows import Block, QuickRows
from pipeline.workbook.sheets import scan
from pipeline.workbook.xml_parts import Parts, clean_text
from tests.support.hostile import (
    CONTACTS,
    TOLD,
    UNTOLD,
    Edit,
    Hostile,
    cell,
    edited,
    parts,
    rows,
    swap,
    table_of_texts,
)
from tests.support.paths import ROOT
from tests.support.properties import held

BOOKS = sorted(
    [*(ROOT / "inputs").glob("*.xlsx"), *(ROOT / "tests" / "workbooks").glob("*.xlsx")]
)


def everything(package: bytes, slowly: bool, monkeypatch: pytest.MonkeyPatch) -> object:
    """All that is read of all sheets, types and looks included; or the name of what is
    raised.
    """
    with monkeypatch.context() as patched:
        if slowly:
            patched.setattr(
                xml_parts._Walk, "quickly", lambda walk, quick, chunks: None
            )
        try:
            sheets, problems = scan(package, lambda title: True)
        except Exception as error:
            return type(error).__name__
    told = [
        (
            key,
            sheet,
            [
                [(type(value), getattr(value, "looks", ())) for value in row]
                for row in sheet.rows
            ],
        )
        for key, sheet in sheets.items()
    ]
    return told, problems


def assert_alike(package: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    assert everything(package, False, monkeypatch) == everything(
        package, True, monkeypatch
    )


def share_taken(package: bytes, monkeypatch: pytest.MonkeyPatch) -> float:
    """Of all rows, how many are not left to the parser."""
    seen: list[str] = []
    taken: list[object] = []
    blocks = QuickRows.blocks

    def counted(quick: QuickRows, written: Iterable[str]) -> Iterator[Block]:
        for block in blocks(quick, (seen.append(row) or row for row in written)):  # type: ignore[func-returns-value]
            taken.extend(block.rows)
            yield block

    with monkeypatch.context() as patched:
        patched.setattr(QuickRows, "blocks", counted)
        scan(package, lambda title: True)
    return len(taken) / max(len(seen), 1)


@pytest.mark.parametrize("path", BOOKS, ids=lambda path: str(path.name))
def test_the_examples(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_alike(path.read_bytes(), monkeypatch)
    assert share_taken(path.read_bytes(), monkeypatch) > 0.9


@pytest.mark.parametrize("case", [*TOLD, *UNTOLD], ids=str)
def test_hostile_workbooks(case: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_alike(edited(*case.edits), monkeypatch)


_AFTER = '<row r="99"><c r="A99"><v>1</v></c></row>'
ODD: dict[str, Edit] = {
    "rows in a comment": rows(CONTACTS, f"<!-- </row>{_AFTER} -->"),
    "a row in a comment, as the one before": rows(CONTACTS, f"{_AFTER}<!--{_AFTER.replace('99', '100')}-->"),
    "from the first row again": rows(
        CONTACTS, '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v><!-- -->2</v></c></row>' * 2
    ),
    "a comment over two rows": rows(CONTACTS, f'<row r="98"><!-- </row>{_AFTER}--></row>'),
    "a comment in a cell": rows(CONTACTS, '<row r="98"><c r="A98"><v>1<!-- x -->2</v></c></row>' + _AFTER),
    "a comment around a cell": rows(CONTACTS, '<row r="98"><!--<c r="A98"><v>1</v></c>--></row>' + _AFTER),
    "rows in CDATA": rows(CONTACTS, f'<row r="98"><c r="A98"><v><![CDATA[</row>{_AFTER}]]></v></c></row>'),
    "an instruction": rows(CONTACTS, f"<?x </row>{_AFTER} ?>"),
    "the sheet's tag in a comment": swap(CONTACTS, "<sheetData>", "<!--<sheetData>--><sheetData>"),
    "the rows in a comment": swap(CONTACTS, "<sheetData>", "<sheetData><!--<sheetData>"),
    "an own prefix": swap(CONTACTS, "<sheetData>", '<sheetData xmlns="urn:x">'),
    "a row in a row": rows(CONTACTS, f'<row r="98"><row r="97"></row>{_AFTER}</row>'),
    "empty rows between": rows(CONTACTS, '<row r="90" ht="6"/><row r="91" hidden="1"/>' + _AFTER),
    "a hidden row without cells": rows(CONTACTS, '<row r="90" hidden="1"></row>' + _AFTER),
    "an unbound prefix": rows(CONTACTS, '<row r="90" x14ac:dyDescent="1"></row>' + _AFTER),
    "an attribute twice": rows(CONTACTS, '<row r="90" ht="1" ht="1"></row>' + _AFTER),
    "a number twice": rows(CONTACTS, '<row r="90" r="91"></row>' + _AFTER),
    "a closed row with cells": rows(CONTACTS, '<row r="90" ht="1"/><c r="A90"><v>1</v></c></row>' + _AFTER),
    "a cell of another row": rows(CONTACTS, '<row r="98"><c r="A97"><v>1</v></c></row>' + _AFTER),
    "a cell of row 5 in row 55": rows(CONTACTS, '<row r="55"><c r="A5"><v>1</v></c></row>' + _AFTER),
    "cells out of order": rows(CONTACTS, '<row r="98"><c r="B98"><v>1</v></c><c r="A98"><v>1</v></c></row>' + _AFTER),
    "an empty cell twice": rows(CONTACTS, '<row r="98"><c r="B98" s="1"/><c r="B98"><v>1</v></c></row>' + _AFTER),
    "empty elements": rows(CONTACTS, '<row r="98"><c r="A98" t="str"><f>A1</f><v/></c><c r="B98"/></row>' + _AFTER),
    "a formula": rows(CONTACTS, '<row r="98"><c r="A98"><f t="shared" si="0"/><v>3</v></c></row>' + _AFTER),
    "a formula, no value": rows(CONTACTS, '<row r="98"><c r="A98"><f>A1&lt;2</f></c></row>' + _AFTER),
    "a formula's unknown name": rows(CONTACTS, '<row r="98"><c r="A98"><f>&x;</f><v>1</v></c></row>' + _AFTER),
    "an unknown name": rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>&x;</v></c></row>' + _AFTER),
    "the end of CDATA": rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>a]]>b</v></c></row>' + _AFTER),
    "no character": rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>&#1;</v></c></row>' + _AFTER),
    "a raw control": rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>a\x01</v></c></row>' + _AFTER),
    "raw returns": rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>a\r_x000A_b\r\nc</v></c></row>' + _AFTER),
    "spaces": rows(CONTACTS, '\n <row r="98">\n<c r="A98" t="str"><v> a </v></c></row>' + _AFTER),
    "other quotes": rows(CONTACTS, "<row r='98'><c r='A98'><v>1</v></c></row>" + _AFTER),
    "runs": cell(CONTACTS, "C8", 't="inlineStr"', "<is><r><rPr><b/></rPr><t>Télé</t></r><r><t>phone</t></r></is>"),
    "another encoding": swap(CONTACTS, "<worksheet", '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet'),
}  # fmt: skip


@pytest.mark.parametrize("edit", ODD.values(), ids=ODD)
def test_odd_shapes(edit: Edit, monkeypatch: pytest.MonkeyPatch) -> None:
    assert_alike(edited(edit), monkeypatch)


_TEXTS = "<si><r><rPr><strike/></rPr><t>E-</t></r><r><rPr><strike/></rPr><t>mail</t></r></si><si><t>E-mail</t></si>"
# Edits of the journal; below its headings, the columns of which something is noted, row
# by row.
NOTED: dict[str, tuple[list[Edit], dict[int, set[int]]]] = {
    "struck by style": (
        [swap("xl/styles.xml", "<font><name", "<font><strike/><name")],
        {row: {1, 2, 3} for row in (5, 6, 7, 8)},
    ),
    "not struck": (
        [swap("xl/styles.xml", "<font><name", '<font><strike val="0"/><name')],
        {},
    ),
    "struck in the table of texts": (
        [
            table_of_texts(_TEXTS),
            cell(CONTACTS, "C7", 't="s"', "<v>0</v>"),
            cell(CONTACTS, "C8", 't="s"', "<v>1</v>"),
        ],
        {7: {3}},
    ),
    "formulas that look into another workbook": (
        [
            cell(
                CONTACTS,
                "A5",
                "",
                '<f t="shared" ref="A5:A6" si="0">[1]a!A5&amp;""</f><v>45000</v>',
            ),
            cell(CONTACTS, "A6", "", '<f t="shared" si="0"/><v>45000</v>'),
            cell(
                CONTACTS,
                "A7",
                "",
                '<f t="shared" ref="A7:A8" si="1">B7</f><v>45000</v>',
            ),
            cell(CONTACTS, "A8", "", '<f t="shared" si="1"/><v>45000</v>'),
            cell(CONTACTS, "B8", 't="str"', "<f>'[2]b c'!$C$9</f><v>H-001</v>"),
            cell(CONTACTS, "C8", 't="str"', "<f>[2]b!$C$9</f><v></v>"),
        ],
        {5: {1}, 6: {1}, 8: {2}},
    ),
}


@pytest.mark.parametrize("most", [1, 2, 1_000])
@pytest.mark.parametrize(("edits", "noted"), NOTED.values(), ids=NOTED)
def test_what_is_noted_beside_values(
    edits: list[Edit],
    noted: dict[int, set[int]],
    most: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sheet_scan, "MOST_NOTED", most)
    assert_alike(edited(*edits), monkeypatch)
    journal = scan(edited(*edits), lambda title: True)[0]["contacts"]
    assert max(len(journal.struck), len(journal.elsewhere)) <= most
    if most > len(noted) + 4:
        assert {
            row: at
            for row, at in {**journal.struck, **journal.elsewhere}.items()
            if row > 4
        } == noted


def test_other_sheets_are_glanced_at_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = []
    for slowly in (False, True):
        with monkeypatch.context() as patched:
            if slowly:
                patched.setattr(
                    xml_parts._Walk, "quickly", lambda walk, quick, chunks: None
                )
            seen.append(
                scan(
                    BOOKS[0].read_bytes(),
                    lambda title: False,
                    lambda rows: len(rows) > 9 and 4,
                )
            )
    assert seen[0] == seen[1]
    assert {key for key, sheet in seen[0][0].items() if sheet.filled} >= {
        "contacts",
        "ménages",
    }


# What stands behind the place of a cell in row ``#``, whose number may stand elsewhere
# too: sound, odd, or no XML.
BEHIND = [
    *(
        ' t="s"><v>3</v></c>',
        ' s="1" t="s"><v>#</v></c>',
        ' s="#"><v>#</v></c>',
        "><v>#.5</v></c>",
        "/>",
        ' s="#"/>',
    ),
    *(
        ' t="str"><v>#"</v></c>',
        ' t="inlineStr"><is><t>A#" &amp; b</t></is></c>',
        "><f>A#</f><v>#</v></c>",
    ),
    *(
        "><f>A#</f></c>",
        ' t="b"><v>1</v></c>',
        ' t="e"><v>#REF!</v></c>',
        ' t="str"><v> </v></c>',
    ),
    *(
        " s='#'><v>1</v></c>",
        '><v>1</v></c>#" t="s"><v>3</v></c>',
        "><v><!-- -->1</v></c>",
        "><v>1</v></c> ",
    ),
    *("><v>1</v></c></row>", "><v>1</v>"),
]
ATTRIBUTES = [
    "",
    "",
    "",
    ' spans="1:3"',
    ' hidden="1"',
    ' s="#" customFormat="1"',
    ' x="#"',
]


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """Rows of a sheet, most of them as programs write them."""
    number, written = draw(st.integers(1, 4)), ""
    for _ in range(draw(st.integers(1, 12))):
        columns = draw(
            st.lists(
                st.sampled_from(["A", "B", "C", "D", "Z", "AA", "GR", "GS"]),
                unique=True,
                max_size=4,
            )
        )
        ordered = (
            sorted(columns, key=column_index_from_string)
            if draw(st.integers(0, 7))
            else columns
        )
        cells = ""
        for column in ordered:
            place = draw(st.sampled_from(["#"] * 30 + ["##", "9", ""]))
            cells += f'<c r="{column}{place}"{draw(st.sampled_from(BEHIND[: draw(st.sampled_from([2, 6, 13, 19]))]))}'
        row = f'<row r="#"{draw(st.sampled_from(ATTRIBUTES))}>{cells}</row>'
        written += draw(
            st.sampled_from([*[""] * 20, '<row r="#"/>', " ", "<!--"])
        ) + row.replace("#", str(number))
        number = max(number + draw(st.sampled_from([1] * 12 + [0, 2, 5, -1, -3])), 1)
    return written


@pytest.mark.properties
@held(200)
@given(sheets())
def test_random_rows(written: str) -> None:
    body = re.findall("<sheetData>.*</sheetData>", parts()[CONTACTS], re.DOTALL)[0]
    with pytest.MonkeyPatch.context() as monkeypatch:
        assert_alike(
            edited(swap(CONTACTS, body, f"<sheetData>{written}</sheetData>")),
            monkeypatch,
        )


def test_sheets_broken_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    draw = random.Random(6)
    whole = parts()[CONTACTS]
    marks = [
        "<",
        ">",
        "&",
        '"',
        "</row>",
        "<!--",
        "-->",
        "]]>",
        "<row>",
        '<c r="',
        "\x00",
        " ",
        "\r",
        "</c>",
        "<v/>",
    ]
    for _ in range(150):
        at, length = draw.randrange(len(whole)), draw.choice((0, 0, 1, 5, 40))
        broken = whole[:at] + draw.choice(marks) + whole[at + length :]
        assert_alike(edited(swap(CONTACTS, whole, broken)), monkeypatch)


def test_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    package = BOOKS[0].read_bytes()
    whole = everything(package, True, monkeypatch)
    for size in (1_900, 4_001, 9_973, 70_001):
        monkeypatch.setattr(xml_parts, "_CHUNK", size)
        assert everything(package, False, monkeypatch) == whole


def test_rows_of_xlsxwriter(monkeypatch: pytest.MonkeyPatch) -> None:
    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    sheet = book.add_worksheet("Contacts")
    bold, day = (
        book.add_format({"bold": True}),
        book.add_format({"num_format": "dd/mm/yyyy"}),
    )
    sheet.set_row(3, 20, bold, {"hidden": True})
    for row in range(50):
        sheet.write_row(row, 0, ["été & <b>", row, row / 3, True])
        sheet.write_number(row, 4, 45_000 + row, day)
        sheet.write_formula(row, 6, '=IF(A1="x","","y")', None, "y" * (row % 2))
        sheet.write_rich_string(row, 7, "a", bold, "b")
        sheet.write_blank(row, 8, None, bold)
        sheet.write_string(row, 9, "gras", bold)
    book.close()
    assert_alike(out.getvalue(), monkeypatch)
    assert share_taken(out.getvalue(), monkeypatch) == 1
    assert isinstance(scan(out.getvalue(), bool)[0]["contacts"].rows[0][7], StyledText)


def test_texts_of_random_characters() -> None:
    draw = random.Random(7)
    words = [
        "&amp;",
        "&#233;",
        "&#xE9;",
        "&#0;",
        "&#xD800;",
        "&#x110000;",
        "&x;",
        "&",
        "]]",
        ">",
        "\r",
        "\x85",
        "é",
        "\ufffe",
    ]
    for _ in range(500):
        written = "".join(draw.choices(words, k=draw.randint(1, 4)))
        made = clean_text(written)
        read: list[str] = []
        parser = expat.ParserCreate()
        parser.CharacterDataHandler = read.append
        try:
            parser.Parse(f"<t>{written}</t>".encode(), True)
        except expat.ExpatError:
            assert made is None, written
        else:
            assert made in (None, "".join(read)), written
            assert made is not None or "\r" in written


def test_columns_and_formats_are_those_of_another_reader() -> None:
    for number in (*range(1, 800), 16_383, 16_384, 18_278):
        assert excel.column_letters(number) == get_column_letter(number)
        assert excel.column_number(
            get_column_letter(number)
        ) == column_index_from_string(get_column_letter(number))
    assert {
        n for n, code in BUILTIN_FORMATS.items() if is_date_format(code)
    } == excel.BUILT_IN_DATES
    draw = random.Random(8)
    pieces = [
        "d",
        "yyyy",
        "h",
        "[h]",
        "[mm]",
        "[Red]",
        "[$-80C]",
        '"le d"',
        '"',
        "\\d",
        "_m",
        ";",
        "0",
        "#",
        "S",
        "@",
        "[",
    ]
    codes = [
        *BUILTIN_FORMATS.values(),
        *("".join(draw.choices(pieces, k=draw.randint(1, 5))) for _ in range(2_000)),
    ]
    assert [
        code for code in codes if excel.is_date_format(code) != is_date_format(code)
    ] == []

    assert openpyxl.__name__ and Parts.__name__
