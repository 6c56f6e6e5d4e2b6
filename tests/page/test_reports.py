"""Reports that are dropped on the page, in each browser."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.page.browser import Browser
from tests.received.test_answers import EXAMPLE, example, figure
from tests.support.received import retouched

pytestmark = pytest.mark.web


def choose(browser: Browser, screen: str, file: Path) -> str:
    """Choose a report on a screen. Gives what is said of it."""
    browser.run(f"document.querySelector('[data-screen={screen}]').click()")
    browser.run(f"$('{screen}-state').textContent = ''")
    browser.ask("upload", selector=f"#{screen}-file", files=[str(file)])
    said = f"$('{screen}-state').textContent"
    browser.ask("wait", code=f"{said} && !{said}.startsWith('Lecture')")
    return str(browser.run(said))


def test_a_report_is_read(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "Rapport.docx"
    file.write_bytes(example()[0])
    said = choose(browser, "received", file)
    assert said.endswith("le texte du formulaire est intact.")
    assert "2.5 Ménages rencontrés56" in browser.run("$('received-found').textContent")
    file.write_bytes(figure(example()[0], "2.5", "douze"))
    assert "une réponse n'est pas lue" in choose(browser, "received", file)
    shown = browser.run("$('received-found').textContent")
    assert "2.5 : « douze », ce n'est pas un nombre" in shown.replace("\u00a0", " ")


def test_no_text_of_a_report_becomes_markup(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "Rapport.docx"
    bad = "&lt;img src=x onerror=alert(1)&gt;"
    change = ("Exemple : le ménage préférait[^<]*", bad)
    file.write_bytes(retouched(example()[0], change))
    choose(browser, "received", file)
    assert "<img src=x" in browser.run("$('received-found').textContent")
    assert browser.run("$('received-found').querySelectorAll('img').length") == 0


def test_a_report_is_controlled_with_the_workbook_that_is_open(
    browser: Browser, tmp_path: Path
) -> None:
    browser.drop(EXAMPLE)
    file = tmp_path / "Rapport.docx"
    file.write_bytes(example()[0])
    same = choose(browser, "control", file)
    assert same.endswith("exactement celui que ce classeur produit.")
    file.write_bytes(figure(example()[0], "2.6", "6"))
    assert "1 différence avec" in choose(browser, "control", file)
    shown = browser.run("$('control-found').textContent")
    assert shown.startswith("Ce qui diffère du formulaire ou du classeur")


@pytest.mark.parametrize("browser", ("chromium",), indirect=True)
def test_a_workbook_that_falls_on_a_screen_of_reports_is_opened(
    browser: Browser,
) -> None:
    """The place that asks for the workbook is shown there too."""
    browser.run("document.querySelector('[data-screen=control]').click()")
    browser.run("delete document.body.dataset.done; scrollTo(0, 0)")
    browser.ask("drop", files=[str(EXAMPLE)])
    browser.ask("wait", code="document.body.dataset.done === 'oui'")
    assert browser.run("$('state').textContent").startswith(f"« {EXAMPLE.name} »")
