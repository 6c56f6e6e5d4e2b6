"""A workbook carried over to a newer form, of the same year or the next, and a plan to
its next period.
"""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from pipeline.carry_over.account import account
from pipeline.carry_over.new_workbook import NewWorkbook, new_workbook
from pipeline.carry_over.old import OldWorkbook
from pipeline.editions.homes import VARIABLE
from pipeline.editions.loader import load_form
from pipeline.findings.sentences import carry_over as said
from pipeline.model.submission import Value
from pipeline.run import look, produce
from pipeline.workbook.read import read_workbook
from tests.support.clss_faults import new_suivi, plan_workbook
from tests.support.editions import without_question, write_extension
from tests.support.faults import (
    FORM,
    answer,
    equipement,
    identification,
    menage,
    workbook,
)
from tests.support.paths import ROOT
from tests.support.properties import answered
from tests.support.quick_workbook import quick_workbook
from tests.support.random_workbooks import random_workbook

EXAMPLES = [*(ROOT / "inputs").glob("*.xlsx")]
LESS = {"remove": ["2.9/antenne"]}
WORDS = {"reword": {"2.8/isolement": "Isolement, solitude"}}


def to_form(old: Path, edition: str, year: int | None, target: Path) -> NewWorkbook:
    made = new_workbook(OldWorkbook(old), load_form(edition), year, (), date.today())
    target.write_bytes(made.data)
    return made


# ---- the same year


@pytest.mark.parametrize("old", EXAMPLES, ids=lambda path: str(path.stem))
def test_the_same_year_gives_the_same_report_to_the_byte(
    old: Path, tmp_path: Path
) -> None:
    form, submission, _ = read_workbook(old, None)
    sheet, _ = form.start["annee"]
    year = submission.rows[sheet][0].values[form.start["annee"][1]]
    made = to_form(old, form.edition, int(str(year)), tmp_path / "nouveau.xlsx")
    heard = {heading for heading, lines in account(made) if lines}
    assert heard == {said.ROWS}
    assert produce(tmp_path / "nouveau.xlsx").report == produce(old).report


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_a_register_that_was_drawn_says_the_same(seed: int, tmp_path: Path) -> None:
    case = random_workbook(random.Random(seed))
    year = int(case["year"])
    head: dict[str, Value] = {
        "edition": FORM.edition,
        "commune": "Clairbois",
        "annee": year,
    }
    rows = {key: case[key] for key in FORM.sheets if key in case}
    for row in rows["contacts"]:
        row["codes"] = tuple(row["codes"].split(" ; "))
    old, new = tmp_path / "ancien.xlsx", tmp_path / "nouveau.xlsx"
    old.write_bytes(quick_workbook(FORM, {**rows, "identification": [head]}))
    made = to_form(old, "dics-2023", year, new)
    assert made.carried.lost == []
    assert answered(look(new)) == answered(look(old))


# ---- a newer form


@pytest.fixture
def newer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a form of 2026 that has not the question 3.10 of chapter 2 and
    has one reason less, and another label of a problem.
    """
    home = tmp_path / "editions"
    home.mkdir()
    monkeypatch.setenv(VARIABLE, str(home))
    less = without_question("dics-2023", "2-3.10")
    changes = [less, (LESS, LESS), (WORDS, WORDS)]
    write_extension(home, "dics-2023", "dics-2026", *changes, years=["2026"])
    return tmp_path


@pytest.mark.slow
def test_what_has_no_successor_is_told_with_its_cell(newer: Path) -> None:
    old, new = newer / "ancien.xlsx", newer / "nouveau.xlsx"
    old.write_bytes(
        workbook(
            identification(5, annee=2026),
            menage(5, probleme_1="isolement", relais_1="non", motif_1="antenne"),
            answer("2-3.10", texte="Une autre mission."),
        )
    )
    made = to_form(old, "dics-2026", 2026, new)
    antenne = FORM.lists["motifs"].by_key["antenne"].label
    assert dict(account(made))[said.LOST] == [
        f"Ménages!L5 : {antenne}",
        "Réponses!E55 : Une autre mission.",
    ]
    form, submission, problems = read_workbook(new, None)
    assert form.edition == "dics-2026" and problems == []
    row = submission.rows["menages"][0]
    assert row.text("probleme_1") == "isolement" and "motif_1" not in row.values
    assert row.text("accompagnement_pre") == "entame"
    assert len(submission.rows["contacts"]) == len(
        read_workbook(old, None)[1].rows["contacts"]
    )


@pytest.mark.slow
def test_the_next_year_may_have_a_newer_form(newer: Path) -> None:
    old, new = newer / "ancien.xlsx", newer / "nouveau.xlsx"
    old.write_bytes(
        workbook(identification(5, annee=2025), equipement(7, nom="Les Ormes"))
    )
    made = to_form(old, "dics-2026", None, new)
    form, submission, _ = read_workbook(new, None)
    assert form.edition == "dics-2026" and made.period == "2026"
    assert submission.rows["identification"][0].values["annee"] == 2026
    assert len(submission.rows["equipements"]) == 3


# ---- the next period of a plan


def test_a_plan_begins_its_next_period_from_its_objectives(tmp_path: Path) -> None:
    old, new = ROOT / "inputs/marolles-anneessens-2022.xlsx", tmp_path / "plan.xlsx"
    made = to_form(old, "clss-2022-2025", None, new)
    _, before, _ = read_workbook(old, None)
    _, after, problems = read_workbook(new, None)
    assert made.period == "2026-2029" and problems == []
    (plan,) = after.rows["plan"]
    assert [plan.values.get(f"{one}_annee") for one in ("premiere", "derniere")] == [
        *(2026, 2029)
    ]
    assert not {"titre", "situation", "date_titre"} & plan.values.keys()
    assert plan.text("organisme") == before.rows["plan"][0].text("organisme")
    for sheet in ("objectifs", "actions", "cibles", "quartiers"):
        there, here = before.rows[sheet], after.rows[sheet]
        kept = [{k: v for k, v in row.values.items() if k != "annees"} for row in there]
        assert [row.values for row in here] == kept, sheet
    assert [row.text("titre") for row in after.rows["textes"]] == [
        row.text("titre") for row in before.rows["textes"] if row.text("titre")
    ]
    for sheet in ("budget", "detail", "suivi"):
        assert after.rows[sheet] == (), sheet
    assert dict(account(made))[said.CONFIRM] == [said.to_confirm(3)]


def test_follow_up_after_the_period_goes_along(tmp_path: Path) -> None:
    old, new = tmp_path / "ancien.xlsx", tmp_path / "plan.xlsx"
    old.write_bytes(plan_workbook(new_suivi(7, "2025-01-01", "1.1.2")))
    to_form(old, "clss-2022-2025", None, new)
    _, after, _ = read_workbook(new, None)
    assert [row.text("date") for row in after.rows["suivi"]] == ["2025-01-01"]
