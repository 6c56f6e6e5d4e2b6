"""A blank of the authority whose boxes stand elsewhere than the form's: filled, and read
by lire, at the right places or at none.
"""

from __future__ import annotations

import io
from itertools import pairwise

import docx
import pytest

from pipeline.official.agreements import Acceptance, Agreements
from pipeline.official.result import OfficialReport
from pipeline.official.to_see import to_see
from pipeline.run import Outcome, into_official, produce
from tests.support.paths import ROOT
from tests.support.plain_forms import Block, blank_form, by_python_docx

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def blank() -> list[Block]:
    return blank_form("dics-2023")


def place(blocks: list[Block], number: str) -> int:
    """The question that begins with a number."""
    texts = [block if isinstance(block, str) else "" for block in blocks]
    return next(n for n, text in enumerate(texts) if text.startswith(f"{number} "))


def filled(outcome: Outcome, blocks: list[Block]) -> OfficialReport:
    file = by_python_docx(blocks)
    acceptance = Acceptance(Agreements(), (), "2024-01-15")
    made = into_official(outcome, EXAMPLE, file, acceptance).official
    assert made is not None and made.content is not None, made and made.differences
    return made


def tables(report: OfficialReport) -> list[list[list[str]]]:
    """The texts of the tables of the filled file, as another program reads them."""
    made = docx.Document(io.BytesIO(report.content or b""))
    return [[[c.text for c in row.cells] for row in one.rows] for one in made.tables]


def test_ticks_go_under_the_yes(outcome: Outcome) -> None:
    blocks = blank()
    at = place(blocks, "4.1.") + 1
    choices = [row[1] for row in blocks[at] if isinstance(row, list) and row[1]]
    rows = [["", "Non", "Oui"], *([one, "", ""] for one in choices)]
    blocks[at] = rows
    report = filled(outcome, blocks)
    assert report.is_complete
    assert [*rows[:1], [choices[0], "", "X"], *rows[2:]] in tables(report)


def test_figures_go_into_the_boxes_before_their_questions(outcome: Outcome) -> None:
    blocks = blank()
    begin, end = place(blocks, "4.2.1."), place(blocks, "4.3.") + 2
    asked = [one for one in blocks[begin:end] if isinstance(one, str)]
    asked = [one for one in asked if one.startswith("4.")]
    blocks[begin:end] = [[["", one] for one in asked]]
    report = filled(outcome, blocks)
    assert report.is_complete
    rows = zip(["18", "3", "5", "2"], asked, strict=True)
    assert [[*row] for row in rows] in tables(report)


def test_questions_in_one_row_take_their_own_boxes(outcome: Outcome) -> None:
    blocks = blank()
    begin, end = place(blocks, "2.5."), place(blocks, "2.7.1.")
    first, second, third = [blocks[place(blocks, f"2.{n}.")] for n in (5, 6, 7)]
    assert isinstance(first, str) and isinstance(second, str) and isinstance(third, str)
    blocks[begin:end] = [[[first, "", second, ""], [third, "", "", ""]]]
    report = filled(outcome, blocks)
    assert report.is_complete
    assert [[first, "56", second, "5"], [third, "43", "", ""]] in tables(report)


def test_figures_below_heads_of_another_year_wait(outcome: Outcome) -> None:
    """One over the heads of a table, one over the boxes of questions."""
    blocks = blank()
    rows = blocks[place(blocks, "2.7.1.") + 1]
    assert isinstance(rows, list)
    rows.insert(0, ["", "2022"])
    begin, end = place(blocks, "2.5."), place(blocks, "2.7.1.")
    asked = [one for one in blocks[begin:end] if isinstance(one, str)]
    boxes = [["Question", "(en %)"], *([one, ""] for one in asked)]
    blocks[begin:end] = [boxes]
    report = filled(outcome, blocks)
    waits = {one.sentences.there: len(one.entries) for one in report.waiting}
    assert waits == {"(en %)": 3, "2022": 7}
    assert boxes in tables(report)

    [made] = [one for one in tables(report) if one[0] == ["", "2022"]]
    assert [row[1] for row in made] == [row[1] for row in rows]


def test_boxes_above_their_questions_are_left_and_told(outcome: Outcome) -> None:
    blocks = blank()
    at = place(blocks, "2.5.")
    asked = [blocks[place(blocks, one)] for one in ("2.5.", "2.6.", "2.7.")]
    above = [one for question in asked for one in ([[""]], question)]
    blocks[at : place(blocks, "2.7.1.")] = above
    report = filled(outcome, blocks)
    told = [(one.name, one.answer) for one in report.without_place]
    assert told == [("2.5", "56"), ("2.6", "5"), ("2.7", "43")]
    assert not {"56", "43"} & {text for one in tables(report) for text in one[0]}


def test_the_ticks_of_an_equipment_on_two_rows_are_told(outcome: Outcome) -> None:
    blocks = blank()
    rows = blocks[place(blocks, "2.2.1.") + 1]
    assert isinstance(rows, list)
    rows[2] = rows[1]
    report = filled(outcome, blocks)
    assert not report.is_complete
    told = [one for one in report.without_place if rows[1][0] in one.name]
    assert len(told) == 1 and told[0].answer
    assert not any(rows[1][0] in note for note in report.notes)  # once is enough


