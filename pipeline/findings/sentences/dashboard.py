"""What the dashboards say: titles, heads of tables, notes under the drawings."""

from __future__ import annotations

TOTAL, TOGETHER = "Total", "Ensemble"
# ---- the DiCS report
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)
SHORT_MONTHS = (
    *("janv.", "févr.", "mars", "avr.", "mai", "juin"),
    *("juil.", "août", "sept.", "oct.", "nov.", "déc."),
)
# The chapters of the form that count something, by their numbers.
CHAPTERS = {
    "2": "Accompagnement avant relogement",
    "3": "Accompagnement après relogement",
    "4": "Allocations d'installation",
}
# What the lines of 4.2 say on the form, by what they count.
LINES = {
    "dossiers_relogement_precedent": "dont pour un relogement de {before}",
    "dossiers_relogement_annee": "dont pour un relogement de {year}",
}
FIGURES = ("Question", "Libellé", "Nombre")
LINE, NUMBER = "Ligne du formulaire", "Nombre"
COLUMNS = {"": "Ensemble", "relayes": "Relayées", "non_relayes": "Non relayées"}
TWO_OF_A_HOUSEHOLD = "Deux au plus par ménage. "
NOTHING = "Rien à compter dans l'année."
RELOCATED = ("Mois", "Ménages relogés")
NO_RELOCATION = "Aucun relogement dans l'année."
MONTH = "Mois"
CONTACTS = "Les contacts au fil de l'année"
CONTACTS_NOTE = (
    "Un contact avec plusieurs ménages compte une fois. Ne comptent pas : la simple"
    " courtoisie, et ce qui vient après la fin du suivi ou après un départ hors du"
    " champ du rapport. Toutes les échelles sont les mêmes."
)
FILES, FILES_HEAD = "Le chemin des dossiers", "Dossiers"
FILES_NOTE = "Un rejet temporaire laisse le dossier en cours."


def lead(year: int) -> str:
    return (
        f"Les chiffres du rapport d'activités {year} en images, arrêtés au 31 décembre"
        f" {year}. Cette page ne contient que des nombres : aucun ménage n'y est nommé."
    )


def at_zero(labels: list[str]) -> str:
    return f"À zéro : {' ; '.join(labels)}." if labels else ""


def relocations(year: int) -> str:
    return f"Relogements en Wallonie en {year}, mois par mois"


def contacts(year: int) -> str:
    return f"Contacts de {year} par mode, mois par mois"


def fates(year: int) -> tuple[str, str, str]:
    return "Octroyés", "Rejetés définitivement", f"En cours au 31/12/{year}"


def sources(year: int) -> tuple[str, str]:
    return f"Ouverts en {year}", f"Plus anciens, octroyés en {year}"
