"""What a wording says that no document can be made of: styles that its base does not
have, rows that do not fit their table, two blocks of one id.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from pipeline.edition.wording import is_loop, texts
from pipeline.editions.changed_wording import NOTE
from pipeline.editions.homes import TEMPLATES
from pipeline.editions.reading import Place
from pipeline.findings.sentences import editions as sentences

Fault = tuple[Place, str]


def wording_faults(wording: Mapping[str, Any]) -> Iterator[Fault]:
    """Every such fault, with its place; and marks of footnotes that are not there."""
    base = TEMPLATES / f"{wording['base']}.xml"
    if not base.is_file():
        known = [file.stem for file in TEMPLATES.glob("*.xml")]
        near = get_close_matches(wording["base"], known, 1)
        yield wording["base"].place, sentences.absent("la base", wording["base"], near)
        return
    for text in texts(wording):
        for mark in NOTE.finditer(text):
            if mark[1] not in wording.get("footnotes", {}):
                yield _place(text), sentences.no_note(mark[1])
    yield from _looks(wording, base.read_text(encoding="utf-8"))


def _place(text: Any) -> Place:
    place: Place = text.place
    return place


def _looks(wording: Mapping[str, Any], looks: str) -> Iterator[Fault]:
    """Styles and colours that there are none of, ids that stand twice, odd rows."""
    styles = set(re.findall(r'<w:(?:style [^>]*w:styleId|name w:val)="([^"]*)"', looks))
    ids: set[str] = set()
    for block in _each(wording["blocks"]):
        style = block.get("style")
        if style and style not in styles:
            near = get_close_matches(style, styles, 1)
            yield style.place, sentences.absent("le style", style, near)
        if (name := block.get("id")) in ids:
            yield name.place, sentences.twice(name)
        ids |= {name} if name else set()
        columns = len(block.get("widths", ()))
        for row in _each(block.get("t", [])):
            if len(row) != columns:
                yield (
                    row[0].place if row else block["t"].place,
                    sentences.other_columns(len(row), columns),
                )
            fills = (cell.get("fill") for cell in row if isinstance(cell, dict))
            for fill in fills:
                if fill and "{" not in fill and fill not in wording.get("fonds", {}):
                    yield fill.place, sentences.absent("la couleur", fill, [])


def _each(content: list[Any]) -> Iterator[Any]:
    """The blocks, or the rows, in loops too."""
    for entry in content:
        if is_loop(entry):
            yield from _each(entry["do"])
        else:
            yield entry
