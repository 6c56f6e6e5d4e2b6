"""What comes in: each guard with a file that provokes it, and what it costs to be
asked.
"""

from __future__ import annotations

import errno
import io
import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from struct import pack
from zipfile import ZipFile, ZipInfo
from zlib import crc32

import openpyxl
import pytest
from click.testing import CliRunner
from msoffcrypto.format.ooxml import OOXMLFile

from pipeline import cli
from pipeline.editions.loader import load_form
from pipeline.findings.listing import listing
from pipeline.findings.messages import CATALOGUE, ERROR
from pipeline.model.text import StyledText, even_out
from pipeline.run import look, produce
from pipeline.workbook import admission as intake
from pipeline.workbook.cell_values import BadCell
from pipeline.workbook.read import load_cells
from tests.support.cases import cases
from tests.support.clss_faults import plan_workbook
from tests.support.hostile import (
    ABOUT_THE_FILE,
    ANSWERS,
    CONTACTS,
    TOLD,
    UNTOLD,
    WORKBOOK,
    Edit,
    Hostile,
    cell,
    edited,
    parts,
    swap,
    text,
    zipped,
)
from tests.support.paths import ROOT
from tests.support.stages import findings, outcome_of, written
from tests.support.systems import linux, posix

EXAMPLE = ROOT / "inputs" / "estinnes-2023.xlsx"
PASSWORD = "Tournesol-été"


@pytest.mark.parametrize("case", [*TOLD, *UNTOLD], ids=str)
def test_nothing_is_taken_wrong_in_silence(case: Hostile, tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, edited(*case.edits))
    assert findings(outcome) == list(case.findings)
    assert (outcome.report is None) == any(
        CATALOGUE[code].severity == ERROR for code, _ in case.findings
    )
    assert not any("{" in line for line in listing(outcome.problems))


# ---- the file


