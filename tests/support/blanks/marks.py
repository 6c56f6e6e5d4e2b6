"""The mark that a maker writes at a place, and what it knows of the place by it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any, NamedTuple

from lxml import etree

from pipeline.office.package import read_parts
from tests.support.hostile import zipped
from tests.support.retouches import W14, W

Element = Any  # of lxml, whose types are not known here
_MARK = re.compile(r"@@([+=]?)([a-z0-9_.]+)@@")
_HELD = "{urn:canevas}held"  # while a blank is made
_SIGNS = {"A8": "☐", "6F": "☐", "FE": "☒", "FD": "☒", "78": "☒"}
_LETTERS = {0xF000 + int(code, 16): sign for code, sign in _SIGNS.items()}
TICKED, UNTICKED = ("☒", "☑", "X", "x", "✓", "✔", "[X]", "[x]"), ("☐", "", "[ ]", "□")


def mark(name: str) -> str:
    """``+`` before a name: a further line of dots; ``=``: XML that a control shows."""
    return f"@@{name}@@"


class Empty(NamedTuple):
    """What a blank has at a place: markup of a run's content, or a text; ``seen``: what
    is seen of it.
    """

    markup: str
    seen: str


@dataclass(frozen=True)
class Held:
    """Where a place is: an element of a part, and the words before and behind the place
    there, and its neighbours'. ``is_cell``: it fills the whole cell of its paragraph;
    ``is_more``: a further line of dots, which an answer empties.
    """

    part: str
    path: str
    segments: tuple[str, ...]
    at: int
    is_cell: bool = False
    is_more: bool = False


# ---- what is seen


def tag(name: str) -> str:
    return f"{{{W}}}{name}"


def text_of(paragraph: Element) -> str:
    """What is seen of a paragraph, boxes in it and what is deleted aside."""
    return "".join(_seen(paragraph))


def _seen(element: Element) -> Iterator[str]:
    for one in element:
        if one.tag == tag("t"):
            yield (one.text or "").translate(_LETTERS)
        elif one.tag in (tag("tab"), tag("ptab")) and element.tag == tag("r"):
            yield "\t"
        elif one.tag in (tag("br"), tag("cr")):
            yield "\n"
        elif one.tag == tag("sym"):
            yield _SIGNS.get(one.get(tag("char"))[-2:].upper(), "?")
        elif one.tag == tag("checkBox"):
            yield _box(one)
        elif one.tag == tag("sdt"):
            yield from _control(one)
        elif one.tag not in (tag("del"), tag("moveFrom"), tag("txbxContent")):
            yield from _seen(one)


def _box(box: Element) -> str:
    """A form field: its own state, else its first one."""
    for name in ("checked", "default"):
        state = box.find(tag(name))
        if state is not None:
            return "☒" if state.get(tag("val"), "1") in ("1", "true", "on") else "☐"
    return "☐"


def _control(control: Element) -> Iterator[str]:
    """A control; one that ticks says so twice, by its sign and by its state."""
    text = "".join(_seen(control))
    state = control.find(f"{tag('sdtPr')}/{{{W14}}}checkbox/{{{W14}}}checked")
    is_ticked = state is not None and state.get(f"{{{W14}}}val") in ("1", "true")
    if state is not None and "@@" not in text and is_ticked != (text in TICKED):
        yield f"(sign {text}, state {is_ticked})"
    else:
        yield text


def path_of(element: Element) -> str:
    """The way to an element, by numbers among all children."""
    numbers: list[int] = []
    while (parent := element.getparent()) is not None:
        numbers.append(parent.index(element))
        element = parent
    return "/".join(map(str, reversed(numbers)))


def element_at(root: Element, path: str) -> Element:
    for number in path.split("/") if path else ():
        root = root[int(number)]
    return root


def cell_of(paragraph: Element) -> Element | None:
    return next(paragraph.iterancestors(tag("tc")), None)


# ---- from marks to places


def unmarked(content: bytes, empties: Mapping[str, Empty]) -> bytes:
    """A file of marks with what a blank has there; each holder remembers its marks until
    ``known()``.
    """
    parts = dict(read_parts(content))
    for name, raw in parts.items():
        if b"@@" not in raw:
            continue
        root = etree.fromstring(raw)
        for holder in [*_holders(root)]:
            said = text_of(holder) if holder.tag == tag("p") else holder.text
            if _MARK.search(said or ""):
                holder.set(_HELD, said)
                _take_marks(holder, empties)
        assert not [one.text for one in root.iter() if "@@" in (one.text or "")]
        parts[name] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    return zipped(parts.items())


def _holders(root: Element) -> Iterator[Element]:
    """The paragraphs of a part, or what holds a text where it is none of Word's."""
    if root.tag.startswith(f"{{{W}}}"):
        yield from root.iter(tag("p"))
    else:
        yield from (one for one in root.iter() if _MARK.search(one.text or ""))


