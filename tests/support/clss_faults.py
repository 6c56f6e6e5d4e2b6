"""A small sound plan of the CLSS, and the faults planted in its workbook: alone,
together, held back, dated later.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial

from pipeline.editions.loader import load_form
from pipeline.model.submission import Value
from tests.support.fault_groups import Exclusion, Group
from tests.support.faults import (
    Change,
    Fault,
    Finding,
    at,
    cells,
    emptied,
    filled,
    general,
    in_format,
    spoilt,
    without,
)

FORM = load_form("clss-2022-2025")
Rows = Mapping[str, Sequence[Mapping[str, Value]]]

PLAN: dict[str, list[dict[str, Value]]] = {
    "plan": [
        {
            **{
                "edition": "clss-2022-2025",
                "organisme": "CPAS de Valmont",
                "titre": "PLAN D'ACTION CLSS 2022-2024",
            },
            **{
                "premiere_annee": 2022,
                "derniere_annee": 2024,
                "situation": "2023-12-31",
            },
            **{"theme_1": "Logement", "theme_2": "Santé"},
        }
    ],
    "quartiers": [{"nom": "Nord"}, {"nom": "Sud"}, {"nom": "Gare", "extension": "oui"}],
    "textes": [
        {"titre": "INTRODUCTION", "texte": "Un premier texte."},
        {"texte": "Il continue."},
    ],
    "objectifs": [
        {
            "numero": "1",
            "titre": "Le logement",
            "titre_tableau": "Thématique 1",
        },  # row 5
        {
            "numero": "1.1",
            "titre": "Les signaux",
            "constats": "Ils sont tardifs.",
            "constats_place": "en_ligne",
        },
        {"numero": "1.1.1", "titre": "Les services", "cpas": "en_partie"},
        {"numero": "1.1.2", "titre": "Les voisins", "annees": (2022,)},
        {
            "numero": "2",
            "titre": "La parole",
            "transversal": "oui",
            "titre_tableau": "Thématique 2",
        },
        {"numero": "2.0.1", "titre": "Le panel"},  # row 10
    ],
    "actions": [
        {
            "objectif": "1.1.1",
            "code": "A1",
            "texte_recit": "a",
            "texte_tableau": "a",
            "annees": (2022,),
        },  # row 5
        {
            **{"objectif": "1.1.1", "quartier": "Nord", "cpas": "oui", "code": "A2"},
            **{"texte_recit": "b", "texte_tableau": "b", "annees": (2022, 2023, 2024)},
        },
        {"objectif": "1.1.2", "code": "A1", "texte_recit": "c"},
        {"objectif": "2.0.1", "texte_tableau": "d", "annees": (2022, 2024)},
    ],
    "budget": [
        {
            **{
                "annee": 2022,
                "quartier": "Nord",
                "total": 100_000_00,
                "referent": 20_000_00,
                "cpas": 30_000_00,
            },
            **{"appel": 50_000_00, "moitie_1": 25_000_00, "moitie_2": 25_000_00},
        },
        {
            "annee": 2022,
            "quartier": "Sud",
            "total": 100_000_00,
            "referent": 20_000_00,
            "cpas": 30_000_00,
        },
    ],
    "detail": [
        {
            "annee": 2022,
            "quartier": "Nord",
            "intitule": "Logement",
            "montant": 10_000_00,
        },
        {"annee": 2022, "quartier": "Nord", "intitule": "Emploi", "montant": 20_000_00},
        {
            "annee": 2022,
            "quartier": "Sud",
            "intitule": "Logement",
            "montant": 30_000_00,
        },
    ],
    "cibles": [
        {"vise": "1.1.1 A2", "sens": "au_moins", "nombre": 5},
        {"vise": "1.1", "nombre": 5, "duree": "en_tout", "etendue": "ensemble"},
    ],
    "suivi": [
        {
            "date": "2022-03-01",
            "vise": "1.1.1 A2",
            "quartier": "Nord",
            "personnes": 10,
            "nouvelles": 5,
        },
        {
            "date": "2023-03-01",
            "vise": "1.1.1 A2",
            "quartier": "Gare",
            "personnes": 10,
            "nouvelles": 4,
        },
    ],
}


def plan_workbook(*changes: Change, rows: Rows = PLAN) -> bytes:
    """The plan with the changes, as a file."""
    return filled(FORM, rows, changes)


plan, quartier, texte = (
    partial(at, "plan"),
    partial(at, "quartiers"),
    partial(at, "textes"),
)
budget, cible, suivi = (
    partial(at, "budget"),
    partial(at, "cibles"),
    partial(at, "suivi"),
)
objectif, action, detail = (
    partial(at, "objectifs"),
    partial(at, "actions"),
    partial(at, "detail"),
)


def new_objectif(row: int, numero: str, **cells: Value) -> Change:
    return objectif(row, numero=numero, titre="z", **cells)


def new_action(row: int, oo: str, code: str, **cells: Value) -> Change:
    return action(row, objectif=oo, code=code, texte_recit="z", **cells)


def new_suivi(row: int, day: str, vise: str, **cells: Value | None) -> Change:
    return suivi(
        row,
        **{
            "date": day,
            "vise": vise,
            "quartier": "Nord",
            "personnes": 4,
            "nouvelles": 1,
            **cells,
        },
    )


def fault(code: str, place: str, *changes: Change) -> Fault:
    return Fault(code, place, changes)


# ---- alone

SHEETS = [
    fault("fichier-illisible", "", spoilt),
    fault("edition-autre", "Plan!A5", plan(5, edition="clss-1999")),
    fault("feuille-absente", "Plan", without("plan")),
    fault("feuille-absente", "Objectifs", without("objectifs")),
    fault("colonne-absente", "Objectifs", cells("objectifs", A4="N°")),
    fault("colonne-absente", "Suivi", cells("suivi", D4="Mes notes")),
    fault("colonne-double", "Budget!N4", cells("budget", N4="total")),
    fault("trop-peu-de-lignes", "Plan", emptied("plan")),
    fault("trop-peu-de-lignes", "Quartiers", emptied("quartiers")),
    fault("trop-peu-de-lignes", "Objectifs", emptied("objectifs")),
    fault("trop-de-lignes", "Plan!A6", plan(6, **PLAN["plan"][0])),
    fault("valeur-erreur", "Objectifs!A7", cells("objectifs", A7="#N/A")),
    fault("valeur-erreur", "Budget!C5", cells("budget", C5="#REF!")),
]

CELLS = [
    fault("valeur-manquante", "Plan!A5", plan(5, edition=None)),
    fault("valeur-manquante", "Plan!H5", plan(5, situation=None)),
    fault("valeur-manquante", "Quartiers!A8", quartier(8, extension="oui")),
    fault("valeur-manquante", "Objectifs!A7", objectif(7, numero=None)),
    fault("valeur-manquante", "Actions!A5", action(5, objectif=None)),
    fault("valeur-manquante", "Détail CPAS!C5", detail(5, intitule=None)),
    fault("valeur-manquante", "Suivi!E5", suivi(5, personnes=None)),
    fault("valeur-trop-longue", "Plan!B5", plan(5, organisme="Val" * 34)),
    fault("valeur-trop-longue", "Quartiers!A8", quartier(8, nom="Bis" * 21)),
    *(
        fault("ligne-total", "Suivi!A7", cells("suivi", A7=said, E7=55, F7=12))
        for said in ("Total", "TOTAL GÉNÉRAL")
    ),
    fault("ligne-total", "Suivi!C7", cells("suivi", C7="Total :", E7=55)),
    fault(
        "ligne-total", "Budget!A7", cells("budget", A7="Total", C7=200_000, D7=40_000.5)
    ),
    fault(
        "ligne-total",
        "Budget!B7",
        cells("budget", A7=2022, B7="Total 2022", C7=200_000),
    ),
    fault("ligne-total", "Détail CPAS!A8", cells("detail", A8="Somme", D8=60_000)),
    fault("ligne-total", "Cibles!A7", cells("cibles", A7="Total", C7=10)),
    fault("hors-liste", "Quartiers!B7", quartier(7, extension="peut-être")),
    fault("annee-refusee", "Plan!F5", plan(5, premiere_annee=2019)),
    fault("annee-refusee", "Budget!A5", budget(5, annee="l'an dernier")),
    fault("date-illisible", "Plan!H5", plan(5, situation="fin 2023")),
    fault("date-improbable", "Suivi!A6", suivi(6, date="1905-07-15")),
    fault(
        "nombre-dans-texte",
        "Plan!E5",
        in_format("plan", "E5", datetime(2022, 2, 1), "[$-409]mmmm yyyy"),
    ),
    fault("nombre-dans-texte", "Textes!B6", in_format("textes", "B6", 1e15, "General")),
    fault("nombre-dans-texte", "Budget!E5", in_format("budget", "E5", 0.5, "[<1]0%;0")),
    fault("numero-illisible", "Objectifs!A7", objectif(7, numero="1.1.l")),
    fault("numero-illisible", "Objectifs!A6", objectif(6, numero=1.1)),
    fault("code-action-illisible", "Actions!D6", action(6, code="A2 bis")),
    fault("vise-illisible", "Cibles!A6", cible(6, vise="les voisins")),
    fault("montant-illisible", "Budget!C5", budget(5, total="100.000")),
    fault("entier-illisible", "Suivi!E5", suivi(5, personnes="10 p.")),
    fault("annees-illisibles", "Actions!G5", action(5, annees="2022, 2023")),
    fault("cle-double", "Quartiers!A8", quartier(8, nom="NORD")),
    fault("cle-double", "Objectifs!A11", new_objectif(11, "1.1")),
    fault("reference-inconnue", "Actions!A5", action(5, objectif="1.9.1")),
    fault("reference-inconnue", "Actions!A5", action(5, objectif=1.1)),
    fault("reference-inconnue", "Budget!B5", budget(5, quartier="Nrod")),
    fault("fait-inutilise", "Objectifs!G5", objectif(5, constats_place="en_ligne")),
    fault("fait-inutilise", "Actions!G7", action(7, annees=(2022,))),
]

PLANNED = [
    fault("periode-impossible", "Plan!G5", plan(5, derniere_annee=2021)),
    fault("periode-impossible", "Plan!G5", plan(5, derniere_annee=2028)),
    fault("situation-avant-plan", "Plan!H5", plan(5, situation="2020-12-31")),
    fault(
        "situation-apres-plan",
        "Plan!H5",
        plan(5, situation="2025-01-01"),
        emptied("cibles"),
    ),
    fault("theme-sans-nom", "Plan!J5", plan(5, theme_2=None)),
    fault("texte-sans-titre", "Textes!A5", texte(5, titre=None)),
    fault(
        "objectif-sans-parent",
        "Objectifs!A11",
        new_objectif(11, "3.0.1", annees=(2022,)),
    ),
    fault(
        "objectif-hors-suite",
        "Objectifs!A11",
        new_objectif(11, "2.0.3", annees=(2022,)),
    ),
    fault("transversal-hors-og", "Objectifs!B10", objectif(10, transversal="oui")),
    fault("tableau-sans-titre", "Objectifs!M9", objectif(9, titre_tableau=None)),
    fault("annees-inutiles", "Objectifs!L6", objectif(6, annees=(2022,))),
    fault("texte-sans-place", "Objectifs!N6", objectif(6, notice_tableau="z")),
    fault("oo-hors-tableau", "Objectifs!A8", objectif(8, annees=None)),
    fault("annee-hors-periode", "Objectifs!L8", objectif(8, annees=(2022, 2025))),
    fault("annee-hors-periode", "Budget!A7", budget(7, annee=2025, quartier="Nord")),
    fault("annee-hors-periode", "Suivi!A7", new_suivi(7, "2021-12-31", "1.1.2")),
    fault(
        "suivi-apres-plan",
        "Suivi!A7",
        new_suivi(7, "2025-01-01", "9.9.9 A9", nouvelles=9),
    ),
    fault("action-sans-texte", "Actions!E7", action(7, texte_recit=None)),
    fault("action-sans-code", "Actions!D7", action(7, code=None)),
    fault(
        "action-hors-oo",
        "Actions!A9",
        action(9, objectif=2, code="A1", texte_recit="z"),
    ),
    fault("action-double", "Actions!D9", new_action(9, "1.1.1", "A1")),
    fault("codes-troues", "Actions!D9", new_action(9, "1.1.1", "A4")),
    fault("action-sans-annee", "Actions!G8", action(8, annees=None)),
    fault("cpas-incoherent", "Actions!C8", action(8, cpas="oui")),
]

MONEY_AND_PEOPLE = [
    fault("budget-double", "Budget!B7", budget(7, annee=2022, quartier="nord")),
    fault("budget-extension", "Budget!B7", budget(7, annee=2022, quartier="Gare")),
    fault("budget-depasse", "Budget!C6", budget(6, total=49_999_99)),
    fault("montant-contredit", "Budget!H5", budget(5, appel=50_000_01)),
    fault("montant-contredit", "Budget!J5", budget(5, moitie_1=24_999_99)),
    fault(
        "montant-inverifiable", "Budget!H6", budget(6, referent=None, appel=50_000_00)
    ),
    fault("detail-faux", "Budget!F5", detail(6, montant=20_000_01)),
    fault(
        "detail-faux",
        "Budget!F5",
        detail(6, montant=20_000_01),
        detail(8, annee=2022, quartier="Nord", intitule="z"),
    ),
    fault("detail-incomplet", "Détail CPAS!D6", detail(6, montant=None)),
    fault(
        "detail-inverifiable",
        "Détail CPAS!D7",
        budget(6, cpas=None),
        detail(7, montant=None),
    ),
    fault("nouvelles-incompletes", "Suivi!F6", suivi(6, nouvelles=None)),
    fault(
        "detail-sans-budget",
        "Détail CPAS!B8",
        detail(8, annee=2023, quartier="Nord", intitule="z"),
    ),
    fault("vise-inconnu", "Cibles!A7", cible(7, vise="1.2", nombre=1)),
    fault("vise-inconnu", "Cibles!A7", cible(7, vise="1.1.1  A3", nombre=1)),
    fault("vise-inconnu", "Suivi!B7", new_suivi(7, "2023-05-01", "1.2.1")),
    fault("cible-double", "Cibles!A7", cible(7, vise="1.1.1   A2", nombre=1)),
    fault("cible-sans-suivi", "Cibles!A7", cible(7, vise="2.0.1", nombre=1)),
    fault(
        "cible-sans-suivi",
        "Cibles!A7",
        cible(7, vise="1.1.2", nombre=1),
        new_suivi(7, "2022-12-31", "1.1.2"),
    ),
    fault(
        "cibles-sans-tableau",
        "Cibles!A5",
        plan(5, situation="2022-12-30"),
        suivi(5, date="2022-12-31"),
    ),
    fault("nouvelles-en-trop", "Suivi!F5", suivi(5, nouvelles=11)),
    fault(
        "suivi-double",
        "Suivi!A7",
        new_suivi(
            7, "2022-03-01", "1.1.1  A2", quartier="NORD", personnes=10, nouvelles=5
        ),
    ),
]

FAULTS = [*SHEETS, *CELLS, *PLANNED, *MONEY_AND_PEOPLE]


# ---- together


def _apart(ones: str, others: str, reason: str) -> Exclusion:
    return Exclusion(frozenset(ones.split()), frozenset(others.split()), reason)


EXCLUSIONS = [
    _apart(
        "fichier-illisible",
        " ".join({fault.code for fault in FAULTS[1:]}),
        "nothing of the file is read",
    ),
    _apart(
        "periode-impossible",
        "annee-hors-periode cible-sans-suivi cibles-sans-tableau suivi-apres-plan"
        " situation-avant-plan situation-apres-plan",
        "the plan has no years",
    ),
    _apart(
        "situation-avant-plan",
        "situation-apres-plan cible-sans-suivi cibles-sans-tableau",
        "the plan has one day",
    ),
    _apart("situation-apres-plan", "cibles-sans-tableau", "the plan has one day"),
    _apart(
        "numero-illisible",
        "objectif-sans-parent objectif-hors-suite",
        "it may be the one that is missing",
    ),
    _apart("action-hors-oo", "oo-hors-tableau", "the action may be of any objective"),
]
# Each of these needs a workbook of its own.
PAIRWISE_EXCLUSIVE = [
    "fichier-illisible",
    "periode-impossible",
    "situation-avant-plan",
    "situation-apres-plan",
    "cibles-sans-tableau",
]

_UNKNOWN = Group(
    "no period, no quarters, unreadable numbers",
    (
        plan(5, derniere_annee=2030),
        emptied("quartiers"),
        without("textes"),
        objectif(8, numero="1.1.2."),
        new_action(9, "1.1", "A1"),
        cells("detail", D4="Somme"),
    ),
    (
        ("periode-impossible", "Plan!G5"),
        ("trop-peu-de-lignes", "Quartiers"),
        ("feuille-absente", "Textes"),
        ("numero-illisible", "Objectifs!A8"),
        ("action-hors-oo", "Actions!A9"),
        ("colonne-absente", "Détail CPAS"),
    ),
)

_KNOWN = Group(
    "the rest",
    (
        plan(5, theme_2=None, situation="2025-12-31"),
        plan(
            6,
            edition="clss-1999",
            organisme="Val" * 34,
            titre="z",
            premiere_annee=2019,
            derniere_annee=2024,
        ),
        plan(6, situation="fin 2023"),
        quartier(8, nom="sud"),
        quartier(9, nom="Port", extension="peut-être"),
        texte(5, titre=None),
        texte(7, titre="FIN"),
        in_format("textes", "B6", 1e15, "General"),
        objectif(5, titre_tableau=None),
        objectif(6, annees=(2022,), transversal="oui", notice_tableau="z"),
        objectif(8, annees=None),
        objectif(9, constats_place="sous_titre"),
        new_objectif(11, "3.1"),
        new_objectif(12, "1.3"),
        action(5, annees=(2021, 2022)),
        action(6, annees="toujours"),
        action(8, annees=None, cpas="oui"),
        new_action(9, "1.1.1", "A1"),
        new_action(10, "1.1.2", "A3"),
        new_action(11, "2.0.1", "B1"),
        action(12, objectif="2.0.1", code="A2"),
        action(13, objectif="2.0.1", texte_recit="z"),
        budget(5, appel=1),
        budget(6, total=40_000_00),
        budget(7, annee=2022, quartier="Nord"),
        budget(8, annee=2022, quartier="Gare"),
        budget(9, annee=2024, quartier="Sud", moitie_1=1),
        budget(10, annee=2024, quartier="Nord", total="?"),
        cells("budget", N4="Total"),
        detail(6, montant=1),
        detail(7, montant=None),
        detail(8, annee=2023, quartier="Nord", intitule="z"),
        detail(9, annee=2024, quartier="Ouest", intitule="z"),
        cells("detail", D10="#REF!"),
        detail(10, annee=2024, quartier="Nord", intitule="z"),
        budget(11, annee=2023, quartier="Sud"),
        detail(11, annee=2023, quartier="Sud", intitule="z"),
        cible(7, vise="1.1", nombre=1),
        cible(8, vise="1.1.2", nombre=1),
        cible(9, vise="9.9", nombre="beaucoup"),
        suivi(5, nouvelles=11),
        new_suivi(7, "2023-05-01", "1.1.2 A2"),
        new_suivi(8, "2023-05-01", "panel"),
        new_suivi(9, "1905-07-15", "1.1.1"),
        new_suivi(10, "2023-05-01", "1.1.1"),
        new_suivi(11, "2023-05-01", "1.1.1"),
        new_suivi(12, "2025-05-01", "1.1.1"),
        new_suivi(13, "2024-05-01", "1.1.1 A2", nouvelles=None),
        cells("suivi", A14="Total", E14=55, F14=12),
    ),
    (
        ("trop-de-lignes", "Plan!A6"),
        ("edition-autre", "Plan!A6"),
        ("valeur-trop-longue", "Plan!B6"),
        ("annee-refusee", "Plan!F6"),
        ("date-illisible", "Plan!H6"),
        ("situation-apres-plan", "Plan!H5"),
        ("theme-sans-nom", "Plan!J5"),
        ("cle-double", "Quartiers!A8"),
        ("hors-liste", "Quartiers!B9"),
        ("texte-sans-titre", "Textes!A5"),
        ("nombre-dans-texte", "Textes!B6"),
        ("valeur-manquante", "Textes!B7"),
        ("tableau-sans-titre", "Objectifs!M5"),
        ("transversal-hors-og", "Objectifs!B6"),
        ("annees-inutiles", "Objectifs!L6"),
        ("texte-sans-place", "Objectifs!N6"),
        ("oo-hors-tableau", "Objectifs!A8"),
        ("fait-inutilise", "Objectifs!G9"),
        ("objectif-sans-parent", "Objectifs!A11"),
        ("objectif-hors-suite", "Objectifs!A12"),
        ("annee-hors-periode", "Actions!G5"),
        ("annees-illisibles", "Actions!G6"),
        ("cpas-incoherent", "Actions!C8"),
        ("action-sans-annee", "Actions!G8"),
        ("action-double", "Actions!D9"),
        ("codes-troues", "Actions!D10"),
        ("code-action-illisible", "Actions!D11"),
        ("action-sans-texte", "Actions!E12"),
        ("action-sans-code", "Actions!D13"),
        ("colonne-double", "Budget!N4"),
        ("detail-faux", "Budget!F5"),
        ("montant-contredit", "Budget!H5"),
        ("budget-depasse", "Budget!C6"),
        ("budget-double", "Budget!B7"),
        ("budget-extension", "Budget!B8"),
        ("montant-inverifiable", "Budget!J9"),
        ("montant-illisible", "Budget!C10"),
        ("detail-incomplet", "Détail CPAS!D7"),
        ("detail-sans-budget", "Détail CPAS!B8"),
        ("detail-inverifiable", "Détail CPAS!D11"),
        ("reference-inconnue", "Détail CPAS!B9"),
        ("valeur-erreur", "Détail CPAS!D10"),
        ("cible-double", "Cibles!A7"),
        ("cible-sans-suivi", "Cibles!A8"),
        ("entier-illisible", "Cibles!C9"),
        ("nouvelles-en-trop", "Suivi!F5"),
        ("vise-inconnu", "Suivi!B7"),
        ("vise-illisible", "Suivi!B8"),
        ("date-improbable", "Suivi!A9"),
        ("suivi-double", "Suivi!A11"),
        ("suivi-apres-plan", "Suivi!A12"),
        ("nouvelles-incompletes", "Suivi!F13"),
        ("ligne-total", "Suivi!A14"),
    ),
)

GROUPS = [
    Group("unreadable", (spoilt,), (("fichier-illisible", ""),)),
    _UNKNOWN,
    Group(
        "before the plan",
        (plan(5, situation="2020-12-31"),),
        (("situation-avant-plan", "Plan!H5"),),
    ),
    Group(
        "the first year",
        (plan(5, situation="2022-01-01", theme_2=None),),
        (("theme-sans-nom", "Plan!J5"), ("cibles-sans-tableau", "Cibles!A5")),
    ),
    _KNOWN,
]


# ---- what people type

_AMOUNTS: tuple[Value, ...] = ("100.000", "12,345", -1_00, "30 mille", "1e3")
_TARGETS: tuple[Value, ...] = ("1", "1.1 A2", "1.1.1 A2, A3", 1.1)
_NUMBERS: tuple[Value, ...] = ("cinq", -1, "2,5")

TYPED = Group(
    "typed",
    (
        *(
            new_objectif(row, numero)
            for row, numero in enumerate(
                ("1.01", "OG 1", "0.1", "1,1,1", "1.1.1.1", "1.", "1.0"), 11
            )
        ),
        general("objectifs", "A18"),
        cells(
            "objectifs", A18=datetime(2022, 1, 1)
        ),  # what Excel makes of 1.1 in a cell that is no text
        objectif(8, annees=2022.5),
        objectif(7, cpas="un peu"),
        *(
            new_action(row, "1.1.2", code)
            for row, code in enumerate(("2", "B2", "A02", "a2", "A0"), 9)
        ),
        *(
            action(row, objectif="2.0.1", texte_tableau="z", annees=annees)
            for row, annees in enumerate(
                ("2024-2022", "2022 et 2023", "22", "1822", "2022-"), 14
            )
        ),
        action(
            19, objectif="2.0.1", texte_tableau="z", cpas="en_partie", quartier="Ouest"
        ),
        *(
            budget(row, annee=2024, quartier="Sud", referent=amount)
            for row, amount in enumerate(_AMOUNTS, 7)
        ),
        detail(8, annee=2024, quartier="Nord", intitule="z", montant=10000.005),
        detail(9, annee=2036, quartier="Port", intitule="z"),
        *(cible(row, vise=text, nombre=1) for row, text in enumerate(_TARGETS, 7)),
        *(
            cible(row, vise="1.1.2", nombre=text)
            for row, text in enumerate(_NUMBERS, 11)
        ),
        *(
            new_suivi(row, "2023-05-01", text)
            for row, text in enumerate(("A2", "1.1.1 a2", "2"), 7)
        ),
        new_suivi(10, "2023-05-01", "1.1.2", personnes="10 p.", nouvelles=-1),
        new_suivi(11, "2203-05-01", "1.1.2"),
        new_suivi(12, "2022-05-01", "1.1.2"),
        general("suivi", "A12"),
        cells("suivi", A12=44682),
    ),
    (
        ("hors-liste", "Objectifs!C7"),
        ("annees-illisibles", "Objectifs!L8"),
        *(("numero-illisible", f"Objectifs!A{row}") for row in range(11, 18)),
        ("numero-illisible", "Objectifs!A18"),
        ("valeur-manquante", "Objectifs!D18"),
        *(("code-action-illisible", f"Actions!D{row}") for row in range(9, 14)),
        *(("annees-illisibles", f"Actions!G{row}") for row in range(14, 19)),
        ("reference-inconnue", "Actions!B19"),
        ("hors-liste", "Actions!C19"),
        *(("montant-illisible", f"Budget!D{row}") for row in range(7, 12)),
        ("montant-illisible", "Détail CPAS!D8"),
        ("annee-refusee", "Détail CPAS!A9"),
        ("reference-inconnue", "Détail CPAS!B9"),
        *(("vise-illisible", f"Cibles!A{row}") for row in range(7, 11)),
        *(("entier-illisible", f"Cibles!C{row}") for row in range(11, 14)),
        *(("vise-illisible", f"Suivi!B{row}") for row in range(7, 10)),
        ("entier-illisible", "Suivi!E10"),
        ("entier-illisible", "Suivi!F10"),
        ("date-illisible", "Suivi!A11"),
        ("date-illisible", "Suivi!A12"),
    ),
)


# ---- in the complete plan of Marolles and Anneessens

# What the plan itself is told: A4 of 3.1.1 follows A2, and an action of its table has
# no year.
TOLD_OF_MAROLLES: list[Finding] = [
    ("action-sans-annee", "Actions!G17"),
    ("codes-troues", "Actions!D29"),
]

PLANTED: list[tuple[str, str, Change]] = [
    ("theme-sans-nom", "Plan!J5", plan(5, theme_2=None)),
    ("cle-double", "Quartiers!A8", quartier(8, nom="MAROLLES")),
    ("hors-liste", "Quartiers!B9", quartier(9, nom="Sablon", extension="en projet")),
    ("texte-sans-titre", "Textes!A5", texte(5, titre=None)),
    ("valeur-manquante", "Textes!B7", texte(7, texte=None)),
    ("tableau-sans-titre", "Objectifs!M5", objectif(5, titre_tableau=None)),
    ("annees-inutiles", "Objectifs!L6", objectif(6, annees=(2022,))),
    ("fait-inutilise", "Objectifs!G8", objectif(8, constats_place="en_ligne")),
    ("transversal-hors-og", "Objectifs!B21", objectif(21, transversal="oui")),
    ("objectif-sans-parent", "Objectifs!A26", new_objectif(26, "5.1")),
    ("objectif-hors-suite", "Objectifs!A27", new_objectif(27, "1.4")),
    ("oo-hors-tableau", "Objectifs!A28", new_objectif(28, "1.2.3")),
    ("annees-illisibles", "Actions!G5", action(5, annees="dès 2022")),
    ("code-action-illisible", "Actions!D7", action(7, code="B1")),
    (
        "action-sans-texte",
        "Actions!E12",
        action(12, texte_recit=None, texte_tableau=None),
    ),
    ("action-sans-code", "Actions!D15", action(15, code=None)),
    ("cpas-incoherent", "Actions!C19", action(19, cpas="oui")),
    ("annee-hors-periode", "Actions!G20", action(20, annees=(2024, 2026))),
    ("action-double", "Actions!D34", new_action(34, "4.0.2", "A1")),
    ("budget-depasse", "Budget!C5", budget(5, total=100_000_00)),
    ("montant-contredit", "Budget!H6", budget(6, appel=174_240_01)),
    ("detail-faux", "Budget!F6", detail(10, montant=60_000_01)),
    ("budget-extension", "Budget!B7", budget(7, annee=2023, quartier="Stalingrad")),
    (
        "montant-illisible",
        "Budget!C8",
        budget(8, annee=2023, quartier="Marolles", total="344.000 EUR"),
    ),
    (
        "montant-inverifiable",
        "Budget!H9",
        budget(9, annee=2024, quartier="Marolles", appel=1_00),
    ),
    (
        "detail-sans-budget",
        "Détail CPAS!B13",
        detail(13, annee=2025, quartier="Anneessens", intitule="z"),
    ),
    (
        "reference-inconnue",
        "Détail CPAS!B14",
        detail(14, annee=2024, quartier="Annesens", intitule="z"),
    ),
    ("entier-illisible", "Cibles!C6", cible(6, nombre="cinquante")),
    ("cible-double", "Cibles!A10", cible(10, vise="1.1.1 A2", nombre=1)),
    ("vise-inconnu", "Cibles!A11", cible(11, vise="1.1.9", nombre=1)),
    ("vise-illisible", "Cibles!A12", cible(12, vise="A2", nombre=1)),
    ("cible-sans-suivi", "Cibles!A13", cible(13, vise="2.1.3 A2", nombre=1)),
    ("nouvelles-en-trop", "Suivi!F8", suivi(8, nouvelles=47)),
    ("date-illisible", "Suivi!A9", suivi(9, date="29 mars")),
]


# ---- held back

_MISSING_A3 = new_action(9, "1.1.1", "A4")
_UNFOLLOWED = cible(
    7, vise="1.1.2", nombre=1
)  # in neither of the two years that are over

HELD: dict[str, tuple[tuple[Change, ...], list[Finding]]] = {
    "an unreadable number, for the objective above": (
        (new_objectif(11, "3.1"), new_objectif(12, "trois")),
        [("numero-illisible", "Objectifs!A12")],
    ),
    "a number that stands twice, for the one that lacks beside it": (
        (new_objectif(11, "1.3"), new_objectif(12, "1.1")),
        [("cle-double", "Objectifs!A12")],
    ),
    "a number that stands twice, not for one that lacks elsewhere": (
        (new_objectif(11, "3.1"), new_objectif(12, "1.1")),
        [("objectif-sans-parent", "Objectifs!A11"), ("cle-double", "Objectifs!A12")],
    ),
    "an objective without a heading is there for its children and its target": (
        (
            objectif(6, titre=None),
            cible(7, vise="1.1.2", nombre=1, duree="en_tout"),
            plan(5, situation="2022-06-30"),
        ),
        [("valeur-manquante", "Objectifs!D6")],
    ),
    "an unreadable number, for the actions and targets that name it": (
        (objectif(7, numero="1.1.l"),),
        [("numero-illisible", "Objectifs!A7")],
    ),
    "an unreadable code, for the gap and for what names it": (
        (
            _MISSING_A3,
            new_action(10, "1.1.1", "A 3"),
            new_suivi(7, "2023-05-01", "1.1.1 A3"),
        ),
        [("code-action-illisible", "Actions!D10")],
    ),
    "an unreadable code, not for another objective": (
        (_MISSING_A3, new_action(10, "1.1.2", "A 3")),
        [("code-action-illisible", "Actions!D10"), ("codes-troues", "Actions!D9")],
    ),
    "an action of an unknown objective, for one that seems in no table": (
        (
            objectif(8, annees=None),
            action(7, objectif="1.1.3", texte_tableau="c", annees=(2022,)),
        ),
        [("reference-inconnue", "Actions!A7")],
    ),
    "a code that stands twice, for the gap": (
        (_MISSING_A3, new_action(10, "1.1.1", "A2")),
        [("action-double", "Actions!D10")],
    ),
    "a quarter without a name, for the references": (
        (
            quartier(8, extension="non"),
            budget(7, annee=2023, quartier="Ouest"),
            suivi(6, quartier="Ouest"),
        ),
        [("valeur-manquante", "Quartiers!A8")],
    ),
    "a quarter that may be an extension, for its budget": (
        (quartier(7, extension="en partie"), budget(7, annee=2022, quartier="Gare")),
        [("hors-liste", "Quartiers!B7")],
    ),
    "an unreadable amount, for the sum of the detail": (
        (detail(5, montant="dix mille"), detail(6, montant=1)),
        [("montant-illisible", "Détail CPAS!D5")],
    ),
    "a detail of an unknown quarter, for the sums of its year": (
        (detail(6, quartier="Nrod"), detail(7, montant=1)),
        [("reference-inconnue", "Détail CPAS!B6")],
    ),
    "an unreadable amount, not for the sum of another quarter": (
        (detail(5, montant="dix mille"), detail(7, montant=1)),
        [("detail-faux", "Budget!F6"), ("montant-illisible", "Détail CPAS!D5")],
    ),
    "a budget without a year, for its detail": (
        (budget(5, annee=None),),
        [("valeur-manquante", "Budget!A5")],
    ),
    "an unreadable total, for the amounts typed beside it": (
        (budget(5, total="?", appel=1),),
        [("montant-illisible", "Budget!C5")],
    ),
    "an unreadable day, for a target without follow-up": (
        (
            _UNFOLLOWED,
            new_suivi(7, "2022-05-01", "1.1.2"),
            new_suivi(8, "en mai", "1.1.2"),
        ),
        [("date-illisible", "Suivi!A8")],
    ),
    "an unreadable day of something else, not for that target": (
        (
            _UNFOLLOWED,
            new_suivi(7, "2022-05-01", "1.1.2"),
            new_suivi(8, "en mai", "1.1.1"),
        ),
        [("date-illisible", "Suivi!A8"), ("cible-sans-suivi", "Cibles!A7")],
    ),
    "a faulty plan, for its themes and its years": (
        (plan(5, titre=None, theme_1=None), action(5, annees=(2025,))),
        [("valeur-manquante", "Plan!C5")],
    ),
    "a plan without a day, for all that is not a row's own": (
        (
            plan(5, situation="hier"),
            suivi(5, nouvelles=11),
            new_objectif(11, "3.1"),
            action(5, cpas="peut-être"),
        ),
        [("date-illisible", "Plan!H5"), ("hors-liste", "Actions!C5")],
    ),
    "a text at fault, for the heading of the one below": (
        (texte(5, texte=None),),
        [("valeur-manquante", "Textes!B5")],
    ),
    "a follow-up of an intermediate objective, for a target below it": (
        (suivi(5, vise="1.1"),),
        [("vise-illisible", "Suivi!B5")],
    ),
    "a text with an error of Excel, for an action without another text": (
        (cells("actions", F8="#REF!"),),
        [("valeur-erreur", "Actions!F8")],
    ),
}

# What is told all the same, for now: each of these is one cause, and only its own
# finding should stand.


# ---- after the day of the plan, 31 December 2023

_LATER = "2024-01-01"

LATER: dict[str, tuple[tuple[Change, ...], list[Finding]]] = {
    "not judged": (
        (
            new_suivi(7, _LATER, "9.9.9 A9"),
            new_suivi(8, _LATER, "1.1.2", quartier="Ouest"),
            new_suivi(9, _LATER, "1.1.2", nouvelles=5),  # of 4 people
            suivi(10, date=_LATER),
        ),
        [],
    ),
    "after the plan too": (
        (
            new_suivi(7, "2026-05-01", "9.9.9 A9"),
            new_suivi(8, "2025-01-01", "1.1.2"),
            suivi(9, date="2032-03-01"),
        ),
        [("suivi-apres-plan", "Suivi!A7")],
    ),
    "no year of a target": (
        (
            _UNFOLLOWED,
            new_suivi(7, "2022-05-01", "1.1.2"),
            new_suivi(8, _LATER, "1.1.2"),
        ),
        [("cible-sans-suivi", "Cibles!A7")],
    ),
    "the day itself is no later one": (
        (new_suivi(7, "2023-12-31", "1.1.2", nouvelles=5),),
        [("nouvelles-en-trop", "Suivi!F7")],
    ),
    "unreadable": (
        (
            new_suivi(7, _LATER, "le panel"),
            new_suivi(8, _LATER, "1.1.2", personnes="dix"),
            new_suivi(9, _LATER, "1.1.2", nouvelles="2,5"),
            new_suivi(10, "2203-01-01", "1.1.2"),
            new_suivi(11, _LATER, "1.1.2"),
            cells("suivi", E11="#N/A"),
        ),
        [
            ("vise-illisible", "Suivi!B7"),
            ("entier-illisible", "Suivi!E8"),
            ("entier-illisible", "Suivi!F9"),
            ("date-illisible", "Suivi!A10"),
            ("valeur-erreur", "Suivi!E11"),
        ],
    ),
    "later because the plan's day is earlier": (
        (plan(5, situation="2022-12-31"), suivi(6, vise="9.9.9", nouvelles=11)),
        [],
    ),
}
