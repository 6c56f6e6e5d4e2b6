"""What the rules of the DiCS report say beside their labels: why a household or a file
is not in a figure, what explains a line.
"""

from __future__ import annotations

from collections.abc import Sequence

# Why nobody has reached a household.
COURTESY = "de courtoisie"
BY_TELEPHONE, BY_LETTER = "par téléphone ou e-mail", "par courrier"
BY_VISIT, ELSEWHERE = (
    "par visite au nouveau domicile",
    "ailleurs qu'au nouveau domicile",
)
FROM_DEPARTURE, BEFORE_DEPARTURE = "à partir du départ", "avant le départ"

from_the_end = "à partir de la fin du suivi ({:%d/%m/%Y})".format
only_contacts = "seulement des contacts {}".format
no_contact = "aucun contact en {}".format


def in_none(figures: Sequence[str]) -> str:
    """That a household is in none of these figures."""
    if len(figures) == 1:
        return f"pas dans {figures[0]}"
    return " ".join(f"ni dans {figure}" for figure in figures)


# Why the relocation of a file is not that of its household.
NO_RELOCATION = "son ménage n'a pas de relogement en Wallonie"
ANOTHER_YEAR = "son ménage est parti une autre année"

# Where two figures contradict each other.


def figure(question: str, *words: str) -> str:
    """A question, or a line or column of it."""
    line = ", ".join(filter(None, words))
    return f"{question} ({line})" if line else question


inside = "{} dans {}".format
both = "{} et {}".format
at_once = "{} et {} à la fois".format

# The same of a report that comes in, by its numbers.


def amount(figure: str, number: int, places: int) -> str:
    """A figure, several, or the lines of a table together, with their number."""
    lines = "les lignes de " if places > 1 and " + " not in figure else ""
    return f"{lines}{figure} : {number}{' en tout' if places > 1 else ''}"


def _but(one: str, other: str) -> str:
    return f"{one[0].upper()}{one[1:]}, mais {other}."


def differ(one: str, other: str) -> str:
    return f"{_but(one, other)} Ce devrait être le même nombre."


def too_far(one: str, other: str) -> str:
    return (
        f"{_but(one, other)} Ce devrait être ce nombre au plus, et sa moitié au moins."
    )


def exceeds(one: str, whole: str, most: int) -> str:
    bound = "le double de ce nombre" if most == 2 else "ce nombre"
    return f"{_but(one, whole)} Ce devrait être {bound} au plus."


def unusual(one: str, whole: str, most: int) -> str:
    return f"{_but(one, whole)} D'habitude, c'est ce nombre au plus : est-ce voulu ?"


def ticked_though(figure: str) -> str:
    return _but(figure, "la case « Pas de dossiers » est cochée")


ONE_TICK, TWO_TICKS = "une seule case", "une ou deux cases"
# What explains a line of the report.
TYPED = "case cochée, précision ou texte de la feuille Réponses"
EQUIPMENT = "ce qui est noté de l'équipement dans sa feuille"
NO_FILE = "cochée quand aucun dossier n'est ouvert dans l'année"
REGISTER = ("registre", "Selon le registre, à comparer (n'est pas imprimé)")
NAMES = ("noms", "Équipements")
COLUMNS = {"": "Concernés", "relayes": "Relayés", "non_relayes": "Non relayés"}
LINES = {
    "total": "Total",
    "annee_precedente": "Relogement de l'année précédente",
    "annee": "Relogement de l'année",
    "aucun": "Pas de dossiers",
}

on_line = "{} ; ligne «\u00a0{}\u00a0»".format
after = "{}, d'après {}".format

# Why a household is not among those that were relocated.
LEFT_FOR = {
    "hors_wallonie": "parti hors de Wallonie",
    "mr_mrs": "parti en MR/MRS",
    "autre_hp": "parti dans un équipement HP d'une autre commune",
}
LEFT_OTHERWISE = "départ qui n'est pas un relogement en Wallonie"
NOT_ENTRUSTED = "suivi non confié à un autre"
SAME_COMMUNE, NO_LOCATION = (
    "vit dans la commune d'origine",
    "localisation actuelle inconnue",
)

still_there = "n'a pas quitté l'équipement avant le 31/12/{}".format
relocated = "relogé en {}".format

# Why a file is not in a figure.
DECISIONS = {
    "octroi": "octroi",
    "refus_definitif": "rejet définitif",
    "refus_temporaire": "rejet temporaire",
}

received = "chiffre reçu du CPAS le {}".format
SAME_HOUSEHOLD, NO_CODE = "du même ménage", "d'un ménage sans code"
no_file = "aucun dossier ouvert au 31/12/{}".format
opened = "dossier ouvert en {}".format
granted = "octroi décidé en {}".format


def decided(year: int, decision: str) -> str:
    return f"décision au 31/12/{year} : {DECISIONS.get(decision, 'aucune')}"
