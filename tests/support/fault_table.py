"""Each code of the catalogue, provoked alone; a code stands as often as there are
different ways to it.
"""

from __future__ import annotations

from datetime import datetime

from pipeline.model.submission import Value
from tests.support.faults import (
    BOTH_PRESENT,
    CHANNELS,
    CHAQUE,
    LEFT,
    LOW_PRIORITY,
    UNMET,
    Change,
    Fault,
    Finding,
    answer,
    cells,
    contact,
    dossier,
    emptied,
    equipement,
    general,
    identification,
    in_format,
    menage,
    option,
    spoilt,
    tick,
    untick,
    without,
)

FILES = "Dossiers d'allocation"


def fault(
    code: str, place: str, *changes: Change, beside: tuple[Finding, ...] = ()
) -> Fault:
    return Fault(code, place, changes, beside)


REGULAR: dict[str, Value] = {"presence": "une_semaine", "approche": "spontanee"}
# The findings that cannot be spared, and why.
_CHANNELS_TOO: Finding = (
    "canaux-hors-choix",
    "Équipements!H5",
)  # no option of 2.1.1 allows two tables
_TWO_TABLES: Finding = (
    "equipement-deux-tableaux",
    "Équipements!A6",
)  # else 2.2.1 would lack this equipment
_NO_CONTACT_LEFT: Finding = (
    "ancien-sans-contact",
    "Ménages!X7",
)  # from an end of follow-up on, no contact counts
_ANOTHER_YEAR: Finding = (
    "dossier-relogement-inconnu",
    "Dossiers d'allocation!C6",
)  # nor is it the household's
_NO_RELOCATION: Finding = (
    "dossier-relogement-inconnu",
    "Dossiers d'allocation!B5",
)  # of a household that left
_ONE_OUTSIDE: Finding = (
    "contacts-hors-annee",
    "Contacts!A9",
)  # what is far away is outside the year

SHEETS = [
    fault("fichier-illisible", "", spoilt),
    fault("edition-autre", "Identification!A5", identification(5, edition="dics-1999")),
    *(
        fault("feuille-absente", title, without(key))
        for key, title in (("dossiers", FILES), ("menages", "Ménages"))
    ),
    fault("feuille-absente", "Contacts", without("contacts")),
    fault("feuille-absente", "Identification", without("identification")),
    fault("feuille-absente", "Réponses", without("reponses")),
    fault("feuille-absente", "Équipements", without("equipements")),
    fault("colonne-absente", "Ménages", cells("menages", AE4="Mes notes")),
    fault("colonne-double", "Ménages!AH4", cells("menages", AH4="réseau  social *")),
    fault("trop-peu-de-lignes", "Identification", emptied("identification")),
    fault("trop-peu-de-lignes", "Équipements", emptied("equipements")),
    fault(
        "trop-de-lignes",
        "Identification!A6",
        identification(6, edition="dics-2023", commune="Bis", annee=2023),
    ),
    fault(
        "trop-de-lignes",
        "Équipements!A35",
        *(equipement(row, nom=f"Place {row}") for row in range(7, 36)),
    ),
    fault("valeur-erreur", "Contacts!C8", cells("contacts", C8="#REF!")),
    fault("valeur-erreur", "Ménages!S6", cells("menages", S6="#N/A")),
    fault("valeur-erreur", "Ménages!A8", cells("menages", A8="#NAME?")),
]

