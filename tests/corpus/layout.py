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

from tests.corpus.case import PLAN as P
from tests.corpus.case import REGISTER as R
from tests.corpus.case import Case, both, made, refused
from tests.corpus.steps import hide, in_excel, in_parts, line, on, put
from tests.support.hostile import CONTACTS, row_attribute

ACTIONS, SUIVI = "xl/worksheets/sheet6.xml", "xl/worksheets/sheet10.xml"
Edit = Callable[[Any], object]


def _everywhere(name: str, edit: Edit) -> list[Case]:
    """Done to every sheet of either form, and neither report minds."""
    done = in_excel(lambda book: [edit(page) for page in book.worksheets])
    return both(name, done, done)


# ---- columns and rows


def _narrow(page: Any) -> None:
    page.column_dimensions["A"].width = 0.5
    hide(page, "B", "C")


COLUMNS = [
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
]

HEADINGS = [
    refused(
        "a second table below with its headings",
        R,
        "date-illisible Contacts!A12, code-inconnu Contacts!B12, hors-liste Contacts!C12,"
        " hors-liste Contacts!D12",
        on("Contacts", lambda page: put(page, 12, line(page, 4))),
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
