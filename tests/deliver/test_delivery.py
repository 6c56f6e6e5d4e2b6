"""Whole files or none: each call that fails, a run killed at any moment, two runs at
once, a file open elsewhere.
"""

from __future__ import annotations

import errno
import hashlib
import importlib.util
import json
import os
import random
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import pytest
from openpyxl import load_workbook

from pipeline.cli import COMMANDS, command
from pipeline.deliver import delivery as deliver
from pipeline.deliver.delivery import (
    LOCK,
    STAMP,
    DeliveryError,
    put_in_place,
    strangers,
)
from pipeline.deliver.outputs import file_name, folder_name
from pipeline.marked_copy.marking import annotate
from tests.cli.test_cli import EXAMPLE, REPORT, run
from tests.support.cases import beside, cases
from tests.support.clss_faults import plan_workbook
from tests.support.faults import at, contact, identification, workbook
from tests.support.paths import ROOT
from tests.support.systems import CANEVAS, linux, posix, python

FORKS = posix("children that go on from here")
MODES = posix("who may read a file, in bits")
LIMITS = posix("limits to what a process may write")

NAMES = ("liste.csv", "pièces.txt", "rapport.docx")
LAST = NAMES[-1]
CALLS = beside(__file__)["calls"]


def sealed(number: int) -> dict[str, bytes]:
    """A set of three files, each carrying the number of its run and its own checksum."""
    files = {}
    for name in NAMES:
        body = f"{number} {name} ".encode() + random.Random(
            f"{number}{name}"
        ).randbytes(20_000)
        files[name] = hashlib.sha256(body).digest() + body
    return files


def number_of(file: Path) -> int:
    """The run that a file is of; fails when the file is not whole."""
    data = file.read_bytes()
    assert hashlib.sha256(data[32:]).digest() == data[:32], f"{file} is not whole"
    number, name = data[32:].split(b" ", 2)[:2]
    assert name.decode() == file.name
    return int(number)


def content(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.iterdir()}


def outputs(folder: Path) -> dict[str, bytes]:
    """What a reader of the folder sees: no lock and no temporary file."""
    return {
        name: data
        for name, data in content(folder).items()
        if name != LOCK and not name.endswith(".tmp")
    }


