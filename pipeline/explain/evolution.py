"""The evolution of the figures as a section of the dashboard, and as rows of the proof."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.findings.sentences import evolution as said
from pipeline.model.dashboard_view import Bar, Bars, Chart, Section, Table
from pipeline.model.evolution import Evolution, Evolved


def section(evolution: Evolution) -> Section:
    """Numbers alone: bars with a mark where the year before was, of the figures of a
    single box, then of the lines of tables; one that counts nobody in either year is
    left out.
    """
    shown = [one for one in evolution.figures if one.before or one.now]
    groups = {
        said.SINGLE: [one for one in shown if one.is_whole],
        said.LINES: [one for one in shown if not one.is_whole],
    }
    charts = [
        _chart(title, found, evolution) for title, found in groups.items() if found
    ]
    title = said.between(evolution.before, evolution.now)
    return Section(title, said.INTRO, charts=charts)


def _chart(title: str, shown: Sequence[Evolved], evolution: Evolution) -> Chart:
    years = evolution.before, evolution.now
    bars = [
        Bar(
            said.named(one.question, _name(one)),
            [one.now],
            str(one.now),
            said.change(one.before, one.now),
            one.before,
        )
        for one in shown
    ]
    head = (said.QUESTION, said.FIGURE, *years, said.CHANGE)
    rows = [(one.question, _name(one), *_numbers(one)) for one in shown]
    note = said.mark(evolution.before)
    return Chart(title, [Bars(bars)], Table(head, rows), note=note)


def behind(evolution: Evolution) -> Iterator[tuple[str, ...]]:
    """The figures that changed much, with who came in and who went out."""
    for one in evolution.figures:
        if one.is_large:
            more, less = (", ".join(names) for names in (one.more, one.less))
            yield (one.question, _name(one), *_numbers(one), more, less)


def _name(one: Evolved) -> str:
    return said.named(one.title, one.line) if one.line else one.title


def _numbers(one: Evolved) -> tuple[str, str, str]:
    return str(one.before), str(one.now), said.change(one.before, one.now)
