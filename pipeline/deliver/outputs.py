"""The files of a report: what they are called, where they stand, what stands beside the report itself."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.deliver.delivery import STAMP, DeliveryError, stamped
from pipeline.model.text import even_out

if TYPE_CHECKING:
    from pipeline.run import Outcome

PROOF, DASHBOARD = "justificatif.xlsx", "tableau-de-bord.html"

_COPY = re.compile(r"(?P<bare>.*) - [àa?] corriger( (?P<turn>\d+))?", re.DOTALL)
_PLAIN = {"’": "'", "‘": "'", "œ": "oe", "Œ": "Oe", "–": "-", "—": "-", "“": "'", "”": "'"}
# How Windows, macOS, Linux desktops and browsers name a copy, in French, English and Dutch.
_WORD, _TIMES = r"(copie|copy|kopie)", r"( ?\(\d+\))?"
_COPIES = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rf"{_WORD}{_TIMES} (de|of|van) (?P<of>.+)",
        rf"(?P<of>.+) - {_WORD}{_TIMES}",
        r"(?P<of>.+?) ?\(\d+\)",
        rf"(?P<of>.+) \({_WORD}( \d+)?\)",
        rf"(?P<of>.+) {_WORD}( \d+)?",
    )
]
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE)


def marked_copy(stem: str) -> re.Match[str] | None:
    """The parts of the name of a marked copy, ``bare`` and ``turn``, however its system spells the accent."""
    return _COPY.fullmatch(unicodedata.normalize("NFC", stem))


def is_candidate(file: Path) -> bool:
    """Whether a file of a folder is a workbook to produce, and none of what Canevas makes."""
    ours = marked_copy(file.stem) or file.name == PROOF or is_passed_over(file)
    return file.suffix.lower() in (".xlsx", ".xlsm") and not ours and file.is_file()


def is_passed_over(file: Path) -> bool:
    """Whether a name is that of something hidden, or of what Excel, LibreOffice or a Mac put beside a workbook."""
    return file.name.startswith((".", "~$"))


def is_copy(stem: str, other: str) -> bool:
    """Whether a name says that it is a copy of another: ``Copie de X``, ``X - Copie (2)``, ``X (1)``…"""
    named = (pattern.fullmatch(even_out(stem)) for pattern in _COPIES)
    return any(found and found["of"] == even_out(other) for found in named)


def beside(outcome: Outcome) -> dict[str, bytes]:
    """What stands beside the report: the proof of each figure, unless it would be too long, and the page to look at."""
    from pipeline.explain.dashboard import dashboard
    from pipeline.explain.proof import TooLong, proof_workbook

    assert outcome.answers is not None
    counted = outcome.form, outcome.facts, outcome.answers
    files = {}
    with suppress(TooLong):
        files[PROOF] = proof_workbook(*counted)
    return {**files, DASHBOARD: dashboard(*counted)}


def report_file(into: Path, outcome: Outcome, workbook: Path) -> Path:
    """Where the report of a workbook is written: in a folder of its own below ``into``. Raises DeliveryError where the
    workbook itself stands there under the name of a file that is made."""
    report = into / folder_name(outcome.folder) / f"{file_name(outcome.title)}.docx"
    for made in (report, report.with_name(PROOF), report.with_name(DASHBOARD)):
        with suppress(OSError):
            if made.samefile(workbook):
                raise DeliveryError(f"Impossible d'écrire « {made} » : c'est le classeur. Renommez-le, puis relancez.")
    return report


def left_over(folder: Path, files: Collection[str]) -> tuple[str, ...]:
    """What a former run has put into the folder and this one, of these files, does not replace: a report of another
    name, or, where the report is made alone, what speaks of another one."""
    former = dict.fromkeys((PROOF, DASHBOARD, *stamped(folder)))
    others = (name for name in former if name not in (*files, STAMP))
    return tuple(name for name in others if os.path.exists(folder / Path(name).name))  # nor where the path is too long


def folder_name(title: str) -> str:
    """``Estinnes 2023`` as ``estinnes-2023``: plain letters, so that every system and command line takes it."""
    letters = _unaccented(title.replace("œ", "oe").replace("’", "'"))
    return re.sub(r"[^a-z0-9]+", "-", letters.lower()).strip("-")


def file_name(title: str) -> str:
    """A title as a file name that every system takes, accents kept: no more than 120 letters and 200 bytes."""
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", title).strip(" .")[:120]
    name = writable(name.encode(errors="ignore")[:199].decode(errors="ignore")).rstrip(" .")
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def writable(name: str) -> str:
    """A name in the characters that this system can write in names of files: all of them, but where its language is set
    to an old encoding. There a quote becomes straight, a letter loses its accents, and any other sign is a hyphen."""
    return "".join(sign if _is_writable(sign) else _plainer(sign) for sign in name)


def _is_writable(sign: str) -> bool:
    try:
        os.fsencode(sign)
    except UnicodeEncodeError:
        return False
    return True


def _plainer(sign: str) -> str:
    return _unaccented(_PLAIN.get(sign, sign)) or "-"


def _unaccented(text: str) -> str:
    return unicodedata.normalize("NFD", text).encode("ascii", "ignore").decode()
