"""How bytes, packages and XML are spoilt."""

from __future__ import annotations

import io
import re
import struct
import warnings
from random import Random
from xml.parsers.expat import ExpatError, ParserCreate
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from tests.support.hostile import zipped

# ---- the bytes of a zip

# Numbers of a zip's headers: where, and how many bytes.
_HEADERS = {
    b"PK\x03\x04": [
        (4, 2),
        (6, 2),
        (8, 2),
        (10, 2),
        (12, 2),
        (14, 4),
        (18, 4),
        (22, 4),
        (26, 2),
        (28, 2),
    ],
    b"PK\x01\x02": [
        *((6, 2), (8, 2), (10, 2), (12, 2), (14, 2), (16, 4), (20, 4), (24, 4)),
        *((28, 2), (30, 2), (32, 2), (34, 2), (36, 2), (38, 4), (42, 4)),
    ],
    b"PK\x05\x06": [(4, 2), (6, 2), (8, 2), (10, 2), (12, 4), (16, 4), (20, 2)],
}


def spoilt_bytes(draw: Random, data: bytes) -> bytes:
    """A file after one to four accidents."""
    for _ in range(draw.choice([1, 1, 1, 2, 4])):
        data = draw.choice(
            [_flipped, _cut, _spliced, _header, _header, _header, _member, _grown]
        )(draw, data)
    return data


def _flipped(draw: Random, data: bytes) -> bytes:
    made = bytearray(data)
    for _ in range(draw.choice([1, 1, 8, 200])):
        made[draw.randrange(len(made))] ^= 1 << draw.randrange(8)
    return bytes(made)


def _cut(draw: Random, data: bytes) -> bytes:
    at = draw.choice(
        [0, 1, 4, 22, draw.randrange(len(data)), len(data) - draw.randrange(1, 60)]
    )
    return draw.choice([data[:at], data[at:]]) or b"P"


def _spliced(draw: Random, data: bytes) -> bytes:
    """A stretch taken away, doubled, zeroed or put elsewhere."""
    start = draw.randrange(len(data))
    end = min(len(data), start + draw.choice([1, 16, 512, 5000, len(data)]))
    piece, rest = data[start:end], data[:start] + data[end:]
    at = draw.randrange(len(rest) + 1)
    other = draw.choice([b"", piece * 2, bytes(len(piece)), draw.randbytes(len(piece))])
    return (
        draw.choice([data[:start] + other + data[end:], rest[:at] + piece + rest[at:]])
        or b"P"
    )


def _header(draw: Random, data: bytes) -> bytes:
    """Another number in one of the headers, or the same in all of a kind."""
    mark = draw.choice(list(_HEADERS))
    places = [found.start() for found in re.finditer(re.escape(mark), data)]
    if not places:
        return _flipped(draw, data)
    at, size = draw.choice(_HEADERS[mark])
    top = 256**size - 1
    value = draw.choice(
        [
            0,
            1,
            2,
            8,
            9,
            12,
            14,
            20,
            63,
            93,
            97,
            99,
            2048,
            2049,
            top,
            top - 1,
            top // 2,
            len(data),
        ]
    )
    value = draw.choice([value, draw.randint(0, top)])
    made = bytearray(data)
    for place in places if draw.random() < 0.2 else [draw.choice(places)]:
        if place + at + size <= len(made):
            struct.pack_into("<H" if size == 2 else "<I", made, place + at, value & top)
    return bytes(made)


def _member(draw: Random, data: bytes) -> bytes:
    """A member more: one that is there already, or of an odd name."""
    out = io.BytesIO(data)
    names = [
        "../x",
        "/etc/x",
        "xl\\workbook.xml",
        "XL/workbook.xml",
        "é" * 200,
        "",
        "a/",
        "x\0y",
        "[Content_Types].xml",
    ]
    try:
        with warnings.catch_warnings(action="ignore"), ZipFile(out, "a") as package:
            name = draw.choice(names + package.namelist())
            entry = ZipInfo(name)
            entry.compress_type = draw.choice([ZIP_STORED, ZIP_DEFLATED])
            entry.external_attr = draw.choice([0, 0o120777 << 16, 0o40755 << 16, 0x10])
            package.writestr(
                entry, draw.choice([b"", b"<x/>", draw.randbytes(999), bytes(1 << 22)])
            )
            if draw.random() < 0.3:
                package.comment = draw.randbytes(draw.choice([1, 20, 65_535]))
    except Exception:  # what an earlier accident left is no package
        return _flipped(draw, data)
    return out.getvalue()


