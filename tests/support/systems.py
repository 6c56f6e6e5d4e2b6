"""What a test asks of the system that not every system has: it is left out there, alone, with this reason."""

from __future__ import annotations

import os
import sys

import pytest


def posix(asked: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(os.name != "posix", reason=f"{asked}: not on this system")


def linux(asked: str) -> pytest.MarkDecorator:
    return pytest.mark.skipif(sys.platform != "linux", reason=f"{asked}: on Linux alone")
