"""Judgements and forecasts as they were stated, for the day on which somebody knows the answer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Stated:
    """What the machine said of one claim from a moment on. Written when it differs from what it said before."""

    claim_id: str
    statement_id: str
    """The claim's earliest statement, by which it is found again should its id change."""
    text: str
    low: float
    high: float
    """Probability interval."""
    words: str
    """ICD 203 term, or ``undetermined``."""
    at: datetime
    weigh_version: str


@dataclass(frozen=True, slots=True)
class Forecast:
    """What a person said, before anybody knew."""

    id: str
    claim_id: str
    """Empty for a forecast about words of its own."""
    statement_id: str
    """The claim's earliest statement; empty without a claim."""
    text: str
    probability: float
    """Strictly between 0 and 1."""
    by: datetime | None
    """When it will be known."""
    who: str
    made: datetime
    note: str = ""
