"""Large workbooks in the page: time, memory, what is shown meanwhile, and how to stop."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pipeline.run import produce
from tests.page.browser import Browser
from tests.page.large import long_kept, many_households
from tests.support.faults import workbook

pytestmark = pytest.mark.web

# Of an idle machine; the tests run beside others, which is allowed for.
SECONDS, BUSY = 10, 4
MOST_HEAP = 250 << 20


@pytest.fixture(scope="session")
def large(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("large")
    return {
        "10,000 households": many_households(10_000, folder / "dix-mille.xlsx"),
        "five years": long_kept(folder / "cinq-ans.xlsx"),
    }


def anew(browser: Browser) -> None:
    browser.run("restart()")
    browser.ask("wait", code="document.body.dataset.ready === 'oui'")


@pytest.mark.parametrize("case", ("10,000 households", "five years"))
def test_a_large_workbook_takes_little_time_and_memory(
    browser: Browser, large: dict[str, Path], case: str
) -> None:
    """From the drop to the list, then the report; the heap never shrinks, so that what
    it has at the end is its peak.
    """
    anew(browser)  # in a heap of its own
    seconds = browser.drop(large[case])
    (report,) = browser.save("report").values()
    heap = browser.run("ask('memory')")
    print(f"{case}: {seconds:.1f} s, {heap >> 20} MB")
    assert report == produce(large[case]).report
    assert seconds < SECONDS * BUSY
    assert heap < MOST_HEAP


def test_what_is_under_way_is_shown_and_can_be_stopped(
    browser: Browser, large: dict[str, Path], tmp_path: Path
) -> None:
    """The worker is ended, another one starts, and opens the next workbook."""
    browser.run("globalThis.former = worker; globalThis.steps = new Set()")
    browser.run(
        "new MutationObserver(() => steps.add($('step').textContent))"
        ".observe($('step'), { childList: true })"
    )
    browser.ask("upload", selector="#file", files=[str(large["10,000 households"])])
    browser.ask("wait", code="$('step').textContent.startsWith('Vérification')")
    shares = browser.run("[...steps].filter((step) => step.endsWith(' %'))")
    assert len(shares) > 20 and re.fullmatch(
        r"Lecture des feuilles : (9\d|100) %", shares[-1]
    )
    assert browser.run("$('stop').checkVisibility() && $('busy').checkVisibility()")
    browser.run("$('stop').click()")
    browser.ask("wait", code="document.body.dataset.ready === 'oui'")
    assert browser.run("worker !== former && opened === undefined") is True
    assert browser.run("$('stop').checkVisibility()") is False
    path = tmp_path / "registre.xlsx"
    path.write_bytes(workbook())
    browser.drop(path)
    told = browser.run("$('state').textContent")
    assert told.startswith("« registre.xlsx » : 0 faute")
