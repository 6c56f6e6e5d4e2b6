"""What one file may cost, in counted units: never in seconds, or the same file would
pass at one desk and fail at another.

Reading, checking and marking a workbook draw on one budget. A sound register of 100,000
households with 500,000 contacts needs less than half of each unit but the rows. What
grows faster than a file has a bound of its own; SECURITY.md names each.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from pipeline.findings.sentences import size
from pipeline.model.problem import CellRef, Problem
from pipeline.model.text import french_number

MOST = {
    "bytes": 256 << 20,  # of parts that are unpacked, and of long texts in memory
    "whole": 128 << 20,  # bytes of a package whose parts are in memory all at once
    "tags": 20_000_000,  # of XML that is read
    "held": 1_500_000,  # tags and attributes that are in memory at one time
    "rows": 700_000,  # that are filled
    "places": 20_000_000,  # of the rows, each up to its last filled cell
    "letters": 10_000_000,  # that are converted, searched or laid out
    "marks": 3_000,  # cells of a sheet that are coloured; those beyond are listed only
}


class Refused(ValueError):
    """A file is read no further: the one finding that says why."""

    def __init__(self, code: str, sheet: str = "", **facts: str) -> None:
        super().__init__(code)
        self.problem = Problem(code, CellRef(sheet) if sheet else None, facts)


@contextmanager
def damage_refused() -> Iterator[None]:
    """What is damaged makes libraries raise nearly anything: that is the file's fault. A
    missing library is one of the installation, too little memory one of the machine.
    """
    try:
        yield
    except (Refused, ImportError, MemoryError):
        raise
    except Exception as error:
        raise Refused("fichier-illisible") from error


def too_large(said: tuple[str, str], most: int, sheet: str = "") -> Refused:
    """The refusal of a file for its size."""
    facts = size.too_large(said, french_number(most), sheet)
    return Refused("classeur-trop-grand", sheet, **facts)


class Budget:
    """What one file has taken so far of each unit, by its sheets."""

    def __init__(self) -> None:
        self._taken: dict[str, Counter[str]] = {unit: Counter() for unit in MOST}

    def take(self, unit: str, number: int, sheet: str = "") -> None:
        """Count what is read of a sheet. Raises Refused, which names the sheet that has
        taken most.
        """
        taken = self._taken[unit]
        taken[sheet] += number
        if taken.total() > MOST[unit]:
            largest = max(taken, key=lambda title: taken[title])
            raise too_large(size.UNITS[unit], MOST[unit], largest)

    def hold(self, number: int, sheet: str = "") -> None:
        """Check what of a part is in memory at one time. Raises Refused."""
        if number > MOST["held"]:
            raise too_large(size.UNITS["held"], MOST["held"], sheet)
