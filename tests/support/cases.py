"""YAML of tests: no key stands twice. Tables of cases stand in a page beside their test."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.marks import one_in


class _Unique:
    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> Any:
        found = super().construct_mapping(node, deep=True)  # type: ignore[misc]
        assert len(found) == len(node.value), f"a key stands twice {node.start_mark}"
        return found


class _Text(_Unique, yaml.CBaseLoader):
    """Every scalar as text: an unquoted 3.10 is not the number 3.1."""


class _Typed(_Unique, yaml.CSafeLoader):
    """Values as YAML has them, lists as tuples; ``!join [b, [a, 3]]`` is baaa."""


def joined(piece: Any) -> Any:
    """A text from its pieces in a row, or from one and how often it repeats; what is no
    text is itself.
    """
    if not isinstance(piece, tuple):
        return piece
    if len(piece) == 2 and isinstance(piece[1], int):
        return joined(piece[0]) * piece[1]
    return "".join(map(joined, piece))


def _join(loader: Any, node: Any) -> str:
    return str(joined(_tuple(loader, node)))


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
    file: str, name: str, load: Callable[[Path], Any] = load_typed, every: int = 1
) -> pytest.MarkDecorator:
    """The cases of a table of the page beside a test module. A row of headings, which are
    the arguments of the test, then a row a case, or its one argument; or cases by their
    names, each with its arguments. One in ``every`` is in each run.
    """
    table = beside(file, load)[name]
    if isinstance(table, dict):
        heading, *_ = map(tuple, table.values())
        assert all(case.keys() == {*heading} for case in table.values()), name
        rows = [tuple(case[of] for of in heading) for case in table.values()]
        return pytest.mark.parametrize(heading, one_in(every, rows), ids=table)
    heading, *rows = table
    arguments = heading if len(heading) > 1 else heading[0]
    return pytest.mark.parametrize(arguments, one_in(every, rows))