CELLS = [
    fault("valeur-manquante", "Identification!B5", identification(5, commune=None)),
    fault("valeur-manquante", "Identification!C5", identification(5, annee=None)),
    fault("valeur-manquante", "Équipements!A7", equipement(7, nature="hp")),
    fault("valeur-manquante", "Ménages!A8", menage(8, code=None)),
    fault("valeur-manquante", "Ménages!B8", menage(8, equipement=None)),
    fault("valeur-manquante", "Contacts!A8", contact(8, date=None)),
    fault("valeur-manquante", "Contacts!B8", contact(8, codes=(" ", " "))),
    fault("valeur-manquante", "Contacts!C8", contact(8, mode=None)),
    fault("valeur-manquante", f"{FILES}!B6", dossier(6, menage=None)),
    fault("valeur-manquante", f"{FILES}!D6", dossier(6, ouverture=None)),
    fault("hors-liste", "Ménages!C8", menage(8, statut="astronaute")),
    fault("hors-liste", "Contacts!C8", contact(8, mode="pigeon")),
    fault("hors-liste", "Équipements!C6", equipement(6, presence="souvent")),
    fault("hors-liste", "Réponses!C20", answer("2.1.1", "autres_canaux", coche="oui")),
    *(
        fault("date-illisible", "Contacts!A8", contact(8, date=day))
        for day in ("15/03/2023", "vers Pâques")
    ),
    fault(
        "date-illisible",
        "Contacts!A8",
        cells("contacts", A8=45000),
        general("contacts", "A8"),
    ),
    fault("date-illisible", "Contacts!A8", contact(8, date="2203-10-10")),
    *(
        fault("date-improbable", "Contacts!A8", contact(8, date=day))
        for day in ("1905-07-15", "1949-12-31", "2100-01-01")
    ),
    fault("date-illisible", "Ménages!S6", menage(6, date_relogement="vers Pâques")),
    fault(
        "date-illisible",
        "Ménages!AF8",
        menage(8, fin_suivi="31/02/2023", fin_suivi_raison="à sa demande"),
    ),
    fault("date-illisible", f"{FILES}!F5", dossier(5, date_decision="début juillet")),
    fault(
        "valeur-trop-longue", "Identification!B5", identification(5, commune="Val" * 34)
    ),
    fault("annee-refusee", "Identification!C5", identification(5, annee=2022)),
    fault("annee-refusee", "Identification!C5", identification(5, annee="cette année")),
    fault("code-nombre", "Ménages!A8", menage(8, code=17)),
    fault("code-nombre", "Ménages!A8", menage(8, code="017")),
    fault("code-nombre", "Contacts!B8", contact(8, codes=("H-001", "17"))),
    fault("code-nombre", "Contacts!B8", cells("contacts", B8=17)),
    fault("code-nombre", f"{FILES}!B6", dossier(6, menage=17)),
    *(
        fault("code-illisible", "Ménages!A8", menage(8, code=code))
        for code in ("H", "Lilas", "H4", "H-4 ; H-5", "H4" * 11)
    ),
    fault("nombre-illisible", "Réponses!E36", answer("5.1.1", texte="quatre")),
    fault("nombre-illisible", "Réponses!E37", answer("8.1.1", texte="1,5")),
    fault("nombre-illisible", "Réponses!E37", answer("8.1.1", texte="1" * 5_000)),
    fault(
        "nombre-dans-texte", "Réponses!E6", in_format("reponses", "E6", 2.5, "# ?/?")
    ),
    fault(
        "nombre-dans-texte",
        "Équipements!A7",
        in_format("equipements", "A7", 12, "[Red]0"),
    ),
    fault(
        "nombre-dans-texte",
        "Ménages!D7",
        menage(7, statut="autre"),
        in_format("menages", "D7", datetime(2023, 3, 15), "[$-409]d mmmm"),
    ),
    fault("precision-manquante", "Ménages!D8", menage(8, statut="autre")),
    fault("precision-manquante", "Ménages!F8", menage(8, raison="autre")),
    fault("precision-manquante", "Ménages!J5", menage(5, probleme_1="autre")),
    fault(
        "precision-manquante",
        "Ménages!M5",
        menage(5, relais_1="non", motif_1="refus_service"),
    ),
    fault(
        "precision-manquante",
        "Ménages!O5",
        menage(5, probleme_2="autre", relais_2="oui"),
    ),
    fault(
        "precision-manquante",
        "Ménages!R5",
        menage(5, probleme_2="emploi", relais_2="non", motif_2="autre"),
    ),
    fault("precision-manquante", "Ménages!U6", menage(6, destination="autre")),
    fault("precision-manquante", "Ménages!Z6", menage(6, contenu_1="autre")),
    fault("precision-manquante", "Ménages!AB6", menage(6, contenu_2="autre")),
    fault("precision-manquante", "Ménages!AD6", menage(6, statut_apres="autre")),
    fault(
        "precision-manquante",
        "Réponses!D9",
        tick("1.1", "remise_en_ordre", "Un relevé."),
    ),
    fault("precision-manquante", "Réponses!D10", tick("1.1", "autre", "Une réunion.")),
    fault(
        "precision-manquante",
        "Réponses!D17",
        tick("1.2.1", "facultatif", "Peu de temps."),
    ),
    fault(
        "precision-manquante",
        "Réponses!D27",
        *option("peu"),
        *LOW_PRIORITY,
        tick("2.4", "autre"),
    ),
    *(
        fault(
            "precision-illisible",
            "Ménages!D8",
            menage(8, statut="autre", statut_precision=sign),
        )
        for sign in ("-", "…", "****", "?", "/", "_", " . ")
    ),
    fault(
        "precision-illisible",
        "Réponses!D10",
        answer("1.1", "autre", coche="x", precision="-", texte="Un mot."),
    ),
    fault(
        "precision-illisible",
        "Ménages!U6",
        menage(6, destination="autre", destination_precision="--"),
    ),
    *(
        fault("ligne-total", "Contacts!A9", cells("contacts", A9=said, C9=55))
        for said in ("Total", "TOTAL :", "Somme")
    ),
    fault(
        "ligne-total", "Contacts!A9", cells("contacts", A9="Total 2023", B9=4, C9="4")
    ),
    fault("ligne-total", "Contacts!B9", cells("contacts", A9=55, B9="Total")),
    fault(
        "ligne-total", "Ménages!A9", cells("menages", A9="Total général", H9=12, S9=3)
    ),
    fault("ligne-total", "Ménages!A9", cells("menages", A9="TOTAL")),
    fault("ligne-total", "Ménages!A9", cells("menages", A9="Total : 4 ménages")),
    fault(
        "ligne-total",
        "Ménages!A9",
        cells("menages", A9="Total", S9=datetime(1900, 2, 24)),
    ),  # 55, as a day
    fault(
        "ligne-total", "Ménages!A9", cells("menages", A9="Total 2023", B9="Les Pins")
    ),
    fault("ligne-total", "Équipements!A7", cells("equipements", A7="Total", C7=2)),
    fault("ligne-total", f"{FILES}!A7", cells("dossiers", A7="Sous-total", D7=3, E7=2)),
    fault(
        "code-dans-texte",
        "Réponses!E6",
        answer("1.1", "communication", texte="Lettre à h 1 et au voisin."),
    ),
    fault(
        "code-dans-texte",
        "Ménages!D8",
        menage(8, statut="autre", statut_precision="comme H-002"),
    ),
    fault(
        "code-dans-texte",
        "Identification!B5",
        identification(5, commune="Clairbois (H4)"),
    ),
    fault("cle-double", "Ménages!A9", menage(9, code="h 1", equipement="Les Pins")),
    fault("cle-double", "Équipements!A7", equipement(7, nom="LES  PINS")),
    fault("code-inconnu", "Contacts!B8", contact(8, codes=("H-001", "H-099"))),
    fault(
        "code-inconnu",
        f"{FILES}!B7",
        dossier(7, menage="H-099", ouverture="2022-03-01"),
    ),
    *(
        fault("reference-inconnue", "Ménages!B8", menage(8, equipement=name))
        for name in ("Les Ormes", "7")
    ),
    fault("ligne-inconnue", "Réponses!A22", cells("reponses", A22="9.9")),
    fault("ligne-inconnue", "Réponses!B22", cells("reponses", B22="Objet")),
    fault(
        "ligne-double",
        "Réponses!B38",
        cells("reponses", A38="2.3.2", B38="Objet de ces informations"),
    ),
]

