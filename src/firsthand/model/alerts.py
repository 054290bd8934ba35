"""What a watch condition found, with the words and images it rests on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class AlertQuote:
    """The words of one statement, as an alert hands them on."""

    statement_id: str
    document_id: str
    document: str
    """File name or URL it was collected under."""
    outlet: str
    published: datetime | None
    speaker: str
    """Who said it; "speaker lost" where the text does not say."""
    words: str
    """Equal to the statement's quote: its pieces, gaps shown as an ellipsis."""
    stance: str
    """asserts, denies, declines, promises, predicts or asks: what the speaker does with the words."""


@dataclass(frozen=True, slots=True)
class Alert:
    """One cause that met one watch condition. Kept as raised; never changed, never deleted."""

    id: str
    """Depends on the condition's name and the cause only, so the same cause never raises it twice."""
    condition: str
    """Name of the condition in ``case.toml``."""
    kind: str
    """origin, word, change, commitment, denial, correction or indicators."""
    title: str
    text: str
    raised: datetime
    """When the evaluation found it."""
    known: datetime | None
    """When the latest of its evidence was captured."""
    site_ids: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    """Ids of the claims, promises, origins and changes it is about, the first being the main one."""
    quotes: tuple[AlertQuote, ...] = ()
    change_ids: tuple[str, ...] = ()
    scene_ids: tuple[str, ...] = ()
    chips: tuple[str, ...] = ()
    """File names of pictures below ``chips/``."""


@dataclass(frozen=True, slots=True)
class AlertMark:
    """Somebody has seen an alert, or takes that back; the last mark counts."""

    alert_id: str
    seen: bool
    who: str
    when: datetime
    note: str = ""


@dataclass(frozen=True, slots=True)
class ClaimState:
    """What the last evaluation knew of one claim."""

    words: str
    """Its word of likelihood; empty when it was not weighed."""
    statement_ids: tuple[str, ...]
    """Its members, by which it is found again should its id change."""


@dataclass(frozen=True, slots=True)
class ChangeState:
    """What the last evaluation knew of one change: enough to know it again when its dates have been tightened."""

    id: str
    site_id: str
    kind: str
    before: datetime
    after: datetime
    box: tuple[float, float, float, float]
    """West, south, east, north in degrees."""


@dataclass(frozen=True, slots=True)
class CommitmentState:
    """What the last evaluation knew of one promise."""

    status: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class IndicatorState:
    """Which indicators of one condition were there."""

    condition: str
    names: tuple[str, ...]
    """Empty while too few were there."""
    first: datetime | None
    """Day of the earliest of them; None when none is dated."""
    last: datetime | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What was known at one evaluation."""

    number: int
    """Evaluations are counted from 1; 0 is nothing, or a day that ``case.toml`` names."""
    document_ids: tuple[str, ...] = ()
    """Documents of which statements were known."""
    claims: tuple[tuple[str, ClaimState], ...] = ()
    """By id."""
    changes: tuple[ChangeState, ...] = ()
    commitments: tuple[tuple[str, CommitmentState], ...] = ()
    """By id."""
    indicators: tuple[IndicatorState, ...] = ()
