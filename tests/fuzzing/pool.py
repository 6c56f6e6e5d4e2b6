"""Trials in forked children: one that hangs, dies or takes too much is found, and the
others go on.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fuzzing.trial import Target, attempt

MOST_WALL = 45  # seconds: a machine may have other things to do
MOST_CPU = 30
MOST_SPACE = 2 << 30  # above what the process had when it was forked


@dataclass
class Child:
    """A trial under way."""

    name: str
    seed: int
    pid: int
    room: Path  # holds what it wrote (``told``) and the folder of the trial
    started: float

    @property
    def folder(self) -> Path:
        return self.room / "essai"


def begin(target: Target, name: str, seed: int) -> Child:
    """A trial in a process of its own."""
    room = Path(tempfile.mkdtemp(prefix="canevas-essai-"))
    room.chmod(0o755)
    (room / "essai").mkdir(mode=0o777)
    (room / "essai").chmod(0o777)
    told = os.open(room / "told", os.O_WRONLY | os.O_CREAT, 0o600)
    sys.stdout.flush()
    if pid := os.fork():
        os.close(told)
        return Child(name, seed, pid, room, time.monotonic())
    try:
        _limit()
        complaints = attempt(target, name, seed, room / "essai")
    except BaseException:
        complaints = [f"the trial itself: {traceback.format_exc()}"]
    os.write(told, json.dumps(complaints).encode())
    os._exit(0)


def _limit() -> None:
    # not on every system: there only the tests that need trials are left out
    import resource

    os.setsid()  # so that its own children end with it
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    spent = int(time.process_time())
    resource.setrlimit(resource.RLIMIT_CPU, (spent + MOST_CPU, spent + MOST_CPU))
    space = (
        int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    )
    resource.setrlimit(resource.RLIMIT_AS, (space + MOST_SPACE,) * 2)
    Path("/proc/self/clear_refs").write_text(
        "5"
    )  # the peak of memory is counted from here


def ended(child: Child) -> list[str] | None:
    """What a trial found, None while it is under way. Its room is left for whoever
    wants to look.
    """
    pid, status = os.waitpid(child.pid, os.WNOHANG)
    if pid:
        said = (child.room / "told").read_bytes()
        if said:
            found: list[str] = json.loads(said)
            return found
        return [f"the process died ({os.waitstatus_to_exitcode(status)})"]
    if time.monotonic() - child.started > MOST_WALL:
        os.killpg(child.pid, signal.SIGKILL)
        os.waitpid(child.pid, 0)
        return [f"hangs for more than {MOST_WALL} seconds"]
    return None


def clear(child: Child) -> None:
    """Nothing is left of a trial."""
    shutil.rmtree(child.room, ignore_errors=True)


def trials(
    plan: Iterator[tuple[Target, str, int]], jobs: int
) -> Iterator[tuple[Child, list[str]]]:
    """Run what is planned, this many at once; each as it ends, with what it found."""
    running: list[Child] = []
    more = True
    while running or more:
        while more and len(running) < jobs:
            if (planned := next(plan, None)) is None:
                more = False
            else:
                running.append(begin(*planned))
        for child in list(running):
            if (found := ended(child)) is not None:
                running.remove(child)
                try:
                    yield child, found
                finally:
                    clear(child)
        time.sleep(0.003)
