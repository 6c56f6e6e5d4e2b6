"""Instructions of the authority beside its questions, and choices in their boxes: which
answers wait, and what is said of them.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from pipeline.align.placed import Status
from pipeline.new_form.changes import Part, What
from pipeline.official.agreements import Acceptance, Agreements
from pipeline.official.result import OfficialReport
from pipeline.official.to_see import to_see
from pipeline.received.report import received
from pipeline.run import Outcome, into_official, produce
from tests.official.test_other_places import EXAMPLE, blank, place
from tests.support.plain_forms import Block, by_python_docx

NOT_TO_FILL, PERCENT = "Ne pas remplir, sera complété par la DiCS.", "En pourcentage"
HARMLESS = "Répondez en chiffres."
AHEAD = ["2.7.1", "2.7.2", "2.7.3"]
# Where an instruction stands: what it is about.
Put = Callable[[list[Block], str], None]


def at(number: str, behind: int) -> Put:
    def put(blocks: list[Block], said: str) -> None:
        blocks.insert(place(blocks, number) + behind, said)

    return put


def beside(number: str, *cells: str) -> Put:
    def put(blocks: list[Block], said: str) -> None:
        row = [said if cell == "?" else cell for cell in cells]
        blocks[place(blocks, number) + 1] = [row]

    return put


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def filled(
    outcome: Outcome, put: Put, said: str, *accept: str, known: Agreements | None = None
) -> OfficialReport:
    blocks = blank()
    put(blocks, said)
    acceptance = Acceptance(known or Agreements(), accept, "2024-01-15")
    file = by_python_docx(blocks)
    report = into_official(outcome, EXAMPLE, file, acceptance).official
    assert report is not None and report.content is not None
    return report


def left(report: OfficialReport) -> set[str]:
    """The questions of which an answer is not placed."""
    waiting = [entry for one in report.waiting for entry in one.entries]
    entries = (*waiting, *report.without_place, *report.otherwise)
    return {entry.name.partition(",")[0] for entry in entries}


PLACES = {
    "between a question and its box": (at("3.1.", 1), {"3.1"}),
    "behind its box, before the next question": (at("3.1.", 2), {"3.1", "3.2"}),
    "right of its box": (beside("3.1.", "", "?"), {"3.1"}),
    "left of its box": (beside("3.1.", "?", ""), {"3.1"}),
    "in its box": (beside("3.1.", "?"), {"3.1"}),
    "between a question and its table": (at("2.7.1.", 1), {"2.7.1"}),
    "at the end of a chapter": (at("4.3.", 2), {"4.3"}),
    "below the heading of several": (
        at("3.8.", 1),
        {"3.8.1", "3.8.2", "3.8.3", "3.8.4"},
    ),
}


@pytest.mark.parametrize("where", PLACES)
def test_who_is_not_to_answer_does_not(outcome: Outcome, where: str) -> None:
    put, asked = PLACES[where]
    report = filled(outcome, put, NOT_TO_FILL)
    assert left(report) == asked and not report.is_complete
    # It is said with its answers, and nowhere else; nobody can accept it.
    told = ["\n".join(lines) for _, lines in to_see(report, str)]
    assert sum(NOT_TO_FILL in lines for lines in told) == 1
    assert not report.waiting
    assert {(one.part, one.what) for one in report.changes} == {(Part.NOTE, What.GONE)}


@pytest.mark.parametrize("where", ["behind its box, before the next question"])
def test_another_answer_waits_until_a_person_accepts(
    outcome: Outcome, where: str
) -> None:
    put, asked = PLACES[where]
    report = filled(outcome, put, PERCENT)
    assert left(report) == asked
    lines = dict(to_see(report, '--accepter "{}"'.format))
    assert lines["Consignes nouvelles, à relire"] == [
        f"{PERCENT} : 2 réponses (3.1 et 3.2)",
        f"  fichier :  {PERCENT}",
        f'  --accepter "{PERCENT}"',
    ]
    accepted = filled(outcome, put, PERCENT, PERCENT)
    assert accepted.is_complete and left(accepted) == set()
    assert filled(outcome, put, PERCENT, known=accepted.agreements).is_complete


@pytest.mark.parametrize(
    "where",
    [one for one in PLACES if " its box" not in one or "behind" in one or "and" in one],
)
def test_an_instruction_that_changes_nothing(outcome: Outcome, where: str) -> None:
    put, _ = PLACES[where]
    report = filled(outcome, put, HARMLESS)
    assert report.is_complete and left(report) == set()


def test_an_instruction_of_the_form_that_now_asks_for_another_answer(
    outcome: Outcome,
) -> None:
    """Chapter 4 begins with "Rubrique à compléter par un agent du CPAS et/ou …"."""

    def put(blocks: list[Block], said: str) -> None:
        start = place(blocks, "4.1.")
        own = next(
            n
            for n, one in enumerate(blocks[:start])
            if "agent du CPAS" in one and isinstance(one, str)
        )
        blocks[own] = str(blocks[own]).replace("un agent du CPAS et/ou", said)

    report = filled(outcome, put, "la DiCS, sans l'aide d'")
    assert left(report) == {"4.1", "4.2", "4.2.1", "4.2.2", "4.2.3", "4.3"}


def test_the_instruction_is_a_change_for_who_compares(outcome: Outcome) -> None:
    from pipeline.new_form.blank import compared_blank

    blocks = blank()
    at("3.1.", 2)(blocks, PERCENT)
    found = compared_blank(by_python_docx(blocks), outcome.form.edition, [outcome.form])
    (told,) = [one for one in found.changes if one.what is What.OTHERWISE]
    assert (told.question, told.asked) == ("3.1", ("q3_1", "q3_2")) and found.waits


def test_a_line_of_the_file_with_dots_is_no_answer(outcome: Outcome) -> None:
    report = filled(outcome, beside("3.3.1.", "?"), "Date : ……")
    [told] = [one for one in report.without_place if one.name == "3.3.1"]
    assert told.why == "le fichier y attend « Date : …… »" and report.filled == ()


def test_what_stands_over_places_holds_them_back_alone(outcome: Outcome) -> None:
    """A head between lines, another head of labels, a line below a title."""
    from pipeline.new_form.blank import compared_blank

    def put(blocks: list[Block], said: str) -> None:
        rows = blocks[place(blocks, "2.7.1.") + 1]
        heads = blocks[place(blocks, "3.8.3.") + 1]
        assert isinstance(rows, list) and isinstance(heads, list)
        rows.insert(4, ["Conjoint :", ""])
        heads[0][0] = "Localisation non actuelle"
        blocks.insert(blocks.index("Relogements des années antérieures") + 1, said)

    report = filled(outcome, put, "Tenez compte du premier logement.")
    assert left(report) == {"2.7.1", "3.8.3", "3.6", "3.7"}
    [lines] = [one for one in report.waiting if one.name == "2.7.1"]
    assert len(lines.entries) == 4  # the lines above are filled
    [other] = report.contrary
    assert other.sentences == ("Localisation", "Localisation non actuelle")
    blocks = blank()
    put(blocks, "Tenez compte du premier logement.")
    file = by_python_docx(blocks)
    found = compared_blank(file, outcome.form.edition, [outcome.form])
    told = {(one.what, one.new) for one in found.changes if one.waits or one.asked}
    assert told == {
        (What.OTHERWISE, "Conjoint :"),
        (What.NEGATED, "Localisation non actuelle"),
        (What.OTHERWISE, "Tenez compte du premier logement."),
    }
    read = received("x.docx", file, [outcome.form]).answers
    faults = {one.about.question for one in read if one.status is Status.REWORDED}
    assert faults == {"2.7.1", "3.8.3", "3.6", "3.7"}


def test_a_choice_that_nobody_has_made_is_not_filled(outcome: Outcome) -> None:
    """Only the answers that the workbook has are told: two of the ten boxes."""

    def put(blocks: list[Block], said: str) -> None:
        rows = blocks[place(blocks, "2.2.1.") + 1]
        assert isinstance(rows, list)
        for row in rows[1:]:
            row[1:] = [said for _ in row[1:]]

    report = filled(outcome, put, "Oui / Non")
    assert report.filled == ()
    told = [one for one in report.without_place if one.name.startswith("2.2.1")]
    assert len(told) == 2
    assert {one.why for one in told} == {"le fichier y attend « Oui / Non »"}
