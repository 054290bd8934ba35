"""What all stages share: progress, and the report of a run with what was left out and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from firsthand.errors import FirsthandError

Progress = Callable[[str, int, int], None]
"""Called with (what is being done, units done, units in all)."""


def no_progress(what: str, done: int, total: int) -> None:
    """The silent progress."""


def plural(number: int, noun: str) -> str:
    """ "1 statement", "3 statements"; the last of several words takes the plural."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that a stage left out; the rest of its batch went on."""

    thing: str
    message: str
    remedy: str = ""

    @classmethod
    def of(cls, error: FirsthandError, thing: str = "") -> Problem:
        return cls(error.thing or thing, error.message, error.remedy)


@dataclass(frozen=True, slots=True)
class StageReport:
    """What one stage did."""

    stage: str
    done: int = 0
    """Units worked on now."""
    fresh: int = 0
    """Units that were up to date already."""
    problems: tuple[Problem, ...] = ()
    summary: str = ""
    """One line for people: "31 statements in 2 documents"."""
    passed_by: tuple[str, ...] = ()
    """What was left out on purpose, one line each; of very many the first."""
