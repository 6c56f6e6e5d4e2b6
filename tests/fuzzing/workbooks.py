"""Workbooks spoilt in their bytes, in their XML, and in what is typed into their cells."""

from __future__ import annotations

import io
import re
from functools import cache
from html import escape
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import openpyxl

from pipeline.model.submission import Value
from pipeline.run import produce
from tests.fuzzing.mutations import parts_of, spoilt_bytes, spoilt_package
from tests.fuzzing.trial import OUT, Trial
from tests.support.cases import load_typed
from tests.support.clss_faults import plan_workbook, suivi
from tests.support.faults import Draft, menage, workbook
from tests.support.hostile import zipped
from tests.support.random_plans import SECRET

ROOT = Path(__file__).parents[2]
# What is drawn from, and what people type.
WORDS = load_typed(Path(__file__).with_name("words.yaml"))
_READ = re.compile(
    r"xl/(worksheets/sheet|workbook|sharedStrings|styles)[^/]*\.xml|\[Content_Types\]|\.rels$"
)
_SHEETS = re.compile(r"xl/worksheets/sheet\d+\.xml")


def _renamed(draft: Draft) -> None:
    """Households of codes that stand nowhere else, so that one that is let out is seen."""

    def other(value: Value) -> Value:
        if isinstance(value, tuple):
            return tuple(re.sub(r"^H-0", "ZQ-0", str(one)) for one in value)
        return re.sub(r"^H-0", "ZQ-0", value) if isinstance(value, str) else value

    for records in draft.rows.values():
        records[:] = [
            {key: other(value) for key, value in record.items()} for record in records
        ]


@cache
def small() -> dict[str, bytes]:
    """A small sound workbook of each form."""
    return {
        "registre.xlsx": workbook(menage(5, remarque=SECRET), _renamed),
        "plan.xlsx": plan_workbook(suivi(5, remarque=SECRET, organisation=SECRET)),
    }


@cache
def _examples() -> dict[str, bytes]:
    files = [
        *(ROOT / "inputs").glob("*.xlsx"),
        *(ROOT / "tests" / "workbooks").glob("*.xlsx"),
    ]
    return {
        file.name: file.read_bytes() for file in sorted(files) if " - " not in file.name
    }


@cache
def secret(name: str) -> re.Pattern[bytes]:
    """The codes of a workbook's households, as they are written there, and what people
    wrote for themselves.
    """
    book = openpyxl.load_workbook(
        io.BytesIO({**small(), **_examples()}[name]), read_only=True
    )
    rows = (
        book["Ménages"].iter_rows(min_row=5, max_col=1, values_only=True)
        if "Ménages" in book.sheetnames
        else ()
    )
    codes = (re.escape(str(code)).encode() for (code,) in rows if code)
    return re.compile(
        b"|".join(rb"(?<!\w)%b(?!\w)" % code for code in [SECRET.encode(), *codes])
    )


def warm() -> None:
    """Make and read them once, as every trial does."""
    with TemporaryDirectory() as folder:
        for name, data in small().items():
            path = Path(folder, name)
            path.write_bytes(data)
            assert produce(path).report, name
            secret(name)
    for name in _examples():
        secret(name)


def any_workbook(draw: Random, examples: float = 0.1) -> tuple[str, bytes]:
    """A sound workbook; with this chance one of the larger examples."""
    return draw.choice(
        list((_examples() if draw.random() < examples else small()).items())
    )


def trial(draw: Random, folder: Path, name: str, data: bytes) -> Trial:
    """What people do with a workbook."""
    (folder / name).write_bytes(data)
    more = [
        ["avancement", name],
        [
            "expliquer",
            name,
            draw.choice(
                ["2.7.1", "2.5", "3.1", "1.1", "budgets", "suivi", "objectifs", "x"]
            ),
        ],
        ["expliquer", name, "--menage", "ZQ-001"],
        ["verifier", name, "--json"],
        ["verifier", name],  # once more: the copy stands beside its workbook
        ["produire", name, name, ".", "-o", OUT, "--coeurs", "1"],
    ]
    lines = [
        ["verifier", name, "-o", OUT],
        ["produire", name, "-o", OUT],
        ["produire", name, "-o", OUT, "--brouillon"],
    ]
    hidden = secret(name.replace(".xlsm", ".xlsx"))
    return Trial(
        [*lines, draw.choice(more)],
        names=(name, "CHIFFRE", "--menage"),
        secret=hidden,
        agree=True,
    )


