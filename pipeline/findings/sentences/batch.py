"""What is said of many workbooks: what came of each, and why one is left aside."""

DONE, REFUSED, LOCKED, ASIDE = "produit", "refusé", "mot de passe", "laissé de côté"
# How many workbooks ended so, one and several.
ENDS = {
    DONE: ("produit", "produits"),
    REFUSED: ("refusé", "refusés"),
    ASIDE: ("laissé de côté", "laissés de côté"),
    LOCKED: ("protégé par un mot de passe", "protégés par un mot de passe"),
}

DIED = (
    "le programme s'est arrêté net (code {}), peut-être par manque de mémoire : relancez ce"
    " classeur seul"
)
NO_MEMORY = (
    "il n'y a pas assez de mémoire : fermez d'autres programmes, puis relancez ce classeur"
    " seul"
)
FAULT = "défaut du programme ({}, {}) : signalez-le"
SAVED_MEANWHILE = "le classeur a été enregistré pendant la production : relancez"
NEEDS_PASSWORD = (
    "protégé : donnez CANEVAS_MOT_DE_PASSE, ou retirez le mot de passe dans Excel"
)
OWN_TEMPLATE = "le modèle a été modifié : voyez canevas modele verifier {}"
CONTRADICTIONS, NOT_THE_FORM = "des chiffres se contredisent", "document non conforme"
FIRST = "d'abord {}"
TWINS = (
    "même dossier ({}) que {} : aucun n'est produit. Gardez le bon ; si ce sont deux rapports,"
    " corrigez dans l'un la commune, le CPAS ou l'année"
)
COPY = "copie de {}, d'après son nom"
CHANGED = "« {} » manquait, ou avait été modifié."
LEFT = "« {} » vient d'une production précédente et ne va plus avec ce rapport : effacez-le."
NO_PROOF = (
    "Pas de justificatif : il serait trop long. « canevas expliquer » dit qui est dans un"
    " chiffre."
)

# ---- why something in a folder is left aside, and what to do

FORMAT = "dans Excel, enregistrez-le sous le type Classeur Excel (.xlsx)"
TEXT = "fichier de texte : recopiez ses valeurs dans un classeur fait par « canevas classeur »"
BELOW = "sous-dossier où il y a des classeurs : donnez-le aussi à la commande"
REPORTS_BELOW = "sous-dossier où il y a des rapports : donnez-le aussi à la commande"
NO_WORD = "demandez le document Word (.docx)"
BROKEN = "lien rompu"
SHORTCUT = "raccourci : donnez le classeur lui-même"
MARKED = "copie marquée : si vous y avez corrigé, donnez-la elle-même à la commande"