class Faults:
    """The system, where the n-th call fails, and that one only; ``late``: once it has
    done its work.
    """

    def __init__(
        self,
        patch: pytest.MonkeyPatch,
        at: int = -1,
        error: BaseException | None = None,
        late: bool = False,
    ) -> None:
        self.calls: list[str] = []
        self.at, self.error, self.late = at, error, late
        for name in CALLS:
            patch.setattr(os, name, self.around(name, getattr(os, name)))
        patch.setattr(deliver, "_lock", self.around("lock", deliver._lock))
        patch.setattr(deliver, "open", self.around("open", open), raising=False)

    def around(self, name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def wrapped(*args: Any, **options: Any) -> Any:
            self.calls.append(name)
            if self.error is None or len(self.calls) - 1 != self.at:
                return call(*args, **options)
            if name == "write" and not self.late:
                call(
                    args[0], args[1][: len(args[1]) // 2]
                )  # half of it reaches the disk
            elif name == "close" or self.late:
                call(*args, **options)
            raise self.error

        return wrapped


def calls_of_a_delivery(
    patch: pytest.MonkeyPatch, folder: Path, before: dict[str, bytes]
) -> list[str]:
    restore(folder, before)
    with patch.context() as inner:
        faults = Faults(inner)
        deliver_run(folder, 2)
    return faults.calls


def deliver_run(folder: Path, number: int) -> None:
    """The set of a run, put into the folder."""
    deliver.deliver(folder, sealed(number), LAST)


def restore(folder: Path, before: dict[str, bytes]) -> None:
    folder.mkdir(exist_ok=True)
    for file in folder.iterdir():
        file.unlink()
    for name, data in before.items():
        (folder / name).write_bytes(data)


@pytest.fixture
def former(tmp_path: Path) -> dict[str, bytes]:
    """The folder after run 1."""
    deliver_run(tmp_path / "former", 1)
    return content(tmp_path / "former")


@pytest.fixture
def following(tmp_path: Path) -> dict[str, bytes]:
    """The folder after run 2."""
    deliver_run(tmp_path / "following", 2)
    return content(tmp_path / "following")


# ── what a delivery is
# ──────────────────────────────────────────────────────────────────────────────────────────────


def test_a_delivery_is_its_files_and_the_stamp(tmp_path: Path) -> None:
    folder = tmp_path / "commune d'été" / "2023"
    for number in (1, 2):
        deliver_run(folder, number)
        assert set(content(folder)) == {*NAMES, STAMP}
        assert {name: (folder / name).read_bytes() for name in NAMES} == sealed(number)
    stamp = json.loads((folder / STAMP).read_bytes())
    assert stamp["fichiers"] == {
        name: hashlib.sha256(data).hexdigest() for name, data in sealed(2).items()
    }
    assert set(stamp) == {"note", "fichiers"}


def test_the_report_comes_last_after_all_is_written_and_synced(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: dict[str, bytes]
) -> None:
    order: list[str] = []
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        order.append(target.name)
        real(source, target)

    monkeypatch.setattr(os, "replace", replace)
    files = sealed(2)
    deliver.deliver(
        tmp_path / "new", {name: files[name] for name in reversed(NAMES)}, LAST
    )
    assert order == ["pièces.txt", "liste.csv", STAMP, LAST]
    monkeypatch.undo()
    calls = calls_of_a_delivery(monkeypatch, tmp_path / "former", former)
    steps = [call for call in calls if call in ("write", "fsync", "replace")]
    written = ["write", "fsync"] * 8  # four new files, four copies of the former ones
    assert steps == [
        *written,
        *["replace"] * 3,
        "fsync",
        "replace",
        "fsync",
    ]  # the names: before and after the last


@MODES
def test_a_private_file_stays_private(tmp_path: Path) -> None:
    target = tmp_path / "rapport.docx"
    target.write_bytes(b"former")
    target.chmod(0o600)
    put_in_place(target, b"new")
    assert target.read_bytes() == b"new"
    assert target.stat().st_mode & 0o777 == 0o600


def test_a_single_file_has_no_stamp(tmp_path: Path) -> None:
    put_in_place(tmp_path / "below" / "classeur.xlsx", b"content")
    assert content(tmp_path / "below") == {"classeur.xlsx": b"content"}
    assert strangers(tmp_path / "below") == ()


def test_an_empty_file_is_a_file(tmp_path: Path) -> None:
    put_in_place(tmp_path / "empty", b"")
    assert content(tmp_path) == {"empty": b""}


# ── each call that fails
# ────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EACCES, errno.EIO, errno.ENOENT])
@pytest.mark.parametrize(
    "filled", [True, False], ids=["over a former run", "in an empty folder"]
)
def test_each_call_failing_once_leaves_the_former_outputs(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    former: dict[str, bytes],
    following: dict[str, bytes],
    filled: bool,
    code: int,
) -> None:
    folder, before = tmp_path / "out", former if filled else {}
    calls = calls_of_a_delivery(monkeypatch, folder, before)
    assert {*CALLS, "lock"} - {"fstat"} <= {*calls}
    refused = 0
    for number, call in enumerate(calls):
        restore(folder, before)
        with monkeypatch.context() as patch:
            Faults(patch, number, OSError(code, os.strerror(code)))
            try:
                deliver_run(folder, 2)
                expected = following
            except DeliveryError:
                expected = before
                refused += 1
        assert outputs(folder) == expected, f"call {number}, {call}"
        left = set(content(folder)) - set(expected) - {LOCK}
        assert not left or call in ("unlink", "listdir"), (
            f"call {number}, {call}: {left}"
        )
        deliver_run(folder, 2)
        assert content(folder) == following, f"after call {number}, {call}"
    assert refused > len(calls) / 2


@pytest.mark.parametrize("late", [False, True], ids=["before it", "after it"])
def test_an_interruption_at_each_call_leaves_one_run_or_the_other(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    former: dict[str, bytes],
    following: dict[str, bytes],
    late: bool,
) -> None:
    folder = tmp_path / "out"
    for number, call in enumerate(calls_of_a_delivery(monkeypatch, folder, former)):
        restore(folder, former)
        with monkeypatch.context() as patch, suppress(KeyboardInterrupt):
            Faults(patch, number, KeyboardInterrupt(), late)
            deliver_run(folder, 2)
        assert outputs(folder) in (former, following), f"call {number}, {call}"
        deliver_run(folder, 2)
        assert content(folder) == following, f"after call {number}, {call}"


def test_a_disk_that_stays_full_leaves_the_former_outputs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: dict[str, bytes]
) -> None:
    real = os.write
    for room in range(
        0, 160_000, 7_000
    ):  # the new files and the copies need more than that
        restore(tmp_path / "out", former)
        left = [room]

        def write(handle: int, data: memoryview, left: list[int] = left) -> int:
            if not left[0]:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            written = real(handle, data[: left[0]])
            left[0] -= written
            return written

        with monkeypatch.context() as patch:
            patch.setattr(os, "write", write)
            if room < 120_000:
                with pytest.raises(DeliveryError, match="le disque est plein"):
                    deliver_run(tmp_path / "out", 2)
                assert content(tmp_path / "out") == former
            else:
                deliver_run(tmp_path / "out", 2)


@LIMITS
def test_a_limit_of_the_system_itself(tmp_path: Path, former: dict[str, bytes]) -> None:
    """No imitation: the kernel refuses to let a file of this child grow."""
    import resource

    code = """
from pathlib import Path; from pipeline.deliver import delivery; from sys import argv
files = {'liste.csv': b'x', 'rapport.docx': b'y' * 50_000}
delivery.deliver(Path(argv[1]), files, 'rapport.docx')
"""
    limits = (resource.RLIMIT_FSIZE, (30_000, 30_000))
    done = python(
        code, tmp_path / "former", preexec_fn=lambda: resource.setrlimit(*limits)
    )
    assert "DeliveryError: Impossible d'écrire dans" in done.stderr
    assert content(tmp_path / "former") == former


def test_when_even_the_way_back_fails_the_files_are_whole_and_the_strangers_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: dict[str, bytes]
) -> None:
    folder = tmp_path / "out"
    real = os.replace
    for allowed in range(4):
        restore(folder, former)
        count = iter(range(100))

        def replace(
            source: str, target: str, count: Any = count, allowed: int = allowed
        ) -> None:
            if next(count) >= allowed:
                raise OSError(errno.EROFS, os.strerror(errno.EROFS))
            real(source, target)

        with (
            monkeypatch.context() as patch,
            pytest.raises(DeliveryError, match="lecture seule"),
        ):
            patch.setattr(os, "replace", replace)
            deliver_run(folder, 2)
        numbers = {name: number_of(folder / name) for name in NAMES}
        assert sorted(content(folder)) == sorted(former)
        assert bool(strangers(folder)) == (len(set(numbers.values())) > 1), numbers


