"""Registers and plans whose pages are looked at: short and long answers, one and thirty
equipments; and the lines that stand on the pages of a PDF.
"""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import NamedTuple

from pipeline.model.text import StyledText
from tests.examples import EXAMPLES, PLANS, example_bytes, plan_bytes
from tests.examples.rows import Rows
from tests.support.paths import ROOT

TEXT = (
    "Les habitants attendent longtemps une réponse, et le disent à chaque visite ; le"
    " service a noté leurs demandes et les a transmises. "
)
LIST = "Trois choses ont été faites :\n- " + "\n- ".join(
    (
        "une permanence à l'entrée du domaine, un mardi sur deux, avec une collègue du CPAS"
        " qui répond aux questions sur les factures d'énergie ;",
        "des affiches ;",
        "une réunion avec les propriétaires de parcelles, où les règles de l'occupation"
        " permanente ont été relues une à une.",
    )
)
ANSWERS = {
    "1.1": ("communication", "entrees"),
    "1.2.1": ("entrees", "devenir"),
    "2.3.2": ("",),
    "2-3.10": ("",),
    "3.3.1": ("",),
    "3.4.1": ("",),
}
_VISITED = {"presence": "une_semaine", "approche": "spontanee"}
_LEFT = {"non_prioritaire": "x"}


def _answered(rows: Rows, text: str) -> Rows:
    """A register with this text in every answer of the texts."""
    asked = {(question, line) for question in ANSWERS for line in ANSWERS[question]}
    kept = [row for row in rows["reponses"] if row["question"] not in ANSWERS]
    ticked = {"1.1", "1.2.1"}
    given = [
        {"question": question, "ligne": line, "texte": text}
        | ({"coche": "x"} if question in ticked else {})
        for question, line in sorted(asked)
    ]
    return {**rows, "reponses": kept + given}


def _with_equipments(rows: Rows, number: int, least: int) -> Rows:
    """A register with so many equipments, of which the last are left aside."""
    named = [row["nom"] for row in rows["equipements"]][:number]
    names = named + [
        f"Domaine résidentiel des Grands Pins, section {at}"
        for at in range(len(named) + 1, number + 1)
    ]
    visited = [
        {"nom": name, "nature": "hp"} | (_VISITED if at < number - least else _LEFT)
        for at, name in enumerate(names)
    ]
    first = names[0]
    moved = [
        {
            **row,
            "equipement": row["equipement"] if row["equipement"] in names else first,
        }
        for row in rows["menages"]
    ]
    answers = rows["reponses"]
    if least:
        ticks = ("2.1.1", "certains"), ("2.4", "peu_nombreux")
        answers = [row for row in answers if row["question"] not in ("2.1.1", "2.4")]
        answers += [
            {"question": one, "ligne": line, "coche": "x"} for one, line in ticks
        ]
    return {**rows, "equipements": visited, "menages": moved, "reponses": answers}


def _longer(value: object, text: str) -> object:
    if isinstance(value, StyledText):
        return StyledText.of([*value.looks, (f"\n{text}", "")])
    return f"{value}\n{text}"


def _long_plan() -> Mapping[str, list[dict[str, object]]]:
    """The small plan, each of its texts a page long, its actions a dozen lines."""
    texts = {"texte": 24, "introduction": 12, "texte_recit": 6, "texte_tableau": 4}
    return {
        sheet: [
            {
                key: _longer(value, TEXT * texts[key]) if key in texts else value
                for key, value in row.items()
            }
            for row in records
        ]
        for sheet, records in PLANS["tests/workbooks/valbrune-2024.xlsx"]().items()
    }


def workbooks() -> Iterator[tuple[str, bytes]]:
    """The name of each workbook that is looked at, and the workbook."""
    for name in [*EXAMPLES, *PLANS]:
        yield Path(name).stem, (ROOT / name).read_bytes()
    estinnes, small = EXAMPLES["inputs/estinnes-2023.xlsx"](), "val-fleuri-2023"
    few = EXAMPLES[f"tests/workbooks/{small}.xlsx"]()
    drawn = {
        "longues": _answered(estinnes, "\n".join([TEXT * 3] * 3)),
        "tres-longues": _answered(few, "\n".join([TEXT * 8] * 6)),
        "listes": _answered(few, LIST),
        "un-equipement": _with_equipments(_answered(few, TEXT), 1, 0),
        "trente-equipements": _with_equipments(_answered(few, LIST), 30, 12),
    }
    for name, rows in drawn.items():
        yield name, example_bytes(rows)
    yield "plan-long", plan_bytes(_long_plan())  # type: ignore[arg-type]


class Line(NamedTuple):
    """A line of a page: where it begins and ends, from the page's top and left, in
    parts of its height and width; its text and the height of its letters, in points.
    """

    top: float
    bottom: float
    left: float
    text: str
    size: float


_PAGE = re.compile(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', re.DOTALL)
_LINE = re.compile(
    r'<line xMin="([\d.]+)" yMin="([\d.]+)" xMax="[\d.]+" yMax="([\d.]+)">(.*?)</line>',
    re.DOTALL,
)
_WORD = re.compile(r"<word [^>]*>([^<]*)</word>")


def pages(pdf: Path) -> list[list[Line]]:
    """The lines of each page from top to bottom, as pdftotext finds them."""
    command = ["pdftotext", "-bbox-layout", str(pdf), "-"]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [
        sorted(_lines(float(width), float(height), content))
        for width, height, content in _PAGE.findall(found)
    ]


def _lines(width: float, height: float, content: str) -> Iterator[Line]:
    for left, top, bottom, words in _LINE.findall(content):
        text = " ".join(map(unescape, _WORD.findall(words)))
        place = float(top) / height, float(bottom) / height, float(left) / width
        yield Line(*place, text, float(bottom) - float(top))
