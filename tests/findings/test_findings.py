"""Findings as they are told: once, with their places; sheets and columns that are not
as they should be; the page.
"""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.findings.listing import (
    MOST_ALIKE,
    as_json,
    grouped,
    listing,
    messages_page,
)
from pipeline.findings.messages import CATALOGUE, sentence
from pipeline.model.problem import CellRef, Problem
from pipeline.run import produce
from pipeline.workbook.read import load_cells, read
from tests.support.cases import cases
from tests.support.clss_faults import plan_workbook
from tests.support.faults import (
    FORM,
    Change,
    cells,
    contact,
    identification,
    in_file,
    workbook,
)
from tests.support.paths import ROOT


def taken_in(folder: Path, data: bytes) -> list[Problem]:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return list(produce(path).problems)


def places(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.code, str(problem.ref or "")) for problem in problems]


def empty(
    sheet: str, row: int, column: str = "B", heading: str = "Équipement"
) -> Problem:
    return Problem(
        "valeur-manquante", CellRef(sheet, row, column), {"colonne": heading}
    )


# ---- the list

TOLD = "« Équipement » est vide. Complétez la cellule."


@cases(__file__, "repeated")
def test_what_repeats_is_told_once_with_its_places(rows: list[int], line: str) -> None:
    assert listing(empty("Ménages", row) for row in rows) == [line]


def test_lines_come_in_the_order_of_their_first_place() -> None:
    other = empty("Contacts", 6, "A")
    lines = listing(
        [
            empty("Ménages", 7),
            other,
            empty("Ménages", 8),
            empty("Ménages", 7, "A", "Code"),
        ]
    )
    assert lines == [
        f"Ménages!B7:B8 (2 fois) : {TOLD}",
        f"Contacts!A6 : {TOLD}",
        "Ménages!A7 : « Code » est vide. Complétez la cellule.",
    ]


def test_an_error_over_several_columns_is_told_column_by_column() -> None:
    refs = [CellRef("Ménages", row, column) for row in (5, 6) for column in ("AA", "Z")]
    broken = [Problem("valeur-erreur", ref, {"valeur": "#REF!"}) for ref in refs]
    assert listing(broken)[0].startswith("Ménages!Z5:Z6, AA5:AA6 (4 fois) : ")


def test_places_that_are_no_cell() -> None:
    file = Problem("fichier-illisible", None, {"fichier": "classeur.xlsx"})
    sheet = Problem("feuille-absente", CellRef("Contacts"), {"feuille": "Contacts"})
    rows = [Problem("place-double", CellRef("Contacts", row)) for row in (5, 6)]
    assert listing([file, sheet, *rows]) == [
        sentence(file),
        f"Contacts : {sentence(sheet)}",
        f"Contacts!5:6 (2 fois) : {sentence(rows[0])}",
    ]


def wrong_dates(count: int) -> list[Problem]:
    return [
        Problem(
            "date-illisible",
            CellRef("Contacts", row, "A"),
            {"colonne": "Date", "valeur": f"« le {row} »"},
        )
        for row in range(5, 5 + count)
    ]


def test_a_column_that_is_wrong_throughout_is_one_line() -> None:
    few, many = wrong_dates(MOST_ALIKE), wrong_dates(MOST_ALIKE + 1)
    assert listing(few) == [f"{problem.ref} : {sentence(problem)}" for problem in few]
    other = Problem(
        "date-illisible",
        CellRef("Contacts", 9, "B"),
        {"colonne": "Fin", "valeur": "« demain »"},
    )
    first = (
        f"Contacts!A5:A{5 + MOST_ALIKE} ({MOST_ALIKE + 1} fois, voici la première) :"
        f" {sentence(many[0])}"
    )
    assert listing([*many, other]) == [first, f"Contacts!B9 : {sentence(other)}"]


def test_lines_by_sheet() -> None:
    file = Problem("macros-ignorees", None, {"fichier": "classeur.xlsx"})
    problems = [
        file,
        empty("Ménages", 7),
        empty("Contacts", 6, "A"),
        empty("Ménages", 9, "C", "Statut"),
    ]
    assert grouped(problems) == [
        ("", [sentence(file)]),
        (
            "Ménages",
            [
                f"Ménages!B7 : {TOLD}",
                "Ménages!C9 : « Statut » est vide. Complétez la cellule.",
            ],
        ),
        ("Contacts", [f"Contacts!A6 : {TOLD}"]),
    ]


