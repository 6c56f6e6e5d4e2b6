"""The marked copy: faults coloured, commented and listed, and all else of the workbook
as it was.
"""

from __future__ import annotations

import base64
import io
import re
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Font, PatternFill
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from pipeline.marked_copy.marking import CannotMark, annotate
from pipeline.model.problem import CellRef, Problem
from tests.support.soffice import soffice
from tests.support.systems import posix

pytestmark = pytest.mark.filterwarnings(
    "ignore:Data Validation extension"
)  # openpyxl drops them: see X14

RED, AMBER = "FFFFCBD2", "FFFFE7AB"
MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
# Elements of a worksheet in the order of ECMA-376, part 1, 18.3.1.99.
ORDER = re.findall(
    r"\w+",
    """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges scenarios
    autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations
    hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties cellWatches
    ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls
    webPublishItems tableParts extLst""",
)

X14 = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"'
    ' xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
    '<x14:dataValidations count="1"'
    ' xmlns:xm="http://schemas.microsoft.com/office/excel/2006/main">'
    '<x14:dataValidation type="list" allowBlank="1"'
    ' showErrorMessage="1"><x14:formula1><xm:f>Listes!$A$1:$A$2</xm:f>'
    "</x14:formula1><xm:sqref>B2:B20</xm:sqref></x14:dataValidation></x14:dataValidations></ext></extLst>"
)
DRAWING = (
    '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:oneCellAnchor><xdr:from><xdr:col>6</xdr:col>'
    "<xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    '<xdr:ext cx="95250" cy="95250"/><xdr:pic>'
    '<xdr:nvPicPr><xdr:cNvPr id="2" name="Logo"/><xdr:cNvPicPr/></xdr:nvPicPr>'
    "<xdr:blipFill><a:blip "
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' r:embed="rId1"/>'
    "<a:stretch><a:fillRect/></a:stretch></xdr:blipFill><xdr:spPr><a:prstGeom"
    ' prst="rect"><a:avLst/></a:prstGeom>'
    "</xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor></xdr:wsDr>"
)
DOT = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
DRAWING_RELS = (
    "<Relationships"
    ' xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship'
    f' Id="rId1" Type="{RELATIONS}/image" Target="../media/image1.png"/></Relationships>'
)


SHARED = b'<c r="A5" t="s"><v>0</v></c>'


def parts_of(package: bytes) -> dict[str, bytes]:
    with ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def packed(parts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def edited(package: bytes, **changes: tuple[str, str]) -> bytes:
    """A package with one text replaced in some of its sheets: sheet1=(old, new)."""
    parts = parts_of(package)
    for name, (old, new) in changes.items():
        part = f"xl/worksheets/{name}.xml"
        assert old.encode() in parts[part], old
        parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    return packed(parts)


def of_cells(body: str) -> bytes:
    """A workbook whose one sheet, Feuille, has this sheetData."""
    book = Workbook()
    book.worksheets[0].title = "Feuille"
    parts = parts_of(saved(book))
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"<definedNames/>", b""
    )  # openpyxl's, never Excel's
    sheet = parts["xl/worksheets/sheet1.xml"]
    parts["xl/worksheets/sheet1.xml"] = re.sub(
        rb"<sheetData\s*/>|<sheetData>.*</sheetData>", body.encode(), sheet
    )
    return packed(parts)


