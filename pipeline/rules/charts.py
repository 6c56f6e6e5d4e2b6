"""What the dashboards of both families draw alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import chain

from pipeline.findings.sentences import dashboard as said
from pipeline.model.dashboard_view import Columns, Table

Counts = Mapping[str, Sequence[int]]  # name -> a number for each label


def multiples(labels: Sequence[str], counts: Counts) -> list[Columns]:
    """A small drawing a name, on one scale."""
    top = max(chain(*counts.values()), default=0)
    return [
        Columns(labels, [(number,) for number in numbers], name=name, top=top)
        for name, numbers in counts.items()
    ]


def with_totals(head: str, labels: Sequence[str], counts: Counts) -> Table:
    """A row a name, with the sum of each row and of each column."""
    rows = [(name, *numbers, sum(numbers)) for name, numbers in counts.items()]
    sums = [sum(column) for column in zip(*counts.values(), strict=True)]
    totals = sums or [0] * len(labels)
    foot = (said.TOTAL, *totals, sum(totals))
    return Table((head, *labels, said.TOGETHER), rows, foot)