def test_a_line_is_one_line_of_bounded_length() -> None:
    facts = {
        "colonne": "Mode",
        "valeur": "vu\nà la\tfête " + "a" * 30_000,
        "piste": "Téléphone",
    }
    said = sentence(Problem("hors-liste", CellRef("Contacts", 5, "C"), facts))
    assert said.startswith("« vu à la fête aaa") and said.endswith(
        "Serait-ce « Téléphone » ?"
    )
    assert len(said) < 300 and len(said.splitlines()) == 1


def test_the_findings_for_programs() -> None:
    facts = {"colonne": "Statut", "valeur": "Chomage", "piste": "Chômage"}
    wrong = [
        Problem("hors-liste", CellRef("Ménages", row, "C"), facts) for row in (5, 6, 9)
    ]
    late = Problem(
        "contacts-hors-annee",
        CellRef("Contacts", 9, "A"),
        {"nombre": "2", "annee": "2023"},
    )
    absent = Problem(
        "feuille-absente", CellRef("Réponses"), {"feuille": "Réponses", "piste": ""}
    )
    assert as_json("classeur.xlsx", "dics-2023", [*wrong, absent, late]) == {
        "version": 1,
        "classeur": "classeur.xlsx",
        "formulaire": "dics-2023",
        "erreurs": 4,
        "avertissements": 1,
        "constats": [
            {
                **{"code": "hors-liste", "gravite": "erreur", "feuille": "Ménages"},
                **{"cellule": "C5", "cellules": ["C5", "C6", "C9"]},
                "message": "« Chomage » n'est pas dans la liste de la colonne « Statut ».",
                "remede": "Choisissez une valeur de la liste déroulante.",
                "piste": "Chômage",
                "conseil": "",
                "formulaire": "",
                "attendu": "",
                "trouve": "",
            },
            {
                **{
                    "code": "feuille-absente",
                    "gravite": "erreur",
                    "feuille": "Réponses",
                },
                **{"cellule": "", "cellules": []},
                "message": "La feuille « Réponses » manque.",
                "remede": "Rendez-lui son nom, ou recopiez-la d'un classeur vide.",
                "piste": "",
                "conseil": "",
                "formulaire": "",
                "attendu": "",
                "trouve": "",
            },
            {
                **{
                    "code": "contacts-hors-annee",
                    "gravite": "avertissement",
                    "feuille": "Contacts",
                },
                **{"cellule": "A9", "cellules": ["A9"]},
                "message": (
                    "2 contacts hors de 2023, dont voici le premier : ils ne sont pas comptés"
                    " dans l'année."
                ),
                "remede": "Rien à faire si c'est voulu.",
                "piste": "",
                "conseil": "",
                "formulaire": "",
                "attendu": "",
                "trouve": "",
            },
        ],
    }
    file = Problem("fichier-illisible", None, {"fichier": "classeur.xlsx"})
    assert as_json("classeur.xlsx", "dics-2023", [file])["formulaire"] == ""


# ---- sheets and columns


def other_workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        other_workbook(Feuil1=[["Nom", "Montant"], ["Chaise", 12]], Feuil2=[]),
        other_workbook(
            Budget=[["Poste", "Euros"], ["Chaises", 12]], Feuil2=[]
        ),  # one of the plan's sheets by name only
        other_workbook(Contacts=[], Budget=[]),
    ],
)
def test_a_workbook_of_something_else_is_one_finding(
    data: bytes, tmp_path: Path
) -> None:
    (problem,) = taken_in(tmp_path, data)
    assert (problem.code, problem.ref) == ("formulaire-inconnu", None)
    assert all(
        f"« {title} »" in sentence(problem)
        for title in problem.facts["feuilles"].strip("« »").split(" », « ")
    )
    assert "classeur vide de Canevas" in sentence(problem)


def test_the_sheets_of_something_else_are_named_but_not_all(tmp_path: Path) -> None:
    (problem,) = taken_in(
        tmp_path, other_workbook(**{f"Mois {n}": [] for n in range(1, 13)})
    )
    assert (
        problem.facts["feuilles"]
        == "« Mois 1 », « Mois 2 », « Mois 3 », « Mois 4 », « Mois 5 »…"
    )


def bare(sheet: str, *keep: str) -> Change:
    """A sheet without its headings, but for these."""

    def edit(book: Workbook) -> None:
        for cell in book[FORM.sheets[sheet].title][4]:
            cell.value = (
                cell.value
                if cell.value and str(cell.value).removesuffix(" *") in keep
                else None
            )

    return in_file(edit)


@pytest.mark.parametrize("key", list(FORM.sheets))
def test_a_sheet_without_headings_is_one_finding_as_if_it_were_absent(
    key: str, tmp_path: Path
) -> None:
    title = FORM.sheets[key].title
    told = places(taken_in(tmp_path, workbook(bare(key))))
    assert told == [("titres-absents", title)]


