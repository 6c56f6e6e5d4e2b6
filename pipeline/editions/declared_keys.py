"""What a declaration says twice, and the lines of its lists that no rule knows. Each
fault comes with its path of keys in form.yaml.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from pipeline.edition.form import Form
from pipeline.edition.questions import KINDS, Equipments
from pipeline.model.text import even_out, listed
from pipeline.rules.families import Family

_Path = tuple[str | int, ...]


def question_keys(raw: Mapping[str, Any]) -> Iterator[tuple[_Path, str]]:
    """The keys that the kind of a question lacks, or does not know."""
    for number, declared in enumerate(raw["questions"]):
        own = {field.name: field for field in fields(KINDS[declared["kind"]])}
        needed = (
            name
            for name, field in own.items()
            if field.default is MISSING and field.default_factory is MISSING
        )
        given = {"label": "", **declared}
        wanting = [f"« {name} »" for name in needed if name not in given]
        unknown = [f"« {key} »" for key in declared if key not in {"kind", *own}]
        if wanting:
            yield ("questions", number), f"une clé manque ({listed(wanting)})"
        if unknown:
            yield ("questions", number), f"une clé est inconnue ({listed(unknown)})"


def twice(form: Form) -> Iterator[tuple[_Path, str]]:
    """Two things of one name, of which one would pass for the other. What people read
    is compared as in a workbook.
    """
    for key, choices in form.lists.items():
        here = ("lists", key, "items")
        for number in _repeated(item.key for item in choices.items):
            yield (
                (*here, number, "key"),
                f"liste {key} : la clé « {choices.items[number].key} » est là deux fois",
            )
        for number in _repeated(even_out(item.label) for item in choices.items):
            yield (
                (*here, number, "label"),
                f"liste {key} : « {choices.items[number].label} » est là deux fois",
            )
    sheets = list(form.sheets.values())
    for number in _repeated(even_out(sheet.title) for sheet in sheets):
        yield (
            ("sheets", sheets[number].key, "title"),
            f"deux feuilles ont le titre « {sheets[number].title} »",
        )
    for sheet in sheets:
        fields = list(sheet.fields.values())
        for number in _repeated(even_out(field.heading) for field in fields):
            said = f"feuille {sheet.key} : deux colonnes ont le titre « {fields[number].heading} »"
            yield ("sheets", sheet.key, "fields", fields[number].key, "heading"), said
    yield from _asked_twice(form)


def _asked_twice(form: Form) -> Iterator[tuple[_Path, str]]:
    """Questions of one number, and those that stand twice in the chapters, where they
    would be counted twice.
    """
    questions = list(form.questions.values())
    for number in _repeated(even_out(question.label) for question in questions):
        yield (
            ("questions", number),
            f"deux questions ont le numéro « {questions[number].label} »",
        )
    seen: set[str] = set()
    for at, chapter in enumerate(form.chapters):
        for number, name in enumerate(chapter.questions):
            if name in seen:
                yield (
                    ("chapters", at, "questions", number),
                    f"la question « {name} » est deux fois dans les chapitres",
                )
            seen.add(name)


def _repeated(names: Iterable[str]) -> Iterator[int]:
    """The places of names that were there before."""
    seen: set[str] = set()
    for place, name in enumerate(names):
        if name in seen:
            yield place
        seen.add(name)


def unknown_items(form: Form, family: Family) -> Iterator[tuple[_Path, str]]:
    """The lines of closed lists that no rule of the family knows: they would count as
    another line, or nowhere.
    """
    told: set[_Path] = set()
    for where, known in _closed(form, family).items():
        name = _list_of(form, where)
        for number, item in enumerate(
            form.lists[name].items if name in form.lists else ()
        ):
            path = ("lists", name, "items", number)
            if item.key not in known and path not in told:
                told.add(path)
                rules = f"les règles de la famille {form.family} pour « {where} »"
                yield (
                    path,
                    (
                        f"la ligne « {item.key} » n'est pas connue : {rules} connaissent"
                        f" {listed(known)}"
                    ),
                )


def _closed(form: Form, family: Family) -> Mapping[str, tuple[str, ...]]:
    """What the family says of columns and lists; and what is ticked in a row of
    equipments is ticked by an X.
    """
    marks = {
        f"{sheet}.{mark}": ("x",)
        for question in form.asked(Equipments)
        for mark in question.marks
        for sheet in question.sheets
    }
    return {**family.closed, **marks}


def _list_of(form: Form, where: str) -> str:
    """The list of that name, or of a column ("sheet.field"); "" where the edition has
    none such.
    """
    if where in form.lists:
        return where
    sheet, _, field = where.partition(".")
    there = form.sheets[sheet].fields.get(field) if sheet in form.sheets else None
    return there.list if there else ""
