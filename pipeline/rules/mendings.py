"""The ways in which the cells at fault of a workbook can be mended, and what comes of
each.

A cell at fault is ``free``: it may come to hold whatever its column allows. What is
asked of records in which cells are free is asked once for each way of mending those
that it reads, so an answer that comes out alike each time is sure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from pipeline.edition.form import Form, Sheet
from pipeline.model.submission import Row, Value

Found = TypeVar("Found")
One = TypeVar("One")
_DAYS = ("2000-01-01",)
# Any text that nobody has typed, and another one.
_TEXTS = ("\ue000", "\ue001")


class Mending:
    """One way of mending: a choice is made when it is first asked for."""

    def __init__(self, path: dict[object, list[int]]) -> None:
        self._path = path

    def choose(self, what: object, options: Sequence[One]) -> One:
        """One of these options, for the whole of this mending the same. ``what``: what
        is chosen.
        """
        turn = self._path.setdefault(what, [0, len(options)])
        return options[turn[0]]


def outcomes(find: Callable[[Mending], Found], most: int) -> tuple[set[Found], int]:
    """What is found by any mending, and by how many it was asked for. Nothing where
    there are more than ``most`` of them.
    """
    path: dict[object, list[int]] = {}
    found: set[Found] = set()
    for number in range(1, most + 1):
        found.add(find(Mending(path)))
        while path:
            what, turn = path.popitem()
            if turn[0] + 1 < turn[1]:
                path[what] = [turn[0] + 1, turn[1]]
                break
        else:
            return found, number
    return set(), most


# ---- a row with free cells


class Mended(Mapping[str, Value]):
    """The values of a row by one mending. ``day``: that of the report (ISO), after which
    a fact is none; ``given``: what one of the free cells may come to hold, where that is
    less than its column allows.
    """

    def __init__(
        self,
        form: Form,
        row: Row,
        free: frozenset[str],
        mending: Mending,
        day: str,
        given: Mapping[str, Sequence[Value | None]],
    ) -> None:
        self._form, self._sheet, self._row = form, form.sheets[row.sheet], row
        self._free, self._mending, self._day, self._given = free, mending, day, given

    def __getitem__(self, key: str) -> Value:
        dated_by = self._sheet.fields[key].dated_by
        if dated_by in self._free and self._is_later(dated_by):
            raise KeyError(key)
        if key not in self._free:
            return self._row.values[key]
        value = self._chosen(key)
        if value is None:
            raise KeyError(key)
        return value

    def __iter__(self) -> Iterator[str]:
        return (key for key in self._sheet.fields if key in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _is_later(self, key: str) -> bool:
        return str(self._chosen(key) or "") > self._day

    def _chosen(self, key: str) -> Value | None:
        place = self._row.sheet, self._row.number, key
        every = self._given.get(key) or options(self._form, self._sheet, key)
        return self._mending.choose(place, every)


def options(form: Form, sheet: Sheet, key: str) -> tuple[Value | None, ...]:
    """What a free cell may come to hold, None for nothing; of a date, which no rule
    reads unless its days are given, any day.
    """
    field = sheet.fields[key]
    empty = () if field.required else (None,)
    if field.list:
        return (*empty, *form.lists[field.list].by_key)
    return (*empty, *(_DAYS if field.type == "date" else _TEXTS))
