"""How likely it is, rival readings, and what people decided."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from firsthand.terms import ImageAnswer


@dataclass(frozen=True, slots=True)
class ImageVerdict:
    """What the images say of one claim."""

    claim_id: str
    answer: ImageAnswer
    reason: str
    scene_ids: tuple[str, ...] = ()
    change_ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that moved a probability."""

    text: str
    log_odds: float
    """How far it moved the log odds; positive makes the claim likelier."""
    evidence: tuple[str, ...] = ()
    """Ids of origins, statements or changes."""
    give_or_take: float = 0.0
    """Half the width of the move, in log odds."""
    at_low: bool = True
    """False for an origin that may be the same as one before it: the low end does not count it."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """How likely one claim is, and why."""

    claim_id: str
    low: float
    high: float
    """Probability interval; ICD 203 leaves 0 and 1 out."""
    words: str
    """ICD 203 term, or ``undetermined``."""
    confidence: str
    """low, moderate or high: how good the basis is; never in one sentence with the likelihood."""
    confidence_reason: str
    reasons: tuple[Reason, ...]
    image: ImageVerdict
    credibility: int
    """Admiralty 1-6, on the claim, from independent origins and first-hand evidence; 6 cannot be judged."""
    linchpin: str | None = None
    """Id of the one origin whose fall would change the word."""
    start: Reason | None = None
    """Where the log odds stand before anybody is counted; start and reasons add up to the judgement."""


@dataclass(frozen=True, slots=True)
class RivalReading:
    """One way in which somebody reads an act."""

    text: str
    statement_ids: tuple[str, ...]
    holder: str


@dataclass(frozen=True, slots=True)
class Rivals:
    """Rival readings of one act: competing hypotheses as found in the reports."""

    id: str
    claim_id: str
    about: str
    readings: tuple[RivalReading, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """What a person judged. Never overwritten by a stage; withdrawn, not deleted."""

    id: str
    kind: str
    """same, not same, unsure, grade, correction."""
    subjects: tuple[str, ...]
    value: str
    who: str
    when: datetime
    note: str = ""
    withdrawn: datetime | None = None
