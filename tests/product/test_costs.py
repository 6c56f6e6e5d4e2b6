"""What a small file may cost, however it is made: each is read by a process of its own,
whose processor time and peak of memory are measured.
"""

from __future__ import annotations

import io
import re
import subprocess
import sys
from itertools import islice, product
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from pipeline.office.budget import MOST
from pipeline.office.excel import column_letters
from pipeline.workbook.admission import MOST_UNPACKED
from tests.support import cases
from tests.support.cases import joined
from tests.support.clss_faults import PLAN, Rows, action, plan_workbook, texte
from tests.support.hostile import (
    ANSWERS,
    CONTACTS,
    EQUIPMENTS,
    HOUSEHOLDS,
    IDENTIFICATION,
    LISTS,
    PARTS,
    RELATIONS,
    WORKBOOK,
    Edit,
    beside,
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
from tests.support.stages import written

pytestmark = pytest.mark.slow


def bomb(size: int, package: bytes | None = None) -> bytes:
    """A workbook with a part of zeros of this size."""
    out = io.BytesIO(package or edited())
    with (
        ZipFile(out, "a", ZIP_DEFLATED, compresslevel=1) as bombed,
        bombed.open("xl/media/a.bin", "w", force_zip64=True) as stream,
    ):
        for _ in range(size >> 20):
            stream.write(bytes(1 << 20))
    return out.getvalue()


def behind_the_last_row(xml: str) -> bytes:
    return edited(rows(CONTACTS, xml))


def behind_all_rows(xml: str) -> bytes:
    """Where nothing is read."""
    return edited(swap(CONTACTS, "</sheetData>", f"</sheetData>{xml}"))


def filled_rows(count: int, inner: str, behind: str = "") -> bytes:
    """Rows after the last one; ``#`` in the inner XML is the number of the row."""
    return edited(_filled(CONTACTS, range(9, count + 9), inner), rows(CONTACTS, behind))


def nearly_all_rows(fewer: int, inner: str) -> bytes:
    return filled_rows(MOST["rows"] - fewer, inner)


def contacts(count: int, serial: str, behind: str = "") -> bytes:
    inner = _day(serial) + _inline("B", "H-001") + _inline("C", "E-mail")
    return filled_rows(count, inner, behind)


def all_at_once(count: int) -> bytes:
    """As much of everything as is admitted: contacts, a comment in their sheet, and a
    part of zeros up to 2 GiB.
    """
    full = contacts(count, "45000", f"<!--{'a' * 100_000}-->" * 1_000)
    return bomb(MOST_UNPACKED - MOST["bytes"], full)


def covered() -> bytes:
    """25,000 rows of 193 cells, all but the first under one merged range."""
    cells = "".join(f'<c r="{name}#"><v>1</v></c>' for name in _COLUMNS)
    return edited(
        _filled(CONTACTS, range(9, 25_009), cells), merged(CONTACTS, "H9:GR25008")
    )


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_COLUMNS = [column_letters(number) for number in range(8, 201)]  # beside the form


def _day(serial: str) -> str:
    style = re.findall(r'<c r="A8"( s="\d+")', parts()[CONTACTS])[0]
    return f'<c r="A#"{style}><v>{serial}</v></c>'


def wide(count: int, behind: str) -> bytes:
    """Rows of 193 cells, each with this behind its place; ``@`` is the column."""
    cells = (f'<c r="{name}#"{behind.replace("@", name)}' for name in _COLUMNS)
    return filled_rows(count, "".join(cells))


def shapes(count: int) -> bytes:
    """Rows with a cell far out and others, no two rows alike."""
    made = []
    for row in range(9, count + 9):
        columns = [name for bit, name in enumerate(_COLUMNS[:17]) if row >> bit & 1]
        cells = (
            f'<c r="{column}{row}"><v>1</v></c>'
            for column in [*columns[: row % 17 + 1], "GR"]
        )
        made.append(f'<row r="{row}">{"".join(cells)}</row>')
    return edited(rows(CONTACTS, "".join(made)))


def shared(part: str, columns: str, text: str) -> bytes:
    """100,000 rows with this text of the workbook's table in these columns, beside the
    same with a letter more.
    """
    cells = "".join(f'<c r="{column}#" t="s"><v>@</v></c>' for column in columns)
    made = (
        f'<row r="{row}">{cells.replace("#", str(row)).replace("@", str(row % 2))}</row>'
        for row in range(99, 100_099)
    )
    table = f"<si><t>{text}</t></si><si><t>{text}1</t></si>"
    return edited(rows(PARTS[part], "".join(made)), table_of_texts(table))


def printed(text: str) -> bytes:
    """Sixty answers with a text that is printed."""
    return edited(_filled(ANSWERS, range(99, 159), _inline("E", text)))


def sheets(count: int, part: int = 3, base: bytes | None = None) -> bytes:
    """So many sheets beside the form's, each called nearly as one of them, and with
    what that part holds.
    """
    numbers = range(99, 99 + count)
    made = (
        f'<sheet xmlns:r="{RELATIONS}" name="Contact{at}" sheetId="{at}" r:id="rId{part}"/>'
        for at in numbers
    )
    return edited(swap(WORKBOOK, "</sheets>", f"{''.join(made)}</sheets>"), base=base)


def journals() -> bytes:
    """Sixty copies of a journal of 20,000 contacts, with texts full of accents above
    their headings.
    """
    heads = zip("ABC", ("Date", "Code(s)", "Mode"), strict=True)
    contact = ('<c r="A#" t="d"><v>2023-02-01</v></c>', _inline("B", "H-001"))
    whole = {LISTS: f'<worksheet xmlns="{_MAIN}"><sheetData></sheetData></worksheet>'}
    for edit in (
        _filled(
            LISTS,
            range(1, 4),
            *(_inline(name, "e\u0301\u0316" * 26) for name in _COLUMNS[:60]),
        ),
        _filled(LISTS, range(15, 16), *(_inline(*head) for head in heads)),
        _filled(LISTS, range(20, 20_020), *contact, _inline("C", "E-mail")),
    ):
        edit(whole)
    return sheets(60, 8, edited(lambda content: content.update(whole)))


def headed(text: str) -> bytes:
    """The rows above the table full of this text beside the form, in each of its
    sheets.
    """
    cells = "".join(f'<c r="{name}#" t="s"><v>0</v></c>' for name in _COLUMNS[32:])

    def put(content: dict[str, str]) -> None:
        for part in (IDENTIFICATION, CONTACTS, ANSWERS):
            for row in range(1, 9):
                empty = re.sub(rf'(<row r="{row}"[^>]*)/>', r"\1></row>", content[part])
                content[part] = empty
                beside(part, row, cells.replace("#", str(row)))(content)

    return edited(put, table_of_texts(f"<si><t>{text}</t></si>"))


def codes(letter: str, count: int) -> bytes:
    """Households whose codes are each of 990 of this letter and a number."""
    code = f'<c r="A#" t="inlineStr"><is><t>{letter * 990}#</t></is></c>'
    return edited(_filled(HOUSEHOLDS, range(99, 99 + count), code))


def blank_headings() -> bytes:
    """A sound plan with fifty-eight texts more, whose headings are two letters far from
    each other.
    """
    title = "a" + " " * 32_000 + "b"
    return plan_workbook(*(texte(7 + at, titre=title, texte="z") for at in range(58)))


def plan(text: str) -> bytes:
    """A sound plan with sixty more actions, each with this text."""
    actions = (
        action(9 + at, objectif="1.1.1", code=f"A{at + 3}", texte_recit=text)
        for at in range(60)
    )
    return plan_workbook(*actions)


def _inline(column: str, text: str) -> str:
    return f'<c r="{column}#" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def _filled(part: str, numbers: range, *cells: str) -> Edit:
    """Rows of these cells; ``#`` is the number of the row."""
    made = (
        f'<row r="{row}">{"".join(cells).replace("#", str(row))}</row>'
        for row in numbers
    )
    return rows(part, "".join(made))


def unknown_codes() -> bytes:
    """200 contacts with codes that none of 100,000 households has."""
    households = _filled(
        HOUSEHOLDS, range(99, 100_099), _inline("A", "H-#"), _inline("B", "Les Pins")
    )
    return edited(
        households,
        _filled(
            CONTACTS,
            range(9, 209),
            _day("45000"),
            _inline("B", "X-#Z"),
            _inline("C", "E-mail"),
        ),
    )


def _words(letters: str, most: int) -> list[str]:
    return ["".join(word) for word in islice(product(letters, repeat=4), most)]


def words_of_codes() -> bytes:
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
        HOUSEHOLDS, range(100, 1_600), _inline("A", "zqzq#"), _inline("B", "Les Pins")
    )
    return edited(rows(EQUIPMENTS, named), codes)


