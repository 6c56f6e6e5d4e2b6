"""Where the blocks and bands of a flow stand: the one drawing of a dashboard that HTML
and CSS do not lay out by themselves.

Heights are in pixels; from its sources to its targets a flow is 100 units wide,
whatever the room.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.model.dashboard_view import Flow

WHOLE = 150.0  # how high all amounts are together
LABEL = 70.0  # a number and three lines of text
GAP = 14.0


class Block(NamedTuple):
    """A source or a target: as high as its amount."""

    name: str
    amount: int
    top: float
    height: float


class Layout(NamedTuple):
    """``bands``: the outlines, as paths of SVG."""

    sources: tuple[Block, ...]
    targets: tuple[Block, ...]
    bands: tuple[str, ...]
    height: float


def flow_layout(drawing: Flow) -> Layout:
    unit = WHOLE / (sum(amount for _, _, amount in drawing.bands) or 1)
    sources = tuple(_blocks(drawing, 0, drawing.sources, unit))
    targets = tuple(_blocks(drawing, 1, drawing.targets, unit))
    last = (blocks[-1] for blocks in (sources, targets))
    height = max(block.top + max(block.height, LABEL) for block in last)
    bands = tuple(_bands(drawing, sources, targets, unit))
    return Layout(sources, targets, bands, height)


def _blocks(
    drawing: Flow, side: int, names: Sequence[str], unit: float
) -> Iterator[Block]:
    top = 0.0
    for place, name in enumerate(names):
        amount = sum(band[2] for band in drawing.bands if band[side] == place)
        yield Block(name, amount, top, amount * unit)
        top += max(amount * unit, LABEL) + GAP


def _bands(
    drawing: Flow, sources: Sequence[Block], targets: Sequence[Block], unit: float
) -> Iterator[str]:
    """Each band leaves its source, and reaches its target, below those before it."""
    left = [block.top for block in sources]
    right = [block.top for block in targets]
    for source, target, amount in drawing.bands:
        a, b, tall = left[source], right[target], amount * unit
        left[source] += tall
        right[target] += tall
        if amount:
            there = f"M0 {a:.1f}C50 {a:.1f} 50 {b:.1f} 100 {b:.1f}V{b + tall:.1f}"
            a, b = a + tall, b + tall
            yield f"{there}C50 {b:.1f} 50 {a:.1f} 0 {a:.1f}Z"
