"""README's tables say which commands, options and exit codes there are: all of them,
and no other.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from pipeline.cli import COMMANDS, command
from tests.cli.test_cli import run
from tests.support.faults import contact, workbook
from tests.support.paths import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")


def table(heading: str) -> list[list[str]]:
    """The rows of the table whose first head is this."""
    behind = README.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return [row.strip("| ").split(" | ") for row in behind.splitlines()[2:]]


def described() -> dict[str, set[str]]:
    """The commands of README's table, each with the options that its rows name. What is
    called without a command's name is not among them.
    """
    found: dict[str, set[str]] = {}
    for called, told in table("command"):
        if name := re.match(r"`canevas (modele [a-z]+|[a-z-]+)\b", called):
            found.setdefault(name[1], set()).update(
                re.findall(r"(?<![\w-])--?[a-z][a-z-]*", f"{called} {told}")
            )
    return found


def known(name: str, of: click.Command) -> Iterator[tuple[str, list[click.Parameter]]]:
    """A command with its parameters; of a group those below it."""
    if isinstance(of, click.Group):
        for below, one in of.commands.items():
            yield from known(f"{name} {below}", one)
    else:
        yield name, of.params


OPTIONS = {
    name: [set(one.opts) for one in parameters if isinstance(one, click.Option)]
    for each in COMMANDS
    for name, parameters in known(each, command(each))
}


def test_the_table_has_every_command_and_no_other() -> None:
    assert set(described()) == set(OPTIONS)
    assert {"classeur", "produire", "modele fabriquer"} <= set(OPTIONS)


@pytest.mark.parametrize("name", OPTIONS)
def test_the_table_has_every_option_of_a_command_and_no_other(name: str) -> None:
    written = described()[name]
    assert [names for names in OPTIONS[name] if not names & written] == []
    assert written - {one for names in OPTIONS[name] for one in names} == set()


def exits() -> set[int]:
    """The numbers that the code of the commands ends with by itself."""
    found = set()
    for file in (ROOT / "pipeline" / "cli").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "sys.exit":
                found |= {
                    one.value for one in ast.walk(node) if isinstance(one, ast.Constant)
                }
    return {code for code in found if type(code) is int}


def test_the_table_has_every_exit_code_and_no_other() -> None:
    written = {int(code) for code, _ in table("exit code")}
    assert written == exits() | {0, click.UsageError.exit_code}


def test_the_exit_codes_are_those_of_the_table(tmp_path: Path) -> None:
    sound, faulty = tmp_path / "juste.xlsx", tmp_path / "fautif.xlsx"
    sound.write_bytes(workbook())
    faulty.write_bytes(workbook(contact(5, mode="pigeon")))
    told = dict(table("exit code"))
    assert (
        told["0"] == "done"
        and run("produire", sound, "-o", tmp_path / "out").exit_code == 0
    )
    assert (
        "faults in the workbook" in told["1"]
        and run("verifier", faulty, "--sans-copie").exit_code == 1
    )
    [report] = (tmp_path / "out").glob("*/*.docx")
    sound.write_bytes(workbook(contact(5, mode="E-mail")))
    assert (
        "differences found" in told["1"]
        and run("controler", report, sound).exit_code == 1
    )
    assert "misuse" in told["2"] and run("produire").exit_code == 2
    assert (
        "cannot be written" in told["2"]
        and run("produire", sound, "-o", faulty).exit_code == 2
    )


@pytest.mark.parametrize("mark", ["report", "tests"])
def test_what_is_run_on_a_bare_machine_begins_with_the_lists_of_packages(
    mark: str,
) -> None:
    """A minimal Debian has none; and pip says what it does."""
    called = README.partition(f"<!-- {mark} -->\n```sh\n")[2].partition("\n```")[0]
    assert called.startswith("apt-get update && apt-get install -y python3-venv && ")
    assert "pip install -c constraints.txt -e " in called and "\n" not in called
