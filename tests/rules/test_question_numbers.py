"""Questions are found by their sets and lists: another edition may number them
otherwise.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.rules import families

RULES = Path(families.__file__).parent


def texts(tree: ast.AST) -> Iterator[str]:
    """The texts of a module, but those of the sets that are registered in it."""
    if isinstance(tree, ast.Constant) and isinstance(tree.value, str):
        yield tree.value
    for inner in ast.iter_child_nodes(tree):
        if not (isinstance(inner, ast.Call) and ast.unparse(inner.func) == "SETS.add"):
            yield from texts(inner)


def test_the_number_of_a_question_stands_with_its_set_alone() -> None:
    numbers = {
        number
        for edition in homes()
        for question in load_form(edition).questions.values()
        for number in (question.id, question.label)
        if not number.isidentifier()
    }
    assert {"1.1", "2.7.3", "3.10", "5.1.1"} <= numbers
    for file in RULES.rglob("*.py"):
        found = set(texts(ast.parse(file.read_text(encoding="utf-8"))))
        assert found & numbers == set(), file


def test_what_is_looked_for_is_found() -> None:
    told = """@SETS.add("label", "2.7", within=(a,))\ndef b(): return form["2.8"]"""
    assert set(texts(ast.parse(told))) == {"2.8"}
