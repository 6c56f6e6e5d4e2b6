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
from dataclasses import replace
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pipeline.findings.sentences import admission, size, unlike_excel
from pipeline.model.problem import Problem
from pipeline.office.budget import MOST, Refused, damage_refused, too_large
from pipeline.office.held import owner_file

# Of a file, and of a Word document's XML: the report of a plan of 300 pages has 2 MB.
MOST_FILE, MOST_UNPACKED, MOST_MEMBERS = 100 << 20, 2 << 30, 10_000
MOST_XML, MOST_TAGS = 16 << 20, 1_000_000
TOO_LARGE = "classeur-trop-grand"  # the code of what is beyond a budget
# What grows faster than the file: rounds of the password's hash, of which Excel asks
# for 100,000; the description of an encryption; extra fields, which are copied for each
# that is among them.
MOST_SPINS, _MOST_INFO, _MOST_EXTRA = 1_000_000, 64 << 10, 1 << 20
# In the directory: the length of its extra field.
_PART = re.compile(rb"PK\x01\x02(?=.{26}(..))", re.DOTALL)
_CHUNK = 1 << 20

_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
OLE2 = b"\xd0\xcf\x11\xe0"
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
_TYPES, _MACROS = "[Content_Types].xml", "vbaproject.bin"
_OF_EXCEL = "VelvetSweatshop"
_SIGNATURES = [
    (b"%pdf", "pdf"),
    (b"\x89png", "image"),
    (b"\xff\xd8\xff", "image"),  # JPEG
    (b"gif8", "image"),
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
    try:
        data = _load(path)
        with damage_refused():
            if data.startswith(OLE2) and any(mark in data for mark in _MARKS):
                data = _decrypt(data, password)
            has_macros = _check_package(data)
    except Refused as refusal:
        return None, [of_file(path, refusal.problem)]
    told = [Problem("macros-ignorees")] if has_macros else []
    if owner := owner_file(path):
        told.append(Problem("classeur-ouvert", None, {"verrou": owner}))
    return data, [of_file(path, problem) for problem in told]


def admit_document(path: Path) -> tuple[bytes, list[Problem]]:
    """The bytes of a Word document that someone has had in hands; none where the file
    is anything else or damaged, and with the finding where it cannot be read, or is
    beyond the budget. A pipe or a device is never opened.
    """
    try:
        data = _load(path)
        with damage_refused():
            return data if _is_sound_document(data) else b"", []
    except Refused as refusal:
        is_told = refusal.problem.code in ("fichier-inaccessible", TOO_LARGE)
        return b"", [of_file(path, refusal.problem)] if is_told else []


def _is_sound_document(data: bytes) -> bool:
    with _opened(data, MOST["whole"]) as package:
        names = [name.casefold() for name in package.namelist()]
        if len({*names}) < len(names):  # of two parts of a name, which one is read?
            return False
        written = [
            member
            for member in package.infolist()
            if member.filename.casefold().endswith((".xml", ".rels"))
        ]
        if sum(member.file_size for member in written) > MOST_XML:
            raise too_large(size.UNPACKED, MOST_XML)
        parts = map(package.read, written)
        if sum(part.count(b"<") + part.count(b"=") for part in parts) > MOST_TAGS:
            raise too_large(size.UNITS["tags"], MOST_TAGS)
        return True


def is_encrypted(path: Path) -> bool:
    """Whether a workbook that is admitted has to be decrypted."""
    with path.open("rb") as file:
        return file.read(len(OLE2)) == OLE2


def of_file(path: Path, problem: Problem) -> Problem:
    """A finding about a file, which its sentence names."""
    return replace(problem, facts={"fichier": path.name, **problem.facts})


def _other(kind: str) -> Refused:
    what, remedy = admission.KINDS[kind]
    return Refused("fichier-autre", sorte=what, remede=remedy)


def _load(path: Path) -> bytes:
    """The bytes of a regular file; a pipe or a device is never opened. What cannot be
    read is not damaged for that. Raises Refused.
    """
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise _other("special")
        if path.name.startswith("~$"):
            raise _other("verrou")
        if path.name.startswith("._"):
            raise _other("ombre")
        if found.st_size > MOST_FILE:
            raise too_large(size.FILE, MOST_FILE >> 20)
        return path.read_bytes()
    except OSError as error:
        kind = "absent" if error.errno in _NOT_THERE else "tenu"
        cause, remedy = admission.UNREAD[kind]
        raise Refused("fichier-inaccessible", cause=cause, remede=remedy) from error


def _decrypt(data: bytes, password: str | None) -> bytes:
    """The package inside an encrypted workbook. The clear text stays in memory. Without
    a password, the one with which Excel itself encrypts a workbook that is only
    protected against changes is tried. Raises Refused.
    """
    from msoffcrypto import OfficeFile  # a slow import, and seldom needed
    from msoffcrypto.exceptions import InvalidKeyError

    _check_container(data)
    office, clear = OfficeFile(io.BytesIO(data)), io.BytesIO()
    if office.type == "agile" and office.info["spinValue"] > MOST_SPINS:
        raise Refused("classeur-anormal", cause=unlike_excel.ENCRYPTION)
    try:
        office.load_key(password=password or _OF_EXCEL, verify_password=True)
    except InvalidKeyError as error:
        code = "mot-de-passe-refuse" if password else "mot-de-passe-requis"
        raise Refused(code) from error
    office.decrypt(clear)
    return clear.getvalue()


def _check_container(data: bytes) -> None:
    """Refuse what a label protects, and what would take more work than the size of an
    encrypted workbook asks for: merely to open it, or to try any password.
    """
    from olefile import OleFileIO

    beyond = Refused("classeur-anormal", cause=unlike_excel.ENCRYPTION)
    # sectors of its table, each of 64 KiB
    if int.from_bytes(data[44:48], "little") > (len(data) >> 15) + 1:
        raise beyond
    with OleFileIO(data) as container:
        paths = container.listdir(storages=True)
        # without the sign before those that are the system's
        names = {name.lstrip("\6\t") for path in paths for name in path}
        is_labelled = any(name.startswith(_LABEL) for name in names)
        if is_labelled or (_PACKAGE in names and _INFO not in names):
            raise Refused("fichier-etiquette")
        if container.get_size(_INFO) > _MOST_INFO:
            raise beyond
        info = container.openstream(_INFO).read()
    # XML would be built as a tree, with all that it declares spelled out
    if info.startswith(_IN_XML) and b"<!" in info.replace(b"\0", b""):
        raise beyond


def _other_kind(data: bytes) -> str:
    """What kind of file it is that is no zip; empty where that is not known."""
    if not data:
        return "vide"
    if data.startswith(OLE2):
        return "xls"
    head = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for signature, kind in _SIGNATURES:
        if head.startswith(signature):
            return kind
    is_text = data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" not in data
    return "texte" if is_text else ""


def _check_package(data: bytes) -> bool:
    """Whether a workbook has macros beside it. Raises Refused where it is none."""
    if not data.startswith(b"PK"):
        kind = _other_kind(data)
        raise _other(kind) if kind else Refused("fichier-illisible")
    with _opened(data) as package:
        if kind := _kind_of_package(package):
            raise _other(kind)
        named = any(name.casefold().endswith(_MACROS) for name in package.namelist())
        return named or b"macroEnabled.main" in _head(package, _TYPES)


def _opened(data: bytes, most: int = MOST_UNPACKED) -> ZipFile:
    """A package whose members are bounded, ``most`` bytes once unpacked, and have right
    checksums: what it says of its own size is never trusted. Raises Refused.
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
                if total > most:
                    raise too_large(size.UNPACKED, most >> 30)
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
    kind = _head(package, "mimetype") if "mimetype" in names else b""
    if kind.startswith(b"application/vnd.oasis.opendocument"):
        return "ods"
    types = _head(package, _TYPES) if _TYPES in package.namelist() else b""
    if b"ms-excel.sheet.binary" in types:
        return "xlsb"
    is_workbook = b"spreadsheetml" in types or any(n.startswith("xl/") for n in names)
    return "" if is_workbook else "autre"


def _head(package: ZipFile, name: str) -> bytes:
    with package.open(name) as stream:
        return stream.read(_CHUNK)
