"""What a declaration names and does not hold: lists, fields, questions, sets, places.
Each fault comes with its place: the path of keys in form.yaml, or the piece of
formulaire.json that says it.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import singledispatch
from string import Formatter
from typing import Any, get_args, get_type_hints

from pipeline.edition.form import Field, Form, Sheet, Trigger
from pipeline.edition.questions import Breakdown, Question, TickedTexts, Ticks, tag_name
from pipeline.edition.wording import CONTENTS, PLACE, is_loop, loops, texts
from pipeline.editions.build import build
from pipeline.editions.declared_keys import twice, unknown_items
from pipeline.editions.reading import Place
from pipeline.findings.messages import CATALOGUE
from pipeline.rules.families import FAMILIES, NAMES, Family

Path = tuple[str | int, ...]
Fault = tuple[Path, str]  # where in form.yaml, and what, in French
ALWAYS = frozenset(
    {"brouillon"}
)  # what any document may print beside what its family says in the title


def form_faults(raw: Mapping[str, Any]) -> Iterator[Fault]:
    """Every name in form.yaml that stands for nothing, or for two things."""
    form, asked = (
        build({"form": raw}),
        [question["id"] for question in raw["questions"]],
    )
    if form.family not in NAMES:
        yield ("family",), _absent("la famille", form.family, NAMES)
        return
    repeated = [place for place, name in enumerate(asked) if name in asked[:place]]
    for place in repeated:
        yield (
            ("questions", place, "id"),
            f"un numéro de question est là deux fois (« {asked[place]} »)",
        )
    if repeated:
        return
    family = FAMILIES[form.family]
    yield from twice(form)
    yield from unknown_items(form, family)
    yield from _top(form, family)
    for sheet in form.sheets.values():
        yield from _sheet(form, sheet)
    for number, question in enumerate(form.questions.values()):
        for path, said in _question(form, family, question):
            yield ("questions", number, *path), f"question {question.id} : {said}"


def _absent(what: str, name: str, known: Collection[str]) -> str:
    return f"{what} « {name} » n'existe pas{_perhaps(name, known)}"


def _unfilled(what: str, name: str, known: Collection[str]) -> str:
    return f"aucune réponse ne remplit {what} « {name} »{_perhaps(name, known)}"


def _perhaps(name: str, known: Collection[str]) -> str:
    near = get_close_matches(name, known, 1)
    return f". Serait-ce « {near[0]} » ?" if near else ""


def _top(form: Form, family: Family) -> Iterator[Fault]:
    """The place of the report's day, the names of its file, the chapters, and what the
    family's rules cannot miss.
    """
    places: list[tuple[Path, tuple[str, str]]] = [(("as_at",), form.as_at)]
    places += [(("start", option), place) for option, place in form.start.items()]
    for path, (sheet, field) in places:
        if sheet not in form.sheets or field not in form.sheets[sheet].fields:
            yield path, f"la colonne « {sheet}.{field} » n'existe pas"
    titles: list[tuple[Path, str]] = [(("folder",), form.folder)]
    titles += [(("documents", each.key, "file"), each.file) for each in form.documents]
    for path, text in titles:
        for _, name, _, _ in Formatter().parse(text):
            if name is not None and name not in family.heads:
                yield path, _absent("dans un titre,", name, family.heads)
    for number, chapter in enumerate(form.chapters):
        for entry, asked in enumerate(chapter.questions):
            if asked not in form.questions:
                yield (
                    ("chapters", number, "questions", entry),
                    _absent("la question", asked, form.questions),
                )
    told = {asked for chapter in form.chapters for asked in chapter.questions}
    for number, question in enumerate(form.questions.values()):
        if (
            question.is_printed and question.id not in told
        ):  # a number is given beside the report
            yield (
                ("questions", number),
                f"question {question.id} : elle n'est dans aucun chapitre",
            )
    for key, columns in family.needs.items():
        if key not in form.sheets:
            yield (
                ("sheets",),
                f"les règles de la famille {form.family} demandent la feuille « {key} »",
            )
            continue
        for column in columns:
            if column not in form.sheets[key].fields:
                said = (
                    f"les règles de la famille {form.family} demandent la colonne «"
                    f" {key}.{column} »"
                )
                yield ("sheets", key, "fields"), said


# ---- sheets


def _sheet(form: Form, sheet: Sheet) -> Iterator[Fault]:
    path: Path = ("sheets", sheet.key)
    if sheet.key_field and sheet.key_field not in sheet.fields:
        yield (*path, "key"), _absent("la colonne", sheet.key_field, sheet.fields)
    for field in sheet.fields.values():
        for place, said in _field(form, sheet, field):
            yield (*path, "fields", field.key, *place), f"colonne {field.key} : {said}"
    for number, condition in enumerate(sheet.conditions):
        here = (*path, "conditions", number)
        if condition.code not in CATALOGUE:
            yield (*here, "code"), _absent("le message", condition.code, CATALOGUE)
        yield from _trigger(form, sheet, condition.when, (*here, "if"))
        for entry, name in enumerate(condition.then):
            if name not in sheet.fields:
                yield (*here, "then", entry), _absent("la colonne", name, sheet.fields)


def _field(form: Form, sheet: Sheet, field: Field) -> Iterator[Fault]:
    pointers: tuple[tuple[str, str, str, Collection[str]], ...] = (
        ("list", field.list, "la liste", form.lists),
        ("refers", field.refers, "la feuille", form.sheets),
        ("group", field.group, "le groupe", sheet.groups),
        ("precision_of", field.precision_of, "la colonne", sheet.fields),
        ("dated_by", field.dated_by, "la colonne", sheet.fields),
        ("fault", field.fault, "le message", CATALOGUE),
    )
    for key, name, what, known in pointers:
        if name and name not in known:
            yield (key,), _absent(what, name, known)
    precise = sheet.fields.get(field.precision_of)
    if precise and precise.type != "list":
        yield ("precision_of",), f"la colonne « {precise.key} » n'est pas une liste"
    dating = sheet.fields.get(field.dated_by)
    if dating and dating.type != "date":
        yield ("dated_by",), f"la colonne « {dating.key} » n'est pas une date"
    if field.only_with:
        yield from _trigger(form, sheet, field.only_with, ("only_with",))


def _trigger(form: Form, sheet: Sheet, trigger: Trigger, path: Path) -> Iterator[Fault]:
    """The fields that a trigger looks at, and the items of their lists."""
    for name, wanted in trigger.items():
        if name not in sheet.fields:
            yield (*path, name), _absent("la colonne", name, sheet.fields)
        elif not isinstance(wanted, str):
            choices = form.lists.get(sheet.fields[name].list)
            items = choices.by_key if choices else {}
            for place, item in enumerate(wanted):
                if item not in items:
                    yield (*path, name, place), _absent("la ligne", item, items)


# ---- questions


_NAMED = {
    "sheet": "la feuille",
    "list": "la liste",
    "question": "la question",
    "set": "l'ensemble",
    "column": "la colonne",
    "item": "la ligne",
}


def _question(form: Form, family: Family, question: Question) -> Iterator[Fault]:
    """The faults of a question, each with its path inside it."""
    columns = _columns_of(form, question)
    named = list(question.references())
    lists = [
        form.lists[one.name]
        for one in named
        if one.name in form.lists and one.to == "list"
    ]
    known: Mapping[str, Collection[str]] = {
        "sheet": form.sheets,
        "list": form.lists,
        "question": form.questions,
        "set": family.sets.names(),
        "column": columns,
        "item": {item.key for choices in lists for item in choices.items},
    }
    for path, to, name in named:
        if name not in known[to]:
            yield path, _absent(_NAMED[to], name, known[to])
        elif to == "set":
            for said in _unread(form, name, family.sets[name].columns):
                yield path, said
    yield from _of_kind(question, form, family)


def _columns_of(form: Form, question: Question) -> Mapping[str, Field]:
    """The columns of the sheets of a question."""
    sheets = (form.sheets[name] for name in question.sheets if name in form.sheets)
    return {key: field for sheet in sheets for key, field in sheet.fields.items()}


@singledispatch
def _of_kind(question: Question, form: Form, family: Family) -> Iterator[Fault]:
    """The faults that a kind of question alone may have."""
    yield from ()


@_of_kind.register
def _(question: TickedTexts, form: Form, family: Family) -> Iterator[Fault]:
    ticks = {asked.id for asked in form.asked(Ticks)}
    if question.of in form.questions.keys() - ticks:
        yield ("of",), f"la question « {question.of} » n'a pas de cases à cocher"


def _unread(form: Form, name: str, columns: Collection[str]) -> Iterator[str]:
    """The columns without which a set would be empty, and nobody told."""
    declared = {field for sheet in form.sheets.values() for field in sheet.fields}
    for column in columns:
        if column.removesuffix("_actuel") not in declared:
            yield (
                f"l'ensemble « {name} » se lit dans la colonne « {column} », qu'aucune"
                " feuille n'a"
            )


@_of_kind.register
def _(question: Breakdown, form: Form, family: Family) -> Iterator[Fault]:
    """By what its records are divided: an attribute of theirs, which holds keys of its
    list.
    """
    if question.list not in form.lists:
        return
    own = _columns_of(form, question)
    column = own.get(question.by)
    if column and column.list != question.list:
        yield (
            ("by",),
            (
                f"la colonne « {question.by} » ne prend pas ses valeurs dans la liste «"
                f" {question.list} »"
            ),
        )
    for line, name in question.columns.items():
        wanted = [question.by]
        if not line and form.lists[question.list].asking_precision:
            wanted.append(f"{question.by}_precision")
        for attribute in wanted if name in family.sets else ():
            if not _has(family.sets[name].members, attribute, own):
                yield ("by",), f"ce que compte « {name} » n'a pas de « {attribute} »"


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


# ---- places of the wording


def unplaced(form: Form, wordings: Sequence[Mapping[str, Any]]) -> Iterator[Fault]:
    """The answers that have no place in any wording."""
    there = {
        place["name"]
        for wording in wordings
        for text in texts(wording)
        for place in PLACE.finditer(text)
    }
    repeated = {loop["in"] for wording in wordings for loop in loops(wording["blocks"])}
    for number, question in enumerate(form.questions.values()):
        tag = tag_name(question.id)
        if question.repeats and tag not in repeated:
            yield (
                ("questions", number),
                f"question {question.id} : formulaire.json n'a pas de boucle « {tag} »",
            )
        elif columns := question.columns_of_parts(form.lists):
            shown = {
                name for wording in wordings for name in _columns_shown(wording, tag)
            }
            for name in sorted(columns - shown):
                said = (
                    f"question {question.id} : la colonne « {name} » n'est pas dans le tableau"
                    " de formulaire.json"
                )
                yield ("questions", number), said
        for place in _places(form, question):
            if place not in there:
                said = (
                    f"question {question.id} : la place « {{{place}}} » n'est pas dans"
                    " formulaire.json"
                )
                yield ("questions", number), said


def unanswered(form: Form, wording: Mapping[str, Any]) -> Iterator[tuple[Place, str]]:
    """The places and loops of a wording that no answer fills."""
    known = {
        place
        for question in form.questions.values()
        for place in _places(form, question)
    }
    known |= {*FAMILIES[form.family].heads, *ALWAYS}
    inside = {loop["for"] for loop in loops(wording["blocks"])}
    for text in texts(wording):
        for place in PLACE.finditer(text):
            name = place["name"]
            if name not in known and name.partition(".")[0] not in inside:
                yield _place(text), _unfilled("la place", name, known)
    by_tag = {tag_name(question.id): question for question in form.questions.values()}
    for loop in (loop for loop in loops(wording["blocks"]) if "." not in loop["in"]):
        asked = by_tag.get(loop["in"])
        if loop["in"] != CONTENTS and not (asked and asked.repeats):
            yield _place(loop["in"]), _unfilled("la boucle", loop["in"], by_tag)
        elif asked and (columns := asked.columns_of_parts(form.lists)):
            yield from _unknown_columns(columns, loop)


def _unknown_columns(
    known: Collection[str], loop: Mapping[str, Any]
) -> Iterator[tuple[Place, str]]:
    """The places of a row of equipments that are no column of it."""
    for cell in _cells(loop["do"]):
        for place in PLACE.finditer(cell):
            name = place["name"].removeprefix(f"{loop['for']}.")
            if name not in known:
                yield _place(cell), _absent("la colonne", name, known)


def _place(text: Any) -> Place:
    """Where a text of a wording was read."""
    place: Place = text.place
    return place


def _columns_shown(wording: Mapping[str, Any], tag: str) -> frozenset[str]:
    """The columns that the rows of a loop of formulaire.json show."""
    found: set[str] = set()
    for loop in (loop for loop in loops(wording["blocks"]) if loop["in"] == tag):
        for cell in _cells(loop["do"]):
            found |= {
                place["name"].removeprefix(f"{loop['for']}.")
                for place in PLACE.finditer(cell)
            }
    return frozenset(found)


def _cells(content: Any) -> Iterator[str]:
    if isinstance(content, str):
        yield content
    elif isinstance(content, list):
        for entry in content:
            yield from _cells(entry)
    elif is_loop(content):
        yield from _cells(content["do"])
    else:
        yield content.get("text", "")


def _places(form: Form, question: Question) -> Iterator[str]:
    """The places that the answer of a question fills, those of its loops apart."""
    tag = tag_name(question.id)
    for key in question.keys(form.lists):
        yield f"{tag}.{key}" if key else tag
