"""What a small file may cost, however it is made: each is read by a process of its own,
whose processor time and peak of memory are measured.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from collections.abc import Callable, Iterable
from functools import partial
from itertools import islice, product
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pipeline.office.budget import MOST
from pipeline.office.excel import column_letters
from pipeline.workbook.admission import MOST_UNPACKED
from tests.support.clss_faults import PLAN, Rows, action, plan_workbook, texte
from tests.support.hostile import (
    ANSWERS,
    CONTACTS,
    LISTS,
    RELATIONS,
    WORKBOOK,
    Edit,
    doctype,
    edited,
    merged,
    parts,
    rows,
    swap,
    table_of_texts,
    zipped,
)
from tests.support.paths import ROOT

pytestmark = pytest.mark.slow

Maker = Callable[[], bytes]


def _bomb(size: int, package: bytes | None = None) -> bytes:
    """A workbook with a part of zeros of this size."""
    out = io.BytesIO(package or edited())
    with (
        ZipFile(out, "a", ZIP_DEFLATED, compresslevel=1) as bombed,
        bombed.open("xl/media/a.bin", "w", force_zip64=True) as stream,
    ):
        for _ in range(size >> 20):
            stream.write(bytes(1 << 20))
    return out.getvalue()


def _rows(count: int, inner: str, behind: str = "") -> Maker:
    """Rows after the last one; ``#`` in the inner XML is the number of the row."""

    def make() -> bytes:
        made = (
            f'<row r="{row}">{inner.replace("#", str(row))}</row>'
            for row in range(9, count + 9)
        )
        return edited(rows(CONTACTS, "".join(made) + behind))

    return make


def _last(inner: str) -> Maker:
    return lambda: edited(rows(CONTACTS, f'<row r="1048576">{inner}</row>'))


def _one(xml: Callable[[], str]) -> Maker:
    return lambda: edited(rows(CONTACTS, xml()))


def _date_style() -> str:
    return str(re.findall(r'<c r="A8"( s="\d+")', parts()[CONTACTS])[0])


def _contacts(count: int, serial: str, behind: str = "") -> Maker:
    words = (
        f'<c r="{column}#" t="inlineStr"><is><t>{word}</t></is></c>'
        for column, word in _WORDS.items()
    )
    return _rows(
        count, f'<c r="A#"{_date_style()}><v>{serial}</v></c>{"".join(words)}', behind
    )


def _all_at_once() -> bytes:
    """As much of everything as is admitted: contacts, a comment in their sheet, and a
    part of zeros up to 2 GiB.
    """
    full = _contacts(_MANY, "45000", f"<!--{'a' * 100_000}-->" * 1_000)
    return _bomb(MOST_UNPACKED - MOST["bytes"], full())


def _covered() -> bytes:
    """25,000 rows of 193 cells, all but the first under one merged range."""
    cells = "".join(f'<c r="{name}#"><v>1</v></c>' for name in _COLUMNS)
    made = (
        f'<row r="{row}">{cells.replace("#", str(row))}</row>'
        for row in range(9, 25_009)
    )
    return edited(rows(CONTACTS, "".join(made)), merged(CONTACTS, "H9:GR25008"))


def _merges() -> bytes:
    ranges = '<mergeCell ref="H1:XFD1048576"/>' * 10_000
    return edited(
        swap(CONTACTS, "</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")
    )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_IDENTIFICATION, _EQUIPMENTS, _HOUSEHOLDS = (
    f"xl/worksheets/sheet{number}.xml" for number in (2, 3, 4)
)
_COMMENT = "a" * 999_999 + "<"
_WORDS = {"B": "H-001", "C": "E-mail"}
_LONG = f'<c r="F#" t="inlineStr"><is><t>{"H 1 " * 8_000}</t></is></c>'
_ZEROS = f'<c r="B#" t="inlineStr"><is><t>H{"0" * 30_000}x</t></is></c>'
_LONGEST = '<row r="99"><c r="A99" t="str"><v>{}</v></c></row>'
# Contacts; a whole region's register, 600,000 rows, is no trick and takes longer: see
# docs/benchmarks.md.
_MANY = 200_000
_COLUMNS = [column_letters(number) for number in range(8, 201)]  # beside the form


