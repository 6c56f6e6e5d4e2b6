"""The plan in Word against what it has to say, read with lxml alone: that of Marolles
against the golden file, plans drawn at random against their rows (plan_expected.py), to
the last cell, colour and raised letter.
"""

from __future__ import annotations

import io
import os
import random
import re
import zipfile
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from pipeline.run import produce
from tests.examples import PLANS, plan_bytes
from tests.examples.marolles import marolles
from tests.examples.petit_quartier import petit_quartier
from tests.support.cases import beside
from tests.support.docx_text import W
from tests.support.gate import differences
from tests.support.marks import slow_after
from tests.support.plan_expected import (
    BLUE,
    GOLDEN,
    GREEN,
    GREY,
    LEVELS,
    ORANGE,
    ORDINAL,
    QUARTER,
    YELLOW,
    Block,
    Cell,
    Para,
    Rows,
    Runs,
    Table,
    document,
    plan_years,
)
from tests.support.random_plans import EDITION, SECRET, produced, random_plan

# How many plans are drawn: 12 in every run, 40 with the slow tests, more with
# CANEVAS_MANY.
MANY = int(os.environ.get("CANEVAS_MANY", "40"))
MAROLLES, VALBRUNE = PLANS
LOOKS = ("Gras", "Exposant", "GrasExposant")


# ---- reading


def part(document_bytes: bytes, name: str) -> Any:
    with zipfile.ZipFile(io.BytesIO(document_bytes)) as package:
        return etree.fromstring(package.read(f"word/{name}.xml"))


def value(element: Any, path: str, otherwise: str = "") -> str:
    """The w:val of the element at a path such as pPr/pStyle."""
    found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
    return otherwise if found is None else str(found.get(f"{W}val", ""))


def run_text(run: Any) -> str:
    """What a run shows: texts, line breaks and tabs."""
    signs = {f"{W}br": "\n", f"{W}tab": "\t"}
    return "".join(
        signs.get(child.tag, (child.text or "") if child.tag == f"{W}t" else "")
        for child in run
    )


def paragraph(element: Any) -> Para:
    """Its style and its runs; a look is the character style, or what else the run's
    properties hold.
    """
    found: list[tuple[str, str]] = []
    marks = {mark.get(f"{W}fldCharType") for mark in element.iter(f"{W}fldChar")}
    for run in element.iter(f"{W}r"):
        properties = run.find(f"{W}rPr")
        found_looks = (
            []
            if properties is None
            else [child.tag.removeprefix(W) for child in properties]
        )
        look = {
            "b": "Gras",
            "rStyle": "Exposant",
            "rStyle b": "GrasExposant",
            "": "",
        }.get(" ".join(found_looks), "?")
        if "Exposant" in look and value(run, "rPr/rStyle") != "Exposant":
            look = "?"
        if text := run_text(run):
            found = (
                [*found[:-1], (found[-1][0] + text, look)]
                if found and found[-1][1] == look
                else [*found, (text, look)]
            )
    return Para(
        value(element, "pPr/pStyle"),
        tuple(found) or ((("<field>", ""),) if marks else ()),
    )


def cell(element: Any) -> Cell:
    (only,) = element.findall(f"{W}p")
    read, shade = paragraph(only), element.find(f"{W}tcPr/{W}shd")
    merged = element.find(f"{W}tcPr/{W}vMerge")
    merge = (
        ""
        if merged is None
        else {"restart": "first"}.get(merged.get(f"{W}val", "continue"), "more")
    )
    return Cell(
        read.runs, read.style, "" if shade is None else shade.get(f"{W}fill"), merge
    )


def table(element: Any) -> Table:
    return tuple(
        tuple(cell(one) for one in row.findall(f"{W}tc"))
        for row in element.findall(f"{W}tr")
    )


def blocks(document_bytes: bytes) -> list[Block]:
    body = [
        element
        for element in part(document_bytes, "document")[0]
        if element.tag != f"{W}sectPr"
    ]
    return [
        table(element) if element.tag == f"{W}tbl" else paragraph(element)
        for element in body
    ]


class Styles:
    """The styles of a document: what one says, or the one that it is based on."""

    def __init__(self, document_bytes: bytes) -> None:
        self.by_id = {
            style.get(f"{W}styleId"): style
            for style in part(document_bytes, "styles").iter(f"{W}style")
        }

    def find(self, style: str, path: str) -> Any:
        while style:
            element = self.by_id[style]
            found = element.find("/".join(f"{W}{step}" for step in path.split("/")))
            if found is not None:
                return found
            style = value(element, "basedOn")
        return None

    def fill(self, style: str) -> str:
        found = self.find(style, "pPr/shd")
        return "" if found is None else str(found.get(f"{W}fill"))

    def is_bold(self, style: str, look: str) -> bool:
        """Bold in the style of its paragraph, or by itself."""
        return self.find(style, "rPr/b") is not None or "Gras" in look

    def is_raised(self, look: str) -> bool:
        found = self.find("Exposant", "rPr/vertAlign") if "Exposant" in look else None
        return found is not None and found.get(f"{W}val") == "superscript"


