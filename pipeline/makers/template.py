"""A wording -> the official blank and the template with tags: two printings of it
(wording.py). The blank prints the own characters of a place, and each part that repeats
once; the template prints the tag ``{{ name }}``, and the marks of a loop around its
part.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx.document import Document as WordDocument
from docx.table import _Cell, _Row
from docx.text.paragraph import Paragraph

from pipeline.edition.wording import (
    DRAFT_PAGE,
    FOOTNOTE_MARK,
    PLACE,
    Document,
    blank_text,
    cell_text,
    is_loop,
)
from pipeline.findings.sentences.answers import DRAFT
from pipeline.makers import word
from pipeline.office.package import repack

HEAD_COLOUR = "DEE6F0"
# Minimal heights of the answer boxes, in cm, by the look of the table.
BOX_HEIGHTS = {"nombre": 0.75, "texte": 2.2, "textes": 1.6, "axes": 1.1}
TOTAL_COLOUR = "F2F2F2"
# A table of figures of at most so many rows stays on one page; of a longer one at least
# two lines stand on each of its pages, below its heading and above its end.
WHOLE_TABLE = 5
HEADED = {"axes", "chiffres", "equipements", "grille"}
# Tables whose rows begin with what they are about.
LABELLED = {"axes", "chiffres", "equipements", "lignes"}
FREE_TEXT = {"texte", "textes", "axes"}
# How the cells of a place are set: a text is read, a mark or a number is seen.
TEXT_LOOKS = {"texte", "textes"}


def build_blank(document: Document) -> bytes:
    """The blank form, as the official wording leaves it."""
    return _Printer(document.wording).document()


def build_draft_blank(document: Document) -> bytes:
    """The same with what drafts have beside it: a first page, and their watermark."""
    return _Printer(document.wording, of_drafts=True).document()


def build_template(document: Document) -> bytes:
    """The same document with docxtpl tags in its places."""
    return _Printer(document.wording, as_tags=True, of_drafts=True).document()


@dataclass
class _Line:
    """A row to print, and the marks that stand before and after it in the template."""

    cells: list[Any]
    in_loop: bool
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


class _Printer:
    """One printing of a wording. ``headings`` and ``links`` count what the table of
    contents ties together.
    """

    def __init__(
        self, wording: Mapping[str, Any], as_tags: bool = False, of_drafts: bool = False
    ) -> None:
        self.wording, self.as_tags, self.of_drafts = wording, as_tags, of_drafts
        self.made: WordDocument = word.open_base(wording["base"])
        self.headings = self.links = 0

    def document(self) -> bytes:
        self.made.core_properties.title = self.fill(self.wording["title"])
        header = self.made.sections[0].header
        self.write(header.paragraphs[0], self.wording["header"])
        if self.of_drafts:
            self.add_watermark(header)
            self.add_blocks([DRAFT_PAGE])
        self.add_blocks(self.wording["blocks"])
        # Word wants a paragraph behind the last table, which must not open a page.
        if "t" in self.wording["blocks"][-1]:
            word.keep_with_next(self.made.tables[-1].rows[-1])
        self.made.add_paragraph(style="Fin")
        word.add_footnotes(self.made, self.wording["footnotes"])
        return repack(word.save(self.made))

    def add_watermark(self, header: Any) -> None:
        """The shape of a draft behind the text of each page, in the loop of its page."""
        before, after = _marks(DRAFT_PAGE, "p")
        for mark in (before, "", after) if self.as_tags else ("",):
            paragraph = header.add_paragraph(mark, style="Espace")
            if not mark:
                word.add_watermark(paragraph, DRAFT)

    def fill(self, text: str) -> str:
        if not self.as_tags:
            return blank_text(text)
        return PLACE.sub(
            lambda found: f"{{{{{'r' * len(found['rich'])} {found['name']} }}}}", text
        )

    def write(self, paragraph: Paragraph, text: str) -> None:
        """A text of the form; a tag that keeps looks stands in a run of its own."""
        pieces: list[tuple[str, bool]] = []
        for position, stretch in enumerate(FOOTNOTE_MARK.split(text)):
            is_note = position % 2 == 1
            parts = [stretch] if is_note else re.split(r"(\{\*[^}]*\})", stretch)
            pieces += [(self.fill(part), is_note) for part in parts]
        word.write_text(paragraph, pieces)

    def style(self, declared: Mapping[str, Any]) -> Any:
        """The style of a block or cell, which is declared by its id."""
        name = declared["style"].replace("ConsigneLiee", "Consigne liée")
        return self.made.styles[re.sub(r"^Heading(\d)$", r"Heading \1", name)]

    # ---- blocks

    def add_blocks(self, blocks: Sequence[Any]) -> None:
        for block in blocks:
            if is_loop(block):
                before, after = _marks(block, "p")
                self.add_mark(before)
                self.add_blocks(block["do"])
                self.add_mark(after)
            elif "t" in block:
                self.add_table(block)
            elif block.get("turn"):
                word.turn_page(self.made)
            elif "break" in block:
                self.end_draft_page(block)
            else:
                self.add_paragraph(block)

    def end_draft_page(self, block: Mapping[str, Any]) -> None:
        """The first page has the watermark itself where its header is another."""
        paragraph = self.made.add_paragraph(style=self.style(block))
        if self.made.sections[0].different_first_page_header_footer:
            word.add_watermark(paragraph, DRAFT)
        word.break_page(paragraph)

    def add_mark(self, mark: str) -> None:
        if self.as_tags:
            self.made.add_paragraph(mark, style="Espace")

    def add_paragraph(self, block: Mapping[str, Any]) -> None:
        paragraph = self.made.add_paragraph(style=self.style(block))
        if "field" in block:
            word.begin_field(paragraph, block["field"])
        elif "field_end" in block:
            word.end_field(paragraph)
        else:
            self.write(paragraph, block["p"])
            word.keep_blanks(paragraph)
        if "top" in block:
            word.start_page(paragraph)
        if "level" in block:
            self.headings += 1
            word.mark_heading(paragraph, self.headings)
        elif "link" in block:
            self.links += 1
            word.link_heading(paragraph, self.links)

    # ---- tables

    def add_table(self, block: Mapping[str, Any]) -> None:
        look, printed = block["look"], list(self.rows(block["t"]))
        made = word.add_table(self.made, len(printed), block["widths"])
        told = self.fill(block["title"]), self.fill(block["description"])
        word.describe(made[0], *told, look in HEADED, look in LABELLED)
        for number, (row, line) in enumerate(zip(made, printed, strict=True)):
            self.fill_row(row, line, look, number == 0 and look in HEADED)
        if look == "cases":
            _open_spacers(made, [line.cells for line in printed])
        own = (
            cell
            for row, line in zip(made, printed, strict=True)
            for cell, text in zip(row.cells, line.cells, strict=False)
            if not line.in_loop and _is_own(text)
        )
        for last in [*own][-1:]:
            word.keep_blanks(last.paragraphs[0])
        for at in _kept_rows(look, [line.cells for line in printed]):
            word.keep_with_next(made[at])
        for row, line in zip(made, printed, strict=True):
            word.mark_row(row, line.before, line.after)

    def rows(self, content: Sequence[Any], in_loop: bool = False) -> Iterator[_Line]:
        """The rows to print, in the blank those of a loop once, or once for each of the
        form's own names.
        """
        for entry in content:
            if not is_loop(entry):
                yield _Line(entry, in_loop)
                continue
            inner = list(self.rows(entry["do"], in_loop=True))
            if self.as_tags:
                before, after = _marks(entry, "tr")
                inner[0].before.insert(0, before)
                inner[-1].after.append(after)
            elif "blank" in entry:
                inner = [
                    _Line([name, *[""] * (len(inner[0].cells) - 1)], True)
                    for name in entry["blank"]
                ]
            yield from inner

    def fill_row(self, row: _Row, line: _Line, look: str, is_head: bool) -> None:
        cells, in_loop = line.cells, line.in_loop
        texts = [cell_text(cell["do"][0] if is_loop(cell) else cell) for cell in cells]
        is_spacer = look in ("cases", "textes", "chiffres") and not any(texts)
        is_total = _is_total(cells[0], look)
        if is_head or not (look in FREE_TEXT or any(map(_has_room, texts))):
            word.keep_row_whole(row)
        if is_head:
            word.repeat_row(row)
        elif is_spacer:
            word.set_height(row, 0.22, exact=True)
        elif look in BOX_HEIGHTS and (
            look != "textes" or any(PLACE.search(text) for text in texts)
        ):
            word.set_height(row, BOX_HEIGHTS[look])
        for position, (made, declared, text) in enumerate(
            zip(list(row.cells), cells, texts, strict=True)
        ):
            if is_head:
                word.shade(made, HEAD_COLOUR)
            elif is_total:
                word.rule_off(made)
                word.shade(made, TOTAL_COLOUR)
            if is_head or not (look in FREE_TEXT or look == "grille" or is_spacer):
                word.centre_vertically(made)
            paragraph = made.paragraphs[0]
            paragraph.style = (
                "Espace"
                if is_spacer
                else "Total"
                if is_total and not PLACE.search(text)
                else _cell_style(text, look, is_head, in_loop, position)
            )
            if look == "axes":  # its label does not go on below a repeated head
                paragraph.paragraph_format.keep_together = position == 0 or None
            if text or in_loop:
                self.write(paragraph, text)
            self.dress(made, declared)
            if is_head and is_loop(declared):  # as many heads as there are years
                word.without_sides(made)

    def dress(self, made: _Cell, declared: Any) -> None:
        """The looks that a cell declares: its style, colour and span (which may be
        places), merging and loop.
        """
        cell = declared["do"][0] if is_loop(declared) else declared
        if isinstance(cell, str):
            return
        if "style" in cell:
            made.paragraphs[0].style = self.style(cell)
        if "span" in cell:
            word.span(made, int(blank_text(cell["span"])))
        if "merge" in cell:
            word.merge(made, cell["merge"] == "first")
        if "fill" in cell:
            word.shade(made, self.wording["fonds"][blank_text(cell["fill"])])
        if self.as_tags:
            for tag, name in (("colspan {}", "span"), ("cellbg fonds[{}]", "fill")):
                if place := PLACE.fullmatch(cell.get(name, "")):
                    made.paragraphs[0].add_run(f"{{% {tag.format(place['name'])} %}}")
            if is_loop(declared):
                word.wrap_cell(made, *_marks(declared, "tc"))


def _marks(loop: Mapping[str, Any], unit: str) -> tuple[str, str]:
    """What the template has before and after the paragraphs, rows or cells of a loop."""
    start = f"{{%{unit} for {loop['for']} in {loop['in']} %}}"
    return start, f"{{%{unit} endfor %}}"


def _open_spacers(made: list[_Row], rows: list[list[str]]) -> None:
    """Between two boxed lines a spacer has no rules of its own: open at its sides, and
    beside another spacer.
    """
    for number, cells in enumerate(rows):
        if any(cells):
            continue
        sides = ["left", "right"]
        if number == 0 or not any(rows[number - 1]):
            sides.append("top")
        if number == len(rows) - 1 or not any(rows[number + 1]):
            sides.append("bottom")
        for cell in made[number].cells:
            word.open_sides(cell, sides)


def _kept_rows(look: str, rows: Sequence[Sequence[Any]]) -> list[int]:
    """The rows that stand on one page with the row below them: no line is left alone
    below its heading or above the end of its table, and no label apart from its answer.
    """
    filled = [number for number, row in enumerate(rows) if any(row)]
    upto, end = range(filled[-1]), filled[-1] - 1
    if look == "cases":  # a spacer stands with the box above it, the first one below it
        outer = [at for at in upto if at < filled[0] or at >= filled[-2]]
        labels = [at for at in upto if any(rows[at]) and not rows[at][0]]
        return [at for at in upto if at in outer + labels or at + 1 not in filled]
    if look == "textes":
        return [
            at for at in upto if at == 0 or (any(rows[at]) and not _has_place(rows[at]))
        ]
    if look == "lignes" or (look == "chiffres" and len(rows) <= WHOLE_TABLE):
        return [*upto]
    return [at for at in upto if look == "chiffres" and (at <= filled[1] or at == end)]


def _is_own(cell: Any) -> bool:
    """Whether a cell holds words of the form alone."""
    text = "" if is_loop(cell) else cell_text(cell)
    return bool(text) and not PLACE.search(text)


def _has_place(row: Sequence[Any]) -> bool:
    return any(PLACE.search(cell_text(cell)) for cell in row)


def _is_total(first: Any, look: str) -> bool:
    """Whether a row is that of a total, by its first cell."""
    if isinstance(first, dict):
        return first.get("style") == "Total"
    return look == "chiffres" and str(first).startswith("Total")


def _has_room(text: str) -> bool:
    """Whether people write as much as they like there: with looks, or a line a name."""
    return any(
        place["rich"] or "\n" in (place["own"] or "") for place in PLACE.finditer(text)
    )


def _cell_style(
    text: str, look: str, is_head: bool, in_loop: bool, position: int
) -> str:
    """A place alone in its cell is a number or a tick, except where people write."""
    if is_head:
        return "Cellule titre"
    if look == "grille":
        return "Cellule"
    if in_loop:
        return "Chiffre" if position else "Cellule"
    if look in TEXT_LOOKS or text.endswith("_texte}"):
        return "Réponse"
    return "Chiffre" if PLACE.fullmatch(text) else "Cellule"
