"""The marks of setup.cfg: a test whose program is missing is left out and said so; under CI the run then fails."""

from __future__ import annotations

import os
import shutil
from collections import Counter
from pathlib import Path

import pytest

# A program on PATH, or a package that npm has put beside the project.
NEEDS = {"office": ("soffice",), "web": ("chromium", "axe-core")}
PACKAGES = Path(__file__).parents[1] / "node_modules"

LEFT_OUT = pytest.StashKey[Counter[str]]()


def _missing(mark: str) -> list[str]:
    return [name for name in NEEDS[mark] if not shutil.which(name) and not (PACKAGES / name).is_dir()]


@pytest.hookimpl(trylast=True)  # after -k and -m: what nobody asked for is not left out
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect the tests whose mark wants a program that is not there."""
    wanting = {mark for mark in NEEDS if _missing(mark)}
    marks = {item: [mark for mark in NEEDS if mark in wanting and item.get_closest_marker(mark)] for item in items}
    config.stash[LEFT_OUT] = Counter(found[0] for found in marks.values() if found)
    config.hook.pytest_deselected(items=[item for item, found in marks.items() if found])
    items[:] = [item for item, found in marks.items() if not found]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """One line for all that was left out."""
    left_out = config.stash.get(LEFT_OUT, Counter())
    if left_out:
        counted = {mark: f"{n} test{'s' * (n > 1)} ({mark})" for mark, n in left_out.items()}
        parts = [f"for want of {', '.join(_missing(mark))}: {tests}" for mark, tests in counted.items()]
        terminalreporter.write_line(f"left out {'; '.join(parts)}", yellow=True)


def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Where everything should be installed, a test left out is a failure."""
    if os.environ.get("CI") == "true" and session.config.stash.get(LEFT_OUT, Counter()):
        session.exitstatus = exitstatus or pytest.ExitCode.TESTS_FAILED
