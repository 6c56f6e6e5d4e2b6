"""What the dashboards of both families draw alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.findings.sentences import dashboard as said
from pipeline.model.dashboard_view import Columns, Table

Counts = Mapping[str, Sequence[int]]  # name -> a number for each label


def multiples(labels: tuple[str, ...], counts: Counts) -> tuple[Columns, ...]:
    """A small drawing a name, on one scale."""
    top = max((max(numbers, default=0) for numbers in counts.values()), default=0)
    return tuple(
        Columns(name, labels, tuple((number,) for number in numbers), top, small=True)
        for name, numbers in counts.items()
    )


def with_totals(head: str, labels: Sequence[str], counts: Counts) -> Table:
    """A row a name, with the sum of each row and of each column."""
    rows = [(*numbers, sum(numbers)) for numbers in counts.values()]
    totals = map(sum, zip(*rows, strict=True)) if rows else [0] * (len(labels) + 1)
    return Table(
        (head, *labels, said.TOGETHER),
        tuple((name, *map(str, row)) for name, row in zip(counts, rows, strict=True)),
        (said.TOTAL, *map(str, totals)),
    )
