"""Several processes on this machine, kept for all that one command asks of them."""

from __future__ import annotations

import copy
import multiprocessing
import signal
import traceback
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from itertools import islice
from multiprocessing.connection import Connection
from threading import Lock
from typing import Any

from firsthand.errors import FirsthandError
from firsthand.workers.base import Item, Lost, Result, Task, done

AHEAD = 4
"""Items handed out for each process, under way or waiting: enough to keep it busy, few enough to bound memory."""

FORKS = multiprocessing.get_context("forkserver")
"""Its processes inherit neither a lock that is held nor a thread of a model's runtime."""


class DiedError(Exception):
    """A process ended in the middle of an item."""


@dataclass(slots=True, eq=False)
class Given:
    """The task of one map, sent to a process with the first item that it gets."""

    task: Any
    over: bool = False


class Processes:
    """Processes begin when there is work for them, and go on from map to map until :meth:`close`.

    One that dies is replaced by another. Its item is done again when all others at hand are done, so that what died
    for want of memory has the machine to itself.
    """

    def __init__(self, count: int) -> None:
        self.count = count
        self._threads = ThreadPoolExecutor(count, "firsthand-worker")
        """Each waits for one process at a time."""
        self._lock = Lock()
        self._idle: list[_Process] = []
        self._all: set[_Process] = set()
        self._closed = False

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        given, source = Given(task), iter(items)
        waiting: deque[tuple[Item, Future[Any]]] = deque()
        try:
            while True:
                for item in islice(source, self.count * AHEAD - len(waiting)):
                    waiting.append((item, self._threads.submit(self._do, given, item)))
                if not waiting:
                    return
                item, future = waiting.popleft()
                yield self._result(given, item, future, waiting)
        finally:
            for _, future in waiting:
                future.cancel()
            self._forget(given)

    def close(self) -> None:
        """End all processes, also in the middle of an item."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        with self._lock:
            self._closed = True
            for process in self._all:
                process.kill()
        self._threads.shutdown()
        for process in self._all:
            process.end()

    def _result(self, given: Given, item: Item, future: Future[Any], others: Iterable[tuple[Item, Future[Any]]]) -> Any:
        try:
            return future.result()
        except DiedError:
            wait([other for _, other in others])
        try:
            return self._threads.submit(self._do, given, item).result()
        except DiedError:
            remedy = "run the same command again; with `--jobs 1` it works in one process, which needs less memory"
            return Lost(item, FirsthandError("the process that worked on it was killed twice", remedy=remedy))

    def _do(self, given: Given, item: object) -> Any:
        with self._process(given) as process:
            return process.do(given, item)

    @contextmanager
    def _process(self, given: Given) -> Iterator[_Process]:
        """A process that nobody else asks meanwhile. Raises DiedError after :meth:`close`."""
        with self._lock:
            if self._closed:
                raise DiedError
            process = self._idle.pop() if self._idle else _Process()
            self._all.add(process)
        try:
            yield process
        except DiedError:
            with self._lock:
                self._all.remove(process)
            process.end()
            raise
        finally:
            with self._lock:
                if process in self._all:
                    self._idle.append(process)
                    if given.over:
                        process.forget()

    def _forget(self, given: Given) -> None:
        """Free the memory of a task whose map is over: in idle processes now, in others when their item is done."""
        with self._lock:
            given.over = True
            for process in self._idle:
                process.forget()


class _Process:
    """A process and the pipe to it; it is asked by one thread at a time."""

    def __init__(self) -> None:
        self._pipe, theirs = FORKS.Pipe()
        self._process = FORKS.Process(target=_serve, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()
        self._knows: Given | None = None

    def do(self, given: Given, item: object) -> Any:
        """What the task makes of ``item``. Raises what the task raises, DiedError when the process ends meanwhile."""
        message = (None if self._knows is given else given.task, item, True)
        try:
            self._pipe.send(message)
            well, result = self._pipe.recv()
        except (EOFError, OSError) as error:
            raise DiedError from error
        if not well:
            self._knows = None  # the task may not have arrived
            raise result
        self._knows = given
        return result

    def forget(self) -> None:
        """Free the memory of the task it knows."""
        if self._knows is not None:
            self._knows = None
            with suppress(OSError):  # one that died meanwhile is noticed at its next item
                self._pipe.send((None, None, False))

    def kill(self) -> None:
        self._process.terminate()

    def end(self) -> None:
        """Kill it and wait until it is gone."""
        self.kill()
        self._process.join()
        self._pipe.close()


def _serve(pipe: Connection) -> None:
    """The body of a process: item by item, until nobody asks any more. Ctrl-C is left to its parent."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task: Any = None
    with suppress(EOFError, OSError):
        while True:
            task = _served(pipe, task)


def _served(pipe: Connection, task: Any) -> Any:
    """Answer one message (a new task or none, an item, whether there is one); returns the task for the next one.

    Raises EOFError or OSError when the pipe is closed.
    """
    try:
        given, item, asked = pipe.recv()
    except (EOFError, OSError):
        raise
    except Exception as error:  # noqa: BLE001  (whatever a class does when it is made anew; it is raised in the parent)
        _tell(pipe, error)
        return task
    if not asked:
        return None
    task = task if given is None else given
    try:
        answer = done(task, item)
    except BaseException as error:  # noqa: BLE001  (as above)
        _tell(pipe, error)
        return task
    try:
        pipe.send((True, answer))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001  (as above)
        _tell(pipe, error)
    return task


def _tell(pipe: Connection, error: BaseException) -> None:
    """Send ``error`` with its traceback as a note; another in its place when it cannot travel."""
    error.add_note(traceback.format_exc())
    try:
        copy.copy(error)  # made anew as it is behind a pipe
        pipe.send((False, error))
    except Exception:  # noqa: BLE001  (whatever its class does when it is made anew)
        pipe.send((False, RuntimeError("".join(traceback.format_exception(error)))))
