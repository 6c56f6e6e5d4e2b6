"""What stands at a place of a form in a document: a cell, paragraphs, what is behind a
label.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from itertools import islice
from typing import NamedTuple

from pipeline.align.keys import (
    Sign,
    behind_lead_in,
    is_lead_in,
    key,
    leads_in,
    without_leader,
)
from pipeline.align.labels import Label
from pipeline.align.passages import GridCell, Passage
from pipeline.align.phrases import Phrase
from pipeline.align.placed import Spot, Status
from pipeline.align.spots import cell_spot, goes_further, sign_spot, spot_between
from pipeline.findings.sentences import places as say
from pipeline.model.text import shortened

_NUMBERED = re.compile(r"\s*\d{1,2}\.\s*[^\W\d]")
_MOST_SAID = 3  # of several candidates
_MOST_TOLD = 8  # texts over one place; more change nothing


class Area(NamedTuple):
    """``claims``: the paragraphs, or the ticks in them, that are this place and no
    other; none where no place was found. ``wording``, ``there``: the label that
    differs, as here and as there; where several do, the one behind the other.
    """

    status: Status
    text: str = ""
    path: str = ""
    claims: frozenset[tuple[int, str]] = frozenset()
    spot: Spot | None = None
    wording: str = ""
    there: str = ""

    def reworded(self, wording: str, there: str) -> Area:
        """The same where a label of its chain is reworded."""
        if self.status not in (Status.EQUAL, Status.REWORDED):
            return self
        if self.status is Status.REWORDED:
            is_told = there.strip() in self.there.split("\n")
            is_known = is_told and wording in ("", *self.wording.split("\n"))
            if is_known or self.there.count("\n") > _MOST_TOLD:
                return self
            wording = "\n".join(filter(None, (wording, self.wording)))
            there = "\n".join(filter(None, (there, self.there)))
        return self._replace(status=Status.REWORDED, wording=wording, there=there)


ABSENT = Area(Status.ABSENT)


def doubtful(there: Iterable[str] = ()) -> Area:
    """Several candidates are none; ``there``: what they say."""
    said = [*islice(filter(None, there), _MOST_SAID)]
    return Area(Status.DOUBTFUL, there=" / ".join(map(shortened, said)))


def cell_area(cell: GridCell, label: GridCell | None = None) -> Area:
    """A cell as the place of an answer; ``label``: that of its row."""
    is_shared = goes_further(cell, label)
    cell = cell.inmost
    if cell.is_plain and leads_in(cell.text):
        area = paragraphs_area(cell.passages)
    else:
        text = without_leader(cell.text if cell.is_plain else cell.cell.text)
        claims = frozenset((passage.number, "text") for passage in cell.passages)
        area = Area(Status.EQUAL, text, cell.cell.path, claims, cell_spot(cell))
    if cell.cell.is_closed and not area.text:
        area = area.reworded("", say.CLOSED)
    return area._replace(spot=None) if is_shared else area


def paragraphs_area(passages: Sequence[Passage]) -> Area:
    """Paragraphs as the place of an answer; blank ones around it are none of it."""
    text = "\n".join(passage.text for passage in passages)
    start = len(text) - len(text.lstrip("\n"))
    text = text.rstrip("\n")
    start = len(text) - len(behind_lead_in(text[start:])) if text else 0
    said = without_leader(text[start:], "…")
    claims = frozenset((passage.number, "text") for passage in passages)
    first = next((one for one in passages if not one.is_blank), passages[0])
    end = len(text) if text else sum(len(one.text) + 1 for one in passages)
    spot = spot_between(passages, start, end, not said)
    return Area(Status.EQUAL, said, first.paragraph.path, claims, spot)


def area_inside(label: Label, phrase: Phrase, number: int) -> Area:
    """What stands at a place in the text of a label."""
    said, spot = "", None
    if number < len(label.spans):
        start, end = label.spans[number]
        said = phrase.value(number, label.text[start:end])
        spot = spot_between(label.passages, start, end, not said)
    return Area(label.status, said, label.path, _claims(label), spot)


def area_behind(label: Label, kind: str = "text") -> Area:
    """What stands behind a label in its paragraph, without what joins it to it; ``kind``:
    of its claims.
    """
    rest = (label.rest or "").lstrip(" \t\n\u00a0:=")
    said = without_leader(rest, "…")
    spot = spot_between(label.passages, label.end - len(rest), label.end, not said)
    return Area(label.status, said, label.path, _claims(label, kind), spot)


def sign_area(label: Label, sign: Sign) -> Area:
    """A tick beside a label."""
    claims = frozenset([(label.passage.number, "sign")])
    spot = sign_spot(label.passage, sign)
    return Area(
        Status.EQUAL, label.text[sign.start : sign.end], label.path, claims, spot
    )


def _claims(label: Label, kind: str = "text") -> frozenset[tuple[int, str]]:
    return frozenset((passage.number, kind) for passage in label.passages)


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


def is_free(cell: GridCell, texts: frozenset[str]) -> bool:
    """Whether a cell holds no text of the form."""
    return not any(passage.key in texts for passage in cell.passages)


def asks(text: str) -> bool:
    """Whether a text may be a question, or the heading of a chapter."""
    is_numbered = _NUMBERED.match(text) is not None
    return is_numbered or (text.rstrip().endswith((":", "?")) and not is_lead_in(text))


def is_answer(passages: Sequence[Passage]) -> bool:
    """Whether paragraphs are an answer, and not perhaps a question with its dots."""
    texts = [one.text.rstrip() for one in passages if not one.is_blank]
    said = {bool(key(behind_lead_in(one))) for one in texts if not is_lead_in(one)}
    return len(said) < 2 and not any(map(asks, texts))
