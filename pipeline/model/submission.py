"""What a workbook says, as data: rows as read, records for the rules, answers for the
report. Frozen, no I/O.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from typing import NamedTuple

from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import Looks, StyledText, looks_of

# A cell as read: text (StyledText where its looks count), whole number, amount in
# cents, ISO date ("2023-03-15"), key of a list, several codes, several years; a text
# that is no date, or no label of its list, is quoted (text.quoted).
Text = str | StyledText
TEXTS = (str, StyledText)
Value = Text | int | float | tuple[str, ...] | tuple[int, ...]


class Row(NamedTuple):
    """One filled row of a sheet: field key -> value; an empty cell is an absent key.

    ``unreadable`` names the fields whose cell holds a fault already told (an Excel
    error value). ``file``: which workbook it is of, where several are read together;
    ``number`` then tells it from every row of its sheet in all of them.
    """

    sheet: str
    title: str
    number: int
    values: Mapping[str, Value]
    columns: Mapping[str, str]
    unreadable: frozenset[str] = frozenset()
    file: str = ""

    def ref(self, field_key: str = "") -> CellRef:
        """The cell of a field in this row; without a field, the row's first known cell."""
        return CellRef(
            self.title,
            self.number,
            self.columns.get(field_key) or next(iter(self.columns.values()), "A"),
            self.file,
        )

    def text(self, field_key: str) -> str:
        """What a cell says, "" where it is empty."""
        return str(self.values.get(field_key, ""))

    def filled(self, *field_keys: str) -> tuple[CellRef, ...]:
        """Those of these cells that are filled."""
        return tuple(self.ref(key) for key in field_keys if key in self.values)

    def problem(self, code: str, field_key: str = "", /, **facts: object) -> Problem:
        """A finding at the cell of a field in this row. ``facts``: what its sentence
        names, each turned into text.
        """
        told = {name: str(fact) for name, fact in facts.items()}
        return Problem(code, self.ref(field_key), told)


class Received(NamedTuple):
    """Figures that somebody sent instead of rows: of which sheet (its key), as at which
    day they were counted (ISO), the name of a set -> how many records are in it;
    ``ticks``: a question that goes with them -> its line.
    """

    file: str
    day: str
    sheet: str
    counts: Mapping[str, int]
    ticks: Mapping[str, str] = {}


class Submission(NamedTuple):
    """One workbook as read, or several as one: sheet key -> its filled rows. ``seen``:
    the mark of each warning that someone has left as it is -> the reason; ``record``:
    what it says of the workbook that it was made from; ``received``: the figures that
    stand for the rows of a sheet.
    """

    source: str
    rows: Mapping[str, tuple[Row, ...]]
    seen: Mapping[str, str] = {}
    record: CarryRecord | None = None
    received: Received | None = None


class CarryRecord(NamedTuple):
    """What a workbook says of the one that it was made from: the day (as people write
    it), the period, and the SHA-256 of that file; ``gone``: code as compared -> as
    written, of the households that stayed behind; ``marks``: title of a sheet and row
    identity -> field -> a mark of what its cell held.
    """

    day: str
    period: str
    digest: str
    gone: Mapping[str, str] = {}
    marks: Mapping[tuple[str, str], Mapping[str, str]] = {}


class Figure(NamedTuple):
    """One place of the report: what is printed there and, for a number, the records it
    counts. ``looks``: of the stretches of a text, where they count.
    """

    value: str
    records: frozenset[Hashable] = frozenset()
    looks: Looks = ()

    @classmethod
    def of(cls, text: Text) -> Figure:
        """A text with its looks."""
        return cls(str(text), looks=looks_of(text))

    @property
    def text(self) -> Text:
        """What is printed, with its looks where these count."""
        return StyledText(self.value, self.looks) if self.looks else self.value


class Part(NamedTuple):
    """A part of the report that comes as often as there is something to say: its
    figures, and the parts inside it.
    """

    figures: Mapping[str, Figure]
    parts: Mapping[str, tuple[Part, ...]] = {}

    def text(self, name: str) -> str:
        """What is printed at one of its places, "" where it has none of that name."""
        return self.figures[name].value if name in self.figures else ""

    @property
    def counted(self) -> int:
        """How many records its figures count, one as often as it is counted."""
        inner = sum(part.counted for parts in self.parts.values() for part in parts)
        return inner + sum(len(figure.records) for figure in self.figures.values())


class Answers(NamedTuple):
    """Everything that is counted and written. ``head``: what stands in the report's
    title, name -> text; ``figures``: question id -> line key -> figure; ``parts``:
    question id -> the parts that it repeats (an equipment, an objective).
    """

    head: Mapping[str, str]
    figures: Mapping[str, Mapping[str, Figure]]
    parts: Mapping[str, tuple[Part, ...]]

    @property
    def counted(self) -> int:
        """How many records the figures of the report count, one as often as it is
        counted.
        """
        parts = [part for parts in self.parts.values() for part in parts]
        return sum(part.counted for part in (*parts, *map(Part, self.figures.values())))

    def is_answered(self, question: str) -> bool:
        """Whether anything stands in the report at this question, the names of repeated
        parts aside.
        """
        parts = self.parts.get(question, ())
        figures = [*self.figures.get(question, {}).values()]
        for part in parts:
            figures += [part.figures[key] for key in part.figures if key != "nom"]
        return any(part.parts for part in parts) or any(
            figure.value.strip() for figure in figures
        )


class Places(NamedTuple):
    """What the renderer and the gate receive: plain data, nothing of a household.

    ``texts``: place (``q2_7_1.ris``, ``annee``) -> printed text, the place's own
    characters where there is no answer; ``rows``: name of a list -> its entries, each
    with places and lists of its own.
    """

    texts: Mapping[str, Text]
    rows: Mapping[str, tuple[Places, ...]] = {}


class Scope(NamedTuple):
    """Where the name of a place is looked up: in the loops around it, else in the whole
    form.
    """

    places: Places
    loops: Mapping[str, Places] = {}

    def _home(self, name: str) -> tuple[Places, str]:
        """Where a name is looked up, and what it is called there."""
        loop, _, inner = name.partition(".")
        return (self.loops[loop], inner) if loop in self.loops else (self.places, name)

    def text(self, name: str) -> Text:
        """The text of a place. Raises KeyError where there is none of that name."""
        places, own = self._home(name)
        return places.texts[own]

    def entries(self, loop: str, listed: str) -> Iterator[Scope]:
        """The scope inside each turn of a loop of that name, through that list."""
        places, own = self._home(listed)
        for entry in places.rows[own]:
            yield Scope(self.places, {**self.loops, loop: entry})
