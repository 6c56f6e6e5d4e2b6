"""YAML of tests: no key stands twice. Tables of cases stand in a page beside their test."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml


class _Unique:
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        found = super().construct_mapping(node, deep=True)  # type: ignore[misc]
        assert len(found) == len(node.value), f"a key stands twice {node.start_mark}"
        return found


class _Text(_Unique, yaml.CBaseLoader):
    """Every scalar as text: an unquoted 3.10 is not the number 3.1."""


class _Typed(_Unique, yaml.CSafeLoader):
    """Values as YAML has them, lists as tuples; ``!join [b, [a, 3]]`` is baaa."""


def _join(loader: Any, node: Any) -> str:
    pieces = loader.construct_sequence(node, deep=True)
    return "".join(one if isinstance(one, str) else one[0] * one[1] for one in pieces)


def _tuple(loader: Any, node: Any) -> tuple[Any, ...]:
    return tuple(loader.construct_sequence(node, deep=True))


_Typed.add_constructor("tag:yaml.org,2002:seq", _tuple)
_Typed.add_constructor("!join", _join)


def load_cases(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Text)


def load_typed(path: Path) -> Any:
    return yaml.load(path.read_text(encoding="utf-8"), Loader=_Typed)


@cache
def beside(file: str, load: Callable[[Path], Any] = load_typed) -> Any:
    """The page of the same name beside a test module."""
    return load(Path(file).with_suffix(".yaml"))


def cases(
    file: str, name: str, load: Callable[[Path], Any] = load_typed
) -> pytest.MarkDecorator:
    """The cases of a table of the page beside a test module. A row of headings, which are
    the arguments of the test, then a row a case, or its one argument; or cases by their
    names, each with its arguments.
    """
    table = beside(file, load)[name]
    if isinstance(table, dict):
        heading, *_ = map(tuple, table.values())
        rows = [tuple(case[of] for of in heading) for case in table.values()]
        return pytest.mark.parametrize(heading, rows, ids=table)
    heading, *rows = table
    return pytest.mark.parametrize(heading if len(heading) > 1 else heading[0], rows)
