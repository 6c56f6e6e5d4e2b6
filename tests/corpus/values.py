"""Values that YAML has no word for."""

from __future__ import annotations

from datetime import time

from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from tests.corpus.case import PLAN, REGISTER, made, refused
from tests.corpus.steps import in_excel, on, struck, typed

_BOLD = CellRichText(
    TextBlock(InlineFont(b=True), "Exemple"),
    " : affiches refaites, une par équipement & par saison.",
)


def _plain(book: Workbook) -> None:
    book["Textes"]["B5"].value = str(book["Textes"]["B5"].value)


_STRUCK = InlineFont(strike=True)


def _crossed(text: str) -> CellRichText:
    half = len(text) // 2
    return CellRichText(
        TextBlock(_STRUCK, text[:half]), TextBlock(_STRUCK, text[half:])
    )


_WORDS = {"A6": "2025", "B6": "Les Remparts", "C6": "Panel", "D6": "2300"}
CASES = [
    refused(
        "an hour for a date",
        REGISTER,
        "date-illisible Contacts!A5",
        typed("Contacts", A5=time(10, 30)),
    ),
    made(
        "dates counted from 1904",
        REGISTER,
        in_excel(lambda book: setattr(book, "epoch", CALENDAR_MAC_1904)),
    ),
    made("bold words where none are printed", REGISTER, typed("Réponses", E11=_BOLD)),
    made("a bold text pasted as plain", PLAN, in_excel(_plain), restyled=True),
    made(
        "the words of a detail struck through",
        PLAN,
        typed(
            "Détail CPAS", **{place: _crossed(text) for place, text in _WORDS.items()}
        ),
        told="lignes-barrees Détail CPAS!A6",
    ),
    made(
        "half a word of a detail struck through",
        PLAN,
        on("Détail CPAS", lambda page: struck(page, 6, "C")),
        typed("Détail CPAS", C6=CellRichText("Pa", TextBlock(_STRUCK, "nel"))),
    ),
]