def _wide(count: int, behind: str) -> Maker:
    """Rows of 193 cells, each with this behind its place; ``@`` is the column."""
    return _rows(
        count,
        "".join(f'<c r="{name}#"{behind.replace("@", name)}' for name in _COLUMNS),
    )


def _shapes(count: int) -> Maker:
    """Rows with a cell far out and others, no two rows alike."""

    def make() -> bytes:
        made = []
        for row in range(9, count + 9):
            columns = [
                name for bit, name in enumerate(_COLUMNS[:17]) if row >> bit & 1
            ][: row % 17 + 1]
            cells = (
                f'<c r="{column}{row}"><v>1</v></c>' for column in [*columns, "GR"]
            )
            made.append(f'<row r="{row}">{"".join(cells)}</row>')
        return edited(rows(CONTACTS, "".join(made)))

    return make


def _shared(part: str, columns: str, text: str) -> Maker:
    """100,000 rows with this text of the workbook's table in these columns, beside the
    same with a letter more.
    """

    def make() -> bytes:
        cells = "".join(f'<c r="{column}#" t="s"><v>@</v></c>' for column in columns)
        made = (
            f'<row r="{row}">{cells.replace("#", str(row)).replace("@", str(row % 2))}</row>'
            for row in range(99, 100_099)
        )
        table = f"<si><t>{text}</t></si><si><t>{text}1</t></si>"
        return edited(rows(part, "".join(made)), table_of_texts(table))

    return make


def _printed(text: str) -> Maker:
    """Sixty answers with a text that is printed."""
    made = (
        f'<row r="{row}"><c r="E{row}" t="inlineStr"><is><t>{text}</t></is></c></row>'
        for row in range(99, 159)
    )
    return lambda: edited(rows(ANSWERS, "".join(made)))


def _sheets(count: int, part: int = 3, base: bytes | None = None) -> bytes:
    """So many sheets beside the form's, each called nearly as one of them, and with
    what that part holds.
    """
    numbers = range(99, 99 + count)
    made = (
        f'<sheet xmlns:r="{RELATIONS}" name="Contact{at}" sheetId="{at}" r:id="rId{part}"/>'
        for at in numbers
    )
    return edited(swap(WORKBOOK, "</sheets>", f"{''.join(made)}</sheets>"), base=base)


def _journals() -> bytes:
    """Sixty copies of a journal of 20,000 contacts, with texts full of accents above
    their headings.
    """
    cells = "".join(_inline(name, "e\u0301\u0316" * 26) for name in _COLUMNS[:60])
    above = "".join(
        f'<row r="{row}">{cells.replace("#", str(row))}</row>' for row in (1, 2, 3)
    )
    contact = (
        '<c r="A#" t="d"><v>2023-02-01</v></c>'
        + _inline("B", "H-001")
        + _inline("C", "E-mail")
    )
    below = "".join(
        f'<row r="{row}">{contact.replace("#", str(row))}</row>'
        for row in range(20, 20_020)
    )
    heads = "".join(
        _inline(column, head)
        for column, head in zip("ABC", ("Date", "Code(s)", "Mode"), strict=True)
    )
    table = f'{above}<row r="15">{heads.replace("#", "15")}</row>{below}'
    whole = f'<worksheet xmlns="{_MAIN}"><sheetData>{table}</sheetData></worksheet>'
    return _sheets(60, 8, edited(lambda content: content.update({LISTS: whole})))


def _headed(text: str) -> Maker:
    """The rows above the table full of this text beside the form, in each of its
    sheets.
    """

    def put(content: dict[str, str]) -> None:
        cells = "".join(f'<c r="{name}#" t="s"><v>0</v></c>' for name in _COLUMNS[32:])
        for part in (_IDENTIFICATION, CONTACTS, ANSWERS):
            for row in range(1, 9):
                empty = re.sub(rf'(<row r="{row}"[^>]*)/>', r"\1></row>", content[part])
                behind = rf"\1{cells.replace('#', str(row))}</row>"
                content[part] = re.sub(
                    rf'(<row r="{row}".*?)</row>', behind, empty, count=1
                )

    return lambda: edited(put, table_of_texts(f"<si><t>{text}</t></si>"))


def _codes(letter: str, count: int = 19_000) -> Maker:
    """Households whose codes are each of 990 of this letter and a number."""
    code = f'<c r="A#" t="inlineStr"><is><t>{letter * 990}#</t></is></c>'
    made = (
        f'<row r="{row}">{code.replace("#", str(row))}</row>'
        for row in range(99, 99 + count)
    )
    return lambda: edited(rows(_HOUSEHOLDS, "".join(made)))


