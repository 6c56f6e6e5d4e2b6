"""What is said of workbooks that several hands keep: parts, and their making."""

from __future__ import annotations

from collections.abc import Sequence


def _named(titles: Sequence[str]) -> str:
    return ", ".join(f"« {title} »" for title in titles)


def is_part(titles: Sequence[str]) -> str:
    """Why no report is made. ``titles``: of the sheets that no file has."""
    what = "la feuille" if len(titles) == 1 else "les feuilles"
    return (
        f"Ce classeur est une partie : il manque {what} {_named(titles)}. Donnez avec lui"
        " chaque fichier qui en tient."
    )


SENDS = (
    "Vous pouvez aussi le garder, et n'envoyer que des chiffres, sans code ni numéro : canevas"
    " chiffres suivi du nom de ce fichier les compte."
)


def unknown_sheet(title: str, known: Sequence[str]) -> str:
    return f"« {title} » n'est pas une feuille de ce formulaire : {_named(known)}."


def readme(titles: Sequence[str], sends: bool) -> list[tuple[str, tuple[str, ...]]]:
    """The first page of a part: headings, each with its lines. ``sends``: whether its
    figures may go in its place.
    """
    one = len(titles) == 1
    which = f"la feuille {_named(titles)}" if one else f"les feuilles {_named(titles)}"
    return [
        (
            "À quoi sert ce fichier ?",
            (
                f"C'est une partie d'un classeur que plusieurs personnes tiennent : {which}."
                " Les autres feuilles sont dans d'autres fichiers.",
                "Gardez-le pour vous pendant l'année. Quand on vous le demande, donnez-le à la"
                " personne qui produit le rapport : elle réunit tous les fichiers.",
                *[SENDS] * sends,
            ),
        ),
        (
            "Comment le remplir ?",
            (
                "Identification dit à qui est ce fichier : n'y changez rien. Une aide s'affiche"
                " quand on clique dans une cellule ; les colonnes marquées d'une étoile (*)"
                " sont obligatoires.",
                "Écrivez les codes et les noms comme dans l'autre fichier : c'est par eux que"
                " tout se rejoint.",
                "Vous pouvez trier, filtrer, et ajouter vos propres colonnes à droite. Ne"
                " renommez ni les feuilles ni les titres des colonnes.",
                "canevas verifier suivi du nom de ce fichier dit ce qui y est à corriger.",
            ),
        ),
    ]


def no_carry(titles: Sequence[str]) -> str:
    """Why a part is not carried over into the next year's workbook."""
    return (
        f"Ce classeur est une partie : il manque {_named(titles)}. Une partie ne se reprend pas :"
        " reprenez un classeur qui a toutes les feuilles, où sont recopiées les lignes des"
        " parties."
    )


def held_back(titles: Sequence[str]) -> str:
    """What is not known of a part alone."""
    if len(titles) == 1:
        return (
            f"La feuille {_named(titles)} est dans un autre fichier : ce qui en dépend n'est pas"
            " connu ici."
        )
    return (
        f"Les feuilles {_named(titles)} sont dans d'autres fichiers : ce qui en dépend n'est pas"
        " connu ici."
    )


# ---- figures instead of rows

NOTE = (
    "Chiffres comptés par Canevas, sans nom, code ni numéro de dossier. Ne modifiez rien ici :"
    " refaites ce fichier avec Canevas."
)
OTHERS = "le reste"
NO_FIGURES = "son formulaire n'a pas de chiffres à envoyer à la place de lignes."
not_there = "la feuille « {} » n'est pas dans ce classeur.".format
without_date = (
    "La date du relogement manque ({}) : sans la feuille Ménages, 4.2 ne peut pas être compté"
    " sans elle."
).format
counted = "{} : {}".format
