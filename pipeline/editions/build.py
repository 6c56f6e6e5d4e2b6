"""What was read of a declaration -> Form: each value as the type of its field says."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from types import NoneType
from typing import Any, ClassVar, get_args, get_origin, get_type_hints

from pipeline.edition.form import Form
from pipeline.edition.questions import KINDS, Question
from pipeline.edition.wording import Document
from pipeline.editions.homes import Home
from pipeline.editions.table_titles import with_titles

Kept = Mapping[str, Any]  # what form.json holds: "form", "wordings" and their "sha256"


def build(kept: Kept, home: Home | None = None) -> Form:
    """The edition, without wordings where none were read."""
    folder, wordings = home.written if home else Path(), kept.get("wordings", {})
    documents = tuple(
        Document(
            key,
            raw["file"],
            with_titles(wordings.get(key, {})),
            folder / raw["blank"],
            folder / raw["template"],
        )
        for key, raw in kept["form"]["documents"].items()
    )
    said = {key: value for key, value in kept["form"].items() if key != "documents"}
    lists = _by_key(said["lists"])
    for choices in lists.values():
        items = choices["items"]
        choices["items"] = [{"form": item["label"], **item} for item in items]
    said |= {
        "as_at": said["as_at"].split("."),
        "start": {option: place.split(".") for option, place in said["start"].items()},
        "lists": lists,
        "sheets": {key: _sheet(key, raw) for key, raw in said["sheets"].items()},
        "questions": {raw["id"]: raw for raw in said["questions"]},
    }
    origin = home.origin if home else ""
    return Form(**_values(Form, said), documents=documents, origin=origin)


def _by_key(entries: Mapping[str, Any]) -> dict[str, Any]:
    return {key: {**raw, "key": key} for key, raw in entries.items()}


def _sheet(key: str, raw: Mapping[str, Any]) -> dict[str, Any]:
    conditions = [
        {"code": one["code"], "when": one["if"], "then": one["then"]}
        for one in raw.get("conditions", ())
    ]
    return {
        **raw,
        "key": key,
        "key_field": raw.get("key", ""),
        "groups": _by_key(raw.get("groups", {})),
        "fields": _by_key(raw["fields"]),
        "conditions": conditions,
    }


def _values(kind: Any, raw: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a class, each as its type says; the class knows those left out."""
    readers = _readers(kind)
    return {name: readers[name](value) for name, value in raw.items()}


@cache
def _readers(kind: Any) -> dict[str, Callable[[Any], Any]]:
    hints = get_type_hints(kind).items()
    return {name: _reader(hint) for name, hint in hints if get_origin(hint) != ClassVar}


def _reader(hint: Any) -> Callable[[Any], Any]:
    """What makes a value of this type of what was read, where every scalar is text."""
    outer, inside = get_origin(hint), get_args(hint)
    if hint is bool:
        return "true".__eq__
    if hint in (str, int, float):
        return str if hint is str else hint
    if hint is Question:
        return _question
    if NoneType in inside:
        return _reader(inside[0])
    if str in inside and outer not in (tuple, Mapping):  # one word, or several
        return lambda raw: raw if isinstance(raw, str) else tuple(raw)
    if outer in (tuple, Mapping):
        each = _reader(inside[-1] if outer is Mapping else inside[0])
        if outer is tuple:
            return lambda raw: tuple(map(each, raw))
        return lambda raw: {key: each(value) for key, value in raw.items()}
    return lambda raw: hint(**_values(hint, raw))


def _question(raw: Mapping[str, Any]) -> Question:
    kind = KINDS[raw["kind"]]
    said = {name: value for name, value in raw.items() if name != "kind"}
    return kind(**_values(kind, {"label": raw["id"], **said}))