EQUIPMENTS = [
    fault(
        "equipement-hors-plan",
        "Équipements!C7",
        equipement(7, nom="Les Ormes", nature="sorti", **REGULAR),
    ),
    fault(
        "equipement-hors-plan",
        "Équipements!C7",
        equipement(7, nom="Les Ormes", nature="habitat_vert", **REGULAR),
    ),
    fault("frequence-sans-approche", "Équipements!D5", equipement(5, approche=None)),
    fault(
        "approche-sans-frequence", "Équipements!C6", equipement(6, approche="spontanee")
    ),
    fault(
        "approche-sans-frequence",
        "Équipements!C6",
        equipement(6, presence="moins", approche="spontanee"),
    ),
    fault(
        "equipement-deux-tableaux",
        "Équipements!A5",
        equipement(5, valves="x"),
        answer("2.3.2", texte="Les aides."),
        beside=(_CHANNELS_TOO,),
    ),
    fault("presence-incomplete", "Équipements!C6", *CHAQUE),
    fault("presence-vide", "Réponses!C19", equipement(5, presence=None, approche=None)),
    fault("canaux-vides", "Réponses!C20", *option("autres_canaux")),
    fault("non-prioritaires-vides", "Réponses!C21", *option("peu")),
    fault(
        "presence-en-trop",
        "Équipements!C5",
        *option("autres_canaux"),
        *CHANNELS,
        equipement(5, presence="une_semaine", approche="spontanee"),
    ),
    fault(
        "presence-en-trop",
        "Équipements!C5",
        *option("peu"),
        *LOW_PRIORITY,
        equipement(5, presence="une_semaine", approche="spontanee"),
    ),
    fault(
        "canaux-en-trop",
        "Équipements!H6",
        *CHAQUE,
        BOTH_PRESENT,
        *CHANNELS,
        beside=(_TWO_TABLES,),
    ),
    fault(
        "non-prioritaire-en-trop",
        "Équipements!J6",
        *CHAQUE,
        BOTH_PRESENT,
        *LOW_PRIORITY,
        beside=(_TWO_TABLES,),
    ),
    fault(
        "non-prioritaire-sans-raison",
        "Équipements!J6",
        *option("peu"),
        equipement(6, non_prioritaire="x"),
    ),
    fault("raison-sans-equipement", "Réponses!C25", tick("2.4", "connus")),
    fault("presence-partout", "Réponses!C19", BOTH_PRESENT),
    fault("canaux-hors-choix", "Équipements!H6", *CHANNELS),
    fault("non-prioritaire-hors-choix", "Équipements!J6", *LOW_PRIORITY),
    fault(
        "canaux-hors-choix",
        "Équipements!F5",
        *option("peu"),
        *LOW_PRIORITY,
        equipement(5, courriers_standardises="x"),
        answer("2.3.2", texte="Les aides."),
    ),
    fault(
        "non-prioritaire-hors-choix",
        "Équipements!J5",
        *option("autres_canaux"),
        *CHANNELS,
        equipement(5, non_prioritaire="x"),
        tick("2.4", "connus"),
    ),
]

