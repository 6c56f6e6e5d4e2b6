"""What nobody sees in a workbook, or nobody reads: cells that look empty, rows and
sheets that are out of sight.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font

from tests.corpus.case import BIG_PLAN as M
from tests.corpus.case import NOTE, Step, both, made, refused
from tests.corpus.case import PLAN as P
from tests.corpus.case import REGISTER as R
from tests.corpus.steps import in_excel, in_parts, line, on, put, typed
from tests.support.hostile import CONTACTS, cell, row_attribute, swap

ACTIONS, SUIVI = "xl/worksheets/sheet6.xml", "xl/worksheets/sheet10.xml"

# ---- cells that look empty

# A space of no width, a mark of byte order, a soft hyphen, a hard space, a word joiner,
# marks of direction, a Mongolian vowel separator, a selector of variants, the fillers
# of Hangul, the empty cell of Braille, a tag.
NOTHING = "\u200b\ufeff\u00ad\u00a0\u2060\u200e\u202e\u2066\u180e\ufe0f\u3164\u115f\uffa0\u2800\U000e0020"
_EACH = dict(zip([f"C{row}" for row in range(20, 50)], NOTHING, strict=False))

EMPTY = [
    made(
        "unseen characters alone",
        R,
        typed("Contacts", **_EACH),
        typed("Ménages", B12=NOTHING, V7=f" {NOTHING}\n"),
    ),
    made(
        "unseen characters alone",
        P,
        typed("Actions", **_EACH),
        typed("Textes", A12=NOTHING, B12=NOTHING),
    ),
    made(
        "unseen characters alone in the follow-up",
        M,
        typed("Suivi", A60=NOTHING, E61="\u200b", C62="\u3164"),
    ),
    made(
        "an unseen character between semicolons",
        R,
        typed("Contacts", B5="VF1 ; \u200b ; VF3 ;\ufeff"),
    ),
    made(
        "an unseen character in a list value",
        R,
        typed("Contacts", C9="Télé\u180ephone\ufe0f"),
    ),
    made(
        "an unseen character in a list value",
        P,
        typed("Objectifs", B9="\ufeffoui\u3164", C7="en\u2800partie"),
    ),
    refused(
        "a key of unseen characters",
        R,
        "valeur-manquante Ménages!A7",
        typed("Ménages", A7=NOTHING),
    ),
    refused(
        "a title of unseen characters",
        P,
        "valeur-manquante Objectifs!D8",
        typed("Objectifs", D8=NOTHING),
    ),
]

# ---- rows above the headings


def _above(sheet: str, *rows: int) -> Step:
    """These rows copied above the headings."""

    def edit(page: Any) -> None:
        copies = [line(page, row) for row in rows]
        page.insert_rows(4, len(rows))
        for number, content in enumerate(copies, 4):
            put(page, number, content)

    return on(sheet, edit)


_FILES = "Dossiers d'allocation"
ABOVE = [
    made(
        "contacts above the headings",
        R,
        _above("Contacts", 5, 6),
        told="lignes-au-dessus Contacts!A4",
    ),
    made(
        "files above the headings",
        R,
        _above("Dossiers d'allocation", 5),
        told="lignes-au-dessus Dossiers d'allocation!A4",
    ),
    made(
        "households above the headings",
        R,
        _above("Ménages", 7),
        told="lignes-au-dessus Ménages!A4",
    ),
    made(
        "actions above the headings",
        P,
        _above("Actions", 5, 7),
        told="lignes-au-dessus Actions!A4",
    ),
    made(
        "a budget above the headings",
        P,
        _above("Budget", 5),
        told="lignes-au-dessus Budget!A4",
    ),
    made(
        "texts above the headings",
        P,
        _above("Textes", 5),
        told="lignes-au-dessus Textes!A4",
    ),
    made(
        "follow-up above the headings",
        M,
        _above("Suivi", 5, 6, 7),
        told="lignes-au-dessus Suivi!A4",
    ),
]

# ---- what is out of sight


def _aside(title: str) -> Callable[[Any], None]:
    return lambda book: setattr(book[title], "sheet_state", "hidden")


def _without(*columns: str, **looks: Any) -> Callable[[Any], None]:
    """Columns hidden."""

    def edit(page: Any) -> None:
        for column in columns:
            page.column_dimensions[column].hidden = True
            for name, value in looks.items():
                setattr(page.column_dimensions[column], name, value)

    return edit


def _state(sheet: str, state: str) -> Step:
    return on(sheet, lambda page: setattr(page, "sheet_state", state))


HIDDEN = [
    made(
        "a sheet hidden",
        R,
        _state("Contacts", "hidden"),
        told="feuilles-masquees Contacts",
    ),
    made(
        "a sheet hidden from the menu",
        P,
        _state("Budget", "veryHidden"),
        told="feuilles-masquees Budget",
    ),
    made("an empty sheet hidden", P, _state("Suivi", "hidden")),
    *both(
        "our own sheets hidden",
        *[in_excel(*(_aside(title) for title in ("Lisez-moi", "Listes")))] * 2,
    ),
    made(
        "a column hidden",
        R,
        on("Contacts", _without("C")),
        told="colonnes-masquees Contacts!C5",
    ),
    made(
        "columns hidden",
        P,
        on("Actions", _without("B", "F", "G")),
        told="colonnes-masquees Actions!F5",
    ),
    made(
        "a column without width",
        P,
        in_parts(
            swap(
                ACTIONS,
                '<col width="70" customWidth="1"',
                '<col width="0" customWidth="1"',
            )
        ),
        told="colonnes-masquees Actions!E5",
    ),
    made(
        "rows without height",
        R,
        in_parts(row_attribute(CONTACTS, 7, 'ht="0"')),
        told="lignes-masquees Contacts!A7",
    ),
    made(
        "rows without height",
        P,
        in_parts(row_attribute(ACTIONS, 7, 'ht="0"')),
        told="lignes-masquees Actions!A7",
    ),
    made("columns folded", R, on("Contacts", _without("C", "D", outlineLevel=1))),
    made("columns folded", P, on("Actions", _without("F", "G", outlineLevel=2))),
    made("private columns hidden", R, on("Contacts", _without("E", "F"))),
    made("private columns hidden", M, on("Suivi", _without("G"))),
    made("columns without a value hidden", R, on("Contacts", _without("D"))),
    made("columns without a value hidden", P, on("Actions", _without("B"))),
    made(
        "the form's own columns hidden",
        R,
        on("Réponses", _without("A", "B")),
        on("Identification", _without("A")),
    ),
]

# ---- what is crossed out


def _struck(sheet: str, row: int, *but: str) -> Step:
    """A row struck through, but for these columns."""

    def edit(page: Any) -> None:
        for one in page[row]:
            if one.column_letter not in but:
                one.font = Font(strike=True)

    return on(sheet, edit)


def _crossed(text: str) -> CellRichText:
    half = len(text) // 2
    font = InlineFont(strike=True)
    return CellRichText(TextBlock(font, text[:half]), TextBlock(font, text[half:]))


_KEY, _OTHERS = "A", "BCDEFGHIJKLMN"
_WORDS = {"A6": "2025", "B6": "Les Remparts", "C6": "Panel", "D6": "2300"}
_HALF = CellRichText("Pa", TextBlock(InlineFont(strike=True), "nel"))

STRUCK = [
    made(
        "a household struck through",
        R,
        _struck("Ménages", 7),
        told="lignes-barrees Ménages!A7",
    ),
    made(
        "its code struck through",
        R,
        _struck("Ménages", 7, *_OTHERS),
        told="lignes-barrees Ménages!A7",
    ),
    made("all but its code struck through", R, _struck("Ménages", 7, _KEY)),
    made(
        "contacts struck",
        R,
        *(_struck("Contacts", row, "E", "F") for row in (5, 8)),
        told="lignes-barrees Contacts!A5",
    ),
    made("a contact half struck through", R, _struck("Contacts", 5, "C")),
    made(
        "an answer struck through",
        R,
        _struck("Réponses", 6, "A", "B"),
        told="lignes-barrees Réponses!A6",
    ),
    made(
        "a line of the form without an answer struck through", R, _struck("Réponses", 7)
    ),
    made(
        "an action struck through",
        P,
        _struck("Actions", 7),
        told="lignes-barrees Actions!A7",
    ),
    made(
        "a number struck through",
        P,
        _struck("Objectifs", 9, *_OTHERS),
        told="lignes-barrees Objectifs!A9",
    ),
    made("the words of an objective struck through", P, _struck("Objectifs", 9, _KEY)),
    made(
        "the words of a detail struck through",
        P,
        typed(
            "Détail CPAS", **{place: _crossed(text) for place, text in _WORDS.items()}
        ),
        told="lignes-barrees Détail CPAS!A6",
    ),
    made(
        "half a word of a detail struck through",
        P,
        _struck("Détail CPAS", 6, "C"),
        typed("Détail CPAS", C6=_HALF),
    ),
]

# ---- what stands in another workbook

_OURS = "Table1[[1]:[3]]&amp;[0]!x&amp;&quot;[1]a!b&quot;"


def _reckoned(part: str, place: str, formula: str, value: str) -> Step:
    return in_parts(cell(part, place, 't="str"', f"<f>{formula}</f><v>{value}</v>"))


ELSEWHERE = [
    made(
        "a value of another workbook",
        R,
        _reckoned(CONTACTS, "C9", "'[1]Feuil 1'!$C9", "Téléphone"),
        told="valeurs-d-ailleurs Contacts!C9",
    ),
    made(
        "a value of another workbook",
        P,
        _reckoned(
            ACTIONS, "D5", "IF(1,VLOOKUP(A5,[2]Actions!A:D,4,0),&quot;&quot;)", "A1"
        ),
        told="valeurs-d-ailleurs Actions!D5",
    ),
    made(
        "a value of another spreadsheet on the web",
        P,
        _reckoned(
            ACTIONS,
            "D5",
            "IFERROR(__xludf.DUMMYFUNCTION(&quot;IMPORTRANGE(&quot;&quot;x&quot;&quot;)&quot;),1)",
            "A1",
        ),
        told="valeurs-d-ailleurs Actions!D5",
    ),
    made("a value of this workbook", R, _reckoned(CONTACTS, "C9", _OURS, "Téléphone")),
    made("a value of this workbook", P, _reckoned(ACTIONS, "D5", _OURS, "A1")),
    made("a remark of another workbook", R, _reckoned(CONTACTS, "F5", "[1]a!A1", NOTE)),
    made("a remark of another workbook", M, _reckoned(SUIVI, "G6", "[1]a!A1", NOTE)),
]

CASES = [*EMPTY, *ABOVE, *HIDDEN, *STRUCK, *ELSEWHERE]
