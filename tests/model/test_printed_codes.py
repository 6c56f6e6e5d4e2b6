"""Household codes inside printed texts: no spelling hides one, and a word before a
number is only asked about.
"""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.model.printed_codes import code_finder
from pipeline.model.text import code_key
from tests.support.cases import beside, cases
from tests.support.faults import (
    Change,
    answer,
    equipement,
    identification,
    menage,
    workbook,
)
from tests.support.stages import outcome_of


def found(text: str, *codes: str) -> list[tuple[str, bool]]:
    return [
        (one.code, one.is_sure)
        for one in code_finder({code: code_key(code) for code in codes})(text)
    ]


@cases(__file__, "spelled")
def test_a_code_in_any_spelling_is_found(text: str) -> None:
    assert ("H-017", True) in found(text, "H-017")


@cases(__file__, "other")
def test_other_texts_hold_no_code(text: str) -> None:
    assert found(text, "H-017") == []


@cases(__file__, "doubtful")
def test_what_may_be_a_code_is_doubtful(text: str) -> None:
    assert found(text, "H-017") == [("H-017", False)]


@cases(__file__, "time")
def test_the_time_is_no_excuse(text: str) -> None:
    assert found(text, "H-017") == [("H-017", True)]


@cases(__file__, "apart")
def test_a_word_and_a_number_apart_are_doubtful(code: str, text: str) -> None:
    assert found(text, code) == [(code, False)]


@cases(__file__, "sure")
def test_a_code_written_as_one_is_sure(code: str, text: str) -> None:
    assert found(text, code) == [(code, True)]


@cases(__file__, "parts")
def test_codes_of_several_parts(code: str, texts: tuple[str, ...]) -> None:
    assert [text for text in texts if (code, True) not in found(text, code)] == []


def test_codes_that_are_not_these_parts() -> None:
    assert (
        found("annexe A1.2, H-17C, H-17BIS, 112A, 12AB, H-17B4", "A-12", "H-17B", "12A")
        == []
    )


def test_the_longest_and_every_code_is_found() -> None:
    assert found("H-17B puis H-18", "H-17", "H-17B", "H-18") == [
        ("H-17", True),
        ("H-17B", True),
        ("H-18", True),
    ]
    assert found("h 17", "h 0017", "H-17") == [("h 0017", True)]


@given(st.lists(st.sampled_from(beside(__file__)["pieces"]), max_size=12).map("".join))
def test_codes_are_found_wherever_they_stand(text: str) -> None:
    """Held against one pattern, written from the rule."""
    sure, soft = r"(?:[\s-]*|[./_,]{1,3})", r"\s*[./_]\s*"
    plain = text.replace("…", "...")
    number = r"0*1(?:[\s-]*0*)?7(?!\d)"
    wanted = re.search(rf"(?<![^\W_])[Hh](?:{sure}|{soft}){number}", plain)
    if wanted:
        assert found(text, "H-017"), wanted
    elif not re.search(r"[Hh][^a-zA-Zé]*1[^a-zA-Zé]*7", plain):
        assert not found(text, "H-017")


# ---- in a workbook


def told(folder: Path, *changes: Change) -> list[tuple[str, str, str]]:
    return [
        (p.code, str(p.ref), p.facts["valeur"])
        for p in outcome_of(folder, workbook(*changes)).problems
        if p.code.startswith("code-")
    ]


def test_a_word_and_a_number_let_the_report_be_made(tmp_path: Path) -> None:
    text = answer("1.1", "communication", texte="Réunion du 15 mars, une autre le 20.")
    outcome = outcome_of(tmp_path, workbook(menage(8, code="DU-15"), *GONE, text))
    (problem,) = [
        problem for problem in outcome.problems if problem.code == "code-possible"
    ]
    assert str(problem.ref) == "Réponses!E11" and problem.facts["code"] == "DU-15"
    assert outcome.report is not None and outcome.answers is not None
    assert (
        outcome.answers.figures["1.1"]["communication_texte"].value
        == "Réunion du 15 mars, une autre le 20."
    )


# H-004 is called otherwise; the contact that names it too.
GONE = (lambda draft: draft.rows["contacts"][0].update(codes=("H-001",)),)


@cases(__file__, "surest")
def test_one_finding_a_text_and_the_surest(
    text: str, code: str, shown: str, tmp_path: Path
) -> None:
    changes = (menage(8, code="DU-15"), *GONE)
    assert told(tmp_path, *changes, answer("1.1", "communication", texte=text)) == [
        (code, "Réponses!E11", shown)
    ]


def test_every_printed_text_is_looked_at(tmp_path: Path) -> None:
    changes = (
        identification(5, commune="Clairbois H.001"),
        equipement(7, nom="Parc H/002"),
        menage(8, statut="autre", statut_precision="comme H_003"),
    )
    places = ["Identification!B5", "Équipements!A7", "Ménages!D8"]
    assert [(code, place) for code, place, _ in told(tmp_path, *changes)] == [
        ("code-dans-texte", p) for p in places
    ]
