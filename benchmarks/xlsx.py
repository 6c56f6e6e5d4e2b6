"""A register as an .xlsx file, in the columns and words of form.yaml.

The XML is written directly, laid out as Excel does it (shared strings, dates as styled
numbers, headings in row 4), so that 100,000 households take seconds and little memory.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import yaml

ROOT = Path(__file__).parent.parent
FORM = yaml.load(
    (ROOT / "schema/dics-2023/form.yaml").read_text(encoding="utf-8"),
    Loader=yaml.CSafeLoader,
)

Row = dict[str, Any]
_EPOCH = date(1899, 12, 30)
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml."


class _Strings:
    """Excel's table of texts: each once, by number."""

    def __init__(self) -> None:
        self.numbers: dict[str, int] = {}

    def of(self, text: str) -> int:
        return self.numbers.setdefault(text, len(self.numbers))

    def xml(self) -> str:
        items = "".join(
            f'<si><t xml:space="preserve">{escape(text)}</t></si>'
            for text in self.numbers
        )
        return f'{_XML}<sst xmlns="{_MAIN}">{items}</sst>'


def write_workbook(target: Path, rows: dict[str, list[Row]]) -> None:
    """The register as an .xlsx file, in the columns and words of the form."""
    strings, sheets = _Strings(), FORM["sheets"]
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for number, (key, sheet) in enumerate(sheets.items(), 1):
            with package.open(f"xl/worksheets/sheet{number}.xml", "w") as part:
                for piece in _sheet(sheet, rows[key], strings):
                    part.write(piece.encode())
        package.writestr("xl/sharedStrings.xml", strings.xml())
        for name, text in _frame([sheet["title"] for sheet in sheets.values()]).items():
            package.writestr(name, _XML + text)


def _sheet(sheet: Row, rows: list[Row], strings: _Strings) -> Iterator[str]:
    fields = sheet["fields"]
    columns = dict(zip(fields, _letters(), strict=False))
    cell = {key: _cell(field, strings) for key, field in fields.items()}
    yield f'{_XML}<worksheet xmlns="{_MAIN}"><sheetData>'
    yield f'<row r="1"><c r="A1" t="s"><v>{strings.of(sheet["title"])}</v></c></row><row r="4">'
    for key, field in fields.items():
        heading = field["heading"] + (" *" if field.get("required") else "")
        yield f'<c r="{columns[key]}4" t="s"><v>{strings.of(heading)}</v></c>'
    yield "</row>"
    for at, row in enumerate(rows, 5):
        cells = "".join(
            f'<c r="{columns[key]}{at}"{cell[key](row)}</v></c>'
            for key in fields
            if key in row
        )
        yield f'<row r="{at}">{cells}</row>'
    yield "</sheetData></worksheet>"


def _cell(field: Row, strings: _Strings) -> Any:
    """What writes the cells of a column, from the row."""
    key = next(
        name
        for sheet in FORM["sheets"].values()
        for name, one in sheet["fields"].items()
        if one is field
    )
    labels = (
        {item["key"]: item["label"] for item in FORM["lists"][field["list"]]["items"]}
        if "list" in field
        else {}
    )
    if field["type"] == "date":
        return lambda row: f' s="1"><v>{(row[key] - _EPOCH).days}'
    if field["type"] == "year":
        return lambda row: f"><v>{row[key]}"
    if field["type"] == "question":
        labels = {one["id"]: one.get("label", one["id"]) for one in FORM["questions"]}
    if field["type"] == "line":
        return lambda row: f' t="s"><v>{strings.of(_line(row))}'
    return lambda row: f' t="s"><v>{strings.of(labels.get(row[key], row[key]))}'


def _line(row: Row) -> str:
    """A line of the answers sheet in the form's words."""
    question = next(one for one in FORM["questions"] if one["id"] == row["question"])
    items = FORM["lists"][question["list"]]["items"] if "list" in question else []
    return str(
        next(
            (item["label"] for item in items if item["key"] == row["ligne"]),
            question["title"],
        )
    )


def _letters() -> Iterator[str]:
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    yield from alphabet
    yield from (f"A{letter}" for letter in alphabet)


def _frame(titles: list[str]) -> dict[str, str]:
    """Everything of the package but sheets and texts."""
    numbers = range(1, len(titles) + 1)
    sheets = "".join(
        f'<sheet name="{escape(t)}" sheetId="{n}" r:id="rId{n}"/>'
        for n, t in zip(numbers, titles, strict=True)
    )
    rels = "".join(
        f'<Relationship Id="rId{n}" Type="{_RELS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in numbers
    )
    more = "".join(
        f'<Relationship Id="{name}" Type="{_RELS}/{name}" Target="{name}.xml"/>'
        for name in ("styles", "sharedStrings")
    )
    kinds = {f"worksheets/sheet{n}": "worksheet" for n in numbers} | {
        "styles": "styles"
    }
    kinds |= {"sharedStrings": "sharedStrings", "workbook": "sheet.main"}
    overrides = "".join(
        f'<Override PartName="/xl/{name}.xml" ContentType="{_TYPE}{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    defaults = (
        '<Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    return {
        "[Content_Types].xml": (
            f'<Types xmlns="{_PACKAGE}/content-types">{defaults}{overrides}</Types>'
        ),
        "_rels/.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
            f' Type="{_RELS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
        ),
        "xl/workbook.xml": (
            f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELS}"><sheets>{sheets}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'<Relationships xmlns="{_PACKAGE}/relationships">{rels}{more}</Relationships>'
        ),
        "xl/styles.xml": _styles(),
    }


def _styles() -> str:
    one = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"'
    return (
        f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name'
        ' val="Calibri"/></font></fonts><fills count="2"><fill><patternFill'
        ' patternType="none"/></fill><fill><patternFill'
        ' patternType="gray125"/></fill></fills><borders'
        ' count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        f'<cellStyleXfs count="1">{one}/></cellStyleXfs><cellXfs count="2">{one}'
        f' xfId="0"/>{one.replace("0", "14", 1)} xfId="0"'
        ' applyNumberFormat="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal"'
        ' xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    )