HOUSEHOLDS = [
    fault("accompagnement-pre-incomplet", "Ménages!C5", menage(5, statut=None)),
    fault("accompagnement-pre-incomplet", "Ménages!E5", menage(5, raison=None)),
    fault("accompagnement-pre-incomplet", "Ménages!G5", menage(5, reseau=None)),
    fault("probleme-sans-relais", "Ménages!K5", menage(5, relais_1=None)),
    fault("probleme-sans-relais", "Ménages!P5", menage(5, probleme_2="emploi")),
    fault("non-relaye-sans-raison", "Ménages!L5", menage(5, relais_1="non")),
    fault(
        "non-relaye-sans-raison",
        "Ménages!Q5",
        menage(5, probleme_2="emploi", relais_2="non"),
    ),
    fault(
        "probleme-double", "Ménages!N5", menage(5, probleme_2="sante", relais_2="oui")
    ),
    fault("contenu-double", "Ménages!AA6", menage(6, contenu_2="droits")),
    fault("pre-sans-contact", "Ménages!H8", *UNMET),
    fault(
        "date-sans-destination", "Ménages!T8", menage(8, date_relogement="2023-09-01")
    ),
    fault("destination-sans-date", "Ménages!S8", menage(8, destination="ais")),
    fault(
        "post-sans-relogement",
        "Ménages!X8",
        menage(8, accompagnement_post="entame", contenu_1="droits"),
    ),
    fault(
        "post-sans-relogement",
        "Ménages!X6",
        menage(6, destination="hors_wallonie", localisation=None),
        dossier(5, ouverture="2022-12-05", date_decision="2022-12-19"),
        beside=(_NO_RELOCATION,),
    ),
    fault("post-incomplet", "Ménages!C6", menage(6, statut=None)),
    fault("post-incomplet", "Ménages!G6", menage(6, reseau=None)),
    fault("post-incomplet", "Ménages!V6", menage(6, localisation=None)),
    fault(
        "post-apres-fin",
        "Ménages!X7",
        menage(7, fin_suivi="2022-12-15"),
        beside=(_NO_CONTACT_LEFT,),
    ),
    fault(
        "accompagnement-sans-probleme",
        "Ménages!H5",
        menage(5, probleme_1=None, relais_1=None),
    ),
    fault("accompagnement-sans-contenu", "Ménages!X6", menage(6, contenu_1=None)),
    fault(
        "fait-inutilise", "Ménages!I8", menage(8, probleme_1="emploi", relais_1="oui")
    ),
    fault("fait-inutilise", "Ménages!D5", menage(5, statut_precision="artisan")),
    fault(
        "fait-inutilise",
        "Réponses!D9",
        answer("1.1", "remise_en_ordre", precision="Les Pins"),
    ),
    fault(
        "reponse-sans-place",
        "Réponses!D6",
        answer("1.1", "communication", precision="par la poste"),
    ),
    fault(
        "reponse-sans-place", "Réponses!D29", answer("3.3.1", precision="par la poste")
    ),
    fault(
        "reponse-sans-place",
        "Réponses!E19",
        answer("2.1.1", "certains", texte="Surtout aux Pins."),
    ),
    fault(
        "reponse-sans-place",
        "Réponses!E21",
        answer("2.1.1", "peu", texte="Pas aux Bouleaux."),
    ),
    fault(
        "reponse-sans-place",
        "Réponses!E25",
        answer("2.4", "connus", texte="Depuis 2019."),
    ),
    fault(
        "reponse-sans-place",
        "Réponses!E31",
        answer("4.1", "commune", texte="Avec le CPAS."),
    ),
    fault(
        "reponse-sans-place",
        "Réponses!E31",
        answer("4.1", "cpas", texte=0),
        answer("4.1", "commune", texte=1),
    ),
    *(
        fault("reponse-sans-place", f"Réponses!C{row}", answer(question, coche="x"))
        for row, question in (
            (22, "2.3.2"),
            (28, "2-3.10"),
            (30, "3.4.1"),
            (36, "5.1.1"),
            (37, "8.1.1"),
        )
    ),
    fault(
        "relogement-sans-localisation",
        "Ménages!V8",
        menage(8, **LEFT),
        contact(9, date="2023-09-20", codes=("H-004",), mode="visite"),
    ),
    fault(
        "reloge-sans-contact", "Ménages!S8", menage(8, **LEFT, localisation="origine")
    ),
    fault("ancien-sans-contact", "Ménages!X7", contact(7, codes=("H-001",))),
    fault(
        "code-ressemble-nom",
        "Ménages!A9",
        menage(9, code="TOURNESOL1", equipement="Les Pins"),
    ),
    fault(
        "code-possible",
        "Réponses!E6",
        menage(9, code="DU-15", equipement="Les Pins"),
        answer("1.1", "communication", texte="Une réunion du 15 mars."),
    ),
    fault(
        "code-ressemble-national",
        "Ménages!A9",
        menage(9, code="N00.00.00-000-00", equipement="Les Pins"),
    ),
]

