"""What form.yaml names must be there, and nothing may have the name of another."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pipeline.editions.reading import Fault
from pipeline.findings.messages import CATALOGUE
from pipeline.findings.sentences import editions as sentences
from pipeline.model.text import even_out
from pipeline.rules.families import FAMILIES, NAMES

Raw = Mapping[str, Any]
Path = tuple[str | int, ...]  # of keys, in form.yaml

# Where each kind of thing is named: ``*`` is any key or number, ``~`` the key itself.
_NAMED = {
    "la famille": "family",
    "la liste": "sheets/*/fields/*/list questions/*/list questions/*/cells/*",
    "la feuille": "sheets/*/fields/*/refers questions/*/sheets/*",
    "le groupe": "sheets/*/fields/*/group",
    "le message": "sheets/*/fields/*/fault sheets/*/conditions/*/code",
    "la question": "questions/*/of questions/*/text chapters/*/questions/*",
    "l'ensemble": "questions/*/set questions/*/total questions/*/names questions/*/about"
    " questions/*/columns/* questions/*/lines/*",
    "la colonne": "as_at start/* sheets/*/key sheets/*/fields/*/precision_of"
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
        return FAMILIES[raw["family"]].sets.names() if raw["family"] in NAMES else ()
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
