"""What is asked where a word may mean several lines of a list."""

from __future__ import annotations

from collections.abc import Mapping


def which(typed: str, lines: Mapping[str, str]) -> str:
    """Which of two or three lines is meant: label -> what tells it from the others, ""
    where the label itself says it.
    """
    *first, last = (_line(label, meaning) for label, meaning in lines.items())
    return f"« {typed} » : {', '.join(first)}, ou {last} ?"


def _line(label: str, meaning: str) -> str:
    name = f"« {label} »" if {*label} & {*",("} else label
    return f"{name} ({meaning})" if meaning else name
