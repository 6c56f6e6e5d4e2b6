"""What the form asks, question by question, in its own words: its paragraphs, what its
tables say beside the lines to answer, its notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from textwrap import wrap
from typing import Any, NamedTuple

from pipeline.edition.form import Form
from pipeline.edition.wording import FOOTNOTE_MARK, PLACE, cell_text, entries
from pipeline.model.text import even_out

NOTE = "→ "  # begins what the workbook itself says between the lines of the form
_LONGEST = 900  # characters of a row; the reader takes up to 1000
_YEAR = re.compile(r"\b20\d\d\b")
Block = Mapping[str, Any]


class Asked(NamedTuple):
    """``above``: the headings and instructions of the parts that the question opens;
    ``words``: the question and its instructions; ``beside``: what its tables say beside
    their lines; ``notes``: its footnotes.
    """

    above: tuple[str, ...]
    words: tuple[str, ...]
    beside: tuple[str, ...]
    notes: tuple[str, ...]


class _Part(NamedTuple):
    """The blocks from one with an id to the next with another."""

    id: str
    blocks: list[Block]

    @property
    def paragraphs(self) -> list[str]:
        return [block["p"] for block in self.blocks if "p" in block]


@cache
def asked(form: Form, year: str = "") -> Mapping[str, Asked]:
    """Question id -> what the form asks there; a question of which the wording has no
    block is left out. ``year``: the year that the texts are for, else that of the blank.
    """
    found: dict[str, Asked] = {}
    for document in form.documents:
        parts = [*_parts(document.wording.get("blocks", ()))]
        notes = document.wording.get("footnotes", ())
        for at, part in enumerate(parts):
            if part.id not in form.questions:
                continue
            above = _opened(form, part.id, parts[:at])
            cells = [text for block in part.blocks for text in _cells(block)]
            marks = FOOTNOTE_MARK.findall("".join((*part.paragraphs, *cells)))
            one = Asked(
                tuple(_printed(form, above, year)),
                tuple(_printed(form, part.paragraphs, year)),
                tuple(_beside(form, part.id, cells)),
                tuple(notes[int(mark) - 1] for mark in dict.fromkeys(marks)),
            )
            found.setdefault(part.id, one)
    return found


def _parts(blocks: Sequence[Any]) -> Iterator[_Part]:
    part = _Part("", [])
    for block in entries(blocks):
        name = block.get("id", part.id).partition("/")[0]
        if name != part.id:
            yield part
            part = _Part(name, [])
        part.blocks.append(block)
    yield part


def _opened(form: Form, question: str, before: Sequence[_Part]) -> list[str]:
    """The paragraphs of the parts right before a question that it is the first of."""
    found: list[str] = []
    for part in reversed(before):
        if part.id in form.questions or not question.startswith(f"{part.id}."):
            break
        found[:0] = part.paragraphs
    return found


def _cells(block: Block) -> Iterator[str]:
    for row in entries(block.get("t", ())):
        yield from map(cell_text, entries(row))


def _printed(form: Form, texts: Iterable[str], year: str) -> Iterator[str]:
    """Texts as the blank of a year prints them, in pieces that a cell may hold."""
    known = {form.as_at[1]: year} if year else {}
    for text in texts:
        filled = PLACE.sub(lambda at: known.get(at["name"], at["own"] or ""), text)
        bare = FOOTNOTE_MARK.sub("", filled).strip()
        yield from wrap(bare, _LONGEST) if len(bare) > _LONGEST else [bare]


def _beside(form: Form, question: str, cells: Iterable[str]) -> Iterator[str]:
    """What stands in the tables that is no line to answer, without the places."""
    items = form.questions[question].answer_lines(form.lists)
    lines = {even_out(text) for item in items for text in (item.form, item.label)}
    for text in cells:
        pieces = text.split("\n") if PLACE.search(text) else [text.replace("\n", " ")]
        for piece in pieces:
            bare = FOOTNOTE_MARK.sub("", PLACE.sub("", piece)).strip()
            if even_out(bare) not in {"", *lines}:
                yield bare


# ---- on the answers sheet


def is_question_text(forms: Iterable[Form], text: str) -> bool:
    """Whether a row of the answers sheet says so that it is no line to answer: it is
    what one of these forms asks, of any year, or a note of the workbook.
    """
    bare = _without_year(text)
    return text.startswith(NOTE.strip()) or any(
        bare in _asked_texts(form) for form in forms
    )


@cache
def _asked_texts(form: Form) -> frozenset[str]:
    texts = (text for one in asked(form).values() for text in one.above + one.words)
    return frozenset(map(_without_year, texts)) - {""}


def _without_year(text: str) -> str:
    return even_out(_YEAR.sub("", text))
