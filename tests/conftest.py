"""What is left out, and said so: tests of a mark that costs time, unless they are asked
for, and those whose program is missing; under CI a run then fails that has asked for
them.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

# A program on PATH, or a package that npm has put beside the project.
NEEDS = {
    "office": ("soffice",),
    "web": (
        *("chromium", "firefox-esr", "node", "axe-core", "puppeteer-core"),
        *("typescript", "pyodide", "@noble/ciphers"),
    ),
}
PACKAGES = Path(__file__).parents[1] / "node_modules"
# Marks of what takes long: `--all` asks for them too, `-m` for what it names.
LONG = ("slow", "properties")

LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help=f"run the tests marked {' and '.join(LONG)} too",
    )


def _missing(mark: str) -> list[str]:
    return [
        name
        for name in NEEDS[mark]
        if not shutil.which(name) and not (PACKAGES / name).is_dir()
    ]


@pytest.hookimpl(trylast=True)  # after -k and -m: what nobody asked for is not left out
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Deselect the tests of a mark that is off, or wants a program that is not there."""
    long = () if config.option.all or config.option.markexpr else LONG
    off = (*long, *(mark for mark in NEEDS if _missing(mark)))
    marks = {
        item: [mark for mark in off if item.get_closest_marker(mark)] for item in items
    }
    left_out = Counter(found[0] for found in marks.values() if found)
    config.stash[LEFT_OUT] = left_out
    if hasattr(
        config, "workeroutput"
    ):  # a process of pytest-xdist: the one that started it does the telling
        config.workeroutput["left out"] = dict(left_out)
    config.hook.pytest_deselected(
        items=[item for item, found in marks.items() if found]
    )
    items[:] = [item for item, found in marks.items() if not found]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Each process of pytest-xdist leaves out the same."""
    config, output = node.config, node.workeroutput  # type: ignore[attr-defined]  # xdist has no types
    left_out: Counter[str] = Counter(output.get("left out"))
    config.stash[LEFT_OUT] = left_out


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """One line for all that was left out."""
    left_out = config.stash.get(LEFT_OUT, Counter())
    counted = {
        mark: f"{n} test{'s' * (n > 1)} ({mark})" for mark, n in left_out.items()
    }
    parts = [
        f"for want of {', '.join(_missing(mark))}: {counted[mark]}"
        for mark in NEEDS
        if mark in counted
    ]
    if long := [counted[mark] for mark in LONG if mark in counted]:
        parts.insert(0, f"{' and '.join(long)}, run too with `pytest -n auto --all`")
    if parts:
        terminalreporter.write_line(f"left out {'; '.join(parts)}", yellow=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything should be installed, a test left out for want of a program is a
    failure.
    """
    left_out = session.config.stash.get(LEFT_OUT, Counter())
    if os.environ.get("CI") == "true" and any(left_out[mark] for mark in NEEDS):
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED
