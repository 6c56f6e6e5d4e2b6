"""What of a workbook is not read though it looks like the form's, what is read though nobody sees it: what is said."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from pipeline.form_file import load_form
from pipeline.messages import sentence
from pipeline.problem import Problem
from pipeline.run import produce
from tests.corpus.case import FOUND, PLAN, REGISTER, example
from tests.corpus.steps import in_excel
from tests.hostile import LISTS, doctype, edited, swap

EDITIONS = {REGISTER: "dics-2023", PLAN: "clss-2022-2025"}
BOTH = pytest.mark.parametrize("base", EDITIONS)


def problems_of(folder: Path, data: bytes) -> list[Problem]:
    path = folder / "classeur.xlsx"
    path.write_bytes(data)
    return list(produce(path).problems)


def told(folder: Path, data: bytes) -> list[str]:
    """What is said of a workbook, each with its place."""
    return [f"{problem.ref or ''} : {sentence(problem)}" for problem in problems_of(folder, data)]


# ------------------------------------------------------------------ sheets under another name

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


def all_renamed(base: str, name: Callable[[str, int], str], *more: Callable[[Workbook], object]) -> bytes:
    def edit(book: Workbook) -> None:
        for number, sheet in enumerate(load_form(EDITIONS[base]).sheets.values()):
            book[sheet.title].title = name(sheet.title, number)

    return in_excel(edit, *more)(example(base))


@BOTH
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.filterwarnings("ignore:Title is more than 31 characters")
def test_each_of_all_renamed_sheets_is_named(base: str, way: str, tmp_path: Path) -> None:
    problems = problems_of(tmp_path, all_renamed(base, WAYS[way]))
    titles = [sheet.title for sheet in load_form(EDITIONS[base]).sheets.values()]
    assert [(problem.code, str(problem.ref)) for problem in problems] == [("feuille-absente", t) for t in titles]
    assert [problem.facts["piste"] for problem in problems] == [WAYS[way](t, n) for n, t in enumerate(titles)]


def test_an_own_sheet_called_as_one_of_another_form_does_not_hide_which_form_it_is(tmp_path: Path) -> None:
    data = all_renamed(REGISTER, WAYS["numbered"], lambda book: book.create_sheet("Plan"))
    assert {problem.code for problem in problems_of(tmp_path, data)} == {"feuille-absente"}


def test_a_workbook_of_something_else_is_still_one(tmp_path: Path) -> None:
    def own(book: Workbook) -> None:
        for page in book.worksheets[1:]:
            book.remove(page)
        book.worksheets[0].title = "Contacts des fournisseurs"
        book.create_sheet("Budget 2023").append(["Année", "Poste"])

    assert [problem.code for problem in problems_of(tmp_path, in_excel(own)(example(PLAN)))] == ["formulaire-inconnu"]


# ------------------------------------------------------------------ sheets that look like the form's


def copied(*titles: tuple[str, str], keep: int = 100) -> Callable[[Workbook], object]:
    """Sheets copied under another title, with some of their rows."""

    def edit(book: Workbook) -> None:
        for title, new in titles:
            page = book.copy_worksheet(book[title])
            page.title = new
            page.delete_rows(5 + keep, 1_000)

    return edit


@pytest.mark.parametrize("title", ["Contacts (2)", "DELETED Contacts", "Contacts 2022", "Archives"])
def test_a_second_sheet_of_contacts_is_told(title: str, tmp_path: Path) -> None:
    assert told(tmp_path, in_excel(copied(("Contacts", title), keep=3))(example(REGISTER))) == [
        f"{title} : Cette feuille a les titres de colonnes de « Contacts » et n'est pas lue (3 lignes)."
        " Si ces lignes comptent, recopiez-les dans la feuille du formulaire ; sinon, rien à faire."
    ]


def test_of_several_all_are_told_at_once(tmp_path: Path) -> None:
    made = copied(("Contacts", "DELETED Contacts"), ("Ménages", "Ménages 2022"), ("Contacts", "Contacts 2022"), keep=1)
    (line,) = told(tmp_path, in_excel(made)(example(REGISTER)))
    assert line.startswith(
        "DELETED Contacts : Cette feuille a les titres de colonnes de « Contacts » et n'est pas lue (1 ligne) ;"
        " de même « Ménages 2022 » (titres de « Ménages », 1 ligne) ;"
        " de même « Contacts 2022 » (titres de « Contacts », 1 ligne). "
    )


@pytest.mark.parametrize(
    ("base", "title"), [(b, s.title) for b, e in EDITIONS.items() for s in load_form(e).sheets.values()]
)
def test_a_copy_of_any_sheet_with_rows_is_told(base: str, title: str, tmp_path: Path) -> None:
    filled = in_excel(lambda book: book[title].append(["x"]), copied((title, "Copie")))(example(base))
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
    assert [problem.code for problem in problems_of(tmp_path, data)] == ["feuille-non-lue"] * is_told


def test_the_sheets_of_another_form_and_our_own_are_not_taken_for_copies(tmp_path: Path) -> None:
    for base in EDITIONS:
        assert FOUND[base] == () and problems_of(tmp_path, example(base)) == []


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
    codes = {name: [p.code for p in problems_of(tmp_path, edited(edit, base=data))] for name, edit in spoilt.items()}
    assert codes == {"cut off": [], "laughs": [], "another": ["feuille-non-lue"]}
