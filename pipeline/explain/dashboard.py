"""answers -> one page to look at: a self-contained HTML file in French, without script
and without network.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.explain.charts import flow_layout
from pipeline.model.dashboard_view import Drawing, Page
from pipeline.model.submission import Answers
from pipeline.rules.families import FAMILIES

# What neither XML nor HTML can say; a workbook may hold it all the same.
_UNSAID = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def dashboard(facts: Any, answers: Answers) -> bytes:
    """The dashboard of a report, UTF-8; the same input gives the same bytes. ``facts``:
    the records of the form's family; ``answers``: what was counted of them. It holds
    counts and labels, and of a CLSS plan its published texts.
    """
    return written(FAMILIES[facts.form.family].page(facts, answers))


def written(page: Page) -> bytes:
    """The page as HTML."""
    return _UNSAID.sub("", _template().render(page=page)).encode("utf-8")


@cache
def _template() -> Template:
    loader = PackageLoader("pipeline.explain", "pages")
    env = Environment(
        loader=loader,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {"shape": _shape, "percent": _percent, "flow_layout": flow_layout}
    return env.get_template("dashboard.html.j2")


def _shape(drawing: Drawing) -> str:
    """The template of a kind of drawing."""
    return f"{type(drawing).__name__.lower()}.html.j2"


def _percent(amount: int, whole: int) -> str:
    return f"{100 * amount / (whole or 1):.2f}%"
