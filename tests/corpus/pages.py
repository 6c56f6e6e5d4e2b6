"""The workbooks that tests/corpus/cases describes: what was done to an example, in the
order of its lines, and what must come of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from itertools import groupby
from typing import Any, cast

from tests.corpus import hostile as harm
from tests.corpus import kinds, sheets, steps
from tests.corpus.case import ROOT, Case, Step
from tests.support import hostile
from tests.support.cases import load_typed
from tests.support.faults import finding

# What is done to a sheet, a method of openpyxl's by its own name; and to a part.
TO_A_SHEET: dict[str, Callable[..., object]] = {
    verb: getattr(steps, verb)
    for verb in [
        "again",
        "by",
        "backwards",
        "moved",
        "copied",
        "above",
        "struck",
        "hide",
        "fold",
    ]
}
TO_CELLS: dict[str, Callable[..., steps.InExcel]] = {
    "format": steps.looking,
    "quoted": steps.quoted,
}
TO_A_PART = ("cell", "text", "beside", "swap", "row_attribute", "doctype", "rewritten")
# What is done to the whole file.
TO_THE_FILE: dict[str, Any] = {**vars(harm), **vars(sheets), **vars(kinds)}
# What is known of a case, beside what is done.
KNOWN = {each.name for each in fields(Case)} | {"refused"}


def cases() -> Iterator[Case]:
    for file in sorted((ROOT / "tests" / "corpus" / "cases").glob("*.yaml")):
        for base, found in load_typed(file).items():
            for name, written in found.items():
                yield _case(name, base, written)


def _case(name: str, base: str, written: Mapping[str, Any]) -> Case:
    """What is done, and what is known of the case."""
    done = {key: value for key, value in written.items() if key not in KNOWN}
    known = {key: value for key, value in written.items() if key in KNOWN}
    refused = "refused" in known
    told = tuple(map(finding, known.pop("refused", ()) or known.pop("told", ())))
    return Case(name, base, tuple(_steps(done)), told, refused, **known)


def _kind(key: str) -> str:
    return "file" if " " not in key else "part" if key.startswith(TO_A_PART) else "book"


def _steps(done: Mapping[str, Any]) -> Iterator[Step]:
    """Neighbours of one kind in one opening of the workbook."""
    for kind, group in groupby(done, _kind):
        if kind == "file":
            yield from (_whole(key, done[key]) for key in group)
        elif kind == "part":
            yield steps.in_parts(*hostile.edits_of({key: done[key] for key in group}))
        else:
            yield steps.in_excel(
                *(_sheet(*key.split(" ", 1), value=done[key]) for key in group)
            )


def _whole(verb: str, value: Any) -> Step:
    (words,) = hostile.calls(value)
    return lambda data: cast(bytes, TO_THE_FILE[verb](data, *words))


def _sheet(verb: str, sheet: str, *, value: Any) -> steps.InExcel:
    if verb == "typed":
        return steps.typing(sheet, **value)
    if verb in TO_CELLS:
        looks = [TO_CELLS[verb](sheet, place, one) for place, one in value.items()]
        return lambda book: [look(book) for look in looks]
    if verb == "without":
        return lambda book: book.remove(book[sheet])
    if verb == "set":
        return lambda book: [_set(book[sheet], *one) for one in value.items()]
    edit = TO_A_SHEET.get(verb) or (lambda page, *words: getattr(page, verb)(*words))
    return lambda book: [edit(book[sheet], *words) for words in hostile.calls(value)]


def _set(page: Any, name: str, to: object) -> Any:
    setattr(page, name, to)
    return page
