"""Workbooks as no one should write them: the package of the small sound one, with edits
to its parts.
"""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from zipfile import ZIP_DEFLATED, ZipFile

from tests.support.faults import Finding, workbook

Edit = Callable[[dict[str, str]], None]

CONTACTS, ANSWERS, LISTS = (f"xl/worksheets/sheet{number}.xml" for number in (5, 7, 8))
WORKBOOK, TYPES, TEXTS = (
    "xl/workbook.xml",
    "[Content_Types].xml",
    "xl/sharedStrings.xml",
)
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@cache
def _base() -> bytes:
    return workbook()


def parts(base: bytes | None = None) -> dict[str, str]:
    """The parts of a workbook, the small sound one unless another is given."""
    with ZipFile(io.BytesIO(_base() if base is None else base)) as package:
        return {name: package.read(name).decode() for name in package.namelist()}


def zipped(content: Iterable[tuple[str, str | bytes]]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as package:
        for name, data in content:
            package.writestr(name, data)
    return out.getvalue()


def edited(*edits: Edit, base: bytes | None = None) -> bytes:
    """A workbook, the small sound one unless another is given, with these edits."""
    content = parts(base)
    for edit in edits:
        edit(content)
    return zipped(content.items())


# ---- edits


def swap(part: str, old: str, new: str) -> Edit:
    def edit(content: dict[str, str]) -> None:
        assert old in content[part], old
        content[part] = content[part].replace(old, new)

    return edit


def cell(part: str, place: str, attributes: str, inner: str) -> Edit:
    """Another content for a cell that stands in the part; its style stays."""

    def edit(content: dict[str, str]) -> None:
        pattern = rf'<c r="{place}"( s="\d+")?[^>]*?(/>|>.*?</c>)'
        written = f"{attributes}>{inner}</c>"
        made, times = re.subn(
            pattern,
            lambda c: f'<c r="{place}"{c[1] or ""} {written}',
            content[part],
            flags=re.DOTALL,
        )
        assert times == 1, place
        content[part] = made

    return edit


def text(part: str, place: str, inner: str) -> Edit:
    return cell(part, place, 't="inlineStr"', f"<is><t>{inner}</t></is>")


def rows(part: str, xml: str) -> Edit:
    """Rows after the last one."""
    return swap(part, "</sheetData>", f"{xml}</sheetData>")


def beside(part: str, row: int, xml: str) -> Edit:
    """Cells after the last one of a row."""

    def edit(content: dict[str, str]) -> None:
        content[part] = re.sub(
            rf'(<row r="{row}".*?)</row>', rf"\1{xml}</row>", content[part], count=1
        )

    return edit


def merged(part: str, ref: str) -> Edit:
    return swap(
        part,
        "</sheetData>",
        f'</sheetData><mergeCells><mergeCell ref="{ref}"/></mergeCells>',
    )


def table_of_texts(items: str) -> Edit:
    """The workbook's table of texts, which it had not: the inner XML of <sst>."""

    def edit(content: dict[str, str]) -> None:
        assert TEXTS not in content
        content[TEXTS] = f'<sst xmlns="{_MAIN}">{items}</sst>'
        link = f'<Relationship Id="texts" Type="{RELATIONS}/sharedStrings" Target="/{TEXTS}"/>'
        swap(
            "xl/_rels/workbook.xml.rels", "</Relationships>", f"{link}</Relationships>"
        )(content)

    return edit


def row_attribute(part: str, row: int, attribute: str) -> Edit:
    return swap(part, f'<row r="{row}"', f'<row {attribute} r="{row}"')


def doctype(part: str) -> Edit:
    """The billion laughs: an entity of entities of entities."""
    names = [f"a{number}" for number in range(10)]
    laughs = "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in pairwise(names))
    declared = f'<!DOCTYPE x [<!ENTITY a0 "ha">{laughs}]>'

    def edit(content: dict[str, str]) -> None:
        bare = re.sub(r"^<\?xml.*?\?>", "", content[part])
        content[part] = declared + bare.replace("</", "&a9;</", 1)

    return edit


def _swapped_rows(content: dict[str, str]) -> None:
    fifth, sixth = (
        re.findall(rf'<row r="{row}".*?</row>', content[CONTACTS])[0] for row in (5, 6)
    )
    content[CONTACTS] = content[CONTACTS].replace(fifth + sixth, sixth + fifth)


def _row_twice(content: dict[str, str]) -> None:
    eighth = re.findall(r'<row r="8".*?</row>', content[CONTACTS])[0]
    content[CONTACTS] = content[CONTACTS].replace(eighth, eighth + eighth)


def _above(content: dict[str, str]) -> None:
    eighth = re.findall(r'<row r="8".*?</row>', content[CONTACTS])[0]
    second = re.sub(r'(r="[A-Z]*)8"', r'\g<1>2"', eighth)
    content[CONTACTS] = re.sub(r'<row r="2".*?</row>', second, content[CONTACTS])


# ---- the tables


@dataclass(frozen=True)
class Hostile:
    """A workbook that reading must not take wrong, and all its findings."""

    name: str
    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...] = ()

    def __str__(self) -> str:
        return self.name


