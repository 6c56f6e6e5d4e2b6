"""The texts of a wording whose blocks repeat, each once, with the part that it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.align.patterns import LoopPart, Part, RowPart, TablePart, TextPart
from pipeline.align.placed import Role
from pipeline.findings.sentences import places as say
from pipeline.model.text import shortened

_TITLE = "titre"  # begins the names of the styles of headings


class PatternText(NamedTuple):
    """``question``: the list that repeats around it, else the heading above it."""

    part: TextPart
    question: str
    role: Role


def texts_of(parts: Sequence[Part]) -> list[PatternText]:
    """Every text with words of its own, in the order of the wording."""
    found: list[PatternText] = []
    question = say.HEAD
    for part in parts:
        if isinstance(part, LoopPart):
            found += _below(part.body, part.entries, Role.TEXT)
        elif isinstance(part, TextPart):
            is_heading = part.level > 0 or part.style.startswith(_TITLE)
            if is_heading and part.has_words:
                question = shortened(part.phrase.words)
            found += _below([part], question, Role.TEXT)
        else:
            found += _below([part], question, Role.TEXT)
    return found


def _below(parts: Sequence[Part], question: str, role: Role) -> Iterator[PatternText]:
    for part in parts:
        if isinstance(part, LoopPart):
            yield from _below(part.body, question, role)
        elif isinstance(part, TablePart):
            yield from _below([part.head], question, Role.COLUMN)
            yield from _below(part.body, question, Role.LINE)
        elif isinstance(part, RowPart):
            inner = Role.LINE if role is Role.TEXT else role
            yield from _below(part.cells, question, inner)
        elif part.has_words:
            is_heading = part.level > 0 or part.style.startswith(_TITLE)
            yield PatternText(part, question, Role.HEADING if is_heading else role)
