"""A command under watch: ``python tests/support/watch.py NOTES WORD...`` runs it and
notes what it does outside itself.

Python's audit events are noted in the file NOTES, a line each: ``out EVENT`` for what
goes to the network or to another program, ``path PATH`` for what is written, moved,
made or removed; at the end what it cost (``seconds``, ``megabytes``; Linux only). And
the kernel kills the process that opens a socket (but for a local pair) or becomes
another program, so that C libraries, and the processes that it starts, are held too.
"""

from __future__ import annotations

import ctypes
import os
import platform
import struct
import sys
import time

OUTWARD = ("socket.", "urllib.", "http.", "ftplib.", "smtplib.", "webbrowser.")
PROGRAMS = (
    "subprocess.",
    "pty.",
    "os.exec",
    "os.posix_spawn",
    "os.spawn",
    "os.system",
    "os.startfile",
)
MOVES = {
    *("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink"),
    *("os.truncate", "os.chmod", "os.chown", "os.utime"),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# the family of a local pair, by which processes of one command speak to each other
LOCAL = 1
CALLS = {
    "x86_64": (41, 59, 322),
    "aarch64": (198, 221, 281),
}  # socket, execve, execveat
HELD = (
    sys.platform == "linux" and platform.machine() in CALLS
)  # whether the kernel is asked too


def told(event: str, arguments: tuple[object, ...]) -> list[str]:
    """What is noted of an event."""
    if event.startswith((*OUTWARD, *PROGRAMS)):
        return (
            []
            if event == "socket.__new__" and arguments[1] == LOCAL
            else [f"out {event}"]
        )
    if event == "open":
        flags = arguments[2]
        arguments = arguments[:1] if isinstance(flags, int) and flags & WRITING else ()
    elif event not in MOVES:
        return []
    paths = (
        os.fsdecode(one)
        for one in arguments
        if isinstance(one, str | bytes | os.PathLike)
    )
    return [f"path {os.path.abspath(path)}" for path in paths]


def kill_what_leaves() -> None:
    """Ask the kernel (seccomp) to kill this process and its children at a socket or at
    another program.
    """
    socket, *programs = CALLS[platform.machine()]
    load, equal, end, allow, kill = 0x20, 0x15, 0x06, 0x7FFF0000, 0x80000000
    rules = [
        (load, 0, 0, 0),  # the number of the call
        (equal, 0, 2, socket),
        (load, 0, 0, 16),  # its first argument
        (equal, 2, 3, LOCAL),
        *((equal, 2 - n, 0, program) for n, program in enumerate(programs)),
        *((end, 0, 0, allow), (end, 0, 0, kill)),
    ]
    code = ctypes.create_string_buffer(
        b"".join(struct.pack("HBBI", *rule) for rule in rules)
    )
    whole = ctypes.create_string_buffer(
        struct.pack("@HP", len(rules), ctypes.addressof(code))
    )
    kernel = ctypes.CDLL(None)
    assert (
        kernel.prctl(38, 1, 0, 0, 0) == 0
    )  # no new privileges: without that only root may ask
    assert kernel.prctl(22, 2, whole, 0, 0) == 0


def main() -> None:
    """Run the command, watched from its first import on."""
    notes = os.open(sys.argv.pop(1), os.O_WRONLY | os.O_APPEND)

    def watch(event: str, arguments: tuple[object, ...]) -> None:
        for line in told(event, arguments):
            os.write(notes, f"{line}\n".encode(errors="surrogateescape"))

    if HELD:
        kill_what_leaves()
    sys.addaudithook(watch)
    if sys.argv[1] == "-c":
        exec(sys.argv[2], {"__name__": "__main__"})
    else:
        from pipeline.cli import main as command

        try:
            command()
        finally:
            if HELD:
                with open("/proc/self/status", encoding="ascii") as status:
                    [peak] = [
                        int(line.split()[1]) / 1000
                        for line in status
                        if line.startswith("VmHWM")
                    ]
                os.write(
                    notes, f"seconds {time.process_time()}\nmegabytes {peak}\n".encode()
                )


if __name__ == "__main__":
    main()
