"""The same workbook as other programs write it."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date
from html import escape
from typing import Any

import xlsxwriter
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.utils.cell import get_column_letter
from openpyxl.utils.datetime import to_excel

from pipeline.editions.loader import load_form
from tests.corpus.case import NOTE, PLAN, REGISTER, Case, Step, made, refused
from tests.corpus.steps import in_excel, typed
from tests.support.hostile import TYPES, WORKBOOK, zipped

Rows = list[list[Any]]


def values(data: bytes) -> dict[str, Rows]:
    """What stands in the cells of each sheet; a text with bold words is a list of its
    runs.
    """
    book = load_workbook(io.BytesIO(data), rich_text=True)
    return {
        page.title: [[cell.value for cell in row] for row in page.iter_rows()]
        for page in book.worksheets
    }


# ---- a library that writes values


def _scripted(
    data: bytes,
    first: int = 0,
    numbered: bool = False,
    more: Callable[[Any], object] | None = None,
) -> bytes:
    """Values alone, in the plain looks of the library. ``first``: rows above that one
    are left out; ``numbered``: a first column counts the rows, as in a table of pandas.
    """
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        day, bold = (
            book.add_format({"num_format": "yyyy-mm-dd"}),
            book.add_format({"bold": True}),
        )
        for title, rows in values(data).items():
            page = book.add_worksheet(title)
            for number, row in enumerate(rows[first:]):
                if numbered and number:
                    page.write(number, 0, number - 1)
                for column, value in enumerate(row, int(numbered)):
                    if isinstance(value, CellRichText):
                        page.write_rich_string(
                            number,
                            column,
                            *(part for run in value for part in _styled(run, bold)),
                        )
                    elif isinstance(value, date):
                        page.write_datetime(number, column, value, day)
                    elif value is not None:
                        page.write(number, column, value)
        if more:
            more(book)
    return out.getvalue()


def _styled(run: TextBlock | str, bold: Any) -> tuple[Any, ...]:
    if isinstance(run, str):
        return (run,)
    return (bold, run.text) if run.font.b else (run.text,)


def _pictured(book: Any) -> None:
    """All that one may hang on a sheet."""
    page = book.worksheets()[4]
    page.insert_image("H2", "logo.png", {"image_data": io.BytesIO(_DOT)})
    page.insert_textbox("H9", NOTE)
    page.write_comment("A5", NOTE)
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{page.get_name()}'!$A$5:$A$9"})
    page.insert_chart("H20", chart)
    page.conditional_format(
        "A1:XFD1048576",
        {"type": "no_blanks", "format": book.add_format({"bg_color": "red"})},
    )
    page.insert_button("H30", {"macro": "Envoyer", "caption": "Envoyer"})


_DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c4944415408d763f8cfc0000003010100c9fe92ef"
    "0000000049454e44ae426082"
)

# ---- a spreadsheet on the web

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_APPLICATION = "application/vnd.openxmlformats"
_STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="d/m/yyyy"/></numFmts><fonts'
    ' count="1"><font><sz val="10.0"/><name val="Arial"/></font></fonts><cellXfs count="3"><xf'
    ' numFmtId="0" fontId="0"/><xf numFmtId="0" fontId="0" applyAlignment="1"/><xf'
    ' numFmtId="164" fontId="0" applyNumberFormat="1"/></cellXfs>'
)
_TYPES = (
    '<Default Extension="xml" ContentType="application/xml"/><Default Extension="rels"'
    f' ContentType="{_APPLICATION}-package.relationships+xml"/><Override'
    ' PartName="/xl/workbook.xml"'
    f' ContentType="{_APPLICATION}-officedocument.spreadsheetml.sheet.main+xml"/>'
)


def _online(data: bytes) -> bytes:
    """As it is exported there: one table of texts, a thousand rows of empty styled
    cells, no theme, no properties.
    """
    texts: dict[str, int] = {}
    sheets = {title: _online_rows(rows, texts) for title, rows in values(data).items()}
    titles = "".join(
        f'<sheet state="visible" name="{escape(title)}" sheetId="{number}" r:id="rId{number}"/>'
        for number, title in enumerate(sheets, 1)
    )
    kinds = [
        ("worksheet", f"worksheets/sheet{number}.xml")
        for number in range(1, len(sheets) + 1)
    ]
    kinds += [("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]
    relations = "".join(
        _relation(number, kind, target)
        for number, (kind, target) in enumerate(kinds, 1)
    )
    spaces = f'xmlns="{_MAIN}" xmlns:r="{_OFFICE}"'
    table = f'count="{len(texts)}" uniqueCount="{len(texts)}">{"".join(texts)}'
    content = {
        TYPES: f'<Types xmlns="{_PACKAGE}/content-types">{_TYPES}</Types>',
        "_rels/.rels": _relations(_relation(1, "officeDocument", "xl/workbook.xml")),
        WORKBOOK: (
            "<workbook"
            f" {spaces}><workbookPr/><sheets>{titles}</sheets><definedNames/><calcPr/></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": _relations(relations),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}">{_STYLES}</styleSheet>',
        "xl/sharedStrings.xml": f'<sst xmlns="{_MAIN}" {table}</sst>',
    }
    for (_, target), rows in zip(kinds, sheets.values(), strict=False):
        content[f"xl/{target}"] = (
            f"<worksheet {spaces}><sheetPr/><sheetData>{rows}</sheetData></worksheet>"
        )
    head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return zipped((name, head + xml) for name, xml in content.items())


def _relation(number: int, kind: str, target: str) -> str:
    return f'<Relationship Id="rId{number}" Type="{_OFFICE}/{kind}" Target="{target}"/>'


def _relations(inner: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{inner}</Relationships>'


def _online_rows(rows: Rows, texts: dict[str, int]) -> str:
    written = []
    for number in range(1, 1001):
        row = rows[number - 1] if number <= len(rows) else []
        padded = enumerate([*row, *[None] * (26 - len(row))], 1)
        cells = (
            _online_cell(f"{get_column_letter(column)}{number}", value, texts)
            for column, value in padded
        )
        written.append(
            f'<row r="{number}" ht="15.75" customHeight="1">{"".join(cells)}</row>'
        )
    return "".join(written)


def _online_cell(place: str, value: Any, texts: dict[str, int]) -> str:
    if value is None:
        return f'<c r="{place}" s="1"/>'
    if isinstance(value, date):
        serial = float(to_excel(value))  # type: ignore[no-untyped-call]
        return f'<c r="{place}" s="2"><v>{serial}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{place}" s="1"><v>{float(value)}</v></c>'
    rich = isinstance(value, CellRichText)
    inner = "".join(map(_online_run, value)) if rich else f"<t>{escape(value)}</t>"
    return (
        f'<c r="{place}" s="1"'
        f' t="s"><v>{texts.setdefault(f"<si>{inner}</si>", len(texts))}</v></c>'
    )


def _online_run(run: TextBlock | str) -> str:
    words, bold = (
        (run, "") if isinstance(run, str) else (run.text, "<b/>" * bool(run.font.b))
    )
    return f'<r><rPr>{bold}<sz val="10.0"/></rPr><t xml:space="preserve">{escape(words)}</t></r>'


# ---- Numbers


def _summed_up(book: Workbook) -> None:
    """A sheet about the export before the others."""
    page = book.create_sheet("Résumé de l’exportation", 0)
    page.append(
        [
            "Ce document a été exporté de Numbers. Chaque tableau a été converti en feuille de"
            " calcul Excel."
        ]
    )
    page.append(
        [
            "Nom de la feuille Numbers",
            "Nom du tableau Numbers",
            "Nom de la feuille de calcul Excel",
        ]
    )


def _tabled(book: Workbook) -> None:
    """Where every sheet has several tables, each becomes a sheet."""
    for page in book.worksheets:
        page.title = f"{page.title[:19]} - Tableau 1"


def _absent(edition: str) -> str:
    """What is told of a workbook all of whose sheets have other names."""
    return ", ".join(
        f"feuille-absente {sheet.title}" for sheet in load_form(edition).sheets.values()
    )


# ---- the cases

WAYS: dict[str, Step] = {
    "opened and saved again": in_excel(),
    "its values written anew": _scripted,
    "tables written by a script": lambda data: _scripted(data, first=3),
    "tables written by a script, their rows numbered": lambda data: _scripted(
        data, first=3, numbered=True
    ),
    "pictures, charts and buttons": lambda data: _scripted(data, more=_pictured),
    "exported by a spreadsheet on the web": _online,
    "exported by Numbers": lambda data: in_excel(_summed_up)(_scripted(data)),
}


def in_all_ways(ways: dict[str, Step]) -> list[Case]:
    """Either form written so, and neither report minds."""
    return [
        made(name, base, step)
        for name, step in ways.items()
        for base in (REGISTER, PLAN)
    ]


CASES = [
    *in_all_ways(WAYS),
    *(
        refused(
            f"a fault, {name}",
            REGISTER,
            "hors-liste Contacts!C9",
            typed("Contacts", C9="Telephone"),
            WAYS[name],
        )
        for name in (
            "exported by a spreadsheet on the web",
            "pictures, charts and buttons",
        )
    ),
    *(
        refused(
            "exported by Numbers, table by table",
            base,
            _absent(edition),
            in_excel(_tabled),
        )
        for base, edition in ((REGISTER, "dics-2023"), (PLAN, "clss-2022-2025"))
    ),
]
