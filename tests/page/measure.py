"""The times of the page, as medians, beside the command's own: on an idle machine

python -m tests.page.measure [rounds]

prints a line a measure, with what the project aims at. ``first report``: from the choice
of the example to its saved report; ``renewed``: from the moment that the workbook is
replaced to the new list (Chromium alone can watch a file).
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.page.build import PINNED, page_file
from tests.page.browser import PROGRAMS, Browser
from tests.page.large import long_kept, many_households
from tests.support.faults import menage, workbook
from tests.support.paths import ROOT

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
AIMS = {
    "ready": "3 s",
    "first report": "2 s",
    "next report": "",
    "renewed": "1 s",
    "10,000 households": "10 s, 250 MB",
    "300 households, five years": "",
}


def seconds(work: Callable[[], object]) -> float:
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def reported(browser: Browser) -> None:
    browser.drop(EXAMPLE)
    browser.save("report")


def once(program: str, page: Path, folder: Path) -> dict[str, float]:
    """One round in a new browser."""
    with Browser(program, folder / "saved") as browser:
        found = {"ready": browser.start(page)}
        found["first report"] = seconds(lambda: reported(browser))
        found["next report"] = seconds(lambda: reported(browser))
        if program == "chromium":
            found["renewed"] = renewed(browser, folder)
    return found


def renewed(browser: Browser, folder: Path) -> float:
    path, made = folder / "suivi.xlsx", folder / "~suivi.tmp"
    path.write_bytes(workbook(menage(5, statut="Chomage")))
    browser.run("delete document.body.dataset.done")
    browser.ask("drop", files=[str(path)])
    browser.ask("wait", code="document.body.dataset.done === 'oui'")
    made.write_bytes(workbook())
    begun = time.perf_counter()
    made.rename(path)
    browser.ask("wait", code="$('state').textContent.includes(': 0 faute')")
    return time.perf_counter() - begun


def large(program: str, page: Path, workbooks: dict[str, Path]) -> dict[str, str]:
    """Each in a new browser: the seconds to its list, and the memory that Python took."""
    found = {}
    for name, path in workbooks.items():
        with Browser(program, path.parent / "saved") as browser:
            browser.start(page)
            taken = browser.drop(path)
            heap = browser.run("ask('memory')") >> 20
            found[name] = f"{taken:.1f} s, {heap} MB"
    return found


def by_command(folder: Path) -> None:
    command = [sys.executable, "-c", "from pipeline.cli import main; main()"]
    given = ["produire", str(EXAMPLE), "-o", str(folder), "--rapport-seul"]
    subprocess.run([*command, *given], check=True, capture_output=True, cwd=ROOT)


def main() -> None:
    os.chdir(ROOT)
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 7
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        packages = {name: ROOT / "node_modules" / name for name in PINNED}
        page = folder / "canevas.html"
        page.write_bytes(page_file(packages))
        workbooks = {
            "10,000 households": many_households(10_000, folder / "dix-mille.xlsx"),
            "300 households, five years": long_kept(folder / "cinq-ans.xlsx"),
        }
        command = [seconds(lambda: by_command(folder)) for _ in range(rounds)]
        print(f"the command, one report: {statistics.median(command):.2f} s")
        for program in PROGRAMS:
            times = [once(program, page, folder) for _ in range(rounds)]
            told = {
                name: f"{statistics.median(found[name] for found in times):.2f} s"
                for name in times[0]
            }
            for name, value in (told | large(program, page, workbooks)).items():
                aim = f" (aim: {AIMS[name]})" if AIMS[name] else ""
                print(f"{program}, {name}: {value}{aim}", flush=True)


if __name__ == "__main__":
    main()