def test_a_sheet_with_two_headings_says_which_are_missing(tmp_path: Path) -> None:
    told = taken_in(tmp_path, workbook(bare("contacts", "Mode", "Date")))
    missing = [
        problem.facts["colonne"]
        for problem in told
        if problem.code == "colonne-absente"
    ]
    assert missing == ["Code(s)", "Courtoisie seulement"]


def test_one_heading_alone_may_be_a_word_in_a_note(tmp_path: Path) -> None:
    assert places(taken_in(tmp_path, workbook(bare("contacts", "Mode")))) == [
        ("titres-absents", "Contacts")
    ]


def test_a_missing_sheet_brings_nothing_about_what_refers_to_it(tmp_path: Path) -> None:
    gone = in_file(lambda book: book.remove(book["Équipements"]))
    assert places(taken_in(tmp_path, workbook(gone))) == [
        ("feuille-absente", "Équipements")
    ]


def test_a_workbook_of_another_edition_says_which_it_is(tmp_path: Path) -> None:
    for stamp in ("clss-2022-2025", "dics-1999"):
        (problem,) = taken_in(tmp_path, workbook(identification(5, edition=stamp)))
        assert (problem.code, str(problem.ref)) == (
            "edition-autre",
            "Identification!A5",
        )
        assert f"« {stamp} »" in sentence(problem) and "« dics-2023 »" in sentence(
            problem
        )


def moved(book: Workbook) -> None:
    """The columns of a sheet from last to first, with the person's own between."""
    sheet = book["Contacts"]
    lines = [
        [cell.value for cell in row]
        for row in sheet.iter_rows(min_row=4, max_row=8, max_col=6)
    ]
    for number, line in enumerate(lines, 4):
        for column, value in enumerate(reversed(line)):
            sheet.cell(number, 2 * column + 1).value = value
            sheet.cell(number, 2 * column + 2).value = (
                "Mes notes" if number == 4 else f"note {column}"
            )


def test_columns_in_another_order_are_simply_read(tmp_path: Path) -> None:
    found = []
    edits: list[Callable[[Workbook], None]] = [lambda book: None, moved]
    for edit in edits:
        path = tmp_path / "classeur.xlsx"
        path.write_bytes(
            workbook(in_file(edit), contact(6, courtoisie="oui", remarque="rappeler"))
        )
        submission, problems = read(FORM, path.name, load_cells(path)[0])
        assert problems == []
        found.append([row.values for row in submission.rows["contacts"]])
    assert found[0] == found[1] and len(found[0]) == 4


def test_unread_sheets_change_nothing(tmp_path: Path) -> None:
    """People's own sheets are known by title only: two of nearly one name are no
    finding, and none has rows.
    """

    def own(book: Workbook) -> None:
        for title in ("Notes", " notes"):
            book.create_sheet(title)["A1"].value = "dics-1999"

    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(in_file(own)))
    sheets, problems = load_cells(path, titles={"contacts"})
    assert (
        problems == []
        and sheets["notes"].rows == []
        and len(sheets["contacts"].rows) == 8
    )
    assert taken_in(tmp_path, workbook(in_file(own))) == []
    assert taken_in(tmp_path, plan_workbook(in_file(own))) == []


def test_an_own_column_is_named_for_a_missing_one(tmp_path: Path) -> None:
    (problem,) = taken_in(
        tmp_path, workbook(cells("menages", AE4="Reseau social après le relogement"))
    )
    assert sentence(problem).endswith(
        "Serait-ce « Reseau social après le relogement » ?"
    )


# ---- the page


def test_the_page_of_messages_is_fresh() -> None:
    assert (ROOT / "docs" / "messages.md").read_text(
        encoding="utf-8"
    ) == messages_page()


def test_the_page_has_every_message_once() -> None:
    _, errors, warnings = messages_page().split("\n## ")
    assert errors.startswith("Fautes\n") and warnings.startswith("Avertissements\n")
    lines = messages_page().splitlines()
    for code, message in CATALOGUE.items():
        (line,) = (line for line in lines if line.startswith(f"| `{code}` |"))
        section = errors if message.severity == "erreur" else warnings
        assert line.count(" | ") == 2 and line in section
        assert "{" not in line


def test_a_message_that_sends_to_2_1_1_says_what_that_asks() -> None:
    sent = [one for one in CATALOGUE.values() if "2.1.1" in one.remedy]
    assert len(sent) > 5
    for one in sent:
        said = f"{one.sentence} {one.remedy}"
        assert "2.1.1 (présence du travailleur social)" in said, said