@pytest.fixture(scope="module")
def workbook() -> bytes:
    """Lists (hidden), then the sheet with the faults, then one that nobody touches;
    with what openpyxl would drop.
    """
    book = Workbook()
    lists = book.worksheets[0]
    lists.title, lists.sheet_state = "Listes", "hidden"
    lists["A1"], lists["A2"] = "oui", "non"
    page = book.create_sheet("L'été & co")
    page.append(["Code", "Choix", "Nombre", "Total"])
    for row in range(2, 6):
        page.append([f"H-{row:03}", "oui", row, f"=C{row}*2"])
    page["B3"].fill = PatternFill("solid", fgColor="FF00AA00")
    page["B3"].font = Font(bold=True)
    page["A4"].comment = Comment("Vu avec la famille.", "Une collègue")
    page["C5"].comment = Comment("À revoir", "Une collègue")
    page.merge_cells("E2:F3")
    high = Rule(
        "cellIs",
        operator="greaterThan",
        formula=["3"],
        dxf=DifferentialStyle(fill=PatternFill(bgColor="CCEEFF")),
    )
    page.conditional_formatting.add("C2:C9", high)
    check = DataValidation(
        "whole", operator="between", formula1="0", formula2="99", showErrorMessage=True
    )
    check.add("C2:C9")
    page.add_data_validation(check)
    page.defined_names["local"] = DefinedName(
        "local", attr_text="'L''été & co'!$A$2:$A$5"
    )
    book.defined_names["partout"] = DefinedName("partout", attr_text="Listes!$A$1:$A$2")
    book.create_sheet("À corriger")["A1"] = "une feuille de la commune"
    book.active = 1
    parts = parts_of(saved(book))
    sheet, rels = "xl/worksheets/sheet2.xml", "xl/worksheets/_rels/sheet2.xml.rels"
    drawing = f'<drawing xmlns:r="{RELATIONS}" r:id="rIdPicture"/>'.encode()
    parts[sheet] = parts[sheet].replace(b"<legacyDrawing", drawing + b"<legacyDrawing")
    parts[sheet] = parts[sheet].replace(b"</worksheet>", X14.encode() + b"</worksheet>")
    picture = (
        f'<Relationship Id="rIdPicture" Type="{RELATIONS}/drawing"'
        ' Target="/xl/drawings/drawing1.xml"/>'
    )
    parts[rels] = parts[rels].replace(
        b"</Relationships>", picture.encode() + b"</Relationships>"
    )
    parts[sheet] = parts[sheet].replace(
        b'<c r="A5" t="inlineStr"><is><t>H-005</t></is></c>', SHARED
    )
    assert SHARED in parts[sheet]
    parts["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{MAIN[1:-1]}" count="1"><si><t>H-005</t></si></sst>'.encode()
    )
    shared = (
        f'<Relationship Id="rIdTexts" Type="{RELATIONS}/sharedStrings"'
        ' Target="sharedStrings.xml"/>'
    )
    book_rels = parts["xl/_rels/workbook.xml.rels"]
    parts["xl/_rels/workbook.xml.rels"] = book_rels.replace(
        b"</Relationships>", shared.encode() + b"</Relationships>"
    )
    types = (
        '<Override PartName="/xl/sharedStrings.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/><Default'
        ' Extension="png" ContentType="image/png"/><Override'
        ' PartName="/xl/drawings/drawing1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.drawing+xml"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", types.encode()
    )
    parts["xl/drawings/drawing1.xml"] = DRAWING.encode()
    parts["xl/drawings/_rels/drawing1.xml.rels"] = DRAWING_RELS.encode()
    parts["xl/media/image1.png"] = DOT
    return packed(parts)


PAGE = "L'été & co"


def missing(place: str, sheet: str = PAGE) -> Problem:
    """An error at a cell."""
    return Problem("valeur-manquante", cell(place, sheet), {"colonne": "Choix"})


def doubtful(place: str, sheet: str = PAGE) -> Problem:
    """A warning at a cell."""
    return Problem("code-ressemble-nom", cell(place, sheet), {"valeur": "DUPONT <&>"})


def cell(place: str, sheet: str = PAGE) -> CellRef:
    letters = place.rstrip("0123456789")
    return CellRef(sheet, int(place[len(letters) :] or 0), letters)


FAULTS = [
    doubtful("B3"),
    missing("B3"),
    missing("A4"),
    missing("H2"),  # a cell that is not there
    doubtful("B30"),  # a row that is not there
    Problem("colonne-absente", CellRef(PAGE), {"colonne": "Mode"}),
    Problem("colonne-double", CellRef(PAGE, 0, "C"), {"colonne": "Nombre"}),
    Problem("feuille-absente", CellRef("Ménages"), {"feuille": "Ménages"}),
    missing("A2", "Listes"),
    Problem("macros-ignorees", None, {"fichier": "essai.xlsm"}),
]


@pytest.fixture(scope="module")
def marked(workbook: bytes) -> bytes:
    return annotate(workbook, FAULTS)


def colour(page: Worksheet, place: str) -> str:
    fill = page[place].fill
    return fill.fgColor.rgb if fill.patternType == "solid" else ""


def note(page: Worksheet, place: str) -> str:
    found = page[place].comment
    return found.text if found else ""


