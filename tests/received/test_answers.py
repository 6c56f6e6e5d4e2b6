"""The answers of a report without its workbook, equal to what was put into it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from pipeline.align.placed import Status
from pipeline.received.answers import Answer
from pipeline.received.report import Received
from pipeline.run import produce
from tests.support.marks import slow_after
from tests.support.paths import ROOT
from tests.support.received import (
    document_of,
    even,
    put_in,
    random_answers,
    read,
    read_out,
    retouched,
)

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
PLAN = ROOT / "inputs" / "marolles-anneessens-2022.xlsx"
DRAWN = 200


@cache
def example(path: Path = EXAMPLE) -> tuple[bytes, dict[str, str]]:
    """The report of an example, and what was put into it."""
    outcome = produce(path)
    assert outcome.report and outcome.answers
    return outcome.report, put_in(outcome.answers)


@pytest.mark.parametrize("path", [EXAMPLE, PLAN], ids=["dics", "clss"])
def test_an_example_gives_its_answers(path: Path) -> None:
    document, wanted = example(path)
    report = read(document)
    assert read_out(report) == wanted
    assert {answer.status for answer in report.answers} == {Status.EQUAL}
    assert report.is_read and report.is_intact, (report.faults, report.extra)


@pytest.mark.parametrize("number", slow_after(2, range(DRAWN)))
def test_a_report_drawn_at_random_gives_its_answers(number: int) -> None:
    form, answers = random_answers(number)
    report = read(document_of(form, answers))
    assert read_out(report) == put_in(answers)
    assert report.is_intact and not report.faults


@pytest.mark.parametrize("edition", ["dics-2023", "clss-2022-2025"])
def test_a_form_that_nobody_filled_in_is_no_report_that_is_read(edition: str) -> None:
    blank = ROOT / "templates_docx" / edition / "officiel.docx"
    report = read(blank.read_bytes())
    assert report.is_intact and not report.is_read and report.faults


def test_a_wrong_figure_is_read_as_it_stands() -> None:
    """What these tests compare is what the document says, and no other thing."""
    document, wanted = example()
    found = read_out(read(figure(document, "2.5", "57")))
    assert {place for place in wanted if found[place] != wanted[place]} == {"q2_5"}
    assert found["q2_5"] == "57"


def figure(document: bytes, question: str, text: str) -> bytes:
    """The report with another text in the cell of a question of one figure."""
    number = question.replace(".", r"\.")
    cell = rf"({number}\. Nombre (?:(?!</w:tbl>).)*?<w:tbl>(?:(?!</w:tbl>).)*?<w:t[ >][^<]*?>?)[0-9]+(</w:t>)"
    return retouched(document, (cell, rf"\g<1>{text}\g<2>"))


@pytest.mark.parametrize("text", ["12 ménages", "douze", "/", "-", "±12", "1.234", "?"])
def test_words_are_listed_and_are_no_figure(text: str) -> None:
    report = read(figure(example()[0], "2.5", text))
    (fault,) = report.faults
    assert (fault.place, even(fault.text), fault.figure) == ("q2_5", text, None)
    assert fault.fault == "ce n'est pas un nombre"
    assert not report.is_read and report.is_intact


LOOKS = {
    "struck": (
        "<w:r><w:rPr><w:strike/></w:rPr><w:t>57</w:t></w:r>{}",
        "[texte barré 57]56",
    ),
    "white": (
        '<w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>1</w:t></w:r>{}',
        "[texte illisible 1]56",
    ),
    "raised": (
        '{}<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:t>1</w:t></w:r>',
        "56¹",
    ),
    "raised by its style": (
        '{}<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:t>1</w:t></w:r>',
        "56¹",
    ),
}


PLAIN_FIGURE = r"<w:r>(?:<w:rPr>(?:(?!</?w:r>).)*</w:rPr>)?<w:t[^>]*>56</w:t></w:r>"
BESIDE = {
    "superscript": ('<w:vertAlign w:val="superscript"/>', "{}¹"),
    "subscript": ('<w:vertAlign w:val="subscript"/>', "{}₁"),
    "lifted": ('<w:position w:val="6"/>', "{}¹"),
    "lowered": ('<w:position w:val="-6"/>', "{}₁"),
    "struck": ("<w:strike/>", "{}[texte barré 1]"),
    "white": ('<w:color w:val="FFFFFF"/>', "{}[texte illisible 1]"),
}
WRITTEN = ["56", "1 056", "1\u00a0056", "1\u202f056", "1\u2009056", " 56 "]


def beside(text: str, look: str) -> str:
    """A text with a digit behind it that looks otherwise."""
    return (
        f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'
        f"<w:r><w:rPr>{look}</w:rPr><w:t>1</w:t></w:r>"
    )


@pytest.mark.parametrize("text", slow_after(1, WRITTEN))
@pytest.mark.parametrize("name", BESIDE)
def test_a_digit_beside_a_figure_is_none_of_it(name: str, text: str) -> None:
    look, seen = BESIDE[name]
    report = read(retouched(example()[0], (PLAIN_FIGURE, beside(text, look))))
    (fault,) = report.faults
    assert (fault.place, fault.figure) == ("q2_5", None)
    assert fault.text.split() == seen.format(text.lstrip()).split()
    assert fault.fault == "ce n'est pas un nombre" and not report.contradictions


@pytest.mark.parametrize(
    "text", ["1056", "1 056", "1.056", "1 056,20 €", "1\u202f056,2"]
)
@pytest.mark.parametrize("name", BESIDE)
def test_a_digit_beside_an_amount_is_none_of_it(name: str, text: str) -> None:
    look, seen = BESIDE[name]
    report = read(retouched(example(PLAN)[0], (AMOUNT, beside(text, look))))
    (fault,) = report.faults
    assert (fault.about.unit, fault.figure) == ("montant", None)
    assert fault.text == seen.format(text)
    assert fault.fault == "ce n'est pas un montant" and not report.contradictions


@pytest.mark.parametrize("path", [EXAMPLE, PLAN], ids=["dics", "clss"])
def test_a_passage_keeps_its_raised_and_lowered_digits(path: Path) -> None:
    """They are its text: m², CO₂."""
    text = "Exemple" if path == EXAMPLE else r"Le plan d'action est"
    styled = beside("100 m", '<w:vertAlign w:val="superscript"/>') + beside(
        " de 20 CO", '<w:vertAlign w:val="subscript"/>'
    )
    run = (
        rf"<w:r>(?:<w:rPr>(?:(?!</?w:r>).)*</w:rPr>)?<w:t[^>]*>{text}[^<]*</w:t></w:r>"
    )
    report = read(retouched(example(path)[0], (run, styled)))
    assert any("100 m1 de 20 CO1" in text for text in read_out(report).values())


AMOUNT = r"<w:r>(?:<w:rPr>(?:(?!</?w:r>).)*</w:rPr>)?<w:t[^>]*>50\.000,00 €</w:t></w:r>"
PROMPTS = {
    "a figure": (EXAMPLE, PLAIN_FIGURE, "0", "q2_5"),
    "a text": (EXAMPLE, r"<w:r><w:t[^>]*>Exemple : le[^<]*</w:t></w:r>", "Écrivez", ""),
    "an amount": (PLAN, AMOUNT, "0,00 €", ""),
    "a passage": (
        PLAN,
        r"<w:r><w:t[^>]*>Le plan d'action est[^<]*</w:t></w:r>",
        "2",
        "",
    ),
}


@pytest.mark.parametrize("name", PROMPTS)
def test_the_prompt_of_a_control_that_nobody_has_filled_is_no_answer(name: str) -> None:
    path, run, prompt, place = PROMPTS[name]
    control = (
        "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r>"
        f"<w:t>{prompt}</w:t></w:r></w:sdtContent></w:sdt>"
    )
    report = read(retouched(example(path)[0], (run, control)))
    assert not {one.place for one in report.faults} - {place}
    assert not any(one.text.strip() == prompt for one in changed(report, path))
    assert report.pending[0] == "Avant d'envoyer : 1 champ non rempli."
    assert f"« {prompt} »" in report.pending[1]
    assert not report.is_faultless


def changed(report: Received, path: Path) -> list[Answer]:
    """The answers that are none of those that were put in."""
    wanted = example(path)[1]
    return [one for one in report.answers if one.text != wanted.get(one.place)]


@pytest.mark.parametrize("name", LOOKS)
def test_digits_that_look_otherwise_are_none_of_a_figure(name: str) -> None:
    """A figure struck out beside the new one, a note's number that was typed."""
    form, wanted = LOOKS[name]
    run = r"(<w:r>(?:(?!</?w:r>).)*<w:t[^>]*>56</w:t></w:r>)"
    new = form.replace("{}", r"\g<1>")
    report = read(retouched(example()[0], (run, new)))
    (fault,) = report.faults
    assert (fault.place, fault.text, fault.figure) == ("q2_5", wanted, None)


