"""Equipments that became habitat vert or left the Plan HP: they stay for the households
that left them.
"""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from pipeline.explain.proof import proof_workbook
from pipeline.model.submission import Value
from pipeline.run import Outcome
from tests.cli.test_cli import run
from tests.explain.test_proof import figures_of
from tests.support import stages
from tests.support.cases import cases
from tests.support.docx_text import blocks
from tests.support.faults import (
    CHAQUE,
    Change,
    answer,
    equipement,
    menage,
    tick,
    untick,
    workbook,
)
from tests.support.stages import findings

NATURES = ("habitat_vert", "sorti")
LEFT: dict[str, Value] = {
    "date_relogement": "2023-05-09",
    "destination": "ais",
    "localisation": "origine",
}


def outcome_of(folder: Path, *changes: Change) -> Outcome:
    return stages.outcome_of(folder, workbook(*changes))


# ---- asked nothing in 2.1.1 to 2.4


@pytest.mark.parametrize("nature", NATURES)
def test_a_presence_in_every_equipment_leaves_out_those_that_are_asked_nothing(
    nature: str, tmp_path: Path
) -> None:
    """The second equipment has no presence, and the household that left it counts in
    3.1 all the same.
    """
    assert ("presence-incomplete", "Équipements!C6") in findings(
        outcome_of(tmp_path, *CHAQUE)
    )
    outcome = outcome_of(tmp_path, *CHAQUE, equipement(6, nature=nature))
    assert findings(outcome) == [] and outcome.report and outcome.answers
    assert outcome.answers.figures["3.1"][""].value == "1"


@pytest.mark.parametrize("nature", NATURES)
def test_certain_equipments_are_all_where_only_such_a_one_has_no_presence(
    nature: str, tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, equipement(6, nature=nature))) == [
        ("presence-partout", "Réponses!C33")
    ]


def test_a_presence_seldom_noted_of_such_an_equipment_says_nothing(
    tmp_path: Path,
) -> None:
    assert (
        findings(
            outcome_of(
                tmp_path, *CHAQUE, equipement(6, nature="sorti", presence="moins")
            )
        )
        == []
    )


@pytest.mark.parametrize("nature", NATURES)
@cases(__file__, "noted")
def test_nothing_else_is_asked_for_beside_what_is_noted_of_such_an_equipment(
    cells: dict[str, Value], cell: str, nature: str, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, *CHAQUE, equipement(6, nature=nature, **cells))
    assert (
        findings(outcome) == [("equipement-hors-plan", f"Équipements!{cell}")]
        and outcome.report
    )
    kept = outcome_of(tmp_path, *CHAQUE, equipement(6, nature="hp", **cells))
    assert ("equipement-hors-plan", f"Équipements!{cell}") not in findings(
        kept
    ) and kept.errors


@pytest.mark.parametrize("nature", NATURES)
def test_what_is_noted_of_such_an_equipment_is_told_and_printed(
    nature: str, tmp_path: Path
) -> None:
    noted = equipement(
        6, nature=nature, presence="une_quinzaine", approche="permanence"
    )
    outcome = outcome_of(tmp_path, *CHAQUE, noted)
    assert findings(outcome) == [("equipement-hors-plan", "Équipements!C6")]
    assert outcome.answers and outcome.report
    _, green = outcome.answers.parts["2.2.1"]
    assert {name for name, figure in green.figures.items() if figure.value == "X"} == {
        "une_quinzaine",
        "permanence",
    }
    (tmp_path / "rapport.docx").write_bytes(outcome.report)
    assert "Les Bouleaux" in str(blocks(tmp_path / "rapport.docx"))


@pytest.mark.parametrize(
    ("cells", "place"),
    [({"valves": "x"}, "Équipements!H6"), ({"non_prioritaire": "x"}, "Équipements!J6")],
)
def test_each_table_is_told(
    cells: dict[str, Value], place: str, tmp_path: Path
) -> None:
    changes = (untick("2.1.1", "certains"), tick("2.1.1", "peu"), tick("2.4", "connus"))
    present = equipement(5, presence=None, approche=None, non_prioritaire="x")
    found = findings(
        outcome_of(tmp_path, *changes, present, equipement(6, nature="sorti", **cells))
    )
    assert ("equipement-hors-plan", place) in found


# ---- how 3.1 divides


def moved() -> tuple[Change, ...]:
    """Four relocated in 2023: of an equipment without nature, of an HP equipment, of
    one that left the Plan, and of a habitat vert, whose name is spelled otherwise.
    H-003 left a habitat vert the year before.
    """
    names = ("Les Ormes", "Les Saules")
    return (
        equipement(6, nature=None),
        equipement(7, nom=names[0], nature="habitat_vert"),
        equipement(8, nom=names[1], nature="sorti"),
        menage(7, equipement=names[0]),
        menage(8, equipement="Les Pins", **LEFT),
        menage(9, code="H-005", equipement=names[1], **LEFT),
        menage(10, code="H-006", equipement="les  ormes", **LEFT),
    )


def test_3_1_divides_into_the_numbers_of_the_inventory(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, *moved())
    assert not outcome.errors and outcome.answers
    assert outcome.answers.figures["3.1"][""].value == "4"
    told = run("avancement", tmp_path / "classeur.xlsx").stdout
    assert (
        "  état des lieux, 5.1.1 : 3 (parmi les ménages relogés de 3.1, ceux d'un équipement HP, ou sorti"
        " depuis du Plan HP)" in told
    )
    assert (
        "  état des lieux, 8.1.1 : 1 (parmi les ménages relogés de 3.1, ceux d'un équipement reconverti en"
        " habitat vert)" in told
    )
    book = load_workbook(
        io.BytesIO(proof_workbook(outcome.facts, outcome.answers)),
        data_only=True,
    )
    proved = {
        line["Question"]: (line["Rapport"], line["Recompte"])
        for line in figures_of(book)
    }
    assert proved["5.1.1"] == (3, 3) and proved["8.1.1"] == (1, 1)
    explained = run("expliquer", tmp_path / "classeur.xlsx", "8.1.1").stdout
    assert (
        "H-006  Ménages!A10, B10, S10, T10 ; Équipements!A7, B7" in explained
        and "H-003" not in explained
    )


def test_a_fault_leaves_the_division_open(tmp_path: Path) -> None:
    outcome_of(tmp_path, *moved(), equipement(7, nature="verte"))
    told = run("avancement", tmp_path / "classeur.xlsx").stdout
    assert (
        "  état des lieux, 8.1.1 : il reste à compléter ou à corriger dans « Équipements » ("
        in told
    )
    explained = run("expliquer", tmp_path / "classeur.xlsx", "5.1.1")
    assert explained.exit_code == 0 and "Défaut du programme" not in explained.output


def test_the_warning_of_the_inventory_stays(tmp_path: Path) -> None:
    found = findings(
        outcome_of(
            tmp_path, *moved(), answer("5.1.1", texte="2"), answer("8.1.1", texte="1")
        )
    )
    assert ("etat-des-lieux-different", "Réponses!E69") in found
