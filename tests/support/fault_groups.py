"""Faults planted together, in as few workbooks as they need, and what keeps the others
apart.
"""

from __future__ import annotations

from dataclasses import dataclass

from tests.support.fault_table import FILES
from tests.support.faults import (
    CHAQUE,
    LEFT,
    PRE,
    Change,
    Finding,
    answer,
    cells,
    contact,
    dossier,
    emptied,
    equipement,
    identification,
    in_format,
    menage,
    option,
    spoilt,
    tick,
    untick,
    without,
)


@dataclass(frozen=True)
class Group:
    """One workbook: its changes, and all the findings they give, in the order of the
    list that people read.
    """

    name: str
    changes: tuple[Change, ...]
    findings: tuple[Finding, ...]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Exclusion:
    """``ones`` never stand in one workbook with ``others``."""

    ones: frozenset[str]
    others: frozenset[str]
    reason: str


def _apart(ones: str, others: str, reason: str) -> Exclusion:
    return Exclusion(frozenset(ones.split()), frozenset(others.split()), reason)


_CHAQUE = "presence-incomplete canaux-en-trop non-prioritaire-en-trop"
_CERTAINS = "presence-vide presence-partout"
_TABLES = (
    f"{_CHAQUE} {_CERTAINS} canaux-vides non-prioritaires-vides presence-en-trop"
    " canaux-hors-choix"
)
_TABLES += (
    " non-prioritaire-hors-choix equipement-deux-tableaux non-prioritaire-sans-raison"
    " raison-sans-equipement"
)

EXCLUSIONS = [
    _apart(
        "fichier-illisible",
        f"frequence-sans-approche feuille-absente {_TABLES}",
        "nothing of the file is read",
    ),
    _apart(
        "presence-incomplete",
        "canaux-vides non-prioritaires-vides",
        "2.1.1 has one answer",
    ),
    _apart(
        _CHAQUE,
        f"{_CERTAINS} canaux-hors-choix non-prioritaire-hors-choix",
        "2.1.1 has one answer",
    ),
    _apart(
        _CERTAINS,
        "canaux-vides non-prioritaires-vides presence-en-trop",
        "2.1.1 has one answer",
    ),
    _apart(
        "canaux-vides",
        "non-prioritaires-vides canaux-hors-choix",
        "2.1.1 has one answer",
    ),
    _apart(
        "non-prioritaires-vides", "non-prioritaire-hors-choix", "2.1.1 has one answer"
    ),
    _apart("presence-vide", "presence-partout", "no equipment is present, or all are"),
    _apart(
        "non-prioritaire-sans-raison",
        "raison-sans-equipement non-prioritaires-vides",
        "2.4 is filled, or not",
    ),
    _apart(
        "frequence-sans-approche",
        _TABLES,
        "an equipment in doubt holds back what the tables say together",
    ),
    _apart(
        "nombre-illisible", "etat-des-lieux-different", "no sum without both numbers"
    ),
    _apart(
        "code-illisible", "code-inconnu", "the unknown code may be the unreadable one"
    ),
    _apart(
        "contacts-autre-annee",
        "contacts-hors-annee contact-lointain reloge-sans-contact ancien-sans-contact",
        "no contact is of the year, or some are",
    ),
    _apart(
        "code-inconnu",
        "pre-sans-contact reloge-sans-contact ancien-sans-contact",
        "the code may be anyone's",
    ),
    _apart(
        "code-inconnu",
        "etat-des-lieux-different texte-manquant",
        "figures in doubt are not compared",
    ),
]
# Each of these needs a workbook of its own.
PAIRWISE_EXCLUSIVE = [
    "fichier-illisible",
    "frequence-sans-approche",
    "presence-incomplete",
    "presence-vide",
    "presence-partout",
    "canaux-vides",
    "non-prioritaires-vides",
]