FILES = {
    "nothing": (b"", "vide"),
    "old Excel": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "(.xls)"),
    "OpenDocument": (
        zipped([("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]),
        "(.ods)",
    ),
    "binary workbook": (
        zipped([("[Content_Types].xml", "ms-excel.sheet.binary.macroEnabled.main")]),
        "(.xlsb)",
    ),
    "Word": (zipped([("word/document.xml", "<w/>")]), "archive"),
    "CSV": ("code;équipement\nH-001;Les Pins\n".encode(), "CSV"),
    "CSV of Windows": ("code;équipement\n".encode("cp1252"), "CSV"),
    "text of Excel": ("code\téquipement\n".encode("utf-16"), "CSV"),
    "HTML": (b"\n<HTML><table>", "HTML"),
    "PDF": (b"%PDF-1.7\n", "PDF"),
    "PNG": (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "une image"),
    "JPEG": (b"\xff\xd8\xff\xe0\0\x10JFIF\0", "une image"),
    "GIF": (b"GIF89a\x01\0\x01\0", "une image"),
    "XML of Excel 2003": (b'<?xml version="1.0"?><Workbook/>', "XML"),
}


@pytest.mark.parametrize(("data", "said"), FILES.values(), ids=FILES)
def test_what_a_file_is_instead_is_said(data: bytes, said: str, tmp_path: Path) -> None:
    outcome = outcome_of(tmp_path, data)
    assert findings(outcome) == [("fichier-autre", "")]
    assert said in listing(outcome.problems)[0]


def test_a_lock_a_shadow_and_a_folder(tmp_path: Path) -> None:
    lock, shadow = tmp_path / "~$classeur.xlsx", tmp_path / "._classeur.xlsx"
    lock.write_bytes(b"\x05alias")
    shadow.write_bytes(b"\0\5\x16\7")
    for path in (lock, shadow, tmp_path):
        assert findings(produce(path)) == [("fichier-autre", "")]


@posix("a pipe that has a name")
def test_a_pipe_is_never_opened(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.xlsx")
    assert findings(produce(tmp_path / "pipe.xlsx")) == [("fichier-autre", "")]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    outcome = produce(tmp_path / "absent.xlsx")
    assert findings(outcome) == [("fichier-inaccessible", "")]
    assert "il n'est pas là" in listing(outcome.problems)[0]


# As Windows answers of a file that Excel holds, as Linux does of one on its share, and
# as a disk that fails.
HELD = [
    errno.EACCES,
    errno.EPERM,
    errno.EBUSY,
    errno.ETXTBSY,
    errno.EAGAIN,
    errno.EIO,
    errno.EINVAL,
]


@pytest.mark.parametrize("code", HELD)
@pytest.mark.parametrize("data", [edited(), b"PK cut off"], ids=["sound", "damaged"])
def test_a_file_that_cannot_be_read_is_open_elsewhere_or_protected_and_never_damaged(
    data: bytes, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(data)

    def held(path: Path) -> bytes:
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(Path, "read_bytes", held)
        told = [produce(path), look(path)]
    for outcome in told:
        assert (
            findings(outcome) == [("fichier-inaccessible", "")]
            and outcome.report is None
        )
        [line] = listing(outcome.problems)
        assert (
            "classeur.xlsx ne peut pas être lu : il est ouvert ailleurs, ou protégé."
            in line
        )
        assert "sauvegarde" not in line


@linux("a file that the system itself fails to read")
def test_a_file_that_the_system_itself_cannot_read(tmp_path: Path) -> None:
    """No imitation: the memory of a process, at its first byte, answers with an error
    of its disk.
    """
    path = tmp_path / "classeur.xlsx"
    path.symlink_to("/proc/self/mem")
    outcome = produce(path)
    assert findings(outcome) == [("fichier-inaccessible", "")]
    assert "ouvert ailleurs, ou protégé" in listing(outcome.problems)[0]


@pytest.mark.parametrize("owner", ["~$classeur.xlsx", ".~lock.classeur.xlsx#"])
@pytest.mark.parametrize("make", [edited, plan_workbook], ids=["dics", "clss"])
def test_a_workbook_open_in_excel_or_libreoffice_has_one_warning(
    make: Callable[[], bytes], owner: str, tmp_path: Path
) -> None:
    (tmp_path / owner).write_bytes(b"")
    (tmp_path / "~$autre.xlsx").write_bytes(b"")  # of another workbook
    outcome = outcome_of(tmp_path, make())
    assert findings(outcome) == [("classeur-ouvert", "")] and outcome.report
    assert f"effacez « {owner} »" in listing(outcome.problems)[0]


# ---- labels


def _renamed(data: bytes, **names: str) -> bytes:
    """An OLE2 file with other names of the same length in its directory."""
    for name, other in names.items():
        assert len(name) == len(other) and data.count(name.encode("utf-16-le")) > 0
        data = data.replace(name.encode("utf-16-le"), other.encode("utf-16-le"))
    return data


@pytest.mark.parametrize("password", [None, "tournesol"])
@cases(__file__, "labels")
def test_a_workbook_under_a_sensitivity_label(
    names: dict[str, str], password: str | None, tmp_path: Path
) -> None:
    outcome = outcome_of(tmp_path, _renamed(encrypted(edited()), **names), password)
    assert findings(outcome) == [("fichier-etiquette", "")]
    assert (
        "protégé par une étiquette de confidentialité : faites-la retirer."
        in listing(outcome.problems)[0]
    )


# ---- faults of the installation


@pytest.mark.parametrize("library", ["olefile", "msoffcrypto"])
@pytest.mark.parametrize(
    "words",
    [
        ["produire"],
        ["verifier", "--sans-copie"],
        ["avancement"],
        ["produire", "--brouillon"],
    ],
)
def test_a_missing_library_is_a_fault_of_the_installation(
    words: list[str], library: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(encrypted(edited()))
    monkeypatch.setitem(sys.modules, library, None)
    result = CliRunner().invoke(cli.main, [*words, str(path)])
    assert result.exit_code == 2 and result.stdout == ""
    assert result.stderr.startswith(
        f"L'installation de Canevas est incomplète (« {library} »)"
    )


@pytest.mark.parametrize(
    ("library", "words"),
    [
        ("click", ["--help"]),
        ("xlsxwriter", ["produire", EXAMPLE, "-o", "out"]),
        ("jinja2", ["produire", EXAMPLE, "-o", "out"]),
        ("lxml", ["modele", "verifier", "dics-2023"]),
        (
            "openpyxl",
            [
                "classeur",
                "dics-2023",
                "--commune",
                "X",
                "--annee",
                "2023",
                "-o",
                "x.xlsx",
            ],
        ),
        ("rapidfuzz", ["verifier", "fautif.xlsx"]),
        ("rapidfuzz", ["verifier", "fautif.xlsx", "fautif.xlsx", "--json"]),
    ],
)
def test_each_library_that_is_missing_is_told_and_nothing_is_written(
    library: str, words: list[str], tmp_path: Path
) -> None:
    """In a process of its own, which has imported nothing yet."""
    (tmp_path / "fautif.xlsx").write_bytes(edited(text(CONTACTS, "C8", "Téléfone")))
    program = f"import sys; sys.modules[{library!r}] = None; from pipeline.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-X", "utf8", "-c", program, *map(str, words)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        encoding="utf-8",
    )
    assert done.returncode == 2
    assert f"L'installation de Canevas est incomplète (« {library} »)" in done.stderr
    assert (
        "Traceback" not in done.stderr and "illisible" not in done.stdout + done.stderr
    )
    assert [path.name for path in tmp_path.iterdir()] == ["fautif.xlsx"]


def test_a_missing_library_in_a_batch(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, sound = tmp_path / "classeur.xlsx", tmp_path / "autre.xlsx"
    path.write_bytes(encrypted(edited()))
    sound.write_bytes(plan_workbook())
    monkeypatch.setitem(sys.modules, "msoffcrypto", None)
    words = [
        "produire",
        str(path),
        str(sound),
        "--coeurs",
        "1",
        "-o",
        str(tmp_path / "out"),
    ]
    result = CliRunner().invoke(cli.main, words)
    assert (
        result.exit_code == 1
        and "refusé        L'installation de Canevas est incomplète" in result.stdout
    )
    assert "1 refusé, 1 produit" in result.stdout


@pytest.mark.parametrize("error", [ImportError("x", name="lxml"), MemoryError()])
def test_what_is_not_of_the_file_is_never_told_of_it(
    error: Exception, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> None:
        raise error

    for place in ("read.scan", "admission._check_package", "admission._oddity"):
        with monkeypatch.context() as patch, pytest.raises(type(error)):
            patch.setattr(f"pipeline.workbook.{place}", fails)
            outcome_of(tmp_path, edited())
    with monkeypatch.context() as patch, pytest.raises(type(error)):
        patch.setattr("pipeline.workbook.admission._oddity", fails)
        intake.admit_document(tmp_path / "classeur.xlsx")
    with monkeypatch.context() as patch, pytest.raises(type(error)):
        patch.setattr("pipeline.document.compiled.is_of", lambda *_: False)
        patch.setattr("pipeline.document.compile_template._slotted", fails)
        outcome_of(tmp_path, edited())


def _twice() -> bytes:
    with pytest.warns(UserWarning, match="Duplicate"):
        return zipped([*parts().items(), (CONTACTS, parts()[CONTACTS])])


def _flagged() -> bytes:
    """A member that says it is encrypted, in both of its headers."""
    data = bytearray(edited())
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(mark) + at] |= 1
    return bytes(data)


def _spoilt() -> bytes:
    data = bytearray(edited())
    with ZipFile(io.BytesIO(data)) as package:
        at = package.getinfo("xl/theme/theme1.xml").header_offset
    data[at + 200] ^= 0xFF
    return bytes(data)


def _odd_compression() -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w") as package:
        package.writestr("[Content_Types].xml", "spreadsheetml" * 99, compress_type=14)
    return out.getvalue()


def _overlapping() -> bytes:
    """Forty parts whose headers swallow each other, all with one content."""
    count, content, out = 40, bytes(20_000), io.BytesIO(edited())
    with ZipFile(out, "a") as package:
        start, size = package.start_dir, len(content)
        assert package.fp
        package.fp.seek(start)
        for at in range(count):
            part, behind = ZipInfo(f"m{at:05}"), 36 * (count - at - 1)
            part.CRC, part.compress_size, part.file_size = crc32(content), size, size
            part.header_offset = start + 36 * at
            package.filelist.append(part)
            numbers = (20, 0, 0, 0, 33, part.CRC, size, size, 6, behind)
            package.fp.write(
                pack("<4s5H3L2H", b"PK\3\4", *numbers) + part.filename.encode()
            )
        package.fp.write(content)
        package.start_dir = package.fp.tell()
        package.writestr("z", "")
    return out.getvalue()


def _heads() -> bytes:
    """Twenty parts with as many empty extra fields as there may be in the directory."""
    out = io.BytesIO(edited())
    with ZipFile(out, "a") as package:
        for number in range(20):
            package.writestr(f"x{number}", "")
        for part in package.filelist[-20:]:
            part.extra = b"\x99\x99\0\0" * 16_380
    return out.getvalue()


PACKAGES: dict[str, tuple[Callable[[], bytes], str]] = {
    "a part twice": (_twice, "classeur-anormal"),
    "a part twice but for case": (
        lambda: zipped([*parts().items(), ("XL/workbook.XML", "")]),
        "classeur-anormal",
    ),
    "an encrypted part": (_flagged, "classeur-anormal"),
    "an unknown compression": (_odd_compression, "classeur-anormal"),
    "parts that overlap": (_overlapping, "classeur-anormal"),
    "extra fields without end": (_heads, "classeur-anormal"),
    "a wrong checksum": (_spoilt, "fichier-illisible"),
    "10,001 parts": (
        lambda: zipped(
            [*parts().items(), *((f"x{n}", "") for n in range(10_001 - len(parts())))]
        ),
        "classeur-trop-grand",
    ),
}


@pytest.mark.parametrize(("make", "code"), PACKAGES.values(), ids=PACKAGES)
def test_a_package_that_no_office_program_writes(
    make: Callable[[], bytes], code: str, tmp_path: Path
) -> None:
    assert findings(outcome_of(tmp_path, make())) == [(code, "")]


def test_10000_parts_are_read(tmp_path: Path) -> None:
    extra = ((f"x{number}", "") for number in range(10_000 - len(parts())))
    assert findings(outcome_of(tmp_path, zipped([*parts().items(), *extra]))) == []


# ---- the password


def encrypted(data: bytes) -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(data)).encrypt(PASSWORD, out)
    return out.getvalue()


def test_an_encrypted_workbook(tmp_path: Path) -> None:
    data = encrypted(edited())
    assert findings(outcome_of(tmp_path, data)) == [("mot-de-passe-requis", "")]
    assert findings(outcome_of(tmp_path, data, "tournesol")) == [
        ("mot-de-passe-refuse", "")
    ]
    opened = outcome_of(tmp_path, data, PASSWORD)
    assert (
        findings(opened) == []
        and opened.report == outcome_of(tmp_path, edited()).report
    )
    assert findings(outcome_of(tmp_path, data[:-3000], PASSWORD)) == [
        ("fichier-illisible", "")
    ]


def test_an_encryption_that_would_take_hours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MOST_SPINS", 99_999)
    assert findings(outcome_of(tmp_path, encrypted(edited()), PASSWORD)) == [
        ("classeur-anormal", "")
    ]


@cases(__file__, "passwords")
def test_the_password_is_asked_for_and_never_shown(
    terminal: bool,
    variable: str | None,
    typed: str,
    code: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(encrypted(edited()))
    monkeypatch.setattr(
        "click.testing._NamedTextIOWrapper.isatty",
        lambda stream: terminal and stream.name == "<stdin>",
    )
    words = ["produire", str(path), "-o", str(tmp_path / "out")]
    result = CliRunner().invoke(
        cli.main, words, input=typed, env={"CANEVAS_MOT_DE_PASSE": variable}
    )
    assert result.exit_code == code, result.output
    assert said in result.output
    assert (
        PASSWORD not in result.output
        and "faux-secret" not in result.output
        and "Traceback" not in result.output
    )


def test_the_clear_text_stays_in_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "classeur.xlsx"
    path.write_bytes(encrypted(edited()))
    opened: list[str] = []
    watching = True

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        if (
            watching
            and event == "open"
            and re.search("[wax+]", str(arguments[1] or ""))
        ):
            opened.append(str(arguments[0]))

    sys.addaudithook(watch)
    assert findings(produce(path, PASSWORD)) == []
    watching = False
    assert opened == []


# ---- values


def value_at(folder: Path, edit: Edit, sheet: str, place: str) -> object:
    cells = load_cells(written(folder, edited(edit)))[0][even_out(sheet)]
    return cells.rows[int(place[1:]) - 1]["ABCDE".index(place[0])]


@cases(__file__, "texts")
def test_texts_are_read_as_excel_reads_them(
    stored: str, read: str, tmp_path: Path
) -> None:
    assert value_at(tmp_path, text(ANSWERS, "E11", stored), "Réponses", "E11") == read


def test_dates_since_1904(tmp_path: Path) -> None:
    read = [
        value_at(
            tmp_path,
            swap(WORKBOOK, "<workbookPr/>", f"<workbookPr{since}/>"),
            "Contacts",
            "A5",
        )
        for since in ("", ' date1904="1"')
    ]
    usual = datetime(2023, 3, 15)
    assert read == [usual, usual + timedelta(1462)]


@cases(__file__, "serials")
def test_serials_are_days_of_excel(serial: str, day: object, tmp_path: Path) -> None:
    edit = cell(CONTACTS, "A8", "", f"<v>{serial}</v>")
    assert value_at(tmp_path, edit, "Contacts", "A8") == day


@pytest.mark.parametrize(
    "path", sorted((ROOT / "inputs").glob("*.xlsx")), ids=lambda path: str(path.name)
)
def test_the_same_values_as_another_reader(path: Path) -> None:
    ours, _ = load_cells(path)
    theirs = openpyxl.load_workbook(path, data_only=True)
    for sheet in theirs.worksheets:
        rows = ours[even_out(sheet.title)].rows
        mine = {
            (at, column): value
            for at, row in enumerate(rows, 1)
            for column, value in enumerate(row, 1)
        }
        for other in (other for row in sheet.iter_rows() for other in row):
            value = mine.get((int(other.row or 0), int(other.column or 0)))
            value = str(value) if isinstance(value, StyledText) else value
            assert (None if isinstance(value, BadCell) else value) == (
                None if other.value == "" else other.value
            ), other.coordinate


def test_two_forms_in_one_file(tmp_path: Path) -> None:
    """One is read; of the other it is told, once all its sheets are there."""
    book = openpyxl.load_workbook(EXAMPLE)
    plan = load_form("clss-2022-2025")
    *titles, last = (sheet.title for sheet in plan.sheets.values())
    told = []
    for more in titles, [last]:
        for title in more:
            book.create_sheet(title)
        out = io.BytesIO()
        book.save(out)
        told.append(
            [problem.code for problem in outcome_of(tmp_path, out.getvalue()).problems]
        )
    assert told[1] == ["autre-formulaire", *told[0]]


# ---- the catalogue


def test_every_code_about_the_file_is_provoked_here() -> None:
    told = {code for case in TOLD for code, _ in case.findings} | {
        code for _, code in PACKAGES.values()
    }
    # in other tests of this module, in test_findings.py and test_seen.py
    elsewhere = {
        "fichier-autre",
        "fichier-inaccessible",
        "fichier-etiquette",
        "classeur-ouvert",
    }
    elsewhere |= {"mot-de-passe-requis", "mot-de-passe-refuse", "vus-sans-compter"}
    assert (
        told | elsewhere | {"formulaire-inconnu", "titres-absents", "autre-formulaire"}
        >= ABOUT_THE_FILE
    )
