"""Each finding of a CLSS plan: alone at its cell, absent just beside it, held back
while a row may change it.
"""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from re import findall

import pytest

from pipeline.editions.loader import load_form
from pipeline.findings.messages import CATALOGUE, sentence
from pipeline.rules.clss import checks as clss_checks
from pipeline.rules.clss.checks import check_plan
from tests.support.clss_rows import FAULTY, FIRST, facts_of

FORM = load_form("clss-2022-2025")
Rows = dict[str, list[dict[str, str]]]
Change = Callable[[Rows], None]

# A plan without a finding, one of every kind of row.
SOUND: Rows = {
    "plan": [
        {"edition": FORM.edition, "organisme": "CPAS de Valmont", "titre": "PLAN", "premiere_annee": "2022",
         "derniere_annee": "2024", "situation": "2023-12-31", "theme_1": "Logement", "theme_2": "Santé"},
    ],
    "quartiers": [{"nom": "Nord"}, {"nom": "Sud"}, {"nom": "Gare", "extension": "oui"}],
    "textes": [{"titre": "INTRODUCTION", "texte": "un"}, {"texte": "deux"}],
    "objectifs": [
        {"numero": "1", "titre": "a", "titre_tableau": "T"},  # row 5
        {"numero": "1.1", "titre": "b"},
        {"numero": "1.1.1", "titre": "c"},
        {"numero": "1.1.2", "titre": "d", "annees": "2022"},
        {"numero": "1.2", "titre": "e"},
        {"numero": "1.2.1", "titre": "f", "cpas": "oui"},  # row 10
        {"numero": "2", "titre": "g", "transversal": "oui", "titre_tableau": "U"},
        {"numero": "2.0.1", "titre": "h"},
        {"numero": "2.0.2", "titre": "i"},
    ],
    "actions": [
        # row 5
        {"objectif": "1.1.1", "code": "A1", "texte_recit": "a", "texte_tableau": "a", "annees": "2022"},
        {"objectif": "1.1.1", "code": "A2", "texte_recit": "b", "texte_tableau": "b", "annees": "2022;2024"},
        {"objectif": "1.2.1", "code": "A1", "texte_recit": "c", "texte_tableau": "c", "annees": "2022", "cpas": "oui"},
        {"objectif": "2.0.1", "texte_tableau": "d", "annees": "2022"},
        {"objectif": "2.0.2", "texte_tableau": "e", "annees": "2022"},
        {"objectif": "1.1.2", "code": "A1", "texte_recit": "f"},  # row 10
    ],
    "budget": [
        {"annee": "2022", "quartier": "Nord", "total": "100000.00", "referent": "20000.00", "cpas": "30000.00",
         "appel": "50000.00", "moitie_1": "25000.00", "moitie_2": "25000.00"},
        {"annee": "2022", "quartier": "Sud", "total": "100000.00", "referent": "20000.00", "cpas": "30000.00"},
    ],
    "detail": [
        {"annee": "2022", "quartier": "Nord", "intitule": "Logement", "montant": "10000.00"},
        {"annee": "2022", "quartier": "Nord", "intitule": "Mena", "montant": "20000.00"},
        {"annee": "2022", "quartier": "Sud", "intitule": "Logement", "montant": "30000.00"},
    ],
    "cibles": [{"vise": "1.1.1 A2", "nombre": "5"}, {"vise": "1.1", "nombre": "5", "duree": "en_tout"}],
    "suivi": [
        {"date": "2022-03-01", "vise": "1.1.1 A2", "quartier": "Nord", "personnes": "10", "nouvelles": "5"},
        {"date": "2023-03-01", "vise": "1.1.1 A2", "quartier": "Gare", "personnes": "10", "nouvelles": "4"},
    ],
}  # fmt: skip


def at(sheet: str, row: int, faulty: bool = False, /, **values: str | None) -> Change:
    """Fill cells of a row, by its number, or empty them; the row after the last one is
    new.
    """

    def change(rows: Rows) -> None:
        if row - FIRST == len(rows[sheet]):
            rows[sheet].append({})
        typed = rows[sheet][row - FIRST]
        typed.update({key: value for key, value in values.items() if value is not None})
        for key in [key for key, value in values.items() if value is None]:
            del typed[key]
        if faulty:
            typed[FAULTY] = "x"

    return change


def without(sheet: str, row: int = 0) -> Change:
    """Remove a row, or all of a sheet."""

    def change(rows: Rows) -> None:
        rows[sheet] = [
            typed
            for number, typed in enumerate(rows[sheet], FIRST)
            if row and number != row
        ]

    return change


