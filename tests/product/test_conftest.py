"""What a run leaves out is said, can be asked for, and is a failure of CI where a
program is missing.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.paths import ROOT

TESTS = """
import pytest


@pytest.mark.slow
def test_slow(): ...


@pytest.mark.properties
@pytest.mark.parametrize("drawn", [1, 2])
def test_properties(drawn): ...


@pytest.mark.office
def test_office(): ...


def test_plain(): ...
"""
OFF = (
    "1 test (slow), 2 tests (properties), 1 test (office), run too with"
    " `pytest -n auto --all`"
)
OFFICE = "for want of soffice: 1 test (office)"


@pytest.mark.parametrize(
    ("words", "ci", "ran", "left_out", "code"),
    [
        ("", "false", 1, f"left out {OFF}", 0),
        ("", "true", 1, f"left out {OFF}", 0),
        ("-n 2", "true", 1, f"left out {OFF}", 0),
        ("--all", "false", 4, f"left out {OFFICE}", 0),
        ("--all", "true", 4, f"left out {OFFICE}", 1),
        ("-m slow", "true", 1, "", 0),
        ("-m properties", "true", 2, "", 0),
        ("-k plain", "true", 1, "", 0),
    ],
)
def test_what_is_left_out(
    words: str, ci: str, ran: int, left_out: str, code: int, tmp_path: Path
) -> None:
    """In a folder of its own, on a machine without LibreOffice, by hand or under CI."""
    (tmp_path / "test_marks.py").write_text(TESTS)
    (tmp_path / "pytest.ini").write_text(
        "[pytest]\nmarkers =\n  slow\n  properties\n  office\n"
    )
    plugins = ["-p", "xdist", "-p", "tests.conftest", "-p", "no:cacheprovider"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *plugins, *words.split()],
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "PATH": "",
            "CI": ci,
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
        },
        capture_output=True,
        encoding="utf-8",
    )
    told = [line for line in done.stdout.splitlines() if line.startswith("left out")]
    assert (done.returncode, told) == (code, [left_out] if left_out else []), (
        done.stdout
    )
    assert f"{ran} passed" in done.stdout
