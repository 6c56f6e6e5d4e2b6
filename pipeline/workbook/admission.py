"""A file -> the bytes of a sound .xlsx package, or what the file is instead and how to
save it as one.

Nothing is written: an encrypted workbook is opened in memory, and macros are left where
they are.
"""

from __future__ import annotations

import errno
import io
import re
import stat
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pipeline.findings.sentences import admission, size, unlike_excel
from pipeline.model.problem import Problem
from pipeline.office.budget import Refused, too_large
from pipeline.office.held import owner_file

# Of a file, and of a Word document's XML: the report of a plan of 300 pages has 2 MB.
MOST_FILE, MOST_UNPACKED, MOST_MEMBERS = 100 << 20, 2 << 30, 10_000
MOST_XML, MOST_TAGS = 16 << 20, 1_000_000
# What grows faster than the file: rounds of the password's hash, of which Excel asks
# for 100,000; the description of an encryption; extra fields, which are copied for each
# that is among them.
MOST_SPINS, _MOST_INFO, _MOST_EXTRA = 1_000_000, 64 << 10, 1 << 20
_PART = re.compile(
    rb"PK\x01\x02(?=.{26}(..))", re.DOTALL
)  # in the directory: the length of its extra field
_CHUNK = 1 << 20
# A missing library is a fault of the installation, too little memory one of the
# machine.
NOT_OF_THE_FILE = (ImportError, MemoryError)

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
_OLE2 = b"\xd0\xcf\x11\xe0"
_PACKAGE, _INFO = "EncryptedPackage", "EncryptionInfo"  # streams in an OLE2 file
# What names a stream or a storage of an OLE2 file that is encrypted, or that a label
# protects: the latter have a transform or a content called DRM…, or a package without
# what says how a password opens it.
_LABEL = "DRM"
_MARKS = tuple(
    mark.encode("utf-16-le")
    for mark in (_PACKAGE, "DRMContent", "DRMEncrypted", "DRMTransform")
)
_IN_XML = b"\4\0\4\0"  # how the description of an encryption begins that is XML
_OF_EXCEL = "VelvetSweatshop"
_SIGNATURES = [
    (b"%PDF", "pdf"),
    (b"<!doctype html", "html"),
    (b"<html", "html"),
    (b"<?xml", "xml"),
]


def admit(
    path: Path, password: str | None = None
) -> tuple[bytes | None, list[Problem]]:
    """The package of a workbook, decrypted where it is encrypted; None with the finding
    where it is not one.

    The package has bounded parts with right checksums; of what is in them nothing is
    known yet.
    """
    data, problems = _load(path)
    if data is None:
        return None, problems
    try:
        if data.startswith(_OLE2) and any(mark in data for mark in _MARKS):
            data, problems = _decrypt(path, data, password)
        if data is None:
            return None, problems
        problems = _not_a_package(path, data) or _check_package(path, data)
    except NOT_OF_THE_FILE:
        raise
    except Refused as refusal:
        return None, [_of_file(path, refusal)]
    except Exception:  # a damaged package makes its library raise nearly anything
        return None, [_problem(path, "fichier-illisible")]
    if any(problem.code != "macros-ignorees" for problem in problems):
        return None, problems
    owner = owner_file(path)
    return data, [
        *problems,
        *([_problem(path, "classeur-ouvert", verrou=owner)] if owner else []),
    ]


