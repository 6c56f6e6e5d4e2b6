"""What SECURITY.md promises of whole commands: each runs in a process of its own, under
tests/support/watch.py.
"""

from __future__ import annotations

import io
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from docx import Document
from jinja2.exceptions import SecurityError
from openpyxl import Workbook, load_workbook

from pipeline.deliver.delivery import STAMP
from pipeline.document.compile_template import NotCompilable, compile_template
from pipeline.makers.word import save
from tests.cli.test_cli import EXAMPLE, REPORT
from tests.deliver.test_batch import OTHER
from tests.product.test_costs import made
from tests.support import watch
from tests.support.cases import cases
from tests.support.clss_faults import plan_workbook
from tests.support.faults import (
    FORM,
    Change,
    at,
    cells,
    contact,
    dossier,
    in_file,
    menage,
    workbook,
)
from tests.support.hostile import CONTACTS, TYPES, edited, swap, text
from tests.support.marks import slow_after
from tests.support.paths import ROOT
from tests.support.systems import posix
from tests.workbook.test_admission import PASSWORD, encrypted


@dataclass(frozen=True)
class Seen:
    """What came of a command: its exit code and words, what it did outside itself, the
    paths that it touched, and what it cost.
    """

    code: int
    said: str
    outward: tuple[str, ...]
    touched: frozenset[Path]
    seconds: float
    megabytes: float


