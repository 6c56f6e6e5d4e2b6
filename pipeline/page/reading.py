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
from pipeline.model.submission import Answers, Figure, Part, Places, Scope

# A stretch of text, and the number of the line that explains it, -1 where none does.
Piece = tuple[str, int]


def readable(
    document: Document, answers: Answers, lines: Sequence[Explained]
) -> list[dict[str, Any]]:
    """The blocks of the report in reading order: ``style`` and ``pieces`` of a
    paragraph, or the ``rows`` of a table, each a list of cells, each a list of pieces.
    ``lines``: the explained lines of the report, which pieces name by their numbers.
    """
    places = fill_places(document, answers)
    links = _Links(places, answers, lines)
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


class _Links:
    """Which line explains what is printed at a place: a figure is known by its identity,
    since several may print the same.
    """

    def __init__(
        self, places: Places, answers: Answers, lines: Sequence[Explained]
    ) -> None:
        self.numbers = {
            id(figure): number
            for number, line in enumerate(lines)
            for figure in line.printed
        }
        self.own = {
            f"{tag_name(question)}.{key}" if key else tag_name(question): figure
            for question, figures in answers.figures.items()
            for key, figure in figures.items()
        }
        self.turns: dict[int, Mapping[str, Figure]] = {}
        for question, parts in answers.parts.items():
            rows = places.rows.get(tag_name(question), ())
            self.turns |= dict(_figures_of_turns(rows, parts))

    def number(self, place: str, scope: Scope) -> int:
        """The number of the line behind a place, -1 where none explains it."""
        loop, _, inner = place.partition(".")
        figure = self.own.get(place)
        if loop in scope.loops:
            figure = self.turns.get(id(scope.loops[loop]), {}).get(inner)
        return self.numbers.get(id(figure), -1)


def _figures_of_turns(
    turns: Sequence[Places], parts: Sequence[Part]
) -> Iterator[tuple[int, Mapping[str, Figure]]]:
    """Each turn of a loop, by its identity, with the figures of the part that it prints;
    those of the loops inside it too.
    """
    for turn, part in zip(turns, parts, strict=False):  # the contents have no part
        yield id(turn), part.figures
        for name, inner in turn.rows.items():
            yield from _figures_of_turns(inner, part.parts.get(name, ()))


def _pieces(text: str, scope: Scope, links: _Links) -> list[Piece]:
    found: list[Piece] = []
    text, at = FOOTNOTE_MARK.sub("", text), 0
    for place in PLACE.finditer(text):
        name = place["name"]
        found += [(text[at : place.start()], -1)]
        found += [(str(scope.text(name)), links.number(name, scope))]
        at = place.end()
    return [piece for piece in (*found, (text[at:], -1)) if piece[0]]