# ── a run that is killed
# ────────────────────────────────────────────────────────────────────────────────────────────


@FORKS
@pytest.mark.slow
def test_killed_at_any_moment_every_file_is_whole(tmp_path: Path) -> None:
    """200 kills of a child that does nothing but deliver."""
    chance = random.Random(2023)
    sets = [sealed(number) for number in range(1, 9)]
    deliver.deliver(tmp_path, sets[0], LAST)
    amid = 0
    for _ in range(200):
        child = os.fork()
        if child == 0:
            try:
                while True:
                    for files in chance.sample(sets, len(sets)):
                        deliver.deliver(tmp_path, files, LAST)
            finally:
                os._exit(1)
        time.sleep(chance.uniform(0.001, 0.04))
        os.kill(child, 9)
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -9
        numbers = {number_of(tmp_path / name) for name in NAMES}
        amid += bool(set(content(tmp_path)) - {*NAMES, STAMP, LOCK})
        assert len(numbers) == 1 or strangers(tmp_path), numbers
    assert amid >= 20, "the kills must fall within deliveries to prove anything"
    deliver.deliver(tmp_path, sets[1], LAST)
    assert set(content(tmp_path)) == {*NAMES, STAMP}
    assert {number_of(tmp_path / name) for name in NAMES} == {2}
    assert strangers(tmp_path) == ()


