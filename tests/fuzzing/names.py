"""Odd names and odd places: of a workbook, of the folder that it is in, and of what is
to be written.
"""

from __future__ import annotations

import ctypes
import os
import socket
import subprocess
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from random import Random

from pipeline.deliver.delivery import LOCK, STAMP
from tests.fuzzing.trial import Trial
from tests.fuzzing.workbooks import WORDS, secret, small
from tests.support.systems import as_anyone

_STEMS = [*WORDS["stems"], "\udcff", "a\udce9b"]
_SUFFIXES = [".xlsx"] * 6 + [".xlsm", ".XLSX", ".xls", "", ".xlsx ", ".xlsx.", ".docx"]


def _fits(name: str) -> str:
    """As long as a name may be, with its suffix."""
    return os.fsdecode(os.fsencode(name)[-255:])


# ---- what stands under the name of the workbook


def _linked(path: Path, data: bytes) -> None:
    path.with_name("cible").write_bytes(data)
    path.symlink_to("cible")


def _folder(path: Path, data: bytes) -> None:
    path.mkdir()
    (path / "dedans.xlsx").write_bytes(data)


def _unreadable(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    path.chmod(0)


def _socket(path: Path, _: bytes) -> None:
    here = os.open(path.parent, os.O_RDONLY)
    with (
        suppress(OSError),
        socket.socket(socket.AF_UNIX) as opened,
    ):  # its name must be short
        opened.bind(f"/proc/self/fd/{here}/{path.name}"[:107])


_INPUTS: list[Callable[[Path, bytes], object]] = [
    *[lambda path, data: path.write_bytes(data)] * 12,
    _linked,
    lambda path, _: path.symlink_to("nulle part"),
    lambda path, _: path.symlink_to(path.name),
    lambda path, _: path.mkdir(),
    _folder,
    lambda path, _: os.mkfifo(path),
    lambda path, _: path.symlink_to("/dev/zero"),
    lambda path, _: path.symlink_to("/dev/full"),
    lambda path, _: path.symlink_to("/dev/null"),
    lambda path, _: path.symlink_to("/proc/self/mem"),
    lambda path, _: path.write_bytes(b""),
    _unreadable,
    _socket,
    lambda path, _: None,
]

# ---- where the outputs go, and what stands there


def _stands(where: str, kind: Callable[[Path], object]) -> Callable[[Path], object]:
    """Something odd under the name of one of the files that are to be written."""

    def made(out: Path) -> None:
        for folder in (out, out / "clairbois-2023", out / "cpas-de-valmont-2022-2024"):
            folder.mkdir(exist_ok=True, parents=True)
            kind(folder / where)

    return made


def _names_a_pipe(path: Path) -> None:
    path.write_bytes(b'{"fichiers": {"tuyau": "x"}}')
    os.mkfifo(path.with_name("tuyau"))


def _taken(path: Path) -> None:
    path.write_bytes(b"x")
    path.chmod(0o444)


_WRITTEN = [
    *(
        "justificatif.xlsx",
        "chiffres-en-images.html",
        STAMP,
        LOCK,
        "Rapport d'activités 2023 - Clairbois.docx",
    ),
    *(
        "registre - à corriger.xlsx",
        "plan - à corriger.xlsx",
        ".canevas-0123456789abcdef.tmp",
    ),
]
_ODD: list[Callable[[Path], object]] = [
    lambda path: path.mkdir(),
    lambda path: os.mkfifo(path),
    lambda path: path.symlink_to("nulle part"),
    lambda path: path.symlink_to("/dev/full"),
    lambda path: path.symlink_to(path.name),
    lambda path: path.write_bytes(b"[" * 100_000),
    lambda path: path.write_bytes(
        b'{"fichiers": {"x\\u0000": "", "\\ud800": "", "": 3, "../../etc/passwd": []}}'
    ),
    _names_a_pipe,
    _taken,
    lambda path: path.with_name(f"~${path.name[2:]}").write_bytes(b"x"),
]


def _deep(out: Path) -> None:
    """A folder so deep that what is in it has a path beyond PATH_MAX, though a relative
    one still leads there.
    """
    for _ in range(15):
        os.mkdir("p" * 250)
        os.chdir("p" * 250)


# ---- fewer rights, other disks


def _only_read(path: Path) -> None:
    path.chmod(0o555)
    as_anyone()


def mounted(folder: Path, options: str) -> bool:
    """Mount a small disk on a folder, for this process alone; False where the system
    does not let us.
    """
    new_namespace = 0x00020000
    if os.getuid() or ctypes.CDLL(None, use_errno=True).unshare(new_namespace):
        return False
    calm = ["mount", "--make-rprivate", "/"]
    tried = [
        calm,
        ["mount", "-t", "tmpfs", "-o", options, "canevas-essai", str(folder)],
    ]
    return all(
        subprocess.run(words, capture_output=True, check=False).returncode == 0
        for words in tried
    )


def _protected(out: Path) -> None:
    out.mkdir(exist_ok=True)
    _only_read(out)


def read_only(out: Path) -> None:
    out.mkdir(exist_ok=True)
    if not mounted(out, "ro,size=1m"):
        _protected(out)


def full(size: int) -> Callable[[Path], object]:
    def made(out: Path) -> None:
        out.mkdir(exist_ok=True)
        if not mounted(out, f"size={size}k,mode=777"):
            _protected(out)

    return made


_PLACES: list[Callable[[Path], object]] = [
    *[lambda out: None] * 6,
    lambda out: out.write_bytes(b"x"),
    lambda out: out.symlink_to("nulle part"),
    lambda out: out.symlink_to("."),
    lambda out: os.mkfifo(out),
    lambda out: out.symlink_to("/dev/full"),
    lambda out: _only_read(out.parent),
    _protected,
    read_only,
    *(full(size) for size in (4, 8, 16, 32, 64)),
    _deep,
    *(_stands(name, kind) for name in _WRITTEN for kind in _ODD),
]


def names(draw: Random, folder: Path) -> Trial:
    """A workbook under an odd name in an odd folder, and outputs under another or at an
    odd place.
    """
    chosen, data = draw.choice(list(small().items()))
    inside = (
        folder / _fits(draw.choice(_STEMS)) if draw.random() < 0.3 else folder / "ici"
    )
    inside.mkdir(mode=0o777)
    inside.chmod(0o777)
    os.chdir(inside)
    name = (
        _fits(draw.choice(_STEMS) + draw.choice(_SUFFIXES))
        if draw.random() < 0.7
        else chosen
    )
    making = draw.choice(_INPUTS if draw.random() < 0.6 else _INPUTS[:1])
    making(inside / name, data)
    out = _fits(draw.choice(_STEMS)) if draw.random() < 0.5 else "sorties"
    out = "sorties" if out in ("-", "--") or out == name else out
    place = draw.choice(_PLACES)

    def before() -> None:
        if making is _unreadable:
            as_anyone()
        place(Path(out))
        if place is _deep:
            making(Path(name), data)

    given = draw.choice([name, f"./{name}", str(inside / name)])
    if given.startswith("-"):
        given = f"./{name}"
    into = (
        ["-o", draw.choice([out, f"./{out}"])]
        if not out.startswith("-")
        else ["-o", f"./{out}"]
    )
    lines = [
        ["verifier", given, *into],
        ["verifier", given],
        ["produire", given, *into],
        ["produire", given, *into, "--rapport-seul"],
        ["produire", given, given, ".", *into],
        ["produire", given, *into, "--brouillon"],
        ["avancement", given],
        ["expliquer", given, "2.5"],
        ["controler", given, given],
        ["modele", "verifier", "dics-2023", "--modele", given],
        [
            "classeur",
            "dics-2023",
            "--commune",
            "X",
            "--annee",
            "2023",
            "-o",
            f"./{out}/{_fits(draw.choice(_STEMS))}",
        ],
        ["classeur", "dics-2023", "--commune", "X", "--annee", "2023", "-o", given],
    ]
    told = (
        name,
        out,
        inside.name,
        "Impossible d'écrire",
        "2.5",
        "CHIFFRE",
        "dics-2023",
    )
    return Trial(
        draw.sample(lines, 4),
        names=told,
        secret=secret(chosen),
        left=(*_WRITTEN, "tuyau"),
        before=before,
    )