def coloured(page: Worksheet) -> dict[str, str]:
    found = {
        c.coordinate: colour(page, c.coordinate)
        for row in page.iter_rows()
        for c in row
    }
    return {place: shown for place, shown in found.items() if shown in (RED, AMBER)}


def test_cells_at_fault_are_coloured_by_the_gravest_finding(marked: bytes) -> None:
    book = load_workbook(io.BytesIO(marked))
    assert coloured(book[PAGE]) == {"B3": RED, "A4": RED, "H2": RED, "B30": AMBER}
    assert coloured(book["Listes"]) == {"A2": RED}
    assert book[PAGE]["B3"].font.bold and book[PAGE]["B3"].value == "oui"


def test_cells_at_fault_carry_all_their_findings(marked: bytes) -> None:
    page = load_workbook(io.BytesIO(marked))[PAGE]
    assert note(page, "B3").split("\n") == [
        "── Canevas ──",
        "Faute : « Choix » est vide. Complétez la cellule.",
        (
            "Avertissement : Le code « DUPONT <&> » ressemble à un nom. Préférez un code"
            " neutre, par exemple H-017."
        ),
    ]
    assert page["B3"].comment.author == "Canevas"
    assert note(page, "B30").startswith("── Canevas ──\nAvertissement : ")
    assert note(page, "B2") == note(page, "C1") == ""


def test_the_comments_of_people_stay_and_ours_stand_below(marked: bytes) -> None:
    page = load_workbook(io.BytesIO(marked))[PAGE]
    assert note(page, "A4").startswith(
        "Vu avec la famille.\n\n── Canevas ──\nFaute : « Choix » est vide."
    )
    assert page["A4"].comment.author == "Une collègue"
    assert note(page, "C5") == "À revoir"


def test_every_comment_has_its_box(marked: bytes) -> None:
    parts = parts_of(marked)
    ((name, shapes),) = [
        (n, d)
        for n, d in parts.items()
        if n.endswith(".vml") and d.count(b":Row>") == 10
    ]
    ElementTree.fromstring(shapes)
    places = re.findall(rb":Row>(\d+)</\w+:Row>\s*<\w+:Column>(\d+)<", shapes)
    assert sorted(places) == sorted(
        [(b"3", b"0"), (b"4", b"2"), (b"1", b"7"), (b"2", b"1"), (b"29", b"1")]
    ), name
    ids = re.findall(rb'<\w+:shape [^>]*?\bid="([^"]+)"', shapes)
    assert len(ids) == len(set(ids)) == 5


def test_the_first_sheet_lists_all_with_links(marked: bytes) -> None:
    book = load_workbook(io.BytesIO(marked))
    page = book.worksheets[0]
    assert page.title == "À corriger (2)" and book.active is page
    assert not any(p.sheet_view.tabSelected for p in book.worksheets[1:])
    assert [c.value for c in page[4]] == [
        "Gravité",
        "Où",
        "Ce qui ne va pas",
        "Ce qu'il faut faire",
        "Vu, parce que",
        "Repère",
    ]
    assert page.column_dimensions["F"].hidden
    lines = [
        [c.value for c in row[:2]] + [row[1].hyperlink and row[1].hyperlink.location]
        for row in page["A5:D14"]
    ]
    quoted = "'L''été & co'!"
    assert lines == [
        ["Faute", "Listes!A2 (feuille masquée)", None],
        ["Faute", PAGE, f"{quoted}A1"],
        ["Faute", f"{PAGE}!C", f"{quoted}C1"],
        ["Faute", f"{PAGE}!H2", f"{quoted}H2"],
        ["Faute", f"{PAGE}!B3", f"{quoted}B3"],
        ["Faute", f"{PAGE}!A4", f"{quoted}A4"],
        ["Faute", "Ménages", None],
        ["Avertissement", "Le classeur", None],
        ["Avertissement", f"{PAGE}!B3", f"{quoted}B3"],
        ["Avertissement", f"{PAGE}!B30", f"{quoted}B30"],
    ]
    assert [page["C8"].value, page["D8"].value] == [
        "« Choix » est vide.",
        "Complétez la cellule.",
    ]
    assert page.auto_filter.ref == "A4:E14" and page.freeze_panes == "A5"
    assert page["A2"].value.startswith("7 fautes et 3 avertissements.")
    assert (
        page.sheet_properties.tabColor
        and page.sheet_properties.tabColor.rgb == "FFC00000"
    )


