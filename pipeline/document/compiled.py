"""The compiled form of a template, and filling a report through it: static text, slots,
loops. No template engine.

It is made from modele.docx by ``compile_template``
(templates_docx/<edition>/modele.json, a generated file), says of which modele.docx it
is, and gives to the byte what docxtpl gives (tests/support/docxtpl_render.py). Of a
modele.docx that was edited since it is made when it is filled.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import cache
from typing import Any, NamedTuple

from pipeline.edition.wording import Document
from pipeline.model.submission import Places, Scope
from pipeline.model.text import looks_of
from pipeline.office.budget import Refused, damage_refused
from pipeline.office.package import pack
from pipeline.office.xml_text import PRESERVE, RUN_PROPERTIES, escape, in_quotes

# A node is a static text, or a list whose first entry says what comes at its place:
TEXT, RICH, PLAIN, QUOTED, LOOKUP, LOOP, NUMBER = (
    "text",
    "rich",
    "plain",
    "quoted",
    "lookup",
    "loop",
    "number",
)
Node = Any


class Compiled(NamedTuple):
    """``parts``: (name, nodes) in package order, the bytes of a part that is the same
    in every report; ``sha256``: of the modele.docx that it is made from.
    """

    sha256: str
    parts: Sequence[tuple[str, Sequence[Node] | bytes]]


def filled_document(document: Document, places: Places) -> tuple[bytes | None, bool]:
    """The finished document, None where the template cannot be filled; and whether that
    is another template than the compiled one, or its compiled form is damaged.
    """
    template = document.template.read_bytes()
    with suppress(OSError, ValueError, LookupError, TypeError, AttributeError):
        compiled = load_compiled(document)
        if is_of(compiled, template):
            return fill(compiled, places), False
    # a slow import, and seldom needed
    from pipeline.document.compile_template import compile_template

    with suppress(Refused), damage_refused():  # an edited template may ask for anything
        return fill(read_compiled(compile_template(template)), places), True
    return None, True


@cache
def load_compiled(document: Document) -> Compiled:
    """The compiled form that travels with a template. Raises FileNotFoundError where
    there is none.
    """
    return read_compiled(document.compiled.read_bytes())


def read_compiled(written: bytes) -> Compiled:
    """The compiled form of which this is the file."""
    raw = json.loads(written)
    parts = []
    for name, nodes in raw["parts"]:
        is_static = len(nodes) == 1 and isinstance(nodes[0], str)
        parts.append((name, nodes[0].encode() if is_static else nodes))
    return Compiled(raw["sha256"], parts)


def is_of(compiled: Compiled, template: bytes) -> bool:
    """Whether this is the compiled form of that very modele.docx."""
    return compiled.sha256 == hashlib.sha256(template).hexdigest()


def fill(compiled: Compiled, places: Places) -> bytes:
    """The finished report. Raises KeyError when the template asks for a place that does
    not exist.
    """
    parts: dict[str, bytes] = {}
    for name, nodes in compiled.parts:
        if isinstance(nodes, bytes):
            parts[name] = nodes
        else:
            out: list[str] = []
            _walk(nodes, Scope(places), out.append, {})
            parts[name] = "".join(out).encode()
    return pack(parts)


def _walk(
    nodes: Sequence[Node],
    scope: Scope,
    write: Callable[[str], None],
    numbers: dict[str, int],
) -> None:
    for node in nodes:
        if isinstance(node, str):
            write(node)
        elif node[0] == TEXT:
            _, attributes, look, pieces = node
            texts = [
                piece if isinstance(piece, str) else str(scope.text(piece[0]))
                for piece in pieces
            ]
            write(
                _text(attributes, look, texts[0] if len(texts) == 1 else "".join(texts))
            )
        elif node[0] == RICH:
            for stretch, look in looks_of(scope.text(node[1])):
                properties = RUN_PROPERTIES[look]
                write(f"<w:r>{properties}{_text(PRESERVE, properties, stretch)}</w:r>")
        elif node[0] == PLAIN:
            write(escape(str(scope.text(node[1]))))
        elif node[0] == QUOTED:
            write(in_quotes(str(scope.text(node[1]))))
        elif node[0] == LOOKUP:
            write(escape(str(scope.text(f"{node[1]}.{scope.text(node[2])}"))))
        elif node[0] == LOOP:
            for inner in scope.entries(node[1]["for"], node[1]["in"]):
                _walk(node[2], inner, write, numbers)
        else:
            numbers[node[1]] = numbers.get(node[1], 0) + 1
            write(str(numbers[node[1]]))


def _text(attributes: str, look: str, text: str) -> str:
    """A ``w:t`` with these attributes, in a run with the properties ``look``; line
    breaks and tabs as Word has them.
    """
    if "\n" not in text and "\t" not in text:
        return (
            f"<w:t{attributes}>{escape(text)}</w:t>" if text else f"<w:t{attributes}/>"
        )
    tab = f"</w:r><w:r>{look}<w:tab/></w:r><w:r>{look}"
    out = []
    for column, line in enumerate(text.split("\t")):
        out += [tab] if column else []
        for number, piece in enumerate(line.split("\n")):
            out += ["<w:br/>"] if number else []
            out.append(_text(PRESERVE if number or column else attributes, look, piece))
    return "".join(out)
