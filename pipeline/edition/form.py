"""An edition of a form, as declared in schema/<edition>/form.yaml: sheets, fields,
lists, questions. Frozen data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple


class Item(NamedTuple):
    """One line of a list. ``label`` stands in the drop-down, ``form`` on the official
    form (without its hole); ``off_form``: people may choose it, the form has no line
    for it; ``also``: what else people call it, for hints.
    """

    key: str
    label: str
    form: str
    precision: bool
    off_form: bool = False
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class ChoiceList:
    key: str
    title: str
    items: tuple[Item, ...]

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    @property
    def asking_precision(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.items if item.precision)


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


@dataclass(frozen=True)
class Field:
    """One column. ``dated_by`` names the field whose date says when this fact happened:
    after the report's year it does not exist for the report. ``printed`` texts reach
    the report; ``private`` ones never leave the workbook. ``longest`` bounds the
    characters of a text (0: no bound but Excel's); where a ``pattern`` stands, the
    whole text must match it, else it is the problem ``fault``. ``rich``: the bold and
    raised stretches of the cell are kept.
    """

    key: str
    heading: str
    type: str
    help: str
    width: float
    group: str = ""
    list: str = ""
    refers: str = ""
    longest: int = 0
    pattern: str = ""
    fault: str = ""
    precision_of: str = ""
    dated_by: str = ""
    required: bool = False
    printed: bool = False
    private: bool = False
    rich: bool = False
    only_with: Trigger | None = None


class Group(NamedTuple):
    key: str
    title: str
    colour: str


@dataclass(frozen=True, eq=False)
class Sheet:
    """One sheet of the workbook, a table: one heading row, then one record a row.

    ``rows`` is the room prepared; ``least`` and ``most`` bound the filled rows
    (``most`` 0: no bound).
    """

    key: str
    title: str
    intro: str
    rows: int
    least: int
    most: int
    key_field: str
    groups: Mapping[str, Group]
    fields: Mapping[str, Field]
    conditions: tuple[Condition, ...]

    @property
    def is_answers(self) -> bool:
        """Whether its rows are the form's own lines, instead of records."""
        return any(field.type == "line" for field in self.fields.values())


@dataclass(frozen=True)
class Question:
    """One question of the form. ``sheets``: those whose rows its answer rests on. Which
    of the other attributes count depends on ``kind``; docs/editions.md explains each.
    """

    id: str
    label: str
    title: str
    kind: str
    sheets: tuple[str, ...]
    list: str = ""
    set: str = ""
    by: str = ""
    total: str = ""
    text: str = ""
    of: str = ""
    slots: int = 0
    names: str = ""
    none: str = ""
    columns: Mapping[str, str] | None = None
    lines: Mapping[str, str] | None = None
    cells: Mapping[str, str] | None = None
    marks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()


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


@dataclass(frozen=True, eq=False)
class Form:
    """A whole edition. ``family`` names its rules (rules/families.py). ``as_at``: sheet
    and field that say as at which day the report counts (the end of a year, or a date).
    ``report`` and ``folder`` name its file and the folder of its files; ``start``: what
    a new workbook is told at once, option -> sheet and field; ``wording``: the years
    that its official text is of, None where that text is of no year.
    """

    edition: str
    family: str
    title: str
    years: tuple[int, ...]
    as_at: tuple[str, str]
    report: str
    folder: str
    start: Mapping[str, tuple[str, str]]
    readme: tuple[ReadmePart, ...]
    lists: Mapping[str, ChoiceList]
    sheets: Mapping[str, Sheet]
    chapters: tuple[Chapter, ...]
    questions: Mapping[str, Question]
    wording: WordingYears | None = None

    def caution(self, year: int) -> str:
        """What to do before a report of this year is sent; "" where the wording is of
        this year.
        """
        return (
            self.wording.other_years
            if self.wording and year not in self.wording.of
            else ""
        )

    def counting(self, name: str) -> Question | None:
        """The question whose figure is the size of this set, the first where there are
        several.
        """
        return next(
            (q for q in self.questions.values() if q.kind == "count" and q.set == name),
            None,
        )

    def question_lines(self, question: Question) -> tuple[Item, ...]:
        """The rows that a question has on the answers sheet: one an option, or a single
        one for a text.
        """
        if question.kind == "ticks":
            return self.lists[question.list].items
        if question.kind in ("text", "number"):
            return (Item("", question.title, question.title, False),)
        return ()


def answer_fields(question: Question, item: Item) -> frozenset[str]:
    """The fields of the answers sheet that a line of a question asks for; nothing else
    is printed there.
    """
    if question.kind != "ticks":
        return frozenset({"texte"})
    asked = {"coche": True, "precision": item.precision, "texte": bool(question.text)}
    return frozenset(key for key, needed in asked.items() if needed)


def tag_name(question_id: str) -> str:
    """The name of a question in the template: ``2.7.1`` -> ``q2_7_1``, a word stays as
    it is.
    """
    return (
        question_id
        if question_id[0].isalpha()
        else "q" + question_id.replace(".", "_").replace("-", "_")
    )
