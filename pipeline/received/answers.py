"""What stands at the places of a document, as answers to the questions of its form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from pipeline.align.placed import Alignment, FoundPlaces, FoundText, Status
from pipeline.edition.form import Form
from pipeline.edition.questions import Question, tag_name
from pipeline.edition.wording import Document
from pipeline.findings.sentences import received as say
from pipeline.model.received import (
    CENTS,
    NUMBER,
    TEXT,
    TICKS,
    cents_of,
    figure_of,
    ticked,
)
from pipeline.model.submission import Places
from pipeline.received.lines import Line, lines_of
from pipeline.rules.families import FAMILIES
from pipeline.word_files.figures import as_figure
from pipeline.word_files.reading import Block, Paragraph, Table, paragraphs, shown

SURE = (Status.EQUAL, Status.REWORDED)
_NEVER_EMPTY = ("commune", "annee", "titre")  # places of the title of any report


class Answer(NamedTuple):
    """What stands at a place.

    ``place``: its name in the wording, a turn of what repeats by its number
    (``q2_2_1.2.nom``); ``line``: in words; ``text``: what stands there; ``figure``: the
    number, the cents of an amount, 1 or 0 for a box, None for all else; ``fault``: why
    it is not simply read, "" where it is.
    """

    place: str
    about: Line
    line: str
    status: Status
    text: str
    figure: int | None
    fault: str

    @property
    def name(self) -> str:
        """The question and its line, as people call them."""
        return ", ".join(filter(None, (self.about.question, self.line)))


def answers(
    form: Form, document: Document, found: Alignment, body: tuple[Block, ...]
) -> Iterator[Answer]:
    """Every place of a document with what stands there, in the form's order; what
    repeats behind the title. ``body``: of the document, for the looks of its figures.
    """
    reader = _Reader(form, document, lines_of(form), _set_apart(body))
    texts, rows = found.places.texts, found.places.rows
    for place in texts:
        if place not in reader.lines:
            yield from reader.head(place, texts[place])
    for question in form.questions.values():
        name = tag_name(question.id)
        for turn, inner in enumerate(rows.get(name, ()), 1):
            yield from reader.turn(question, f"{name}.{turn}", name, inner, (turn,))
        for place in texts:
            if place.partition(".")[0] == name and place in reader.lines:
                yield reader.answer(place, texts[place])


@dataclass(frozen=True)
class _Reader:
    form: Form
    document: Document
    lines: Mapping[str, Line]
    apart: Mapping[str, Sequence[Paragraph]]

    def head(self, place: str, found: FoundText) -> Iterator[Answer]:
        """What stands in the title; a draft's mark is none of the places that a report
        fills.
        """
        line = Line("", say.HEAD, say.HEADS.get(place, place.replace("_", " ")))
        answer = self._answer(place, line, line.line, found, found.text)
        if place == "brouillon":
            if answer.text:
                yield answer._replace(fault=say.DRAFT)
        elif place in _NEVER_EMPTY and not answer.text and not answer.fault:
            yield answer._replace(fault=say.UNTITLED)
        else:
            yield answer

    def answer(self, place: str, found: FoundText) -> Answer:
        line = self.lines[place]
        text = self._own(place, found.text)
        return self._answer(place, line, line.line, found, text)

    def turn(
        self,
        question: Question,
        place: str,
        listed: str,
        found: FoundPlaces,
        turns: tuple[int, ...],
    ) -> Iterator[Answer]:
        """The places of a turn of what repeats, those inside it behind its own."""
        units = FAMILIES[self.form.family].units
        for name, text in found.texts.items():
            line = self.lines.get(f"{listed}.{name}") or Line(
                question.label,
                question.title,
                say.name_of(name),
                units.get(f"{listed.rpartition('.')[2]}.{name}", TEXT),
            )
            label = say.turn(listed.split(".")[1:], turns, line.line)
            answer = self._answer(f"{place}.{name}", line, label, text, text.text)
            # An amount that is unknown is left empty in what repeats.
            empty = answer.fault == say.EMPTY and answer.about.unit in (NUMBER, CENTS)
            yield answer._replace(fault="") if empty else answer
        for name, inner in found.rows.items():
            for number, part in enumerate(inner, 1):
                yield from self.turn(
                    question,
                    f"{place}.{name}.{number}",
                    f"{listed}.{name}",
                    part,
                    (*turns, number),
                )

    def _own(self, place: str, text: str) -> str:
        """An answer without what joins it to the words before it (document/places.py:
        join), "" for the place's own dots.
        """
        own = self.document.own_characters.get(place, "")
        words = self.document.before_place.get(place, "")
        if "\n" in own:
            dots = set(own.split("\n"))
            lines = [line for line in text.split("\n") if line.strip() not in dots]
            return "\n".join(line.removeprefix("- ") for line in lines)
        if text.strip() == own.strip():
            return ""
        if words and words[-1] not in " \u00a0\n:-":
            return text.lstrip().removeprefix(":").lstrip()
        return text

    def _answer(
        self, place: str, about: Line, label: str, found: FoundText, text: str
    ) -> Answer:
        text = text.strip()
        if about.unit != TEXT and text:
            text = _as_figure(text, self.apart.get(found.path, ()))
        figure, fault = _VALUES[about.unit](text)
        if found.status not in SURE:
            figure = None
        if found.status is Status.REWORDED:
            fault = " ; ".join(filter(None, (fault, say.REWORDED_QUESTION)))
        elif found.status is not Status.EQUAL:
            fault = say.NOT_PLACED[found.status.value]
        return Answer(place, about, label, found.status, shown(text), figure, fault)


def _set_apart(blocks: tuple[Block, ...]) -> dict[str, list[Paragraph]]:
    """Path of a paragraph or a cell -> its paragraphs, of those in which something is
    not simply text.
    """
    found: dict[str, list[Paragraph]] = {}
    for block in blocks:
        if isinstance(block, Table):
            for cell in chain.from_iterable(row.cells for row in block.rows):
                inside = [one for one in paragraphs(cell.blocks) if one.apart]
                if inside:
                    found |= {cell.path: inside, **_set_apart(cell.blocks)}
        elif block.apart:
            found.setdefault(block.path, []).append(block)
    return found


def _as_figure(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """A figure as it is seen in the one of these paragraphs that holds it."""
    for paragraph in paragraphs:
        starts = re.finditer(f"(?={re.escape(text)})", paragraph.text)
        ends = ((one.start(), one.start() + len(text)) for one in starts)
        seen = (as_figure(paragraph, start, end) for start, end in ends)
        if other := next((one for one in seen if one != text), ""):
            return other
    return text


def _number(text: str) -> tuple[int | None, str]:
    return _known(figure_of(text), text, say.NO_FIGURE)


def _cents(text: str) -> tuple[int | None, str]:
    return _known(cents_of(text), text, say.NO_AMOUNT)


def _known(figure: int | None, text: str, else_: str) -> tuple[int | None, str]:
    return figure, "" if figure is not None else else_ if text else say.EMPTY


def _box(text: str) -> tuple[int | None, str]:
    tick = ticked(text)
    return (None, say.NO_TICK) if tick is None else (int(tick), "")


_VALUES = {
    TEXT: lambda text: (None, ""),
    NUMBER: _number,
    CENTS: _cents,
    TICKS: _box,
}


def sure_places(found: Sequence[Answer], places: FoundPlaces) -> Places:
    """The texts of the places that are known for sure, for what holds between them."""
    return _sure(
        places, "", {one.place: one.text for one in found if one.status in SURE}
    )


def _sure(found: FoundPlaces, at: str, texts: Mapping[str, str]) -> Places:
    """``at``: how the names of these places begin in those of the answers."""
    return Places(
        {name: texts[f"{at}{name}"] for name in found.texts if f"{at}{name}" in texts},
        {
            name: tuple(
                _sure(turn, f"{at}{name}.{number}.", texts)
                for number, turn in enumerate(turns, 1)
            )
            for name, turns in found.rows.items()
        },
    )
