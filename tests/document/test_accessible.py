"""What a person who does not see the pages has of them: a language, a title, headings in
order, tables that say what they are and which cells are heads, and a text for every
drawing. Checked by this test alone: nothing is called conformant.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from itertools import pairwise
from typing import Any

import pytest
from lxml import etree

from pipeline.run import produce, produce_draft
from tests.support.docx_text import W
from tests.support.paths import ROOT

DICS, CLSS = "inputs/estinnes-2023.xlsx", "inputs/marolles-anneessens-2022.xlsx"
MADE = [(make, name) for make in (produce, produce_draft) for name in (DICS, CLSS)]
IDS = [f"{make.__name__}-{name}" for make, name in MADE]
# An operational objective may stand straight under its general one.
_STRAIGHT = re.compile(r"\d+\.\d+\.\d+ \(OO\)")


@cache
def parts(make: Any, name: str) -> dict[str, etree._Element]:
    """The XML parts of the document that is made of an example."""
    with zipfile.ZipFile(io.BytesIO(make(ROOT / name).report or b"")) as package:
        return {
            part: etree.fromstring(package.read(part)) for part in package.namelist()
        }


def text(element: Any) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t"))


def value(element: Any, path: str) -> str:
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return "" if found is None else str(found.get(f"{W}val"))


def headings(made: dict[str, etree._Element]) -> Iterator[tuple[int, str]]:
    """The level and the text of each heading, by the styles and those that they are
    based on.
    """
    styles = {
        style.get(f"{W}styleId"): style
        for style in made["word/styles.xml"].iter(f"{W}style")
    }

    def level(name: str) -> str:
        if name not in styles:
            return ""
        return value(styles[name], "pPr/outlineLvl") or level(
            value(styles[name], "basedOn")
        )

    for paragraph in made["word/document.xml"].iter(f"{W}p"):
        found = level(value(paragraph, "pPr/pStyle"))
        if found and int(found) < 9:
            yield int(found) + 1, text(paragraph)


@pytest.mark.parametrize(("make", "name"), MADE, ids=IDS)
def test_the_language_and_the_title_are_said(make: Any, name: str) -> None:
    made = parts(make, name)
    assert value(made["word/styles.xml"], "docDefaults/rPrDefault/rPr/lang") == "fr-BE"
    core = {
        element.tag.rpartition("}")[2]: element.text
        for element in made["docProps/core.xml"]
    }
    assert core["language"] == "fr-BE"
    assert core["title"] and core["title"].endswith(("ESTINNES", "CPAS de Bruxelles"))


@pytest.mark.parametrize(("make", "name"), MADE, ids=IDS)
def test_headings_come_in_order(make: Any, name: str) -> None:
    """No level is left out on the way down."""
    found = [*headings(parts(make, name))]
    assert len(found) > 20 and found[0][0] == 1
    for (above, _), (level, words) in pairwise(found):
        assert level <= above + 1 or _STRAIGHT.match(words), words
        assert words.strip()


@pytest.mark.parametrize(("make", "name"), MADE, ids=IDS)
def test_tables_say_what_they_are(make: Any, name: str) -> None:
    document = parts(make, name)["word/document.xml"]
    tables = [*document.iter(f"{W}tbl")]
    assert len(tables) == (38 if name == DICS else 7)
    for table in tables:
        title, told = (
            value(table, f"tblPr/tbl{key}") for key in ("Caption", "Description")
        )
        assert title and told and "{" not in title + told
        rows = table.findall(f"{W}tr")
        is_head = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
        flagged = table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1"
        shaded = value_of_shade(rows[0]) == "DEE6F0"
        assert is_head == [shaded, *[False] * (len(rows) - 1)]
        assert flagged == shaded


def value_of_shade(row: Any) -> str:
    shade = row.find(f"{W}tc/{W}tcPr/{W}shd")
    return "" if shade is None else str(shade.get(f"{W}fill"))


def test_a_table_of_the_report_says_its_question() -> None:
    """The number, and the words that stand right above it, but for marks of notes."""
    document = parts(produce, DICS)["word/document.xml"]
    question, checked = "", 0
    for block in document.find(f"{W}body"):
        if block.tag == f"{W}p" and value(block, "pPr/pStyle").startswith("Heading"):
            question = text(block)
        elif block.tag == f"{W}tbl":
            title = value(block, "tblPr/tblCaption").removeprefix("Question ")
            told = value(block, "tblPr/tblDescription")
            assert f"{title}. {told}".replace(". Y a-t-", " Y a-t-") in (
                " ".join(question.split()),
                question.replace("  ", " "),
            )
            checked += 1
    assert checked == 38


@pytest.mark.parametrize(("make", "name"), MADE, ids=IDS)
def test_every_drawing_has_a_text(make: Any, name: str) -> None:
    """A watermark of a draft is one; the finished report has none."""
    drawings = [
        element
        for part in parts(make, name).values()
        for element in part.iter()
        if isinstance(element.tag, str)
        and element.tag.rpartition("}")[2] in ("docPr", "shape")
    ]
    assert make is produce_draft or not drawings
    for drawing in drawings:
        assert drawing.get("descr") or drawing.get("alt")
