"""A file -> the report that it is, or what it is instead and what to ask for."""

from __future__ import annotations

import io
from pathlib import Path
from zipfile import ZipFile

from pipeline.editions.homes import beside
from pipeline.editions.loader import known_forms
from pipeline.findings.messages import sentence
from pipeline.findings.sentences.received import INSTEAD
from pipeline.office.package import UNREADABLE
from pipeline.received.refusal import TooLarge, Unread
from pipeline.received.report import Received, received
from pipeline.workbook.admission import OLE2, TOO_LARGE, admit_document

_HEAD = 4096
_ENCRYPTED, _WORD = (
    name.encode("utf-16-le") for name in ("EncryptedPackage", "WordDocument")
)
_SIGNS = {
    b"%pdf": "pdf",
    b"{\\rtf": "rtf",
    b"<!doctype html": "html",
    b"<html": "html",
    b"<?xml": "xml",
}
_DAMAGED = "abime"  # or too large
_NAMES = {"~$": "verrou", "._": "ombre"}


def report_of(path: Path) -> Received:
    """The report that a file is, of one of the editions that there are, those beside it
    included, or those of the folder in which people work. Raises Unread.
    """
    own = beside(path)
    forms = known_forms(own if own.is_dir() else Path(own.name))
    return received(path.name, admitted(path), forms)


def admitted(path: Path) -> bytes:
    """The bytes of a Word document. Raises Unread, with what the file is instead."""
    if kind := _NAMES.get(path.name[:2]):
        raise Unread(INSTEAD[kind])
    document, problems = admit_document(path)
    is_large = any(one.code == TOO_LARGE for one in problems)
    if problems and not is_large:
        raise Unread(sentence(problems[0]))
    other = _kind_of_package(document) if document else _kind(path)
    if is_large and other == _DAMAGED:
        raise TooLarge(INSTEAD[other])
    if other:
        raise Unread(INSTEAD[other])
    return document


def _kind(path: Path) -> str:
    """What a file is that is no sound Word document."""
    if not path.is_file():
        return "autre"
    data = path.read_bytes()
    head = data[:_HEAD].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if data.startswith(OLE2):
        return "protege" if _ENCRYPTED in data else "doc" if _WORD in data else "autre"
    if data.startswith(b"PK"):
        return _kind_of_package(data) or _DAMAGED
    signed = (kind for sign, kind in _SIGNS.items() if head.startswith(sign))
    return next(signed, "autre") if data else "vide"


def _kind_of_package(data: bytes) -> str:
    """What a zip is, as far as the names of its parts say so; "" for a Word document."""
    try:
        with ZipFile(io.BytesIO(data)) as package:
            names = {name.casefold() for name in package.namelist()}
    except UNREADABLE:
        return ""
    if any(name.startswith("word/") for name in names):
        return ""
    if any(name.startswith("xl/") for name in names):
        return "classeur"
    return "odt" if {"mimetype", "content.xml"} <= names else "autre"
