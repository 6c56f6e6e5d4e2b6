"""The workbooks that a command is given, one by one or in folders, and what is left
aside in these folders.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pipeline.deliver.outputs import is_candidate, is_passed_over, marked_copy
from pipeline.findings.sentences import delivery as say
from pipeline.model.text import french_order

_OTHER_FORMATS = (
    ".xls",
    ".xlsb",
    ".xlt",
    ".xltx",
    ".xltm",
    ".ods",
    ".fods",
    ".ots",
    ".numbers",
)
_TEXTS = (".csv", ".tsv")
_MOST_FOLDERS = 1_000  # of a sub-folder that are looked through for a workbook


@dataclass
class Gathered:
    """``workbooks``: each once, those of a folder in the order of their names;
    ``aside``: why something is left aside -> its names; ``unread``: folders that cannot
    be read.
    """

    workbooks: list[Path] = field(default_factory=list)
    aside: dict[str, list[str]] = field(default_factory=dict)
    unread: list[Path] = field(default_factory=list)


def gather(paths: Iterable[Path]) -> Gathered:
    """The workbooks of these files and folders."""
    found: dict[str, Path] = {}
    gathered = Gathered()
    for path in paths:
        inside = [path]
        if os.path.isdir(path):
            try:
                entries = sorted(
                    path.iterdir(),
                    key=lambda file: (french_order(file.name), file.name),
                )
            except OSError:
                gathered.unread.append(path)
                continue
            inside = [entry for entry in entries if is_candidate(entry)]
            for entry, why in _left_aside(entries):
                gathered.aside.setdefault(why, []).append(entry.name)
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    gathered.workbooks += found.values()
    return gathered


def _left_aside(entries: Iterable[Path]) -> Iterator[tuple[Path, str]]:
    for entry in entries:
        if (
            not is_candidate(entry)
            and not is_passed_over(entry)
            and (why := _why_aside(entry))
        ):
            yield entry, why


def _why_aside(entry: Path) -> str:
    """Why something in a folder is no workbook to read, though it may hold one; "" for
    all else.
    """
    suffix = entry.suffix.lower()
    if not os.path.exists(entry):
        return say.BROKEN
    if os.path.isdir(entry):
        return say.BELOW if _has_workbooks(entry) else ""
    if marked_copy(entry.stem) and suffix in (".xlsx", ".xlsm"):
        return say.MARKED
    if suffix == ".lnk":
        return say.SHORTCUT
    return (
        say.FORMAT if suffix in _OTHER_FORMATS else say.TEXT if suffix in _TEXTS else ""
    )


def _has_workbooks(folder: Path) -> bool:
    for above, _, names in islice(os.walk(folder), _MOST_FOLDERS):
        files = [Path(above, name) for name in names]
        if any(
            is_candidate(file) or file.suffix.lower() in _OTHER_FORMATS
            for file in files
        ):
            return True
    return False
