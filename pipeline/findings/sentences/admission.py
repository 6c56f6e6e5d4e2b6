"""What a file is instead of a workbook, why it cannot be read, and what to do."""

_SAVE = "Ouvrez-le dans Excel et enregistrez-le sous le type Classeur Excel (.xlsx)."
# Why a file cannot be read, and what to do.
UNREAD = {
    "tenu": (
        "il est ouvert ailleurs, ou protégé",
        (
            "Fermez-le là où il est ouvert, demandez le droit de le lire ou voyez si son disque"
            " répond, puis relancez."
        ),
    ),
    "absent": (
        "il n'est pas là, ou plus",
        "Voyez son nom et son dossier, puis relancez.",
    ),
}
# What a file is instead of an .xlsx, and what to do.
KINDS = {
    "vide": ("un fichier vide", "Reprenez une copie de sauvegarde."),
    "verrou": (
        "le verrou qu'Excel pose tant que le classeur est ouvert",
        "Donnez le fichier du même nom sans « ~$ ».",
    ),
    "ombre": (
        "ce qu'un Mac pose à côté d'un fichier",
        "Donnez le fichier du même nom sans « ._ ».",
    ),
    "special": (
        "un dossier, ou autre chose qu'un fichier",
        "Donnez le fichier du classeur.",
    ),
    "xls": ("un ancien fichier d'Office (.xls)", _SAVE),
    "xlsb": ("un classeur binaire (.xlsb)", _SAVE),
    "xml": ("un fichier XML", _SAVE),
    "ods": ("un document OpenDocument (.ods)", _SAVE),
    "autre": (
        "un autre fichier d'Office, ou une archive",
        "Donnez le fichier du classeur.",
    ),
    "texte": (
        "un fichier texte ou CSV",
        "Recopiez ses valeurs dans un classeur vide de Canevas.",
    ),
    "html": ("une page HTML", _SAVE),
    "image": ("une image", "Donnez le fichier du classeur."),
    "pdf": ("un PDF", "Donnez le classeur Excel dont il vient."),
}
