"""Anchors, times, amounts and shapes: what every record is made of, and how ids are made."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from firsthand.terms import Granularity

Ring = tuple[tuple[float, float], ...]
"""A closed ring of (longitude, latitude) pairs in degrees; the first point is repeated at the end."""


Polygon = tuple[Ring, ...]
"""Outer ring first, then holes, as in GeoJSON."""


def content_id(prefix: str, *parts: object) -> str:
    """An id that depends on ``parts`` only: ``prefix-`` and 12 hexadecimal digits of their SHA-256."""
    digest = hashlib.sha256("\x1f".join(str(part) for part in parts).encode()).hexdigest()
    return f"{prefix}-{digest[:12]}"


@dataclass(frozen=True, slots=True)
class Anchor:
    """A piece of a document's text: ``document.text[start:end] == quote``, always."""

    start: int
    """First character, 0-based."""
    end: int
    """One past the last character."""
    quote: str
    """The very words."""


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A UTC interval ``[start, end)``; ``None`` leaves that end open ("since April")."""

    start: datetime | None
    end: datetime | None
    granularity: Granularity
    anchor: Anchor | None = None
    """The words it was read from; ``None`` when it comes from metadata."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A count or measure as a closed interval; ``None`` leaves that end open ("more than a dozen")."""

    low: float | None
    high: float | None
    of: str
    """What is counted, lower case, singular where plain; empty when the text does not say."""
    surest: float | None = None
    """The value the words are surest of ("at least one, and possibly two": 1)."""
    anchor: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Certainty:
    """How likely the source's own words make its content, as a probability interval within [0, 1]."""

    low: float
    high: float
    words: tuple[Anchor, ...] = ()
    """The hedges and boosters that carry it ("possibly", "signs that")."""
