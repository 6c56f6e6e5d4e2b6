"""The official blank says the official form to the letter, and the template is that
blank with tags.
"""

from __future__ import annotations

import io
import json
import re
import zipfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from pipeline.document.compile_template import compile_template
from pipeline.document.places import join
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.makers.derived import derived_files
from tests.support.docx_text import W, blocks, footnotes, part, parts
from tests.support.paths import ROOT

FOLDER = ROOT / "templates_docx" / "dics-2023"
OFFICIAL, TEMPLATE = FOLDER / "officiel.docx", FOLDER / "modele.docx"
GOLDEN = json.loads(
    (ROOT / "tests" / "golden" / "dics-form-2023.json").read_text(encoding="utf-8")
)
EQUIPMENTS = ("Domaine de Pincemaille", "Chêne-Houdiez")
MARKS = {
    "q2_2_1": (
        "plusieurs_semaine",
        "une_semaine",
        "une_quinzaine",
        "spontanee",
        "permanence",
    ),
    "q2_3_1": (
        "courriers_personnalises",
        "courriers_standardises",
        "flyers",
        "valves",
        "a_la_commune",
    ),
}


def test_the_blank_is_the_official_form_to_the_letter() -> None:
    assert blocks(OFFICIAL) == [
        block.get("p") or block["t"] for block in GOLDEN["blocks"]
    ]
    assert footnotes(OFFICIAL) == GOLDEN["footnotes"]


def own_characters() -> dict[str, Any]:
    """Every place of formulaire.json with its own characters, read by this test's own
    pattern.
    """
    wording = (FOLDER / "formulaire.json").read_text(encoding="utf-8")
    values: dict[str, Any] = {}
    for text in re.findall(r'"((?:[^"\\]|\\.)*)"', wording):
        for name, own in re.findall(
            r"\{\*?([a-z0-9_.]+)(?:=([^}]*))?\}", json.loads(f'"{text}"')
        ):
            question, _, line = name.partition(".")
            if line:
                values.setdefault(question, SimpleNamespace())
                setattr(values[question], line, own)
            else:
                values[question] = own
    for question, marks in MARKS.items():
        values[question] = [
            SimpleNamespace(nom=name, **dict.fromkeys(marks, "")) for name in EQUIPMENTS
        ]
    return values


def test_the_template_without_answers_is_the_blank(tmp_path: Path) -> None:
    rendered = tmp_path / "rendered.docx"
    template = DocxTemplate(TEMPLATE)
    template.render(
        {**own_characters(), "brouillons": ()},
        SandboxedEnvironment(autoescape=True, undefined=StrictUndefined),
    )
    template.save(rendered)
    assert parts(rendered) == parts(OFFICIAL)


def test_every_place_is_tagged_once() -> None:
    with zipfile.ZipFile(TEMPLATE) as package:
        text = package.read("word/document.xml").decode()
    tags = re.findall(r"\{\{ (q[a-z0-9_.]+) \}\}", text)
    assert len(tags) == len(set(tags))
    assert {tag.partition(".")[0] for tag in tags} | set(MARKS) == {
        name for name in own_characters() if name.startswith("q")
    }


@pytest.mark.parametrize("edition", homes())
def test_made_files_are_fresh(edition: str) -> None:
    for name, data in derived_files(load_form(edition)).items():
        committed = (ROOT / name).read_bytes()
        if name.endswith(".docx"):  # deflate differs between builds of zlib
            assert contents(committed) == contents(data), name
        elif name.endswith(
            "modele.json"
        ):  # it names the SHA-256 of the committed modele.docx
            assert committed == compile_template(
                (ROOT / name).with_suffix(".docx").read_bytes()
            )
        else:
            assert committed == data, name


