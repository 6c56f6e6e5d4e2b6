"""Rows and texts as any program writes them, and as none does: what is read of each."""

from __future__ import annotations

import io
import random
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

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
from tests.support.cases import beside
from tests.support.hostile import edited, edits_of
from tests.support.paths import ROOT

PAGE = beside(__file__)


@pytest.mark.parametrize("case", PAGE["odd"].values(), ids=PAGE["odd"])
def test_odd_shapes(case: Mapping[str, Any], tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(edited(*edits_of(case)))
    sheets, problems = load_cells(path, titles=["contacts"])
    if isinstance(case["read"], str):
        assert [problem.code for problem in problems] == [case["read"]] and not sheets
        return
    found = {
        number: tuple(map(shown, row))
        for number, row in enumerate(sheets["contacts"].rows, 1)
        if number > 8 and row
    }
    assert found == case["read"]


def shown(cell: object) -> object:
    """A cell as the page has it."""
    return f"! {cell.code} {cell.shown}".strip() if isinstance(cell, BadCell) else cell


@pytest.mark.parametrize("case", PAGE["noted"].values(), ids=PAGE["noted"])
def test_what_is_noted_beside_values(case: Mapping[str, Any]) -> None:
    journal = scan(edited(*edits_of(case)), lambda title: True)["contacts"]
    found = {**journal.struck, **journal.elsewhere}
    noted = {row: {*columns} for row, columns in case["noted"].items()}
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
    pieces = PAGE["pieces"]
    codes = [
        *BUILTIN_FORMATS.values(),
        *("".join(draw.choices(pieces, k=draw.randint(1, 5))) for _ in range(2_000)),
    ]
    assert [
        code for code in codes if excel.is_date_format(code) != is_date_format(code)
    ] == []
