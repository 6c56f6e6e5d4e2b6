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

lead = (
    "Les chiffres du rapport d'activités {0} en images, arrêtés au 31 décembre {0}."
    " Cette page ne contient que des nombres : aucun ménage n'y est nommé."
).format


def at_zero(labels: list[str]) -> str:
    return f"À zéro : {' ; '.join(labels)}." if labels else ""


relocations = "Relogements en Wallonie en {}, mois par mois".format
contacts = "Contacts de {} par mode, mois par mois".format


def fates(year: int) -> tuple[str, str, str]:
    return "Octroyés", "Rejetés définitivement", f"En cours au 31/12/{year}"


def sources(year: int) -> tuple[str, str]:
    return f"Ouverts en {year}", f"Plus anciens, octroyés en {year}"


# ---- the CLSS plan
CPAS = "CPAS"  # the word beside what the CPAS leads
STRAIGHT = "Sans objectif intermédiaire"
ALONE = "L'objectif dans son ensemble"
SHARES = ("référent", "CPAS", "appel à projets")
LEVELS = {
    "og": ("objectif général ou transversal", "objectifs généraux et transversaux"),
    "oi": ("objectif intermédiaire", "objectifs intermédiaires"),
    "oo": ("objectif opérationnel", "objectifs opérationnels"),
}
LED = ("portée", "portées")
PEOPLE = (
    "personne touchée, comptée à chaque activité",
    "personnes touchées, comptées à chaque activité",
)
WHOLE_PLAN, ALL_QUARTERS = "Tout le plan", "tous quartiers ensemble"
BY_YEAR = "Le plan, année par année"
BY_YEAR_INTRO = (
    "Sous chaque action, une case pleine est une année où elle court. "
    "Le mot CPAS marque ce que le CPAS porte lui-même."
)
RUNNING = "Actions qui courent chaque année"
RUNNING_SERIES = ("autres actions", "portées par le CPAS")
RUNNING_HEAD = ("Année", "Actions", "dont portées par le CPAS")
ACTIONS_HEAD = ("Action", "Portée par le CPAS", "Années")
YES, NO, NEVER, UNKNOWN = "oui", "non", "aucune", "inconnu"
BUDGET = "Le budget par quartier"
BUDGET_HEAD = ("Quartier", *SHARES, "total")
FOLLOW_UP = "Personnes touchées et cibles"
REACHED, QUARTER = "Personnes touchées par quartier et par année", "Quartier"
TARGETS_HEAD = ("Année et quartier", "Personnes touchées", "Cible", "Résultat")


def planned(led: str) -> tuple[str, str]:
    """The words beside a number of actions. ``led``: how many the CPAS leads."""
    of_them = f"dont {led} par le CPAS"
    return f"action planifiée, {of_them}", f"actions planifiées, {of_them}"


halves = "L'appel à projets est partagé par moitiés : {}.".format
budget_of = "Budget {}".format
follow_up = (
    "Situation au {}. Une même personne est comptée à chaque activité. Le trait vertical"
    " marque la cible."
).format
target = "cible : {} ; {}".format