def run(place: Path, *words: object, mask: int = 0o022, **variables: str) -> Seen:
    """A command in the folder ``place``/ici, under watch, with a home and a folder of
    temporary files of its own.
    """
    homes = {name: place / name for name in ("ici", "HOME", "TMPDIR")}
    for folder in homes.values():
        folder.mkdir(parents=True, exist_ok=True)
    notes = place / "notes"
    notes.write_bytes(b"")
    surroundings = {
        **{
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
            "PYTHONUTF8": "1",
        },
        **{name: str(folder) for name, folder in homes.items() if name != "ici"},
        **variables,
    }
    done = subprocess.run(
        [sys.executable, watch.__file__, notes, *map(str, words)],
        cwd=homes["ici"],
        env=surroundings,
        umask=mask,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    told = [
        line.partition(" ") for line in notes.read_text(encoding="utf-8").splitlines()
    ]
    notes.unlink()
    left = [file for name in ("HOME", "TMPDIR") for file in homes[name].iterdir()]
    assert left == [], "files left behind"
    return Seen(
        done.returncode,
        done.stdout + done.stderr,
        tuple(what for kind, _, what in told if kind == "out"),
        frozenset(Path(what) for kind, _, what in told if kind == "path"),
        *(
            max((float(what) for kind, _, what in told if kind == cost), default=0)
            for cost in ("seconds", "megabytes")
        ),
    )


@pytest.fixture(scope="module")
def inputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the files that the commands below are given."""
    folder = tmp_path_factory.mktemp("classeurs")
    (folder / "estinnes.xlsx").write_bytes(EXAMPLE.read_bytes())
    (folder / "marolles.xlsx").write_bytes(OTHER.read_bytes())
    faulty = workbook(contact(5, mode="pigeon"))
    (folder / "fautif.xlsx").write_bytes(faulty)
    (folder / "coffre.xlsx").write_bytes(encrypted(workbook()))
    (folder / "coffre fautif.xlsx").write_bytes(encrypted(faulty))
    assert (
        run(folder, "produire", folder / "estinnes.xlsx", "-o", folder / "out").code
        == 0
    )
    (folder / "out" / REPORT).rename(folder / "rapport.docx")
    return folder


# ---- nothing leaves the machine, nothing strays


NEW, OUT = ("-o", "out/vide.xlsx"), ("-o", "out")
DOSSIERS = "xl/worksheets/sheet6.xml"
SET = (STAMP, "justificatif.xlsx", "chiffres-en-images.html")
DICS, SMALL = (
    "Rapport d'activités 2023 - Estinnes.docx",
    "Rapport d'activités 2023 - Clairbois.docx",
)
CLSS = "Plan d'action CLSS 2022-2025 - CPAS de Bruxelles.docx"


def state(folder: Path) -> dict[str, tuple[bytes, int, int]]:
    """Each file of a folder: what is in it, when it was written, who may do what."""
    files = {
        file.name: (file.read_bytes(), file.stat())
        for file in folder.iterdir()
        if file.is_file()
    }
    return {
        name: (data, told.st_mtime_ns, told.st_mode)
        for name, (data, told) in files.items()
    }


@cases(__file__, "commands", every=2)
def test_a_command_calls_nobody_and_writes_where_it_is_told(
    words: tuple[str, ...],
    code: int,
    files: tuple[str, ...],
    inputs: Path,
    tmp_path: Path,
) -> None:
    """And what it was given stays as it was, and of an encrypted workbook nothing
    stands anywhere in clear.
    """
    before = state(inputs)
    given = [inputs / word if word in before else word for word in words]
    seen = run(tmp_path, *given, CANEVAS_MOT_DE_PASSE=PASSWORD)
    assert (seen.code, seen.outward) == (code, ()), seen.said
    assert "Traceback" not in seen.said
    out, made = tmp_path / "ici" / "out", list((tmp_path / "ici").rglob("*.*"))
    assert sorted(file.name for file in made) == sorted(files)
    allowed = (
        [out, tmp_path / "TMPDIR"] if words[0] == "classeur" else [out]
    )  # openpyxl writes a sheet there first
    assert {
        path
        for path in seen.touched
        if not any(path.is_relative_to(folder) for folder in allowed)
    } == set()
    assert bool(seen.touched) == bool(files)
    assert state(inputs) == before


STRAYING = {
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a name looked up": "import socket; socket.getaddrinfo('canevas.invalid', 80)",
    "another program": "import os; os.system('true')",
    "a child's connection": (
        "import os, socket; os.name == 'posix' and os.fork() or socket.socket()"
    ),
}


@pytest.mark.parametrize("code", STRAYING.values(), ids=STRAYING)
def test_the_watch_sees_what_leaves(code: str, tmp_path: Path) -> None:
    assert run(tmp_path, "-c", code).outward


@pytest.mark.skipif(
    not watch.HELD, reason="a kernel that is asked to hold a process: on Linux alone"
)
@pytest.mark.parametrize("name", ["connect", "execv"])
def test_the_kernel_holds_what_python_does_not_see(name: str, tmp_path: Path) -> None:
    """Straight into the C library, as a compiled part would."""
    call = {
        "connect": "socket(2, 1, 0)",
        "execv": "execl(b'/bin/true', b'true', None)",
    }[name]
    seen = run(tmp_path, "-c", f"import ctypes; ctypes.CDLL(None).{call}")
    assert seen.outward == () and seen.code == -signal.SIGSYS


def test_the_watch_sees_what_is_written(tmp_path: Path) -> None:
    elsewhere = tmp_path / "ailleurs"
    code = (
        f"import os; p = {str(elsewhere)!r}; open(p, 'w').close(); os.replace(p, p + '2');"
        " open(p + '2').read()"
    )
    assert run(tmp_path, "-c", code).touched == {elsewhere, tmp_path / "ailleurs2"}


# ---- who may read


@posix("who may read a file, in bits")
@pytest.mark.parametrize(
    ("mask", "file", "folder"), [(0o022, 0o644, 0o755), (0o077, 0o600, 0o700)]
)
def test_who_may_read_what_is_new_is_the_systems_rule(
    mask: int, file: int, folder: int, inputs: Path, tmp_path: Path
) -> None:
    assert (
        run(tmp_path, "produire", inputs / "estinnes.xlsx", *OUT, mask=mask).code == 0
    )
    made = [*(tmp_path / "ici").rglob("*")]
    assert {path.stat().st_mode & 0o777 for path in made if path.is_file()} == {file}
    assert {path.stat().st_mode & 0o777 for path in made if path.is_dir()} == {folder}


@posix("who may read a file, in bits")
@pytest.mark.parametrize(
    ("given", "marked"),
    [(0o600, 0o600), (0o640, 0o640), (0o444, 0o644), (0o666, 0o644)],
)
def test_a_marked_copy_is_for_those_who_may_read_the_workbook(
    given: int, marked: int, inputs: Path, tmp_path: Path
) -> None:
    source = tmp_path / "classeur.xlsx"
    source.write_bytes((inputs / "fautif.xlsx").read_bytes())
    source.chmod(given)
    assert run(tmp_path, "verifier", source, *OUT).code == 1
    [copy] = (tmp_path / "ici" / "out").iterdir()
    assert copy.stat().st_mode & 0o777 == marked


# ---- what is given is not replaced


@pytest.mark.parametrize(
    "name", ["justificatif.xlsx", "chiffres-en-images.html", SMALL]
)
@pytest.mark.parametrize("many", [False, True], ids=["one", "many"])
def test_a_workbook_in_the_place_of_an_output_is_not_replaced(
    name: str, many: bool, inputs: Path, tmp_path: Path
) -> None:
    source = tmp_path / "out" / "clairbois-2023" / name
    source.parent.mkdir(parents=True)
    source.write_bytes(workbook())
    others = (inputs / "estinnes.xlsx",) if many else ()
    seen = run(tmp_path, "produire", source, *others, "-o", tmp_path / "out")
    assert (
        seen.code == (1 if many else 2)
        and "c'est un des fichiers donnés. Renommez-le" in seen.said
    )
    assert [*source.parent.iterdir()] == [source] and source.read_bytes() == workbook()


# ---- what a file may cost whole commands


def _padded(data: bytes, folder: str) -> bytes:
    """With 30 parts of zeros that nothing needs, 1.8 GB in all."""
    out = io.BytesIO(data)
    with ZipFile(out, "a", ZIP_DEFLATED, compresslevel=1) as package:
        for number in range(30):
            package.writestr(f"{folder}/media/{number}.bin", bytes(60 << 20))
    return out.getvalue()


def _spaced() -> bytes:
    """With a faulty cell whose tag has a million blanks before its attributes."""
    return edited(
        text(CONTACTS, "A8", "x"),
        swap(CONTACTS, '<c r="A8"', f'<c{" " * 1_000_000}r="A8"'),
    )


def _declared() -> bytes:
    """With a fault, and 340,000 content types of parts that are not there."""
    more = '<Override PartName="/x.xml" ContentType="a/b"/>' * 340_000
    return edited(text(CONTACTS, "A8", "x"), swap(TYPES, "</Types>", f"{more}</Types>"))


DEAR: dict[str, tuple[Callable[[Path], bytes], str]] = {
    "as many faults as are read": (
        lambda _: made("as many faults as are read"),
        "verifier",
    ),
    "long texts in every row": (
        lambda _: made("a long text where the edition is stamped"),
        "verifier",
    ),
    "a tag of a million blanks": (lambda _: _spaced(), "verifier"),
    "a part of as many elements as are marked": (lambda _: _declared(), "verifier"),
    "parts that nothing needs": (
        lambda inputs: _padded((inputs / "fautif.xlsx").read_bytes(), "xl"),
        "verifier",
    ),
    "a report with such": (
        lambda inputs: _padded((inputs / "rapport.docx").read_bytes(), "word"),
        "controler",
    ),
}


@pytest.mark.slow
@pytest.mark.parametrize(("make", "command"), DEAR.values(), ids=DEAR)
def test_no_small_file_costs_a_command_more_than_twenty_seconds_or_1_gb(
    make: Callable[[Path], bytes], command: str, inputs: Path, tmp_path: Path
) -> None:
    given = tmp_path / "fichier.xlsx"
    given.write_bytes(make(inputs))
    assert given.stat().st_size < 20 << 20
    words = (
        [given, *OUT] if command == "verifier" else [given, inputs / "estinnes.xlsx"]
    )
    seen = run(tmp_path, command, *words)
    assert seen.code == (1 if command == "verifier" else 2)
    assert seen.seconds < 20 and seen.megabytes < 1_000


# ---- nothing of a household in what leaves the house

CODES = ("H-001", "H-002", "H-003", "H-004", "N-4455")
PRIVATE = (
    "remarque-xyz",
    "ZYX",
    "raison-xyz",
    "note-xyz",
    "auteur-xyz",
    "organisation-xyz",
)


def _author(book: Workbook) -> None:
    book.properties.creator = book.properties.lastModifiedBy = "auteur-xyz"


REGISTER: tuple[Change, ...] = (
    contact(5, initiales="ZYX", remarque="remarque-xyz H-001"),
    dossier(5, numero="N-4455"),
    menage(6, fin_suivi="2023-12-01", fin_suivi_raison="raison-xyz"),
    cells("menages", AH4="Notes", AH5="note-xyz"),
    in_file(_author),
)
FOLLOW_UP = (
    at("suivi", 5, organisation="organisation-xyz", remarque="remarque-xyz"),
    in_file(_author),
)


def told_by(file: Path) -> str:
    """All that a file says: the names and the contents of its parts, its properties
    among them.
    """
    if file.suffix not in (".docx", ".xlsx"):
        return file.read_text(encoding="utf-8")
    with ZipFile(file) as package:
        return "".join(
            f"{name} {package.read(name).decode()}" for name in package.namelist()
        )


@pytest.mark.parametrize("brouillon", [(), ("--brouillon",)], ids=["report", "draft"])
@pytest.mark.parametrize("name", ["dics", "clss"])
def test_nothing_of_a_household_in_report_dashboard_or_names(
    name: str, brouillon: tuple[str, ...], tmp_path: Path
) -> None:
    source = tmp_path / "H-001.xlsx"
    source.write_bytes(
        workbook(*REGISTER) if name == "dics" else plan_workbook(*FOLLOW_UP)
    )
    seen = run(tmp_path, "produire", source, *brouillon, *OUT)
    assert seen.code == 0, seen.said
    files = {file.name: told_by(file) for file in (tmp_path / "ici").rglob("*.*")}
    proof = files.pop("justificatif.xlsx", "")
    assert len(files) == (1 if brouillon else 3)
    for secret in (*CODES, *PRIVATE):
        plain = re.escape(secret).replace(r"\-", "[- ]?")
        assert not [
            name
            for name, text in files.items()
            if re.search(plain, name + text, re.IGNORECASE)
        ], secret
        assert not [
            path for path in seen.touched if re.search(plain, path.name, re.IGNORECASE)
        ], secret
    assert not [secret for secret in PRIVATE if secret in proof]
    assert brouillon or ("H-001" in proof) == (name == "dics")


# ---- the same files from the same workbook


def test_the_same_workbook_gives_the_same_files_whatever_the_surroundings(
    inputs: Path, tmp_path: Path
) -> None:
    made = []
    for seed, zone in (("1", "Asia/Tokyo"), ("2", "Europe/Brussels")):
        place = tmp_path / seed
        seen = run(
            place,
            "produire",
            inputs / "estinnes.xlsx",
            inputs / "marolles.xlsx",
            *OUT,
            PYTHONHASHSEED=seed,
            TZ=zone,
        )
        assert seen.code == 0, seen.said
        made.append({file.name: file.read_bytes() for file in place.rglob("out/*/*.*")})
    assert len(made[0]) == 5 and made[0] == made[1]


# ---- what a file says is never run


def test_a_template_reaches_nothing_but_its_places() -> None:
    reaching = "{{ ''.__class__.__mro__ }}"
    document = Document(FORM.document.template)  # type: ignore[arg-type]  # a path
    document.core_properties.subject = reaching
    with pytest.raises(SecurityError):
        compile_template(save(document))
    document.add_paragraph(reaching)
    with pytest.raises(NotCompilable):
        compile_template(save(document))


@pytest.mark.parametrize(
    "typed",
    slow_after(
        1,
        [
            '=HYPERLINK("http://127.0.0.1:9";"x")',
            "=1+1",
            "@SUM(1;1)",
            "http://x.invalid",
        ],
    ),
)
def test_a_text_that_looks_like_a_formula_stays_a_text(
    typed: str, tmp_path: Path
) -> None:
    """In the proof, which names the numbers of files, and in the marked copy, which
    repeats a value at fault.
    """
    source = tmp_path / "classeur.xlsx"
    source.write_bytes(edited(text(DOSSIERS, "A5", escape(typed))))
    assert run(tmp_path, "produire", source, *OUT).code == 0
    source.write_bytes(edited(text(CONTACTS, "C8", escape(typed))))
    assert run(tmp_path, "verifier", source, *OUT).code == 1
    for name, sheets in (
        ("clairbois-2023/justificatif", 2),
        ("classeur - à corriger", 9),
    ):
        book = load_workbook(tmp_path / "ici" / "out" / f"{name}.xlsx")
        told = [
            cell
            for sheet in book
            for row in sheet.iter_rows()
            for cell in row
            if typed in str(cell.value)
        ]
        assert len(book.worksheets) == sheets and told
        assert {cell.data_type for cell in told} == {"s"}
        assert not [cell for cell in told if cell.hyperlink and cell.hyperlink.target]


def test_a_report_that_asks_for_other_files_gets_none(
    inputs: Path, tmp_path: Path
) -> None:
    """A document type and an entity from outside, in a report that someone sends back."""
    secret, report = tmp_path / "secret.txt", tmp_path / "rapport.docx"
    secret.write_text("secret-xyz", encoding="utf-8")
    entity = f'<!ENTITY e SYSTEM "{secret.as_uri()}"><!ENTITY f SYSTEM "http://127.0.0.1:9/f">'
    with ZipFile(inputs / "rapport.docx") as package, ZipFile(report, "w") as made:
        for name in package.namelist():
            part = package.read(name)
            if name == "word/document.xml":
                head, mark, body = part.partition(b"<w:document")
                doctype = f'<!DOCTYPE w:document SYSTEM "http://127.0.0.1:9/d" [{entity}]>'.encode()
                part = head + doctype + mark + body.replace(b"ESTINNES", b"&e;&f;", 1)
                assert b"&e;" in part
            made.writestr(name, part)
    seen = run(tmp_path, "controler", report, inputs / "estinnes.xlsx")
    assert seen.code == 1 and seen.outward == () and "abîmé" in seen.said
    assert "secret-xyz" not in seen.said and "Traceback" not in seen.said
