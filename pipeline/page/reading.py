"""A finished report as it is read on screen: the walk of the document (wording.expand),
as plain data instead of Word's paragraphs and tables.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.document.places import fill_places
from pipeline.edition.questions import tag_name
from pipeline.edition.wording import (
    FOOTNOTE_MARK,
    PLACE,
    Document,
    cell_text,
    expand,
)
from pipeline.model.explained import Explained
from pipeline.model.submission import Answers, Part, Places, Scope

# A stretch of text, and the number of the line that explains it, -1 where none does.
Piece = tuple[str, int]
Links = Mapping[tuple[int, str], int]


def readable(
    document: Document, answers: Answers, lines: Sequence[Explained]
) -> list[dict[str, Any]]:
    """The blocks of the report in reading order: ``style`` and ``pieces`` of a
    paragraph, or the ``rows`` of a table, each a list of cells, each a list of pieces.
    ``lines``: the explained lines of the report, which pieces name by their numbers.
    """
    places = fill_places(document, answers)
    links = _links(places, answers, lines)
    made: list[dict[str, Any]] = []
    for block, scope in expand(document.wording["blocks"], Scope(places)):
        if "t" in block:
            rows = [
                [
                    _pieces(cell_text(cell), turn, links)
                    for cell, turn in expand(row, line)
                ]
                for row, line in expand(block["t"], scope)
            ]
            made.append({"rows": rows})
        elif "p" in block:
            pieces = _pieces(block["p"], scope, links)
            made.append({"style": block["style"], "pieces": pieces})
    return made


def _links(places: Places, answers: Answers, lines: Sequence[Explained]) -> Links:
    """A turn of a loop, or the whole report, and the name of a place in it -> the number
    of the line behind it. Figures are known by their identity, since several may print
    the same.
    """
    numbers = {
        id(figure): number
        for number, line in enumerate(lines)
        for figure in line.printed
    }
    own = {
        ".".join(filter(None, (tag_name(question), key))): figure
        for question, figures in answers.figures.items()
        for key, figure in figures.items()
    }
    parts = {tag_name(question): found for question, found in answers.parts.items()}
    return {
        (id(turn), name): numbers[id(figure)]
        for turn, part in _turns([places], [Part(own, parts)])
        for name, figure in part.figures.items()
        if id(figure) in numbers
    }


def _turns(
    turns: Sequence[Places], parts: Sequence[Part]
) -> Iterator[tuple[Places, Part]]:
    """Each turn with the part that it prints, and those inside it."""
    for turn, part in zip(turns, parts, strict=False):  # the contents have no part
        yield turn, part
        for name, inner in turn.rows.items():
            yield from _turns(inner, part.parts.get(name, ()))


def _pieces(text: str, scope: Scope, links: Links) -> list[Piece]:
    found: list[Piece] = []
    text, at = FOOTNOTE_MARK.sub("", text), 0
    for place in PLACE.finditer(text):
        name = place["name"]
        loop, _, inner = name.partition(".")
        turn = scope.loops.get(loop)
        key = (id(turn), inner) if turn else (id(scope.places), name)
        found += [(text[at : place.start()], -1)]
        found += [(str(scope.text(name)), links.get(key, -1))]
        at = place.end()
    return [piece for piece in (*found, (text[at:], -1)) if piece[0]]
