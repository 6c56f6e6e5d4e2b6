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
from collections import Counter
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pipeline.findings.sentences import size
from pipeline.model.problem import Problem
from pipeline.model.text import french_number
from pipeline.office.held import owner_file

MOST_FILE = 100 << 20
MOST_MEMBERS = 10_000
MOST_UNPACKED = 2 << 30
MOST_XML = 16 << 20  # of a document's parts; the report of a plan of 300 pages has 2 MB
MOST_TAGS = 1_000_000  # in them, and attributes, each of which weighs as much
MOST_SPINS = 1_000_000  # rounds of the password's hash; Excel asks for 100,000
_MOST_INFO = 64 << 10  # what says how a workbook is encrypted; Excel writes 2 KB
_MOST_EXTRA = 1 << 20  # bytes of extra fields; office programs write none, or a few
_PART = re.compile(
    rb"PK\x01\x02(?=.{26}(..))", re.DOTALL
)  # in the directory: the length of its extra field
_CHUNK = 1 << 20
# A missing library is a fault of the installation, too little memory one of the
# machine.
NOT_OF_THE_FILE = (ImportError, MemoryError)

_SAVE = "Ouvrez-le dans Excel et enregistrez-le sous le type Classeur Excel (.xlsx)."
_NOT_THERE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG)
# Why a file cannot be read, and what to do.
_UNREAD = {
    "tenu": (
        "il est ouvert ailleurs, ou protégé",
        (
            "Fermez-le là où il est ouvert, demandez le droit de le lire ou voyez si son disque"
            " répond, puis relancez."
        ),
    ),
    "absent": (
        "il n'est pas là, ou plus",
        "Voyez son nom et son dossier, puis relancez.",
    ),
}
# What a file is instead of an .xlsx, and what to do.
_KINDS = {
    "vide": ("un fichier vide", "Reprenez une copie de sauvegarde."),
    "verrou": (
        "le verrou qu'Excel pose tant que le classeur est ouvert",
        "Donnez le fichier du même nom sans « ~$ ».",
    ),
    "ombre": (
        "ce qu'un Mac pose à côté d'un fichier",
        "Donnez le fichier du même nom sans « ._ ».",
    ),
    "special": (
        "un dossier, ou autre chose qu'un fichier",
        "Donnez le fichier du classeur.",
    ),
    "xls": ("un ancien fichier d'Office (.xls)", _SAVE),
    "xlsb": ("un classeur binaire (.xlsb)", _SAVE),
    "xml": ("un fichier XML", _SAVE),
    "ods": ("un document OpenDocument (.ods)", _SAVE),
    "autre": (
        "un autre fichier d'Office, ou une archive",
        "Donnez le fichier du classeur.",
    ),
    "texte": (
        "un fichier texte ou CSV",
        "Recopiez ses valeurs dans un classeur fait par « canevas classeur ».",
    ),
    "html": ("une page HTML", _SAVE),
    "pdf": ("un PDF", "Donnez le classeur Excel dont il vient."),
}
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
    except (
        Exception
    ):  # damaged packages and containers make their libraries raise nearly anything
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
    return _sound_document(data), [
        problem for problem in problems if problem.code == "fichier-inaccessible"
    ]


def _sound_document(data: bytes | None) -> bytes:
    try:
        if not data or _has_too_many_parts(data) or _extras(data) > _MOST_EXTRA:
            return b""
        with ZipFile(io.BytesIO(data)) as package:
            written = [
                member for member in package.infolist() if _is_xml(member.filename)
            ]
            sound = sum(member.file_size for member in written) <= MOST_XML
            sound = (
                sound and not _oddity(package) and _unpacked(package) <= MOST_UNPACKED
            )
            sound = (
                sound
                and sum(_markup(package.read(member)) for member in written)
                <= MOST_TAGS
            )
        return data if sound else b""
    except NOT_OF_THE_FILE:
        raise
    except Exception:  # as above
        return b""


def _is_xml(name: str) -> bool:
    return name.casefold().endswith((".xml", ".rels"))


