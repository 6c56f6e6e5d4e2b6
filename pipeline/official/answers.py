"""The answers of a workbook beside the places of the authority's file: which go where."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from pipeline.align.instructions import is_unanswered
from pipeline.align.keys import key, without_unit
from pipeline.align.placed import Alignment, FoundPlaces, FoundText
from pipeline.align.placing import align
from pipeline.align.units import is_asked, is_open
from pipeline.edition.form import Form
from pipeline.edition.questions import tag_name
from pipeline.findings.sentences import dics, received
from pipeline.model.received import NUMBER, TEXT, TICKS, figure_of, ticked
from pipeline.model.submission import Answers, Part
from pipeline.model.text import even_out
from pipeline.official.rows import NAME, Matched
from pipeline.received.answers import SURE, Answer, answers
from pipeline.word_files.reading import Reading, without_prompts

COMMUNE = "commune"  # the one place of the title that is an answer
# What is of a line beside its box or figure, the longer ones first.
_BESIDE = sorted({*received.BESIDE, *filter(None, dics.COLUMNS)}, key=len, reverse=True)


# A line of the file that nobody has completed: "Date : ……".
_OPEN_LINE = re.compile(r":[ \u00a0]*(?:…|[._]{3})[…._\s]*$")


class Wanted(NamedTuple):
    """An answer and its place. ``place``: as Answer.place (received/answers.py);
    ``answer``: "" where the workbook has none; ``there``: what the file has, and what
    the place is called.
    """

    place: str
    answer: str
    found: FoundText
    there: Answer

    @property
    def name(self) -> str:
        """The question and its line, as people call them."""
        return self.there.name

    @property
    def question(self) -> str:
        """The question's number as people call it."""
        return self.there.about.question

    @property
    def column(self) -> str:
        """The last part of the place's name."""
        return self.place.rpartition(".")[2]

    @property
    def tag(self) -> str:
        """The first part of the place's name: its question's."""
        return self.place.partition(".")[0]

    @property
    def group(self) -> str:
        """The question, or the row of its table."""
        return self.place.rpartition(".")[0]

    @property
    def row(self) -> str:
        """The line of its question: the place of its box or figure, of which its texts
        and its further columns are.
        """
        column = self.column
        for beside in _BESIDE:
            column = column.removesuffix(f"_{beside}")
        return f"{self.group}.{column}" if self.group else self.place

    @property
    def is_another(self) -> bool:
        """Whether a person has given something else there than the workbook has."""
        is_sure = self.found.status in SURE
        is_same = bool(self.answer) and self.is_in(self.there)
        return is_sure and self.is_filled and not is_same

    @property
    def is_name(self) -> bool:
        """Whether it is the name of an equipment in its row."""
        return "." in self.place and self.column == NAME

    @property
    def is_tick(self) -> bool:
        return self.there.about.unit == TICKS

    @property
    def is_filled(self) -> bool:
        """Whether something stands at the place, which empty boxes and dots are not."""
        if self.is_tick:
            is_said = bool(self.there.text.strip("☐□▢❏❑○◯[]() \u00a0"))
            return is_said and not self.asks_other
        return not is_open(self.there.text) and not self.asks_other

    @property
    def asks_other(self) -> bool:
        """Whether the file asks there for something else than the question does: with
        other words beside the dots of an answer, with a choice, with an instruction.
        """
        text, unit = self.there.text, self.there.about.unit
        is_line = _OPEN_LINE.search(text) is not None
        is_other = is_line or (unit == NUMBER and is_asked(text))
        return is_other or is_unanswered(text, is_text=unit == TEXT)

    def is_in(self, there: Answer) -> bool:
        """Whether the answer stands at a place as it was read."""
        return stands(self.answer, there)


def stands(answer: str, there: Answer) -> bool:
    """Whether an answer stands at a place as it was read."""
    if there.about.unit == TICKS:
        return ticked(there.text) is True
    if there.about.unit == NUMBER and answer.isdecimal():
        return figure_of(without_unit(there.text)) == int(answer)
    return even_out(there.text) == even_out(answer)


def aligned(form: Form, reading: Reading) -> Alignment:
    """A file beside the wording of its form, as ``with_empty_rows`` gives it."""
    return with_empty_rows(align(form.document, reading))


def with_empty_rows(found: Alignment) -> Alignment:
    """The same with the empty rows of its tables among the others, in their order."""
    places = found.places
    rows = {
        name: tuple(sorted((*own, *places.empty_rows.get(name, ())), key=_order))
        for name, own in places.rows.items()
    }
    return found._replace(places=replace(places, rows=rows))


def _order(row: FoundPlaces) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", row.path)]


def by_place(form: Form, reading: Reading, found: Alignment) -> dict[str, Answer]:
    """What stands at each place of a file, by its name."""
    body = without_prompts(reading.body)
    return {one.place: one for one in answers(form, form.document, found, body)}


def wanted(
    form: Form,
    own: Answers,
    found: Alignment,
    there: Mapping[str, Answer],
    tables: Mapping[str, Matched],
) -> Iterator[Wanted]:
    """Every place of the file that the workbook may have an answer for, in the form's
    order. ``own``: the workbook's; ``tables``: the rows of what repeats, by the names of
    the questions.
    """
    if COMMUNE in there and key(own.head[COMMUNE]) not in key(there[COMMUNE].text):
        head = found.places.texts[COMMUNE], there[COMMUNE]
        yield Wanted(COMMUNE, own.head[COMMUNE], *head)
    for question in form.questions:
        name = tag_name(question)
        for line, figure in own.figures.get(question, {}).items():
            place = tag_name(question, line)
            if place in there:
                at = found.places.texts[place]
                yield Wanted(place, figure.value.strip(), at, there[place])
        if name in tables:
            rows = found.places.rows.get(name, ())
            table = tables[name]
            for turn, part in sorted((table.named | table.empty).items()):
                row = of_row(f"{name}.{turn}", part, rows[turn - 1], there)
                is_named = turn in table.named
                yield from (one for one in row if not (is_named and one.is_name))


def of_row(
    place: str, part: Part, row: FoundPlaces, there: Mapping[str, Answer]
) -> Iterator[Wanted]:
    """The places of a row with what goes there of an equipment."""
    for column, at in row.texts.items():
        own = there.get(f"{place}.{column}")
        if own is not None and column in part.figures:
            line = ", ".join(filter(None, (part.text(NAME), own.about.line)))
            answer = part.text(column).strip()
            yield Wanted(own.place, answer, at, own._replace(line=line))
