"""The product as people install it: a wheel, in an environment of its own, that nothing
of this folder reaches.
"""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from benchmarks.inputs import FOLDER
from benchmarks.xlsx import ROOT

# the Word report without proof and dashboard: what the others make too
ALONE = "--rapport-seul"


@cache
def environment() -> Path:
    """The environment's folder of programs, made anew once a run."""
    folder = FOLDER / "installed"
    wheels = folder / "wheels"
    programs = folder / "bin"
    _run(sys.executable, "-m", "venv", "--clear", str(folder))
    _run(
        str(programs / "pip"), "wheel", "-q", "--no-deps", "-w", str(wheels), str(ROOT)
    )
    _run(
        str(programs / "pip"),
        "install",
        "-q",
        "-c",
        str(ROOT / "constraints.txt"),
        *map(str, wheels.glob("*.whl")),
    )
    return programs


def _run(*command: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr.strip()[-1000:]}")


def python() -> str:
    """The environment's Python."""
    return str(environment() / "python")


def canevas() -> str:
    """The environment's command."""
    return str(environment() / "canevas")


def produire(
    folder: Path, *paths: Path, options: tuple[str, ...] = (ALONE,)
) -> list[str]:
    """The command for the reports of these workbooks, with their gate."""
    return [canevas(), "produire", *map(str, paths), "-o", str(folder), *options]
