"""Large workbooks as people have them: many households, or few with years of columns,
sheets and pictures of their own.
"""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zipfile import ZIP_STORED, ZipFile

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from benchmarks.inputs import YEAR, register
from benchmarks.xlsx import Row, write_workbook

YEARS = range(2019, 2024)
OWN = ("Suivi", "Démarches", "Partenaires", "Accord", "À revoir")
OWN_COLUMNS = [f"{name} {year}" for year in YEARS for name in OWN]
PICTURES, PICTURE = 6, 1 << 20  # bytes of each
# What a household is met for over the year, beside what the register has.
MORE_CONTACTS = 14
WORDS = ("visite", "dossier", "logement", "demande", "famille", "école", "santé")
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"


def many_households(number: int, path: Path) -> Path:
    """A sound register of that many households, with five contacts each."""
    write_workbook(path, register(number))
    return path


def long_kept(path: Path) -> Path:
    """A sound register of 300 households and 4,500 contacts with, beside each of them, 25
    columns of notes of five years; the logs of the years before; six pictures.
    """
    rows, draw = register(300), random.Random(0)
    rows["contacts"] += [*_more_contacts(rows["menages"])]
    write_workbook(path, rows)
    book = load_workbook(path)
    for title in ("Ménages", "Contacts"):
        _add_columns(book[title], draw)
    for year in YEARS[:-1]:
        own = book.create_sheet(f"Journal {year}")
        for _ in range(2_000):
            own.append(
                [f"{draw.randint(1, 28)}/{year}", *(_note(draw) for _ in range(6))]
            )
    saved = io.BytesIO()
    book.save(saved)
    path.write_bytes(with_pictures(saved.getvalue(), draw))
    return path


def _more_contacts(menages: list[Row]) -> Iterator[Row]:
    for number, menage in enumerate(menages):
        if number % 10 < 7:  # those who have not left
            for turn in range(MORE_CONTACTS):
                day = date(YEAR, 4, 1) + timedelta(days=turn)
                yield {"date": day, "codes": menage["code"], "mode": "telephone"}


def _add_columns(sheet: Worksheet, draw: random.Random) -> None:
    first = sheet.max_column + 1
    for at, title in enumerate(OWN_COLUMNS, first):
        sheet.cell(4, at, title)
        for row in range(5, sheet.max_row + 1):
            if draw.random() < 0.6:
                sheet.cell(row, at, _note(draw))


def _note(draw: random.Random) -> str:
    return " ".join(draw.choice(WORDS) for _ in range(draw.randint(3, 20)))


def with_pictures(package: bytes, draw: random.Random) -> bytes:
    """The workbook with pictures on its first sheet, as Excel keeps them."""
    out = io.BytesIO()
    drawing = f'<xdr:wsDr xmlns:xdr="{_DRAWING}/spreadsheetDrawing"/>'
    relation = f'Id="rId1" Type="{_RELATION}/drawing" Target="../drawings/drawing1.xml"'
    with ZipFile(io.BytesIO(package)) as old, ZipFile(out, "w") as new:
        for entry in old.infolist():
            data = old.read(entry)
            if entry.filename == "xl/worksheets/sheet1.xml":
                mark = (
                    f'<drawing xmlns:r="{_RELATION}" r:id="rId1"/></worksheet>'.encode()
                )
                data = data.replace(b"</worksheet>", mark)
            if entry.filename == "[Content_Types].xml":
                more = (
                    b'<Default Extension="png" ContentType="image/png"/><Override'
                    b' PartName="/xl/drawings/drawing1.xml" ContentType="application/'
                    b'vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
                )
                data = data.replace(b"</Types>", more)
            new.writestr(entry, data)
        new.writestr("xl/drawings/drawing1.xml", drawing)
        new.writestr(
            "xl/worksheets/_rels/sheet1.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f"<Relationship {relation}/></Relationships>",
        )
        for number in range(PICTURES):
            picture = b"\x89PNG\r\n\x1a\n" + draw.randbytes(PICTURE)
            new.writestr(f"xl/media/image{number}.png", picture, ZIP_STORED)
    return out.getvalue()
