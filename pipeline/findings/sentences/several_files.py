"""What the commands say of several files of one report, and of figures instead of rows."""

TOGETHER = (
    "Pour les réunir : canevas produire REGISTRE.xlsx --avec JOURNAL.xlsx (un --avec par"
    " fichier)."
)
NOT_WITH = "--avec ne va pas encore avec {}.".format
ONE_WORKBOOK = "--avec complète un seul classeur : donnez les autres avec --avec."
TWICE = "{} est donné deux fois.".format
NOT_IN_PART = "la feuille « {} » n'est pas dans cette partie.".format
NO_NEW_SHEETS = "--feuilles ne va pas avec --reprendre."
PAGE_OF_PART = (
    "Ce classeur est une partie : la fiche ne dit que ce qu'il contient. Faites aussi celle de"
    " chaque autre partie."
)
FIGURES_RECEIVED = "chiffres reçus"
NO_JSON = "{} n'est pas un nom en .json.".format
NO_COUNT = "aucun chiffre n'est écrit."
MADE = "Chiffres"
SEND = (
    "À envoyer à la personne qui produit le rapport : canevas produire REGISTRE.xlsx --avec {}."
    " Le classeur, lui, reste chez vous."
).format
