"""The page, built once a run, and a browser of each kind that shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.page.build import PINNED, page_file
from tests.page.browser import PROGRAMS, Browser
from tests.support.paths import ROOT


@pytest.fixture(scope="session")
def page_html(tmp_path_factory: pytest.TempPathFactory) -> Path:
    packages = {name: ROOT / "node_modules" / name for name in PINNED}
    file = tmp_path_factory.mktemp("page") / "canevas.html"
    file.write_bytes(page_file(packages))
    return file


@pytest.fixture(scope="module", params=PROGRAMS)
def browser(
    request: pytest.FixtureRequest,
    page_html: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Browser]:
    """The page in each browser, ready."""
    with Browser(request.param, tmp_path_factory.mktemp("saved")) as opened:
        opened.start(page_html)
        yield opened