def _case(name: str, *edits: Edit, told: tuple[str, str] | None = None) -> Hostile:
    return Hostile(name, edits, (told,) if told else ())


_NO_LIST = (
    '<c r="G8"><f>A1</f></c><c r="H8"><v>NaN</v></c><c r="I8"'
    ' t="inlineStr"><is><t>a_x000B_</t></is></c>'
)
_RUNS = "<r><t>Télé</t></r><r><t>phone</t></r><rPh><t>x</t></rPh>"
_CROSSED = "<r><rPr><strike/></rPr><t>H-</t></r><r><rPr><strike val='1'/><b/></rPr><t>001</t></r>"
_STYLED = "".join(
    f'<row r="{row}"><c r="A{row}" s="1"/><c r="F{row}" s="1"/></row>'
    for row in range(5000, 9000)
)

TOLD = [
    _case("formula", cell(CONTACTS, "C8", "", "<f>A1</f>"), told=("formule-sans-valeur", "Contacts!C8")),
    _case("formula, no value", cell(CONTACTS, "C8", "", "<f>A1</f><v/>"), told=("formule-sans-valeur", "Contacts!C8")),
    _case("error value", cell(CONTACTS, "C8", 't="e"', "<f>B1</f><v>#N/A</v>"), told=("valeur-erreur", "Contacts!C8")),
    _case("no number", cell(CONTACTS, "C8", "", "<v>NaN</v>"), told=("nombre-impossible", "Contacts!C8")),
    _case("infinite", cell(CONTACTS, "C8", "", "<v>1E999</v>"), told=("nombre-impossible", "Contacts!C8")),
    _case("no such text", cell(CONTACTS, "C8", 't="s"', "<v>999</v>"), told=("cellule-illisible", "Contacts!C8")),
    _case("unknown type", cell(CONTACTS, "C8", 't="z"', "<v>1</v>"), told=("cellule-illisible", "Contacts!C8")),
    _case("control", text(ANSWERS, "E6", "une_x000B_lettre"), told=("caractere-interdit", "Réponses!E6")),
    _case("half a character", text(ANSWERS, "E6", "une _xD83D_"), told=("caractere-interdit", "Réponses!E6")),
    _case("no character", text(ANSWERS, "E6", "une _xFFFF_"), told=("caractere-interdit", "Réponses!E6")),
    _case("long text", text(ANSWERS, "E6", "a" * 32_768), told=("texte-trop-long", "Réponses!E6")),
    _case("under merged cells", merged(CONTACTS, "C7:C8"), told=("valeur-masquee", "Contacts!C8")),
    _case("rows swapped", _swapped_rows, told=("place-double", "Contacts!5")),
    _case("row twice", _row_twice, told=("place-double", "Contacts!8")),
    _case(
        "cell twice",
        beside(CONTACTS, 8, '<c r="C8" t="inlineStr"><is><t>Courrier</t></is></c>'),
        told=("place-double", "Contacts!C8"),
    ),
    _case("column 201", beside(CONTACTS, 8, '<c r="GS8"><v>1</v></c>'), told=("hors-limites", "Contacts!GS8")),
    _case(
        "last cell of all",
        rows(CONTACTS, '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        told=("hors-limites", "Contacts!XFD1048576"),
    ),
    _case("sheet twice", swap(WORKBOOK, 'name="Listes"', 'name=" CONTACTS"'), told=("feuille-double", " CONTACTS")),
    _case(
        "a journal for lists",
        lambda content: content.update({LISTS: content[CONTACTS]}),
        told=("feuille-non-lue", "Listes"),
    ),
    _case(
        "sheet hidden",
        swap(WORKBOOK, 'name="Contacts" sheetId="5" state="visible"', 'name="Contacts" sheetId="5" state="veryHidden"'),
        told=("feuilles-masquees", "Contacts"),
    ),
    _case("columns hidden", swap(CONTACTS, "<col ", '<col hidden="1" '), told=("colonnes-masquees", "Contacts!A5")),
    _case(
        "columns hidden in a second table",
        swap(CONTACTS, "</cols>", '</cols><cols><col min="1" max="3" width="9" hidden="1"/></cols>'),
        told=("colonnes-masquees", "Contacts!A5"),
    ),
    _case("a contact above the headings", _above, told=("lignes-au-dessus", "Contacts!A2")),
    _case(
        "a code struck through",
        cell("xl/worksheets/sheet4.xml", "A5", 't="inlineStr"', f"<is>{_CROSSED}</is>"),
        told=("lignes-barrees", "Ménages!A5"),
    ),
    _case(
        "another workbook",
        cell(CONTACTS, "C8", 't="str"', "<f>[1]a!A1</f><v>Téléphone</v>"),
        told=("valeurs-d-ailleurs", "Contacts!C8"),
    ),
    _case("hidden row", row_attribute(CONTACTS, 6, 'hidden="1"'), told=("lignes-masquees", "Contacts!A6")),
    _case(
        "filtered rows",
        *(row_attribute(CONTACTS, row, 'hidden="true"') for row in (7, 8)),
        told=("lignes-masquees", "Contacts!A7"),
    ),
    *(
        _case(f"serial {serial}", cell(CONTACTS, "A8", "", f"<v>{serial}</v>"), told=("date-illisible", "Contacts!A8"))
        for serial in (-1, 0, 60, 73_416, 2_958_465, "1e300")
    ),
    _case("date as text", text(CONTACTS, "A8", "10/10/2023"), told=("date-illisible", "Contacts!A8")),
    _case(
        "strict",
        swap(WORKBOOK, "http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/main"),
        told=("classeur-strict", ""),
    ),
    _case("no sheet", swap(WORKBOOK, "<sheet ", "<other "), told=("classeur-sans-feuille", "")),
    _case("laughs in a sheet", doctype(CONTACTS), told=("classeur-anormal", "")),
    _case("laughs in the workbook", doctype(WORKBOOK), told=("classeur-anormal", "")),
    _case("laughs in the styles", doctype("xl/styles.xml"), told=("classeur-anormal", "")),
    _case("row too far", rows(CONTACTS, '<row r="1048577"><c><v>1</v></c></row>'), told=("classeur-trop-grand", "Contacts")),
    _case("macros", swap(TYPES, "sheet.main+xml", "sheet.macroEnabled.main+xml"), told=("macros-ignorees", "")),
    _case("macros in it", lambda content: content.update({"xl/vbaProject.bin": "x"}), told=("macros-ignorees", "")),
    _case("half an element", swap(CONTACTS, "</worksheet>", ""), told=("fichier-illisible", "")),
    _case("no styles", lambda content: content.update({"xl/styles.xml": "<styles"}), told=("fichier-illisible", "")),
]  # fmt: skip

# The codes of the catalogue that files like these provoke, here and in
# test_admission.py.
ABOUT_THE_FILE = {
    "vus-sans-compter",
    "feuille-non-lue",
    "feuilles-masquees",
    "colonnes-masquees",
    "lignes-au-dessus",
    "lignes-barrees",
    "valeurs-d-ailleurs",
    "formulaire-inconnu",
    "titres-absents",
    "fichier-autre",
    "fichier-inaccessible",
    "fichier-etiquette",
    "classeur-ouvert",
    "classeur-strict",
    "classeur-sans-feuille",
    "classeur-anormal",
    "classeur-trop-grand",
    "mot-de-passe-requis",
    "mot-de-passe-refuse",
    "feuille-double",
    "formule-sans-valeur",
    "valeur-masquee",
    "place-double",
    "hors-limites",
    "caractere-interdit",
    "texte-trop-long",
    "nombre-impossible",
    "cellule-illisible",
    "macros-ignorees",
    "autre-formulaire",
    "lignes-masquees",
}

# What costs nothing, is nobody's business, or means the same: no finding at all.
UNTOLD = [
    _case("notes in own columns", beside(CONTACTS, 8, _NO_LIST), merged(CONTACTS, "G8:I9")),
    _case("an own sheet", lambda content: content.update({LISTS: "<worksheet"})),
    _case("laughs in an own sheet", doctype(LISTS)),
    _case("last cell of all, only styled", rows(CONTACTS, '<row r="1048576"><c r="XFD1048576" s="1"/></row>')),
    _case("thousands of styled rows", rows(CONTACTS, _STYLED)),
    _case("formula with a value", cell(CONTACTS, "C8", 't="str"', "<f>A1</f><v>Téléphone</v>")),
    _case("formula that gives nothing", beside(CONTACTS, 8, '<c r="D8" t="str"><f>""</f><v></v></c>')),
    _case("hidden rows without a value", rows(CONTACTS, '<row r="900" hidden="1"><c r="A900"/></row>')),
    _case("empty cells under a merge", merged(CONTACTS, "D5:D8")),
    _case("rows and cells without their place", lambda content: _placeless(content)),
    _case("runs and hints", cell(CONTACTS, "C8", 't="inlineStr"', f"<is>{_RUNS}</is>")),
    _case("a year as text", text("xl/worksheets/sheet2.xml", "C5", "2023")),
    _case("a year as 2023.0", cell("xl/worksheets/sheet2.xml", "C5", "", "<v>2023.0</v>")),
    _case("an hour of the day", cell(CONTACTS, "A8", "", "<v>45209.99</v>")),
    _case("an ISO date", cell(CONTACTS, "A8", 't="d"', "<v>2023-10-10</v>")),
]  # fmt: skip


def _placeless(content: dict[str, str]) -> None:
    content[CONTACTS] = re.sub(r'<(row|c) r="\w+"', r"<\1", content[CONTACTS])
