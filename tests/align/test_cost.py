"""What it costs to lay a document beside a wording: little for a report, bounded for one
that was made to cost.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

import pytest

from pipeline.align.passages import MOST_COLUMNS, MOST_PASSAGES
from pipeline.align.placing import align
from pipeline.edition.wording import Document
from pipeline.editions.loader import load_form
from pipeline.run import produce
from pipeline.word_files.read_document import read_document
from pipeline.word_files.reading import Block, Paragraph, Reading, Row, Table
from tests.align.layouts import cell, row
from tests.align.test_other_forms import at, form, with_table
from tests.examples import EXAMPLES, PLANS
from tests.support.paths import ROOT

FORMS = [load_form(name).document for name in ("dics-2023", "clss-2022-2025")]
MANY = 2 * MOST_PASSAGES
LIMIT = 12  # seconds, where 2 are taken


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "seconds"), [(next(iter(EXAMPLES)), 0.15), (next(iter(PLANS)), 0.5)]
)
def test_a_finished_report_is_read_and_placed_at_once(
    name: str, seconds: float
) -> None:
    filled = produce(ROOT / name).filled[0]
    assert filled.content is not None
    taken = []
    for _ in range(5):
        start = time.process_time()
        align(filled.document, read_document(filled.content))
        taken.append(time.process_time() - start)
    assert min(taken) < seconds


def below(number: str, *blocks: Block) -> list[Block]:
    """The form with blocks below a heading."""
    found = form()
    where = at(found, number) + 1
    return [*found[:where], *blocks, *found[where:]]


def many_rows(rows: list[Row]) -> None:
    rows[1:] = rows[1:] * (MANY // len(rows))


def wide_rows(rows: list[Row]) -> None:
    wide = Row(tuple(cell("Endettement", column=n) for n in range(MOST_COLUMNS)))
    rows[1:] = [wide] * (MANY // MOST_COLUMNS)


CRAFTED: dict[str, Callable[[], list[Block]]] = {
    "one label": lambda: below("2.7.1.", *[Paragraph("Autre, précisez ici x")] * MANY),
    "one question": lambda: form() + [form()[at(form(), "2.7.1.")]] * MANY,
    "question and answer": lambda: [
        replace(one, text=f"{one.text} : {n}")
        for n, one in enumerate([form()[at(form(), "2.5.")]] * MANY)
        if isinstance(one, Paragraph)
    ],
    "nothing known": lambda: [
        Paragraph(f"Texte {n} sans rapport") for n in range(MANY)
    ],
    "new questions": lambda: [
        *form(),
        *(Paragraph(f"2.{n % 90}. Nombre de ménages {n}") for n in range(MANY)),
    ],
    "rows": lambda: with_table(form(), "2.8.", many_rows),
    "wide rows": lambda: with_table(form(), "2.8.", wide_rows),
    "equipments": lambda: with_table(form(), "2.2.1.", many_rows),
    "empty rows": lambda: below(
        "1.2.2.",
        Table(
            (row("", "En lien avec l’axe 1 coché - Précisez :"), *[row("", "")] * MANY)
        ),
    ),
    "long texts": lambda: below(
        "2.7.1.",
        *(
            Paragraph(text)
            for text in (
                f"Autre, précisez ici {'é' * 3_000_000}",
                "x " * 1_500_000,
                "( " * 1_500_000,
                f"{' ' * 3_000_000}x",
            )
        ),
    ),
    "budgets": lambda: [
        Paragraph(f"BUDGET PREVISIONNEL {n}", style="Titre de budget")
        for n in range(MANY)
    ],
    "titles": lambda: [Paragraph("Titre", style="Title")] * MANY,
}


@pytest.mark.slow
@pytest.mark.parametrize("document", FORMS)
@pytest.mark.parametrize("name", CRAFTED)
def test_a_crafted_document_costs_no_more_than_its_size(
    name: str, document: Document
) -> None:
    blocks = tuple(CRAFTED[name]())
    start = time.process_time()
    align(document, Reading(blocks))
    assert time.process_time() - start < LIMIT


def test_what_is_beyond_the_bounds_is_told_as_more() -> None:
    extra = [Paragraph(f"Texte {n}") for n in range(MOST_PASSAGES)]
    wide = Table((Row(tuple(cell("x", column=n) for n in range(MOST_COLUMNS + 1))),))
    found = align(FORMS[0], Reading((*form(), wide, *extra)))
    assert wide in found.extra and set(extra) <= {*found.extra}
    assert found.missing == ()
