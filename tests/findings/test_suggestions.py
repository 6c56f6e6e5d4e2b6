"""Near misses: what is suggested, and above all what is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.check.sound_rows import check
from pipeline.findings import suggestions as suggest
from pipeline.findings.near_names import closest, pairs
from pipeline.findings.near_values import closest_code, meant_amount, meant_day
from pipeline.findings.suggestions import MOST_HINTS, with_hints
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Submission
from pipeline.run import produce
from pipeline.workbook.read import load_cells, read
from tests.support.clss_faults import plan_workbook
from tests.support.faults import (
    FORM,
    Change,
    answer,
    cells,
    contact,
    dossier,
    identification,
    in_file,
    menage,
    workbook,
)

STATUSES = [
    "Travail",
    "Chômage",
    "RIS",
    "Mutuelle/allocation personne handicapée",
    "Pension/prépension",
    "Autre",
]
MODES = [
    "Rencontré sur site",
    "Rencontré en permanence",
    "Rencontré sur rendez-vous",
    "Téléphone",
    "E-mail",
    "Courrier",
]


@pytest.mark.parametrize(
    ("typed", "choices", "meant"),
    [
        ("Chomage", STATUSES, "Chômage"),
        ("CHOMAGE ", STATUSES, "Chômage"),
        ("chommage", STATUSES, "Chômage"),
        ("RSI", STATUSES, "RIS"),
        ("R I S", STATUSES, ""),
        ("pension", STATUSES, "Pension/prépension"),
        ("mutuele", STATUSES, "Mutuelle/allocation personne handicapée"),
        ("autres", STATUSES, "Autre"),
        ("astronaute", STATUSES, ""),
        ("", STATUSES, ""),
        ("?", STATUSES, ""),
        ("a" * 30_000, STATUSES, ""),
        ("telephone", MODES, "Téléphone"),
        ("rencontre sur sitte", MODES, "Rencontré sur site"),
        ("rencontré", MODES, ""),  # three of them
        ("mail", MODES, "E-mail"),
        ("SMS", MODES, ""),
        ("AXL", ["AIS", "APL", "FLW"], "APL"),
        ("AIL", ["AIS", "APL", "FLW"], ""),  # one letter from two of them
        ("l'ecole du pre", ["L’École du Pré", "L'École des Prés"], "L’École du Pré"),
        (
            "Quartier 2",
            ["Quartier 1", "Quartier 3"],
            "",
        ),  # another digit is another thing
        ("Quartir 1", ["Quartier 1", "Quartier 3"], "Quartier 1"),
        ("1,1", ["1", "1.1", "1.1.1"], "1.1"),
        ("1.1.2", ["1", "1.1", "1.1.1"], ""),
        ("1.12", ["1", "1.1", "1.1.2"], ""),
        ("11.2", ["1.1", "1.1.2"], ""),
        ("1..1", ["1", "1.1", "1.1.1"], ""),
        (".1.1", ["1", "1.1", "1.1.1"], ""),
        ("v", ["X"], ""),
        ("nom", ["oui", "non"], "non"),
        ("Sante", ["Santé", "Santé mentale"], "Santé"),
        ("Chomage", [], ""),
    ],
)
def test_the_only_near_choice_is_suggested(
    typed: str, choices: list[str], meant: str
) -> None:
    assert closest(typed, choices) == meant


@pytest.mark.parametrize(
    ("typed", "codes", "meant"),
    [
        ("H-0O9", ["H-009", "H-090"], "H-009"),
        ("H-17O", ["H-017", "H-170"], "H-170"),
        ("H-17O", ["H-017", "H-001"], ""),  # 170 is nobody's
        ("H-O17", ["H-017", "H-117"], "H-017"),
        ("H-0l7", ["H-017"], "H-017"),
        ("H-170", ["H-17O", "H-017"], "H-17O"),
        ("H-009", ["H_009", "H-090", "H-019"], "H_009"),
        ("H_009", ["H-009", "H-090"], "H-009"),
        ("Hh-009", ["H-009", "M-009"], "H-009"),
        ("009", ["H-009", "H-090"], "H-009"),
        ("009", ["H-009", "M-009"], ""),
        ("X-009", ["H-009", "M-009"], ""),
        ("H-009", ["EST-H-009", "EST-M-009"], "EST-H-009"),
        ("2023-H-4", ["2023/H-4", "2023/H-5"], "2023/H-4"),
        ("H-13", ["L3"], ""),
        # another number, or a letter behind it, is another household
        ("H-100", ["H-010", "H-001"], ""),
        ("H-901", ["H-091"], ""),
        ("H-0107", ["H-017"], ""),
        ("H-71", ["H-017"], ""),
        ("H-117", ["H-017", "H-118"], ""),
        ("H-118", ["H-117"], ""),
        ("HB-3", ["HB-2", "M-1"], ""),
        ("X-999", ["H-017", "H-001"], ""),
        ("H-177", ["h 17", "H-017"], ""),
        ("H-017B", ["H-017", "H-017A"], ""),
        ("H-012", ["H-01/2", "H-01.2"], ""),
        ("H-001/002", ["H-012", "H-001", "H-002"], ""),
        ("H-001-H-002", ["H-012"], ""),
        ("H_17", ["h 17", "H-017"], "h 17"),  # one code in two spellings
        ("H-017", [], ""),
        ("H" * 30_000, ["H-017"], ""),
    ],
)
def test_the_only_near_code_is_suggested(
    typed: str, codes: list[str], meant: str
) -> None:
    assert closest_code(typed, tuple(codes)) == meant


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15.03.2023", "15/03/2023"),
        ("15-3-23", "15/03/2023"),
        ("2023-03-15", "15/03/2023"),
        ("15 mars 2023", "15/03/2023"),
        ("1er avril 2023", "01/04/2023"),
        ("15/03/2023 ", "15/03/2023"),
        ("15 / 03 / 2023", "15/03/2023"),
        ("3/4/2023", "03/04/2023"),
        ("3/4/30", "03/04/1930"),
        ("mercredi 15 mars 2023", "15/03/2023"),
        ("le 3 févr. 2023", "03/02/2023"),
        ("15-DÉC-2023", "15/12/2023"),
        ("15 août 23", "15/08/2023"),
        ("2023-03-15T00:00:00", "15/03/2023"),
        ("15/03/2023 10:30", "15/03/2023"),
        ("29/02/2024", "29/02/2024"),
        ("29/02/2023", ""),
        ("31/02/2023", ""),
        ("03/15/2023", ""),
        ("2023-15-03", ""),
        ("15 jui 2023", ""),  # June or July
        ("15 mars", ""),
        ("mars 2023", ""),
        ("15/03/2203", ""),
        ("15/03/023", ""),
        ("45000", ""),
        ("vers Pâques", ""),
        ("", ""),
    ],
)
def test_a_text_that_says_a_day(text: str, day: str) -> None:
    assert meant_day(text) == day


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("50.000,00 €", "50000"),
        ("50.000,-", "50000"),
        ("50,000.00", "50000"),
        ("1.234.567", "1234567"),
        ("1'000,5", "1000,50"),
        ("EUR 4760,50", "4760,50"),
        ("50000 euros", "50000"),
        ("4.760", ""),
        ("4,760", ""),
        ("12,345", ""),
        ("1.2345,00", ""),
        ("-50", ""),
        ("€", ""),
        ("beaucoup", ""),
    ],
)
def test_a_text_that_says_an_amount(text: str, amount: str) -> None:
    assert meant_amount(text) == amount


def test_renamed_sheets_and_headings_are_paired_once() -> None:
    assert pairs(["Ménages", "Contacts"], ["Menages", "Contacts (2)", "Notes"]) == {
        "Ménages": "Menages",
        "Contacts": "Contacts (2)",
    }
    assert pairs(["Date de départ du HP"], ["Date départ HP"]) == {
        "Date de départ du HP": "Date départ HP"
    }
    assert pairs(["Réseau social"], ["Statut"]) == {}
    assert pairs(["Total", "Totaux"], ["Totau"]) == {}  # it may be either


# ---- in a workbook


def hints(folder: Path, data: bytes) -> dict[str, str]:
    """Place -> what is suggested there."""
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return {
        str(problem.ref): problem.facts["piste"]
        for problem in produce(path).problems
        if "piste" in problem.facts
    }


DICS: list[tuple[Change, str, str]] = [
    (menage(8, statut="Chomage"), "Ménages!C8", "Chômage"),
    (
        cells("equipements", B5="habitat vert"),
        "Équipements!B5",
        "Reconverti en habitat vert",
    ),
    (
        cells("equipements", B5="reconvertit"),
        "Équipements!B5",
        "Reconverti en habitat vert",
    ),
    (cells("equipements", B5="sorti"), "Équipements!B5", "Sorti du Plan HP"),
    (cells("equipements", B5="Hors plan"), "Équipements!B5", "Sorti du Plan HP"),
    (cells("equipements", B5="hp"), "Équipements!B5", "Équipement HP"),
    (menage(8, equipement="Les Boulots"), "Ménages!B8", ""),
    (menage(8, equipement="Les Bouleau"), "Ménages!B8", "Les Bouleaux"),
    (contact(8, codes=("H-001", "H-0O4")), "Contacts!B8", "H-004"),
    (contact(8, codes=("h1, H-004",)), "Contacts!B8", "H-001 ; H-004"),
    (contact(8, codes=("H-001/H-002\nH-004",)), "Contacts!B8", "H-001 ; H-002 ; H-004"),
    (contact(8, codes=("H-001, H-099",)), "Contacts!B8", ""),  # one of them is nobody's
    (contact(8, codes=("H-003 et H-004",)), "Contacts!B8", "H-003 ; H-004"),
    (contact(8, codes=("H-001 + H-002",)), "Contacts!B8", "H-001 ; H-002"),
    (contact(8, codes=("H-001\nH-002\nh4",)), "Contacts!B8", "H-001 ; H-002 ; H-004"),
    (contact(8, codes=("H-001 H-002", "H-004")), "Contacts!B8", "H-001 ; H-002"),
    (contact(8, codes=("H 001 & H 002",)), "Contacts!B8", "H-001 ; H-002"),
    (
        contact(8, codes=("H-001, H-002 ET H-003",)),
        "Contacts!B8",
        "H-001 ; H-002 ; H-003",
    ),
    (contact(8, codes=("H-001 et h1",)), "Contacts!B8", "H-001"),
    (contact(8, codes=("H-003 et H-099",)), "Contacts!B8", ""),
    (contact(8, codes=("H-001 à H-004",)), "Contacts!B8", ""),  # two of them, or four
    (
        dossier(7, menage="H-001, H-004", ouverture="2022-03-01"),
        "Dossiers d'allocation!B7",
        "",
    ),  # a file is of one
    (contact(8, date="1905-07-15"), "Contacts!A8", ""),
    (contact(8, date="15.03.2023"), "Contacts!A8", "15/03/2023"),
    (contact(8, date="03/15/2023"), "Contacts!A8", ""),
    *(
        (contact(8, codes=(f"H-001{dash}H-002",)), "Contacts!B8", "H-001 ; H-002")
        for dash in (" – ", " - ", " — ", "-", "", "\u2011", " \u2212 ", "- ", "_")
    ),
    (
        contact(8, codes=("H-001 - H-002 - H-004",)),
        "Contacts!B8",
        "H-001 ; H-002 ; H-004",
    ),
    (contact(8, codes=("H-001 – H-004",)), "Contacts!B8", ""),  # two of them, or four
    (contact(8, codes=("H-001/002",)), "Contacts!B8", ""),
    (
        dossier(7, menage="H_002", ouverture="2022-03-01"),
        "Dossiers d'allocation!B7",
        "H-002",
    ),
    (
        dossier(7, menage="H-200", ouverture="2022-03-01"),
        "Dossiers d'allocation!B7",
        "",
    ),
    (answer("2.1.1", "certains", coche="v"), "Réponses!C19", ""),
    (cells("reponses", A22="2.3.2."), "Réponses!A22", "2.3.2"),
    (
        cells("reponses", B6="Comunication / information"),
        "Réponses!B6",
        "Communication / information",
    ),
    (
        cells("menages", C4="Statut du chef de menage"),
        "Ménages",
        "Statut du chef de menage",
    ),
    (
        identification(5, edition="dics-2032"),
        "Identification!A5",
        "",
    ),  # the sentence names the edition itself
]


@pytest.mark.parametrize(("change", "place", "hint"), DICS)
def test_what_a_register_is_told(
    change: Change, place: str, hint: str, tmp_path: Path
) -> None:
    assert hints(tmp_path, workbook(change)).get(place, "") == hint


def test_what_a_plan_is_told(tmp_path: Path) -> None:
    typed = cells("budget", C5="100.000,00 €", B6="Sud.", C6="4.760")
    found = hints(tmp_path, plan_workbook(typed))
    assert {
        place: found.get(place) for place in ("Budget!C5", "Budget!B6", "Budget!C6")
    } == {
        "Budget!C5": "100000",
        "Budget!B6": "Sud",
        "Budget!C6": None,
    }


def test_a_renamed_sheet_is_recognised_but_not_one_of_another_edition(
    tmp_path: Path,
) -> None:
    def renamed(title: str) -> bytes:
        return workbook(in_file(lambda book: setattr(book["Contacts"], "title", title)))

    assert hints(tmp_path, renamed("Contact 2023")) == {"Contacts": "Contact 2023"}
    assert hints(tmp_path, renamed("Suivi")) == {"Contacts": ""}


# ---- what it costs


def test_each_value_is_looked_at_once_and_not_without_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[str] = []

    def meant(text: str) -> str:
        seen.append(text)
        return "01/02/2023"

    monkeypatch.setattr(suggest, "meant_day", meant)
    typed = [f"« jour {n // 2} »" for n in range(5000)]
    faults = [
        Problem(
            "date-illisible",
            CellRef("Contacts", n, "A"),
            {"colonne": "Date", "valeur": value},
        )
        for n, value in enumerate(typed)
    ]
    told = with_hints(FORM, Submission("", {}), faults)
    assert seen == [f"jour {n}" for n in range(MOST_HINTS)]
    assert [("piste" in problem.facts) for problem in told] == [
        n < 2 * MOST_HINTS for n in range(5000)
    ]
    assert [problem.ref for problem in told] == [fault.ref for fault in faults]


def test_a_sound_workbook_does_without_the_library(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook())
    told = "import sys; from pathlib import Path; from pipeline.run import produce; "
    told += "print(produce(Path(sys.argv[1])).problems, 'rapidfuzz' in sys.modules)"
    said = subprocess.run(
        [sys.executable, "-c", told, str(path)],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    assert said.strip() == "() False"


def test_a_fault_that_nothing_comes_near_keeps_its_facts(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(contact(8, date="vers Pâques")))
    submission, _ = read(FORM, path.name, load_cells(path)[0])
    (problem,) = check(FORM, submission, "2023-12-31")[1]
    assert problem.facts == {"colonne": "Date", "valeur": "« vers Pâques »"}
