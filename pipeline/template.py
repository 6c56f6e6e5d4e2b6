"""formulaire.json -> the official blank (officiel.docx) and the template with tags (modele.docx).

In formulaire.json a text is the official wording; a place to fill stands in braces as ``{name=own characters}``
(``{name}`` where the form leaves nothing). The blank prints the own characters, the template the tag ``{{ name }}``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from docx.document import Document as WordDocument
from docx.table import _Row

from pipeline import docx_file
from pipeline.package import repack

PLACE = re.compile(r"\{(?P<name>[a-z][a-z0-9_.]*)(?:=(?P<own>[^{}]*))?\}")
HEAD_COLOUR = "DEE6F0"
# Minimal heights of the answer boxes, in cm, by the look of the table.
BOX_HEIGHTS = {"nombre": 0.75, "texte": 2.2, "textes": 1.6, "axes": 1.1}
# A table of figures of at most so many rows stays on one page.
WHOLE_TABLE = 9
# Of a longer one at least these rows stand together below its heading.
FIRST_ROWS = 4
HEADED = {"axes", "chiffres", "equipements"}
FREE_TEXT = {"texte", "textes", "axes"}
# How the cells of a place are set: a text is read, a mark or a number is seen.
TEXT_LOOKS = {"texte", "textes"}


def template_file(edition: str, name: str) -> Traversable:
    """A file of templates_docx/<edition>/."""
    return files("pipeline.templates_docx") / edition / name


@cache
def load_wording(edition: str) -> Mapping[str, Any]:
    """formulaire.json: the official wording with its places."""
    loaded: Mapping[str, Any] = json.loads(template_file(edition, "formulaire.json").read_text(encoding="utf-8"))
    return loaded


def texts(wording: Mapping[str, Any]) -> list[str]:
    """Every text of the form, in reading order."""
    found = [wording["title"], wording["header"]]
    for block in wording["blocks"]:
        found += [block["p"]] if "p" in block else [cell for row in block["t"] for cell in row]
    return found


def own_characters(edition: str) -> dict[str, str]:
    """The places of the form with what the blank form prints there: name -> own characters."""
    return {
        place["name"]: place["own"] or ""
        for text in texts(load_wording(edition))
        for place in PLACE.finditer(text)
        if not place["name"].startswith("e.")
    }


def before_place(edition: str) -> dict[str, str]:
    """The words that stand right before each place, so that an answer can be joined to them: name -> words."""
    words: dict[str, str] = {}
    for text in texts(load_wording(edition)):
        for place in PLACE.finditer(text):
            words[place["name"]] = text[: place.start()]
    return words


def build_blank(edition: str) -> bytes:
    """officiel.docx: the blank form of the commune and year that the official wording names."""
    return _build(edition, as_tags=False)


def build_template(edition: str) -> bytes:
    """modele.docx: the same document with docxtpl tags in its places."""
    return _build(edition, as_tags=True)


def _build(edition: str, as_tags: bool) -> bytes:
    wording = load_wording(edition)
    document = docx_file.open_base()
    document.core_properties.title = _fill(wording["title"], as_tags)
    docx_file.write_text(document.sections[0].header.paragraphs[0], _fill(wording["header"], as_tags))
    for block in wording["blocks"]:
        if "p" in block:
            paragraph = document.add_paragraph(style=document.styles[_style_name(block["style"])])
            docx_file.write_text(paragraph, _fill(block["p"], as_tags))
        else:
            _add_table(document, block, as_tags)
    document.add_paragraph(style="Espace")  # Word wants a paragraph behind the last table
    docx_file.add_footnotes(document, wording["footnotes"])
    return repack(docx_file.save(document))


def _style_name(style: str) -> str:
    return re.sub(r"^Heading(\d)$", r"Heading \1", {"ConsigneLiee": "Consigne liée"}.get(style, style))


def _fill(text: str, as_tags: bool) -> str:
    return PLACE.sub(lambda place: f"{{{{ {place['name']} }}}}" if as_tags else place["own"] or "", text)


def _add_table(document: WordDocument, block: Mapping[str, Any], as_tags: bool) -> None:
    rows, look, repeat = list(block["t"]), block["look"], block.get("repeat")
    if repeat and not as_tags:
        at = repeat["row"]
        rows[at : at + 1] = [[name] + [""] * (len(rows[at]) - 1) for name in repeat["blank"]]
    made = docx_file.add_table(document, len(rows), block["widths"])
    for number, (row, cells) in enumerate(zip(made, rows, strict=True)):
        is_repeated = repeat is not None and number >= repeat["row"]
        _fill_row(row, cells, look, number == 0 and look in HEADED, is_repeated, as_tags)
    if look == "cases":
        _open_spacers(made, rows)
    if look in ("cases", "lignes"):
        docx_file.keep_together(made)
    elif look == "chiffres":
        docx_file.keep_together(made if len(made) <= WHOLE_TABLE else made[:FIRST_ROWS])
    if repeat and as_tags:
        row = made[repeat["row"]]
        docx_file.wrap_rows(row, f"{{%tr for {repeat['for']} in {repeat['in']} %}}", "{%tr endfor %}")


def _open_spacers(made: list[_Row], rows: list[list[str]]) -> None:
    """Between two boxed lines a spacer has no rules of its own: open at its sides, and beside another spacer."""
    for number, cells in enumerate(rows):
        if any(cells):
            continue
        sides = ["left", "right"]
        if number == 0 or not any(rows[number - 1]):
            sides.append("top")
        if number == len(rows) - 1 or not any(rows[number + 1]):
            sides.append("bottom")
        for cell in made[number].cells:
            docx_file.open_sides(cell, sides)


def _fill_row(row: _Row, cells: list[str], look: str, is_head: bool, is_repeated: bool, as_tags: bool) -> None:
    is_spacer = look in ("cases", "textes", "chiffres") and not any(cells)
    if look not in FREE_TEXT or is_head:
        docx_file.keep_row_whole(row)
    if is_head:
        docx_file.repeat_row(row)
    elif is_spacer:
        docx_file.set_height(row, 0.22, exact=True)
    elif look in BOX_HEIGHTS and (look != "textes" or any(PLACE.search(cell) for cell in cells)):
        docx_file.set_height(row, BOX_HEIGHTS[look])
    for position, (cell, text) in enumerate(zip(row.cells, cells, strict=True)):
        if is_head:
            docx_file.shade(cell, HEAD_COLOUR)
        if is_head or not (look in FREE_TEXT or is_spacer):
            docx_file.centre_vertically(cell)
        paragraph = cell.paragraphs[0]
        paragraph.style = "Espace" if is_spacer else _cell_style(text, look, is_head, is_repeated, position)
        if text or is_repeated:
            docx_file.write_text(paragraph, _fill(text, as_tags))


def _cell_style(text: str, look: str, is_head: bool, is_repeated: bool, position: int) -> str:
    """A place alone in its cell is a number or a tick, except where people write."""
    if is_head:
        return "Cellule titre"
    if is_repeated:
        return "Chiffre" if position else "Cellule"
    if look in TEXT_LOOKS or text.endswith("_texte}"):
        return "Réponse"
    return "Chiffre" if PLACE.fullmatch(text) else "Cellule"
