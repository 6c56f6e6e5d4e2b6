"""The form that the authority sent, in each browser: its word, an acceptance by the keyboard,
the saved file, how it looks.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipeline.official.agreements import Acceptance, Agreements
from pipeline.run import into_official, produce
from tests.cli.test_cli import EXAMPLE, REPORT
from tests.cli.test_lire import odt
from tests.page.browser import Browser
from tests.page.test_looks import AXE, WIDTHS
from tests.page.test_official import FORM, reworded
from tests.support.faults import menage, workbook

pytestmark = pytest.mark.web

# Every finding, whatever its weight.
VIOLATIONS = """axe.run(document.getElementById("official"), { resultTypes: ["violations"] })
  .then((found) => found.violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))"""
DONE = "!$('official').inert && $('official-state').textContent"
SHOWN = "[...document.querySelectorAll('main > section[id]')].filter((one) => !one.hidden).map((one) => one.id)"


def text(browser: Browser, place: str) -> str:
    said = browser.run(f"$({json.dumps(place)}).textContent")
    return str(said).replace("\u00a0", " ")


def give(browser: Browser, form: Path) -> str:
    """Choose a form on its screen. Gives what is said of it."""
    browser.run("document.querySelector('[data-screen=official]').click()")
    browser.run("$('official-state').textContent = ''")
    browser.ask("upload", selector="#official-file", files=[str(form)])
    browser.ask(
        "wait", code=f"{DONE} && !$('official-state').textContent.includes('Lecture')"
    )
    return text(browser, "official-state")


@pytest.fixture
def form(tmp_path: Path) -> Path:
    file = tmp_path / FORM
    file.write_bytes(reworded())
    return file


def press(browser: Browser, selector: str) -> None:
    """Press a button of the screen by the keyboard, and wait until the form is filled."""
    before = browser.run("filling")
    browser.run(f"document.querySelector({json.dumps(selector)}).focus()")
    browser.ask("press", key="Enter")
    browser.ask("wait", code=f"filling > {before} && {DONE}")


def test_the_last_button_hands_the_focus_on_to_the_filled_file(
    browser: Browser, form: Path
) -> None:
    """Before anything is saved: where Firefox tells of a download, no key comes here."""
    browser.drop(EXAMPLE)
    give(browser, form)
    for _ in range(browser.run("document.querySelectorAll('[data-number]').length")):
        press(browser, "#official-found [data-number]")
    assert browser.run("document.activeElement.id") == "official-save"
    assert "0 à relire" in text(browser, "official-filled")
    assert "Équipements que vous avez acceptés" in text(browser, "official-found")


def test_a_sentence_is_accepted_and_the_filled_file_saved(
    browser: Browser, form: Path
) -> None:
    anew(browser)
    assert give(browser, form).startswith(f"{FORM} : attendez. ")
    assert browser.run("$('official-tools').hidden") is True
    browser.drop(EXAMPLE)
    assert browser.run(SHOWN) == ["official"]  # it waits for the workbook
    browser.ask("wait", code="$('official-filled').textContent.includes('à relire')")
    assert ", 11 à relire, " in text(browser, "official-filled")
    both = "[...document.querySelectorAll('#official-found .both')][0]"
    marked = f"[...{both}.querySelectorAll('del, ins')].map((one) => [one.tagName, one.textContent])"
    assert browser.run(marked) == [["DEL", "rencontrés"], ["INS", "vus"]]
    press(browser, "#official-found button[data-number='0']")
    assert ", 10 à relire, " in text(browser, "official-filled")
    # The next one has the focus, and no other was accepted.
    label = browser.run("document.activeElement.ariaLabel").replace("\u00a0", " ")
    assert label.startswith("C'est bien la même question : 2.7.1")
    (saved,) = browser.save("official-save").items()
    assert saved == (REPORT.name, filled(form, "2.5"))
    (proof,) = browser.save("official-proof")
    assert proof == "justificatif estinnes-2023.xlsx"


def filled(form: Path, *names: str) -> bytes | None:
    """The report that the stages of the command make, with what is accepted."""
    acceptance = Acceptance(Agreements(), names, "2024-01-15")
    return into_official(
        produce(EXAMPLE), EXAMPLE, form.read_bytes(), acceptance
    ).report


def anew(browser: Browser) -> None:
    browser.run("restart()")
    browser.ask("wait", code="document.body.dataset.ready === 'oui'")


def test_errors_of_the_workbook_are_shown_first(
    browser: Browser, form: Path, tmp_path: Path
) -> None:
    give(browser, form)
    path = tmp_path / "fautes.xlsx"
    path.write_bytes(workbook(menage(5, statut="Chomage")))
    browser.drop(path)
    assert browser.run(SHOWN) == ["mend"]
    browser.run("document.querySelector('[data-screen=official]').click()")
    browser.ask("wait", code=DONE)
    assert text(browser, "official-first").startswith("Il y a 1 faute dans le classeur")
    assert browser.run("$('official-tools').hidden") is True


def test_what_is_no_form_is_refused(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "formulaire.odt"
    file.write_bytes(odt())
    assert "Enregistrer sous" in give(browser, file)
    assert browser.run("$('official-state').className") == "fault"
    assert browser.run("$('official-found').hasChildNodes()") is False


def test_no_text_of_a_form_becomes_markup(browser: Browser, tmp_path: Path) -> None:
    file = tmp_path / "<img src=x onerror=alert(1)>.docx"
    file.write_bytes(reworded())
    browser.drop(EXAMPLE)
    assert "<img src=x" in give(browser, file)
    assert browser.run("$('official').querySelectorAll('img').length") == 0


@pytest.mark.parametrize("browser", ("chromium",), indirect=True)
def test_workbook_and_form_are_dropped_together(browser: Browser, form: Path) -> None:
    anew(browser)
    browser.run(
        "document.querySelector('[data-screen=official]').click(); scrollTo(0, 0)"
    )
    browser.ask("drop", files=[str(form), str(EXAMPLE)])
    browser.ask("wait", code="$('official-filled').textContent.includes('à relire')")
    assert text(browser, "state").startswith(f"« {EXAMPLE.name} »")
    assert (
        text(browser, "watched")
        == "La liste se renouvelle chaque fois que vous enregistrez dans Excel."
    )


@pytest.mark.parametrize("browser", ("chromium",), indirect=True)
@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_the_screen_has_no_finding(browser: Browser, form: Path, scheme: str) -> None:
    browser.ask("scheme", scheme=scheme)
    browser.run(AXE.read_text(encoding="utf-8"))
    browser.drop(EXAMPLE)
    give(browser, form)
    press(browser, "#official-found [data-number]")
    browser.run("document.querySelector('#official-found details').open = true")
    for width in WIDTHS:
        browser.ask("size", width=width, height=900)
        assert browser.run(VIOLATIONS) == []
        assert browser.run("document.documentElement.scrollWidth - innerWidth") <= 0
