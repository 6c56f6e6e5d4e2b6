"""What of a workbook is not read though it looks like the form's, what is read though
nobody sees it: what is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill
from openpyxl.worksheet.dimensions import ColumnDimension, RowDimension
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.blank.workbook import build_workbook
from pipeline.editions.loader import load_form
from pipeline.findings.messages import sentence
from pipeline.model.problem import Problem
from pipeline.office.excel import is_from_elsewhere
from pipeline.run import produce
from tests.corpus.case import FOUND, PLAN, REGISTER, example
from tests.corpus.steps import in_excel
from tests.support.hostile import CONTACTS, LISTS, cell, doctype, edited, swap

EDITIONS = {REGISTER: "dics-2023", PLAN: "clss-2022-2025"}
BOTH = pytest.mark.parametrize("base", EDITIONS)


def problems_of(folder: Path, data: bytes) -> list[Problem]:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return list(produce(path).problems)


def told(folder: Path, data: bytes) -> list[str]:
    """What is said of a workbook, each with its place."""
    return [
        f"{problem.ref or ''} : {sentence(problem)}"
        for problem in problems_of(folder, data)
    ]


# ---- sheets under another name

WAYS: dict[str, Callable[[str, int], str]] = {
    "as Numbers does": lambda title, _: f"{title} - Tableau 1",
    "as Numbers does, without blanks": lambda title, _: f"{title}-Tableau 1",
    "numbered": lambda title, number: f"{number}. {title}",
    "with the year": lambda title, _: f"{title}_2023",
    "with the year, joined": lambda title, _: f"{title}2023",
    "copied": lambda title, _: f"{title.lower()} (copie)",
    "as they come": lambda _, number: f"Feuil{number}",
    "in another language": lambda _, number: f"Blad {'abcdefghij'[number]}",
}


def all_renamed(
    base: str, name: Callable[[str, int], str], *more: Callable[[Workbook], object]
) -> bytes:
    def edit(book: Workbook) -> None:
        for number, sheet in enumerate(load_form(EDITIONS[base]).sheets.values()):
            book[sheet.title].title = name(sheet.title, number)

    return in_excel(edit, *more)(example(base))


@BOTH
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
def test_each_of_all_renamed_sheets_is_named(
    base: str, way: str, tmp_path: Path
) -> None:
    problems = problems_of(tmp_path, all_renamed(base, WAYS[way]))
    titles = [sheet.title for sheet in load_form(EDITIONS[base]).sheets.values()]
    assert [(problem.code, str(problem.ref)) for problem in problems] == [
        ("feuille-absente", t) for t in titles
    ]
    assert [problem.facts["piste"] for problem in problems] == [
        WAYS[way](t, n) for n, t in enumerate(titles)
    ]


def test_an_own_sheet_called_as_one_of_another_form_does_not_hide_which_form_it_is(
    tmp_path: Path,
) -> None:
    data = all_renamed(
        REGISTER, WAYS["numbered"], lambda book: book.create_sheet("Plan")
    )
    assert {problem.code for problem in problems_of(tmp_path, data)} == {
        "feuille-absente"
    }


def test_a_workbook_of_something_else_is_still_one(tmp_path: Path) -> None:
    def own(book: Workbook) -> None:
        for page in book.worksheets[1:]:
            book.remove(page)
        book.worksheets[0].title = "Contacts des fournisseurs"
        book.create_sheet("Budget 2023").append(["Année", "Poste"])

    assert [
        problem.code for problem in problems_of(tmp_path, in_excel(own)(example(PLAN)))
    ] == ["formulaire-inconnu"]


# ---- sheets that look like the form's


def copied(*titles: tuple[str, str], keep: int = 100) -> Callable[[Workbook], object]:
    """Sheets copied under another title, with some of their rows."""

    def edit(book: Workbook) -> None:
        for title, new in titles:
            page = book.copy_worksheet(book[title])
            page.title = new
            page.delete_rows(5 + keep, 1_000)

    return edit


@pytest.mark.parametrize(
    "title", ["Contacts (2)", "DELETED Contacts", "Contacts 2022", "Archives"]
)
def test_a_second_sheet_of_contacts_is_told(title: str, tmp_path: Path) -> None:
    assert told(
        tmp_path, in_excel(copied(("Contacts", title), keep=3))(example(REGISTER))
    ) == [
        f"{title} : Cette feuille a les titres de colonnes de « Contacts » et n'est pas lue (3"
        " lignes). Si ces lignes comptent, recopiez-les dans la feuille du formulaire ; sinon,"
        " rien à faire."
    ]


def test_of_several_all_are_told_at_once(tmp_path: Path) -> None:
    made = copied(
        ("Contacts", "DELETED Contacts"),
        ("Ménages", "Ménages 2022"),
        ("Contacts", "Contacts 2022"),
        keep=1,
    )
    (line,) = told(tmp_path, in_excel(made)(example(REGISTER)))
    assert line.startswith(
        "DELETED Contacts : Cette feuille a les titres de colonnes de « Contacts » et n'est pas"
        " lue (1 ligne) ; de même « Ménages 2022 » (titres de « Ménages », 1 ligne) ; de même «"
        " Contacts 2022 » (titres de « Contacts », 1 ligne). "
    )


@pytest.mark.parametrize(
    ("base", "title"),
    [(b, s.title) for b, e in EDITIONS.items() for s in load_form(e).sheets.values()],
)
def test_a_copy_of_any_sheet_with_rows_is_told(
    base: str, title: str, tmp_path: Path
) -> None:
    filled = in_excel(lambda book: book[title].append(["x"]), copied((title, "Copie")))(
        example(base)
    )
    problems = [p for p in problems_of(tmp_path, filled) if p.code == "feuille-non-lue"]
    assert [(str(p.ref), p.facts["feuille"]) for p in problems] == [("Copie", title)]
    empty = in_excel(copied((title, "Copie"), keep=0))(example(base))
    assert problems_of(tmp_path, empty) == []


def titled(*headings: str, rows: int = 2) -> Callable[[Workbook], object]:
    def edit(book: Workbook) -> None:
        page = book.create_sheet("À nous")
        page.append(["Une note"])
        page.append(list(headings))
        for _ in range(rows):
            page.append(["x"] * len(headings))

    return edit


SHARES = {
    "two thirds of what is required": (REGISTER, ("Date", "Mode", "Avec qui"), True),
    "a third": (REGISTER, ("Date", "Initiales", "Remarque"), False),
    "one of two": (PLAN, ("Année", "Total", "Référent"), False),
    "both of two, in capitals": (PLAN, ("ANNÉE *", "quartier", "Solde"), True),
    "one word": (PLAN, ("Quartier", "Habitants"), False),
    "two words of one required": (REGISTER, ("Équipement", "Nature"), True),
}  # fmt: skip


@pytest.mark.parametrize(("base", "headings", "is_told"), SHARES.values(), ids=SHARES)
def test_how_many_headings_make_a_sheet_look_like_the_forms(
    base: str, headings: tuple[str, ...], is_told: bool, tmp_path: Path
) -> None:
    data = in_excel(titled(*headings))(example(base))
    assert [problem.code for problem in problems_of(tmp_path, data)] == [
        "feuille-non-lue"
    ] * is_told


def test_the_sheets_of_another_form_and_our_own_are_not_taken_for_copies(
    tmp_path: Path,
) -> None:
    for base in EDITIONS:
        assert FOUND[base] == () and problems_of(tmp_path, example(base)) == []


@BOTH
@pytest.mark.parametrize("above", [1, 14, 15, 56, 58])
def test_headings_are_found_below_a_long_note(
    base: str, above: int, tmp_path: Path
) -> None:
    """In a copy of a sheet, and in the form's own."""

    def edit(book: Workbook) -> None:
        book[MAIN[base]].insert_rows(1, min(above, 56))
        page = book.create_sheet("Archives")
        for number in range(above):
            page.append([f"Note {number}"])
        page.append(
            [
                field.heading
                for field in load_form(EDITIONS[base])
                .sheets[MAIN[base].lower()]
                .fields.values()
            ]
        )
        page.append(["x"])

    problems = problems_of(tmp_path, in_excel(edit)(example(base)))
    assert [(p.code, p.facts["lignes"]) for p in problems] == [
        ("feuille-non-lue", "1 ligne")
    ]


