"""LibreOffice, without a window."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

SECONDS = 120  # for one start


def soffice(profile: Path, *arguments: str) -> None:
    """Run LibreOffice with a profile of its own. Where a start does not end,
    it is killed past its time with the processes that it started, and tried once more.
    """
    command = [
        "soffice",
        "--headless",
        "--norestore",
        f"-env:UserInstallation={profile.as_uri()}",
        *arguments,
    ]
    assert _ended(command) or _ended(command), "LibreOffice does not answer"


def _ended(command: list[str]) -> bool:
    """Whether a program ended in its time. It has no pipes: a process that it leaves
    behind would hold them open for ever.
    """
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, stdout=quiet, start_new_session=True) as process:
        try:
            assert process.wait(SECONDS) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            return False
    return True
