"""answers -> one page to look at: a self-contained HTML file in French, without script
and without network.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.edition.form import Form
from pipeline.explain.charts import draw
from pipeline.model.dashboard_view import Page
from pipeline.model.submission import Answers
from pipeline.rules.clss import dashboard as clss_dashboard
from pipeline.rules.dics import dashboard as dics_dashboard

PAGES: Mapping[str, Callable[[Form, Any, Answers], Page]] = {
    "dics": dics_dashboard.page,
    "clss": clss_dashboard.page,
}
# What neither XML nor HTML can say; a workbook may hold it all the same.
_UNSAID = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


def dashboard(form: Form, facts: Any, answers: Answers) -> bytes:
    """The dashboard of a report, UTF-8; the same input gives the same bytes. ``facts``:
    the records of the form's family; ``answers``: what was counted of them. It holds
    counts and labels, and of a CLSS plan its published texts.
    """
    page = _template().render(page=PAGES[form.family](form, facts, answers), draw=draw)
    return _UNSAID.sub("", page).encode("utf-8")


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
    return env.get_template("dashboard.html.j2")
