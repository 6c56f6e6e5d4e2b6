"""Whether two Word reports say the same: the text of every paragraph, those in cells,
header and notes included.
"""

from __future__ import annotations

import re
import zipfile
from pathlib import Path
from xml.etree import ElementTree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = re.compile(r"word/(document|header\d+|footer\d+|footnotes)\.xml")


def texts(report: Path) -> dict[str, list[str]]:
    """The text of each paragraph of each part, in order; a table gives its rows and
    cells as marks between them.
    """
    with zipfile.ZipFile(report) as package:
        names = sorted(name for name in package.namelist() if _PARTS.fullmatch(name))
        return {
            name: _paragraphs(ElementTree.fromstring(package.read(name)))
            for name in names
        }


def _paragraphs(root: ElementTree.Element) -> list[str]:
    found = []
    for element in root.iter():
        if element.tag in (f"{_W}tr", f"{_W}tc"):
            found.append(element.tag.removeprefix(_W))
        elif element.tag == f"{_W}p":
            found.append("".join(_piece(piece) for piece in element.iter()))
    return found


def _piece(element: ElementTree.Element) -> str:
    if element.tag == f"{_W}t":
        return element.text or ""
    return {f"{_W}br": "\n", f"{_W}tab": "\t", f"{_W}footnoteReference": "*"}.get(
        element.tag, ""
    )


def differences(one: Path, other: Path) -> list[str]:
    """Where two reports differ, as lines to read; empty when they say the same."""
    mine, theirs = texts(one), texts(other)
    if list(mine) != list(theirs):
        return [f"parts: {', '.join(mine)} / {', '.join(theirs)}"]
    found = []
    for part, paragraphs in mine.items():
        if len(paragraphs) != len(theirs[part]):
            found.append(
                f"{part}: {len(paragraphs)} / {len(theirs[part])} paragraphs, rows and cells"
            )
        found += [
            f"{part}: {a!r} / {b!r}"
            for a, b in zip(paragraphs, theirs[part], strict=False)
            if a != b
        ]
    return found