def found(*changes: Change) -> list[tuple[str, str]]:
    rows = deepcopy(SOUND)
    for change in changes:
        change(rows)
    facts, submission = facts_of(FORM, rows)
    problems = list(check_plan(facts, submission))
    for problem in problems:
        assert "{" not in sentence(problem)
    return [(problem.code, str(problem.ref)) for problem in problems]


def objectif(row: int, numero: str, faulty: bool = False, **values: str) -> Change:
    return at("objectifs", row, faulty, numero=numero, titre="z", **values)


def action(row: int, oo: str, code: str, faulty: bool = False, **values: str) -> Change:
    return at("actions", row, faulty, objectif=oo, code=code, texte_recit="z", **values)


def suivi(row: int, day: str, vise: str, faulty: bool = False) -> Change:
    return at(
        "suivi",
        row,
        faulty,
        date=day,
        vise=vise,
        quartier="Nord",
        personnes="1",
        nouvelles="1",
    )


def budget(row: int, year: str, quartier: str, **values: str) -> Change:
    return at("budget", row, annee=year, quartier=quartier, **values)


def detail(
    row: int, year: str, quartier: str, montant: str | None = None, faulty: bool = False
) -> Change:
    amount = {"montant": montant} if montant else {}
    return at(
        "detail", row, faulty, annee=year, quartier=quartier, intitule="z", **amount
    )


ODD = {"total": "100000.01"}  # a call for projects of 50.000,01 €
EARLY = at("plan", 5, situation="2022-06-30")  # no year is over
UNFOLLOWED = at(
    "cibles", 7, vise="1.2", nombre="1"
)  # in neither of the two years that are over

EACH = {"nombre": "1", "etendue": "par_quartier"}
CROWDED = (  # 156 targets for each of 99 quarters: 15,444 rows, and 15,000 are the most
    EARLY,
    *(at("quartiers", 8 + n, nom=f"Quartier {n}") for n in range(97)),
    *(action(8 + n, "1.1.1", f"A{n}") for n in range(3, 100)),
    *(action(106 + n, "1.1.2", f"A{n}") for n in range(2, 61)),
    *(at("cibles", 4 + n, vise=f"1.1.1 A{n}", **EACH) for n in range(3, 100)),
    *(at("cibles", 102 + n, vise=f"1.1.2 A{n}", **EACH) for n in range(2, 61)),
)

