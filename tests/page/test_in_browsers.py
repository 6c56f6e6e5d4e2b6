"""The page in Chromium and Firefox, from a file, without a network: its files and
findings are the command's.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from pipeline.blank.workbook import build_workbook
from pipeline.deliver.outputs import PROOF, beside
from pipeline.findings.listing import grouped
from pipeline.findings.messages import is_error
from pipeline.marked_copy.content import content_of
from pipeline.marked_copy.marking import CannotMark, annotate
from pipeline.run import Outcome, produce, produce_draft
from tests.page.browser import Browser
from tests.product.test_random_outputs import drawn, without_errors
from tests.support import faults
from tests.support.clss_faults import plan_workbook, suivi
from tests.support.hostile import TOLD, UNTOLD, edited
from tests.support.paths import ROOT
from tests.workbook.test_admission import PASSWORD, encrypted

pytestmark = pytest.mark.web

INPUTS = ROOT / "inputs"
EXAMPLES = ("estinnes-2023.xlsx", "marolles-anneessens-2022.xlsx")
RANDOM = 24
# Opens a workbook and makes every file of it, in the page's own worker: what the buttons
# do, many times.
MAKE = """
(async (name, packed) => {
  const hex = async (bytes) => [...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))]
    .map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const data = Uint8Array.from(atob(packed), (sign) => sign.charCodeAt(0));
  const opened = await ask("open", name, data, "");
  const told = { errors: opened.errors.sheet, warnings: opened.warnings.sheet, files: {} };
  const keep = async (what, { files }) => {
    for (const bytes of Object.values(files)) told.files[what] = await hex(bytes);
  };
  if (opened.counted && !opened.counts[0]) {
    await keep("report", await ask("report"));
    await keep("proof", await ask("beside", "proof"));
    await keep("figures", await ask("beside", "figures"));
  } else if (opened.read) await keep("draft", await ask("draft"));
  if (opened.read) await keep("marked", await ask("marked_copy"));
  return told;
})
"""


def in_page(browser: Browser, name: str, package: bytes) -> Any:
    packed = base64.b64encode(package).decode()
    return browser.run(f"{MAKE}({json.dumps(name)}, {json.dumps(packed)})")


def by_command(path: Path) -> dict[str, Any]:
    """The same by the stages that the command runs."""
    outcome = produce(path)
    files: dict[str, bytes] = {}
    if outcome.report is not None:
        made = beside(outcome)
        files = {"report": outcome.report, "figures": made["chiffres-en-images.html"]}
        files |= {"proof": made[PROOF]} if PROOF in made else {}
    elif outcome.rows is not None and (draft := produce_draft(path).report):
        files["draft"] = draft
    files |= marked(path, outcome)
    return {
        "errors": listed(outcome, errors=True),
        "warnings": listed(outcome, errors=False),
        "files": {
            name: hashlib.sha256(data).hexdigest() for name, data in files.items()
        },
    }


def marked(path: Path, outcome: Outcome) -> dict[str, bytes]:
    if outcome.rows is None:
        return {}
    try:
        return {"marked": copy(path, outcome)}
    except CannotMark:
        return {}


def copy(path: Path, outcome: Outcome) -> bytes:
    content = content_of(path) if outcome.problems else None
    made_of = content.cells if content else ""
    return annotate(path.read_bytes(), outcome.problems, outcome.seen, made_of)


def listed(outcome: Outcome, errors: bool) -> list[dict[str, Any]]:
    found = [problem for problem in outcome.problems if is_error(problem) == errors]
    return [{"heading": sheet, "lines": lines} for sheet, lines in grouped(found)]


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_saved_files_are_those_of_the_command(
    browser: Browser, example: str
) -> None:
    """By the buttons that people press."""
    outcome = produce(INPUTS / example)
    browser.drop(INPUTS / example)
    assert [*browser.save("report").items()] == [
        (f"{outcome.title}.docx", outcome.report)
    ]
    proof, dashboard = beside(outcome).values()
    assert [*browser.save("proof").values()] == [proof]
    assert [*browser.save("images").values()] == [dashboard]
    assert [*browser.save("draft").values()] == [produce_draft(INPUTS / example).report]
    assert [*browser.save("mark").values()] == [copy(INPUTS / example, outcome)]


def workbooks(folder: Path, seed: int) -> Iterator[Path]:
    """Random workbooks, every second one without its errors, and damaged ones."""
    draw = random.Random(seed)
    for number in (draw.randrange(100_000) for _ in range(RANDOM)):
        form, rows = drawn(number)
        path = folder / f"{number}.xlsx"
        if number % 2:
            rows = without_errors(form, rows, path)
        path.write_bytes(build_workbook(form, rows))
        yield path


# A draft of a workbook full of faults takes ten seconds in Firefox.
@pytest.mark.timeout(1800)
def test_random_workbooks_give_what_the_command_gives(
    browser: Browser, tmp_path: Path
) -> None:
    seed = random.randrange(1_000_000)
    print("seed", seed)
    for path in workbooks(tmp_path, seed):
        found = in_page(browser, path.name, path.read_bytes())
        assert found == by_command(path), (seed, path.name)


def test_packages_that_are_refused_are_refused_here_too(
    browser: Browser, tmp_path: Path
) -> None:
    packages = [b"", b"bonjour", *(edited(*case.edits) for case in (*TOLD, *UNTOLD))]
    for name, package in enumerate(packages):
        path = tmp_path / f"{name}.xlsx"
        path.write_bytes(package)
        assert in_page(browser, path.name, package) == by_command(path), name


def test_the_same_file_may_be_chosen_twice(browser: Browser, tmp_path: Path) -> None:
    path = tmp_path / "registre.xlsx"
    path.write_bytes(faults.workbook(faults.menage(5, statut="Chomage")))
    browser.drop(path)
    assert browser.run("$('state').textContent") == (
        "« registre.xlsx » : 1 faute, 0 avertissement."
    )
    assert browser.run("$('report').disabled") is True
    path.write_bytes(faults.workbook())
    browser.drop(path)
    assert browser.run("$('state').textContent").startswith(
        "« registre.xlsx » : 0 faute"
    )
    assert browser.run("$('report').disabled") is False


def test_an_encrypted_workbook_asks_for_its_password(
    browser: Browser, tmp_path: Path
) -> None:
    path = tmp_path / "protege.xlsx"
    path.write_bytes(encrypted(faults.workbook()))
    browser.drop(path)
    assert browser.run("$('password').hidden") is False
    for password, opens in (("tournesol", False), (PASSWORD, True)):
        browser.run(
            f"delete document.body.dataset.done; $('secret').value = {json.dumps(password)}"
        )
        browser.run("$('password').requestSubmit()")
        browser.ask("wait", code="document.body.dataset.done === 'oui'")
        assert browser.run("$('password').hidden") is opens
    assert browser.run("$('mark').hidden && $('to-mark').hidden") is True
    (report,) = browser.save("report").values()
    assert report == produce(path, PASSWORD).report


def test_a_new_workbook_is_saved(browser: Browser, tmp_path: Path) -> None:
    browser.run("show('new'); $('edition').value = 'dics-2023'; choose()")
    browser.run("$('year').value = 2026; $('commune').value = 'Estinnes'")
    browser.run(
        "$('places').value = 'Les Pins\\nLes Bouleaux'; $('made').textContent = ''"
    )
    browser.run("$('blank').requestSubmit()")
    browser.ask("wait", code="$('made').textContent")
    assert browser.run("$('made').textContent") == "Enregistré : Estinnes 2026.xlsx"


@pytest.mark.parametrize("browser", ("chromium",), indirect=True)
def test_the_list_is_renewed_when_the_workbook_is_saved(
    browser: Browser, tmp_path: Path
) -> None:
    """As Excel saves: a new file takes the place of the old one by its name."""
    path, made = tmp_path / "suivi.xlsx", tmp_path / "~suivi.tmp"
    path.write_bytes(faults.workbook(faults.menage(5, statut="Chomage")))
    browser.run("delete document.body.dataset.done")
    browser.ask("drop", files=[str(path)])
    browser.ask("wait", code="document.body.dataset.done === 'oui'")
    told = "$('state').textContent"
    assert browser.run(told) == "« suivi.xlsx » : 1 faute, 0 avertissement."
    assert "chaque fois que vous enregistrez dans Excel" in browser.run(
        "$('watched').textContent"
    )
    made.write_bytes(faults.workbook())
    made.rename(path)
    browser.ask("wait", code=f"{told} !== '« suivi.xlsx » : 1 faute, 0 avertissement.'")
    browser.ask("wait", code="document.body.dataset.done === 'oui'")
    assert browser.run(told).startswith("« suivi.xlsx » : ")
    # Another workbook is open then: the former one is watched no more.
    browser.drop(INPUTS / EXAMPLES[0])
    made.write_bytes(faults.workbook(faults.menage(5, statut="Chomage")))
    made.rename(path)
    time.sleep(2)
    assert EXAMPLES[0] in browser.run(told)


def test_back_leads_to_the_screen_before(browser: Browser) -> None:
    """The page is not left, and nothing of the workbook stands in its address."""
    shown = "[...document.querySelectorAll('main > section[id]')].filter((one) => !one.hidden).map((one) => one.id)"
    place = browser.run("location.href")
    browser.drop(INPUTS / EXAMPLES[0])
    browser.run("document.querySelector('[data-screen=reading]').click()")
    browser.ask("wait", code="$('text').hasChildNodes()")
    browser.run("$('text').querySelector('table button').click()")
    browser.ask("wait", code="$('explanation').hasChildNodes()")
    for screen in ("reading", "produce"):
        browser.run("history.back()")
        browser.ask("wait", code=f"{shown}.includes('{screen}')")
        assert browser.run(shown) == [screen]
    assert browser.run("location.href") == place
    assert browser.run("opened.counted") is True


def test_by_household_is_not_asked_of_a_plan(browser: Browser, tmp_path: Path) -> None:
    register, plan = tmp_path / "registre.xlsx", tmp_path / "plan.xlsx"
    register.write_bytes(faults.workbook(faults.menage(5, statut="Chomage")))
    plan.write_bytes(plan_workbook(suivi(5, personnes="beaucoup")))
    browser.drop(register)
    browser.run("$('by').value = 'household'; list()")
    assert "H-001" in browser.run("$('findings').textContent")
    browser.drop(plan)
    assert browser.run("$('by').value") == "sheet"
    assert "Fautes : Suivi" in browser.run("$('findings').textContent")


def test_the_file_is_small_enough_for_a_share(page_html: Path) -> None:
    assert page_html.stat().st_size < 13_000_000
