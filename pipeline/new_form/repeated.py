"""The heads of a table that stand once more where it is split: no line of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.align.keys import key
from pipeline.align.passages import GridCell
from pipeline.align.placed import FormText


def is_head_row(row: Sequence[GridCell], heads: Iterable[FormText]) -> bool:
    """Whether all that a row says are words of these heads."""
    known = {key(text.words) for text in heads}
    said = {one.key for cell in row for one in cell.passages if one.key}
    return bool(said) and said <= known
