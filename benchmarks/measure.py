"""How time and memory are taken: whole processes, interleaved rounds, medians."""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from typing import Any

from benchmarks.xlsx import ROOT


@dataclass(frozen=True)
class Process:
    """One finished process: seconds on the clock, peak memory in MB, exit code, what it
    printed.
    """

    seconds: float
    peak: float
    code: int
    out: str


def run(*commands: Sequence[str]) -> list[Process]:
    """These commands at once, each as a process of its own; the seconds are those from
    the start of all of them.

    This process stays small: on Linux a child's peak is at least its parent's size at
    the start.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(tempfile.TemporaryFile()) for _ in commands]
        started = time.perf_counter()
        running = {
            _spawn(command, files[at].fileno()): at
            for at, command in enumerate(commands)
        }
        done: dict[int, Process] = {}
        while running:
            pid, status, usage = os.wait4(-1, 0)
            seconds, at = time.perf_counter() - started, running.pop(pid)
            files[at].seek(0)
            out = files[at].read().decode(errors="replace")
            done[at] = Process(
                seconds, usage.ru_maxrss / 1024, os.waitstatus_to_exitcode(status), out
            )
    return [done[at] for at in range(len(commands))]


def _spawn(command: Sequence[str], out: int) -> int:
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT) if command[0] == sys.executable else "",
    }
    actions = [(os.POSIX_SPAWN_DUP2, out, 1), (os.POSIX_SPAWN_DUP2, out, 2)]
    return os.posix_spawnp(command[0], list(command), environment, file_actions=actions)


def one(*command: str) -> Process:
    """One command that must succeed."""
    [process] = run(command)
    if process.code:
        raise RuntimeError(
            f"{' '.join(command[:4])}: exit {process.code}\n{process.out[-2000:]}"
        )
    return process


def warm(*arguments: str) -> dict[str, list[float]]:
    """What a child that measures inside itself (warm.py) prints: name -> seconds, one a
    repetition.
    """
    found: dict[str, list[float]] = json.loads(
        one(sys.executable, "-m", "benchmarks.warm", *arguments).out
    )
    return found


def seconds_of(*command: str) -> Callable[[], float]:
    return lambda: one(*command).seconds


def interleaved(
    what: Mapping[str, Callable[[], float]], runs: int
) -> dict[str, list[float]]:
    """Each in turn, A B C A B C, so that a machine that slows down slows them all; a
    first round is not counted.
    """
    found: dict[str, list[float]] = {name: [] for name in what}
    for number in range(runs + 1):
        for name, take in what.items():
            seconds = take()
            if number:
                found[name].append(seconds)
    return found


def middle(values: Sequence[float]) -> float:
    return statistics.median(values)


def shown(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} µs"
    return f"{seconds * 1e3:.1f} ms" if seconds < 1 else f"{seconds:.2f} s"


def table(found: Mapping[str, Sequence[float]], base: str) -> list[str]:
    """A Markdown table: medians, least, and how many times ``base`` each median is."""
    lines = [f"| | median | least | runs | times “{base}” |", "|---|--:|--:|--:|--:|"]
    for name, values in found.items():
        ratio = middle(values) / middle(found[base])
        lines.append(
            f"| {name} | {shown(middle(values))} | {shown(min(values))} | {len(values)} |"
            f" {ratio:.2f} |"
        )
    return lines


def rows(headings: Sequence[str], content: Sequence[Sequence[Any]]) -> list[str]:
    """A Markdown table of anything."""
    lines = [
        "| " + " | ".join(headings) + " |",
        "|" + "|".join("---" for _ in headings) + "|",
    ]
    return lines + [
        "| " + " | ".join(str(cell) for cell in row) + " |" for row in content
    ]
