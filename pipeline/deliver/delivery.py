"""Whole files or none, and a whole set or the former one.

The files of a run are written and synced beside their targets, then put in place one by
one, the report last. What fails is undone from synced copies of the former files. Only
a run killed between two replacements leaves files of two runs, each of them whole; the
stamp ``.canevas.json``, part of the set, tells them apart at the next run.
"""

from __future__ import annotations

import errno
import fnmatch
import hashlib
import json
import os
import secrets
import stat
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from pipeline.findings.sentences import delivery as say
from pipeline.office.held import is_held, owner_file

STAMP = ".canevas.json"
LOCK = ".canevas.lock"
# Bytes of a stamp, and files that it names; a run puts few.
_MOST_STAMP, _MOST_STAMPED = 64 << 10, 10
_BINARY = getattr(os, "O_BINARY", 0)  # Windows would translate line ends


class DeliveryError(Exception):
    """Nothing could be put in place; the message, in French, says why and what to do."""


def not_written(target: Path, why: str) -> DeliveryError:
    """That a file cannot be written."""
    return DeliveryError(say.NOT_WRITTEN.format(target, why))


def deliver(folder: Path, files: Mapping[str, bytes], last: str) -> None:
    """Put the files of one run (name -> content) and their stamp into ``folder``: all
    of them, or none. ``last`` names the file of the set that is put in place after all
    others: the report. Raises DeliveryError.
    """
    # Names and digests only, so that the stamp tells nothing about a household and
    # repeats with the same input.
    digests = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    said = {"note": say.STAMP, "fichiers": digests}
    stamp = (json.dumps(said, ensure_ascii=False, indent=1) + "\n").encode()
    others = {name: data for name, data in files.items() if name != last}
    _place(folder, {**others, STAMP: stamp, last: files[last]})


def put_in_place(target: Path, data: bytes) -> None:
    """Write ``data`` to ``target``, whole or not at all, without a stamp. Raises
    DeliveryError.
    """
    _place(target.parent, {target.name: data})


def replace_known(
    target: Path, data: bytes, known: bytes | None, mode: int = 0o666
) -> bool:
    """The same only where ``target`` still holds what is ``known`` of it, or is absent
    where that is None. ``mode``: the most that anyone may do with a new file. Gives
    whether it was written. Raises DeliveryError.
    """

    def is_known() -> bool:
        former = _former(target)
        if known is None:
            return not os.path.lexists(target)
        return former is not None and former[0] == known

    return _place(target.parent, {target.name: data}, mode, is_known)


def adopt(copy: Path, known: bytes, data: bytes, workbook: Path, kept: Path) -> bool:
    """Put ``data`` in place as ``workbook``, which is kept as ``kept`` if there is one,
    and remove ``copy``, which must still hold what is ``known`` of it: all of that, or
    nothing. Gives whether it was done. Raises DeliveryError.
    """
    folder = workbook.parent
    with _alone_in(folder):
        former, held = _former(workbook), _former(copy)
        if held is None or held[0] != known:
            return False
        if former and os.path.lexists(kept):
            raise not_written(kept, say.KEPT)
        fresh = _write(folder, data, held[1])
        if former:
            _replace(workbook, kept, open_one=workbook)
        try:
            _replace(fresh, workbook)
        except BaseException:
            if former:
                os.rename(kept, workbook)
            raise
        with suppress(OSError):  # opened since: it is told as a copy at the next run
            os.unlink(copy)
        _sync(folder)
        return True


def stamped(folder: Path) -> dict[str, bool]:
    """The files that the last run has put into ``folder``, and whether each stands
    there as it was left. Empty where no run has left its stamp. A spoilt stamp names
    itself: nothing can be said of the others.
    """
    try:
        stamp = _content(folder / STAMP, _MOST_STAMP)
        digests = {} if stamp is None else json.loads(stamp)["fichiers"]
        if len(digests) > _MOST_STAMPED:
            return {STAMP: False}
        return {
            name: _is_as_left(folder / Path(name).name, digest)
            for name, digest in digests.items()
        }
    except OSError:  # the stamp is held: that is told when it is to be replaced
        return {}
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return {STAMP: False}


def strangers(folder: Path) -> tuple[str, ...]:
    """Those of them that are missing, edited since, or of another run than the stamp."""
    return tuple(name for name, as_left in stamped(folder).items() if not as_left)


def _is_as_left(file: Path, digest: str) -> bool:
    """Whether a file has this digest. One that is held counts as such, since it is told
    when it is to be replaced.
    """
    try:
        content = _content(file)
    except OSError:
        return True
    return content is not None and hashlib.sha256(content).hexdigest() == digest


def _content(file: Path, most: int = sys.maxsize) -> bytes | None:
    """What a file holds, or nothing of one too long; None where there is none, or none
    that ends: a pipe, a device. Raises OSError where it is held.
    """
    try:
        found = os.stat(file)
        if stat.S_ISREG(found.st_mode):
            return file.read_bytes() if found.st_size <= most else b""
    except OSError as error:
        if is_held(error):
            raise
    return None


