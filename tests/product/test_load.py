"""The house under load: 262 workbooks of both forms in one batch, 40 of them hostile;
the batch killed again and again.

CANEVAS_MANY=40 kills it 40 times, and with proof and dashboard beside each report
(minutes).
"""

from __future__ import annotations

import hashlib
import io
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from pipeline.deliver.delivery import STAMP
from pipeline.deliver.outputs import PROOF
from pipeline.findings.messages import CATALOGUE, ERROR
from tests.cli.test_cli import run
from tests.support import random_plans, random_workbooks
from tests.support.clss_faults import plan_workbook
from tests.support.faults import BASE, FORM, Rows, filled
from tests.support.hostile import TOLD, edited, parts, zipped
from tests.support.paths import ROOT
from tests.support.systems import posix
from tests.workbook.test_admission import FILES, encrypted

pytestmark = pytest.mark.slow

SOUND, HOSTILE = 222, 40
MANY = int(os.environ.get("CANEVAS_MANY", "0"))
KILLS = MANY or 10
ALONE = () if MANY else ("--rapport-seul",)
CODE = re.compile(r"\bH-\d{3}\b")  # of the households here
COMMUNE, VERSION = (
    "Une commune",
    "Une version",
)  # stand in the workbooks that are made once, and swapped
START = [
    sys.executable,
    "-c",
    "from pipeline.cli import main; main()",
    "produire",
    "--coeurs",
    "2",
    *ALONE,
]
# Runs a command in a small process, so that no peak but the command's is measured: in
# MB, on the last line of stderr.
MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024, file=sys.stderr)
sys.exit(code)
"""


# ---- the workbooks


def register(draw: random.Random) -> bytes:
    """Sound, though anything may be in it; nobody is accompanied before leaving, which
    would ask for a contact.
    """
    drawn = [
        random_workbooks.menage(draw, f"H-{n:03}", ["Les Pins"], 2023)
        for n in range(1, draw.randint(2, 9))
    ]
    contacts = [
        random_workbooks.contact(draw, drawn, 2023) for _ in range(draw.randint(0, 20))
    ]
    codes = [one["code"] for one in drawn]
    files = [
        random_workbooks.dossier(draw, codes, 2023) for _ in range(draw.randint(0, 4))
    ]
    rows: Rows = {
        **BASE,
        "identification": [
            {"edition": FORM.edition, "commune": COMMUNE, "annee": 2023}
        ],
        "menages": [{**saying(one), "accompagnement_pre": "aucun"} for one in drawn],
        "contacts": [
            {**one, "codes": tuple(one["codes"].split(" ; "))} for one in contacts
        ],
        "dossiers": [
            {"numero": f"D-{number}", **row} for number, row in enumerate(files, 1)
        ],
        "reponses": [*BASE["reponses"], {"question": "3.3.1", "texte": VERSION}],
    }
    return filled(FORM, rows, ())


def saying(household: random_workbooks.Values) -> random_workbooks.Values:
    """With a word in each precision: one without is an error."""
    asked = {
        key
        for key, field in FORM.sheets["menages"].fields.items()
        if field.precision_of
    }
    return {
        key: f"mot {value}" if key in asked else value
        for key, value in household.items()
    }


def plan(draw: random.Random) -> bytes:
    rows = random_plans.random_plan(draw)
    rows["plan"][0]["organisme"] = COMMUNE
    rows["textes"] = [{"titre": "INTRODUCTION", "texte": VERSION}, *rows["textes"]]
    return plan_workbook(rows=rows)


@cache
def drawn() -> list[dict[str, str]]:
    return [
        parts(make(random.Random(seed)))
        for seed in range(6)
        for make in (register, plan)
    ]


def write_sound(folder: Path, version: str, count: int = SOUND) -> None:
    """Workbooks of as many communes: those drawn at random, each under many names."""
    folder.mkdir()
    for number in range(count):
        content = drawn()[number % len(drawn())].items()
        named = (
            (part, xml.replace(COMMUNE, f"Val {number:03}").replace(VERSION, version))
            for part, xml in content
        )
        (folder / f"{number:03}.xlsx").write_bytes(zipped(named))


def write_hostile(folder: Path) -> dict[str, str]:
    """40 workbooks among them that are refused: the name of each, and what the table
    must say of it.
    """
    refused = [
        case for case in TOLD if CATALOGUE[case.findings[0][0]].severity == ERROR
    ]
    cases = [
        (_moved(edited(*case.edits), number), *case.findings[0])
        for number, case in enumerate(refused)
    ]
    cases += [(data, "fichier-autre", "") for data, _ in FILES.values()][
        : HOSTILE - len(cases) - 1
    ]
    told = {}
    for number, (data, code, place) in enumerate(cases):
        name = f"{5 * number:03} bis.xlsx"
        (folder / name).write_bytes(data)
        sentence = re.sub(r"\\{\w+\\}", ".*", re.escape(CATALOGUE[code].sentence))
        told[name] = rf"refusé +.*{re.escape(place)}.*{sentence}"
    (folder / "coffre.xlsx").write_bytes(encrypted(edited()))
    return told | {"coffre.xlsx": "mot de passe +.*CANEVAS_MOT_DE_PASSE"}


def _moved(data: bytes, number: int) -> bytes:
    """A workbook of another commune, since one folder of outputs is for one workbook."""
    named = (
        (name, part.replace("Clairbois", f"Bois {number}"))
        for name, part in parts(data).items()
    )
    return zipped(named)


# ---- undisturbed


@dataclass(frozen=True)
class Load:
    """The workbooks, how each must end, and what an undisturbed batch made of them, in
    how long, with how many MB.
    """

    given: Path
    refused: dict[str, str]
    out: Path
    code: int
    table: list[str]
    seconds: float
    peak: int


def batch(given: Path, out: Path) -> tuple[int, list[str], list[str]]:
    """A whole run: its code, what it prints, and what it says beside."""
    words = [sys.executable, "-c", MEASURED, *START, given, "-o", out]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    return done.returncode, done.stdout.splitlines(), done.stderr.splitlines()


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    folder = tmp_path_factory.mktemp("load")
    given, out = folder / "classeurs", folder / "out"
    write_sound(given, "Un texte.")
    refused = write_hostile(given)
    before = tree(given)
    begun = time.monotonic()
    code, table, beside = batch(given, out)
    seconds = time.monotonic() - begun
    assert tree(given) == before and len(before) == SOUND + HOSTILE
    assert len(beside) == 1, beside
    return Load(given, refused, out, code, table, seconds, int(beside[0]))


@posix("the peak of memory of a process")
def test_every_workbook_is_told(load: Load) -> None:
    *lines, last = load.table
    assert (
        load.code == 1
        and len(lines) == SOUND + HOSTILE == 262
        and len(load.refused) == HOSTILE
    )
    for line in lines:
        name = line[: line.index(".xlsx") + 5]
        told = load.refused.get(
            name, rf'produit +"{re.escape(str(load.out))}/val-{name[:3]}-.*docx"'
        )
        assert re.match(rf"{re.escape(name)} +{told}", line), line
    assert re.fullmatch(
        r"262 classeurs : 39 refusés, 222 produits, 1 protégé par un mot de passe", last
    )
    assert not CODE.search("".join(load.table))


@posix("the peak of memory of a process")
def test_each_sound_workbook_has_its_report_and_no_other_has_anything(
    load: Load, tmp_path: Path
) -> None:
    made = tree(load.out)
    folders = sorted(folder.name for folder in load.out.iterdir())
    assert [name[:8] for name in folders] == [
        f"val-{number:03}-" for number in range(SOUND)
    ]
    assert len(made) == SOUND * (
        4 if MANY else 2
    )  # the stamp and the report; no lock, nothing temporary
    assert (
        sum(name.endswith(".docx") for name in made)
        == sum(name.endswith(STAMP) for name in made)
        == SOUND
    )
    for name, data in made.items():
        if name.endswith(".docx"):
            with ZipFile(io.BytesIO(data)) as report:
                assert report.testzip() is None
                assert not any(
                    CODE.search(report.read(part).decode())
                    for part in report.namelist()
                ), name
        assert name.endswith((".docx", PROOF)) or not CODE.search(name + data.decode())
    for number in range(0, SOUND, 1 if MANY else 13):
        assert (
            run(
                "produire", load.given / f"{number:03}.xlsx", "-o", tmp_path, *ALONE
            ).exit_code
            == 0
        )
    alone = tree(tmp_path)
    assert alone and alone == {
        name: data for name, data in made.items() if (tmp_path / name).parent.exists()
    }


@posix("the peak of memory of a process")
def test_no_process_takes_much_memory(load: Load) -> None:
    assert 20 < load.peak < 500


# ---- killed


def killed(given: Path, out: Path, after: float, all_at_once: bool) -> None:
    """A run killed after some seconds, with its workers, or alone: then they end too."""
    words = [*START, given, "-o", out]
    running = subprocess.Popen(
        words, cwd=ROOT, stdout=subprocess.PIPE, start_new_session=True
    )
    time.sleep(after)
    (os.killpg if all_at_once else os.kill)(running.pid, signal.SIGKILL)
    running.communicate()  # until none of them is left that could write


def mixed(out: Path) -> set[str]:
    """The files that are not as the stamp of their folder has them."""
    found = set()
    for stamp in out.glob(f"*/{STAMP}"):
        for name, digest in json.loads(stamp.read_bytes())["fichiers"].items():
            file = stamp.with_name(name)
            if (
                not file.exists()
                or hashlib.sha256(file.read_bytes()).hexdigest() != digest
            ):
                found.add(name)
    return found


@posix("a signal to a group of processes")
def test_killed_ten_times_and_started_again_it_ends_as_if_nothing_had_been(
    load: Load, tmp_path: Path
) -> None:
    draw = random.Random(262)
    other, out = tmp_path / "autres", tmp_path / "out"
    write_sound(other, "Un autre texte.", 60)
    whole: set[bytes] = {
        data for name, data in tree(load.out).items() if name.endswith(".docx")
    }
    for turn in range(KILLS):
        killed(
            load.given if turn % 2 else other,
            out,
            min(load.seconds, 30) * draw.uniform(0.15, 0.4),
            turn % 3 > 0,
        )
        for report in out.glob("*/*.docx"):
            if report.read_bytes() not in whole:  # of the others
                with ZipFile(report) as package:
                    assert package.testzip() is None
                    assert (
                        "Un autre texte." in package.read("word/document.xml").decode()
                    )
    reports = sorted(out.glob("val-00*/*.docx"))
    assert len(reports) >= 3, "the runs must get as far as to deliver"
    reports[0].write_bytes(b"edited since")  # what a kill may leave, and more
    reports[1].unlink()
    for leftover in (".canevas.lock", ".canevas-0123456789abcdef.tmp"):
        reports[2].with_name(leftover).write_bytes(b"of a run that was killed")
    strangers = mixed(out)
    assert {reports[0].name, reports[1].name} <= strangers
    code, table, [*beside, _] = batch(load.given, out)
    assert code == 1 and table == [
        line.replace(str(load.out), str(out)) for line in load.table
    ]
    assert {line.split("«")[1].split("»")[0].strip() for line in beside} == strangers
    assert all("manquait, ou avait été modifié." in line for line in beside)
    assert tree(out) == tree(load.out)
