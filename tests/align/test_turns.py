"""What is read back from a plan is what it was filled with, turn for turn.

Colours, spans and the numbers of columns are looks, and are not read. Of two passages
that nothing divides, the first has both: the remarks of an objective stand right behind
its introduction, its findings or its parties, and look the same.
"""

from __future__ import annotations

import os
from copy import deepcopy
from dataclasses import replace
from itertools import pairwise
from typing import Any

import pytest

from pipeline.align.placed import Alignment, FoundPlaces, Status
from pipeline.align.placing import align
from pipeline.edition.wording import DRAFT_PAGE
from pipeline.editions.loader import load_form
from pipeline.model.submission import Places
from pipeline.run import produce, produce_draft
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import (
    STRUCK,
    Apart,
    Block,
    Cell,
    Paragraph,
    Reading,
    Row,
    Table,
)
from tests.examples import PLANS
from tests.support.marks import slow_after
from tests.support.paths import ROOT
from tests.support.random_plans import EDITION, produced

MANY = int(os.environ.get("CANEVAS_MANY", "200"))
DOCUMENT = load_form(EDITION).document
LOOKS = ("_fond", "largeur")
Tree = dict[str, Any]


def filled_with(places: Places) -> Tree:
    """The places as one tree, without looks."""
    texts = {
        name: str(text)
        for name, text in places.texts.items()
        if not name.endswith(LOOKS) and not name.startswith("fonds.")
    }
    rows = {name: [*map(filled_with, one)] for name, one in places.rows.items()}
    rows.pop(DRAFT_PAGE["in"], None)  # before the form
    return texts | rows


def with_remarks_joined(plan: Tree) -> Tree:
    for one in plan["objectifs"]:
        remarks, one["remarque"] = one["remarque"], []
        for name in ("parties", "constats"):
            if one[name]:
                one[name][0]["paragraphes"] += remarks
                break
        else:
            one["constat_suite" if one["constat"] else "introduction"] += remarks
    return plan


def read_back(places: FoundPlaces) -> Tree:
    assert {one.status for one in places.texts.values()} <= {Status.EQUAL}
    texts: Tree = {name: one.text for name, one in places.texts.items()}
    return texts | {name: [*map(read_back, one)] for name, one in places.rows.items()}


def check_plan(places: Places, content: bytes) -> None:
    found = align(DOCUMENT, read_document(content))
    assert read_back(found.places) == with_remarks_joined(filled_with(places))
    assert (found.extra, found.missing, found.reworded) == ((), (), ())


@pytest.mark.parametrize("how", [produce, produce_draft])
@pytest.mark.parametrize("name", PLANS)
def test_the_turns_of_a_plan(name: str, how: Any) -> None:
    _, places, content = how(ROOT / name).filled[0]
    check_plan(places, content)


@pytest.mark.parametrize("seed", slow_after(6, range(MANY)))
def test_the_turns_of_a_plan_drawn_at_random(seed: int) -> None:
    _, places, content = produced(seed)
    check_plan(places, content)


# ---- a plan that was retouched


@pytest.fixture(scope="module")
def plan() -> tuple[Tree, list[Block]]:
    """The small plan: what it was filled with, and its blocks."""
    _, places, content = produce(ROOT / [*PLANS][1]).filled[0]
    assert content is not None
    return with_remarks_joined(filled_with(places)), [*read_document(content).body]


def retouched(blocks: list[Block]) -> Alignment:
    return align(DOCUMENT, Reading(tuple(blocks)))


def at(blocks: list[Block], text: str, style: str) -> int:
    """The block that begins with a text, in a style."""
    return next(
        number
        for number, one in enumerate(blocks)
        if isinstance(one, Paragraph)
        and one.style == style
        and one.text.startswith(text)
    )


@pytest.mark.parametrize("style", ["Normal", "List Paragraph", ""])
def test_a_paragraph_more_is_one_of_the_passage_it_stands_in(
    plan: tuple[Tree, list[Block]], style: str
) -> None:
    filled, blocks = deepcopy(plan[0]), [*plan[1]]
    blocks.insert(
        at(blocks, "Maison médicale K", "Normal") + 1,
        Paragraph("Une école.", style=style),
    )
    passage = filled["objectifs"][1]["parties"][0]["paragraphes"]
    passage.append({"courant": [{"texte": "Une école."}], "element": []})
    found = retouched(blocks)
    assert read_back(found.places) == filled
    assert found.extra == ()


def test_words_struck_out_of_a_plan_are_not_its_form_s(
    plan: tuple[Tree, list[Block]],
) -> None:
    """Of the form's own text; those of a person's text are an answer."""
    blocks = [*plan[1]]
    for text, style, words in (
        ("Objectifs généraux", "Légende OG", "généraux"),
        ("Le plan vise", "Normal", "trois"),
    ):
        where = at(blocks, text, style)
        blocks[where] = struck(blocks[where], words)
    found = retouched(blocks)
    assert read_back(found.places) == plan[0]
    told = [there for _, there in found.reworded]
    assert told == ["Objectifs généraux (OG) [jaune] (barré : « généraux »)"]