FAULTS: list[tuple[str, str, tuple[Change, ...]]] = [
    ("suivi-trop-long", "Cibles", CROWDED),
    (
        "suivi-double",
        "Suivi!A7",
        (at("suivi", 7, date="2022-03-01", vise="1.1.1 A2", quartier="Nord", personnes="10", nouvelles="5"),),
    ),
    ("periode-impossible", "Plan!G5", (at("plan", 5, derniere_annee="2021"),)),
    ("periode-impossible", "Plan!G5", (at("plan", 5, derniere_annee="2028"),)),
    ("situation-avant-plan", "Plan!H5", (at("plan", 5, situation="2021-12-31"),)),
    ("cibles-sans-tableau", "Cibles!A5", (EARLY, without("suivi"))),
    ("situation-apres-plan", "Plan!H5", (at("plan", 5, situation="2025-01-01"), without("cibles"))),
    ("theme-sans-nom", "Plan!I5", (at("plan", 5, theme_1=None),)),
    ("theme-sans-nom", "Plan!J5", (at("plan", 5, theme_2=None),)),
    ("texte-sans-titre", "Textes!A5", (at("textes", 5, titre=None),)),
    ("objectif-sans-parent", "Objectifs!A14", (objectif(14, "3.1"),)),
    ("objectif-sans-parent", "Objectifs!A14", (objectif(14, "1.3.1", annees="2022"),)),
    ("objectif-sans-parent", "Objectifs!A14", (objectif(14, "3.0.1", annees="2022"),)),
    ("objectif-sans-parent", "Objectifs!A14", (objectif(14, "3.2"),)),
    ("objectif-hors-suite", "Objectifs!A14", (objectif(14, "4"),)),
    ("objectif-hors-suite", "Objectifs!A14", (objectif(14, "1.4"),)),
    ("objectif-hors-suite", "Objectifs!A14", (objectif(14, "2.2"),)),
    ("objectif-hors-suite", "Objectifs!A14", (objectif(14, "1.1.4", annees="2022"),)),
    ("objectif-hors-suite", "Objectifs!A14", (objectif(14, "2.0.4", annees="2022"),)),
    ("objectif-hors-suite", "Objectifs!A14", (objectif(14, "1.4"), objectif(15, "1.5"))),
    ("transversal-hors-og", "Objectifs!B6", (at("objectifs", 6, transversal="oui"),)),
    ("tableau-sans-titre", "Objectifs!M5", (at("objectifs", 5, titre_tableau=None),)),
    ("annee-hors-periode", "Objectifs!L8", (at("objectifs", 8, annees="2022;2025"),)),
    ("annee-hors-periode", "Actions!G5", (at("actions", 5, annees="2021"),)),
    ("annee-hors-periode", "Budget!A7", (budget(7, "2025", "Nord"),)),
    ("annee-hors-periode", "Détail CPAS!A8", (detail(8, "2025", "Nord", "1.00"),)),
    ("annee-hors-periode", "Suivi!A7", (suivi(7, "2021-12-31", "1.1.1 A2"),)),
    ("suivi-apres-plan", "Suivi!A7", (suivi(7, "2025-01-01", "1.1.1 A2"),)),
    ("suivi-apres-plan", "Suivi!A7", (suivi(7, "2032-01-01", "9.9.9"), suivi(8, "2025-01-01", "1.1.1 A2"))),
    ("action-hors-oo", "Actions!A11", (action(11, "1.1", "A1"),)),
    ("action-hors-oo", "Actions!A11", (action(11, "2", "A1"),)),
    ("action-double", "Actions!D11", (action(11, "1.1.1", "A1"),)),
    ("budget-double", "Budget!B7", (budget(7, "2022", "Nord"),)),
    ("budget-extension", "Budget!B7", (budget(7, "2022", "gare"),)),
    ("budget-depasse", "Budget!C6", (at("budget", 6, total="49999.99"),)),
    ("montant-contredit", "Budget!H5", (at("budget", 5, appel="49999.99"),)),
    ("montant-contredit", "Budget!J5", (at("budget", 5, moitie_1="24999.99"),)),
    ("montant-contredit", "Budget!L5", (at("budget", 5, moitie_2="0.00"),)),
    ("montant-contredit", "Budget!J6", (at("budget", 6, moitie_1="25000.00", **ODD),)),
    ("detail-faux", "Budget!F5", (at("detail", 6, montant="20000.01"),)),
    ("detail-faux", "Budget!F5", (at("detail", 6, montant="20000.01"), detail(8, "2022", "Nord"))),
    ("detail-incomplet", "Détail CPAS!D7", (at("detail", 7, montant=None),)),
    ("detail-incomplet", "Détail CPAS!D8", (at("detail", 6, montant="19999.99"), detail(8, "2022", "Nord"))),
    ("detail-incomplet", "Détail CPAS!D5", tuple(at("detail", row, montant=None) for row in (5, 6))),
    ("detail-inverifiable", "Détail CPAS!D7", (at("budget", 6, cpas=None), at("detail", 7, montant=None))),
    ("detail-inverifiable", "Détail CPAS!D8", (at("budget", 6, cpas=None), detail(8, "2022", "Sud"))),
    ("detail-sans-budget", "Détail CPAS!B8", (detail(8, "2023", "Nord", "1.00"),)),
    ("detail-sans-budget", "Détail CPAS!B8", (detail(8, "2022", "Gare"),)),
    ("vise-inconnu", "Cibles!A7", (at("cibles", 7, vise="1.3", nombre="1"),)),
    ("vise-inconnu", "Cibles!A7", (at("cibles", 7, vise="1.0", nombre="1"),)),
    ("vise-inconnu", "Cibles!A7", (at("cibles", 7, vise="1.1.1 A3", nombre="1"),)),
    ("vise-inconnu", "Suivi!B7", (suivi(7, "2023-05-01", "1.1.2 A2"),)),
    ("vise-inconnu", "Suivi!B7", (suivi(7, "2023-05-01", "7.1.1"),)),
    ("cible-double", "Cibles!A7", (at("cibles", 7, vise="1.1.1  A2", nombre="9"),)),
    ("nouvelles-en-trop", "Suivi!F5", (at("suivi", 5, nouvelles="11"),)),
    # of 2023, in the total of 1.1
    ("nouvelles-incompletes", "Suivi!F6", (at("suivi", 6, nouvelles=None),)),
    (
        "nouvelles-incompletes",
        "Suivi!F7",
        (at("suivi", 7, date="2022-05-01", vise="1.1.1", quartier="Nord", personnes="1"),),
    ),
    ("annees-inutiles", "Objectifs!L6", (at("objectifs", 6, annees="2022"),)),
    ("annees-inutiles", "Objectifs!L7", (at("objectifs", 7, annees="2022"),)),
    ("texte-sans-place", "Objectifs!M6", (at("objectifs", 6, titre_tableau="z"),)),
    ("oo-hors-tableau", "Objectifs!A8", (at("objectifs", 8, annees=None),)),
    ("codes-troues", "Actions!D11", (action(11, "1.1.1", "A4"),)),
    ("codes-troues", "Actions!D11", (action(11, "1.1.1", "A4"), action(12, "1.1.1", "A5"))),
    ("codes-troues", "Actions!D10", (at("actions", 10, code="A2"),)),
    ("action-sans-annee", "Actions!G5", (at("actions", 5, annees=None),)),
    ("cpas-incoherent", "Actions!C5", (at("actions", 5, cpas="oui"),)),
    ("montant-inverifiable", "Budget!H6", (at("budget", 6, referent=None, appel="50000.00"),)),
    ("montant-inverifiable", "Budget!L6", (at("budget", 6, total=None, moitie_2="50000.00"),)),
    ("cible-sans-suivi", "Cibles!A7", (at("cibles", 7, vise="1.2", nombre="1", duree="en_tout"),)),
    ("cible-sans-suivi", "Cibles!A7", (at("cibles", 7, vise="1.1.1 A1", nombre="1", etendue="par_quartier"),)),
]  # fmt: skip


