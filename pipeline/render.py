"""Places -> the Word report: docxtpl fills modele.docx, sandboxed, with every value escaped and every tag defined."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pipeline.package import repack
from pipeline.places import Places

# docxtpl turns these four into template marks after rendering; a text that holds one must come out as it was written.
_DOCXTPL_MARKS = re.compile(r"(?<=\{)_(?=[{%])|(?<=[}%])_(?=\})")


def render(template: bytes, places: Places) -> bytes:
    """The finished report. Raises jinja2.UndefinedError when the template asks for a place that does not exist."""
    document = DocxTemplate(io.BytesIO(template))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_written)
    document.render(_context(places), environment)
    _plain_title(document, places)
    out = io.BytesIO()
    document.save(out)
    return repack(out.getvalue())


def _as_written(value: Any) -> Markup:
    return Markup(_DOCXTPL_MARKS.sub("&#95;", str(escape(value))))


def _plain_title(document: DocxTemplate, places: Places) -> None:
    """A property is no XML text of the template: docxtpl would leave the escapes of a commune's name in it."""
    commune = places.texts["commune"]
    properties = document.core_properties
    properties.title = properties.title.replace(str(_as_written(commune)), commune)


def _context(places: Places) -> dict[str, Any]:
    """The names that the tags use: ``q2_5``, ``q2_7_1.ris``, and the rows of equipments to loop over."""
    names: dict[str, Any] = {tag: [SimpleNamespace(**row) for row in rows] for tag, rows in places.rows.items()}
    for place, text in places.texts.items():
        question, _, line = place.partition(".")
        if line:
            setattr(names.setdefault(question, SimpleNamespace()), line, text)
        else:
            names[question] = text
    return names
