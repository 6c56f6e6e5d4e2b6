"""The gate: a finished report minus its answers is the official blank, part by part, or it is not delivered.

The report is walked beside officiel.docx. In a place only text, line breaks and tabs may stand, in runs of the blank's
own properties, and they must be the answer, whole. Everything else is the blank's, to the letter. Nothing here knows
the template or its engine: what is proved about the blank (that Word opens it, that it says the official form) holds
for every report that passes.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from pipeline.package import UNREADABLE, read_parts, repack
from pipeline.places import Places, fill, label, stretches, table_stretches
from pipeline.problem import Difference
from pipeline.template import load_wording, template_file

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TITLE = "{http://purl.org/dc/elements/1.1/}title"
DOCUMENT, HEADER, PROPERTIES = "word/document.xml", "word/header1.xml", "docProps/core.xml"
TEXT, MARK = "text", "mark"
# A run's content as compared: its properties, TEXT or MARK, and the text or the mark's canonical XML.
Piece = tuple[str, str, str]


def differences(edition: str, places: Places, report: bytes) -> list[Difference]:
    """Everything in which a report is not the official blank with these answers; empty when it may be delivered."""
    blank = read_parts(template_file(edition, "officiel.docx").read_bytes())
    try:
        parts = read_parts(report)
    except UNREADABLE as error:
        return [Difference("le fichier", "un document Word", str(error))]
    if repack(report) != report:  # a part twice, a comment of the archive, bytes around it
        return [Difference("le fichier", "les parties du document", "autre chose encore")]
    if list(parts) != list(blank):
        return [Difference("les parties du document", ", ".join(blank), ", ".join(parts))]
    found: list[Difference] = []
    for name, raw in parts.items():
        try:
            found += _part(edition, name, _parse(blank[name]), _parse(raw), places)
        except (etree.XMLSyntaxError, ValueError) as error:
            found.append(Difference(f"la partie {name}", "du XML", str(error)))
    return found


def _parse(raw: bytes) -> etree._Element:
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    info = root.getroottree().docinfo
    beside = (info.internalDTD, root.getprevious(), root.getnext())
    if any(found is not None for found in beside) or (info.xml_version, info.encoding) != ("1.0", "UTF-8"):
        raise ValueError("autre chose que du XML 1.0 en UTF-8, sans déclaration ni commentaire autour")
    return root


def _part(edition: str, name: str, blank: Any, part: Any, places: Places) -> Iterator[Difference]:
    wording = load_wording(edition)
    yield from _same(f"les espaces de noms de {name}", _prefixes(blank), _prefixes(part))
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
    if [child.tag for child in part] != [f"{W}body"]:
        yield Difference("le corps du document")
        return
    yield from _same("le corps du document", _shell(blank[0]), _shell(part[0]))
    yield from _story(blocks, list(blank[0]), list(part[0]), places, "le document")


def _story(
    blocks: Sequence[Any], own: Sequence[Any], found: Sequence[Any], places: Places, where: str
) -> Iterator[Difference]:
    """Paragraphs and tables in order, then what stands behind the last block (last paragraph, page set-up)."""
    if [e.tag for e in own] != [e.tag for e in found]:
        yield Difference(where, f"{len(own)} paragraphes et tableaux", f"{len(found)} paragraphes et tableaux")
        return
    for number, (mine, theirs) in enumerate(zip(own, found, strict=True)):
        if number >= len(blocks):
            yield from _same(f"{where}, à la fin", _canonical(mine), _canonical(theirs))
        elif "p" in blocks[number]:
            text = blocks[number]["p"]
            yield from _paragraph(f"« {label(text)} »", mine, theirs, stretches(text, places))
        else:
            yield from _table(blocks[number], mine, theirs, places, f"le tableau « {_head(blocks, number)} »")


def _head(blocks: Sequence[Any], number: int) -> str:
    """The question above a table."""
    return next((label(blocks[n]["p"]) for n in range(number - 1, -1, -1) if "p" in blocks[n]), "")


def _table(block: Any, own: Any, found: Any, places: Places, where: str) -> Iterator[Difference]:
    texts = table_stretches(block, places)
    mine, theirs = own.findall(f"{W}tr"), found.findall(f"{W}tr")
    if repeat := block.get("repeat"):
        mine = mine[: repeat["row"]] + [mine[repeat["row"]]] * (len(texts) - repeat["row"])
    if len(theirs) != len(texts):
        yield Difference(where, f"{len(texts)} lignes", f"{len(theirs)} lignes")
        return
    yield from _same(where, _shell(own, skip=f"{W}tr"), _shell(found, skip=f"{W}tr"))
    for number, (row_own, row_found, cells) in enumerate(zip(mine, theirs, texts, strict=True), 1):
        yield from _row(f"{where}, ligne {number}", row_own, row_found, cells)


def _row(where: str, own: Any, found: Any, texts: Sequence[list[str]]) -> Iterator[Difference]:
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


def _paragraph(where: str, own: Any, found: Any, stretches: list[str]) -> Iterator[Difference]:
    """The blank's paragraph with this text in it, a footnote mark at every second stretch."""
    yield from _same(where, _shell(own, skip=f"{W}r"), _shell(found, skip=f"{W}r"))
    blank = list(_tokens(own))
    style = next((piece[0] for piece in blank if piece[1] == TEXT), "")
    marks = iter(piece for piece in blank if piece[1] == MARK)
    wanted: list[Piece] = []
    for position, stretch in enumerate(stretches):
        if position % 2:
            wanted.append(next(marks))
        elif stretch:
            wanted.append((style, TEXT, stretch))
    there = list(_joined(_tokens(found), style))
    if there != wanted:
        yield Difference(where, _readable(wanted, style), _readable(there, style))


