"""A fixed number of trials of each target of the fuzzing, always the same ones; that a
trial sees what goes wrong; and what fuzzing has found. By hand, and for longer:
``python -m tests.fuzz --minutes 30``.
"""

from __future__ import annotations

import io
import json
import math
import os
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path
from random import Random

import click
import pytest

from pipeline import cli
from pipeline.compare.control import control
from pipeline.deliver.delivery import STAMP
from pipeline.document.compiled import load_compiled
from pipeline.editions import homes, loader
from pipeline.editions.loader import load_form
from pipeline.makers.template_check import MOST_FAULTS, tag_faults
from pipeline.office.package import pack
from pipeline.run import produce
from tests.cli.test_cli import EXAMPLE, run
from tests.fuzz import TARGETS, loaded, planned
from tests.fuzzing import names, pool
from tests.fuzzing.mutations import parts_of
from tests.fuzzing.trial import Target, Trial
from tests.fuzzing.workbooks import small
from tests.support.clss_faults import plan_workbook
from tests.support.faults import emptied
from tests.support.gate import differences
from tests.support.hostile import zipped
from tests.support.marks import one_in, slow_after
from tests.support.paths import ROOT
from tests.support.systems import linux

TRIALS = linux("trials in children that the system holds to limits")
COUNTS = {
    "bytes": 40,
    "xml": 30,
    "values": 20,
    "template": 8,
    "report": 25,
    "arguments": 30,
    "names": 20,
}
TEMPLATE = ROOT / "templates_docx" / "dics-2023" / "modele.docx"
BODY = "word/document.xml"


@pytest.fixture(scope="module", autouse=True)
def _loaded() -> None:
    loaded()


@TRIALS
@pytest.mark.slow
@pytest.mark.parametrize("name", TARGETS)
def test_nothing_that_is_drawn_breaks_it(name: str) -> None:
    drawn = planned([name], 1, COUNTS[name], math.inf)
    assert {child.seed: found for child, found in pool.trials(drawn, 2) if found} == {}


# ---- a trial sees what goes wrong


def document(text: str) -> bytes:
    return zipped([("word/document.xml", f"<w><t>{text}</t></w>")])


def _changed() -> None:
    Path("donné.txt").write_text("autre")


WRONG: dict[str, tuple[Callable[[], object], str]] = {
    "an exception": (lambda: int("H-017"), "ValueError"),
    "an exit code": (lambda: sys.exit(3), "ends with 3"),
    "English": (lambda: sys.exit("Error: no such file"), "is not French"),
    "a name unsaid": (
        lambda: sys.exit("Le fichier est abîmé."),
        "does not name the file",
    ),
    "an order to the terminal": (
        lambda: sys.exit("donné.txt \x1b[31m"),
        "an unseen character",
    ),
    "its own fault": (
        lambda: sys.exit("donné.txt : signalez-le"),
        "the program is at fault",
    ),
    "an input changed": (_changed, "'donné.txt' was changed"),
    "a file left": (lambda: Path(".canevas-1.tmp").touch(), "was left behind"),
    "half a file": (
        lambda: Path("r.docx").write_bytes(document("x")[:-9]),
        "'r.docx': is not whole",
    ),
    "half a page": (
        lambda: Path("t.html").write_text("<html>"),
        "'t.html': is not whole",
    ),
    "a secret": (
        lambda: Path("r.docx").write_bytes(document("zq-</t><t>secret")),
        "'r.docx': holds",
    ),
    "a secret name": (lambda: Path("zq-secret.txt").touch(), "holds"),
    "much memory": (lambda: bytearray(500 << 20), " MB"),
    "its death": (lambda: os._exit(9), "the process died (9)"),
    "a wait": (lambda: time.sleep(60), "hangs"),
}


