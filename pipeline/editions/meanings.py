"""What form.yaml says though no rule can do with it: the names in it are there, but not
what they stand for.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator
from dataclasses import MISSING, fields
from string import Formatter
from typing import Any, get_args, get_type_hints

from pipeline.edition.questions import KINDS
from pipeline.editions.reading import Fault, place_of
from pipeline.editions.references import Raw, columns, written
from pipeline.findings.sentences import editions as sentences
from pipeline.rules.families import FAMILIES, Family


def question_keys(raw: Raw) -> Iterator[Fault]:
    """The keys that the kind of a question lacks, or does not know."""
    for declared in raw["questions"]:
        own = {field.name: field for field in fields(KINDS[declared["kind"]])}
        needed = (
            name
            for name, field in own.items()
            if field.default is MISSING and field.default_factory is MISSING
        )
        wanting = [name for name in needed if name not in {"label": "", **declared}]
        unknown = [key for key in declared if key not in {"kind", *own}]
        if wanting:
            yield declared, sentences.wanting(wanting)
        if unknown:
            yield declared, sentences.unknown(unknown)


def senseless(raw: Raw) -> Iterator[Fault]:
    """Everything of that sort, where all that is named is there."""
    family = FAMILIES[raw["family"]]
    yield from _titles(raw, family)
    yield from _needs(raw, family)
    yield from _unknown_lines(raw, family)
    yield from _types(raw)
    yield from _unread(raw, family)
    for number, question in enumerate(raw["questions"]):
        if question["kind"] == "breakdown":
            for said in _divided(raw, family, number):
                yield question["by"], said


def _titles(raw: Raw, family: Family) -> Iterator[Fault]:
    """What titles of files name in braces is what the family says in the title."""
    for _, text in written(raw, "folder documents/*/file"):
        try:
            names = [name for _, name, _, _ in Formatter().parse(text) if name]
        except ValueError:
            yield text, sentences.BRACES
            continue
        for name in names:
            if name not in family.heads:
                yield text, sentences.absent("dans un titre,", name, family.heads)


def _needs(raw: Raw, family: Family) -> Iterator[Fault]:
    """The columns that the family's rules cannot miss, and the chapters that a question
    may not: only a number is given beside the report.
    """
    there = columns(raw)
    for sheet, names in family.needs.items():
        place = place_of(raw, ("sheets", sheet, "fields"))
        for column in (f"{sheet}.{name}" for name in names):
            if column not in there:
                yield place, sentences.needed(raw["family"], column)
    told = [asked for _, asked in written(raw, "chapters/*/questions/*")]
    for question in raw["questions"]:
        if question["kind"] != "number" and question["id"] not in told:
            yield question, sentences.no_chapter(question["id"])


def _unknown_lines(raw: Raw, family: Family) -> Iterator[Fault]:
    """The lines of closed lists that no rule of the family knows: they would count as
    another line, or nowhere. What is ticked in a row of equipments is ticked by an X.
    """
    closed = dict(family.closed)
    for path, mark in written(raw, "questions/*/marks/*"):
        for sheet in raw["questions"][path[1]]["sheets"]:
            closed[f"{sheet}.{mark}"] = ("x",)
    there, told = columns(raw), set()
    for where, known in closed.items():
        name = where if where in raw["lists"] else there.get(where, {}).get("list", "")
        for path, key in written(raw, f"lists/{name}/items/*/key"):
            if key not in known and path not in told:
                told.add(path)
                yield key, sentences.unknown_line(key, raw["family"], where, known)


def _types(raw: Raw) -> Iterator[Fault]:
    """What a precision is of is a list, what dates a fact is a date, and what texts
    stand beside has ticks.
    """
    for key, wanted in (("precision_of", "list"), ("dated_by", "date")):
        for path, name in written(raw, f"sheets/*/fields/*/{key}"):
            if columns(raw, path)[name]["type"] != wanted:
                yield name, sentences.other_type(name, wanted)
    kinds = {question["id"]: question["kind"] for question in raw["questions"]}
    for _, name in written(raw, "questions/*/of"):
        if kinds[name] != "ticks":
            yield name, sentences.no_ticks(name)


def _unread(raw: Raw, family: Family) -> Iterator[Fault]:
    """The columns without which a set would be empty, and nobody told."""
    there = {name.partition(".")[2] for name in columns(raw)}
    patterns = ("set", "total", "names", "about", "columns/*", "lines/*")
    for _, name in written(raw, " ".join(f"questions/*/{end}" for end in patterns)):
        for column in family.sets[name].columns:
            if column.removesuffix("_actuel") not in there:
                yield name, sentences.unread(name, column)


def _divided(raw: Raw, family: Family, number: int) -> Iterator[str]:
    """By what the records of a breakdown are divided: an attribute of theirs, which
    holds keys of its list.
    """
    question, own = raw["questions"][number], columns(raw, ("questions", number))
    by, name = question["by"], question["list"]
    if by in own and own[by].get("list") != name:
        yield sentences.other_list(by, name)
    asking = any("precision" in item for item in raw["lists"][name]["items"])
    for line, counted in question["columns"].items():
        wanted = [by, f"{by}_precision"] if asking and not line else [by]
        for attribute in wanted:
            if not _has(family.sets[counted].members, attribute, own):
                yield sentences.no_attribute(counted, attribute)


def _has(rule: Any, attribute: str, own: Collection[str]) -> bool:
    """Whether the records that a rule gives have an attribute: one of their class, or a
    column where they pass on the cells of their row.
    """
    rule = inspect.unwrap(rule)
    given = get_args(get_type_hints(rule).get("return"))
    record = given[0] if given else object
    named = attribute in getattr(record, "__dataclass_fields__", ()) or hasattr(
        record, attribute
    )
    return named or (hasattr(record, "__getattr__") and attribute in own)
