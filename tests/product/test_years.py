"""The years of the DiCS report: 2023 to 2026 in the wording of 2023, of which the later
ones are told each time.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from pipeline.edition.form import WordingYears
from pipeline.editions.homes import homes
from pipeline.editions.loader import load_form
from tests.cli.test_cli import run
from tests.support.docx_text import blocks
from tests.support.faults import emptied, identification, workbook
from tests.support.paths import ROOT

CAUTION = (
    "Le texte est celui du formulaire 2023, année changée. Comparez-le au formulaire que la"
    " DiCS vous a envoyé avant d'envoyer."
)
PLAN = ROOT / "inputs" / "marolles-anneessens-2022.xlsx"


def register(path: Path, year: int, commune: str = "Clairbois") -> Path:
    path.write_bytes(workbook(identification(5, annee=year, commune=commune)))
    return path


@pytest.mark.parametrize(
    ("year", "accepted"), [(2022, False), (2023, True), (2026, True), (2027, False)]
)
def test_a_workbook_is_of_2023_to_2026(
    year: int, accepted: bool, tmp_path: Path
) -> None:
    words = (
        "classeur",
        "dics-2023",
        "--commune",
        "Clairbois",
        "--annee",
        year,
        "-o",
        tmp_path / "neuf.xlsx",
    )
    result = run(*words)
    assert (result.exit_code == 0) == accepted and (
        tmp_path / "neuf.xlsx"
    ).exists() == accepted
    assert accepted or "2023 à 2026" in result.stderr
    told = run(
        "verifier", "--sans-copie", register(tmp_path / "rempli.xlsx", year)
    ).stdout
    assert (f"L'année « {year} » n'est pas couverte" in told) == (not accepted)


@pytest.mark.parametrize("option", ["--rapport-seul", "--brouillon"])
@pytest.mark.parametrize("year", [2023, 2024, 2026])
def test_a_report_of_a_later_year_says_each_time_what_to_compare(
    year: int, option: str, tmp_path: Path
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(
        workbook(identification(5, annee=year))
        if year == 2023
        else empty_of_facts(year)
    )
    for _ in range(2):
        result = run("produire", path, option, "-o", tmp_path / "sorties")
        assert result.exit_code == 0, result.output
        assert result.stdout.count(CAUTION) == (year != 2023)
    (report,) = (tmp_path / "sorties").rglob("*.docx")
    text = str(blocks(report))
    assert f"{year}" in text and "2022-2025" in text
    assert year == 2023 or f"fin {year - 1}" in text


def empty_of_facts(year: int) -> bytes:
    """The base without the households, contacts and files of 2023."""
    return workbook(
        identification(5, annee=year),
        *map(emptied, ("menages", "contacts", "dossiers")),
    )


def test_many_reports_say_it_once(tmp_path: Path) -> None:
    inputs = tmp_path / "classeurs"
    inputs.mkdir()
    for year in (2024, 2025, 2026):
        (inputs / f"{year}.xlsx").write_bytes(empty_of_facts(year))
    register(inputs / "2023.xlsx", 2023)
    (inputs / "plan.xlsx").write_bytes(PLAN.read_bytes())
    result = run("produire", inputs, "-o", tmp_path / "sorties", "--rapport-seul")
    assert result.exit_code == 0, result.output
    assert (
        result.stdout.count(CAUTION) == 1 and f"3 rapports : {CAUTION}" in result.stdout
    )


def test_a_plan_has_no_year_of_wording(tmp_path: Path) -> None:
    result = run("produire", PLAN, "-o", tmp_path, "--rapport-seul")
    assert result.exit_code == 0 and "Comparez-le" not in result.stdout


@pytest.mark.parametrize("edition", homes())
def test_what_an_edition_says_of_other_years_is_declared(edition: str) -> None:
    """A year that is added to ``wording.of`` is told of no more, in whatever edition."""
    form = load_form(edition)
    told = replace(form, wording=WordingYears((2024, 2025), "À comparer."))
    assert [told.caution(year) for year in (2023, 2024, 2025, 2026)] == [
        "À comparer.",
        "",
        "",
        "À comparer.",
    ]
    assert replace(form, wording=None).caution(2031) == ""
