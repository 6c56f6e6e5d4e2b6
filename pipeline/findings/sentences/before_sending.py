"""What is to be settled before a document is sent."""

from __future__ import annotations

BEFORE = "Avant d'envoyer"
BEFORE_SENDING = f"{BEFORE} : {{}}."
TRACKED = ("modification suivie", "modifications suivies")
AUTHORS = ("auteur {}", "auteurs {}")
# One by one: what it is, in which paragraph or cell, and its text.
ONE, PLACE, CELL = "{} : « {} »", "« {} »", ("ligne « {} »", "colonne « {} »")
STRICT = (
    "Le document est enregistré comme « Document Open XML strict » : dans Word,"
    " enregistrez-le comme « Document Word (.docx) »."
)

ARCHIVE = "l'archive du fichier"
COMMENT = "Commentaire de {}, que Word ne montre pas : « {} »."
NOT_SEEN = "Texte qui ne se voit pas, dans {} : « {} »."

# ---- what the form has not, by the kind of its relation

PARTS = {
    "vbaProject": ("projet de macros", "projets de macros"),
    "image": ("image", "images"),
    "thumbnail": ("aperçu d'une page", "aperçus d'une page"),
    "chart": ("graphique", "graphiques"),
    "oleObject": ("objet incorporé", "objets incorporés"),
    "package": ("fichier incorporé", "fichiers incorporés"),
    "control": ("contrôle ActiveX", "contrôles ActiveX"),
    "aFChunk": ("document inséré", "documents insérés"),
    "subDocument": ("sous-document", "sous-documents"),
    "hyperlink": ("lien", "liens"),
    "attachedTemplate": ("modèle attaché", "modèles attachés"),
    "diagramData": ("SmartArt", "SmartArt"),
    "video": ("vidéo", "vidéos"),
    "audio": ("son", "sons"),
    "customXml": ("partie de données XML", "parties de données XML"),
    "signature": ("signature numérique", "signatures numériques"),
}
OTHER_PART = ("partie étrangère au formulaire", "parties étrangères au formulaire")
UNUSED = ("partie que rien n'utilise", "parties que rien n'utilise")
NAMED = "{} ({})"

# ---- what may leave the house in no report

DRAFT = "La marque « {} » d'un brouillon est restée dans {}."
CODE = "« {} » est le code d'un ménage, dans {} : effacez-le."
CODE_BEHIND = (
    "« {} » est le code d'un ménage, dans {}, où rien ne le montre : effacez ce qui le"
    " porte (signet, lien, champ, description d'une image, nom d'un auteur)."
)
IN_PARTS = {
    "document": "le texte",
    "hdr": "un en-tête",
    "ftr": "un pied de page",
    "footnotes": "les notes de bas de page",
    "endnotes": "les notes de fin",
    "comments": "les commentaires",
    "coreProperties": "les propriétés",
    "Properties": "les propriétés",
    "Relationships": "un lien",
}
IN_PART = "la partie {}"
