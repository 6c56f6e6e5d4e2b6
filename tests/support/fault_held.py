"""Findings that wait for a faulty row to be mended, and what is told of facts after the
report's year.
"""

from __future__ import annotations

from tests.support.fault_table import FILES
from tests.support.faults import (
    LEFT,
    PRE,
    UNMET,
    Change,
    Finding,
    answer,
    contact,
    dossier,
    equipement,
    menage,
    untick,
)

_ALSO_UNMET = menage(9, code="H-005", equipement="Les Pins", **PRE)
_LATER = "2024-01-05"
_OUTSIDE: Finding = ("contacts-hors-annee", "Contacts!A9")

HELD: dict[str, tuple[tuple[Change, ...], list[Finding]]] = {
    "nothing": (
        (*UNMET, _ALSO_UNMET),
        [("pre-sans-contact", "Ménages!H8"), ("pre-sans-contact", "Ménages!H9")],
    ),
    "a contact without a date, for its households": (
        (*UNMET, _ALSO_UNMET, contact(9, codes=("H-004",), mode="site")),
        [("pre-sans-contact", "Ménages!H9"), ("valeur-manquante", "Contacts!A9")],
    ),
    "a contact with an unreadable date, for its households": (
        (
            *UNMET,
            _ALSO_UNMET,
            contact(9, date="vers Pâques", codes=("h4", "H-001"), mode="site"),
        ),
        [("pre-sans-contact", "Ménages!H9"), ("date-illisible", "Contacts!A9")],
    ),
    "a contact with an unknown code, for all": (
        (
            *UNMET,
            _ALSO_UNMET,
            contact(9, date="2023-03-15", codes=("H-001", "H-099"), mode="site"),
        ),
        [("code-inconnu", "Contacts!B9")],
    ),
    "a contact without a code, for all": (
        (*UNMET, _ALSO_UNMET, contact(9, date="2023-03-15", mode="site")),
        [("valeur-manquante", "Contacts!B9")],
    ),
    "a contact with a bare number as code, for all": (
        (*UNMET, _ALSO_UNMET, contact(9, date="2023-03-15", codes=("4",), mode="site")),
        [("code-nombre", "Contacts!B9")],
    ),
    "a household in doubt": (
        (*UNMET, menage(8, raison="ailleurs")),
        [("hors-liste", "Ménages!E8")],
    ),
    "an unreadable household code, for unknown codes": (
        (
            menage(9, code="Lilas", equipement="Les Pins"),
            contact(8, codes=("H-099",)),
            dossier(6, menage="H-098"),
        ),
        [("code-illisible", "Ménages!A9")],
    ),
    "a code that is missing, for unknown codes": (
        (menage(9, equipement="Les Pins"), contact(8, codes=("H-099",))),
        [("valeur-manquante", "Ménages!A9")],
    ),
    "a household in doubt, for texts and figures": (
        (menage(6, reseau="peut-être"), contact(6, mode="courrier")),
        [("hors-liste", "Ménages!G6")],
    ),
    "an equipment in doubt, for 2.1.1": (
        (equipement(5, presence="souvent"), equipement(6, valves="x")),
        [("hors-liste", "Équipements!C5")],
    ),
    "a faulty answer, not for the others": (
        (answer("3.3.1", texte="H-002 est passé."), untick("4.1", "commune")),
        [("code-dans-texte", "Réponses!E29"), ("nombre-de-cases", "Réponses!C31")],
    ),
}

LATER: dict[str, tuple[tuple[Change, ...], list[Finding]]] = {
    "an incomplete contact": (
        (contact(9, date=_LATER, remarque="exemple"),),
        [_OUTSIDE],
    ),
    "an unknown code": (
        (contact(9, date=_LATER, codes=("H-099",), mode="site"),),
        [_OUTSIDE],
    ),
    "a bare number": (
        (contact(9, date=_LATER, codes=("99",), mode="site"),),
        [("code-nombre", "Contacts!B9"), _OUTSIDE],
    ),
    "a mode outside its list": (
        (contact(9, date=_LATER, codes=("H-001",), mode="pigeon"),),
        [("hors-liste", "Contacts!C9"), _OUTSIDE],
    ),
    "a visit": (
        (contact(9, date=_LATER, codes=("H-001",), mode="visite"),),
        [_OUTSIDE],
    ),
    "the same contact twice": (
        tuple(
            contact(row, date=_LATER, codes=("H-001",), mode="site") for row in (9, 10)
        ),
        [_OUTSIDE],
    ),
    "a departure without destination": ((menage(8, date_relogement=_LATER),), []),
    "a departure with all that follows": (
        (
            menage(8, **LEFT),
            menage(
                8,
                date_relogement=_LATER,
                accompagnement_post="entame",
                destination="autre",
            ),
        ),
        [],
    ),
    "a destination outside its list": (
        (menage(8, date_relogement=_LATER, destination="lune"),),
        [("hors-liste", "Ménages!T8")],
    ),
    "a visit before a later departure": (
        (
            menage(8, **{**LEFT, "date_relogement": _LATER}),
            contact(8, codes=("H-004",), mode="visite"),
        ),
        [("visite-avant-relogement", "Contacts!A8")],
    ),
    "an end of follow-up": (
        (menage(7, fin_suivi=_LATER, fin_suivi_raison="à sa demande"),),
        [],
    ),
    "a decision's date without decision": ((dossier(6, date_decision=_LATER),), []),
    "a decision outside its list": (
        (dossier(6, decision="peut-être", date_decision=_LATER),),
        [("hors-liste", f"{FILES}!E6")],
    ),
    "an opening without household": ((dossier(7, ouverture=_LATER, numero="D-1"),), []),
    "an opening after the decision": ((dossier(5, ouverture=_LATER),), []),
    "an unreadable date beside a later one": (
        (dossier(7, ouverture=_LATER, menage="H-099", date_relogement="en mai"),),
        [("date-illisible", f"{FILES}!C7")],
    ),
}
