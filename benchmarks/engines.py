"""The other engines: docxtemplater, carbone and easy-template-x fill the same form with
the same data.

Their packages are installed by the benchmark alone, into its folder that git ignores.
Each gets modele.docx with its tags rewritten in the engine's own syntax; names are flat
where the engine has no dots.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.inputs import FOLDER
from benchmarks.measure import one
from benchmarks.xlsx import ROOT

PACKAGES = (
    "docxtemplater@3.71.0",
    "pizzip@3.3.0",
    "carbone@3.8.2",
    "easy-template-x@7.2.8",
)
ENGINES = ("docxtemplater", "carbone", "easy-template-x")
MODELE = ROOT / "templates_docx" / "dics-2023" / "modele.docx"
NPM = FOLDER / "npm"

_MARK_OF_A_DRAFT = re.compile(
    r"\{\{r brouillon \}\}"
)  # empty in a report, and a place of docxtpl's own kind
_TAG = re.compile(r"\{\{ ([\w.]+) \}\}")
_ROW = r"<w:tr>(?:(?!</w:tr>).)*?"
_LOOP = re.compile(
    rf"{_ROW}\{{%tr for e in (\w+) %\}}.*?</w:tr>(<w:tr>.*?</w:tr>){_ROW}\{{%tr endfor"
    r" %\}.*?</w:tr>",
    re.DOTALL,
)


def install() -> str:
    """Put the packages in place; gives why not where that fails."""
    if not shutil.which("npm") or not shutil.which("node"):
        return "npm or node is not installed"
    NPM.mkdir(parents=True, exist_ok=True)
    if all((NPM / "node_modules" / name.split("@")[0]).is_dir() for name in PACKAGES):
        return ""
    command = [
        "npm",
        "install",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
        "--prefix",
        str(NPM),
        *PACKAGES,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return (
        ""
        if done.returncode == 0
        else f"npm install failed: {done.stderr.strip()[-200:]}"
    )


def fill(engine: str, data: dict[str, Any], runs: int) -> tuple[list[float], Path]:
    """Seconds of each warm filling by an engine in a process of its own, and the
    document that it made.
    """
    folder = FOLDER / "engines"
    folder.mkdir(parents=True, exist_ok=True)
    template, content, result = (
        folder / f"{engine}-{name}"
        for name in ("modele.docx", "data.json", "report.docx")
    )
    _rewrite(template, _for_carbone(data) if engine == "carbone" else _flat)
    content.write_text(
        json.dumps(data if engine == "carbone" else _flattened(data)), encoding="utf-8"
    )
    script = Path(__file__).with_name("engines.js")
    out = one(
        "node",
        str(script),
        str(NPM),
        engine,
        str(template),
        str(content),
        str(result),
        str(runs),
    ).out
    seconds: list[float] = json.loads(out.strip().splitlines()[-1])
    return seconds, result


def _rewrite(target: Path, rewritten: Callable[[str], str]) -> None:
    """modele.docx with the tags of every part rewritten."""
    with (
        zipfile.ZipFile(MODELE) as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package,
    ):
        for name in source.namelist():
            package.writestr(
                name, rewritten(_MARK_OF_A_DRAFT.sub("", source.read(name).decode()))
            )


def _flat(text: str) -> str:
    """``{q1_1_rien}``, and rows between ``{#list}`` and ``{/list}`` in their first and
    last cell.
    """

    def loop(found: re.Match[str]) -> str:
        inner = _TAG.sub(lambda tag: "{" + tag[1].removeprefix("e.") + "}", found[2])
        first, last = inner.index("{"), inner.rindex("}") + 1
        return f"{inner[:first]}{{#{found[1]}}}{inner[first:last]}{{/{found[1]}}}{inner[last:]}"

    return _TAG.sub(
        lambda tag: "{" + tag[1].replace(".", "_") + "}", _LOOP.sub(loop, text)
    )


def _flattened(data: dict[str, Any]) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in data.items():
        flat |= (
            {f"{name}_{key}": inner for key, inner in value.items()}
            if isinstance(value, dict)
            else {name: value}
        )
    return flat


def _for_carbone(data: dict[str, Any]) -> Callable[[str], str]:
    """``{d.q1_1.rien}``, a row with ``[i]`` and the same with ``[i+1]`` below it; line
    breaks have to be asked for.
    """

    def tag(found: re.Match[str]) -> str:
        value: Any = data
        for key in found[1].split("."):
            value = value[key]
        return (
            f"{{d.{found[1]}:convCRLF}}" if "\n" in str(value) else f"{{d.{found[1]}}}"
        )

    def loop(found: re.Match[str]) -> str:
        row = _TAG.sub(
            lambda tag: f"{{d.{found[1]}[i].{tag[1].removeprefix('e.')}}}", found[2]
        )
        return row + row.replace("[i]", "[i+1]")

    return lambda text: _TAG.sub(tag, _LOOP.sub(loop, text))
