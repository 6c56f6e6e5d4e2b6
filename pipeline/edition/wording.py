"""A document of an edition: its official wording with the places in it, and where its
blank and its template stand.

A place to fill stands in braces as ``{name=own characters}`` (``{name}`` where the form
leaves nothing), with a star (``{*name}``) where the looks of the answer's stretches are
kept. ``[^n]`` is the mark of footnote n. Among blocks, among the rows of a table and
among the cells of a row a loop ``{"for": x, "in": list, "do": [...]}`` comes once for
each entry of the list, in which ``{x.name}`` is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path
from typing import Any

from pipeline.model.submission import Scope
from pipeline.model.text import StyledText, looks_of

PLACE = re.compile(r"\{(?P<rich>\*?)(?P<name>[a-z][a-z0-9_.]*)(?:=(?P<own>[^{}]*))?\}")
CONTENTS = "sommaire"  # the list of the form's own headings, by level
# What stands before the form in a draft, and in no report: a loop of one turn or none,
# so that the template has it and the official blank has not.
DRAFT_PAGE: Mapping[str, Any] = {
    "for": "b",
    "in": "brouillons",
    "do": [
        {"p": "{b.titre}", "style": "Title", "top": "1"},
        {
            "for": "bl",
            "in": "b.legende",
            "do": [{"p": "{*bl.texte}", "style": "Normal"}],
        },
        {
            "for": "bc",
            "in": "b.chapitres",
            "do": [
                {"p": "{*bc.titre}", "style": "ChapitreOuvert"},
                {"p": "{bc.qui}", "style": "Consigne"},
                {
                    "for": "bm",
                    "in": "bc.manques",
                    "do": [{"p": "{bm.texte}", "style": "Manque"}],
                },
            ],
        },
        {"break": "page", "style": "Espace"},
    ],
}
FOOTNOTE_MARK = re.compile(r"\[\^(\d+)\]")


@dataclass(frozen=True, eq=False)
class Document:
    """``file`` names the file of a finished one; ``wording``: its texts with their
    places, changes applied and notes numbered; ``blank`` and ``template``: the Word
    documents that are made of it.
    """

    key: str
    file: str
    wording: Mapping[str, Any]
    blank: Path
    template: Path

    @property
    def draft_blank(self) -> Path:
        """The blank with what drafts have beside it."""
        return self.blank.with_stem(f"{self.blank.stem}-brouillon")

    @property
    def compiled(self) -> Path:
        """The compiled form of the template."""
        return self.template.with_suffix(".json")

    @cached_property
    def _found(self) -> tuple[tuple[str, re.Match[str]], ...]:
        """Each place, with the text that it stands in."""
        return tuple(
            (text, place)
            for text in texts(self.wording)
            for place in PLACE.finditer(text)
        )

    @cached_property
    def repeats(self) -> bool:
        """Whether its blocks repeat, as those of a plan do; rows of a table aside."""
        return any(map(is_loop, self.wording["blocks"]))

    @cached_property
    def outer_loops(self) -> tuple[Mapping[str, Any], ...]:
        """The loops that stand in no other."""
        return tuple(
            loop for loop in loops(self.wording["blocks"]) if "." not in loop["in"]
        )

    @cached_property
    def rich_places(self) -> frozenset[str]:
        """The places that keep the looks of what stands in them, those of a draft too."""
        beside = map(PLACE.finditer, texts_in([DRAFT_PAGE]))
        found = (*(place for _, place in self._found), *chain.from_iterable(beside))
        return frozenset(place["name"] for place in found if place["rich"])

    @cached_property
    def own_characters(self) -> Mapping[str, str]:
        """The places, those in loops apart, with what the blank prints there."""
        inside = {loop["for"] for loop in loops(self.wording["blocks"])}
        return {
            place["name"]: place["own"] or ""
            for _, place in self._found
            if place["name"].partition(".")[0] not in inside
        }

    @cached_property
    def before_place(self) -> Mapping[str, str]:
        """The words that stand right before each place, so that an answer can be joined
        to them.
        """
        return {place["name"]: text[: place.start()] for text, place in self._found}


def is_loop(entry: Any) -> bool:
    return isinstance(entry, dict) and "for" in entry


def loops(content: Sequence[Any]) -> Iterator[Mapping[str, Any]]:
    """Every loop in some blocks, rows or cells, at any depth."""
    for entry in content:
        if is_loop(entry):
            yield entry
            yield from loops(entry["do"])
        elif isinstance(entry, list):
            yield from loops(entry)
        elif isinstance(entry, dict):
            yield from loops(entry.get("t", ()))


def expand(content: Sequence[Any], scope: Scope) -> Iterator[tuple[Any, Scope]]:
    """Blocks, rows or cells as they come in a report, each with its scope."""
    for entry in content:
        if is_loop(entry):
            for inner in scope.entries(entry["for"], entry["in"]):
                yield from expand(entry["do"], inner)
        else:
            yield entry, scope


def cell_text(cell: Any) -> str:
    """The text of a cell, which stands alone or with its looks."""
    return cell if isinstance(cell, str) else str(cell["text"])


def entries(content: Sequence[Any]) -> Iterator[Any]:
    """Blocks, rows or cells, those in loops too."""
    for entry in content:
        if is_loop(entry):
            yield from entries(entry["do"])
        else:
            yield entry


def texts_in(content: Sequence[Any]) -> Iterator[str]:
    """Every text of some blocks, rows or cells."""
    for entry in entries(content):
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, list):
            yield from texts_in(entry)
        elif "t" in entry:
            yield from texts_in(entry["t"])
        else:
            yield entry.get("p", entry.get("text", ""))


def texts(wording: Mapping[str, Any]) -> list[str]:
    """Every text of the form, in reading order."""
    return [wording["title"], wording["header"], *texts_in(wording["blocks"])]


def blank_text(text: str) -> str:
    """A text of the form as the blank prints it, footnote marks included."""
    return PLACE.sub(lambda place: place["own"] or "", text)


def stretches(text: str, scope: Scope) -> tuple[tuple[str, str], ...]:
    """A text of the form with its answers, as (text, look) stretches, without its marks
    of footnotes (an answer may hold what looks like one).
    """
    found: list[tuple[str, str]] = []
    text, at = FOOTNOTE_MARK.sub("", text), 0
    for place in PLACE.finditer(text):
        answer = scope.text(place["name"])
        found.append((text[at : place.start()], ""))
        found += looks_of(answer) if place["rich"] else [(str(answer), "")]
        at = place.end()
    return StyledText.of([*found, (text[at:], "")]).looks


def fill(text: str, scope: Scope) -> str:
    """The same as plain text."""
    return "".join(piece for piece, _ in stretches(text, scope))
