"""Answers -> what is printed at each place of the form. Plain texts: nothing of a
household goes further.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pipeline.edition.questions import tag_name
from pipeline.edition.wording import (
    CONTENTS,
    Document,
    expand,
    loops,
    stretches,
)
from pipeline.model.submission import Answers, Part, Places, Scope, Text
from pipeline.model.text import StyledText, looks_of


def fill_places(document: Document, answers: Answers) -> Places:
    """Every place of a document with its text."""
    own, words = document.own_characters, document.before_place
    rich = document.rich_places
    head = {"brouillon": "", **answers.head}
    texts: dict[str, Text] = {name: head[name] for name in head if name in own}
    if "brouillon" in texts:
        texts["brouillon"] = StyledText.of([(head["brouillon"], "Gras")])
    texts |= {
        f"fonds.{name}": colour
        for name, colour in document.wording.get("fonds", {}).items()
    }
    for question, figures in answers.figures.items():
        for key, figure in figures.items():
            place = f"{tag_name(question)}.{key}" if key else tag_name(question)
            if place in own:
                texts[place] = join(words[place], own[place], figure.value)
    parts = {tag_name(question): found for question, found in answers.parts.items()}
    rows = {
        loop["in"]: tuple(
            _entry(loop, part, rich) for part in parts.get(loop["in"], ())
        )
        for loop in document.outer_loops
    }
    places = Places(texts, rows)
    if CONTENTS not in rows:
        return places
    return replace(
        places,
        rows={**rows, CONTENTS: _contents(document, places)},
    )


def _entry(loop: Mapping[str, Any], part: Part, rich: frozenset[str]) -> Places:
    """One turn of a loop: its texts, with looks where these count, and every list that a
    loop inside it asks of it, there or not.
    """
    texts: dict[str, Text] = {
        key: StyledText.of(looks_of(figure.text))
        if f"{loop['for']}.{key}" in rich
        else figure.value
        for key, figure in part.figures.items()
    }
    rows: dict[str, tuple[Places, ...]] = {}
    for inner in loops(loop["do"]):
        around, _, name = inner["in"].partition(".")
        if around == loop["for"]:
            rows[name] = tuple(
                _entry(inner, found, rich) for found in part.parts.get(name, ())
            )
    return Places(texts, rows)


def _contents(document: Document, places: Places) -> tuple[Places, ...]:
    """The table of contents: each heading of the report as it stands there, in the list
    of its level. Every level that the table shows has a list, though perhaps no
    heading.
    """
    own = next(loop for loop in document.outer_loops if loop["in"] == CONTENTS)
    levels = {inner["in"].partition(".")[2] for inner in loops(own["do"])}
    entries = []
    for block, scope in expand(document.wording["blocks"], Scope(places)):
        if "level" in block:
            entry = Places({"texte": StyledText.of(stretches(block["p"], scope))})
            entries.append(
                Places(
                    {},
                    {
                        name: (entry,) if name == f"n{block['level']}" else ()
                        for name in levels
                    },
                )
            )
    return tuple(entries)


def join(words: str, own: str, text: str) -> str:
    """A text set behind the words of its label: an empty one leaves the label's own
    characters (dots, stars).
    """
    if not text:
        return own
    if "\n" in own:  # one line a name; a line without one keeps its dots
        names = text.split("\n")
        return "\n".join(
            [*(f"- {name}" for name in names), *own.split("\n")[len(names) :]]
        )
    if not words or words[-1] in " \u00a0\n":
        return text
    return f" {text}" if words[-1] in ":-" else f"\u00a0: {text}"
