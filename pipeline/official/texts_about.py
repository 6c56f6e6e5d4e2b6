"""The texts about another question. Those of its ticked lines ("En lien avec l'axe 1
coché", 1.2.2) come in the order of these lines, in the authority's file in that of its own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pipeline.align.placed import Alignment
from pipeline.edition.form import Form
from pipeline.edition.questions import Text, TickedTexts, tag_name
from pipeline.model.received import TICKS
from pipeline.model.submission import Answers
from pipeline.received.answers import Answer
from pipeline.word_files.reading import Reading, paragraphs


def in_order_of_lines(
    form: Form,
    own: Answers,
    found: Alignment,
    there: Mapping[str, Answer],
    reading: Reading,
) -> Answers:
    """The answers of a workbook, such texts in the order in which a file has the lines
    that are ticked.
    """
    figures = dict(own.figures)
    for name, question in _asked(form):
        ticked = [
            place
            for line, figure in figures.get(question.of, {}).items()
            if figure.value.strip()
            and (place := tag_name(question.of, line)) in there
            and there[place].about.unit == TICKS
        ]
        paths = [found.places.texts[one].path for one in ticked]
        if not all(paths):
            continue
        at = [_position(one, reading) for one in paths]
        texts = figures.get(name, {})
        values = [*texts.values()]
        order = sorted(range(len(ticked)), key=at.__getitem__)
        if len(ticked) <= len(values):
            values[: len(ticked)] = [values[number] for number in order]
            figures[name] = dict(zip(texts, values, strict=True))
    return own._replace(figures=figures)


def texts_about(form: Form) -> Iterator[tuple[str, str, bool]]:
    """The questions for texts about another question, each with that one, as the names
    of their places begin, and whether all of its answers must stand: a text about an
    axis means the ticks, one about a figure (3.3.1) only that it is not another.
    """
    for name, ticked in _asked(form):
        yield tag_name(name), tag_name(ticked.of), True
    for name, question in form.questions.items():
        about = form.showing(question.about) if isinstance(question, Text) else None
        if about is not None:
            yield tag_name(name), tag_name(about.id), False


def _asked(form: Form) -> Iterator[tuple[str, TickedTexts]]:
    for name, question in form.questions.items():
        if isinstance(question, TickedTexts):
            yield name, question


def _position(path: str, reading: Reading) -> int:
    """Which paragraph of a document stands first at a path."""
    several = enumerate(paragraphs(reading.body))
    inside = (n for n, one in several if f"{one.path}/".startswith(f"{path}/"))
    return next(inside, 0)