_ROWS = Group(
    "rows",
    (
        emptied("identification"),
        equipement(5, approche=None),
        menage(5, statut=None, relais_1=None, probleme_2="emploi", relais_2="non"),
        menage(6, destination=None),
        menage(7, date_relogement=None, statut="astronaute", raison="autre"),
        menage(
            8,
            code="Lilas",
            equipement="Les Ormes",
            statut="autre",
            statut_precision="?",
        ),
        menage(9, code="h 1", equipement=None),
        contact(5, date="vers Pâques"),
        contact(6, codes=("17",)),
        contact(7, mode=None),
        contact(9, date="1905-07-15", codes=("H-001",), mode="site"),
        cells("contacts", A10="Total", B10=5),
        answer("1.1", "communication", texte="Une lettre à H-002."),
        without("dossiers"),
        cells("menages", AH4="Statut - précision"),
        cells("contacts", C8="#REF!", D4="Politesse"),
        cells(
            "reponses",
            B22="Objet",
            A38="4.1",
            B38="Pas encore défini (nouvelle commune)",
        ),
    ),
    (
        ("trop-peu-de-lignes", "Identification"),
        ("frequence-sans-approche", "Équipements!D5"),
        ("colonne-double", "Ménages!AH4"),
        ("accompagnement-pre-incomplet", "Ménages!C5"),
        ("probleme-sans-relais", "Ménages!K5"),
        ("non-relaye-sans-raison", "Ménages!Q5"),
        ("date-sans-destination", "Ménages!T6"),
        ("hors-liste", "Ménages!C7"),
        ("precision-manquante", "Ménages!F7"),
        ("destination-sans-date", "Ménages!S7"),
        ("code-illisible", "Ménages!A8"),
        ("reference-inconnue", "Ménages!B8"),
        ("precision-illisible", "Ménages!D8"),
        ("cle-double", "Ménages!A9"),
        ("valeur-manquante", "Ménages!B9"),
        ("colonne-absente", "Contacts"),
        ("date-illisible", "Contacts!A5"),
        ("code-nombre", "Contacts!B6"),
        ("valeur-manquante", "Contacts!C7"),
        ("valeur-erreur", "Contacts!C8"),
        ("date-improbable", "Contacts!A9"),
        ("ligne-total", "Contacts!A10"),
        ("feuille-absente", FILES),
        ("code-dans-texte", "Réponses!E6"),
        ("ligne-inconnue", "Réponses!B22"),
        ("ligne-double", "Réponses!B38"),
    ),
)

_REGISTER = Group(
    "chaque",
    (
        identification(6, edition="dics-1999", commune="Bis" * 34, annee=2022),
        *CHAQUE,
        equipement(5, valves="x", non_prioritaire="x"),
        equipement(6, presence="moins", approche="permanence"),
        menage(5, probleme_2="sante", relais_2="oui", statut_precision="artisan"),
        menage(6, contenu_1=None),
        menage(7, contenu_2="loyer", reseau=None, fin_suivi="2023-01-01"),
        menage(8, **PRE),
        menage(
            8,
            probleme_1=None,
            relais_1=None,
            accompagnement_post="entame",
            contenu_1="droits",
        ),
        menage(9, code="TOURNESOL1", equipement="Les Pins", **LEFT),
        menage(
            10, code="N00.00.00-000-00", equipement="Les Pins", fin_suivi="2032-01-15"
        ),
        contact(5, codes=("H-001",)),
        contact(9, date="2023-02-07", codes=("h3",), mode="telephone"),
        contact(10, date="2023-05-03", codes=("H-002",), mode="visite"),
        contact(11, date="2021-11-30", codes=("H-001",), mode="mail"),
        contact(12, date="2024-02-01", codes=("H-001",), mode="mail"),
        dossier(5, date_decision="2023-05-31"),
        dossier(6, date_relogement="2022-06-30"),
        dossier(7, numero="d-2", menage="H-003", ouverture="2023-01-10"),
        dossier(8, numero="D-1", menage="H-001", ouverture="2022-06-01"),
        dossier(9, menage="H-004", ouverture="2023-11-06"),
        dossier(10, menage="H-003", ouverture="2022-10-03"),
        dossier(11, menage="H-003", ouverture="2022-10-03"),
        tick("1.1", "rien"),
        tick("1.1", "entrees"),
        answer("1.1", "devenir", texte="Une visite."),
        answer("1.2.1", "entrees", texte=None),
        answer("1.2.1", "devenir", texte="Peu d'idées, sauf en h. 1."),
        answer("3.3.1", texte="Par choix."),
        untick("4.1", "commune"),
        answer("5.1.1", texte="quatre"),
        answer("8.1.1", coche="x"),
        in_format("reponses", "E28", 1e-10, "General"),
    ),
    (
        ("trop-de-lignes", "Identification!A6"),
        ("edition-autre", "Identification!A6"),
        ("valeur-trop-longue", "Identification!B6"),
        ("annee-refusee", "Identification!C6"),
        ("equipement-deux-tableaux", "Équipements!A5"),
        ("canaux-en-trop", "Équipements!H5"),
        ("non-prioritaire-en-trop", "Équipements!J5"),
        ("non-prioritaire-sans-raison", "Équipements!J5"),
        ("approche-sans-frequence", "Équipements!C6"),
        ("presence-incomplete", "Équipements!C6"),
        ("probleme-double", "Ménages!N5"),
        ("post-incomplet", "Ménages!G7"),
        ("post-apres-fin", "Ménages!X7"),
        ("contenu-double", "Ménages!AA7"),
        ("pre-sans-contact", "Ménages!H8"),
        ("post-sans-relogement", "Ménages!X8"),
        ("visite-avant-relogement", "Contacts!A10"),
        ("decision-avant-ouverture", f"{FILES}!F5"),
        ("dossier-double", f"{FILES}!A7"),
        ("dossier-pareil", f"{FILES}!A11"),
        ("rien-avec-autre", "Réponses!C5"),
        ("nombre-de-cases", "Réponses!C7"),
        ("axe-sans-explication", "Réponses!E7"),
        ("explication-sans-coche", "Réponses!E8"),
        ("difficulte-sans-axe", "Réponses!E13"),
        ("nombre-de-cases", "Réponses!C31"),
        ("nombre-illisible", "Réponses!E36"),
        ("fait-inutilise", "Ménages!D5"),
        ("accompagnement-sans-contenu", "Ménages!X6"),
        ("ancien-sans-contact", "Ménages!X7"),
        ("accompagnement-sans-probleme", "Ménages!H8"),
        ("code-ressemble-nom", "Ménages!A9"),
        ("reloge-sans-contact", "Ménages!S9"),
        ("relogement-sans-localisation", "Ménages!V9"),
        ("code-ressemble-national", "Ménages!A10"),
        ("date-lointaine", "Ménages!AF10"),
        ("contact-double", "Contacts!A9"),
        ("contact-lointain", "Contacts!A11"),
        ("contacts-hors-annee", "Contacts!A11"),
        ("dossier-ancien-relogement", f"{FILES}!B6"),
        ("numero-double", f"{FILES}!A8"),
        ("dossier-relogement-inconnu", f"{FILES}!B8"),
        ("dossier-en-attente", f"{FILES}!E8"),
        ("dossier-sans-relogement", f"{FILES}!B9"),
        ("dossier-en-attente", f"{FILES}!E10"),
        ("dossier-en-attente", f"{FILES}!E11"),
        ("axe-sans-difficulte", "Réponses!E12"),
        ("code-possible", "Réponses!E13"),
        ("texte-manquant", "Réponses!E22"),
        ("nombre-dans-texte", "Réponses!E28"),
        ("texte-sans-objet", "Réponses!E29"),
        ("reponse-sans-place", "Réponses!C37"),
    ),
)