def _markup(part: bytes) -> int:
    """No fewer than its tags and attributes."""
    return part.count(b"<") + part.count(b"=")


def is_encrypted(path: Path) -> bool:
    """Whether a workbook that is admitted has to be decrypted."""
    with path.open("rb") as file:
        return file.read(len(_OLE2)) == _OLE2


def _problem(path: Path, code: str, **facts: str) -> Problem:
    return Problem(code, None, {"fichier": path.name, **facts})


def _too_large(path: Path, said: tuple[str, str], most: int) -> Problem:
    facts = size.too_large(said, french_number(most), "")
    return _problem(path, "classeur-trop-grand", **facts)


def _other(path: Path, kind: str) -> list[Problem]:
    what, remedy = _KINDS[kind]
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
            return None, [_too_large(path, size.FILE, MOST_FILE >> 20)]
        return path.read_bytes(), []
    except OSError as error:
        cause, remedy = _UNREAD["absent" if error.errno in _NOT_THERE else "tenu"]
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

    beyond = [
        _problem(
            path, "classeur-anormal", cause="son chiffrement demande un calcul démesuré"
        )
    ]
    if _has_too_many_sectors(data):
        return None, beyond
    names = _names_inside(data)
    if (_PACKAGE in names and _INFO not in names) or any(
        name.startswith(_LABEL) for name in names
    ):
        return None, [_problem(path, "fichier-etiquette")]
    if _is_laborious(data):
        return None, beyond
    office, clear = OfficeFile(io.BytesIO(data)), io.BytesIO()
    if office.type == "agile" and office.info["spinValue"] > MOST_SPINS:
        return None, beyond
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
    """Every member unpacked once, in passing: what a package says of its own size is
    never trusted.
    """
    if _has_too_many_parts(data):
        return [_too_large(path, size.MEMBERS, MOST_MEMBERS)]
    if _extras(data) > _MOST_EXTRA:
        return [
            _problem(
                path,
                "classeur-anormal",
                cause="les en-têtes de ses parties sont démesurés",
            )
        ]
    with ZipFile(io.BytesIO(data)) as package:
        if cause := _oddity(package):
            return [_problem(path, "classeur-anormal", cause=cause)]
        if kind := _kind_of_package(package):
            return _other(path, kind)
        if _unpacked(package) > MOST_UNPACKED:
            return [_too_large(path, size.UNPACKED, MOST_UNPACKED >> 30)]
        return [_problem(path, "macros-ignorees")] if _has_macros(package) else []


def _has_too_many_parts(data: bytes) -> bool:
    return (
        data.count(b"PK\x01\x02") > MOST_MEMBERS
    )  # counted before the directory is built in memory


def _extras(data: bytes) -> int:
    """The bytes of all extra fields in the directory: zipfile copies what is left of
    one for each that is in it.
    """
    return sum(int.from_bytes(head[1], "little") for head in _PART.finditer(data))


def _oddity(package: ZipFile) -> str:
    """What no office program writes, and readers disagree on."""
    twice = [
        name
        for name, times in Counter(
            name.casefold() for name in package.namelist()
        ).items()
        if times > 1
    ]
    if twice:
        return "une de ses parties est là deux fois"
    if any(member.flag_bits & 1 for member in package.infolist()):
        return "une de ses parties est chiffrée à part"
    if any(
        member.compress_type not in (ZIP_STORED, ZIP_DEFLATED)
        for member in package.infolist()
    ):
        return "une de ses parties est comprimée d'une façon inconnue d'Excel"
    if sum(member.compress_size for member in package.infolist()) > package.start_dir:
        return "certaines de ses parties se recouvrent"
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


def _unpacked(package: ZipFile) -> int:
    """The size of all members, up to the first byte too many. A wrong checksum, or more
    data than declared, raises.
    """
    total = 0
    for member in package.infolist():
        with package.open(member) as stream:
            while (chunk := stream.read(_CHUNK)) and total <= MOST_UNPACKED:
                total += len(chunk)
        if total > MOST_UNPACKED:
            break
    return total
