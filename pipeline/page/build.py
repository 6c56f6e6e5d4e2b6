"""The one file of the page, made from the installed product, its pure-Python libraries
and Pyodide; two builds of the same give the same bytes.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import tempfile
import zipfile
from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, date, datetime
from importlib import metadata, resources
from pathlib import Path

import pipeline.schema
import pipeline.templates_docx

HERE = resources.files(__package__)
PINNED: dict[str, dict[str, str]] = json.loads(
    (HERE / "pyodide.json").read_text(encoding="utf-8")
)
LIBRARIES = (
    *("PyYAML", "XlsxWriter", "jinja2", "markupsafe", "msoffcrypto-tool"),
    *("olefile", "openpyxl", "et_xmlfile", "rapidfuzz"),
)
# What the page never imports of the product, its libraries and the standard library.
_NOT_OURS = re.compile(
    r"pipeline/(cli|makers|personal_data)/|pipeline/received/sheet\.py"
    r"|pipeline/deliver/(batch|delivery|folder|pdf|pool|report_set)\.py"
    r"|pipeline/page/(build|compile|pyodide|browser)"
    r"|pipeline/schema/.*\.md$|\.po$"
)
_NOT_THEIRS = re.compile(r"/tests?/|__pyinstaller|olefile2\.py$")
_NOT_STANDARD = re.compile(
    r"(unittest|pydoc_data|idlelib|lib2to3|ensurepip|turtledemo|tkinter|test|doctest"
    r"|pydoc|pdb|bdb|imaplib|smtplib|poplib|ftplib|wsgiref|xmlrpc|turtle|venv|curses|dbm"
    r"|sqlite3|mailbox|antigravity|this|webbrowser|cProfile|profile|pstats|trace|tabnanny"
    r"|pyclbr|http/server|http/cookiejar|_pyrepl|logging/handlers|_pydatetime|_pydecimal"
    r"|pickletools|concurrent/futures/process|profiling|multiprocessing|_pyio|statistics"
    r"|optparse|socketserver|modulefinder|plistlib)(\.py$|/)"
)
SERVICE_WORKER = "canevas-service.js"
_NOBLE = ("utils.js", "_polyval.js", "aes.js")  # each imports from those before it
# Nothing may be fetched, sent or framed; scripts and styles are those of the file.
_POLICY = (
    "default-src 'none'; script-src 'sha256-{script}' 'wasm-unsafe-eval' blob:;"
    " worker-src {workers}; style-src 'sha256-{style}'; img-src data:; connect-src 'none';"
    " form-action 'none'; base-uri 'none'"
)


class BuildError(Exception):
    """Why the file cannot be made; its text is for the person who makes it."""


def page_file(packages: Mapping[str, Path], served: bool = False) -> bytes:
    """The HTML file. ``packages``: the folders of ``pyodide`` and ``@noble/ciphers``,
    as npm unpacks them; ``served``: whether it stands on a server of the house (https),
    where a service worker keeps it at hand. Raises BuildError where they are of other
    versions than those of pyodide.json, or node is missing.
    """
    for name, pinned in PINNED.items():
        found = json.loads((packages[name] / "package.json").read_bytes())["version"]
        if found != pinned["version"]:
            raise BuildError(f"{name} {found} : il faut {pinned['version']}")
    pyodide = packages["pyodide"]
    library, product = _compiled(
        pyodide, _archive(_standard(pyodide)), _archive(dict(_product()))
    )
    parts = {
        "loader": (pyodide / "pyodide.mjs").read_bytes(),
        "glue": (pyodide / "pyodide.asm.mjs").read_bytes(),
        "wasm": (pyodide / "pyodide.asm.wasm").read_bytes(),
        "library": library,
        "product": product,
        "lock": _lock(pyodide),
        **{name: (packages["@noble/ciphers"] / name).read_bytes() for name in _NOBLE},
        "worker": _own("worker.js").encode(),
    }
    return _html(parts, served)


def service_worker() -> bytes:
    """The script that keeps the page of a server at hand."""
    return _own(SERVICE_WORKER).encode()


def fetch(into: Path, names: Collection[str]) -> dict[str, Path]:
    """The folders of these pinned packages, unpacked by npm below ``into``. Raises
    BuildError where npm is missing or a digest differs.
    """
    wanted = {name: PINNED[name]["version"] for name in names}
    (into / "package.json").write_text(json.dumps({"dependencies": wanted}))
    _run("npm", "install", "--ignore-scripts", "--omit=dev", cwd=into)
    lock = json.loads((into / "package-lock.json").read_bytes())["packages"]
    for name in names:
        if lock[f"node_modules/{name}"]["integrity"] != PINNED[name]["integrity"]:
            raise BuildError(
                f"{name} : le numéro de contrôle n'est pas celui de pyodide.json"
            )
    return {name: into / "node_modules" / name for name in names}


def _run(*command: str, cwd: Path) -> None:
    try:
        done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    except FileNotFoundError as missing:
        raise BuildError(f"{command[0]} n'est pas installé") from missing
    if done.returncode:
        raise BuildError(f"{command[0]} : {done.stderr.strip()[-500:]}")


# ---- the archives


def _product() -> Iterator[tuple[str, bytes]]:
    """Name and bytes of each file of the product and its libraries."""
    own = Path(str(resources.files("pipeline")))
    folders = {"pipeline": own}
    for package in (pipeline.schema, pipeline.templates_docx):
        folders[package.__name__.replace(".", "/")] = Path(package.__path__[0])
    for root, folder in folders.items():
        for file in folder.rglob("*"):
            name = f"{root}/{file.relative_to(folder).as_posix()}"
            if _is_wanted(file) and not _NOT_OURS.search(name):
                yield name, file.read_bytes()
    for library in LIBRARIES:
        for entry in metadata.files(library) or ():
            if entry.suffix == ".py" and not _NOT_THEIRS.search(str(entry)):
                yield entry.as_posix(), Path(str(entry.locate())).read_bytes()
        name = f"{library.replace('-', '_').lower()}.dist-info/METADATA"
        yield name, f"Name: {library}\nVersion: {metadata.version(library)}\n".encode()


def _is_wanted(file: Path) -> bool:
    return file.is_file() and "__pycache__" not in file.parts


def _standard(pyodide: Path) -> dict[str, bytes]:
    """The standard library without what the page never imports."""
    with zipfile.ZipFile(pyodide / "python_stdlib.zip") as package:
        names = [name for name in package.namelist() if not name.endswith("/")]
        return {
            name: package.read(name) for name in names if not _NOT_STANDARD.match(name)
        }


def _archive(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for name in sorted(files):
            package.writestr(zipfile.ZipInfo(name), files[name])
    return made.getvalue()


def _compiled(pyodide: Path, *archives: bytes) -> list[bytes]:
    """The same with byte code in place of the modules, made by that Pyodide."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.zip" for number in range(len(archives))]
        made = [file.with_suffix(".made") for file in files]
        for file, archive in zip(files, archives, strict=True):
            file.write_bytes(archive)
        pairs = [str(path) for pair in zip(files, made, strict=True) for path in pair]
        script = str(HERE / "compile.mjs")
        _run("node", script, str(pyodide.resolve()), *pairs, cwd=Path(folder))
        return [file.read_bytes() for file in made]


