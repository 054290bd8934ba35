"""Tasks for the tests of workers; in a module of their own, since a worker process imports them by name."""

from __future__ import annotations

import os
import signal
from dataclasses import dataclass
from pathlib import Path

from firsthand.errors import InputError


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
