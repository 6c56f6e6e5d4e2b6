"""What the page does with several files of one report, and with the workbook of the year
before: the same as the commands.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pipeline.answers.progress import chapters
from pipeline.page.tasks import Page
from pipeline.run import completed, look
from pipeline.workbook.read import read_workbook
from tests.cli.test_cli import run
from tests.page.test_tasks import INPUTS
from tests.page.test_tasks import page as page
from tests.support.faults import BASE, FORM
from tests.workbook.test_admission import encrypted
from tests.workbook.test_figures import EXPECTED, FILES, REST, TITLE, files, sent
from tests.workbook.test_joined import HEAD, JUNE, part, written

EXAMPLE = INPUTS / "estinnes-2023.xlsx"
WITHOUT_CONTACTS = [s.title for s in FORM.sheets.values() if s.key != "contacts"]
WRONG = {"date": "hier", "codes": ("H-001",), "mode": "site"}


def opened(page: Page, path: Path) -> dict[str, Any]:
    return page.open(path.name, path.read_bytes(), None)


def added(page: Page, path: Path) -> dict[str, Any]:
    return page.add(path.name, path.read_bytes())


# ---- several files


def test_parts_give_the_report_of_the_command(page: Page, tmp_path: Path) -> None:
    register = part(tmp_path, FORM, WITHOUT_CONTACTS, BASE)
    log = part(tmp_path, FORM, ["Contacts"], BASE)
    alone = opened(page, register)
    assert "« Contacts »" in alone["lacking"] and alone["others"] == []
    assert page.report()["files"] == {}
    both = added(page, log)
    assert (both["lacking"], both["others"]) == ("", [log.name])
    expected = completed(look(register, others=[log])).report
    assert [*page.report()["files"].values()] == [expected] != [None]
    assert opened(page, register)["others"] == []  # another one is open now


def test_a_fault_names_its_file_and_is_marked_in_it(page: Page, tmp_path: Path) -> None:
    register = written(tmp_path, FORM, BASE, "registre")
    log = written(
        tmp_path, FORM, {"identification": [HEAD], "contacts": [WRONG]}, "journal"
    )
    opened(page, register)
    found = added(page, log)
    (group,) = found["errors"]["sheet"]
    assert "Contacts!A5 (journal.xlsx)" in group["lines"][0]
    made = page.marked_copy()
    assert [*made["files"]] == ["journal - à corriger.xlsx"] and made["why"] == ""
    right = written(
        tmp_path, FORM, {"identification": [HEAD], "contacts": [JUNE]}, "journal"
    )
    mended = added(page, right)  # in the place of the former
    assert (mended["counts"][0], mended["others"]) == (0, ["journal.xlsx"])
    again = page.open_again("registre.xlsx", register.read_bytes())
    assert again["others"] == ["journal.xlsx"]
    assert page.take_off("journal.xlsx")["others"] == []


def test_a_file_that_cannot_be_read_with_the_others_is_told(
    page: Page, tmp_path: Path
) -> None:
    register = written(tmp_path, FORM, BASE, "registre")
    opened(page, register)
    assert "donnez un autre nom" in added(page, register)["why"]
    locked = tmp_path / "journal.xlsx"
    locked.write_bytes(encrypted(EXAMPLE.read_bytes()))
    assert "autre mot de passe" in added(page, locked)["why"]
    assert not list(Path("parties").iterdir())
    plan = INPUTS / "marolles-anneessens-2022.xlsx"
    other = added(page, plan)
    assert other["codes"] == ["partie-autre-formulaire"] and not other["read"]
    assert page.take_off(plan.name)["counts"][0] == 0


def test_figures_are_those_of_the_command(page: Page, tmp_path: Path) -> None:
    rows = files(*FILES)
    figures = sent(tmp_path, rows)
    opened(page, part(tmp_path, FORM, [TITLE], {**BASE, "dossiers": rows}))
    made = page.count()
    ((name, data),) = made["files"].items()
    assert name == "chiffres Dossiers d'allocation.json"
    assert data == figures.read_bytes()
    assert len(made["lines"]) == len(EXPECTED)
    opened(page, part(tmp_path, FORM, REST, BASE))
    told = added(page, figures)
    assert (told["counts"][0], told["lacking"]) == (0, "")
    assert json.loads(data)["chiffres"]["dossiers_ouverts"] == 4
    assert len(page.report()["files"]) == 1
    opened(page, INPUTS / "marolles-anneessens-2022.xlsx")
    assert "pas de chiffres" in page.count()["why"]


# ---- the list to send along


def test_the_list_to_send_along_names_roles_and_no_household(
    page: Page, tmp_path: Path
) -> None:
    register = written(tmp_path, FORM, {**BASE, "contacts": [WRONG]}, "registre")
    opened(page, register)
    text = page.progress()["to_send"]
    outcome = look(register)
    assert outcome.rows is not None and outcome.answers is not None
    states = [*chapters(outcome.form, outcome.rows, outcome.problems, outcome.answers)]
    for state in states:
        assert f"{state.who} :" in text and state.title in text
        assert all(f"  - {line}" in text for line in state.to_do)
    assert any(state.to_do for state in states) and "H-0" not in text
    told = run("avancement", register, "--a-envoyer").stdout
    assert told.split() == text.split()


# ---- the next period


def test_the_workbook_of_next_year_is_the_command_s(page: Page, tmp_path: Path) -> None:
    opened(page, EXAMPLE)
    told = page.next_period()
    assert [(one["edition"], one["year"]) for one in told["to"]] == [
        ("dics-2023", 2024)
    ]
    assert (told["columns"], told["why"]) == ([], "")
    made = page.carry_over("dics-2023", 2024, [])
    ((name, data),) = made["files"].items()
    assert name == "Estinnes 2024.xlsx" and made["why"] == made["warned"] == ""
    target = tmp_path / "par-commande.xlsx"
    result = run("classeur", "dics-2023", "--reprendre", EXAMPLE, "-o", target)
    assert result.exit_code == 0
    here = tmp_path / name
    here.write_bytes(data)
    assert read_workbook(here, None)[1].rows == read_workbook(target, None)[1].rows
    for group in made["groups"]:
        for line in group["lines"]:
            assert line in result.stdout


def test_of_own_columns_those_ticked_go_along(page: Page, tmp_path: Path) -> None:
    from tests.carry_over.test_carried import own_columns
    from tests.support.faults import in_file, workbook

    path = tmp_path / "registre.xlsx"
    path.write_bytes(workbook(in_file(own_columns)))
    opened(page, path)
    columns = page.next_period()["columns"]
    assert columns == ["Nom de famille", "Visite le", "Solde"]
    made = page.carry_over("dics-2023", 2024, ["Solde"])
    left = [line for group in made["groups"] for line in group["lines"]]
    assert "colonnes « Nom de famille », « Visite le »" in left


def test_a_part_is_not_carried_over(page: Page, tmp_path: Path) -> None:
    opened(page, part(tmp_path, FORM, ["Contacts"], BASE))
    told = page.next_period()
    assert told["to"] == [] and "Une partie ne se reprend pas" in told["why"]
    plan = INPUTS / "marolles-anneessens-2022.xlsx"
    opened(page, plan)
    assert [one["label"] for one in page.next_period()["to"]] == [
        "CLSS, plan d'action, 2026-2029"
    ]
