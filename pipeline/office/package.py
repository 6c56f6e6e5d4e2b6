"""An Office package (zip of parts) with the same bytes whenever its parts are the same."""

from __future__ import annotations

import hashlib
import io
import posixpath
import zipfile
import zlib
from collections.abc import Iterable, Mapping

from pipeline.office.budget import Budget

_DATE = (1980, 1, 1, 0, 0, 0)
_TYPES = "[Content_Types].xml"
_UNIX = 3  # the system that a package says it was made on: the same one everywhere
_LEVEL = 3  # a seventh larger than the usual 6, in half of its time
# What a damaged package makes its library raise.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    ValueError,
    OSError,
    EOFError,
    NotImplementedError,
    RuntimeError,
)


def read_parts(package: bytes) -> dict[str, bytes]:
    """The parts of a package, their checksums right. Raises one of UNREADABLE."""
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        size = sum(entry.file_size for entry in opened.infolist())
        Budget().take("whole", size)
        return {name: opened.read(name) for name in opened.namelist()}


def comments(package: bytes) -> list[str]:
    """What is written beside the parts of a package, which no office program shows.
    Raises one of UNREADABLE.
    """
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        found = [opened.comment, *(entry.comment for entry in opened.infolist())]
    return [one.decode("utf-8", "replace") for one in found if one]


def plain_xml(part: bytes) -> bytes:
    """An XML part, if it is written as office programs write one: in UTF-8, as far as a
    parser may take it for anything else, and without a document type, whose entities
    may stand for anything. Raises ValueError.
    """
    if b"\0" in part or b"<!DOCTYPE" in part:
        raise ValueError("une autre écriture")
    return part


def relations_of(part: str) -> str:
    """The part that says what a part ("" for the package) points at."""
    folder, _, file = part.rpartition("/")
    return posixpath.join(folder, "_rels", f"{file}.rels")


def target(part: str, relation: Mapping[str, str]) -> tuple[str, str]:
    """What a relation of a part points at: the last word of its type, the name of the
    part.
    """
    path = posixpath.join("/", posixpath.dirname(part), relation.get("Target", ""))
    kind = relation.get("Type", "").rpartition("/")[2]
    return kind, posixpath.normpath(path).lstrip("/")


def repack(data: bytes) -> bytes:
    """The same package with fixed dates, content types first and the parts in their
    order.
    """
    return pack(read_parts(data))


def in_order(parts: Iterable[str]) -> list[str]:
    """The names of parts as they stand in a package: content types first."""
    return sorted(parts, key=lambda name: name != _TYPES)


def pack(parts: Mapping[str, bytes]) -> bytes:
    """A package of these parts, with fixed dates, content types first and the others in
    their order.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as package:
        for name in in_order(parts):
            entry = zipfile.ZipInfo(name, _DATE)
            entry.create_system, entry.compress_type = _UNIX, zipfile.ZIP_DEFLATED
            package.writestr(entry, parts[name], compresslevel=_LEVEL)
    return out.getvalue()


def fingerprint(data: bytes) -> str:
    """SHA-256 over the parts in package order, name and uncompressed bytes: the same on
    every machine. Hexadecimal.
    """
    return digest_of(read_parts(data))


def digest_of(parts: Mapping[str, bytes]) -> str:
    """The fingerprint of a package of these parts."""
    digest = hashlib.sha256()
    for name, content in parts.items():
        for piece in (name.encode(), content):
            digest.update(len(piece).to_bytes(8, "big"))
            digest.update(piece)
    return digest.hexdigest()