@TRIALS
@pytest.mark.parametrize("wrong", one_in(3, WRONG))
def test_a_trial_sees(wrong: str, monkeypatch: pytest.MonkeyPatch) -> None:
    does, told = WRONG[wrong]

    @click.command()
    def command() -> None:
        does()

    def target(_: Random, folder: Path) -> Trial:
        (folder / "donné.txt").write_text("tel quel")
        return Trial([["commande"]], names=("donné.txt",))

    monkeypatch.setattr(cli, "main", click.Group("canevas", {"commande": command}))
    monkeypatch.setattr(pool, "MOST_WALL", 8)  # of a busy machine
    [(_, found)] = pool.trials(iter([(target, "essai", 1)]), 1)
    assert found and told in found[0]


@TRIALS
def test_a_trial_without_fault_says_nothing() -> None:
    assert found_in(lambda draw, folder: Trial([["--help"]])) == []


def found_in(target: Target) -> list[str]:
    [(_, found)] = pool.trials(iter([(target, "essai", 1)]), 1)
    return found


# ---- what fuzzing has found


LONG = "é" * 200  # 400 bytes: no system takes it as a name


@pytest.mark.parametrize(
    "words",
    [
        ["verifier", LONG],
        ["avancement", LONG],
        ["expliquer", LONG, "2.5"],
        ["controler", EXAMPLE, LONG],
    ],
)
def test_a_name_too_long_for_the_system(words: list[object]) -> None:
    result = run(*words)
    assert result.exit_code == 2 and "son nom est trop long" in result.stderr


def test_the_name_of_a_new_workbook(tmp_path: Path) -> None:
    words = ["classeur", "dics-2023", "--annee", "2023", "-o", tmp_path / "x.xlsx"]
    for commune in ("Bell\x07e", "\udcff", "x" * 101):
        result = run(*words, "--commune", commune)
        assert result.exit_code == 2 and "--commune : ce nom" in result.stderr
    assert run(*words, "--commune", "X", "--equipement", "a\nb").exit_code == 2
    assert list(tmp_path.iterdir()) == []
    assert run(*words[:-1], tmp_path / LONG, "--commune", "X").exit_code == 2


@TRIALS
@pytest.mark.parametrize(
    ("place", "said"),
    [
        (names.read_only, "le disque est en lecture seule"),
        (names.full(8), "le disque est plein"),
    ],
    ids=["read-only", "full"],
)
def test_a_disk_that_takes_nothing(place: Callable[[Path], object], said: str) -> None:
    """Where nobody may mount one, a folder is protected instead; the message that is
    asked for here says which.
    """

    def target(_: Random, folder: Path) -> Trial:
        (folder / "registre.xlsx").write_bytes(small()["registre.xlsx"])
        line = ["produire", "registre.xlsx", "-o", "disque"]
        return Trial(
            [line],
            names=(said, "le dossier est protégé"),
            before=lambda: place(folder / "disque"),
        )

    assert found_in(target) == []


def _of_a_pipe(path: Path) -> None:
    path.write_bytes(b'{"fichiers": {"x": ""}}')
    os.mkfifo(path.with_name("x"))


STAMPS: dict[str, Callable[[Path], object]] = {
    "a pipe": lambda path: os.mkfifo(path),
    "without an end": lambda path: path.symlink_to("/dev/zero"),
    "too deep": lambda path: path.write_bytes(b"[" * 100_000),
    "of a pipe": _of_a_pipe,
}


@TRIALS
@pytest.mark.parametrize("stamp", STAMPS)
def test_a_stamp_that_no_run_has_left(
    stamp: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pool, "MOST_WALL", 5)

    def target(_: Random, folder: Path) -> Trial:
        (folder / "registre.xlsx").write_bytes(small()["registre.xlsx"])
        (folder / "clairbois-2023").mkdir()
        STAMPS[stamp](folder / "clairbois-2023" / STAMP)
        return Trial(
            [["produire", "registre.xlsx", "-o", ".", "--rapport-seul"]],
            names=("registre", "clairbois"),
            left=(STAMP,),
        )

    assert found_in(target) == []


