"""A second plan, small and wholly invented: one quarter, three years, no follow-up,
nothing that the first one has.

It holds what the first has not: a continued text, an odd cent, a CPAS amount of zero,
an OO without any action, years with a gap, signs that XML and the template mind.
"""

from __future__ import annotations

from pipeline.model.text import StyledText
from tests.examples.marolles import Row, Rows

NOM = "Les Remparts"

TEXTES: list[Row] = [
    {
        "titre": "INTRODUCTION",
        "texte": StyledText.of(
            [
                (
                    "Le quartier « Les Remparts » compte 1 840 habitants & 27 associations. ",
                    "",
                ),
                ("Un habitant sur trois vit avec < 1 200 € par mois", "Gras"),
                (
                    (
                        " ; l'enquête parle d'un quartier \"à part\".\nLe plan vise trois"
                        " changements :\n"
                    ),
                    "",
                ),
                (
                    "- des services qui se parlent ;\n- un 1er contact en < 5 jours ;\n",
                    "",
                ),
                ("- des habitants {{ entendus }} & associés.", ""),
            ]
        ),
    },
    {"texte": "Les chiffres datent de la 2e enquête de quartier."},
    {
        "titre": "CE QUE DISENT LES HABITANTS",
        "texte": "« On attend > 3 mois », disent-ils. D'autres n'appellent plus.",
    },
]
OBJECTIFS: list[Row] = [
    {
        "numero": "1",
        "titre": "1 Objectif général 1 : Rompre l'isolement aux Remparts",
        "introduction": "Cet objectif suit l'enquête 2023 & ses suites.",
        "titre_tableau": "Thématique 1 : le lien & la santé",
        "notice_tableau": "En gris et en gras : ce que pilote le CPAS.",
    },
    {
        "numero": "1.1",
        "titre": (
            "1.1 (OI). Les personnes isolées (< 1 visite par mois) sont connues d'un service de"
            " 1ère ligne."
        ),
        "constats": (
            'Trois constats :\n- des voisins inquiets ;\n- des signalements "perdus" ;\n- peu'
            " de relais."
        ),
        "constats_place": "sous_titre",
        "parties": "Maison médicale K & association L.",
    },
    {
        "numero": "1.1.1",
        "cpas": "en_partie",
        "titre": "1.1.1 (OO). Un relevé des personnes isolées est tenu.",
        "porteur": StyledText.of(
            [("Le CPAS porte ", ""), ("l'action 1", "Gras"), (".", "")]
        ),
        "texte_tableau": "Un relevé est tenu.",
    },
    {
        "numero": "1.1.2",
        "titre": "1.1.2 (OO). Les services s'accordent sur un relais.",
        "remarque": "Le relais vaut aussi pour les nouveaux habitants.",
    },
    {
        "numero": "2",
        "transversal": "oui",
        "titre": "2 Objectif transversal 1 : La parole des habitants compte.",
        "constats": "Peu d'habitants siègent dans les réunions.\nIls le regrettent.",
        "constats_place": "en_ligne",
        "titre_tableau": "Objectif transversal 1 : la parole des habitants",
    },
    {
        "numero": "2.0.1",
        "cpas": "oui",
        "titre": "2.0.1 (OO). Un panel d'habitants se réunit chaque année.",
        "annees": (2024, 2025, 2026),
    },
]
ACTIONS: list[Row] = [
    {
        "objectif": "1.1.1",
        "cpas": "oui",
        "code": "A1",
        "texte_recit": "Le CPAS crée un relevé & le tient à jour.",
        "texte_tableau": "Créer le relevé & le tenir à jour.",
        "annees": (2024, 2025, 2026),
    },
    {
        "objectif": "1.1.1",
        "code": "A2",
        "texte_recit": "Les services s'engagent à répondre en < 5 jours.",
    },
    {
        "objectif": "1.1.1",
        "texte_tableau": 'Former deux "veilleurs" par rue.',
        "annees": (2024, 2026),
    },
    {
        "objectif": "1.1.2",
        "code": "A1",
        "texte_recit": "Une table « relais » se tient deux fois par an.",
        "texte_tableau": "Tenir une table « relais ».",
        "annees": (2025,),
    },
]
# Amounts in cents: the call for projects of 2025 is 50.000,25 euros, its first half
# 25.000,13, its second 25.000,12.
BUDGET: list[Row] = [
    {
        "annee": 2024,
        "quartier": NOM,
        "total": 120_000_00,
        "referent": 60_000_00,
        "cpas": 0,
    },
    {
        "annee": 2025,
        "quartier": NOM,
        "total": 121_500_75,
        "referent": 61_200_50,
        "referent_commentaire": "Référent & frais",
        "cpas": 10_300_00,
        "appel_commentaire": "Reste < 2024",
    },
]
DETAIL: list[Row] = [
    {
        "annee": 2025,
        "quartier": NOM,
        "intitule": "Relevé & visites",
        "montant": 8_000_00,
    },
    {"annee": 2025, "quartier": NOM, "intitule": "Panel", "montant": 2_300_00},
]


def petit_quartier() -> Rows:
    """The rows of the plan of Valbrune: 6 objectives, 4 actions, two years of budget,
    no target, no follow-up.
    """
    plan: Row = {
        "edition": "clss-2022-2025",
        "organisme": "CPAS de Valbrune",
        "titre": "PLAN D'ACTION CLSS 2024-2026",
        "sous_titre": "QUARTIER LES REMPARTS",
        "date_titre": "Janvier 2024",
        "premiere_annee": 2024,
        "derniere_annee": 2026,
        "situation": "2025-01-31",
        "theme_1": "Santé & lien",
        "theme_2": "Accès aux droits",
    }
    sheets: Rows = {
        "plan": [plan],
        "quartiers": [{"nom": NOM}],
        "textes": TEXTES,
        "objectifs": OBJECTIFS,
    }
    return {
        **sheets,
        "actions": ACTIONS,
        "budget": BUDGET,
        "detail": DETAIL,
        "cibles": [],
        "suivi": [],
    }
