"""What people type into a plan, or paste over its drop-downs."""

from __future__ import annotations

from datetime import date, datetime
from unicodedata import normalize

from openpyxl import Workbook

from tests.corpus.case import BIG_PLAN as M
from tests.corpus.case import PLAN as P
from tests.corpus.case import Case, made, refused
from tests.corpus.steps import (
    again,
    backwards,
    by,
    in_excel,
    in_parts,
    looking,
    quoted,
    typed,
    typing,
)
from tests.support.hostile import cell, text

_TEXTS, _BUDGET = "xl/worksheets/sheet4.xml", "xl/worksheets/sheet7.xml"

# ---- values of lists, numbers, codes

NUMBERS = [
    made(
        "list values in capitals and among hard spaces",
        P,
        typed("Objectifs", B9="OUI", C7="En\u00a0partie", G6="SOUS LEUR TITRE "),
    ),
    made(
        "a quarter in small letters, its accents apart",
        M,
        typed("Budget", B6=normalize("NFD", "marolles"), B5="ANNEESSENS "),
    ),
    refused(
        "values in another language",
        P,
        "hors-liste Objectifs!B9, hors-liste Actions!C5",
        typed("Objectifs", B9="yes"),
        typed("Actions", C5="ja"),
    ),
    refused(
        "a cross for yes", P, "hors-liste Quartiers!B5", typed("Quartiers", B5="x")
    ),
    refused(
        "a quarter that is none",
        P,
        "reference-inconnue Budget!B5",
        typed("Budget", B5="Les Ramparts"),
    ),
    made("numbers of objectives that are numbers", P, typed("Objectifs", A5=1, A9=2.0)),
    made(
        "numbers among spaces",
        P,
        typed("Objectifs", A6=" 1.1 ", A7="1.1.1\u00a0"),
        typed("Actions", A5=" 1.1.1"),
    ),
    refused(
        "1.1 as a number",
        P,
        "numero-illisible Objectifs!A6",
        typed("Objectifs", A6=1.1),
    ),
    refused(
        "1.1 as a day",
        P,
        "numero-illisible Objectifs!A6",
        typed("Objectifs", A6=datetime(2024, 1, 1)),
    ),
    refused(
        "numbers written otherwise",
        P,
        "numero-illisible Objectifs!A6, numero-illisible Objectifs!A10",
        typed("Objectifs", A6="1.1.", A10="02.0.1"),
    ),
    refused(
        "a zero behind 1.1",
        P,
        "objectif-hors-suite Objectifs!A6, objectif-sans-parent Objectifs!A7,"
        " objectif-sans-parent Objectifs!A8",
        typed("Objectifs", A6="1.10"),
    ),
    refused(
        "codes of actions written otherwise",
        P,
        "code-action-illisible Actions!D5, code-action-illisible Actions!D8",
        typed("Actions", D5="a1", D8="Action 1"),
    ),
    made(
        "years written otherwise",
        P,
        typed("Actions", G5="2024 – 2026", G7="2026;2024", G8=2025),
        typed("Objectifs", L10=" 2024-2026 "),
    ),
    refused(
        "years that are none",
        P,
        ", ".join(f"annees-illisibles Actions!G{row}" for row in (5, 7, 8)),
        typed("Actions", G5="2024/2026", G7="2024, 2026", G8=date(2025, 1, 1)),
    ),
    refused(
        "a year after the plan",
        P,
        "annee-hors-periode Actions!G8",
        typed("Actions", G8=2027),
    ),
    refused(
        "a plan of nine years", P, "periode-impossible Plan!G5", typed("Plan", G5=2032)
    ),
    refused(
        "a plan before all plans", P, "annee-refusee Plan!F5", typed("Plan", F5=2019)
    ),
    made(
        "years typed as text",
        P,
        typed("Plan", F5="2024 ", G5="2026"),
        typed("Budget", A5=" 2024"),
    ),
    refused(
        "an edition that is not there yet",
        P,
        "edition-autre Plan!A5",
        typed("Plan", A5="clss-2026-2030"),
    ),
    refused(
        "a date typed as text",
        P,
        "date-illisible Plan!H5",
        typed("Plan", H5="31/01/2025"),
    ),
    refused("a year for a date", P, "date-improbable Plan!H5", typed("Plan", H5=2025)),
    made(
        "a month that became a date",
        P,
        in_excel(
            typing("Plan", E5=datetime(2024, 1, 1)), looking("Plan", "E5", "mmm-yy")
        ),
        changed="""- Janvier 2024
                    + janv.-24""",
    ),
]

# ---- amounts

