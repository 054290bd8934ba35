"""Who does the work of a trace that divides, batch by batch, and who is told how far it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from itertools import chain, islice
from typing import TypeVar

from firsthand.stage import Progress, no_progress
from firsthand.workers import HERE, Lost, Workers

Batch = TypeVar("Batch")
Result = TypeVar("Result")

SHARED_FROM = 4
"""Batches from which on they are shared; each is some tenths of a second of work."""


@dataclass(frozen=True, slots=True)
class Hands:
    """The workers of one run."""

    workers: Workers = HERE
    progress: Progress = no_progress

    @property
    def many(self) -> bool:
        """More than one task is done at once."""
        return self.workers.count > 1

    def do(
        self, what: str, total: int, task: Callable[[Batch], Sequence[Result]], batches: Iterable[Batch]
    ) -> Iterator[Result]:
        """What ``task`` makes of each batch: one result for each of ``total`` things, in order.

        Few batches are done here, for processes take longer to begin than these take. The outcome of a trace is whole
        or nothing: what a task fails over is raised.
        """
        source = iter(batches)
        first = list(islice(source, SHARED_FROM))
        workers = self.workers if len(first) == SHARED_FROM else HERE
        done = 0
        self.progress(what, done, total)
        with closing(workers.map(task, chain(first, source))) as results:  # type: ignore[type-var]
            for result in results:
                if isinstance(result, Lost):
                    raise result.error
                yield from result
                done += len(result)
                self.progress(what, done, total)


ALONE = Hands()
"""This process, silently."""
