"""Every screen of the page under axe-core, light and dark, wide, narrow and at twice the
size; the keyboard alone reaches every control; the scripts are well typed.
"""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.page.browser import Browser
from tests.support.faults import contact, menage, workbook
from tests.support.paths import ROOT

pytestmark = pytest.mark.web

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SCRIPTS = ROOT / "pipeline" / "page" / "browser"
SCREENS = (
    *("mend", "progress", "produce", "figures"),
    *("reading", "several", "next", "new"),
    *("codes", "official", "received", "control"),
)
# What is made when it is first looked at, and when it is there.
MADE_WHEN_SHOWN = {
    "reading": "$('text').hasChildNodes()",
    "next": "!$('carry').hidden",
    "official": "!$('official').inert",
}
# Twice the size of 1280 is a window of 640 that is as wide.
WIDTHS = (1280, 640, 375)
RUN = """axe.run(document, { resultTypes: ["violations"] }).then((found) =>
  found.violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => [id, nodes.map(({ html }) => html.slice(0, 200))]))"""


@pytest.fixture
def shown(browser: Browser, tmp_path: Path) -> Browser:
    """The page with a workbook that has faults, so that every screen says something."""
    path = tmp_path / "fautes.xlsx"
    path.write_bytes(workbook(menage(5, statut="Chomage"), contact(5, date="hier")))
    browser.drop(path)
    return browser


@pytest.mark.parametrize("browser", ("chromium",), indirect=True)
@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_no_screen_has_a_serious_finding(shown: Browser, scheme: str) -> None:
    shown.ask("scheme", scheme=scheme)
    shown.run(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = {}
    for width in WIDTHS:
        shown.ask("size", width=width, height=900)
        for screen in SCREENS:
            shown.run(f"show('{screen}')")
            if serious := shown.run(RUN):
                found[f"{screen} {width}"] = serious
            wide = shown.run("document.documentElement.scrollWidth - innerWidth")
            if wide > 0:
                found[f"{screen} {width} is too wide"] = wide
    assert found == {}


def test_the_keyboard_reaches_every_control(shown: Browser) -> None:
    """Of each screen: the tab key comes to every control that is shown."""
    for screen in SCREENS:
        shown.run(f"show('{screen}'); document.activeElement.blur()")
        if made := MADE_WHEN_SHOWN.get(screen):
            shown.ask("wait", code=made)
        wanted = shown.run(
            "[...document.querySelectorAll('button, input, select, textarea, [tabindex=\"0\"]')]"
            ".filter((one) => one.checkVisibility() && !one.disabled)"
            ".map((one, number) => (one.dataset.number = number))"
        )
        # From the first control on, so that the keys do not leave the page.
        shown.run("document.querySelector('[data-number=\"0\"]').focus()")
        reached = {"0"}
        for _ in range(len(wanted) + 5):
            shown.ask("press", key="Tab")
            reached.add(shown.run("document.activeElement.dataset.number ?? ''"))
        assert {str(number) for number in wanted} <= reached, screen


@pytest.mark.parametrize(
    ("script", "library"),
    [
        ("page.js", "dom,dom.iterable"),
        ("worker.js", "webworker"),
        ("canevas-service.js", "dom"),
    ],
)
def test_the_scripts_are_well_typed(script: str, library: str) -> None:
    command = [
        *("node_modules/.bin/tsc", "--noEmit", "--allowJs", "--checkJs", "--strict"),
        *("--target", "es2024", "--lib", f"es2024,{library}", str(SCRIPTS / script)),
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert done.stdout + done.stderr == "" and done.returncode == 0
