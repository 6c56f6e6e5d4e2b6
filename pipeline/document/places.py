"""Answers -> what is printed at each place of the form. Plain texts: nothing of a
household goes further.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.edition.questions import tag_name
from pipeline.edition.wording import (
    CONTENTS,
    DRAFT_PAGE,
    Document,
    expand,
    loops,
    stretches,
)
from pipeline.model.submission import Answers, Part, Places, Scope, Text
from pipeline.model.text import StyledText, looks_of

# The lines of a list in an answer, which stand in from the others.
_ITEM = re.compile(r"(?<=\n)[ \t]*(?=[-–•·] ?\S)")


def fill_places(document: Document, answers: Answers) -> Places:
    """Every place of a document with its text."""
    own, words = document.own_characters, document.before_place
    rich = document.rich_places
    head = {"brouillon": "", **answers.head}
    texts: dict[str, Text] = {name: head[name] for name in head if name in own}
    if "brouillon" in texts:
        texts["brouillon"] = StyledText.of([(head["brouillon"], "Gras")])
    colours = document.wording.get("fonds", {})
    texts |= {f"fonds.{name}": colour for name, colour in colours.items()}
    for question, figures in answers.figures.items():
        for key, figure in figures.items():
            place = tag_name(question, key)
            if place in own:
                texts[place] = join(words[place], own[place], figure.value)
    parts = {tag_name(question): found for question, found in answers.parts.items()}
    rows = {
        loop["in"]: _entries(loop, parts.get(loop["in"], ()), rich)
        for loop in (DRAFT_PAGE, *document.outer_loops)
    }
    if CONTENTS in rows:
        rows[CONTENTS] = _contents(document, Places(texts, rows))
    return Places(texts, rows)


def _entries(
    loop: Mapping[str, Any], parts: Iterable[Part], rich: frozenset[str]
) -> tuple[Places, ...]:
    """The turns of a loop: of each its texts, with looks where these count, and every
    list that a loop inside it asks of it, there or not.
    """
    name, found = loop["for"], []
    inner = [one for one in loops(loop["do"]) if one["in"].startswith(f"{name}.")]
    for part in parts:
        texts: dict[str, Text] = {
            key: StyledText.of(looks_of(figure.text))
            if f"{name}.{key}" in rich
            else figure.value
            for key, figure in part.figures.items()
        }
        lists = [(one, one["in"].partition(".")[2]) for one in inner]
        rows = {key: _entries(one, part.parts.get(key, ()), rich) for one, key in lists}
        found.append(Places(texts, rows))
    return tuple(found)


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
            own_level = f"n{block['level']}"
            rows = {name: (entry,) if name == own_level else () for name in levels}
            entries.append(Places({}, rows))
    return tuple(entries)


def join(words: str, own: str, text: str) -> str:
    """A text set behind the words of its label: an empty one leaves the label's own
    characters (dots, stars).
    """
    if not text:
        return own
    if "\n" in own:  # one line a name; a line without one keeps its dots
        names = text.split("\n")
        dots = own.split("\n")[len(names) :]
        return "\n".join([*(f"- {name}" for name in names), *dots])
    if not words:
        return _ITEM.sub("\t", text)
    if words[-1] in " \u00a0\n":
        return text
    return f" {text}" if words[-1] in ":-" else f"\u00a0: {text}"