AMOUNTS = [
    made(
        "amounts typed as text",
        P,
        typed(
            "Budget",
            C5="120 000 €",
            D5="60000,00",
            F5="0 €",
            C6="121\u202f500,75",
            D6="€ 61200.5",
        ),
    ),
    made(
        "amounts that computers reckoned",
        P,
        typed("Budget", C6=121500.7500000001, D6=61200.49999999999),
    ),
    made(
        "amounts with their formulas",
        P,
        in_parts(
            cell(_BUDGET, "C5", "", "<f>D5*2</f><v>120000</v>"),
            cell(_BUDGET, "F6", "", "<f>'Détail CPAS'!D5</f><v>1.03E4</v>"),
        ),
    ),
    refused(
        "amounts with points for thousands",
        P,
        ", ".join(f"montant-illisible Budget!{place}" for place in ("C5", "D6", "F6")),
        typed("Budget", C5="120.000,00", D6="61.200", F6="10,300.00 EUR"),
    ),
    refused(
        "amounts that are none",
        P,
        ", ".join(
            f"montant-illisible Budget!{place}" for place in ("C5", "D5", "D6", "F6")
        ),
        in_excel(
            typing("Budget", C5=True, D5=-60000, D6=61200.505, F6="50 %"),
            looking("Budget", "D6", "0.00"),
        ),
    ),
    refused(
        "an amount that was never reckoned",
        P,
        "formule-sans-valeur Budget!C5",
        typed("Budget", C5="=D5*2"),
    ),
    refused(
        "a sum that is wrong",
        P,
        "montant-contredit Budget!H5",
        typed("Budget", H5=61000),
    ),
    made(
        "what is computed typed too",
        P,
        typed("Budget", H5=60000, J5="30 000", L5="30000,00 €"),
    ),
    refused(
        "a total below the budget",
        P,
        "ligne-total Budget!A8, formule-sans-valeur Budget!C8",
        typed("Budget", A8="Total", C8="=SUM(C5:C6)"),
    ),
    refused(
        "a total below the detail",
        P,
        "ligne-total Détail CPAS!C8",
        typed("Détail CPAS", C8="Total", D8=10300),
    ),
]

# ---- rows

_FIRST_OF_ROW = (
    "1 Rompre l'isolement aux Remparts | 1.1 Les personnes isolées (< 1 visite par mois) sont"
    " connues d'un service de 1ère ligne. | 1.1.1 Un relevé est tenu."
)
ROWS = [
    made("objectives in another order", P, backwards("Objectifs")),
    made("follow-up in another order", M, backwards("Suivi")),
    made(
        "actions in another order",
        P,
        backwards("Actions"),
        changed=f"""
        + A2Les services s'engagent à répondre en < 5 jours.
        - A2Les services s'engagent à répondre en < 5 jours.
        - {_FIRST_OF_ROW} | Créer le relevé & le tenir à jour. | x | x | x
        + {_FIRST_OF_ROW} | Former deux "veilleurs" par rue. | x |  | x
        -  |  |  | Former deux "veilleurs" par rue. | x |  | x
        +  |  |  | Créer le relevé & le tenir à jour. | x | x | x""",
    ),
    refused(
        "actions sorted without their objectives",
        P,
        "action-double Actions!D6",
        by("Actions", 4, first=4),
    ),
    refused(
        "an action copied twice", P, "action-double Actions!D9", again("Actions", 5, 9)
    ),
    refused(
        "an objective copied twice",
        P,
        "cle-double Objectifs!A11",
        again("Objectifs", 7, 11),
    ),
    refused(
        "a quarter copied twice",
        P,
        "cle-double Quartiers!A6",
        again("Quartiers", 5, 6),
        typed("Quartiers", A6="LES REMPARTS"),
    ),
    refused(
        "a budget copied twice", P, "budget-double Budget!B7", again("Budget", 6, 7)
    ),
    refused(
        "a detail copied twice", P, "detail-faux Budget!F6", again("Détail CPAS", 5, 7)
    ),
    refused(
        "a target copied twice", M, "cible-double Cibles!A10", again("Cibles", 5, 10)
    ),
    made(
        "an activity copied twice",
        M,
        again("Suivi", 49, 50),
        told="suivi-double Suivi!A50",
        changed="""- 4.0.1 | 2023 | Marolles | 1 | 13 |  |  |
                    + 4.0.1 | 2023 | Marolles | 2 | 26 |  |  |
                    - 4.0.1 | 2023 | Ensemble | 2 | 23 |  |  |
                    + 4.0.1 | 2023 | Ensemble | 3 | 36 |  |  |
                    - 4.0.1 A2 | 2023 | Marolles | 1 | 13 |  |  |
                    + 4.0.1 A2 | 2023 | Marolles | 2 | 26 |  |  |""",
    ),
    made(
        "an activity after the day of the plan",
        M,
        typed("Suivi", A50=date(2024, 1, 1), B50="1.1.1 A2", C50="Marolles", E50=40),
    ),
    made("people counted as text", M, typed("Suivi", E7="18", F7=" 18 ", E8=46.0)),
    refused(
        "people that are no number",
        M,
        ", ".join(f"entier-illisible Suivi!E{row}" for row in range(5, 10)),
        typed("Suivi", E5="14 personnes", E6=11.5, E7=-18, E8=True, E9="une trentaine"),
    ),
    refused(
        "more new people than people",
        M,
        "nouvelles-en-trop Suivi!F8",
        typed("Suivi", F8=47),
    ),
    refused(
        "what is nowhere in the plan",
        M,
        "vise-illisible Suivi!B8, vise-inconnu Suivi!B10, vise-illisible Suivi!B12,"
        " reference-inconnue Suivi!C11",
        typed("Suivi", B8="1.1.1 a2", B10="1.1.9 A1", B12=1.1, C11="Annessens"),
    ),
    made(
        "actions named among other spaces",
        M,
        typed("Suivi", B8="1.1.1\u00a0 A2", B9=" 1.1.1 A2"),
    ),
    refused(
        "dates typed three ways",
        M,
        ", ".join(f"date-illisible Suivi!A{row}" for row in (8, 9, 10)),
        typed("Suivi", A8="17/03/2022", A9="2022-03-29", A10="12 avril"),
    ),
    refused(
        "a total below the follow-up",
        M,
        "ligne-total Suivi!A51, formule-sans-valeur Suivi!E51",
        typed("Suivi", A51="Total", E51="=SUM(E5:E49)"),
    ),
    made(
        "notes right of the table",
        M,
        typed("Suivi", I4="Mes notes", I8="à vérifier", K2="=SUM(E5:E49)"),
    ),
]

