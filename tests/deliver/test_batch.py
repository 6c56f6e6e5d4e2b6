"""Many workbooks at once: each is told, none stops the others, and what is written is
what single runs write.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import openpyxl
import pytest

from pipeline.deliver.batch import Batch, Result, Wish, make
from pipeline.deliver.outputs import is_candidate
from pipeline.findings.sentences.batch import ASIDE, DONE, REFUSED
from pipeline.run import Outcome, look
from tests.cli.test_cli import EXAMPLE, REPORT, run
from tests.support.cases import beside, cases
from tests.support.clss_faults import plan_workbook
from tests.support.faults import contact, identification, workbook
from tests.support.marks import slow_after
from tests.support.paths import ROOT
from tests.support.systems import as_anyone, linux, posix, python
from tests.workbook.test_admission import PASSWORD, encrypted

ALONE = "--rapport-seul"
OTHER = ROOT / "inputs" / "marolles-anneessens-2022.xlsx"
NAMES = {  # those of a folder in their order -> how they end
    "abîmé.xlsx": REFUSED,
    "a refuser.xlsx": REFUSED,
    "autre formulaire.xlsx": REFUSED,
    "coffre.xlsx": "mot de passe",
    "estinnes d'été «1» (2).xlsx": ASIDE,
    "estinnes d'été «1».xlsx": DONE,
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
    book["Identification"]["B5"] = "Binche"
    book.save(found / "a refuser.xlsx")
    (found / "abîmé.xlsx").write_bytes(EXAMPLE.read_bytes()[:5000])
    foreign = openpyxl.Workbook()
    foreign.save(found / "autre formulaire.xlsx")
    (found / "coffre.xlsx").write_bytes(encrypted(EXAMPLE.read_bytes()))
    shutil.copy(EXAMPLE, found / "estinnes d'été «1».xlsx")
    shutil.copy(EXAMPLE, found / "estinnes d'été «1» (2).xlsx")
    shutil.copy(OTHER, found / "Marolles.xlsm")
    (found / "vide.xlsx").write_bytes(b"")
    for ours in (
        "justificatif.xlsx",
        "~$vide.xlsx",
        "notes.txt",
        "x - à corriger.xlsx",
        "x - à corriger 12.xlsx",
    ):
        shutil.copy(EXAMPLE, found / ours)
    (found / "dessous").mkdir()
    shutil.copy(EXAMPLE, found / "dessous" / "plus bas.xlsx")
    return found


def reports(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*.*")
    }


@pytest.mark.parametrize("cores", [1, 2])
def test_a_folder_is_told_line_by_line(
    folder: Path, tmp_path: Path, cores: int
) -> None:
    result = run("produire", folder, "-o", tmp_path, "--coeurs", cores)
    assert result.exit_code == 1 and result.stderr == ""
    table, _, aside = result.stdout.partition("Laissé de côté :\n")
    assert [line.split(" (")[0] for line in aside.splitlines()] == [
        "  dessous",
        "  x - à corriger 12.xlsx et x - à corriger.xlsx",
    ]
    *lines, last = table.splitlines()
    told = {
        name: line.removeprefix(name).strip()
        for name, line in zip(NAMES, lines, strict=True)
    }
    assert all(
        line.startswith(f"{name} ") for name, line in zip(NAMES, lines, strict=True)
    )
    assert [re.split("  +", line)[0] for line in told.values()] == list(NAMES.values())
    assert (
        "5 fautes, d'abord Contacts!C8:C11 (4 fois) : « pigeon voyageur » n'est pas"
        in told["a refuser.xlsx"]
    )
    assert str(tmp_path / REPORT) in told["estinnes d'été «1».xlsx"]
    assert "copie de estinnes d'été «1».xlsx" in told["estinnes d'été «1» (2).xlsx"]
    assert "CANEVAS_MOT_DE_PASSE" in told["coffre.xlsx"]
    assert (
        last
        == "8 classeurs : 4 refusés, 1 protégé par un mot de passe, 1 laissé de côté, 2 produits"
    )
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("options", [(), (ALONE,), ("--brouillon",)])
def test_the_files_are_those_of_single_runs(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    for number, path in enumerate((EXAMPLE, OTHER)):
        assert (
            run("produire", path, "-o", tmp_path / "single", *options).exit_code == 0
        ), number
    assert (
        run(
            "produire", EXAMPLE, OTHER, "-o", tmp_path / "many", "--coeurs", 2, *options
        ).exit_code
        == 0
    )
    assert reports(tmp_path / "many") == reports(tmp_path / "single") != {}


# As the command is where nothing may be forked: a worker begins from nothing, and is
# sent all that it works with.
SPAWNED = """
from pipeline.deliver import pool
pool.METHOD = "spawn"
from pipeline.cli import main
main()
"""


@pytest.mark.slow
@posix("workers that are forked")
def test_the_same_comes_of_it_where_workers_are_spawned(
    folder: Path, tmp_path: Path
) -> None:
    forked = run("produire", folder, "-o", tmp_path / "forked", "--coeurs", 2)
    words = ("produire", folder, "-o", tmp_path / "spawned", "--coeurs", 2)
    spawned = python(SPAWNED, *words)
    assert (spawned.returncode, spawned.stderr) == (1, "")
    assert spawned.stdout == forked.stdout.replace("forked", "spawned")
    assert reports(tmp_path / "spawned") == reports(tmp_path / "forked") != {}


def test_the_password_of_an_encrypted_workbook(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("click.prompt", lambda *_, **__: pytest.fail("nobody is asked"))
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
    assert absent.exit_code == 2 and re.search(
        r"absent\.xlsx +refusé +.*absent\.xlsx n'existe pas", absent.stdout
    )
    assert (
        "2 classeurs : 1 produit, 1 refusé" in absent.stdout
        and (tmp_path / "out" / REPORT).exists()
    )
    for odd in ("0", "-1", "deux", "²"):
        result = run("produire", EXAMPLE, "--coeurs", odd)
        assert result.exit_code == 2 and "n'est pas un nombre entier" in result.stderr


def test_the_copies_that_verifier_makes_are_left_out(
    folder: Path, tmp_path: Path
) -> None:
    shutil.copy(folder / "a refuser.xlsx", tmp_path)
    assert run("verifier", tmp_path / "a refuser.xlsx").exit_code == 1
    [copy] = [file for file in tmp_path.iterdir() if file.name != "a refuser.xlsx"]
    assert not is_candidate(copy) and is_candidate(tmp_path / "a refuser.xlsx")


# ---- what goes wrong; workers find these by their names


def dies(wish: Wish, path: Path, folder: str) -> Result:
    if path.name.startswith("a"):
        os.kill(os.getpid(), signal.SIGKILL)
    return make(wish, path, folder)


def leaves(wish: Wish, path: Path, folder: str) -> Result:
    os._exit(7)


def dies_once(wish: Wish, path: Path, folder: str) -> Result:
    """One that takes too much memory beside another, say, and not alone."""
    if path.name == "0.xlsx" and not wish.into.exists():
        wish.into.mkdir()
        os._exit(9)
    return make(wish, path, folder)


def first_is_slow(wish: Wish, path: Path, folder: str) -> Result:
    begun = wish.into / path.name
    begun.touch()
    if path.name == "0.xlsx":
        waited(lambda: len(list(wish.into.iterdir())) > 10)
        time.sleep(0.5)
        return Result(DONE, f"{len(list(wish.into.iterdir()))} begun")
    return Result(DONE)


def endless(wish: Wish, path: Path, folder: str) -> Result:
    (wish.into / path.name).touch()
    time.sleep(60)
    return Result(DONE)


def sleepy(wish: Wish, path: Path, folder: str) -> Result:
    (wish.into / path.name).touch()
    time.sleep(0.2)
    return Result(DONE)


def copies(folder: Path, count: int) -> list[Path]:
    return [
        Path(shutil.copy(OTHER, folder / f"{number}.xlsx")) for number in range(count)
    ]


def communes(folder: Path, *names: str) -> list[Path]:
    """A workbook for each, of the same year."""
    paths = [folder / f"{number}.xlsx" for number in range(len(names))]
    for path, name in zip(paths, names, strict=True):
        path.write_bytes(workbook(identification(5, commune=name)))
    return paths


@pytest.mark.slow
@posix("a signal that kills")
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_a_worker_killed_is_told_for_its_workbook_alone(
    tmp_path: Path, method: str
) -> None:
    names = ("a.xlsx", "b.xlsx", "au.xlsx", "c.xlsx")
    paths = [
        path.rename(tmp_path / name)
        for path, name in zip(
            communes(tmp_path, "Aa", "Bb", "Cc", "Dd"), names, strict=True
        )
    ]
    batch = Batch(paths, Wish(tmp_path / "out", alone=True), dies)
    batch.run(2, method)
    assert [batch.result_of[number].end for number in range(4)] == [
        REFUSED,
        DONE,
        REFUSED,
        DONE,
    ]
    assert "arrêté net (code -9)" in batch.result_of[0].line == batch.result_of[2].line
    assert len(list(tmp_path.glob("out/*/*.docx"))) == 2


def test_every_worker_dies(tmp_path: Path) -> None:
    batch = Batch(
        [Path(f"{number}.xlsx") for number in range(5)], Wish(tmp_path), leaves
    )
    batch.run(2)
    assert ["code 7" in batch.result_of[number].line for number in range(5)] == [
        True
    ] * 5


@pytest.mark.slow
@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_one_that_does_not_die_again_is_made(tmp_path: Path, method: str) -> None:
    batch = Batch(
        communes(tmp_path, "Aa", "Bb", "Cc"),
        Wish(tmp_path / "out", alone=True),
        dies_once,
    )
    batch.run(2, method)
    assert [batch.result_of[number].end for number in range(3)] == [DONE] * 3
    assert len(list(tmp_path.glob("out/*/*.docx"))) == 3


def test_those_behind_a_slow_one_go_on_and_are_told_in_their_order(
    tmp_path: Path,
) -> None:
    """Up to a number: what is made of them waits in memory."""
    batch = Batch(
        [Path(f"{number}.xlsx") for number in range(60)], Wish(tmp_path), first_is_slow
    )
    batch.run(2)
    assert list(batch.result_of) == list(range(60))
    assert batch.result_of[0].line == "16 begun"


def test_a_fault_of_the_program_is_told_without_its_data(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, password: str | None) -> None:
        raise ValueError("H-017, whose name nobody may read")

    monkeypatch.setattr("pipeline.run.produce", fails)
    result = run(
        "produire", *communes(tmp_path, "Aa", "Bb"), "-o", tmp_path, "--coeurs", 1
    )
    assert result.exit_code == 1
    assert result.stdout.count("défaut du programme (ValueError, batch.py ligne ") == 2
    assert "H-017" not in result.output and "Traceback" not in result.output


def test_no_memory_is_no_fault_of_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(path: Path, password: str | None) -> None:
        raise MemoryError

    monkeypatch.setattr("pipeline.run.produce", fails)
    result = run(
        "produire", *communes(tmp_path, "Aa", "Bb"), "-o", tmp_path, "--coeurs", 1
    )
    assert (
        result.exit_code == 1
        and result.stdout.count("il n'y a pas assez de mémoire") == 2
    )


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file where the folder should be")
    result = run("produire", EXAMPLE, OTHER, "-o", tmp_path / "taken" / "below", ALONE)
    assert result.exit_code == 1 and result.stdout.count("Impossible d'écrire") == 2


def test_a_folder_whose_name_is_too_long_is_told(tmp_path: Path) -> None:
    result = run(
        "produire", EXAMPLE, OTHER, "-o", tmp_path / ("a" * 301), ALONE, "--coeurs", 1
    )
    assert result.exit_code == 1 and result.stdout.count("Impossible d'écrire") == 2
    single = run("produire", EXAMPLE, "-o", tmp_path / ("a" * 301), ALONE)
    assert single.exit_code == 2 and "Impossible d'écrire" in single.stderr


# ---- one folder is for one workbook


@pytest.mark.parametrize("cores", [1, 2])
def test_of_two_workbooks_for_one_folder_neither_is_made_and_both_are_named(
    tmp_path: Path, cores: int
) -> None:
    paths = communes(tmp_path, "Écluse", "Ecluse", "Dinant")
    result = run("produire", *paths, "-o", tmp_path / "out", "--coeurs", cores)
    assert result.exit_code == 1
    first, second, third, last = result.stdout.splitlines()
    assert (
        first.startswith("0.xlsx  refusé")
        and "même dossier (ecluse-2023) que 1.xlsx" in first
    )
    assert (
        second.startswith("1.xlsx  refusé")
        and "même dossier (ecluse-2023) que 0.xlsx" in second
    )
    assert (
        third.startswith("2.xlsx  produit")
        and last == "3 classeurs : 2 refusés, 1 produit"
    )
    assert [folder.name for folder in (tmp_path / "out").iterdir()] == ["dinant-2023"]


def test_plans_for_one_folder(tmp_path: Path) -> None:
    paths = copies(tmp_path, 3)
    result = run("produire", *paths, "-o", tmp_path / "out", ALONE, "--coeurs", 1)
    assert result.exit_code == 1 and not (tmp_path / "out").exists()
    assert "que 1.xlsx et 2.xlsx : aucun n'est produit" in result.stdout
    assert (
        "que 0.xlsx et 2.xlsx" in result.stdout
        and "que 0.xlsx et 1.xlsx" in result.stdout
    )


def test_two_workbooks_of_one_name_are_named_with_their_folders(tmp_path: Path) -> None:
    paths = [tmp_path / name / "registre.xlsx" for name in ("a", "b")]
    for path in paths:
        path.parent.mkdir()
        path.write_bytes(workbook())
    result = run("produire", *paths, "-o", tmp_path / "out", "--coeurs", 1)
    assert (
        f"que {paths[1]} : aucun" in result.stdout
        and f"que {paths[0]} : aucun" in result.stdout
    )


def test_a_faulty_workbook_holds_its_folder_too(tmp_path: Path) -> None:
    """It may be the right one, with a last line that is not finished."""
    (tmp_path / "a.xlsx").write_bytes(workbook(contact(5, mode="pigeon")))
    (tmp_path / "b.xlsx").write_bytes(workbook())
    result = run("produire", tmp_path, "-o", tmp_path / "out", "--coeurs", 1)
    assert (
        result.exit_code == 1
        and "2 classeurs : 2 refusés" in result.stdout
        and not (tmp_path / "out").exists()
    )


def test_workbooks_that_do_not_say_their_folder_do_not_stop_each_other(
    tmp_path: Path,
) -> None:
    for name in ("a", "b"):
        (tmp_path / f"{name}.xlsx").write_bytes(
            workbook(identification(5, commune=None))
        )
    result = run("produire", tmp_path, "-o", tmp_path / "out", "--coeurs", 1)
    assert result.exit_code == 1 and result.stdout.count("« Commune » est vide") == 2
    assert "même dossier" not in result.stdout


@cases(__file__, "copies")
def test_a_copy_by_its_name_is_left_aside_and_told(name: str, tmp_path: Path) -> None:
    (tmp_path / f"{name}.xlsx").write_bytes(workbook())
    (tmp_path / "registre.xlsx").write_bytes(workbook())
    result = run("produire", tmp_path, "-o", tmp_path / "out", ALONE, "--coeurs", 1)
    assert result.exit_code == 0, result.output
    assert re.search(
        rf"{re.escape(name)}\.xlsx +laissé de côté +copie de registre\.xlsx",
        result.stdout,
    )
    assert re.search(r"registre\.xlsx +produit", result.stdout)
    assert (
        result.stdout.endswith("1 laissé de côté, 1 produit\n")
        or "1 produit, 1 laissé de côté" in result.stdout
    )


@cases(__file__, "no copies")
def test_any_other_name_for_the_same_folder_is_named_and_neither_is_made(
    name: str, tmp_path: Path
) -> None:
    for stem in (name, "registre"):
        (tmp_path / f"{stem}.xlsx").write_bytes(workbook())
    result = run("produire", tmp_path, "-o", tmp_path / "out", ALONE, "--coeurs", 1)
    assert result.exit_code == 1 and "2 classeurs : 2 refusés" in result.stdout
    assert f"que {name}.xlsx" in result.stdout and "que registre.xlsx" in result.stdout


def test_a_copy_of_a_copy_is_none_of_the_workbook(tmp_path: Path) -> None:
    """Nor of what is left aside itself: nobody knows which of the two is the right one."""
    for stem in (
        "registre",
        "registre - Copie",
        "registre - Copie (2)",
        "registre - Copie - Copie",
    ):
        (tmp_path / f"{stem}.xlsx").write_bytes(workbook())
    result = run("produire", tmp_path, "-o", tmp_path / "out", ALONE, "--coeurs", 1)
    assert result.exit_code == 1 and "2 laissés de côté, 2 refusés" in result.stdout
    assert (
        result.stdout.count("laissé de côté  copie de registre.xlsx, d'après son nom\n")
        == 2
    )
    assert "que registre - Copie - Copie.xlsx : aucun" in result.stdout


def test_a_copy_of_what_is_not_there_or_for_another_folder_is_a_workbook(
    tmp_path: Path,
) -> None:
    """A copy of one commune's workbook that has become another's."""
    (tmp_path / "registre - Copie.xlsx").write_bytes(
        workbook(identification(5, commune="Namur"))
    )
    (tmp_path / "registre.xlsx").write_bytes(workbook())
    (tmp_path / "autre (2).xlsx").write_bytes(
        workbook(identification(5, commune="Dinant"))
    )
    result = run("produire", tmp_path, "-o", tmp_path / "out", ALONE, "--coeurs", 1)
    assert result.exit_code == 0 and "3 classeurs : 3 produits" in result.stdout
    shutil.copy(
        tmp_path / "registre - Copie.xlsx", tmp_path / "registre - Copie (2).xlsx"
    )
    shutil.copy(tmp_path / "autre (2).xlsx", tmp_path / "autre - Copie.xlsx")
    result = run("produire", tmp_path, "-o", tmp_path / "out2", ALONE, "--coeurs", 1)
    assert (
        "registre - Copie (2).xlsx  laissé de côté  copie de registre - Copie.xlsx"
        in result.stdout
    )
    assert (
        result.stdout.count("même dossier (dinant-2023)") == 2
    )  # two copies, and nobody knows of what
    assert "5 classeurs" in result.stdout


def test_a_workbook_saved_under_another_name_meanwhile_goes_nowhere(
    tmp_path: Path,
) -> None:
    [path] = communes(tmp_path, "Dinant")
    told = make(Wish(tmp_path / "out"), path, "namur-2023")
    assert told.end == REFUSED and "enregistré pendant la production" in told.line
    assert not (tmp_path / "out").exists()


# ---- what a folder holds beside


@pytest.fixture
def mixed(tmp_path: Path) -> Path:
    """A folder with a workbook, and with much that is none, or is not read."""
    folder = tmp_path / "classeurs"
    for below in ("2022/mars", "vide", "outputs/x-2023", ".caché"):
        (folder / below).mkdir(parents=True)
    (folder / "registre.xlsx").write_bytes(workbook())
    for name in (
        "vieux.xls",
        "b.ODS",
        "c.xlsb",
        "liste.csv",
        "registre - à corriger.xlsx",
        "notes.txt",
        "photo.png",
    ):
        (folder / name).write_bytes(b"x")
    for name in (
        "._registre.xlsx",
        "~$autre.xlsx",
        ".~lock.autre.xlsx#",
        "justificatif.xlsx",
        ".caché/x.xlsx",
    ):
        (folder / name).write_bytes(b"x")
    (folder / "2022" / "mars" / "ancien.xlsx").write_bytes(b"x")
    (folder / "vide" / "._x.xlsx").write_bytes(b"x")
    (folder / "outputs" / "x-2023" / "justificatif.xlsx").write_bytes(b"x")
    return folder


@pytest.mark.parametrize(
    "words",
    [
        ["produire", ALONE, "-o"],
        ["verifier", "-o"],
        ["avancement"],
        ["verifier", "--json"],
    ],
)
def test_what_a_folder_leaves_aside_is_told_at_the_end(
    mixed: Path, words: list[str]
) -> None:
    result = run(*words, *([mixed.parent / "out"] if words[-1] == "-o" else []), mixed)
    assert result.exit_code == 0, result.output
    said = result.stderr if "--json" in words else result.stdout
    _, _, aside = said.partition("Laissé de côté :\n")
    assert {line[2:] for line in aside.splitlines()} == {
        f"{names} ({why})" for why, names in beside(__file__)["aside"].items()
    }


@posix("links that anyone may make")
def test_a_broken_link_is_told(tmp_path: Path) -> None:
    (tmp_path / "registre.xlsx").write_bytes(workbook())
    (tmp_path / "perdu.xlsx").symlink_to("nulle part.xlsx")
    (tmp_path / ".#registre.xlsx").symlink_to("qui@ordinateur.1234")
    result = run("avancement", tmp_path)
    assert result.exit_code == 0 and result.stdout.endswith(
        "Laissé de côté :\n  perdu.xlsx (lien rompu)\n"
    )


def test_a_folder_without_a_workbook_says_what_is_in_it(tmp_path: Path) -> None:
    (tmp_path / "vieux.xls").write_bytes(b"x")
    for command in ("produire", "verifier", "avancement"):
        result = run(command, tmp_path)
        assert (
            result.exit_code == 2
            and "vieux.xls (dans Excel" in result.stderr
            and "aucun classeur" in result.stderr
        )


# ---- one does not silence the others


@pytest.mark.parametrize("command", ["verifier", "avancement"])
def test_one_unreadable_file_does_not_silence_the_others(
    command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = (
        "a.xlsx",
        "abîmé.xlsx",
        "absent.xlsx",
        "tenu.xlsx",
        "fait peur.xlsx",
        "z.xlsx",
    )
    paths = [tmp_path / name for name in names]
    for path in paths:
        path.write_bytes(workbook(contact(9, date="2024-01-05", mode="site")))
    paths[1].write_bytes(b"PK")
    paths[2].unlink()
    read, real = Path.read_bytes, look

    def held(path: Path) -> bytes:
        if path == paths[3]:
            raise PermissionError(13, "held")
        return read(path)

    def fails(path: Path, password: str | None = None) -> Outcome:
        if path == paths[4]:
            raise KeyError("H-017, whose name nobody may read")
        return real(path, password)

    monkeypatch.setattr(Path, "read_bytes", held)
    monkeypatch.setattr("pipeline.run.look", fails)
    result = run(command, *paths)
    assert result.exit_code == 2 and "H-017" not in result.output
    assert "absent.xlsx n'existe pas" in result.stderr
    assert "fait peur.xlsx : Défaut du programme (KeyError" in result.stderr
    assert "abîmé.xlsx n'est pas un classeur Excel lisible" in result.output
    assert (
        "tenu.xlsx ne peut pas être lu : il est ouvert ailleurs, ou protégé"
        in result.output
    )
    first, last = {
        "verifier": ("a.xlsx : 0 faute", "z.xlsx : 0 faute"),
        "avancement": ("= a.xlsx", "= z.xlsx"),
    }[command]
    assert first in result.stdout and last in result.stdout
    assert (
        result.stdout.count(
            {"verifier": "Copie où", "avancement": "Le rapport peut"}[command]
        )
        == 2
    )


Ended = tuple[int, str, str]


@pytest.fixture(scope="module")
def anyone() -> Iterator[Callable[..., Ended]]:
    """Commands by someone who is held to what files and folders allow, in a process
    that is no longer root's: how one ends, and what it says on both streams.
    """
    with ProcessPoolExecutor(1, get_context("fork"), as_anyone) as process:
        yield lambda folder, *words: process.submit(ended, folder, words).result()


def ended(folder: Path, words: tuple[object, ...]) -> Ended:
    os.chdir(folder)
    done = run(*words)
    return done.exit_code, done.stdout, done.stderr


@linux("a process that gives up the rights of root")
@pytest.mark.parametrize(
    "words", [["produire", "-o"], ["verifier", "-o"], ["avancement"], []], ids=str
)
@pytest.mark.parametrize("of_plan", slow_after(1, [False, True]), ids=["dics", "clss"])
def test_a_file_that_may_not_be_read_is_told_of_it_alone(
    words: list[str], of_plan: bool, tmp_path: Path, anyone: Callable[..., Ended]
) -> None:
    unread, sound = tmp_path / "secret.xlsx", tmp_path / "bon.xlsx"
    for path, plan in ((unread, not of_plan), (sound, of_plan)):
        path.write_bytes(plan_workbook() if plan else workbook())
    unread.chmod(0)
    given = [*words, *([tmp_path / "out"] if words[-1:] == ["-o"] else [])]
    told = "secret.xlsx ne peut pas être lu : il est ouvert ailleurs, ou protégé."
    for paths in ([unread, sound], [sound, unread], [tmp_path]):
        code, out, err = anyone(tmp_path, *given, *paths)
        said = out + err
        assert code == 1 and told in said, said
        assert re.search(
            {"verifier": r"bon.xlsx : 0 faute", "avancement": "peut être produit"}.get(
                "".join(words[:1]), r"bon\.xlsx +produit"
            ),
            said,
        )
    code, out, err = anyone(tmp_path, *given, unread)
    assert code == 1 and told in out + err and "lisible" not in err


@linux("a process that gives up the rights of root")
@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["expliquer", "SECRET", "2.7.1"], 1),
        (["controler", "SECRET.docx", EXAMPLE], 2),
        (["controler", EXAMPLE, "SECRET.docx"], 2),
        (["controler", "rapport.docx", "SECRET"], 1),
        (["modele", "verifier", "dics-2023", "--modele", "SECRET.docx"], 2),
    ],
    ids=str,
)
def test_what_reads_one_file_says_so_too(
    words: list[object], code: int, tmp_path: Path, anyone: Callable[..., Ended]
) -> None:
    for name in ("SECRET", "SECRET.docx"):
        (tmp_path / name).write_bytes(b"x")
        (tmp_path / name).chmod(0)
    given = (tmp_path / str(one) if "SECRET" in str(one) else one for one in words)
    end, _, err = anyone(tmp_path, *given)
    assert end == code and "ouvert ailleurs, ou protégé" in err
    assert "lisible" not in err


@linux("a process that gives up the rights of root")
@pytest.mark.parametrize("command", ["produire", "verifier", "avancement", None])
def test_a_folder_or_a_link_that_leads_nowhere_does_not_silence_the_others(
    command: str | None, tmp_path: Path, anyone: Callable[..., Ended]
) -> None:
    closed, given = tmp_path / "fermé", tmp_path / "classeurs"
    for folder in (closed, given):
        folder.mkdir()
        (folder / "registre.xlsx").write_bytes(workbook())
    (given / "tourne.xlsx").symlink_to("tourne.xlsx")
    (given / "lien.xlsx").symlink_to(closed / "registre.xlsx")
    closed.chmod(0)
    try:
        code, out, err = anyone(tmp_path, *filter(None, [command]), closed, given)
        alone, _, closed_alone = anyone(tmp_path, *filter(None, [command]), closed)
    finally:
        closed.chmod(0o700)
    said = out + err
    assert code == 2 and "Traceback" not in said
    assert "fermé est hors d'atteinte : ce dossier est protégé" in err
    assert "lien.xlsx est hors d'atteinte" in said
    assert "tourne.xlsx (lien rompu)" in said
    assert {
        "verifier": "registre.xlsx : 0 faute",
        "avancement": "peut être produit",
    }.get(command or "", "1 produit") in said
    assert alone == 2 and "hors d'atteinte" in closed_alone


@pytest.mark.parametrize("command", ["produire", "verifier", "avancement", None])
def test_a_file_that_is_not_there_is_told_and_the_others_are_treated(
    command: str | None, tmp_path: Path
) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook())
    into = ["-o", tmp_path / "out"] if command == "produire" else []
    result = run(
        *filter(None, [command]), *into, tmp_path / "absent.xlsx", tmp_path / "a.xlsx"
    )
    assert result.exit_code == 2 and "absent.xlsx n'existe pas" in result.output
    assert {"verifier": "a.xlsx : 0 faute", "avancement": "= a.xlsx"}.get(
        command or "", "1 produit"
    ) in result.stdout


@pytest.mark.parametrize("owner", ["~$registre.xlsx", ".~lock.registre.xlsx#"])
@pytest.mark.parametrize("sound", [True, False], ids=["sound", "faulty"])
def test_a_workbook_that_is_open_is_told_once_by_every_command(
    owner: str, sound: bool, tmp_path: Path
) -> None:
    path = tmp_path / "registre.xlsx"
    path.write_bytes(workbook() if sound else workbook(contact(5, mode="pigeon")))
    (tmp_path / "plan.xlsx").write_bytes(plan_workbook())
    (tmp_path / owner).write_bytes(b"")
    told = "registre.xlsx est ouvert dans Excel ou LibreOffice"
    for words in (
        *(
            ["avancement", path],
            ["avancement", tmp_path],
            ["verifier", "--sans-copie", path],
        ),
        *(
            ["expliquer", path, "2.7.1"],
            ["produire", path, ALONE, "-o", tmp_path / "out"],
        ),
        *(
            ["produire", tmp_path, ALONE, "-o", tmp_path / "out"],
            ["produire", path, "--brouillon", "-o", tmp_path],
        ),
    ):
        result = run(*words)
        assert (
            result.output.count(told) == 1 and f"effacez « {owner} »" in result.output
        ), words
        assert "plan.xlsx est ouvert" not in result.output


@pytest.mark.parametrize("others", [(), (OTHER,)], ids=["alone", "in a batch"])
def test_a_former_report_of_another_title_in_the_same_folder_is_named(
    tmp_path: Path, others: tuple[Path, ...]
) -> None:
    """A name put right: the folder stays, the report's name does not, and the wrong one
    could be sent.
    """
    right, wrong = communes(tmp_path, "Écluse", "Ecluse")
    out = tmp_path / "out"
    assert run("produire", wrong, "-o", out).exit_code == 0
    told = (
        "« Rapport d'activités 2023 - Ecluse.docx » vient d'une production précédente"
    )
    assert told in run("produire", right, *others, "-o", out).stderr
    assert "précédente" not in run("produire", right, *others, "-o", out).stderr
    assert len(list(out.glob("ecluse-2023/*.docx"))) == 2


def group_running(code: str) -> subprocess.Popen[bytes]:
    """Python with this code, begun as a group of processes of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