def admit_document(path: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a Word document that someone has had in hands; none where the file
    is anything else, damaged, or out of bounds, and with the finding where it cannot be
    read. A pipe or a device is never opened.
    """
    data, problems = _load(path)
    try:
        sound = bool(data) and _is_sound_document(data or b"")
    except NOT_OF_THE_FILE:
        raise
    except Exception:  # as above
        sound = False
    return data if data and sound else b"", [
        problem for problem in problems if problem.code == "fichier-inaccessible"
    ]


def _is_sound_document(data: bytes) -> bool:
    with _opened(data) as package:
        written = [
            member
            for member in package.infolist()
            if member.filename.casefold().endswith((".xml", ".rels"))
        ]
        if sum(member.file_size for member in written) > MOST_XML:
            return False
        parts = map(package.read, written)
        return sum(part.count(b"<") + part.count(b"=") for part in parts) <= MOST_TAGS


def is_encrypted(path: Path) -> bool:
    """Whether a workbook that is admitted has to be decrypted."""
    with path.open("rb") as file:
        return file.read(len(_OLE2)) == _OLE2


def _problem(path: Path, code: str, **facts: str) -> Problem:
    return Problem(code, None, {"fichier": path.name, **facts})


def _of_file(path: Path, refusal: Refused) -> Problem:
    return _problem(path, refusal.problem.code, **refusal.problem.facts)


def _other(path: Path, kind: str) -> list[Problem]:
    what, remedy = admission.KINDS[kind]
    return [_problem(path, "fichier-autre", sorte=what, remede=remedy)]


def _load(path: Path) -> tuple[bytes | None, list[Problem]]:
    """The bytes of a regular file; a pipe or a device is never opened. What cannot be
    read is not damaged for that.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            return None, _other(path, "special")
        if path.name.startswith("~$"):
            return None, _other(path, "verrou")
        if path.name.startswith("._"):
            return None, _other(path, "ombre")
        if found.st_size > MOST_FILE:
            return None, [_of_file(path, too_large(size.FILE, MOST_FILE >> 20))]
        return path.read_bytes(), []
    except OSError as error:
        cause, remedy = admission.UNREAD[
            "absent" if error.errno in _NOT_THERE else "tenu"
        ]
        return None, [
            _problem(path, "fichier-inaccessible", cause=cause, remede=remedy)
        ]


def _decrypt(
    path: Path, data: bytes, password: str | None
) -> tuple[bytes | None, list[Problem]]:
    """The package inside an encrypted workbook. The clear text stays in memory. Without
    a password, the one with which Excel itself encrypts a workbook that is only
    protected against changes is tried.
    """
    from msoffcrypto import OfficeFile  # a slow import, and seldom needed
    from msoffcrypto.exceptions import InvalidKeyError

    beyond = Refused("classeur-anormal", cause=unlike_excel.ENCRYPTION)
    if _has_too_many_sectors(data):
        raise beyond
    names = _names_inside(data)
    if (_PACKAGE in names and _INFO not in names) or any(
        name.startswith(_LABEL) for name in names
    ):
        return None, [_problem(path, "fichier-etiquette")]
    if _is_laborious(data):
        raise beyond
    office, clear = OfficeFile(io.BytesIO(data)), io.BytesIO()
    if office.type == "agile" and office.info["spinValue"] > MOST_SPINS:
        raise beyond
    try:
        office.load_key(password=password or _OF_EXCEL, verify_password=True)
    except InvalidKeyError:
        return None, [
            _problem(path, "mot-de-passe-refuse" if password else "mot-de-passe-requis")
        ]
    office.decrypt(clear)
    return clear.getvalue(), []


def _has_too_many_sectors(data: bytes) -> bool:
    """Whether merely opening an OLE2 file would take more work than its size asks for."""
    return (
        int.from_bytes(data[44:48], "little") > (len(data) >> 15) + 1
    )  # sectors of its table, each of 64 KiB


def _names_inside(data: bytes) -> set[str]:
    """The names of the streams and storages of an OLE2 file, without the sign before
    those that are the system's.
    """
    from olefile import OleFileIO

    with OleFileIO(data) as container:
        return {
            name.lstrip("\6\t")
            for path in container.listdir(storages=True)
            for name in path
        }


def _is_laborious(data: bytes) -> bool:
    """Whether to try any password would take more work than the size of an encrypted
    workbook asks for.
    """
    from olefile import OleFileIO

    with OleFileIO(data) as container:
        if container.get_size(_INFO) > _MOST_INFO:
            return True
        info = container.openstream(_INFO).read()
    # XML would be built as a tree, with all that it declares spelled out
    return info.startswith(_IN_XML) and b"<!" in info.replace(b"\0", b"")


def _not_a_package(path: Path, data: bytes) -> list[Problem]:
    """What a file is that is no zip."""
    if data.startswith(b"PK"):
        return []
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    signed = next(
        (kind for signature, kind in _SIGNATURES if head.startswith(signature.lower())),
        "",
    )
    if not data:
        signed = "vide"
    elif data.startswith(_OLE2):
        signed = "xls"
    elif not signed and (
        data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data
    ):
        signed = "texte"
    return _other(path, signed) if signed else [_problem(path, "fichier-illisible")]


def _check_package(path: Path, data: bytes) -> list[Problem]:
    """What a zip is that is no workbook, or has beside one."""
    with _opened(data) as package:
        if kind := _kind_of_package(package):
            return _other(path, kind)
        return [_problem(path, "macros-ignorees")] if _has_macros(package) else []


def _opened(data: bytes) -> ZipFile:
    """A package whose members are bounded, and have right checksums: what it says of
    its own size is never trusted. Raises Refused.
    """
    if data.count(b"PK\x01\x02") > MOST_MEMBERS:  # before they are gathered in memory
        raise too_large(size.MEMBERS, MOST_MEMBERS)
    heads = _PART.finditer(data)
    if sum(int.from_bytes(head[1], "little") for head in heads) > _MOST_EXTRA:
        raise Refused("classeur-anormal", cause=unlike_excel.HEADERS)
    package = ZipFile(io.BytesIO(data))
    if cause := _oddity(package):
        raise Refused("classeur-anormal", cause=cause)
    total = 0
    for member in package.infolist():
        with package.open(member) as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > MOST_UNPACKED:
                    raise too_large(size.UNPACKED, MOST_UNPACKED >> 30)
    return package


def _oddity(package: ZipFile) -> str:
    """What no office program writes, and readers disagree on."""
    members = package.infolist()
    if len({member.filename.casefold() for member in members}) < len(members):
        return unlike_excel.TWICE
    if any(member.flag_bits & 1 for member in members):
        return unlike_excel.ENCRYPTED_PART
    if any(m.compress_type not in (ZIP_STORED, ZIP_DEFLATED) for m in members):
        return unlike_excel.COMPRESSION
    if sum(member.compress_size for member in members) > package.start_dir:
        return unlike_excel.OVERLAP
    return ""


def _kind_of_package(package: ZipFile) -> str:
    """What a zip is that is no .xlsx; empty for an .xlsx."""
    names = {name.casefold() for name in package.namelist()}
    if "mimetype" in names and _head(package, "mimetype").startswith(
        b"application/vnd.oasis.opendocument"
    ):
        return "ods"
    types = (
        _head(package, "[Content_Types].xml")
        if "[Content_Types].xml" in package.namelist()
        else b""
    )
    if b"ms-excel.sheet.binary" in types:
        return "xlsb"
    return (
        ""
        if any(name.startswith("xl/") or b"spreadsheetml" in types for name in names)
        else "autre"
    )


def _has_macros(package: ZipFile) -> bool:
    named = any(
        name.casefold().endswith("vbaproject.bin") for name in package.namelist()
    )
    return named or b"macroEnabled.main" in _head(package, "[Content_Types].xml")


def _head(package: ZipFile, name: str) -> bytes:
    with package.open(name) as stream:
        return stream.read(_CHUNK)
