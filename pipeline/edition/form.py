"""An edition of a form, as declared in schema/<edition>/form.yaml: sheets, fields,
lists, questions. Frozen data.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from pipeline.edition.questions import ChoiceList, Count, Lines, Question
from pipeline.edition.wording import Document

Kind = TypeVar("Kind", bound=Question)


CODES = ("code", "codes")  # types of the fields that name households

# What a condition looks at: field -> the words "present" / "absent", or the keys that
# meet it.
Trigger = Mapping[str, "str | tuple[str, ...]"]


class Condition(NamedTuple):
    """Where ``when`` holds in a row, each field of ``then`` must be filled; else the
    problem ``code``.
    """

    code: str
    when: Trigger
    then: tuple[str, ...]


# In the workbook of the next period a cell is copied, or copied to be confirmed, or
# emptied with or without its text as a comment, or made anew.
CARRIED = LASTING, CONFIRM, SHOWN, EMPTIED, NEW = (
    *("lasting", "confirm", "shown", "emptied", "new"),
)


class Field(NamedTuple):
    """One column. ``dated_by`` names the field whose date says when this fact happened:
    after the report's year it does not exist for the report. ``printed`` texts reach
    the report; what is ``required`` may be empty where the field ``unless`` is filled;
    ``private`` ones never leave the workbook. ``longest`` bounds the
    characters of a text (0: no bound but Excel's); where a ``pattern`` stands, the
    whole text must match it, else it is the problem ``fault``. ``rich``: the bold and
    raised stretches of the cell are kept. ``asked_in``: the questions in whose words
    the form says what it holds. ``carried``: what becomes of it in the workbook of the
    next period, a word of ``CARRIED``.
    """

    key: str
    heading: str
    type: str
    help: str
    width: float
    carried: str
    group: str = ""
    list: str = ""
    refers: str = ""
    longest: int = 0
    pattern: str = ""
    fault: str = ""
    precision_of: str = ""
    dated_by: str = ""
    required: bool = False
    unless: str = ""
    printed: bool = False
    private: bool = False
    rich: bool = False
    only_with: Trigger | None = None
    asked_in: tuple[str, ...] = ()


# The field, on the sheet of ``as_at``, in which a workbook that is a part names its sheets.
PARTS = "parties"


class Group(NamedTuple):
    key: str
    title: str
    colour: str


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of the workbook, a table: one heading row, then one record a row.

    ``rows`` is the room prepared; ``least`` and ``most`` bound the filled rows
    (``most`` 0: no bound). ``folds``: its groups of columns can be folded.
    """

    key: str
    title: str
    intro: str
    rows: int
    key_field: str
    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    conditions: tuple[Condition, ...]
    least: int = 0
    most: int = 0
    folds: bool = False

    def always_required(self, key: str) -> bool:
        """Whether no filled row may leave this field empty: it is required, or one
        condition asks for it where another field is filled, and one where it is empty.
        """
        if self.fields[key].unless:
            return False
        asking = [one.when for one in self.conditions if key in one.then]
        whens = {(*when.items(),) for when in asking if len(when) == 1}
        return self.fields[key].required or any(
            ((other, "present"),) in whens and ((other, "absent"),) in whens
            for other in self.fields
        )

    @property
    def is_answers(self) -> bool:
        """Whether its rows are the form's own lines, instead of records."""
        return any(field.type == "line" for field in self.fields.values())


class Chapter(NamedTuple):
    """Some questions that the form asks of the same people, ``who``."""

    title: str
    who: str
    questions: tuple[str, ...]


class ReadmePart(NamedTuple):
    heading: str
    lines: tuple[str, ...]


class WordingYears(NamedTuple):
    """The years whose official form has the wording of an edition, and what to do
    before a report of one of its other years is sent.
    """

    of: tuple[int, ...]
    other_years: str


class PersonalData(NamedTuple):
    """What an edition's workbooks hold of people: of whom (``subjects``), in which
    ``sheets`` and what for, where it comes from, and who is given it.
    """

    subjects: str
    sheets: Mapping[str, str]
    sources: tuple[str, ...]
    recipients: tuple[str, ...]


class Decision(NamedTuple):
    """What only a person can say of a form that was adopted: ``says`` what is another in
    the question ``about``; ``proposes``: what the declaration does of it; ``choice``:
    "oui", "non", or that it is still open; ``places``: those that it concerns, a
    question's tag for all of its own.
    """

    about: str
    says: str
    proposes: str
    choice: str
    places: tuple[str, ...] = ()

    @property
    def is_open(self) -> bool:
        return self.choice == OPEN

    def concerns(self, place: str) -> bool:
        """Whether a place waits for it."""
        return any(place == one or place.startswith(f"{one}.") for one in self.places)


OPEN, YES = "à choisir", "oui"


@dataclass(frozen=True, eq=False)
class Form:
    """A whole edition. ``family`` names its rules (rules/families.py). ``as_at``: sheet
    and field that say as at which day the report counts (the end of a year, or a date).
    ``documents``: what is made, the report first; ``folder`` names the folder of their
    files; ``start``: what a new workbook is told at once, option -> sheet and field;
    ``wording``: the years that its official text is of, None where that text is of no
    year; ``extends``: the edition that it changes; ``origin``: the folder of editions
    that it was found in, "" where the program has it; ``decisions``: of a form that was
    adopted, what a person says or has still to say; ``personal_data``: what it holds of
    people, None where it has no codes of households.
    """

    edition: str
    family: str
    title: str
    years: tuple[int, ...]
    as_at: tuple[str, str]
    documents: tuple[Document, ...]
    folder: str
    start: Mapping[str, tuple[str, str]]
    readme: tuple[ReadmePart, ...]
    lists: Mapping[str, ChoiceList]
    sheets: Mapping[str, Sheet]
    chapters: tuple[Chapter, ...]
    questions: Mapping[str, Question]
    wording: WordingYears | None = None
    extends: str = ""
    origin: str = ""
    decisions: tuple[Decision, ...] = ()
    personal_data: PersonalData | None = None

    def held_by(self, place: str) -> Decision | None:
        """The decision that keeps a place empty: one that is open, or "non"."""
        found = (one for one in self.decisions if one.concerns(place))
        return next((one for one in found if one.choice != YES), None)

    @property
    def head(self) -> Sheet:
        """The sheet that every workbook has, a part too: it says whose it is."""
        return self.sheets[self.as_at[0]]

    @property
    def whose(self) -> tuple[str, ...]:
        """The fields of the head that say whose a workbook is: commune, year."""
        places = self.start.values()
        return tuple(key for sheet, key in places if sheet == self.head.key)

    @property
    def document(self) -> Document:
        """The report itself."""
        return self.documents[0]

    @property
    def span(self) -> str:
        """The years that it serves, as people say them."""
        first, last = self.years[0], self.years[-1]
        return f"{first} à {last}" if first < last else str(first)

    def caution(self, year: int) -> str:
        """What to do before a report of this year is sent; "" where the wording is of
        this year.
        """
        return (
            self.wording.other_years
            if self.wording and year not in self.wording.of
            else ""
        )

    def heading(self, sheet: str, field: str) -> str:
        """The heading of a column."""
        return self.sheets[sheet].fields[field].heading

    def fields(self) -> Iterator[tuple[Sheet, Field]]:
        """Every column, with its sheet."""
        for sheet in self.sheets.values():
            for field in sheet.fields.values():
                yield sheet, field

    def asked(self, kind: type[Kind]) -> Iterator[Kind]:
        """The questions of a kind, in the form's order."""
        for question in self.questions.values():
            if isinstance(question, kind):
                yield question

    def counting(self, name: str) -> tuple[Question, str] | None:
        """The question, and the line of it, whose figure is the size of this set: a
        question of a single figure (line "") before one of several lines.
        """
        for count in self.asked(Count):
            if count.set == name:
                return count, ""
        for question in self.asked(Lines):
            for line, counted in question.lines.items():
                if counted == name:
                    return question, line
        return None

    def showing(self, name: str) -> Question | None:
        """The question whose figure is the size of this set, else the first that has it
        in a table, a column or a line; None where none is asked that does.
        """
        if counting := self.counting(name):
            return counting[0]
        questions = self.questions.values()
        return next((one for one in questions if name in one.shown_sets), None)
