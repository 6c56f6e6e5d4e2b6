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


# ---- the cells of a workbook

# What Excel says of a value that a cell refuses, by type of field: title and sentence.
REFUSED = {
    "list": ("Valeur hors liste", "Choisissez une valeur de la liste déroulante."),
    "reference": (
        "Valeur inconnue",
        "Choisissez une valeur de la liste : elle vient de la feuille {sheet}.",
    ),
    "date": ("Date attendue", "Écrivez une vraie date, par exemple 15/03/2023."),
    "year": ("Année attendue", "Écrivez une année de {first} à {last}."),
    "amount": (
        "Montant attendu",
        "Écrivez un montant en euros, par exemple 50000 ou 4760,50.",
    ),
    "whole": ("Nombre attendu", "Écrivez un nombre entier, par exemple 20."),
    "number": ("Nombre attendu", "Écrivez un nombre entier, par exemple 3."),
}
LISTS_TITLE = "Ne pas modifier"
LISTS_INTRO = "Ces listes alimentent les menus déroulants du classeur."


def question(number: str) -> str:
    return f"Question {number}"


def number(title: str) -> str:
    return f"{title}. Un nombre entier."


def beside_tick(line: str, own: bool) -> str:
    """``own``: the text belongs to the question of the tick."""
    about = "les actions concrètes" if own else "la difficulté rencontrée"
    return f"Si vous cochez « {line} » : {about}. Alt+Entrée pour aller à la ligne."