def worded_headings() -> bytes:
    """Two of the headings of the households, and 193 of one's own, of 39 words each."""
    words = _words("qwxzkvjbgy", 193 * 39)

    def edit(content: dict[str, str]) -> None:
        head = re.findall(r'<row r="4".*?</row>', content[HOUSEHOLDS], re.DOTALL)[0]
        kept = re.findall(r'<c r="[A-Z]+4".*?</c>', head, re.DOTALL)[:2]
        own = [
            _inline(name, " ".join(words[39 * at :][:39]))
            for at, name in enumerate(_COLUMNS)
        ]
        row = f'<row r="4">{"".join(kept)}{"".join(own).replace("#", "4")}</row>'
        content[HOUSEHOLDS] = content[HOUSEHOLDS].replace(head, row)

    return edited(edit)


def unknown_quarters() -> bytes:
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


def texts_of_a_plan() -> bytes:
    """150,000 texts that go on below the one before."""
    return edited(
        _filled("xl/worksheets/sheet4.xml", range(99, 150_099), _inline("B", "a")),
        base=plan_workbook(),
    )


def bold() -> bytes:
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


def smileys(kind: str) -> bytes:
    """Rows of long texts whose letters take four bytes each, for the smiley among them."""
    text = f"#{'a' * 30_000}\U0001f600"
    cells = (
        f'<c r="{name}#" t="{kind}"><v>{name}{text}</v></c>' for name in _COLUMNS[:25]
    )
    return filled_rows(240, "".join(cells))


