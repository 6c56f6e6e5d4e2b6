"""What is said of an installation that lacks a library: it needs no library itself."""

from __future__ import annotations


def incomplete(error: ImportError) -> str:
    """What is said of a library that is missing or does not start: it is no fault of
    any workbook.
    """
    name = f" (« {error.name.partition('.')[0]} »)" if error.name else ""
    return (
        f"L'installation de Canevas est incomplète{name} : refaites-la comme le guide le dit,"
        " puis relancez."
    )
