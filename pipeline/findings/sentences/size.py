"""Why a file is refused for its size, and what to delete from it."""

from __future__ import annotations

_AFRESH = "Repartez d'un classeur vide de Canevas et collez-y les valeurs seules."
_BELOW = (
    "Supprimez-y les lignes et les colonnes qui n'ont que de la mise en forme, sous vos données et"
    " à leur droite."
)
# Unit of the budget -> what there is too much of, and what to delete in the sheet that
# has most of it.
UNITS = {
    "bytes": ("une fois décompressé, il a plus de {most} octets", _BELOW),
    "whole": ("une fois décompressé, il a plus de {most} octets", _AFRESH),
    "tags": ("il a trop de cellules, remplies ou vides", _BELOW),
    "held": (
        "il a trop de mises en forme, de liens ou de règles",
        "Effacez-y les mises en forme conditionnelles, les liens et les validations en double.",
    ),
    "rows": (
        "il a plus de {most} lignes remplies",
        "Supprimez-y les lignes dont ce rapport n'a pas besoin.",
    ),
    "places": (
        "ses lignes sont trop longues",
        "Supprimez-y vos propres colonnes, à droite de celles du formulaire.",
    ),
    "letters": (
        "ses textes, codes et dates ont plus de {most} caractères",
        "Raccourcissez-y les textes les plus longs, ou supprimez-les.",
    ),
}
MERGED = (
    "une feuille a plus de {most} cellules fusionnées",
    "Annulez-y la fusion des cellules.",
)
ROW_TOO_FAR = ("il a plus de lignes qu'Excel n'en permet", _AFRESH)
FILE = ("il pèse plus de {most} Mo", _AFRESH)
MEMBERS = ("il contient plus de {most} parties", _AFRESH)
UNPACKED = ("décompressé, il dépasse {most} Go", _AFRESH)
SHEETS = (
    "il a plus de {most} feuilles",
    "Supprimez celles qui ne sont pas du formulaire.",
)


def too_large(said: tuple[str, str], most: str, sheet: str) -> dict[str, str]:
    """The facts of the refusal; ``sheet``: the one that has most of it, if it is known."""
    cause, remedy = said
    most_of_it = f" ; la feuille « {sheet} » en a le plus" if sheet else ""
    return {
        "cause": cause.format(most=most) + most_of_it,
        "remede": remedy if sheet else _AFRESH,
    }
