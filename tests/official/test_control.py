"""A filled file of the authority, as it came back, beside the workbook: exact only where
every answer stands at its place and nothing is left to be settled.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.editions.loader import load_form
from pipeline.official.agreements import Acceptance, Agreements
from pipeline.run import Outcome, controlled, into_official, produce
from tests.support.paths import ROOT
from tests.support.received import retouched

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
BLANK = load_form("dics-2023").document.blank.read_bytes()
MET = r"(2\.5\. Nombre.*?)<w:t/>"  # the box of 2.5, which counts 56 households


@pytest.fixture(scope="module")
def outcome() -> Outcome:
    return produce(EXAMPLE)


def filled(outcome: Outcome, *changes: tuple[str, str]) -> Outcome:
    blank = retouched(BLANK, *changes)
    made = into_official(outcome, Path(), blank, Acceptance(Agreements()))
    assert made.report is not None
    return made


def test_the_file_as_filled_is_exact(outcome: Outcome) -> None:
    made = filled(outcome)
    found = controlled(made, made.report or b"")
    assert found.is_faultless and "exactement" in found.verdict


def test_what_a_person_typed_otherwise_is_named_with_both_values(
    outcome: Outcome,
) -> None:
    made = filled(outcome, (MET, r"\1<w:t>57</w:t>"))
    found = controlled(made, made.report or b"")
    assert [(one.where, one.wanted, one.found) for one in found.differences] == [
        ("2.5", "56", "57")
    ]
    assert not found.is_faultless and "exact" not in found.verdict


def test_a_question_that_waits_is_named_until_its_answer_is_written(
    outcome: Outcome,
) -> None:
    made = filled(
        outcome, ("résidents permanents rencontrés<", "résidents permanents vus<")
    )
    document = made.report or b""
    found = controlled(made, document)
    assert [(one.where, one.wanted) for one in found.differences] == [("2.5", "56")]
    by_hand = retouched(document, (MET, r"\1<w:t>56</w:t>"))
    settled = controlled(made, by_hand)
    assert settled.is_faultless, settled
    other = retouched(document, (MET, r"\1<w:t>58</w:t>"))
    (left,) = controlled(made, other).differences
    assert (left.where, left.wanted, left.found) == ("2.5", "56", "58")


def test_a_mark_to_be_written_by_hand_is_named_and_counted(outcome: Outcome) -> None:
    """A list that has not the number cannot be filled."""
    entry = '<w:listItem w:displayText="aucun" w:value="aucun"/>'
    chosen = f"<w:sdt><w:sdtPr><w:dropDownList>{entry}</w:dropDownList></w:sdtPr>"
    inside = rf"\1{chosen}<w:sdtContent>\2</w:sdtContent></w:sdt>"
    made = filled(outcome, (r"(2\.5\. Nombre.*?)(<w:r><w:t/></w:r>)", inside))
    document = made.report or b""
    found = controlled(made, document)
    (one,) = found.differences
    assert (one.where, one.wanted, one.found) == ("2.5", "56", "À COMPLÉTER À LA MAIN")
    assert len(found.to_settle) == 1 and "à un endroit" in found.to_settle[0]
    assert controlled(
        made, retouched(document, ("À COMPLÉTER À LA MAIN", "56"))
    ).is_faultless


def test_comments_and_tracked_changes_of_the_file_are_to_be_settled(
    outcome: Outcome,
) -> None:
    by = '<w:ins w:id="900" w:author="DiCS">'
    inserted = rf'\1{by}<w:r><w:t xml:space="preserve"> bis</w:t></w:r></w:ins>'
    made = filled(outcome, (r"(Communication / information</w:t></w:r>)", inserted))
    found = controlled(made, made.report or b"")
    assert not found.is_faultless and "exact" not in found.verdict
    assert any("DiCS" in line for line in found.to_settle), found.to_settle
