"""What a draft and the progress of a workbook say of what is still to do."""

from __future__ import annotations

DRAFT, TO_DO = "BROUILLON", "À COMPLÉTER"
NOTHING_YET = "rien n'est encore rempli"
NO_CODE = "sans code"


def still_open(sheets: str) -> str:
    return f"il reste à compléter ou à corriger dans {sheets}"


def to_do(question: str, title: str, what: str) -> str:
    return f"{question}, {title} : {what}"


def compared(reference: str, number: object, label: str) -> str:
    return f"{reference} : {number} ({label})"


def record(sheet: str, row: int, name: str, points: str, cells: str) -> str:
    return f"{sheet}, ligne {row}, {name} : {points} ({cells})"
