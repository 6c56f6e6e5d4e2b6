"""What is left out, and said so: tests of a mark that costs time or drives another
program, unless they are asked for; and of those that are, the tests whose program is
missing. Under CI a run that has asked for these fails.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Generator
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
# Marks that are off: `--all` asks for them too, `-m` for what it names.
OFF = ("slow", "properties", *NEEDS)

# Of a test with more cases than these, one in three is in every run.
FEW = 2

LEFT_OUT = pytest.StashKey[Counter[str]]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--all",
        action="store_true",
        help=f"run the tests marked {', '.join(OFF)} too",
    )


def _asked(config: pytest.Config) -> bool:
    """Whether a run asks for marks that are off."""
    return bool(config.option.all or config.option.markexpr)


def _missing(mark: str) -> list[str]:
    return [
        name
        for name in NEEDS[mark]
        if not shutil.which(name) and not (PACKAGES / name).is_dir()
    ]


def _mark_further_cases(items: list[pytest.Item]) -> None:
    """Mark most cases of a test with many as slow: they show more of the same."""
    cases: dict[str, list[pytest.Item]] = {}
    for item in items:
        if not any(map(item.get_closest_marker, OFF)):
            cases.setdefault(item.nodeid.partition("[")[0], []).append(item)
    for same in cases.values():
        for number, item in enumerate(same if len(same) > FEW else ()):
            if number % 3:
                item.add_marker(pytest.mark.slow)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> Generator[None]:
    """Deselect the tests of a mark that is off, or wants a program that is not there."""
    _mark_further_cases(items)
    yield  # -k and -m are done here: what nobody asked for is not left out
    off = [mark for mark in NEEDS if _missing(mark)] if _asked(config) else OFF
    marks = {
        item: [mark for mark in off if item.get_closest_marker(mark)] for item in items
    }
    first = Counter(found[0] for found in marks.values() if found)
    left_out = Counter({mark: first[mark] for mark in off if first[mark]})
    config.stash[LEFT_OUT] = left_out
    # Of the processes of pytest-xdist, the one that started them does the telling.
    if hasattr(config, "workeroutput"):
        config.workeroutput["left out"] = dict(left_out)
    config.hook.pytest_deselected(
        items=[item for item, found in marks.items() if found]
    )
    items[:] = [item for item, found in marks.items() if not found]


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Each process of pytest-xdist leaves out the same; one that has died says nothing."""
    if output := getattr(node, "workeroutput", None):
        left_out: Counter[str] = Counter(output.get("left out"))
        node.config.stash[LEFT_OUT] = left_out  # type: ignore[attr-defined]  # xdist has no types


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """One line for all that was left out."""
    left_out = config.stash.get(LEFT_OUT, Counter())
    counted = {
        mark: f"{n} test{'s' * (n > 1)} ({mark})" for mark, n in left_out.items()
    }
    if _asked(config):
        why = [
            f"for want of {', '.join(_missing(mark))}: {counted[mark]}"
            for mark in counted
        ]
        told = "; ".join(why)
    else:
        told = f"{', '.join(counted.values())}, run too with `pytest -n auto --all`"
    if counted:
        terminalreporter.write_line(f"left out {told}", yellow=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything should be installed, a test that is asked for and left out for
    want of a program is a failure.
    """
    left_out = session.config.stash.get(LEFT_OUT, Counter())
    if os.environ.get("CI") == "true" and _asked(session.config) and left_out:
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED
