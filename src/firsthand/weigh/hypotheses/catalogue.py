"""The general sets of hypotheses and the known base rates, read from their tables."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from firsthand.errors import UnknownIdError
from firsthand.model import Action, Rating

OTHERS = "*"
"""In a table of ratings: all other hypotheses under which the act took place."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One hypothesis of a set."""

    key: str
    text: str
    source: str
    happened: bool
    words: re.Pattern[str] | None
    """What readings say that hold it."""


@dataclass(frozen=True, slots=True)
class Sign:
    """How one kind of evidence goes with the hypotheses of a set."""

    reason: str
    ratings: Mapping[str, Rating]
    """By key of the hypothesis; :data:`OTHERS` for the rest."""


@dataclass(frozen=True, slots=True)
class Find:
    """An observation that would tell the hypotheses of a set apart."""

    text: str
    how: str
    """image, report, or document or visit."""
    of: str
    """part or site: what an image would have to show; empty for anything else."""
    size_m: float | None
    """Shorter side of what an image would have to show, in metres."""
    ratings: Mapping[str, Rating]


@dataclass(frozen=True, slots=True)
class HypothesisSet:
    """The usual hypotheses for one kind of act."""

    name: str
    actions: frozenset[Action]
    entries: tuple[Entry, ...]
    signs: Mapping[str, Sign]
    finds: tuple[Find, ...]


@dataclass(frozen=True, slots=True)
class PastCase:
    """One case of a base rate, as a fact with its source."""

    what: str
    yes: bool
    known: int
    """Year in which the outcome was published."""
    source: str


@dataclass(frozen=True, slots=True)
class BaseRate:
    """How often something was so, in cases that could be checked."""

    name: str
    question: str
    sets: tuple[str, ...]
    share_for: tuple[str, ...]
    """Keys of the hypotheses that the share speaks for; the others get the rest of it."""
    cases: tuple[PastCase, ...]

    def known_by(self, year: int) -> tuple[PastCase, ...]:
        """The cases whose outcome was published before ``year``: a board does not know what came after it."""
        return tuple(case for case in self.cases if case.known < year)


def share_of(cases: tuple[PastCase, ...]) -> float:
    """Laplace's rule of succession: (yes + 1) / (all + 2)."""
    return (sum(case.yes for case in cases) + 1) / (len(cases) + 2)


@cache
def hypothesis_sets() -> tuple[HypothesisSet, ...]:
    """The general sets, in the order of their table."""
    return tuple(_set(item) for item in _table("sets.toml")["set"])


def set_for(action: Action) -> HypothesisSet:
    """The set for an act; the last one where no other fits."""
    return next((item for item in hypothesis_sets() if action in item.actions), hypothesis_sets()[-1])


def set_called(name: str) -> HypothesisSet | None:
    """The set of that name; None for boards whose set is no more."""
    return next((item for item in hypothesis_sets() if item.name == name), None)


@cache
def base_rates() -> tuple[BaseRate, ...]:
    """The known base rates."""
    return tuple(
        BaseRate(
            item["name"],
            item["question"],
            tuple(item["sets"]),
            tuple(item["share_for"]),
            tuple(PastCase(case["what"], case["yes"], case["known"], case["source"]) for case in item["case"]),
        )
        for item in _table("base_rates.toml")["rate"]
    )


def base_rate(name: str) -> BaseRate:
    """The base rate of that name. Raises UnknownIdError with the names there are."""
    found = next((item for item in base_rates() if item.name == name.strip().casefold()), None)
    if found is None:
        known = ", ".join(item.name for item in base_rates())
        raise UnknownIdError("no base rate has this name", thing=name, remedy=f"base rates are: {known}")
    return found


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((files("firsthand.weigh.hypotheses") / name).read_text(encoding="utf-8"))


def _set(item: dict[str, Any]) -> HypothesisSet:
    return HypothesisSet(
        name=item["name"],
        actions=frozenset(Action(name) for name in item["actions"]),
        entries=tuple(_entry(row) for row in item["hypothesis"]),
        signs={name: Sign(sign["reason"], _ratings(sign["ratings"])) for name, sign in item["sign"].items()},
        finds=tuple(
            Find(row["text"], row["how"], row.get("of", ""), row.get("size_m"), _ratings(row["ratings"]))
            for row in item["find"]
        ),
    )


def _entry(row: dict[str, Any]) -> Entry:
    words = re.compile(rf"\b(?:{row['words']})", re.IGNORECASE) if "words" in row else None
    return Entry(row["key"], row["text"], row["source"], row.get("happened", True), words)


def _ratings(table: dict[str, str]) -> dict[str, Rating]:
    return {key: Rating(rating) for key, rating in table.items()}
