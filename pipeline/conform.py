"""The gate: a finished report minus its answers is the official blank, part by part, or it is not delivered.

The report is walked beside officiel.docx. In a place only text, line breaks and tabs may stand, in runs of the blank's
own properties, and they must be the answer, whole. Everything else is the blank's, to the letter. Nothing here knows
the template or its engine: what is proved about the blank (that Word opens it, that it says the official form) holds
for every report that passes.
"""

from __future__ import annotations

import copy
import io
import itertools
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from pipeline.docx_file import FOOTNOTE_MARK
from pipeline.places import Places
from pipeline.problem import Difference
from pipeline.template import PLACE, load_wording, template_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
DOCUMENT, HEADER, PROPERTIES = "word/document.xml", "word/header1.xml", "docProps/core.xml"
MAX_PART = 64 * 1024 * 1024

TEXT, MARK = "text", "mark"
# A run's content as compared: its properties, TEXT or MARK, and the text or the mark's canonical XML.
Piece = tuple[str, str, str]


def differences(edition: str, places: Places, report: bytes) -> list[Difference]:
    """Everything in which a report is not the official blank with these answers; empty when it may be delivered."""
    blank = _read_parts(template_file(edition, "officiel.docx").read_bytes())
    try:
        parts = _read_parts(report)
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, EOFError, NotImplementedError, RuntimeError) as error:
        return [Difference("le fichier", "un document Word", str(error))]
    if list(parts) != list(blank):
        return [Difference("les parties du document", ", ".join(blank), ", ".join(parts))]
    found: list[Difference] = []
    for name, raw in parts.items():
        try:
            found += _part(edition, name, _parse(blank[name]), _parse(raw), places)
        except (etree.XMLSyntaxError, ValueError) as error:
            found.append(Difference(f"la partie {name}", "du XML", str(error)))
    return found


def _read_parts(package: bytes) -> dict[str, bytes]:
    parts: dict[str, bytes] = {}
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        for entry in opened.infolist():
            if entry.filename in parts:
                raise ValueError(f"la partie {entry.filename} est là deux fois")
            with opened.open(entry) as file:
                parts[entry.filename] = file.read(MAX_PART + 1)
            if len(parts[entry.filename]) > MAX_PART:
                raise ValueError(f"la partie {entry.filename} est trop grande")
    return parts


def _parse(raw: bytes) -> etree._Element:
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("une déclaration de type de document")
    return root


def _part(edition: str, name: str, blank: Any, part: Any, places: Places) -> Iterator[Difference]:
    wording = load_wording(edition)
    if name == DOCUMENT:
        yield from _document(wording["blocks"], blank, part, places)
    elif name == HEADER:
        yield from _story([{"p": wording["header"]}], list(blank), list(part), places, "l'en-tête")
        yield from _same("l'en-tête", _shell(blank), _shell(part))
    else:
        if name == PROPERTIES:
            blank.find(TITLE).text = fill(wording["title"], places)
        yield from _same(f"la partie {name}", _canonical(blank), _canonical(part))


def _document(blocks: Sequence[Any], blank: Any, part: Any, places: Places) -> Iterator[Difference]:
    yield from _same("le document", _shell(blank), _shell(part))
    bodies = blank.findall(f"{W}body"), part.findall(f"{W}body")
    if len(bodies[1]) != 1 or len(part) != 1:
        yield Difference("le corps du document")
        return
    own, found = list(bodies[0][0]), list(bodies[1][0])
    yield from _same("le corps du document", _shell(bodies[0][0]), _shell(bodies[1][0]))
    yield from _story(blocks, own, found, places, "le document")


def _story(
    blocks: Sequence[Any], own: Sequence[Any], found: Sequence[Any], places: Places, where: str
) -> Iterator[Difference]:
    """Paragraphs and tables in order, then what stands behind the last block (last paragraph, page set-up)."""
    if [e.tag for e in own] != [e.tag for e in found]:
        wanted, there = (f"{len(e)} paragraphes et tableaux" for e in (own, found))
        yield Difference(where, wanted, there)
        return
    for number, (mine, theirs) in enumerate(zip(own, found, strict=True)):
        if number >= len(blocks):
            yield from _same(f"la fin de {where}", _canonical(mine), _canonical(theirs))
        elif "p" in blocks[number]:
            text = blocks[number]["p"]
            yield from _paragraph(f"« {label(text)} »", mine, theirs, fill(text, places))
        else:
            yield from _table(blocks[number], mine, theirs, places, f"le tableau « {_head(blocks, number)} »")


def _head(blocks: Sequence[Any], number: int) -> str:
    """The question above a table."""
    return next((label(blocks[n]["p"]) for n in range(number - 1, -1, -1) if "p" in blocks[n]), "")


def label(text: str) -> str:
    """The beginning of a text of the form, to find it by."""
    plain = FOOTNOTE_MARK.sub("", PLACE.sub(lambda place: place["own"] or "", text))
    return plain if len(plain) <= 60 else f"{plain[:60].rstrip()}…"


def fill(text: str, places: Places) -> str:
    """A text of the form with its answers."""
    return PLACE.sub(lambda place: places.texts[place["name"]], text)


