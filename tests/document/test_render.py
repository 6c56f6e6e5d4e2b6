"""What people write reaches the report whole, where the form puts it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.document.compiled import fill, load_compiled
from pipeline.document.places import fill_places, join
from pipeline.edition.questions import tag_name
from pipeline.editions.loader import load_form
from pipeline.model.submission import Answers, Figure
from tests.rules.dics.test_cases import answers_of
from tests.support.cases import cases
from tests.support.docx_text import blocks
from tests.support.gate import differences

FORM = load_form("dics-2023")
EMPTY = answers_of(FORM, {"answers": {}})


def named(commune: str) -> dict[str, str]:
    return {**EMPTY.head, "commune": commune}


def rendered(answers: Answers) -> bytes:
    return fill(load_compiled(FORM.document), fill_places(FORM.document, answers))


def report(tmp_path: Path, commune: str = "ESTINNES", **texts: str) -> Path:
    """A report with some figures replaced: q2_3_2="..." or q1_1__autre_texte="..."."""
    figures = {question: dict(lines) for question, lines in EMPTY.figures.items()}
    for name, text in texts.items():
        question, _, line = name.partition("__")
        figures[question.removeprefix("q").replace("_", ".")][line] = Figure(text)
    file = tmp_path / "report.docx"
    file.write_bytes(rendered(Answers(named(commune), figures, EMPTY.parts)))
    return file


def cells(file: Path) -> list[str]:
    return [
        cell
        for block in blocks(file)
        if isinstance(block, list)
        for row in block
        for cell in row
    ]


WRITTEN = [
    "Été à l'école : « déjà vu » & <b>gras</b>",
    "première ligne\nseconde ligne\n\nquatrième",
    "{{ annee }} {% if x %} {# rien #} {_{ }_} {_% %_}",
    "&amp; &lt; ]]> \" ' \\ $ % ^",
    "emoji 🙂 et نص عربي et 中文",
    "mot " * 7500,
]


@pytest.mark.parametrize("text", WRITTEN, ids=range(len(WRITTEN)))
def test_a_text_comes_out_whole(tmp_path: Path, text: str) -> None:
    assert text in cells(report(tmp_path, q2_3_2=text))


@pytest.mark.properties
@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    text=st.text(
        st.characters(exclude_categories=["Cs", "Cc"], include_characters="\n"),
        min_size=1,
        max_size=300,
    )
)
def test_any_text_comes_out_whole(tmp_path: Path, text: str) -> None:
    assert text in cells(report(tmp_path, q2_3_2=text))


def test_the_commune_stands_in_text_header_and_title(tmp_path: Path) -> None:
    file = report(tmp_path, commune="L'ÉCLUSE & CIE")
    assert "Nom de la commune\u00a0: L'ÉCLUSE & CIE" in blocks(file)
    with zipfile.ZipFile(file) as package:
        assert "L'ÉCLUSE &amp; CIE" in package.read("word/header1.xml").decode()
        assert (
            "Rapport d’activités 2023 - L'ÉCLUSE &amp; CIE</dc:title>"
            in package.read("docProps/core.xml").decode()
        )


@cases(__file__, "joined")
def test_answers_are_joined_to_their_label(
    words: str, own: str, text: str, printed: str
) -> None:
    assert join(words, own, text) == printed


def test_the_year_is_replaced_where_the_form_means_it(tmp_path: Path) -> None:
    answers = answers_of(FORM, {"year": "2025", "answers": {}})
    file = tmp_path / "report.docx"
    file.write_bytes(rendered(answers))
    text = str(blocks(file))
    assert "2023" not in text
    assert "relogement intervenu fin 2024\u00a0: 0" in text.replace("\\xa0", "\u00a0")
    assert "depuis la convention 2022-2025" in text


def test_the_form_has_a_place_for_every_answer_and_no_other() -> None:
    """The names in form.yaml are the template's tags."""
    answered = {"annee", "annee_precedente", "commune", "brouillon"}
    for question, lines in EMPTY.figures.items():
        answered |= {f"{tag_name(question)}.{key}".rstrip(".") for key in lines}
    assert set(load_form("dics-2023").document.own_characters) == answered


@pytest.mark.parametrize("commune", ["A {_{ B }_} {_% %_}", "L'É & <I>", "X" * 100])
def test_a_report_of_any_commune_passes_the_gate(commune: str) -> None:
    places = fill_places(
        FORM.document, Answers(named(commune), EMPTY.figures, EMPTY.parts)
    )
    report = fill(load_compiled(FORM.document), places)
    assert differences(FORM.edition, places, report) == []
