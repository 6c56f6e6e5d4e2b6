"""What the rules of the DiCS report ask of an edition: the columns that they cannot
miss, the lines of lists that they tell apart; and what its title may name.
"""

from __future__ import annotations

from collections.abc import Mapping

HEADS = ("annee", "annee_precedente", "commune", "nom")
NEEDS = {
    "identification": ("commune", "annee"),
    "equipements": ("nom",),
    "menages": ("code",),
    "contacts": ("date", "codes", "mode"),
    "dossiers": ("menage", "ouverture"),
    "reponses": ("question", "ligne", "coche", "precision", "texte"),
}
# The sheet whose figures may be sent instead of its rows, the sets that count them, and
# the list of the tick that goes with them (4.1).
SENT = (
    "dossiers",
    (
        *("dossiers_ouverts", "dossiers_relogement_precedent"),
        *("dossiers_relogement_annee", "dossiers_octroyes", "dossiers_rejetes"),
        *("dossiers_en_cours", "dossiers_anciens_octroyes"),
    ),
    "gestions",
)
PRESENCE = "presence_generale"  # the list of 2.1.1
_YES_NO, _SUPPORT = ("oui", "non"), ("aucun", "entame", "poursuivi")
# Lists whose lines rules tell apart, by column or by name. The others only divide a
# figure, and may have more lines.
CLOSED: Mapping[str, tuple[str, ...]] = {
    "equipements.nature": ("hp", "habitat_vert", "sorti"),
    "equipements.presence": (
        "plusieurs_semaine",
        "une_semaine",
        "une_quinzaine",
        "moins",
    ),
    "menages.accompagnement_pre": _SUPPORT,
    "menages.accompagnement_post": _SUPPORT,
    **{
        f"menages.{name}": _YES_NO
        for name in ("reseau", "reseau_apres", "relais_1", "relais_2", "suivi_confie")
    },
    "menages.localisation": ("origine", "limitrophe", "eloignee"),
    "contacts.mode": (
        "site",
        "permanence",
        "rendez_vous",
        "visite",
        "telephone",
        "mail",
        "courrier",
    ),
    "contacts.courtoisie": _YES_NO,
    "dossiers.decision": ("octroi", "refus_temporaire", "refus_definitif"),
    "reponses.coche": ("x",),
    PRESENCE: ("chaque", "certains", "autres_canaux", "peu"),
}
