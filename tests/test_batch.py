"""Many workbooks at once: each is told, none stops the others, and what is written is what single runs write."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from pipeline.batch import DONE, REFUSED, TWIN, Batch, Claim, Told, Wish, make
from pipeline.outputs import is_candidate
from tests.faults import identification, workbook
from tests.test_cli import EXAMPLE, REPORT, ROOT, run
from tests.test_intake import PASSWORD, encrypted

ALONE = "--rapport-seul"
OTHER = ROOT / "inputs" / "marolles-anneessens-2022.xlsx"
NAMES = {  # those of a folder in their order -> how they end
    "a refuser.xlsx": REFUSED,
    "abîmé.xlsx": REFUSED,
    "autre formulaire.xlsx": REFUSED,
    "coffre.xlsx": "mot de passe",
    "estinnes d'été «1».xlsx": DONE,
    "estinnes encore.xlsx": REFUSED,
    "Marolles.xlsm": DONE,
    "vide.xlsx": REFUSED,
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with sound, faulty and hostile workbooks, and with what is none."""
    found = tmp_path_factory.mktemp("classeurs d'une région")
    book = openpyxl.load_workbook(EXAMPLE)
    for row in (8, 9, 10, 11):
        book["Contacts"][f"C{row}"] = "pigeon voyageur"
    book["Contacts"]["A12"] = "hier"
    book.save(found / "a refuser.xlsx")
    (found / "abîmé.xlsx").write_bytes(EXAMPLE.read_bytes()[:5000])
    foreign = openpyxl.Workbook()
    foreign.save(found / "autre formulaire.xlsx")
    (found / "coffre.xlsx").write_bytes(encrypted(EXAMPLE.read_bytes()))
    shutil.copy(EXAMPLE, found / "estinnes d'été «1».xlsx")
    shutil.copy(EXAMPLE, found / "estinnes encore.xlsx")
    shutil.copy(OTHER, found / "Marolles.xlsm")
    (found / "vide.xlsx").write_bytes(b"")
    for ours in ("justificatif.xlsx", "~$vide.xlsx", "notes.txt", "x - à corriger.xlsx", "x - à corriger 12.xlsx"):
        shutil.copy(EXAMPLE, found / ours)
    (found / "dessous").mkdir()
    shutil.copy(EXAMPLE, found / "dessous" / "plus bas.xlsx")
    return found