def test_only_the_named_parts_differ(workbook: bytes, marked: bytes) -> None:
    before, after = parts_of(workbook), parts_of(marked)
    first = "[Content_Types].xml"
    assert list(after)[: len(before)] == [
        first,
        *(name for name in before if name != first),
    ]
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        "[Content_Types].xml",
        "xl/_rels/workbook.xml.rels",
        "xl/workbook.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
        "xl/worksheets/sheet2.xml",
        "xl/comments/comment1.xml",
        next(name for name in before if name.endswith(".vml")),
    }
    assert {name for name in after if name not in before} == {
        "xl/worksheets/canevas.xml",
        "xl/commentsCanevas.xml",
        "xl/drawings/vmlCanevas.vml",
        "xl/worksheets/_rels/sheet1.xml.rels",
    }


def test_a_faulty_sheet_differs_only_where_it_is_marked(
    workbook: bytes, marked: bytes
) -> None:
    name = "xl/worksheets/sheet2.xml"
    before, after = parts_of(workbook)[name].decode(), parts_of(marked)[name].decode()
    assert (
        X14 in after
        and "<dataValidations" in after
        and "<conditionalFormatting" in after
        and "<drawing" in after
    )
    assert "<f>C3*2</f>" in after
    bare = re.sub(r'<row r="30">.*?</row>|<c r="(H2|B30)" s="\d+"/>', "", after)
    assert re.sub(r' (s|tabSelected)="\d+"', "", bare) == re.sub(
        r' (s|tabSelected)="\d+"', "", before
    )


def test_names_local_to_a_sheet_follow_it(marked: bytes) -> None:
    book = load_workbook(io.BytesIO(marked))
    assert "local" in book[PAGE].defined_names and "partout" in book.defined_names
    assert {p.title for p in book.worksheets if p.defined_names} == {PAGE}


@pytest.mark.parametrize("faults", [FAULTS, FAULTS[:1], FAULTS[-1:]])
def test_elements_stand_in_the_order_that_excel_demands(
    workbook: bytes, faults: Sequence[Problem]
) -> None:
    for name, data in parts_of(annotate(workbook, faults)).items():
        if name.startswith("xl/worksheets/") and name.endswith(".xml"):
            names = [
                child.tag.removeprefix(MAIN) for child in ElementTree.fromstring(data)
            ]
            assert [ORDER.index(each) for each in names] == sorted(
                ORDER.index(each) for each in names
            ), name


def test_the_same_input_gives_the_same_bytes(workbook: bytes, marked: bytes) -> None:
    assert annotate(workbook, FAULTS) == marked


def test_without_problems_the_copy_of_a_copy_is_the_original(
    workbook: bytes, marked: bytes
) -> None:
    assert parts_of(annotate(marked, [])) == parts_of(workbook)
    assert parts_of(annotate(workbook, [])) == parts_of(workbook)


def test_mended_cells_lose_their_marks_and_the_others_keep_theirs(
    workbook: bytes, marked: bytes
) -> None:
    left = [problem for problem in FAULTS if problem.ref != cell("B3")]
    assert parts_of(annotate(marked, left)) == parts_of(annotate(workbook, left))
    page = load_workbook(io.BytesIO(annotate(marked, left)))[PAGE]
    assert colour(page, "B3") == "FF00AA00" and note(page, "B3") == ""
    assert colour(page, "A4") == RED


def test_a_value_typed_into_a_marked_cell_stays(marked: bytes) -> None:
    parts = parts_of(marked)
    sheet = parts["xl/worksheets/sheet2.xml"]
    parts["xl/worksheets/sheet2.xml"] = re.sub(
        rb'(<c r="B30" s="\d+")/>', rb"\1><v>7</v></c>", sheet
    )
    page = load_workbook(io.BytesIO(annotate(packed(parts), [])))[PAGE]
    assert page["B30"].value == 7 and colour(page, "B30") == ""


