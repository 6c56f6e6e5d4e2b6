"""What people do to the sheets of a workbook, and workbooks of which little is left."""

from __future__ import annotations

import io
from typing import Any, Literal

from openpyxl import Workbook, load_workbook

from pipeline.blank.workbook import build_workbook
from pipeline.editions.loader import load_form
from tests.corpus.case import PLAN as P
from tests.corpus.case import REGISTER as R
from tests.corpus.case import Case, Step, both, example, made, refused
from tests.corpus.steps import InExcel, in_excel


def _either(name: str, edit: InExcel) -> list[Case]:
    """The same done to either form."""
    return both(name, in_excel(edit), in_excel(edit))


def _hidden(state: Literal["hidden", "veryHidden"]) -> InExcel:
    """Every sheet hidden, but for one that Excel wants to show."""

    def edit(book: Workbook) -> None:
        for page in book.worksheets[1:]:
            page.sheet_state = state

    return edit


def _turned(book: Workbook) -> None:
    for page in book.worksheets:
        book.move_sheet(page, -book.index(page))


def _copied(title: str) -> InExcel:
    def edit(book: Workbook) -> None:
        book.copy_worksheet(book[title]).title = f"{title} (2)"

    return edit


def _own(book: Workbook) -> None:
    """Sheets of one's own, full of whatever."""
    page = book.create_sheet("Brouillon", 0)
    for row in (
        ("Date", "Code(s)", "Mode"),
        ("hier", "VF1 et VF2", 12),
        ("=1/0", True, "x" * 300),
    ):
        page.append(row)
    book.create_sheet("Feuil1")


def _joined(stem: str, titles: tuple[str, ...] = ()) -> Step:
    """With the sheets of the other form's example (or some of them) behind its own."""

    def edit(book: Workbook) -> None:
        for page in load_workbook(io.BytesIO(example(stem)), rich_text=True).worksheets:
            if page.title not in book.sheetnames and (
                not titles or page.title in titles
            ):
                new: Any = book.create_sheet(page.title)
                for row in page.iter_rows():
                    for cell in row:
                        new[cell.coordinate].value = cell.value
                        new[cell.coordinate].number_format = cell.number_format

    return in_excel(edit)


def _emptied(book: Workbook) -> None:
    """Every row below the headings deleted."""
    for page in book.worksheets:
        page.delete_rows(5, page.max_row)


def _blank(edition: str, **rows: Any) -> Step:
    """A workbook as `canevas classeur` makes it."""
    return lambda _: build_workbook(
        load_form(edition), {sheet: [row] for sheet, row in rows.items()}
    )


CASES = [
    *_either("sheets in another order", _turned),
    made(
        "sheets hidden",
        R,
        in_excel(_hidden("hidden")),
        told="feuilles-masquees Identification",
    ),
    made(
        "sheets hidden", P, in_excel(_hidden("hidden")), told="feuilles-masquees Plan"
    ),
    made(
        "sheets hidden from the menu too",
        R,
        in_excel(_hidden("veryHidden")),
        told="feuilles-masquees Identification",
    ),
    made(
        "sheets hidden from the menu too",
        P,
        in_excel(_hidden("veryHidden")),
        told="feuilles-masquees Plan",
    ),
    made("sheets of one's own", R, in_excel(_own), told="feuille-non-lue Brouillon"),
    made("sheets of one's own", P, in_excel(_own)),
    made(
        "sheets copied",
        R,
        in_excel(_copied("Contacts")),
        told="feuille-non-lue Contacts (2)",
    ),
    made(
        "sheets copied",
        P,
        in_excel(_copied("Actions")),
        told="feuille-non-lue Actions (2)",
    ),
    made("a sheet of the other form", R, _joined(P, ("Budget", "Actions"))),
    made("a sheet of the other form", P, _joined(R, ("Contacts", "Ménages"))),
    refused(
        "only headings",
        R,
        "trop-peu-de-lignes Identification, trop-peu-de-lignes Équipements",
        in_excel(_emptied),
    ),
    refused(
        "only headings",
        P,
        "trop-peu-de-lignes Plan, trop-peu-de-lignes Quartiers, trop-peu-de-lignes Objectifs",
        in_excel(_emptied),
    ),
    refused(
        "an empty workbook as it is made",
        R,
        "trop-peu-de-lignes Équipements, "
        + ", ".join(f"nombre-de-cases Réponses!C{row}" for row in (5, 11, 18, 31)),
        _blank(
            "dics-2023",
            identification={
                "edition": "dics-2023",
                "commune": "Val-Fleuri",
                "annee": 2023,
            },
        ),
    ),
    refused(
        "an empty workbook as it is made",
        P,
        "trop-peu-de-lignes Quartiers, trop-peu-de-lignes Objectifs, "
        + ", ".join(f"valeur-manquante Plan!{column}5" for column in "CGH"),
        _blank(
            "clss-2022-2025",
            plan={
                "edition": "clss-2022-2025",
                "organisme": "CPAS de Valbrune",
                "premiere_annee": 2024,
            },
        ),
    ),
    made("both forms in one file", R, _joined(P), told="autre-formulaire"),
]
