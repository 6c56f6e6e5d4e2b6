"""Nothing leaves the page: each way out is tried, from the page and from a worker of it,
towards a listener that a page without a policy does reach.
"""

from __future__ import annotations

import json
import re
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from tests.page.browser import Browser
from tests.support.faults import answer, equipement, menage, workbook
from tests.support.paths import ROOT

pytestmark = pytest.mark.web

SCRIPTS = ROOT / "pipeline" / "page" / "browser"

FROM_PAGE = {
    "fetch": "fetch(T, { mode: 'no-cors' })",
    "xhr": "new Promise((done) => { const x = new XMLHttpRequest(); x.onloadend = done; x.open('GET', T); x.send(); })",
    "socket": "new Promise((done) => { const w = new WebSocket(T.replace('http', 'ws')); w.onopen = w.onerror = done; })",
    "beacon": "navigator.sendBeacon(T, 'x')",
    "image": "new Promise((done) => { const i = new Image(); i.onload = i.onerror = done; i.src = T; })",
    "script": "new Promise((done) => { const s = document.createElement('script'); s.onload = s.onerror = done; s.src = T; document.head.append(s); })",
    "style": "new Promise((done) => { const l = document.createElement('link'); l.rel = 'stylesheet'; l.onload = l.onerror = done; l.href = T; document.head.append(l); })",
    "form": "(() => { const f = document.createElement('form'); f.action = T; f.method = 'post'; document.body.append(f); f.submit(); })()",
    "frame": "(() => { const f = document.createElement('iframe'); f.src = T; document.body.append(f); })()",
    "import": "import(T)",
    "events": "new Promise((done) => { const e = new EventSource(T); e.onopen = e.onerror = done; })",
    "peers": "new RTCPeerConnection({ iceServers: [{ urls: T.replace('http://', 'stun:').replace(/\\/.*/, '') }] })",
}
FROM_WORKER = ("fetch", "xhr", "socket", "import", "events")


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """An address on this machine, and the paths that were asked of it."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.end_headers()

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", heard
    server.shutdown()


def attempt(code: str, place: str) -> str:
    """JavaScript that tries a way out, and waits for its end or half a second."""
    return f"""(async () => {{ const T = {json.dumps(place)};
      try {{ await Promise.race([{code}, new Promise((done) => setTimeout(done, 500))]); }} catch {{}}
    }})()"""


def in_worker(code: str) -> str:
    """The same in a worker that the page makes."""
    return f"""new Promise((done) => {{
      const text = {json.dumps(f"{code}.then(() => postMessage(0))")};
      const made = new Worker(URL.createObjectURL(new Blob([text])));
      made.onmessage = made.onerror = () => done();
    }})"""


def test_a_page_without_a_policy_reaches_the_listener(
    browser: Browser, page_html: Path, tmp_path: Path, listener: tuple[str, list[str]]
) -> None:
    """Or the test below would prove nothing."""
    address, heard = listener
    control = tmp_path / "control.html"
    control.write_text("<!doctype html><title>control</title><body></body>")
    browser.ask("goto", url=control.as_uri())
    for way in ("fetch", "image"):
        browser.run(attempt(FROM_PAGE[way], f"{address}/{way}"))
    browser.run(in_worker(attempt(FROM_PAGE["fetch"], f"{address}/worker")))
    assert set(heard) >= {"/fetch", "/image", "/worker"}
    browser.start(page_html)


def test_nothing_reaches_the_listener(
    browser: Browser, listener: tuple[str, list[str]]
) -> None:
    address, heard = listener
    for way, code in FROM_PAGE.items():
        browser.run(attempt(code, f"{address}/page-{way}"))
    for way in FROM_WORKER:
        browser.run(in_worker(attempt(FROM_PAGE[way], f"{address}/worker-{way}")))
    assert heard == []


def test_the_page_keeps_nothing(browser: Browser) -> None:
    kept = browser.run(
        "(async () => [document.cookie, localStorage.length, sessionStorage.length,"
        " (await indexedDB.databases()).length])()"
    )
    assert kept == ["", 0, 0, 0]


def test_no_text_becomes_markup(browser: Browser, tmp_path: Path) -> None:
    """A name of a sheet's own, an answer and a code that look like HTML stay texts."""
    html = "<img src=x onerror=alert(1)>"
    path = tmp_path / "marques.xlsx"
    path.write_bytes(
        workbook(
            menage(5, statut=html), answer("3.3.1", texte=html), equipement(5, nom=html)
        )
    )
    browser.drop(path)
    for screen in ("mend", "progress", "figures", "reading"):
        browser.run(f"show('{screen}')")
    browser.ask("wait", code="$('text').textContent.includes('<img')")
    assert browser.run("document.images.length") == 0
    assert html in browser.run("$('findings').textContent")
    sinks = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(")
    for script in ("page.js", "worker.js", "canevas-service.js"):
        assert not sinks.search((SCRIPTS / script).read_text(encoding="utf-8"))


def test_the_page_says_that_it_works_and_is_shut(browser: Browser) -> None:
    browser.run("$('tried').replaceChildren(); $('try').click()")
    browser.ask("wait", code="$('tried').childElementCount === 5")
    told = browser.run("[...$('tried').children].map((one) => one.textContent)")
    assert told[:3] == [
        "Python et le formulaire : oui",
        "Aucune requête ne part : oui",
        "WebRTC est effacé : oui",
    ]
    assert re.fullmatch(r"Mémoire prise par Python : \d+ Mo", told[4])