def test_of_a_large_sheet_only_the_first_rows_are_counted(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        page = book.create_sheet("Archives")
        page.append(["Date", "Code(s)", "Mode"])
        for _ in range(20_500):
            page.append(["x"])

    (line,) = told(tmp_path, in_excel(edit)(example(REGISTER)))
    assert "(plus de 20\u202f000 lignes)" in line


def test_what_cannot_be_read_of_another_sheet_is_no_finding(tmp_path: Path) -> None:
    data = in_excel(copied(("Contacts", "Contacts 2022")))(example(REGISTER))
    copy = "xl/worksheets/sheet9.xml"
    spoilt = {
        "cut off": swap(copy, "<sheetData>", "<sheetData><row"),
        "laughs": doctype(copy),
        "another": doctype(LISTS),
    }
    codes = {
        name: [p.code for p in problems_of(tmp_path, edited(edit, base=data))]
        for name, edit in spoilt.items()
    }
    assert codes == {"cut off": [], "laughs": [], "another": ["feuille-non-lue"]}


# ---- rows above the headings


def above(title: str, *rows: Sequence[Any]) -> Callable[[Workbook], object]:
    """Rows typed above the headings of a sheet."""

    def edit(book: Workbook) -> None:
        page = book[title]
        page.insert_rows(4, len(rows))
        for number, row in enumerate(rows, 4):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value

    return edit


RECORDS: list[tuple[str, str, list[Any]]] = [
    (REGISTER, "Identification", ["dics-2023", "Val-Fleuri", 2023]),
    (REGISTER, "Équipements", ["Les Chênes", "Équipement HP"]),
    (REGISTER, "Ménages", ["VF9", "Les Bruyères"]),
    (REGISTER, "Contacts", [date(2023, 3, 4), None, "Téléphone"]),
    (REGISTER, "Contacts", [None, "VF1 ; VF2", "téléphone"]),
    (REGISTER, "Dossiers d'allocation", ["A/3", "VF2", None, date(2023, 3, 4)]),
    (REGISTER, "Réponses", ["1.1", "Rien en particulier"]),
    (PLAN, "Plan", ["clss-2022-2025", "CPAS de Valbrune"]),
    (PLAN, "Quartiers", ["Les Étangs", "non"]),
    (PLAN, "Textes", ["INTRODUCTION", "Un texte."]),
    (PLAN, "Objectifs", ["2.1", None, None, "2.1 (OI). Un titre"]),
    (PLAN, "Actions", ["1.1.2", None, None, "A2", "Une action."]),
    (PLAN, "Actions", ["1.1.2", None, None, None, None, "Une action.", "2024-2026"]),
    (PLAN, "Budget", [2026, "les remparts"]),
    (PLAN, "Détail CPAS", [2025, "Les Remparts", "Panel", 12]),
    (PLAN, "Cibles", ["1.1.1 A2", None, 12]),
    (PLAN, "Suivi", [date(2024, 3, 4), "1.1.1", "Les Remparts", None, 3]),
]


@pytest.mark.parametrize(("base", "title", "record"), RECORDS)
def test_a_record_above_the_headings_is_told(
    base: str, title: str, record: list[Any], tmp_path: Path
) -> None:
    problems = problems_of(
        tmp_path, in_excel(above(title, ["Une note"], record))(example(base))
    )
    first = next("ABCDEFG"[at] for at, value in enumerate(record) if value)
    assert [(problem.code, str(problem.ref)) for problem in problems] == [
        ("lignes-au-dessus", f"{title}!{first}5")
    ]


NEARLY: list[tuple[str, str, list[list[Any]]]] = [
    (REGISTER, "Contacts", [["05/05/2023", "VF1", "sur site"]]),
    (REGISTER, "Contacts", [["le 5 mai", "VF1 ; VF2", "tel"]]),
    (REGISTER, "Dossiers d'allocation", [["2023-050", None, None, "05/05/2023"]]),
    (REGISTER, "Dossiers d'allocation", [["2023-050", None, None, date(2023, 5, 5)]]),
    (REGISTER, "Dossiers d'allocation", [["2023-051", "H-999", None, "05/05/2023"]]),
    (REGISTER, "Ménages", [["H-200", "Les Bruyere", "pension"]]),
    (REGISTER, "Ménages", [["H-200"]]),
    (REGISTER, "Contacts", [[date(2023, 3, 4)], ["05/05/2023"]]),
    (REGISTER, "Équipements", [["Le Parc"], ["Le Bois"], ["La Source"]]),
    (PLAN, "Textes", [[None, "Un texte."], [None, "Un autre."], [None, "Un dernier."]]),
    (PLAN, "Quartiers", [["Le Parc"], ["Le Bois"], ["La Source"]]),
    (PLAN, "Suivi", [["05/05/2023", "1.1.1", "les rempart", None, "trois"]]),
    (PLAN, "Suivi", [[date(2024, 3, 4)], [date(2024, 3, 5)]]),
    (PLAN, "Budget", [[2026, "les rempart"]]),
]  # fmt: skip


@pytest.mark.parametrize(("base", "title", "rows"), NEARLY)
def test_what_is_nearly_a_record_above_the_headings_is_told(
    base: str, title: str, rows: list[list[Any]], tmp_path: Path
) -> None:
    problems = problems_of(tmp_path, in_excel(above(title, *rows))(example(base)))
    assert [(problem.code, problem.facts["nombre"]) for problem in problems] == [
        ("lignes-au-dessus", str(len(rows)))
    ]


NOTES: list[tuple[str, str, list[Any]]] = [
    (REGISTER, "Contacts", ["Mis à jour le", date(2023, 3, 4), "par Zoé"]),
    (REGISTER, "Contacts", [date(2023, 3, 4)]),
    (
        REGISTER,
        "Contacts",
        ["Journal", "des contacts", "de l'année", "oui", "ZQ", "remarque"],
    ),
    (REGISTER, "Contacts", ["Total", 5, "=COUNTA(A6:A99)", 12]),
    (REGISTER, "Contacts", [None, None, "Téléphone : SMS aussi", "oui"]),
    (REGISTER, "Ménages", ["Plan HP 2023", "Commune de Val-Fleuri", "Registre"]),
    (REGISTER, "Ménages", [1, 2, 3, 4, 5, 6, 7, 8]),
    (REGISTER, "Dossiers d'allocation", ["Dossiers", "CPAS", None, "ouverts"]),
    (REGISTER, "Équipements", ["Liste des équipements", None, None, None, 3, 4]),
    (PLAN, "Suivi", ["Total", None, None, None, 345, 120]),
    (PLAN, "Suivi", [None, None, None, "Mis à jour par Zoé", 2024]),
    (PLAN, "Budget", ["TOTAL", None, 241500.75, 121200.5, None, 10300]),
    (PLAN, "Budget", [None, None, 0.5, 12, "en euros", 3]),
    (PLAN, "Objectifs", [1, 2, 3, 4, 5, 6, 7, 8]),
    (
        PLAN,
        "Objectifs",
        ["Objectifs", None, None, "Dans le récit", "À relire", None, "sous leur titre"],
    ),
    (PLAN, "Textes", ["Les textes du plan"]),
    (PLAN, "Textes", ["Version", 2]),
    (REGISTER, "Contacts", ["05/05/2023"]),
    (REGISTER, "Contacts", ["05/05/2023", "imprimé par Zoé"]),
    (REGISTER, "Dossiers d'allocation", ["Imprimé le", None, None, "05/05/2023"]),
    (REGISTER, "Équipements", ["Les équipements de la commune"]),
    (PLAN, "Quartiers", ["Les quartiers"]),
    (PLAN, "Suivi", ["situation", "au", "31/12/2023"]),
    (PLAN, "Actions", ["Actions du plan", "Tous les quartiers", "oui / non"]),
]


@pytest.mark.parametrize(("base", "title", "note"), NOTES)
def test_a_note_above_the_headings_is_none(
    base: str, title: str, note: list[Any], tmp_path: Path
) -> None:
    reckoned = [None if str(value).startswith("=") else value for value in note]
    assert problems_of(tmp_path, in_excel(above(title, reckoned))(example(base))) == []


def test_rows_above_the_headings_are_counted_and_their_numbers_told(
    tmp_path: Path,
) -> None:
    contact = [date(2023, 3, 4), "VF1", "Téléphone"]
    rows: list[list[Any]] = [
        contact,
        contact,
        ["Note"],
        contact,
        ["Note"],
        contact,
        ["Note"],
        contact,
    ]
    (line,) = told(tmp_path, in_excel(above("Contacts", *rows))(example(REGISTER)))
    assert (
        line
        == "Contacts!A4 : 5 lignes au-dessus des titres de colonnes ne sont pas lues (lignes 4,"
        " 5, 7, 9…). Si ce sont des données, descendez-les sous la ligne des titres."
    )
    (line,) = told(tmp_path, in_excel(above("Contacts", contact))(example(REGISTER)))
    assert (
        "!A4 : 1 ligne au-dessus des titres de colonnes n'est pas lue (ligne 4)."
        in line
    )


@pytest.mark.parametrize(
    ("rows", "places"), [((4, 5), "4 et 5"), ((4, 6), "4 et 6"), ((4, 5, 6), "4 à 6")]
)
def test_two_rows_are_named_as_people_name_two(
    rows: tuple[int, ...], places: str, tmp_path: Path
) -> None:
    contact = [date(2023, 3, 4), "VF1", "Téléphone"]
    typed: list[list[Any]] = [
        contact if row in rows else ["Note"] for row in range(4, 7)
    ]
    (line,) = told(tmp_path, in_excel(above("Contacts", *typed))(example(REGISTER)))
    assert f"(lignes {places})." in line


@BOTH
def test_our_own_rows_above_the_headings_are_none_in_an_empty_workbook(
    base: str, tmp_path: Path
) -> None:
    empty = build_workbook(load_form(EDITIONS[base]), {})
    assert "lignes-au-dessus" not in [
        problem.code for problem in problems_of(tmp_path, empty)
    ]


# ---- out of sight, crossed out, elsewhere


def test_what_is_out_of_sight_is_counted_and_named(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book["Contacts"].sheet_state, book["Ménages"].sheet_state = (
            "hidden",
            "veryHidden",
        )
        for column in "BCEH":
            book["Ménages"].column_dimensions[column].hidden = True

    assert told(tmp_path, in_excel(edit)(example(REGISTER))) == [
        (
            "Ménages : Cette feuille est masquée, et lue comme les autres ; de même « Contacts"
            " ». Affichez-la (clic droit sur un onglet, Afficher ; si elle n'y est pas"
            " proposée, demandez à qui l'a cachée) et voyez si ses lignes comptent."
        ),
        (
            "Ménages!B5 : 4 colonnes masquées sont remplies (« Équipement », « Statut du chef"
            " de ménage », « Raison de l'installation » et « Accompagnement pré-relogement »),"
            " et lues comme les autres. Affichez-les, et vérifiez ce qui y est noté."
        ),
    ]


def contacts(number: int, font: Font | None = None) -> Callable[[Workbook], object]:
    """Contacts of 2022, so that no figure changes."""

    def edit(book: Workbook) -> None:
        for row in range(20, 20 + number):
            values: list[Any] = [date(2022, 1, 1 + row % 28), "VF1", "Courrier"]
            for column, value in enumerate(values, 1):
                cell = book["Contacts"].cell(row, column, value)
                cell.font = font or cell.font

    return edit


STRUCK = {
    1: (
        "1 ligne barrée est lue et comptée comme les autres (ligne 20). Effacez-la, si elle ne"
        " compte pas."
    ),
    3: (
        "3 lignes barrées sont lues et comptées comme les autres (lignes 20 à 22). Effacez"
        " celles qui ne comptent pas."
    ),
    1_200: (
        "1\u202f200 lignes barrées sont lues et comptées comme les autres (lignes 20 à"
        " 1219)."
    ),
}


@pytest.mark.parametrize("number", STRUCK)
def test_struck_rows_are_counted(number: int, tmp_path: Path) -> None:
    lines = told(
        tmp_path, in_excel(contacts(number, Font(strike=True)))(example(REGISTER))
    )
    (line,) = [line for line in lines if "barrée" in line]
    assert line.startswith(f"Contacts!A20 : {STRUCK[number]}")


def test_values_of_another_workbook_are_counted(tmp_path: Path) -> None:
    linked = [
        cell(CONTACTS, f"C{row}", 't="str"', "<f>[1]a!A1</f><v>Courrier</v>")
        for row in (6, 8, 9)
    ]
    shared = '<f t="shared" {}si="4"{}<v>45100</v>'
    dates = [cell(CONTACTS, "A6", "", shared.format('ref="A6:A9" ', ">[1]a!A6</f>"))]
    dates += [cell(CONTACTS, f"A{row}", "", shared.format("", "/>")) for row in (7, 8)]
    lines = told(tmp_path, edited(*linked, *dates, base=example(REGISTER)))
    (line,) = [line for line in lines if "autre classeur" in line]
    assert (
        line
        == "Contacts!A6 : 6 valeurs viennent d'un autre classeur : ce sont les dernières"
        " qu'Excel a enregistrées qui comptent. Vérifiez-les, et remplacez les formules par"
        " leurs valeurs."
    )


FORMULAS = {
    "[1]Feuil1!A1": True,
    "SUM('[12]Feuil 1'!$A$1:B2)*2": True,
    "VLOOKUP(A5,[2]a!A:D,4,0)": True,
    "[3]!Liste": True,
    "'C:\\suivi\\[Registre 2022.xlsx]Ménages'!A5": True,
    'IFERROR(__xludf.DUMMYFUNCTION("IMPORTRANGE(""url"",""a!A1"")"),"x")': True,
    "Ménages!A5": False,
    "Table1[Code]&Feuil1!A1": False,
    "Table1[[#This Row],[2]]*Feuil1!A1": False,
    "SUM(Table1[[1]:[3]])+Feuil2!A1": False,
    "[0]!Liste": False,
    '"[1]a!b"&A1': False,
    "": False,
}  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_a_formula_that_looks_into_another_workbook_is_known(formula: str) -> None:
    assert is_from_elsewhere(formula) == FORMULAS[formula]


# ---- ordinary workbooks

Edits = list[Callable[[Workbook], object]]
MAIN = {REGISTER: "Contacts", PLAN: "Actions"}
PRIVATE = {
    REGISTER: ("Contacts", "FG"),
    PLAN: ("Suivi", "G"),
}  # behind a column of one's own


def coloured(book: Workbook) -> None:
    """Colours, notes, bold words, a word crossed out here and there."""
    for page in book.worksheets[1:]:
        for row in page.iter_rows(min_row=5, max_row=9):
            row[0].fill, row[-1].font = PatternFill("solid", "FFFF00"), Font(bold=True)
        page["C6"].font, page["D7"].font = (
            Font(strike=True),
            Font(strike=True, color="FF0000"),
        )
        page["A5"].comment = Comment("à revoir", "Une collègue")
        page["J1"].value = "vert : terminé"


def filtered(base: str, first: int = 6) -> Callable[[Workbook], object]:
    """A filter that hides two rows."""

    def edit(book: Workbook) -> None:
        page = book[MAIN[base]]
        page.auto_filter.add_filter_column(2, ["Téléphone"])
        for row in (first, first + 1):
            page.row_dimensions[row] = RowDimension(page, row, hidden=True)

    return edit


def hide(page: Worksheet, columns: str, level: int = 0) -> None:
    for column in columns:
        page.column_dimensions[column] = ColumnDimension(
            page, column, hidden=True, outlineLevel=level
        )


def own_columns(base: str) -> Callable[[Workbook], object]:
    """Columns of one's own, to the right and in between, and columns hidden that are
    nobody else's business.
    """

    def edit(book: Workbook) -> None:
        page = book[MAIN[base]]
        page.insert_cols(3)
        for place, value in {
            "C4": "Vu avec",
            "C5": "Zoé",
            "R4": "À rappeler",
            "R5": 12,
            "S4": "Distance",
        }.items():
            page[place].value = value
        hide(page, "CQRS")
        hide(book[PRIVATE[base][0]], PRIVATE[base][1])

    return edit


def kept(base: str) -> Callable[[Workbook], object]:
    """Last year's sheets, a sheet of figures, and what is ours put out of the way."""

    def edit(book: Workbook) -> None:
        for title in (MAIN[base], "Ménages" if base == REGISTER else "Objectifs"):
            book.copy_worksheet(book[title]).title = f"{title} 2022"
        page = book.create_sheet("Chiffres")
        for row in (
            ("Mois", "Rencontres"),
            ("janvier", 12),
            ("Quartier", 3),
            ("Date", 4),
        ):
            page.append(row)
        page.sheet_state = book["Listes"].sheet_state = book[
            "Lisez-moi"
        ].sheet_state = "hidden"

    return edit


def noted(base: str) -> Callable[[Workbook], object]:
    """A note and sums above the headings, a folded group of columns, and one of rows."""

    def edit(book: Workbook) -> None:
        page = book[MAIN[base]]
        page.insert_rows(4, 3)
        page["A4"].value, page["C4"].value = (
            "Mis à jour par l'équipe le",
            date(2023, 12, 31),
        )
        page["A5"].value, page["B5"].value, page["D5"].value = "Total", 12, 5
        hide(book["Ménages" if base == REGISTER else "Objectifs"], "CDE", level=1)

    return edit


def workbooks(base: str) -> dict[str, tuple[Edits, list[str]]]:
    """Ordinary workbooks, and all that is told of them."""
    edits: dict[str, tuple[Edits, list[str]]] = {
        "coloured": ([coloured], []),
        "filtered": ([filtered(base)], ["lignes-masquees"]),  # as ever
        "own columns": ([own_columns(base)], []),
        "last year's sheets kept": ([kept(base)], ["feuille-non-lue"]),
        "noted and folded": ([noted(base)], []),
    }
    everything: Edits = [
        coloured,
        own_columns(base),
        kept(base),
        noted(base),
        filtered(base, 9),
    ]
    return {**edits, "all of it": (everything, ["lignes-masquees", "feuille-non-lue"])}


@pytest.mark.parametrize(
    ("base", "name"), [(base, name) for base in EDITIONS for name in workbooks(base)]
)
def test_an_ordinary_workbook_gets_two_more_warnings_at_most(
    base: str, name: str, tmp_path: Path
) -> None:
    edits, codes = workbooks(base)[name]
    assert [
        problem.code
        for problem in problems_of(tmp_path, in_excel(*edits)(example(base)))
    ] == codes
