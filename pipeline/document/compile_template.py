"""modele.docx -> its compiled form (compiled.py), read through docxtpl, which says what a
template means. Code in a template is never run: it may ask for places and loops alone.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
from collections.abc import Iterator

from docx.oxml.ns import qn
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree

from pipeline.document.compiled import (
    LOOKUP,
    LOOP,
    NUMBER,
    PLAIN,
    QUOTED,
    RICH,
    TEXT,
    Node,
)
from pipeline.office.package import read_parts, repack

_TAG = re.compile(r"\{\{(.*?)\}\}|\{%(.*?)%\}", re.DOTALL)
_NAME = re.compile(r"[a-z_][a-z0-9_.]*")
_LOOKED_UP = re.compile(r"([a-z_]+)\[([a-z_][a-z0-9_.]*)\]")
_FOR = re.compile(r"for ([a-z_][a-z0-9_]*) in ([a-z_][a-z0-9_.]*)")
_CELL_ORDER = [
    qn(f"w:{name}")
    for name in ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "tcMar", "vAlign")
]
# A slot while the part is in the hands of lxml: a name between two characters that no
# text of a form has.
_OPEN, _CLOSE = "\ue000", "\ue001"
_SLOT = re.compile(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}")
_PIECE = re.compile(
    r"<\?for ([^ ?]+) ([^ ?]+)\?>|<\?endfor\?>"
    rf"|<w:t([^>]*)>([^<]*{_OPEN}[^<]*)</w:t>"
    rf"|{_OPEN}([^{_CLOSE}]*){_CLOSE}"
    r'|(?<=<w:bookmarkStart w:id=")(\d+)" w:name="_Toc(\d+)(?=")'
    r'|(?<=<w:bookmarkEnd w:id=")(\d+)(?=")'
    r'|(?<=<w:hyperlink w:anchor="_Toc)(\d+)(?=")'
)


class NotCompilable(ValueError):
    """A template that asks for more than places and loops."""


def compile_template(template: bytes) -> bytes:
    """modele.json for this modele.docx. Raises NotCompilable."""
    parts = [
        [name, list(_nodes(_Source(xml.decode())))]
        for name, xml in _slotted(template).items()
    ]
    told = {"sha256": hashlib.sha256(template).hexdigest(), "parts": parts}
    return f"{json.dumps(told, ensure_ascii=False, indent=0)}\n".encode()


def _slotted(template: bytes) -> dict[str, bytes]:
    """The parts as docxtpl would write them, with a slot for each value and a mark
    around each loop.
    """
    document = DocxTemplate(io.BytesIO(template))
    document.render_init()
    body = etree.fromstring(_with_slots(document.patch_xml(document.get_xml())))
    # A colour or a span that a tag sets comes first, and the schema has an order.
    for cell in body.iter(qn("w:tcPr")):
        cell[:] = sorted(cell, key=lambda element: _CELL_ORDER.index(element.tag))
    document.map_tree(body)
    for uri in (document.HEADER_URI, document.FOOTER_URI):
        for key, part in list(document.get_headers_footers(uri)):
            xml = _with_slots(document.patch_xml(document.get_part_xml(part)))
            document.map_headers_footers_xml(key, xml.encode())
    properties = document.docx.core_properties
    properties.title = _with_slots(properties.title)
    nothing: SandboxedEnvironment = SandboxedEnvironment(undefined=StrictUndefined)
    document.render_properties({}, nothing)
    document.render_footnotes({}, nothing)
    out = io.BytesIO()
    document.docx.save(out)
    return read_parts(repack(out.getvalue()))


def _with_slots(source: str) -> str:
    """Jinja's tags as slots and marks that an XML parser takes."""

    def replaced(tag: re.Match[str]) -> str:
        if tag[1] is not None:
            name = tag[1].strip()
            if not (_NAME.fullmatch(name) or _LOOKED_UP.fullmatch(name)):
                raise NotCompilable(tag[0])
            return f"{_OPEN}{name}{_CLOSE}"
        words = tag[2].strip()
        if words == "endfor":
            return "<?endfor?>"
        if not (loop := _FOR.fullmatch(words)):
            raise NotCompilable(tag[0])
        return f"<?for {loop[1]} {loop[2]}?>"

    return _TAG.sub(replaced, source)


class _Source:
    """A part's text, and how far it is cut."""

    def __init__(self, text: str) -> None:
        self.text, self.at = text, 0


def _nodes(source: _Source) -> Iterator[Node]:
    """The nodes up to the end of the part, or of the loop that is being read."""
    for piece in _PIECE.finditer(source.text, source.at):
        if piece.start() < source.at:
            continue  # inside a loop, which has read on
        if source.text[source.at : piece.start()]:
            yield source.text[source.at : piece.start()]
        source.at = piece.end()
        if piece[0] == "<?endfor?>":
            return
        yield from _node(source, piece)
    if source.text[source.at :]:
        yield source.text[source.at :]
        source.at = len(source.text)


def _node(source: _Source, piece: re.Match[str]) -> Iterator[Node]:
    loop, listed, attributes, text, value, start, _, end, _ = piece.groups()
    if loop:
        yield [LOOP, {"for": loop, "in": listed}, list(_nodes(source))]
    elif text is not None:
        yield [TEXT, attributes, _look(source.text, piece.start()), list(_pieces(text))]
    elif value is not None:
        looked_up = _LOOKED_UP.fullmatch(value)
        if looked_up:
            yield [LOOKUP, looked_up[1], looked_up[2]]
        else:
            yield [_where(source.text, piece.start()), value]
    elif start:
        yield [NUMBER, "start"]
        yield '" w:name="_Toc'
        yield [NUMBER, "name"]
    else:
        yield [NUMBER, "end" if end else "link"]


def _pieces(text: str) -> Iterator[str | list[str]]:
    for position, piece in enumerate(_SLOT.split(text)):
        if position % 2:
            yield [piece]
        elif piece:
            yield piece.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _look(text: str, at: int) -> str:
    """The properties of the run that holds a text."""
    found = re.search(r"<w:rPr>.*?</w:rPr>", text[_opened("w:r", text, at) : at])
    return found[0] if found else ""


def _where(text: str, at: int) -> str:
    """Whether a slot stands in an attribute, between elements of a paragraph or in a
    property.
    """
    if text.rfind("<", 0, at) > text.rfind(">", 0, at):
        return QUOTED
    closed = text.rfind("</w:p>", 0, at)
    return RICH if text[at - 1] == ">" and _opened("w:p", text, at) > closed else PLAIN


def _opened(tag: str, text: str, at: int) -> int:
    """Where the last element of this tag before a place begins."""
    return max(text.rfind(f"<{tag}{end}", 0, at) for end in "> ")
