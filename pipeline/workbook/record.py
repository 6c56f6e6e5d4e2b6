"""What a workbook says of the one that it was made from: its sheet « Reprise »."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from pipeline.findings.sentences import carry_over as said
from pipeline.model.submission import CarryRecord
from pipeline.model.text import code_key


def read_record(rows: Iterable[Sequence[Any]]) -> CarryRecord | None:
    """The record of these rows; None where they are no such sheet."""
    known: dict[str, str] = {}
    gone: dict[str, str] = {}
    marks: dict[tuple[str, str], dict[str, str]] = {}
    head = said.ROW.format("")
    for row in rows:
        what, value, mark = (*(str(cell or "") for cell in row[:3]), "", "", "")[:3]
        if what == said.GONE and value:
            gone[code_key(value)] = value
        elif what.startswith(head):
            pairs = (pair.partition("=") for pair in mark.split())
            marks[what.removeprefix(head), value] = {
                key: held for key, _, held in pairs
            }
        else:
            known[what] = value
    digest = known.get(said.DIGEST, known.get(said.FORMER_DIGEST))
    if digest is None:
        return None
    day, period = map(known.get, (said.DAY, said.PERIOD))
    return CarryRecord(day or "", period or "", digest, gone, marks)
