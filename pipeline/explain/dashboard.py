"""answers -> one page to look at: a self-contained HTML file in French, without script
and without network.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.model.dashboard_view import Drawing, Flow, Page
from pipeline.model.evolution import Evolution
from pipeline.model.submission import Answers
from pipeline.rules.families import FAMILIES

# What neither XML nor HTML can say; a workbook may hold it all the same.
_UNSAID = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]"
)


WHOLE = 150.0  # how high all amounts of a flow are together, in pixels
LABEL = 70.0  # a number and three lines of text
GAP = 14.0


def dashboard(
    facts: Any, answers: Answers, evolution: Evolution | None = None
) -> bytes:
    """The dashboard of a report, UTF-8; the same input gives the same bytes. ``facts``:
    the records of the form's family; ``answers``: what was counted of them. It holds
    counts and labels, and of a CLSS plan its published texts. ``evolution``: a section
    more, of the year before.
    """
    page = FAMILIES[facts.form.family].page(facts, answers)
    if evolution:
        from pipeline.explain.evolution import section  # few reports have one

        page = page._replace(sections=[*page.sections, section(evolution)])
    return written(page)


def written(page: Page) -> bytes:
    """The page as HTML."""
    return rendered("dashboard.html.j2", page=page)


def rendered(name: str, **values: Any) -> bytes:
    """A page of the folder ``pages`` with these values."""
    return _UNSAID.sub("", _template(name).render(values)).encode("utf-8")


@cache
def _template(name: str) -> Template:
    env = Environment(
        loader=PackageLoader("pipeline.explain", "pages"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    env.globals |= {"shape": _shape, "percent": _percent, "flow_layout": flow_layout}
    return env.get_template(name)


def _shape(drawing: Drawing) -> str:
    """The template of a kind of drawing."""
    return f"{type(drawing).__name__.lower()}.html.j2"


def _percent(amount: int, whole: int) -> str:
    return f"{100 * amount / (whole or 1):.2f}%"


# ---- the layout of a flow


class Block(NamedTuple):
    """A source or a target: as high as its amount."""

    name: str
    amount: int
    top: float
    height: float


class Layout(NamedTuple):
    """Where the blocks and bands of a flow stand: the one drawing that HTML and CSS do
    not lay out by themselves. Heights are in pixels; from its sources to its targets a
    flow is 100 units wide. ``bands``: the outlines, as paths of SVG.
    """

    sources: list[Block]
    targets: list[Block]
    bands: list[str]
    height: float


def flow_layout(drawing: Flow) -> Layout:
    """Each band leaves its source, and reaches its target, below those before it."""
    unit = WHOLE / (sum(amount for _, _, amount in drawing.bands) or 1)
    sources = [*_blocks(drawing, 0, drawing.sources, unit)]
    targets = [*_blocks(drawing, 1, drawing.targets, unit)]
    left, right = ([block.top for block in blocks] for blocks in (sources, targets))
    bands = []
    for source, target, amount in drawing.bands:
        a, b, tall = left[source], right[target], amount * unit
        left[source] += tall
        right[target] += tall
        if amount:
            there = f"M0 {a:.1f}C50 {a:.1f} 50 {b:.1f} 100 {b:.1f}V{b + tall:.1f}"
            a, b = a + tall, b + tall
            bands.append(f"{there}C50 {b:.1f} 50 {a:.1f} 0 {a:.1f}Z")
    last = (sources[-1], targets[-1])
    height = max(block.top + max(block.height, LABEL) for block in last)
    return Layout(sources, targets, bands, height)


def _blocks(
    drawing: Flow, side: int, names: Sequence[str], unit: float
) -> Iterator[Block]:
    top = 0.0
    for place, name in enumerate(names):
        amount = sum(band[2] for band in drawing.bands if band[side] == place)
        yield Block(name, amount, top, amount * unit)
        top += max(amount * unit, LABEL) + GAP
