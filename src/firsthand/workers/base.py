"""What every kind of worker offers, and the one that needs no help: this process."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from firsthand.errors import FirsthandError

Item = TypeVar("Item")
Result = TypeVar("Result")

Task = Callable[[Item], Result]
"""Pure, and to be pickled together with its items and results: a frozen dataclass with ``__call__``, or a function."""


@dataclass(frozen=True, slots=True)
class Lost(Generic[Item]):
    """What came of an item whose work failed; the others go on."""

    item: Item
    error: FirsthandError


class Workers(Protocol):
    """Somebody to do tasks."""

    @property
    def count(self) -> int:
        """How many tasks are done at once."""

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        """``task`` of each item, in the order of the items, a bounded number ahead of the caller.

        Closing the iterator gives up what has not begun. A FirsthandError of a task, or a worker that died twice over
        the same item, gives :class:`Lost`; other exceptions of a task are raised here.
        """


class Here:
    """This process, one task after another."""

    count = 1

    def map(self, task: Task[Item, Result], items: Iterable[Item]) -> Iterator[Result | Lost[Item]]:
        for item in items:
            yield done(task, item)


def done(task: Task[Item, Result], item: Item) -> Result | Lost[Item]:
    """The result of one task; what the program foresaw becomes :class:`Lost`."""
    try:
        return task(item)
    except FirsthandError as error:
        return Lost(item, error)


HERE = Here()
