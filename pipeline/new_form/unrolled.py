"""A wording whose parts repeat, as its blank prints it: each part once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from pipeline.align.pattern_texts import texts_of
from pipeline.align.patterns import pattern
from pipeline.align.phrases import phrase
from pipeline.align.placed import FormText
from pipeline.edition.wording import Document, is_loop


@cache
def unrolled(document: Document) -> Document:
    """The same document without loops."""
    blocks = [*_unrolled(document.wording["blocks"])]
    return replace(document, wording={**document.wording, "blocks": blocks})


def known_as(document: Document, texts: Sequence[FormText]) -> tuple[FormText, ...]:
    """The texts of a document without loops, each below the list that repeats around
    it, and in its role there.
    """
    own = texts_of(pattern(document).parts)
    return tuple(
        text._replace(question=known.question, role=known.role)
        for text, known in zip(texts, own, strict=True)
    )


def _unrolled(content: Sequence[Any]) -> Iterator[Any]:
    for entry in content:
        if is_loop(entry):
            yield from _unrolled(entry["do"])
        elif isinstance(entry, list):
            yield [cell for cell in entry if not is_loop(cell)]
        elif "t" in entry:
            yield {**entry, "t": [*_unrolled(entry["t"])]}
        elif "p" in entry:
            style = entry.get("style", "")
            is_heading = "level" in entry or style.startswith("Titre")
            has_words = bool(phrase(entry["p"]).words)
            yield {
                **entry,
                "style": "Heading1" if is_heading and has_words else "Normal",
            }
