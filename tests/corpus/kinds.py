"""Workbooks of other kinds: with macros, encrypted, strict, full of notes; and what is
none but in name: steps of the pages.
"""

from __future__ import annotations

import io
from html import escape
from typing import Any

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from pipeline.editions.loader import load_form
from tests.corpus.case import NOTE
from tests.corpus.programs import values
from tests.corpus.steps import of_book
from tests.corpus.written import each
from tests.support.hostile import RELATIONS, TYPES, parts, zipped


def with_macros(data: bytes) -> bytes:
    types = parts(data)[TYPES].replace("sheet.main+xml", "sheet.macroEnabled.main+xml")
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
    return zipped(
        [*{**parts(data), TYPES: types}.items(), ("xl/vbaProject.bin", macros)]
    )


def locked(data: bytes, password: str) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


@each
def strict(_: str, xml: str) -> str:
    for old, new in (
        (
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "spreadsheetml/main",
        ),
        (RELATIONS, "officeDocument/relationships"),
    ):
        xml = xml.replace(old, f"http://purl.oclc.org/ooxml/{new}")
    return xml


@of_book
def noted(book: Workbook) -> None:
    """Where nobody looks, and many forget what they wrote."""
    book.properties.creator = book.properties.description = book.properties.keywords = (
        NOTE
    )
    page: Any = book.worksheets[1]
    page.oddHeader.center.text = page.oddFooter.left.text = NOTE
    page["A1"].hyperlink = f"file:///C:/{NOTE}"
    book.create_sheet(NOTE)


def as_csv(data: bytes) -> bytes:
    rows = values(data).popitem()[1]
    return "\r\n".join(
        ";".join(str(value or "") for value in row) for row in rows
    ).encode("cp1252", "replace")


def as_html(data: bytes) -> bytes:
    rows = values(data).popitem()[1]
    cells = ("".join(f"<td>{escape(str(value))}</td>" for value in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>{table}</table></html>".encode()


def as_old_excel(_: bytes) -> bytes:
    stream = "Workbook".encode("utf-16-le")
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000) + stream


def as_ods(_: bytes) -> bytes:
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    return zipped([("mimetype", kind), ("content.xml", "<x/>")])


def as_word(_: bytes) -> bytes:
    return load_form("dics-2023").document.template.read_bytes()


def as_text(_: bytes, text: str) -> bytes:
    return text.encode("latin-1")


def in_a_zip(data: bytes) -> bytes:
    return zipped([("classeur.xlsx", data)])
