"""A finished report as it is read on screen: the walk of the document (wording.expand),
as plain data instead of Word's paragraphs and tables.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pipeline.edition.questions import tag_name
from pipeline.edition.wording import (
    FOOTNOTE_MARK,
    PLACE,
    Document,
    cell_text,
    expand,
)
from pipeline.model.explained import Explained
from pipeline.model.submission import Places, Scope

# A stretch of text, and the number of its figure in ``explained_lines``, -1 where it has
# none.
Piece = tuple[str, int]


def readable(
    document: Document, places: Places, figures: Sequence[Explained]
) -> list[dict[str, Any]]:
    """The blocks of the report in reading order: ``style`` and ``pieces`` of a
    paragraph, or the ``rows`` of a table, each a list of cells, each a list of pieces.
    """
    numbers = _numbers(figures)
    made: list[dict[str, Any]] = []
    for block, scope in expand(document.wording["blocks"], Scope(places)):
        if "t" in block:
            rows = [
                [
                    _pieces(cell_text(cell), turn, numbers)
                    for cell, turn in expand(row, line)
                ]
                for row, line in expand(block["t"], scope)
            ]
            made.append({"rows": rows})
        elif "p" in block:
            pieces = _pieces(block["p"], scope, numbers)
            made.append({"style": block["style"], "pieces": pieces})
    return made


def _numbers(figures: Sequence[Explained]) -> Mapping[str, int]:
    """Name of a place -> the number of its figure; those in parts that repeat have
    none.
    """
    found = {}
    for number, one in enumerate(figures):
        if one.unit and len(one.path) < 2:
            key = f".{one.path[0][0]}" if one.path else ""
            found[f"{tag_name(one.id)}{key}"] = number
    return found


def _pieces(text: str, scope: Scope, numbers: Mapping[str, int]) -> list[Piece]:
    found: list[Piece] = []
    text, at = FOOTNOTE_MARK.sub("", text), 0
    for place in PLACE.finditer(text):
        answer = str(scope.text(place["name"]))
        found += [(text[at : place.start()], -1)]
        found += [(answer, numbers.get(place["name"], -1))]
        at = place.end()
    return [piece for piece in (*found, (text[at:], -1)) if piece[0]]
