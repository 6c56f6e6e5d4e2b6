"""New words that govern places: a head between lines, another head of the labels, a line
below a title or between a question and its box. What they are over is reworded.
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.align.placed import Status
from pipeline.align.placing import align
from pipeline.findings.sentences import word_files as say
from pipeline.word_files.reading import Paragraph, Reading, Row, Story, token
from tests.align.edits import Blocks
from tests.align.layouts import numbered, row
from tests.align.test_other_forms import (
    DOCUMENT,
    aligned,
    at,
    form,
    of,
    unlike,
    with_table,
)
from tests.align.test_sub_heads import across
from tests.support.marks import slow_after

REWORDED = Status.REWORDED
STATUS = ("mutuelle", "pension", "autre", "total")  # the lines of 2.7.1 behind RIS
LATER = [f"q2_7_1.{one}" for one in STATUS]


def headed(number: str, head: Row, at: int) -> Blocks:
    return with_table(form(), number, lambda rows: rows.insert(at, head))


def below(text: str, number: str, behind: int = 1) -> Blocks:
    blocks = form()
    blocks.insert(at(blocks, number) + behind, Paragraph(text))
    return blocks


@pytest.mark.parametrize(
    ("head", "waits"),
    slow_after(
        1,
        [
            (row("Parmi les ménages relogés :", ""), True),
            (row("En 2022 :", ""), True),
            (row("Chiffres de 2022", ""), True),
            (row("CONJOINTS", ""), True),
            (row("Autres statuts du conjoint", ""), True),
            (across("Conjoint", spans=(2,)), True),
            (row("Intérim", ""), False),
            (row("Sans emploi", "12"), False),
            (row("dont ménages isolés", ""), False),
            (row("En 2023 :", ""), False),
        ],
    ),
)
def test_a_row_between_lines(head: Row, waits: bool) -> None:
    """Those above it are as they were."""
    found = unlike(aligned(headed("2.7.1.", head, 4)))
    found.pop("q2_7_1.autre_precision", None)  # it waits for its figure
    assert found == dict.fromkeys(LATER if waits else [], REWORDED)


def test_a_new_first_line_is_no_head() -> None:
    assert unlike(aligned(headed("2.7.1.", row("Intérim", ""), 1))) == {}
    found = unlike(aligned(headed("2.7.1.", row("Conjoints :", ""), 1)))
    found.pop("q2_7_1.autre_precision", None)
    assert found == dict.fromkeys(["q2_7_1.travail", "q2_7_1.chomage", "q2_7_1.ris", *LATER], REWORDED)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "waits"),
    slow_after(
        1,
        [
            ("Équipements fermés", True),
            ("En 2022", True),
            ("Équipement du Bois", False),
            ("Camping 2000", False),
        ],
    ),
)
def test_a_row_between_equipments(name: str, waits: bool) -> None:
    found = aligned(headed("2.2.1.", row(name, *[""] * 5), 2))
    rows = found.places.rows["q2_2_1"]
    told = {turn.texts["nom"].text: turn.texts["une_semaine"].status for turn in rows}
    named = [one for one in told if one]
    assert (name in named) is not waits
    assert told[named[0]] is Status.EQUAL
    assert (told[named[-1]] is REWORDED) is waits


@pytest.mark.parametrize(
    ("number", "old", "new", "waits"),
    slow_after(
        2,
        [
            ("2.7.1", "Statut", "Statut du conjoint", True),
            ("2.8", "Problématiques traitées", "Problématiques non traitées", True),
            ("3.8.3", "Localisation", "Ancienne localisation", True),
            ("1.1", "Axes du Plan HP", "Axes abandonnés", True),
            ("2.7.1", "Statut", "Statut socioprofessionnel", False),
            ("2.7.1", "Statut", "", False),
        ],
    ),
)
def test_another_head_of_the_labels(
    number: str, old: str, new: str, waits: bool
) -> None:
    def change(rows: list[Row]) -> None:
        rows[0] = Row((*row(new).cells, *rows[0].cells[1:]))

    found = aligned(with_table(form(), f"{number}.", change))
    name = f"q{number.replace('.', '_')}"
    told = unlike(found)
    assert set(told.values()) == ({REWORDED} if waits else set())
    assert all(one.startswith(f"{name}.") for one in told)
    pairs = [(old, new)] if waits else []
    assert [one for one in found.reworded if one[0] == old] == pairs


TITLES = {
    "Relogements 2023": ["3_1", "3_2", "3_3", "3_3_1", "3_4", "3_4_1", "3_5"],
    "Relogements des": ["3_6", "3_7"],
    "Focus sur": ["3_8_1", "3_8_2", "3_8_3", "3_8_4", "3_9", "3_10"],
}


@pytest.mark.parametrize("title", slow_after(1, TITLES))
@pytest.mark.parametrize(
    ("said", "waits"),
    slow_after(
        1,
        [
            ("Comptez des personnes.", True),
            ("Tenir compte du logement précédent", True),
            ("Il s'agit des ménages isolés.", True),
            ("Un chiffre par case.", False),
            ("Merci de répondre à toutes les questions.", False),
        ],
    ),
)
def test_a_line_below_a_title(title: str, said: str, waits: bool) -> None:
    blocks = form()
    own = (isinstance(b, Paragraph) and b.text.startswith(title) for b in blocks)
    blocks.insert([*own].index(True) + 1, Paragraph(said))
    several = [of(f"q{one}", REWORDED) for one in TITLES[title]] if waits else []
    assert unlike(aligned(blocks)) == {k: v for one in several for k, v in one.items()}


def test_a_line_right_above_a_title_is_of_it_too() -> None:
    blocks = form()
    own = (isinstance(b, Paragraph) and b.text.startswith("Focus") for b in blocks)
    said = "Les questions qui suivent portent sur les ménages relogés hors commune."
    blocks.insert([*own].index(True), Paragraph(said))
    several = [of(f"q{one}", REWORDED) for one in TITLES["Focus sur"]]
    assert unlike(aligned(blocks)) == {k: v for one in several for k, v in one.items()}


@pytest.mark.parametrize(
    ("number", "said", "waits"),
    slow_after(
        2,
        [
            ("2.1.1.", "Cochez ce que vous ne faites pas.", True),
            ("2.1.1.", "Cochez une seule case.", False),
            ("3.8.2.", "Tenir compte du logement précédent", True),
            ("3.8.2.", "Logement avant l'équipement", True),
            ("3.8.2.", "Tableau A", False),
            ("2.6.", "Répondez en chiffres.", False),
        ],
    ),
)
def test_a_line_between_a_question_and_its_box(
    number: str, said: str, waits: bool
) -> None:
    name = f"q{number.rstrip('.').replace('.', '_')}"
    found = unlike(aligned(below(said, number)))
    assert found == (of(name, REWORDED) if waits else {})


def test_a_heading_over_questions_of_deeper_levels() -> None:
    blocks = form()
    new = Paragraph("Ménages expulsés", style="Heading2", level=2)
    blocks.insert(at(blocks, "3.8.3."), new)
    several = [of(f"q3_8_{n}", REWORDED) for n in (3, 4)]
    assert unlike(aligned(blocks)) == {k: v for one in several for k, v in one.items()}


NOTE = "Comptez une rencontre par mois."


@pytest.mark.parametrize(
    ("number", "note", "below"),
    slow_after(
        1,
        [
            ("2.5.", NOTE, ["2_5"]),
            ("3.10.", "Sauf par courrier.", ["3_10"]),
            ("2.6.", NOTE, ["2_6"]),
            ("2.5.", "", []),
        ],
    ),
)
def test_another_note_of_a_question(number: str, note: str, below: list[str]) -> None:
    """2.5 and 3.10 call one in the form, 2.6 none. "" is the form's own."""
    blocks = form()
    heading = blocks[at(blocks, number)]
    assert isinstance(heading, Paragraph)
    mark = replace(heading, text=heading.text + token(say.NOTE))
    blocks[at(blocks, number)] = mark
    own = DOCUMENT.wording["footnotes"][0]
    story = Story("note 1", "word/footnotes.xml", (Paragraph(note or own),))
    found = align(DOCUMENT, Reading(numbered(blocks), footnotes=(story,)))
    several = [of(f"q{one}", REWORDED) for one in below]
    assert unlike(found) == {k: v for one in several for k, v in one.items()}
