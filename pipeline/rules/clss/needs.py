"""What the rules of the CLSS plan ask of an edition: the columns that they cannot miss,
the lines of lists that they tell apart; and what its title may name.
"""

from __future__ import annotations

from collections.abc import Mapping

HEADS = ("titre", "sous_titre", "date_titre", "organisme", "periode")
NEEDS = {
    "plan": (
        "titre",
        "organisme",
        "premiere_annee",
        "derniere_annee",
        "theme_1",
        "theme_2",
    ),
    "quartiers": ("nom",),
    "textes": ("titre", "texte"),
    "objectifs": ("numero", "titre"),
    "actions": ("objectif", "code", "texte_recit", "texte_tableau"),
    "budget": (
        "annee",
        "quartier",
        "total",
        "referent",
        "cpas",
        "appel",
        "moitie_1",
        "moitie_2",
    ),
    "detail": ("annee", "quartier", "intitule", "montant"),
    "cibles": ("vise", "nombre"),
    "suivi": ("date", "vise", "quartier", "personnes"),
}

_YES_NO = ("oui", "non")
# Lists whose lines rules tell apart, by column: a line that they do not know would pass
# for another one.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "quartiers.extension": _YES_NO,
    "objectifs.transversal": _YES_NO,
    "objectifs.cpas": ("oui", "en_partie", "non"),
    "objectifs.constats_place": ("sous_titre", "en_ligne"),
    "actions.cpas": _YES_NO,
    "cibles.sens": ("au_moins", "au_plus"),
    "cibles.duree": ("par_an", "en_tout"),
    "cibles.etendue": ("par_quartier", "ensemble"),
}