def test_marks_go_after_another_program_has_saved_the_copy(marked: bytes) -> None:
    """openpyxl renumbers styles, as Excel does; the sheet was renamed and moved in
    between.
    """
    book = load_workbook(io.BytesIO(marked))
    book.worksheets[0].title = "Mes corrections"
    book.defined_names[
        "canevas_a_corriger"
    ].attr_text = "'Mes corrections'!$A$1"  # Excel does that by itself
    book.move_sheet("Mes corrections", 2)
    clean = load_workbook(io.BytesIO(annotate(saved(book), [])))
    assert clean.sheetnames == ["Listes", PAGE, "À corriger"]
    assert coloured(clean[PAGE]) == coloured(clean["Listes"]) == {}
    assert colour(clean[PAGE], "B3") == "FF00AA00" and colour(clean[PAGE], "A4") == ""
    assert (
        note(clean[PAGE], "A4") == "Vu avec la famille."
        and note(clean[PAGE], "B3") == ""
    )
    assert set(clean.defined_names) == {"partout"} and set(
        clean[PAGE].defined_names
    ) == {"local"}
    assert clean.active is not clean["Listes"]  # which is hidden


def test_a_first_sheet_deleted_by_the_person_is_made_anew(marked: bytes) -> None:
    book = load_workbook(io.BytesIO(marked))
    del book["À corriger (2)"]
    again = load_workbook(io.BytesIO(annotate(saved(book), FAULTS[:1])))
    assert again.sheetnames == ["À corriger (2)", "Listes", PAGE, "À corriger"]


