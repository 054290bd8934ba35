"""Tasks for the tests of workers; in a module of their own, since a worker process imports them by name."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.errors import InputError
from firsthand.workers import Workers


def square(number: int) -> int:
    return number * number


def read_text(path: Path) -> str:
    """Fails as a pipe that breaks does: with an error of the system."""
    return path.read_text()


def refuse_odd(number: int) -> int:
    if number % 2:
        raise InputError("is odd", thing=str(number), remedy="add one")
    return number


@dataclass(frozen=True)
class Deadly:
    """Dies over ``number``: each time, or only when nobody has left ``mark`` yet."""

    number: int
    mark: Path | None = None

    def __call__(self, item: int) -> int:
        if item == self.number and (self.mark is None or not self.mark.exists()):
            if self.mark is not None:
                self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return -item


@dataclass(frozen=True)
class DyingOnce:
    """Does ``task``, but the first process that begins with it dies and leaves ``mark``."""

    task: Any
    mark: Path

    def __call__(self, item: Any) -> Any:
        if not self.mark.exists():
            self.mark.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return self.task(item)


class Mortal:
    """Workers of whom one dies over each kind of task; ``graves`` holds a mark for each."""

    def __init__(self, workers: Workers, graves: Path) -> None:
        self._workers = workers
        self._graves = graves
        self.count = workers.count

    def map(self, task: Any, items: Iterable[Any]) -> Iterator[Any]:
        name = getattr(task, "__name__", type(task).__name__)
        yield from self._workers.map(DyingOnce(task, self._graves / name), items)


@dataclass(frozen=True)
class Together:
    """Waits in each of ``count`` processes until all have begun; returns the number of the process."""

    folder: Path
    count: int = 2

    def __call__(self, item: int) -> int:
        (self.folder / str(os.getpid())).touch()
        until(lambda: len(list(self.folder.iterdir())) >= self.count)
        return os.getpid()


@dataclass(frozen=True)
class Traced:
    """Leaves a line in ``folder`` whenever it arrives in a process, and whenever its memory is freed there."""

    folder: Path

    def __call__(self, item: int) -> int:
        return os.getpid()

    def __setstate__(self, state: dict[str, Any]) -> None:
        self.__dict__.update(state)
        self._leave("came")

    def __del__(self) -> None:
        self._leave("went")

    def _leave(self, what: str) -> None:
        with (self.folder / what).open("a") as lines:
            lines.write(f"{os.getpid()}\n")


@dataclass(frozen=True)
class Endless:
    """From the second item on: leaves the number of its process, and never ends."""

    folder: Path

    def __call__(self, item: int) -> None:
        if item == 0:
            return
        (self.folder / str(os.getpid())).touch()
        threading.Event().wait()


def fail(item: int) -> int:
    raise ZeroDivisionError(item)


def fail_strangely(item: int) -> int:
    class StrangeError(Exception):
        """Cannot be pickled: nobody finds its class by name."""

    raise StrangeError(f"over {item}")


def until(true: Callable[[], object]) -> None:
    """Wait for something that comes for certain, however slow the machine is."""
    for _ in range(6000):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("waited for a minute in vain")