def test_a_sound_plan_has_no_finding() -> None:
    assert found() == []


@pytest.mark.parametrize(("code", "place", "changes"), FAULTS)
def test_fault_alone_at_its_cell(
    code: str, place: str, changes: tuple[Change, ...]
) -> None:
    assert found(*changes) == [(code, place)]


def test_every_code_is_provoked() -> None:
    files = Path(clss_checks.__file__).parent.glob("*checks.py")
    named = {
        code
        for file in files
        for code in findall(
            r'[Pp]roblem\(\s*"([a-z-]+)"', file.read_text(encoding="utf-8")
        )
    }
    assert named == {code for code, _, _ in FAULTS} <= set(CATALOGUE)


@pytest.mark.parametrize(
    "changes",
    [
        (at("plan", 5, derniere_annee="2027"),),  # six years
        (
            at("plan", 5, theme_1=None, theme_2=None),
            without("budget"),
            without("detail"),
        ),
        (without("textes"),),
        (objectif(14, "3.1"), objectif(15, "3")),  # rows in any order
        (
            objectif(14, "1.3"),
            objectif(15, "1.10"),
            *(objectif(12 + n, f"1.{n}") for n in range(4, 10)),
        ),
        (objectif(14, "2.1"),),  # beside 2.0.1 and 2.0.2
        (at("objectifs", 6, transversal="non"),),
        (
            objectif(14, "3"),
            objectif(15, "3.1"),
        ),  # nothing in a table, so no title of one
        (at("actions", 5, annees="2024"), at("objectifs", 8, annees="2022;2024")),
        (suivi(7, "2022-01-01", "1.1"), suivi(8, "2023-12-31", "1.1.1")),
        (EARLY, without("suivi"), without("cibles")),
        (EARLY, without("suivi", 6)),
        (
            EARLY,
            without("suivi", 6),
            at("suivi", 5, True),
        ),  # it may be mended to one of the first year
        (suivi(7, "2024-12-31", "1.1.1"),),  # the last day of the plan
        (at("plan", 5, situation="2022-01-01"),),  # its first
        (at("plan", 5, situation="2024-12-31"), without("cibles")),
        (action(11, "1.1.1", "A3"), action(12, "1.1.2", "A2")),
        (budget(7, "2023", "Nord"),),
        (at("budget", 6, total="50000.00"),),  # a call for projects of zero
        (
            at(
                "budget",
                6,
                appel="50000.01",
                moitie_1="25000.01",
                moitie_2="25000.00",
                **ODD,
            ),
        ),
        (
            detail(8, "2022", "Nord"),
        ),  # an amount that is not known, beside others that add up
        (at("budget", 6, cpas=None), at("detail", 7, montant="1.00")),
        (without("detail"),),
        (at("suivi", 5, nouvelles="10"),),
        (at("objectifs", 7, cpas="en_partie"), at("actions", 5, cpas="oui")),
        (
            at("plan", 5, situation="2022-12-30"),
            at("cibles", 7, vise="2.0.1", nombre="1"),
        ),
        (at("cibles", 7, vise="1.1.1", nombre="1"),),  # followed by its action
    ],
)
def test_just_sound(changes: tuple[Change, ...]) -> None:
    assert found(*changes) == []