def contents(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_lines_that_serve_as_lists_have_the_official_wording() -> None:
    """A list's item stands on the row of its place, in the form's own words (blanks,
    hole and note apart).
    """
    form = load_form("dics-2023")
    wording = json.loads((FOLDER / "formulaire.json").read_text(encoding="utf-8"))
    labels: dict[str, str] = {}
    for table in (block["t"] for block in wording["blocks"] if "t" in block):
        for row in table:
            words = [
                re.sub(r"\{[^}]*\}|\[\^\w+\]", "", cell).replace("\u00a0", " ").strip()
                for cell in row
            ]
            for cell in row:
                if match := re.fullmatch(r"\{([a-z0-9_]+\.[a-z0-9_]+)\}", cell):
                    labels[match[1]] = next((word for word in words if word), "")
    checked = 0
    for question in form.questions.values():
        tag = "q" + question.id.replace(".", "_").replace("-", "_")
        name = getattr(question, "list", "")
        for item in form.lists[name].items if name else ():
            if f"{tag}.{item.key}" in labels:
                assert labels[f"{tag}.{item.key}"] == item.form.replace(
                    "\u00a0", " "
                ), (question.id, item.key)
                checked += 1
            else:
                assert item.off_form, (question.id, item.key)
    assert (
        checked == 94
    )  # 6 + 7 + 4 + 5 + 6 + 13 + 15 + 5 + 6 + 7 + 3 + 12 + 5 lines, in the order of the form
    headings = next(
        b["t"][0]
        for b in wording["blocks"]
        if "t" in b and b["t"][0][0] == "Equipement"
    )
    evened = [" ".join(heading.split()) for heading in headings]
    choices = [*form.lists["presences"].items[:3], *form.lists["approches"].items]
    assert evened[1:] == [item.form.replace("\u00a0", " ") for item in choices]


@pytest.mark.parametrize("file", [OFFICIAL, TEMPLATE], ids=lambda file: str(file.stem))
def test_looks_like_an_official_form(file: Path) -> None:
    document, styles = part(file), part(file, "word/styles.xml")
    assert not list(
        document.iter(f"{W}vMerge", f"{W}gridSpan", f"{W}vanish", f"{W}sdt")
    )
    page = next(document.iter(f"{W}pgSz"))
    assert (page.get(f"{W}w"), page.get(f"{W}h")) == ("11906", "16838")
    assert next(styles.iter(f"{W}lang")).get(f"{W}val") == "fr-BE"
    assert not list(document.iter(f"{W}numPr"))
    used = {style.get(f"{W}val") for style in document.iter(f"{W}pStyle")}
    assert {"Title", "Heading1", "Heading2", "Heading3"} <= used
    assert used <= {style.get(f"{W}styleId") for style in styles.iter(f"{W}style")}
    assert [
        mark.get(f"{W}id") for mark in document.iter(f"{W}footnoteReference")
    ] == list("123456")
    footer = "".join(part(file, "word/footer1.xml").itertext())
    assert "PAGE" in footer and "NUMPAGES" in footer


def test_rows_break_only_where_people_write() -> None:
    for table in part(OFFICIAL).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        whole = [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows]
        text = " ".join("".join(row.itertext()) for row in rows)
        if "Axes du Plan HP" in text:
            assert whole == [True] + [False] * 6
        elif "En lien avec" in text:
            assert not any(whole)
        elif "Identification des équipements" in text:  # a line for each of the names
            assert whole == [number != 1 for number in range(len(rows))]
        elif len(rows) > 1:
            assert all(whole)
        repeated = rows[0].find(f"{W}trPr/{W}tblHeader") is not None
        heads = (
            "Axes du Plan HP",
            "Equipement",
            "Statut",
            "Raison",
            "Problématiques",
            "Type de",
            "Local",
            "Contenu",
        )
        assert repeated == text.startswith(heads)


def heading_above(table: Any) -> bool:
    """Whether what stands right above a table is kept on its page."""
    above = table.getprevious()
    name = above.find(f"{W}pPr/{W}pStyle").get(f"{W}val")
    return str(name).startswith(("Heading", "ConsigneLiee"))


def kept(row: Any) -> bool:
    """Whether each paragraph of a row says that it stands with what follows."""
    paragraphs = [*row.iter(f"{W}p")]
    return all(one.find(f"{W}pPr/{W}keepNext") is not None for one in paragraphs)


def test_no_line_stands_alone_below_its_heading_or_above_the_end_of_its_table() -> None:
    """Of the tables of figures and of boxes, and of a label and its answer."""
    checked = 0
    for table in part(OFFICIAL).iter(f"{W}tbl"):
        rows = table.findall(f"{W}tr")
        texts = ["".join(row.itertext()) for row in rows]
        assert heading_above(table), texts[0]
        for row, text in zip(rows, texts, strict=True):
            if text.startswith("En lien avec"):
                assert kept(row)
                checked += 1
        if texts[-1].startswith("Total"):
            first = 2 if not texts[1] else 1
            assert kept(rows[first]) and kept(rows[-2]), texts[first]
            checked += 1
        if not any(texts[0]) and len(rows) > 1:
            assert kept(rows[0])
            checked += 1
    assert checked == 2 + 6 + 2


def test_tables_end_at_the_same_twip() -> None:
    """All but the answer boxes of a number, and the detail of a budget, whose columns
    stand below those of the budget."""
    for edition, wide, narrow in (
        ("dics-2023", {9638}, {1701}),
        ("clss-2022-2025", {14570}, {6520}),
    ):
        document = part(ROOT / "templates_docx" / edition / "officiel.docx")
        found = {
            sum(int(column.get(f"{W}w")) for column in table.iter(f"{W}gridCol"))
            for table in document.iter(f"{W}tbl")
        }
        assert found == wide | narrow
        for table in document.iter(f"{W}tbl"):
            columns = [int(one.get(f"{W}w")) for one in table.iter(f"{W}gridCol")]
            assert int(table.find(f"{W}tblPr/{W}tblW").get(f"{W}w")) == sum(columns)


def test_a_total_looks_like_one() -> None:
    """Bold, shaded, and under a stronger rule than the lines that it sums up."""
    styles = {
        style.get(f"{W}styleId"): style.find(f"{W}rPr/{W}b") is not None
        for style in part(OFFICIAL, "word/styles.xml").iter(f"{W}style")
    }
    totals = [
        row
        for row in part(OFFICIAL).iter(f"{W}tr")
        if "".join(row.itertext()).startswith("Total")
    ]
    assert len(totals) == 6
    for cell in (cell for row in totals for cell in row.iter(f"{W}tc")):
        assert cell.find(f"{W}tcPr/{W}shd").get(f"{W}fill") == "F2F2F2"
        assert int(cell.find(f"{W}tcPr/{W}tcBorders/{W}top").get(f"{W}sz")) > 4
        assert styles[cell.find(f"{W}p/{W}pPr/{W}pStyle").get(f"{W}val")]


@pytest.mark.parametrize("edition", homes())
def test_no_date_stands_in_the_properties(edition: str) -> None:
    """A day on which nobody made the report would be wrong in every one."""
    for file in ("officiel.docx", "modele.docx"):
        core = part(ROOT / "templates_docx" / edition / file, "docProps/core.xml")
        names = {element.tag.rpartition("}")[2] for element in core}
        assert "title" in names and not {"created", "modified"} & names


def test_the_lines_of_a_list_in_an_answer_stand_in() -> None:
    """The lines of a list that a person typed, of an answer alone in its box."""
    typed = "Deux choses :\n- une permanence ;\n  • un mot.\nEt 2 - 1 = 1."
    assert join("", "", typed) == (
        "Deux choses :\n\t- une permanence ;\n\t• un mot.\nEt 2 - 1 = 1."
    )
    assert join("Précisez ici : ", "…", "a\n- b") == "a\n- b"
    answer = part(OFFICIAL, "word/styles.xml").find(
        f"{W}style[@{W}styleId='Reponse']/{W}pPr/{W}tabs/{W}tab"
    )
    assert int(answer.get(f"{W}pos")) < 567


def test_the_label_of_an_axis_does_not_go_on_below_a_repeated_head() -> None:
    axes = next(
        table
        for table in part(OFFICIAL).iter(f"{W}tbl")
        if "Rien en particulier" in "".join(table.itertext())
    )
    labels = [row.find(f"{W}tc") for row in axes.findall(f"{W}tr")[1:]]
    assert len(labels) == 6
    for label in labels:
        assert label.find(f"{W}p/{W}pPr/{W}keepLines") is not None
