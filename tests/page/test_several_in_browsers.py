"""Several files of one report, and the workbook of the next year, in each browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.run import completed, look
from pipeline.workbook.read import read_workbook
from tests.cli.test_cli import EXAMPLE
from tests.page.browser import Browser
from tests.page.test_official_in_browsers import text
from tests.page.test_workbooks import WITHOUT_CONTACTS, WRONG
from tests.support.faults import BASE, FORM
from tests.workbook.test_figures import FILES, TITLE, files
from tests.workbook.test_joined import HEAD, JUNE, part, written

pytestmark = pytest.mark.web


def show(browser: Browser, screen: str) -> None:
    browser.run(f"document.querySelector('[data-screen={screen}]').click()")


def add(browser: Browser, *paths: Path) -> None:
    """Choose files on the screen of several, and wait until all are read."""
    browser.run("delete document.body.dataset.done")
    given = [str(path) for path in paths]
    browser.ask("upload", selector="#several-file", files=given)
    browser.ask("wait", code="document.body.dataset.done === 'oui'")


def shown(browser: Browser) -> str:
    return str(
        browser.run("document.querySelector('[aria-current]').dataset.screen ?? ''")
    )


def test_parts_are_read_together(browser: Browser, tmp_path: Path) -> None:
    register = part(tmp_path, FORM, WITHOUT_CONTACTS, BASE)
    log = part(tmp_path, FORM, ["Contacts"], BASE)
    browser.drop(register)
    assert shown(browser) == "several"
    assert "il manque la feuille « Contacts »" in text(browser, "several-state")
    assert browser.run("$('report').disabled")
    add(browser, log)
    assert shown(browser) == "several" and text(browser, "several-state") == ""
    assert "et 1 autre fichier : 0 faute" in text(browser, "state")
    (report,) = browser.save("report").values()
    assert report == completed(look(register, others=[log])).report
    browser.run("document.querySelector('#parts button').click()")
    browser.ask("wait", code="$('parts').children.length === 1 && !$('several').inert")
    assert "il manque la feuille" in text(browser, "several-state")
    assert browser.run("document.activeElement.id") == "several-choose"


def test_the_faults_of_several_name_their_files(
    browser: Browser, tmp_path: Path
) -> None:
    head = {"identification": [HEAD]}
    register = written(tmp_path, FORM, BASE, "registre")
    wrong = written(tmp_path, FORM, {**head, "contacts": [WRONG]}, "journal")
    right = written(tmp_path, FORM, {**head, "contacts": [JUNE]}, "autre")
    browser.drop(register)
    show(browser, "several")
    add(browser, wrong, right, register)
    assert "donnez un autre nom" in text(browser, "several-state")
    names = "registre.xlsx", "journal.xlsx Enlever", "autre.xlsx Enlever"
    assert text(browser, "parts") == "".join(names)
    assert "Contacts!A5 (journal.xlsx) : « hier »" in text(browser, "findings")
    assert [*browser.save("mark")] == ["journal - à corriger.xlsx"]
    assert browser.run("document.querySelector('[data-screen=next]').hidden")


def test_figures_are_saved_in_the_place_of_rows(
    browser: Browser, tmp_path: Path
) -> None:
    rows = files(*FILES)
    browser.drop(part(tmp_path, FORM, [TITLE], {**BASE, "dossiers": rows}))
    show(browser, "several")
    ((name, data),) = browser.save("count").items()
    assert name == "chiffres Dossiers d'allocation.json" and b"H-0" not in data
    assert "Enregistré : " in text(browser, "counted")


def test_the_workbook_of_next_year_is_saved(browser: Browser, tmp_path: Path) -> None:
    browser.drop(EXAMPLE)
    show(browser, "next")
    browser.ask("wait", code="!$('carry').hidden")
    assert text(browser, "to").endswith(", 2024")
    browser.run("document.querySelector('#carry button').id = 'carry-button'")
    ((name, data),) = browser.save("carry-button").items()
    assert name == "Estinnes 2024.xlsx"
    made = tmp_path / name
    made.write_bytes(data)
    _, submission, _ = read_workbook(made, None)
    assert submission.rows["identification"][0].values["annee"] == 2024
    assert "Restent dans l'ancien classeur" in text(browser, "carried")
