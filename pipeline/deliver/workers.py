"""Tasks handed out one by one to processes. A process that dies is told for its task, and the others go on, which the
library's own pools do not do. What passes through the pipes is small: a task and its result."""

from __future__ import annotations

import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Protocol

METHOD = "fork" if sys.platform == "linux" else "spawn"  # a fork has all imports done
MOST = 60  # Windows waits for no more than 63 things at once

Work = Callable[[Any], Any]  # a task to its result; picklable, since a spawned process imports it by its name


class Lead(Protocol):
    """Who hands out: tasks are known by their numbers."""

    @property
    def stopped(self) -> bool:
        """Whether nothing more is to begin."""

    def stop(self) -> None:
        """Begin nothing more."""

    def begin(self, number: int) -> Any:
        """The task of this number, which begins now."""

    def end(self, number: int, result: Any) -> None:
        """A task has this result."""

    def died(self, number: int, code: int) -> None:
        """The process of a task has ended with this code, without a result."""


@contextmanager
def stoppable(lead: Lead) -> Iterator[None]:
    """The first Ctrl+C lets ``lead`` begin nothing more, a second one is a KeyboardInterrupt."""

    def interrupted(*_: object) -> None:
        lead.stop()
        signal.signal(signal.SIGINT, signal.default_int_handler)

    former = signal.signal(signal.SIGINT, interrupted)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, former)


def share_out(lead: Lead, queue: deque[int], work: Work, cores: int, method: str = METHOD) -> None:
    """Work off the queue with this many processes, or alone with one."""
    cores = min(cores, len(queue), MOST)
    if cores > 1:
        _Pool(lead, queue, work, method).run(cores)
    while queue and not lead.stopped:
        number = queue.popleft()
        lead.end(number, work(lead.begin(number)))


class _Worker:
    """A process that does one task after the other."""

    def __init__(self, context: Any, work: Work) -> None:
        self.number = -1
        self.pipe, theirs = context.Pipe()
        self.process = context.Process(target=_live, args=(theirs, self.pipe, work), daemon=True)
        self.process.start()
        theirs.close()  # else its death would not be the end of the pipe


def _live(pipe: Any, other_end: Any, work: Work) -> None:
    """What a worker does. Ctrl+C is its parent's to answer; when that has gone it ends after its task."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    other_end.close()
    with suppress(EOFError, OSError):
        while given := pipe.recv():
            pipe.send(work(given[0]))


class _Pool:
    def __init__(self, lead: Lead, queue: deque[int], work: Work, method: str) -> None:
        from multiprocessing import get_context

        self.lead, self.queue, self.work, self.context = lead, queue, work, get_context(method)
        self.workers: dict[Any, _Worker] = {}

    def run(self, cores: int) -> None:
        """Until the queue is empty or the lead is stopped, and no worker is left."""
        from multiprocessing.connection import wait

        try:
            while self.workers or self._has_more():
                while self._has_more() and len(self.workers) < cores:
                    worker = _Worker(self.context, self.work)
                    self.workers[worker.pipe] = worker
                    self._hand(worker)
                with suppress(InterruptedError):  # Ctrl+C on Windows
                    for pipe in wait(list(self.workers)):
                        self._listen(self.workers[pipe])
        finally:
            for worker in self.workers.values():
                worker.process.terminate()
                worker.process.join()

    def _has_more(self) -> bool:
        return bool(self.queue) and not self.lead.stopped

    def _hand(self, worker: _Worker) -> None:
        """Give a worker its next task, or its leave."""
        given = None
        if self._has_more():
            worker.number = self.queue.popleft()
            given = (self.lead.begin(worker.number),)
        else:
            del self.workers[worker.pipe]
        with suppress(OSError):  # it has just died: the end of its pipe will tell
            worker.pipe.send(given)

    def _listen(self, worker: _Worker) -> None:
        try:
            result = worker.pipe.recv()
        except (EOFError, OSError):
            del self.workers[worker.pipe]
            worker.process.join()
            self.lead.died(worker.number, worker.process.exitcode)
            return
        self.lead.end(worker.number, result)
        self._hand(worker)
