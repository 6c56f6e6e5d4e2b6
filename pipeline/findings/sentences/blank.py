"""What is said of the values that a new workbook starts with."""

from __future__ import annotations

UNWRITABLE = "ce nom contient un caractère invisible qu'aucun document ne peut porter."

# ``most``: letters that the form allows.
too_long = "ce nom dépasse {} caractères.".format
# The years that an edition covers.
years = "{} couvre les années {} à {}.".format
# The edition asks for nothing of that kind.
no_option = "{} ne prend pas cette option.".format


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

# Between the lines of the answers sheet: what the form's tables say beside them, and
# where else a question is answered.
beside_lines = "Dans le tableau : {}".format
texts_beside = (
    "Répondez à la question {}, colonne « {} », à droite de chaque ligne cochée.".format
)
other_sheet = "Répondez dans {}.".format
names_elsewhere = "Cochez les équipements dans {}.".format


def columns(sheet: str, headings: str, many: int) -> str:
    """Columns of a sheet, by their headings."""
    where = f"la feuille {sheet}"
    return f"{where}, colonne{'s' * (many > 1)} {headings}" if many else where


question = "Question {}".format
number = "{}. Un nombre entier.".format


def beside_tick(line: str, own: bool) -> str:
    """``own``: the text belongs to the question of the tick."""
    about = "les actions concrètes" if own else "la difficulté rencontrée"
    return f"Si vous cochez « {line} » : {about}. Alt+Entrée pour aller à la ligne."


ANOTHER_FILE = "un autre fichier"
