"""The blank of a document, and where answers stand in it, by its
wording.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from pipeline.edition.wording import (
    DRAFT_PAGE,
    FOOTNOTE_MARK,
    PLACE,
    Document,
    blank_text,
    cell_text,
    is_loop,
)
from pipeline.gate.addresses import (
    Address,
    Attribute,
    Loop,
    Number,
    OnlyInBlank,
    Sentence,
    Text,
)
from pipeline.model.submission import Places
from pipeline.office.package import read_parts

DOCUMENT = "word/document.xml"


def is_draft(document: Document, places: Places) -> bool:
    """Whether these are the places of a draft, where its edition knows what drafts have
    beside the blank.
    """
    return bool(places.rows.get(DRAFT_PAGE["in"])) and document.draft_blank.exists()


@cache
def blank_parts(document: Document, of_draft: bool = False) -> Mapping[str, bytes]:
    """The parts of its blank, or of that which drafts have."""
    file = document.draft_blank if of_draft else document.blank
    return read_parts(file.read_bytes())


@cache
def addresses(
    document: Document, of_draft: bool = False
) -> Mapping[str, tuple[Address, ...]]:
    """Part -> the addresses of the places in it."""
    wording = document.wording
    colours = wording.get("fonds", {})
    shape = "/w:hdr[1]/w:p[2]"
    watermark = Loop(shape, shape, DRAFT_PAGE["for"], DRAFT_PAGE["in"])
    before, marks = ([DRAFT_PAGE], [watermark]) if of_draft else ([], [])
    return {
        DOCUMENT: tuple(
            _within(
                "/w:document[1]/w:body[1]", [*before, *wording["blocks"]], colours, []
            )
        ),
        "word/header1.xml": (*_texts("/w:hdr[1]/w:p[1]", wording["header"]), *marks),
        "docProps/core.xml": tuple(
            _texts("/cp:coreProperties[1]/dc:title[1]", wording["title"])
        ),
    }


def _within(
    holder: str,
    content: Sequence[Any],
    colours: Mapping[str, str],
    paths: list[str],
) -> Iterator[Address]:
    """The addresses in blocks, rows or cells, behind those of these paths in their
    holder.

    The blank has a loop once, or once for each of the names that the form itself has
    there.
    """
    for entry in content:
        if is_loop(entry):
            names, first = entry.get("blank", ()), len(paths)
            own = [_named(entry["do"][0], names[0])] if names else entry["do"]
            inner = list(_within(holder, own, colours, paths))
            yield Loop(paths[first], paths[-1], entry["for"], entry["in"])
            yield from inner
            yield from (OnlyInBlank(_next(holder, "w:tr", paths)) for _ in names[1:])
        elif isinstance(entry, list):
            yield from _within(_next(holder, "w:tr", paths), entry, colours, [])
        elif isinstance(entry, str) or "text" in entry:
            yield from _cell(_next(holder, "w:tc", paths), entry, colours)
        elif "t" in entry:
            path = _next(holder, "w:tbl", paths)
            yield from _description(f"{path}/w:tblPr[1]", entry)
            yield from _within(path, entry["t"], colours, [])
        else:
            yield from _paragraph(_next(holder, "w:p", paths), entry)


def _next(holder: str, tag: str, paths: list[str]) -> str:
    """The path of the next element of that tag."""
    start = f"{holder}/{tag}["
    same = (path for path in reversed(paths) if path.startswith(start))
    number = int(next(same, f"{start}0]").removeprefix(start)[:-1])
    paths.append(f"{start}{number + 1}]")
    return paths[-1]


def _named(row: Sequence[str], name: str) -> list[str]:
    """The row of a loop with the name that the blank has in its first cell."""
    return [PLACE.sub(rf"{{\g<name>={name}}}", row[0]), *row[1:]]


def _description(path: str, table: Mapping[str, str]) -> Iterator[Address]:
    """The title and the description of a table, where answers stand in them."""
    for key, name in (("title", "w:tblCaption"), ("description", "w:tblDescription")):
        pieces, at = [], 0
        for place in PLACE.finditer(table[key]):
            pieces += [table[key][at : place.start()], place["name"]]
            at = place.end()
        if pieces:
            told = (*pieces, table[key][at:])
            yield Sentence(f"{path}/{name}[1]", "w:val", told)


def _cell(path: str, cell: Any, colours: Mapping[str, str]) -> Iterator[Address]:
    """The text of a cell, and its colour and span where they are answers."""
    yield from _texts(f"{path}/w:p[1]", cell_text(cell))
    for look, element, attribute in (
        ("fill", "w:shd", "w:fill"),
        ("span", "w:gridSpan", "w:val"),
    ):
        if not isinstance(cell, str) and (place := PLACE.fullmatch(cell.get(look, ""))):
            where = f"{path}/w:tcPr[1]/{element}[1]"
            yield Attribute(
                where, attribute, place["name"], colours if look == "fill" else None
            )


def _paragraph(path: str, block: Mapping[str, str]) -> Iterator[Address]:
    """A heading has its number in its bookmark, a line of the table of contents in its
    link.
    """
    start, link = f"{path}/w:bookmarkStart[1]", f"{path}/w:hyperlink[1]"
    if "level" in block:
        yield Number(start, "w:id", "titres")
        yield Number(start, "w:name", "titres", "_Toc")
        yield Number(f"{path}/w:bookmarkEnd[1]", "w:id", "titres")
    elif "link" in block:
        yield Number(link, "w:anchor", "liens", "_Toc")
    yield from _texts(link if "link" in block else path, block.get("p", ""))


def _texts(path: str, text: str) -> Iterator[Address]:
    """The places in a text, by their characters in the blank; a footnote's mark counts
    as one.
    """
    for place in PLACE.finditer(text):
        start = len(FOOTNOTE_MARK.sub("*", blank_text(text[: place.start()])))
        yield Text(
            path,
            start,
            start + len(place["own"] or ""),
            place["name"],
            bool(place["rich"]),
        )
