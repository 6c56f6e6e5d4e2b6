"""Which file or folder a path was probably meant to be, where it leads to none."""

from __future__ import annotations

import os
from pathlib import Path

from pipeline.cli.terminal import quoted
from pipeline.deliver.outputs import marked_copy
from pipeline.findings.near_names import closest

_KINDS = ((".xlsx", ".xlsm"), (".docx", ".docm"))


def question(path: Path) -> str:
    """« Vouliez-vous dire … ? » with a blank before it; empty where nothing is near."""
    found = near_file(path)
    return f" Vouliez-vous dire {quoted(found)} ?" if found else ""


def near_file(path: Path) -> Path | None:
    """The file or folder that is there, of a path each missing part of which comes near
    one name of its folder and no other; None where there is none.
    """
    found = Path(path.anchor)
    parts = path.parts[len(found.parts) :]
    for number, part in enumerate(parts, 1):
        if os.path.lexists(found / part):
            found /= part
            continue
        try:
            names = _names(found, part, number == len(parts))
        except OSError:
            return None
        name = closest(part, names)
        if not name:
            return None
        found /= name
    return found if os.path.exists(found) and found != path else None


def _names(folder: Path, typed: str, is_last: bool) -> list[str]:
    """The names in a folder that may be meant: folders on the way; in the end files of
    the kind that was typed, or folders and files of any kind, none of them hidden.
    """
    suffix = Path(typed).suffix.lower()
    wanted = next((kind for kind in _KINDS if suffix in kind), sum(_KINDS, ()))
    with os.scandir(folder) as entries:
        return [
            entry.name
            for entry in entries
            if not entry.name.startswith((".", "~$"))
            and _is_meant(entry, wanted, is_last)
        ]


def _is_meant(entry: os.DirEntry[str], wanted: tuple[str, ...], is_last: bool) -> bool:
    if entry.is_dir():
        return not is_last or len(wanted) > 2
    own = Path(entry.name)
    return is_last and own.suffix.lower() in wanted and not marked_copy(own.stem)