def test_what_a_killed_run_left_is_removed(tmp_path: Path) -> None:
    (tmp_path / ".canevas-0123.tmp").write_bytes(b"half")
    (tmp_path / LOCK).write_bytes(b"")
    (tmp_path / "notes.tmp").write_bytes(b"not ours")
    deliver_run(tmp_path, 1)
    assert set(content(tmp_path)) == {*NAMES, STAMP, "notes.tmp"}


# ── two runs at once
# ────────────────────────────────────────────────────────────────────────────────────────────────

HOLD = """
import sys
from pathlib import Path
from pipeline.deliver import delivery as deliver
with deliver._locked(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_run_is_refused_and_a_killed_one_blocks_nobody(
    tmp_path: Path, former: dict[str, bytes]
) -> None:
    folder = tmp_path / "former"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as first:
        assert first.stdout and first.stdout.readline().strip() == b"held"
        (folder / ".canevas-first.tmp").write_bytes(b"of the first run")
        with pytest.raises(DeliveryError, match="Une autre production est en cours"):
            deliver_run(folder, 2)
        with pytest.raises(DeliveryError, match="Une autre production est en cours"):
            put_in_place(folder / "classeur.xlsx", b"")
        assert (folder / ".canevas-first.tmp").exists(), (
            "the temporaries of a run under way are not ours to remove"
        )
        assert outputs(folder) == former
        first.kill()
    deliver_run(folder, 2)
    assert set(content(folder)) == {*NAMES, STAMP}


def test_two_runs_in_two_folders_do_not_meet(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with deliver._locked(tmp_path / "a"):
        deliver_run(tmp_path / "b", 1)


@FORKS
def test_runs_that_follow_each_other_closely_never_share_the_lock(
    tmp_path: Path,
) -> None:
    """A lock file is removed while it is held; whoever opened it before must not take
    it for the lock.
    """
    children = []
    deliver_run(tmp_path, 1)
    for number in range(1, 5):
        child = os.fork()
        if child == 0:
            code, end = 1, time.monotonic() + 1.5
            try:
                while time.monotonic() < end:
                    with suppress(DeliveryError):
                        deliver_run(tmp_path, number)
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [
        os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children
    ] == [0] * 4
    assert set(content(tmp_path)) == {*NAMES, STAMP}
    assert len({number_of(tmp_path / name) for name in NAMES}) == 1
    assert strangers(tmp_path) == ()


class Msvcrt(ModuleType):
    """What the lock asks of Windows, by the system's own locks: a byte of a file is one
    handle's alone.
    """

    LK_UNLCK, LK_NBLCK = 0, 2

    def locking(self, handle: int, mode: int, count: int) -> None:
        import fcntl  # not on every system

        asked = {
            self.LK_UNLCK: fcntl.LOCK_UN,
            self.LK_NBLCK: fcntl.LOCK_EX | fcntl.LOCK_NB,
        }
        assert count == 1 and os.lseek(handle, 0, os.SEEK_CUR) == 0
        try:
            fcntl.flock(handle, asked[mode])
        except BlockingIOError:
            raise PermissionError(errno.EACCES, "Permission denied") from None


def unlink_on_windows(path: Path) -> None:
    """An open file is not removed there."""
    found = os.stat(path)
    for handle in range(3, 256):
        with suppress(OSError):
            there = os.fstat(handle)
            if os.path.samestat(found, there):
                break
    else:
        os.remove(path)
        return
    raise PermissionError(errno.EACCES, "held", path)


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The module as Windows loads it."""
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setitem(sys.modules, "msvcrt", Msvcrt("msvcrt"))
    spec = importlib.util.spec_from_file_location(
        "delivery_on_windows", deliver.__file__
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(os, "unlink", unlink_on_windows)
    return module


@FORKS
def test_the_lock_of_windows(windows: Any, tmp_path: Path) -> None:
    (tmp_path / LOCK).write_bytes(b"")  # of a killed run: it blocks nobody
    with windows._locked(tmp_path):
        with pytest.raises(
            windows.DeliveryError, match="Une autre production est en cours"
        ):
            windows.deliver(tmp_path, sealed(1), LAST)
        assert set(content(tmp_path)) == {LOCK}, (
            "the lock of the first run is not the second one's to remove"
        )
    assert not (tmp_path / LOCK).exists()
    windows.deliver(tmp_path, sealed(2), LAST)
    assert set(content(tmp_path)) == {*NAMES, STAMP}
    assert {number_of(tmp_path / name) for name in NAMES} == {2}
    with windows._locked(tmp_path), windows._locked(tmp_path.parent):
        assert (tmp_path / LOCK).exists() and (tmp_path.parent / LOCK).exists()


# ── strangers
# ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_files_of_another_run_edited_or_missing_are_strangers(
    tmp_path: Path, former: dict[str, bytes]
) -> None:
    deliver_run(tmp_path / "new", 2)
    assert strangers(tmp_path / "new") == ()
    (tmp_path / "new" / "liste.csv").write_bytes(former["liste.csv"])
    assert strangers(tmp_path / "new") == ("liste.csv",)
    (tmp_path / "new" / LAST).write_bytes(sealed(2)[LAST] + b" edited")
    (tmp_path / "new" / "pièces.txt").unlink()
    (tmp_path / "new" / "notes.txt").write_bytes(b"of the user, none of our business")
    assert strangers(tmp_path / "new") == NAMES
    deliver_run(tmp_path / "new", 3)
    assert strangers(tmp_path / "new") == ()


