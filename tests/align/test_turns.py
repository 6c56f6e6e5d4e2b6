"""What is read back from a plan is what it was filled with, turn for turn.

Colours, spans and the numbers of columns are looks, and are not read. Of two passages
that nothing divides, the first has both: the remarks of an objective stand right behind
its introduction, its findings or its parties, and look the same.
"""

from __future__ import annotations

import os
from typing import Any

import pytest

from pipeline.align.placed import FoundPlaces, Status
from pipeline.align.placing import align
from pipeline.align.read_document import read_document
from pipeline.editions.loader import load_form
from pipeline.model.submission import Places
from pipeline.run import produce, produce_draft
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
    return texts | {name: [*map(filled_with, one)] for name, one in places.rows.items()}


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
