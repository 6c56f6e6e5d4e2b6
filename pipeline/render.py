"""Answers -> the Word report: docxtpl fills modele.docx, sandboxed, with every value escaped and every tag defined."""

from __future__ import annotations

import io
import re
from types import SimpleNamespace
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup, escape

from pipeline.form import Form, tag_name
from pipeline.package import repack
from pipeline.submission import Answers
from pipeline.template import before_place, own_characters, template_file

# docxtpl turns these four into template marks after rendering; a text that holds one must come out as it was written.
_DOCXTPL_MARKS = re.compile(r"(?<=\{)_(?=[{%])|(?<=[}%])_(?=\})")


def render(form: Form, answers: Answers) -> bytes:
    """The finished report. Raises jinja2.UndefinedError when the template asks for an answer that does not exist."""
    template = DocxTemplate(io.BytesIO(template_file(form.edition, "modele.docx").read_bytes()))
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_written)
    template.render(context(form, answers), environment)
    _plain_title(template, answers)
    out = io.BytesIO()
    template.save(out)
    return repack(out.getvalue())


def _as_written(value: Any) -> Markup:
    return Markup(_DOCXTPL_MARKS.sub("&#95;", str(escape(value))))


def _plain_title(template: DocxTemplate, answers: Answers) -> None:
    """A property is no XML text of the template: docxtpl would leave the escapes of a commune's name in it."""
    properties = template.core_properties
    properties.title = properties.title.replace(str(escape(answers.commune)), answers.commune)


def context(form: Form, answers: Answers) -> dict[str, Any]:
    """Tag name -> value, for every place of the form: the answer, or the place's own characters where there is none."""
    values: dict[str, Any] = {
        "annee": str(answers.year),
        "annee_precedente": str(answers.year - 1),
        "commune": answers.commune,
    }
    own, words = own_characters(form.edition), before_place(form.edition)
    for question in form.questions.values():
        tag = tag_name(question.id)
        if question.kind == "number":  # only compared, never printed
            continue
        if question.id in answers.equipments:
            values[tag] = [SimpleNamespace(**row) for row in answers.equipments[question.id]]
            continue
        lines: dict[str, str] = {}
        for key, figure in answers.figures[question.id].items():
            place = f"{tag}.{key}" if key else tag
            lines[key] = join(words.get(place, ""), own.get(place, ""), figure.value)
        values[tag] = lines[""] if set(lines) == {""} else SimpleNamespace(**lines)
    return values


def join(words: str, own: str, text: str) -> str:
    """A text set behind the words of its label: an empty one leaves the label's own characters (dots, stars)."""
    if not text:
        return own
    if "\n" in own:  # one line a name; a line without one keeps its dots
        names = text.split("\n")
        return "\n".join([*(f"- {name}" for name in names), *own.split("\n")[len(names) :]])
    if not words or words[-1] in " \u00a0\n":
        return text
    return f" {text}" if words[-1] in ":-" else f"\u00a0: {text}"
