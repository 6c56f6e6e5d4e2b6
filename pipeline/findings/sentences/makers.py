"""What stands in a code book, and what is said of the tags of a template."""

BOOK = "# Livre des codes : {}"
MADE = "\n{}. Fabriqué à partir de `form.yaml` par `canevas modele fabriquer {}`."
SHEET = "\n## Feuille « {} »\n\n{}\n"
COLUMNS = "| colonne | clé | contenu | aide |\n|---|---|---|---|"
ASKS_PRECISION = ", demande une précision"
LIST, SHEET_NAME = "liste « {} »", "nom de la feuille « {} »"
PRECISION = "précision de « {} », imprimée"
PRINTED, PRIVATE = ", imprimé", ", jamais repris"
# What a column holds, by its type.
CONTENTS = {
    "amount": "montant en euros",
    "code": "code de ménage",
    "codes": "codes de ménages, séparés par ;",
    "date": "date",
    "edition": "nom du formulaire",
    "line": "ligne du formulaire",
    "question": "numéro de question",
    "text": "texte",
    "whole": "nombre entier",
    "year": "année, de {} à {}",
    "years": "années : 2022 ; 2024 ou 2022-2025",
}
UNBALANCED = "une étiquette n'est pas fermée, ou pas ouverte."
DOUBLED = "l'étiquette {} est là une fois de trop."
