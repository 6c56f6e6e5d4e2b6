"""What is read back at each place of a report is what the report was filled with."""

from __future__ import annotations

import os

import pytest

from pipeline.align.placed import Alignment, FoundPlaces, Status
from pipeline.align.placing import align
from pipeline.document.places import join
from pipeline.edition.wording import DRAFT_PAGE, Document
from pipeline.editions.loader import load_form
from pipeline.model.submission import Places
from pipeline.run import produce, produce_draft
from pipeline.word_files.read_document import read_document
from tests.examples import EXAMPLES
from tests.gate.test_reports import DICS, report_of
from tests.support.marks import slow_after
from tests.support.paths import ROOT

MANY = int(os.environ.get("CANEVAS_MANY", "200"))


def check_form(document: Document, found: Alignment, places: Places) -> None:
    """Every place of a form is equal, with the text that it was filled with."""
    words, own = document.before_place, document.own_characters
    texts = found.places.texts
    assert {
        name: (one.status, join(words[name], own[name], one.text))
        if name.startswith("q")
        else (one.status, one.text)
        for name, one in texts.items()
    } == {name: (Status.EQUAL, str(text)) for name, text in places.texts.items()}
    assert {name: rows_of(rows) for name, rows in found.places.rows.items()} == {
        name: [{key: str(text) for key, text in row.texts.items()} for row in rows]
        for name, rows in places.rows.items()
        if name != DRAFT_PAGE["in"]  # before the form
    }
    assert (found.extra, found.missing, found.reworded) == ((), (), ())


def rows_of(rows: tuple[FoundPlaces, ...]) -> list[dict[str, str]]:
    assert {one.status for row in rows for one in row.texts.values()} <= {Status.EQUAL}
    return [{key: one.text for key, one in row.texts.items()} for row in rows]


@pytest.mark.parametrize("how", [produce, produce_draft])
@pytest.mark.parametrize("name", EXAMPLES)
def test_the_places_of_a_report(name: str, how: object) -> None:
    assert callable(how)
    outcome = how(ROOT / name)
    document, places, content = outcome.filled[0]
    check_form(document, align(document, read_document(content)), places)


@pytest.mark.parametrize("seed", slow_after(12, range(MANY)))
def test_the_places_of_a_report_drawn_at_random(seed: int) -> None:
    places, report = report_of(DICS, seed)
    document = load_form(DICS).document
    check_form(document, align(document, read_document(report)), places)
