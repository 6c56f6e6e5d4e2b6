"""What a finding rests on: the form's sentence, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence

FORM = "Le formulaire : « {} »"
EXPECTED = "Attendu : {}"
FOUND = "Il y a : « {} »."


def one_of(labels: Sequence[str], or_none: bool) -> str:
    """The lines of a short list, or nothing."""
    *first, last = labels
    said = f"{', '.join(first)} ou {last}" if first else last
    return f"{said}, ou rien." if or_none or not first else f"{said}."


def of_many(labels: Sequence[str], or_none: bool) -> str:
    """Where to find the lines of a long one."""
    end = ", ou rien." if or_none else "."
    return f"une des {len(labels)} lignes de la liste déroulante{end}"
