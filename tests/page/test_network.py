"""The page without a network, and on a server of the house that is there now and then."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from pipeline.page.build import PINNED, SERVICE_WORKER, page_file, service_worker
from pipeline.run import produce
from tests.page.browser import PROGRAMS, Browser
from tests.support.paths import ROOT

pytestmark = pytest.mark.web

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
REACHES = "fetch({!r}, {{ mode: 'no-cors' }}).then(() => true, () => false)"


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(folder: Path, port: int = 0) -> Iterator[int]:
    """A server of the files of a folder on this machine; its port."""
    handler = partial(_Quiet, directory=str(folder))
    with ThreadingHTTPServer(("127.0.0.1", port), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port
        server.shutdown()


def report_of(browser: Browser) -> bytes:
    browser.drop(EXAMPLE)
    (report,) = browser.save("report").values()
    return report


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_file_works_with_the_network_cut(
    program: str, page_html: Path, tmp_path: Path
) -> None:
    """A page without a policy shows that it is cut: it reaches a server before, and none
    after.
    """
    control = tmp_path / "control.html"
    control.write_text("<!doctype html><title>control</title>")
    with served(tmp_path) as port:
        reaches = REACHES.format(f"http://127.0.0.1:{port}/")
        for cut in (False, True):
            with Browser(program, tmp_path / "saved", cut=cut) as browser:
                browser.ask("goto", url=control.as_uri())
                assert browser.run(reaches) is not cut
                if cut:
                    browser.start(page_html)
                    assert report_of(browser) == produce(EXAMPLE).report


@pytest.fixture(scope="module")
def intranet(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that an IT service puts on its server."""
    folder = tmp_path_factory.mktemp("intranet")
    packages = {name: ROOT / "node_modules" / name for name in PINNED}
    (folder / "index.html").write_bytes(page_file(packages, served=True))
    (folder / SERVICE_WORKER).write_bytes(service_worker())
    return folder


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_page_of_the_house_stays_at_hand_and_is_replaced(
    program: str, intranet: Path, tmp_path: Path
) -> None:
    """A file that has not changed for long is one that browsers ask for no more of
    themselves.
    """
    file = intranet / "index.html"
    os.utime(file, (0, 0))
    first = file.read_bytes()
    version = "document.querySelector('header p').textContent"
    with Browser(program, tmp_path / "saved") as browser:
        with served(intranet) as port:
            place = f"http://localhost:{port}/"
            browser.start(place)
            assert browser.run("navigator.serviceWorker.ready.then(() => true)")
        browser.start(place)  # the server does not answer
        assert report_of(browser) == produce(EXAMPLE).report
        assert "Version" in browser.run(version)
        file.write_bytes(first.replace(b"<p>Version ", b"<p>Nouvelle version "))
        with served(intranet, port):
            browser.start(place)
            assert "Nouvelle version" in browser.run(version)
        browser.start(place)
        assert "Nouvelle version" in browser.run(version)
        file.write_bytes(first)
