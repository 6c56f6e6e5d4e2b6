"""The figures of a year beside those of the year before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.edition.questions import Question
from pipeline.findings.sentences import carry_over as said
from pipeline.model.evolution import Evolution, Evolved
from pipeline.model.submission import Figure
from pipeline.model.text import code_key, french_order
from pipeline.run import Outcome


def evolution(before: Outcome, now: Outcome) -> Evolution:
    """Every figure that both years count, in the order of the form."""
    assert before.day is not None and now.day is not None
    questions = now.form.questions.values()
    figures = tuple(one for asked in questions for one in _of(asked, before, now))
    return Evolution(before.day[:4], now.day[:4], figures)


def _of(asked: Question, before: Outcome, now: Outcome) -> Iterator[Evolved]:
    assert before.answers is not None and now.answers is not None
    lines = asked.counted(now.form.lists)
    for line in lines:
        then = before.answers.figures.get(asked.id, {}).get(line.key)
        if then is not None:
            figure = now.answers.figures[asked.id][line.key]
            label = line.item.label if line.item else said.lines_of(line.key)
            text = " ".join(filter(None, (label, said.column(line.column))))
            yield Evolved(
                *(asked.label, asked.title, text if len(lines) > 1 else ""),
                *(len(then.records), len(figure.records)),
                *(_who(figure, then), _who(then, figure)),
                len(lines) == 1,
            )


def _who(figure: Figure, other: Figure) -> tuple[str, ...]:
    """Those of whom a figure counts something, and the other one nothing."""
    known = {code_key(name) for name in _names(other)}
    names = {code_key(name): name for name in _names(figure)}
    return tuple(sorted((names[key] for key in names.keys() - known), key=french_order))


def _names(figure: Figure) -> Iterable[str]:
    return (str(getattr(record, "who", "")) for record in figure.records)
