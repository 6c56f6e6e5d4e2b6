"""Every finding of a register: provoked alone, together with all that can stand beside
it, and held back.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path
from re import findall
from zipfile import ZipFile

import pytest

from pipeline.edition.form import Form
from pipeline.findings.listing import listing
from pipeline.findings.messages import CATALOGUE, is_error, sentence
from pipeline.model.problem import CellRef, Problem
from pipeline.model.submission import Value
from pipeline.model.text import even_out
from pipeline.rules import families
from pipeline.run import Outcome, examine, produce
from pipeline.workbook.read import load_cells, read
from tests.support.clss_faults import FAULTS as PLAN_FAULTS
from tests.support.clss_faults import FORM as PLAN_FORM
from tests.support.fault_groups import EXCLUSIONS, GROUPS, PAIRWISE_EXCLUSIVE, Group
from tests.support.fault_held import HELD, LATER
from tests.support.fault_table import FAULTS
from tests.support.faults import (
    FORM,
    LEFT,
    UNMET,
    Change,
    Fault,
    Finding,
    contact,
    menage,
    workbook,
)
from tests.support.hostile import ABOUT_THE_FILE

# The codes that each family's workbooks can give, beside what hostile.py does to the
# file itself.
OF_DICS = {fault.code for fault in FAULTS}
OF_CLSS = {fault.code for fault in PLAN_FAULTS}
TOO_MANY = {
    "erreurs-omises",
    "avertissements-omis",
    "suivi-trop-long",
}  # in the tests of bounds


def outcome_of(folder: Path, *changes: Change) -> Outcome:
    path = folder / "classeur.xlsx"
    path.write_bytes(workbook(*changes))
    return produce(path)


def findings(outcome: Outcome) -> list[Finding]:
    return [(problem.code, str(problem.ref or "")) for problem in outcome.problems]


def has_error(outcome: Outcome) -> bool:
    return any(is_error(problem) for problem in outcome.problems)


# ---- alone


def test_the_base_is_sound(tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path)
    assert findings(outcome) == [] and outcome.report is not None


def test_the_tables_of_both_families_cover_the_catalogue() -> None:
    assert set(CATALOGUE) - ABOUT_THE_FILE - TOO_MANY == OF_DICS | OF_CLSS
    assert not (OF_DICS | OF_CLSS) & ABOUT_THE_FILE


def test_only_these_codes_are_of_both_families() -> None:
    sheets = (
        "fichier-illisible edition-autre feuille-absente colonne-absente colonne-double"
        " trop-peu-de-lignes"
    )
    cells = (
        "trop-de-lignes valeur-erreur valeur-manquante valeur-trop-longue hors-liste"
        " annee-refusee date-illisible"
    )
    cells += " date-improbable nombre-dans-texte ligne-total"
    assert {
        *sheets.split(),
        *cells.split(),
        "cle-double",
        "reference-inconnue",
        "fait-inutilise",
    } == OF_DICS & OF_CLSS


@pytest.mark.parametrize(
    ("form", "provoked"), [(FORM, OF_DICS), (PLAN_FORM, OF_CLSS)], ids=["dics", "clss"]
)
def test_a_family_is_provoked_in_all_that_its_rules_and_its_form_name(
    form: Form, provoked: set[str]
) -> None:
    files = (Path(families.__file__).parent / form.family).glob("*.py")
    named = {
        code
        for file in files
        for code in findall(
            r'[Pp]roblem\(\s*"([a-z-]+)"', file.read_text(encoding="utf-8")
        )
    }
    named |= {rule.code for sheet in form.sheets.values() for rule in sheet.conditions}
    named |= {
        field.fault
        for sheet in form.sheets.values()
        for field in sheet.fields.values()
        if field.fault
    }
    assert len(named) > 20 and named - TOO_MANY <= provoked


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_told_alone_and_at_its_cell(fault: Fault, tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, *fault.changes)
    assert sorted(findings(outcome)) == sorted(
        [(fault.code, fault.place), *fault.beside]
    )
    assert (outcome.report is None) == has_error(outcome)
    assert not any("{" in sentence(problem) for problem in outcome.problems)


def test_only_these_codes_never_stand_alone() -> None:
    alone = {fault.code for fault in [*FAULTS, *PLAN_FAULTS] if not fault.beside}
    tables = {"equipement-deux-tableaux", "canaux-en-trop", "non-prioritaire-en-trop"}
    assert (OF_DICS | OF_CLSS) - alone == tables | {
        "post-apres-fin",
        "contact-lointain",
    }
    assert all(
        not fault.beside for fault in PLAN_FAULTS
    )  # of a plan, each stands alone


@pytest.mark.parametrize("kept", [2, 100, 5000])
def test_a_damaged_file_is_one_finding(kept: int, tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook()[:kept])
    assert findings(produce(path)) == [("fichier-illisible", "")]


def test_a_damaged_sheet_is_one_finding(tmp_path: Path) -> None:
    path = tmp_path / "classeur.xlsx"
    broken = tmp_path / "broken.xlsx"
    path.write_bytes(workbook())
    with ZipFile(path) as package, ZipFile(broken, "w") as copy:
        for name in package.namelist():
            data = package.read(name)
            copy.writestr(name, data[:-99] if name.endswith("sheet3.xml") else data)
    assert findings(produce(broken)) == [("fichier-illisible", "")]


def test_a_missing_column_is_one_finding_and_a_private_one_is_none(
    tmp_path: Path,
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(workbook(*UNMET))
    sheets, _ = load_cells(path)
    for sheet in FORM.sheets.values():
        found = sheets[even_out(sheet.title)]
        title, rows = found.title, found.rows
        for index, field in enumerate(sheet.fields.values()):
            heading = tuple(
                "Mes notes" if at == index else text for at, text in enumerate(rows[3])
            )
            changed = {
                **sheets,
                even_out(sheet.title): replace(
                    found, rows=[*rows[:3], heading, *rows[4:]]
                ),
            }
            submission, told = read(FORM, "classeur", changed)
            told = told + examine(FORM, submission)[2]
            kept = [(p.code, str(p.ref)) for p in told if p.code != "pre-sans-contact"]
            assert kept == ([] if field.private else [("colonne-absente", title)]), (
                field.key
            )


# ---- together


@pytest.mark.parametrize("group", GROUPS, ids=str)
def test_faults_that_stand_together_are_all_told_in_one_run(
    group: Group, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, *group.changes)
    assert findings(outcome) == list(group.findings)
    assert (outcome.report is None) == has_error(outcome)


def test_the_groups_cover_the_family() -> None:
    assert {code for group in GROUPS for code, _ in group.findings} == OF_DICS


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
    for pair in combinations(PAIRWISE_EXCLUSIVE, 2):
        one, other = pair
        assert any(
            {one, other} & rule.ones and {one, other} & rule.others
            for rule in EXCLUSIONS
        ), pair
    assert len(GROUPS) == len(PAIRWISE_EXCLUSIVE)


# ---- held back


@pytest.mark.parametrize(("changes", "expected"), HELD.values(), ids=HELD)
def test_a_finding_that_a_faulty_row_could_change_is_held_back(
    changes: tuple[Change, ...], expected: list[Finding], tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, *changes)) == expected


@pytest.mark.parametrize(("changes", "expected"), LATER.values(), ids=LATER)
def test_of_later_facts_only_the_unreadable_is_an_error(
    changes: tuple[Change, ...], expected: list[Finding], tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, *changes)) == expected


# ---- the list that people read


def test_a_message_that_repeats_stands_once_with_its_count_and_first_place() -> None:
    pins = [
        Problem(
            "valeur-manquante", CellRef("Ménages", row, "B"), {"colonne": "Équipement"}
        )
        for row in (7, 9, 12)
    ]
    other = Problem(
        "valeur-manquante", CellRef("Contacts", 6, "A"), {"colonne": "Équipement"}
    )
    lines = listing([pins[0], other, *pins[1:]])
    assert len(lines) == 2
    assert lines[0] == f"Ménages!B7, B9, B12 (3 fois) : {sentence(pins[0])}"
    assert lines[1] == f"Contacts!A6 : {sentence(other)}"


def test_a_finding_about_the_whole_file_has_no_place() -> None:
    problem = Problem("fichier-illisible", None, {"fichier": "classeur.xlsx"})
    assert listing([problem]) == [sentence(problem)]


def test_the_reason_for_no_contact_is_told(tmp_path: Path) -> None:
    day: dict[str, Value] = {"date": "2023-08-08", "codes": ("H-004",)}
    left = menage(8, **LEFT, localisation="origine")
    ways: list[tuple[Change, ...]] = [
        (),
        (contact(9, **day, mode="site", courtoisie="oui"),),
        (contact(9, **day, mode="courrier"),),
        (left, contact(9, **{**day, "date": "2023-09-20"}, mode="visite")),
        (menage(8, fin_suivi="2023-03-01"), contact(9, **day, mode="site")),
    ]
    told = [outcome_of(tmp_path, *UNMET, *way).problems for way in ways]
    assert all(
        [(p.code, str(p.ref)) for p in problems] == [("pre-sans-contact", "Ménages!H8")]
        for problems in told
    )
    assert len({problems[0].facts["cause"] for problems in told}) == len(ways)
