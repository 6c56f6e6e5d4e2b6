"""Word's XML of tables: rows, cells, their looks, and the marks by which a template
repeats them.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence

from docx.document import Document as WordDocument
from docx.enum.table import WD_ROW_HEIGHT_RULE
from docx.oxml.ns import qn
from docx.oxml.parser import OxmlElement
from docx.shared import Cm
from docx.table import _Cell, _Row
from lxml import etree

# A column's width in cm; or the width of a zone of columns, and into how many units it
# is cut.
Width = str | Sequence[str]


def add_table(
    document: WordDocument, rows: int, columns: Sequence[Width]
) -> list[_Row]:
    """A ruled table of fixed column widths; gives its rows."""
    widths = [float(each if isinstance(each, str) else each[0]) for each in columns]
    table = document.add_table(rows, len(widths), style="Grille")
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Cm(width)
    total = etree.SubElement(table._tbl.tblPr, qn("w:tblW"))
    for old in table._tbl.tblPr.findall(qn("w:tblW"))[:-1]:
        table._tbl.tblPr.replace(old, total)
    total.set(
        qn("w:w"),
        str(sum(column.width.twips for column in table.columns if column.width)),
    )
    total.set(qn("w:type"), "dxa")
    _drop(table._tbl.tblPr, "w:tblLook")
    listed = list(table.rows)
    for row in listed:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = Cm(width)
    for column, zone in zip(list(table.columns), columns, strict=True):
        if not isinstance(zone, str):
            _cut(column._gridCol, int(zone[1]))
    return listed


def _cut(grid_column: etree._Element, units: int) -> None:
    """A zone that a row fills with as many equal cells as it has, each spanning its
    share of the units.
    """
    whole = int(grid_column.get(qn("w:w"), "0"))
    for number in range(units - 1, -1, -1):
        unit = copy.deepcopy(grid_column)
        unit.set(
            qn("w:w"), str(whole * (number + 1) // units - whole * number // units)
        )
        grid_column.addnext(unit)
    grid_column.getparent().remove(grid_column)


def span(cell: _Cell, units: int) -> None:
    """The cell spans so many units of a zone, whose widths count, not its own."""
    properties = cell._tc.get_or_add_tcPr()
    own = properties.get_or_add_tcW()
    own.set(qn("w:type"), "auto")
    own.set(qn("w:w"), "0")
    properties.get_or_add_gridSpan().val = units


def merge(cell: _Cell, is_first: bool) -> None:
    """The cell is one with those below it that are no first ones."""
    cell._tc.vMerge = "restart" if is_first else "continue"


def _drop(parent: etree._Element, name: str) -> None:
    for element in parent.findall(qn(name)):
        parent.remove(element)


def keep_row_whole(row: _Row) -> None:
    """The row does not break across pages."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def repeat_row(row: _Row) -> None:
    """The row is repeated at the top of each page that the table reaches."""
    row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def set_height(row: _Row, centimetres: float, exact: bool = False) -> None:
    """At least this high, or exactly."""
    row.height = Cm(centimetres)
    row.height_rule = (
        WD_ROW_HEIGHT_RULE.EXACTLY if exact else WD_ROW_HEIGHT_RULE.AT_LEAST
    )


def shade(cell: _Cell, colour: str) -> None:
    """Background of a cell, RRGGBB."""
    shading = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
        shading.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(shading)


def open_sides(cell: _Cell, sides: Sequence[str]) -> None:
    """No rule at these sides of a cell."""
    borders = OxmlElement("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):  # the schema's order
        if side in sides:
            etree.SubElement(borders, qn(f"w:{side}")).set(qn("w:val"), "nil")
    cell._tc.get_or_add_tcPr().append(borders)


def keep_together(rows: Sequence[_Row]) -> None:
    """All rows on one page: every paragraph but the last row's is kept with the next."""
    for row in rows[:-1]:
        for cell in row.cells:
            for paragraph in cell.paragraphs:
                paragraph.paragraph_format.keep_with_next = True


def centre_vertically(cell: _Cell) -> None:
    alignment = OxmlElement("w:vAlign")
    alignment.set(qn("w:val"), "center")
    cell._tc.get_or_add_tcPr().append(alignment)


def mark_before(row: _Row, mark: str) -> None:
    """Put a row that holds a template mark before this one (docxtpl replaces such a row
    by its mark).
    """
    row._tr.addprevious(_marked(row._tr, mark))


def mark_after(row: _Row, mark: str) -> None:
    row._tr.addnext(_marked(row._tr, mark))


def wrap_cell(cell: _Cell, before: str, after: str) -> None:
    """Put a cell that holds a template mark before and after this one; in a zone each
    takes a unit of its span.
    """
    twins = [_marked(cell._tc, mark) for mark in (before, after)]
    cell._tc.addprevious(twins[0])
    cell._tc.addnext(twins[1])
    if cell.grid_span > 2:
        span(cell, cell.grid_span - 2)
        for twin in twins:
            _drop(twin.tcPr, "w:gridSpan")


def _marked(element: etree._Element, mark: str) -> etree._Element:
    """A twin of a row or a cell, with a template mark as its only text."""
    twin = copy.deepcopy(element)
    for text in twin.iter(qn("w:t")):
        text.text = ""
    next(twin.iter(qn("w:t"))).text = mark
    return twin
