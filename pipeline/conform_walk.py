"""A part of a report beside the blank's, element by element: what the gate goes by, and what tells the differences.

In a place only text, line breaks and tabs may stand, in runs of the blank's own properties, and they must be the
answer, whole. Everything else is the blank's, to the letter.
"""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from lxml import etree

from pipeline.conform_bytes import DOCUMENT, HEADER, PROPERTIES
from pipeline.conform_xml import W, canonical, paragraph, prefixes, same, shell
from pipeline.problem import Difference
from pipeline.text import counted
from pipeline.wording import (
    PLACE,
    Places,
    Scope,
    cell_text,
    expand,
    fill,
    label,
    load_wording,
    printed,
    shortened,
    stretches,
)

TITLE = "{http://purl.org/dc/elements/1.1/}title"


def walk(edition: str, places: Places, name: str, blank: bytes, part: bytes) -> list[Difference]:
    """Everything in which a part of a report is not the blank's with these answers."""
    found: list[Difference] = []
    try:
        found += _part(edition, name, _parse(blank), _parse(part), places)
    except etree.XMLSyntaxError as error:
        found.append(Difference(f"la partie {name}", "du XML", f"autre chose à la ligne {error.lineno}"))
    except (etree.LxmlError, ValueError):
        found.append(Difference(f"la partie {name}", "du XML 1.0 en UTF-8, sans rien autour", "autre chose"))
    return found


def _parse(raw: bytes) -> etree._Element:
    root = etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))
    info = root.getroottree().docinfo
    beside = (info.internalDTD, root.getprevious(), root.getnext())
    if any(found is not None for found in beside) or (info.xml_version, info.encoding) != ("1.0", "UTF-8"):
        raise ValueError("no XML 1.0 in UTF-8 without a declaration or a comment around it")
    return root


def _part(edition: str, name: str, blank: Any, part: Any, places: Places) -> Iterator[Difference]:
    wording, scope = load_wording(edition), Scope(places)
    yield from same(f"les espaces de noms de {name}", prefixes(blank), prefixes(part))
    if name == DOCUMENT:
        yield from _document(wording["blocks"], blank, part, scope)
    elif name == HEADER:
        header = [{"p": wording["header"]}]
        yield from _story(header, list(blank), list(part), scope, "l'en-tête")
        yield from same("l'en-tête", shell(blank), shell(part))
    else:
        if name == PROPERTIES:
            blank.find(TITLE).text = fill(wording["title"], scope)
        yield from same(f"la partie {name}", canonical(blank), canonical(part))


def _document(blocks: Sequence[Any], blank: Any, part: Any, scope: Scope) -> Iterator[Difference]:
    yield from same("le document", shell(blank), shell(part))
    if [child.tag for child in part] != [f"{W}body"]:
        yield Difference("le corps du document")
        return
    yield from same("le corps du document", shell(blank[0]), shell(part[0]))
    yield from _story(blocks, list(blank[0]), list(part[0]), scope, "le document")


def _story(
    blocks: Sequence[Any], own: Sequence[Any], found: Sequence[Any], scope: Scope, where: str
) -> Iterator[Difference]:
    """Paragraphs and tables in order, then what stands behind the last block (last paragraph, page set-up)."""
    wanted = list(expand(blocks, scope))
    last = sum(printed(block) for block in blocks)
    mine = [own[at] for at, _, _ in wanted] + list(own[last:])
    if [e.tag for e in mine] != [e.tag for e in found]:
        words = "paragraphe ou tableau", "paragraphes et tableaux"
        yield Difference(where, counted(len(mine), *words), counted(len(found), *words))
        return
    numbers, above = {"level": itertools.count(1), "link": itertools.count(1)}, ""
    for (_, block, inner), blank, theirs in zip(wanted, mine, found, strict=False):
        for kind in numbers.keys() & block.keys():
            blank = _numbered(blank, next(numbers[kind]))
        if "t" in block:
            yield from _table(block, blank, theirs, inner, f"le tableau « {above} »")
        elif "p" in block:
            above = label(block["p"]) or shortened(fill(block["p"], inner)) or above
            yield from paragraph(f"« {above} »", blank, theirs, stretches(block["p"], inner))
        else:
            yield from same(f"après « {above} »", canonical(blank), canonical(theirs))
    for blank, theirs in zip(mine[len(wanted) :], found[len(wanted) :], strict=True):
        yield from same(f"{where}, à la fin", canonical(blank), canonical(theirs))


def _numbered(own: Any, number: int) -> Any:
    """The blank's heading, or link to one, as the heading of this number in the report."""
    own = copy.deepcopy(own)
    for mark in own.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd"):
        mark.set(f"{W}id", str(number))
    for mark in own.iter(f"{W}bookmarkStart"):
        mark.set(f"{W}name", f"_Toc{number}")
    for link in own.iter(f"{W}hyperlink"):
        link.set(f"{W}anchor", f"_Toc{number}")
    return own


def _table(block: Any, own: Any, found: Any, scope: Scope, where: str) -> Iterator[Difference]:
    wanted = list(expand(block["t"], scope))
    mine, theirs = own.findall(f"{W}tr"), found.findall(f"{W}tr")
    if len(theirs) != len(wanted):
        yield Difference(where, counted(len(wanted), "ligne"), counted(len(theirs), "ligne"))
        return
    yield from same(where, shell(own, skip=f"{W}tr"), shell(found, skip=f"{W}tr"))
    for number, ((at, row, inner), row_found) in enumerate(zip(wanted, theirs, strict=True), 1):
        yield from _row(f"{where}, ligne {number}", mine[at], row_found, list(expand(row, inner)))


def _row(where: str, own: Any, found: Any, cells: Sequence[tuple[int, Any, Scope]]) -> Iterator[Difference]:
    yield from same(where, shell(own, skip=f"{W}tc"), shell(found, skip=f"{W}tc"))
    mine, theirs = own.findall(f"{W}tc"), found.findall(f"{W}tc")
    if len(cells) != len(theirs):
        yield Difference(where, counted(len(cells), "cellule"), counted(len(theirs), "cellule"))
        return
    for number, ((at, cell, inner), cell_found) in enumerate(zip(cells, theirs, strict=True), 1):
        here = f"{where}, colonne {number}"
        cell_own = _dressed(mine[at], cell, inner)
        yield from same(here, shell(cell_own, skip=f"{W}p"), shell(cell_found, skip=f"{W}p"))
        paragraphs = cell_found.findall(f"{W}p")
        if len(paragraphs) != 1:
            yield Difference(here, "un paragraphe", counted(len(paragraphs), "paragraphe"))
            continue
        yield from paragraph(here, cell_own.find(f"{W}p"), paragraphs[0], stretches(cell_text(cell), inner))


def _dressed(own: Any, cell: Any, scope: Scope) -> Any:
    """The blank's cell with the colour and the span that are answers."""
    places = [] if isinstance(cell, str) else [(name, PLACE.fullmatch(cell.get(name, ""))) for name in ("fill", "span")]
    if any(place for _, place in places):
        own = copy.deepcopy(own)
    for name, place in places:
        if place and name == "fill":
            own.find(f".//{W}shd").set(f"{W}fill", scope.places.texts.get(f"fonds.{scope.text(place['name'])}", ""))
        elif place:
            own.find(f".//{W}gridSpan").set(f"{W}val", scope.text(place["name"]))
    return own
