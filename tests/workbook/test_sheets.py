"""Rows and texts as any program writes them, and as none does: what is read of each."""

from __future__ import annotations

import io
import random
from datetime import datetime
from pathlib import Path

import pytest
import xlsxwriter
from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format
from openpyxl.utils import column_index_from_string, get_column_letter

from pipeline.model.text import StyledText
from pipeline.office import excel
from pipeline.workbook import xml_parts
from pipeline.workbook.cell_values import BadCell
from pipeline.workbook.read import load_cells
from pipeline.workbook.sheets import scan
from tests.support.hostile import (
    CONTACTS,
    Edit,
    cell,
    edited,
    rows,
    swap,
    table_of_texts,
)
from tests.support.paths import ROOT

MISPLACED = BadCell("place-double")
_AFTER = '<row r="99"><c r="A99"><v>1</v></c></row>'
# Edits of the journal -> the rows below its own that are then read, or the finding about
# the file.
ODD: dict[str, tuple[Edit, object]] = {
    "rows in a comment": (rows(CONTACTS, f"<!-- </row>{_AFTER} -->"), {}),
    "a row in a comment, as the one before": (rows(CONTACTS, f"{_AFTER}<!--{_AFTER.replace('99', '100')}-->"), {99: (1,)}),
    "from the first row again": (rows(
        CONTACTS, '<row r="1"><c r="A1"><v>1</v></c></row><row r="2"><c r="A2"><v><!-- -->2</v></c></row>' * 2
    ), {}),
    "a comment over two rows": (rows(CONTACTS, f'<row r="98"><!-- </row>{_AFTER}--></row>'), {}),
    "a comment in a cell": (rows(CONTACTS, '<row r="98"><c r="A98"><v>1<!-- x -->2</v></c></row>' + _AFTER), {98: (12,), 99: (1,)}),
    "a comment around a cell": (rows(CONTACTS, '<row r="98"><!--<c r="A98"><v>1</v></c>--></row>' + _AFTER), {99: (1,)}),
    "rows in CDATA": (rows(CONTACTS, f'<row r="98"><c r="A98"><v><![CDATA[</row>{_AFTER}]]></v></c></row>'), {98: (BadCell("nombre-impossible", '</row><row r="99"><c'),)}),
    "an instruction": (rows(CONTACTS, f"<?x </row>{_AFTER} ?>"), {}),
    "the sheet's tag in a comment": (swap(CONTACTS, "<sheetData>", "<!--<sheetData>--><sheetData>"), {}),
    "the rows in a comment": (swap(CONTACTS, "<sheetData>", "<sheetData><!--<sheetData>"), "fichier-illisible"),
    "an own prefix": (swap(CONTACTS, "<sheetData>", '<sheetData xmlns="urn:x">'), {}),
    "a row in a row": (rows(CONTACTS, f'<row r="98"><row r="97"></row>{_AFTER}</row>'), "classeur-anormal"),
    "empty rows between": (rows(CONTACTS, '<row r="90" ht="6"/><row r="91" hidden="1"/>' + _AFTER), {99: (1,)}),
    "a hidden row without cells": (rows(CONTACTS, '<row r="90" hidden="1"></row>' + _AFTER), {99: (1,)}),
    "an unbound prefix": (rows(CONTACTS, '<row r="90" x14ac:dyDescent="1"></row>' + _AFTER), "fichier-illisible"),
    "an attribute twice": (rows(CONTACTS, '<row r="90" ht="1" ht="1"></row>' + _AFTER), "fichier-illisible"),
    "a number twice": (rows(CONTACTS, '<row r="90" r="91"></row>' + _AFTER), "fichier-illisible"),
    "a closed row with cells": (rows(CONTACTS, '<row r="90" ht="1"/><c r="A90"><v>1</v></c></row>' + _AFTER), "fichier-illisible"),
    "a cell of another row": (rows(CONTACTS, '<row r="98"><c r="A97"><v>1</v></c></row>' + _AFTER), {98: (MISPLACED,), 99: (1,)}),
    "a cell of row 5 in row 55": (rows(CONTACTS, '<row r="55"><c r="A5"><v>1</v></c></row>' + _AFTER), {55: (MISPLACED,), 99: (1,)}),
    "cells out of order": (rows(CONTACTS, '<row r="98"><c r="B98"><v>1</v></c><c r="A98"><v>1</v></c></row>' + _AFTER), {98: (MISPLACED, 1), 99: (1,)}),
    "an empty cell twice": (rows(CONTACTS, '<row r="98"><c r="B98" s="1"/><c r="B98"><v>1</v></c></row>' + _AFTER), {98: (None, 1), 99: (1,)}),
    "empty elements": (rows(CONTACTS, '<row r="98"><c r="A98" t="str"><f>A1</f><v/></c><c r="B98"/></row>' + _AFTER), {99: (1,)}),
    "a formula": (rows(CONTACTS, '<row r="98"><c r="A98"><f t="shared" si="0"/><v>3</v></c></row>' + _AFTER), {98: (3,), 99: (1,)}),
    "a formula, no value": (rows(CONTACTS, '<row r="98"><c r="A98"><f>A1&lt;2</f></c></row>' + _AFTER), {98: (BadCell("formule-sans-valeur"),), 99: (1,)}),
    "a formula's unknown name": (rows(CONTACTS, '<row r="98"><c r="A98"><f>&x;</f><v>1</v></c></row>' + _AFTER), "fichier-illisible"),
    "an unknown name": (rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>&x;</v></c></row>' + _AFTER), "fichier-illisible"),
    "the end of CDATA": (rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>a]]>b</v></c></row>' + _AFTER), "fichier-illisible"),
    "no character": (rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>&#1;</v></c></row>' + _AFTER), "fichier-illisible"),
    "a raw control": (rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>a\x01</v></c></row>' + _AFTER), "fichier-illisible"),
    "raw returns": (rows(CONTACTS, '<row r="98"><c r="A98" t="str"><v>a\r_x000A_b\r\nc</v></c></row>' + _AFTER), {98: ("a\n\nb\nc",), 99: (1,)}),
    "spaces": (rows(CONTACTS, '\n <row r="98">\n<c r="A98" t="str"><v> a </v></c></row>' + _AFTER), {98: (" a ",), 99: (1,)}),
    "other quotes": (rows(CONTACTS, "<row r='98'><c r='A98'><v>1</v></c></row>" + _AFTER), {98: (1,), 99: (1,)}),
    "runs": (cell(CONTACTS, "C8", 't="inlineStr"', "<is><r><rPr><b/></rPr><t>Télé</t></r><r><t>phone</t></r></is>"), {}),
    "another encoding": (swap(CONTACTS, "<worksheet", '<?xml version="1.0" encoding="ISO-8859-1"?><worksheet'), {}),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "read"), ODD.values(), ids=ODD)
def test_odd_shapes(edit: Edit, read: object, tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(edited(edit))
    sheets, problems = load_cells(path, titles=["contacts"])
    if isinstance(read, str):
        assert [problem.code for problem in problems] == [read] and not sheets
        return
    found = enumerate(sheets["contacts"].rows, 1)
    assert {number: row for number, row in found if number > 8 and row} == read


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


@pytest.mark.parametrize(("edits", "noted"), NOTED.values(), ids=NOTED)
def test_what_is_noted_beside_values(
    edits: list[Edit], noted: dict[int, set[int]]
) -> None:
    journal = scan(edited(*edits), lambda title: True)["contacts"]
    found = {**journal.struck, **journal.elsewhere}
    assert {row: at for row, at in found.items() if row > 4} == noted


def test_pieces_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    package = (ROOT / "inputs" / "estinnes-2023.xlsx").read_bytes()
    whole = scan(package, lambda title: True)
    for size in (1_900, 4_001, 9_973, 70_001, 1 << 20):
        monkeypatch.setattr(xml_parts, "_CHUNK", size)
        assert scan(package, lambda title: True) == whole


def test_rows_of_xlsxwriter() -> None:
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
    read = scan(out.getvalue(), bool)["contacts"]
    assert read.rows[9][:4] == ("été & <b>", 9, 3.0, True) and read.rows[9][6] == "y"
    assert read.rows[2][4] == datetime(2023, 3, 17) and str(read.rows[2][7]) == "ab"
    assert isinstance(read.rows[0][7], StyledText) and len(read.rows) == 50
    assert isinstance(read.rows[0][9], StyledText) and read.hidden == {4}


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
