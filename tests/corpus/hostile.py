"""How files are damaged, and made to do harm: steps of the pages."""

from __future__ import annotations

import io
import struct
import zlib
from zipfile import ZipFile

import pytest

from tests.corpus.steps import of_parts
from tests.support.hostile import CONTACTS, parts, rows, swap, zipped

# ---- damaged


def cut(data: bytes, end: float) -> bytes:
    """So many bytes, or such a share of them, are left."""
    return data[: int(len(data) * end) if isinstance(end, float) else end]


def second_half(data: bytes) -> bytes:
    return data[len(data) // 2 :]


def zeroed(data: bytes) -> bytes:
    """A block of the disk lost."""
    return data[:8192] + bytes(4096) + data[12288:]


def behind(data: bytes, head: str) -> bytes:
    return head.encode() + data


def before_zeros(data: bytes, count: int) -> bytes:
    return data + bytes(count)


def _entry(data: bytes, name: str) -> tuple[int, int]:
    """Where the directory and the data of a member begin."""
    directory = data.index(b"PK\x05\x06")
    (start,) = struct.unpack_from("<I", data, directory + 16)
    at = data.index(name.encode(), start) - 46
    (header,) = struct.unpack_from("<I", data, at + 42)
    return at, header


def listed(data: bytes, at: int, form: str, value: int) -> bytes:
    """Another number in what the zip's directory says of a sheet."""
    made_of = bytearray(data)
    struct.pack_into(form, made_of, _entry(data, CONTACTS)[0] + at, value)
    return bytes(made_of)


def flipped(data: bytes, at: int) -> bytes:
    """A bit of a sheet's data turned over."""
    made_of = bytearray(data)
    made_of[_entry(data, CONTACTS)[1] + 30 + len(CONTACTS) + at] ^= 0x10
    return bytes(made_of)


@of_parts
def part_lost(content: dict[str, str], part: str) -> None:
    del content[part]


def no_utf_8(data: bytes) -> bytes:
    return zipped(
        (name, xml.encode().replace(b"Contacts</t>", b"Contact\xff</t>"))
        for name, xml in parts(data).items()
    )


# ---- made to do harm: the package


def bomb(data: bytes) -> bytes:
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


def with_parts(data: bytes, *names: str) -> bytes:
    return zipped([*parts(data).items(), *((name, "<x/>") for name in names)])


def part_twice(data: bytes) -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped([*parts(data).items(), (CONTACTS, parts(data)[CONTACTS])])


def from_the_root(data: bytes) -> bytes:
    return zipped((f"/{name}", xml) for name, xml in parts(data).items())


# ---- made to do harm: a sheet


@of_parts
def merged_past_counting(content: dict[str, str]) -> None:
    ranges = (f'<mergeCell ref="A{row}:B{row}"/>' for row in range(6_000, 16_002))
    merged = f"</sheetData><mergeCells>{''.join(ranges)}</mergeCells>"
    swap(CONTACTS, "</sheetData>", merged)(content)


@of_parts
def tall_and_empty(content: dict[str, str], part: str) -> None:
    rows(part, "".join(f'<row r="{n}" ht="409"/>' for n in range(9, 60_000)))(content)