def struck(block: Block, words: str) -> Paragraph:
    assert isinstance(block, Paragraph)
    start = block.text.index(words)
    return replace(block, apart=(Apart(start, start + len(words), STRUCK),))


def test_what_stands_nowhere_in_a_plan_is_told(plan: tuple[Tree, list[Block]]) -> None:
    filled, blocks = plan[0], [*plan[1]]
    behind_actions = at(blocks, "1.1.2", "Objectif opérationnel")
    new = Paragraph("Une remarque.", style="Normal")
    other = Table((Row((Cell((Paragraph("Autre chose"),)),)),))
    blocks[behind_actions:behind_actions] = [new, other]
    found = retouched(blocks)
    assert read_back(found.places) == filled
    assert found.extra == (new, other)


def test_chapters_of_a_plan_that_moved(plan: tuple[Tree, list[Block]]) -> None:
    filled, blocks = plan
    tables = at(blocks, "Thématique 1", "Titre de tableau")
    budgets = at(blocks, "BUDGET PREVISIONNEL 2024", "Titre de budget")
    start = at(blocks, "1 Objectif général", "Objectif général")
    moved = [
        *blocks[:start],
        *blocks[budgets:],
        *blocks[tables:budgets],
        *blocks[start:tables],
    ]
    found = retouched(moved)
    assert read_back(found.places) == filled
    assert (found.extra, found.missing) == ((), ())


def test_exchanged_objectives_take_all_that_is_theirs(
    plan: tuple[Tree, list[Block]],
) -> None:
    filled, blocks = deepcopy(plan[0]), plan[1]
    first = at(blocks, "1 Objectif", "Objectif général")
    second = at(blocks, "2 Objectif", "Objectif transversal")
    end = at(blocks, "Thématique 1", "Titre de tableau")
    moved = blocks[:first] + blocks[second:end] + blocks[first:second] + blocks[end:]
    filled["objectifs"] = filled["objectifs"][4:] + filled["objectifs"][:4]
    assert read_back(retouched(moved).places) == filled


def test_swapped_columns_of_a_plan(plan: tuple[Tree, list[Block]]) -> None:
    """Of the planning tables the first and the third, of the budgets the last two."""
    orders = {"Objectif général": (2, 1, 0, 3, 4, 5, 6), "Article": (0, 2, 1)}
    blocks: list[Block] = []
    for block in plan[1]:
        order = isinstance(block, Table) and orders.get(block.rows[0].cells[0].text)
        if isinstance(block, Table) and order:
            rows = [
                replace(row, cells=tuple(row.cells[n] for n in order))
                for row in block.rows
            ]
            block = replace(block, rows=tuple(rows))
        blocks.append(block)
    found = retouched(blocks)
    assert read_back(found.places) == plan[0]
    assert found.extra == ()


def test_what_is_reworded_in_a_plan(plan: tuple[Tree, list[Block]]) -> None:
    """A sentence of the notice, a head, and a heading that has lost its look."""
    blocks = [*plan[1]]
    sentence = at(blocks, "Les actions sont", "Normal")
    blocks[sentence] = Paragraph(
        "Les actions sont les mesures prises pour réaliser ces objectifs.",
        style="Normal",
    )
    last = at(blocks, "BUDGET PREVISIONNEL 2025", "Titre de budget")
    blocks[last] = Paragraph("BUDGET PREVISIONNEL 2025", style="Normal")
    found = retouched(blocks)
    assert [there for _, there in found.reworded] == [
        "Les actions sont les mesures prises pour réaliser ces objectifs."
    ]
    years = [turn.texts["annee"] for turn in found.places.rows["budgets"]]
    assert [(one.text, one.status) for one in years] == [
        ("2024", Status.EQUAL),
        ("2025", Status.REWORDED),
    ]


def test_two_tables_of_a_plan_that_became_one(plan: tuple[Tree, list[Block]]) -> None:
    """With nothing between them they are one for some programs."""
    filled, blocks = plan[0], [*plan[1]]
    tables = [one for one in blocks if isinstance(one, Table)]
    first, second = next(
        pair
        for pair in pairwise(tables)
        if pair[1].rows[0].cells[0].text.startswith("Détail")
    )
    at, end = blocks.index(first), blocks.index(second)
    blocks[at : end + 1] = [replace(first, rows=(*first.rows, *second.rows))]
    found = retouched(blocks)
    assert read_back(found.places) == filled
    assert found.extra == ()


def test_a_line_of_a_budget_more(plan: tuple[Tree, list[Block]]) -> None:
    filled, blocks = plan[0], [*plan[1]]
    number = at(blocks, "BUDGET PREVISIONNEL 2024", "Titre de budget") + 1
    table = blocks[number]
    assert isinstance(table, Table)
    cells = ("Fonds de réserve", "1,00 €", "", "")
    new = Row(
        tuple(Cell((Paragraph(text),), column) for column, text in enumerate(cells))
    )
    blocks[number] = replace(table, rows=(*table.rows, new))
    found = retouched(blocks)
    assert read_back(found.places) == filled
    assert found.extra == (Table((new,), table.path),)
