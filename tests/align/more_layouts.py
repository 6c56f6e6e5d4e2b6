"""More ways to lay the form out: with what stands elsewhere than in tables of its own.
``UNSURE``: those in which nobody can say which of two cells an answer has.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from pipeline.word_files.reading import (
    Block,
    Cell,
    Paragraph,
    Reading,
    Row,
    Table,
    paragraphs,
)
from tests.align.layouts import (
    PLACE,
    Layout,
    Say,
    as_declared,
    blocks_of,
    box,
    is_place,
    numbered,
    table,
    text_of,
)

Rows = list[list[str]]
Put = Callable[[Rows, Say, str], list[Block]]
FIGURES = ("chiffres", "lignes")


def _behind_the_question(sign: str) -> Layout:
    """A single answer in the paragraph of its question."""

    def layout(wording: dict[str, Any], say: Say) -> Reading:
        found: list[Block] = []
        for block in as_declared(wording, say).body:
            last = found[-1] if found else None
            alone = isinstance(block, Table) and len(paragraphs((block,))) == 1
            if alone and isinstance(last, Paragraph):
                [answer] = paragraphs((block,))
                found[-1] = replace(last, text=f"{last.text}{sign}{answer.text}")
            else:
                found.append(block)
        return Reading(numbered(found))

    return layout


def _texts(rows: Rows, say: Say) -> Rows:
    return [[text_of(one, say) for one in texts] for texts in rows]


def _is_simple(rows: Rows) -> bool:
    """Whether a row has at most one place beside its label."""
    return all(sum(map(is_place, texts)) < 2 for texts in rows)


def _instead(looks: tuple[str, ...], put: Put) -> Layout:
    """The tables of these looks otherwise, where their rows are simple."""

    def instead(rows: Rows, say: Say, look: str) -> list[Block]:
        if look in looks and (_is_simple(rows) or look == "cases"):
            return put(rows, say, look)
        return [table(*_texts(rows, say))]

    return lambda wording, say: blocks_of(wording, say, instead)


def _label_and_line(rows: Rows, say: Say, look: str) -> list[Block]:
    return [Paragraph(text) for texts in _texts(rows, say) for text in texts if text]


def _led_in(rows: Rows, say: Say, look: str) -> list[Block]:
    return [table([f"Réponse : {text_of(rows[0][0], say)}"])]


def _nested(rows: Rows, say: Say, look: str) -> list[Block]:
    inner = table([text_of(rows[0][0], say)])
    return [Table((Row((Cell((inner, Paragraph(""))),)),))]


def _with_unit(rows: Rows, say: Say, look: str) -> list[Block]:
    text = text_of(rows[0][0], say)
    return [table([f"{text} {'dossiers' if 'q4_' in text else 'ménages'}"])]


def _lines_of_tabs(rows: Rows, say: Say, look: str) -> list[Block]:
    text = text_of(rows[0][0], say)
    return [Paragraph(""), Paragraph(f"{text}\t"), Paragraph("\t")]


def _with_remarks(rows: Rows, say: Say, look: str) -> list[Block]:
    heads, *others = _texts(rows, say)
    return [table([*heads, "Remarques"], *([*texts, ""] for texts in others))]


def _numbered(rows: Rows, say: Say, look: str) -> list[Block]:
    texts = enumerate(_texts(rows, say), 1)
    return [table(*([str(number), *one] for number, one in texts))]


def _one_column(rows: Rows, say: Say, look: str) -> list[Block]:
    lines = _texts(rows, say)
    return [table(*([" : ".join(filter(None, texts))] for texts in lines))]


def _two_columns(rows: Rows, say: Say, look: str) -> list[Block]:
    cells = [" : ".join(filter(None, texts)) for texts in _texts(rows, say)]
    cells += [""] * (len(cells) % 2)
    return [table(*(cells[at : at + 2] for at in range(0, len(cells), 2)))]


def _two_ticks_a_row(rows: Rows, say: Say, look: str) -> list[Block]:
    ticks = [texts for texts in rows if any(texts)]
    cells = [
        box(text_of(one, say)) if is_place(one) else text_of(one, say)
        for texts in ticks
        for one in texts
    ]
    if any("\n" in label for _, label in ticks):  # a text across the table
        return [table(*_texts(rows, say))]
    cells += [""] * (len(cells) % 4)
    return [table(*(cells[at : at + 4] for at in range(0, len(cells), 4)))]


def _tick_in_its_cell(rows: Rows, say: Say, look: str) -> list[Block]:
    lines = (
        [f"{box(tick)} {label}" if tick else label] for tick, label in _texts(rows, say)
    )
    return [table(*lines)]


def _two_cells(rows: Rows, say: Say, look: str) -> list[Block]:
    return [table([text_of(rows[0][0], say), ""])]


def _turned(rows: Rows, say: Say, look: str) -> list[Block]:
    return [table(*map(list, zip(*_texts(rows, say), strict=True)))]


def _all_ticks_in_one_line(rows: Rows, say: Say, look: str) -> list[Block]:
    pairs = [(a, b) for a, b in _texts(rows, say) if b and not PLACE.search(b)]
    return [Paragraph("   ".join(f"{box(a)} {b}" if a else b for a, b in pairs))]


def _pairs_side_by_side(rows: Rows, say: Say, look: str) -> list[Block]:
    heads, *others = _texts(rows, say)
    if len(heads) != 2:
        return [table(heads, *others)]
    others += [["", ""]] * (len(others) % 2)
    half = len(others) // 2
    halves = zip(others[:half], others[half:], strict=True)
    return [table(heads * 2, *(left + right for left, right in halves))]


MORE: dict[str, Layout] = {
    "dots behind a question": _behind_the_question(" : "),
    "a line behind a question": _behind_the_question("\n"),
    "a tab behind a question": _behind_the_question("\t"),
    "a label and its line": _instead(("chiffres",), _label_and_line),
    "led in, in its cell": _instead(("nombre", "texte"), _led_in),
    "a table in a cell": _instead(("nombre", "texte"), _nested),
    "with what is counted": _instead(("nombre",), _with_unit),
    "lines of tabs": _instead(("texte",), _lines_of_tabs),
    "a column for remarks": _instead(("chiffres",), _with_remarks),
    "numbered rows": _instead(("chiffres", "cases"), _numbered),
    "one column": _instead(FIGURES, _one_column),
    "two columns": _instead(FIGURES, _two_columns),
    "two ticks a row": _instead(("cases",), _two_ticks_a_row),
    "a tick in its cell": _instead(("cases",), _tick_in_its_cell),
}
UNSURE: dict[str, Layout] = {
    "two cells": _instead(("nombre",), _two_cells),
    "turned": _instead(("chiffres",), _turned),
    "ticks in one line": _instead(("cases",), _all_ticks_in_one_line),
    "pairs side by side": _instead(("chiffres",), _pairs_side_by_side),
}