# ---- the targets


def bytes_(draw: Random, folder: Path) -> Trial:
    """The bytes of the file."""
    name, data = any_workbook(draw)
    name = draw.choice([name, name, name.replace(".xlsx", ".xlsm")])
    return trial(draw, folder, name, spoilt_bytes(draw, data))


def xml(draw: Random, folder: Path) -> Trial:
    """The XML of its parts, packed again as it should be."""
    name, data = any_workbook(draw, examples=0.02)
    if draw.random() < 0.15:
        data = zipped(_shared(parts_of(data)).items())
    return trial(
        draw,
        folder,
        name,
        spoilt_package(draw, data, _SHEETS if draw.random() < 0.6 else _READ),
    )


def values(draw: Random, folder: Path) -> Trial:
    """What is in its cells, headings included."""
    name, data = any_workbook(draw, examples=0.25)
    parts = parts_of(data)
    sheets = [part for part in parts if _SHEETS.fullmatch(part)]
    for _ in range(draw.choice([1, 1, 1, 2, 3, 8, 40])):
        sheet = draw.choice(sheets)
        text = parts[sheet].decode()
        cells = list(_CELL.finditer(text))
        if draw.random() < 0.7:  # a cell that is filled rather than an empty one
            cells = [
                cell for cell in cells if "<v>" in cell[0] or "<t" in cell[0]
            ] or cells
        if cells:
            cell = draw.choice(cells)
            parts[sheet] = (
                f"{text[: cell.start()]}{_cell(draw, cell)}{text[cell.end() :]}".encode()
            )
    return trial(draw, folder, name, zipped(parts.items()))


# ---- cells

_CELL = re.compile(r'<c (r="[A-Z]+\d+")( s="\d+")?[^<>]*?(?:/>|>.*?</c>)', re.DOTALL)


def _cell(draw: Random, cell: re.Match[str]) -> str:
    """The same place with something else in it, in the same style most of the time."""
    style = cell[2] or ""
    if draw.random() < 0.15:
        style = draw.choice(
            ["", ' s="0"', ' s="1"', f' s="{draw.randrange(60)}"', ' s="99999"']
        )
    kind = draw.random()
    if kind < 0.3:
        inner, form = (
            f"<v>{draw.choice(WORDS['numbers'])}</v>",
            draw.choice(["", ' t="n"']),
        )
    elif kind < 0.8:
        text = draw.choice(WORDS["texts"])
        if draw.random() < 0.2:
            text = f"{text}{draw.choice(['', ' ', ' ; ', chr(10)])}{draw.choice(WORDS['texts'])}"
        written = escape(text, quote=False)
        inner, form = draw.choice(
            [
                (f'<is><t xml:space="preserve">{written}</t></is>', ' t="inlineStr"'),
                (f"<v>{written}</v>", ' t="str"'),
            ]
        )
    else:
        form, inner = draw.choice(WORDS["cells"])
        form = f' t="{form}"' if form else ""
    return f"<c {cell[1]}{style}{form}>{inner}</c>"


def _shared(parts: dict[str, bytes]) -> dict[str, bytes]:
    """The same workbook with its texts in a table, as Excel writes them."""
    texts: list[str] = []
    made = dict(parts)
    for name in (name for name in parts if _SHEETS.fullmatch(name)):

        def moved(cell: re.Match[str]) -> str:
            texts.append(cell[1])
            return f't="s"><v>{len(texts) - 1}</v></c>'

        made[name] = re.sub(
            r't="inlineStr"><is>(.*?)</is></c>',
            moved,
            parts[name].decode(),
            flags=re.DOTALL,
        ).encode()
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    made["xl/sharedStrings.xml"] = (
        f'<sst xmlns="{space}">{"".join(f"<si>{text}</si>" for text in texts)}</sst>'.encode()
    )
    kind = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    )
    types, rels = "[Content_Types].xml", "xl/_rels/workbook.xml.rels"
    override = (
        f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    )
    made[types] = made[types].replace(b"</Types>", override.encode())
    told = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    relation = (
        f'<Relationship Id="rIdS" Type="{told}"'
        ' Target="/xl/sharedStrings.xml"/></Relationships>'
    )
    made[rels] = made[rels].replace(b"</Relationships>", relation.encode())
    return made