def reports(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.*")}


@pytest.mark.parametrize("cores", [1, 2])
def test_a_folder_is_told_line_by_line(folder: Path, tmp_path: Path, cores: int) -> None:
    result = run("produire", folder, "-o", tmp_path, "--coeurs", cores)
    assert result.exit_code == 1 and result.stderr == ""
    *lines, last = result.stdout.splitlines()
    told = {name: line.removeprefix(name).strip() for name, line in zip(NAMES, lines, strict=True)}
    assert all(line.startswith(f"{name} ") for name, line in zip(NAMES, lines, strict=True))
    assert [re.split("  +", line)[0] for line in told.values()] == list(NAMES.values())
    assert "5 erreurs, d'abord Contacts!C8:C11 (4 fois) : « pigeon voyageur » n'est pas" in told["a refuser.xlsx"]
    assert str(tmp_path / REPORT) in told["estinnes d'été «1».xlsx"]
    assert told["estinnes encore.xlsx"].endswith("même dossier que estinnes d'été «1».xlsx")
    assert "CANEVAS_MOT_DE_PASSE" in told["coffre.xlsx"]
    assert last == "8 classeurs : 5 refusés, 1 protégé par un mot de passe, 2 produits"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("options", [(), (ALONE,), ("--brouillon",)])
def test_the_files_are_those_of_single_runs(tmp_path: Path, options: tuple[str, ...]) -> None:
    for number, path in enumerate((EXAMPLE, OTHER)):
        assert run("produire", path, "-o", tmp_path / "single", *options).exit_code == 0, number
    assert run("produire", EXAMPLE, OTHER, "-o", tmp_path / "many", "--coeurs", 2, *options).exit_code == 0
    assert reports(tmp_path / "many") == reports(tmp_path / "single") != {}


# As the command is where nothing may be forked: a worker begins from nothing, and is sent all that it works with.
SPAWNED = """
from pipeline import workers
workers.METHOD = "spawn"
from pipeline.cli import main
main()
"""


def test_the_same_comes_of_it_where_workers_are_spawned(folder: Path, tmp_path: Path) -> None:
    forked = run("produire", folder, "-o", tmp_path / "forked", "--coeurs", 2)
    words = [sys.executable, "-c", SPAWNED, "produire", str(folder), "-o", str(tmp_path / "spawned"), "--coeurs", "2"]
    spawned = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert (spawned.returncode, spawned.stderr) == (1, "")
    assert spawned.stdout == forked.stdout.replace("forked", "spawned")
    assert reports(tmp_path / "spawned") == reports(tmp_path / "forked") != {}


def test_the_password_of_an_encrypted_workbook(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cli.common.is_terminal", lambda: pytest.fail("nobody is asked"))
    monkeypatch.setenv("CANEVAS_MOT_DE_PASSE", PASSWORD)
    safe = folder / "coffre.xlsx"
    assert run("produire", safe, OTHER, "-o", tmp_path, ALONE).exit_code == 0
    monkeypatch.setenv("CANEVAS_MOT_DE_PASSE", "autre")
    result = run("produire", safe, OTHER, "-o", tmp_path, ALONE)
    assert result.exit_code == 1 and "n'ouvre pas coffre.xlsx" in result.stdout


def test_a_workbook_given_twice_is_made_once(tmp_path: Path) -> None:
    result = run("produire", EXAMPLE, OTHER, EXAMPLE.parent, "-o", tmp_path, ALONE)
    assert result.exit_code == 0 and "2 classeurs : 2 produits" in result.stdout


def test_misuse(tmp_path: Path) -> None:
    nothing = run("produire", tmp_path)
    assert nothing.exit_code == 2 and "aucun classeur" in nothing.stderr
    absent = run("produire", EXAMPLE, tmp_path / "absent.xlsx", "-o", tmp_path / "out")
    assert absent.exit_code == 2 and "n'existe pas" in absent.stderr and not list(tmp_path.iterdir())
    for odd in ("0", "-1", "deux", "²"):
        result = run("produire", EXAMPLE, "--coeurs", odd)
        assert result.exit_code == 2 and "n'est pas un nombre entier" in result.stderr


def test_the_copies_that_verifier_makes_are_left_out(folder: Path, tmp_path: Path) -> None:
    shutil.copy(folder / "a refuser.xlsx", tmp_path)
    assert run("verifier", tmp_path / "a refuser.xlsx").exit_code == 1
    [copy] = [file for file in tmp_path.iterdir() if file.name != "a refuser.xlsx"]
    assert not is_candidate(copy) and is_candidate(tmp_path / "a refuser.xlsx")


# ------------------------------------------------------------------ what goes wrong; workers find these by their names


def dies(wish: Wish, path: Path, claim: Claim) -> Told:
    if path.name.startswith("a"):
        os.kill(os.getpid(), signal.SIGKILL)
    return make(wish, path, claim)


def leaves(wish: Wish, path: Path, claim: Claim) -> Told:
    claim("a folder")
    os._exit(7)


def first_is_slow(wish: Wish, path: Path, claim: Claim) -> Told:
    time.sleep(0.4 * (path.name == "0.xlsx"))
    return make(wish, path, claim)


def has_no_room(wish: Wish, path: Path, claim: Claim) -> Told:
    time.sleep(0.4 * (path.name == "0.xlsx"))
    return Told(REFUSED, "plein") if claim("one folder") else Told(TWIN)


def sleepy(wish: Wish, path: Path, claim: Claim) -> Told:
    (wish.into / path.name).touch()
    time.sleep(0.2)
    return Told(DONE)


def copies(folder: Path, count: int) -> list[Path]:
    return [Path(shutil.copy(OTHER, folder / f"{number}.xlsx")) for number in range(count)]


def communes(folder: Path, *names: str) -> list[Path]:
    """A workbook for each, of the same year."""
    paths = [folder / f"{number}.xlsx" for number in range(len(names))]
    for path, name in zip(paths, names, strict=True):
        path.write_bytes(workbook(identification(5, commune=name)))
    return paths


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_killed_is_told_for_its_workbook_alone(tmp_path: Path, method: str) -> None:
    paths = [Path(shutil.copy(source, tmp_path / name)) for source, name in ((OTHER, "a.xlsx"), (OTHER, "b.xlsx"))]
    paths += [Path(shutil.copy(OTHER, tmp_path / "au.xlsx")), Path(shutil.copy(EXAMPLE, tmp_path / "c.xlsx"))]
    batch = Batch(paths, Wish(tmp_path / "out", alone=True), dies)
    batch.run(2, method)
    assert [batch.told[number].end for number in range(4)] == [REFUSED, DONE, REFUSED, DONE]
    assert "arrêté net (code -9)" in batch.told[0].line == batch.told[2].line
    assert len(list(tmp_path.glob("out/*/*.docx"))) == 2


def test_every_worker_dies(tmp_path: Path) -> None:
    batch = Batch([Path(f"{number}.xlsx") for number in range(5)], Wish(tmp_path), leaves)
    batch.run(2)
    assert ["code 7" in batch.told[number].line for number in range(5)] == [True] * 5


def test_a_fault_of_the_program_is_told_without_its_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, password: str | None) -> None:
        raise ValueError("H-017, whose name nobody may read")

    monkeypatch.setattr("pipeline.run.produce", fails)
    result = run("produire", *copies(tmp_path, 2), "-o", tmp_path, "--coeurs", 1)
    assert result.exit_code == 1
    assert result.stdout.count("faute du programme (ValueError, batch.py ligne ") == 2
    assert "H-017" not in result.output and "Traceback" not in result.output


def test_no_memory_is_no_fault_of_the_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(path: Path, password: str | None) -> None:
        raise MemoryError

    monkeypatch.setattr("pipeline.run.produce", fails)
    result = run("produire", *copies(tmp_path, 2), "-o", tmp_path, "--coeurs", 1)
    assert result.exit_code == 1 and result.stdout.count("il n'y a pas assez de mémoire") == 2


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    result = run("produire", EXAMPLE, OTHER, "-o", tmp_path / "taken" / "below", ALONE)
    assert result.exit_code == 1 and result.stdout.count("Impossible d'écrire") == 2


def test_a_folder_whose_name_is_too_long_is_told(tmp_path: Path) -> None:
    result = run("produire", EXAMPLE, OTHER, "-o", tmp_path / ("a" * 301), ALONE, "--coeurs", 1)
    assert result.exit_code == 1 and result.stdout.count("Impossible d'écrire") == 2
    single = run("produire", EXAMPLE, "-o", tmp_path / ("a" * 301), ALONE)
    assert single.exit_code == 2 and "Impossible d'écrire" in single.stderr


def test_of_twins_the_first_of_the_list_is_kept_whoever_was_faster(tmp_path: Path) -> None:
    """The first workbook comes last to its folder; its report has another name, being of the same commune."""
    batch = Batch(communes(tmp_path, "Écluse", "Ecluse", "ECLUSE"), Wish(tmp_path / "out", alone=True), first_is_slow)
    batch.run(2)
    assert [batch.told[number].end for number in range(3)] == [DONE, REFUSED, REFUSED]
    assert batch.told[1].line == batch.told[2].line == "même dossier que 0.xlsx"
    [report] = tmp_path.glob("out/*/*.docx")
    assert report == batch.told[0].report and "Écluse" in report.name
    assert batch.told[0].left == ()  # that of the faster one is gone


def test_a_report_that_word_holds_open_is_left_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It came before that of the first of the list, has another title and cannot be removed, as on Windows."""
    paths = communes(tmp_path, "Écluse", "Ecluse")

    def held(path: Path, missing_ok: bool) -> None:
        raise PermissionError(path)

    batch = Batch(paths, Wish(tmp_path / "out", alone=True), first_is_slow)
    monkeypatch.setattr(Path, "unlink", held)
    batch.run(2)
    assert [batch.told[number].end for number in range(2)] == [DONE, REFUSED]
    assert batch.told[0].left == ("Rapport d'activités 2023 - Ecluse.docx",)
    assert len(list(tmp_path.glob("out/*/*.docx"))) == 2


def test_who_waits_for_a_folder_when_all_is_stopped_is_not_told(tmp_path: Path) -> None:
    """The other had the folder and no report; there was no second turn."""
    batch = Batch([Path("0.xlsx"), Path("1.xlsx")], Wish(tmp_path), has_no_room)
    batch.ended = lambda: setattr(batch, "stopped", True)
    batch.run(2)
    assert batch.told == {1: Told(REFUSED, "plein")}
    batch = Batch(batch.paths, Wish(tmp_path), has_no_room)
    batch.run(2)
    assert batch.told == {0: Told(REFUSED, "plein"), 1: Told(REFUSED, "plein")}


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "in a batch"])
def test_a_former_report_of_another_title_in_the_same_folder_is_named(tmp_path: Path, others: tuple[Path, ...]) -> None:
    """A name put right: the folder stays, the report's name does not, and the wrong one could be sent."""
    right, wrong = communes(tmp_path, "Écluse", "Ecluse")
    out = tmp_path / "out"
    assert run("produire", wrong, "-o", out).exit_code == 0
    told = "« Rapport d'activités 2023 - Ecluse.docx » vient d'une production précédente"
    assert told in run("produire", right, *others, "-o", out).stderr
    assert "précédente" not in run("produire", right, *others, "-o", out).stderr
    assert len(list(out.glob("ecluse-2023/*.docx"))) == 2


@pytest.mark.parametrize("cores", [1, 2])
def test_ctrl_c_ends_after_the_workbooks_at_hand(tmp_path: Path, cores: int) -> None:
    code = f"""
import sys; from pathlib import Path
from pipeline.batch import Batch, Wish
from pipeline.cli.produire import _table
from tests.test_batch import sleepy
batch = Batch([Path(f"{{n}}.xlsx") for n in range(100)], Wish(Path({str(tmp_path)!r})), sleepy)
batch.run({cores}); _table(batch)
"""
    words = [sys.executable, "-c", code]
    running = subprocess.Popen(words, cwd=ROOT, stderr=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    waited(lambda: len(list(tmp_path.iterdir())) > 4)
    os.killpg(running.pid, signal.SIGINT)
    out, err = (stream.decode() for stream in running.communicate(timeout=20))
    begun = len(list(tmp_path.iterdir()))
    assert f"Interrompu : {begun} sur 100." in err and "Traceback" not in err
    assert f"{begun} classeurs : {begun} produits" in out and begun < 20


def test_workers_end_when_the_command_is_killed(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from pipeline.batch import Batch, Wish
from tests.test_batch import sleepy
Batch([Path(f"{{n}}.xlsx") for n in range(100)], Wish(Path({str(tmp_path)!r})), sleepy).run(2)
"""
    running = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, start_new_session=True)
    waited(lambda: len(list(tmp_path.iterdir())) > 2)
    running.kill()
    running.wait()

    def gone() -> bool:
        try:
            os.killpg(running.pid, 0)
        except ProcessLookupError:
            return True
        return False

    waited(gone)
    assert len(list(tmp_path.iterdir())) < 20


def waited(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until
        time.sleep(0.02)


@pytest.mark.slow
def test_memory_does_not_grow_with_the_number_of_workbooks(tmp_path: Path) -> None:
    """Ten times as many: the peak of no process is a tenth higher."""
    code = """
import resource, sys; from pathlib import Path
from pipeline.batch import Batch, Wish
source, into, count, cores = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
batch = Batch([source] * count, Wish(into, alone=True)); batch.answer = lambda number, folder: True
batch.run(cores)
assert all(told.end == "produit" or "en cours" in told.line for told in batch.told.values())
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""

    def peak(count: int, cores: int) -> int:
        words = [sys.executable, "-c", code, str(EXAMPLE), str(tmp_path), str(count), str(cores)]
        return int(subprocess.run(words, cwd=ROOT, check=True, capture_output=True).stdout)

    for cores in (1, 2):
        assert peak(30, cores) < 1.1 * peak(3, cores)