def _table(block: Any, own: Any, found: Any, places: Places, where: str) -> Iterator[Difference]:
    texts = [[fill(cell, places) for cell in row] for row in _rows_before(block)]
    mine, theirs = own.findall(f"{W}tr"), found.findall(f"{W}tr")
    if repeat := block.get("repeat"):
        columns = [cell.strip("{}").partition(".")[2] for cell in block["t"][repeat["row"]]]
        rows = places.rows[repeat["in"]]
        texts += [[row[column] for column in columns] for row in rows]
        mine = mine[: repeat["row"]] + [mine[repeat["row"]]] * len(rows)
    if len(theirs) != len(texts):
        yield Difference(where, f"{len(texts)} lignes", f"{len(theirs)} lignes")
        return
    yield from _same(where, _shell(own, skip=f"{W}tr"), _shell(found, skip=f"{W}tr"))
    for number, (row_own, row_found, cells) in enumerate(zip(mine, theirs, texts, strict=True), 1):
        yield from _row(f"{where}, ligne {number}", row_own, row_found, cells)


def _rows_before(block: Any) -> list[list[str]]:
    rows: list[list[str]] = block["t"]
    return rows[: block["repeat"]["row"]] if "repeat" in block else rows


def _row(where: str, own: Any, found: Any, texts: Sequence[str]) -> Iterator[Difference]:
    yield from _same(where, _shell(own, skip=f"{W}tc"), _shell(found, skip=f"{W}tc"))
    mine, theirs = own.findall(f"{W}tc"), found.findall(f"{W}tc")
    if len(mine) != len(theirs):
        yield Difference(where, f"{len(mine)} cellules", f"{len(theirs)} cellules")
        return
    for number, (cell_own, cell_found, text) in enumerate(zip(mine, theirs, texts, strict=True), 1):
        here = f"{where}, colonne {number}"
        yield from _same(here, _shell(cell_own, skip=f"{W}p"), _shell(cell_found, skip=f"{W}p"))
        paragraphs = cell_found.findall(f"{W}p")
        if len(paragraphs) != 1:
            yield Difference(here, "un paragraphe", f"{len(paragraphs)} paragraphes")
            continue
        yield from _paragraph(here, cell_own.find(f"{W}p"), paragraphs[0], text)


def _paragraph(where: str, own: Any, found: Any, text: str) -> Iterator[Difference]:
    """The blank's paragraph with this text in it, footnote marks in their places."""
    yield from _same(where, _shell(own, skip=f"{W}r"), _shell(found, skip=f"{W}r"))
    blank = list(_tokens(own))
    style = next((piece[0] for piece in blank if piece[1] == TEXT), "")
    marks = iter(piece for piece in blank if piece[1] == MARK)
    wanted: list[Piece] = []
    for position, stretch in enumerate(FOOTNOTE_MARK.split(text)):
        if position % 2:
            wanted.append(next(marks))
        elif stretch:
            wanted.append((style, TEXT, stretch))
    there = list(_joined(_tokens(found)))
    if there != wanted:
        yield Difference(where, _readable(wanted), _readable(there))


def _tokens(paragraph: Any) -> Iterator[Piece]:
    for run in paragraph.findall(f"{W}r"):
        style = "".join(_canonical(properties) for properties in run.findall(f"{W}rPr"))
        for element in run:
            if element.tag != f"{W}rPr":
                text = _text(element)
                yield (style, MARK, _canonical(element)) if text is None else (style, TEXT, text)


def _joined(pieces: Iterator[Piece]) -> Iterator[Piece]:
    """Neighbouring texts of the same properties are one text, an empty text is none."""
    for (style, kind), group in itertools.groupby(pieces, key=lambda piece: piece[:2]):
        contents = [content for _, _, content in group]
        if kind == MARK:
            yield from ((style, kind, content) for content in contents)
        elif text := "".join(contents):
            yield (style, kind, text)


def _text(element: Any) -> str | None:
    """What Word shows of a text, line break or tab; None for anything else, and for blanks that Word would drop."""
    if element.tag == f"{W}t" and not len(element) and set(element.attrib) <= {SPACE}:
        text = element.text or ""
        kept = element.get(SPACE) == "preserve" or text == text.strip(" \t\r\n")
        return text if kept and not set(text) & set("\t\r\n") else None
    if not len(element) and not element.attrib:
        return {f"{W}br": "\n", f"{W}tab": "\t"}.get(element.tag)
    return None


def _readable(pieces: Sequence[Piece]) -> str:
    return "".join(content if kind == TEXT else "[…]" for _, kind, content in pieces)


def _same(where: str, wanted: str, found: str) -> Iterator[Difference]:
    if wanted != found:
        yield Difference(where)


def _canonical(element: Any) -> str:
    return str(etree.tostring(element, method="c14n", exclusive=True, with_tail=False), "utf-8")


def _shell(element: Any, skip: str = "") -> str:
    """An element without its content: neighbouring ``skip`` children stand as one mark, and no child if not given."""
    bare = etree.Element(element.tag, element.attrib)
    for child in element if skip else ():
        if child.tag != skip:
            bare.append(copy.deepcopy(child))
        elif not len(bare) or bare[-1].tag != skip:
            etree.SubElement(bare, skip)
    return (element.text or "").strip() + _canonical(bare)