BODIES = {
    "no row": "<sheetData/>",
    "rows around": (
        '<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="9"><c'
        ' r="A9"/></row></sheetData>'
    ),
    "row of one tag": '<sheetData><row r="3" ht="20" customHeight="1"/></sheetData>',
    "cell of one tag": '<sheetData><row r="3"><c r="B3"/><c r="C3"/></row></sheetData>',
    "cells around": (
        '<sheetData><row r="3" spans="1:1"><c r="A3"/><c r="D3"><v>4</v></c></row></sheetData>'
    ),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_a_cell_is_found_or_made_in_its_place(body: str) -> None:
    source = of_cells(body)
    marked = annotate(source, [missing("B3", "Feuille")])
    page = load_workbook(io.BytesIO(marked))["Feuille"]
    assert coloured(page) == {"B3": RED} and note(page, "B3")
    before = load_workbook(io.BytesIO(source))["Feuille"]
    assert {
        c.coordinate: c.value
        for row in page.iter_rows()
        for c in row
        if c.value is not None
    } == {
        c.coordinate: c.value
        for row in before.iter_rows()
        for c in row
        if c.value is not None
    }
    sheet = next(
        data for name, data in parts_of(marked).items() if name.endswith("sheet1.xml")
    )
    refs = [
        cell("".join(ref)).row for ref in re.findall(r'<row r="(\d+)"', sheet.decode())
    ]
    assert refs == sorted(set(refs))
    assert coloured(load_workbook(io.BytesIO(annotate(marked, [])))["Feuille"]) == {}


def test_a_cell_under_a_merge_is_marked_where_it_shows(workbook: bytes) -> None:
    page = load_workbook(io.BytesIO(annotate(workbook, [missing("F3")])))[PAGE]
    assert colour(page, "E2") == RED and note(page, "E2")


def test_a_cell_takes_the_style_of_its_column_or_row(workbook: bytes) -> None:
    book = Workbook()
    book.worksheets[0].title = "Feuille"
    book.worksheets[0].column_dimensions["B"].font = Font(italic=True)
    book.worksheets[0].column_dimensions["B"].width = 20
    source = edited(
        saved(book),
        sheet1=("<sheetData></sheetData>", '<sheetData><row r="2"/></sheetData>'),
    )
    page = load_workbook(
        io.BytesIO(
            annotate(source, [missing("B2", "Feuille"), missing("B5", "Feuille")])
        )
    )["Feuille"]
    assert (
        page["B2"].font.italic and page["B5"].font.italic and colour(page, "B5") == RED
    )


def test_a_workbook_with_prefixed_elements_is_marked_in_its_own_way() -> None:
    parts = parts_of(
        of_cells('<sheetData><row r="3"><c r="B3"><v>1</v></c></row></sheetData>')
    )
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        prefixed = re.sub(rb"<(/?)(?=[a-zA-Z])", rb"<\1x:", parts[name])
        parts[name] = prefixed.replace(b'xmlns="', b'xmlns:x="')
    marked = annotate(
        packed(parts), [missing("B3", "Feuille"), missing("A9", "Feuille")]
    )
    book = load_workbook(io.BytesIO(marked))
    assert book.sheetnames == ["À corriger", "Feuille"]
    assert coloured(book["Feuille"]) == {"B3": RED, "A9": RED}
    assert parts_of(annotate(marked, [])) == parts


BROKEN = {
    "another encoding": lambda sheet: sheet.decode().encode("utf-16"),
    "a doctype": lambda sheet: b"<!DOCTYPE worksheet>" + sheet,
    "a comment between cells": lambda sheet: sheet.replace(
        b"<sheetData>", b"<sheetData><!-- <row r='1'> -->"
    ),
    "cut off": lambda sheet: sheet[:-20],
    "rows without their numbers": lambda sheet: sheet.replace(b' r="3"', b""),
    "too heavy": lambda sheet: sheet.replace(
        b"</worksheet>", b"<extLst>" + b"<ext/>" * 1_600_000 + b"</extLst></worksheet>"
    ),
    "another vocabulary": lambda sheet: sheet.replace(
        b"spreadsheetml/2006", b"autre/2006"
    ),
}


@pytest.mark.parametrize(
    "how",
    [
        pytest.param(how, marks=pytest.mark.slow) if how == "too heavy" else how
        for how in BROKEN
    ],
)
def test_what_cannot_be_edited_safely_is_refused_with_a_reason(how: str) -> None:
    parts = parts_of(of_cells('<sheetData><row r="3"/></sheetData>'))
    parts["xl/worksheets/sheet1.xml"] = BROKEN[how](parts["xl/worksheets/sheet1.xml"])
    with pytest.raises(CannotMark, match="une de ses"):
        annotate(packed(parts), [missing("B3", "Feuille")])


def test_a_conversation_stays_as_it_is(workbook: bytes) -> None:
    parts = parts_of(workbook)
    parts["xl/comments/comment1.xml"] = parts["xl/comments/comment1.xml"].replace(
        "Une collègue".encode(), b"tc={00000000-0000-0000-0000-000000000001}"
    )
    marked = annotate(packed(parts), [missing("A4"), missing("A5")])
    page = load_workbook(io.BytesIO(marked))[PAGE]
    assert note(page, "A4") == "Vu avec la famille." and colour(page, "A4") == RED
    assert note(page, "A5").startswith("── Canevas ──")


def test_a_comment_in_several_runs_keeps_them(workbook: bytes) -> None:
    parts = parts_of(workbook)
    runs = b'<text><r><rPr><b/></rPr><t>Vu</t></r><r><t xml:space="preserve"> hier </t></r></text>'
    comments = parts["xl/comments/comment1.xml"]
    parts["xl/comments/comment1.xml"] = re.sub(
        rb"<text>.*?</text>", runs, comments, count=1, flags=re.DOTALL
    )
    marked = annotate(packed(parts), [missing("A4")])
    page = load_workbook(io.BytesIO(marked))[PAGE]
    assert note(page, "A4").startswith("Vu hier \n\n── Canevas ──\nFaute : ")
    assert parts_of(annotate(marked, [])) == parts


def test_the_buttons_of_a_sheet_stay_beside_the_boxes_of_comments() -> None:
    source = of_cells('<sheetData><row r="3"><c r="A3"/></row></sheetData>')
    button = (
        '<v:shape id="_x0000_s1025" type="#_x0000_t201"><x:ClientData'
        ' ObjectType="Button"/></v:shape>'
    )
    spaces = (
        'xmlns:v="urn:schemas-microsoft-com:vml"'
        ' xmlns:x="urn:schemas-microsoft-com:office:excel"'
    )
    choice = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>'
    named = f'<legacyDrawing xmlns:r="{RELATIONS}" r:id="rId7"/>'
    parts = parts_of(
        edited(source, sheet1=("</worksheet>", f"{named}{choice}</worksheet>"))
    )
    parts["xl/drawings/vml.vml"] = f"<xml {spaces}>{button}</xml>".encode()
    drawing = (
        f'<Relationship Id="rId7" Type="{RELATIONS}/vmlDrawing"'
        ' Target="../drawings/vml.vml"/></Relationships>'
    )
    rels = re.sub("<Relationship Id.*", drawing, DRAWING_RELS)
    parts["xl/worksheets/_rels/sheet1.xml.rels"] = rels.encode()
    vml = (
        b'<Default Extension="vml"'
        b' ContentType="application/vnd.openxmlformats-officedocument.vmlDrawing"/></Types>'
    )
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        b"</Types>", vml
    )
    marked = annotate(packed(parts), [missing("B3", "Feuille")])
    shapes = parts_of(marked)["xl/drawings/vml.vml"].decode()
    assert button in shapes and shapes.count("<v:shape ") == 2
    ElementTree.fromstring(shapes)
    back = parts_of(annotate(marked, []))
    assert button in back.pop("xl/drawings/vml.vml").decode()
    del parts["xl/drawings/vml.vml"]  # a definition of boxes is left in it
    assert back == parts


