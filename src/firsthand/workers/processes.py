"""Several processes on this machine."""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Any, Generic

from firsthand.errors import FirsthandError
from firsthand.workers.base import Item, Lost, Result, Task, done

AHEAD = 4
"""Tasks handed out for each process, under way or waiting: enough to keep it busy, few enough to bound memory."""
DEATHS = 2
"""A task over which so many processes died is given up."""

_END: Any = object()
_task: Any = None
"""In a worker process: what it does with each item."""


class Processes:
    """A pool of processes for each map. A process that dies costs only the tasks at hand, which are done again."""

    def __init__(self, count: int) -> None:
        self.count = count

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        run = _Run(self.count, task, items)
        try:
            while run.hand_out():
                yield run.next_result()
        finally:
            run.stop()


class _Run(Generic[Item, Result]):
    """One map: what is handed out, and what is to be done again."""

    def __init__(self, count: int, task: Task[Item, Result], items: Iterable[Item]) -> None:
        self._count = count
        self._given = task
        self._source = iter(items)
        self._again: deque[Item] = deque()
        self._waiting: deque[tuple[Item, Future[Result | Lost[Item]]]] = deque()
        self._deaths = 0
        self._pool = self._new_pool()

    def hand_out(self) -> bool:
        """Keep the processes busy; False when all is done.

        Of several tasks under way when a process died, nobody knows which one it was: they are done again one by one.
        """
        room = 1 if self._again else self._count * AHEAD
        while len(self._waiting) < room:
            item = self._again.popleft() if self._again else next(self._source, _END)
            if item is _END:
                break
            self._waiting.append((item, self._pool.submit(_do, item)))
        return bool(self._waiting)

    def next_result(self) -> Result | Lost[Item]:
        while True:
            item, future = self._waiting[0]
            try:
                result = future.result()
            except BrokenProcessPool:
                self._deaths = self._deaths + 1 if len(self._waiting) == 1 else 0
                self._mourn()
                if self._deaths < DEATHS:
                    self.hand_out()
                    continue
                self._again.popleft()
                result = Lost(item, _died())
            else:
                self._waiting.popleft()
            self._deaths = 0
            return result

    def stop(self) -> None:
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _mourn(self) -> None:
        """Take back all that was handed out, for a new pool."""
        self._again.extendleft(item for item, _ in reversed(self._waiting))
        self._waiting.clear()
        self.stop()
        self._pool = self._new_pool()

    def _new_pool(self) -> ProcessPoolExecutor:
        # Processes of a fork server inherit neither a lock that is held nor a thread of a model's runtime.
        context = multiprocessing.get_context("forkserver")
        return ProcessPoolExecutor(self._count, context, _begin, (self._given,))


def _died() -> FirsthandError:
    remedy = "run the same command again; with `--jobs 1` it works in one process, which needs less memory"
    return FirsthandError("the process that worked on it was killed twice", remedy=remedy)


def _begin(task: object) -> None:
    """What a worker process does first: remember its task, and leave Ctrl-C to its parent."""
    global _task  # noqa: PLW0603  (an initializer has no other place to put it)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _task = task


def _do(item: Any) -> Any:
    return done(_task, item)
