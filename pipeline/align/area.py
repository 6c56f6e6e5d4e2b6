"""What stands at a place of a form in a document: a cell, paragraphs, what is behind a
label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.align.keys import behind_lead_in, is_lead_in, key, without_leader
from pipeline.align.labels import Label
from pipeline.align.passages import GridCell, Passage
from pipeline.align.placed import Status
from pipeline.model.text import shortened

_NUMBERED = re.compile(r"\s*\d{1,2}\.\s*[^\W\d]")
_MOST_SAID = 3  # of several candidates


class Area(NamedTuple):
    """``claims``: the paragraphs, or the ticks in them, that are this place and no
    other; none where no place was found. ``wording``, ``there``: the label that
    differs, as here and as there.
    """

    status: Status
    text: str = ""
    path: str = ""
    claims: frozenset[tuple[int, str]] = frozenset()
    wording: str = ""
    there: str = ""

    def reworded(self, wording: str, there: str) -> Area:
        """The same where a label of its chain is reworded."""
        if self.status not in (Status.EQUAL, Status.REWORDED):
            return self
        return self._replace(status=Status.REWORDED, wording=wording, there=there)


ABSENT = Area(Status.ABSENT)


def doubtful(there: Iterable[str] = ()) -> Area:
    """Several candidates are none; ``there``: what they say."""
    said = [*islice(filter(None, there), _MOST_SAID)]
    return Area(Status.DOUBTFUL, there=" / ".join(map(shortened, said)))


def cell_area(cell: GridCell) -> Area:
    """A cell as the place of an answer."""
    text = without_leader(cell.cell.text if cell.cell.blocks else "")
    claims = frozenset((passage.number, "text") for passage in cell.passages)
    return Area(Status.EQUAL, text, cell.cell.path, claims)


def paragraphs_area(passages: Sequence[Passage]) -> Area:
    """Paragraphs as the place of an answer; blank ones around it are none of it."""
    text = "\n".join(passage.text for passage in passages).strip("\n")
    said = without_leader(behind_lead_in(text), "…")
    claims = frozenset((passage.number, "text") for passage in passages)
    first = next((one for one in passages if not one.is_blank), passages[0])
    return Area(Status.EQUAL, said, first.paragraph.path, claims)


def area_behind(label: Label, text: str) -> Area:
    """What stands behind a label in its paragraph."""
    claims = frozenset((passage.number, "text") for passage in label.passages)
    return Area(label.status, text, label.path, claims)


def answer_behind(text: str) -> str:
    """An answer without what joins it to its label."""
    return without_leader(text.lstrip(" \t\n\u00a0:="), "…")


def without_lead_ins(cells: list[GridCell]) -> list[GridCell]:
    """Of several cells those that may be an answer."""
    several = len(cells) > 1
    return [one for one in cells if not (several and is_lead_in(one.text))]


def are_numbers(cells: Sequence[GridCell]) -> bool:
    """Whether cells number their rows: 1, 2, 3, or from another number on."""
    texts = [one.text.strip(" .)") for one in cells]
    if len(texts) < 3 or not texts[0].isdecimal() or len(texts[0]) > 3:
        return False
    first = int(texts[0])
    return texts == [str(n) for n in range(first, first + len(texts))]


def asks(text: str) -> bool:
    """Whether a text may be a question, or the heading of a chapter."""
    is_numbered = _NUMBERED.match(text) is not None
    return is_numbered or (text.rstrip().endswith((":", "?")) and not is_lead_in(text))


def is_answer(passages: Sequence[Passage]) -> bool:
    """Whether paragraphs are an answer, and not perhaps a question with its dots."""
    texts = [one.text.rstrip() for one in passages if not one.is_blank]
    said = {bool(key(behind_lead_in(one))) for one in texts if not is_lead_in(one)}
    return len(said) < 2 and not any(map(asks, texts))
