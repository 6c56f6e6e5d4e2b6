"""Every promise of SECURITY.md names the tests that hold it, and they are there; no
page links to nowhere.
"""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

from tests.support.paths import ROOT

PAGE = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")
PROMISES = {
    part.splitlines()[0]: part
    for part in PAGE.partition("## What is promised")[2]
    .partition("\n## ")[0]
    .split("\n### ")[1:]
}
PAGES = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")])


@cache
def found_in(file: str) -> frozenset[str]:
    """The tests that a file has at its top level, where pytest finds them."""
    body = ast.parse((ROOT / file).read_text(encoding="utf-8")).body
    return frozenset(
        one.name
        for one in body
        if isinstance(one, ast.FunctionDef) and one.name.startswith("test_")
    )


def test_there_are_promises() -> None:
    assert [title.partition(".")[0] for title in PROMISES] == [
        str(number) for number in range(1, 12)
    ]


@pytest.mark.parametrize("promise", PROMISES)
def test_a_promise_names_tests_that_exist(promise: str) -> None:
    named = NAMED.findall(PROMISES[promise])
    assert named and len(named) == PROMISES[promise].count(
        "/test_"
    )  # none of them spelled otherwise
    assert [(file, name) for file, name in named if name not in found_in(file)] == []


def anchors(page: Path) -> set[str]:
    """Where a link into a page may lead: its headings as they are named on the web."""
    titles = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {
        re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles
    }


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.name))
def test_every_link_leads_somewhere(page: Path) -> None:
    for target, anchor in re.findall(
        r"\]\((?!https?:)([^)#\s]*)#?([^)\s]*)\)", page.read_text(encoding="utf-8")
    ):
        found = page.parent / target if target else page
        assert found.exists(), target
        assert not anchor or anchor in anchors(found), f"{target}#{anchor}"
