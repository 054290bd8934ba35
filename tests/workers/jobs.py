"""Tasks for the tests of workers; in a module of their own, since a worker process imports them by name."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from firsthand.errors import InputError
from firsthand.workers import Workers


def square(number: int) -> int:
    return number * number


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