CONTACTS_AND_FILES = [
    fault(
        "visite-avant-relogement",
        "Contacts!A9",
        contact(9, date="2023-04-04", codes=("H-001",), mode="visite"),
    ),
    fault(
        "visite-avant-relogement",
        "Contacts!A9",
        contact(9, date="2023-05-03", codes=("H-002",), mode="visite"),
    ),
    fault(
        "contact-double",
        "Contacts!A9",
        contact(9, date="2023-10-10", codes=("h1",), mode="telephone"),
    ),
    fault(
        "contact-double",
        "Contacts!A9",
        contact(9, date="2023-03-15", codes=("H-004", "h1"), mode="site"),
    ),
    *(
        fault(
            "contacts-autre-annee",
            "Identification!C5",
            menage(5, accompagnement_pre=None, probleme_1=None, relais_1=None),
            *(contact(row, date=day, mode="site") for row in range(5, 9)),
        )
        for day in ("2022-03-15", "2020-03-15", "2024-03-15", "2031-03-15")
    ),
    fault(
        "contacts-hors-annee",
        "Contacts!A9",
        contact(9, date="2021-12-01", codes=("H-001",), mode="mail"),
    ),
    fault(
        "contacts-hors-annee",
        "Contacts!A9",
        contact(9, date="2025-01-31", codes=("H-001",), mode="mail"),
    ),
    *(
        fault(
            "contact-lointain",
            "Contacts!A9",
            contact(9, date=day, codes=("H-001",), mode="mail"),
            beside=(_ONE_OUTSIDE,),
        )
        for day in ("2021-11-30", "2025-02-01")
    ),
    fault("date-lointaine", "Ménages!S8", menage(8, date_relogement="2025-02-01")),
    fault(
        "date-lointaine",
        "Ménages!AF7",
        menage(7, fin_suivi="2032-01-15", fin_suivi_raison="à sa demande"),
    ),
    fault(
        "date-lointaine",
        f"{FILES}!D7",
        dossier(7, menage="H-004", ouverture="2032-11-06"),
    ),
    fault("decision-sans-ouverture", f"{FILES}!D5", dossier(5, ouverture=None)),
    fault("decision-sans-date", f"{FILES}!F5", dossier(5, date_decision=None)),
    fault("date-sans-decision", f"{FILES}!E5", dossier(5, decision=None)),
    fault(
        "decision-avant-ouverture",
        f"{FILES}!F5",
        dossier(5, date_decision="2023-05-31"),
    ),
    fault("numero-double", f"{FILES}!A6", dossier(6, numero="d-1")),
    fault("numero-double", f"{FILES}!A6", dossier(6, numero="D\u20111")),
    fault(
        "numero-ressemblant",
        f"{FILES}!A7",
        dossier(7, numero="D/2", menage="h3", ouverture="2023-01-10"),
    ),
    fault(
        "dossier-ancien-relogement",
        f"{FILES}!B6",
        dossier(6, date_relogement="2022-06-30"),
    ),
    fault(
        "dossier-sans-relogement",
        f"{FILES}!B6",
        dossier(6, date_relogement="2021-12-31"),
        beside=(_ANOTHER_YEAR,),
    ),
    fault(
        "dossier-sans-relogement",
        f"{FILES}!B7",
        dossier(7, menage="H-004", ouverture="2023-11-06"),
    ),
    fault(
        "dossier-double",
        f"{FILES}!A7",
        dossier(7, numero="d-2", menage="h3", ouverture="2023-01-10"),
    ),
    fault(
        "dossier-double",
        f"{FILES}!A6",
        dossier(7, numero="d-2", menage="h3", ouverture="2022-12-31"),
    ),
    fault(
        "dossier-double",
        f"{FILES}!A7",
        dossier(7, numero="d-2", menage="h3", ouverture="2024-01-10"),
    ),
    fault(
        "dossier-pareil",
        f"{FILES}!A7",
        dossier(6, numero=None),
        dossier(7, menage="h3", ouverture="2023-01-10"),
    ),
    fault(
        "dossier-relogement-inconnu",
        f"{FILES}!C6",
        dossier(6, date_relogement="2023-01-02"),
    ),
    fault(
        "dossier-relogement-inconnu",
        f"{FILES}!C6",
        dossier(6, menage="H-004", date_relogement="2023-01-02"),
    ),
    fault(
        "dossier-relogement-inconnu",
        f"{FILES}!B6",
        dossier(6, menage="H-004", ouverture="2022-12-31"),
    ),
    fault("dossier-en-attente", f"{FILES}!E6", dossier(6, ouverture="2022-12-30")),
    fault(
        "dossier-en-attente",
        f"{FILES}!E6",
        dossier(
            6,
            ouverture="2022-09-20",
            decision="refus_temporaire",
            date_decision="2023-02-01",
        ),
    ),
]