def test_the_drawing_of_comments_stands_before_controls() -> None:
    choice = '<mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"/>'
    source = edited(
        of_cells("<sheetData/>"), sheet1=("</worksheet>", f"{choice}</worksheet>")
    )
    sheet = parts_of(annotate(source, [missing("B3", "Feuille")]))[
        "xl/worksheets/sheet1.xml"
    ].decode()
    assert (
        sheet.index("<pageMargins")
        < sheet.index("<legacyDrawing")
        < sheet.index("<mc:AlternateContent")
    )


@pytest.mark.parametrize("pattern", ["lightGrid", "solid"])
def test_a_filled_cell_gets_its_fill_back(
    pattern: Literal["lightGrid", "solid"],
) -> None:
    book = Workbook()
    page = book.worksheets[0]
    page.title = "Feuille"
    page["B3"].fill = PatternFill(pattern, fgColor="FF112233", bgColor="FF445566")
    clean = annotate(annotate(saved(book), [missing("B3", "Feuille")]), [])
    fill = load_workbook(io.BytesIO(clean))["Feuille"]["B3"].fill
    assert (fill.patternType, fill.fgColor.rgb, fill.bgColor.rgb) == (
        pattern,
        "FF112233",
        "FF445566",
    )


def test_a_workbook_without_table_of_styles_gets_one() -> None:
    parts = parts_of(of_cells('<sheetData><row r="3"/></sheetData>'))
    del parts["xl/styles.xml"]
    for name in ("[Content_Types].xml", "xl/_rels/workbook.xml.rels"):
        parts[name] = re.sub(rb"<[^<>]*styles[^<>]*/>", b"", parts[name])
    page = load_workbook(
        io.BytesIO(annotate(packed(parts), [missing("B3", "Feuille")]))
    )["Feuille"]
    assert colour(page, "B3") == RED


def test_texts_that_no_file_may_carry_are_made_harmless(workbook: bytes) -> None:
    fault = Problem(
        "code-inconnu",
        cell("B2"),
        {"valeur": "a\x00\ud800_x0041_" + "z" * 40_000, "feuille": PAGE},
    )
    book = load_workbook(io.BytesIO(annotate(workbook, [fault, fault])))
    assert len(note(book[PAGE], "B2")) <= 32_767
    assert "a\ufffd\ufffd" in note(book[PAGE], "B2")


def test_beyond_the_most_marks_findings_are_only_listed() -> None:
    source = of_cells("<sheetData/>")
    faults = [missing(f"A{row}", "Feuille") for row in range(1, 6_001)]
    book = load_workbook(io.BytesIO(annotate(source, faults)))
    assert len(coloured(book["Feuille"])) == 3_000
    assert book.worksheets[0].max_row == 5_005
    assert book.worksheets[0]["C5005"].value.startswith("Et 1\u202f000 autres")


def test_a_large_workbook_is_marked_in_a_moment() -> None:
    cells = "".join(
        f'<row r="{r}">'
        + "".join(
            f'<c r="{letter}{r}"><v>{r}</v></c>' for letter in "ABCDEFGHIJKLMNOPQRST"
        )
        + "</row>"
        for r in range(1, 5_001)
    )
    source = of_cells(f"<sheetData>{cells}</sheetData>")
    begun = time.process_time()
    marked = annotate(
        source, [missing(f"C{row}", "Feuille") for row in range(1, 5_001, 10)]
    )
    annotate(marked, [])
    assert time.process_time() - begun < 6


