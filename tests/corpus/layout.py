"""What people do to sheets, columns, rows and looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import ColorScaleRule
from openpyxl.styles import Font, PatternFill
from openpyxl.workbook.protection import WorkbookProtection
from openpyxl.worksheet.table import Table

from tests.corpus.case import BIG_PLAN as M
from tests.corpus.case import PLAN as P
from tests.corpus.case import REGISTER as R
from tests.corpus.case import Case, Step, both, made, refused
from tests.corpus.steps import in_excel, in_parts, line, on, put, typed
from tests.support.hostile import CONTACTS, row_attribute

ACTIONS, SUIVI = "xl/worksheets/sheet6.xml", "xl/worksheets/sheet10.xml"
Edit = Callable[[Any], object]


def _everywhere(name: str, edit: Edit) -> list[Case]:
    """Done to every sheet of either form, and neither report minds."""
    done = in_excel(lambda book: [edit(page) for page in book.worksheets])
    return both(name, done, done)


# ---- columns


def _moved(sheet: str, column: int, to: int) -> Step:
    """A column cut and inserted elsewhere, from the headings down."""

    def edit(page: Any) -> None:
        for row in range(4, page.max_row + 1):
            content = line(page, row)
            content.insert(to - 1, content.pop(column - 1))
            put(page, row, content)

    return on(sheet, edit)


def _copied(sheet: str, column: int, to: int) -> Step:
    """A column copied to another place, with its heading."""

    def edit(page: Any) -> None:
        for row in range(4, page.max_row + 1):
            put(page, row, line(page, row)[column - 1 : column], to)

    return on(sheet, edit)


def _narrow(page: Any) -> None:
    page.column_dimensions["A"].width = 0.5
    page.column_dimensions["B"].hidden = page.column_dimensions["C"].hidden = True


COLUMNS = [
    *both(
        "a column inserted",
        on("Contacts", lambda page: page.insert_cols(2)),
        on("Actions", lambda page: page.insert_cols(1)),
    ),
    *both(
        "a column of one's own inserted",
        in_excel(
            lambda book: book["Contacts"].insert_cols(3),
            lambda book: book["Contacts"].cell(4, 3, "Vu ?"),
            lambda book: book["Contacts"].cell(6, 3, "oui"),
        ),
        in_excel(
            lambda book: book["Actions"].insert_cols(2),
            lambda book: book["Actions"].cell(4, 2, "Suivi par"),
            lambda book: book["Actions"].cell(5, 2, "=1/0"),
        ),
    ),
    *both("columns moved", _moved("Contacts", 3, 1), _moved("Actions", 7, 2)),
    *both(
        "private columns deleted",
        on("Contacts", lambda page: page.delete_cols(5, 2)),
        on("Suivi", lambda page: page.delete_cols(7)),
    ),
    *both(
        "headings written otherwise",
        typed(
            "Contacts",
            A4="DATE",
            B4=" code(s)*",
            C4="Mode\n*",
            D4="Courtoisie\u00a0seulement  *",
        ),
        typed(
            "Actions",
            A4="objectif\nopérationnel",
            E4="TEXTE DU RÉCIT",
            G4="Anne\u0301es *",
        ),
    ),
    made(
        "columns hidden and narrow",
        R,
        on("Ménages", _narrow),
        told="colonnes-masquees Ménages!B5",
    ),
    made(
        "columns hidden and narrow",
        P,
        on("Objectifs", _narrow),
        told="colonnes-masquees Objectifs!B9",
    ),
    refused(
        "a column deleted",
        R,
        "colonne-absente Contacts",
        on("Contacts", lambda page: page.delete_cols(4)),
    ),
    refused(
        "a column deleted",
        P,
        "colonne-absente Actions",
        on("Actions", lambda page: page.delete_cols(2)),
    ),
    refused(
        "a needed column deleted",
        R,
        "colonne-absente Contacts",
        on("Contacts", lambda page: page.delete_cols(3)),
    ),
    refused(
        "headings renamed",
        R,
        "colonne-absente Contacts, colonne-absente Ménages",
        typed("Contacts", C4="Type de contact"),
        typed("Ménages", S4="Parti le"),
    ),
    refused(
        "headings renamed",
        P,
        "colonne-absente Budget",
        typed("Budget", C4="Montant total"),
    ),
    refused(
        "a heading emptied", R, "colonne-absente Ménages", typed("Ménages", A4=None)
    ),
    refused(
        "a column twice", R, "colonne-double Contacts!I4", _copied("Contacts", 3, 9)
    ),
    refused("a column twice", P, "colonne-double Budget!P4", _copied("Budget", 3, 16)),
    refused(
        "a second table beside with the same headings",
        R,
        "colonne-double Contacts!J4, colonne-double Contacts!K4",
        typed("Contacts", J4="Date", K4="Mode", J5="2022", K5="Téléphone"),
    ),
    *both(
        "a second table beside with other headings",
        typed(
            "Contacts",
            J4="Mois",
            K4="Nombre",
            J5="janvier",
            K5=1,
            J6="février",
            K6="=K5+1",
        ),
        typed("Budget", P4="Poste", Q4="Somme", P5="Loyers", Q5="=SUM(C5:C6)"),
    ),
]

# ---- headings and rows


def _down(sheet: str, rows: int) -> Step:
    return on(sheet, lambda page: page.insert_rows(1, rows))


HEADINGS = [
    *both("headings lower down", _down("Contacts", 8), _down("Actions", 11)),
    *both(
        "titles above the table deleted",
        on("Contacts", lambda page: page.delete_rows(1, 3)),
        in_excel(
            *(
                lambda book, title=title: book[title].delete_rows(1, 3)
                for title in ("Plan", "Actions", "Suivi")
            )
        ),
    ),
    refused("headings far down", R, "titres-absents Contacts", _down("Contacts", 57)),
    refused("headings far down", P, "titres-absents Actions", _down("Actions", 60)),
    refused(
        "headings deleted",
        R,
        "titres-absents Contacts",
        on("Contacts", lambda page: page.delete_rows(4)),
    ),
    refused(
        "headings deleted",
        P,
        "titres-absents Actions",
        on("Actions", lambda page: page.delete_rows(4)),
    ),
    refused(
        "headings deleted below a group's title",
        P,
        "titres-absents Budget",
        on("Budget", lambda page: page.delete_rows(4)),
    ),
    refused(
        "headings merged",
        R,
        "colonne-absente Contacts",
        on("Contacts", lambda page: page.merge_cells("B4:C4")),
    ),
    *both(
        "titles merged",
        in_excel(
            lambda book: book["Ménages"].merge_cells("B1:AG1"),
            lambda book: book["Ménages"].merge_cells("S3:AG3"),
        ),
        on("Actions", lambda page: page.merge_cells("A3:C3")),
    ),
    refused(
        "the same day merged over two contacts",
        R,
        "valeur-manquante Contacts!A7",
        on("Contacts", lambda page: page.merge_cells("A6:A7")),
    ),
    refused(
        "an objective merged over its actions",
        P,
        "valeur-manquante Actions!A6, valeur-manquante Actions!A7",
        on("Actions", lambda page: page.merge_cells("A5:A7")),
    ),
    refused(
        "a second table below with its headings",
        R,
        "date-illisible Contacts!A12, code-inconnu Contacts!B12, hors-liste Contacts!C12,"
        " hors-liste Contacts!D12",
        on("Contacts", lambda page: put(page, 12, line(page, 4))),
    ),
    made(
        "rows hidden",
        R,
        in_parts(*(row_attribute(CONTACTS, row, 'hidden="1"') for row in (6, 8))),
        told="lignes-masquees Contacts!A6",
    ),
    made(
        "rows hidden",
        P,
        in_parts(row_attribute(ACTIONS, 7, 'hidden="true"')),
        told="lignes-masquees Actions!A7",
    ),
    made(
        "rows filtered and outlined",
        R,
        on(
            "Contacts",
            lambda page: page.auto_filter.add_filter_column(2, ["Téléphone"]),
        ),
        in_parts(
            *(
                row_attribute(CONTACTS, row, 'outlineLevel="1" hidden="1"')
                for row in range(5, 9)
            )
        ),
        told="lignes-masquees Contacts!A5",
    ),
    made(
        "follow-up filtered by year",
        M,
        in_parts(*(row_attribute(SUIVI, row, 'hidden="1"') for row in range(5, 27))),
        told="lignes-masquees Suivi!A5",
    ),
]

# ---- looks and protection


def _dressed(page: Any) -> None:
    """Colours, comments and rules, wherever one may like them."""
    page["A5"].fill, page["B5"].font = (
        PatternFill("solid", "FFFF00"),
        Font(strike=True, color="FF0000"),
    )
    page["A5"].comment = Comment("à revoir avec l'équipe", "Une collègue")
    page["Z90"].comment = Comment("loin de tout", "Une collègue")
    scale = ColorScaleRule("min", None, "FF0000", "max", None, "00FF00")  # type: ignore[no-untyped-call]
    page.conditional_formatting.add("A1:XFD1048576", scale)


def _unfiltered(page: Any) -> None:
    page.auto_filter.ref, page.print_area = None, "A1:B2"


def _protected(page: Any) -> None:
    page.protection.sheet, page.protection.password = True, "secret"


def _as_table(book: Workbook) -> None:
    """The journal as what Excel calls a table."""
    page = book["Contacts"]
    page.auto_filter.ref = None
    page.add_table(Table(displayName="Journal", ref="A4:F9"))


LOOKS = [
    *_everywhere("colours, comments and rules", _dressed),
    *_everywhere("sheets protected", _protected),
    *_everywhere(
        "panes frozen elsewhere", lambda page: setattr(page, "freeze_panes", "D40")
    ),
    *_everywhere(
        "filters and print areas taken away",
        _unfiltered,
    ),
    *_everywhere(
        "drop-downs gone", lambda page: page.data_validations.dataValidation.clear()
    ),
    *both(
        "structure protected",
        *[
            in_excel(
                lambda book: setattr(
                    book, "security", WorkbookProtection("CAFE", lockStructure=True)
                )
            )
        ]
        * 2,
    ),
    made("a table of Excel", R, in_excel(_as_table)),
    made(
        "names of ranges that lead nowhere",
        R,
        in_excel(lambda book: book.defined_names.clear()),
    ),
]

CASES = [*COLUMNS, *HEADINGS, *LOOKS]
