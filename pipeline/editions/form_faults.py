"""What form.yaml says though its schema lets it: it names what is not there, gives two
things one name, or says what no rule can do with.
"""

from __future__ import annotations

import inspect
from collections.abc import Collection, Iterator, Mapping
from dataclasses import MISSING, fields
from string import Formatter
from typing import Any, get_args, get_type_hints

from pipeline.edition.form import CODES
from pipeline.edition.questions import KINDS
from pipeline.editions.reading import Fault, place_of
from pipeline.findings.messages import CATALOGUE
from pipeline.findings.near_names import MOST_LABELS, is_said
from pipeline.findings.sentences import editions as sentences
from pipeline.model.text import even_out
from pipeline.rules.families import FAMILIES, NAMES, Family

# ---- names

Raw = Mapping[str, Any]
Path = tuple[str | int, ...]  # of keys, in form.yaml

# Where each kind of thing is named: ``*`` is any key or number, ``~`` the key itself.
_NAMED = {
    "la famille": "family",
    "la liste": "sheets/*/fields/*/list questions/*/list questions/*/cells/*",
    "la feuille": "sheets/*/fields/*/refers questions/*/sheets/* personal_data/sheets/~",
    "le groupe": "sheets/*/fields/*/group",
    "le message": "sheets/*/fields/*/fault sheets/*/conditions/*/code",
    "la question": "questions/*/of questions/*/text chapters/*/questions/*"
    " sheets/*/fields/*/asked_in/*",
    "l'ensemble": "questions/*/set questions/*/total questions/*/names questions/*/about"
    " questions/*/columns/* questions/*/lines/*",
    "la colonne": "as_at start/* sheets/*/key sheets/*/fields/*/precision_of"
    " sheets/*/fields/*/unless"
    " sheets/*/fields/*/dated_by sheets/*/fields/*/only_with/~"
    " sheets/*/conditions/*/if/~ sheets/*/conditions/*/then/*"
    " questions/*/cells/~ questions/*/marks/*",
    "la ligne": "sheets/*/fields/*/only_with/*/* sheets/*/conditions/*/if/*/*"
    " questions/*/without/*",
}
# What stands once only, and how many keys of its path it shares with what it is like.
_ONCE = {
    "questions/*/id questions/*/label": 0,
    "lists/*/items/*/key": 2,
    "lists/*/items/*/label": 2,
    "lists/*/items/*/synonymes/*": 4,
    "sheets/*/title": 0,
    "sheets/*/fields/*/heading": 2,
    "chapters/*/questions/*": 0,
    "documents/*/file": 0,
    "documents/*/wording": 0,
    "documents/*/blank documents/*/template": 0,
}


def written(content: Any, patterns: str) -> Iterator[tuple[Path, Any]]:
    """What stands at the paths of these patterns, each with its path."""
    for pattern in patterns.split():
        yield from _at(content, pattern.split("/"), ())


def _at(content: Any, steps: list[str], path: Path) -> Iterator[tuple[Path, Any]]:
    if not steps:
        yield path, content
        return
    step, *rest = steps
    keys = content if isinstance(content, dict) else range(len(content))
    if step == "~":
        yield from (((*path, key), key) for key in keys)
    elif step == "*" and not isinstance(content, str):
        for key in keys:
            yield from _at(content[key], rest, (*path, key))
    elif step in content:
        yield from _at(content[step], rest, (*path, step))


def absent(raw: Raw) -> Iterator[Fault]:
    """Names that stand for nothing."""
    for what, patterns in _NAMED.items():
        for path, name in written(raw, patterns):
            known = _known(raw, what, path)
            if name not in known:
                yield name, sentences.absent(what, name, known)