def test_no_stamp_no_strangers(tmp_path: Path) -> None:
    assert strangers(tmp_path / "absent") == ()
    (tmp_path / "rapport.docx").write_bytes(b"of an earlier version")
    assert strangers(tmp_path) == ()
    assert strangers(tmp_path / "rapport.docx" / "below") == ()


SPOILT = [
    "",
    "{",
    "[]",
    "{}",
    "null",
    '{"fichiers": 3}',
    '{"fichiers": {"a\\u0000b": ""}}',
]
BEYOND = [
    json.dumps({"fichiers": dict.fromkeys("abcdefghijk", "")}),
    '{"fichiers": {}}'.ljust(70_000),
]


@pytest.mark.parametrize("text", [*SPOILT, *BEYOND])
def test_a_stamp_that_cannot_be_read_is_a_stranger(tmp_path: Path, text: str) -> None:
    (tmp_path / STAMP).write_text(text)
    assert strangers(tmp_path) == (STAMP,)
    deliver_run(tmp_path, 1)
    assert strangers(tmp_path) == ()


def test_a_stamp_looks_at_its_own_folder_only(tmp_path: Path) -> None:
    (tmp_path / "secret").write_bytes(b"")
    (tmp_path / "out").mkdir()
    digest = hashlib.sha256(b"").hexdigest()
    (tmp_path / "out" / STAMP).write_text(
        json.dumps({"fichiers": {"../secret": digest, "..": digest}})
    )
    assert strangers(tmp_path / "out") == ("../secret", "..")


# ── what people are told
# ────────────────────────────────────────────────────────────────────────────────────────────


@cases(__file__, "why")
def test_why_nothing_could_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, code: str, told: str
) -> None:
    with monkeypatch.context() as patch:
        number = getattr(errno, code)

        def fails(*_: object) -> None:
            raise OSError(number, os.strerror(number))

        patch.setattr(os, call, fails)
        with pytest.raises(
            DeliveryError, match=f"^Impossible d'écrire dans « .*out » : .*{told}"
        ):
            deliver_run(tmp_path / "out", 1)
    assert not (tmp_path / "out").exists() or content(tmp_path / "out").keys() <= {LOCK}


@pytest.mark.parametrize(
    "owner", ["~$pport.docx", "~$apport.docx", "~$rapport.docx", ".~lock.rapport.docx#"]
)
def test_a_file_open_in_word_is_told_by_its_owner_file(
    tmp_path: Path, former: dict[str, bytes], owner: str
) -> None:
    folder = tmp_path / "former"
    (folder / owner).write_bytes(b"")
    with pytest.raises(
        DeliveryError, match=r"ouvert dans Word, Excel ou LibreOffice\. Fermez-le"
    ) as refused:
        deliver_run(folder, 2)
    assert f"effacez « {owner} »" in str(refused.value)
    assert content(folder) == {**former, owner: b""}


