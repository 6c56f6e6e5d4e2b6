"""What people write of a wording -> the wording as it is printed: that of the edition
that it extends with its changes, its notes numbered.

A question's part of a document goes from the block of its id to the next block of
another id, or its loop; ``2.8/tableau`` is a block inside it. A line is the row, or the
paragraph, that holds its place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import takewhile
from typing import Any

from pipeline.edition.wording import PLACE, cell_text, is_loop
from pipeline.editions.changes import Changed, Spot, Unfit
from pipeline.findings.sentences import editions as sentences

NOTE = re.compile(r"\[\^([^\]]*)\]")


class ChangedWording(Changed):
    """The content of a formulaire.json that is changed."""

    schema = "wording.schema.json"
    kept_out = ("changes", "extends")

    def spots(self) -> dict[str, Spot]:
        found: dict[str, Spot] = {}
        for address, spot in _spots(self.raw["blocks"], ""):
            found.setdefault(address, spot)
        return found

    def reword(self, spot: Spot, given: Any) -> None:
        member = spot.members[0]
        if isinstance(member, list):
            _reword_row(member, given)
        elif "p" in member and isinstance(given, str):
            member["p"] = given
        elif "t" in member and isinstance(given, list):
            rows = given if isinstance(given[0], list) else [given, *member["t"][1:]]
            member["t"][:] = rows
        else:
            raise Unfit(sentences.OTHER_WORDS)

    def entries(self, spot: Spot, given: Any) -> Any:
        kind = list if spot.kind == "row" else dict
        is_one = not isinstance(given, list) or isinstance(given[0], str)
        entries = [given] if is_one else given
        if not all(isinstance(entry, kind) for entry in entries):
            raise Unfit(sentences.NEW_ROWS if kind is list else sentences.NEW_BLOCKS)
        return entries


def _spots(
    content: list[Any], part: str, in_table: bool = False
) -> Iterator[tuple[str, Spot]]:
    """The addresses among blocks or rows. ``part``: the question that they are of."""
    for at, entry in enumerate(content):
        if is_loop(entry):
            inner = part
            if not in_table and "." not in entry["in"]:
                inner = entry["in"]
                yield inner, Spot(content, [entry], "block")
            yield from _spots(entry["do"], inner, in_table)
        elif isinstance(entry, list):
            below = content[at + 1 : at + 2]  # an empty row keeps a line apart
            spacer = [row for row in below if row == [""] * len(row)]
            row = Spot(content, [entry, *spacer], "row")
            yield from _lines("".join(map(_text, entry)), part, row)
        else:
            if entry.get("id", part) not in (part, f"{part}/"):
                yield entry["id"], Spot(content, [*_part(content, at)], "block")
                part = entry["id"].partition("/")[0]
            yield from _spots(entry.get("t", []), part, in_table=True)
            block = Spot(content, [entry], "block")
            yield from _lines(entry.get("p", ""), part, block)


def _part(content: list[Any], at: int) -> Iterator[Any]:
    """A block with an id, and those that belong to it."""
    own = content[at]["id"]
    yield content[at]
    if "/" not in own:
        yield from takewhile(
            lambda block: (
                not {"for", "turn", "field"} & {*block}
                and block.get("id", own).partition("/")[0] == own
            ),
            content[at + 1 :],
        )


def _text(cell: Any) -> str:
    return "" if is_loop(cell) else cell_text(cell)


def _lines(text: str, part: str, spot: Spot) -> Iterator[tuple[str, Spot]]:
    for place in PLACE.finditer(text):
        if line := place["name"].partition(".")[2]:
            yield f"{part}/{line}", spot


def _reword_row(row: list[Any], given: Any) -> None:
    """Put other words into the only cell that has words of its own, or give all cells
    anew.
    """
    if isinstance(given, list):
        row[:] = given
        return
    worded = [
        at
        for at, cell in enumerate(row)
        if re.search(r"\w", PLACE.sub("", _text(cell)))
    ]
    if len(worded) != 1 or not isinstance(given, str):
        raise Unfit(sentences.ALL_CELLS)
    cell = row[worded[0]]
    if isinstance(cell, str):
        row[worded[0]] = given
    else:
        cell["text"] = given


def printed(wording: Any) -> Any:
    """The same with its own characters (``own``) at their places, and its footnotes in
    the order of their marks: a note has a name, and its number when it is printed.
    """
    notes, own = wording.get("footnotes", {}), wording.get("own", {})
    called: list[str] = []

    def number(mark: re.Match[str]) -> str:
        called.append(notes[mark[1]])
        return f"[^{len(called)}]"

    def place(found: re.Match[str]) -> str:
        name = found["name"]
        return f"{{{found['rich']}{name}={own[name]}}}" if name in own else found[0]

    def change(text: str) -> str:
        return PLACE.sub(place, NOTE.sub(number, text))

    texts = {key: change(wording[key]) for key in ("title", "header")}
    blocks = _each_text(wording["blocks"], change)
    return {**wording, **texts, "blocks": blocks, "footnotes": called}


def _each_text(content: Any, change: Callable[[str], str]) -> Any:
    """The same content, each of its texts changed, in reading order."""
    if isinstance(content, str):
        return change(content)
    if isinstance(content, list):
        return [_each_text(entry, change) for entry in content]
    return {key: _each_text(entry, change) for key, entry in content.items()}
