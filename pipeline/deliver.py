"""Whole files or none: a file is written beside its target, synced, and put in place in one step."""

from __future__ import annotations

import os
import re
import tempfile
import unicodedata
from pathlib import Path


class DeliveryError(Exception):
    """The file could not be put in place; the message, in French, says what to do."""


def put_in_place(target: Path, data: bytes) -> None:
    """Write ``data`` to ``target``, whole or not at all. Raises DeliveryError."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".canevas-", suffix=".tmp", dir=target.parent)
    except OSError as error:
        raise DeliveryError(f"Impossible d'écrire dans {target.parent} : {_why(error)}") from error
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, 0o666 & ~_umask())
        os.replace(name, target)
    except OSError as error:
        Path(name).unlink(missing_ok=True)
        raise DeliveryError(f"Impossible d'écrire {target} : {_why(error)}") from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "le dossier est protégé, ou le fichier est ouvert ailleurs. Fermez-le et relancez."
    return f"{error.strerror or error}. Vérifiez le dossier et la place sur le disque."


def folder_name(commune: str, year: int) -> str:
    """``estinnes-2023``: plain letters, so that every system and command line takes it."""
    letters = unicodedata.normalize("NFD", commune.replace("œ", "oe")).encode("ascii", "ignore").decode()
    return f"{re.sub(r'[^a-z0-9]+', '-', letters.lower()).strip('-') or 'commune'}-{year}"


def file_name(title: str) -> str:
    """A title as a file name that Windows takes, accents kept."""
    return re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", title).strip(" .")[:120]
