"""The compiled form of a template gives to the byte what docxtpl gives, and is refused
for any other template.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.document.compile_template import NotCompilable, compile_template
from pipeline.document.compiled import Compiled, fill, is_of, load_compiled
from pipeline.document.places import fill_places
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from pipeline.makers.word import save
from pipeline.model.submission import Places, Text
from pipeline.model.text import StyledText
from pipeline.run import produce
from tests.examples import EXAMPLES, PLANS
from tests.rules.dics.test_cases import answers_of
from tests.support.docxtpl_render import render
from tests.support.paths import ROOT
from tests.support.random_workbooks import random_workbook


def template(edition: str) -> bytes:
    return load_form(edition).document.template.read_bytes()


def same(edition: str, places: Places) -> bool:
    return fill(load_compiled(load_form(edition).document), places) == render(
        template(edition), places
    )


@pytest.mark.parametrize("edition", homes())
def test_the_compiled_form_is_of_the_template(edition: str) -> None:
    assert is_of(load_compiled(load_form(edition).document), template(edition))
    assert not is_of(
        load_compiled(load_form(edition).document), template(edition) + b"\0"
    )


@pytest.mark.parametrize("name", [*EXAMPLES, *PLANS])
def test_an_example_is_filled_as_docxtpl_fills_it(name: str) -> None:
    outcome = produce(ROOT / name)
    assert outcome.places is not None and not outcome.own_template
    assert outcome.report == render(template(outcome.form.edition), outcome.places)


@pytest.mark.parametrize("seed", range(6))
def test_a_report_drawn_at_random_is_filled_as_docxtpl_fills_it(seed: int) -> None:
    form = load_form("dics-2023")
    answers = answers_of(form, random_workbook(random.Random(seed)), sound=False)
    assert same(form.edition, fill_places(form.document, answers))


WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"])
    | st.sampled_from("\n\t&<>\"'{}%#_ "),
    max_size=60,
)
LOOKS = st.sampled_from(["", "Gras", "Exposant", "GrasExposant"])
STYLED = st.lists(st.tuples(WRITTEN, LOOKS), max_size=4).map(StyledText.of)


def drawn(places: Places, plain: Iterator[str], styled: Iterator[StyledText]) -> Places:
    """The same places with other texts; colours, spans and the like stay what they are,
    and years, which stand in attributes too, where a line has no break.
    """
    kept = ("fond", "largeur", "annee")
    texts: dict[str, Text] = {
        name: text
        if any(word in name for word in kept)
        else (next(styled) if isinstance(text, StyledText) else next(plain))
        for name, text in places.texts.items()
    }
    rows = {
        name: tuple(drawn(entry, plain, styled) for entry in entries)
        for name, entries in places.rows.items()
    }
    return Places(texts, rows)


@pytest.mark.properties
@pytest.mark.parametrize("name", [next(iter(EXAMPLES)), list(PLANS)[1]])
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    plain=st.lists(WRITTEN, min_size=5, max_size=9),
    styled=st.lists(STYLED, min_size=5, max_size=9),
)
def test_any_text_is_filled_as_docxtpl_fills_it(
    name: str, plain: list[str], styled: list[StyledText]
) -> None:
    outcome = produce(ROOT / name)
    assert outcome.places is not None
    many = 5000
    places = drawn(outcome.places, iter(plain * many), iter(styled * many))
    assert same(outcome.form.edition, places)


def test_a_template_that_asks_for_more_is_refused() -> None:
    from docx import Document

    document = Document(load_form("dics-2023").document.template)  # type: ignore[arg-type]  # a path
    document.add_paragraph("{% if annee %}oui{% endif %}")
    with pytest.raises(NotCompilable):
        compile_template(save(document))


def test_a_missing_place_is_no_silence() -> None:
    compiled = load_compiled(load_form("dics-2023").document)
    with pytest.raises(KeyError):
        fill(Compiled(compiled.sha256, compiled.parts), Places({"annee": "2023"}))


def test_the_file_is_readable() -> None:
    told = json.loads(compile_template(template("clss-2022-2025")))
    assert told["parts"][0][0] == "[Content_Types].xml"
    assert len(told["sha256"]) == 64
