"""What goes from one year's workbook into the next, cell by cell, and what is told."""

from __future__ import annotations

import hashlib
import io
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter

from pipeline.carry_over.account import account
from pipeline.carry_over.new_workbook import NewWorkbook, new_workbook
from pipeline.carry_over.old import CannotCarry, OldWorkbook
from pipeline.findings.sentences import carry_over as said
from pipeline.run import look
from pipeline.workbook.read import read_workbook
from tests.cli.test_cli import run
from tests.support.faults import (
    FORM,
    Change,
    answer,
    cells,
    contact,
    dossier,
    equipement,
    identification,
    in_file,
    menage,
    tick,
    workbook,
)
from tests.support.paths import ROOT

ESTINNES = ROOT / "inputs/estinnes-2023.xlsx"
GONE = {"statut": "travail", "date_relogement": "2023-04-01", "equipement": "Les Pins"}


def carried(folder: Path, *changes: Change, own: tuple[str, ...] = ()) -> NewWorkbook:
    """What a small workbook of 2023 becomes in 2024."""
    old = folder / "ancien.xlsx"
    old.write_bytes(workbook(*changes))
    return new_workbook(OldWorkbook(old), FORM, None, own, date(2024, 1, 20))


def rows_of(made: NewWorkbook, folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Its rows, as they are read from the file; of the answers sheet those with one."""
    path = folder / "nouveau.xlsx"
    path.write_bytes(made.data)
    _, submission, problems = read_workbook(path, None)
    assert problems == []
    rows = {key: [{**row.values} for row in it] for key, it in submission.rows.items()}
    names = {"question", "ligne"}
    rows["reponses"] = [row for row in rows["reponses"] if row.keys() - names]
    return rows


def book_of(made: NewWorkbook) -> Workbook:
    return load_workbook(io.BytesIO(made.data))


def told(made: NewWorkbook, heading: str) -> list[str]:
    return dict(account(made))[heading]


def test_the_example_gives_the_figures_of_2024_that_are_noted_already(
    tmp_path: Path,
) -> None:
    made = run("classeur", "dics-2023", "--reprendre", ESTINNES, "-o", tmp_path / "n")
    assert made.exit_code == 0
    answers = look(tmp_path / "n.xlsx").answers
    assert answers is not None
    noted = {"2.5": "10", "2.6": "6", "3.2": "1", "3.6": "2", "4.3": "1"}
    assert {one: answers.figures[one][""].value for one in noted} == noted
    lines = made.stdout.splitlines()
    assert lines[0].startswith("Classeur de 2024 créé : ")
    assert "  Ménages : 86 lignes, 6 restent" in lines
    assert "  Contacts : 20 lignes, 386 restent" in lines
    assert "  Ménages, parti en MR/MRS : H-017" in lines
    assert "  Ménages, suivi terminé : H-023, H-024" in lines


def test_what_lasts_is_copied_and_what_is_of_the_year_is_not(tmp_path: Path) -> None:
    rows = rows_of(carried(tmp_path), tmp_path)
    assert rows["identification"] == [
        {"edition": "dics-2023", "commune": "Clairbois", "annee": 2024}
    ]
    assert rows["equipements"] == [
        {"nom": "Les Pins", "nature": "hp"},
        {"nom": "Les Bouleaux", "nature": "hp"},
    ]
    assert rows["menages"][1] == {
        "code": "H-002",
        "equipement": "Les Bouleaux",
        "statut": "ris",
        "raison": "separation",
        "reseau": "non",
        "date_relogement": "2023-05-04",
        "destination": "ais",
        "localisation": "origine",
    }
    assert rows["contacts"] == []


def test_a_departure_of_january_keeps_its_support(tmp_path: Path) -> None:
    later = {"date_relogement": "2024-01-09", "destination": "ais"}
    support = {"accompagnement_post": "entame", "contenu_1": "droits"}
    made = carried(tmp_path, menage(7, **later, **support))
    (row,) = (
        row for row in rows_of(made, tmp_path)["menages"] if row["code"] == "H-003"
    )
    assert {key: row[key] for key in (*later, *support)} == {**later, **support}
    assert "accompagnement_pre" not in row


@pytest.mark.parametrize(
    ("cells", "stays"),
    [
        ({"destination": "mr_mrs"}, True),
        ({"destination": "autre_depart"}, True),
        ({"destination": "ais"}, False),
        ({"destination": "ais", "fin_suivi": "2023-12-31"}, True),
        ({"destination": "ais", "fin_suivi": "2024-01-01"}, False),
        ({"destination": "mr_mrs", "fin_suivi": "2024-01-02"}, False),
        ({"destination": "mr_mrs", "date_relogement": "2024-01-01"}, False),
        ({"destination": "lune"}, False),
    ],
)
def test_who_stays_behind(cells: dict[str, str], stays: bool, tmp_path: Path) -> None:
    made = carried(tmp_path, menage(9, code="H-009", **{**GONE, **cells}))
    codes = [row["code"] for row in rows_of(made, tmp_path)["menages"]]
    assert ("H-009" not in codes) == stays == (made.gone == ["H-009"])


@pytest.mark.parametrize(
    "change",
    [
        contact(9, date="2024-01-03", codes=("h 9", "H-001"), mode="site"),
        dossier(7, numero="9", menage="H-009", ouverture="2023-02-01"),
        dossier(
            7,
            menage="H-009",
            ouverture="2023-02-01",
            decision="octroi",
            date_decision="2024-01-08",
        ),
    ],
)
def test_who_is_named_later_goes_along(change: Change, tmp_path: Path) -> None:
    gone = menage(9, code="H-009", destination="mr_mrs", **GONE)
    made = carried(tmp_path, gone, change)
    assert made.gone == []
    assert "H-009" in [row["code"] for row in rows_of(made, tmp_path)["menages"]]


@pytest.mark.parametrize(
    ("decision", "day", "stays"),
    [
        ("octroi", "2023-12-31", True),
        ("refus_definitif", "2023-03-01", True),
        ("refus_temporaire", "2023-03-01", False),
        ("octroi", "2024-01-01", False),
    ],
)
def test_a_file_stays_once_it_is_decided_for_good(
    decision: str, day: str, stays: bool, tmp_path: Path
) -> None:
    row = {"numero": "77", "menage": "H-001", "ouverture": "2023-02-01"}
    change = dossier(7, **row, decision=decision, date_decision=day)
    made = carried(tmp_path, change)
    numbers = [row.get("numero") for row in rows_of(made, tmp_path)["dossiers"]]
    assert ("77" not in numbers) == stays
    assert any("77" in line for line in told(made, said.LEFT)) == stays


def test_an_equipment_out_of_the_plan_goes_along_for_its_households(
    tmp_path: Path,
) -> None:
    out = equipement(7, nom="Les Ormes", nature="sorti")
    left = "Équipements, sorti du Plan HP, plus aucun ménage n'y renvoie : Les Ormes"
    assert left in told(carried(tmp_path, out), said.LEFT)
    made = carried(tmp_path, out, menage(9, code="H-009", equipement="Les Ormes"))
    assert "Les Ormes" in [row["nom"] for row in rows_of(made, tmp_path)["equipements"]]


# ---- the texts of the former year


def test_former_texts_are_comments_and_health_is_not_shown_twice(
    tmp_path: Path,
) -> None:
    made = carried(
        tmp_path,
        tick("2.1.1", "chaque"),
        answer("2-3.10", texte="Une autre mission."),
        answer("5.1.1", texte="1"),
    )
    book = book_of(made)
    row = next(row for row in book["Équipements"].iter_rows(min_row=5) if row[0].value)
    assert row[2].value is None and row[2].comment is not None
    assert row[2].comment.text == "2023 : Présence 1 fois semaine"
    noted = {
        cell.comment.text
        for row in book["Réponses"].iter_rows(min_row=5)
        for cell in row
        if cell.comment
    }
    assert "2023 : Une autre mission." in noted and "2023 : X" in noted
    assert "2023 : 1" not in noted
    ours = [c for row in book["Ménages"].iter_rows(min_row=5) for c in row if c.comment]
    assert ours == []
    answered = {row["question"] for row in rows_of(made, tmp_path)["reponses"]}
    assert answered == {"4.1"}


def test_a_long_text_is_cut_with_its_place(tmp_path: Path) -> None:
    made = carried(tmp_path, answer("2-3.10", texte="mot " * 1000))
    texts = [
        cell.comment.text
        for row in book_of(made)["Réponses"].iter_rows(min_row=5)
        for cell in row
        if cell.comment and len(cell.comment.text) > 1000
    ]
    assert len(texts) == 1 and len(texts[0]) < 2100
    assert "(la suite est dans l'ancien classeur, Réponses!E" in texts[0]


# ---- values only


def test_values_go_along_and_formulas_do_not(tmp_path: Path) -> None:
    """openpyxl keeps no value of a formula: such a cell is told."""
    made = carried(tmp_path, cells("menages", G7='=IF(1,"oui","non")'))
    assert told(made, said.UNREAD) == ["Ménages!G7"]
    every = [
        cell.value
        for sheet in book_of(made)
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert not [one for one in every if str(one).startswith("=")]


def test_what_is_wrong_goes_along_as_it_was_typed_and_is_told(tmp_path: Path) -> None:
    made = carried(
        tmp_path,
        cells("menages", C7="astronaute", S7="vers Pâques", T7="AIS"),
        contact(9, date="en mars", codes=("H-001",), mode="site"),
    )
    rows = rows_of(made, tmp_path)
    (row,) = (row for row in rows["menages"] if row["code"] == "H-003")
    assert (
        row["statut"] == "« astronaute »"
        and row["date_relogement"] == "« vers Pâques »"
    )
    assert [row["date"] for row in rows["contacts"]] == ["« en mars »"]
    lines = told(made, said.FAULTS)
    assert [line.split(" ")[0] for line in lines] == [
        *("Ménages!C7", "Ménages!S7", "Contacts!A9")
    ]


def test_a_fault_of_the_year_that_stays_is_not_told(tmp_path: Path) -> None:
    made = carried(tmp_path, contact(5, mode="pigeon"), menage(5, statut=None))
    assert told(made, said.FAULTS) == []


def test_texts_that_look_like_formulas_stay_texts(tmp_path: Path) -> None:
    made = carried(tmp_path, menage(7, statut="autre", statut_precision="=1+1"))
    (row,) = (
        row for row in rows_of(made, tmp_path)["menages"] if row["code"] == "H-003"
    )
    assert row["statut_precision"] == "=1+1"


# ---- what is people's own


def own_columns(book: Workbook) -> None:
    sheet = book["Ménages"]
    sheet["AI4"], sheet["AJ4"], sheet["AK4"] = "Nom de famille", "Visite le", "Solde"
    sheet["AI5"], sheet["AJ6"], sheet["AK7"] = "Dupont", datetime(2023, 5, 4), 12.5
    sheet["AJ6"].number_format = "yyyy-mm-dd"
    book.create_sheet("Mes listes")["A1"] = "Téléphones"


def test_own_columns_go_along_only_where_asked_for(tmp_path: Path) -> None:
    made = carried(tmp_path, in_file(own_columns))
    texts = [c.value for sheet in book_of(made) for row in sheet for c in row]
    assert "Nom de famille" not in texts and "Dupont" not in texts
    assert told(made, said.OWN) == [
        "colonnes « Nom de famille », « Visite le », « Solde »",
        "feuille « Mes listes »",
    ]
    made = carried(tmp_path, in_file(own_columns), own=("nom de famille", "Visite le"))
    sheet = book_of(made)["Ménages"]
    first = len(FORM.sheets["menages"].fields) + 1
    heads = enumerate((cell.value for cell in sheet[4]), 1)
    own = {str(one): get_column_letter(at) for at, one in heads if at >= first}
    assert [*own] == ["Nom de famille", "Visite le"]
    assert sheet[f"{own['Nom de famille']}5"].value == "Dupont"
    assert sheet[f"{own['Visite le']}6"].value == datetime(2023, 5, 4)
    assert sheet[f"{own['Visite le']}6"].number_format == "yyyy-mm-dd"
    assert str(sheet.auto_filter.ref).startswith(f"A4:{own['Visite le']}")
    assert told(made, said.OWN)[0] == "colonne « Solde »"
    with pytest.raises(CannotCarry, match="Il y a « Nom de famille »"):
        carried(tmp_path, in_file(own_columns), own=("Adresse",))


# ---- to be confirmed, and what is noted


def test_the_sheet_of_what_is_to_be_confirmed(tmp_path: Path) -> None:
    made = carried(
        tmp_path,
        menage(9, code="H-009", equipement="Les Pins", statut="chomage"),
        equipement(7, nom="Les Ormes"),
        dossier(7, numero="7", menage="H-009", ouverture="2022-12-30"),
        dossier(8, numero="8", menage="H-009", ouverture="2022-12-31"),
    )
    rows = [
        tuple(cell.value for cell in row[:4])
        for row in book_of(made)["À confirmer"].iter_rows(min_row=5)
        if row[0].value
    ]
    unemployed = "Statut du chef de ménage : Chômage"
    assert ("Ménages!C9", "H-009", unemployed, said.UNEMPLOYED) in rows
    assert any(row[1:4:2] == ("H-001", "accompagné en 2023") for row in rows)
    assert [row[1] for row in rows if row[3] == said.pending] == ["7"]
    assert [row[1] for row in rows if row[3] == said.NOBODY] == ["Les Ormes"]
    assert [row[0] for row in rows if row[3] == said.AS_LAST_TIME] == ["Réponses!C64"]


def test_the_new_workbook_knows_the_old_one_and_the_codes_that_went(
    tmp_path: Path,
) -> None:
    gone = menage(9, code="H-009", destination="mr_mrs", **GONE)
    made = carried(tmp_path, gone)
    path = tmp_path / "nouveau.xlsx"
    path.write_bytes(made.data)
    record = read_workbook(path, None)[1].record
    assert record is not None
    data = (tmp_path / "ancien.xlsx").read_bytes()
    assert record.digest == hashlib.sha256(data).hexdigest()
    assert (record.day, record.period) == ("20/01/2024", "2023")
    assert record.gone == {"H9": "H-009"}
    # once more: codes that went once do not come back
    further = new_workbook(OldWorkbook(path), FORM, None, (), date(2025, 1, 20))
    path.write_bytes(further.data)
    record = read_workbook(path, None)[1].record
    assert record is not None and record.gone == {"H9": "H-009"}


# ---- what cannot be carried over


@pytest.mark.parametrize(
    ("changes", "words", "says"),
    [
        ((), ("--annee", 2026), "on le reprend pour 2024"),
        ((), ("--commune", "Binche"), "ne va pas avec --reprendre"),
        ((identification(5, annee="deux mille"),), (), "son année ne se lit pas"),
        ((identification(5, annee=2026),), (), "couvre les années 2023 à 2026"),
    ],
)
def test_what_does_not_fit_is_refused(
    changes: tuple[Change, ...], words: tuple[object, ...], says: str, tmp_path: Path
) -> None:
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    old.write_bytes(workbook(*changes))
    made = run("classeur", "dics-2023", "--reprendre", old, *words, "-o", new)
    assert made.exit_code == 2 and not new.exists()
    assert says in " ".join(made.stderr.split())


def test_a_plan_is_not_carried_over_to_a_report(tmp_path: Path) -> None:
    old, new = ROOT / "inputs/marolles-anneessens-2022.xlsx", tmp_path / "n.xlsx"
    made = run("classeur", "dics-2023", "--reprendre", old, "-o", new)
    assert made.exit_code == 2 and "ne complète pas" in " ".join(made.stderr.split())


def test_a_sheet_that_cannot_be_read_is_told_and_nothing_is_made(
    tmp_path: Path,
) -> None:
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    old.write_bytes(workbook(cells("menages", S4="Parti le")))
    made = run("classeur", "dics-2023", "--reprendre", old, "-o", new)
    assert made.exit_code == 1 and not new.exists()
    assert "« Date de départ du HP »" in made.stderr


def test_the_old_workbook_is_only_read_and_an_existing_file_stays(
    tmp_path: Path,
) -> None:
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    old.write_bytes(workbook())
    before = old.read_bytes()
    new.write_bytes(b"x")
    made = run("classeur", "dics-2023", "--reprendre", old, "-o", new)
    assert made.exit_code == 2 and "existe déjà" in made.stderr
    assert old.read_bytes() == before and new.read_bytes() == b"x"
    assert run("classeur", "dics-2023", "--reprendre", old, "-o", old).exit_code == 2
    assert old.read_bytes() == before
