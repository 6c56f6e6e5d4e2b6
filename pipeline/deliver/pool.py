"""Tasks shared out to the standard library's pool of processes; what comes of them, in
their order.

A death breaks that pool and nothing says whose task it was. So the pool is made anew,
and the tasks then under way are each done again in a process of its own, the end of
which is theirs alone.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from threading import Thread
from typing import Any

METHOD = "fork" if sys.platform == "linux" else "spawn"  # a fork has all imports done
_MOST = 60  # processes; Windows waits for no more than 63 things at once
# results for each process that wait for a slow one before them, so that memory is
# bounded
_AHEAD = 8

Work = Callable[..., Any]  # picklable, since a spawned process imports it by its name
Task = tuple[Any, ...]  # its arguments
Stopped = Callable[[], bool]
Done = Iterator[Future[Any]]


class Died(Exception):
    """The process of a task has ended with this code, without a result."""

    def __init__(self, code: int | None) -> None:
        self.code = code


@contextmanager
def stoppable() -> Iterator[Stopped]:
    """Gives whether Ctrl+C was pressed. Pressed twice it is a KeyboardInterrupt."""
    pressed: list[int] = []

    def interrupted(number: int, _: object) -> None:
        pressed.append(number)
        signal.signal(signal.SIGINT, signal.default_int_handler)

    former = signal.signal(signal.SIGINT, interrupted)
    try:
        yield lambda: bool(pressed)
    finally:
        signal.signal(signal.SIGINT, former)


def results(
    work: Work, tasks: deque[Task], cores: int, method: str, stopped: Stopped
) -> Done:
    """What came of each task, in their order: a Future that is done. With one core they
    are done here. Once ``stopped`` no task begins, and those under way end.
    """
    cores = min(cores, len(tasks), _MOST)
    while tasks and not stopped():
        if cores > 1:
            yield from _until_broken(work, tasks, cores, method, stopped)
        else:
            done: Future[Any] = Future()
            done.set_result(work(*tasks.popleft()))
            yield done


def _until_broken(
    work: Work, tasks: deque[Task], cores: int, method: str, stopped: Stopped
) -> Done:
    """The same by one pool, until no task is left or a process of it dies."""
    context = multiprocessing.get_context(method)
    flight: deque[tuple[Task, Future[Any]]] = deque()
    with ProcessPoolExecutor(cores, context, _begin) as pool:
        try:
            while True:
                running = [future for _, future in flight if not future.done()]
                while (
                    tasks
                    and len(running) < cores
                    and len(flight) < _AHEAD * cores
                    and not stopped()
                ):
                    running.append(pool.submit(work, *tasks[0]))
                    flight.append((tasks.popleft(), running[-1]))
                if not flight:
                    return
                if not flight[0][1].done():
                    wait(running, return_when=FIRST_COMPLETED)
                elif _is_broken(flight[0][1]):
                    break
                else:
                    yield flight.popleft()[1]
        except BrokenProcessPool:
            pass
        except BaseException:
            # Among them a second Ctrl+C: the pool itself would wait for those under way.
            for process in multiprocessing.active_children():
                process.terminate()
            raise
    for task, future in flight:
        yield _alone(context, work, task) if _is_broken(future) else future


def _is_broken(future: Future[Any]) -> bool:
    return isinstance(future.exception(), BrokenProcessPool)


def _alone(context: Any, work: Work, task: Task) -> Future[Any]:
    """The task in a process of its own."""
    result: Future[Any] = Future()
    ours, theirs = context.Pipe(duplex=False)
    process = context.Process(target=_send, args=(theirs, work, task), daemon=True)
    process.start()
    theirs.close()  # else the end of the process would not be the end of the pipe
    try:
        result.set_result(ours.recv())
    except EOFError:
        process.join()
        result.set_exception(Died(process.exitcode))
    return result


def _send(pipe: Any, work: Work, task: Task) -> None:
    _begin()
    pipe.send(work(*task))


def _begin() -> None:
    """Ctrl+C is the parent's to answer. A process ends with its parent, since what it
    makes is then nobody's.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    if parent := multiprocessing.parent_process():
        parent.join()
        os._exit(1)
