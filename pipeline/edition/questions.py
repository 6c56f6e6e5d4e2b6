"""The kinds of question that a form asks, and what each stage asks of a kind: which
sets it counts, which lines its answer has, where people write it. docs/editions.md
explains the keys of each.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from typing import Any, ClassVar, NamedTuple


class Item(NamedTuple):
    """One line of a list. ``label`` stands in the drop-down, ``form`` on the official
    form (without its hole); ``off_form``: people may choose it, the form has no line
    for it; ``synonymes``: what else people call it, for hints; ``meaning``: what tells it
    from the other lines, in a few words; ``health``: it says something of a person's health.
    """

    key: str
    label: str
    form: str
    precision: bool = False
    off_form: bool = False
    meaning: str = ""
    synonymes: tuple[str, ...] = ()
    health: bool = False


class NoValue(NamedTuple):
    """Words that people type though no line of a list means them, and what to ``say``."""

    words: tuple[str, ...]
    say: str


@dataclass(frozen=True)
class ChoiceList:
    key: str
    title: str
    items: tuple[Item, ...]
    no_values: tuple[NoValue, ...] = ()

    @cached_property
    def by_key(self) -> Mapping[str, Item]:
        return {item.key: item for item in self.items}

    @property
    def on_form(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if not item.off_form)

    @property
    def asking_precision(self) -> tuple[str, ...]:
        return tuple(item.key for item in self.items if item.precision)


TICK = "X"  # what is printed where a line is ticked
Lists = Mapping[str, ChoiceList]


class Counted(NamedTuple):
    """A line of an answer that is the size of a set, or of those of its records whose
    attribute ``by`` is this ``item``, in a column of the question.
    """

    key: str
    set: str
    item: Item | None = None
    by: str = ""
    column: str = ""

    @property
    def asks_precision(self) -> bool:
        return self.item is not None and self.item.precision and not self.column


def naming_sets(**default: Any) -> Any:
    """A field that names a set, or one for each of its keys."""
    return field(metadata={"names": "sets"}, **default)


@dataclass(frozen=True, kw_only=True)
class Question:
    """One question of the form. ``sheets``: those whose rows its answer rests on."""

    id: str
    label: str
    title: str
    sheets: tuple[str, ...]
    carried: str = ""  # as of a Field, where it is not as its columns say

    # Whether its answer is printed, and as parts that repeat instead of figures.
    is_printed: ClassVar[bool] = True
    repeats: ClassVar[bool] = False
    # Whether nothing at all is an answer: a count of 0 is one, and a text that nothing
    # calls for may stay empty.
    may_be_empty: ClassVar[bool] = True
    # Whether people write a whole number, and how high the cell is at least, in points.
    takes_number: ClassVar[bool] = False
    height: ClassVar[float] = 0.0

    @property
    def name(self) -> str:
        """What people call it: its title, after its number where it has one."""
        has_number = self.label[0].isdigit()
        return f"{self.label}, {self.title}" if has_number else self.title

    @property
    def source(self) -> str:
        """The question on whose lines of the answers sheet its answer is written."""
        return self.id

    @property
    def beside(self) -> str:
        """The question that the text beside a tick of it belongs to; "" without one."""
        return ""

    @property
    def main_set(self) -> str:
        """The set outside of which no figure of it counts a record; "" without one."""
        return ""

    @property
    def shown_sets(self) -> frozenset[str]:
        """The sets whose members, or their number, its answer shows or is held to."""
        return frozenset(self.named_sets)

    @property
    def divided_by(self) -> str:
        """The list over whose lines it divides its records; "" where it does not."""
        return ""

    @property
    def named_sets(self) -> list[str]:
        """Every set that its declaration names."""
        given = [getattr(self, own.name) for own in fields(self) if own.metadata]
        named = [[one] if isinstance(one, str) else one.values() for one in given]
        return [name for names in named for name in names if name]

    def answer_lines(self, lists: Lists) -> tuple[Item, ...]:
        """Its rows on the answers sheet: one an option, or a single one for a text."""
        return ()

    def answer_fields(self, item: Item) -> frozenset[str]:
        """The fields of the answers sheet that a line of it asks for; nothing else is
        printed there.
        """
        return frozenset(self.printed_fields(item))

    def printed_fields(self, item: Item) -> tuple[str, ...]:
        """The fields of such a line that reach the report as this answer."""
        return ("texte",)

    def counted(self, lists: Lists) -> tuple[Counted, ...]:
        """The lines of its answer that count records."""
        return ()

    def keys(self, lists: Lists) -> Iterator[str]:
        """The lines of its answer, "" where it has but one: its places in the wording."""
        yield from (line.key for line in self.counted(lists))

    def columns_of_parts(self, lists: Lists) -> frozenset[str]:
        """The places in each of its parts, where the declaration says them."""
        return frozenset()

    def to_complete(self, lists: Lists) -> Sequence[str]:
        """The lines on which a draft says that the answer is to be completed."""
        return [line.key for line in self.counted(lists)] or [*self.keys(lists)]


@dataclass(frozen=True, kw_only=True)
class Ticks(Question):
    """Options to tick, at least ``least`` and at most ``most`` (0: no bound). ``text``:
    the question that the text beside a tick belongs to; ``names``: a set of names that
    are printed.
    """

    list: str
    least: int = 0
    most: int = 0
    text: str = ""
    names: str = naming_sets(default="")

    height: ClassVar[float] = 48.0

    def answer_lines(self, lists: Lists) -> tuple[Item, ...]:
        return lists[self.list].items

    def answer_fields(self, item: Item) -> frozenset[str]:
        text = {"texte"} if self.text else set()
        return super().answer_fields(item) | text

    @property
    def beside(self) -> str:
        return self.text

    @property
    def prints_texts(self) -> bool:
        """Whether the text beside a tick is printed with it."""
        return self.text == self.id

    def printed_fields(self, item: Item) -> tuple[str, ...]:
        precision = ("precision",) if item.precision else ()
        return ("coche", *precision, *(("texte",) if self.prints_texts else ()))

    def keys(self, lists: Lists) -> Iterator[str]:
        for item in lists[self.list].items:
            yield item.key
            if item.precision:
                yield f"{item.key}_precision"
            if self.prints_texts:
                yield f"{item.key}_texte"
        if self.names:
            yield "noms"

    def to_complete(self, lists: Lists) -> Sequence[str]:
        return [lists[self.list].items[0].key]


@dataclass(frozen=True, kw_only=True)
class TickedTexts(Question):
    """The texts of the ticked lines of another question, in the form's order."""

    of: str
    slots: int

    may_be_empty: ClassVar[bool] = False

    @property
    def source(self) -> str:
        return self.of

    def keys(self, lists: Lists) -> Iterator[str]:
        yield from (f"axe_{slot}" for slot in range(1, self.slots + 1))


