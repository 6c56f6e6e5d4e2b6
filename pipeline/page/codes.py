"""The list of names and codes that a service keeps apart: it is searched, and nothing of
it is kept.
"""

from __future__ import annotations

from pathlib import Path

from pipeline.findings.messages import is_error, sentence
from pipeline.findings.sentences import page as said
from pipeline.model.text import bare
from pipeline.workbook.read import load_cells

MOST = 20  # people shown at once
People = list[tuple[str, str]]  # name and code


def people(path: Path, password: str | None) -> tuple[People, str]:
    """The people of a workbook; and why it cannot be read, "" where it can. The code
    stands in the column of that title, the name is what else stands in the row; without
    titles there are two columns, the name and the code.
    """
    sheets, problems = load_cells(path, password)
    for problem in problems:
        if problem.code == "mot-de-passe-requis":
            return [], said.ASKS_PASSWORD
        if is_error(problem):
            return [], sentence(problem)
    found: People = []
    for sheet in sheets.values():
        found += _people([_texts(row) for row in sheet.rows])
    return found, "" if found else said.NO_CODES


def _texts(row: tuple[object, ...]) -> list[str]:
    return ["" if cell is None else str(cell).removesuffix(".0") for cell in row]


def _people(rows: list[list[str]]) -> People:
    """The people of the rows of a sheet."""
    column, found = -1, People()
    for row in rows:
        titles = [bare(text) for text in row]
        if column < 0 and "code" in titles:
            column = titles.index("code")
        elif column >= 0 and len(row) > column and row[column]:
            name = " ".join(
                text for at, text in enumerate(row) if text and at != column
            )
            found.append((name, row[column]))
        elif column < 0 and len(row) == 2 and _is_code(row[1]):
            found.append((row[0], row[1]))
    return found


def _is_code(text: str) -> bool:
    return any(map(str.isdigit, text)) and not any(map(str.isspace, text))


def matching(known: People, asked: str) -> People:
    """The people of whose name every word asked for is a part, whatever its case and
    accents.
    """
    words = bare(asked).split()
    return [
        person
        for person in known
        if words and all(word in bare(person[0]) for word in words)
    ]
