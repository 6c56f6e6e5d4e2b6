"""What was read of a declaration -> Form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from pipeline.edition.form import (
    Chapter,
    Condition,
    Field,
    Form,
    Group,
    ReadmePart,
    Sheet,
    Trigger,
    WordingYears,
)
from pipeline.edition.questions import KINDS, ChoiceList, Item, Question
from pipeline.edition.wording import Document
from pipeline.editions.homes import Home

Kept = Mapping[str, Any]  # what form.json holds: "form", "wordings" and their "sha256"


def build(kept: Kept, home: Home | None = None) -> Form:
    """The edition, without wordings where none were read."""
    raw = kept["form"]
    return Form(
        edition=raw["edition"],
        family=raw["family"],
        title=raw["title"],
        years=tuple(int(year) for year in raw["years"]),
        as_at=_place(raw["as_at"]),
        documents=tuple(_documents(kept, home)),
        folder=raw["folder"],
        start={option: _place(place) for option, place in raw["start"].items()},
        readme=tuple(
            ReadmePart(part["heading"], tuple(part["lines"])) for part in raw["readme"]
        ),
        lists={key: _list(key, entry) for key, entry in raw["lists"].items()},
        sheets={key: _sheet(key, entry) for key, entry in raw["sheets"].items()},
        chapters=tuple(
            Chapter(part["title"], part["who"], tuple(part["questions"]))
            for part in raw["chapters"]
        ),
        questions={entry["id"]: _question(entry) for entry in raw["questions"]},
        wording=_wording_years(raw["wording"]) if "wording" in raw else None,
        extends=raw.get("extends", ""),
        origin=home.origin if home else "",
    )


def _documents(kept: Kept, home: Home | None) -> Iterator[Document]:
    folder = home.written if home else Path()
    wordings = kept.get("wordings", {})
    for key, raw in kept["form"]["documents"].items():
        blank, template = folder / raw["blank"], folder / raw["template"]
        yield Document(key, raw["file"], wordings.get(key, {}), blank, template)


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
    return {
        key: value if isinstance(value, str) else tuple(value)
        for key, value in raw.items()
    }


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
        groups={
            name: Group(name, group["title"], group["colour"])
            for name, group in raw.get("groups", {}).items()
        },
        fields={name: _field(name, field) for name, field in raw["fields"].items()},
        conditions=tuple(
            Condition(entry["code"], _trigger(entry["if"]), tuple(entry["then"]))
            for entry in raw.get("conditions", ())
        ),
    )


def _question(raw: Mapping[str, Any]) -> Question:
    values = {"label": raw["id"], **raw}
    kind = KINDS[values.pop("kind")]
    for several in {"marks", "without", "sheets"} & raw.keys():
        values[several] = tuple(raw[several])
    values |= {key: int(raw[key]) for key in {"slots", "least", "most"} & raw.keys()}
    return kind(**values)
