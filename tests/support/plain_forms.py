"""A form as other programs would make it: its wording walked by hand, without any code
of the product, as paragraphs and tables of plain texts.
"""

from __future__ import annotations

import copy
import html
import io
import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import docx
from docx.enum.style import WD_STYLE_TYPE

from pipeline.model.submission import Places
from tests.support.paths import ROOT

_PLACE = re.compile(r"\{\*?([a-z][a-z0-9_.]*)(?:=([^{}]*))?\}")
# A paragraph, or the rows of a table.
Block = str | list[list[str]]


def wording(edition: str) -> Any:
    """The declared wording of an edition."""
    file = ROOT / "templates_docx" / edition / "formulaire.json"
    return json.loads(file.read_text(encoding="utf-8"))


def plain_form(edition: str, places: Places) -> list[Block]:
    """The form with these texts at its places; empty paragraphs are left out."""
    return [block for _, block in _walk(wording(edition)["blocks"], {"": places})]


def styled_form(edition: str, places: Places) -> list[tuple[Any, Block]]:
    """The same, each block with what the wording says of it: the style of a paragraph,
    of a table those of its cells, row by row.
    """
    return [*_walk(wording(edition)["blocks"], {"": places})]


def blank_form(edition: str) -> list[Block]:
    """The form without answers: its own dots and names stand at the places."""
    return [block for _, block in _walk(wording(edition)["blocks"], None)]


Scopes = Mapping[str, Places] | None


def _walk(blocks: Sequence[Any], scopes: Scopes) -> Iterator[tuple[Any, Block]]:
    for block, inner in _turns(blocks, scopes):
        if "t" in block:
            rows = [
                [
                    (_style(cell), _text(cell, within))
                    for cell, within in _turns(row, at)
                ]
                for row, at in _turns(block["t"], inner)
            ]
            styles = [[style for style, _ in row] for row in rows]
            yield styles, [[text for _, text in row] for row in rows]
        elif text := _text(block.get("p", ""), inner):
            yield block.get("style", ""), text


def _style(cell: Any) -> str:
    return "" if isinstance(cell, str) else cell.get("style", "")


def _turns(entries: Sequence[Any], scopes: Scopes) -> Iterator[tuple[Any, Scopes]]:
    for entry in entries:
        if not (isinstance(entry, dict) and "for" in entry):
            yield entry, scopes
        elif scopes is None:
            names = entry.get("blank", ())
            filled = [{**_no_places(entry["for"], name)} for name in names]
            for one in filled:
                yield from _turns(entry["do"], one)
        else:
            around, _, name = entry["in"].rpartition(".")
            for turn in scopes[around].rows[name]:
                yield from _turns(entry["do"], {**scopes, entry["for"]: turn})


def _no_places(loop: str, name: str) -> dict[str, Places]:
    return {"": Places({}), loop: Places({"nom": name})}


def _text(cell: Any, scopes: Scopes) -> str:
    text = cell if isinstance(cell, str) else cell["text"]

    def at(place: re.Match[str]) -> str:
        around, _, name = place[1].rpartition(".")
        known = scopes is not None and around in scopes and around
        found = (scopes or {}).get(around if known else "", Places({}))
        return str(found.texts.get(name if known else place[1], place[2] or ""))

    return _PLACE.sub(at, re.sub(r"\[\^\w+\]", "", text))


# ---- as other programs write it


def as_html(blocks: Sequence[Block]) -> str:
    """The form as a page, as someone might keep it."""

    def lines(text: str) -> str:
        return html.escape(text).replace("\n", "<br>")

    made = ["<!DOCTYPE html><meta charset='utf-8'>"]
    for block in blocks:
        if isinstance(block, str):
            made.append(f"<p>{lines(block)}</p>")
        else:
            cells = [
                "".join(f"<td>{lines(cell)}</td>" for cell in row) for row in block
            ]
            made.append(f"<table border>{''.join(f'<tr>{row}</tr>' for row in cells)}")
            made.append("</table>")
    return "".join(made)


def by_python_docx(blocks: Sequence[Block]) -> bytes:
    """The form as python-docx writes it, in its own plain looks."""
    document = docx.Document()
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, texts in zip(table.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    return _saved(document)


def by_python_docx_with_styles(blocks: Sequence[tuple[Any, Block]]) -> bytes:
    """The form as python-docx writes it with the names of its styles."""
    document = docx.Document()
    for style in (one for styles, _ in blocks for one in _names(styles)):
        if style not in [one.name for one in document.styles]:
            document.styles.add_style(style, WD_STYLE_TYPE.PARAGRAPH)
    for styles, block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block, style=styles or None)
            continue
        table = document.add_table(len(block), max(map(len, block)))
        for row, names, texts in zip(table.rows, styles, block, strict=True):
            for cell, style, text in zip(row.cells, names, texts, strict=False):
                cell.text = text
                if style:
                    cell.paragraphs[0].style = style
    return _saved(document)


def _names(styles: Any) -> list[str]:
    several = (
        [styles] if isinstance(styles, str) else [one for row in styles for one in row]
    )
    return [*filter(None, several)]


def filled_in(blank: bytes, form: Sequence[Block], answered: Sequence[Block]) -> bytes:
    """A blank in which someone has typed these answers. ``form``: its own blocks."""
    document = docx.Document(io.BytesIO(blank))
    there: list[Any] = [*filter(_is_seen, document.iter_inner_content())]
    assert len(there) == len(form) == len(answered)
    for found, before, after in zip(there, form, answered, strict=True):
        if isinstance(after, str):
            if after != before:
                found.text = after
            continue
        rows = [*found._tbl.tr_lst]
        for _ in after[len(before) :]:
            rows[-1].addnext(copy.deepcopy(rows[-1]))
        for extra in rows[len(after) :]:
            found._tbl.remove(extra)
        for row, texts in zip(found.rows, after, strict=True):
            for cell, text in zip(row.cells, texts, strict=True):
                if cell.text != text:
                    cell.text = text
    return _saved(document)


def _is_seen(block: Any) -> bool:
    return not hasattr(block, "text") or bool(block.text.strip())


def _saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    print(json.dumps(blank_form(sys.argv[1]), ensure_ascii=False))