def test_a_wrong_half_of_an_odd_cent_is_told_twice() -> None:
    swapped = at("budget", 6, moitie_1="25000.00", moitie_2="25000.01", **ODD)
    assert found(swapped) == [
        ("montant-contredit", "Budget!J6"),
        ("montant-contredit", "Budget!L6"),
    ]


def facts_told(*changes: Change) -> dict[str, str]:
    """What the single finding says."""
    rows = deepcopy(SOUND)
    for change in changes:
        change(rows)
    facts, submission = facts_of(FORM, rows)
    (problem,) = check_plan(facts, submission)
    return dict(problem.facts)


def test_what_findings_name() -> None:
    assert facts_told(action(11, "1.1.1", "A5")) == {
        "valeur": "A5",
        "attendu": "A3 et A4",
    }
    assert facts_told(action(11, "1.1.1", "A9"))["attendu"] == "A3 à A8"
    assert facts_told(objectif(14, "1.5")) == {"valeur": "1.5", "attendu": "1.3"}
    assert facts_told(objectif(14, "3.0.1", annees="2022"))["attendu"] == "3"
    assert facts_told(at("cibles", 7, vise="1.2", nombre="1")) == {
        "valeur": "1.2",
        "annees": "2022 et 2023",
    }
    assert facts_told(without("suivi", 5), without("cibles", 6)) == {
        "valeur": "1.1.1 A2",
        "annees": "2022",
    }
    assert facts_told(at("actions", 5, annees="2021;2022;2025")) == {
        "annee": "2021 et 2025",
        "periode": "2022 à 2024",
    }
    assert (
        facts_told(at("budget", 6, total=None, cpas=None, appel="1.00"))["manque"]
        == "« Total » et « CPAS »"
    )
    late = [suivi(7 + n, f"2025-01-0{n + 1}", "1.1.1") for n in range(7)]
    assert facts_told(late[0]) == {"cellules": "A7", "periode": "2022 à 2024"}
    assert facts_told(*late[:2])["cellules"] == "A7 et A8"
    assert (
        facts_told(*late[:6])["cellules"] == "A7, A8, A9, A10, A11 et 1 autre cellule"
    )
    assert facts_told(*late)["cellules"] == "A7, A8, A9, A10, A11 et 2 autres cellules"
    early = facts_told(at("plan", 5, situation="2020-12-31"))
    assert early == {"date": "31/12/2020", "periode": "2022 à 2024"}
    assert facts_told(action(11, "1.1.1", "A1"))["premier"] == "Actions!D5"
    assert facts_told(budget(7, "2022", "Nord"))["premier"] == "Budget!B5"
    assert facts_told(at("cibles", 7, vise="1.1", nombre="9"))["premier"] == "Cibles!A6"


def test_a_contradiction_names_both_cells() -> None:
    told = facts_told(at("budget", 5, appel="49999.99"))
    assert told["cellule"] == "Budget!H5"
    assert told["calcul"] == "Budget!C5 moins Budget!D5 moins Budget!F5"
    assert (told["valeur"], told["montant"]) == ("49.999,99 €", "50.000,00 €")


def test_a_detail_that_does_not_add_up_names_its_cells() -> None:
    told = facts_told(
        at("detail", 6, montant="0.00"), detail(8, "2022", "Nord", "10000.00")
    )
    assert told["cellules"] == "Détail CPAS!D5:D6, D8"
    assert (told["somme"], told["montant"]) == ("20.000,00 €", "30.000,00 €")
    assert facts_told(at("detail", 7, montant=None))["somme"] == "0,00 €"


# ---- held back


