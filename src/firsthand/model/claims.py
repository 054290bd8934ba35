"""What is claimed, and by how many independent origins."""

from __future__ import annotations

from dataclasses import dataclass

from firsthand.model.reports import Event
from firsthand.terms import Relation, SourceKind


@dataclass(frozen=True, slots=True)
class Member:
    """A statement's place in a claim."""

    statement_id: str
    document_id: str
    relation: Relation
    origin_id: str | None
    """The origin it goes back to; ``None`` for declines and unknown lineage."""
    reason: str
    """Why it was placed here, in words."""
    rests_on_corrected: bool = False
    """It supports the claim and goes back to a report that was corrected or retracted since."""


@dataclass(frozen=True, slots=True)
class Origin:
    """An independent root of a claim."""

    id: str
    claim_id: str
    name: str
    """"unnamed US officials via Washington Post"."""
    kind: SourceKind
    first_hand: bool
    """The root saw, did or measured it itself, and is named or shows the image."""
    certain: bool
    """False when this may be the same root as another one of the claim."""
    may_equal: tuple[str, ...] = ()
    """Ids of origins of the claim that this one may be the same as."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Passage:
    """Two stretches of text that one document has from another."""

    from_start: int
    from_end: int
    to_start: int
    to_end: int


@dataclass(frozen=True, slots=True)
class Copy:
    """Information that flowed from one document to another."""

    id: str
    from_document: str
    to_document: str
    kind: str
    """verbatim, rewrite or cites."""
    containment: float
    """Share of the later text's shingles that stand in the earlier one, in [0, 1]."""
    passages: tuple[Passage, ...]
    reason: str


@dataclass(frozen=True, slots=True)
class Claim:
    """Statements of all documents that say the same thing."""

    id: str
    text: str
    """The canonical sentence: the words of its earliest fullest member."""
    event: Event
    """Pooled over the members: site, action, object, hull of the quantities, time."""
    members: tuple[Member, ...]
    origins: tuple[Origin, ...]
    origin_low: int
    origin_high: int
    first_hand: int
    """Origins that know it at first hand."""
    reports: int
    """Documents that carry it, copies included."""
    corrected: bool = False
    """A later correction or retraction stands against it."""