@posix("a signal to a group of processes")
@pytest.mark.parametrize("cores", [1, 2])
def test_ctrl_c_ends_after_the_workbooks_at_hand(tmp_path: Path, cores: int) -> None:
    code = f"""
import sys; from pathlib import Path
from pipeline.deliver.batch import Batch, Wish
from pipeline.cli.many import _table
from tests.deliver.test_batch import sleepy
batch = Batch([Path(f"{{n}}.xlsx") for n in range(100)], Wish(Path({str(tmp_path)!r})), sleepy)
batch.run({cores}); _table(batch)
"""
    running = group_running(code)
    waited(lambda: len(list(tmp_path.iterdir())) > 4)
    os.killpg(running.pid, signal.SIGINT)
    out, err = (stream.decode() for stream in running.communicate(timeout=20))
    begun = len(list(tmp_path.iterdir()))
    assert f"Interrompu : {begun} sur 100." in err and "Traceback" not in err
    assert f"{begun} classeurs : {begun} produits" in out and begun < 20


@posix("a signal to a group of processes")
@pytest.mark.parametrize("cores", [1, 2])
def test_a_second_ctrl_c_ends_at_once(tmp_path: Path, cores: int) -> None:
    code = f"""
from pathlib import Path
from pipeline.deliver.batch import Batch, Wish
from pipeline.cli.many import _table
from tests.deliver.test_batch import endless
batch = Batch([Path("a.xlsx"), Path("b.xlsx"), Path("c.xlsx")], Wish(Path({str(tmp_path)!r})), endless)
batch.run({cores}); _table(batch)
"""
    running = group_running(code)
    waited(lambda: len(list(tmp_path.iterdir())) == cores)
    os.killpg(running.pid, signal.SIGINT)
    time.sleep(0.5)
    assert running.poll() is None, "the first one lets those under way end"
    os.killpg(running.pid, signal.SIGINT)
    _, err = (stream.decode() for stream in running.communicate(timeout=20))
    assert "Interrompu : 0 sur 3." in err and "Traceback" not in err


