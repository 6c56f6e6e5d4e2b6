"""The same parts written otherwise, packed otherwise, and called otherwise."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from tests.corpus.case import PLAN, REGISTER, Case, Step, made, refused
from tests.corpus.programs import in_all_ways
from tests.corpus.steps import in_parts, typed
from tests.support.hostile import CONTACTS, TYPES, Edit, parts, swap, text, zipped

RELATIONS = "xl/_rels/workbook.xml.rels"

# ---- XML


def each(change: Callable[[str, str], str | bytes]) -> Step:
    """Each part written otherwise, by its name and XML."""
    return lambda data: zipped(
        (name, change(name, xml)) for name, xml in parts(data).items()
    )


def _sheets(change: Callable[[str], str]) -> Step:
    return each(
        lambda name, xml: change(xml) if name.startswith("xl/worksheets/") else xml
    )


def _prefixed(name: str, xml: str) -> str:
    if not name.startswith(("xl/worksheets/", "xl/workbook.xml", "xl/styles.xml")):
        return xml
    return re.sub(r"<(/?)(\w+)(?=[\s/>])", r"<\1x:\2", xml).replace(
        "xmlns=", "xmlns:x="
    )


def _encoded(encoding: str) -> Step:
    def change(_: str, xml: str) -> bytes:
        bare = re.sub(r"^<\?xml.*?\?>\s*", "", xml)
        return f'<?xml version="1.0" encoding="{encoding}"?>{bare}'.encode(
            encoding, "xmlcharrefreplace"
        )

    return each(change)


def _as_excel(xml: str) -> str:
    """With the namespaces, spans and hints of Excel."""
    spaces = (
        'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
        ' mc:Ignorable="x14ac xr"'
        ' xmlns:x14ac="http://schemas.microsoft.com/office/spreadsheetml/2009/9/ac"'
        ' xmlns:xr="http://schemas.microsoft.com/office/spreadsheetml/2014/revision"'
        ' xr:uid="{00000000-0001-0000-0000-000000000000}"'
    )
    rows = xml.replace("<row ", '<row spans="1:6" x14ac:dyDescent="0.25" ')
    return rows.replace("<worksheet ", f"<worksheet {spaces} ", 1)


def _placeless(content: dict[str, str]) -> None:
    """Rows and cells that follow each other, without a word on where."""
    pattern = r'<(row|c) r="(?:[A-C][6-9]|[1-9])"'
    content[CONTACTS] = re.sub(pattern, r"<\1", content[CONTACTS])


XML: dict[str, Step] = {
    "element names with a prefix": each(_prefixed),
    "parts in UTF-16": _encoded("utf-16"),
    "parts in Latin-1": _encoded("iso-8859-1"),
    "a mark of byte order": each(lambda _, xml: b"\xef\xbb\xbf" + xml.encode()),
    "an indented XML": _sheets(
        lambda xml: re.sub(r">(?=<(?!/t>|/v>))", ">\r\n\t", xml)
    ),
    "an XML with comments": _sheets(
        lambda xml: xml.replace("<row ", '<!-- <row r="1"> --><?go on?><row ')
    ),
    "an XML as Excel writes it": _sheets(_as_excel),
}

# ---- parts and their relations


def _named(data: bytes, old: str, new: str) -> bytes:
    """A part, or a folder of them, under another name."""
    return zipped(
        (name.replace(old, new), xml.replace(old, new))
        for name, xml in parts(data).items()
    )


def _elsewhere(data: bytes) -> bytes:
    moved = _named(data, "xl/workbook.xml", "xl/classeur.xml")
    return _named(moved, "xl/_rels/workbook.xml.rels", "xl/_rels/classeur.xml.rels")


def _in_capitals(data: bytes) -> bytes:
    return zipped(
        (name.upper() if "sheet" in name else name, xml)
        for name, xml in parts(data).items()
    )


def _bare(data: bytes) -> bytes:
    return zipped(
        (name, xml)
        for name, xml in parts(data).items()
        if not name.startswith(("docProps", "xl/theme"))
    )


def _from(folder: str) -> Edit:
    return swap(RELATIONS, 'Target="/xl/', f'Target="{folder}')


PARTS: dict[str, Step] = {
    "parts named from beside": in_parts(_from("")),
    "parts named from above": in_parts(_from("../xl/./")),
    "a sheet's part of another name": lambda data: _named(
        data, "worksheets/sheet5.xml", "worksheets/La feuille.xml"
    ),
    "the workbook's part elsewhere": _elsewhere,
    "parts in capitals": _in_capitals,
    "neither theme nor properties": _bare,
    "saved as a model": in_parts(swap(TYPES, "sheet.main+xml", "template.main+xml")),
}

# ---- the zip


def _packed(
    data: bytes,
    compression: int = ZIP_DEFLATED,
    backwards: bool = False,
    large: bool = False,
) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", compression) as package:
        content = list(parts(data).items())
        for name, xml in reversed(content) if backwards else content:
            with package.open(name, "w", force_zip64=large) as member:
                member.write(xml.encode())
        package.comment = b"fait ailleurs"
    return out.getvalue()


class _Pipe(io.RawIOBase):
    """A file that cannot be gone back in, so that sizes stand behind the data."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: Any) -> int:
        self.data += data
        return len(data)


def _streamed(data: bytes) -> bytes:
    pipe = _Pipe()
    with ZipFile(pipe, "w", ZIP_DEFLATED) as package:
        for name, xml in parts(data).items():
            package.writestr(name, xml)
    return bytes(pipe.data)


def _littered(data: bytes) -> bytes:
    litter: list[tuple[str, str | bytes]] = [
        ("xl/", ""),
        ("__MACOSX/._xl", b"\0\5\x16\7"),
        ("Thumbs.db", b"\xd0\xcf"),
    ]
    return zipped([*parts(data).items(), *litter])


ZIPS: dict[str, Step] = {
    "packed without compression": lambda data: _packed(data, ZIP_STORED),
    "packed in another order": lambda data: _packed(data, backwards=True),
    "packed as large files are": lambda data: _packed(data, large=True),
    "packed in passing": _streamed,
    "packed with folders and litter": _littered,
}

# ---- the cases


def _unstyled(content: dict[str, str]) -> None:
    del content["xl/styles.xml"]
    content[RELATIONS] = re.sub(
        r'<Relationship [^>]*styles"[^>]*>', "", content[RELATIONS]
    )
    content[TYPES] = re.sub(r"<Override [^>]*styles[^>]*>", "", content[TYPES])


_DAYS = [
    *(f"Contacts!A{row}" for row in range(5, 10)),
    *("Ménages!S6", "Ménages!S8"),
    *(f"Dossiers d'allocation!{place}" for place in ("D5", "F5", "D6", "F6")),
]
_FAULT = typed("Contacts", C9="Telephone")

CASES: list[Case] = [
    *in_all_ways({**XML, **PARTS, **ZIPS}),
    *(
        refused(f"a fault, {name}", REGISTER, "hors-liste Contacts!C9", _FAULT, step)
        for name, step in {**XML, **PARTS}.items()
    ),
    made(
        "a text in a CDATA section",
        REGISTER,
        in_parts(text(CONTACTS, "C9", "<![CDATA[Téléphone]]>")),
    ),
    made("rows and cells without their places", REGISTER, in_parts(_placeless)),
    refused(
        "no styles",
        REGISTER,
        ", ".join(f"date-illisible {day}" for day in _DAYS),
        in_parts(_unstyled),
    ),
    refused("no styles", PLAN, "date-illisible Plan!H5", in_parts(_unstyled)),
]