# ---- texts

_WAS = "« On attend > 3 mois », disent-ils. D'autres n'appellent plus."


def _text(name: str, typed_text: str, *printed: str) -> Case:
    """Another text of the diagnosis; each of its lines is a paragraph."""
    changed = "\n".join(
        [f"- {_WAS}", *(f"+ {line}" for line in printed or (typed_text,))]
    )
    return made(name, P, in_excel(quoted("Textes", "B7", typed_text)), changed=changed)


def _plain(book: Workbook) -> None:
    book["Textes"]["B5"].value = str(book["Textes"]["B5"].value)


TEXTS = [
    _text(
        "signs of markup and of templates",
        "{{ organisme }} {% endfor %} <w:p/> &lt; ]]> {_{ ${x} %d",
    ),
    _text("emoji and another direction", "Un 1/2 🏘️ pour 👩‍🦽, \u202eצל\u202c et مرحبا"),
    _text("a text like a formula", "=1+1 est égal à 2"),
    _text("a text like a household's code", "Voir H-017, le dossier 12/2023"),
    _text(
        "other signs of a list",
        "Trois :\n• un\n– deux\n·\u00a0trois",
        "Trois :",
        "un",
        "deux",
        "trois",
    ),
    _text("the longest text of a cell", "Un habitant " * 2_730 + "encore."),
    made("a bold text pasted as plain", P, in_excel(_plain), restyled=True),
    made(
        "returns as Windows types them",
        P,
        in_parts(
            text(
                "xl/worksheets/sheet5.xml",
                "F9",
                "Peu d'habitants siègent dans les réunions._x000D_\nIls le regrettent._x000D_\n",
            )
        ),
    ),
    refused(
        "a control character",
        P,
        "caractere-interdit Textes!B7",
        in_parts(text(_TEXTS, "B7", "une_x0007_")),
    ),
    refused(
        "a text too long by one",
        P,
        "texte-trop-long Textes!B7",
        in_parts(text(_TEXTS, "B7", "é" * 32_768)),
    ),
    refused(
        "a title that is only spaces",
        P,
        "valeur-manquante Objectifs!D8",
        typed("Objectifs", D8=" \u00a0 "),
    ),
    refused(
        "a name of the CPAS too long",
        P,
        "valeur-trop-longue Plan!B5",
        typed("Plan", B5="CPAS " * 21),
    ),
    made(
        "a CPAS that is a path",
        P,
        typed("Plan", B5="..\\..\\CON: *?"),
        changed="""- CPAS de Valbrune
                    + ..\\..\\CON: *?""",
    ),
]

CASES = [*NUMBERS, *AMOUNTS, *ROWS, *TEXTS]
