"""The workbooks that a command is given, one by one or in folders, and what is left
aside in these folders.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from pipeline.deliver.outputs import is_candidate, is_passed_over, marked_copy
from pipeline.findings.sentences import batch as say
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
_REPORTS = (".docx", ".docm")
_OTHER_DOCUMENTS = (".doc", ".dot", ".odt", ".fodt", ".rtf", ".pdf", ".pages")
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
    return _gathered(paths, is_candidate, _why_aside)


def gather_reports(paths: Iterable[Path]) -> Gathered:
    """The Word documents of these files and folders, as ``workbooks``."""
    return _gathered(paths, _is_report, _why_no_report)


def _gathered(
    paths: Iterable[Path],
    is_wanted: Callable[[Path], bool],
    why_aside: Callable[[Path], str],
) -> Gathered:
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
            inside = [entry for entry in entries if is_wanted(entry)]
            for entry in entries:
                is_aside = not is_wanted(entry) and not is_passed_over(entry)
                if is_aside and (why := why_aside(entry)):
                    gathered.aside.setdefault(why, []).append(entry.name)
        for file in inside:
            found.setdefault(os.path.realpath(file), file)
    gathered.workbooks += found.values()
    return gathered


def _is_report(entry: Path) -> bool:
    return entry.suffix.lower() in _REPORTS and not is_passed_over(entry)


def _why_no_report(entry: Path) -> str:
    """Why something in a folder is no report to read, though it may be one."""
    if os.path.isdir(entry):
        return say.REPORTS_BELOW if any(map(_is_report, _files(entry))) else ""
    return say.NO_WORD if entry.suffix.lower() in _OTHER_DOCUMENTS else ""


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
    if suffix in _OTHER_FORMATS:
        return say.FORMAT
    return say.TEXT if suffix in _TEXTS else ""


def _has_workbooks(folder: Path) -> bool:
    return any(
        is_candidate(file) or file.suffix.lower() in _OTHER_FORMATS
        for file in _files(folder)
    )


def _files(folder: Path) -> Iterator[Path]:
    """The files of the first folders below one."""
    for above, _, names in islice(os.walk(folder), _MOST_FOLDERS):
        yield from (Path(above, name) for name in names)
