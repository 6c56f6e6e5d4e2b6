"""form.yaml -> Form. Strict: every scalar is text, repeated keys are refused, the file
is held to form.schema.json, and what it names must be there, in formulaire.json too
(declared_names.py).

Strict reading is slow: what it gave stands beside it as form.json, which counts for
that very form.yaml and formulaire.json alone.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from importlib import import_module
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
from pipeline.edition.own_editions import own_editions, own_folder
from pipeline.edition.questions import KINDS, ChoiceList, Item, Question
from pipeline.edition.wording import template_file

_ROOT = Path(import_module("pipeline.schema").__path__[0])
FORM, WORDING = "form.yaml", "formulaire.json"
_MADE = ("modele.docx", "officiel.docx")  # without which there is no report
_MAKE = "lancez « canevas modele fabriquer {} »."
Lines = Mapping[tuple[Any, ...], int]  # path of keys in a YAML file -> its line


class FormFileError(ValueError):
    """A declaration is not sound; the message says, in French, file, line and what is
    wrong, for all that is found. A fault of whoever made the edition, not of a user.
    """


def editions() -> list[str]:
    """The names of the editions that there are."""
    try:
        own = own_editions()
    except OSError as error:
        raise FormFileError(
            f"CANEVAS_EDITIONS : « {error.filename} » n'est pas un dossier."
        ) from error
    return sorted({*own, *(file.parent.name for file in _ROOT.glob(f"*/{FORM}"))})


def edition_file(edition: str, name: str) -> Path:
    """A declaration of an edition, or what is made of it."""
    return (own_folder(edition) or _ROOT / edition) / name


@cache
def load_form(edition: str) -> Form:
    """The declared edition. Raises FormFileError when the declaration is unsound,
    KeyError when there is none.
    """
    return _form(_declaration(edition))


def sheet_titles() -> Mapping[str, tuple[str, ...]]:
    """The titles of the sheets of each edition, by its name; no Form is built for it."""
    return {
        name: tuple(sheet["title"] for sheet in _declaration(name)["sheets"].values())
        for name in editions()
    }


@cache
def _declaration(edition: str) -> Mapping[str, Any]:
    """What form.yaml says: from form.json where that was made of these very files, else
    parsed.
    """
    if not edition_file(edition, FORM).is_file():
        raise KeyError(edition)
    with suppress(
        OSError, ValueError, KeyError, TypeError
    ):  # no form.json yet, or none that can be read
        kept = json.loads(
            edition_file(edition, "form.json").read_text(encoding="utf-8")
        )
        if kept["sha256"] == _sha256(edition):
            form: Mapping[str, Any] = kept["form"]
            return form
    return _sound(edition)


def remade(edition: str) -> str:
    """What to do where the declaration changed since the files of an edition were made
    of it; "" where it did not.
    """
    with suppress(OSError, ValueError, KeyError, TypeError):
        if json.loads(edition_file(edition, "form.json").read_text(encoding="utf-8"))[
            "sha256"
        ] == _sha256(edition):
            return ""
    return (
        f"La déclaration de {edition} a changé depuis que ses fichiers ont été faits :"
        f" {_MAKE.format(edition)}"
    )


def unmade(error: OSError) -> str:
    """What to do where a file that is made of an edition is not there; "" where the
    error is about another file.
    """
    for edition in editions() if isinstance(error, FileNotFoundError) else ():
        if str(error.filename) in {str(template_file(edition, name)) for name in _MADE}:
            return f"Les fichiers de {edition} ne sont pas encore faits : {_MAKE.format(edition)}"
    return ""


def form_json(edition: str) -> bytes:
    """form.json, made of the declaration as it stands. Raises FormFileError when that
    is unsound.
    """
    kept = {"sha256": _sha256(edition), "form": _sound(edition)}
    return f"{json.dumps(kept, ensure_ascii=False, indent=1)}\n".encode()


def _sha256(edition: str) -> str:
    """Of both files that people write, whatever ends their lines."""
    texts = (file.read_text(encoding="utf-8") for file in _written(edition))
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()


def _written(edition: str) -> tuple[Path, Path]:
    return edition_file(edition, FORM), template_file(edition, WORDING)


# ---- strict reading


def _sound(edition: str) -> Mapping[str, Any]:
    """The content of a sound form.yaml, its places held to formulaire.json."""
    # seldom needed, as all that makers of editions need
    from pipeline.editions.declared_names import (
        unanswered,
        unplaced,
    )

    declared, written = _written(edition)
    raw, lines = _parsed(declared.read_text(encoding="utf-8"), str(declared))
    if raw["edition"] != edition:
        said = (
            f"l'édition « {raw['edition']} » est dans le dossier « {edition} » : l'un et"
            " l'autre ont le même nom"
        )
        raise FormFileError(_told(str(declared), lines, ("edition",), said))
    try:
        text = written.read_text(encoding="utf-8")
        wording = json.loads(text)
    except OSError as error:
        raise FormFileError(
            f"{written} : ce fichier manque, ou ne peut pas être lu."
        ) from error
    except ValueError as error:
        line = (
            f", ligne {error.lineno}" if isinstance(error, json.JSONDecodeError) else ""
        )
        raise FormFileError(f"{written}{line} : ce n'est pas du JSON.") from error
    form = _form(raw)
    found = [
        _told(str(declared), lines, path, what)
        for path, what in unplaced(form, wording)
    ]
    found += [
        f"{written}, ligne {_line_of(text, piece)} : {said}"
        for piece, said in unanswered(form, wording)
    ]
    if found:
        raise FormFileError("\n".join(found))
    return raw


def _line_of(text: str, piece: str) -> int:
    """The line of a JSON file on which a piece of one of its texts first stands."""
    written = json.dumps(piece, ensure_ascii=False)[1:-1] if piece[:1] != '"' else piece
    return text.count("\n", 0, max(text.find(written), 0)) + 1


def parse_form(text: str) -> Form:
    """The Form that a form.yaml declares. Raises FormFileError when the declaration is
    unsound.
    """
    return _form(_parsed(text)[0])


def _parsed(text: str, file: str = FORM) -> tuple[Mapping[str, Any], Lines]:
    """The content of a form.yaml that is sound in itself, with the line of each of its
    keys.
    """
    from jsonschema import (
        Draft202012Validator,
    )  # a slow import, of makers of editions alone

    from pipeline.editions.declared_keys import question_keys
    from pipeline.editions.declared_names import form_faults
    from pipeline.editions.schema_refusals import said

    raw, lines = _load(text, file)
    schema = json.loads((_ROOT / "form.schema.json").read_text(encoding="utf-8"))
    broken = Draft202012Validator(schema).iter_errors(raw)
    found = [
        _told(file, lines, tuple(error.absolute_path), said(error)) for error in broken
    ]
    if not found:
        faults = question_keys(raw["questions"])
        found = [_told(file, lines, path, what) for path, what in faults]
    if not found:
        faults = form_faults(
            _form(raw), [question["id"] for question in raw["questions"]]
        )
        found = [_told(file, lines, path, what) for path, what in faults]
    if found:
        raise FormFileError("\n".join(dict.fromkeys(found)))
    return raw, lines


def _told(file: str, lines: Lines, path: tuple[Any, ...], said: str) -> str:
    """A fault with its place; where the path itself is not written, the nearest one
    above it.
    """
    while path not in lines:
        path = path[:-1]
    return f"{file}, ligne {lines[path]} : {said}"


def load_text(text: str) -> Any:
    """Parse YAML with every scalar as text (an unquoted 3.10 is not the number 3.1);
    raises FormFileError on a repeated key.
    """
    return _load(text)[0]


def _load(text: str, file: str = FORM) -> tuple[Any, Lines]:
    """The same, with the line of each key and of each entry of a list."""
    import yaml

    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = f", ligne {mark.line + 1}" if mark else ""
        raise FormFileError(f"{file}{line} : ce n'est pas du YAML.") from error
    return _content(node, file), dict(_lines(node, (), 0))


def _content(node: Any, file: str) -> Any:
    """What a node of YAML holds, as text, lists and mappings."""
    if node is None or node.id == "scalar":
        return node.value if node else None
    if node.id == "sequence":
        return [_content(item, file) for item in node.value]
    found: dict[Any, Any] = {}
    for key, value in node.value:
        if key.value in found:
            raise FormFileError(
                f"{file}, ligne {key.start_mark.line + 1} : la clé « {key.value} » est là deux fois"
            )
        found[key.value] = _content(value, file)
    return found


def _lines(
    node: Any, path: tuple[Any, ...], line: int
) -> Iterator[tuple[tuple[Any, ...], int]]:
    """The line on which each key, or each entry of a list, begins; ``line``: that of
    the node, counted from 0.
    """
    yield path, line + 1
    if node and node.id == "sequence":
        for number, entry in enumerate(node.value):
            yield from _lines(entry, (*path, number), entry.start_mark.line)
    elif node and node.id == "mapping":
        for key, value in node.value:
            yield from _lines(value, (*path, key.value), key.start_mark.line)


# ---- the Form of what was read


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
    if "slots" in raw:
        values["slots"] = int(raw["slots"])
    return kind(**values)
