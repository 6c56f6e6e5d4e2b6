"""What stands in the cells of a workbook and in their comments, as a digest: by it a
marked copy says what it was made of, and whether somebody has worked in it since.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from pipeline.findings.messages import is_error
from pipeline.marked_copy.notes import HEAD
from pipeline.office.budget import Refused
from pipeline.workbook.admission import admit
from pipeline.workbook.comments import Comments, read_comments
from pipeline.workbook.form_in import Sheets
from pipeline.workbook.read import load_cells, without_ours

_UNKNOWN = "?"  # no digest


class Content(NamedTuple):
    """``cells``: the digest of all cells but those of our list, and of people's own
    comments; ``reasons``: why warnings were left, by their marks; ``origin``: of a
    marked copy the digest of what it was made of, "" where it does not say;
    ``is_marked``: whether our list is in it.
    """

    cells: str
    reasons: Mapping[str, str]
    origin: str
    is_marked: bool

    def origin_of_copy(self, is_renewed: bool) -> str:
        """What a copy of this workbook says that it was made of: one that is renewed
        says it as before.
        """
        return (self.origin or _UNKNOWN) if is_renewed else self.cells

    def is_as_written(self, reasons: Mapping[str, str]) -> bool:
        """Whether nobody has typed anything into this copy since it was made.
        ``reasons``: those that its workbook has.
        """
        return self.cells == self.origin and self.reasons.items() <= reasons.items()


def content_of(path: Path, password: str | None = None) -> Content | None:
    """What stands in a workbook; None where it cannot be read."""
    found, problems = load_cells(path, password)
    if any(map(is_error, problems)):
        return None
    sheets, ours = without_ours(found)
    is_marked = len(sheets) < len(found)
    package, _ = admit(path, password)
    try:
        comments = read_comments(package or b"")
    except Refused:
        return None
    digest = _digest(sheets, comments)
    return Content(digest, ours.reasons, ours.origin, is_marked)


def _digest(sheets: Sheets, comments: Mapping[str, Comments]) -> str:
    said = hashlib.sha256()
    for title, sheet in sorted(sheets.items()):
        for number, line in enumerate(sheet.rows):
            for at, cell in enumerate(line):
                if cell is not None:
                    text = _short(str(cell).removesuffix(".0"))
                    place = f"{title}\0{number}\0{at}\0{text}\0"
                    said.update(place.encode(errors="surrogatepass"))
        for (row, column), text in sorted(comments.get(title, {}).items()):
            # Programs break its lines each in their own way.
            if words := text.partition(HEAD)[0].split():
                place = f"{title}\0{row}\0{column}\0{' '.join(words)}\0\0"
                said.update(place.encode(errors="surrogatepass"))
    return said.hexdigest()[:32]


@lru_cache(maxsize=4096)
def _short(text: str) -> str:
    """The text, or its digest where it is long: one text may stand in every row."""
    if len(text) < 256:
        return text
    return hashlib.sha256(text.encode(errors="surrogatepass")).hexdigest()
