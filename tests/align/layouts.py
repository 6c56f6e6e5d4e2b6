"""The form as other programs lay it out, each place with a text of the test's choice.

A layout is made from the wording by hand-made code that shares nothing with what reads
it; ``say(name)`` is what stands at a place.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from pipeline.word_files.reading import Block, Cell, Paragraph, Reading, Row, Table

PLACE = re.compile(r"\{\*?([a-z][a-z0-9_.]*)(?:=([^{}]*))?\}")
NOTE = re.compile(r"\[\^\w+\]")
HEADS = {
    "annee": "2023",
    "annee_precedente": "2022",
    "commune": "ESTINNES",
    "brouillon": "",
}
SITES = ("Les Pins", "Les Aulnes")
Say = Callable[[str], str]
Layout = Callable[[dict[str, Any], Say], Reading]


def own_name(name: str) -> str:
    """Each place says its own name, so that one at a wrong place shows."""
    return HEADS.get(name, f"<{name}>")


def marked(name: str) -> str:
    """Each place is marked with its name, so that a test may put a blank there."""
    return HEADS[name] if name.startswith("annee") else f"⟦{name}⟧"


def box(text: str) -> str:
    """How a tick looks; a place that is marked stays so."""
    return f"⟦☐{text[1:]}" if text.startswith("⟦") else "☒" if text else "☐"


def text_of(text: str, say: Say) -> str:
    """A text with its places filled; without notes."""
    return PLACE.sub(lambda place: say(place[1]), NOTE.sub("", text))


def label_of(text: str, say: Say = own_name) -> str:
    """The words of a label that has a place in it: up to that place."""
    return (
        NOTE.sub("", PLACE.split(text)[0]) if PLACE.search(text) else NOTE.sub("", text)
    )


def numbered(reading: Sequence[Block], path: str = "/b") -> tuple[Block, ...]:
    """The same with a path of its own for each paragraph and cell."""
    return tuple(_with_path(block, f"{path}/{at}") for at, block in enumerate(reading))


def _with_path(block: Block, path: str) -> Block:
    if isinstance(block, Paragraph):
        return replace(block, path=path)
    rows = []
    for r, row in enumerate(block.rows):
        cells = []
        for c, cell in enumerate(row.cells):
            here = f"{path}/r{r}c{c}"
            cells.append(
                Cell(
                    numbered(cell.blocks, here),
                    cell.column,
                    cell.span,
                    cell.continues,
                    here,
                )
            )
        rows.append(Row(tuple(cells), f"{path}/r{r}"))
    return Table(tuple(rows), path)


def cell(*texts: str, column: int = 0, span: int = 1, continues: bool = False) -> Cell:
    return Cell(tuple(Paragraph(text) for text in texts), column, span, continues)


def row(*texts: str) -> Row:
    return Row(tuple(cell(text, column=at) for at, text in enumerate(texts)))


def table(*rows: Sequence[str]) -> Table:
    return Table(tuple(row(*texts) for texts in rows))


# ---- the wording as the tables that it has


def rows_of(block: dict[str, Any]) -> Iterator[list[str]]:
    """The rows of a table of the wording, those of a loop for two sites; the names of
    their places as ``q2_2_1.0.nom``.
    """
    for entry in block["t"]:
        if isinstance(entry, dict):
            for number, site in enumerate(SITES):
                yield [
                    site
                    if one == f"{{{entry['for']}.nom}}"
                    else one.replace(f"{{{entry['for']}.", f"{{{entry['in']}.{number}.")
                    for one in entry["do"][0]
                ]
        else:
            yield [one if isinstance(one, str) else one["text"] for one in entry]


def is_place(text: str) -> bool:
    return PLACE.fullmatch(text) is not None


def heading(block: dict[str, Any], say: Say) -> Paragraph:
    style = block["style"]
    level = int(style[-1]) if style.startswith("Heading") else 0
    return Paragraph(text_of(block["p"], say), style=style, level=level)


def blocks_of(
    wording: dict[str, Any], say: Say, put: Callable[..., list[Block]]
) -> Reading:
    """The blocks of a wording, its tables as ``put`` has them."""
    found: list[Block] = []
    for block in wording["blocks"]:
        if "t" in block:
            rows = [*rows_of(block)]
            found += put(rows, say, block["look"])
        else:
            found.append(heading(block, say))
    return Reading(numbered(found))


def as_declared(wording: dict[str, Any], say: Say) -> Reading:
    """The project's own printing."""
    return blocks_of(wording, say, _as_declared)