@pytest.mark.parametrize(
    "heads",
    [
        "Objectif général | Objectifs intermédiaires",
        "Article | Montant | Commentaires",
        "Objectif ou action | Année | Quartier",
    ],
)
def test_a_table_that_is_gone_from_a_plan_is_told(heads: str) -> None:
    table = rf"<w:tbl>(?:(?!</w:tbl>).)*?>{heads.split(' | ')[0]}<.*?</w:tbl>"
    report = read(retouched(example(PLAN)[0], (table, "")))
    (gone,) = report.missing
    assert gone.startswith(heads) and not report.is_intact
    (fault,) = report.faults
    assert fault.fault == "sa place est introuvable"


@pytest.mark.parametrize(
    "label, places",
    [
        ("RQ Marolles", {"referent", "referent_commentaire"}),
        ("CPAS", {"cpas", "cpas_commentaire"}),
        ("Logement", {"moitie_2", "moitie_2_commentaire", "theme_2"}),
    ],
)
def test_a_row_that_is_gone_from_a_budget_is_told(label: str, places: set[str]) -> None:
    """An amount whose row is gone is no amount that was left open."""
    row = rf"<w:tr>(?:(?!</w:tr>).)*?>{label}<(?:(?!</w:tr>).)*?</w:tr>"
    report = read(retouched(example(PLAN)[0], (row, "")))
    faults = {(one.place.rpartition(".")[2], one.fault) for one in report.faults}
    assert faults == {(place, "sa place est introuvable") for place in places}


