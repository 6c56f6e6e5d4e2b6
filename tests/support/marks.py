"""Which cases of a long list are in every run, and which only in one that asks for slow
tests.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def slow_after(few: int, cases: Iterable[Any]) -> list[Any]:
    """The first few as they are, the others marked: they show more of the same."""
    return [case if at < few else _slow(case) for at, case in enumerate(cases)]


def one_in(many: int, cases: Iterable[Any]) -> list[Any]:
    """One in so many as it is, the others marked: they show more of the same."""
    return [_slow(case) if at % many else case for at, case in enumerate(cases)]


def _slow(case: Any) -> object:
    return pytest.param(
        *(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.slow
    )