def _as_declared(rows: list[list[str]], say: Say, look: str) -> list[Block]:
    return [table(*([text_of(one, say) for one in texts] for texts in rows))]


# ---- other programs


def plain_paragraphs(wording: dict[str, Any], say: Say) -> Reading:
    """No styles, numbers typed, dots behind labels, ticks before them."""
    reading = blocks_of(wording, say, _lines)
    return Reading(tuple(_plain(block) for block in reading.body))


def _plain(block: Block) -> Block:
    if isinstance(block, Paragraph):
        return Paragraph(block.text, block.path, "Normal")
    return block


def _lines(rows: list[list[str]], say: Say, look: str) -> list[Block]:
    found: list[Block] = []
    wide = max(sum(map(is_place, texts)) for texts in rows) > 1
    if look in ("equipements", "axes") or wide:
        return _as_declared(rows, say, look)
    for texts in rows:
        places = [one for one in texts if is_place(one)]
        words = [one for one in texts if one and not is_place(one)]
        if not words:
            found += [Paragraph(text_of(one, say) or "……………") for one in places]
        elif not places:
            found += [Paragraph(text_of(one, say)) for one in words]
        elif look == "cases":
            sign = box(text_of(places[0], say))
            found.append(Paragraph(f"{sign} {text_of(words[0], say)}"))
        elif PLACE.search(words[0]):
            return _as_declared(rows, say, look)
        else:
            answer = text_of(places[0], say) or "…………"
            found.append(Paragraph(f"{words[0]} : {answer}"))
    return found


def ticks_behind(wording: dict[str, Any], say: Say) -> Reading:
    """Ticks in the cell behind their label, or behind it in its paragraph."""
    return blocks_of(wording, say, _ticks_behind)


def _ticks_behind(rows: list[list[str]], say: Say, look: str) -> list[Block]:
    if look == "cases":
        rows = [texts[::-1] for texts in rows]
    return _as_declared(rows, say, look)


def boxed(wording: dict[str, Any], say: Say) -> Reading:
    """Each question in a box of its own, with its table nested in it."""
    found: list[Block] = []
    for block in as_declared(wording, say).body:
        box = found[-1] if found and isinstance(found[-1], Table) else None
        if isinstance(block, Paragraph) and block.level > 1:
            found.append(Table((Row((Cell((block,)),)),)))
        elif isinstance(block, Table) and box is not None:
            inner = box.rows[0].cells[0].blocks
            found[-1] = Table((Row((Cell((*inner, block)),)),))
        else:
            found.append(block)
    return Reading(numbered(found))


def in_rows(wording: dict[str, Any], say: Say) -> Reading:
    """A question with one answer in a row: the question, then its answer."""
    found: list[Block] = []
    for block in as_declared(wording, say).body:
        last = found[-1] if found else None
        alone = isinstance(block, Table) and len(block.rows) == 1
        if alone and isinstance(last, Paragraph) and isinstance(block, Table):
            answer = block.rows[0].cells[0]
            found[-1] = Table((Row((Cell((last,)), Cell(answer.blocks, column=1))),))
        else:
            found.append(block)
    return Reading(numbered(found))


