"""What of a workbook is not read though it looks like the form's, what is read though
nobody sees it: what is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
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
from tests.corpus.steps import InExcel, in_excel
from tests.support.cases import cases
from tests.support.hostile import CONTACTS, LISTS, cell, doctype, edited, swap

EDITIONS = {REGISTER: "dics-2023", PLAN: "clss-2022-2025"}
BOTH = pytest.mark.parametrize("base", EDITIONS)


def problems_of(folder: Path, data: bytes) -> list[Problem]:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return list(produce(path).problems)


def told(problems: Iterable[Problem]) -> list[str]:
    """What is said, each with its place."""
    return [f"{problem.ref or ''} : {sentence(problem)}" for problem in problems]


def after(folder: Path, base: str, *edits: InExcel) -> list[Problem]:
    """What is found of an example that someone has edited."""
    return problems_of(folder, in_excel(*edits)(example(base)))


def codes_after(folder: Path, base: str, *edits: InExcel) -> list[str]:
    return [problem.code for problem in after(folder, base, *edits)]


# ---- sheets under another name


def renamed(base: str, way: str) -> tuple[InExcel, list[str]]:
    """All sheets of the form under another name, and these names."""
    titles = [sheet.title for sheet in load_form(EDITIONS[base]).sheets.values()]
    names = [
        way.format(
            title=title, lower=title.lower(), number=number, letter="abcdefghij"[number]
        )
        for number, title in enumerate(titles)
    ]

    def edit(book: Workbook) -> None:
        for title, name in zip(titles, names, strict=True):
            book[title].title = name

    return edit, names


@BOTH
@cases(__file__, "renamed")
@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
def test_each_of_all_renamed_sheets_is_named(
    base: str, way: str, tmp_path: Path
) -> None:
    edit, names = renamed(base, way)
    problems = after(tmp_path, base, edit)
    titles = [sheet.title for sheet in load_form(EDITIONS[base]).sheets.values()]
    assert [(problem.code, str(problem.ref)) for problem in problems] == [
        ("feuille-absente", title) for title in titles
    ]
    assert [problem.facts["piste"] for problem in problems] == names


def test_an_own_sheet_called_as_one_of_another_form_does_not_hide_which_form_it_is(
    tmp_path: Path,
) -> None:
    edit, _ = renamed(REGISTER, "{number}. {title}")
    codes = codes_after(
        tmp_path, REGISTER, edit, lambda book: book.create_sheet("Plan")
    )
    assert {*codes} == {"feuille-absente"}


def test_a_workbook_of_something_else_is_still_one(tmp_path: Path) -> None:
    def own(book: Workbook) -> None:
        for page in book.worksheets[1:]:
            book.remove(page)
        book.worksheets[0].title = "Contacts des fournisseurs"
        book.create_sheet("Budget 2023").append(["Année", "Poste"])

    assert codes_after(tmp_path, PLAN, own) == ["formulaire-inconnu"]


# ---- sheets that look like the form's


def copied(*titles: tuple[str, str], keep: int = 100) -> InExcel:
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
    assert told(after(tmp_path, REGISTER, copied(("Contacts", title), keep=3))) == [
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
    (line,) = told(after(tmp_path, REGISTER, made))
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
    found = after(
        tmp_path,
        base,
        lambda book: book[title].append(["x"]),
        copied((title, "Copie")),
    )
    problems = [p for p in found if p.code == "feuille-non-lue"]
    assert [(str(p.ref), p.facts["feuille"]) for p in problems] == [("Copie", title)]
    assert after(tmp_path, base, copied((title, "Copie"), keep=0)) == []


def titled(*headings: str, rows: int = 2) -> InExcel:
    def edit(book: Workbook) -> None:
        page = book.create_sheet("À nous")
        page.append(["Une note"])
        page.append(list(headings))
        for _ in range(rows):
            page.append(["x"] * len(headings))

    return edit


@cases(__file__, "shares")
def test_how_many_headings_make_a_sheet_look_like_the_forms(
    base: str, headings: tuple[str, ...], is_told: bool, tmp_path: Path
) -> None:
    codes = codes_after(tmp_path, base, titled(*headings))
    assert codes == ["feuille-non-lue"] * is_told


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

    problems = after(tmp_path, base, edit)
    assert [(p.code, p.facts["lignes"]) for p in problems] == [
        ("feuille-non-lue", "1 ligne")
    ]


def test_of_a_large_sheet_only_the_first_rows_are_counted(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        page = book.create_sheet("Archives")
        page.append(["Date", "Code(s)", "Mode"])
        for _ in range(20_500):
            page.append(["x"])

    (line,) = told(after(tmp_path, REGISTER, edit))
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


def above(title: str, *rows: Sequence[Any]) -> InExcel:
    """Rows typed above the headings of a sheet."""

    def edit(book: Workbook) -> None:
        page = book[title]
        page.insert_rows(4, len(rows))
        for number, row in enumerate(rows, 4):
            for column, value in enumerate(row, 1):
                page.cell(number, column).value = value

    return edit


@cases(__file__, "records")
def test_a_record_above_the_headings_is_told(
    base: str, title: str, record: list[Any], tmp_path: Path
) -> None:
    problems = after(tmp_path, base, above(title, ["Une note"], record))
    first = next("ABCDEFG"[at] for at, value in enumerate(record) if value)
    assert [(problem.code, str(problem.ref)) for problem in problems] == [
        ("lignes-au-dessus", f"{title}!{first}5")
    ]


@cases(__file__, "nearly")
def test_what_is_nearly_a_record_above_the_headings_is_told(
    base: str, title: str, rows: list[list[Any]], tmp_path: Path
) -> None:
    problems = after(tmp_path, base, above(title, *rows))
    assert [(problem.code, problem.facts["nombre"]) for problem in problems] == [
        ("lignes-au-dessus", str(len(rows)))
    ]


@cases(__file__, "notes")
def test_a_note_above_the_headings_is_none(
    base: str, title: str, note: list[Any], tmp_path: Path
) -> None:
    reckoned = [None if str(value).startswith("=") else value for value in note]
    assert after(tmp_path, base, above(title, reckoned)) == []


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
    (line,) = told(after(tmp_path, REGISTER, above("Contacts", *rows)))
    assert (
        line
        == "Contacts!A4 : 5 lignes au-dessus des titres de colonnes ne sont pas lues (lignes 4,"
        " 5, 7, 9…). Si ce sont des données, descendez-les sous la ligne des titres."
    )
    (line,) = told(after(tmp_path, REGISTER, above("Contacts", contact)))
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
    (line,) = told(after(tmp_path, REGISTER, above("Contacts", *typed)))
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

    assert told(after(tmp_path, REGISTER, edit)) == [
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


def contacts(number: int, font: Font | None = None) -> InExcel:
    """Contacts of 2022, so that no figure changes."""

    def edit(book: Workbook) -> None:
        for row in range(20, 20 + number):
            values: list[Any] = [date(2022, 1, 1 + row % 28), "VF1", "Courrier"]
            for column, value in enumerate(values, 1):
                cell = book["Contacts"].cell(row, column, value)
                cell.font = font or cell.font

    return edit


@cases(__file__, "struck")
def test_struck_rows_are_counted(number: int, begin: str, tmp_path: Path) -> None:
    lines = told(after(tmp_path, REGISTER, contacts(number, Font(strike=True))))
    (line,) = [line for line in lines if "barrée" in line]
    assert line.startswith(f"Contacts!A20 : {begin}")


def test_values_of_another_workbook_are_counted(tmp_path: Path) -> None:
    linked = [
        cell(CONTACTS, f"C{row}", 't="str"', "<f>[1]a!A1</f><v>Courrier</v>")
        for row in (6, 8, 9)
    ]
    shared = '<f t="shared" {}si="4"{}<v>45100</v>'
    dates = [cell(CONTACTS, "A6", "", shared.format('ref="A6:A9" ', ">[1]a!A6</f>"))]
    dates += [cell(CONTACTS, f"A{row}", "", shared.format("", "/>")) for row in (7, 8)]
    lines = told(problems_of(tmp_path, edited(*linked, *dates, base=example(REGISTER))))
    (line,) = [line for line in lines if "autre classeur" in line]
    assert (
        line
        == "Contacts!A6 : 6 valeurs viennent d'un autre classeur : ce sont les dernières"
        " qu'Excel a enregistrées qui comptent. Vérifiez-les, et remplacez les formules par"
        " leurs valeurs."
    )


@cases(__file__, "formulas")
def test_a_formula_that_looks_into_another_workbook_is_known(
    formula: str, elsewhere: bool
) -> None:
    assert is_from_elsewhere(formula) == elsewhere


# ---- ordinary workbooks

Edits = list[InExcel]
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


def filtered(base: str, first: int = 6) -> InExcel:
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


def own_columns(base: str) -> InExcel:
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


def kept(base: str) -> InExcel:
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


def noted(base: str) -> InExcel:
    """A note and sums above the headings, a folded group of columns, and one of rows."""

    def edit(book: Workbook) -> None:
        page = book[MAIN[base]]
        page.insert_rows(4, 3)
        page["A4"].value, page["C4"].value = (
            "Mis à jour par l'équipe le",
            date(2023, 12, 31),
        )
        page["A5"].value, page["B5"].value, page["D5"].value = "Total", 12, 5
        hide(book["Ménages" if base == REGISTER else "Objectifs"], "CDE", level=2)

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
    assert codes_after(tmp_path, base, *edits) == codes