_NOWHERE = Group(
    "certains, nowhere",
    (
        equipement(5, presence=None, approche=None, valves="x"),
        equipement(6, non_prioritaire="x"),
        dossier(5, ouverture=None),
        dossier(6, decision="octroi"),
        dossier(7, menage="H-002", ouverture="2022-12-05", date_decision="2023-01-09"),
        answer("2.3.2", texte="Les aides."),
        answer("5.1.1", texte=4),
    ),
    (
        ("non-prioritaire-sans-raison", "Équipements!J6"),
        ("decision-sans-ouverture", f"{FILES}!D5"),
        ("decision-sans-date", f"{FILES}!F6"),
        ("date-sans-decision", f"{FILES}!E7"),
        ("presence-vide", "Réponses!C19"),
        ("canaux-hors-choix", "Équipements!H5"),
        ("non-prioritaire-hors-choix", "Équipements!J6"),
        ("etat-des-lieux-different", "Réponses!E36"),
    ),
)

_EVERYWHERE = Group(
    "certains, everywhere",
    (
        equipement(6, presence="une_quinzaine", approche="permanence"),
        equipement(
            7,
            nom="Les Ormes",
            nature="sorti",
            presence="une_semaine",
            approche="permanence",
        ),
        contact(9, date="2023-05-09", codes=("H-098", "H-099"), mode="site"),
        dossier(7, numero="D/2", menage="H-003", ouverture="2023-01-10"),
        tick("2.4", "connus"),
    ),
    (
        ("code-inconnu", "Contacts!B9"),
        ("code-inconnu", "Contacts!B9"),
        ("raison-sans-equipement", "Réponses!C25"),
        ("equipement-hors-plan", "Équipements!C7"),
        ("numero-ressemblant", f"{FILES}!A7"),
        ("presence-partout", "Réponses!C19"),
    ),
)

_OTHER_CHANNELS = Group(
    "autres canaux",
    (
        *option("autres_canaux"),
        equipement(5, presence="une_semaine", approche="spontanee"),
    ),
    (("presence-en-trop", "Équipements!C5"), ("canaux-vides", "Réponses!C20")),
)

GROUPS = [
    Group("unreadable", (spoilt,), (("fichier-illisible", ""),)),
    _ROWS,
    _REGISTER,
    _NOWHERE,
    _EVERYWHERE,
    _OTHER_CHANNELS,
    Group(
        "peu, in another year",
        (
            *option("peu"),
            *(contact(row, date="2022-03-15", mode="site") for row in range(5, 9)),
        ),
        (
            ("pre-sans-contact", "Ménages!H5"),
            ("non-prioritaires-vides", "Réponses!C21"),
            ("contacts-autre-annee", "Identification!C5"),
        ),
    ),
]
