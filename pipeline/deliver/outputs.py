"""The files of a report: what they are called, and what stands beside the report
itself.
"""

from __future__ import annotations

import os
import re
import unicodedata
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline.model.text import decoded, even_out

if TYPE_CHECKING:
    from pipeline.run import Outcome

PROOF, DASHBOARD = "justificatif.xlsx", "chiffres-en-images.html"

# An accent is one sign or two, and comes in bytes where the system's language is set to
# plain ASCII.
_GRAVE = ("à", "a\u0300")
_BYTES = (sign.encode().decode("ascii", "surrogateescape") for sign in _GRAVE)
_COPY = re.compile(
    rf"(?P<bare>.+) - (?:{'|'.join((*_GRAVE, *_BYTES))}|[a?]) corriger( \d+| \(\d+\))?",
    re.DOTALL,
)
# What a letter or a sign is in plain letters, where that is more than leaving its
# accents out.
_LETTERS = (
    "œ oe Œ Oe æ ae Æ Ae ß ss ẞ Ss ĳ ij Ĳ Ij þ th Þ Th ø o Ø O ł l Ł L đ d Đ D ð d Ð D ħ h Ħ"
    " H ı i"
)
_SIGNS = "’ ' ‘ ' “ ' ” ' – - — -"
_PAIRS = f"{_LETTERS} {_SIGNS}".split()
_PLAIN = str.maketrans(dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
# The names that are copies, and no others, since of a copy no report is made: as
# Windows gives them.
_COPIES = [
    re.compile(pattern, re.DOTALL)
    for pattern in (
        r"copie de (?P<of>.+)",
        r"(?P<of>.+) - (copie|copy)( \(\d+\))?",
        r"(?P<of>.+) \((\d+|avant corrections)\)",
    )
]
_RESERVED = re.compile(
    r"(con|prn|aux|nul|conin\$|conout\$|(com|lpt)[0-9¹²³])\s*(\..*)?", re.IGNORECASE
)


def marked_copy(stem: str) -> re.Match[str] | None:
    """The name of a marked copy, with that of its workbook, ``bare``, however its system
    spells the accent; browsers number them, and so did former versions.
    """
    return _COPY.fullmatch(unicodedata.normalize("NFC", stem))


def copy_of(workbook: Path) -> Path:
    """The marked copy beside a workbook: itself, where it is one."""
    if marked_copy(workbook.stem):
        return workbook
    is_named_so = workbook.suffix.lower() in (".xlsx", ".xlsm")
    suffix = workbook.suffix if is_named_so else ".xlsx"
    return workbook.with_name(writable(f"{workbook.stem} - à corriger{suffix}"))


def adopted_as(copy: Path) -> tuple[Path, Path]:
    """The workbook that a marked copy becomes, and what the former one is kept as."""
    marked = marked_copy(copy.stem)
    assert marked
    names = marked["bare"], f"{marked['bare']} (avant corrections)"
    workbook, kept = (copy.with_name(name + copy.suffix) for name in names)
    return workbook, kept


def is_candidate(file: Path) -> bool:
    """Whether a file of a folder is a workbook to produce, and none of what Canevas
    makes.
    """
    ours = marked_copy(file.stem) or file.name == PROOF or is_passed_over(file)
    return file.suffix.lower() in (".xlsx", ".xlsm") and not ours and _is_file(file)


def _is_file(file: Path) -> bool:
    """Whether there is a file, or what may be one: that it is out of reach is told when
    it is read.
    """
    try:
        return file.is_file()
    except OSError:
        return True


def is_passed_over(file: Path) -> bool:
    """Whether a name is that of something hidden, or of what Excel, LibreOffice or a
    Mac put beside a workbook.
    """
    return file.name.startswith((".", "~$"))


def is_copy(stem: str, other: str) -> bool:
    """Whether a name says that it is a copy of another: ``Copie de X``, ``X - Copie
    (2)``, ``X (1)``…
    """
    named = (pattern.fullmatch(even_out(decoded(stem))) for pattern in _COPIES)
    return any(found and found["of"] == even_out(decoded(other)) for found in named)


def documents(outcome: Outcome) -> dict[str, bytes]:
    """The finished documents by the names of their files, the report first."""
    return {
        f"{file_name(outcome.title_of(one.document))}.docx": one.content
        for one in outcome.filled
        if one.content is not None
    }


def beside(outcome: Outcome) -> dict[str, bytes]:
    """What stands beside the report: the proof of each figure, unless it would be too
    long, and the page to look at.
    """
    from pipeline.explain.dashboard import dashboard
    from pipeline.explain.proof import TooLong, proof_workbook

    assert outcome.answers is not None
    counted = outcome.facts, outcome.answers
    files = {}
    with suppress(TooLong):
        files[PROOF] = proof_workbook(
            *counted, outcome.seen, outcome.official, outcome.evolution
        )
    return {**files, DASHBOARD: dashboard(*counted, outcome.evolution)}


def folder_name(title: str) -> str:
    """``Estinnes 2023`` as ``estinnes-2023``: plain letters, so that every system and
    command line takes it.
    """
    return re.sub(r"[^a-z0-9]+", "-", _plainer(title).lower()).strip("-")


def file_name(title: str) -> str:
    """A title as a file name that every system takes, accents kept: no more than 120
    letters and 200 bytes.
    """
    name = re.sub(r'[<>:"/\\|?*\x00-\x1f]+', "-", title).strip(" .")[:120]
    name = writable(name.encode(errors="ignore")[:199].decode(errors="ignore")).rstrip(
        " ."
    )
    return f"_{name}" if not name or _RESERVED.fullmatch(name) else name


def writable(name: str) -> str:
    """A name in the characters that this system can write in names of files: all of
    them, but where its language is set to an old encoding. There a quote becomes
    straight, a letter loses its accents, and any other sign is a hyphen.
    """
    return "".join(
        sign if _is_writable(sign) else _plainer(sign) or "-" for sign in name
    )


def _is_writable(sign: str) -> bool:
    try:
        os.fsencode(sign)
    except UnicodeEncodeError:
        return False
    return True


def _plainer(text: str) -> str:
    """A text in plain letters; a sign that has none is left out."""
    return (
        unicodedata.normalize("NFD", text)
        .translate(_PLAIN)
        .encode("ascii", "ignore")
        .decode()
    )
