"""A declaration read strictly: every scalar is text, a repeated key is refused, and all
that is read knows its place, so that what is wrong with it can be told there.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.findings.sentences import editions as sentences


class FormFileError(ValueError):
    """A declaration is not sound; the message says, in French, file, line and what is
    wrong, for all that is found. A fault of whoever made the edition, not of a user.
    """


class Place(NamedTuple):
    file: str
    line: int


# What was read, or its place, and what is wrong with it, in French.
Fault = tuple[Any, str]


class Text(str):
    """A scalar, or a key (an unquoted 3.10 is not the number 3.1)."""

    place: Place


class Keys(dict[str, Any]):
    """A mapping."""

    place: Place


class Entries(list[Any]):
    """A list."""

    place: Place


def read_file(file: Path) -> Any:
    """What a file holds. Raises FormFileError."""
    try:
        return read(file.read_text(encoding="utf-8"), str(file))
    except (OSError, UnicodeDecodeError) as error:
        raise FormFileError(sentences.unreadable(str(file))) from error


def read(text: str, file: str) -> Any:
    """What a YAML or JSON text holds; all JSON is YAML. Raises FormFileError."""
    import yaml  # a slow import, of makers of editions alone

    try:
        node = yaml.compose(text, Loader=yaml.BaseLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(file, mark.line + 1 if mark else 1)
        kind = "JSON" if file.endswith(".json") else "YAML"
        raise FormFileError(sentences.at(*place, sentences.no_yaml(kind))) from error
    return _content(node, Place(file, 1))


def _content(node: Any, place: Place) -> Any:
    """What a node of YAML holds; ``place``: where its key stands, or itself in a list."""
    found: Any
    if node is None or node.id == "scalar":
        found = Text(node.value if node else "")
    elif node.id == "sequence":
        found = Entries(
            _content(entry, Place(place.file, entry.start_mark.line + 1))
            for entry in node.value
        )
    else:
        found = Keys()
        for key, value in node.value:
            here = Place(place.file, key.start_mark.line + 1)
            name = _content(key, here)
            if name in found:
                raise FormFileError(sentences.at(*here, sentences.repeated(name)))
            found[name] = _content(value, here)
    found.place = place
    return found


def place_of(tree: Any, path: Iterable[Any]) -> Place:
    """Where something stands, by its path of keys; where the path itself is not
    written, the nearest above it.
    """
    place: Place = tree.place
    for key in path:
        try:
            tree = tree[key]
        except (LookupError, TypeError):
            break
        place = getattr(tree, "place", place)
    return place
