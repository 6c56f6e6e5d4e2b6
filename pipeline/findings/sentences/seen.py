"""What is said of warnings that someone has seen and left as they are."""

from __future__ import annotations

HEADING = "Vu, parce que"
MARK = "Repère"  # above what knows a warning again; the column is hidden
HELP = (
    "Un avertissement est voulu ? Écrivez pourquoi, vos initiales et la date dans « Vu, parce"
    " que » : il ne sera plus dans la liste tant que rien n'y change."
)
SEVERAL = "avertissements vus"
FOLDED = "Avertissements vus : dépliez par le + dans la marge."
SHEET = "Vus"
INTRO = (
    "Ces avertissements ont été vus et laissés, pour la raison notée dans la feuille « À"
    " corriger » du classeur."
)
COLUMNS = {"Où": 26, "Avertissement": 80, "Vu, parce que": 50}


def folded(number: int) -> str:
    """That so many warnings are not repeated."""
    if number == 1:
        return "1 avertissement vu n'est pas répété : il est dans la feuille « À corriger »."
    return f"{number} {SEVERAL} ne sont pas répétés : ils sont dans la feuille « À corriger »."
