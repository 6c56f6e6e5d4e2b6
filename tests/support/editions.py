"""Editions made in a test: those of the project with something taken away, added or
changed, in a folder apart.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
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

HEADS = {"annee", "annee_precedente", "brouillon", "commune"}
Declared = dict[str, Any]
Change = Callable[[Declared, Declared], None]  # of form.yaml and of formulaire.json


def declared(edition: str) -> tuple[Declared, Declared]:
    """What people write of an edition: form.yaml and formulaire.json, to be changed."""
    return deepcopy(_declared(edition))


@cache
def _declared(edition: str) -> tuple[Declared, Declared]:
    home = homes()[edition]
    wording = (home.written / "formulaire.json").read_text(encoding="utf-8")
    return load_cases(home.declared / "form.yaml"), json.loads(wording)


def write_edition(folder: Path, base: str, name: str, *changes: Change) -> None:
    """An edition of another name with these changes, and all that is made of it.
    CANEVAS_EDITIONS must name the folder.
    """
    form, wording = declared(base)
    form["edition"] = name
    for change in changes:
        change(form, wording)
    home = folder / name
    home.mkdir()
    (home / "form.yaml").write_text(
        yaml.dump(form, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        encoding="utf-8",
    )
    (home / "formulaire.json").write_text(
        json.dumps(wording, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    for path, data in derived_files(load_form(name)).items():
        if name in path:
            (home / Path(path).name).write_bytes(data)


def without_question(asked: str) -> Change:
    """The edition does not ask a question, nor any that repeats its answers; its places
    are gone from the document.
    """

    def change(form: Declared, wording: Declared) -> None:
        gone = {
            question["id"]
            for question in form["questions"]
            if asked in (question["id"], question.get("of"))
        }
        form["questions"] = [
            question for question in form["questions"] if question["id"] not in gone
        ]
        for question in form["questions"]:
            if question.get("text") in gone:
                del question["text"]
        for chapter in form["chapters"]:
            chapter["questions"] = [
                name for name in chapter["questions"] if name not in gone
            ]
        form["chapters"] = [
            chapter for chapter in form["chapters"] if chapter["questions"]
        ]
        wording["blocks"] = _kept(wording["blocks"], {tag_name(name) for name in gone})

    return change


def _kept(content: list[Any], tags: set[str]) -> list[Any]:
    """Blocks or rows without those that hold a place, or are a loop, of these
    questions; tables go with their last place.
    """
    left = []
    for entry in content:
        if isinstance(entry, dict) and "t" in entry:
            rows = [row for row in entry["t"] if not _named(row) & tags]
            if len(rows) == len(entry["t"]) or any(_named(row) for row in rows):
                left.append({**entry, "t": rows})
        elif not _named(entry) & tags:
            left.append(entry)
    return left


def _named(entry: Any) -> set[str]:
    """The questions, by their tags, of which a block or a row has places, or is a loop."""
    found = re.findall(
        r'\{\*?([a-z][a-z0-9_]*)[.=}]|"in": "([a-z0-9_]+)"', json.dumps(entry)
    )
    return {name for pair in found for name in pair if name} - HEADS


def with_question(chapter: int, question: Declared, *blocks: Declared) -> Change:
    """The edition asks one question more, at the end of a chapter and of the document."""

    def change(form: Declared, wording: Declared) -> None:
        form["questions"].append(question)
        form["chapters"][chapter]["questions"].append(question["id"])
        wording["blocks"] += blocks

    return change


def with_line(name: str, item: Declared) -> Change:
    """A list has one line more, its first; so have the tables of the document that show
    it.
    """

    def change(form: Declared, wording: Declared) -> None:
        below = form["lists"][name]["items"][0]["key"]
        form["lists"][name]["items"].insert(0, item)
        for question in form["questions"]:
            if question.get("list") == name:
                _add_rows(wording["blocks"], tag_name(question["id"]), item, below)

    return change


def _add_rows(blocks: list[Any], tag: str, item: Declared, before: str) -> None:
    """The line stands above that of another item, with a place in each column that this
    one has.
    """
    for block in blocks:
        for number, row in enumerate(block.get("t", ())):
            if f"{{{tag}.{before}}}" in row:
                new = [
                    re.sub(
                        rf"\{{{tag}\.{before}(\w*)\}}",
                        rf"{{{tag}.{item['key']}\1}}",
                        cell,
                    )
                    for cell in row
                ]
                labels = [
                    item["label"] if not cell.startswith("{") else cell for cell in new
                ]
                block["t"].insert(number, labels)
                return


def without_column(sheet: str, column: str) -> Change:
    """A sheet has one column less, and nothing in form.yaml names it."""

    def change(form: Declared, wording: Declared) -> None:
        declared_sheet = form["sheets"][sheet]
        del declared_sheet["fields"][column]
        for field in declared_sheet["fields"].values():
            for key in ("precision_of", "dated_by"):
                if field.get(key) == column:
                    del field[key]
            if column in field.get("only_with", {}):
                del field["only_with"]
        declared_sheet["conditions"] = [
            {
                **condition,
                "then": [name for name in condition["then"] if name != column],
            }
            for condition in declared_sheet.get("conditions", ())
            if column not in condition["if"] and condition["then"] != [column]
        ]

    return change
