"""Editions made in a test: one of the project with something taken away, added or
changed, in a folder apart.
"""

from __future__ import annotations

import json
import re
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from pipeline.edition.questions import tag_name
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.makers.derived import derived_files
from tests.support.cases import load_cases

Declared = dict[str, Any]
# The changes of form.yaml and of formulaire.json: verb -> what stands below it.
Change = tuple[Declared, Declared]


def declared(edition: str) -> tuple[Declared, Declared]:
    """What people write of an edition: form.yaml and formulaire.json, to be changed."""
    return deepcopy(_declared(edition))


@cache
def _declared(edition: str) -> tuple[Declared, Declared]:
    home = homes()[edition]
    wording = (home.written / "formulaire.json").read_text(encoding="utf-8")
    return load_cases(home.declared / "form.yaml"), json.loads(wording)


def write_edition(folder: Path, name: str, form: Declared, wording: Declared) -> None:
    """The two files of an edition, and all that is made of them. CANEVAS_EDITIONS must
    name the folder.
    """
    home = folder / name
    home.mkdir(parents=True)
    form = {"edition": name} | form | {"edition": name}
    (home / "form.yaml").write_text(
        yaml.dump(form, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    (home / "formulaire.json").write_text(
        json.dumps(wording, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    make_files(folder, name)


def make_files(folder: Path, name: str) -> None:
    """All that is made of an edition."""
    for path, data in derived_files(load_form(name)).items():
        if name in path:
            (folder / name / Path(path).name).write_bytes(data)


def write_extension(
    folder: Path, base: str, name: str, *changes: Change, **said: Any
) -> None:
    """An edition that extends another with these changes; ``said``: what it says itself
    at the top of form.yaml.
    """
    both: tuple[Declared, Declared] = ({}, {})
    for change in changes:
        for whole, part in zip(both, change, strict=True):
            for verb, given in part.items():
                if verb == "remove":
                    whole.setdefault(verb, []).extend(given)
                else:
                    whole.setdefault(verb, {}).update(given)
    form, wording = ({"extends": base, "changes": whole} for whole in both)
    write_edition(folder, name, {**form, **said}, wording)


def without_question(base: str, asked: str) -> Change:
    """The edition does not ask a question, nor any that repeats its answers."""
    gone = [
        question
        for question in declared(base)[0]["questions"]
        if asked in (question["id"], question.get("of"))
    ]
    printed = [each["id"] for each in gone if each["kind"] != "number"]
    return {"remove": [each["id"] for each in gone]}, {"remove": printed}


def with_question(after: str, question: Declared, *blocks: Declared) -> Change:
    """The edition asks one question more, after another."""
    return {"insert": {after: question}}, {"insert": {after: [*blocks]}}


def with_line(base: str, address: str, item: Declared) -> Change:
    """A list has one line more, after that of the address; so have the tables of the
    document that show it.
    """
    form, wording = declared(base)
    above = address.partition("/")[2]
    rows = {}
    for question in form["questions"]:
        tag = tag_name(question["id"])
        for block in wording["blocks"]:
            for row in block.get("t", ()):
                if f"{{{tag}.{above}}}" in row:
                    new = [
                        re.sub(rf"\.{above}(?=[_}}])", f".{item['key']}", c)
                        for c in row
                    ]
                    rows[f"{question['id']}/{above}"] = [
                        item["label"] if not cell.startswith("{") else cell
                        for cell in new
                    ]
    listed = {
        at
        for at in rows
        if _list_of(form, at) == _list_of(form, address) or not _list_of(form, address)
    }
    shown = {at: row for at, row in rows.items() if at in listed}
    return {"insert": {address: item}}, {"insert": shown} if shown else {}


def _list_of(form: Declared, address: str) -> str:
    """The list that a line of a question or of a column is of."""
    of, _, _ = address.partition("/")
    for question in form["questions"]:
        if question["id"] == of:
            return str(question.get("list", ""))
    sheet, _, column = of.partition(".")
    return str(form["sheets"][sheet]["fields"][column]["list"])


def without_column(base: str, sheet: str, column: str) -> Declared:
    """The sheets of an edition of which one has one column less, and nothing in it
    names it.
    """
    changed = declared(base)[0]["sheets"][sheet]
    del changed["fields"][column]
    for field in changed["fields"].values():
        for key in ("precision_of", "dated_by"):
            if field.get(key) == column:
                del field[key]
        if column in field.get("only_with", {}):
            del field["only_with"]
    changed["conditions"] = [
        {**condition, "then": [name for name in condition["then"] if name != column]}
        for condition in changed.get("conditions", ())
        if column not in condition["if"] and condition["then"] != [column]
    ]
    return {sheet: changed}
