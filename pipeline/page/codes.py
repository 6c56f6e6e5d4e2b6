"""The list of names and codes that a service keeps apart: it is searched, and nothing of
it is kept.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.findings.messages import is_error, sentence
from pipeline.model.text import bare
from pipeline.workbook.read import load_cells

MOST = 20  # people shown at once


def people(path: Path, password: str | None) -> tuple[list[tuple[str, str]], str]:
    """(name, code) of each row of the first two filled columns of a workbook; and why
    it cannot be read, "" where it can.
    """
    sheets, problems = load_cells(path, password)
    for problem in problems:
        if is_error(problem):
            return [], sentence(problem)
    found = []
    for sheet in sheets.values():
        for line in sheet.rows:
            told = [str(cell) for cell in line if cell not in (None, "")]
            if len(told) > 1:
                found.append((told[0], told[1]))
    if found and bare(found[0][1]) in ("code", "codes"):
        found = found[1:]  # the headings
    return found, ""


def matching(known: list[tuple[str, str]], asked: str) -> list[tuple[str, str]]:
    """The people of whose name every word asked for is a part, whatever its case and accents."""
    words = bare(asked).split()
    near = [
        person
        for person in known
        if words and all(word in bare(person[0]) for word in words)
    ]
    return near[:MOST]