def twice(raw: Raw) -> Iterator[Fault]:
    """Two things of one name, of which one would pass for the other. What people read
    is compared as in a workbook.
    """
    for patterns, shared in _ONCE.items():
        seen: dict[tuple[Path, str], Path] = {}
        for path, name in written(raw, patterns):
            first = seen.setdefault((path[:shared], even_out(name)), path)
            # a label may say what the id says
            if first not in (path, (*path[:-1], "id")):
                yield name, sentences.twice(name)


def _known(raw: Raw, what: str, path: Path) -> Collection[str]:
    """The names that there are for what is named at this path."""
    if what == "la colonne":
        return columns(raw, path)
    if what == "la ligne":
        return _lines(raw, path)
    if what == "le groupe":
        return [*raw["sheets"][path[1]].get("groups", ())]
    if what == "l'ensemble":
        return sorted(FAMILIES[raw["family"]].sets) if raw["family"] in NAMES else ()
    known: Mapping[str, Collection[str]] = {
        "la famille": NAMES,
        "la liste": raw["lists"],
        "la feuille": raw["sheets"],
        "le message": CATALOGUE,
        "la question": [question["id"] for question in raw["questions"]],
    }
    return known[what]


def columns(raw: Raw, path: Path = ("",)) -> Raw:
    """The columns that may be named at this path: those of its sheet, of the sheets of
    its question, else all, as ``sheet.column``.
    """
    sheets = raw["sheets"]
    if path[0] == "sheets":
        own: Raw = sheets[path[1]]["fields"]
        return own
    if path[0] == "questions":
        named = [sheets.get(key, {}) for key in raw["questions"][path[1]]["sheets"]]
        return {key: one for sheet in named for key, one in sheet["fields"].items()}
    return {
        f"{key}.{name}": field
        for key, sheet in sheets.items()
        for name, field in sheet["fields"].items()
    }


def _lines(raw: Raw, path: Path) -> Collection[str]:
    """The lines of the list of a column, or of those of a question's cells."""
    if path[0] == "questions":
        lists = raw["questions"][path[1]].get("cells", {}).values()
    else:
        lists = [columns(raw, path).get(str(path[-2]), {}).get("list", "")]
    found = [raw["lists"].get(name, {"items": ()})["items"] for name in lists]
    return [item["key"] for items in found for item in items]


# ---- what the names stand for


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
    yield from _synonyms(raw)
    yield from _personal(raw)
    for number, question in enumerate(raw["questions"]):
        if question["kind"] == "breakdown":
            for said in _divided(raw, family, number):
                yield question["by"], said


def _personal(raw: Raw) -> Iterator[Fault]:
    """The sheets with codes of households of which it is not said what for."""
    told = raw.get("personal_data", {"sheets": ()})["sheets"]
    for key, sheet in raw["sheets"].items():
        types = {field["type"] for field in sheet["fields"].values()}
        if types & {*CODES} and key not in told:
            yield sheet, sentences.unsaid_purpose(sheet["title"])


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
    """What a precision is of is a list and goes into the next workbook as it does, what
    dates a fact is a date, and what texts stand beside has ticks.
    """
    for key, wanted in (("precision_of", "list"), ("dated_by", "date")):
        for path, name in written(raw, f"sheets/*/fields/*/{key}"):
            if columns(raw, path)[name]["type"] != wanted:
                yield name, sentences.other_type(name, wanted)
    for path, name in written(raw, "sheets/*/fields/*/precision_of"):
        own = columns(raw, path)
        if own[name]["carried"] != own[str(path[3])]["carried"]:
            yield name, sentences.carried_apart(name)
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


def _synonyms(raw: Raw) -> Iterator[Fault]:
    """The synonyms of so many lines that no hint can be made of them."""
    for path, words in written(raw, "lists/*/items/*/synonymes"):
        items = raw["lists"][path[1]]["items"]
        for word in words:
            having = [one for one in items if is_said(word, one.get("synonymes", ()))]
            if len(having) > MOST_LABELS:
                yield word, sentences.means_too_many(word, MOST_LABELS)


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
