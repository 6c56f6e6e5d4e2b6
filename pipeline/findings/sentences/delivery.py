"""What is said of files that cannot be put in place, and of what came of a workbook."""

import errno

# ---- why nothing could be put in place

AGAIN = "puis relancez."
OPEN = f"le fichier est ouvert ailleurs, ou protégé. Fermez-le, {AGAIN}"
IN_A_PROGRAM = (
    "le fichier est ouvert dans Word, Excel ou LibreOffice. Fermez-le, puis relancez."
    " S'il n'est plus ouvert nulle part, effacez « {} » dans ce dossier."
)
A_FOLDER = f"un dossier porte ce nom. Renommez-le ou déplacez-le, {AGAIN}"
THE_WORKBOOK = f"c'est le classeur. Renommez-le, {AGAIN}"
NOT_WRITTEN = "Impossible d'écrire « {} » : {}"
NOT_INTO = "Impossible d'écrire dans « {} » : {}"
BUSY = f"Une autre production est en cours dans « {{}} ». Attendez sa fin, {AGAIN}"
OTHERWISE = f"le système répond « {{}} ». Vérifiez le disque, {AGAIN}"
_FULL = f"le disque est plein. Faites de la place, {AGAIN}"
_PROTECTED = (
    "le dossier est protégé, ou un de ses fichiers est ouvert ailleurs. Fermez ce qui est"
    " ouvert, ou choisissez un autre dossier avec -o."
)
_A_FILE = "un fichier porte le nom du dossier. Renommez-le, ou choisissez un autre dossier avec -o."
WHY = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: _FULL,
    errno.EACCES: _PROTECTED,
    errno.EPERM: _PROTECTED,
    errno.EEXIST: _A_FILE,
    errno.ENOTDIR: _A_FILE,
    errno.EROFS: "le disque est en lecture seule. Choisissez un autre dossier avec -o.",
    errno.ENAMETOOLONG: (
        "un nom est trop long. Choisissez un nom ou un dossier plus court avec -o."
    ),
    errno.ENOENT: (
        "le dossier n'est plus là, ou son chemin est trop long. Choisissez un dossier plus"
        " court avec -o."
    ),
}
STAMP = "Les fichiers d'une même production de Canevas."

# ---- what came of a workbook among many

DONE, REFUSED, LOCKED, ASIDE = "produit", "refusé", "mot de passe", "laissé de côté"
# How many workbooks ended so, one and several.
ENDS = {
    DONE: ("produit", "produits"),
    REFUSED: ("refusé", "refusés"),
    ASIDE: ("laissé de côté", "laissés de côté"),
    LOCKED: ("protégé par un mot de passe", "protégés par un mot de passe"),
}

DIED = (
    "le programme s'est arrêté net (code {}), peut-être faute de mémoire : relancez ce classeur"
    " seul"
)
NO_MEMORY = (
    "il n'y a pas assez de mémoire : fermez d'autres programmes, puis relancez ce classeur"
    " seul"
)
FAULT = "faute du programme ({}, {}) : signalez-la"
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

# ---- why something in a folder is left aside, and what to do

FORMAT = "dans Excel, enregistrez-le sous le type Classeur Excel (.xlsx)"
TEXT = "fichier de texte : recopiez ses valeurs dans un classeur fait par « canevas classeur »"
BELOW = "sous-dossier où il y a des classeurs : donnez-le aussi à la commande"
REPORTS_BELOW = "sous-dossier où il y a des rapports : donnez-le aussi à la commande"
NO_WORD = "demandez le document Word (.docx)"
BROKEN = "lien rompu"
SHORTCUT = "raccourci : donnez le classeur lui-même"
MARKED = "copie marquée : si vous y avez corrigé, donnez-la elle-même à la commande"
