"""Places -> the Word report: docxtpl fills modele.docx, sandboxed, with every value
escaped and every tag defined.
"""

from __future__ import annotations

import html
import io
import re
from types import SimpleNamespace
from typing import Any

from docx.oxml.ns import qn
from docxtpl import DocxTemplate, RichText
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from lxml import etree
from markupsafe import Markup, escape

from pipeline.model.submission import Places, Text
from pipeline.model.text import StyledText, looks_of
from pipeline.office.package import repack

# docxtpl turns these four into template marks after rendering; a text that holds one
# must come out as it was written.
_DOCXTPL_MARKS = re.compile(r"(?<=\{)_(?=[{%])|(?<=[}%])_(?=\})")

_CELL_ORDER = tuple(
    qn(f"w:{name}")
    for name in ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "tcMar", "vAlign")
)


def render(template: bytes, places: Places) -> bytes:
    """The finished report. Raises jinja2.UndefinedError when the template asks for a
    place that does not exist.
    """
    document = DocxTemplate(io.BytesIO(template))
    environment = SandboxedEnvironment(
        autoescape=True, undefined=StrictUndefined, finalize=_as_written
    )
    document.render(_context(places), environment)
    # A property is no XML text of the template: docxtpl leaves the escapes of a name in
    # it.
    document.core_properties.title = html.unescape(document.core_properties.title)
    body = document.docx.element.body
    number_headings(body)
    order_cells(body)
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def _as_written(value: Any) -> Markup:
    return Markup(_DOCXTPL_MARKS.sub("&#95;", str(escape(value))))


def _context(places: Places) -> dict[str, Any]:
    """The names that the tags use: ``q2_5``, ``q2_7_1.ris``, and the lists to loop
    over.
    """
    names: dict[str, Any] = {
        name: [_entry(entry) for entry in entries]
        for name, entries in places.rows.items()
    }
    for place, text in places.texts.items():
        question, _, line = place.partition(".")
        if line:
            setattr(names.setdefault(question, SimpleNamespace()), line, _value(text))
        else:
            names[question] = _value(text)
    return names


def _entry(places: Places) -> SimpleNamespace:
    texts = {name: _value(text) for name, text in places.texts.items()}
    return SimpleNamespace(
        **texts,
        **{name: [_entry(one) for one in found] for name, found in places.rows.items()},
    )


def _value(text: Text) -> str | RichText:
    """A text whose looks count is written by docxtpl itself, a run a stretch. Bold is
    set on the run: as a style it would cancel that of a bold title.
    """
    if not isinstance(text, StyledText):
        return text
    rich = RichText()
    for stretch, look in looks_of(text):
        rich.add(
            stretch,
            bold="Gras" in look,
            style="Exposant" if "Exposant" in look else None,
        )
    return rich


def number_headings(root: etree._Element) -> None:
    """Give each heading's bookmark, and the link to it, its number: a heading that is
    repeated had the same one.
    """
    for name, attributes in (
        ("bookmarkStart", ("id", "name")),
        ("bookmarkEnd", ("id",)),
        ("hyperlink", ("anchor",)),
    ):
        for number, element in enumerate(root.iter(qn(f"w:{name}")), 1):
            for attribute in attributes:
                element.set(
                    qn(f"w:{attribute}"),
                    str(number) if attribute == "id" else f"_Toc{number}",
                )


def order_cells(root: etree._Element) -> None:
    """Put the properties of each cell into the order of the schema: a colour or a span
    set by a tag comes first.
    """
    for properties in root.iter(qn("w:tcPr")):
        properties[:] = sorted(
            properties, key=lambda element: _CELL_ORDER.index(element.tag)
        )