def _grown(draw: Random, data: bytes) -> bytes:
    more = draw.choice(
        [
            b"\0",
            b"PK\x05\x06" + bytes(18),
            b"\xd0\xcf\x11\xe0" + bytes(508),
            b"<html>",
            bytes(70_000),
        ]
    )
    return draw.choice([data + more, more + data])


# ---- the XML of a part

_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r'(?<![\w:])([\w:]+)="([^"<>]*)"')
_NUMBER = re.compile(r'(?<=[">])-?\d+(?:\.\d+)?(?=["<])')
_NUMBERS = [
    *(
        "0",
        "-1",
        "1",
        "1048576",
        "1048577",
        "2147483648",
        "4294967296",
        "99999999999999999999",
        "-99999999999999999999",
    ),
    *(
        "1e308",
        "1E999",
        "-1e-320",
        "NaN",
        "INF",
        "0x10",
        "1,5",
        "1.5",
        "",
        " 7 ",
        "+7",
        "٣",
        "true",
        "²",
        "9" * 5000,
    ),
]
_REFS = [
    *(
        "A0",
        "XFE1",
        "XFD1048576",
        "A1048577",
        "1A",
        "",
        "a1",
        "$A$1",
        "A",
        "5",
        "É1",
        "A-1",
        "A1:B2",
        "AAAAAAAA1",
        "A1 ",
    ),
    *(
        "A99999999999999999999",
        "GR5",
        "GS5",
        "A5:A4",
        "B2:XFD1048576",
        "A1:A1 B2:B3",
        "A٣",
    ),
]
_INSIDE = [
    *(
        "<![CDATA[x]]>",
        "<![CDATA[]]]]><![CDATA[>",
        "<!-- x -->",
        "<!-- -- -->",
        "<?x y?>",
        "<?xml version='1.0'?>",
    ),
    *(
        "&amp;",
        "&amp",
        "&nope;",
        "&#0;",
        "&#xB;",
        "&#xD800;",
        "&#x110000;",
        "&#65;",
        "\0",
        "\x0b",
        "\ufffe",
        "]]>",
    ),
    *(
        "<",
        ">",
        "<x>",
        "</x>",
        "<x/>",
        "<x xmlns='urn:x'/>",
        "<a:b/>",
        "\ufeff",
        "\u2028",
        "<mc:AlternateContent/>",
    ),
    *(
        "<x>" * 300,
        "<x>" * 300 + "</x>" * 300,
        "<x/>" * 5000,
        " " * 50_000,
        "é" * 40_000,
        "_x000B_",
        "_xD83D_",
    ),
]
_TOPS = [
    '<!DOCTYPE x [<!ENTITY e "x">]>',
    '<!DOCTYPE x SYSTEM "file:///etc/hostname">',
    '<?xml version="1.1"?>',
    '<?xml version="1.0" encoding="latin-1"?>',
    '<?xml version="1.0" encoding="utf-16"?>',
    '<?xml version="1.0" encoding="nope"?>',
    "\ufeff",
    " ",
]


def spoilt_xml(draw: Random, xml: str) -> bytes:
    """A part after one to six accidents; most of the time it still is XML, so that
    readers go on.
    """
    if wild := draw.random() < 0.2:
        xml = _top(draw, xml)
    for _ in range(draw.choice([1, 1, 2, 3, 6])):
        made = draw.choice(
            [
                _tags,
                _tags,
                _attributes,
                _attributes,
                _attributes,
                _numbers,
                _numbers,
                _insides,
            ]
        )(draw, xml)
        xml = made if wild or _is_xml(made) else xml
    encoding = draw.choice(["utf-8"] * 30 + ["utf-16", "latin-1", "utf-32", "utf-7"])
    return xml.encode(encoding, "surrogatepass" if encoding == "utf-8" else "replace")


def _is_xml(text: str) -> bool:
    try:
        ParserCreate().Parse(text.encode("utf-8", "surrogatepass"), True)
    except (ExpatError, LookupError):  # or of an unknown encoding
        return False
    return True


def _one(draw: Random, pattern: re.Pattern[str], xml: str) -> re.Match[str] | None:
    """One of the pattern's places, each as likely."""
    found = list(pattern.finditer(xml))
    return draw.choice(found) if found else None


