"""Reports that other programs have made or saved: their answers are those that were put
in.

The blanks in tests/documents were made once of the form's bare wording: by the npm
package docx, and by LibreOffice of a page of HTML; python-docx makes its own here. The
answers are typed in by python-docx.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.document.places import fill_places
from pipeline.model.submission import Places
from pipeline.run import produce
from tests.received.test_answers import EXAMPLE, PLAN, example
from tests.support.marks import slow_after
from tests.support.paths import TESTS
from tests.support.plain_forms import (
    blank_form,
    by_python_docx,
    by_python_docx_with_styles,
    filled_in,
    plain_form,
    styled_form,
)
from tests.support.received import even, put_in, random_answers, read, read_out
from tests.support.soffice import soffice

DICS, PLAN_EDITION = "dics-2023", "clss-2022-2025"
SMALL_PLAN = TESTS / "workbooks" / "valbrune-2024.xlsx"
BLANKS = {
    "npm docx": (TESTS / "documents" / "npm-docx.docx").read_bytes(),
    "HTML in LibreOffice": (TESTS / "documents" / "html-libreoffice.docx").read_bytes(),
    "python-docx": by_python_docx(blank_form(DICS)),
}


@pytest.mark.parametrize("program", BLANKS)
@pytest.mark.parametrize("number", slow_after(1, range(1, 40, 2)))
def test_a_foreign_blank_that_was_filled_gives_its_answers(
    program: str, number: int
) -> None:
    form, answers = random_answers(number)
    answered = plain_form(DICS, fill_places(form.document, answers))
    report = read(filled_in(BLANKS[program], blank_form(DICS), answered))
    assert read_out(report) == put_in(answers)
    assert not (report.faults or report.extra or report.missing or report.reworded)


@pytest.mark.parametrize("path", [PLAN, SMALL_PLAN], ids=["large", "small"])
def test_a_plan_without_styles_gives_its_budget_and_tells_the_rest(path: Path) -> None:
    """Its table of contents is typed text; no title of an objective is known then."""
    outcome = produce(path)
    assert outcome.answers
    report = read(by_python_docx(plain_form(PLAN_EDITION, outcome.filled[0][1])))
    wanted, found = put_in(outcome.answers), read_out(report)
    amounts = {place: wanted[place] for place in wanted if place.startswith("budgets")}
    assert {p: text for p, text in found.items() if p.startswith("budgets")} == amounts
    assert not report.contradictions and not report.is_read
    there = "\n".join(map(even, report.extra))
    for objective in outcome.filled[0][1].rows["objectifs"]:
        for level in ("og", "transversal", "oi", "oo"):
            for title in objective.rows[level]:
                assert even(str(title.texts["titre"])) in there


@pytest.mark.parametrize("number", slow_after(1, range(0, 60, 2)))
def test_a_plan_of_another_program_gives_its_answers(number: int) -> None:
    """By the names of its styles alone: nothing in it is merged, coloured or linked."""
    form, answers = random_answers(number)
    places = fill_places(form.document, answers)
    report = read(by_python_docx_with_styles(styled_form(PLAN_EDITION, places)))
    assert read_out(report) == put_in(answers)
    # An empty line of the title is none.
    assert {one.about.question for one in report.faults} <= {""}
    assert not (report.extra or report.missing or report.reworded)
    assert not report.contradictions


def test_a_plan_of_npm_docx_gives_its_answers() -> None:
    """It was made once of the small plan, as styled_form() has it."""
    outcome = produce(SMALL_PLAN)
    assert outcome.answers
    report = read((TESTS / "documents" / "npm-docx-plan.docx").read_bytes())
    assert read_out(report) == put_in(outcome.answers)
    assert report.is_read and not report.missing and not report.reworded


@pytest.mark.office
def test_a_plan_of_another_program_that_libreoffice_saved(tmp_path: Path) -> None:
    form, answers = random_answers(2)
    places = fill_places(form.document, answers)
    made = by_python_docx_with_styles(styled_form(PLAN_EDITION, places))
    file = tmp_path / "plan.docx"
    file.write_bytes(made)
    report = read(convert(file, tmp_path / "saved", "docx").read_bytes())
    assert read_out(report) == put_in(answers)
    assert not (report.extra or report.missing or report.reworded)


@pytest.mark.parametrize("program", BLANKS)
def test_a_wrong_figure_is_seen(program: str) -> None:
    outcome = produce(EXAMPLE)
    assert outcome.places and outcome.answers
    wrong = Places({**outcome.places.texts, "q2_8.sante": "8"}, outcome.places.rows)
    answered = plain_form(DICS, wrong)
    report = read(filled_in(BLANKS[program], blank_form(DICS), answered))
    wanted, found = put_in(outcome.answers), read_out(report)
    assert {place for place in wanted if wanted[place] != found[place]} == {
        "q2_8.sante"
    }
    assert [one.sentence for one in report.contradictions] == [
        "2.8 (Santé, relayés) + 2.8 (Santé, non relayés) : 7 en tout, mais 2.8 (Santé) : 8."
        " Ce devrait être le même nombre."
    ]


@pytest.mark.parametrize("program", BLANKS)
def test_the_blank_itself_has_no_figure(program: str) -> None:
    report = read(BLANKS[program])
    figures = [one for one in report.answers if one.about.unit == "nombre"]
    assert len(figures) > 100 and {one.figure for one in figures} == {None}
    assert {one.fault for one in figures} == {
        "la case du nombre est vide, ce qui n'est pas 0"
    }


@pytest.mark.parametrize("number", slow_after(1, range(0, 20, 2)))
def test_the_budget_of_a_plain_plan_is_read(number: int) -> None:
    """Without looks nothing says which paragraph is a heading: what stands below one is
    listed, and not placed. Budget and follow-up are known by their words.
    """
    form, answers = random_answers(number)
    places = fill_places(form.document, answers)
    bare = Places(places.texts, {**places.rows, "sommaire": ()})
    report = read(by_python_docx(plain_form(form.edition, bare)))
    known = ("budgets.", "suivi.")
    wanted = {k: v for k, v in put_in(answers).items() if k.startswith(known)}
    assert wanted.items() <= read_out(report).items()
    assert not report.is_read


@pytest.mark.office
@pytest.mark.parametrize("path", [EXAMPLE, PLAN], ids=["dics", "clss"])
def test_an_example_that_libreoffice_saved_gives_its_answers(
    path: Path, tmp_path: Path
) -> None:
    document, wanted = example(path)
    file = tmp_path / "rapport.docx"
    file.write_bytes(document)
    saved = convert(file, tmp_path / "saved", "docx")
    report = read(saved.read_bytes())
    assert read_out(report) == wanted
    assert report.is_read and report.is_intact


@pytest.mark.office
def test_an_example_that_went_through_html_gives_its_answers(tmp_path: Path) -> None:
    document, wanted = example()
    file = tmp_path / "rapport.docx"
    file.write_bytes(document)
    page = convert(file, tmp_path, "html")
    saved = convert(page, tmp_path / "saved", "docx:MS Word 2007 XML")
    assert read_out(read(saved.read_bytes())) == wanted


def convert(file: Path, folder: Path, kind: str) -> Path:
    """A file as LibreOffice saves it in another format."""
    filters = ["--infilter=HTML (StarWriter)"] if file.suffix == ".html" else []
    options = ("--convert-to", kind, *filters, "--outdir", str(folder), str(file))
    soffice(folder / "profile", *options)
    return folder / f"{file.stem}.{kind.partition(':')[0]}"
