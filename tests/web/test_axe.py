"""The dashboard in Chromium, under axe-core: no serious finding at two widths and in
both colour schemes.

``npm install --ignore-scripts axe-core`` beside the project, and a Chromium on the
path.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.explain.test_dashboard import PAGES

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SCHEMES = {"dark": "0", "light": "1"}  # the numbers of Chromium's setting
WIDTHS = (1280, 390)
# The page stands in a frame, since Chromium's own window is never narrower than 500;
# its tables are opened first.
RUN = """
document.querySelectorAll("details").forEach(details => { details.open = true; });
axe.run(document, { resultTypes: ["violations", "incomplete"] }).then(results => {
  const said = parent.document.createElement("pre");
  said.id = "said";
  said.textContent = JSON.stringify({
    violations: results.violations.map(found => [found.impact, found.id, found.nodes.map(node => node.html)]),
    passes: results.passes.map(found => found.id),
    width: innerWidth,
    wide: document.documentElement.scrollWidth,
    dark: matchMedia("(prefers-color-scheme: dark)").matches,
  });
  parent.document.body.append(said);
});
"""


def examined(folder: Path, page: str, width: int, scheme: str) -> dict[str, Any]:
    """What axe says of a page shown at a width in a colour scheme."""
    script = f"<script>{AXE.read_text(encoding='utf-8')}</script><script>{RUN}</script></body>"
    framed = html.escape(page.replace("</body>", script))
    file = folder / "framed.html"
    file.write_text(
        f'<!DOCTYPE html><meta charset="utf-8"><body><iframe width="{width}" height="2000"'
        f' style="border:0" srcdoc="{framed}"></iframe></body>',
        encoding="utf-8",
    )
    options = [
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--virtual-time-budget=30000",
        "--window-size=1400,2000",
    ]
    options += [
        f"--blink-settings=preferredColorScheme={SCHEMES[scheme]}",
        f"--user-data-dir={folder / 'profile'}",
    ]
    command = ["chromium", *options, "--dump-dom", file.as_uri()]
    shown = subprocess.run(
        command, capture_output=True, timeout=120, check=True
    ).stdout.decode("utf-8")
    (said,) = re.findall(r'<pre id="said">(.*?)</pre>', shown, re.DOTALL)
    found: dict[str, Any] = json.loads(html.unescape(said))
    return found


def serious(found: dict[str, Any]) -> list[Any]:
    return [
        violation
        for violation in found["violations"]
        if violation[0] in ("serious", "critical")
    ]


@pytest.mark.web
@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", ["estinnes-2023", "marolles-anneessens-2022"])
def test_no_serious_finding(tmp_path: Path, name: str, width: int, scheme: str) -> None:
    found = examined(tmp_path, PAGES[name]().decode("utf-8"), width, scheme)
    assert serious(found) == []
    assert {"color-contrast", "list", "html-has-lang"} <= set(
        found["passes"]
    )  # it was looked at
    assert (found["width"], found["dark"]) == (width, scheme == "dark")
    assert (
        found["wide"] <= width
    )  # nothing to scroll sideways, the tables' own boxes apart


@pytest.mark.web
def test_a_fault_is_found(tmp_path: Path) -> None:
    """The check itself: a pale text is a serious finding."""
    page = (
        PAGES["small"]()
        .decode("utf-8")
        .replace('class="note"', 'style="color: #c0c4cc"')
    )
    assert [
        violation[1] for violation in serious(examined(tmp_path, page, 1280, "light"))
    ] == ["color-contrast"]