def test_a_file_that_may_not_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: dict[str, bytes]
) -> None:
    """As Windows answers while Word holds the file; nothing is written before every
    target has been asked.
    """

    def held(path: Path, mode: str) -> Any:
        if path.name == LAST:
            raise PermissionError(errno.EACCES, "held")
        return path.open(mode)

    monkeypatch.setattr(deliver, "open", held, raising=False)
    monkeypatch.setattr(deliver, "_write", lambda *_: pytest.fail("written too early"))
    with pytest.raises(
        DeliveryError,
        match=r"rapport.docx » : le fichier est ouvert ailleurs, ou protégé. Fermez-le",
    ):
        deliver_run(tmp_path / "former", 2)
    assert content(tmp_path / "former") == former


@pytest.mark.parametrize(
    "code", [errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY, errno.EIO]
)
def test_a_file_opened_while_others_are_put_in_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, former: dict[str, bytes], code: int
) -> None:
    """Its own name is told, and the files that were already replaced are back."""
    real = os.replace

    def replace(source: Path, target: Path) -> None:
        if target.name == LAST:
            raise OSError(code, os.strerror(code))
        real(source, target)

    with monkeypatch.context() as patch, pytest.raises(DeliveryError) as refused:
        patch.setattr(os, "replace", replace)
        deliver_run(tmp_path / "former", 2)
    assert (
        "rapport.docx » : le fichier est ouvert ailleurs, ou protégé. Fermez-le"
        in str(refused.value)
    )
    assert outputs(tmp_path / "former") == former


@pytest.mark.parametrize("code", [errno.EACCES, errno.EBUSY, errno.EIO])
@pytest.mark.parametrize("name", [LAST, STAMP])
def test_a_file_that_is_held_is_no_stranger(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    former: dict[str, bytes],
    name: str,
    code: int,
) -> None:
    """It is neither missing nor changed, as far as anyone knows: that it is open is
    told when it is to be replaced.
    """
    real = Path.read_bytes

    def held(path: Path) -> bytes:
        if path.name == name:
            raise OSError(code, os.strerror(code))
        return real(path)

    monkeypatch.setattr(Path, "read_bytes", held)
    assert strangers(tmp_path / "former") == ()


