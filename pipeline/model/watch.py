"""Who waits for a workbook is told where its reading is."""

from __future__ import annotations

from collections.abc import Callable

# Called with the name of a stage, and with the share of it that is done, from 0 to 1.
Watch = Callable[[str, float], object]
READING = "read"  # the stage that says its share


def unwatched(stage: str, share: float) -> None:
    """Nobody waits."""
