"""The report's XML beside the blank's: elements without their content, and paragraphs with the answers in them."""

from __future__ import annotations

import copy
import itertools
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from lxml import etree

from pipeline.problem import Difference
from pipeline.wording import NOTE

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SPACE = "{http://www.w3.org/XML/1998/namespace}space"
TEXT, MARK = "text", "mark"
# A run's content as compared: its properties, TEXT or MARK, and the text or the mark's canonical XML.
Piece = tuple[str, str, str]


def paragraph(where: str, own: Any, found: Any, stretches: Sequence[tuple[str, str]]) -> Iterator[Difference]:
    """The blank's paragraph with these stretches of text and footnote marks in it."""
    if (link := own.find(f"{W}hyperlink")) is not None:
        yield from same(where, shell(own, skip=link.tag), shell(found, skip=link.tag))
        own, found = link, found.find(link.tag)
        if found is None:
            return  # told above
    yield from same(where, shell(own, skip=f"{W}r"), shell(found, skip=f"{W}r"))
    blank = list(_tokens(own))
    style = next((piece[0] for piece in blank if piece[1] == TEXT), "")
    marks = iter(piece for piece in blank if piece[1] == MARK)
    wanted = [next(marks) if look == NOTE else (_look(look) if look else style, TEXT, text) for text, look in stretches]
    there = list(_joined(_tokens(found), style))
    if there != wanted:
        texts = _readable(wanted), _readable(there)
        yield Difference(where, *texts) if texts[0] != texts[1] else Difference(where)


@cache
def _look(look: str) -> str:
    """The properties of a run that looks so (text.StyledText): raised by a style, bold by itself."""
    properties = etree.Element(f"{W}rPr", nsmap={"w": W[1:-1]})
    if "Exposant" in look:
        etree.SubElement(properties, f"{W}rStyle").set(f"{W}val", "Exposant")
    if "Gras" in look:
        etree.SubElement(properties, f"{W}b")
    return canonical(properties)


def _tokens(paragraph: Any) -> Iterator[Piece]:
    for run in paragraph.findall(f"{W}r"):
        content, style = list(run), _stray(run)
        if content and content[0].tag == f"{W}rPr":
            style += canonical(content.pop(0))
        if not content:
            yield style, TEXT, ""
        for element in content:
            text = _text(element)
            yield (style, MARK, canonical(element)) if text is None else (style, TEXT, text)


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


def _readable(pieces: Sequence[Piece]) -> str:
    return "".join(content if kind == TEXT else "[…]" for _, kind, content in pieces)


def same(where: str, wanted: object, found: object) -> Iterator[Difference]:
    """A difference at this place, unless the two are equal."""
    if wanted != found:
        yield Difference(where)


def canonical(element: Any) -> str:
    """An element as text that is the same whenever the XML says the same."""
    if not isinstance(element.tag, str):  # a comment or an instruction: lxml cannot write one alone in this form
        return f"<!-- {element.text} -->"
    return str(etree.tostring(element, method="c14n", exclusive=True, with_tail=False), "utf-8")


def shell(element: Any, skip: str = "") -> str:
    """An element without its content: neighbouring ``skip`` children stand as one mark, and no child if not given."""
    bare = etree.Element(element.tag, element.attrib)
    for child in element if skip else ():
        if child.tag != skip:
            bare.append(copy.deepcopy(child))
        elif not len(bare) or bare[-1].tag != skip:
            etree.SubElement(bare, skip)
    return _stray(element) + canonical(bare)


def _stray(element: Any) -> str:
    """What an element holds beside its children: characters between them, and a run's own attributes."""
    loose = "".join([element.text or "", *(child.tail or "" for child in element)])
    return loose + (str(dict(element.attrib)) if element.tag == f"{W}r" and element.attrib else "")


def prefixes(root: Any) -> set[tuple[str | None, str]]:
    return {declared for element in root.iter() for declared in element.nsmap.items()}
