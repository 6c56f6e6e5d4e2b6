"""The title and the description of each table of a wording, which a screen reader says:
its question, or its heading and the heads of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from pipeline.edition.wording import FOOTNOTE_MARK, PLACE, cell_text, is_loop
from pipeline.findings.sentences.documents import QUESTION

_NUMBER = re.compile(r"(\d+(?:\.\d+)*)\.?\s+(?=\S)")


def with_titles(wording: Mapping[str, Any]) -> Mapping[str, Any]:
    """The wording, each of its tables with ``title`` and ``description``; places that
    keep looks apart, these may hold the places of the heading.
    """
    if not wording:
        return wording
    return {**wording, "blocks": list(_titled(wording["blocks"], ""))}


def _titled(content: Sequence[Any], heading: str) -> Iterator[Any]:
    for block in content:
        if is_loop(block):
            yield {**block, "do": list(_titled(block["do"], heading))}
            continue
        if "level" in block or block.get("style", "").startswith("Heading"):
            plain = " ".join(FOOTNOTE_MARK.sub("", block["p"]).split())
            heading = PLACE.sub(lambda place: "" if place["rich"] else place[0], plain)
        yield {**_description(block, heading), **block} if "t" in block else block


def _description(table: Mapping[str, Any], heading: str) -> dict[str, str]:
    if number := _NUMBER.match(heading):
        question = heading[number.end() :]
        return {"title": QUESTION.format(number[1]), "description": question}
    heads = (cell_text(cell) for cell in table["t"][0] if not is_loop(cell))
    return {"title": heading, "description": ", ".join(filter(None, heads))}
