"""The machines of a Dask cluster."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any

from firsthand.errors import FirsthandError, InputError, UsageError
from firsthand.workers.base import Item, Lost, Result, Task, done

AHEAD = 4
"""Tasks handed out for each thread of the cluster, under way or waiting."""
CONNECT_S = 10
CLOSE_S = 2
_LATER = "what was finished is kept; start the scheduler again and run the same command"


class Cluster:
    """The workers behind one scheduler. Dask itself does a task again when its worker dies."""

    def __init__(self, address: str) -> None:
        """Connect to ``address``. Raises UsageError without Dask, InputError when nobody answers there."""
        try:
            from distributed import Client
        except ImportError as error:
            remedy = "install it with `pip install 'firsthand[cluster]'`, here and on every worker"
            raise UsageError("this installation has no Dask", thing=address, remedy=remedy) from error
        try:
            self._client: Any = Client(address, timeout=CONNECT_S, set_as_default=False)  # type: ignore[no-untyped-call]
        except (OSError, TimeoutError, ValueError) as error:
            remedy = "start one with `dask scheduler` and workers with `dask worker`, or give its tcp:// address"
            raise InputError("no Dask scheduler answers here", thing=address, remedy=remedy) from error
        self._address = address

    @property
    def count(self) -> int:
        return max(1, sum(int(threads) for threads in self._client.nthreads().values()))

    def close(self) -> None:
        with suppress(TimeoutError):  # a scheduler that is gone says no goodbye
            self._client.close(timeout=CLOSE_S)

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        source = iter(items)
        waiting: deque[tuple[Item, Any]] = deque()
        with self._answering():
            room = self.count * AHEAD
            sent = self._client.scatter(task, broadcast=True)
        try:
            while True:
                for item in islice(source, room - len(waiting)):
                    # Not pure for Dask: equal items are two tasks, as for all other workers.
                    waiting.append((item, self._client.submit(done, sent, item, pure=False)))
                if not waiting:
                    return
                item, future = waiting.popleft()
                yield self._result(item, future)
        finally:
            if self._client.status == "running":
                self._client.cancel([future for _, future in waiting])

    def _result(self, item: Item, future: Any) -> Any:
        from distributed import KilledWorker

        try:
            with self._answering():
                return future.result()
        except KilledWorker:
            remedy = "run the same command again, with workers that have more memory"
            return Lost(item, FirsthandError("the workers that it was given to were killed", remedy=remedy))

    @contextmanager
    def _answering(self) -> Iterator[None]:
        """Translate what happens when the scheduler does not answer any more."""
        try:
            yield
        except (OSError, TimeoutError, CancelledError) as error:
            raise InputError("the Dask scheduler is gone", thing=self._address, remedy=_LATER) from error
