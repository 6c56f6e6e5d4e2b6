"""Known vulnerabilities of the versions in constraints.txt: ``vulnerabilities.py
[PIP-AUDIT [LIST]]``.

pip-audit, installed for the occasion unless one is given, asks the advisories of PyPI,
else those of OSV. Exit 1: an advisory that LIST (vulnerabilities.txt) does not name, or
whose day there is over. Where no service answers, or one that knows none of these
versions, a line says ``could not run`` and the exit is 0: nothing was found, nor looked
for.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import venv
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
CONSTRAINTS = HERE.parent / "constraints.txt"
SERVICES = ("pypi", "osv")
SECONDS = 120  # for pip, and for each service


def main() -> int:
    """Ask, judge, tell."""
    accepted = listed(
        Path(sys.argv[2]) if len(sys.argv) > 2 else HERE / "vulnerabilities.txt"
    )
    with tempfile.TemporaryDirectory() as folder:
        try:
            program = sys.argv[1] if len(sys.argv) > 1 else installed(Path(folder))
            packages = answered(program, Path(folder))
        except LookupError as reason:
            print(
                f"could not run: known vulnerabilities were not looked for ({reason.args[0]})"
            )
            return 0
    return told(packages, accepted)


def listed(file: Path) -> dict[str, date]:
    """The advisories that are accepted, each with the last day of that. A line without
    a reason ends the run.
    """
    lines = [
        line
        for line in file.read_text(encoding="utf-8").splitlines()
        if line.strip() and line[0] != "#"
    ]
    try:
        return {
            name: date.fromisoformat(day)
            for name, day, _ in (line.split(maxsplit=2) for line in lines)
        }
    except ValueError as error:
        sys.exit(f"{file.name}: each line is an ID, a day and a reason ({error})")


def installed(folder: Path) -> str:
    """pip-audit in an environment of its own. LookupError: it is not to be had."""
    venv.create(folder / "venv", with_pip=True)
    python = folder / "venv" / "bin" / "python"
    try:
        words = [str(python), "-m", "pip", "install", "-q", "pip-audit"]
        subprocess.run(words, check=True, capture_output=True, timeout=SECONDS)
    except (subprocess.SubprocessError, OSError) as error:
        raise LookupError(
            f"pip-audit could not be installed: {type(error).__name__}"
        ) from error
    return str(python.with_name("pip-audit"))


def answered(program: str, folder: Path) -> list[dict[str, Any]]:
    """What the first service says that knows some of the packages. LookupError: none
    does, and why.
    """
    reasons = []
    for service in SERVICES:
        words = [
            "-r",
            str(CONSTRAINTS),
            "--no-deps",
            "--disable-pip",
            "--cache-dir",
            str(folder / "cache"),
        ]
        words += [
            "--timeout",
            "10",
            "--progress-spinner",
            "off",
            "-f",
            "json",
            "-s",
            service,
        ]
        try:
            done = subprocess.run(
                [program, *words],
                capture_output=True,
                encoding="utf-8",
                timeout=SECONDS,
            )
            packages: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
        except subprocess.TimeoutExpired:
            reasons.append(f"{service}: no answer within {SECONDS} s")
        except (ValueError, KeyError, TypeError):
            last = [line for line in done.stderr.splitlines() if line.strip()][-1:]
            reasons.append(f"{service}: {''.join(last)[:100] or 'no answer'}")
        else:
            if any("vulns" in package for package in packages):
                return packages
            reasons.append(f"{service}: knows none of the {len(packages)} versions")
    raise LookupError("; ".join(reasons))


def told(packages: list[dict[str, Any]], accepted: dict[str, date]) -> int:
    """Print what was found; 1 where something of it is not accepted."""
    today, stops, met = datetime.now(UTC).date(), False, set()
    for package in packages:
        for advisory in package.get("vulns", ()):
            names = {advisory["id"], *advisory.get("aliases", ())} & set(accepted)
            met |= names
            over = not any(accepted[name] >= today for name in names)
            stops |= over
            mended = ", ".join(advisory.get("fix_versions", ())) or "no version yet"
            print(
                f"{'' if over else 'accepted: '}{package['name']} {package['version']}:"
                f" {advisory['id']}",
                end="",
            )
            print(
                f" (mended in {mended}{'; its day in the list is over' if over and names else ''})"
            )
    unknown = [package["name"] for package in packages if "vulns" not in package]
    print(
        f"known vulnerabilities: {len(packages) - len(unknown)} of {len(packages)} packages"
        " looked up"
    )
    if unknown:
        print(
            f"not looked up, since the service does not know them: {', '.join(unknown)}"
        )
    for name in sorted(set(accepted) - met):
        print(f"{name} is in the list of accepted advisories and was not met")
    if stops:
        print(
            "Take a mended version, or name the advisory in .ci/vulnerabilities.txt with a day"
            " and a reason."
        )
    return int(stops)


if __name__ == "__main__":
    sys.exit(main())
