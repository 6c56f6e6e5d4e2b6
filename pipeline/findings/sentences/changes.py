"""What is said of a form that is not, or is not quite, the one that is known."""

from __future__ import annotations

IDENTICAL, WAIT = "identique", "attendez"
TO_REREAD = ("phrase à relire", "phrases à relire")
OTHER_FORM = "C'est un autre formulaire (« {} »), et non « {} »."
NOTES, HEADER = "Notes de bas de page", "En-tête"

PARTS = {
    "question": "question",
    "line": "ligne",
    "column": "colonne",
    "text": "phrase",
    "note": "note",
    "header": "phrase",
}
WHATS = {
    "new": "nouvelle",
    "gone": "disparue",
    "moved": "déplacée",
    "renumbered": "renumérotée",
    "reworded": "reformulée",
    "negated": "reformulée, peut-être en sens contraire",
    "otherwise": "nouvelle, qui demande peut-être autre chose",
    "replaced": "remplacée, ou reformulée",
    "split": "peut-être partagée entre plusieurs",
    "merged": "peut-être réunie à une autre",
}
LOST = "place qui n'est plus sûre : {}"
BEHIND, NUMBER = "maintenant après {}", "maintenant {}"
OLD, NEW = "avant : {}", "après : {}"
CHANGED = "[{}]"  # words that differ
_SAME = "Chaque place et chaque texte sont ceux de {}."
_WAIT = (
    "Ce formulaire demande autre chose que {} : ne le remplissez pas encore, montrez cette"
    " liste à qui tient les formulaires, qui le reprendra."
)
_REREAD = (
    "Aucune place de {} n'est perdue : relisez ces textes avant de remplir le fichier."
)


def to_reread(number: int) -> str:
    return f"{number} {TO_REREAD[number > 1]}"


def what_next(edition: str, is_changed: bool, waits: bool) -> str:
    """What the verdict means, and what to do."""
    said = _WAIT if waits else _REREAD if is_changed else _SAME
    return said.format(edition)


def what(part: str, became: str) -> str:
    """What became of a part of the form; nothing of a place that is lost."""
    return f"{PARTS[part]} {WHATS.get(became, '')}".strip()


def quoted(text: str) -> str:
    return f"« {text} »"


def spoilt(file: str, edition: str) -> str:
    return (
        f"{file} de {edition} n'est plus celui de l'adoption : remettez la copie d'origine,"
        " ou adoptez le formulaire une nouvelle fois, sous un autre nom."
    )
