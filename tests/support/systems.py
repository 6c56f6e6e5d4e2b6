"""What a test asks of the system that not every system has: it is left out there,
alone, with this reason. And Python in a process of its own.
"""

from __future__ import annotations

import ctypes
import os
import struct
import subprocess
import sys
from typing import Any

import pytest

from tests.support.paths import ROOT

CANEVAS = "from pipeline.cli import main; main()"


def posix(asked: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(os.name != "posix", reason=f"{asked}: not on this system")


def linux(asked: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        sys.platform != "linux", reason=f"{asked}: on Linux alone"
    )


def as_anyone() -> None:
    """Root may read and write everywhere. This process gives that up: it is held to
    what folders and files allow.
    """
    if os.getuid() == 0:
        header, libc = (
            struct.pack("Ii", 0x20080522, 0),
            ctypes.CDLL(None, use_errno=True),
        )
        held = ctypes.create_string_buffer(24)
        assert libc.capget(header, held) == 0
        words = list(struct.unpack("6I", held))
        words[0] &= ~0b110  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
        assert libc.capset(header, struct.pack("6I", *words)) == 0


def python(
    code: str, *words: object, **options: Any
) -> subprocess.CompletedProcess[str]:
    """This code with these words, in a process of its own: how it ends, what it says."""
    return subprocess.run(
        [sys.executable, "-c", code, *map(str, words)],
        **{"cwd": ROOT, "capture_output": True, "encoding": "utf-8", **options},
    )
