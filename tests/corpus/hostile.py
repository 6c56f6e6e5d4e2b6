"""Files that are damaged, and files made to do harm."""

from __future__ import annotations

import io
import re
import struct
import zlib
from zipfile import ZipFile

import pytest

from tests.corpus.case import PLAN as P
from tests.corpus.case import REGISTER as R
from tests.corpus.case import Case, Step, made, refused
from tests.corpus.steps import in_parts
from tests.support.hostile import (
    CONTACTS,
    WORKBOOK,
    Edit,
    doctype,
    parts,
    rows,
    swap,
    text,
    zipped,
)

ACTIONS = "xl/worksheets/sheet6.xml"
_RELS = "xl/_rels/workbook.xml.rels"

# ---- damaged


def _cut(share: float) -> Step:
    return lambda data: data[: int(len(data) * share)]


def _entry(data: bytes, name: str) -> tuple[int, int]:
    """Where the directory and the data of a member begin."""
    directory = data.index(b"PK\x05\x06")
    (start,) = struct.unpack_from("<I", data, directory + 16)
    at = data.index(name.encode(), start) - 46
    (header,) = struct.unpack_from("<I", data, at + 42)
    return at, header


def _listed(at: int, form: str, value: int, name: str = CONTACTS) -> Step:
    """Another number in what the zip's directory says of a member."""

    def step(data: bytes) -> bytes:
        made_of = bytearray(data)
        struct.pack_into(form, made_of, _entry(data, name)[0] + at, value)
        return bytes(made_of)

    return step


def _flipped(name: str, at: int) -> Step:
    """A bit of a member's data turned over."""

    def step(data: bytes) -> bytes:
        made_of = bytearray(data)
        made_of[_entry(data, name)[1] + 30 + len(name) + at] ^= 0x10
        return bytes(made_of)

    return step


def _zeroed(data: bytes) -> bytes:
    """A block of the disk lost."""
    return data[:8192] + bytes(4096) + data[12288:]


def _without(part: str) -> Edit:
    def edit(content: dict[str, str]) -> None:
        del content[part]

    return edit


