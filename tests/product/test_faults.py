"""Every finding that the workbook of either form can give, as tests/faults says: alone,
together with all that can stand beside it, held back, and in the complete plan.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import combinations
from pathlib import Path
from re import findall

import pytest
from openpyxl import load_workbook

from pipeline.edition.form import Sheet
from pipeline.findings.listing import as_json
from pipeline.findings.messages import CATALOGUE, is_error, sentence
from pipeline.model.problem import Problem
from pipeline.model.text import even_out
from pipeline.rules import families
from pipeline.run import Outcome, produce, produce_draft
from pipeline.workbook.read import load_cells, read
from pipeline.workbook.sheets import SheetCells
from tests.examples.marolles import marolles
from tests.support.clss_faults import Rows, new_suivi, plan, suivi
from tests.support.faults import (
    CLSS,
    DICS,
    UNMET,
    Change,
    Faults,
    Finding,
    Planted,
    filled,
)
from tests.support.hostile import ABOUT_THE_FILE
from tests.support.marks import one_in
from tests.support.stages import examine

# The codes of bounds, which have tests of their own.
TOO_MANY = {"erreurs-omises", "avertissements-omis", "suivi-trop-long"}
# What is told beside the workbook of the year before: tests/carry_over.
BESIDE_FORMER = {
    *("corrige-depuis", "absent-depuis", "disparu", "retire-depuis"),
    *("relogement-change", "decision-disparue", "poursuivi-sans-debut"),
}
# What is told of several files of one report: tests/workbook/test_joined.py and
# test_figures.py.
OF_SEVERAL = {
    *("ligne-commune", "partie-autre", "partie-autre-formulaire"),
    *("chiffres-illisibles", "chiffres-et-lignes", "chiffres-deux-fois"),
}
FORMS = pytest.mark.parametrize("faults", [DICS, CLSS], ids=["dics", "clss"])


def each(of: str, every: int = 1) -> pytest.MarkDecorator:
    """All of a kind, of both forms; one in ``every`` is in each run."""
    cases = [(faults, one) for faults in (DICS, CLSS) for one in getattr(faults, of)]
    ids = [f"{faults.form.family} {one}" for faults, one in cases]
    return pytest.mark.parametrize(("faults", "one"), one_in(every, cases), ids=ids)


def outcome_of(
    folder: Path, faults: Faults, *changes: Change, rows: Rows | None = None
) -> Outcome:
    path = folder / "classeur.xlsx"
    path.write_bytes(filled(faults.form, rows or faults.base, changes))
    return produce(path)


def findings(outcome: Outcome) -> list[Finding]:
    return [(problem.code, str(problem.ref or "")) for problem in outcome.problems]


# ---- alone


@FORMS
def test_the_base_is_sound(faults: Faults, tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, faults)
    assert findings(outcome) == [] and outcome.report is not None


@each("alone", every=2)
def test_a_fault_is_told_alone_and_at_its_cell(
    faults: Faults, one: Planted, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, faults, *one.changes)
    assert sorted(findings(outcome)) == sorted(one.found)
    assert (outcome.report is None) == any(map(is_error, outcome.problems))
    assert not any("{" in sentence(problem) for problem in outcome.problems)
    assert [*without_basis(tmp_path / "classeur.xlsx", outcome)] == []


# What is wrong with a row, a heading or a sheet rests on no column.
OF_NO_CELL = {"trop-de-lignes", "ligne-total", "colonne-double"}


def without_basis(path: Path, outcome: Outcome) -> Iterator[Problem]:
    """The findings about a cell that do not say what is expected there, or what stands
    there.
    """
    told = [one for one in outcome.problems if one.ref and one.ref.row]
    book = load_workbook(path) if told else None
    for problem in told:
        assert book and problem.ref
        typed = str(book[problem.ref.sheet][problem.ref.cell].value or "")
        entry = as_json("", "", [problem])["constats"][0]
        # A line that has no name in the form is called by its question.
        stands = bool(typed.strip("; ")) and problem.code != "ligne-double"
        is_whole = entry["attendu"] and bool(entry["trouve"]) == stands
        if problem.code not in OF_NO_CELL and not is_whole:
            yield problem


def test_the_tables_of_both_families_cover_the_catalogue() -> None:
    alone = set(CATALOGUE) - ABOUT_THE_FILE - TOO_MANY - BESIDE_FORMER - OF_SEVERAL
    assert alone == DICS.codes | CLSS.codes
    assert not (DICS.codes | CLSS.codes) & ABOUT_THE_FILE


def test_only_these_codes_are_of_both_families() -> None:
    both = (
        "fichier-illisible edition-autre feuille-absente colonne-absente colonne-double"
        " trop-peu-de-lignes trop-de-lignes valeur-erreur valeur-manquante"
        " valeur-trop-longue hors-liste annee-refusee date-illisible date-improbable"
        " nombre-dans-texte ligne-total cle-double reference-inconnue fait-inutilise"
        " partie-inconnue"
    )
    assert set(both.split()) == DICS.codes & CLSS.codes


@FORMS
def test_a_family_is_provoked_in_all_that_its_rules_and_its_form_name(
    faults: Faults,
) -> None:
    form, named = faults.form, set[str]()
    for file in (Path(families.__file__).parent / form.family).glob("*.py"):
        text = file.read_text(encoding="utf-8")
        named |= {*findall(r'[Pp]roblem\(\s*"([a-z-]+)"', text)}
    for sheet in form.sheets.values():
        named |= {rule.code for rule in sheet.conditions}
        named |= {field.fault for field in sheet.fields.values() if field.fault}
    assert len(named) > 20 and named - TOO_MANY - BESIDE_FORMER <= faults.codes


def test_only_these_codes_never_stand_alone() -> None:
    """Of a plan, each stands alone."""
    alone = {one.found[0][0] for one in DICS.alone if len(one.found) == 1}
    assert DICS.codes - alone == {
        "equipement-deux-tableaux",
        "canaux-en-trop",
        "non-prioritaire-en-trop",
        "post-apres-fin",
    }
    assert {len(one.found) for one in CLSS.alone} == {1}


# ---- a sheet or a column that is gone


@pytest.fixture(scope="module")
def cells(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SheetCells]:
    """The sheets of both sound workbooks; in that of dics a finding that any column
    could change is held back.
    """
    found: dict[str, SheetCells] = {}
    for faults, changes in ((DICS, UNMET), (CLSS, ())):
        path = tmp_path_factory.mktemp("sheets") / "classeur.xlsx"
        path.write_bytes(filled(faults.form, faults.base, changes))
        found |= load_cells(path)[0]
    return found


def told_of(
    faults: Faults, cells: Mapping[str, SheetCells], **changed: SheetCells | None
) -> list[Finding]:
    kept = {
        title: changed.get(title, found)
        for title, found in cells.items()
        if title in {even_out(sheet.title) for sheet in faults.form.sheets.values()}
    }
    sheets = {title: found for title, found in kept.items() if found}
    submission, told = read(faults.form, "classeur", sheets)
    told = [*told, *examine(faults.form, submission)[-1]]
    return [(p.code, str(p.ref)) for p in told if p.code != "pre-sans-contact"]


@FORMS
def test_a_missing_sheet_is_one_finding(
    faults: Faults, cells: Mapping[str, SheetCells]
) -> None:
    for sheet in faults.form.sheets.values():
        told = told_of(faults, cells, **{even_out(sheet.title): None})
        assert told == [("feuille-absente", sheet.title)]


@pytest.mark.parametrize(
    ("faults", "sheet"),
    [
        (faults, sheet)
        for faults in (DICS, CLSS)
        for sheet in faults.form.sheets.values()
    ],
    ids=lambda one: one.key if isinstance(one, Sheet) else "",
)
def test_a_missing_column_is_one_finding_and_a_private_one_is_none(
    faults: Faults, sheet: Sheet, cells: Mapping[str, SheetCells]
) -> None:
    title = even_out(sheet.title)
    found = cells[title]
    for index, field in enumerate(sheet.fields.values()):
        heading = list(found.rows[3])
        heading[index] = "Mes notes"
        rows = [*found.rows[:3], tuple(heading), *found.rows[4:]]
        told = told_of(faults, cells, **{title: replace(found, rows=rows)})
        expected = [] if field.private else [("colonne-absente", sheet.title)]
        assert told == expected, field.key


# ---- together


@each("together")
def test_faults_that_stand_together_are_all_told_in_one_run(
    faults: Faults, one: Planted, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, faults, *one.changes)
    assert findings(outcome) == list(one.found)
    assert (outcome.report is None) == any(map(is_error, outcome.problems))


def test_what_people_type_is_told_in_one_run(tmp_path: Path) -> None:
    (typed,) = CLSS.typed
    outcome = outcome_of(tmp_path, CLSS, *typed.changes)
    assert findings(outcome) == list(typed.found) and outcome.report is None


@FORMS
def test_the_groups_cover_the_family(faults: Faults) -> None:
    told = {code for group in faults.together for code, _ in group.found}
    assert told == faults.codes


@FORMS
def test_what_excludes_each_other_stands_in_no_group_and_asks_for_as_many_groups(
    faults: Faults,
) -> None:
    def excluded(codes: set[str]) -> list[str]:
        return [
            rule.reason
            for rule in faults.exclusions
            if codes & rule.ones and codes & rule.others
        ]

    for group in faults.together:
        assert excluded({code for code, _ in group.found}) == [], group
    for pair in combinations(faults.pairwise_exclusive, 2):
        assert excluded({*pair}), pair
    assert len(faults.together) == len(faults.pairwise_exclusive)


# ---- held back, and later


@each("held")
def test_a_finding_that_a_faulty_row_could_change_is_held_back(
    faults: Faults, one: Planted, tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, faults, *one.changes)) == list(one.found)


@each("later")
def test_of_later_facts_only_the_unreadable_is_an_error(
    faults: Faults, one: Planted, tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, faults, *one.changes)) == list(one.found)


@each("alone", every=6)
def test_of_a_workbook_with_any_fault_there_is_a_draft_unless_its_day_is_unknown(
    faults: Faults, one: Planted, tmp_path: Path
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(filled(faults.form, faults.base, one.changes))
    outcome = produce_draft(path)
    assert outcome.differences == ()
    assert (outcome.report is None) == (outcome.facts is None)


# ---- in the complete plan


def test_all_that_is_planted_in_the_complete_plan_is_found_in_one_run_and_nothing_beyond(
    tmp_path: Path,
) -> None:
    told = CLSS.told_of_marolles
    outcome = outcome_of(tmp_path, CLSS, rows=marolles())
    assert sorted(findings(outcome)) == sorted(told)
    changes = [change for one in CLSS.planted for change in one.changes]
    outcome = outcome_of(tmp_path, CLSS, *changes, rows=marolles())
    expected = [finding for one in CLSS.planted for finding in one.found]
    assert sorted(findings(outcome)) == sorted([*expected, *told])
    assert outcome.report is None


def test_the_planted_faults_are_of_many_kinds_and_in_all_sheets() -> None:
    told = [finding for one in CLSS.planted for finding in one.found]
    assert len({code for code, _ in told}) == len(told) >= 30
    assert {place.partition("!")[0] for _, place in told} == {
        sheet.title for sheet in CLSS.form.sheets.values()
    }


# ---- follow-up behind the day of the plan


@pytest.mark.parametrize(
    ("day", "late", "counted"),
    [
        ("2023-12-31", [("2024-01-01", "1.1.2")], ("2023-12-31", "1.1.2")),
        (  # whatever the plan's day: in no year, nor over the whole plan, nor as a line
            "2025-12-31",
            [("2025-01-01", "1.1.1 A2"), ("2025-12-31", "2.0.1")],
            ("2024-12-31", "1.1.1 A2"),
        ),
    ],
    ids=["after the day", "after the plan"],
)
def test_follow_up_afterwards_is_not_counted(
    day: str, late: list[Finding], counted: Finding, tmp_path: Path
) -> None:
    def report(*rows: Finding) -> bytes | None:
        more = [new_suivi(at, *row) for at, row in enumerate(rows, 7)]
        return outcome_of(tmp_path, CLSS, plan(5, situation=day), *more).report

    assert report() is not None and report() == report(*late)
    assert report(counted) not in (None, report())


def test_where_all_follow_up_is_after_the_plan_there_is_no_table_of_it(
    tmp_path: Path,
) -> None:
    late = (
        suivi(5, date="2025-03-01"),
        suivi(6, date="2026-03-01"),
        plan(5, situation="2026-12-31"),
    )
    outcome = outcome_of(tmp_path, CLSS, *late)
    assert outcome.answers is not None and outcome.answers.parts["suivi"] == ()
    assert ("suivi-apres-plan", "Suivi!A5") in findings(outcome)
    assert outcome.report is not None