@pytest.mark.parametrize("below", ["out", "out/2023/estinnes"])
def test_a_first_run_that_fails_leaves_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, below: str
) -> None:
    def fails(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patch:
        patch.setattr(os, "write", fails)
        attempts: tuple[Callable[[], object], ...] = (
            lambda: deliver_run(tmp_path / below, 1),
            lambda: put_in_place(tmp_path / below / "classeur.xlsx", b"x"),
        )
        for attempt in attempts:
            with pytest.raises(DeliveryError, match="le disque est plein"):
                attempt()
            assert content(tmp_path) == {}
        (tmp_path / "out").mkdir()  # what was there before stays, empty as it was
        with pytest.raises(DeliveryError):
            deliver_run(tmp_path / below, 1)
    assert [path.name for path in tmp_path.rglob("*")] == ["out"]


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    (tmp_path / LAST).mkdir()
    with pytest.raises(DeliveryError, match="un dossier porte ce nom"):
        deliver_run(tmp_path, 1)
    assert [file.name for file in tmp_path.iterdir()] == [LAST]


@pytest.mark.parametrize("below", [".", "below", "below/that"])
def test_a_file_where_the_folder_should_be(tmp_path: Path, below: str) -> None:
    (tmp_path / "taken").write_bytes(b"a file")
    with pytest.raises(DeliveryError, match="un fichier porte le nom du dossier"):
        deliver_run(tmp_path / "taken" / below, 1)
    assert (tmp_path / "taken").read_bytes() == b"a file"


def test_a_name_too_long(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match="un nom est trop long"):
        put_in_place(tmp_path / f"{'é' * 200}.xlsx", b"")
    with pytest.raises(DeliveryError, match="un nom est trop long"):
        put_in_place(tmp_path / ("x" * 300) / "classeur.xlsx", b"")
    assert not content(tmp_path)


# ── the command
# ─────────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_command_tells_what_it_replaces_and_what_stops_it(tmp_path: Path) -> None:
    first = run("produire", EXAMPLE, "-o", tmp_path)
    assert first.exit_code == 0 and "même production" not in first.stderr
    report = (tmp_path / REPORT).read_bytes()
    (tmp_path / REPORT).write_bytes(b"edited by hand")
    with deliver._locked((tmp_path / REPORT).parent):
        stopped = run("produire", EXAMPLE, "-o", tmp_path)
    assert stopped.exit_code == 2
    assert (
        "Une autre production est en cours" in stopped.stderr
        and "Rapport :" not in stopped.stdout
    )
    assert (tmp_path / REPORT).read_bytes() == b"edited by hand"
    again = run("produire", EXAMPLE, "-o", tmp_path)
    assert again.exit_code == 0
    told = (
        "ne vient pas de la même production que les autres fichiers du dossier, ou a été"
        " modifié depuis."
    )
    assert f"« {REPORT.name} » manque, {told}" in again.stderr
    assert (tmp_path / REPORT).read_bytes() == report


def test_the_stamp_names_nobody(tmp_path: Path) -> None:
    assert run("produire", EXAMPLE, "-o", tmp_path).exit_code == 0
    stamp = json.loads((tmp_path / REPORT).with_name(STAMP).read_bytes())
    assert list(stamp["fichiers"]) == [
        "justificatif.xlsx",
        "chiffres-en-images.html",
        REPORT.name,
    ]


# ── names
# ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@cases(__file__, "folders")
def test_folder_names(commune: str, folder: str) -> None:
    assert folder_name(f"{commune} 2023") == folder


@cases(__file__, "files")
def test_file_names(title: str, name: str) -> None:
    assert file_name(title) == name


def test_half_a_character_is_in_no_file_name() -> None:
    assert file_name("\ud800x") == "x"


@pytest.mark.parametrize("letter", ["a", "é", "語", "😀", "a ", "."])
def test_no_file_name_is_too_long(letter: str, tmp_path: Path) -> None:
    for length in (1, 66, 67, 119, 120, 121, 500):
        name = file_name("x" + letter * length)
        assert len(name.encode()) <= 200 and len(name) <= 121
        assert not name.endswith((" ", "."))
    put_in_place(tmp_path / f"{name}.docx", b"")


@cases(__file__, "encodings")
def test_a_name_is_one_that_the_system_can_write(
    encoding: str, title: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        os, "fsencode", lambda text: text.encode(encoding, "surrogateescape")
    )
    assert file_name(title) == name


OLD = {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}


@pytest.mark.slow
@linux("names of files in the encoding of the language")
def test_a_commune_whose_name_the_system_cannot_write(tmp_path: Path) -> None:
    """No imitation: a system in plain C, where names of files are in ASCII."""

    def canevas(*words: object) -> str:
        done = python(CANEVAS, *words, env={**os.environ, **OLD})
        assert done.returncode == 0, done.stderr
        return done.stdout

    source = tmp_path / "registre d’été.xlsx"
    source.write_bytes(
        workbook(
            identification(5, commune="L’Écluse"),
            contact(9, date="2024-01-05", mode="site"),
        )
    )
    plan = tmp_path / "plan.xlsx"
    plan.write_bytes(plan_workbook(at("plan", 5, organisme="CPAS de L’Écluse")))
    for words in (
        [source],
        [plan],
        [source, "--brouillon"],
        [source, plan, "--coeurs", 1],
    ):
        canevas("produire", *words, "-o", tmp_path / "là")
    canevas("verifier", source)
    canevas("verifier", source)
    [told] = json.loads(canevas("verifier", "--json", source))
    assert told["classeur"] == "registre d’été.xlsx"
    made = {
        str(file.relative_to(tmp_path))
        for file in tmp_path.rglob("*.*")
        if not file.name.startswith(".")
    }
    folders = ("là/l-ecluse-2023", "là/cpas-de-l-ecluse-clss-2022-2024")
    assert made == {
        "plan.xlsx",
        "registre d’été.xlsx",
        "registre d’été - a corriger.xlsx",
        *(
            f"{folder}/{name}"
            for folder in folders
            for name in ("justificatif.xlsx", "chiffres-en-images.html")
        ),
        "là/l-ecluse-2023/Rapport d'activites 2023 - L'Ecluse.docx",
        "là/l-ecluse-2023/BROUILLON - Rapport d'activites 2023 - L'Ecluse.docx",
        "là/cpas-de-l-ecluse-clss-2022-2024/Plan d'action CLSS 2022-2024 - CPAS de L'Ecluse.docx",
    }


def in_plain_c(folder: Path, *words: object) -> subprocess.CompletedProcess[str]:
    """A command as a system in plain C runs it, before a terminal of today."""
    terminal = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return python(CANEVAS, *words, cwd=folder, env={**os.environ, **OLD, **terminal})


@pytest.mark.slow
@linux("words of a command in the encoding of the language")
def test_words_with_accents_where_the_language_is_plain_c(tmp_path: Path) -> None:
    for words, name, told in beside(__file__)["words with accents"]:
        done = in_plain_c(tmp_path, "classeur", *words, "-o", name)
        shown = f'"{name}"' if " " in name else name
        assert (done.returncode, done.stdout) == (0, f"Classeur créé : {shown}\n"), (
            done.stderr
        )
        book = load_workbook(tmp_path / name)
        for sheet, text in told.items():
            assert text in {cell.value for cell in book[sheet][5]}
    figure = in_plain_c(tmp_path, "expliquer", EXAMPLE, "2.7.1", "Chômage")
    assert figure.returncode == 0 and "Chômage" in figure.stdout
    wrong = in_plain_c(tmp_path, "expliquer", EXAMPLE, "2.7.1", "Chômâge")
    assert (
        wrong.returncode == 2
        and "« Chômâge »" in wrong.stderr
        and "« Chômage »" in wrong.stderr
    )
    household = in_plain_c(tmp_path, "expliquer", EXAMPLE, "--menage", "É-999")
    assert household.returncode == 2 and "É-999" in household.stderr
    assert "'modèle'" in in_plain_c(tmp_path, "modèle").stderr


def test_bytes_that_are_no_utf_8_stay_what_they_are(tmp_path: Path) -> None:
    words = (
        "classeur",
        "dics-2023",
        "--annee",
        2023,
        "-o",
        tmp_path / "x.xlsx",
        "--commune",
    )
    assert (
        "caractère invisible" in run(*words, "\udcc9cluse").stderr
    )  # as a terminal in Latin-1 types it
    assert run(*words, "\udcc3\udc89cluse").exit_code == 0


def test_every_word_that_a_command_takes_is_read_so() -> None:
    from click import STRING, Group

    for name in COMMANDS:
        found = command(name)
        for one in found.commands.values() if isinstance(found, Group) else (found,):
            assert [param.name for param in one.params if param.type is STRING] == [], (
                name
            )


@linux("names of files in the encoding of the language")
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_marked_copy_is_known_where_the_language_is_plain_c(
    form: Literal["NFC", "NFD"], tmp_path: Path
) -> None:
    """It was made where names are in UTF-8: neither it nor its workbook stops the
    other.
    """
    (tmp_path / "été.xlsx").write_bytes(workbook())
    marks = [
        unicodedata.normalize(form, f"été - à corriger{turn}.xlsx")
        for turn in ("", " 2")
    ]
    for mark in (*marks, "Copie de Été.xlsx"):
        (tmp_path / mark).write_bytes(annotate(workbook(), (), origin="x"))
    done = in_plain_c(tmp_path, "produire", ".", "--rapport-seul", "--coeurs", 1)
    assert done.returncode == 0, done.stdout
    assert "1 produit" in done.stdout and "copie de été.xlsx" in done.stdout
    assert "à corriger" in unicodedata.normalize(
        "NFC", done.stdout.partition("Laissé de côté :")[2]
    )
    again = in_plain_c(tmp_path, "verifier", marks[1])
    assert again.returncode == 0 and len(list(tmp_path.iterdir())) == 5
    assert "Pour en faire votre classeur" in again.stdout


@pytest.mark.parametrize("console", ["ascii", "cp850", "cp1252", "utf-16"])
def test_the_list_for_programs_is_utf_8_whatever_the_console(
    console: str, tmp_path: Path
) -> None:
    source = tmp_path / "été.xlsx"
    source.write_bytes(workbook(contact(5, mode="télé☎phone")))
    surroundings = {**os.environ, "PYTHONIOENCODING": console}
    done = python(CANEVAS, "verifier", "--json", source, env=surroundings)
    [told] = json.loads(done.stdout)
    assert done.returncode == 1 and told["classeur"] == "été.xlsx"
    assert "« télé☎phone »" in told["constats"][0]["message"]