def _blank_headings() -> bytes:
    """A sound plan with fifty-eight texts more, whose headings are two letters far from
    each other.
    """
    title = "a" + " " * 32_000 + "b"
    return plan_workbook(*(texte(7 + at, titre=title, texte="z") for at in range(58)))


def _plan(text: str) -> Maker:
    """A sound plan with sixty more actions, each with this text."""
    actions = (
        action(9 + at, objectif="1.1.1", code=f"A{at + 3}", texte_recit=text)
        for at in range(60)
    )
    return lambda: plan_workbook(*actions)


def _inline(column: str, text: str) -> str:
    return f'<c r="{column}#" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _filled(part: str, numbers: range, *cells: str) -> Edit:
    """Rows of these cells; ``#`` is the number of the row."""
    made = (
        f'<row r="{row}">{"".join(cells).replace("#", str(row))}</row>'
        for row in numbers
    )
    return rows(part, "".join(made))


def _unknown_codes() -> bytes:
    """200 contacts with codes that none of 100,000 households has."""
    households = _filled(
        _HOUSEHOLDS, range(99, 100_099), _inline("A", "H-#"), _inline("B", "Les Pins")
    )
    day = f'<c r="A#"{_date_style()}><v>45000</v></c>'
    return edited(
        households,
        _filled(
            CONTACTS, range(9, 209), day, _inline("B", "X-#Z"), _inline("C", "E-mail")
        ),
    )


def _words(letters: str, most: int) -> list[str]:
    return ["".join(word) for word in islice(product(letters, repeat=4), most)]


def _words_of_codes() -> bytes:
    """1,500 households whose codes have a word, beside equipments whose names have
    80,000.
    """
    words = _words("abcdefghijklmnopqrst", 80_000)
    named = "".join(
        f'<row r="{row}"><c r="A{row}"'
        f' t="inlineStr"><is><t>{" ".join(words[(row - 50) * 5_000 :][:5_000])}</t></is></c><c'
        f' r="B{row}" t="inlineStr"><is><t>Équipement HP</t></is></c></row>'
        for row in range(50, 66)
    )
    codes = _filled(
        _HOUSEHOLDS, range(100, 1_600), _inline("A", "zqzq#"), _inline("B", "Les Pins")
    )
    return edited(rows(_EQUIPMENTS, named), codes)


def _worded_headings() -> bytes:
    """Two of the headings of the households, and 193 of one's own, of 39 words each."""
    words = _words("qwxzkvjbgy", 193 * 39)

    def edit(content: dict[str, str]) -> None:
        head = re.findall(r'<row r="4".*?</row>', content[_HOUSEHOLDS], re.DOTALL)[0]
        kept = re.findall(r'<c r="[A-Z]+4".*?</c>', head, re.DOTALL)[:2]
        own = [
            _inline(name, " ".join(words[39 * at :][:39]))
            for at, name in enumerate(_COLUMNS)
        ]
        row = f'<row r="4">{"".join(kept)}{"".join(own).replace("#", "4")}</row>'
        content[_HOUSEHOLDS] = content[_HOUSEHOLDS].replace(head, row)

    return edited(edit)


def _unknown_quarters() -> bytes:
    """200 budgets of quarters that are none of 30,000."""
    quarters, budget = (f"xl/worksheets/sheet{number}.xml" for number in (3, 7))
    budgets = _filled(
        budget, range(99, 299), '<c r="A#"><v>2022</v></c>', _inline("B", "b#z")
    )
    return edited(
        _filled(quarters, range(99, 30_099), _inline("A", "q#")),
        budgets,
        base=plan_workbook(),
    )


def _texts_of_a_plan() -> bytes:
    """150,000 texts that go on below the one before."""
    return edited(
        _filled("xl/worksheets/sheet4.xml", range(99, 150_099), _inline("B", "a")),
        base=plan_workbook(),
    )