def test_a_plan_without_texts_is_explained(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook(emptied("textes")))
    assert run("expliquer", tmp_path / "plan.xlsx", "objectifs").exit_code == 0


def test_a_template_that_cannot_be_filled(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(homes.TEMPLATES, tmp_path, dirs_exist_ok=True)
    parts = parts_of(TEMPLATE.read_bytes())
    parts[BODY] = parts[BODY].replace(b"{{ q2_5 }}", b"{{ q2_55 }}")
    (tmp_path / "dics-2023" / "modele.docx").write_bytes(zipped(parts.items()))
    monkeypatch.setattr(homes, "TEMPLATES", tmp_path)
    loader._load.cache_clear()
    result = run("produire", EXAMPLE, "-o", tmp_path / "sorties")
    assert (
        result.exit_code == 1 and "canevas modele verifier dics-2023" in result.stderr
    )
    assert not (tmp_path / "sorties").exists()


@pytest.mark.slow
def test_a_compiled_form_that_is_damaged_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = produce(EXAMPLE).report
    shutil.copytree(homes.TEMPLATES, tmp_path, dirs_exist_ok=True)
    monkeypatch.setattr(homes, "TEMPLATES", tmp_path)
    loader._load.cache_clear()
    told = json.loads((tmp_path / "dics-2023" / "modele.json").read_bytes())
    for damaged in (
        "{",
        "[]",
        json.dumps({**told, "parts": [["word/document.xml", [["plain", "x"]]]]}),
    ):
        (tmp_path / "dics-2023" / "modele.json").write_text(damaged)
        load_compiled.cache_clear()
        outcome = produce(EXAMPLE)
        assert outcome.report == sound and outcome.own_template
    loader._load.cache_clear()


def test_a_namespace_that_the_gate_cannot_write_out() -> None:
    outcome = produce(EXAMPLE)
    assert outcome.report is not None and outcome.places is not None
    parts = parts_of(outcome.report)
    parts["word/footer1.xml"] = parts["word/footer1.xml"].replace(
        b"<w:ftr ", b'<w:ftr xmlns:x="x" x:y="1" ', 1
    )
    assert differences("dics-2023", outcome.places, pack(parts))


@TRIALS
@pytest.mark.parametrize("source", ["tuyau", "/dev/zero", "/dev/full", "."])
def test_a_template_that_is_no_file(source: str) -> None:
    def target(_: Random, folder: Path) -> Trial:
        os.mkfifo(folder / "tuyau")
        return Trial(
            [["modele", "verifier", "dics-2023", "--modele", source]], names=("modele",)
        )

    assert found_in(target) == []


def test_what_was_not_foreseen_is_said_without_its_data(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fails(path: Path, password: str | None) -> None:
        raise ValueError("H-017, whose name nobody may read")

    monkeypatch.setattr("pipeline.run.look", fails)
    result = run("verifier", EXAMPLE)
    assert (
        result.exit_code == 1
        and "Défaut du programme (ValueError, common.py ligne " in result.stderr
    )
    assert "H-017" not in result.output and "Traceback" not in result.output


@TRIALS
@pytest.mark.parametrize("words", [["verifier", EXAMPLE, "--sans-copie"], ["--help"]])
def test_a_full_disk_behind_what_is_printed(words: list[object]) -> None:
    with open("/dev/full", "w") as full:
        done = canevas(*words, stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 2
    assert (
        done.stderr.decode().startswith("Le système répond « ")
        and done.stderr.count(b"\n") == 1
    )


def test_an_output_that_cannot_say_every_character(tmp_path: Path) -> None:
    odd = tmp_path / "\udcff 🙂.xlsx"
    odd.write_bytes(EXAMPLE.read_bytes())
    for encoding in ("cp1252", "utf-8"):
        done = canevas(
            "verifier",
            odd,
            "--sans-copie",
            stdout=subprocess.PIPE,
            env={"PYTHONIOENCODING": encoding},
        )
        assert done.returncode == 0 and b" 0 faute," in done.stdout


def canevas(
    *words: object, env: dict[str, str] | None = None, **streams: object
) -> subprocess.CompletedProcess[bytes]:
    program = "from pipeline.cli import main; main()"
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        [sys.executable, "-c", program, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **(env or {})},
        **streams,
    )


def test_no_name_gives_orders_to_the_terminal(tmp_path: Path) -> None:
    odd = tmp_path / "\x1b[31m.xlsx"
    odd.write_bytes(b"")
    for words in (
        ["produire", odd],
        ["avancement", odd],
        ["verifier", tmp_path / "\x07.xlsx"],
        ["\x9b31m"],
    ):
        result = run(*words)
        assert result.exit_code and not set(result.output) & set("\x1b\x07\x9b")


def test_errors_before_anything_is_counted_name_the_workbook(tmp_path: Path) -> None:
    (tmp_path / "vide.xlsx").write_bytes(b"")
    for words in (
        ["avancement", tmp_path / "vide.xlsx"],
        ["expliquer", tmp_path / "vide.xlsx", "2.5"],
    ):
        result = run(*words)
        assert (
            result.exit_code == 1
            and "1 faute dans vide.xlsx : rien n'est encore compté." in result.stderr
        )


@pytest.mark.parametrize(
    "more",
    [
        (bytes(17 << 20),),
        (bytes(8 << 20), bytes(9 << 20)),
        (b"<a>" + b"<b/>" * 1_000_000 + b"</a>",),
        (b"<a>" + b'<b c="" d=""/>' * 350_000 + b"</a>",),
        (b"",) * 10_000,
    ],
    ids=["one part", "two parts", "tags", "attributes", "parts"],
)
def test_a_document_out_of_bounds_is_not_compared(
    more: tuple[bytes, ...], tmp_path: Path
) -> None:
    out = io.BytesIO(TEMPLATE.read_bytes())
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as package:
        for at, part in enumerate(more):
            package.writestr(f"word/autre{at}.xml", part)
    (tmp_path / "r.docx").write_bytes(out.getvalue())
    assert (
        run(
            "modele", "verifier", "dics-2023", "--modele", tmp_path / "r.docx"
        ).exit_code
        == 2
    )
    result = run("controler", tmp_path / "r.docx", EXAMPLE)
    assert result.exit_code == 2 and "plus grand que tout rapport" in result.stderr


@pytest.mark.parametrize(
    ("place", "more", "many"),
    slow_after(
        0,
        [
            (b"<w:sectPr>", b"<w:p><w:r><w:t>x</w:t></w:r></w:p>" * 100_000, 100_000),
            (b"</w:tc>", b"<w:p/>" * 300_000, 0),
        ],
    ),
)
def test_a_document_of_many_paragraphs_is_soon_told(
    place: bytes, more: bytes, many: int
) -> None:
    report = produce(EXAMPLE).report
    assert report is not None
    parts = parts_of(report)
    parts[BODY] = parts[BODY].replace(place, more + place, 1)
    start = time.process_time()
    found = control(report, zipped(parts.items()), {})
    assert len(found.differences) == many and not found.damages
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    "text",
    [
        "{{ x }}" * 100_000,
        "{{" * 500_000,
        "{% {" * 250_000,
        "{{ " + "a" * 1_000_000 + " }}",
    ],
)
def test_a_template_of_many_tags_is_soon_told(text: str) -> None:
    parts = parts_of(TEMPLATE.read_bytes())
    parts[BODY] = parts[BODY].replace(b"{{ q2_5 }}", text.encode(), 1)
    start = time.process_time()
    assert (
        1
        < len(tag_faults(load_form("dics-2023").document, zipped(parts.items())))
        <= MOST_FAULTS
    )
    assert time.process_time() - start < 5