def _tags(draw: Random, xml: str) -> str:
    """A tag, or an element, taken away, doubled, swapped with another or renamed."""
    tag, other = _one(draw, _TAG, xml), _one(draw, _TAG, xml)
    if tag is None or other is None:
        return xml
    name = re.match(r"</?([\w:]+)", tag[0])
    close = xml.find(f"</{name[1]}>", tag.end()) if name else -1
    start, end = tag.start(), tag.end()
    if close > 0 and draw.random() < 0.6:
        end = close + len(tag[0].split()[0].strip("<>/")) + 3
    piece = xml[start:end]
    kind = draw.randrange(5)
    if kind == 0:
        return xml[:start] + xml[end:]
    if kind == 1:
        return xml[:end] + piece * draw.choice([1, 1, 3]) + xml[end:]
    if kind == 2 and other.start() >= end:
        return (
            xml[:start]
            + other[0]
            + xml[end : other.start()]
            + piece
            + xml[other.end() :]
        )
    if kind == 3 and name:
        new = draw.choice(
            [
                "c",
                "row",
                "x",
                "v",
                "f",
                "is",
                "t",
                "r",
                "si",
                "sheet",
                "a:c",
                f"x:{name[1]}",
                name[1].upper(),
            ]
        )
        return xml[:start] + piece.replace(name[1], new) + xml[end:]
    inner = xml[tag.end() : close] if close > 0 else ""
    return xml[:start] + inner + xml[end:]


def _attributes(draw: Random, xml: str) -> str:
    """An attribute of another value, taken away, doubled or renamed."""
    found = _one(draw, _ATTRIBUTE, xml)
    if found is None:
        return xml
    name, value = found[1], found[2]
    others = [
        *_NUMBERS,
        *draw.sample(_REFS, 8),
        "s",
        "b",
        "e",
        "d",
        "str",
        "inlineStr",
        "x&#10;y",
        "é",
        "a" * 9999,
    ]
    new = draw.choice(
        [
            *(f'{name}="{draw.choice(others)}"' for _ in range(6)),
            *(f'{name}="{draw.choice(_REFS)}"' for _ in range(4)),
            *(
                "",
                f"{found[0]} {found[0]}",
                f'x{name}="{value}"',
                f'{name.upper()}="{value}"',
                f"{name}='{value}'",
            ),
            *(
                f'{name}="{value[::-1]}"',
                f"{name}={value}",
                f'{name}="{value}',
                f'{found[0]} xmlns="urn:x"',
            ),
            *(
                f'{found[0]} xmlns:x="http://schemas.openxmlformats.org/spreadsheetml/2006/main"',
                f"x:{found[0]}",
            ),
        ]
    )
    return xml[: found.start()] + new + xml[found.end() :]


def _numbers(draw: Random, xml: str) -> str:
    found = _one(draw, _NUMBER, xml)
    return (
        xml[: found.start()] + draw.choice(_NUMBERS) + xml[found.end() :]
        if found
        else xml
    )


def _insides(draw: Random, xml: str) -> str:
    """Something between two tags, or in the middle of one."""
    found = _one(draw, _TAG, xml)
    at = (
        draw.choice(
            [found.start(), found.end(), draw.randrange(found.start(), found.end())]
        )
        if found
        else 0
    )
    return xml[:at] + draw.choice(_INSIDE) + xml[at:]


def _top(draw: Random, xml: str) -> str:
    bare = re.sub(r"^\ufeff?\s*<\?xml.*?\?>", "", xml)
    return draw.choice(
        [
            draw.choice(_TOPS) + bare,
            xml[: draw.randrange(len(xml) + 1)],
            xml + draw.choice(_INSIDE),
            "",
        ]
    )


# ---- packages


def parts_of(package: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def spoilt_package(draw: Random, package: bytes, wanted: re.Pattern[str]) -> bytes:
    """A package, sound as such, with one or two of the parts of these names spoilt; now
    and then one is gone, empty or another one's.
    """
    parts = parts_of(package)
    names = [name for name in parts if wanted.search(name)]
    for _ in range(draw.choice([1, 1, 1, 2])):
        name = draw.choice(names)
        if draw.random() < 0.94:
            parts[name] = spoilt_xml(draw, parts[name].decode("utf-8", "replace"))
        elif draw.random() < 0.5:
            parts[name] = draw.choice(
                [b"", b"<x/>", parts[draw.choice(list(parts))], draw.randbytes(500)]
            )
        elif len(names) > 1:
            parts.pop(name)
            names.remove(name)
    return zipped(parts.items())
