"""What the rules of the CLSS plan say beside their labels: why a finding is one, what
explains an amount.
"""

from __future__ import annotations

# Why a text or years stand where nothing is printed of them.
NO_BUDGET = "il n'y a pas de budget"
NOT_OPERATIONAL = "ce n'est pas un objectif opérationnel"
ACTIONS_TABLED = "les actions de l'objectif sont dans le tableau, avec leurs années"
NOT_GENERAL = "ce n'est pas un objectif général"
NOT_TABLED = "rien de cet objectif n'est dans un tableau de planification"


def period(first: int, last: int) -> str:
    return f"{first} à {last}" if first != last else str(first)


span = "{} à {}".format
# How amounts are computed.
HALF, OTHER_HALF = "la moitié de ", "l'autre moitié de "


def minus(*terms: object) -> str:
    return " moins ".join(map(str, terms))


# What explains an amount or a figure of the follow-up.
TOTAL, EACH_TOTAL = ("total", "Total"), ("total", "Total de chaque quartier")
DETAIL = ("detail", "Détail")
TYPED = "le montant encodé dans la feuille Budget"
SAME_TOTAL = f"{TYPED}, le même pour tous les quartiers de l'année"
TYPED_DETAIL = "le montant encodé dans la feuille Détail CPAS"
TYPED_CPAS = "le montant CPAS de la feuille Budget"
SUM_OF_DETAIL = "somme des montants connus de la feuille Détail CPAS"
APPEL = "total moins référent moins CPAS"
LARGER_HALF = f"la moitié de l'appel à projets ({APPEL}), un cent impair compris"
SMALLER_HALF = f"l'autre moitié de l'appel à projets ({APPEL})"
FOLLOWED = {
    "activites": ("activités", "nombre d'activités"),
    "personnes": (
        "personnes",
        "somme des personnes touchées ; une même personne compte à chaque activité",
    ),
    "nouvelles": (
        "nouvelles",
        "somme des personnes touchées pour la première fois, où elles sont connues",
    ),
}
AGAINST_TARGET = "personnes touchées contre la cible"

# What does not add up in a plan that comes in.
COLUMNS = {
    "referent": "référent",
    "cpas": "CPAS",
    "appel": "appel à projets",
    "moitie_1": "première moitié",
    "moitie_2": "seconde moitié",
    "total": "budget par quartier",
    "detail": "total du détail CPAS",
    "lignes": "lignes du détail CPAS",
}

not_the_sum = "{} : {} : {}, mais {} : {}.".format

twice = "{1}, {0} : ce quartier est deux fois dans {2}.".format
line_twice = (
    "{1}, {2} : « {0} » est deux fois dans le détail des actions du CPAS.".format
)
totals_twice = "{} : « Budget par quartier » est deux fois dans le budget.".format
no_total = "{}, {} : « Budget par quartier » manque dans le budget.".format
year_twice = "{} : cette année a deux budgets.".format
row_twice = "{} : cette ligne est deux fois dans le suivi.".format
THE_OBJECTIVES, THE_TABLES = "les objectifs", "les tableaux"
objective_twice = "{} : cet objectif est deux fois dans {}.".format
action_twice = "{} : « {} » est deux fois dans un tableau.".format
TABLES = {
    "quartiers": "le budget",
    "inegal": "les budgets par quartier",
    "detail": "le détail des actions du CPAS",
}

too_many_new = "{} : {} nouvelles, mais {} personnes touchées.".format
