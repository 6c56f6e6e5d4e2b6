"""What a finding rests on: the form's sentence, and what is expected."""

from __future__ import annotations

from collections.abc import Sequence

FORM = "Le formulaire : « {} »"
EXPECTED = "Attendu : {}"


def one_of(labels: Sequence[str]) -> str:
    """The lines of a short list."""
    *first, last = labels
    return f"{', '.join(first)} ou {last}." if first else f"{last}, ou rien."


def of_many(labels: Sequence[str]) -> str:
    """Where to find the lines of a long one."""
    return f"une des {len(labels)} lignes de la liste déroulante."