def bracketed(count: int) -> bytes:
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


def many_codes() -> bytes:
    """20,000 contacts with the same 199 codes that no household has."""
    texts = f"<si><t>{';'.join(f'X{number}' for number in range(199))}</t></si>"
    contacts = _filled(
        CONTACTS,
        range(9, 20_009),
        _day("45000"),
        '<c r="B#" t="s"><v>0</v></c>',
        _inline("C", "E-mail"),
    )
    return edited(contacts, table_of_texts(texts))


def large_plan(codes: str, faulty: int) -> bytes:
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
        for code in codes.split()
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


def styled(count: int, text: str) -> bytes:
    """Rows of 193 cells with this text of the workbook's table, no two of the same
    style.
    """
    made = []
    for row in range(9, count + 9):
        cells = (
            f'<c r="{name}{row}" s="{row}{by}" t="s"><v>0</v></c>'
            for by, name in enumerate(_COLUMNS, 100)
        )
        made.append(f'<row r="{row}">{"".join(cells)}</row>')
    table = f'<si><t xml:space="preserve">{text}</t></si>'
    return edited(rows(CONTACTS, "".join(made)), table_of_texts(table))


def _named(namespace: str) -> str:
    """A tag with five thousand attributes in this namespace."""
    attributes = (f' x:a{at}=""' for at in range(5_000))
    return f'<z xmlns:x="{namespace}"{"".join(attributes)}/>'


def in_utf_16() -> bytes:
    """The same in UTF-16, in letters whose bytes look like the end of the name."""
    content: dict[str, str | bytes] = {**parts()}
    sheet = parts()[CONTACTS].replace(
        "</sheetData>", "</sheetData>" + _named("\u2234" * 200_000)
    )
    content[CONTACTS] = sheet.encode("utf-16")
    return zipped(content.items())


def attributes_in(namespace: str, before: str = "") -> bytes:
    return behind_all_rows(before + _named(namespace))


def names(count: int) -> bytes:
    return behind_all_rows("".join(f"<a{at}/>" for at in range(count)))


def table(items: str) -> bytes:
    return edited(table_of_texts(items))


def styles(xml: str) -> bytes:
    return edited(swap("xl/styles.xml", "</cellXfs>", f"{xml}</cellXfs>"))


def laughs() -> bytes:
    return edited(doctype(CONTACTS))


COSTS = cases.beside(__file__)


def made(name: str) -> bytes:
    """The workbook that the page describes, by a function of this module and its words."""
    (verb, words), *_ = COSTS[name].items()
    return bytes(globals()[verb](*map(joined, words or ())))


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
@pytest.mark.parametrize("name", COSTS)
def test_no_small_file_costs_more_than_twenty_seconds_or_1_gb(
    name: str, tmp_path: Path
) -> None:
    path = written(tmp_path, made(name))
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
    code = COSTS[name].get("code")
    assert code in codes if code else codes == []
