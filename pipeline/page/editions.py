"""Editions of one's own in the page: what a zip of their folders holds."""

from __future__ import annotations

import os
import re
import shutil
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import Any

from pipeline.editions.homes import FORM, VARIABLE
from pipeline.editions.loader import known_forms
from pipeline.editions.reading import FormFileError
from pipeline.findings.sentences import page as said
from pipeline.model.text import listed
from pipeline.office.package import UNREADABLE, read_parts

EDITIONS = Path("formulaires")  # in the memory of the page
_NAME = re.compile(r"[a-z]+-[0-9-]+")
_FILE = re.compile(r"[\w.-]+\.(?:yaml|json|docx|md)")


def take_editions(data: bytes) -> dict[str, Any]:
    """The editions of a zip beside those of the program, or why they are none."""
    try:
        folders = _folders(read_parts(data))
    except UNREADABLE:
        folders = {}
    if not folders:
        return {"said": said.NO_EDITION, "fine": False}
    for edition, files in folders.items():
        folder = EDITIONS / edition
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, content in files.items():
            (folder / name).write_bytes(content)
    os.environ[VARIABLE] = str(EDITIONS)
    why = _unsound()
    if why:
        for edition in folders:
            shutil.rmtree(EDITIONS / edition)
        return {"said": why, "fine": False}
    return {"said": said.EDITIONS.format(listed(sorted(folders))), "fine": True}


def _folders(parts: dict[str, bytes]) -> dict[str, dict[str, bytes]]:
    """Edition -> its files, wherever its folder stands in the zip."""
    found: defaultdict[str, dict[str, bytes]] = defaultdict(dict)
    for path, content in parts.items():
        edition, name = PurePosixPath(path).parent.name, PurePosixPath(path).name
        if _NAME.fullmatch(edition) and _FILE.fullmatch(name):
            found[edition][name] = content
    return {edition: files for edition, files in found.items() if FORM in files}


def _unsound() -> str:
    """Why the editions that are there cannot be used; "" where they can."""
    try:
        known_forms()
    except FormFileError as error:
        return str(error)
    except ImportError:  # the page reads no YAML: what is made of it must be there
        return said.NOT_MADE
    return ""