@posix("a signal to a group of processes")
def test_workers_end_when_the_command_is_killed(tmp_path: Path) -> None:
    code = f"""
from pathlib import Path
from pipeline.deliver.batch import Batch, Wish
from tests.deliver.test_batch import sleepy
Batch([Path(f"{{n}}.xlsx") for n in range(100)], Wish(Path({str(tmp_path)!r})), sleepy).run(2)
"""
    running = subprocess.Popen(
        [sys.executable, "-c", code], cwd=ROOT, start_new_session=True
    )
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
@posix("the peak of memory of a process")
def test_memory_does_not_grow_with_the_number_of_workbooks(tmp_path: Path) -> None:
    """Ten times as many: the peak of no process is a tenth higher."""
    code = """
import resource, sys; from pathlib import Path
from pipeline.deliver.batch import Batch, Wish
source, into, count, cores = Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
batch = Batch([source] * count, Wish(into, alone=True)); batch.keep_apart = lambda: None
batch.run(cores)
assert all(told.end == "produit" and not told.files for told in batch.result_of.values())
print(max(resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)))
"""

    def peak(count: int, cores: int) -> int:
        return int(python(code, EXAMPLE, tmp_path, count, cores, check=True).stdout)

    for cores in (1, 2):
        assert peak(30, cores) < 1.1 * peak(3, cores)


@posix("links that anyone may make")
@pytest.mark.parametrize("command", ["verifier", "avancement"])
def test_a_link_to_itself_does_not_silence_the_others(
    command: str, tmp_path: Path
) -> None:
    (tmp_path / "boucle.xlsx").symlink_to("boucle.xlsx")
    (tmp_path / "z.xlsx").write_bytes(workbook())
    result = run(command, tmp_path / "boucle.xlsx", tmp_path / "z.xlsx")
    assert (
        result.exit_code == 2
        and "boucle.xlsx" in result.stderr
        and "z.xlsx" in result.stdout
    )
    assert run(command, tmp_path).exit_code == 0  # in a folder it is a broken link