MACRO = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">
<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Module1" script:language="StarBasic">
Sub Tell
  Dim options(0) As New com.sun.star.beans.PropertyValue
  options(0).Name = &quot;Hidden&quot; : options(0).Value = True
  book = StarDesktop.loadComponentFromURL(&quot;{source}&quot;, &quot;_blank&quot;, 0, options())
  page = book.Sheets.getByIndex(2)
  Open &quot;{told}&quot; For Output As #1
  For Each place In Array(&quot;B5&quot;, &quot;C5&quot;)
    check = page.getCellRangeByName(place).Validation
    Print #1, place &amp; &quot; &quot; &amp; check.Type &amp; &quot; &quot; &amp; check.getFormula1()
  Next
  For Each place In Array(&quot;A4&quot;, &quot;B3&quot;)
    Print #1, place &amp; &quot; &quot; &amp; Len(page.getCellRangeByName(place).Annotation.String)
  Next
  Print #1, &quot;pictures &quot; &amp; page.DrawPage.Count
  options(0).Name = &quot;FilterName&quot; : options(0).Value = &quot;Calc MS Excel 2007 XML&quot;
  book.storeToURL(&quot;{target}&quot;, options())
  book.close(True)
  StarDesktop.terminate()
End Sub
</script:module>
"""


@pytest.mark.office
@posix("a signal to a group of processes")
def test_libreoffice_finds_all_alive_and_what_it_saves_can_be_cleared(
    marked: bytes, tmp_path: Path
) -> None:
    profile, source, told, target = (
        tmp_path / name for name in ("profile", "copie.xlsx", "dit.txt", "rendu.xlsx")
    )
    source.write_bytes(marked)
    soffice(profile, "--terminate_after_init")
    module = profile / "user/basic/Standard/Module1.xba"
    macro = MACRO.format(source=source.as_uri(), told=told, target=target.as_uri())
    module.write_text(macro, encoding="utf-8")
    soffice(profile, "macro:///Standard.Module1.Tell")
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines()
    assert re.fullmatch(r"B5 6 \$?Listes[.!]\$?A\$?1:\$?A\$?2", lines[0]), (
        lines
    )  # 6: a list
    assert re.fullmatch(r"C5 1 0", lines[1]), lines  # 1: a whole number
    page = load_workbook(io.BytesIO(marked))[PAGE]
    assert lines[2:4] == [f"A4 {len(note(page, 'A4'))}", f"B3 {len(note(page, 'B3'))}"]
    assert lines[4] == "pictures 6"  # the picture, and the boxes of five comments
    clean = load_workbook(io.BytesIO(annotate(target.read_bytes(), [])))
    assert clean.sheetnames == ["Listes", PAGE, "À corriger"]
    assert coloured(clean[PAGE]) == coloured(clean["Listes"]) == {}
    assert colour(clean[PAGE], "B3") == ""  # LibreOffice forgets what a mark hides
    assert (
        note(clean[PAGE], "A4") == "Vu avec la famille."
        and note(clean[PAGE], "B3") == ""
    )


def anchor(body: str) -> str:
    """Where the box of the comment of B3 stands."""
    parts = parts_of(annotate(of_cells(body), [missing("B3", "Feuille")]))
    [drawing] = [data.decode() for name, data in parts.items() if name.endswith(".vml")]
    return str(re.findall(r"<x:Anchor>(.*?)</x:Anchor>", drawing)[0])


@pytest.mark.parametrize("written", ["1e999", "-5", "nan", "haut", "410"])
def test_a_height_or_width_that_cannot_be_is_as_usual(written: str) -> None:
    tall = "".join(f'<row r="{row}" ht="{written}"/>' for row in range(1, 9))
    wide = f'<cols><col min="1" max="9" width="{written}"/></cols><sheetData/>'
    assert (
        anchor(f"<sheetData>{tall}</sheetData>")
        == anchor(wide)
        == anchor("<sheetData/>")
    )


def test_a_box_spans_hidden_rows_but_not_without_end() -> None:
    flat = "".join(f'<row r="{row}" ht="0"/>' for row in range(1, 3_000))
    *_, last, _ = map(int, anchor(f"<sheetData>{flat}</sheetData>").split(","))
    assert last == 101