def _lock(pyodide: Path) -> bytes:
    """What Pyodide wants to know of itself, without the packages that it could load."""
    info = json.loads((pyodide / "pyodide-lock.json").read_bytes())["info"]
    return json.dumps({"info": info, "packages": {}}).encode()


# ---- the file


def _own(name: str) -> str:
    return (HERE / "browser" / name).read_text(encoding="utf-8")


def _html(parts: Mapping[str, bytes], served: bool) -> bytes:
    script, style = _own("page.js"), _own("page.css")
    blocks = [
        f'<script type="text/plain" data-part="{name}">{_packed(data)}</script>'
        for name, data in parts.items()
    ]
    values = {
        "policy": _POLICY.format(
            script=_digest(script),
            style=_digest(style),
            workers="'self' blob:" if served else "blob:",
        ),
        "served": "oui" if served else "non",
        "version": metadata.version("canevas"),
        "pyodide": PINNED["pyodide"]["version"],
        "date": _today().strftime("%d/%m/%Y"),
        "style": style,
        "parts": "\n".join(blocks),
        "script": script,
    }
    page = re.sub(r"\{\{(\w+)\}\}", lambda mark: values[mark[1]], _own("page.html"))
    return page.encode()


def _today() -> date:
    """The day of the build, or that of SOURCE_DATE_EPOCH (reproducible-builds.org),
    with which the file of another day is made again.
    """
    told = os.environ.get("SOURCE_DATE_EPOCH")
    return datetime.fromtimestamp(float(told), UTC).date() if told else date.today()


def _packed(data: bytes) -> str:
    return base64.b64encode(gzip.compress(data, 9, mtime=0)).decode()


def _digest(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