def _bold() -> bytes:
    """600,000 texts in a bold style."""
    looks = parts()["xl/styles.xml"]
    font, style = (
        looks.split("</fonts>")[0].count("<font>"),
        looks.partition("<cellXfs")[2].count("<xf "),
    )
    cells = "".join(
        f'<c r="{name}#" s="{style}" t="inlineStr"><is><t>{name}#</t></is></c>'
        for name in _COLUMNS
    )
    return edited(
        swap("xl/styles.xml", "</fonts>", "<font><b/></font></fonts>"),
        swap(
            "xl/styles.xml",
            "</cellXfs>",
            f'<xf numFmtId="0" fontId="{font}"/></cellXfs>',
        ),
        _filled(CONTACTS, range(9, 3_009), cells),
    )


def _smileys(kind: str) -> Maker:
    """Rows of long texts whose letters take four bytes each, for the smiley among them."""
    text = f"#{'a' * 30_000}\U0001f600"
    return _rows(
        240,
        "".join(
            f'<c r="{name}#" t="{kind}"><v>{name}{text}</v></c>'
            for name in _COLUMNS[:25]
        ),
    )


def _bracketed(count: int) -> bytes:
    """So many number formats of open brackets, and a style with each."""
    numbers = range(200, 200 + count)
    formats = "".join(
        f'<numFmt numFmtId="{at}" formatCode="{"[" * 255}"/>' for at in numbers
    )
    styles = "".join(f'<xf numFmtId="{at}"/>' for at in numbers)
    return edited(
        swap("xl/styles.xml", "</numFmts>", f"{formats}</numFmts>"),
        swap("xl/styles.xml", "</cellXfs>", f"{styles}</cellXfs>"),
    )


def _many_codes() -> bytes:
    """20,000 contacts with the same 199 codes that no household has."""
    texts = f"<si><t>{';'.join(f'X{number}' for number in range(199))}</t></si>"
    day = f'<c r="A#"{_date_style()}><v>45000</v></c>'
    contacts = _filled(
        CONTACTS,
        range(9, 20_009),
        day,
        '<c r="B#" t="s"><v>0</v></c>',
        _inline("C", "E-mail"),
    )
    return edited(contacts, table_of_texts(texts))


def _large_plan(codes: Iterable[str], faulty: int = 0) -> bytes:
    """A sound plan with 900 objectives more that have these actions, each with a target
    and twice followed up; and ``faulty`` actions of which the objective alone is known.
    """
    numeros = [
        f"1.{above}.{number}" for above in range(2, 12) for number in range(1, 91)
    ]
    above = [{"numero": f"1.{number}", "titre": "z"} for number in range(2, 12)]
    actions = [
        {"objectif": numero, "code": code, "texte_recit": "z"}
        for numero in numeros
        for code in codes
    ]
    vises = [f"{action['objectif']} {action['code']}" for action in actions]
    days = ("2022-03-01", "2023-03-01")
    more: Rows = {
        "objectifs": [
            *above,
            *({"numero": numero, "titre": "z"} for numero in numeros),
        ],
        "actions": [*actions, *({"objectif": "1.2.1"} for _ in range(faulty))],
        "cibles": [{"vise": vise, "nombre": 5} for vise in vises[:2_000]],
        "suivi": [
            {"date": day, "vise": vise, "quartier": "Nord", "personnes": 1}
            for vise in vises
            for day in days
        ],
    }
    return plan_workbook(
        rows={key: [*typed, *more.get(key, ())] for key, typed in PLAN.items()}
    )


def _styled(count: int, text: str) -> Maker:
    """Rows of 193 cells with this text of the workbook's table, no two of the same
    style.
    """

    def make() -> bytes:
        made = []
        for row in range(9, count + 9):
            cells = (
                f'<c r="{name}{row}" s="{row}{by}" t="s"><v>0</v></c>'
                for by, name in enumerate(_COLUMNS, 100)
            )
            made.append(f'<row r="{row}">{"".join(cells)}</row>')
        table = f'<si><t xml:space="preserve">{text}</t></si>'
        return edited(rows(CONTACTS, "".join(made)), table_of_texts(table))

    return make


def _behind(xml: Callable[[], str]) -> Maker:
    """This behind the rows of a sheet, where nothing is read."""
    return lambda: edited(swap(CONTACTS, "</sheetData>", f"</sheetData>{xml()}"))


def _named(namespace: str) -> str:
    """A tag with five thousand attributes in this namespace."""
    attributes = (f' x:a{at}=""' for at in range(5_000))
    return f'<z xmlns:x="{namespace}"{"".join(attributes)}/>'