ANSWERS = [
    fault("nombre-de-cases", "Réponses!C5", untick("1.1", "communication")),
    fault(
        "nombre-de-cases",
        "Réponses!C8",
        tick("1.1", "entrees", "Un."),
        tick("1.1", "devenir", "Deux."),
    ),
    fault("nombre-de-cases", "Réponses!C11", untick("1.2.1", "entrees")),
    fault(
        "nombre-de-cases",
        "Réponses!C16",
        tick("1.2.1", "devenir", "Un."),
        tick("1.2.1", "accompagnement", "Deux."),
    ),
    fault("nombre-de-cases", "Réponses!C18", untick("2.1.1", "certains")),
    fault("nombre-de-cases", "Réponses!C21", tick("2.1.1", "peu")),
    fault("nombre-de-cases", "Réponses!C31", untick("4.1", "commune")),
    fault("nombre-de-cases", "Réponses!C32", tick("4.1", "cpas")),
    fault("rien-avec-autre", "Réponses!C5", tick("1.1", "rien")),
    fault(
        "axe-sans-explication",
        "Réponses!E6",
        answer("1.1", "communication", texte=None),
    ),
    fault(
        "axe-sans-explication", "Réponses!E6", answer("1.1", "communication", texte="…")
    ),
    fault(
        "axe-sans-explication",
        "Réponses!E6",
        answer("1.1", "communication", texte="- \n***"),
    ),
    fault("explication-sans-coche", "Réponses!E7", answer("1.1", "entrees", texte="-")),
    fault(
        "explication-sans-coche",
        "Réponses!E7",
        answer("1.1", "entrees", texte="Une visite."),
    ),
    fault(
        "difficulte-sans-axe",
        "Réponses!E13",
        answer("1.2.1", "devenir", texte="Peu d'idées."),
    ),
    fault(
        "axe-sans-difficulte", "Réponses!E12", answer("1.2.1", "entrees", texte=None)
    ),
    fault("axe-sans-difficulte", "Réponses!E12", answer("1.2.1", "entrees", texte="-")),
    fault(
        "texte-manquant",
        "Réponses!E22",
        *option("autres_canaux"),
        equipement(6, valves="x"),
    ),
    fault("texte-manquant", "Réponses!E29", contact(6, mode="permanence")),
    fault("texte-manquant", "Réponses!E30", contact(6, mode="courrier")),
    fault(
        "texte-manquant",
        "Réponses!E29",
        contact(6, mode="permanence"),
        answer("3.3.1", texte="-"),
    ),
    fault(
        "texte-manquant",
        "Réponses!E30",
        contact(6, mode="courrier"),
        answer("3.4.1", texte="…"),
    ),
    fault("texte-sans-objet", "Réponses!E22", answer("2.3.2", texte="Les aides.")),
    fault("texte-sans-objet", "Réponses!E29", answer("3.3.1", texte="Par choix.")),
    fault("texte-sans-objet", "Réponses!E30", answer("3.4.1", texte="Par choix.")),
    fault("etat-des-lieux-different", "Réponses!E36", answer("5.1.1", texte=4)),
    fault(
        "etat-des-lieux-different",
        "Réponses!E36",
        answer("5.1.1", texte=1),
        answer("8.1.1", texte=1),
    ),
]

FAULTS = [*SHEETS, *CELLS, *EQUIPMENTS, *HOUSEHOLDS, *CONTACTS_AND_FILES, *ANSWERS]
