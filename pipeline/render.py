"""Places -> the Word report: docxtpl fills modele.docx, sandboxed, with every value escaped and every tag defined."""

from __future__ import annotations

import html
import io
import re
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate, RichText
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pipeline.docx_file import number_headings, order_cells
from pipeline.package import repack
from pipeline.submission import Places
from pipeline.text import StyledText, looks_of

# docxtpl turns these four into template marks after rendering; a text that holds one must come out as it was written.
_DOCXTPL_MARKS = re.compile(r"(?<=\{)_(?=[{%])|(?<=[}%])_(?=\})")


def render(template: bytes, places: Places) -> bytes:
    """The finished report. Raises jinja2.UndefinedError when the template asks for a place that does not exist."""
    document = DocxTemplate(io.BytesIO(template))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_written)
    document.render(_context(places), environment)
    # A property is no XML text of the template: docxtpl leaves the escapes of a name in it.
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
    """The names that the tags use: ``q2_5``, ``q2_7_1.ris``, and the lists to loop over."""
    names: dict[str, Any] = {name: [_entry(entry) for entry in entries] for name, entries in places.rows.items()}
    for place, text in places.texts.items():
        question, _, line = place.partition(".")
        if line:
            setattr(names.setdefault(question, SimpleNamespace()), line, _value(text))
        else:
            names[question] = _value(text)
    return names


def _entry(places: Places) -> SimpleNamespace:
    texts = {name: _value(text) for name, text in places.texts.items()}
    return SimpleNamespace(**texts, **{name: [_entry(one) for one in found] for name, found in places.rows.items()})


def _value(text: str) -> str | RichText:
    """A text whose looks count is written by docxtpl itself, a run a stretch. Bold is set on the run: as a style it
    would cancel that of a bold title."""
    if not isinstance(text, StyledText):
        return text
    rich = RichText()
    for stretch, look in looks_of(text):
        rich.add(stretch, bold="Gras" in look, style="Exposant" if "Exposant" in look else None)
    return rich
