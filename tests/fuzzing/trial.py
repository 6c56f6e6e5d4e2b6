"""A trial: files laid out in a folder, command lines run there, and how each must end
whatever the files are.
"""

from __future__ import annotations

import io
import json
import os
import re
import time
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from zipfile import ZipFile

from click.testing import CliRunner, Result
from lxml import etree

from pipeline import cli

MOST_SECONDS, MOST_MEGABYTES = (
    10,
    400,
)  # above the 50 to 100 MB of a process that has all modules
OUT = "sorties"

_KEPT_IN_HOUSE = re.compile(r"justificatif\.xlsx|.* - à corriger\.xls[xm]")
_QUOTED = re.compile(r"«[^»]*»|\"[^\"]*\"|'[^']*'")
_ENGLISH = re.compile(
    r"\b(Traceback|Error|Errno|Usage:|Invalid|Warning|No such|is not|not a|cannot|must"
    r" be|unexpected|expected|missing"
    r"|should|unknown|failed|denied)(?!\w)"
)
_UNSEEN = re.compile("[\0-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass
class Trial:
    """Command lines for a folder that is laid out. ``names``: on a refusal the file
    that it is about, in one of these spellings. ``own_form``: the form's own documents
    were changed, so that the report may be refused for them. ``agree``: verifier and
    produire must agree on whether there is an error. ``left``: outputs that stood there
    before. ``before``: what is done once all is laid out, such as giving up rights.
    """

    lines: Sequence[Sequence[str]]
    names: tuple[str, ...] = ()
    secret: re.Pattern[bytes] = re.compile(
        b"zq-secret"
    )  # what only the proof, a marked copy or the terminal may say
    own_form: bool = False
    agree: bool = False
    left: tuple[str, ...] = ()
    before: Callable[[], object] = field(default=lambda: None)


Target = Callable[[Random, Path], Trial]


def attempt(target: Target, name: str, seed: int, folder: Path) -> list[str]:
    """Everything that is wrong with how the program ended; empty where it did well.
    ``folder`` is empty.
    """
    os.chdir(folder)
    trial = target(Random(f"{name} {seed}"), folder)
    trial.before()
    laid = dict(_files(folder))
    told: list[str] = []
    start = _memory("VmRSS")
    codes: dict[str, int] = {}
    for line in trial.lines:
        complaints, codes[line[0] if "--brouillon" not in line else "brouillon"] = _run(
            trial, line
        )
        told += [f"{' '.join(line)[:200]!r}: {complaint}" for complaint in complaints]
    if trial.agree and codes["verifier"] != codes["produire"]:
        told.append(
            f"verifier ends with {codes['verifier']}, produire with {codes['produire']}"
        )
    now = dict(_files(folder))
    for path in laid:
        if path.name not in trial.left and now.get(path) != laid[path]:
            told.append(f"{path.name!r} was changed or taken away")
    for path, data in now.items():
        if laid.get(path) != data:
            told += [
                f"{path.name!r}: {complaint}"
                for complaint in _output(path, data, trial.secret)
            ]
    grown = _memory("VmHWM") - start
    return told if grown < MOST_MEGABYTES else [*told, f"{grown} MB"]


def _files(folder: Path) -> Iterator[tuple[Path, bytes]]:
    """The regular files under a folder that can be read, with their content."""
    for where, _, names in os.walk(folder):
        for path in (Path(where, name) for name in names):
            with suppress(OSError):
                if path.is_file() and not path.is_symlink():
                    yield path, path.read_bytes()


def _memory(what: str) -> int:
    """What this process holds (VmRSS), or has held at most (VmHWM), in MB."""
    with open("/proc/self/status", encoding="ascii") as status:
        return (
            next(int(line.split()[1]) for line in status if line.startswith(what))
            // 1024
        )


# ---- how a command ends


def _run(trial: Trial, line: Sequence[str]) -> tuple[list[str], int]:
    start = time.process_time()
    result = CliRunner().invoke(cli.main, line, prog_name="canevas")
    seconds = time.process_time() - start
    told = list(_ending(trial, result))
    if seconds > MOST_SECONDS:
        told.append(f"{seconds:.0f} seconds")
    if not told and result.exit_code:
        told += _message(trial, result.output)
    return told, result.exit_code


def _ending(trial: Trial, result: Result) -> Iterator[str]:
    said = result.output.casefold()
    if trial.own_form:
        said = said.replace("défaut du programme (document non conforme", "")
    if "défaut du programme" in said or not isinstance(
        result.exception, SystemExit | None
    ):
        error = result.exception
        while isinstance(error, SystemExit) and error.__context__ is not None:
            error = error.__context__  # what the command made an end of
        yield "".join(traceback.format_exception(error)) if error else result.output
    elif result.exit_code not in (0, 1, 2):
        yield f"ends with {result.exit_code}"


def _message(trial: Trial, said: str) -> Iterator[str]:
    """What is wrong with the words of a refusal."""
    if "signalez" in said and not trial.own_form:
        yield f"the program is at fault: {said[:600]}"
    if english := _ENGLISH.search(_QUOTED.sub("", said)):
        yield f"« {english[0]} » is not French: {said[-300:]}"
    if unseen := _UNSEEN.search(said):
        yield f"an unseen character, {unseen[0]!r}, is printed"
    letters = _letters(said)
    named = [
        _letters(shown)[-40:] for name in trial.names for shown in (name, repr(name))
    ]  # click shows some names so
    if trial.names and not any(name in letters for name in named):
        yield f"does not name the file: {said[-300:]}"


def _letters(text: str) -> str:
    """A text as it can be compared however it is spelled or wrapped."""
    return "".join(letter for letter in text if letter.isascii() and letter.isalnum())


# ---- what a command leaves


def _output(path: Path, data: bytes, secret: re.Pattern[bytes]) -> Iterator[str]:
    """What is wrong with a file that was not there before."""
    if path.name.endswith((".tmp", ".lock")):
        yield "was left behind"
        return
    try:
        content = _content(path, data)
    except Exception as error:  # whatever it is that cannot be read
        yield f"is not whole: {error!r}"
        return
    if not _KEPT_IN_HOUSE.fullmatch(path.name) and (
        found := secret.search(os.fsencode(path.name) + content)
    ):
        yield f"holds {found[0]!r}"


def _content(path: Path, data: bytes) -> bytes:
    """All that a whole file says. Raises where it is not whole."""
    if path.suffix == ".json":
        json.loads(data)
    elif path.suffix == ".html":
        assert data.rstrip().endswith(b"</html>")
    elif path.suffix in (".docx", ".xlsx", ".xlsm"):
        with ZipFile(io.BytesIO(data)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        if path.suffix == ".docx":
            for xml in parts.values():
                etree.fromstring(xml)
        texts = (re.sub(rb"<[^<>]*>", b"", xml) for xml in parts.values())
        return b"\n".join(
            [os.fsencode(name) for name in parts] + list(parts.values()) + list(texts)
        )
    return data
