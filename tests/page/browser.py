"""A browser with the page, driven by node (driver.mjs, puppeteer-core)."""

from __future__ import annotations

import json
import shutil
import subprocess
import time
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from tests.support.paths import ROOT

PROGRAMS = {"chromium": "chromium", "firefox": "firefox-esr"}
# Where the page says what it has saved.
SAVED = "['produced', 'marked', 'official-made', 'counted', 'carried']"
DRIVER = Path(__file__).with_name("driver.mjs")


class Browser:
    """One browser, and one page in it. ``folder``: where its downloads go; ``cut``:
    whether it has no network.
    """

    def __init__(self, program: str, folder: Path, cut: bool = False) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        # node looks for packages from the place of the script up
        self.driver = subprocess.Popen(
            ["node", str(DRIVER)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        path = shutil.which(PROGRAMS[program])
        self.ask("launch", program=program, path=path, folder=str(folder), cut=cut)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.ask("close")
        self.driver.wait(30)

    def ask(self, order: str, **given: Any) -> Any:
        """Carry out an order of driver.mjs."""
        assert self.driver.stdin and self.driver.stdout
        print(json.dumps({"order": order, **given}), file=self.driver.stdin, flush=True)
        answer = json.loads(self.driver.stdout.readline())
        if "error" in answer:
            raise AssertionError(f"{order}: {answer['error']}")
        return answer["result"]

    def start(self, place: Path | str) -> float:
        """Open the page, a file or an address, and wait until it is ready. Gives the
        seconds.
        """
        begun = time.perf_counter()
        url = place.as_uri() if isinstance(place, Path) else place
        self.ask("goto", url=url)
        self.ask("wait", code="document.body.dataset.ready === 'oui'")
        return time.perf_counter() - begun

    def run(self, code: str) -> Any:
        """The value of some JavaScript of the page."""
        return self.ask("evaluate", code=code)

    def task(self, name: str, *given: Any) -> Any:
        """What a task of the page's worker gives."""
        return self.run(f"ask({json.dumps(name)}, ...{json.dumps(given)})")

    def drop(self, workbook: Path) -> float:
        """Choose a workbook and wait until it is read. Gives the seconds."""
        begun = time.perf_counter()
        self.run("delete document.body.dataset.done")
        self.ask("upload", selector="#file", files=[str(workbook)])
        self.ask("wait", code="document.body.dataset.done === 'oui'")
        return time.perf_counter() - begun

    def save(self, button: str) -> dict[str, bytes]:
        """Click a button and give the files that it saves."""
        before = set(self.folder.iterdir())
        self.run(f"{SAVED}.map((place) => $(place).replaceChildren()) && null")
        self.run(f"$({json.dumps(button)}).click()")
        told = f"{SAVED}.map((place) => $(place).textContent).join('')"
        self.ask("wait", code=told)
        names = self.run(f"({told}).split('Enregistré : ').length - 1")
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            found = {
                path
                for path in set(self.folder.iterdir()) - before
                if path.suffix not in (".crdownload", ".part") and path.stat().st_size
            }
            if len(found) >= names:
                break
            time.sleep(0.05)
        files = {path.name: path.read_bytes() for path in found}
        for path in found:
            path.unlink()
        return files