@pytest.mark.parametrize(
    "changes",
    [
        # an objective without a readable number may be the one that is missing, one
        # whose number stands twice too
        (objectif(14, "3.1"), objectif(15, "trois", faulty=True)),
        (objectif(14, "1.4"), objectif(15, "1.2", faulty=True)),
        (objectif(14, "1.4"), objectif(15, "0.1", faulty=True)),
        (at("cibles", 7, vise="1.3", nombre="1"), objectif(14, "1,3", faulty=True)),
        (suivi(7, "2023-05-01", "1.3.1 A1"), objectif(14, "?", faulty=True)),
        # an objective at fault elsewhere is there
        (objectif(14, "3", faulty=True), objectif(15, "3.1")),
        (objectif(14, "1.3", faulty=True), objectif(15, "1.4")),
        (objectif(14, "1.3", faulty=True), at("cibles", 7, vise="1.3", nombre="1"), EARLY),
        # an action at fault may be the one that is missing, or put its objective in the
        # table
        (action(11, "1.1.1", "A4"), action(12, "1.1.1", "Z", faulty=True)),
        (action(11, "1.1.1", "A4"), action(12, "9.9.9", "A3", faulty=True)),
        (action(11, "1.1.1", "A3", faulty=True), action(12, "1.1.1", "A4")),
        (at("objectifs", 8, annees=None), action(11, "1.1.2", "A2", faulty=True)),
        (at("objectifs", 8, annees=None), action(11, "9.9.9", "A2", faulty=True)),
        (at("cibles", 7, vise="1.1.1 A3", nombre="1"), action(11, "1.1.1", "B", faulty=True)),
        # sums and places of the budget
        (at("detail", 5, True),),
        (at("detail", 6, montant="1.00"), detail(8, "2022", "Nrod", faulty=True)),
        (at("detail", 6, montant="1.00"), detail(8, "1999", "Nord", faulty=True)),
        (detail(8, "2023", "Nord"), at("budget", 7, True, annee="2023", quartier="Nrod")),
        # follow-up that may fill an empty year
        (UNFOLLOWED, suivi(7, "hier", "1.2.1", faulty=True)),
        (UNFOLLOWED, suivi(7, "2022-05-01", "x", True), suivi(8, "2023-05-01", "1.2.1", True)),
        # the heading above may be at fault
        (at("textes", 5, True, texte=None),),
        # without a sound plan there is no period, and themes are not judged
        (at("plan", 5, True, theme_1=None), at("actions", 5, annees="2021")),
    ],
)  # fmt: skip
def test_held_back(changes: tuple[Change, ...]) -> None:
    assert found(*changes) == []


@pytest.mark.parametrize(
    ("finding", "changes"),
    [
        (("objectif-hors-suite", "Objectifs!A14"), (objectif(14, "1.4"), objectif(15, "2.0.1", faulty=True))),
        (("objectif-sans-parent", "Objectifs!A14"), (objectif(14, "3.1"), objectif(15, "1.3", faulty=True))),
        (("oo-hors-tableau", "Objectifs!A8"), (at("objectifs", 8, annees=None), action(11, "1.1.1", "Z", faulty=True))),
        (("codes-troues", "Actions!D11"), (action(11, "1.1.1", "A4"), action(12, "1.2.1", "Z", faulty=True))),
        (("detail-faux", "Budget!F6"), (at("detail", 7, montant="1.00"), at("detail", 5, True))),
        (("cible-sans-suivi", "Cibles!A7"),
         (UNFOLLOWED, suivi(7, "2022-05-01", "1.1.1", faulty=True))),
    ],
)  # fmt: skip
def test_told_beside_a_fault_that_cannot_change_it(
    finding: tuple[str, str], changes: tuple[Change, ...]
) -> None:
    assert found(*changes) == [finding]


@pytest.mark.parametrize(
    ("finding", "changes"),
    [
        # what names something unknown, or stands twice, may mean what is missing
        (("action-double", "Actions!D11"), (action(11, "1.1.1", "A2"), action(12, "1.1.1", "A4"))),
        (("action-hors-oo", "Actions!A11"), (at("objectifs", 8, annees=None), action(11, "1.1", "A1"))),
        (("vise-inconnu", "Suivi!B6"), (at("suivi", 6, vise="1.1.1 A9"),)),
        (("annee-hors-periode", "Détail CPAS!A6"), (at("detail", 6, annee="2032"),)),
        (("annee-hors-periode", "Suivi!A6"), (at("suivi", 6, date="2021-03-01"),)),
        (("objectif-sans-parent", "Objectifs!A14"), (objectif(14, "3.2.1", annees="2022"),)),
    ],
)  # fmt: skip
def test_one_cause_is_told_once(
    finding: tuple[str, str], changes: tuple[Change, ...]
) -> None:
    assert found(*changes) == [finding]