def _take_marks(holder: Element, empties: Mapping[str, Empty]) -> None:
    """Put what a blank has in the place of each mark; a run of nothing is none."""

    def empty(found: re.Match[str]) -> str:
        is_store = found[1] == "="
        return "" if is_store else empties.get(found[2], Empty("", "")).markup

    if holder.tag != tag("p"):
        holder.text = _MARK.sub(empty, holder.text)
        return
    for one in [*holder.iter(tag("t"))]:
        if _MARK.search(one.text or ""):
            run = one.getparent()
            at = run.index(one)
            run[at : at + 1] = [
                new for piece in _pieces(one.text, empty) for new in _made(piece)
            ]
            if not [child for child in run if child.tag != tag("rPr")]:
                run.getparent().remove(run)


def _pieces(text: str, empty: Callable[[re.Match[str]], str]) -> Iterator[str]:
    at = 0
    for found in _MARK.finditer(text):
        yield text[at : found.start()]
        yield empty(found)
        at = found.end()
    yield text[at:]


def content(text: str) -> str:
    """The content of a run of a text: its lines and tabs are elements."""
    return "".join(
        {"\n": "<w:br/>", "\t": "<w:tab/>"}.get(
            one, f'<w:t xml:space="preserve">{escape(one, quote=False)}</w:t>'
        )
        for one in re.split("([\n\t])", text)
        if one
    )


def _made(piece: str) -> list[Element]:
    """The elements of a run for a text, or for markup."""
    if not piece.startswith("<"):
        piece = content(piece)
    return [*etree.fromstring(f'<x xmlns:w="{W}">{piece}</x>')]


def known(
    content: bytes, empties: Mapping[str, Empty]
) -> tuple[bytes, dict[str, list[Held]]]:
    """A blank without what was remembered, and where each place is in it."""
    parts = dict(read_parts(content))
    places: dict[str, list[Held]] = {}
    for name, raw in parts.items():
        if b"urn:canevas" not in raw:
            continue
        root = etree.fromstring(raw)
        for one in root.iter():
            if isinstance(one.tag, str) and (said := one.attrib.pop(_HELD, "")):
                for place, held in _held(name, one, said, empties):
                    places.setdefault(place, []).append(held)
        etree.cleanup_namespaces(root, keep_ns_prefixes=[*filter(None, root.nsmap)])
        parts[name] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
    return zipped(parts.items()), places


def _held(
    part: str, holder: Element, said: str, empties: Mapping[str, Empty]
) -> Iterator[tuple[str, Held]]:
    marks = [*_MARK.finditer(said)]
    segments = _MARK.split(said)[::3]
    for at, one in enumerate(marks):
        empty = empties.get(one[2], Empty("", ""))
        if empty.seen and not empty.markup:  # the mark stands before a form field
            segments[at + 1] = segments[at + 1].removeprefix(empty.seen)
    cell = cell_of(holder)
    others = [] if cell is None else [*cell.iter(tag("p"))]
    is_cell = others == [holder] and segments == ["", ""]
    for at, one in enumerate(marks):
        yield (
            one[2],
            Held(part, path_of(holder), tuple(segments), at, is_cell, one[1] == "+"),
        )