def _tokens(paragraph: Any) -> Iterator[Piece]:
    for run in paragraph.findall(f"{W}r"):
        content, style = list(run), _stray(run)
        if content and content[0].tag == f"{W}rPr":
            style += _canonical(content.pop(0))
        if not content:
            yield style, TEXT, ""
        for element in content:
            text = _text(element)
            yield (style, MARK, _canonical(element)) if text is None else (style, TEXT, text)


def _joined(pieces: Iterator[Piece], usual: str) -> Iterator[Piece]:
    """Neighbouring texts of the same properties are one text; an empty text of the usual properties is none."""
    for (style, kind), group in itertools.groupby(pieces, key=lambda piece: piece[:2]):
        contents = [content for _, _, content in group]
        if kind == MARK:
            yield from ((style, kind, content) for content in contents)
        elif (text := "".join(contents)) or style != usual:
            yield (style, kind, text)


def _text(element: Any) -> str | None:
    """What Word shows of a text, line break or tab; None for anything else, and for blanks that Word would drop."""
    if element.tag == f"{W}t" and not len(element) and set(element.attrib) <= {SPACE}:
        text = element.text or ""
        kept = element.get(SPACE) == "preserve" or (not element.attrib and text == text.strip(" \t\r\n"))
        return text if kept and not set(text) & set("\t\r\n") else None
    if not len(element) and not element.attrib and not element.text:
        return {f"{W}br": "\n", f"{W}tab": "\t"}.get(element.tag)
    return None


def _readable(pieces: Sequence[Piece], usual: str) -> str:
    return "".join(content if (style, kind) == (usual, TEXT) else "[…]" for style, kind, content in pieces)


def _same(where: str, wanted: object, found: object) -> Iterator[Difference]:
    if wanted != found:
        yield Difference(where)


def _canonical(element: Any) -> str:
    if not isinstance(element.tag, str):  # a comment or an instruction: lxml cannot write one alone in this form
        return f"<!-- {element.text} -->"
    return str(etree.tostring(element, method="c14n", exclusive=True, with_tail=False), "utf-8")


def _shell(element: Any, skip: str = "") -> str:
    """An element without its content: neighbouring ``skip`` children stand as one mark, and no child if not given."""
    bare = etree.Element(element.tag, element.attrib)
    for child in element if skip else ():
        if child.tag != skip:
            bare.append(copy.deepcopy(child))
        elif not len(bare) or bare[-1].tag != skip:
            etree.SubElement(bare, skip)
    return _stray(element) + _canonical(bare)


def _stray(element: Any) -> str:
    """What an element holds beside its children: characters between them, and a run's own attributes."""
    loose = "".join([element.text or "", *(child.tail or "" for child in element)])
    return loose + (str(dict(element.attrib)) if element.tag == f"{W}r" and element.attrib else "")


def _prefixes(root: Any) -> set[tuple[str | None, str]]:
    return {declared for element in root.iter() for declared in element.nsmap.items()}