def one_table(wording: dict[str, Any], say: Say) -> Reading:
    """A whole chapter in one table of four columns, questions across all of them."""
    found: list[Block] = []
    rows: list[Row] = []
    for block in as_declared(wording, say).body:
        if isinstance(block, Paragraph) and block.level == 1:
            if rows:
                found.append(Table(tuple(rows)))
            rows = []
            found.append(block)
        elif not any(isinstance(one, Paragraph) and one.level for one in found):
            found.append(block)
        elif isinstance(block, Paragraph):
            rows.append(Row((Cell((block,), span=6),)))
        elif isinstance(block, Table):
            rows += [_spread(one) for one in block.rows]
    return Reading(numbered([*found, Table(tuple(rows))]))


def _spread(line: Row) -> Row:
    """The cells of a row over six columns, the last one widened."""
    cells = [*line.cells]
    last = cells[-1]
    cells[-1] = Cell(last.blocks, last.column, 6 - last.column)
    return Row(tuple(cells))


def automatic_numbers(wording: dict[str, Any], say: Say) -> Reading:
    """Numbers that Word computes, and no typed ones; capitals and straight apostrophes."""
    found: list[Block] = []
    for block in as_declared(wording, say).body:
        if isinstance(block, Paragraph) and block.level:
            typed = re.match(r"[\d.]+\s*", block.text)
            number = typed[0].strip() if typed else ""
            text = block.text[len(typed[0]) if typed else 0 :].replace("’", "'")
            block = Paragraph(
                text.upper() if block.level == 1 else text,
                "",
                block.style,
                block.level,
                number,
            )
        found.append(block)
    return Reading(numbered(found))


def merged_heads(wording: dict[str, Any], say: Say) -> Reading:
    """Tables with a line of heads above their heads, merged over all columns."""
    return blocks_of(wording, say, _merged_heads)


def _merged_heads(rows: list[list[str]], say: Say, look: str) -> list[Block]:
    (made,) = _as_declared(rows, say, look)
    assert isinstance(made, Table)
    if look not in ("chiffres", "equipements", "axes"):
        return [made]
    width = len(rows[0])
    first = Row((cell("", column=0), cell("À compléter", column=1, span=width - 1)))
    return [Table((first, *made.rows))]


def answers_below(wording: dict[str, Any], say: Say) -> Reading:
    """Answers that stand alone are a paragraph of dots below their question."""
    return blocks_of(wording, say, _answers_below)


def _answers_below(rows: list[list[str]], say: Say, look: str) -> list[Block]:
    if look in ("texte", "nombre"):
        return [Paragraph(text_of(rows[0][0], say) or "………………………………")]
    return _as_declared(rows, say, look)


def led_in(wording: dict[str, Any], say: Say) -> Reading:
    """Answers behind "Réponse :", ticks in a third column, headings as "Question 2.5 -"."""
    found: list[Block] = []
    for block in blocks_of(wording, say, _led_in).body:
        if isinstance(block, Paragraph) and block.level > 1:
            text = re.sub(r"^([\d.]+\d)\.?\s", r"Question \1 - ", block.text)
            block = replace(block, text=text)
        found.append(block)
    return Reading(tuple(found))


def _led_in(rows: list[list[str]], say: Say, look: str) -> list[Block]:
    if look == "nombre":
        return [Paragraph(f"Réponse : {text_of(rows[0][0], say) or '…………'}")]
    if look == "texte":
        return [table(("Votre réponse :", text_of(rows[0][0], say)))]
    if look == "cases":
        lines = [texts for texts in rows if any(texts)]
        rows = [
            [str(at), label, box(text_of(tick, say)).replace("☐", "")]
            for at, (tick, label) in enumerate(lines, 1)
        ]
    return _as_declared(rows, say, look)


LAYOUTS: dict[str, Layout] = {
    layout.__name__: layout
    for layout in (
        *(as_declared, plain_paragraphs, ticks_behind, boxed, in_rows, one_table),
        *(automatic_numbers, merged_heads, answers_below, led_in),
    )
}