@dataclass(frozen=True, kw_only=True)
class _Written(Question):
    """What has one line of the answers sheet, to write on."""

    def answer_lines(self, lists: Lists) -> tuple[Item, ...]:
        return (Item("", self.title, self.title),)


@dataclass(frozen=True, kw_only=True)
class Text(_Written):
    """A text to write; ``about``: the set of which it speaks."""

    about: str = naming_sets(default="")

    @property
    def shown_sets(self) -> frozenset[str]:
        return frozenset()

    height: ClassVar[float] = 94.0

    def keys(self, lists: Lists) -> Iterator[str]:
        yield ""


@dataclass(frozen=True, kw_only=True)
class Number(_Written):
    """A number that is given beside the report; ``set``: what the records say of it."""

    set: str = naming_sets(default="")

    is_printed: ClassVar[bool] = False
    takes_number: ClassVar[bool] = True
    height: ClassVar[float] = 34.0


@dataclass(frozen=True, kw_only=True)
class Count(Question):
    """The size of a set."""

    set: str = naming_sets()

    @property
    def main_set(self) -> str:
        return self.set

    def counted(self, lists: Lists) -> tuple[Counted, ...]:
        return (Counted("", self.set),)


@dataclass(frozen=True, kw_only=True)
class Breakdown(Question):
    """The records of sets, divided over the lines of a list. ``columns``: column -> set,
    "" for the main one; ``by``: the attribute of a record that holds the item's key.
    """

    list: str
    columns: Mapping[str, str] = naming_sets()
    by: str
    total: str = naming_sets(default="")

    @property
    def main_set(self) -> str:
        return self.columns.get("", "")

    @property
    def divided_by(self) -> str:
        return self.list

    def counted(self, lists: Lists) -> tuple[Counted, ...]:
        lines = [
            Counted(
                f"{item.key}_{column}" if column else item.key,
                *(name, item, self.by, column),
            )
            for column, name in self.columns.items()
            for item in lists[self.list].on_form
        ]
        total = [Counted("total", self.total)] if self.total else []
        return (*lines, *total)

    def keys(self, lists: Lists) -> Iterator[str]:
        for line in self.counted(lists):
            yield line.key
            if line.asks_precision:
                yield f"{line.key}_precision"


@dataclass(frozen=True, kw_only=True)
class Lines(Question):
    """Named lines, line -> set; where all are empty the line ``none`` is ticked."""

    lines: Mapping[str, str] = naming_sets()
    none: str = ""

    @property
    def main_set(self) -> str:
        return self.lines.get("total", "")

    def counted(self, lists: Lists) -> tuple[Counted, ...]:
        return tuple(Counted(line, name) for line, name in self.lines.items())

    def keys(self, lists: Lists) -> Iterator[str]:
        yield from self.lines
        if self.none:
            yield self.none


@dataclass(frozen=True, kw_only=True)
class Equipments(Question):
    """A row an equipment. ``cells``: field -> list, a column for each of its items but
    those ``without`` one; ``marks``: the fields that are a column themselves; ``set``:
    the names of those that stand in the table.
    """

    set: str = naming_sets(default="")
    cells: Mapping[str, str] = field(default_factory=dict)
    marks: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    repeats: ClassVar[bool] = True

    def columns(self, lists: Lists) -> Iterator[tuple[str, Item]]:
        """The items that have a column, each with its field."""
        for column, name in self.cells.items():
            for item in lists[name].items:
                if item.key not in self.without:
                    yield column, item

    def columns_of_parts(self, lists: Lists) -> frozenset[str]:
        keys = (item.key for _, item in self.columns(lists))
        return frozenset({"nom", *self.marks, *keys})


@dataclass(frozen=True, kw_only=True)
class Parts(Question):
    """Parts of the report that repeat, as the function of a set gives them."""

    set: str = naming_sets()

    repeats: ClassVar[bool] = True
    may_be_empty: ClassVar[bool] = False


KINDS: Mapping[str, type[Question]] = {
    "ticks": Ticks,
    "ticked_texts": TickedTexts,
    "text": Text,
    "number": Number,
    "count": Count,
    "breakdown": Breakdown,
    "lines": Lines,
    "equipments": Equipments,
    "parts": Parts,
}


def tag_name(question_id: str, line: str = "") -> str:
    """The name of a question in the template, or of a line of it: ``2.7.1`` ->
    ``q2_7_1``, ``q2_7_1.ris``; a word stays as it is.
    """
    name = question_id.replace(".", "_").replace("-", "_")
    name = name if name[0].isalpha() else f"q{name}"
    return f"{name}.{line}" if line else name
