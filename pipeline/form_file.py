"""form.yaml -> Form. Strict: every scalar is text, repeated keys are refused, the file is held to form.schema.json.

Strict reading is slow: what it gave stands beside it as form.json, which counts for that very form.yaml alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

from pipeline.form import (
    Chapter,
    ChoiceList,
    Condition,
    Field,
    Form,
    Group,
    Item,
    Question,
    ReadmePart,
    Sheet,
    Trigger,
    WordingYears,
)

_ROOT = Path(import_module("pipeline.schema").__path__[0])


class FormFileError(ValueError):
    """form.yaml is not a sound declaration; the message names the place. A developer's fault, not a user's."""


def editions() -> list[str]:
    """The names of the editions that this installation carries."""
    return sorted(file.parent.name for file in _ROOT.glob("*/form.yaml"))


def edition_file(edition: str, name: str) -> Path:
    """A file of schema/<edition>/."""
    return _ROOT / edition / name


@cache
def load_form(edition: str) -> Form:
    """The declared edition. Raises FormFileError when the declaration is unsound, KeyError when there is none."""
    return _form(_declaration(edition))


def sheet_titles() -> Mapping[str, tuple[str, ...]]:
    """The titles of the sheets of each edition, by its name; no Form is built for it."""
    return {name: tuple(sheet["title"] for sheet in _declaration(name)["sheets"].values()) for name in editions()}


@cache
def _declaration(edition: str) -> Mapping[str, Any]:
    """What form.yaml says: from form.json where that was made of this very form.yaml, else parsed."""
    declared = edition_file(edition, "form.yaml")
    if not declared.is_file():
        raise KeyError(edition)
    text = declared.read_text(encoding="utf-8")
    with suppress(OSError, ValueError, KeyError, TypeError):  # no form.json yet, or none that can be read
        kept = json.loads(edition_file(edition, "form.json").read_text(encoding="utf-8"))
        if kept["sha256"] == _sha256(text):
            form: Mapping[str, Any] = kept["form"]
            return form
    return _parsed(text)


def form_json(edition: str) -> bytes:
    """form.json, made of form.yaml as it stands. Raises FormFileError when the declaration is unsound."""
    text = edition_file(edition, "form.yaml").read_text(encoding="utf-8")
    kept = {"sha256": _sha256(text), "form": _parsed(text)}
    return f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


# ------------------------------------------------------------------ strict reading


def parse_form(text: str) -> Form:
    """The Form that a form.yaml declares. Raises FormFileError when the declaration is unsound."""
    return _form(_parsed(text))


def _parsed(text: str) -> Mapping[str, Any]:
    """The content of a sound form.yaml."""
    from jsonschema import Draft202012Validator  # a slow import, of makers of editions alone

    raw: Mapping[str, Any] = load_text(text)
    schema = json.loads((_ROOT / "form.schema.json").read_text(encoding="utf-8"))
    errors = [f"{error.json_path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(raw)]
    if errors:
        raise FormFileError("\n".join(errors))
    _check_names(_form(raw), len(raw["questions"]))
    return raw


def load_text(text: str) -> Any:
    """Parse YAML with every scalar as text (an unquoted 3.10 is not the number 3.1); raises FormFileError on a repeated
    key."""
    import yaml

    return _content(yaml.compose(text, Loader=yaml.BaseLoader))


def _content(node: Any) -> Any:
    """What a node of YAML holds, as text, lists and mappings."""
    if node.id == "scalar":
        return node.value
    if node.id == "sequence":
        return [_content(item) for item in node.value]
    found: dict[Any, Any] = {}
    for key, value in node.value:
        if key.value in found:
            raise FormFileError(f"{key.start_mark}: the key {key.value!r} stands twice")
        found[key.value] = _content(value)
    return found


# ------------------------------------------------------------------ the Form of what was read


def _form(raw: Mapping[str, Any]) -> Form:
    return Form(
        edition=raw["edition"],
        family=raw["family"],
        title=raw["title"],
        years=tuple(int(year) for year in raw["years"]),
        as_at=_place(raw["as_at"]),
        report=raw["report"],
        folder=raw["folder"],
        start={option: _place(place) for option, place in raw["start"].items()},
        readme=tuple(ReadmePart(part["heading"], tuple(part["lines"])) for part in raw["readme"]),
        lists={key: _list(key, entry) for key, entry in raw["lists"].items()},
        sheets={key: _sheet(key, entry) for key, entry in raw["sheets"].items()},
        chapters=tuple(Chapter(part["title"], part["who"], tuple(part["questions"])) for part in raw["chapters"]),
        questions={entry["id"]: _question(entry) for entry in raw["questions"]},
        wording=_wording_years(raw["wording"]) if "wording" in raw else None,
    )


def _place(raw: str) -> tuple[str, str]:
    sheet, _, field = raw.partition(".")
    return sheet, field


def _wording_years(raw: Mapping[str, Any]) -> WordingYears:
    return WordingYears(tuple(int(year) for year in raw["of"]), raw["other_years"])


def _list(key: str, raw: Mapping[str, Any]) -> ChoiceList:
    items = tuple(
        Item(
            item["key"],
            item["label"],
            item.get("form", item["label"]),
            precision=item.get("precision") == "true",
            off_form=item.get("off_form") == "true",
            also=tuple(item.get("also", ())),
        )
        for item in raw["items"]
    )
    return ChoiceList(key, raw["title"], items)


def _trigger(raw: Mapping[str, Any]) -> Trigger:
    return {key: value if isinstance(value, str) else tuple(value) for key, value in raw.items()}


def _field(key: str, raw: Mapping[str, Any]) -> Field:
    values = dict(raw)
    for flag in ("required", "printed", "private", "rich"):
        values[flag] = raw.get(flag) == "true"
    values["width"] = float(raw["width"])
    values["longest"] = int(raw.get("longest", 0))
    values["only_with"] = _trigger(raw["only_with"]) if "only_with" in raw else None
    return Field(key=key, **values)


def _sheet(key: str, raw: Mapping[str, Any]) -> Sheet:
    return Sheet(
        key=key,
        title=raw["title"],
        intro=raw["intro"],
        rows=int(raw["rows"]),
        least=int(raw.get("least", 0)),
        most=int(raw.get("most", 0)),
        key_field=raw.get("key", ""),
        groups={name: Group(name, group["title"], group["colour"]) for name, group in raw.get("groups", {}).items()},
        fields={name: _field(name, field) for name, field in raw["fields"].items()},
        conditions=tuple(
            Condition(entry["code"], _trigger(entry["if"]), tuple(entry["then"])) for entry in raw.get("conditions", ())
        ),
    )


def _question(raw: Mapping[str, Any]) -> Question:
    values = {"label": raw["id"], **raw, "slots": int(raw.get("slots", 0))}
    for several in ("marks", "without", "sheets"):
        values[several] = tuple(raw.get(several, ()))
    return Question(**values)


def _check_names(form: Form, questions: int) -> None:
    """Names that point at something the declaration does not hold."""
    faults = [] if len(form.questions) == questions else ["a question id stands twice"]
    for sheet in form.sheets.values():
        for field in sheet.fields.values():
            named = {field.precision_of, field.dated_by, *(field.only_with or ())} - {""}
            faults += [f"{sheet.key}.{field.key}: no field {name}" for name in named - set(sheet.fields)]
            if field.list and field.list not in form.lists:
                faults.append(f"{sheet.key}.{field.key}: no list {field.list}")
            if field.refers and field.refers not in form.sheets:
                faults.append(f"{sheet.key}.{field.key}: no sheet {field.refers}")
            if field.group and field.group not in sheet.groups:
                faults.append(f"{sheet.key}.{field.key}: no group {field.group}")
        for condition in sheet.conditions:
            named = {*condition.when, *condition.then}
            faults += [f"{sheet.key}: no field {name}" for name in named - set(sheet.fields)]
    places = (form.as_at, *form.start.values())
    faults += [f"no field {s}.{f}" for s, f in places if s not in form.sheets or f not in form.sheets[s].fields]
    faults += [f"{q.id}: no list {q.list}" for q in form.questions.values() if q.list and q.list not in form.lists]
    faults += [f"{q.id}: no sheet {name}" for q in form.questions.values() for name in set(q.sheets) - set(form.sheets)]
    asked = [question for chapter in form.chapters for question in chapter.questions]
    faults += [f"chapters: {name} is no question" for name in asked if name not in form.questions]
    if faults:
        raise FormFileError("\n".join(faults))
