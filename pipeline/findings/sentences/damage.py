"""What is said of a Word file that is damaged: where, and what is wrong there."""

from __future__ import annotations

DAMAGED = "Le fichier est abîmé : Word pourrait le refuser."
AT = "{} : {}"

# ---- where it is

THE_FILE = "le fichier"
START, AFTER = "{}, au début", "{}, après « {} »"
PART = "la partie {}"
PARTS = {
    "document": "le texte",
    "hdr": "l'en-tête ({})",
    "ftr": "le pied de page ({})",
    "footnotes": "les notes de bas de page",
    "endnotes": "les notes de fin",
    "comments": "les commentaires",
}

# ---- what is wrong with its parts

NO_TYPES = "la liste des types de parties manque"
NO_TYPE = "son type n'est pas dit"
TYPE_TWICE = "le type de « {} » est dit deux fois"
OTHER_TYPE = "son type est « {} »"
NO_DOCUMENT = "aucune partie n'est le texte du document"
NO_XML = "elle n'est pas lisible à la ligne {}"
ODD_XML = "elle n'est pas écrite comme Word l'écrit"
OTHER_ROOT = "elle commence par « {} »"
NO_PREFIX = "le préfixe « {} » n'y est pas déclaré"
RELATION_TWICE = "deux relations portent le nom {}"
NO_TARGET = "elle mène à la partie {}, qui manque"
NO_RELATION = "la relation {} manque"
NOTE_TWICE = "deux notes ou commentaires portent le numéro {}"
NO_NOTE = {
    "footnotes": "un appel de note de bas de page sans sa note",
    "endnotes": "un appel de note de fin sans sa note",
    "comments": "une marque de commentaire sans le commentaire",
}

# ---- what is wrong with its elements

NOWHERE = {
    "p": "un paragraphe là où il n'en faut pas",
    "tbl": "un tableau là où il n'en faut pas",
    "tr": "une ligne hors d'un tableau",
    "tc": "une cellule hors d'une ligne",
    "r": "du texte hors d'un paragraphe",
    "t": "du texte hors d'un paragraphe",
}
ELEMENT = "l'élément « {} » là où il n'en faut pas"
NOT_FIRST = "l'élément « {} » n'est pas le premier"
CELL_END = "une cellule qui ne se termine pas par un paragraphe"
EMPTY = {
    "tbl": "un tableau sans ligne",
    "tr": "une ligne sans cellule",
    "hdr": "un en-tête sans paragraphe",
    "ftr": "un pied de page sans paragraphe",
    "footnote": "une note sans paragraphe",
    "endnote": "une note sans paragraphe",
    "comment": "un commentaire sans paragraphe",
    "txbxContent": "une zone de texte sans paragraphe",
}
AFTER_SECTION = "du texte après la fin du document"
FIELD_BEGUN, FIELD_ENDED = "un champ qui ne finit pas", "une fin de champ sans début"
RANGES = {
    "bookmark": "un signet",
    "commentRange": "un passage commenté",
    "moveFromRange": "un passage déplacé",
    "moveToRange": "un passage déplacé",
}
RANGE = "un passage marqué"
RANGE_BEGUN, RANGE_ENDED = "{} qui ne finit pas", "{} qui finit sans commencer"
