"""What is said of a document beside what it must be: of the gate's part and of
``controler``'s.
"""

A_DOCUMENT, NO_DOCUMENT = "un document Word", "autre chose, ou un fichier abîmé"
THE_FILE, THE_DOCUMENT = "le fichier", "le document"
PARTS, ELSE, MORE = "les parties du document", "autre chose", "autre chose encore"
PART = "la partie {}"
XML, NOT_XML = "du XML", "autre chose à la ligne {}"
PLAIN_XML = "du XML en UTF-8, sans DOCTYPE"
PLACES, OTHER_PLACES = "les places du formulaire", "un autre formulaire"
BLOCKS = ("paragraphe ou tableau", "paragraphes et tableaux")
CELLS, EMPTY_TABLE, EMPTY_ROW = "{} : {}", "tableau vide", "ligne vide"

OTHER_CELLS = ("autre cellule", "autres cellules")
QUESTION = "Question {}"  # the title of its table, for who hears it read

# ---- where it is

START = "le début"
QUOTED, AFTER = "« {} »", "après {}"
TABLE_BELOW = "le tableau « {} »"
ROW, COLUMN = ", ligne {}", ", colonne {}"
UNDER = "sous {}"
PROPERTY = "la propriété « {} »"
# What a document says of itself, by the names of its properties.
PROPERTIES = {
    "title": "titre",
    "subject": "objet",
    "creator": "auteur",
    "keywords": "mots clés",
    "description": "commentaires",
    "category": "catégorie",
    "contentStatus": "état",
    "Manager": "responsable",
}

# ---- what it is

MOVED = "{} : {} a été déplacé"
# With what follows it: paragraphs, tables, rows, notes.
MOVED_WITH = (", avec le suivant", ", avec les {} suivants")
INSTEAD, MISSING = "{} : {} au lieu de {}", "{} : {} manque"
TOO_MUCH, DIFFERS = "{} : {} est en trop", "{} : diffère"