def _in_utf_16() -> bytes:
    """The same in UTF-16, in letters whose bytes look like the end of the name."""
    content: dict[str, str | bytes] = {**parts()}
    sheet = parts()[CONTACTS].replace(
        "</sheetData>", "</sheetData>" + _named("\u2234" * 200_000)
    )
    content[CONTACTS] = sheet.encode("utf-16")
    return zipped(content.items())


COSTS: dict[str, tuple[Maker, str]] = {
    "2 GiB of zeros": (lambda: _bomb(2 << 30), "classeur-trop-grand"),
    "billion laughs": (lambda: edited(doctype(CONTACTS)), "classeur-anormal"),
    "last cell, styled": (_last('<c r="XFD1048576" s="1"/>'), ""),
    "last cell, filled": (_last('<c r="XFD1048576"><v>1</v></c>'), "hors-limites"),
    "last row, filled": (_last('<c r="A1048576"><v>1</v></c>'), "date-illisible"),
    "as many tags as are read": (_rows(95_000, "<c/>" * 198), ""),
    "as much as is held": (_behind(lambda: '<z a=""/>' * 740_000), ""),
    "as many rows as are read": (
        _rows(MOST["rows"] - 100, '<c r="G#"><v>1</v></c>'),
        "",
    ),
    "as many places as are read": (_rows(99_000, '<c r="GR#"><v>1</v></c>'), ""),
    "more places": (_rows(101_000, '<c r="GR#"><v>1</v></c>'), "classeur-trop-grand"),
    "a million empty rows": (_rows(1_000_000, ""), ""),
    "a tag of 90 MB": (
        _one(lambda: f'<row x="{"a" * (90 << 20)}"></row>'),
        "classeur-anormal",
    ),
    "a namespace spelled out at each tag": (
        _behind(lambda: f'<z xmlns:x="{"u" * 500_000}">{"<x:a/>" * 200_000}</z>'),
        "classeur-anormal",
    ),
    "a namespace spelled out at each attribute": (
        _behind(lambda: _named("u" * 400_000)),
        "classeur-anormal",
    ),
    "a namespace where a megabyte ends": (
        _behind(lambda: "<z/>" * ((1 << 18) - 2_600) + _named("u" * 400_000)),
        "classeur-anormal",
    ),
    "a namespace in UTF-16": (_in_utf_16, "classeur-anormal"),
    "2.9 million names": (
        _behind(lambda: "".join(f"<a{at}/>" for at in range(2_900_000))),
        "classeur-anormal",
    ),
    "a comment of 28 MB": (
        _one(lambda: f"<!--{_COMMENT * 28}-->"),
        "classeur-anormal",
    ),
    "a text of 25 MB": (
        _one(lambda: _LONGEST.format(("a" * 900_000 + "<!---->") * 28)),
        "texte-trop-long",
    ),
    "400,000 cells beyond": (_rows(400_000, '<c r="GS#"><v>1</v></c>'), "hors-limites"),
    "as many contacts as are read": (_contacts(_MANY, "45000"), "contact-double"),
    "as many faults as are read": (_contacts(_MANY, "-1"), "date-illisible"),
    "four million cells alike": (_wide(20_000, "><v>1</v></c>"), ""),
    "two million different numbers": (
        _wide(10_000, "><v>#.@</v></c>".replace("@", "1")),
        "",
    ),
    "a text of blanks in a million styles": (_styled(6_000, " " * 32_767), ""),
    "a long text in a million styles": (_styled(6_000, "H-001 " * 5_000), ""),
    "a long text where the edition is stamped": (
        _shared(_IDENTIFICATION, "ADEFGH", "H 1 " * 8_000),
        "valeur-trop-longue",
    ),
    "dates of a thousand letters": (
        _shared(CONTACTS, "A", "1/" * 499),
        "date-illisible",
    ),
    "codes of a thousand letters": (_shared(CONTACTS, "B", "1," * 499), "code-inconnu"),
    "five hundred codes in each cell": (
        _shared(CONTACTS, "B", "H;" * 499),
        "classeur-trop-grand",
    ),
    "texts full of short words": (_printed("a0 b0 " * 5_000), "valeur-manquante"),
    "texts full of letters spelled out": (
        _printed("\ufdfa" * 32_000 + "1"),
        "valeur-manquante",
    ),
    "codes of letters spelled out": (_codes("\ufdfa"), "classeur-trop-grand"),
    "codes of nine million foreign letters": (
        _codes("\u0390", 9_000),
        "classeur-trop-grand",
    ),
    "headings full of blanks": (_blank_headings, ""),
    "texts full of accents": (
        _printed("e\u0301\u0316" * 2 + "\u0301\u0316" * 15_000),
        "valeur-manquante",
    ),
    "as many sheets as are read": (lambda: _sheets(990), "feuille-non-lue"),
    "sixty journals beside the form's": (_journals, "feuille-non-lue"),
    "100,000 sheets": (lambda: _sheets(100_000), "classeur-trop-grand"),
    "headings full of accents": (_headed("e\u0301\u0316" * 10_000), ""),
    "a plan of a million lines": (_plan("a\n" * 16_000), "classeur-trop-grand"),
    "a plan full of ordinals": (_plan("1er " * 8_000), "classeur-trop-grand"),
    "a plan of as many letters as are read": (_plan("ab " * 10_900), ""),
    "a plan of as many ordinals as are read": (_plan("1er " * 740), ""),
    "a plan of as many tabs as are read": (_plan("a\t" * 700), ""),
    "80,000 rows of any shape": (_shapes(80_000), ""),
    "codes of 30,000 zeros": (_rows(100, _ZEROS), "valeur-manquante"),
    "long texts": (_rows(100, _LONG), "valeur-manquante"),
    "all at once": (_all_at_once, "contact-double"),
    "merged everywhere": (_merges, ""),
    "all cells merged": (_covered, ""),
    "a plan as large as any": (
        partial(_large_plan, [f"A{number}" for number in range(1, 6)]),
        "oo-hors-tableau",
    ),
    "a plan of gaps that a faulty row may fill": (
        partial(_large_plan, ["A99"], 900),
        "codes-troues",
    ),
    "eight million short texts": (
        lambda: edited(table_of_texts("<si><t>ab</t></si>" * 8_000_000)),
        "classeur-trop-grand",
    ),
    "three million styles": (
        lambda: edited(
            swap("xl/styles.xml", "</cellXfs>", f"{'<xf/>' * 2_900_000}</cellXfs>")
        ),
        "classeur-trop-grand",
    ),
    "95,000 formats of open brackets": (
        lambda: _bracketed(95_000),
        "",
    ),
    "a smiley in each text": (
        lambda: edited(
            table_of_texts(f"<si><t>{'a' * 30_000}&#128512;</t></si>" * 6_000)
        ),
        "classeur-trop-grand",
    ),
    "a smiley in each cell": (_smileys("str"), "classeur-trop-grand"),
    "a smiley in each date": (_smileys("d"), "classeur-trop-grand"),
    "600,000 texts in bold": (_bold, "classeur-trop-grand"),
    "four million codes": (_many_codes, "classeur-trop-grand"),
    "names beside thirty thousand": (_unknown_quarters, "reference-inconnue"),
    "a plan of 150,000 texts": (_texts_of_a_plan, "trop-de-lignes"),
    "headings of many words": (_worded_headings, "colonne-absente"),
    "days of blanks": (
        _rows(200, _inline("A", f"1{' ' * 495}1{' ' * 480}x#")),
        "date-illisible",
    ),
    "unknown codes beside many": (_unknown_codes, "code-inconnu"),
    "words in names and codes": (_words_of_codes, "code-ressemble-nom"),
}

_MEASURED = """
import sys, time
from pathlib import Path
from pipeline.run import produce
start = time.process_time()
outcome = produce(Path(sys.argv[1]))
peak = next(line.split()[1] for line in open("/proc/self/status") if line.startswith("VmHWM"))
print(time.process_time() - start, int(peak) / 1000, *sorted({problem.code for problem in outcome.problems}))
"""


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="peaks of memory are read from /proc"
)
@pytest.mark.parametrize(("make", "code"), COSTS.values(), ids=COSTS)
def test_no_small_file_costs_more_than_twenty_seconds_or_1_gb(
    make: Maker, code: str, tmp_path: Path
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(make())
    assert path.stat().st_size < 20 << 20
    run = subprocess.run(
        [sys.executable, "-c", _MEASURED, path],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=True,
    )
    seconds, megabytes, *codes = run.stdout.split()
    assert float(seconds) < 20 and float(megabytes) < 1_000
    assert codes == [] if not code else code in codes