UNREADABLE: dict[str, tuple[Step, str]] = {
    "cut after its first bytes": (lambda data: data[:3], "fichier-illisible"),
    "cut after a tenth": (_cut(0.1), "fichier-illisible"),
    "cut in the middle": (_cut(0.5), "fichier-illisible"),
    "cut before its directory": (_cut(0.9), "fichier-illisible"),
    "cut by one byte": (lambda data: data[:-1], "fichier-illisible"),
    "its first half lost": (lambda data: data[len(data) // 2 :], "fichier-illisible"),
    "a block of zeros": (_zeroed, "fichier-illisible"),
    "a bit turned in a sheet": (_flipped(CONTACTS, 200), "fichier-illisible"),
    "another checksum": (_listed(16, "<I", 0), "fichier-illisible"),
    "another compression": (_listed(10, "<H", 12), "classeur-anormal"),
    "a member called encrypted": (_listed(8, "<H", 1), "classeur-anormal"),
    "a member elsewhere": (_listed(42, "<I", 7), "fichier-illisible"),
    "a member behind the end": (_listed(42, "<I", 0x7FFFFFFF), "fichier-illisible"),
    "a member called empty": (_listed(24, "<I", 0), "fichier-illisible"),
    "another name in the directory": (_listed(46, "<B", ord("y")), "fichier-illisible"),
    "a mail's head before it": (
        lambda data: b"Content-Type: application/octet-stream\r\n\r\n" + data,
        "fichier-illisible",
    ),
    "a sheet cut off": (
        in_parts(swap(CONTACTS, "</sheetData>", "")),
        "fichier-illisible",
    ),
    "the workbook's part gone": (in_parts(_without(WORKBOOK)), "fichier-illisible"),
    "the relations gone": (in_parts(_without(_RELS)), "classeur-sans-feuille"),
    "a sheet's part gone": (in_parts(_without(CONTACTS)), "fichier-illisible"),
    "bytes that are no UTF-8": (
        lambda data: zipped(
            (name, xml.encode().replace(b"Contacts</t>", b"Contact\xff</t>"))
            for name, xml in parts(data).items()
        ),
        "fichier-illisible",
    ),
    "a zero in the XML": (in_parts(text(CONTACTS, "C9", "T&#0;")), "fichier-illisible"),
}
DAMAGED = [
    *(refused(name, R, code, step) for name, (step, code) in UNREADABLE.items()),
    *(
        refused(name, P, code, step)
        for name, (step, code) in UNREADABLE.items()
        if name.startswith(("cut", "a block"))
    ),
    refused(
        "a member called longer than it is",
        R,
        "classeur-anormal",
        _listed(20, "<I", 0xFFFFFFF0),
    ),
    made("some bytes behind the end", R, lambda data: data + bytes(512)),
]

# ---- made to do harm: the package


def _bomb(data: bytes) -> bytes:
    """A part of 2 GiB and a bit, of zeros, in some two megabytes."""
    press = zlib.compressobj(9, zlib.DEFLATED, -15)
    block = press.compress(bytes(1 << 20)) + press.flush(zlib.Z_FULL_FLUSH)
    packed = block * 2060 + b"\3\0"
    name, size = b"xl/media/image1.png", 2060 << 20
    out = io.BytesIO(data)
    with ZipFile(out, "a") as package:
        start = package.start_dir
        directory = data[start : data.index(b"PK\x05\x06")]
        count = len(package.namelist()) + 1
    local = (
        b"PK\3\4"
        + struct.pack("<5H3I2H", 20, 0, 8, 0, 0, 0, len(packed), size, len(name), 0)
        + name
    )
    listed = (
        b"PK\1\2"
        + struct.pack(
            "<6H3I5H2I",
            20,
            20,
            0,
            8,
            0,
            0,
            0,
            len(packed),
            size,
            len(name),
            0,
            0,
            0,
            0,
            0,
            start,
        )
        + name
    )
    where = start + len(local) + len(packed)
    end = b"PK\5\6" + struct.pack(
        "<4H2IH", 0, 0, count, count, len(directory) + len(listed), where, 0
    )
    return data[:start] + local + packed + directory + listed + end


def _with(*members: tuple[str, str]) -> Step:
    return lambda data: zipped([*parts(data).items(), *members])


def _twice(data: bytes) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return _with((CONTACTS, parts(data)[CONTACTS]))(data)


_OUTSIDE = '<!DOCTYPE x [<!ENTITY out SYSTEM "file:///etc/passwd">]>'
PACKAGES = [
    refused("a bomb of zeros", R, "classeur-trop-grand", _bomb, heavy=True),
    refused(
        "a bomb of entities in a sheet",
        R,
        "classeur-anormal",
        in_parts(doctype(CONTACTS)),
    ),
    refused(
        "a bomb of entities in the workbook",
        P,
        "classeur-anormal",
        in_parts(doctype(WORKBOOK)),
    ),
    refused(
        "a bomb of entities in the relations",
        P,
        "classeur-anormal",
        in_parts(doctype(_RELS)),
    ),
    refused(
        "an entity from outside",
        R,
        "classeur-anormal",
        in_parts(
            text(CONTACTS, "C9", "&out;"),
            lambda content: content.update({CONTACTS: _OUTSIDE + content[CONTACTS]}),
        ),
    ),
    refused("a part twice", R, "classeur-anormal", _twice),
    refused(
        "a part twice, in capitals",
        P,
        "classeur-anormal",
        _with(("XL/WORKBOOK.XML", "<x/>")),
    ),
    refused(
        "names of parts from the root",
        P,
        "fichier-autre",
        lambda data: zipped((f"/{name}", xml) for name, xml in parts(data).items()),
    ),
    *(
        made(
            "names that lead out of the folder",
            base,
            _with(
                ("../../evasion.txt", "x"),
                ("/tmp/evasion.txt", "x"),
                ("C:\\evasion.txt", "x"),
            ),
        )
        for base in (R, P)
    ),
]

# ---- made to do harm: a sheet

_MERGES = "".join(f'<mergeCell ref="A{row}:B{row}"/>' for row in range(6_000, 16_002))
_NESTED = "<ext>" * 20_000 + "</ext>" * 20_000


def _sized(part: str, ref: str) -> Step:
    return in_parts(
        lambda content: content.update(
            {
                part: re.sub(
                    r'<dimension ref="[^"]*"', f'<dimension ref="{ref}"', content[part]
                )
            }
        )
    )


SHEETS = [
    *(
        made(
            "a sheet said to have 17 billion cells", base, _sized(part, "A1:XFD1048576")
        )
        for base, part in ((R, CONTACTS), (P, ACTIONS))
    ),
    refused(
        "merged cells past counting",
        R,
        "classeur-trop-grand Contacts",
        in_parts(
            swap(
                CONTACTS,
                "</sheetData>",
                f"</sheetData><mergeCells>{_MERGES}</mergeCells>",
            )
        ),
    ),
    made(
        "elements in each other 20,000 times",
        R,
        in_parts(
            swap(CONTACTS, "</worksheet>", f"<extLst>{_NESTED}</extLst></worksheet>")
        ),
    ),
    made(
        "all rows of a sheet tall and empty",
        P,
        in_parts(
            rows(ACTIONS, "".join(f'<row r="{n}" ht="409"/>' for n in range(9, 60_000)))
        ),
    ),
]

CASES: list[Case] = [*DAMAGED, *PACKAGES, *SHEETS]
