"""What people do to the sheets of a workbook, and workbooks of which little is left:
steps of the pages.
"""

from __future__ import annotations

import io
from typing import Any, Literal

from openpyxl import Workbook, load_workbook

from pipeline.blank.workbook import build_workbook
from pipeline.editions.loader import load_form
from tests.corpus.case import example
from tests.corpus.steps import of_book


@of_book
def hidden(book: Workbook, state: Literal["hidden", "veryHidden"]) -> None:
    """Every sheet hidden, but for one that Excel wants to show."""
    for page in book.worksheets[1:]:
        page.sheet_state = state


@of_book
def turned(book: Workbook) -> None:
    for page in book.worksheets:
        book.move_sheet(page, -book.index(page))


@of_book
def sheet_copied(book: Workbook, title: str) -> None:
    book.copy_worksheet(book[title]).title = f"{title} (2)"


@of_book
def own_sheets(book: Workbook) -> None:
    """Sheets of one's own, full of whatever."""
    page = book.create_sheet("Brouillon", 0)
    for row in (
        ("Date", "Code(s)", "Mode"),
        ("hier", "VF1 et VF2", 12),
        ("=1/0", True, "x" * 300),
    ):
        page.append(row)
    book.create_sheet("Feuil1")


@of_book
def joined(book: Workbook, stem: str, *titles: str) -> None:
    """With the sheets of the other form's example (or some of them) behind its own."""
    for page in load_workbook(io.BytesIO(example(stem)), rich_text=True).worksheets:
        if page.title not in book.sheetnames and (not titles or page.title in titles):
            new: Any = book.create_sheet(page.title)
            for row in page.iter_rows():
                for cell in row:
                    new[cell.coordinate].value = cell.value
                    new[cell.coordinate].number_format = cell.number_format


@of_book
def emptied(book: Workbook) -> None:
    """Every row below the headings deleted."""
    for page in book.worksheets:
        page.delete_rows(5, page.max_row)


def blank(_: bytes, edition: str, sheet: str, row: dict[str, Any]) -> bytes:
    """A workbook as `canevas classeur` makes it."""
    return build_workbook(load_form(edition), {sheet: [row]})
