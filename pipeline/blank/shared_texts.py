"""The texts of a workbook in one table, as Excel writes them.

openpyxl writes every text into its cell (``inlineStr``), which programs of phones and
Numbers show as empty. So its finished package is passed over once. XlsxWriter has such a
table, but the sheets would have to be written anew for it, and it has no names of styles
for whole columns that a cell then takes over.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_PART = "xl/sharedStrings.xml"
_SHEET = re.compile(r"xl/worksheets/sheet\d+\.xml")
_INLINE = re.compile(rb't="inlineStr"><is>(.*?)</is></c>', re.DOTALL)


def with_shared_texts(parts: Mapping[str, bytes]) -> dict[str, bytes]:
    """The parts of a package that openpyxl has written, with each text once in the
    table, and its number in the cells.
    """
    numbers: dict[bytes, int] = {}
    uses = 0

    def number(cell: re.Match[bytes]) -> bytes:
        nonlocal uses
        uses += 1
        return b't="s"><v>%d</v></c>' % numbers.setdefault(cell[1], len(numbers))

    made = {
        name: _INLINE.sub(number, part) if _SHEET.fullmatch(name) else part
        for name, part in parts.items()
    }
    items = b"".join(b"<si>%b</si>" % text for text in numbers)
    made[_PART] = (
        b'<sst xmlns="%b" count="%d" uniqueCount="%d">%b</sst>'
        % (_SPACE.encode(), uses, len(numbers), items)
    )  # fmt: skip
    types = f'<Override PartName="/{_PART}" ContentType="{_KIND}"/></Types>'
    link = (
        f'<Relationship Id="rIdTexts" Type="{_RELATIONS}/sharedStrings"'
        f' Target="/{_PART}"/></Relationships>'
    )
    for name, more in (
        ("[Content_Types].xml", types),
        ("xl/_rels/workbook.xml.rels", link),
    ):
        made[name] = re.sub(rb"</\w+>\s*$", more.encode(), made[name])
    return made
