"""What a Word file that came back is said to hold: what stands in the place of a text,
the texts beside the body, what is to be settled, and why a file is no document.
"""

from __future__ import annotations

# ---- what is no text, in its place in a text

IMAGE, DRAWING, OBJECT = "image", "dessin", "objet"
CHART, DIAGRAM, EQUATION = "graphique", "SmartArt", "équation"
SYMBOL, NOTE, ENDNOTE = "symbole", "note", "note de fin"
PAGE, PAGES, DATE = "n° de page", "nombre de pages", "date"
INSERTED_FILE = "document inséré"

# What goes into a field, where it is no plain text or number.
FIELD_KINDS = {
    "date": "champ de date",
    "currentDate": "champ de date",
    "currentTime": "champ de date",
    "calculated": "champ calculé automatiquement",
}

# ---- texts beside the body

HEADER, FOOTER = "en-tête", "pied de page"
PAGES_OF = {
    "default": "{}",
    "first": "{} de la première page",
    "even": "{} des pages paires",
}
OF_SECTION = "{}, section {}"
FOOTNOTE_NUMBER, ENDNOTE_NUMBER = "note {}", "note de fin {}"

# ---- what is to be settled before a document is sent: the kinds of its marks

MARKS = {
    "comment": ("commentaire", "commentaires"),
    "insertion": ("ajout suivi", "ajouts suivis"),
    "deletion": ("suppression suivie", "suppressions suivies"),
    "move": ("déplacement suivi", "déplacements suivis"),
    "format": ("mise en forme suivie", "mises en forme suivies"),
    "hidden": ("texte masqué", "textes masqués"),
    "struck": ("texte barré", "textes barrés"),
    "unseen": ("texte illisible", "textes illisibles"),
    "tick": (
        "case dont le signe contredit l’état",
        "cases dont le signe contredit l’état",
    ),
    "binding": ("champ lié à un autre texte", "champs liés à un autre texte"),
    "field": ("champ que Word calcule", "champs que Word calcule"),
    "placeholder": ("champ non rempli", "champs non remplis"),
}

# ---- why a file is no document that can be read

NO_PACKAGE = "Le fichier n’est pas un document Word (.docx), ou il est abîmé."
NO_BODY = "Le fichier n’a pas de texte Word : c’est autre chose, ou il est abîmé."
BROKEN_PART = "La partie {} du fichier est abîmée : Word pourrait le refuser."
TOO_LARGE = "Le document est plus grand que tout rapport : il n’est pas lu."
TOO_DEEP = "Le document a plus de {} éléments l’un dans l’autre : il n’est pas lu."
