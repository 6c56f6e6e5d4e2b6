"""Every finding that the workbook of a CLSS plan can give: alone, together, held back,
and in the complete plan.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from pipeline.findings.messages import sentence
from pipeline.model.text import even_out
from pipeline.run import Outcome, examine, produce
from pipeline.workbook.read import load_cells, read
from pipeline.workbook.sheets import SheetCells
from tests.check.test_problems import findings, has_error
from tests.examples.marolles import marolles
from tests.support.clss_faults import (
    EXCLUSIONS,
    FAULTS,
    FORM,
    GROUPS,
    HELD,
    LATER,
    PAIRWISE_EXCLUSIVE,
    PLAN,
    PLANTED,
    TOLD_OF_MAROLLES,
    TYPED,
    Rows,
    new_suivi,
    plan,
    plan_workbook,
    suivi,
)
from tests.support.fault_groups import Group
from tests.support.faults import Change, Fault, Finding


def outcome_of(folder: Path, *changes: Change, rows: Rows = PLAN) -> Outcome:
    path = folder / "plan.xlsx"
    path.write_bytes(plan_workbook(*changes, rows=rows))
    return produce(path)


# ---- alone


def test_the_plan_is_sound(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path)
    assert findings(outcome) == [] and outcome.report is not None


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_told_alone_and_at_its_cell(fault: Fault, tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, *fault.changes)
    assert findings(outcome) == [(fault.code, fault.place)]
    assert (outcome.report is None) == has_error(outcome)
    assert not any("{" in sentence(problem) for problem in outcome.problems)


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, SheetCells]:
    """The cells of the sound plan."""
    path = tmp_path_factory.mktemp("plan") / "plan.xlsx"
    path.write_bytes(plan_workbook())
    return load_cells(path)[0]


def told_of(sheets: Mapping[str, SheetCells]) -> list[Finding]:
    submission, told = read(FORM, "plan", sheets)
    return [
        (problem.code, str(problem.ref))
        for problem in [*told, *examine(FORM, submission)[-1]]
    ]


def test_a_missing_sheet_is_one_finding(sheets: Mapping[str, SheetCells]) -> None:
    for sheet in FORM.sheets.values():
        left = {
            title: found
            for title, found in sheets.items()
            if title != even_out(sheet.title)
        }
        assert told_of(left) == [("feuille-absente", sheet.title)]


@pytest.mark.parametrize("key", FORM.sheets)
def test_a_missing_column_is_one_finding_and_a_private_one_is_none(
    key: str, sheets: Mapping[str, SheetCells]
) -> None:
    sheet = FORM.sheets[key]
    found = sheets[even_out(sheet.title)]
    for index, field in enumerate(sheet.fields.values()):
        heading = tuple(
            "Mes notes" if at == index else text
            for at, text in enumerate(found.rows[3])
        )
        changed = replace(found, rows=[*found.rows[:3], heading, *found.rows[4:]])
        expected = [] if field.private else [("colonne-absente", sheet.title)]
        assert told_of({**sheets, even_out(sheet.title): changed}) == expected, (
            field.key
        )


# ---- together


@pytest.mark.parametrize("group", [*GROUPS, TYPED], ids=str)
def test_faults_that_stand_together_are_all_told_in_one_run(
    group: Group, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, *group.changes)
    assert sorted(findings(outcome)) == sorted(group.findings)
    assert outcome.report is None


def test_the_groups_cover_the_table() -> None:
    assert {code for group in GROUPS for code, _ in group.findings} == {
        fault.code for fault in FAULTS
    }


def test_what_excludes_each_other_stands_in_no_group_and_asks_for_as_many_groups() -> (
    None
):
    for group in GROUPS:
        codes = {code for code, _ in group.findings}
        assert [
            rule.reason
            for rule in EXCLUSIONS
            if codes & rule.ones and codes & rule.others
        ] == []
    for one, other in combinations(PAIRWISE_EXCLUSIVE, 2):
        assert any(
            {one, other} & rule.ones and {one, other} & rule.others
            for rule in EXCLUSIONS
        ), (one, other)
    assert len(GROUPS) == len(PAIRWISE_EXCLUSIVE)


# ---- in the complete plan


def test_all_that_is_planted_in_the_complete_plan_is_found_in_one_run_and_nothing_beyond(
    tmp_path: Path,
) -> None:
    assert sorted(findings(outcome_of(tmp_path, rows=marolles()))) == sorted(
        TOLD_OF_MAROLLES
    )
    outcome = outcome_of(
        tmp_path, *(change for _, _, change in PLANTED), rows=marolles()
    )
    expected = [(code, place) for code, place, _ in PLANTED]
    assert sorted(findings(outcome)) == sorted([*expected, *TOLD_OF_MAROLLES])
    assert outcome.report is None


def test_the_planted_faults_are_of_many_kinds_and_in_all_sheets() -> None:
    assert len({code for code, _, _ in PLANTED}) == len(PLANTED) >= 30
    assert {place.partition("!")[0] for _, place, _ in PLANTED} == {
        sheet.title for sheet in FORM.sheets.values()
    }


# ---- held back, and later


@pytest.mark.parametrize(("changes", "expected"), HELD.values(), ids=HELD)
def test_a_finding_that_a_faulty_row_could_change_is_held_back(
    changes: tuple[Change, ...], expected: list[Finding], tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, *changes)) == expected


@pytest.mark.parametrize(("changes", "expected"), LATER.values(), ids=LATER)
def test_of_follow_up_after_the_day_only_the_unreadable_is_an_error(
    changes: tuple[Change, ...], expected: list[Finding], tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, *changes)) == expected


def test_follow_up_after_the_day_is_not_counted(tmp_path: Path) -> None:
    plain, later, counted = (
        outcome_of(tmp_path, *changes).report
        for changes in (
            (),
            (new_suivi(7, "2024-01-01", "1.1.2"),),
            (new_suivi(7, "2023-12-31", "1.1.2"),),
        )
    )
    assert (
        plain is not None
        and plain == later
        and counted is not None
        and counted != plain
    )


def test_follow_up_after_the_plan_is_not_counted(tmp_path: Path) -> None:
    """Whatever the plan's day: neither in a year, nor over the whole plan, nor as a
    line of its own.
    """
    after = plan(5, situation="2025-12-31")
    plain, late, counted = (
        outcome_of(tmp_path, after, *changes).report
        for changes in (
            (),
            (
                new_suivi(7, "2025-01-01", "1.1.1 A2"),
                new_suivi(8, "2025-12-31", "2.0.1"),
            ),
            (new_suivi(7, "2024-12-31", "1.1.1 A2"),),
        )
    )
    assert (
        plain is not None and plain == late and counted is not None and counted != plain
    )


def test_where_all_follow_up_is_after_the_plan_there_is_no_table_of_it(
    tmp_path: Path,
) -> None:
    late = (
        suivi(5, date="2025-03-01"),
        suivi(6, date="2026-03-01"),
        plan(5, situation="2026-12-31"),
    )
    outcome = outcome_of(tmp_path, *late)
    assert outcome.answers is not None and outcome.answers.parts["suivi"] == ()
    assert ("suivi-apres-plan", "Suivi!A5") in findings(
        outcome
    ) and outcome.report is not None
