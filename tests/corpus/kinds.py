"""Workbooks of other kinds: with macros, encrypted, strict, full of notes; and what is
none but in name.
"""

from __future__ import annotations

import io
from html import escape
from typing import Any

from msoffcrypto.format.ooxml import OOXMLFile
from openpyxl import Workbook

from pipeline.editions.loader import load_form
from tests.corpus.case import NOTE, PLAN, REGISTER, Step, made, refused
from tests.corpus.programs import values
from tests.corpus.steps import in_excel
from tests.corpus.written import each
from tests.support.hostile import TYPES, parts, zipped

PASSWORD = "Tournesol-été"
_BOTH = (REGISTER, PLAN)


def _with_macros(data: bytes) -> bytes:
    types = parts(data)[TYPES].replace("sheet.main+xml", "sheet.macroEnabled.main+xml")
    macros = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)
    return zipped(
        [*{**parts(data), TYPES: types}.items(), ("xl/vbaProject.bin", macros)]
    )


def _locked(data: bytes, password: str = PASSWORD) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(password, out)
    return out.getvalue()


def _strict(_: str, xml: str) -> str:
    for old, new in (
        (
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
            "spreadsheetml/main",
        ),
        (
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
            "officeDocument/relationships",
        ),
    ):
        xml = xml.replace(old, f"http://purl.oclc.org/ooxml/{new}")
    return xml


def _noted(book: Workbook) -> None:
    """Where nobody looks, and many forget what they wrote."""
    book.properties.creator = book.properties.description = book.properties.keywords = (
        NOTE
    )
    page: Any = book.worksheets[1]
    page.oddHeader.center.text = page.oddFooter.left.text = NOTE
    page["A1"].hyperlink = f"file:///C:/{NOTE}"
    book.create_sheet(NOTE)


def _as_csv(data: bytes) -> bytes:
    rows = values(data).popitem()[1]
    return "\r\n".join(
        ";".join(str(value or "") for value in row) for row in rows
    ).encode("cp1252", "replace")


def _as_html(data: bytes) -> bytes:
    rows = values(data).popitem()[1]
    cells = ("".join(f"<td>{escape(str(value))}</td>" for value in row) for row in rows)
    table = "".join(f"<tr>{row}</tr>" for row in cells)
    return f"<html xmlns:x='urn:schemas-microsoft-com:office:excel'><table>{table}</table></html>".encode()


_OLD = (
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000) + "Workbook".encode("utf-16-le")
)
_OPEN = [
    ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
    ("content.xml", "<x/>"),
]
OTHERS: dict[str, Step] = {
    "nothing": lambda data: b"",
    "an old .xls": lambda data: _OLD,
    "an .ods": lambda data: zipped(_OPEN),
    "a .csv": _as_csv,
    "a page of the web": _as_html,
    "a .docx": lambda data: load_form("dics-2023").document.template.read_bytes(),
    "a .pdf": lambda data: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n",
    "a .zip with the workbook": lambda data: zipped([("classeur.xlsx", data)]),
    "a .json": lambda data: b'{"Contacts": []}',
}

CASES = [
    *(
        made("with macros", base, _with_macros, told="macros-ignorees", suffix=".xlsm")
        for base in _BOTH
    ),
    *(
        made("with macros, renamed", base, _with_macros, told="macros-ignorees")
        for base in _BOTH
    ),
    *(made("encrypted", base, _locked, password=PASSWORD) for base in _BOTH),
    made(
        "encrypted by Excel's own password",
        REGISTER,
        lambda data: _locked(data, "VelvetSweatshop"),
    ),
    refused("encrypted, and nobody says how", PLAN, "mot-de-passe-requis", _locked),
    refused(
        "encrypted otherwise",
        REGISTER,
        "mot-de-passe-refuse",
        _locked,
        password="Tournesol",
    ),
    *(refused("strict", base, "classeur-strict", each(_strict)) for base in _BOTH),
    *(
        made("notes in every corner of the file", base, in_excel(_noted))
        for base in _BOTH
    ),
    *(
        refused(f"{name} under its name", REGISTER, "fichier-autre", step)
        for name, step in OTHERS.items()
    ),
]