@pytest.mark.parametrize(
    "row",
    ["Budget par quartier", "Total CPAS Marolles", "Quartier Marolles", "RQ Marolles"],
)
@pytest.mark.parametrize("times", slow_after(1, [2, 0]))
def test_a_row_of_a_budget_that_is_doubled_or_gone_is_told(
    row: str, times: int
) -> None:
    path = rf"<w:tr>(?:(?!</w:tr>).)*?>{row}<(?:(?!</w:tr>).)*?</w:tr>"
    report = read(retouched(example(PLAN)[0], (path, r"\g<0>" * times)))
    assert report.contradictions or report.faults or report.extra


@pytest.mark.parametrize(
    "head", slow_after(1, ["Objectif général", "Article", "Détail", "Objectif ou"])
)
def test_a_table_of_a_plan_that_is_doubled_is_told(head: str) -> None:
    table = rf"<w:tbl>(?:(?!</w:tbl>).)*?>{head}[^<]*<.*?</w:tbl>"
    report = read(retouched(example(PLAN)[0], (table, r"\g<0>\g<0>")))
    assert not report.is_read


@pytest.mark.parametrize(
    "text, number",
    [
        ("Un brouillon reste à compléter.", 0),
        ("BROUILLON : texte À COMPLÉTER", 2),
        ("brouillon", 1),
    ],
)
def test_words_of_an_answer_are_no_mark_of_a_draft(text: str, number: int) -> None:
    answer = r"(<w:t[^>]*>)Exemple : le ménage préférait[^<]*"
    report = read(retouched(example()[0], (answer, rf"\g<1>{text}")))
    assert len(report.pending) == number and not report.faults


def test_a_figure_that_is_raised_as_a_whole_is_one() -> None:
    run = r"(<w:r>)(<w:t[^>]*>56</w:t></w:r>)"
    raised = r'\g<1><w:rPr><w:vertAlign w:val="superscript"/></w:rPr>\g<2>'
    report = read(retouched(example()[0], (run, raised)))
    assert not report.faults and read_out(report)["q2_5"] == "56"


def test_an_empty_cell_is_no_nought() -> None:
    report = read(figure(example()[0], "2.5", ""))
    (fault,) = report.faults
    assert (fault.place, fault.text, fault.figure) == ("q2_5", "", None)
    assert fault.fault == "la case du nombre est vide, ce qui n'est pas 0"


def test_spaces_between_thousands_are_no_words() -> None:
    report = read(figure(example()[0], "2.5", "1\u202f234"))
    assert figure_at(report, "q2_5") == 1234 and report.is_read


def figure_at(report: Received, place: str) -> int | None:
    return next(one.figure for one in report.answers if one.place == place)


def test_what_contradicts_itself_is_said() -> None:
    report = read(figure(example()[0], "2.5", "30"))
    assert [one.sentence for one in report.contradictions] == [
        "2.7 : 43, mais 2.5 + 2.6 : 35 en tout. Ce devrait être ce nombre au plus."
    ]
    assert not report.is_read and not report.faults


def test_a_second_tick_where_one_is_asked_for() -> None:
    """2.1.1 asks for one box."""
    cell = r"(<w:tc>(?:(?!</w:tc>).)*?<w:p>(?:(?!</w:tc>).)*?)(</w:p></w:tc><w:tc>(?:(?!</w:tc>).)*?Est peu présent)"
    added = r"\1<w:r><w:t>X</w:t></w:r>\2"
    report = read(retouched(example()[0], (cell, added)))
    assert [one.sentence for one in report.contradictions] == [
        "2.1.1 : 2 cases sont cochées, il en faut une seule."
    ]
