"""What is said of files that cannot be put in place."""

import errno

# ---- why nothing could be put in place

AGAIN = "puis relancez."
OPEN = f"le fichier est ouvert ailleurs, ou protégé. Fermez-le, {AGAIN}"
IN_A_PROGRAM = (
    "le fichier est ouvert dans Word, Excel ou LibreOffice. Fermez-le, puis relancez."
    " S'il n'est plus ouvert nulle part, effacez « {} » dans ce dossier."
)
A_FOLDER = f"un dossier porte ce nom. Renommez-le ou déplacez-le, {AGAIN}"
KEPT = f"un fichier porte déjà ce nom. Renommez-le, ou effacez-le s'il ne sert plus, {AGAIN}"
GIVEN = f"c'est un des fichiers donnés. Renommez-le, {AGAIN}"
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
WITHOUT_SOFFICE = (
    "LibreOffice, qui fait le PDF, ne se trouve pas sur cet ordinateur. Relancez sans --pdf, puis"
    " enregistrez le rapport en PDF depuis Word (Fichier, Enregistrer sous, PDF)."
)
NO_PDF = (
    "LibreOffice n'a pas fait le PDF : rien n'est écrit. Fermez LibreOffice s'il est ouvert et"
    " relancez ; ou relancez sans --pdf, et enregistrez le rapport en PDF depuis Word."
)
STAMP = "Les fichiers d'une même production de Canevas."
