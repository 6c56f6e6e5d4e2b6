"""The tables of equipments in the authority's file: what goes into which row, and what
is told of the others.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from pipeline.align.placed import FoundPlaces
from pipeline.edition.form import Form
from pipeline.edition.questions import Equipments, tag_name
from pipeline.findings.sentences import official as say
from pipeline.model.submission import Answers, Part
from pipeline.official.agreements import Acceptance
from pipeline.official.answers import Wanted, of_row
from pipeline.official.filled import Copying
from pipeline.official.result import Entry, Spelling
from pipeline.official.rows import NAME, Matched, matched
from pipeline.official.sorting import Sorting
from pipeline.received.answers import Answer
from pipeline.received.lines import lines_of


class Copied(NamedTuple):
    """A row that is copied: its number; the answers in it and in each copy."""

    turn: int
    turns: list[list[Wanted]]
    copying: Copying


class Tables:
    """``of``: name of a question -> the rows of its table; ``copied``: the same -> the
    row of it that is copied.
    """

    def __init__(
        self,
        form: Form,
        answers: Answers,
        rows: Mapping[str, tuple[FoundPlaces, ...]],
        there: Mapping[str, Answer],
    ) -> None:
        self.answers, self.rows, self.there = answers, rows, there
        self.asked = {tag_name(one.id): one for one in form.asked(Equipments)}
        self.of: dict[str, Matched] = {}
        self.copied: dict[str, Copied] = {}
        self.without: list[Entry] = []
        self.notes: list[str] = []
        self._waiting: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
        self._labels = lines_of(form)

    def match(self, acceptance: Acceptance) -> Acceptance:
        """Say which row is which equipment's. Gives the same with the spellings that are
        accepted now among the agreements.
        """
        agreements = acceptance.agreements
        for name, question in self.asked.items():
            parts = self.answers.parts[question.id]
            if name not in self.rows:
                self._leave(question, parts, say.NO_TABLE)
                continue
            found = matched(self.rows[name], parts, agreements)
            for own, there in found.waiting.items():
                if acceptance.has(there):
                    agreements = agreements.with_spelling(own, there)
            self.of[name] = found = matched(self.rows[name], parts, agreements)
            self._leave(question, found.left, say.NO_ROW)
            self.notes += self._unlisted(question, found.left)
            by_name = {part.text(NAME): part for part in parts}
            for own, there in found.waiting.items():
                self._waiting[own, there] += self._entries(
                    question, [by_name[own]], say.SPELLED
                )
            label = question.label
            self.notes += [say.unknown_row(label, one) for one in found.unknown]
            twice = {part.text(NAME): part for part in found.twice.values()}
            self._leave(question, [*twice.values()], say.TWICE)
            for one, part in found.twice.items():
                if not [*self._entries(question, [part], "")]:
                    self.notes.append(say.twice(label, one))
        return acceptance._replace(agreements=agreements)

    @property
    def spellings(self) -> tuple[Spelling, ...]:
        """The other spellings that wait for a person."""
        waiting = self._waiting.items()
        return tuple(Spelling(*names, tuple(entries)) for names, entries in waiting)

    # ---- the row that is copied

    def copy_rows(self, sorting: Sorting) -> None:
        """For the equipments that no row is left for, the last empty row comes again,
        where each of its cells is sure.
        """
        for name, table in self.of.items():
            if not table.copied:
                continue
            last = max(table.empty)
            row, place = self.rows[name][last - 1], f"{name}.{last}"
            parts = [table.empty[last], *table.copied]
            turns = [[*of_row(place, part, row, self.there)] for part in parts]
            copying = _copying(name, turns, sorting)
            if copying is None:
                self.give_up(name)
            else:
                self.copied[name] = Copied(last, turns, copying)

    def give_up(self, name: str) -> None:
        """Copy no row of a table."""
        self.copied.pop(name, None)
        self._leave(self.asked[name], self.of[name].copied, say.ROW_NOT_COPIED)

    @property
    def copied_notes(self) -> list[str]:
        """What is said of the tables that have got more rows."""
        numbers = {name: len(self.of[name].copied) for name in self.copied}
        return [say.copied(self.asked[name].label, numbers[name]) for name in numbers]

    def moved(self, place: str) -> str:
        """What a place of the file is called where rows were copied above it."""
        name, turn, column = [*place.split(".", 2), "", ""][:3]
        if name not in self.copied or int(turn) <= self.copied[name].turn:
            return place
        return f"{name}.{int(turn) + len(self.copied[name].turns) - 1}.{column}"

    def copies(self) -> Iterator[tuple[str, Wanted]]:
        """Each answer in a row that is copied or a copy, by its place in the filled
        file.
        """
        for name, copied in self.copied.items():
            for turn, several in enumerate(copied.turns, copied.turn):
                for one in several:
                    if one.answer:
                        yield f"{name}.{turn}.{one.column}", one

    # ---- what is told

    def _leave(self, question: Equipments, parts: Sequence[Part], why: str) -> None:
        self.without += self._entries(question, parts, why)

    def _unlisted(self, question: Equipments, parts: Sequence[Part]) -> Iterator[str]:
        """The equipments without a row that have nothing ticked."""
        for part in parts:
            if not [*self._entries(question, [part], "")]:
                yield say.unlisted(question.label, part.text(NAME))

    def _entries(
        self, question: Equipments, parts: Sequence[Part], why: str
    ) -> Iterator[Entry]:
        """What is ticked of some equipments, an entry each."""
        name = tag_name(question.id)
        for part in parts:
            ticks = [key for key in part.figures if key != NAME and part.text(key)]
            if ticks:
                labels = [self._labels[f"{name}.{key}"].line for key in ticks]
                where = f"{question.label}, {part.text(NAME)}"
                yield Entry(where, " ; ".join(labels), why)


def _copying(
    name: str, turns: Sequence[Sequence[Wanted]], sorting: Sorting
) -> Copying | None:
    """What is written in a row and its copies; None where one of its cells is not sure,
    or filled.
    """
    rows = tuple({one.column: one.answer for one in several} for several in turns)
    used = {column for row in rows for column, answer in row.items() if answer}
    cells = [one for one in turns[0] if one.column in used]
    spots = {one.column: one.found.spot for one in cells}
    ticks = frozenset(one.column for one in cells if one.is_tick)
    known = {column: spot for column, spot in spots.items() if spot is not None}
    is_sure = all(sorting.is_sure(one) and not one.is_filled for one in cells)
    return Copying(name, rows, known, ticks) if is_sure and known == spots else None
