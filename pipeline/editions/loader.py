"""form.yaml -> Form. Strict: the file is held to form.schema.json, and what it names
must be there, in its wordings too (declared_names.py).

Strict reading is slow: what it gave stands beside it as form.json, which counts for
those very files that people write alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cache
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
from pipeline.editions.homes import FORM, SCHEMA, Home, homes
from pipeline.editions.reading import FormFileError, place_of, read, read_file
from pipeline.editions.resolved import printed
from pipeline.findings.sentences import editions as sentences

Kept = Mapping[str, Any]  # what form.json holds: "form", "wordings" and their "sha256"


def load_form(edition: str, further: Path | None = None) -> Form:
    """The declared edition; ``further``: a folder of editions beside those that every
    run knows. Raises FormFileError when the declaration is unsound, KeyError when there
    is none.
    """
    return _load(homes(further)[edition])


def known_forms(further: Path | None = None) -> tuple[Form, ...]:
    """All editions that there are. Raises FormFileError where one is unsound."""
    return tuple(map(_load, homes(further).values()))


@cache
def _load(home: Home) -> Form:
    return _form(_fresh(home) or _sound(home), home)


def _home(form: Form) -> Home:
    return homes(Path(form.origin) if form.origin else None)[form.edition]


def _fresh(home: Home) -> Kept | None:
    """What form.json holds, where it was made of these very files."""
    # no form.json yet, or none that can be read
    with suppress(OSError, ValueError, KeyError, TypeError):
        text = (home.declared / "form.json").read_text(encoding="utf-8")
        kept: Kept = json.loads(text)
        if kept["sha256"] == _sha256(home, kept["form"]):
            return kept
    return None


def remade(form: Form) -> str:
    """What to do where the declaration changed since the files of an edition were made
    of it; "" where it did not.
    """
    return "" if _fresh(_home(form)) else sentences.remade(form.edition)


def unmade(error: OSError) -> str:
    """What to do where a document that is made of an edition is not there; "" where the
    error is about another file.
    """
    file = Path(str(error.filename))
    made = isinstance(error, FileNotFoundError) and file.suffix == ".docx"
    return (
        sentences.unmade(file.parent.name)
        if made and any(file.parent.glob("*.json"))
        else ""
    )


def form_json(form: Form) -> bytes:
    """form.json, made of the declaration as it stands. Raises FormFileError when that
    is unsound.
    """
    kept = _sound(_home(form))
    return f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode()


def _sha256(home: Home, raw: Mapping[str, Any]) -> str:
    """Of the files that people write, whatever ends their lines."""
    named = (home.written / each["wording"] for each in raw["documents"].values())
    files = (home.declared / FORM, *named)
    texts = (file.read_text(encoding="utf-8") for file in files)
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


# ---- strict reading


def _sound(home: Home) -> Kept:
    """The content of a sound form.yaml and of its wordings."""
    # seldom needed, as all that makers of editions need
    from pipeline.editions.declared_names import unanswered, unplaced

    raw = _declared(home)
    wordings, files = {}, {}
    for key, document in raw["documents"].items():
        files[key] = home.written / document["wording"]
        wordings[key] = printed(read_file(files[key]))
    kept = {"sha256": _sha256(home, raw), "form": raw, "wordings": wordings}
    form = _form(kept, home)
    found = [
        sentences.at(*place_of(raw, path), what)
        for path, what in unplaced(form, list(wordings.values()))
    ]
    for key, wording in wordings.items():
        text = files[key].read_text(encoding="utf-8")
        for piece, what in unanswered(form, wording):
            found.append(sentences.at(str(files[key]), _line_of(text, piece), what))
    _refuse(found)
    return kept


def _line_of(text: str, piece: str) -> int:
    """The line of a JSON file on which a piece of one of its texts first stands."""
    written = json.dumps(piece, ensure_ascii=False)[1:-1] if piece[:1] != '"' else piece
    return text.count("\n", 0, max(text.find(written), 0)) + 1


def _refuse(found: Iterable[str]) -> None:
    if told := "\n".join(dict.fromkeys(found)):
        raise FormFileError(told)


def _declared(home: Home) -> Mapping[str, Any]:
    """The content of a form.yaml that is sound in itself."""
    raw = read_file(home.declared / FORM)
    _check(raw)
    if raw["edition"] != home.edition:
        said = sentences.other_name(raw["edition"], home.edition)
        raise FormFileError(sentences.at(*place_of(raw, ["edition"]), said))
    checked: Mapping[str, Any] = raw
    return checked


def _check(raw: Any) -> None:
    """Hold what form.yaml says to the schema, and its names to what there is."""
    # a slow import, of makers of editions alone
    from jsonschema import Draft202012Validator

    from pipeline.editions.declared_keys import question_keys
    from pipeline.editions.declared_names import form_faults
    from pipeline.editions.schema_refusals import said

    schema = json.loads((SCHEMA / "form.schema.json").read_text(encoding="utf-8"))
    broken = list(Draft202012Validator(schema).iter_errors(raw))
    faults = [(tuple(error.absolute_path), said(error)) for error in broken]
    if not faults:
        faults = list(question_keys(raw["questions"]))
    if not faults:
        asked = [question["id"] for question in raw["questions"]]
        faults = list(form_faults(_form({"form": raw}), asked))
    _refuse(sentences.at(*place_of(raw, path), what) for path, what in faults)


def parse_form(text: str) -> Form:
    """The Form that a form.yaml declares, without its wordings. Raises FormFileError
    when the declaration is unsound.
    """
    raw = read(text, FORM)
    _check(raw)
    return _form({"form": raw})


# ---- the Form of what was read


def _form(kept: Kept, home: Home | None = None) -> Form:
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
