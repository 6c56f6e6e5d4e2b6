"""The bill of dependencies is that of what is installed, and the check for known
vulnerabilities says what it found.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from configparser import ConfigParser
from datetime import UTC, datetime, timedelta
from importlib.metadata import distribution
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.support.cases import cases
from tests.support.paths import ROOT

CHECK = ROOT / ".ci" / "vulnerabilities.py"
ASKED, FOLLOWING = "## Asked for by `setup.cfg`", "## Asked for by these"
PLACE = {
    "extra": "",
    "python_version": "3.11",
    "sys_platform": "linux",
    "platform_system": "Linux",
}


def bill(heading: str) -> dict[str, list[str]]:
    """A table of the page: package -> its row."""
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    part = page.partition(f"{heading}\n")[2].partition("\n## ")[0]
    lines = [
        line.strip("| ").split(" | ")
        for line in part.splitlines()
        if line.startswith("| ")
    ]
    return {canonicalize_name(row[0]): row for row in lines[1:]}


def asked_for_by(name: str) -> set[str]:
    """What a package asks for on Linux under the oldest Python, its extras aside."""
    wanted = [Requirement(text) for text in distribution(name).requires or ()]
    return {
        canonicalize_name(one.name)
        for one in wanted
        if not one.marker or one.marker.evaluate(PLACE)
    }


def below(name: str) -> set[str]:
    asked = asked_for_by(name)
    return asked.union(*(below(one) for one in asked))


def test_the_bill_names_what_is_asked_for_and_what_follows() -> None:
    setup = ConfigParser()
    setup.read(ROOT / "setup.cfg", encoding="utf-8")
    asked = [
        Requirement(line).name for line in setup["options"]["install_requires"].split()
    ]
    assert set(bill(ASKED)) == {canonicalize_name(name) for name in asked}
    assert set(bill(FOLLOWING)) == below("canevas") - set(bill(ASKED))


def test_the_bill_has_the_versions_that_are_pinned() -> None:
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    pinned = [line.split("==") for line in lines if line[0] != "#"]
    versions = {
        str(canonicalize_name(name)): [name, version] for name, version in pinned
    }
    for name, row in {**bill(ASKED), **bill(FOLLOWING)}.items():
        assert row[:2] == versions[name]


def test_every_line_of_the_bill_says_why_and_by_whom() -> None:
    for name, row in bill(ASKED).items():
        assert len(row) == 6 and all(row), name
    everything = {**bill(ASKED), **bill(FOLLOWING)}
    for name, row in bill(FOLLOWING).items():
        askers = {asker for asker in everything if name in asked_for_by(asker)}
        assert (
            len(row) == 5
            and {canonicalize_name(one) for one in row[3].split(", ")} == askers
        ), name


def test_the_bill_has_the_licences_that_the_packages_state() -> None:
    for name, row in {**bill(ASKED), **bill(FOLLOWING)}.items():
        stated = distribution(name).metadata
        licence = (
            stated["License-Expression"] or stated["License"] or "BSD"
        )  # Jinja2 has a classifier only
        assert row[2] == licence or (licence == "BSD" and row[2].startswith("BSD-")), (
            name
        )


# ---- known vulnerabilities


def advisory(*names: str) -> dict[str, Any]:
    return {
        "id": names[0],
        "aliases": names[1:],
        "fix_versions": ["9.9"],
        "description": "…",
    }


def package(name: str, *found: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "version": "1.0", "vulns": found}


def answered(words: str) -> dict[str, Any]:
    """What a service says of a package: nothing, an advisory, or that it is unknown."""
    name, *names = words.split()
    if name == "unknown":
        return {"name": names[0], "skip_reason": "Dependency not found on PyPI"}
    return package(name, *([advisory(*names)] if names else []))


def checked(folder: Path, accepted: str, **answers: object) -> tuple[int, str]:
    """The check with a stand-in for pip-audit that answers so for each service, or
    falls over.
    """
    (folder / "list.txt").write_text(f"# a remark\n{accepted}\n", encoding="utf-8")
    told = {
        service: json.dumps({"dependencies": answer}) if answer else ""
        for service, answer in answers.items()
    }
    program = folder / "pip-audit"
    program.write_text(
        f"#!{sys.executable}\nimport sys\ntold = {told!r}.get(sys.argv[-1])\n"
        "print(told) if told else sys.exit('requests.exceptions.ConnectionError: no such host')\n"
    )
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, CHECK, program, folder / "list.txt"],
        capture_output=True,
        encoding="utf-8",
        timeout=60,
    )
    return done.returncode, done.stdout + done.stderr


TODAY = datetime.now(UTC).date()
NEXT, LAST = TODAY + timedelta(days=30), TODAY - timedelta(days=2)


@cases(__file__, "verdicts")
def test_what_the_check_says(
    accepted: str, answers: dict[str, Any], code: int, line: str, tmp_path: Path
) -> None:
    days = {"TODAY": TODAY, "NEXT": NEXT, "LAST": LAST}
    told = {service: [*map(answered, names)] for service, names in answers.items()}
    done, said = checked(tmp_path, accepted.format(**days), **told)
    assert (done, "Traceback" in said) == (code, False), said
    assert line in said


def test_the_list_of_accepted_advisories_can_be_read(tmp_path: Path) -> None:
    """The committed one; an entry whose day is over is no fault here, only where its
    advisory is met.
    """
    accepted = (CHECK.parent / "vulnerabilities.txt").read_text(encoding="utf-8")
    assert checked(tmp_path, accepted, pypi=[package("lxml")])[0] == 0


def test_the_check_is_part_of_ci() -> None:
    assert re.search(
        r"^python3 \.ci/vulnerabilities\.py$",
        (ROOT / ".ci" / "run").read_text(encoding="utf-8"),
        re.M,
    )