def text_of(given: Runs) -> str:
    return "".join(text for text, _ in given)


def starred(given: Runs) -> str:
    """With its bold stretches between ** as in the golden file."""
    joined = "".join(
        f"**{text}**" if look.startswith("Gras") else text for text, look in given
    )
    return joined.replace("****", "")


def planning_tables(document_bytes: bytes) -> list[Table]:
    return [found for found in blocks(document_bytes) if isinstance(found, tuple) and len(found[0]) > 4
            and text_of(found[0][0].runs) == "Objectif général"]  # fmt: skip


# ---- the plan of Marolles, from its .xlsx


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The documents of both examples, each made from its .xlsx."""
    made = {}
    for name, plan in PLANS.items():
        path = tmp_path_factory.mktemp("plans") / Path(name).name
        path.write_bytes(plan_bytes(plan()))
        outcome = produce(path)
        assert outcome.report is not None, outcome.differences
        made[name] = outcome.report
    return made


@pytest.fixture(scope="module")
def plan(documents: dict[str, bytes]) -> bytes:
    return documents[MAROLLES]


@pytest.fixture(scope="module")
def read(plan: bytes) -> list[Block]:
    return blocks(plan)


def test_every_planning_table_says_the_golden_one(read: list[Block]) -> None:
    """With its title and notice right above; a cell that goes on from above is empty."""
    for golden in GOLDEN["planning"]:
        titles = [
            at
            for at, b in enumerate(read)
            if isinstance(b, Para) and text_of(b.runs) == golden["title"]
        ]
        at = titles[-1]  # the one before is in the table of contents
        notice, found = read[at + 1], read[at + 2]
        assert isinstance(notice, Para) and isinstance(found, tuple)
        assert text_of(notice.runs) == golden["notice"]
        assert [text_of(one.runs) for one in found[0]] == GOLDEN["header"]
        wanted = [
            [
                row["og"],
                row["oi"],
                row["oo"],
                row["action"],
                *("x" if year else "" for year in row["years"]),
            ]
            for row in golden["rows"]
        ]
        assert [[text_of(one.runs) for one in row] for row in found[1:]] == wanted


def test_the_budget_says_the_golden_one(read: list[Block]) -> None:
    at = next(
        number
        for number, b in enumerate(read)
        if isinstance(b, Para) and b.style == "TitreBudget"
    )
    title, budget, gap, detail = read[at : at + 4]
    assert (
        isinstance(title, Para)
        and isinstance(budget, tuple)
        and isinstance(detail, tuple)
    )
    assert text_of(title.runs) == GOLDEN["budget_title"]
    assert gap == Para("Espace", ())
    told = [[text_of(one.runs) for one in row] for row in (*budget, *detail)]
    wanted = [
        [*row, "", ""][: len(found)]
        for row, found in zip(GOLDEN["budget"], told, strict=True)
    ]
    assert told == wanted


KINDS = beside(__file__)["kinds"]


def narrative(read: list[Block]) -> list[Para]:
    """The title page, then all from the notice to the landscape pages."""
    paras = [b for b in read if isinstance(b, Para)]
    start = next(
        at
        for at, para in enumerate(paras)
        if text_of(para.runs) == "NOTICE" and para.style in KINDS
    )
    end = paras.index(Para("", ()))
    return [*paras[:4], *paras[start:end]]


def test_the_narrative_says_the_golden_one_place_by_place(read: list[Block]) -> None:
    """The heading of the actions is the form's, always the same; where it stands is
    told below.
    """
    entries = [
        (e["kind"], f"{e['code']}\t{e['text']}" if "code" in e else e["text"])
        for e in GOLDEN["narrative"]
    ]
    wanted = [
        entry
        for entry in entries
        if not (entry[0] == "h3" and entry[1].startswith("Actions suggérées"))
    ]
    told = [(KINDS[para.style], starred(para.runs)) for para in narrative(read)]
    assert [entry for entry in told if entry != ("h3", "Actions suggérées")] == wanted


def test_the_actions_of_an_objective_stand_under_their_heading(
    read: list[Block],
) -> None:
    told = [(KINDS[para.style], text_of(para.runs)) for para in narrative(read)]
    for before, (kind, _) in pairwise(told):
        if kind == "action" and before[0] != "action":
            assert before == ("h3", "Actions suggérées")
    assert (
        told.count(("h3", "Actions suggérées")) == 12
    )  # one for each OO: 4 + 5 + 1 + 2


def runs_of(read: list[Block]) -> list[tuple[str, Runs]]:
    """(style, runs) of every paragraph, those of cells too."""
    found = [(b.style, b.runs) for b in read if isinstance(b, Para)]
    return found + [
        (c.style, c.runs)
        for b in read
        if isinstance(b, tuple)
        for row in b
        for c in row
    ]


def test_an_ordinal_is_raised_and_nothing_else(read: list[Block], plan: bytes) -> None:
    styles, raised = Styles(plan), Counter[str]()
    for _, found in runs_of(read):
        before = ""
        for text, look in found:
            if styles.is_raised(look):
                raised[before[-1] + text] += 1
            before = text
        assert "".join(t for t, look in found if styles.is_raised(look)) == "".join(
            ORDINAL.findall(text_of(found))
        )
    golden = re.findall(r"\dère", str(GOLDEN))
    assert set(raised) == {"1ère"}
    # Headings stand in the table of contents too: 1.1, 1.1.2.
    headings = [
        entry["text"]
        for entry in GOLDEN["narrative"]
        if entry["kind"] in ("og", "oi", "oo")
    ]
    assert raised["1ère"] == len(golden) + len(re.findall(r"\dère", str(headings)))


def test_the_bold_passages_are_bold_and_no_other(
    read: list[Block], plan: bytes
) -> None:
    styles = Styles(plan)
    paras = [para for para in narrative(read) if para.style in ("", "Liste", "Action")]
    bold = [
        text
        for para in paras
        for text, look in para.runs
        if styles.is_bold(para.style, look)
    ]
    assert bold == re.findall(
        r"\*\*(.*?)\*\*", str([entry["text"] for entry in GOLDEN["narrative"]])
    )
    assert len(bold) == 3


def test_the_colours_stand_on_notice_narrative_and_tables(
    read: list[Block], plan: bytes
) -> None:
    styles = Styles(plan)
    legend = [
        ("OG", YELLOW, "jaune"),
        ("OI", ORANGE, "orange"),
        ("OO", GREEN, "vert"),
        ("Transversal", BLUE, "bleu"),
    ]
    for name, colour, word in legend:
        lines = [
            text_of(b.runs)
            for b in read
            if isinstance(b, Para) and b.style == f"Legende{name}"
        ]
        assert [line.endswith(f"[{word}]") for line in lines] == [True]
        assert styles.fill(f"Legende{name}") == colour
    assert styles.fill("Legende") == styles.fill("Glossaire") == ""
    sections = [
        (text_of(p.runs).split(" ")[0], styles.fill(p.style))
        for p in narrative(read)
        if p.style in LEVELS
    ]
    levels = {0: YELLOW, 1: ORANGE, 2: GREEN}
    transversal = {"3": BLUE, "4": BLUE}
    objectives = [(number, fill) for number, fill in sections if number[0].isdigit()]
    assert objectives == [
        (n, transversal.get(n, levels[n.count(".")])) for n, _ in objectives
    ]
    assert len(objectives) == 4 + 5 + 12


LED = [
    *(
        "1.2.1",
        "Une analyse",
        "Des initiatives existantes",
        "Des rencontres",
        "Dans un deuxième temps",
    ),
    *("Les services sociaux et de santé développent", "2.2 ", "2.2.1", "2.2.2"),
]


def test_what_the_cpas_leads_is_grey_and_bold_and_nothing_else(plan: bytes) -> None:
    styles = Styles(plan)
    cells = [
        one
        for found in planning_tables(plan)
        for row in found[1:]
        for one in row[:4]
        if one.runs
    ]
    grey = [one for one in cells if one.fill == GREY]
    assert [
        text_of(one.runs).startswith(start)
        for one, start in zip(grey, LED, strict=True)
    ] == [True] * len(LED)
    for one in cells:
        bold = {styles.is_bold(one.style, look) for _, look in one.runs}
        assert bold == {one.fill == GREY}, text_of(one.runs)


def test_head_rows_are_repeated_and_no_other(documents: dict[str, bytes]) -> None:
    for made in documents.values():
        for found in part(made, "document").iter(f"{W}tbl"):
            repeated = [
                row.find(f"{W}trPr/{W}tblHeader") is not None
                for row in found.iter(f"{W}tr")
            ]
            assert repeated == [True] + [False] * (len(repeated) - 1)


def test_tables_stand_on_landscape_pages_and_the_narrative_on_upright_ones(
    documents: dict[str, bytes],
) -> None:
    for made in documents.values():
        body = part(made, "document")[0]
        first, last = body.iter(f"{W}sectPr")
        upright, landscape = first.find(f"{W}pgSz"), last.find(f"{W}pgSz")
        assert (upright.get(f"{W}orient"), landscape.get(f"{W}orient")) == (
            None,
            "landscape",
        )
        assert int(upright.get(f"{W}w")) < int(upright.get(f"{W}h"))
        assert (landscape.get(f"{W}w"), landscape.get(f"{W}h")) == (
            upright.get(f"{W}h"),
            upright.get(f"{W}w"),
        )
        turn = next(
            at
            for at, element in enumerate(body)
            if element.find(f"{W}pPr/{W}sectPr") is not None
        )
        assert not any(element.tag == f"{W}tbl" for element in body[: turn + 1])
        assert all(
            int(found.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) <= 14571
            for found in body.findall(f"{W}tbl")
        )


def check_contents(made: bytes) -> int:
    """The field of the table of contents is filled with the headings; gives how many
    there are.
    """
    root, styles = part(made, "document"), Styles(made)
    body = list(root[0])
    starts = [
        at
        for at, e in enumerate(body)
        if "begin" in {m.get(f"{W}fldCharType") for m in e.iter(f"{W}fldChar")}
    ]
    (start,) = starts
    kinds = [m.get(f"{W}fldCharType") for e in body for m in e.iter(f"{W}fldChar")]
    assert kinds == ["begin", "separate", "end"]
    assert "".join(e.text for e in body[start].iter(f"{W}instrText")).split()[:3] == [
        "TOC",
        "\\o",
        '"1-3"',
    ]
    assert [m.get(f"{W}fldCharType") for m in body[start].iter(f"{W}fldChar")] == [
        "begin",
        "separate",
    ]
    end = next(
        at
        for at, e in enumerate(body)
        if e.find(f"{W}r/{W}fldChar") is not None and at > start
    )
    headings = [
        e
        for e in body
        if outline(styles, e) and not value(e, "pPr/pStyle").startswith("TOC")
    ]
    entries = body[start + 1 : end]
    marks = {mark.get(f"{W}name"): mark for mark in root.iter(f"{W}bookmarkStart")}
    for heading, entry in zip(headings, entries, strict=True):
        (link,) = entry.findall(f"{W}hyperlink")
        mark = marks[link.get(f"{W}anchor")]
        assert mark.getparent() is heading
        assert paragraph(entry).runs == paragraph(heading).runs
        assert value(entry, "pPr/pStyle") == f"TOC{outline(styles, heading)}"
        (closed,) = heading.iter(f"{W}bookmarkEnd")
        assert closed.get(f"{W}id") == mark.get(f"{W}id")
    numbers = [m.get(f"{W}id") for m in root.iter(f"{W}bookmarkStart")]
    assert len(set(numbers)) == len(numbers) == len(marks) == len(headings)
    assert part(made, "settings").find(f"{W}updateFields") is None
    assert not any(name.endswith("}dirty") for e in root.iter() for name in e.attrib)
    return len(headings)


def outline(styles: Styles, element: Any) -> int:
    """The level of a heading, from 1; 0 of any other block."""
    if element.tag != f"{W}p":
        return 0
    style = value(element, "pPr/pStyle")
    found = styles.find(style, "pPr/outlineLvl") if style else None
    level = 0 if found is None else int(found.get(f"{W}val")) + 1
    return level if level <= 9 else 0  # the tenth is "body text"


def test_the_table_of_contents_is_filled_with_links_to_the_headings(
    documents: dict[str, bytes],
) -> None:
    # Notice, four texts, 4 OG, 5 OI, 12 OO, four tables, budget, follow-up; notice, two
    # texts, six objectives, two tables, two budgets.
    assert check_contents(documents[MAROLLES]) == 1 + 4 + 21 + 4 + 2
    assert check_contents(documents[VALBRUNE]) == 1 + 2 + 6 + 2 + 2


def test_the_follow_up_stands_only_where_there_is_some(
    documents: dict[str, bytes],
) -> None:
    for name, there in ((MAROLLES, True), (VALBRUNE, False)):
        told = " ".join(part(documents[name], "document").itertext())
        assert ("SUIVI : PERSONNES TOUCHÉES ET CIBLES" in told) == there
        assert ("Personnes touchées" in told) == there


def test_header_footer_and_properties(plan: bytes) -> None:
    assert (
        "".join(part(plan, "header1").itertext())
        == "PLAN D'ACTION CLSS 2022-2025 · CPAS de Bruxelles"
    )
    assert "".join(part(plan, "footer1").itertext()).startswith(
        "Contrat local social-santé · Page "
    )
    with zipfile.ZipFile(io.BytesIO(plan)) as package:
        properties = package.read("docProps/core.xml").decode()
    assert (
        "<dc:title>PLAN D'ACTION CLSS 2022-2025 - CPAS de Bruxelles</dc:title>"
        in properties
    )


@pytest.mark.parametrize(
    ("name", "rows"), [(MAROLLES, marolles), (VALBRUNE, petit_quartier)]
)
def test_the_examples_say_their_rows_and_nothing_else(
    documents: dict[str, bytes], name: str, rows: Any
) -> None:
    assert blocks(documents[name]) == document(rows())


# ---- plans drawn at random


@pytest.mark.parametrize("seed", slow_after(12, range(MANY)))
def test_any_plan_says_its_rows_and_nothing_else(seed: int) -> None:
    """Every text, mark and amount in its place with its looks, each cell in the colour
    of its level, each merged cell over its rows: the whole document is what the rows
    make of it.
    """
    rows, places, made = produced(seed)
    assert differences(EDITION, places, made) == []
    found, wanted = blocks(made), document(rows)
    for one, other in zip(found, wanted, strict=False):
        assert one == other
    assert len(found) == len(wanted)
    check_contents(made)
    check_tables(rows, made)
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert not any(
            SECRET.encode() in package.read(name) for name in package.namelist()
        )


def check_tables(rows: Rows, made: bytes) -> None:
    """On the rows and the XML alone: the year columns of each planning table. What its
    cells say, their colours and how they are merged are among the blocks.
    """
    elements = [
        e
        for e in part(made, "document")[0].findall(f"{W}tbl")
        if "Suggestions d'actions" in e[2].itertext()
    ]
    for element in elements:
        grid = [int(column.get(f"{W}w")) for column in element.iter(f"{W}gridCol")]
        widths = set()
        for row in element.findall(f"{W}tr"):
            spans = [
                int(value(one, "tcPr/gridSpan", "1")) for one in row.findall(f"{W}tc")
            ]
            assert spans[:4] == [1] * 4 and sum(spans) == len(grid)
            assert len(spans) == 4 + len(plan_years(rows))
            assert max(spans[4:]) - min(spans[4:]) <= 1
            widths.add(tuple(spans))
        assert len(widths) == 1


@pytest.mark.parametrize("seed", (1, 2))
def test_a_plan_drawn_at_random_comes_out_of_its_xlsx_the_same(
    seed: int, tmp_path: Path
) -> None:
    rows, _, made = produced(seed)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_bytes(rows))
    outcome = produce(path)
    assert outcome.report is not None, outcome.problems
    assert blocks(outcome.report) == blocks(made)


def test_the_plans_drawn_are_worth_it() -> None:
    """All sizes are there, and all that makes a document differ: else the test above
    would prove less than it says.
    """
    plans = [random_plan(random.Random(seed)) for seed in range(40)]
    sizes = [
        Counter(str(row["numero"]).count(".") for row in rows["objectifs"])
        for rows in plans
    ]
    for level in range(3):
        assert {min(one[level] for one in sizes), max(one[level] for one in sizes)} == {
            1,
            12,
        }
    actions = Counter(
        sum(a["objectif"] == row["numero"] for a in rows["actions"])
        for rows in plans
        for row in rows["objectifs"]
        if str(row["numero"]).count(".") == 2
    )
    assert set(actions) == set(range(21))
    assert {len(plan_years(rows)) for rows in plans} == {1, 2, 3, 4, 5, 6}
    assert {len({row["annee"] for row in rows["budget"]}) for rows in plans} == {
        0,
        1,
        2,
        3,
    }
    assert {bool(rows["suivi"]) for rows in plans} == {True, False}
    told = str([document(rows) for rows in plans])
    for look in LOOKS:
        assert f"'{look}'" in told
    for word in (
        "- €",
        "Total",
        "Ensemble",
        "dépassé",
        "respecté",
        "pas atteint",
        "%, atteint",
        QUARTER,
        "Constat : ",
    ):
        assert word in told
    seen = {
        (str(row["numero"]).count("."), ".0." in str(row["numero"]), row.get("cpas"))
        for rows in plans
        for row in rows["objectifs"]
    }
    assert len(seen) == 3 * 4 + 4  # each level and n.0.k, led in each way or none told