@pytest.mark.parametrize("dots", [" …………", " ______"])
def test_dots_right_behind_the_question(outcome: Outcome, dots: str) -> None:
    """A figure is written there; a text, which no one could tell from more words of the
    question, is left to a person.
    """
    blocks = blank()
    at, why = place(blocks, "3.3."), place(blocks, "3.3.1.")
    for one in (why, at):
        blocks[one] = f"{blocks[one]}{dots}"
        del blocks[one + 1]
    report = filled(outcome, blocks)
    assert [one.name for one in report.by_hand] == ["3.3.1"]
    assert "à la main derrière la question" in report.by_hand[0].why
    made = docx.Document(io.BytesIO(report.content or b""))
    assert f"{str(blocks[at]).removesuffix(dots)} 4" in [
        p.text for p in made.paragraphs
    ]


@pytest.mark.parametrize(
    "said", ["Santé et santé mentale", "Santé (y compris mentale)"]
)
def test_a_line_that_is_two_of_the_form_takes_neither(
    outcome: Outcome, said: str
) -> None:
    """Nor can anyone accept it for one of them."""
    blocks = blank()
    rows = blocks[place(blocks, "2.8.") + 1]
    assert isinstance(rows, list)
    [first] = [row for row in rows if row[0] == "Santé"]
    rows.remove(next(row for row in rows if row[0] == "Santé mentale"))
    first[0] = said
    report = filled(outcome, blocks)
    assert report.waiting == ()
    told = {one.name.partition(", ")[2] for one in report.without_place}
    assert told >= {"Santé", "Santé mentale"}
    assert any(first in one for one in tables(report))


@pytest.mark.slow
def test_notes_that_are_gone_are_told(outcome: Outcome) -> None:
    """The form has four; a file without any still takes the answers."""
    report = filled(outcome, blank())
    lines = dict(to_see(report, str))[
        "Nouveau, reformulé ou disparu, sans réponse qui attende"
    ]
    told = [one for one in lines if "note disparue" in one]
    assert len(told) == 4 and report.is_complete
    assert any("La notion de" in one for one in lines)


def cut(blocks: list[Block], at: int, between: str) -> None:
    """Each table with heads parted behind a row, with a paragraph between the parts."""
    for number, rows in reversed([*enumerate(blocks)]):
        has_heads = isinstance(rows, list) and len(rows) > 4 and all(rows[0][1:])
        if isinstance(rows, list) and has_heads and len(rows[0]) > 1:
            blocks[number : number + 1] = [rows[:at], between, rows[at:]]


@pytest.mark.slow
def test_a_table_that_is_cut_goes_on_without_its_heads(outcome: Outcome) -> None:
    blocks = blank()
    cut(blocks, 3, " ")
    report = filled(outcome, blocks)
    assert report.is_complete
    parts = [t for t in tables(report) if t[0][0] in ("Statut", "RIS")][:2]
    assert [row[1] for row in parts[0]][1:] == ["7", "9"]
    assert parts[1][0] == ["RIS", "10"]


@pytest.mark.slow
def test_heads_in_a_table_of_their_own_are_those_of_the_next(outcome: Outcome) -> None:
    blocks = blank()
    cut(blocks, 1, "")
    report = filled(outcome, blocks)
    first = next(t for t in tables(report) if t[0][0] == "Travail")
    assert first[:3] == [["Travail", "7"], ["Chômage", "9"], ["RIS", "10"]]


@pytest.mark.slow
def test_a_year_that_is_left_open_is_any_year(outcome: Outcome) -> None:
    blocks = blank()
    for number, block in enumerate(blocks):
        if isinstance(block, str):
            blocks[number] = block.replace("2023", "20..")
        else:
            blocks[number] = [[c.replace("2023", "20..") for c in r] for r in block]
    report = filled(outcome, blocks)
    assert report.is_complete
    assert any("année" in note for note in report.notes)


@pytest.mark.slow
def test_boxes_left_of_all_questions_are_filled(outcome: Outcome) -> None:
    """Those for texts too: filled, they look like words beside a question."""
    blocks = blank()
    for number, (block, behind) in enumerate(pairwise(blocks)):
        if isinstance(block, str) and block[:1].isdigit() and behind == [[""]]:
            blocks[number : number + 2] = [[["", block]], ""]
    report = filled(outcome, [block for block in blocks if block])
    assert report.is_complete
    boxes = {t[0][1][:6]: t[0][0] for t in tables(report) if len(t[0]) == 2}
    assert (boxes["2.5. N"], boxes["4.3. N"]) == ("56", "2")
    assert boxes["3.3.1."].startswith("Exemple")


@pytest.mark.slow
def test_a_form_in_a_frame_is_that_form(outcome: Outcome) -> None:
    """Everything in the one cell of a table."""
    file = docx.Document()
    frame = file.add_table(1, 1).cell(0, 0)
    for block in blank():
        if isinstance(block, str):
            frame.add_paragraph(block)
            continue
        inner = frame.add_table(len(block), max(map(len, block)))
        for row, texts in zip(inner.rows, block, strict=True):
            for cell, text in zip(row.cells, texts, strict=False):
                cell.text = text
    saved = io.BytesIO()
    file.save(saved)
    acceptance = Acceptance(Agreements(), (), "2024-01-15")
    report = into_official(outcome, EXAMPLE, saved.getvalue(), acceptance).official
    assert report is not None and report.is_complete


@pytest.mark.parametrize("end", ["...", " …"])
def test_three_dots_end_a_question_with_a_box(outcome: Outcome, end: str) -> None:
    blocks = blank()
    for number in ("2.5.", "2.7.3.", "3.10."):
        at = place(blocks, number)
        blocks[at] = f"{str(blocks[at]).rstrip('? ')}{end}"
    assert filled(outcome, blocks).is_complete
