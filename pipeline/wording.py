"""formulaire.json, the official wording of an edition: its texts, the places in them, and its parts that repeat.

A place to fill stands in braces as ``{name=own characters}`` (``{name}`` where the form leaves nothing), with a star
(``{*name}``) where the looks of the answer's stretches are kept. ``[^n]`` is the mark of a footnote. Among blocks,
among the rows of a table and among the cells of a row a loop ``{"for": x, "in": list, "do": [...]}`` comes once for
each entry of the list, in which ``{x.name}`` is a place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.own_editions import own_folder
from pipeline.text import StyledText, looks_of

PLACE = re.compile(r"\{(?P<rich>\*?)(?P<name>[a-z][a-z0-9_.]*)(?:=(?P<own>[^{}]*))?\}")
FOOTNOTE_MARK = re.compile(r"\[\^(\d+)\]")
_ROOT = Path(import_module("pipeline.templates_docx").__path__[0])
NOTE = "note"  # the look of a stretch that is the number of a footnote
_TOKEN = re.compile(rf"({PLACE.pattern}|{FOOTNOTE_MARK.pattern})")


@dataclass(frozen=True)
class Places:
    """What the renderer and the gate receive: plain data, nothing of a household.

    ``texts``: place (``q2_7_1.ris``, ``annee``) -> printed text, the place's own characters where there is no answer;
    ``rows``: name of a list -> its entries, each with places and lists of its own.
    """

    texts: Mapping[str, str]
    rows: Mapping[str, tuple[Places, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Scope:
    """Where the name of a place is looked up: in the loops around it, else in the whole form."""

    places: Places
    loops: Mapping[str, Places] = field(default_factory=dict)

    def text(self, name: str) -> str:
        """The text of a place. Raises KeyError where there is none of that name."""
        loop, _, inner = name.partition(".")
        return self.loops[loop].texts[inner] if loop in self.loops else self.places.texts[name]

    def entries(self, loop: Mapping[str, Any]) -> Iterator[Scope]:
        """The scope inside each turn of a loop."""
        around, _, inner = loop["in"].partition(".")
        source, name = (self.loops[around], inner) if around in self.loops else (self.places, loop["in"])
        for entry in source.rows[name]:
            yield Scope(self.places, {**self.loops, loop["for"]: entry})


def template_file(edition: str, name: str) -> Path:
    """A document of an edition, or the wording that it is made of."""
    return (own_folder(edition) or _ROOT / edition) / name


@cache
def load_wording(edition: str) -> Mapping[str, Any]:
    """formulaire.json: the official wording with its places."""
    loaded: Mapping[str, Any] = json.loads(template_file(edition, "formulaire.json").read_text(encoding="utf-8"))
    return loaded


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


@cache
def outer_loops(edition: str) -> tuple[Mapping[str, Any], ...]:
    """The loops of the form that stand in no other."""
    return tuple(loop for loop in loops(load_wording(edition)["blocks"]) if "." not in loop["in"])


def expand(content: Sequence[Any], scope: Scope, at: int = 0) -> Iterator[tuple[int, Any, Scope]]:
    """Blocks, rows or cells as they come in a report, each with its place in the blank form and its scope."""
    for entry in content:
        if is_loop(entry):
            for inner in scope.entries(entry):
                yield from expand(entry["do"], inner, at)
        else:
            yield at, entry, scope
        at += printed(entry)


def printed(entry: Any) -> int:
    """How many blocks, rows or cells the blank form has of this one: a loop once, or once for each of its own names."""
    if not is_loop(entry):
        return 1
    return len(entry["blank"]) if "blank" in entry else sum(printed(inner) for inner in entry["do"])


def cell_text(cell: Any) -> str:
    """The text of a cell, which stands alone or with its looks."""
    return cell if isinstance(cell, str) else str(cell["text"])


def _block_texts(content: Sequence[Any]) -> Iterator[str]:
    for entry in content:
        if is_loop(entry):
            yield from _block_texts(entry["do"])
        elif isinstance(entry, list):
            yield from _block_texts(entry)
        elif isinstance(entry, dict) and "t" in entry:
            yield from _block_texts(entry["t"])
        else:
            yield entry if isinstance(entry, str) else entry.get("p", entry.get("text", ""))


def texts(wording: Mapping[str, Any]) -> list[str]:
    """Every text of the form, in reading order."""
    return [wording["title"], wording["header"], *_block_texts(wording["blocks"])]


@cache
def _found(edition: str) -> tuple[tuple[str, re.Match[str]], ...]:
    """Each place of the form, with the text that it stands in."""
    return tuple((text, place) for text in texts(load_wording(edition)) for place in PLACE.finditer(text))


@cache
def rich_places(edition: str) -> frozenset[str]:
    """The places that keep the looks of what stands in them."""
    return frozenset(place["name"] for _, place in _found(edition) if place["rich"])


@cache
def own_characters(edition: str) -> Mapping[str, str]:
    """The places of the form, those in loops apart, with what the blank prints there: name -> own characters."""
    inside = {loop["for"] for loop in loops(load_wording(edition)["blocks"])}
    return {
        place["name"]: place["own"] or ""
        for _, place in _found(edition)
        if place["name"].partition(".")[0] not in inside
    }


@cache
def before_place(edition: str) -> Mapping[str, str]:
    """The words that stand right before each place, so that an answer can be joined to them: name -> words."""
    return {place["name"]: text[: place.start()] for text, place in _found(edition)}


def blank_text(text: str) -> str:
    """A text of the form as the blank prints it, footnote marks included."""
    return PLACE.sub(lambda place: place["own"] or "", text)


def label(text: str) -> str:
    """The beginning of a text of the form, to find it by."""
    return shortened(FOOTNOTE_MARK.sub("", blank_text(text)))


def shortened(text: str) -> str:
    """What of a text fits a line of a message."""
    return text if len(text) <= 60 else f"{text[:60].rstrip()}…"


def stretches(text: str, scope: Scope) -> tuple[tuple[str, str], ...]:
    """A text of the form with its answers, as (text, look) stretches; the number of a footnote has the look NOTE (an
    answer may hold what looks like a mark: only the form's own marks are one)."""
    found: list[tuple[str, str]] = []
    at = 0
    for token in _TOKEN.finditer(text):
        found.append((text[at : token.start()], ""))
        at = token.end()
        if not token["name"]:
            found.append((FOOTNOTE_MARK.sub(r"\1", token[0]), NOTE))
        elif token["rich"]:
            found += looks_of(scope.text(token["name"]))
        else:
            found.append((str(scope.text(token["name"])), ""))
    return StyledText.of([*found, (text[at:], "")]).looks


def fill(text: str, scope: Scope) -> str:
    """The same as plain text, without its footnote marks."""
    return "".join(piece for piece, look in stretches(text, scope) if look != NOTE)
