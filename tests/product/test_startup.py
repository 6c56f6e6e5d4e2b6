"""What a command imports: the libraries that it needs, and no other."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.cli import COMMANDS, command, main
from tests.support.paths import ROOT

EXAMPLES = ROOT / "inputs"
LIBRARIES = {
    *(
        "click",
        "docx",
        "docxtpl",
        "jinja2",
        "jsonschema",
        "lxml",
        "markupsafe",
        "msoffcrypto",
        "openpyxl",
    ),
    *("rapidfuzz", "xlsxwriter", "yaml"),
}
# What the report of a sound workbook may import.
OF_A_REPORT = {"click"}
CLSS, DICS = "marolles-anneessens-2022.xlsx", "estinnes-2023.xlsx"


def imported(*words: str | Path) -> set[str]:
    """The modules that are there once a command has run, in a process of its own."""
    program = """
import sys
from pipeline.cli import main
try:
    main(sys.argv[1:])
except SystemExit as end:
    assert not end.code, end.code
print("\\n" + " ".join(sys.modules))
"""
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, *map(str, words)],
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.splitlines()[-1].split())


def test_the_help_imports_no_command() -> None:
    found = imported("--help")
    assert found & LIBRARIES == {"click"}
    ours = {name for name in found if name.startswith("pipeline.")}
    assert ours == {
        "pipeline.cli",
        "pipeline.cli.french",
        "pipeline.cli.terminal",
        "pipeline.findings",
        "pipeline.findings.installation",
        "pipeline.model",
        "pipeline.model.text",
    }


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_of_a_command_imports_that_command_alone(name: str) -> None:
    found = imported(name, "--help")
    assert found & LIBRARIES == {"click"}
    own = {other: f"pipeline.cli.{other.replace('-', '_')}" for other in COMMANDS}
    assert {other for other in COMMANDS if own[other] in found} == {name}


@pytest.mark.parametrize(("workbook", "family"), [(DICS, "dics"), (CLSS, "clss")])
def test_a_report_imports_what_it_needs(
    workbook: str, family: str, tmp_path: Path
) -> None:
    found = imported("produire", EXAMPLES / workbook, "--rapport-seul", "-o", tmp_path)
    assert found & LIBRARIES <= OF_A_REPORT
    folders = {
        name.split(".")[2] for name in found if name.startswith("pipeline.rules.")
    }
    assert folders & {"dics", "clss"} == {family}
    aside = (
        "rules.dics.explain",
        "rules.dics.absences",
        "rules.clss.explain",
        "explain.proof",
        "explain.dashboard",
    )
    assert not found & {f"pipeline.{name}" for name in aside}


def test_the_help_is_that_of_the_commands() -> None:
    assert list(main.commands) == list(COMMANDS)
    for name, words in COMMANDS.items():
        assert command(name).help == words
