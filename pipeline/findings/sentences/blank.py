"""What is said of the values that a new workbook starts with."""

from __future__ import annotations

UNWRITABLE = "ce nom contient un caractère invisible qu'aucun document ne peut porter."


def too_long(most: int) -> str:
    """``most``: letters that the form allows."""
    return f"ce nom dépasse {most} caractères."


def years(edition: str, first: int, last: int) -> str:
    """The years that an edition covers."""
    return f"{edition} couvre les années {first} à {last}."


def no_option(edition: str) -> str:
    """The edition asks for nothing of that kind."""
    return f"{edition} ne prend pas cette option."