def _place(
    folder: Path,
    files: Mapping[str, bytes],
    most: int = 0o666,
    may: Callable[[], bool] = lambda: True,
) -> bool:
    """Put files in place in their order where they ``may`` be, or leave the folder as
    it was: absent, if it was so.
    """
    with _alone_in(folder):
        if not may():
            return False
        former = {name: _former(folder / name) for name in files}
        fresh, kept = {}, {}
        for name, data in files.items():
            before, mode = former[name] or (None, most)
            fresh[name] = _write(folder, data, mode)
            kept[name] = None if before is None else _write(folder, before, mode)
        _swap(folder, fresh, kept)
        return True


@contextmanager
def _alone_in(folder: Path) -> Iterator[None]:
    """No other run writes into the folder, which is made where it is absent, and no
    temporary stays in it.
    """
    try:
        with _made(folder), _locked(folder):
            _sweep(folder)
            try:
                yield
            finally:
                _sweep(folder)
    except OSError as error:
        other = say.OTHERWISE.format(error.strerror or error)
        why = say.WHY.get(error.errno or 0, other)
        raise DeliveryError(say.NOT_INTO.format(folder, why)) from error


@contextmanager
def _made(folder: Path) -> Iterator[None]:
    """The folder, with those above it. Where nothing can be put into it, those that
    were not there before go again.
    """
    absent = [
        above for above in (folder, *folder.parents) if not os.path.lexists(above)
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        yield
    except BaseException:
        for above in absent:
            with suppress(OSError):  # another run has put something there
                above.rmdir()
        raise


def _swap(
    folder: Path, fresh: Mapping[str, Path], kept: Mapping[str, Path | None]
) -> None:
    """Replace each file by its fresh one; what fails or is interrupted is undone from
    the copies kept.
    """
    begun: list[str] = []
    try:
        for name, temporary in fresh.items():
            if len(begun) == len(fresh) - 1:
                _sync(folder)  # the last file on the disk means that all the others are
            begun.append(name)
            _replace(temporary, folder / name)
        _sync(folder)
    except BaseException:
        for name in reversed(begun):
            with suppress(OSError):  # the others are still tried; the stamp tells
                os.replace(copy, folder / name) if (copy := kept[name]) else os.unlink(
                    folder / name
                )
        raise


def _replace(file: Path, target: Path, open_one: Path | None = None) -> None:
    """Move a file to the place of another. ``open_one``: which of them a program may
    have opened since it was asked for, the other by default.
    """
    try:
        os.replace(file, target)
    except OSError as error:
        asked = open_one or target
        if not (is_held(error) and asked.exists()):
            raise
        raise not_written(asked, say.OPEN) from error


def _former(target: Path) -> tuple[bytes, int] | None:
    """What stands at ``target`` (content, mode), or None; DeliveryError where it must
    not be replaced. Opening it for writing fails on Windows while Word or Excel holds
    it. Elsewhere only the owner file tells.
    """
    if owner := owner_file(target):
        raise not_written(target, say.IN_A_PROGRAM.format(owner))
    if target.exists() and not target.is_file():
        raise not_written(target, say.A_FOLDER)
    try:
        with open(target, "r+b") as file:
            return file.read(), stat.S_IMODE(os.fstat(file.fileno()).st_mode)
    except FileNotFoundError:
        return None
    except OSError as error:
        if not is_held(error):
            raise
        raise not_written(target, say.OPEN) from error


def _write(folder: Path, data: bytes, mode: int) -> Path:
    """A new temporary file in ``folder``, on the disk when this returns; a private file
    stays private.
    """
    path = folder / f".canevas-{secrets.token_hex(8)}.tmp"
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, mode)
    try:
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(handle, rest) :]
        os.fsync(handle)
    finally:
        os.close(handle)
    return path


def _sweep(folder: Path) -> None:
    """Remove our temporaries, those of a killed run too. Called under the lock; what
    stays is for the next run.
    """
    with suppress(OSError):
        for name in fnmatch.filter(os.listdir(folder), ".canevas-*.tmp"):
            with suppress(OSError):
                os.unlink(folder / name)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Keep a second run out. The lock is the system's, so it ends with the process,
    however that dies.
    """
    path = folder / LOCK
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        if not _is_ours(handle, path):
            raise DeliveryError(say.BUSY.format(folder))
        try:
            yield
        finally:
            _unlock(handle, path)
    finally:
        with suppress(OSError):
            os.close(handle)
            if sys.platform == "win32":  # an open file cannot be removed there
                os.unlink(path)


def _is_ours(handle: int, path: Path) -> bool:
    try:
        _lock(handle)
        # Not one that its run has just removed.
        return os.path.samestat(os.fstat(handle), os.stat(path))
    except (BlockingIOError, PermissionError, FileNotFoundError):
        return False


# Written with the manual at hand, not yet tried on a Windows computer.
if sys.platform == "win32":
    import msvcrt

    def _lock(handle: int) -> None:
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)

    def _unlock(handle: int, path: Path) -> None:
        with suppress(OSError):
            msvcrt.locking(handle, msvcrt.LK_UNLCK, 1)

    def _sync(folder: Path) -> None:
        """Windows syncs no folder."""

else:
    import fcntl

    def _lock(handle: int) -> None:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(handle: int, path: Path) -> None:
        with suppress(OSError):
            os.unlink(path)  # while it is held; closing it ends the lock

    def _sync(folder: Path) -> None:
        """Bring the new names to the disk; some network disks cannot."""
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        except OSError as error:
            if error.errno not in (errno.EINVAL, errno.ENOTSUP):
                raise
        finally:
            os.close(handle)
